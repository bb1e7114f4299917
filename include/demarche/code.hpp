// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/language.hpp>

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <type_traits>

// Codes of published lists: what a list has is a value of two bytes, and what it has not is no value.
//
//   constexpr auto meet = cameo_code::known("036");                               // a typing error does not compile
//   if (const auto c = cameo_code::find("042")) fmt::print("{}\n", c->label());   // Make a visit
//   cameo_code::find("42")                                                        // nothing
//   meet < cameo_code::known("042")                                               // true
//
// A code is a text, never a number: in CAMEO `01` is the root of `010`, and `10` is another. Codes of different lists do not convert into one another.

namespace demarche::inline v0 {

/// A code of the list `List`, whose `rows` are sorted by `text` and without doubles. Ordered as the list is: by text, byte by byte.
template <class List>
class code_of {
public:
    /// The code of that text, if the list has it: every byte counts, blanks and leading zeros too. Logarithmic.
    static constexpr std::optional<code_of> find(std::string_view text) noexcept
    {
        const row_type* const at = std::ranges::lower_bound(first(), last(), text, {}, &row_type::text);
        return at != last() && at->text == text ? std::optional(code_of(at)) : std::nullopt;
    }

    /// The first code so labelled, if there is one: every byte counts, as CONSULT (04) and Consult (040) are two. Linear in the list, though a row costs a
    /// comparison of lengths: who looks up a million labels keeps the few hundred answers.
    static constexpr std::optional<code_of> labelled(std::string_view label) noexcept
        requires requires { &List::rows[0].label; }
    {
        const row_type* const at = std::ranges::find(first(), last(), label, &row_type::label);
        return at != last() ? std::optional(code_of(at)) : std::nullopt;
    }

    /// The code of a text that stands in the source; one that the list does not have does not compile.
    static consteval code_of known(std::string_view text)
    {
        const auto found = find(text);
        if (!found) throw "not a code of this list";
        return *found;
    }

    /// How many codes the list has.
    static constexpr std::size_t size() noexcept { return List::rows.size(); }
    /// Its code of that place, from 0 to before `size()`.
    static constexpr code_of of_index(std::size_t i) noexcept { return code_of(&List::rows[i]); }

    /// Its place in the list, what the list says of it, and of that its text and what it means.
    constexpr std::size_t index() const noexcept { return row_; }
    constexpr const auto& row() const noexcept { return List::rows[row_]; }
    constexpr std::string_view text() const noexcept { return row().text; }
    constexpr std::string_view label() const noexcept
        requires requires { &List::rows[0].label; }
    {
        return row().label;
    }

    friend constexpr auto operator<=>(code_of, code_of) = default;

private:
    using row_type = typename std::remove_cvref_t<decltype(List::rows)>::value_type;

    static constexpr const row_type* first() noexcept { return List::rows.data(); }
    static constexpr const row_type* last() noexcept { return first() + size(); }

    constexpr explicit code_of(const row_type* at) noexcept : row_(static_cast<std::uint16_t>(at - first())) {}

    std::uint16_t row_;
};

namespace detail {

struct labelled_row {
    std::string_view text;
    std::string_view label;
};

}  // namespace detail

}  // namespace demarche::inline v0

template <class List>
struct std::hash<demarche::code_of<List>> {
    std::size_t operator()(demarche::code_of<List> x) const noexcept { return x.index(); }
};
