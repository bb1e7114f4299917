// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/export.hpp>
#include <demarche/view.hpp>

#include <optional>
#include <string>

// A picture of a matter, or of what there is between two actors, along the time axis: one self-contained SVG.
//
//   std::ofstream("slid23.svg") << timeline(today, meeting, {.width = 720});
//
// It has a lane for each leg. On top of a lane are the states of the leg as bands, those after `when()` (as recorded, or if nobody moves) in a shaded part; a
// hatched band is a stretch in which several states are possible, and names them. Below are the contacts that the view believes: a mark for one whose day is
// known, for another a bar from the first to the last instant that it can have, pointed where it goes on; its form tells who acted. Then a tick for each date
// at which a source published them. `when()` and, where it is limited, `known()` are lines.
// What has no room is shortened, and in full in the tooltip of its element. No script, font or link; text is text; light or dark, as the reader prefers. The
// same view gives the same bytes.

namespace demarche::inline v0 {

/// How much of the time to draw, and how wide.
struct timeline_options {
    std::optional<date> from = {};  ///< the picture begins with its earliest instant; without, with the first date that is shown
    std::optional<date> to = {};    ///< it ends with its latest; without, with the last
    int width = 960;                ///< in pixels, from 480 to 16384; what is beyond is taken as the nearest
};

/// The timeline of a matter. Cost as `episodes` and `status` for each leg, and linear in the contacts and their reports. It is as high as its lanes ask, the
/// contacts of a lane up to a dozen rows; those beyond are marked without words. A matter that is not in the view's record gives a picture without lanes.
/// Precondition: `from` is before `to`. Throws only for lack of memory.
DEMARCHE_EXPORT std::string timeline(const view& standpoint, matter_id of, const timeline_options& options = {});

/// The timeline of two actors: every leg of which one party is the one or may at some time belong to it, over ties that lead upward, and the other party the
/// other; those of which nothing happens within the picture are left out. Then the other contacts between them, in a lane of their own. Linear in the view's
/// matters and contacts, and as above for each lane.
DEMARCHE_EXPORT std::string timeline(const view& standpoint, actor_id a, actor_id b, const timeline_options& options = {});

}  // namespace demarche::inline v0
