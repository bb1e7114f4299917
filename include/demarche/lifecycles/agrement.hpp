// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/export.hpp>
#include <demarche/lifecycle.hpp>

// The agrément of a head of mission, and the mission that follows. The requester is the sending state, the respondent the receiving one;
// a matter is about one person. The articles are those of the Vienna Convention on Diplomatic Relations, 1961.
//   requested  asked whether the person is acceptable (4.1)        granted    the sending state may appoint (4.1)
//   refused    without reasons, to which nobody is obliged (4.2)   lapsed     no answer by `reply_by`; a late one still counts
//   withdrawn  taken back by the sending state                     appointed  and notified (10)
//   credentials_presented: has taken up the functions (13)         recalled   ended by the sending state (43 a)
//   persona_non_grata: at any time, without reasons; the sending state has to recall the person (9.1)
//   ended      no longer recognised (9.2, 43 b), or ended otherwise, as by death
// Silence is never published as a refusal: there is no date in the convention, `reply_by` is when the sending state stops waiting, and
// what the clock then says is `lapsed`. Who is declared non grata while the agrément is asked for is refused it.
// An appointment without an agrément stands as made, out of protocol. A recall for consultations ends nothing: it is a remark.
//
//   const matter_id envoy = book.add(matter{.key = "envoy", .lifecycle = "agrement", .requester = us, .respondents = {china}, .reply_by = date{"2023-07-31"}});
//   book.add(contact{.key = "put", .matter = envoy, .act = acts::request, .from = us, .to = china, .on = date{"2023-05-02"}});
//   status(book.as_of(date{"2023-05-26"}), {envoy, china})   // requested since 2023-05-02, certain; China to answer; lapses after 2023-07-31
//   status(book.as_of(date{"2023-08-01"}), {envoy, china})   // lapsed since 2023-08-01T00:00:00Z, certain

namespace demarche::inline v0::lifecycles {

inline constexpr std::string_view agrement_text =
R"(lifecycle	agrement

state	awaited	open	unanswered
none	nobody	no	no
requested	A	yes	yes
granted	R	yes	no
refused	nobody	no	no
lapsed	nobody	no	no
withdrawn	nobody	no	no
appointed	R	yes	no
credentials_presented	nobody	yes	no
recalled	nobody	no	no
persona_non_grata	R	yes	no
ended	nobody	no	no

act	by	none	requested	granted	refused	lapsed	withdrawn	appointed	credentials_presented	recalled	persona_non_grata	ended
request	R	requested	=	=	+	+	+	!	!	+	!	+
reiterate	R	requested	=	=	+	+	+	!	!	+	!	+
revise	R	requested	requested	=	+	+	+	!	!	+	!	+
grant	A	granted!	granted	=	granted	granted	~	=	=	~	!	~
refuse	A	refused!	refused	refused!	=	refused	~	refused!	!	~	=	~
withdraw	R	withdrawn!	withdrawn	withdrawn	=	withdrawn	=	withdrawn	recalled	=	recalled	=
appoint	R	appointed!	appointed!	appointed	appointed!	appointed!	appointed!	=	=	appointed!	!	appointed!
present_credentials	R	credentials_presented!	credentials_presented!	credentials_presented	credentials_presented!	credentials_presented!	credentials_presented!	credentials_presented	=	credentials_presented!	!	credentials_presented!
recall	R	recalled!	withdrawn!	withdrawn!	!	!	=	recalled	recalled	=	recalled	=
declare_non_grata	A	persona_non_grata!	refused	persona_non_grata	=	refused	~	persona_non_grata	persona_non_grata	=	=	=
refuse_recognition	A	ended!	!	!	=	!	~	ended!	ended!	~	ended	=
end_functions	W	ended!	ended	ended	=	=	=	ended	ended	=	ended	=
remark	R|A	=	=	=	=	=	=	=	=	=	=	=
reply_due	clock	=	lapsed	=	=	=	=	=	=	=	=	=

rule	names
unknown_as	remark
attempt_state	requested
proposes	request reiterate revise
with_terms	request reiterate
with_terms_as	revise
reminds	reiterate
drops_past	lapsed
reply_clock	reply_due
)";

extern DEMARCHE_EXPORT const lifecycle agrement;

}  // namespace demarche::inline v0::lifecycles

/// The states of an agrément by name: `s.state == demarche::agrement_state::granted`.
namespace demarche::inline v0::agrement_state {

inline constexpr state_id none = state_in(lifecycles::agrement_text, "none");
inline constexpr state_id requested = state_in(lifecycles::agrement_text, "requested");
inline constexpr state_id granted = state_in(lifecycles::agrement_text, "granted");
inline constexpr state_id refused = state_in(lifecycles::agrement_text, "refused");
inline constexpr state_id lapsed = state_in(lifecycles::agrement_text, "lapsed");
inline constexpr state_id withdrawn = state_in(lifecycles::agrement_text, "withdrawn");
inline constexpr state_id appointed = state_in(lifecycles::agrement_text, "appointed");
inline constexpr state_id credentials_presented = state_in(lifecycles::agrement_text, "credentials_presented");
inline constexpr state_id recalled = state_in(lifecycles::agrement_text, "recalled");
inline constexpr state_id persona_non_grata = state_in(lifecycles::agrement_text, "persona_non_grata");
inline constexpr state_id ended = state_in(lifecycles::agrement_text, "ended");

}  // namespace demarche::inline v0::agrement_state
