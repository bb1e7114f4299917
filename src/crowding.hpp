// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "docket.hpp"

#include <optional>
#include <span>

// How many histories the dates and disputes of a leg leave open: SEMANTICS section 4.

namespace demarche::inline v0::detail {

/// What leaves a leg, or the contacts of some stretch of its time, more than one history by an instant.
struct crowd {
    std::size_t disputed = 0;  ///< disputed contacts that can have happened
    std::size_t sharing = 0;   ///< the most whose dates share an instant, leaving out the instants where all have the same bounds

    bool is_too_large() const { return disputed + sharing > 12; }
};
inline bool may_be_disputed(const entry_of_leg& e, instant when) { return e.disputed && e.earliest <= when; }
crowd crowd_of(std::span<const entry_of_leg> entries, instant when);

/// The disputed contacts that some world may have by `when`.
scratch_vector<std::size_t> disputed_by(const leg_record& leg, instant when);

/// Whether the leg's dates as they are written, whatever the order makes of them, and its disputes leave more histories by `when` than are
/// enumerated.
bool too_many(const leg_record& leg, instant when);

/// Whether it is plain that all worlds have the history of the shown one by `when`, but for its instants: nothing is disputed, and dates are exact, or are
/// recorded one after the other, do not touch unless one contact goes after the other anyway, have passed, and no terms fall due within one of them.
bool only_one_world(const leg_record& leg, instant when);

/// As of when the leg becomes `too_many`, if ever: for good, since what counts only grows.
std::optional<instant> first_too_many(const leg_record& leg);

}  // namespace demarche::inline v0::detail
