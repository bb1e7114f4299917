// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "course.hpp"
#include "shown.hpp"

// The legs of a matter, each with its shown world, which are told one after the other.

namespace demarche::inline v0::detail {

/// A leg of a matter, and its shown world. It lives in a room of its own.
struct open_leg {
    open_leg(const docket& file, actor_id respondent)
        : standpoint(file.standpoint()), tells(file.table()), record(file.record_of(respondent)), world(shown(record, tells, standpoint))
    {
    }

    const lifecycle& table() const { return tells.engine().table(); }

    const view& standpoint;
    teller tells;
    leg_record record;
    shown_world world;
};

status status_of(const open_leg& l);

/// To whom a contact that was folded passes its leg, if to anybody.
actor_id delegate_of(const entry_of_leg& e, const step& done, const lifecycle& table, const view& standpoint);
/// The delegates to whom some leg but their own is passed, in the docket's order.
scratch_vector<actor_id> delegated_by_then(const docket& file);

/// Whether the lifecycle of the matter is known, and it was recorded.
inline bool has_legs(const view& standpoint, matter_id m) { return standpoint.book().lifecycle_of(m) != nullptr && standpoint.in_record(m); }

/// Calls `take(docket, respondent)` for each leg of the matter that is shown.
template <class Take>
void each_leg(const view& standpoint, matter_id of, Take take)
{
    if (!has_legs(standpoint, of)) return;
    const scratch room;
    const docket file(standpoint, of);
    for (actor_id a : file.respondents()) take(file, a);
    for (actor_id d : delegated_by_then(file)) take(file, d);
}

/// Calls `take(status)` for each leg of the matter that is shown.
template <class Take>
void each_status(const view& standpoint, matter_id of, Take take)
{
    const archive& book = standpoint.book().contents();
    if (status s; !book.irregular(of) && standpoint.in_record(of) && status_by_course(standpoint, {of, named<actor>(book.line(of).respondent)}, s)) return take(s);
    each_leg(standpoint, of, [&](const docket& file, actor_id a) {
        const scratch room;
        take(status_of(open_leg(file, a)));
    });
}

}  // namespace demarche::inline v0::detail
