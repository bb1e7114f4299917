// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/export.hpp>
#include <demarche/status.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The proof of a status, as data that can be checked: what was folded, who says so, what was left out and why; and where the status is uncertain, a history
// for each state that is possible, and what one would have to find out.
//
//   fmt::print("{}\n", explain(today, l));
//   // acknowledged since 2023-05-01/2023-05-25, certain; Li Shangfu to answer; lapses after 2023-06-04
//   // 2023-05-01/2023-05-25  request by US Department of Defense: none → pending (unnamed: A; on the record, Ely Ratner: B)
//   // 2023-05-01/2023-05-25  acknowledge by PRC Ministry of National Defense: pending → acknowledged (reported, Bloomberg News: B)
//   // 2023-05-25  remark by Ely Ratner: stays acknowledged (on the record, Ely Ratner: B)
//   // left out: refused decline 2023-05-29, not yet happened on 2023-05-26
//   // left out: handshake remark 2023-06-02, not yet happened on 2023-05-26

namespace demarche::inline v0 {

/// A report that stands: the last word of its source that counts in the view.
struct testimony {
    report_id report = {};
    source_id source = {};
    demarche::stance stance = stance::asserts;
    std::optional<demarche::attribution> attribution = {};  ///< on the record, official, unnamed, machine-coded
    actor_id by = {};                                       ///< who is quoted

    bool operator==(const testimony&) const = default;
};

/// One act of the shown world, a contact's or the clock's.
struct proof_step {
    contact_id contact = {};         ///< names nothing where the clock acts
    demarche::act written = {};      ///< the act as it is recorded
    /// The row of the table by which it was folded: of a reiterate that carries terms revise, of an act that the table does not know remark.
    demarche::act folded = {};
    actor_id actor = {};             ///< names nothing where the clock acts
    std::optional<date> on = {};     ///< the contact's date
    instant at = {};                 ///< when it happens in the shown world
    state_id before = state_id::none;
    state_id after = state_id::none;
    demarche::effect effect = effect::record;  ///< what its cell says
    bool disputed = false;
    std::vector<diagnostic_kind> diagnostics = {};  ///< as `diagnostics` has them
    /// What stands on the contact, by report's id. None: the application recorded it itself, or the view supposes it.
    std::vector<testimony> rests_on = {};

    bool operator==(const proof_step&) const = default;
};

/// Why a contact does not bear on the state.
enum class omission_kind {
    not_yet_known,     ///< nothing that says so was published, or it was not recorded, by `known()`
    corrected,         ///< a contact that is not unknown corrects it
    not_heard,         ///< what says so was published, and comes from none of the view's sources
    retracted,         ///< no standing report asserts it, and one retracts it
    denied,            ///< no standing report asserts it, and one denies it
    not_yet_happened,  ///< it is certainly later than `when()`
    perhaps_later,     ///< it may have happened by `when()`; in the shown world it has not
    stale,             ///< folded without effect: it answers something already over
    out_of_protocol    ///< folded without effect: the lifecycle does not foresee it
};

/// The word for a kind: "not_yet_known".
DEMARCHE_EXPORT std::string_view to_text(omission_kind kind);

/// A contact that does not bear on the state, though it is one of the leg's matter and is, or would be if it were known, the leg's.
struct omission {
    contact_id contact = {};
    omission_kind kind = omission_kind::not_yet_known;
    std::vector<contact_id> corrected_by = {};  ///< where it is corrected: all that do, by id
    std::vector<testimony> rests_on = {};       ///< what stands on it, by report's id

    bool operator==(const omission&) const = default;
};

/// Where a world puts a contact.
struct placement {
    contact_id contact = {};
    std::optional<instant> at = {};  ///< empty where it is disputed, and did not happen
    bool as_shown = true;            ///< whether the shown world has it there too

    bool operator==(const placement&) const = default;
};

/// A world of the leg: all of its contacts that are neither unknown nor corrected, in record order.
struct witness {
    state_id outcome = state_id::none;
    std::vector<placement> contacts = {};

    bool operator==(const witness&) const = default;
};

/// Something that one could find out: when a contact happened, or whether.
struct open_question {
    /// Whether it happened, or when.
    enum class kind { dispute, date };
    contact_id contact = {};
    kind of = kind::dispute;

    bool operator==(const open_question&) const = default;
};

/// What an `explanation` proves a status by. A value; the chronicle must outlive it, as it must the view.
struct explanation {
    view standpoint;
    demarche::status status = {};
    /// The shown world up to `when()`, in order. Each begins in the state in which the one before ended, the first in the state before any act, and the last
    /// ends in `status.state`. The contacts among them are `evidence`. An act of the clock is a step where it moves the leg.
    std::vector<proof_step> steps = {};
    /// In record order, each contact once; those of kind `stale` and `out_of_protocol` are steps too. Here alone a view tells of what it does not know yet.
    std::vector<omission> left_out = {};

    /// Where the status is not certain: one world for each possible state, in the table's order. Each differs from the shown world in as few contacts as
    /// a world of that outcome can (in whether one happened, or when). None where too many histories fit.
    std::vector<witness> witnesses = {};
    /// Where the status is not certain: the fewest questions whose answers settle it. Whatever the answers, as long as some world keeps to them, all worlds
    /// that keep to them have one outcome; no fewer questions do that, and of those sets that do this is the first, by record order, disputes before dates.
    std::vector<open_question> settled_by = {};
    /// Whether the search for `witnesses`, and for `settled_by`, came to its end. It gives up after `most_tried` partial worlds (pairs of them, for
    /// `settled_by`), and where too many histories fit: then states may lack their witness, and `settled_by` is empty.
    bool all_witnesses = true;
    bool settling_known = true;

    static constexpr std::size_t most_tried = std::size_t{1} << 18;
};

/// The explanation of a leg's status. Twice the cost of a status, and linear in the matter's contacts and their reports; where the status is uncertain, two
/// searches more, each bounded as said there. Precondition: as `status`.
DEMARCHE_EXPORT explanation explain(const view& standpoint, leg of);

}  // namespace demarche::inline v0
