// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/export.hpp>
#include <demarche/status.hpp>

#include <optional>
#include <string>
#include <vector>

// Measures (a sanction, a travel ban) and what stands in the way of a request by the respondent's word. Whether it bars anything is not
// for the library to say.
//
//   for (const obstacle& o : obstacles(today, l)) fmt::print("{}\n", to_text(today, o));
//   // Sanctions on Li Shangfu under the Countering America's Adversaries Through Sanctions Act: in force since 2018; cited by PRC Ministry of National Defense
//   //   2023-05-01/2023-05-25; exempt: Lloyd Austin (official business of the Secretary of Defense, by the Department's word); contested by perhaps Martin
//   //   Meiners 2023-05, Ely Ratner 2023-05-25
//
// A measure is a matter whose lifecycle is named "measure", or has a state named "in_force"; a matter that is cited, also where its lifecycle has no known
// table. Then whether it is in force is unknown, which is no error.

namespace demarche::inline v0 {

/// One respondent's part of a measure.
struct measure {
    demarche::leg leg = {};
    std::optional<demarche::status> status = {};  ///< empty where its lifecycle has no known table
    std::optional<verdict> in_force = {};         ///< whether it stands in the state of that name; empty as `status`
    verdict reaches = verdict::certainly;         ///< whether its respondent is the actor that was asked for, or above it

    bool operator==(const measure&) const = default;
};

/// Every leg of a measure whose respondent is that actor or, as of `when()`, is or may be above it: an office that it holds, an organisation or a state that
/// it belongs to. By matter, then by respondent. The cost of `chronicle::matters_of` for each of these, and of a status for each leg found.
DEMARCHE_EXPORT std::vector<measure> measures_on(const view& standpoint, actor_id whom);

/// Every leg of a measure of which the requester is of the one party and the respondent of the other, as of `when()`: what belongs to a party is the party's,
/// and where one belongs to the other, what is its own is not the other's. `reaches` says whether both are so. By matter, then by respondent. The cost of
/// `chronicle::matters_of` for all that ever belonged to the party with the fewer, and of a status for each leg found.
DEMARCHE_EXPORT std::vector<measure> measures_between(const view& standpoint, actor_id by, actor_id on);

/// A contact that names a measure.
struct mention {
    contact_id contact = {};
    actor_id by = {};                   ///< its actor
    verdict how = verdict::certainly;   ///< whether it happened by `when()`: possibly where its date leaves that open, or it is disputed
    verdict side = verdict::certainly;  ///< whether that actor was then on the side in question

    bool operator==(const mention&) const = default;
};

/// An exemption that covers a request.
struct cover {
    std::size_t which = 0;  ///< its number among the `exemptions` of the measure
    verdict how = verdict::certainly;

    bool operator==(const cover&) const = default;
};

/// A measure that a respondent names.
struct obstacle {
    matter_id what = {};
    std::vector<measure> legs = {};        ///< by respondent; of each, `reaches` says whether that respondent is a party of the request or above one
    std::optional<verdict> in_force = {};  ///< the surest of the legs that reach a party, or of all where none does; empty without a known table
    verdict exempt = verdict::impossibly;  ///< whether an exemption covers the request: the surest of `exemptions`
    std::vector<cover> exemptions = {};    ///< those that cover it or may, in the measure's order
    std::vector<mention> cited = {};       ///< by contacts of the respondent's side in the leg, by date (its earliest, then its latest), then as recorded
    std::vector<mention> contested = {};   ///< by contacts of the requester's side, of this or any other matter or of none, likewise

    bool operator==(const obstacle&) const = default;
};

/// The obstacles to a request: the measures that a contact of the respondent's side in the leg, that happened or may have by `when()`, names in `cites`. By
/// measure. Contacts that are unknown or corrected are left out, and supposed ones count.
/// An exemption covers the request where all of the fields that it has do:
/// - `actor`, where it is the requester or the respondent, or above it, or holds it (an office acts through its holder), as of `when()`;
/// - `act`, where a contact of the requester's side by which the request was made or changed by `when()` (its act proposes terms, or moves a leg out of the
///   first state) has that act;
/// - `during`, where its bounds have within them those of the occasion in force (in the shown world; one without an end is none), or without an occasion those
///   of the date of the last such contact, or without such a contact possibly. An unknown end leaves it possible beyond.
/// A note says nothing that the library could weigh: an exemption that has no more covers possibly.
/// Precondition: the leg's lifecycle is known. The cost of two statuses of the leg and one of each measure, and of the contacts that contest it.
DEMARCHE_EXPORT std::vector<obstacle> obstacles(const view& standpoint, leg of);

// As people say it. Precondition: made from that view.

/// "Sanctions on Li, Li Shangfu: in force since 2018".
DEMARCHE_EXPORT std::string to_text(const view& standpoint, const measure& m);
/// A line, as above; who is perhaps on a side is named as one of it, since it may act for that party.
DEMARCHE_EXPORT std::string to_text(const view& standpoint, const obstacle& o);

}  // namespace demarche::inline v0
