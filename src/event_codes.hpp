// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/event_acts.hpp>
#include <demarche/event_data.hpp>

#include <algorithm>
#include <string>
#include <string_view>

// The codes that rows have, by what `event_acts.hpp` says of them.

namespace demarche::inline v0::detail {

/// A code that rows have.
struct event_code_entry {
    std::string text = {};  ///< as acts have it: "cameo:036"
    event_kind kind = event_kind::other;
    mirroring mirrors = mirroring::none;

    std::string_view code() const { return std::string_view(text).substr(text.find(':') + 1); }
};

constexpr event_kind kind_of(act means)
{
    return means == acts::request   ? event_kind::request
           : means == acts::decline ? event_kind::rejection
           : means == acts::held    ? event_kind::held
                                    : event_kind::other;
}

/// An entry by its row of the map, if it has one.
template <class Row>
event_code_entry entry_by(const Row* row, std::string text)
{
    if (row == nullptr) return {.text = std::move(text)};
    return {.text = std::move(text), .kind = kind_of(row->means), .mirrors = row->mirrors};
}

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Whether a text has the form of a CAMEO code: two to four characters, of which the first two are digits ("13y" has been published).
constexpr bool is_cameo(std::string_view text)
{
    return text.size() >= 2 && text.size() <= 4 && is_digit(text[0]) && is_digit(text[1]) && text.find(' ') == std::string_view::npos;
}

inline event_code_entry entry_of_cameo(std::string_view text, const correlation& rule)
{
    const auto code = cameo_code::find(text);
    return entry_by(code ? row_of(*code, rule.appeals) : nullptr, "cameo:" + std::string(text));
}

/// Of a relation: a label or a code.
inline event_code_entry entry_of_relation(std::string_view text, const correlation& rule)
{
    if (is_cameo(text)) return entry_of_cameo(text, rule);
    const auto code = cameo_code::labelled(text);
    return code ? entry_of_cameo(code->text(), rule) : event_code_entry{.text = "event:" + std::string(text)};
}

/// Of a PLOVER event and mode: "CONSULT/visit".
inline const plover_act* plover_row_of(std::string_view text)
{
    const std::size_t slash = std::min(text.find('/'), text.size());
    const auto event = plover_event::find(text.substr(0, slash));
    return event ? row_of(*event, text.substr(std::min(slash + 1, text.size()))) : nullptr;
}
inline event_code_entry entry_of_plover(std::string_view text) { return entry_by(plover_row_of(text), "plover:" + std::string(text)); }

/// How the notes of contacts begin of which the act was inferred: of the first of an event, and of one more in a second matter.
inline constexpr std::string_view inferred = "inferred: ";
inline constexpr std::string_view inferred_again = "inferred again: ";

}  // namespace demarche::inline v0::detail
