// SPDX-License-Identifier: BSL-1.0
#include "key_table.hpp"

#include <fmt/format.h>

#include <bit>

namespace demarche::jsonl {

void key_table::expect(std::uint32_t number, unsigned types, const json_value& value)
{
    place where = value.where();
    if (definitions_[number]) check(number, types, where);
    open_.push_back({number, types, where.line, where.column, std::move(where.field)});
}

void key_table::check_all() const
{
    for (const open_mention& m : open_)
        if (!definitions_[m.number].is_of(m.types)) check(m.number, m.types, {.file = file_, .line = m.line, .column = m.column, .field = m.field});
}

void key_table::check(std::uint32_t number, unsigned types, const place& where) const
{
    const definition& found = definitions_[number];
    if (!found) throw error(errc::unknown_key, where, fmt::format("\"{}\" names nothing in the chronicle; add its record, or mend the key", keys_.text(number)));
    if (found.is_of(types)) return;
    const std::string_view wanted = types == (bit(type_number<contact>) | bit(type_number<tie>)) ? "contact or tie" : type_words[static_cast<std::size_t>(std::countr_zero(types))];
    throw error(errc::wrong_type, where, fmt::format("\"{}\" is of type {}; a {} is expected here", keys_.text(number), type_words[found.type], wanted));
}

}  // namespace demarche::jsonl
