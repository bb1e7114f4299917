// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "docket.hpp"

#include <demarche/status.hpp>

#include <vector>

// Every history of a leg that fits what is known: SEMANTICS section 4.

namespace demarche::detail {

struct outcomes {
    state_set possible = {};
    doubts why = {};

    bool operator==(const outcomes&) const = default;
};

/// The outcomes by `when` of all worlds of the leg, by enumeration: exponential in what overlaps. Precondition: not `too_many`.
outcomes worlds(const leg_record& leg, const lifecycle& table, instant when);

/// The outcomes from an instant on, until the next.
struct outcomes_from {
    instant at;
    outcomes found;
};

/// The outcomes of all worlds as of every instant, `too_many` ones included: each that differs from the one before, the first from the beginning of time.
/// Once over the leg, whose contacts fall into runs of dates that touch; exponential in what overlaps within a run.
std::vector<outcomes_from> worlds_in_time(const leg_record& leg, const lifecycle& table);

/// Whether the leg's dates as they are written, whatever the order makes of them, and its disputes leave more histories by `when` than are
/// enumerated.
bool too_many(const leg_record& leg, instant when);

/// Whether it is plain that all worlds have the outcome of the shown one by `when`: nothing is disputed, and dates are exact, or are recorded one
/// after the other, do not touch, have passed, and no terms fall due within one of them.
bool only_one_world(const leg_record& leg, instant when);

}  // namespace demarche::detail
