// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/export.hpp>
#include <demarche/lifecycle.hpp>

// A measure: a sanction, a listing, a travel ban, a tariff. The requester is who imposes it, each respondent one on whom it lies.
//   proposed   put forward by the imposing side, which has to decide            announced  decided, not in force yet
//   in_force   applies; sanctions commonly do from the day of their announcement: record `impose`, not `announce`
//   suspended  stands, but is not applied                                       lifted     ended by an act, before it took effect or after
//   expired    its period ran out
// `occasion` is the period of force: a sunset clause. When it is over the clock says `expired`, unless `extend`, or the same act once more,
// gave another end; the status is then `since` that act, and `episodes` tell since when the measure is in force. The clock brings nothing
// into force: an announced day is recorded as an `impose` of that day, which a view before it does not see happen.
// Nobody is awaited while a measure is in force or suspended; it is open all the same, so that `lapses` tells when it runs out.
// A measure is the imposer's: what its acts say of the state is so, out of protocol where a step is missing. Imposed again after it was
// lifted or expired it is in force, on terms of its own: it is no new attempt, since it may as well be proposed or announced first.
// `annul` is a court's, `expire` what a source reports. A request for delisting is a request, and a matter of its own.
// From the practice of the UN Security Council (listing and delisting; measures for a term that a further resolution extends), the EU
// (Guidelines on restrictive measures: an expiration date or review; suspension and repeal by the Council; annulment under article 263
// TFEU) and the US (designation and removal by OFAC, 31 CFR 501.807; a national emergency, and with it the measures, ends a year after
// its declaration unless continued, 50 U.S.C. 1622).
//
//   const matter_id ban = book.add(matter{.key = "ban", .lifecycle = "measure", .requester = us, .respondents = {mnd},
//                                           .occasion = date{"2023-05-01/2023-11-30"}});
//   book.add(contact{.key = "imposed", .matter = ban, .act = acts::impose, .from = us, .to = mnd, .on = date{"2023-05-01"}});
//   status(book.as_of(date{"2023-06-01"}), {ban, mnd})   // in_force since 2023-05-01, certain; lapses after 2023-11-30
//   status(book.as_of(date{"2023-12-31"}), {ban, mnd})   // expired since 2023-12-01T00:00:00Z, certain

namespace demarche::inline v0::lifecycles {

inline constexpr std::string_view measure_text =
R"(lifecycle	measure

state	awaited	open	unanswered
none	nobody	no	no
proposed	R	yes	no
announced	R	yes	no
in_force	nobody	yes	no
suspended	nobody	yes	no
lifted	nobody	no	no
expired	nobody	no	no

act	by	none	proposed	announced	in_force	suspended	lifted	expired
propose	R	proposed	proposed	=	=	=	proposed	proposed
announce	R	announced	announced	announced	=	=	announced	announced
impose	R	in_force	in_force	in_force	in_force	in_force	in_force	in_force
extend	R	in_force!	proposed	announced	in_force	suspended	in_force!	in_force!
suspend	R	suspended!	suspended!	suspended	suspended	=	~	~
resume	R	in_force!	in_force!	in_force!	=	in_force	in_force!	in_force!
withdraw	R	lifted!	lifted	lifted	lifted	lifted	=	~
lift	R	lifted!	lifted	lifted	lifted	lifted	=	~
annul	W	lifted!	!	lifted	lifted	lifted	=	=
expire	W	expired!	expired	expired	expired	expired	=	=
remark	R|A	=	=	=	=	=	=	=
occasion_passed	clock	=	expired	expired	expired	expired	=	=

rule	names
unknown_as	remark
proposes	propose announce impose extend
drops_occasion	lifted expired
occasion_clock	occasion_passed
)";

extern DEMARCHE_EXPORT const lifecycle measure;

}  // namespace demarche::inline v0::lifecycles

/// The states of a measure by name: `s.state == demarche::measure_state::announced`.
namespace demarche::inline v0::measure_state {

inline constexpr state_id none = state_in(lifecycles::measure_text, "none");
inline constexpr state_id proposed = state_in(lifecycles::measure_text, "proposed");
inline constexpr state_id announced = state_in(lifecycles::measure_text, "announced");
inline constexpr state_id in_force = state_in(lifecycles::measure_text, "in_force");
inline constexpr state_id suspended = state_in(lifecycles::measure_text, "suspended");
inline constexpr state_id lifted = state_in(lifecycles::measure_text, "lifted");
inline constexpr state_id expired = state_in(lifecycles::measure_text, "expired");

}  // namespace demarche::inline v0::measure_state
