// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/offices.hpp>

namespace demarche::inline v0::detail {

/// The ranks that an actor may have at the instants of `[begin, end]`: `highest` is the highest that it may have at any of them, `lowest` one that it certainly
/// has, or a higher one, at each of them. Linear in the offices that it holds then, for each stretch in which none of these changes.
rank_bounds ranks_during(const view& v, actor_id of, instant begin, instant end);

}  // namespace demarche::inline v0::detail
