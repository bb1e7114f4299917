// SPDX-License-Identifier: BSL-1.0
#include "key_table.hpp"

#include <fmt/format.h>

#include <bit>

namespace demarche::jsonl {

std::size_t key_table::number(std::string_view key)
{
    const auto known = numbers_.find(key);
    if (known != numbers_.end()) return known->second;
    keys_.emplace_back(key);
    definitions_.emplace_back();
    return numbers_.emplace(keys_.back(), keys_.size() - 1).first->second;
}

void key_table::expect(std::size_t number, unsigned types, place where)
{
    if (definitions_[number].type)
        check(number, types, where);
    else
        open_.push_back({number, types, std::move(where)});
}

void key_table::check_all() const
{
    for (const auto& [number, types, where] : open_) check(number, types, where);
}

void key_table::check(std::size_t number, unsigned types, const place& where) const
{
    const auto& type = definitions_[number].type;
    if (!type) throw error(errc::unknown_key, where, fmt::format("\"{}\" names nothing in the chronicle; add its record, or mend the key", keys_[number]));
    if ((types & bit(*type)) != 0) return;
    const std::string_view wanted = types == (bit(type_number<contact>) | bit(type_number<tie>)) ? "contact or tie" : type_words[static_cast<std::size_t>(std::countr_zero(types))];
    throw error(errc::wrong_type, where, fmt::format("\"{}\" is of type {}; a {} is expected here", keys_[number], type_words[*type], wanted));
}

}  // namespace demarche::jsonl
