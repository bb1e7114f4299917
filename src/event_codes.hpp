// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/event_data.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// What the codes of events mean here: which are requests, rejections, held; which come as two mirrored rows.

namespace demarche::detail {

/// How the rows of one event mirror each other.
enum class mirroring : std::uint8_t { none, same_code, visit, hosting };

struct code_meaning {
    std::string_view code;
    std::string_view label;  ///< in CAMEO 1.1b3, as ICEWS writes it
    event_kind kind = event_kind::other;
    mirroring mirrors = mirroring::none;
    bool appeal = false;  ///< a request only where that is asked for
};

inline constexpr std::array<code_meaning, 13> meanings{{
    {"020", "Make an appeal or request", event_kind::other, mirroring::none, true},
    {"026", "Appeal to others to meet or negotiate", event_kind::other, mirroring::none, true},
    {"036", "Express intent to meet or negotiate", event_kind::request},
    {"040", "Consult", event_kind::held, mirroring::same_code},
    {"041", "Discuss by telephone", event_kind::held, mirroring::same_code},
    {"042", "Make a visit", event_kind::held, mirroring::visit},
    {"043", "Host a visit", event_kind::held, mirroring::hosting},
    {"044", "Meet at a 'third' location", event_kind::held, mirroring::same_code},
    {"045", "Mediate"},
    {"046", "Engage in negotiation", event_kind::held, mirroring::same_code},
    {"106", "Demand meeting, negotiation", event_kind::request},
    {"125", "Reject proposal to meet, discuss, or negotiate", event_kind::rejection},
    {"164", "Halt negotiations"},
}};

/// A code that rows have.
struct event_code_entry {
    std::string text = {};  ///< as acts have it: "cameo:036"
    event_kind kind = event_kind::other;
    mirroring mirrors = mirroring::none;

    std::string_view code() const { return std::string_view(text).substr(text.find(':') + 1); }
};

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Whether a text has the form of a CAMEO code: two to four characters, of which the first two are digits ("13y" has been published).
constexpr bool is_cameo(std::string_view text)
{
    return text.size() >= 2 && text.size() <= 4 && is_digit(text[0]) && is_digit(text[1]) && text.find(' ') == std::string_view::npos;
}

inline event_code_entry entry_of_cameo(std::string_view code, const correlation& rule)
{
    event_code_entry found{.text = "cameo:" + std::string(code)};
    const auto meant = std::find_if(meanings.begin(), meanings.end(), [&](const code_meaning& m) { return m.code == code; });
    if (meant == meanings.end()) return found;
    found.kind = meant->appeal && rule.appeals ? event_kind::request : meant->kind;
    found.mirrors = meant->mirrors;
    return found;
}

/// Of a relation: a label or a code.
inline event_code_entry entry_of_relation(std::string_view text, const correlation& rule)
{
    if (is_cameo(text)) return entry_of_cameo(text, rule);
    const auto meant = std::find_if(meanings.begin(), meanings.end(), [&](const code_meaning& m) { return m.label == text; });
    if (meant != meanings.end()) return entry_of_cameo(meant->code, rule);
    return {.text = "event:" + std::string(text)};
}

/// Of a PLOVER event and mode: "CONSULT/visit". Both rows of a visit have one code there.
inline event_code_entry entry_of_plover(std::string_view text)
{
    event_code_entry found{.text = "plover:" + std::string(text)};
    if (text == "REQUEST/meet") found.kind = event_kind::request;
    if (text == "REJECT/meet") found.kind = event_kind::rejection;
    if (text == "CONSULT" || text.starts_with("CONSULT/")) {
        found.kind = event_kind::held;
        found.mirrors = mirroring::same_code;
    }
    return found;
}

}  // namespace demarche::detail
