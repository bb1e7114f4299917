// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "fetch.hpp"
#include "fold.hpp"
#include "large_pages.hpp"
#include "marks.hpp"

#include <demarche/event_data.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>

// What one has asked of another, as events come day by day: folded as a status is.

namespace demarche::inline v0::detail {

/// The last matter of an ordered pair.
struct event_thread {
    matter_id matter = {};
    standing at = {};
    std::int32_t opened = 0;
    std::int32_t passed = 0;  ///< the clock has acted up to the end of this day

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

    /// The two of a pair; they last until the next is asked for. Precondition: the two differ.
    seen_from_sender between(actor_id from, actor_id to);
    /// Whether anything was ever asked between them.
    bool knows(actor_id a, actor_id b) const { return slots_[slot_of(key_of(a, b))].key != 0; }
    /// Starts to fetch what `knows` reads of a pair, and, once that has come, what `between` gives.
    void prefetch(actor_id a, actor_id b) const { fetch(&slots_[mixed(key_of(a, b)) & (slots_.size() - 1)]); }
    void prefetch_threads(actor_id a, actor_id b) const
    {
        const slot& s = slots_[slot_of(key_of(a, b))];
        if (s.key != 0) fetch(&pairs_[s.number]);
    }

private:
    /// A pair, and where its threads stand; free where the key is 0.
    struct slot {
        std::uint64_t key = 0;
        std::size_t number = 0;
    };

    /// Never 0, since the two differ.
    static std::uint64_t key_of(actor_id a, actor_id b)
    {
        const auto [less, greater] = std::minmax(a, b);
        return std::uint64_t{less.index()} << 32 | greater.index();
    }
    /// Where that pair stands, or would.
    std::size_t slot_of(std::uint64_t key) const
    {
        std::size_t at = mixed(key) & (slots_.size() - 1);
        while (slots_[at].key != 0 && slots_[at].key != key) at = (at + 1) & (slots_.size() - 1);
        return at;
    }
    void grow();

    long_vector<slot> slots_ = long_vector<slot>(64);  ///< a power of two, at most half of them taken
    long_vector<thread_pair> pairs_;
};

/// The default rule.
inferences infer(const coded_event& e, const standing_request& asked, const standing_request& owed, std::chrono::days until_reply);

}  // namespace demarche::inline v0::detail
