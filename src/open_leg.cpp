// SPDX-License-Identifier: BSL-1.0
#include "open_leg.hpp"

#include "crowding.hpp"
#include "worlds.hpp"

#include <algorithm>

namespace demarche::inline v0::detail {

namespace {

outcomes outcomes_of(const open_leg& l)
{
    const lifecycle& table = l.table();
    const instant when = l.standpoint.when();
    if (too_many(l.record, when)) return {.possible = table.all(), .why = {.too_many = true}};
    if (!only_one_world(l.record, when)) return worlds(l.record, table, when);
    outcomes shown_one;
    shown_one.possible.insert(l.world.at_last.at.state);
    return shown_one;
}

}  // namespace

status status_of(const open_leg& l)
{
    const outcomes all = outcomes_of(l);
    return status_as_told(l.standpoint, l.record.leg, l.table(), l.world.at_last, all.possible, all.why);
}

actor_id delegate_of(const entry_of_leg& e, const step& done, const lifecycle& table, const view& standpoint)
{
    if (e.opens || !table.acts[done.row].delegates || !names_state(done.did)) return {};
    const contact* more = reading(standpoint).details(e.contact);
    return more != nullptr ? more->delegate : actor_id();
}

scratch_vector<actor_id> delegated_by_then(const docket& file)
{
    const auto& delegates = file.delegates();
    scratch_vector<actor_id> found;
    found.reserve(delegates.size());
    scratch_vector<bool> passed(delegates.size());
    std::size_t left = delegates.size();
    const auto look_into = [&](actor_id of) {
        if (left == 0) return;
        const scratch room;
        const open_leg l(file, of);
        for (const folded& f : l.world.history) {
            const actor_id to = delegate_of(l.record.entries[f.entry], f.done, l.table(), l.standpoint);
            const auto d = to && to != of ? std::find(delegates.begin(), delegates.end(), to) : delegates.end();
            if (d == delegates.end() || passed[static_cast<std::size_t>(d - delegates.begin())]) continue;
            passed[static_cast<std::size_t>(d - delegates.begin())] = true;
            --left;
        }
    };
    std::for_each(file.respondents().begin(), file.respondents().end(), look_into);
    std::for_each(delegates.begin(), delegates.end(), look_into);
    for (std::size_t d = 0; d < delegates.size(); ++d)
        if (passed[d]) found.push_back(delegates[d]);
    return found;
}

}  // namespace demarche::inline v0::detail
