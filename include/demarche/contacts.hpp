// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/export.hpp>
#include <demarche/offices.hpp>

#include <optional>
#include <string>
#include <vector>

// Contacts themselves, whatever legs they belong to: which there were between two parties, how many, the last, the most senior.
//
//   for (const exchange& x : contacts(today, us, china, {.acts = {acts::held}, .during = date{"2023-05"}}))   // of their sides
//       fmt::print("{}, {}\n", book.key(x.contact), x.how);                                                   // sullivan-talks, possibly
//   const auto met = last_contact(today, secdef, minister, {.acts = {acts::held}});                           // of two offices, whoever held them then
//   fmt::print("{} {}\n", book[met->contact].on, book[met->contact].place);                                   // 2022-11-22 Siem Reap, Cambodia
//   tally(today, us, china, {.acts = {acts::decline}})                                                        // 2..
//
// Whom one names says at which level one asks. A contact is a party's where one of its participants is that party or belonged to it at the contact's date, by
// ties that lead upward: a person's are what it did itself; an office's also what those did who held it then; a state's also what all of its own did.

namespace demarche::inline v0 {

/// Which contacts: each field that is set must fit.
struct contact_filter {
    std::vector<act> acts = {};          ///< any of these
    std::vector<actor_id> from = {};     ///< any of these, or one of their own
    std::vector<actor_id> to = {};       ///< any of these, or one of their own
    std::optional<date> during = {};
    matter_id matter = {};
    std::vector<channel> channels = {};  ///< any of these; of a contact without one, its matter's
    std::vector<std::string> places = {};  ///< any of these, as written
    std::optional<int> level = {};       ///< this rank, or a higher one (a lesser number); between two parties only
};

/// How many contacts that fit happened by `when()`: bounds, since dates and ties are imprecise, sources differ, and a contact may stand for
/// several (`times`). Linear in the contacts of the matter, or of those that `from` or `to` name and of their own, else in all.
DEMARCHE_EXPORT count tally(const view& standpoint, const contact_filter& which);

/// A contact of two parties.
struct exchange {
    contact_id contact = {};
    verdict how = verdict::certainly;      ///< whether it happened by `when()`, was between the two, and fits
    verdict by_first = verdict::impossibly;   ///< whether it was the first that acted
    verdict by_second = verdict::impossibly;  ///< whether it was the second
    rank_bounds level = {};                ///< the lower-ranked of the two ends, each being as high as its highest participant at the contact's date

    bool operator==(const exchange&) const = default;
};

/// The contacts of two parties, whoever acted, that fit and happened or may have happened by `when()`; in the order of their latest instants, then as
/// recorded. A contact's participants are its `from`, its `to` and those that it names in `with`; where it has no `to`, the parties of its matter for which
/// its `from` does not act stand for it. Two of them must be of the two parties, one of each. Where one party belongs to the other, what is its own is not the
/// other's. Contacts that are unknown or corrected are left out; disputed ones are possible. Linear in the contacts of the two and of all that ever belonged to
/// the one with the fewer, and in the ties above their participants.
DEMARCHE_EXPORT std::vector<exchange> contacts(const view& standpoint, actor_id first, actor_id second, const contact_filter& which = {});
/// How many of these there are.
DEMARCHE_EXPORT count tally(const view& standpoint, actor_id first, actor_id second, const contact_filter& which = {});

/// The last of these that had happened by `when()` (its latest instant counts); where none had for sure, the last that may have. Certain where it is the last
/// whichever way the dates, ties and disputes are settled. Empty where there is none.
DEMARCHE_EXPORT std::optional<exchange> last_contact(const view& standpoint, actor_id first, actor_id second, const contact_filter& which = {});
/// Those of the highest level: all that may be it. Certain where it is, whichever way. With a supposed contact, the answer if it were so.
DEMARCHE_EXPORT std::vector<exchange> most_senior(const view& standpoint, actor_id first, actor_id second, const contact_filter& which = {});
/// The last before one of these that was, or may have been, of the same level or a higher one: "the most senior since …". Empty where there is none, and where
/// the level of that one is unknown.
DEMARCHE_EXPORT std::optional<exchange> last_as_senior(const view& standpoint, actor_id first, actor_id second, contact_id than, const contact_filter& which = {});

/// The last contact of two actors themselves, whoever acted, by that act, that had happened by `when()` (its latest instant counts), neither unknown nor
/// corrected; one that names nothing where there is none. Logarithmic in their contacts by that act.
DEMARCHE_EXPORT contact_id last_contact(const view& standpoint, actor_id a, actor_id b, act how);

/// Every contact that the view holds disputed and nothing corrects, by id: where sources contradict one another. Linear in the reports.
DEMARCHE_EXPORT std::vector<contact_id> disputed_contacts(const view& standpoint);

/// "2022-11-22 held: Lloyd Austin (US Secretary of Defense) with Wei Fenghe (PRC Minister of National Defense), in person, Siem Reap, Cambodia": with the
/// offices that they held at its date. Precondition: made from that view.
DEMARCHE_EXPORT std::string to_text(const view& standpoint, const exchange& e);

}  // namespace demarche::inline v0
