// SPDX-License-Identifier: BSL-1.0
#include "choices.hpp"

#include "sort_once.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace demarche::inline v0::detail {

scratch_vector<marks> held_beyond(const leg_record& leg, instant when)
{
    const std::size_t size = leg.entries.size();
    marks always(size);
    const auto is_to_come = [&](std::size_t i) { return leg.entries[i].earliest > when; };
    scratch_vector<std::size_t> disputed;
    for (std::size_t f = 0; f < size; ++f)
        if (is_to_come(f) && leg.entries[f].disputed) disputed.push_back(f);
    scratch_vector<marks> perhaps(disputed.size(), marks(size));
    for (std::size_t i = 0; i < size; ++i)
        leg.order.each_before(i, [&](std::size_t f) {
            if (!is_to_come(f)) return;
            const auto which = std::lower_bound(disputed.begin(), disputed.end(), f) - disputed.begin();
            (leg.entries[f].disputed ? perhaps[static_cast<std::size_t>(which)] : always).mark(i);
        });
    scratch_vector<marks> unions{always};
    for (const marks& held : perhaps) {
        for (std::size_t u = 0, before = unions.size(); u < before; ++u) {
            marks more = unions[u];
            more.mark(held);
            unions.push_back(std::move(more));
        }
        sort_once(unions);
    }
    return unions;
}

std::vector<some_contacts> ways_of(const leg_record& leg, std::span<const std::size_t> contacts, std::span<const marks> held)
{
    std::vector<some_contacts> found;
    for (const marks& away : held) {
        std::vector<some_contacts> all{{}};
        for (const std::size_t i : contacts) {
            if (away.has(i)) continue;
            const auto without = leg.entries[i].disputed ? all : std::vector<some_contacts>{};
            for (auto& in : all) in.push_back(i);
            all.insert(all.end(), without.begin(), without.end());
        }
        found.insert(found.end(), std::make_move_iterator(all.begin()), std::make_move_iterator(all.end()));
    }
    sort_once(found);
    return found;
}

bool stands_before(const standing& a, const standing& b)
{
    const auto parts = [](const standing& s) {
        return std::tuple(s.state, s.in_force.occasion, s.in_force.reply_by, s.prior, s.prior_reply_fell, s.prior_occasion_fell, s.prior_terms.occasion,
                          s.prior_terms.reply_by);
    };
    return parts(a) < parts(b);
}

standing_set standing_set_of(std::vector<standing> all)
{
    sort_once(all, stands_before);
    return all;
}

void put_in_order_once(std::vector<standing_set>& all)
{
    sort_once(all, [](const standing_set& a, const standing_set& b) { return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), stands_before); });
}

}  // namespace demarche::inline v0::detail
