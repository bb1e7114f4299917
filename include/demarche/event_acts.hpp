// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/export.hpp>
#include <demarche/cameo.hpp>
#include <demarche/contact.hpp>
#include <demarche/plover.hpp>

#include <cstdint>

// What a coded event is to a meeting request: the act that it stands for, and whether its rows come in pairs. The rows below are all that the library says
// about it, each with its reason, and the readers of event data go by them; every other code is an act of its own, named by its list and its text.
//
//   act_of(cameo_code::known("106"))        // request
//   act_of(cameo_code::known("164"))        // cameo:164
//   act_of(old_cameo_code::known("163"))    // cameo:164
//   cameo_code_of(act{"cameo:164"})         // 164, Halt negotiations
//
// No lifecycle's table knows the act "cameo:164", so it changes no matter. An act is what an event means, whatever its number.

namespace demarche::inline v0 {

/// How the two rows mirror each other in which data tell one event of a pair and a day.
enum class mirroring : std::uint8_t {
    none,       ///< they do not: (a, b) and (b, a) are two events
    same_code,  ///< (a, b) and (b, a) of the same code are one
    visit,      ///< (guest, host), one with (host, guest) of the code that is `hosting`
    hosting     ///< (host, guest)
};

/// A row: the act that a code stands for.
struct cameo_act {
    cameo_code code;
    act means;
    mirroring mirrors = mirroring::none;
};

// clang-format off
/// The acts: what the codebook of 1.1b3 says the code is for, beside what demarche makes of it. The mirroring: in published data 99.5 % and more of the rows of
/// these codes have their mirror row, but a fifth of 036.
inline constexpr std::array cameo_acts{
    // Express intent to meet or negotiate: offers, promises or agrees to. Which of these, the codes do not say: it asks, unless there is something to accept.
    // Both ways, each has said so.
    cameo_act{cameo_code::known("036"), acts::request},
    // Consult: they talked, nothing is said of how.
    cameo_act{cameo_code::known("040"), acts::held, mirroring::same_code},
    // Discuss by telephone: the conversation that was asked for.
    cameo_act{cameo_code::known("041"), acts::held, mirroring::same_code},
    // Make a visit: the guest's row of a visit that took place.
    cameo_act{cameo_code::known("042"), acts::held, mirroring::visit},
    // Host a visit: the host's row of it.
    cameo_act{cameo_code::known("043"), acts::held, mirroring::hosting},
    // Meet at a 'third' location.
    cameo_act{cameo_code::known("044"), acts::held, mirroring::same_code},
    // 045, Mediate, is none: the mediator and a party met, which neither need have asked of the other.
    // Engage in negotiation: they met to negotiate.
    cameo_act{cameo_code::known("046"), acts::held, mirroring::same_code},
    // Demand meeting, negotiation: asks, in other words.
    cameo_act{cameo_code::known("106"), acts::request},
    // Reject proposal to meet, discuss, or negotiate: whether there was a proposal, the data often do not say.
    cameo_act{cameo_code::known("125"), acts::decline},
    // 164, Halt negotiations, is none: what has been held is not undone, and nothing that was asked need be refused.
};

/// Appeals that may be taken for requests to meet by who wishes it; `act_of` does not.
inline constexpr std::array cameo_appeals{
    // Make an appeal or request: for what, is not said.
    cameo_act{cameo_code::known("020"), acts::request},
    // Appeal to others to meet or negotiate: with the one who appeals, or among themselves.
    cameo_act{cameo_code::known("026"), acts::request},
};

/// A row: the act that an event stands for in a mode.
struct plover_act {
    plover_event event;
    std::string_view mode;  ///< empty: whatever the mode is
    act means;
    mirroring mirrors = mirroring::none;
};

inline constexpr std::array plover_acts{
    // CONSULT: the readings of 040 to 046. It does not tell 045, Mediate, from 046, so that both are held here; nor the guest from the host of a visit, so that
    // both rows of one have the same code.
    plover_act{plover_event::known("CONSULT"), "", acts::held, mirroring::same_code},
    // REQUEST/meet: the reading of 106, and of 107 and 108 (to settle a dispute, to let mediate), which it does not tell apart.
    plover_act{plover_event::known("REQUEST"), "meet", acts::request},
    // REJECT/meet: the reading of 125, and of 126 and 127 (mediation, a plan), likewise.
    plover_act{plover_event::known("REJECT"), "meet", acts::decline},
    // AGREE is none: 036 reads so, but so do all promises to cooperate, and no mode tells them apart.
};
// clang-format on

/// The row of a code, in `cameo_acts` and, where they are wanted, in `cameo_appeals`; null where it has none. Linear in these rows.
constexpr const cameo_act* row_of(cameo_code c, bool appeals = false) noexcept
{
    for (const cameo_act& row : cameo_acts)
        if (row.code == c) return &row;
    if (appeals)
        for (const cameo_act& row : cameo_appeals)
            if (row.code == c) return &row;
    return nullptr;
}
/// The row of an event of that mode, of whatever list; null where `plover_acts` has none.
constexpr const plover_act* row_of(plover_event event, std::string_view mode) noexcept
{
    for (const plover_act& row : plover_acts)
        if (row.event == event && (row.mode.empty() || row.mode == mode)) return &row;
    return nullptr;
}

/// The act that the code stands for in `cameo_acts`, else one of its own: `cameo:164`. Constant time once all 312 have been interned, at the first call.
DEMARCHE_EXPORT act act_of(cameo_code c);
/// That of the code of 1.1b3 with the same label (`cameo::renumbered`), else one of its own: `cameo-0.9:1451`.
DEMARCHE_EXPORT act act_of(old_cameo_code c);
/// The act that the event, in any mode, stands for in `plover_acts`, else one of its own: `plover:AGREE`. Interns it.
DEMARCHE_EXPORT act act_of(plover_event e);
/// The same for an event in that mode: `plover:ASSAULT/firearms`.
DEMARCHE_EXPORT act act_of(plover_mode m);
/// The code of an act that is a code's own, `cameo:164`; empty for every other. Logarithmic.
DEMARCHE_EXPORT std::optional<cameo_code> cameo_code_of(act a);

// Of a contact that came from event data (event_data.hpp).

/// The code of a contact that came from event data: by its note where its act was inferred, else by its act; empty where it came from elsewhere.
DEMARCHE_EXPORT std::string event_code(const contact& c);
/// The act that its event stands for here, whatever was inferred; its own act where it came from elsewhere, or its code stands for none.
DEMARCHE_EXPORT act event_act(const contact& c);
/// Whether it was recorded a second time, since it moves a second matter (`load_report::further` in event_data.hpp): of one event there is one contact that is not.
DEMARCHE_EXPORT bool is_further(const contact& c);

}  // namespace demarche::inline v0
