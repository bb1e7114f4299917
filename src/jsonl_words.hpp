// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/chronicle.hpp>
#include <demarche/view.hpp>

#include <array>
#include <optional>
#include <string_view>

// The words of the chronicle file, beside the types.

namespace demarche::inline v0::jsonl {

inline constexpr std::array<std::string_view, 3> stance_words{"asserts", "denies", "retracts"};
inline constexpr std::array<std::string_view, 4> attribution_words{"on_record", "official", "unnamed", "machine_coded"};
inline constexpr std::array<std::string_view, 3> belief_words{"unknown", "disputed", "asserted"};
inline constexpr std::array<std::string_view, 3> verdict_words{"impossibly", "possibly", "certainly"};

template <std::size_t N, class Enum>
constexpr std::string_view word_of(const std::array<std::string_view, N>& words, Enum value)
{
    return words[static_cast<std::size_t>(value)];
}

template <class Enum, std::size_t N>
constexpr std::optional<Enum> value_of(const std::array<std::string_view, N>& words, std::string_view word)
{
    for (std::size_t i = 0; i < N; ++i)
        if (words[i] == word) return static_cast<Enum>(i);
    return {};
}

}  // namespace demarche::inline v0::jsonl
