// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/export.hpp>
#include <demarche/actor.hpp>
#include <demarche/date.hpp>

#include <cstdint>

// Something that one actor did toward another at a date; an edge of the graph. Its act says what it did, and its date is as imprecise as what is known.
//
//   const contact_id call = book.add(contact{.key = "call", .act = acts::held, .from = austin, .to = li, .on = date{"2023-08~"},
//                                              .channel = channels::telephone});
//   fmt::print("{} by {}, {}\n", book[call].act, book[call].channel, book[call].on);   // held by telephone, 2023-08~

namespace demarche::inline v0 {

/// What somebody did in a contact, and by what means: each in one word.
using act = name<struct act_vocabulary>;
using channel = name<struct channel_vocabulary>;

/// The acts of the lifecycles that come with the library, those of the meeting request first; any other text is an act too, which a lifecycle's table may or may not know.
namespace acts {
inline constexpr act request = act::known("request");
inline constexpr act reiterate = act::known("reiterate");
inline constexpr act revise = act::known("revise");
inline constexpr act withdraw = act::known("withdraw");
inline constexpr act accept_counter = act::known("accept_counter");
inline constexpr act decline_counter = act::known("decline_counter");
inline constexpr act supersede = act::known("supersede");
inline constexpr act acknowledge = act::known("acknowledge");
inline constexpr act accept = act::known("accept");
inline constexpr act accept_if = act::known("accept_if");
inline constexpr act tentative = act::known("tentative");
inline constexpr act decline = act::known("decline");
inline constexpr act counter = act::known("counter");
inline constexpr act delegate = act::known("delegate");
inline constexpr act postpone = act::known("postpone");
inline constexpr act remark = act::known("remark");
inline constexpr act condition_met = act::known("condition_met");
inline constexpr act condition_failed = act::known("condition_failed");
inline constexpr act held = act::known("held");
inline constexpr act no_show = act::known("no_show");
inline constexpr act reply_due = act::known("reply_due");              ///< the clock's: an error in a contact
inline constexpr act occasion_passed = act::known("occasion_passed");  ///< the clock's: an error in a contact
// A measure's.
inline constexpr act propose = act::known("propose");
inline constexpr act announce = act::known("announce");
inline constexpr act impose = act::known("impose");
inline constexpr act extend = act::known("extend");
inline constexpr act suspend = act::known("suspend");
inline constexpr act resume = act::known("resume");
inline constexpr act lift = act::known("lift");
inline constexpr act annul = act::known("annul");
inline constexpr act expire = act::known("expire");
// A tenure's.
inline constexpr act designate = act::known("designate");
inline constexpr act stand_in = act::known("stand_in");
inline constexpr act take_office = act::known("take_office");
inline constexpr act reinstate = act::known("reinstate");
inline constexpr act resign = act::known("resign");
inline constexpr act dismiss = act::known("dismiss");
inline constexpr act leave_office = act::known("leave_office");
// A channel's.
inline constexpr act open = act::known("open");
inline constexpr act use = act::known("use");
inline constexpr act restore = act::known("restore");
inline constexpr act close = act::known("close");
// An agrément's.
inline constexpr act grant = act::known("grant");
inline constexpr act refuse = act::known("refuse");
inline constexpr act appoint = act::known("appoint");
inline constexpr act present_credentials = act::known("present_credentials");
inline constexpr act recall = act::known("recall");
inline constexpr act declare_non_grata = act::known("declare_non_grata");
inline constexpr act refuse_recognition = act::known("refuse_recognition");
inline constexpr act end_functions = act::known("end_functions");
}  // namespace acts

/// The channels that come with the library; any other text is a channel too.
namespace channels {
inline constexpr channel in_person = channel::known("in_person");
inline constexpr channel telephone = channel::known("telephone");
inline constexpr channel video = channel::known("video");
inline constexpr channel letter = channel::known("letter");
inline constexpr channel email = channel::known("email");
inline constexpr channel statement = channel::known("statement");
}  // namespace channels

/// A number known within bounds: at least `least`, at most `most` where that is known.
struct count {
    std::uint64_t least = 1;
    std::optional<std::uint64_t> most = 1;

    bool operator==(const count&) const = default;
};

/// How often a contact happened: `3` is three times, `2..` at least twice, `2..4` from two to four times.
/// Throws `error` (`errc::invalid_value`, the column within the text).
DEMARCHE_EXPORT count parse_count(std::string_view text);
DEMARCHE_EXPORT result<count> try_parse_count(std::string_view text);
DEMARCHE_EXPORT std::string to_text(const count& n);

/// Something that one actor did toward another at a date: a typed, dated, directed edge.
struct contact {
    std::string key = {};  ///< one of its own, that no other record has (a `plain_contact` goes without)
    matter_id matter = {};  ///< none: it belongs to no leg, and moves nothing
    demarche::act act = {};
    actor_id from = {};
    actor_id to = {};       ///< none: toward the other side of its matter, or nobody in particular
    date on;
    std::vector<actor_id> respondent = {};  ///< whose legs it belongs to, where it says so
    contact_id in_reply_to = {};
    contact_id corrects = {};
    /// When you entered it. Without it, `known_by` sees it at any date, however long before it happened. Where it has reports, their dates count instead.
    std::optional<date> recorded = {};
    std::optional<date> occasion = {};  ///< terms that it proposes
    std::optional<date> reply_by = {};
    std::string condition = {};
    actor_id debtor = {};    ///< who can meet the condition
    actor_id delegate = {};  ///< to whom it passes the leg
    std::vector<matter_id> cites = {};
    std::vector<matter_id> contests = {};
    demarche::channel channel = {};
    std::string place = {};
    std::string note = {};
    std::vector<actor_id> with = {};  ///< further participants
    count times = {};
    unknown_fields other = {};

    bool operator==(const contact&) const = default;
};

/// A contact that has no more than most have: whole days of the years 0 to 9999, and no text, not even a key; for those who record millions.
/// It is the contact{.matter = …, .act = …, .from = …, .to = …, .on = date{on}, .recorded = date{recorded}}.
struct plain_contact {
    matter_id matter = {};
    demarche::act act = {};
    actor_id from = {};
    actor_id to = {};
    std::chrono::sys_days on;
    std::optional<std::chrono::sys_days> recorded = {};  ///< without it, `known_by` sees the contact at any date
};

}  // namespace demarche::inline v0
