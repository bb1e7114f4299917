// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/export.hpp>
#include <demarche/view.hpp>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

// Who is in touch with whom: who could introduce somebody, who sits between two parties, who stopped talking.
//
//   const chronicle harbour = jsonl::load("introduction.jsonl");
//   const view then = harbour.as_of(date{"2024-09-30"});
//   for (const introduction& i : introductions(then, harbour.find<actor>("brandt"), harbour.find<actor>("solberg"), 1)) fmt::print("{}\n", to_text(then, i));
//   // Tomas Brandt – Elena Moretti (2024-08) – Henrik Solberg (2024-09-05): 2 steps, cost 2.31
//
// Two actors are linked by their last contact lately. Contacts are those of `graph` (boost_graph.hpp): toward somebody (`to`; `with` makes no link), neither
// unknown nor corrected (disputed and supposed ones count), and of dates that lie within the last days up to `when()` whichever way they are settled. No tie is
// a link: who holds an office is in touch by what it did itself.
// A link costs (1 + age / fades) × n / (n + 1), rounded to a thousandth, where n is the contact's level (the lower of its two ranks) and the factor is 1 where there
// certainly is none: a step costs 1, twice that when it is half a year old, and half of that between two of the first rank.
// Two are severed, and no link, where one is or belongs to a party and the other to the other (certainly, as of `when()`), and all channels that were opened
// between these two parties certainly stand suspended or closed. A channel is a leg of a matter whose lifecycle is named "channel". Who belongs to both is
// severed from neither, but what belongs to a party that itself belongs to the other is its own alone.

namespace demarche::inline v0 {

/// Which contacts make a link, what a link costs, and who is severed.
struct network_options {
    std::chrono::days lately{365};                             ///< how long before `when()` a contact may lie
    std::chrono::days fades{180};                              ///< the age at which a contact costs twice what it did when it was new
    std::vector<std::pair<actor_id, actor_id>> severed = {};  ///< parties to take as severed too
};

// All throw `error` (`errc::invalid_value`) where `lately` or `fades` is not positive, or one of a severed pair names nothing. To find the links costs what
// making a `graph` does, a logarithm for each of its edges, the ranks of the ends of each link, a status for each channel, and for each severed pair the ties
// above all who are linked.

/// The last contact of two that are linked.
struct acquaintance {
    contact_id last = {};
    double age = 0;   ///< at `when()`, in days
    double cost = 0;

    bool operator==(const acquaintance&) const = default;
};

/// A chain of actors each of whom is linked to the next.
struct introduction {
    std::vector<actor_id> actors = {};     ///< each once
    std::vector<acquaintance> links = {};  ///< of each to the next
    double cost = 0;                       ///< of all links together

    bool operator==(const introduction&) const = default;
};

/// The `most` cheapest chains from one actor to another; by cost, then by the ids of the actors in turn. From an actor to itself, the chain of it alone; none
/// for one that the view does not have. Dijkstra's algorithm once for every step of each chain (Yen's algorithm).
DEMARCHE_EXPORT std::vector<introduction> introductions(const view& standpoint, actor_id from, actor_id to, std::size_t most = 3, const network_options& options = {});

/// Somebody between two parties: of how many pairs, a member of each, the cheapest chain leads through this actor. A pair that has several counts by the
/// share of them that do.
struct go_between {
    actor_id who = {};
    double least = 0;         ///< pairs of those who certainly are members
    double most = 0;          ///< pairs of those who may be
    std::size_t of = 0;       ///< how many pairs of the latter have a chain
    verdict of_first = verdict::impossibly;   ///< whether it is a member of the first party
    verdict of_second = verdict::impossibly;
    std::vector<contact_id> by = {};  ///< the last contacts with its neighbours on these chains, by id

    bool operator==(const go_between&) const = default;
};

/// Everybody who may sit between two parties; by `most` and `least`, the greatest first, then by id. A member of a party is that party, and whoever is linked
/// and belongs to it as of `when()`; who belongs to both is neither's, as for severed pairs. A member may itself be between others of its party and the other
/// party. None between an actor and itself. Betweenness as of Brandes, of the pairs of two sets: Dijkstra's algorithm twice for each member of the first.
DEMARCHE_EXPORT std::vector<go_between> go_betweens(const view& standpoint, actor_id first, actor_id second, const network_options& options = {});

/// Two who were linked, and no longer are.
struct silence {
    actor_id a = {};
    actor_id b = {};         ///< the later one by id
    contact_id last = {};    ///< their last contact, by the first view

    bool operator==(const silence&) const = default;
};

/// A group whose actors were all linked, be it through others of it, and no longer are.
struct rift {
    std::vector<actor_id> group = {};               ///< by id
    std::vector<std::vector<actor_id>> parts = {};  ///< into which it fell, each by id; by their first. One who lost all links is a part
    std::vector<silence> silences = {};             ///< the links that there were across the parts; by their ends

    bool operator==(const rift&) const = default;
};

/// The connected components of the first view that are not connected in the second, be it through others, by their first actors. Precondition: both views are
/// of one chronicle. Linear in the links of both.
DEMARCHE_EXPORT std::vector<rift> stopped_talking(const view& before, const view& after, const network_options& options = {});

// Each as a line. Precondition: made from that view, or from these two (of which the first is wanted).

/// As above.
DEMARCHE_EXPORT std::string to_text(const view& standpoint, const introduction& i);
/// "Mira Osei: between 4 of 6 pairs", "Jonas Reiter (of the first): between 1.5 to 2 of 6 pairs".
DEMARCHE_EXPORT std::string to_text(const view& standpoint, const go_between& g);
/// "Ann, Bea | Carl; last between them: Bea – Carl (2022-03-01)".
DEMARCHE_EXPORT std::string to_text(const view& before, const rift& r);

}  // namespace demarche::inline v0
