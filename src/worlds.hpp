// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "docket.hpp"

#include <demarche/status.hpp>

// Every history of a leg that fits what is known: SEMANTICS section 4.

namespace demarche::detail {

struct outcomes {
    state_set possible = {};
    doubts why = {};
};

/// The outcomes by `when` of all worlds of the leg, by enumeration: exponential in what overlaps. Precondition: not `too_many`.
outcomes worlds(const leg_record& leg, const lifecycle& table, instant when);

/// Whether the leg's dates as they are written, whatever the order makes of them, and its disputes leave more histories by `when` than are
/// enumerated.
bool too_many(const leg_record& leg, instant when);

/// Whether it is plain that all worlds have the outcome of the shown one by `when`: nothing is disputed, and dates are exact, or are recorded one
/// after the other, do not touch, have passed, and no terms fall due within one of them.
bool only_one_world(const leg_record& leg, instant when);

}  // namespace demarche::detail
