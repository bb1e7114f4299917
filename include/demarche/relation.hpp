// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/export.hpp>
#include <demarche/contacts.hpp>
#include <demarche/measures.hpp>
#include <demarche/status.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

// Where two parties stand: what each asked of the other and what became of it, their last contacts, the channels between them, the measures that each holds
// against the other, and how the tone of their contacts moves. Every number stands beside the contacts or legs that it is made of.
//
//   const relation between(today, us, china);
//   fmt::print("asked {}, answered {}; {} open\n", between.of_first.asked(), between.of_first.answered(), between.of_first.open().size());
//   // asked 2, answered 1; 1 open
//   const std::string note = fmt::format("{}", between);   // a briefing note of some ten lines, as the example `briefing` prints it
//
// Whom one names says at which level one asks: what belongs to a party at a contact's date is the party's, as in `contacts.hpp`.

namespace demarche::inline v0 {

/// A time known within bounds.
struct time_bounds {
    std::chrono::seconds least = {};
    std::chrono::seconds most = {};

    bool operator==(const time_bounds&) const = default;
};

/// A request that one party made of the other: a leg of a matter in whose lifecycle a request can be unanswered.
struct request_made {
    demarche::status status = {};
    contact_id asked = {};                     ///< the contact that moved it out of the first state, in the shown world
    contact_id answered = {};                  ///< the first by which the respondent moved it on while it was unanswered, in the shown world
    std::optional<time_bounds> to_answer = {}; ///< from the one to the other, as their dates allow
    verdict how = verdict::certainly;          ///< whether it was between the two, and was made

    bool operator==(const request_made&) const = default;
};

/// Contacts, and how often they happened.
struct tallied {
    count times = {.least = 0, .most = 0};
    std::vector<contact_id> contacts = {};  ///< by date, then as recorded

    bool operator==(const tallied&) const = default;
};

/// What one party asked of the other, and holds against it.
struct DEMARCHE_EXPORT one_way {
    std::vector<request_made> requests = {};  ///< by the latest instant of `asked`, then as recorded
    tallied accepted = {};                    ///< the other's contacts of the acts accept and accept_counter toward the one
    tallied refused = {};                     ///< of the acts decline and decline_counter
    std::vector<measure> measures = {};       ///< legs of measures of the one upon the other that are, or may be, in force; `reaches` says whether it is upon the other

    /// The legs that are, or may be, open, the longest first.
    std::vector<status> open() const;
    /// How many requests there were, and how many were answered: bounds, of which a request is within whose status, or whose parties, are uncertain.
    count asked() const;
    count answered() const;
    /// The median of `to_answer`, as the dates allow; empty where nothing was answered. The lower and the upper one of an even number.
    std::optional<time_bounds> median_to_answer() const;

    bool operator==(const one_way&) const = default;
};

/// The last contact over one channel.
struct last_by_channel {
    demarche::channel channel = {};
    exchange last = {};

    bool operator==(const last_by_channel&) const = default;
};
/// The last contact of one level.
struct last_by_level {
    int level = 0;       ///< this rank or a higher one
    exchange last = {};

    bool operator==(const last_by_level&) const = default;
};

/// What the contacts of a month say of conflict and cooperation, on a scale.
struct month_of_contacts {
    std::chrono::year_month month = {};
    double sum = 0;                         ///< of the values of its contacts, each as often as it happened at least
    std::uint64_t number = 0;               ///< so counted
    std::vector<contact_id> contacts = {};  ///< those that have a value

    bool operator==(const month_of_contacts&) const = default;
};

/// What a contact says of conflict (below zero) and cooperation (above), where it says something.
using contact_scale = std::function<std::optional<double>(const contact&)>;
/// Goldstein's scale of events (Journal of Conflict Resolution 36, 1992), from -10 to 10, as ICEWS gives it for the CAMEO event that an act is: request and
/// reiterate 026, accept 036, decline 125, held 040, impose 163, lift 085. Other acts have none.
DEMARCHE_EXPORT std::optional<double> goldstein(const contact& c);

/// How to take the tone of contacts.
struct relation_options {
    contact_scale scale = goldstein;
    std::chrono::months window = std::chrono::months(6);  ///< the tone of so many months is compared with that of as many before
};

/// Where two parties stand, from one view; a value, but the chronicle must outlive it.
struct DEMARCHE_EXPORT relation {
    /// Linear in the contacts and matters of the two parties; a status for each of their matters, and the ties above all who act. Precondition: they are two.
    relation(const view& standpoint, actor_id first, actor_id second, const relation_options& options = {});

    view standpoint;
    actor_id first = {};
    actor_id second = {};
    one_way of_first = {};
    one_way of_second = {};
    std::optional<exchange> last = {};
    std::vector<last_by_channel> by_channel = {};   ///< by the channel's name
    std::vector<last_by_level> by_level = {};       ///< from the highest; a lower one where its last contact is another
    std::vector<status> channels = {};              ///< the legs of matters between them that follow the lifecycle "channel"
    std::vector<month_of_contacts> months = {};     ///< months of which something is to be said, by date; a contact counts for that of its latest instant
    std::optional<double> tone = {};                ///< the mean value of a contact in the window up to `when()`
    std::optional<double> tone_before = {};         ///< in the window before
};

/// How long ago a contact was, as its date allows.
DEMARCHE_EXPORT time_bounds age(const view& standpoint, contact_id c);

/// A briefing note of some ten lines. Precondition: the view and the chronicle live.
DEMARCHE_EXPORT std::string to_text(const relation& r);

}  // namespace demarche::inline v0
