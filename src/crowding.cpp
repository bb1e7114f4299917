// SPDX-License-Identifier: BSL-1.0
#include "crowding.hpp"

#include "instants.hpp"

#include <algorithm>
#include <utility>

namespace demarche::inline v0::detail {

namespace {

/// The instants at which terms of the leg are over.
scratch_vector<instant> dues_of(const leg_record& leg)
{
    scratch_vector<instant> dues;
    const auto take = [&](instant due) { dues.push_back(due); };
    each_due(leg.stated, take);
    for (const entry_of_leg& e : leg.entries) each_due(e.does.proposed, take);
    return dues;
}

/// At `at` contacts of one pair of bounds begin to be possible, or are no longer.
struct begin_or_end {
    instant at;
    std::ptrdiff_t bounds;
    std::ptrdiff_t contacts;
};

scratch_vector<begin_or_end> changes_of(std::span<const entry_of_leg> entries, instant when)
{
    scratch_vector<std::pair<instant, instant>> bounds;
    bounds.reserve(entries.size());
    for (const entry_of_leg& e : entries)
        if (e.earliest <= when) bounds.emplace_back(e.earliest, e.latest);
    if (!std::is_sorted(bounds.begin(), bounds.end())) std::sort(bounds.begin(), bounds.end());
    scratch_vector<begin_or_end> changes;
    changes.reserve(2 * bounds.size());
    for (auto b = bounds.begin(); b != bounds.end();) {
        const auto next = std::find_if(b, bounds.end(), [&](const auto& other) { return other != *b; });
        changes.push_back({b->first, 1, next - b});
        if (b->second != end_of_time) changes.push_back({next_second(b->second), -1, b - next});
        b = next;
    }
    std::sort(changes.begin(), changes.end(), [](const begin_or_end& a, const begin_or_end& c) { return a.at < c.at; });
    return changes;
}

/// The most contacts with `earliest <= when` whose dates share an instant, leaving out the instants where all have the same bounds.
std::size_t most_sharing(std::span<const entry_of_leg> entries, instant when)
{
    const auto changes = changes_of(entries, when);
    begin_or_end here{};
    std::ptrdiff_t most = 0;
    for (std::size_t i = 0; i < changes.size(); ++i) {
        here.bounds += changes[i].bounds;
        here.contacts += changes[i].contacts;
        const bool all_of_instant = i + 1 == changes.size() || changes[i].at != changes[i + 1].at;
        if (all_of_instant && here.bounds > 1) most = std::max(most, here.contacts);
    }
    return static_cast<std::size_t>(most);
}

}  // namespace

scratch_vector<std::size_t> disputed_by(const leg_record& leg, instant when)
{
    scratch_vector<std::size_t> found;
    for (std::size_t i = 0; i < leg.entries.size(); ++i)
        if (may_be_disputed(leg.entries[i], when)) found.push_back(i);
    return found;
}

crowd crowd_of(std::span<const entry_of_leg> entries, instant when)
{
    const auto disputed = std::count_if(entries.begin(), entries.end(), [&](const entry_of_leg& e) { return may_be_disputed(e, when); });
    return {static_cast<std::size_t>(disputed), most_sharing(entries, when)};
}

bool too_many(const leg_record& leg, instant when)
{
    const crowd at_most{disputed_by(leg, when).size(), leg.entries.size()};
    return at_most.is_too_large() && crowd_of(leg.entries, when).is_too_large();
}

bool only_one_world(const leg_record& leg, instant when)
{
    const auto dues = dues_of(leg);
    const auto falls_due = [&](instant first, instant last) {
        return std::any_of(dues.begin(), dues.end(), [&](instant due) { return first <= due && due <= last; });
    };
    bool exact = true;
    bool apart = true;
    std::optional<std::size_t> before;
    for (std::size_t i = 0; i < leg.entries.size(); ++i) {
        if (leg.entries[i].disputed) return false;
        if (leg.entries[i].earliest > when) continue;
        const instant earliest = leg.order.earliest(i);
        const instant latest = leg.order.latest(i);
        exact = exact && earliest == latest;
        const bool in_turn = !before || leg.order.latest(*before) < earliest || leg.order.goes_before(*before, i);
        apart = apart && latest <= when && in_turn && (earliest == latest || !falls_due(earliest, latest));
        if (!exact && !apart) return false;
        before = i;
    }
    return true;
}

std::optional<instant> first_too_many(const leg_record& leg)
{
    if (!too_many(leg, end_of_time)) return {};
    scratch_vector<instant> begins;
    for (const entry_of_leg& e : leg.entries) begins.push_back(e.earliest);
    std::sort(begins.begin(), begins.end());
    return *std::partition_point(begins.begin(), begins.end(), [&](instant t) { return !too_many(leg, t); });
}

}  // namespace demarche::inline v0::detail
