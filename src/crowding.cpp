// SPDX-License-Identifier: BSL-1.0
#include "crowding.hpp"

#include "instants.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace demarche::inline v0::detail {

namespace {

constexpr std::size_t most_enumerated = 12;

/// The instants at which terms of the leg are over.
scratch_vector<instant> dues_of(const leg_record& leg)
{
    scratch_vector<instant> dues;
    const auto take = [&](instant due) { dues.push_back(due); };
    each_due(leg.stated, take);
    for (const entry_of_leg& e : leg.entries) each_due(e.does.proposed, take);
    return dues;
}

/// At `at` a contact of these bounds begins to be possible, or is no longer.
struct begin_or_end {
    instant at;
    bool begins;
    std::pair<instant, instant> bounds;

    auto operator<=>(const begin_or_end&) const = default;
};

scratch_vector<begin_or_end> changes_of(const leg_record& leg, instant when)
{
    scratch_vector<begin_or_end> changes;
    changes.reserve(2 * leg.entries.size());
    for (const entry_of_leg& e : leg.entries) {
        if (e.earliest > when) continue;
        changes.push_back({e.earliest, true, {e.earliest, e.latest}});
        if (e.latest != end_of_time) changes.push_back({next_second(e.latest), false, {e.earliest, e.latest}});
    }
    std::sort(changes.begin(), changes.end());
    return changes;
}

/// The most contacts with `earliest <= when` whose dates share an instant, leaving out the instants where all have the same bounds.
std::size_t most_sharing(const leg_record& leg, instant when)
{
    const auto changes = changes_of(leg, when);
    using bounds = std::pair<instant, instant>;
    std::map<bounds, std::size_t, std::less<>, scratch_memory<std::pair<const bounds, std::size_t>>> here;
    std::size_t sharing = 0;
    std::size_t most = 0;
    for (std::size_t i = 0; i < changes.size(); ++i) {
        sharing = changes[i].begins ? sharing + 1 : sharing - 1;
        std::size_t& same = here[changes[i].bounds];
        same = changes[i].begins ? same + 1 : same - 1;
        if (same == 0) here.erase(changes[i].bounds);
        const bool all_of_instant = i + 1 == changes.size() || changes[i].at != changes[i + 1].at;
        if (all_of_instant && here.size() > 1) most = std::max(most, sharing);
    }
    return most;
}

}  // namespace

scratch_vector<std::size_t> disputed_by(const leg_record& leg, instant when)
{
    scratch_vector<std::size_t> found;
    for (std::size_t i = 0; i < leg.entries.size(); ++i)
        if (leg.entries[i].disputed && leg.entries[i].earliest <= when) found.push_back(i);
    return found;
}

bool too_many(const leg_record& leg, instant when)
{
    const std::size_t disputed = disputed_by(leg, when).size();
    if (disputed + leg.entries.size() <= most_enumerated) return false;
    return disputed + most_sharing(leg, when) > most_enumerated;
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
