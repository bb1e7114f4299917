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

bool delegated_by_then(const docket& file, actor_id to)
{
    const auto delegates = [&](actor_id other) {
        if (other == to) return false;
        const scratch room;
        const open_leg l(file, other);
        const auto passes_it = [&](const folded& f) { return delegate_of(l.record.entries[f.entry], f.done, l.table(), l.standpoint) == to; };
        return std::any_of(l.world.history.begin(), l.world.history.end(), passes_it);
    };
    return std::any_of(file.respondents().begin(), file.respondents().end(), delegates) ||
           std::any_of(file.delegates().begin(), file.delegates().end(), delegates);
}

}  // namespace demarche::inline v0::detail
