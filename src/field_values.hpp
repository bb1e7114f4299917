// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "json_line.hpp"
#include "jsonl_words.hpp"

#include <fmt/ranges.h>

// What the value of a known field says. Each throws, at its place in the line, where the value cannot be that.

namespace demarche::inline v0::jsonl {

date date_in(const json_value& value);
/// A count is written as a text or, where it is one number, as that.
count count_in(json_value& value);
std::string_view key_in(const json_value& value);
int rank_in(const json_value& value);
std::vector<std::pair<std::string, std::string>> codes_in(const json_value& value);

template <class Enum, std::size_t N>
Enum word_in(const json_value& value, const std::array<std::string_view, N>& words)
{
    const std::string_view word = value.text();
    if (const auto found = value_of<Enum>(words, word)) return *found;
    value.fail(errc::invalid_value, fmt::format("\"{}\" is none of {}", word, fmt::join(words, ", ")));
}

}  // namespace demarche::inline v0::jsonl
