// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/view.hpp>

#include <vector>

// Where ties lead upward to, as pictures group actors.

namespace demarche::detail {

struct side_of_actor {
    actor_id top = {};
    verdict how = verdict::certainly;
};

/// The topmost actors that it is, or may be, part of as of `when()`, by id: itself, where it is part of nothing. Linear in the ties above it.
std::vector<side_of_actor> sides_of(const view& v, actor_id who);

/// A tie that leads upward from an actor, and whether it is in force as of `when()`: certainly or possibly.
struct way_up {
    tie_id tie = {};
    verdict how = verdict::certainly;
};
std::vector<way_up> ways_up_from(const view& v, actor_id who);

/// Whether `who` is `top`, or ties that may hold within `[begin, end]` lead from it up to `top`. Linear in the ties above it.
bool may_belong(const view& v, actor_id who, actor_id top, instant begin, instant end);

}  // namespace demarche::detail
