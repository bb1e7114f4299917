// SPDX-License-Identifier: BSL-1.0
#include "told_choice.hpp"

#include <algorithm>
#include <type_traits>

namespace demarche::inline v0::detail {

std::vector<told_choice::member> told_choice::members_of(const leg_record& leg, const line_up& in)
{
    std::vector<member> found;
    found.reserve(in.size());
    for (const lined_up& c : in) found.push_back({leg.entries[c.entry].contact, c.earliest, c.latest});
    if (!std::is_sorted(found.begin(), found.end())) std::sort(found.begin(), found.end());
    return found;
}

/// The first instant before which the worlds of `now` are those that were told. What goes before a contact is another only if one that can happen by then is.
instant told_choice::first_difference(const std::vector<member>& now) const
{
    instant first = end_of_time;
    auto a = members_.begin();
    auto b = now.begin();
    while (a != members_.end() || b != now.end()) {
        if (b == now.end() || (a != members_.end() && a->contact < b->contact)) {
            first = std::min(first, a++->earliest);
        } else if (a == members_.end() || b->contact < a->contact) {
            first = std::min(first, b++->earliest);
        } else {
            if (a->earliest != b->earliest) first = std::min({first, a->earliest, b->earliest});
            if (a->latest != b->latest) first = std::min({first, a->latest, b->latest});
            ++a;
            ++b;
        }
    }
    return first;
}

/// All of the last ones, and the fewer the longer ago.
void told_choice::keep(milestone m)
{
    constexpr std::size_t most = 32;
    if (milestones_.size() == most) {
        for (std::size_t i = 0; i < most / 4; ++i) milestones_[i] = std::move(milestones_[2 * i + 1]);
        milestones_.erase(milestones_.begin() + most / 4, milestones_.begin() + most / 2);
    }
    milestones_.push_back(std::move(m));
}

template <class Marks>
void told_choice::live(one_choice<Marks> worlds, const line_up& in)
{
    const auto begins = [&](instant t) {
        const auto order = in.by_begin();
        const auto first = std::partition_point(order.begin(), order.end(), [&](std::size_t m) { return in[m].earliest < t; });
        return first != order.begin() && first != order.end() && in[*first].earliest == t;
    };
    const instant from = milestones_.empty() ? beginning_of_time : milestones_.back().at;
    worlds.live_through([&](instant t) {
        if constexpr (std::is_same_v<Marks, few_marks>)
            if (t > from && begins(t)) keep(worlds.stand(t));
    });
    end_ = standing_set_of(worlds.ends());
}

const standing_set& told_choice::tell(const leg_record& leg, const lifecycle& table, instant from, const standing_set& start, const some_contacts& in, instant until)
{
    const scratch room;
    const line_up line(leg, in);
    auto members = members_of(leg, line);
    const bool same_start = from_ == from && start_ == start;
    const instant differs = same_start ? first_difference(members) : beginning_of_time;
    if (same_start && members == members_ && until == until_) return end_;
    std::erase_if(milestones_, [&](const milestone& m) { return m.at > differs; });
    if (!same_start || line.width() > few_marks::most) milestones_.clear();
    from_ = from;
    start_ = start;
    members_ = std::move(members);
    until_ = until;
    if (!milestones_.empty()) live(one_choice<few_marks>(leg, table, milestones_.back(), until, line), line);
    else ask_worlds(leg, table, start_, from, until, line, [&](auto worlds) { live(std::move(worlds), line); });
    return end_;
}

}  // namespace demarche::inline v0::detail
