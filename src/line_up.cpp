// SPDX-License-Identifier: BSL-1.0
#include "line_up.hpp"

#include <algorithm>
#include <functional>
#include <numeric>
#include <utility>

namespace demarche::inline v0::detail {

line_up::line_up(const leg_record& leg, std::span<const std::size_t> in)
{
    all_.reserve(in.size());
    for (const std::size_t i : in) all_.push_back({i, leg.entries[i].earliest, leg.entries[i].latest});
    if (leg.order.has_rules()) narrow(leg);
    by_begin_.resize(all_.size());
    std::iota(by_begin_.begin(), by_begin_.end(), std::size_t{0});
    const auto begins = [this](std::size_t a, std::size_t b) { return std::pair(all_[a].earliest, a) < std::pair(all_[b].earliest, b); };
    if (!std::is_sorted(by_begin_.begin(), by_begin_.end(), begins)) std::sort(by_begin_.begin(), by_begin_.end(), begins);
    give_slots();
}

/// What those that are in leave of one another's dates.
void line_up::narrow(const leg_record& leg)
{
    constexpr std::size_t out = static_cast<std::size_t>(-1);
    scratch_vector<std::size_t> place(leg.entries.size(), out);
    for (std::size_t m = 0; m < all_.size(); ++m) place[all_[m].entry] = m;
    for (lined_up& held_back : all_)
        leg.order.each_before(held_back.entry, [&](std::size_t before) {
            if (place[before] == out) return;
            lined_up& first = all_[place[before]];
            held_back.earliest = std::max(held_back.earliest, leg.entries[before].earliest);
            first.latest = std::min(first.latest, leg.entries[held_back.entry].latest);
        });
}

void line_up::give_slots()
{
    using taken = std::pair<instant, std::uint32_t>;
    scratch_vector<taken> over_first;
    scratch_vector<std::uint32_t> free;
    over_first.reserve(all_.size());
    free.reserve(all_.size());
    for (const std::size_t m : by_begin_) {
        lined_up& c = all_[m];
        for (; !over_first.empty() && over_first.front().first < c.earliest; over_first.pop_back()) {
            std::pop_heap(over_first.begin(), over_first.end(), std::greater<>());
            free.push_back(over_first.back().second);
            std::push_heap(free.begin(), free.end(), std::greater<>());
        }
        if (free.empty()) {
            c.slot = static_cast<std::uint32_t>(width_++);
        } else {
            std::pop_heap(free.begin(), free.end(), std::greater<>());
            c.slot = free.back();
            free.pop_back();
        }
        over_first.emplace_back(c.latest, c.slot);
        std::push_heap(over_first.begin(), over_first.end(), std::greater<>());
    }
}

}  // namespace demarche::inline v0::detail
