// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/export.hpp>
#include <demarche/lifecycles/meeting_request.hpp>
#include <demarche/view.hpp>

#include <functional>
#include <span>

// What a view says of one leg of one matter: is it still pending, whose court is the ball in, since when, until when, how sure.
//
//   for (leg l : pending(today)) fmt::print("{}\n", status(today, l));
//   // acknowledged since 2023-05-01/2023-05-25, certain; Li Shangfu to answer; lapses after 2023-06-04
//   const status s(today.as_of(date{"2023-05-10"}), l);
//   fmt::print("{}\n", s);   // none, not certain: possibly none, pending or acknowledged
//   s.possible.contains(meeting::pending) && s.why_uncertain.imprecise_date   // true

namespace demarche::inline v0 {

/// Why a status is uncertain.
struct doubts {
    bool imprecise_date = false;  ///< the dates leave room for more than one outcome
    bool dispute = false;         ///< the outcomes depend on whom one believes
    bool too_many = false;        ///< more histories fit than are enumerated; every state is held possible

    bool operator==(const doubts&) const = default;
};

/// What is odd about a contact in its leg. None is an error: a chronicle records what others did.
enum class diagnostic_kind {
    impossible_order,  ///< it replies to what came later, or its dates contradict the record in another such way
    out_of_protocol,   ///< the lifecycle does not foresee this act in this state
    outsider,          ///< its actor is on neither side ("party crasher" in RFC 5546)
    stale,             ///< it answers something already over
    wrong_side         ///< its actor is on the side whose act it is not
};

/// A contact of a leg, and what is odd about it.
struct diagnostic {
    contact_id contact;
    diagnostic_kind kind;

    bool operator==(const diagnostic&) const = default;
};

/// The word for a kind: "outsider".
DEMARCHE_EXPORT std::string_view to_text(diagnostic_kind kind);

/// When a leg came to stand as it does: at a contact, or at an instant of the clock.
struct since {
    contact_id contact = {};  ///< one that the view sees or supposes
    std::optional<instant> clock = {};
    name<struct supposed_date> supposed = {};  ///< the date of a contact that the view supposes

    /// False in the state before any act.
    explicit operator bool() const { return contact || clock; }
    bool operator==(const since& other) const { return contact == other.contact && clock == other.clock; }
};

/// The status of a leg: a value of fixed size. `possible` holds every outcome of the histories that fit what is known;
/// the other fields are those of the shown one, in which every disputed contact happened, and each as late as it can have.
struct DEMARCHE_EXPORT status {
    status() = default;
    /// The status of a leg, of a matter whose lifecycle is known. Linear in its contacts where these are few, undisputed, and of dates that do not overlap.
    /// For another leg of n contacts: n² bits of memory and, while its dates do not overlap, n²/64 steps; where they do, up to 2^12 choices of what came
    /// first. Throws only for lack of memory.
    status(const view& standpoint, demarche::leg of);

    /// Whether all histories agree on the state.
    bool certain() const { return possible.size() == 1; }
    /// The word for `state`, as its table has it. Precondition: made from a view.
    std::string_view state_name() const { return (*table)[state].name; }

    const chronicle* book = nullptr;
    const lifecycle* table = nullptr;
    demarche::leg leg = {};
    state_id state = state_id::none;
    state_set possible = {};
    doubts why_uncertain = {};
    std::optional<bool> unanswered = {};  ///< pending or acknowledged; empty where the histories differ
    actor_id awaiting = {};               ///< in whose court the ball is
    demarche::since since = {};
    std::optional<instant> lapses = {};   ///< the next instant at which the clock moves an open leg
    std::uint32_t attempts = 0;
    std::uint32_t reminders = 0;

