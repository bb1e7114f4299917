// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/lifecycle.hpp>

// The meeting request, or any other request that one side makes and the other answers: asked, acknowledged,
// countered, agreed, declined, lapsed, held.
// The columns and signs are those of `lifecycle.hpp`.
//
//   status(today, l).state == meeting::acknowledged                          // true
//   status(today, l).unanswered                                              // true
//   status(today.as_of(date{"2023-07"}).known_by(date{"2023-05-26"}), l)     // lapsed since 2023-06-05T00:00:00Z, certain

namespace demarche::lifecycles {

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

inline constexpr lifecycle meeting_request = checked_lifecycle<meeting_request_text>();

}  // namespace demarche::lifecycles

/// The states of the meeting request by name: `s.state == demarche::meeting::pending`.
namespace demarche::meeting {

inline constexpr state_id none = lifecycles::meeting_request.state("none");
inline constexpr state_id pending = lifecycles::meeting_request.state("pending");
inline constexpr state_id acknowledged = lifecycles::meeting_request.state("acknowledged");
inline constexpr state_id tentative = lifecycles::meeting_request.state("tentative");
inline constexpr state_id countered = lifecycles::meeting_request.state("countered");
inline constexpr state_id conditional = lifecycles::meeting_request.state("conditional");
inline constexpr state_id postponed = lifecycles::meeting_request.state("postponed");
inline constexpr state_id agreed = lifecycles::meeting_request.state("agreed");
inline constexpr state_id declined = lifecycles::meeting_request.state("declined");
inline constexpr state_id withdrawn = lifecycles::meeting_request.state("withdrawn");
inline constexpr state_id cancelled = lifecycles::meeting_request.state("cancelled");
inline constexpr state_id reneged = lifecycles::meeting_request.state("reneged");
inline constexpr state_id lapsed = lifecycles::meeting_request.state("lapsed");
inline constexpr state_id superseded = lifecycles::meeting_request.state("superseded");
inline constexpr state_id delegated = lifecycles::meeting_request.state("delegated");
inline constexpr state_id held = lifecycles::meeting_request.state("held");
inline constexpr state_id not_held = lifecycles::meeting_request.state("not_held");
inline constexpr state_id unreported = lifecycles::meeting_request.state("unreported");

}  // namespace demarche::meeting
