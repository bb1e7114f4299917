// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/export.hpp>
#include <demarche/view.hpp>

#include <optional>
#include <string>
#include <vector>

// Who belongs where and who holds what: sides, offices, their holders and counterparts, ranks.
//
//   for (const candidate& c : counterparts(today, austin)) fmt::print("{}\n", to_text(today, c));        // Li Shangfu
//   fmt::print("{}\n", to_text(today, holder(today, minister)));                                         // Li Shangfu
//   for (const candidate& c : predecessors(today, minister)) fmt::print("{}\n", to_text(today, c));      // Wei Fenghe
//   fmt::print("{}\n", to_text(today, holder(today.as_of(date{"2023-03-12"}), minister)));               // Li Shangfu, perhaps Wei Fenghe
//
// Every answer is as of `when()`, by the ties that the view does not hold unknown. A tie is uncertain within an imprecise end of its period (a day is
// imprecise), towards an empty end, and where it is disputed. What rests on one is `possibly` so; what is `certainly` so rests on ties
// none of which is uncertain. Names of actors in lists stand once, certain ones first, then by id. All are linear in the ties of the actors that they reach.

namespace demarche::inline v0 {

/// An actor that is, or may be, the answer.
struct candidate {
    actor_id who = {};
    verdict how = verdict::certainly;  ///< certainly or possibly
    std::vector<tie_id> by = {};       ///< the ties that it rests on, in any of the ways that lead to it, by id

    bool operator==(const candidate&) const = default;
};

// Offices and those who hold them.

/// How an office is held.
enum class occupancy {
    held,     ///< by one, certainly
    vacant,   ///< by nobody, though it was held before, by a tie that is not disputed
    several,  ///< more than one holds or may hold it: two at once, or one of them
    unknown   ///< perhaps one, perhaps nobody; or nobody is on record as having held it
};

/// Who holds an office.
struct holding {
    occupancy what = occupancy::unknown;
    std::vector<candidate> who = {};  ///< all who hold or may hold it

    bool operator==(const holding&) const = default;
};

/// Who holds an office at `when()`.
DEMARCHE_EXPORT holding holder(const view& standpoint, actor_id office);
/// The offices that an actor holds.
DEMARCHE_EXPORT std::vector<candidate> offices_of(const view& standpoint, actor_id person);

/// A holding of an office, be it over or to come.
struct tenure {
    actor_id person = {};
    tie_id by = {};  ///< `chronicle::period_of(by)` is how long
    belief known = belief::asserted;

    bool operator==(const tenure&) const = default;
};

/// All holdings of an office, whatever `when()`, by when they began (the earliest instant, then the latest), then by id.
DEMARCHE_EXPORT std::vector<tenure> succession(const view& standpoint, actor_id office);
/// Who held it before its holder: of those who began before the holder did and no longer hold it, the last to leave. While it is vacant, the last who
/// left. Empty where there was none. Certain where only one is possible, there certainly was one, and who holds it is certain. Quadratic in its holdings.
DEMARCHE_EXPORT std::vector<candidate> predecessors(const view& standpoint, actor_id office);
/// Who takes it next: of those who begin after `when()` and do not hold it now, the first. Quadratic in its holdings.
DEMARCHE_EXPORT std::vector<candidate> successors(const view& standpoint, actor_id office);

/// Whom `counterpart_of` says, in either direction; and, for each office that the actor holds, the holders of the counterparts of that office.
DEMARCHE_EXPORT std::vector<candidate> counterparts(const view& standpoint, actor_id of);

// Sides.

/// The topmost actors that it is, or may be, below by `part_of` and `holds`: itself, where nothing is above it. There may be several. Quadratic in the ties
/// above.
DEMARCHE_EXPORT std::vector<candidate> sides(const view& standpoint, actor_id of);
/// Whether an actor is on a party's side: some actor is at or above both, or the one is at or above the other. In a leg, whose other party and what is above
/// both parties count for nothing (see "Sides, offices, ranks" in "What an answer means"), it may be on neither where this is certain.
DEMARCHE_EXPORT verdict on_side(const view& standpoint, actor_id who, actor_id party);

// Ranks: 1 is the highest.

/// The ranks that an actor may have. That it ranks n or higher is certain where `lowest <= n`, and possible where `highest <= n`.
struct rank_bounds {
    std::optional<int> highest = {};  ///< the highest that it may have; empty where it certainly has none
    std::optional<int> lowest = {};   ///< one that it certainly has, or a higher one; empty where it may have none

    bool operator==(const rank_bounds&) const = default;
};

/// The actor's own rank, or the highest of those of the offices that it holds.
DEMARCHE_EXPORT rank_bounds ranks(const view& standpoint, actor_id of);
/// The level of what two actors do together: the rank of the lower-ranked.
DEMARCHE_EXPORT rank_bounds level(const rank_bounds& a, const rank_bounds& b);

// As people say it. Precondition: made from that view.

/// "Li Shangfu", "perhaps Mark Milley".
DEMARCHE_EXPORT std::string to_text(const view& standpoint, const candidate& c);
/// "Li Shangfu"; "perhaps Mark Milley"; "Wei Fenghe or Li Shangfu" where neither is certain, "Li Shangfu, perhaps Wei Fenghe" where one is; "vacant";
/// "unknown".
DEMARCHE_EXPORT std::string to_text(const view& standpoint, const holding& h);

}  // namespace demarche::inline v0
