// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/export.hpp>
#include <demarche/lifecycle.hpp>

// A channel: a standing line between two sides, such as a hotline, a link between two staffs, or a round of regular talks. The requester
// is the side that set it up, a respondent the other; either may do each act.
//   open       set up, and working                              suspended  stands, and is not used; who suspended it has to move
//   restored   working again                                    closed     given up
// No clock acts: a line is not over because nobody has used it, nor suspended because nobody has answered. One call that was not answered
// is a remark. A call that was shows that the line works: `use` restores what was suspended or closed, out of protocol, since nobody said so.
// `open` opens a closed channel anew; `restore` takes the old one up again.
// From practice: the Washington–Moscow link (memorandum of understanding of 20 June 1963); the inter-Korean lines, cut in June 2020,
// restored in July 2021, left unanswered from August and restored in October; the talks of the Chinese and US militaries, of which
// Beijing cancelled or suspended several in August 2022, and which were resumed after November 2023.
//
//   const matter_id line = book.add(matter{.key = "line", .lifecycle = "channel", .requester = dod, .respondents = {mnd}});
//   book.add(contact{.key = "opened", .matter = line, .act = acts::open, .from = dod, .to = mnd, .on = date{"2008-04-10"}});
//   book.add(contact{.key = "cut", .matter = line, .act = acts::suspend, .from = mnd, .to = dod, .on = date{"2022-08-05"}});
//   status(book.as_of(date{"2023-05-26"}), {line, mnd})   // suspended since 2022-08-05, certain; PRC Ministry of National Defense to move

namespace demarche::inline v0::lifecycles {

inline constexpr std::string_view channel_text =
R"(lifecycle	channel

state	awaited	open	unanswered
none	nobody	no	no
open	nobody	yes	no
suspended	postponer	yes	no
restored	nobody	yes	no
closed	nobody	no	no

act	by	none	open	suspended	restored	closed
open	R|A	open	=	restored!	=	open
use	R|A	open!	=	restored!	=	restored!
suspend	R|A	suspended!	suspended	=	suspended	~
restore	R|A	restored!	=	restored	=	restored
close	R|A	closed!	closed	closed	closed	=
remark	R|A	=	=	=	=	=

rule	names
unknown_as	remark
)";

extern DEMARCHE_EXPORT const lifecycle channel;

}  // namespace demarche::inline v0::lifecycles

/// The states of a channel by name: `s.state == demarche::channel_state::suspended`.
namespace demarche::inline v0::channel_state {

inline constexpr state_id none = state_in(lifecycles::channel_text, "none");
inline constexpr state_id open = state_in(lifecycles::channel_text, "open");
inline constexpr state_id suspended = state_in(lifecycles::channel_text, "suspended");
inline constexpr state_id restored = state_in(lifecycles::channel_text, "restored");
inline constexpr state_id closed = state_in(lifecycles::channel_text, "closed");

}  // namespace demarche::inline v0::channel_state
