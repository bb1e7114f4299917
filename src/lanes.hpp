// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/episodes.hpp>

#include <optional>
#include <string>
#include <vector>

// What a picture of a matter, or of two actors, shows: a lane for each leg, with its history and its contacts.

namespace demarche::inline v0::detail {

/// For whom the actor of a contact acts: the requester or the respondent (between two actors: the one or the other), or neither or perhaps both.
enum class for_whom { first, second, other };

struct contact_mark {
    contact_id contact = {};
    instant earliest = beginning_of_time;
    instant latest = end_of_time;
    for_whom actor = for_whom::other;
    bool disputed = false;
};

/// One leg; or, where `leg.respondent` names nobody, a matter without a known lifecycle; or, where `leg.matter` names none, what has no lane of its own.
struct lane {
    demarche::leg leg = {};
    std::vector<contact_mark> contacts = {};  ///< by date, then by id
    std::vector<episode> episodes = {};       ///< none where there is no leg
    std::optional<demarche::status> status = {};
};

/// Contacts that a source published together.
struct publication {
    instant earliest = {};
    instant latest = {};
    source_id source = {};
    std::vector<contact_id> contacts = {};
};

/// The publications of those reports on the contacts of a lane that stand, and have a date; by date, then by the source's key.
std::vector<publication> publications_of(const view& v, const lane& l);

/// The lanes of a matter, in the order of `legs`; none where it is not in the view's record.
std::vector<lane> lanes_of(const view& v, matter_id m);
/// Those of every leg between two actors, of which one party is, or perhaps belongs to, the one and the other the other, by their first contacts; and last the
/// contacts between them that have no lane of their own, if any. Linear in the view's matters and contacts.
std::vector<lane> lanes_between(const view& v, actor_id a, actor_id b);

}  // namespace demarche::inline v0::detail
