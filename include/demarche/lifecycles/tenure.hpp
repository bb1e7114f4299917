// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/export.hpp>
#include <demarche/lifecycle.hpp>

// The tenure of an office by one person. The requester is who appoints, a respondent the person. Offices and their holders are ties
// (`holds`); a tenure tells how somebody came to hold one, and stopped.
//   designated  named, nominated or elected, to take office           acting     exercises it without being its holder
//   in_office   holds it                                              suspended  holds it, and may not exercise it
//   ended       resigned, dismissed, or gone for any other reason
// `occasion` is the term of office, or the time for which one may act in it. When it is over the clock says `ended`; where a holder stays
// until a successor comes, leave it out, or record the `extend` or `stand_in` by which he stayed.
// An oath for another term counts anew, with that term. A caretaker stands in: in_office → acting. Who is designated to the office in
// which he acts goes on acting until he takes it. A reinstatement undoes a suspension, and also a dismissal. `leave_office` is for ends
// that are nobody's act, such as death.
// From constitutional practice, such as, in the US, the end of terms at noon of 20 January (Twentieth Amendment) and acting officers and
// the limit of their time (Vacancies Reform Act of 1998, 5 U.S.C. 3345 to 3349d).
//
//   const matter_id post = book.add(matter{.key = "post", .lifecycle = "tenure", .requester = us, .respondents = {austin}});
//   book.add(contact{.key = "named", .matter = post, .act = acts::designate, .from = us, .to = austin, .on = date{"2020-12-08"}});
//   book.add(contact{.key = "sworn", .matter = post, .act = acts::take_office, .from = austin, .on = date{"2021-01-22"}});
//   status(book.as_of(date{"2021-01-01"}), {post, austin})   // designated since 2020-12-08, certain; Lloyd Austin to move
//   status(book.as_of(date{"2023-05-26"}), {post, austin})   // in_office since 2021-01-22, certain

namespace demarche::inline v0::lifecycles {

inline constexpr std::string_view tenure_text =
R"(lifecycle	tenure

state	awaited	open	unanswered
none	nobody	no	no
designated	A	yes	no
acting	nobody	yes	no
in_office	nobody	yes	no
suspended	R	yes	no
ended	nobody	no	no

act	by	none	designated	acting	in_office	suspended	ended
designate	R	designated	designated	=	=	=	designated
stand_in	R|A	acting	acting	acting	acting	acting!	acting
take_office	A	in_office	in_office	in_office	in_office	in_office!	in_office
extend	R	in_office!	designated	acting	in_office	suspended	in_office!
suspend	R	suspended!	suspended!	suspended	suspended	=	~
reinstate	R	in_office!	in_office!	in_office!	=	in_office	in_office
resign	A	ended!	ended	ended	ended	ended	=
dismiss	R	ended!	ended	ended	ended	ended	=
leave_office	W	ended!	ended	ended	ended	ended	=
remark	R|A	=	=	=	=	=	=
occasion_passed	clock	=	ended	ended	ended	ended	=

rule	names
unknown_as	remark
proposes	designate stand_in take_office extend
drops_occasion	ended
occasion_clock	occasion_passed
)";

extern DEMARCHE_EXPORT const lifecycle tenure;

}  // namespace demarche::inline v0::lifecycles

/// The states of a tenure by name: `s.state == demarche::tenure_state::acting`.
namespace demarche::inline v0::tenure_state {

inline constexpr state_id none = state_in(lifecycles::tenure_text, "none");
inline constexpr state_id designated = state_in(lifecycles::tenure_text, "designated");
inline constexpr state_id acting = state_in(lifecycles::tenure_text, "acting");
inline constexpr state_id in_office = state_in(lifecycles::tenure_text, "in_office");
inline constexpr state_id suspended = state_in(lifecycles::tenure_text, "suspended");
inline constexpr state_id ended = state_in(lifecycles::tenure_text, "ended");

}  // namespace demarche::inline v0::tenure_state
