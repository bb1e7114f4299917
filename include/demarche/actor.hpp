// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/id.hpp>
#include <demarche/name.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

// Who acts: a person, an office, an organisation, a state, a group or a forum; a vertex of the graph.
//
//   const actor_id navy = book.add(actor{.key = "navy", .name = "US Navy", .kind = actor_kinds::organisation, .ids = {{"cameo", "USAMIL"}}});
//   fmt::print("{}: {}\n", book[navy].name, book[navy].kind);   // US Navy: organisation

namespace demarche::inline v0 {

/// Fields that demarche does not know, kept and written back: name and JSON value, as it was written.
/// A known field stands here too where its value was written otherwise than demarche writes it (`"respondent": []`).
using unknown_fields = std::vector<std::pair<std::string, std::string>>;

/// What an actor is, in one word.
using actor_kind = name<struct actor_kind_vocabulary>;

/// The kinds that come with the library; any other text is a kind too: `actor_kind{"militia"}`.
namespace actor_kinds {
inline constexpr actor_kind person = actor_kind::known("person");
inline constexpr actor_kind office = actor_kind::known("office");
inline constexpr actor_kind organisation = actor_kind::known("organisation");
inline constexpr actor_kind state = actor_kind::known("state");
inline constexpr actor_kind group = actor_kind::known("group");
inline constexpr actor_kind forum = actor_kind::known("forum");
}  // namespace actor_kinds

/// A person, office, organisation, state, group or forum: a vertex.
struct actor {
    std::string key = {};
    std::string name = {};
    actor_kind kind = {};
    std::vector<std::pair<std::string, std::string>> ids = {};  ///< codes elsewhere: scheme and code, in the order written
    std::optional<int> rank = {};                               ///< of an office; 1 is the highest
    unknown_fields other = {};

    bool operator==(const actor&) const = default;
};

}  // namespace demarche::inline v0
