// SPDX-License-Identifier: BSL-1.0
#include "key_table.hpp"

#include <fmt/format.h>

#include <bit>

namespace demarche::inline v0::jsonl {

namespace {

/// The n of which a key is the made one.
std::optional<std::size_t> source_of_made(std::string_view key)
{
    constexpr std::size_t most = 12;
    if (key.size() < 3 || key.size() > most || !key.starts_with("#c") || key[2] == '0') return {};
    std::size_t n = 0;
    for (const char digit : key.substr(2)) {
        if (digit < '0' || digit > '9') return {};
        n = n * 10 + static_cast<std::size_t>(digit - '0');
    }
    return n - 1;
}

}  // namespace

void key_table::begin(std::uint32_t number, std::string_view key)
{
    definitions_.resize(std::size_t{number} + 1);
    if (!key.starts_with("#c")) return;
    some_like_made_ = true;
    if (const auto n = source_of_made(key)) definitions_[number] = made_(*n);
}

bool key_table::is_made(std::string_view key, std::size_t n) const
{
    return key.starts_with('#') && source_of_made(key) == n && !(some_like_made_ && book_.keys().find(key));
}

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
    if (!found) throw error(errc::unknown_key, where, fmt::format("\"{}\" names nothing in the chronicle; add its record, or mend the key", text(number)));
    if (found.is_of(types)) return;
    const std::string_view wanted = types == (bit(type_number<contact>) | bit(type_number<tie>)) ? "contact or tie" : type_words[static_cast<std::size_t>(std::countr_zero(types))];
    throw error(errc::wrong_type, where, fmt::format("\"{}\" is of type {}; {} is expected here", text(number), type_words[found.type], detail::with_article(wanted)));
}

}  // namespace demarche::inline v0::jsonl
