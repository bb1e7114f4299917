// SPDX-License-Identifier: BSL-1.0
#include "shown.hpp"

#include <algorithm>
#include <numeric>

namespace demarche::inline v0::detail {

namespace {

using numbers = scratch_vector<std::size_t>;

/// Puts the first recorded of those that share an instant whose predecessors have gone before the others; where these begin.
numbers::iterator put_first(const order& goes, numbers::iterator group, numbers::iterator end)
{
    const auto waits = [&](std::size_t m) { return std::any_of(group, end, [&](std::size_t p) { return goes.goes_before(p, m); }); };
    const auto first = std::find_if_not(group, end, waits);
    std::rotate(group, first, first + 1);
    return group + 1;
}

/// The entries that happen by `when`, as they go: by instant, then by the order, then as recorded.
numbers sequence(const leg_record& leg, instant when)
{
    numbers sorted(leg.entries.size());
    std::iota(sorted.begin(), sorted.end(), std::size_t{0});
    std::erase_if(sorted, [&](std::size_t i) { return leg.order.latest(i) > when; });
    const auto goes = [&](std::size_t a, std::size_t b) { return std::pair(leg.order.latest(a), a) < std::pair(leg.order.latest(b), b); };
    if (!std::is_sorted(sorted.begin(), sorted.end(), goes)) std::sort(sorted.begin(), sorted.end(), goes);
    for (auto group = sorted.begin(); group != sorted.end();) {
        const auto end = std::find_if(group, sorted.end(), [&](std::size_t i) { return leg.order.latest(i) != leg.order.latest(*group); });
        while (group != end) group = put_first(leg.order, group, end);
    }
    return sorted;
}

/// The party on whose side an actor is, or that actor where it is on both or neither.
actor_id side_of(leg of, const entry_of_leg& e, const view& standpoint)
{
    if (e.actor.requester == e.actor.respondent) return reading(standpoint).from(e.contact);
    return e.actor.requester ? named<actor>(standpoint.book().contents().line(of.matter).requester) : of.respondent;
}

actor_id debtor_of(const entry_of_leg& e, const view& standpoint)
{
    const contact* more = reading(standpoint).details(e.contact);
    return more != nullptr ? more->debtor : actor_id();
}

std::optional<bool> unanswered_in(state_set possible, const lifecycle& table)
{
    if (!possible.meets(table.unanswered_states)) return false;
    return table.unanswered_states.contains(possible) ? std::optional(true) : std::nullopt;
}

}  // namespace

step happen(told& t, leg of, const entry_of_leg& e, instant at, const teller& tells, const view& standpoint)
{
    return tells.happen(
        t, e.does, e.contact, at, [&] { return debtor_of(e, standpoint); }, [&] { return side_of(of, e, standpoint); });
}

status status_as_told(const view& standpoint, leg of, const lifecycle& table, const told& shown, state_set possible, doubts why)
{
    status s;
    s.book = &standpoint.book();
    s.table = &table;
    s.leg = of;
    s.state = shown.at.state;
    s.possible = possible;
    s.why_uncertain = why;
    s.unanswered = unanswered_in(possible, table);
    s.awaiting = awaited_in(shown, table, named<actor>(standpoint.book().contents().line(of.matter).requester), of.respondent);
    s.since = shown.since;
    if (const contact* supposed = s.since.contact ? reading(standpoint).supposed(s.since.contact) : nullptr) s.since.supposed = name<supposed_date>(supposed->on.text());
    if (table[s.state].open) s.lapses = fold(table).next_due(shown.at, standpoint.when());
    s.attempts = shown.attempts;
    s.reminders = shown.reminders;
    return s;
}

shown_world shown(const leg_record& leg, const teller& tells, const view& standpoint)
{
    const auto quietly = [](instant) {};
    shown_world world{.at_last = {.at = {.in_force = leg.stated}}};
    world.history.reserve(leg.entries.size());
    instant from = beginning_of_time;
    for (const std::size_t i : sequence(leg, standpoint.when())) {
        const instant t = leg.order.latest(i);
        if (from < t) tells.pass(world.at_last, from, t - std::chrono::seconds(1), quietly);
        from = t;
        world.history.push_back({i, happen(world.at_last, leg.leg, leg.entries[i], t, tells, standpoint)});
    }
    tells.pass(world.at_last, from, standpoint.when(), quietly);
    return world;
}

namespace {

/// A leg as the clock goes on, and how it stood meanwhile.
class clocked {
public:
    clocked(const leg_record& leg, const teller& tells) : tells_(tells)
    {
        now_.at.in_force = leg.stated;
        all_.reserve(2 * leg.entries.size() + 2);
        note(beginning_of_time);
    }

    /// Lets the clock act until `last`, included.
    void pass_until(instant last)
    {
        const auto quietly = [](instant) {};
        // At each of its acts the status may be another, be it only in what the clock does next.
        for (auto due = next_due(); due && *due <= last; due = next_due()) {
            tells_.pass(now_, from_, *due, quietly);
            note(*due);
            from_ = *due + std::chrono::seconds(1);
        }
        if (from_ <= last) tells_.pass(now_, from_, last, quietly);
        from_ = std::max(from_, last == end_of_time ? last : last + std::chrono::seconds(1));
    }
    told& now() { return now_; }
    void note(instant at)
    {
        if (all_.empty() || all_.back().at != at) all_.push_back({at, now_});
        else all_.back().told = now_;
    }
    scratch_vector<told_from> all() { return std::move(all_); }

private:
    std::optional<instant> next_due() const
    {
        return tells_.engine().next_due(now_.at, from_ == beginning_of_time ? from_ : from_ - std::chrono::seconds(1));
    }

    const teller& tells_;
    told now_;
    instant from_ = beginning_of_time;  ///< the clock has acted before this
    scratch_vector<told_from> all_;
};

}  // namespace

scratch_vector<told_from> shown_in_time(const leg_record& leg, const teller& tells, const view& standpoint)
{
    clocked world(leg, tells);
    const auto all = sequence(leg, end_of_time);
    for (std::size_t n = 0; n < all.size(); ++n) {
        const instant t = leg.order.latest(all[n]);
        if (beginning_of_time < t) world.pass_until(t - std::chrono::seconds(1));
        happen(world.now(), leg.leg, leg.entries[all[n]], t, tells, standpoint);
        if (n + 1 < all.size() && leg.order.latest(all[n + 1]) == t) continue;
        world.pass_until(t);
        world.note(t);
    }
    world.pass_until(end_of_time);
    return world.all();
}

}  // namespace demarche::inline v0::detail
