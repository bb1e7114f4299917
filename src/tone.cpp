// SPDX-License-Identifier: BSL-1.0
#include "tone.hpp"

#include <algorithm>
#include <array>

namespace demarche::inline v0::detail {

namespace {

using namespace std::string_view_literals;

constexpr std::array settled_words{"accepted"sv, "agreed"sv,   "appointed"sv, "credentials_presented"sv, "granted"sv,  "held"sv,
                                   "hired"sv,    "in_force"sv, "in_office"sv, "open"sv,                  "restored"sv, "won"sv};
constexpr std::array refused_words{"closed"sv, "declined"sv, "lost"sv, "not_held"sv, "persona_non_grata"sv, "refused"sv, "rejected"sv, "reneged"sv};

template <std::size_t Count>
bool has(const std::array<std::string_view, Count>& words, std::string_view word)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

tone tone_of(const lifecycle& table, state_id s)
{
    const auto& row = table[s];
    if (s == state_id::none) return tone::before;
    if (row.unanswered) return tone::asked;
    if (row.open) return tone::moving;
    return has(settled_words, row.name) ? tone::settled : has(refused_words, row.name) ? tone::refused : tone::over;
}

}  // namespace demarche::inline v0::detail
