// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "dealings.hpp"
#include "open_leg.hpp"

#include <demarche/relation.hpp>

#include <optional>
#include <vector>

// By which contact a request was made, and by which it was answered.

namespace demarche::inline v0::detail {

/// The contacts of a leg by which a request was made, and answered, as entries of its record; null where none was.
struct request_and_answer {
    const entry_of_leg* asked = nullptr;
    const entry_of_leg* answered = nullptr;
};

/// What a contact did in a leg.
struct deed_done {
    state_id before;
    state_id after;
    acting by;       ///< whose act it is
    acts_for actor;  ///< for whom it acted

    bool is_of_respondent() const { return by == acting::respondent || (by == acting::either && actor.respondent && !actor.requester); }
};

/// Those by which the leg left its first state, and by which `answers(deed_done)` first was true, in the shown world.
template <class Answers>
request_and_answer request_and_answer_in(const open_leg& l, Answers answers)
{
    request_and_answer found;
    const auto happened = [&](std::size_t e, const step& done, state_id after, instant) {
        const entry_of_leg& entry = l.record.entries[e];
        if (found.asked == nullptr && done.before == state_id::none && after != state_id::none) found.asked = &entry;
        if (found.answered == nullptr && answers(deed_done{done.before, after, l.table().acts[done.row].by, entry.actor})) found.answered = &entry;
    };
    replay(l.record, l.tells.engine(), l.world, l.standpoint.when(), happened, [](const step&, instant) {});
    return found;
}

/// The time from the one to the other, as their dates allow. Precondition: there are both.
inline time_bounds time_between(const request_and_answer& of)
{
    return {.least = passed(of.asked->latest, of.answered->earliest), .most = passed(of.asked->earliest, of.answered->latest)};
}

/// The median of times, each known within bounds: of an even number, the lower and the upper one. Empty where there is none.
std::optional<time_bounds> median_of(const std::vector<time_bounds>& times);

}  // namespace demarche::inline v0::detail
