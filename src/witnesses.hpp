// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "docket.hpp"

#include <demarche/explanation.hpp>

// Worlds that show that a state is possible.

namespace demarche::inline v0::detail {

/// For each of some states a world of the leg with that outcome by `when` that differs from the shown one in the fewest contacts, by state. Of several, the
/// search takes the first it finds, always the same. Gives up after `most` partial worlds: states may be missing then.
std::vector<witness> find_witnesses(const leg_record& leg, const lifecycle& table, instant when, state_set possible, std::size_t most);

}  // namespace demarche::inline v0::detail