    bool operator==(const status&) const = default;
};

/// The date of `since`, as EDTF; empty in the state before any act.
DEMARCHE_EXPORT std::string since_text(const status& s);

/// The contacts that were folded, in their order; and what is odd about them, by contact's key, then by kind. Cost as `status`.
DEMARCHE_EXPORT std::vector<contact_id> evidence(const view& standpoint, leg of);
DEMARCHE_EXPORT std::vector<diagnostic> diagnostics(const view& standpoint, leg of);

/// A status and what it rests on, worked out together.
struct account {
    demarche::status status;
    std::vector<contact_id> evidence;
    std::vector<diagnostic> diagnostics;
};

/// The account of a leg. Cost and precondition as `status`.
DEMARCHE_EXPORT account account_of(const view& standpoint, leg of);
/// The accounts of a matter's legs, those of `legs`.
DEMARCHE_EXPORT std::vector<account> accounts(const view& standpoint, matter_id of);

/// The legs of a matter: one for each respondent, and one for each actor to whom a leg was delegated by `when()`.
/// None where the matter's lifecycle is not known, or the matter was not recorded by `known()`.
DEMARCHE_EXPORT std::vector<leg> legs(const view& standpoint, matter_id of);
/// The legs of every matter, in the order in which the matters arrived.
DEMARCHE_EXPORT std::vector<leg> legs(const view& standpoint);

/// The statuses of a matter's legs.
DEMARCHE_EXPORT std::vector<status> statuses(const view& standpoint, matter_id of);
/// The status of each of some legs. Several times as quick as one after the other, since memory is asked ahead. Precondition: `into` has the size of `of`.
DEMARCHE_EXPORT void statuses(const view& standpoint, std::span<const leg> of, std::span<status> into);
/// Calls `part(0)` to `part(parts - 1)`, in any order, on any threads, and returns when all have returned: how a caller spreads work.
using executor = std::function<void(std::size_t parts, const std::function<void(std::size_t)>& part)>;
/// The same in parts of some thousands, spread by `run`.
DEMARCHE_EXPORT void statuses(const view& standpoint, std::span<const leg> of, std::span<status> into, const executor& run);

// Lists of legs, in no order that is promised, and without a leg twice. Each costs what its answers cost, and a status more for each leg at that time whose
// standing takes more than dates and the table (several respondents, disputes, corrections, dates that overlap), and for each leg to which something was added
// since the view was made. Through a choice of sources each costs a status for every leg. The forms with `into` put the answers there, in place of what it has;
// they take no memory where it has room.

/// Every leg that is unanswered, as far as `how` asks: in all histories, or (`possibly`) in some. Where a disputed acceptance would have answered it, it is
/// among those that may be: `pending(standpoint, verdict::possibly)`.
DEMARCHE_EXPORT std::vector<leg> pending(const view& standpoint, verdict how = verdict::certainly);
DEMARCHE_EXPORT void pending(const view& standpoint, std::vector<leg>& into, verdict how = verdict::certainly);
/// Every leg in which that actor is awaited, in the shown history: one that a disputed contact would have settled is not here, and among those of
/// `pending(standpoint, verdict::possibly)`. Of a party of 64 matters or more it costs what is listed. Of another, by what is known at some date, or by a choice
/// of sources, it costs at most what listing all that is open does, or a status for each matter in which the actor has a part.
DEMARCHE_EXPORT std::vector<leg> awaiting(const view& standpoint, actor_id whom);
DEMARCHE_EXPORT void awaiting(const view& standpoint, actor_id whom, std::vector<leg>& into);
/// Every leg that the clock will move before the earliest instant of `limit`, if nobody moves. The cost of a status for each leg that is open.
DEMARCHE_EXPORT std::vector<leg> lapsing_before(const view& standpoint, const date& limit);
/// How many legs are unanswered in all histories as of each of some instants: a curve. One pass over all that ever was open, where that is less than a list for
/// each. Precondition: the instants ascend.
DEMARCHE_EXPORT std::vector<std::size_t> pending_counts(const view& standpoint, std::span<const instant> when);

}  // namespace demarche::inline v0
