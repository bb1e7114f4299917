// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/code.hpp>
#include <demarche/detail/cameo_events.hpp>

#include <concepts>

// The event codes of CAMEO: numbers, labels, hierarchy, Goldstein's values. The tables, and where they are from, are in `detail/cameo_events.hpp`.
//
//   constexpr auto meet = cameo_code::known("036");
//   meet                                        // 036, Express intent to meet or negotiate
//   parent(meet)                                // 03, EXPRESS INTENT TO COOPERATE
//   goldstein(meet, goldstein_by::icews)        // 4
//   renumbered(old_cameo_code::known("124"))    // 125, Reject proposal to meet, discuss, or negotiate
//
// A number says nothing without its numbering: 124 was "Reject proposal to meet" once, and is "Refuse to yield" now. So the two numberings are two types.

namespace demarche::inline v0 {

namespace detail {

constexpr char lower(char c) noexcept { return 'A' <= c && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace detail

namespace cameo {

/// The list of `cameo_code`.
struct events {
    static constexpr const auto& rows = detail::cameo_rows;
};

/// The list of `old_cameo_code`.
struct old_events {
    static constexpr const auto& rows = detail::old_cameo_rows;
};

template <class List>
concept numbering = std::same_as<List, events> || std::same_as<List, old_events>;

}  // namespace cameo

/// An event of CAMEO 1.1b3, which ICEWS and GDELT code: 312, labelled as ICEWS writes them.
using cameo_code = code_of<cameo::events>;
/// An event of CAMEO 0.9, as older data and tables number them: 280. Only `cameo::renumbered` leads from here to `cameo_code`.
using old_cameo_code = code_of<cameo::old_events>;

/// Whose values of Goldstein's scale: they differ in 016, 022, 164 and 165, and GDELT has no 1213.
enum class goldstein_by { icews, gdelt };

/// The four classes into which GDELT puts events, by its numbers.
enum class quad_class { verbal_cooperation = 1, material_cooperation, verbal_conflict, material_conflict };

/// These are found by their argument: `parent(c)` needs no `cameo::`.
namespace cameo {

/// 1 for a root (03), 2 for what is under it (036), 3 for the finest (0311).
template <numbering List>
constexpr int level(code_of<List> c) noexcept
{
    return static_cast<int>(c.text().size()) - 1;
}

/// The code above, of which this is a kind; none above a root. 030 is under 03 as 036 is: it is for what has no code of its own there.
template <numbering List>
constexpr std::optional<code_of<List>> parent(code_of<List> c) noexcept
{
    return code_of<List>::find(c.text().substr(0, c.text().size() - 1));
}

/// The code of two digits under which it stands; of a root, itself.
template <numbering List>
constexpr code_of<List> root(code_of<List> c) noexcept
{
    return *code_of<List>::find(c.text().substr(0, 2));
}

/// As GDELT counts them: roots 01 to 05, 06 to 09, 10 to 14, 15 to 20.
template <numbering List>
constexpr demarche::quad_class quad_class_of(code_of<List> c) noexcept
{
    if (c.text() < "06") return quad_class::verbal_cooperation;
    if (c.text() < "10") return quad_class::material_cooperation;
    return c.text() < "15" ? quad_class::verbal_conflict : quad_class::material_conflict;
}

/// Conflict (-10) or cooperation (10) on Goldstein's scale, where they give a value.
constexpr std::optional<double> goldstein(cameo_code c, goldstein_by whom) noexcept
{
    return whom == goldstein_by::icews ? c.row().icews : c.row().gdelt;
}

/// What GDELT's look-up file calls it, without its remark "not specified below"; empty where it has no such code. That file is not of one numbering: its 101
/// to 108 say what they said in 0.9 (106: "Demand withdrawal"), so it is to be shown, not searched.
constexpr std::string_view gdelt_label(cameo_code c) noexcept
{
    const auto other = std::ranges::lower_bound(detail::gdelt_labels, c.text(), {}, &detail::labelled_row::text);
    return other != detail::gdelt_labels.end() && other->text == c.text() ? other->label : c.label();
}

/// The code of 1.1b3 with the same label: the same number where that still means it (in capitals or not), otherwise another (124 is 125 now). None for the 49
/// that 1.1b3 words otherwise, be it ever so little, and for 1451 to 1454, which bear the labels of others.
constexpr std::optional<cameo_code> renumbered(old_cameo_code c) noexcept
{
    const auto here = cameo_code::find(c.text());
    if (here && std::ranges::equal(here->label(), c.label(), {}, detail::lower, detail::lower)) return here;
    return old_cameo_code::labelled(c.label()) == c ? cameo_code::labelled(c.label()) : std::nullopt;
}

}  // namespace cameo

}  // namespace demarche::inline v0
