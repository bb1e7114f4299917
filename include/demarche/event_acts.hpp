// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/cameo.hpp>
#include <demarche/contact.hpp>
#include <demarche/plover.hpp>

// Which act of the meeting request a coded event is. The rows below are all that the library says about it, each with its reason; every other code is an act of
// its own, named by its label.
//
//   act_of(cameo_code::known("106"))        // request
//   act_of(cameo_code::known("164"))        // Halt negotiations
//   act_of(old_cameo_code::known("163"))    // Halt negotiations
//
// No lifecycle's table knows the act "Halt negotiations", so it changes no matter. An act is what an event means, whatever its number.
// `cameo_code::labelled(a.text())` leads back from an act of a code's own to the code.

namespace demarche {

/// A row: the act that a code stands for.
struct cameo_act {
    cameo_code code;
    act means;
};

// clang-format off
inline constexpr std::array cameo_acts{
    // Express intent to meet or negotiate: offers, promises or agrees to. Which of these, the codes do not say: it asks, unless there is something to accept.
    cameo_act{cameo_code::known("036"), acts::request},
    // Consult: they talked, nothing is said of how.
    cameo_act{cameo_code::known("040"), acts::held},
    // Discuss by telephone: the conversation that was asked for.
    cameo_act{cameo_code::known("041"), acts::held},
    // Make a visit: the guest's row of a visit that took place.
    cameo_act{cameo_code::known("042"), acts::held},
    // Host a visit: the host's row of it.
    cameo_act{cameo_code::known("043"), acts::held},
    // Meet at a 'third' location.
    cameo_act{cameo_code::known("044"), acts::held},
    // 045, Mediate, is none: the mediator and a party met, which neither need have asked of the other.
    // Engage in negotiation: they met to negotiate.
    cameo_act{cameo_code::known("046"), acts::held},
    // Demand meeting, negotiation: asks, in other words.
    cameo_act{cameo_code::known("106"), acts::request},
    // Reject proposal to meet, discuss, or negotiate: whether there was a proposal, the data often do not say.
    cameo_act{cameo_code::known("125"), acts::decline},
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
};

inline constexpr std::array plover_acts{
    // CONSULT: the readings of 040 to 046. It does not tell 045, Mediate, from 046, so that both are held here.
    plover_act{plover_event::known("CONSULT"), "", acts::held},
    // REQUEST/meet: the reading of 106, and of 107 and 108 (to settle a dispute, to let mediate), which it does not tell apart.
    plover_act{plover_event::known("REQUEST"), "meet", acts::request},
    // REJECT/meet: the reading of 125, and of 126 and 127 (mediation, a plan), likewise.
    plover_act{plover_event::known("REJECT"), "meet", acts::decline},
    // AGREE is none: 036 reads so, but so do all promises to cooperate, and no mode tells them apart.
};
// clang-format on

/// The act that the code stands for in `cameo_acts`, else one named by its label. Constant time once all 312 have been interned, at the first call.
act act_of(cameo_code c);
/// That of the code of 1.1b3 with the same label (`cameo::renumbered`), else one named by its own.
act act_of(old_cameo_code c);
/// The act that the event, in any mode, stands for in `plover_acts`, else one named by its text: `AGREE`. Interns it.
act act_of(plover_event e);
/// The same for an event in that mode: `ASSAULT/firearms`.
act act_of(plover_mode m);

}  // namespace demarche
