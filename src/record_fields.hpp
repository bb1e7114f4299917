// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "json_line.hpp"
#include "key_table.hpp"

#include <array>

// The fields that each type of record knows, and how the value of each comes into the record. A field has a position among those of its type.

namespace demarche::inline v0::jsonl {

/// The fields that a record must have, which are the first of its type; and of these the one for which the chronicle refuses a whole record:
/// an act that is the clock's, a tie that closes a circle.
template <class T>
struct first_fields {
    static constexpr std::array<std::string_view, 1> required{"key"};
    static constexpr std::size_t blamed = 0;
};
template <>
struct first_fields<tie> {
    static constexpr std::array<std::string_view, 4> required{"key", "kind", "from", "to"};
    static constexpr std::size_t blamed = 3;
};
template <>
struct first_fields<matter> {
    static constexpr std::array<std::string_view, 4> required{"key", "lifecycle", "requester", "respondents"};
    static constexpr std::size_t blamed = 0;
};
template <>
struct first_fields<contact> {
    static constexpr std::array<std::string_view, 4> required{"key", "act", "from", "on"};
    static constexpr std::size_t blamed = 1;
};
template <>
struct first_fields<report> {
    static constexpr std::array<std::string_view, 3> required{"on", "source", "stance"};
    static constexpr std::size_t blamed = 0;
};

/// The position of no field.
inline constexpr std::size_t unknown_field = 31;

/// Puts the value into the field of that name, and gives its position; `unknown_field` where the type has none of that name.
/// Throws where the field cannot have the value.
std::size_t take_field(actor& r, std::string_view name, json_value& value, key_table& keys);
std::size_t take_field(tie& r, std::string_view name, json_value& value, key_table& keys);
std::size_t take_field(source& r, std::string_view name, json_value& value, key_table& keys);
std::size_t take_field(matter& r, std::string_view name, json_value& value, key_table& keys);
std::size_t take_field(contact& r, std::string_view name, json_value& value, key_table& keys);
std::size_t take_field(report& r, std::string_view name, json_value& value, key_table& keys);

}  // namespace demarche::inline v0::jsonl
