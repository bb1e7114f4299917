// SPDX-License-Identifier: BSL-1.0
#include "told_choice.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace demarche::inline v0::detail {

std::vector<told_choice::member> told_choice::members_of(const leg_record& leg, const line_up& in)
{
    std::vector<member> found;
    found.reserve(in.size());
    for (const lined_up& c : in) found.push_back({leg.entries[c.entry].contact, c.earliest, c.latest});
    if (!std::is_sorted(found.begin(), found.end())) std::sort(found.begin(), found.end());
    return found;
}

/// The instants at which what can happen is not what was told. What goes before a contact is another only then: what comes or goes between two others narrows
/// the dates of both.
span_of_time told_choice::difference(const std::vector<member>& now) const
{
    span_of_time all;
    auto a = members_.begin();
    auto b = now.begin();
    while (a != members_.end() || b != now.end()) {
        if (b == now.end() || (a != members_.end() && a->contact < b->contact)) {
            all.reach(a->earliest, a->latest);
            ++a;
        } else if (a == members_.end() || b->contact < a->contact) {
            all.reach(b->earliest, b->latest);
            ++b;
        } else {
            const instant first = a->earliest != b->earliest ? std::min(a->earliest, b->earliest) : std::min(a->latest, b->latest);
            if (*a != *b) all.reach(first, std::max(a->latest, b->latest));
            ++a;
            ++b;
        }
    }
    return all;
}

/// Until they stand as they stood in one of the milestones of `before`, after `settled`.
void told_choice::live(one_choice<few_marks> worlds, const line_up& in, std::vector<milestone> before, instant settled)
{
    constexpr std::ptrdiff_t apart = 8;
    const auto begun = [&in](instant t) {
        const auto order = in.by_begin();
        return std::partition_point(order.begin(), order.end(), [&](std::size_t m) { return in[m].earliest < t; }) - order.begin();
    };
    std::ptrdiff_t told = milestones_.empty() ? 0 : begun(milestones_.back().at);
    auto was = before.begin();
    const bool to_the_end = worlds.live_through([&](instant t) {
        was = std::find_if(was, before.end(), [t](const milestone& m) { return m.at >= t; });
        const bool stood = was != before.end() && was->at == t;
        const std::ptrdiff_t here = begun(t);
        if (!stood && here < told + apart) return true;
        milestone now = worlds.stand(t);
        if (stood && settled < t && now == *was) {
            milestones_.insert(milestones_.end(), std::make_move_iterator(was), std::make_move_iterator(before.end()));
            return false;
        }
        told = here;
        milestones_.push_back(std::move(now));
        return true;
    });
    if (to_the_end) end_ = standing_set_of(worlds.ends());
}

const standing_set& told_choice::tell(const leg_record& leg, const lifecycle& table, instant from, const standing_set& start, const some_contacts& in, instant until)
{
    const scratch room;
    const line_up line(leg, in);
    auto members = members_of(leg, line);
    span_of_time differs = difference(members);
    if (from_ != from || start_ != start) differs.reach(beginning_of_time, beginning_of_time);
    if (until_ != until) differs.reach(end_of_time, end_of_time);
    if (differs.empty()) return end_;
    from_ = from;
    start_ = start;
    members_ = std::move(members);
    until_ = until;
    const auto kept = std::partition_point(milestones_.begin(), milestones_.end(), [&](const milestone& m) { return m.at <= std::min(differs.first, until); });
    std::vector<milestone> before(std::make_move_iterator(kept), std::make_move_iterator(milestones_.end()));
    milestones_.erase(kept, milestones_.end());
    if (line.width() > few_marks::most) {
        milestones_.clear();
        one_choice<marks> worlds(leg, table, start_, from, until, line);
        worlds.live_through();
        end_ = standing_set_of(worlds.ends());
    } else if (milestones_.empty()) {
        live(one_choice<few_marks>(leg, table, start_, from, until, line), line, std::move(before), differs.last);
    } else {
        live(one_choice<few_marks>(leg, table, milestones_.back(), until, line), line, std::move(before), differs.last);
    }
    return end_;
}

}  // namespace demarche::inline v0::detail
