// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "docket.hpp"

#include <demarche/status.hpp>

#include <vector>

// Every history of a leg that fits what is known: SEMANTICS section 4.

namespace demarche::inline v0::detail {

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

}  // namespace demarche::inline v0::detail
