// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "fold.hpp"

#include <demarche/event_data.hpp>

#include <cstdint>
#include <unordered_map>

// What one has asked of another, as events come day by day: folded as a status is.

namespace demarche::detail {

/// The last matter of an ordered pair.
struct event_thread {
    matter_id matter = {};
    standing at = {};
    std::int32_t opened = 0;
    std::int32_t passed = 0;  ///< the clock has acted up to the end of this day
    std::uint32_t contacts = 0;

    standing_request as_seen() const { return {matter, at.state, std::chrono::sys_days(std::chrono::days(opened))}; }
};

inline constexpr instant end_of_day(std::int32_t day) { return instant(std::chrono::seconds(std::int64_t{day} * 86400 + 86399)); }

/// Lets the clock act up to the end of a day, as it has when a contact of that day happens as late as it can.
void pass_to(event_thread& t, std::int32_t day);
/// Folds an act of that day, which follows all before it.
void fold_into(event_thread& t, act what, std::int32_t day, std::optional<std::chrono::sys_days> reply_by);

/// Those of a pair, either way.
struct thread_pair {
    event_thread of_less;  ///< what the one with the lesser id asked of the other
    event_thread of_greater;
};

class event_threads {
public:
    struct seen_from_sender {
        event_thread& asked;
        event_thread& owed;
    };

    /// The two of a pair. Precondition: the two differ.
    seen_from_sender between(actor_id from, actor_id to)
    {
        const bool forth = from < to;
        thread_pair& p = pairs_[key_of(forth ? from : to, forth ? to : from)];
        return forth ? seen_from_sender{p.of_less, p.of_greater} : seen_from_sender{p.of_greater, p.of_less};
    }
    /// Whether anything was ever asked between them.
    bool knows(actor_id a, actor_id b) const { return !pairs_.empty() && pairs_.contains(a < b ? key_of(a, b) : key_of(b, a)); }

private:
    static std::uint64_t key_of(actor_id a, actor_id b) { return std::uint64_t{a.index()} << 32 | b.index(); }

    struct hash {
        std::size_t operator()(std::uint64_t key) const noexcept { return (key ^ key >> 29) * 0x9E3779B97F4A7C15u >> 17; }
    };
    std::unordered_map<std::uint64_t, thread_pair, hash> pairs_;
};

/// The default rule.
inferences infer(const coded_event& e, const standing_request& asked, const standing_request& owed, std::chrono::days until_reply);

}  // namespace demarche::detail
