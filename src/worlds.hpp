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

/// Whether nothing of the leg is open by `when`: no date is imprecise and nothing is disputed. Linear.
bool only_one_world(const leg_record& leg, instant when);

/// The entries of a world of exact instants in the order in which they go: by instant, then by `leg.order`, then as recorded.
/// `at[i]` is the instant of entry `members[i]`, which are in record order.
std::vector<std::size_t> sequence(const leg_record& leg, const std::vector<std::size_t>& members, const std::vector<instant>& at);

}  // namespace demarche::detail
