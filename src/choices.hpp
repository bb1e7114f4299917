// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "line_up.hpp"
#include "marks.hpp"
#include "worlds.hpp"

#include <optional>
#include <span>
#include <vector>

// Which of its disputed contacts a leg has, and where its worlds stand by each such choice. Choices whose worlds stand alike are one, since nothing else decides
// what is to come.

namespace demarche::inline v0::detail {

/// The sets of contacts that the disputed ones to come can hold back beyond `when`: each goes after one of them.
scratch_vector<marks> held_beyond(const leg_record& leg, instant when);

/// Some of a leg's contacts, in record order.
using some_contacts = std::vector<std::size_t>;
/// In which ways some contacts can be in: for every choice of the disputed ones, and of what others hold back beyond the time that is told of.
std::vector<some_contacts> ways_of(const leg_record& leg, std::span<const std::size_t> contacts, std::span<const marks> held);

/// Where the worlds of one choice stand: each standing once, in an order.
using standing_set = std::vector<standing>;
bool stands_before(const standing& a, const standing& b);
standing_set standing_set_of(std::vector<standing> all);
void put_in_order_once(std::vector<standing_set>& all);

/// Where the worlds of each choice stand after some contacts, by where they stood before: `ends(from, in)` for each of those and each way to choose further.
template <class Ends>
std::vector<standing_set> stand_after(std::span<const standing_set> before, std::span<const some_contacts> ways, Ends ends)
{
    std::vector<standing_set> after;
    for (const standing_set& from : before)
        for (const some_contacts& in : ways) after.push_back(ends(from, in));
    put_in_order_once(after);
    return after;
}

/// The outcomes of all choices, taken together.
struct gathering {
    void take(state_set possible)
    {
        if (!first) first = possible;
        found.possible.insert(possible);
        found.why.imprecise_date = found.why.imprecise_date || possible.size() > 1;
        found.why.dispute = found.why.dispute || possible != *first;
    }
    void take(const standing_set& all)
    {
        state_set possible;
        for (const standing& s : all) possible.insert(s.state);
        take(possible);
    }

    outcomes found = {};
    std::optional<state_set> first = {};
};

}  // namespace demarche::inline v0::detail
