// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "random_chronicle.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <cstdlib>
#include <type_traits>

// Laws are tried with random chronicles, each by a seed that a failure prints.

namespace random_chronicle {

inline std::uint64_t number_from_environment(const char* name, std::uint64_t otherwise)
{
    const char* text = std::getenv(name);
    return text && *text ? std::strtoull(text, nullptr, 10) : otherwise;
}

/// Calls `law(roll)` or `law(roll, seed)` for every seed of this run.
template <class Law>
void for_every_seed(std::uint64_t rounds, Law law)
{
    const auto first = number_from_environment("DEMARCHE_SEED", 1);
    for (std::uint64_t seed = first; seed < first + number_from_environment("DEMARCHE_ROUNDS", rounds); ++seed) {
        INFO("DEMARCHE_ROUNDS=1 DEMARCHE_SEED=" << seed);
        dice roll{seed};
        if constexpr (std::is_invocable_v<Law, dice&, std::uint64_t>) law(roll, seed);
        else law(roll);
    }
}

}  // namespace random_chronicle
