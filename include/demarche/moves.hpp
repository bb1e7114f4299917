// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/export.hpp>
#include <demarche/status.hpp>

#include <chrono>

// What next, and why not otherwise: the acts that move a leg, the shortest runs of them that lead to a state, and what an actor owes.
//
//   for (const transition& t : may(today, l).moves)
//       if (t.actor == li && t.to == meeting::agreed) fmt::print("{}\n", t);   // accept by Li Shangfu → agreed
//   fmt::print("{}\n", why_not(today, l, meeting::not_held));                  // accept by Li Shangfu → agreed, no_show → not_held
//   for (const owed& o : owes(today, li)) fmt::print("{}\n", o);
//   // Meeting of Austin and Li in Singapore, Li Shangfu: acknowledged since 2023-05-01/2023-05-25, certain; Li Shangfu to answer; lapses after 2023-06-04; for
//   //   1 day
//
// All three go out from the shown world at `when()`. What a contact would do is what one would that happens right after: when all that happened by then
// has, and the clock has acted, and before it acts again. Contacts that are dated later, or may yet turn out to have come before, are not foreseen.

namespace demarche::inline v0 {

/// An act that moves a leg: by whom, from where, to where.
struct transition {
    const chronicle* book = nullptr;
    const lifecycle* table = nullptr;
    demarche::act act = {};
    acting by = acting::world;  ///< requester, respondent, world or clock; an act of either party is one transition for each
    actor_id actor = {};        ///< that party; none for the world and the clock
    effect what = effect::go;   ///< go, go_out_of_protocol, attempt or prior
    state_id from = state_id::none;
    state_id to = state_id::none;    ///< what the clock does at once, of terms that `<prior>` brings back, included
    bool with_terms = false;         ///< moves so only with terms (`occasion` or `reply_by`), by which it is folded as another act
    std::optional<instant> at = {};  ///< of the clock, its instant; of a contact, the first instant at which it leads there, where that is not at once

    bool out_of_protocol() const { return what == effect::go_out_of_protocol; }
    bool operator==(const transition&) const = default;
};

/// What next.
struct prospect {
    demarche::status status;
    /// Every act of the table that moves the leg from the state that is shown, be it back into the same one; in the table's order, an act of either party by
    /// the requester first, and last of each act what it does with terms, where that is something else. What would only be recorded is not here.
    std::vector<transition> moves;
    /// The same for every other state that is possible, in the table's order. What `<prior>` brings back is not known there, and `to` is `from`.
    std::vector<transition> otherwise;
    /// The next act of the clock that moves the leg, if nobody does: in an open state `status.lapses`, and in any other too, such as agreed.
    std::optional<transition> clock;
};

/// What can be done in a leg now, by whom, and what would come of it. Cost as `status`, and one step for each cell. Precondition: as there.
DEMARCHE_EXPORT prospect may(const view& standpoint, leg of);

/// How much `why_not` looks for.
struct run_bounds {
    std::size_t runs = 64;    ///< the most that are given
    std::size_t length = 32;  ///< the most acts in one

    bool operator==(const run_bounds&) const = default;
};

/// One act after the other.
using run = std::vector<transition>;

/// Why not: what would have to be done, by whom.
struct shortcoming {
    demarche::status status;
    state_id wanted = state_id::none;
    /// The shortest runs that lead there, in the order of their acts in the table. One empty run where the leg is there; none where there is none.
    std::vector<run> runs;
    /// False where a bound was hit: there are more as short, or there may be some that are longer (or keep to protocol, where these do not).
    bool complete = true;

    bool reached() const { return status.state == wanted; }
    /// Whether no run exists, of any length.
    bool impossible() const { return complete && runs.empty(); }
};

/// The shortest runs of acts, the clock's among them, that lead a leg from where it is shown to `wanted`. Contacts happen one right after the other and have no
/// terms; the clock acts by the terms in force, when nobody moves before. A contact that leads elsewhere once more time has passed (`<prior>`) is a move of its
/// own then. Acts out of protocol serve only where no run does without. Breadth first, over all that decides what comes next (state, terms, what `<prior>`
/// would bring back, which instants have passed), at most `bounds.length` acts far: some hundreds of places for the meeting request. Precondition: as `status`,
/// and `wanted` is a state of the leg's lifecycle.
DEMARCHE_EXPORT shortcoming why_not(const view& standpoint, leg of, state_id wanted, const run_bounds& bounds = {});

/// A leg in which an actor is awaited, itself or as the holder of an office.
struct owed {
    demarche::status status;
    instant since;             ///< when it came to stand so, in the shown world: for a contact the latest instant at which it can have happened
    std::chrono::seconds age;  ///< from then to `when()`
    actor_id office = {};      ///< the office that is awaited; none where the actor itself is
    verdict how = verdict::certainly;  ///< whether it holds that office: certainly or possibly
};

/// Every leg in which that actor, or an office that it holds or may hold at `when()`, is awaited, as `awaiting`, the oldest first, then by matter and
/// respondent. As there, by the shown history. A request to an office follows the office: when its holder changes, the successor owes the answer, and the
/// predecessor no longer does. Cost of such a list for the actor and each office, and two statuses for each leg.
DEMARCHE_EXPORT std::vector<owed> owes(const view& standpoint, actor_id whom);

// As people say it. Precondition: made from a view.

/// "accept by PRC Ministry of National Defense → agreed".
DEMARCHE_EXPORT std::string to_text(const transition& t);
/// "request by r → pending, accept by a → agreed"; the empty run is "nothing".
DEMARCHE_EXPORT std::string to_text(const run& r);
/// A line for each transition; those from other states begin with "if agreed: ".
DEMARCHE_EXPORT std::string to_text(const prospect& p);
/// A line for each run, or the reason why there is none.
DEMARCHE_EXPORT std::string to_text(const shortcoming& s);
/// "Austin and Li in Singapore, PRC Ministry of National Defense: pending since 2023-05-22, …; for 4 days"; what is owed through an office ends with
/// "; as Secretary of Defense" or "; perhaps as Secretary of Defense".
DEMARCHE_EXPORT std::string to_text(const owed& o);

}  // namespace demarche::inline v0
