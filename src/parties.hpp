// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "reading.hpp"
#include "sides.hpp"

#include <demarche/view.hpp>

#include <vector>

// Two parties, and what is of each: what belongs to it. Where one belongs to the other, what is its own is not the other's.

namespace demarche::inline v0::detail {

/// What stands before something that happened, or is so, at most perhaps.
constexpr std::string_view perhaps(verdict how) { return how == verdict::certainly ? "" : "perhaps "; }
constexpr verdict negated(verdict v) { return v == verdict::certainly ? verdict::impossibly : v == verdict::impossibly ? verdict::certainly : v; }

/// Whether an actor is of `party`, and not of `other` within it, throughout a span of instants (certainly) or at some of them (possibly).
verdict is_of(const view& v, actor_id who, actor_id party, actor_id other, instant begin, instant end);
/// Those who ever belonged to some actors, these included, as far as a view has ties.
std::vector<actor_id> all_own(const view& v, std::vector<actor_id> of);
/// Of two parties, all who ever belonged to the one with the fewer.
std::vector<actor_id> all_own_of_lesser(const view& v, actor_id a, actor_id b);

/// The legs that are shown of which one party of the matter is, or may be, of the one as of `when()`, and the respondent of the other, or the other way round.
std::vector<leg> legs_between(const view& v, actor_id a, actor_id b);
/// The matters, each once, in which one of the parties' own may be awaited, as `chronicle::matters_of` has it, and those of which something is supposed.
std::vector<matter_id> matters_of_lesser(const view& v, actor_id a, actor_id b);

}  // namespace demarche::inline v0::detail
