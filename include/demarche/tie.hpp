// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/actor.hpp>
#include <demarche/date.hpp>

// A lasting relation of two actors, with its period: who is part of what, who holds which office, who is whose counterpart.
//
//   const actor_id navy = book.add(actor{.key = "navy"});
//   book.add(tie{.key = "navy-dod", .kind = tie_kinds::part_of, .from = navy, .to = dod, .during = date{"1949-08-10/.."}});
//   on_side(book.as_of(date{"2023-05-26"}), navy, us)   // certainly
//   on_side(book.as_of(date{"1949-08-10T12:00"}), navy, us)   // possibly

namespace demarche::inline v0 {

/// What a tie is, in one word.
using tie_kind = name<struct tie_kind_vocabulary>;

/// The kinds that come with the library; any other text is a kind too.
namespace tie_kinds {
inline constexpr tie_kind part_of = tie_kind::known("part_of");                ///< leads upward
inline constexpr tie_kind holds = tie_kind::known("holds");                    ///< person → office; leads upward
inline constexpr tie_kind counterpart_of = tie_kind::known("counterpart_of");  ///< symmetric
}  // namespace tie_kinds

/// A lasting relation of two actors, with its period.
struct tie {
    std::string key = {};
    tie_kind kind = {};
    actor_id from = {};
    actor_id to = {};
    std::optional<date> during = {};  ///< its period; always, without
    /// When you entered it. Without it, `known_by` sees it at any date, however long before it happened. Where it has reports, their dates count instead.
    std::optional<date> recorded = {};
    unknown_fields other = {};

    bool operator==(const tie&) const = default;
};

/// Whether ties of this kind lead upward, from a member to what it belongs to: `part_of` and `holds`.
constexpr bool leads_upward(tie_kind kind) { return kind == tie_kinds::part_of || kind == tie_kinds::holds; }

}  // namespace demarche::inline v0
