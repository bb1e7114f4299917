// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/export.hpp>
#include <demarche/status.hpp>

#include <span>
#include <string>

// What changed from one view to another, and because of what; and where perspectives differ.
//
//   const view late = book.as_of(date{"2023-05-30"});   // what happened since
//   for (const change& c : diff(today, late)) fmt::print("{}\n", to_text(today, late, c));
//   // slid23/li: acknowledged → declined (refused decline by PRC Ministry of National Defense, 2023-05-29)
//   const view before = late.known_by(date{"2023-05-26"});   // what we learned since
//   for (const change& c : diff(before, late)) fmt::print("{}\n", to_text(before, late, c));
//   // slid23/li: acknowledged → declined (refused decline by PRC Ministry of National Defense, 2023-05-29, reported by P; handshake remark by Lloyd Austin,
//   //   2023-06-02, reported by P)
//   const std::array voices{perspective{agency}, perspective{newspaper}};
//   for (const disagreement& d : compare(today, voices))   // where "according to the agency" and "according to the newspaper" differ
//       fmt::print("{}: {} contacts, {} ties\n", book[d.leg.matter].key, d.contacts.size(), d.ties.size());
//   // slid23: 2 contacts, 0 ties
//   // calls23: 2 contacts, 0 ties

namespace demarche::inline v0 {

/// How a view has a contact that bears on a leg.
struct contact_standing {
    demarche::belief belief = belief::unknown;
    bool corrected = false;
    bool in_leg = false;  ///< it belongs to the leg, and is neither unknown nor corrected; what follows says nothing of any other
    verdict happened = verdict::impossibly;  ///< by `when()`, going by its own date
    bool for_requester = false;              ///< for whom its actor acts: possibly both, or neither
    bool for_respondent = false;

    bool operator==(const contact_standing&) const = default;
};

/// A contact that two views have otherwise. Empty in the view of whose record it is no part: recorded or published later, or supposed by the other alone.
struct contact_change {
    contact_id contact = {};
    std::optional<contact_standing> before = {};
    std::optional<contact_standing> after = {};

    bool operator==(const contact_change&) const = default;
};

/// An act of the clock that struck in one of two views.
struct clock_change {
    demarche::act act = {};
    instant at = {};
    bool after = false;  ///< whether it is the later-named view in which it struck

    bool operator==(const clock_change&) const = default;
};

/// Why a leg stands otherwise in two views. A cause is
/// - the matter, where it is in the record of one view and not of the other;
/// - a contact that the two views have otherwise: of the leg in one of them; or that delegates a leg of the matter, or to which one of the leg replies, or
///   that corrects any of these or is corrected by it, be it through others;
/// - where a contact belongs to the leg, or acts for a party, in one view and not in the other: a tie that leads upward, be it through others, from a party of
///   the matter or an end of a contact of the leg, which the two views believe otherwise;
/// - a report that counts in one view and not in the other, on such a contact or tie;
/// - an act of the clock that struck, and moved the leg, in the shown world of one view and not in that of the other.
/// Where a leg is shown in one view only, the causes of every leg of its matter are taken together: another may have passed it on.
/// A contact that is of another leg in both views is no cause, though without the causes it might be of this one.
/// Where there is none of these, time alone made more or other histories possible: then the contacts of the leg whose dates have instants after the earlier
/// `when()` and up to the later, the same in both views, and the acts of the clock that may fall due between.
struct causes {
    bool matter = false;
    std::vector<contact_change> contacts = {};  ///< by id
    std::vector<tie_id> ties = {};              ///< by id
    std::vector<report_id> reports = {};        ///< by id
    std::vector<clock_change> clock = {};       ///< by instant

    /// Whether time alone is the cause.
    bool empty() const { return !matter && contacts.empty() && ties.empty() && reports.empty() && clock.empty(); }
    bool operator==(const causes&) const = default;
};

/// A leg that stands otherwise in two views. Empty where it is not shown.
struct change {
    demarche::leg leg = {};
    std::optional<status> before = {};
    std::optional<status> after = {};
    causes because = {};
};

/// Whether two statuses say the same: every field but `book`, `lapses` too. Contacts that views suppose are the same to `since` where they have the same date.
DEMARCHE_EXPORT bool same_answer(const status& a, const status& b);

/// Every leg whose status differs between two views of one chronicle, of whatever instants, perspectives, suppositions and sizes; by matter, in the order of
/// arrival. The other way round, it has the same changes, turned round. A supposed contact is the same in both where they number it alike and it has the same
/// content. The cost of two statuses for each leg; where the two differ in `when()` alone, of none for a leg of which nothing happens, or falls due, between.
/// For each change, four statuses more, and the ties above its actors; and, once for a matter of which some leg is shown in one view only, as much for each of its
/// legs. Precondition: the views are of one chronicle.
DEMARCHE_EXPORT std::vector<change> diff(const view& before, const view& after);

/// A contact that some of several views have otherwise than others.
struct contested_contact {
    contact_id contact = {};
    std::vector<std::optional<contact_standing>> standings = {};  ///< by perspective
    std::vector<report_id> reports = {};                          ///< on it, that count in some and not in all

    bool operator==(const contested_contact&) const = default;
};

/// A leg on which perspectives differ.
struct disagreement {
    demarche::leg leg = {};
    std::vector<std::optional<status>> statuses = {};  ///< by perspective; empty where it is not shown
    std::vector<contested_contact> contacts = {};      ///< by id; which they are, `causes` says
    std::vector<tie_id> ties = {};
    std::vector<report_id> reports_on_ties = {};
};

/// Every leg whose status differs between any two of some perspectives, in place of the view's own, be it that one of them says nothing of it. What sources
/// say against one another is `disputed_contacts`, in `contacts.hpp`. Costs a status for each leg and perspective, and as `diff`.
DEMARCHE_EXPORT std::vector<disagreement> compare(const view& standpoint, std::span<const perspective> perspectives);

/// A change in a line: `slid23/li: pending → declined (c3 decline by PRC Ministry of National Defense, 2023-05-29, reported by Xinhua)`. Statuses are given
/// in full where their states are the same. Precondition: it is of these views.
DEMARCHE_EXPORT std::string to_text(const view& before, const view& after, const change& c);
/// A disagreement in a line for the leg, with the states by perspective, and one for each contact. Precondition: it is of this comparison.
DEMARCHE_EXPORT std::string to_text(const view& standpoint, std::span<const perspective> perspectives, const disagreement& d);

}  // namespace demarche::inline v0
