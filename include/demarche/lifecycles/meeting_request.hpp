// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/export.hpp>
#include <demarche/lifecycle.hpp>

// The meeting request, or any other request that one side makes (R) and the other answers (A).
//   pending, acknowledged    asked, without a word in return; received, or talked around: both are unanswered, and A is awaited
//   tentative                perhaps; A is awaited
//   countered, conditional   A proposed other terms, and R is awaited; yes, if …, and who can meet the condition is awaited, else R
//   postponed                put off without a new date; who did that is awaited
//   agreed                   yes: nobody is awaited, until the occasion is over and was held, not_held or is unreported
//   declined, reneged        no; called off by A after it had agreed
//   withdrawn, cancelled     taken back by R before A agreed; after
//   lapsed                   its time ran out without an answer
//   superseded, delegated    another matter replaced it; the leg passed to another actor
// "What an answer means" has all of it, with the table. The columns and signs of the text are those of `lifecycle.hpp`.
//
// A lapsed request is over, and in nobody's court: it is not pending, and nobody owes it. If somebody has to chase it, use a lifecycle in which `reply_due` leads
// to an open state, such as that of the page "The lifecycles", or go without `reply_by`, and go by the age that `owes` tells.
//
//   status(today, l).state == meeting::acknowledged                          // true
//   status(today, l).unanswered                                              // true
//   status(today.as_of(date{"2023-07"}).known_by(date{"2023-05-26"}), l)     // lapsed since 2023-06-05T00:00:00Z, certain

namespace demarche::inline v0::lifecycles {

inline constexpr std::string_view meeting_request_text =
R"(lifecycle	meeting_request

state	awaited	open	unanswered
none	nobody	no	no
pending	A	yes	yes
acknowledged	A	yes	yes
tentative	A	yes	no
countered	R	yes	no
conditional	debtor	yes	no
postponed	postponer	yes	no
agreed	nobody	no	no
declined	nobody	no	no
withdrawn	nobody	no	no
cancelled	nobody	no	no
reneged	nobody	no	no
lapsed	nobody	no	no
superseded	nobody	no	no
delegated	nobody	no	no
held	nobody	no	no
not_held	nobody	no	no
unreported	nobody	no	no

act	by	none	pending	acknowledged	tentative	countered	conditional	postponed	agreed	declined	withdrawn	cancelled	reneged	lapsed	superseded	delegated	held	not_held	unreported
request	R	pending	=	=	=	pending	=	pending	=	+	+	+	+	+	+	+	+	+	+
reiterate	R	pending	=	=	=	pending	=	pending	=	+	+	+	+	+	+	+	+	+	+
revise	R	pending	pending	pending	pending	pending	pending	pending	pending	+	+	+	+	+	+	+	+	+	+
withdraw	R	withdrawn!	withdrawn	withdrawn	withdrawn	withdrawn	withdrawn	withdrawn	cancelled	=	=	=	=	=	=	=	~	~	~
accept_counter	R	!	!	!	!	agreed	!	!	!	!	!	!	!	!	!	!	!	!	!
decline_counter	R	!	!	!	!	<prior>	!	!	!	!	!	!	!	!	!	!	!	!	!
supersede	R	!	superseded	superseded	superseded	superseded	superseded	superseded	superseded	=	=	=	=	=	=	=	~	~	~
acknowledge	A	acknowledged!	acknowledged	=	=	=	=	=	=	=	=	=	=	=	=	=	=	=	=
accept	A	agreed!	agreed	agreed	agreed	agreed	agreed	agreed	=	agreed	~	~	agreed	agreed!	~	~	~	~	~
accept_if	A	conditional!	conditional	conditional	conditional	conditional	conditional	conditional	conditional	conditional	~	~	conditional	conditional!	~	~	~	~	~
tentative	A	tentative!	tentative	tentative	=	tentative	tentative	tentative	tentative	tentative	~	~	tentative	tentative!	~	~	~	~	~
decline	A	declined!	declined	declined	declined	declined	declined	declined	reneged	=	~	~	=	declined	~	~	~	~	~
counter	A	countered!	countered	countered	countered	countered	countered	countered	countered	countered	~	~	countered	countered!	~	~	~	~	~
delegate	A	delegated!	delegated	delegated	delegated	delegated	delegated	delegated	delegated	!	~	~	!	delegated!	~	~	~	~	~
postpone	R|A	postponed!	postponed	postponed	postponed	postponed	postponed	=	postponed	!	~	~	!	!	~	~	~	~	~
remark	R|A	=	=	=	=	=	=	=	=	=	=	=	=	=	=	=	=	=	=
condition_met	W	=	=	=	=	=	agreed	=	=	=	=	=	=	=	=	=	=	=	=
condition_failed	W	=	=	=	=	=	declined	=	=	=	=	=	=	=	=	=	=	=	=
held	W	held!	held	held	held	held	held	held	held	held!	held!	held!	held!	held!	held!	held!	=	held!	held
no_show	W	not_held!	!	!	!	!	!	!	not_held	!	!	!	!	!	!	!	!	=	not_held
reply_due	clock	=	lapsed	lapsed	=	lapsed	=	=	=	=	=	=	=	=	=	=	=	=	=
occasion_passed	clock	=	lapsed	lapsed	lapsed	lapsed	lapsed	=	unreported	=	=	=	=	=	=	=	=	=	=

rule	names
unknown_as	remark
attempt_state	pending
proposes	request reiterate revise counter
with_terms	request reiterate
with_terms_as	revise
answers_terms	counter
takes_up	accept accept_if tentative
reminds	reiterate
delegates	delegate
delegated_as	request
drops_occasion	postponed
drops_past	lapsed
reply_clock	reply_due
occasion_clock	occasion_passed
)";

extern DEMARCHE_EXPORT const lifecycle meeting_request;

}  // namespace demarche::inline v0::lifecycles

/// The states of the meeting request by name: `s.state == demarche::meeting::pending`.
namespace demarche::inline v0::meeting {

inline constexpr state_id none = state_in(lifecycles::meeting_request_text, "none");
inline constexpr state_id pending = state_in(lifecycles::meeting_request_text, "pending");
inline constexpr state_id acknowledged = state_in(lifecycles::meeting_request_text, "acknowledged");
inline constexpr state_id tentative = state_in(lifecycles::meeting_request_text, "tentative");
inline constexpr state_id countered = state_in(lifecycles::meeting_request_text, "countered");
inline constexpr state_id conditional = state_in(lifecycles::meeting_request_text, "conditional");
inline constexpr state_id postponed = state_in(lifecycles::meeting_request_text, "postponed");
inline constexpr state_id agreed = state_in(lifecycles::meeting_request_text, "agreed");
inline constexpr state_id declined = state_in(lifecycles::meeting_request_text, "declined");
inline constexpr state_id withdrawn = state_in(lifecycles::meeting_request_text, "withdrawn");
inline constexpr state_id cancelled = state_in(lifecycles::meeting_request_text, "cancelled");
inline constexpr state_id reneged = state_in(lifecycles::meeting_request_text, "reneged");
inline constexpr state_id lapsed = state_in(lifecycles::meeting_request_text, "lapsed");
inline constexpr state_id superseded = state_in(lifecycles::meeting_request_text, "superseded");
inline constexpr state_id delegated = state_in(lifecycles::meeting_request_text, "delegated");
inline constexpr state_id held = state_in(lifecycles::meeting_request_text, "held");
inline constexpr state_id not_held = state_in(lifecycles::meeting_request_text, "not_held");
inline constexpr state_id unreported = state_in(lifecycles::meeting_request_text, "unreported");

}  // namespace demarche::inline v0::meeting
