// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/export.hpp>

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

// Open, interned words: acts, channels, kinds of actor and of tie. The known ones have constants, and any other text is one too.
//
//   act("request") == acts::request                        // true
//   constexpr act asks = act::known("request");           // a typing error does not compile
//   fmt::print("{}, then {}\n", asks, act("serenade"));   // request, then serenade

namespace demarche::inline v0 {

namespace detail {

/// The names that come with the library, at fixed numbers, so that their constants are constexpr. Number 0 is no name.
inline constexpr std::array<std::string_view, 69> known_names{
    "", "request", "reiterate", "revise", "withdraw", "accept_counter", "decline_counter", "supersede",
    "acknowledge", "accept", "accept_if", "tentative", "decline", "counter", "delegate", "postpone", "remark",
    "condition_met", "condition_failed", "held", "no_show", "reply_due", "occasion_passed",
    "person", "office", "organisation", "state", "group", "forum",
    "part_of", "holds", "counterpart_of",
    "in_person", "telephone", "video", "letter", "email", "statement", "meeting_request", "intermediary", "public",
    "propose", "announce", "impose", "extend", "suspend", "resume", "lift", "annul", "expire",
    "designate", "stand_in", "take_office", "reinstate", "resign", "dismiss", "leave_office",
    "open", "use", "restore", "close",
    "grant", "refuse", "appoint", "present_credentials", "recall", "declare_non_grata", "refuse_recognition", "end_functions"};

consteval std::uint32_t known_name(std::string_view text)
{
    for (std::uint32_t i = 1; i < known_names.size(); ++i)
        if (known_names[i] == text) return i;
    throw "not one of the known names";
}

DEMARCHE_EXPORT std::uint32_t intern(std::string_view text);
DEMARCHE_EXPORT std::string_view interned(std::uint32_t number) noexcept;

}  // namespace detail

/// An open, interned word of one vocabulary (acts, kinds of actor, …): as small and as quick to compare as an
/// integer, and any text that data bring. Words of different vocabularies do not convert into one another.
/// A default-made name is empty and false. Interning is thread-safe; interned texts live as long as the process.
template <class Vocabulary>
class name {
public:
    constexpr name() = default;
    /// Interns `text`: one hash look-up, and a lock where the text is new.
    explicit name(std::string_view text) : number_(detail::intern(text)) {}

    /// A name that comes with the library, at compile time; any other text does not compile.
    static consteval name known(std::string_view text) { return name(detail::known_name(text), 0); }

    /// The name of which `number()` gave that number, in this process.
    static constexpr name of_number(std::uint32_t number) { return name(number, 0); }

    /// The word; empty, and false, of a default-made name.
    std::string_view text() const noexcept { return detail::interned(number_); }
    constexpr explicit operator bool() const { return number_ != 0; }
    /// A number that is the same for equal names in one process, and for nothing else.
    constexpr std::uint32_t number() const { return number_; }

    friend constexpr bool operator==(name, name) = default;
    /// By text, byte by byte.
    friend std::strong_ordering operator<=>(name a, name b) { return a.text() <=> b.text(); }

private:
    constexpr name(std::uint32_t number, int) : number_(number) {}

    std::uint32_t number_ = 0;
};

}  // namespace demarche::inline v0

template <class Vocabulary>
struct std::hash<demarche::name<Vocabulary>> {
    std::size_t operator()(demarche::name<Vocabulary> x) const noexcept { return x.number(); }
};
