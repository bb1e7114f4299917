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

/// Whether a delegating contact of `to` is folded in the shown world of this leg, in a cell that names a state.
bool delegates_to(const open_leg& l, actor_id to)
{
    return std::any_of(l.world.history.begin(), l.world.history.end(), [&](const folded& f) {
        const entry_of_leg& e = l.record.entries[f.entry];
        const contact* more = reading(l.standpoint).details(e.contact);
        const bool delegating = !e.opens && l.table().acts[f.done.row].delegates && more != nullptr;
        return delegating && names_state(f.done.did) && more->delegate == to;
    });
}

}  // namespace

status status_of(const open_leg& l)
{
    const outcomes all = outcomes_of(l);
    return status_as_told(l.standpoint, l.record.leg, l.table(), l.world.at_last, all.possible, all.why);
}

bool delegated_by_then(const docket& file, actor_id to)
{
    const auto delegates = [&](actor_id other) {
        const scratch room;
        return other != to && delegates_to(open_leg(file, other), to);
    };
    return std::any_of(file.respondents().begin(), file.respondents().end(), delegates) ||
           std::any_of(file.delegates().begin(), file.delegates().end(), delegates);
}

}  // namespace demarche::inline v0::detail
