// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "date_table.hpp"
#include "entry_code.hpp"
#include "marks.hpp"

#include <demarche/lifecycle.hpp>

#include <array>
#include <compare>
#include <cstdint>
#include <optional>

// How a contact that comes after all others of its leg moves it, where dates are whole days and all terms are the matter's own. Of days, only how they
// lie to one another matters, so that there are few such transitions: whoever adds remembers those that it met.

namespace demarche::inline v0::detail {

/// Where a term ends, seen from a contact and from the one before it.
enum class term_end : std::uint8_t { nowhere, before_last, between, day_before, later };

/// All that a leg_transition depends on.
struct situation {
    const lifecycle* table;
    std::uint8_t lifecycle_number;  ///< stands for the table in its chronicle
    std::uint8_t row;
    state_id state;  ///< after the contact before
    terms_code terms;
    bool begun;  ///< it was in another state than none
    term_end occasion;
    term_end reply_by;
    std::strong_ordering by_terms;  ///< the occasion to the reply_by

    /// Never 0.
    std::uint64_t key() const
    {
        const auto order = static_cast<std::uint64_t>(by_terms < 0 ? 0 : by_terms > 0 ? 2 : 1);
        return std::uint64_t{lifecycle_number} << 56 | std::uint64_t{row} << 48 | std::uint64_t{terms.bits()} << 32 | index(state) << 16 |
               std::uint64_t{begun} << 8 | order << 6 | static_cast<std::uint64_t>(occasion) << 3 | static_cast<std::uint64_t>(reply_by);
    }
};

struct leg_transition {
    bool told = false;    ///< whether this tells it; else its course is to be followed from the start
    bool moves = false;   ///< the contact brings the state, or there is none
    bool begins = false;  ///< it begins an attempt
    bool reminds = false;
    state_id before = state_id::none;  ///< just before the contact
    state_id state = state_id::none;
    state_id after = state_id::none;  ///< where the clock then leads
    awaited awaits_before = awaited::nobody;  ///< nobody or one of the two parties, as the next
    awaited awaits = awaited::nobody;
    due_of due_before = due_of::neither;  ///< of which terms the clock would have acted next
    due_of due = due_of::neither;
    terms_code terms = {};

    friend bool operator==(const leg_transition&, const leg_transition&) = default;
};

/// By the lifecycle's table.
leg_transition fold_transition(const situation& s);

/// The transitions that were met last, by what they depend on. One thread.
class transition_memo {
public:
    const leg_transition& operator[](const situation& s)
    {
        const std::uint64_t key = s.key();
        cell& c = cells_[mixed(key) % cells_.size()];
        if (c.key != key) c = {key, fold_transition(s)};
        return c.found;
    }

private:
    struct cell {
        std::uint64_t key = 0;
        leg_transition found = {};
    };
    std::array<cell, 512> cells_ = {};
};

/// How a leg stands after a contact that comes after all before it, in the order of dates and of arrival.
struct next_standing {
    leg_transition by;
    entry_outcome outcome;
};

class archive;
struct matter_line;

/// Empty where codes do not tell it: then its course is to be followed from the start. Preconditions: so far they told it; the contact is of that row,
/// without details or replies.
std::optional<next_standing> next_in_course(const archive& book, const matter_line& line, std::uint8_t row, date_table::code on, transition_memo& memo);

}  // namespace demarche::inline v0::detail
