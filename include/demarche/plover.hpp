// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/cameo.hpp>
#include <demarche/detail/plover_tables.hpp>

// PLOVER, the ontology that succeeds CAMEO: 16 events, their 67 modes, 37 contexts, and what a CAMEO code is in it. The tables, where they are from and under
// which licence, are in `detail/plover_tables.hpp`.
//
//   plover::mode_of(plover_event::known("REQUEST"), "meet")       // REQUEST/meet
//   const auto read = plover::reading(cameo_code::known("106"));
//   fmt::print("{}, {}, {}\n", read->event, read->mode, read->contexts[0]);   // REQUEST, meet, diplomatic
//
// The mapping has gaps, which are its own and not filled here:
// - no statement and no appeal (01 to 019, 02 to 028) has a reading;
// - the words of 14 readings are no modes of their event: RETREAT return (0842), ease (085); THREATEN ban (132, 1322), political (1321); COERCE ban (1722);
//   ASSAULT seize (1712), pro_autocracy (175), assassinate (185, 186), massacre (200, 202), cleansing (201, 203);
// - two words of 9 readings are no contexts: humanitarian (0333, 073, 0863, 1033, 1223, 1623), democracy (0811, 0812, 082);
// - it reads 1214, "Reject intelligence cooperation", which the 312 codes do not have.

namespace demarche::inline v0 {

namespace plover {

/// The list of `plover_event`.
struct events {
    static constexpr const auto& rows = detail::plover_events;
};

/// The list of `plover_mode`.
struct modes {
    static constexpr const auto& rows = detail::plover_modes;
};

/// The list of `plover_context`.
struct contexts {
    static constexpr const auto& rows = detail::plover_contexts;
};

}  // namespace plover

using plover_event = code_of<plover::events>;      ///< AGREE
using plover_mode = code_of<plover::modes>;        ///< CONSULT/visit: event and mode, since RETREAT and SANCTION both have `withdraw`
using plover_context = code_of<plover::contexts>;  ///< diplomatic

/// What a CAMEO code is in PLOVER, mode and contexts in the mapping's own words, which may be gaps; empty where it has none.
struct plover_reading {
    plover_event event;
    std::string_view mode = {};
    std::array<std::string_view, 2> contexts = {};

    bool operator==(const plover_reading&) const = default;
};

namespace plover {

/// The event to which a mode belongs. Logarithmic.
constexpr plover_event event_of(plover_mode m) noexcept { return *plover_event::find(m.text().substr(0, m.text().find('/'))); }
/// The mode without its event: `visit`.
constexpr std::string_view word_of(plover_mode m) noexcept { return m.text().substr(m.text().find('/') + 1); }

/// The mode of that word under that event, if there is one. Linear in the 67.
constexpr std::optional<plover_mode> mode_of(plover_event event, std::string_view word) noexcept
{
    for (std::size_t i = 0; i < plover_mode::size(); ++i)
        if (const auto m = plover_mode::of_index(i); event_of(m) == event && word_of(m) == word) return m;
    return {};
}

/// Conflict (-10) or cooperation (10), as PLOVER's table has it, where it has it: that of the event ACCUSE is 3 there, though its modes are below zero.
constexpr std::optional<double> score(plover_event e) noexcept { return e.row().score; }
constexpr std::optional<double> score(plover_mode m) noexcept { return m.row().score; }

/// What the code is in PLOVER, if the mapping says so. Logarithmic.
constexpr std::optional<plover_reading> reading(cameo_code c) noexcept
{
    const auto at = std::ranges::lower_bound(detail::plover_of_cameo, c.text(), {}, &detail::plover_row::text);
    if (at == detail::plover_of_cameo.end() || at->text != c.text()) return {};
    return plover_reading{*plover_event::find(at->event), at->mode, at->contexts};
}

}  // namespace plover

}  // namespace demarche::inline v0
