// SPDX-License-Identifier: BSL-1.0
#include <demarche/status.hpp>

#include "shown.hpp"
#include "worlds.hpp"

#include <algorithm>
#include <array>

namespace demarche {

namespace {

using namespace detail;

actor_id awaited_in(const shown_world& world, const lifecycle& table, const matter& asked, actor_id respondent)
{
    switch (table[world.at.state].awaited) {
    case awaited::nobody: return {};
    case awaited::requester: return asked.requester;
    case awaited::respondent: return respondent;
    case awaited::debtor: return world.debtor ? world.debtor : asked.requester;
    case awaited::postponer: return world.postponer;
    }
    return {};
}

std::optional<bool> unanswered_in(state_set possible, const lifecycle& table)
{
    std::optional<bool> all;
    for (std::size_t s = 0; s < table.state_count; ++s) {
        if (!possible.contains(static_cast<state_id>(s))) continue;
        if (all && *all != table.states[s].unanswered) return {};
        all = table.states[s].unanswered;
    }
    return all;
}

std::optional<diagnostic_kind> wrong_actor(acting by, acts_for actor)
{
    const bool any = actor.requester || actor.respondent;
    const bool right = by == acting::requester ? actor.requester : by == acting::respondent ? actor.respondent : any;
    if (by == acting::world || right) return {};
    return any ? diagnostic_kind::wrong_side : diagnostic_kind::outsider;
}

/// A leg of a matter, and its shown world. It lives in a room of its own.
struct open_leg {
    open_leg(const docket& file, actor_id respondent)
        : standpoint(file.standpoint()), engine(file.table()), record(file.record_of(respondent)), world(shown(record, engine, standpoint))
    {
    }

    const view& standpoint;
    fold engine;
    leg_record record;
    shown_world world;
};

std::vector<contact_id> evidence_of(const open_leg& l)
{
    std::vector<contact_id> found;
    for (const folded& f : l.world.history) found.push_back(l.record.entries[f.entry].contact);
    return found;
}

std::vector<diagnostic> diagnostics_of(const open_leg& l)
{
    const chronicle& book = l.standpoint.book();
    std::vector<diagnostic> found;
    for (const folded& f : l.world.history) {
        const entry_of_leg& e = l.record.entries[f.entry];
        if (e.opens) continue;
        const effect did = f.done.did.what;
        if (e.out_of_order) found.push_back({e.contact, diagnostic_kind::impossible_order});
        if (did == effect::stale) found.push_back({e.contact, diagnostic_kind::stale});
        if (did == effect::protocol || did == effect::go_out_of_protocol) found.push_back({e.contact, diagnostic_kind::out_of_protocol});
        if (const auto kind = wrong_actor(l.engine.table().acts[f.done.row].by, e.actor)) found.push_back({e.contact, *kind});
    }
    std::sort(found.begin(), found.end(), [&book](const diagnostic& a, const diagnostic& b) {
        const int by_key = book[a.contact].key.compare(book[b.contact].key);
        return by_key != 0 ? by_key < 0 : to_text(a.kind) < to_text(b.kind);
    });
    return found;
}

outcomes outcomes_of(const open_leg& l)
{
    const lifecycle& table = l.engine.table();
    const instant when = l.standpoint.when();
    if (too_many(l.record, when)) return {.possible = table.all(), .why = {.too_many = true}};
    if (!only_one_world(l.record, when)) return worlds(l.record, table, when);
    outcomes shown_one;
    shown_one.possible.insert(l.world.at.state);
    return shown_one;
}

status status_of(const open_leg& l)
{
    const lifecycle& table = l.engine.table();
    const outcomes all = outcomes_of(l);
    status s;
    s.book = &l.standpoint.book();
    s.table = &table;
    s.leg = l.record.leg;
    s.state = l.world.at.state;
    s.possible = all.possible;
    s.why_uncertain = all.why;
    s.unanswered = unanswered_in(s.possible, table);
    s.awaiting = awaited_in(l.world, table, l.standpoint.book()[s.leg.matter], s.leg.respondent);
    s.since = l.world.since;
    if (table[s.state].open) s.lapses = l.engine.next_due(l.world.at, l.standpoint.when());
    s.attempts = l.world.attempts;
    s.reminders = l.world.reminders;
    return s;
}

account account_of(const open_leg& l) { return {.status = status_of(l), .evidence = evidence_of(l), .diagnostics = diagnostics_of(l)}; }

/// What `answer` says of one leg.
template <class Answer>
auto ask(const view& standpoint, leg of, Answer answer)
{
    const scratch room;
    const docket file(standpoint, of.matter);
    return answer(open_leg(file, of.respondent));
}

/// Whether a delegating contact of `to` is folded in the shown world of this leg, in a cell that names a state.
bool delegates_to(const open_leg& l, actor_id to)
{
    return std::any_of(l.world.history.begin(), l.world.history.end(), [&](const folded& f) {
        const entry_of_leg& e = l.record.entries[f.entry];
        const bool delegating = !e.opens && l.engine.table().acts[f.done.row].delegates;
        return delegating && l.standpoint.book()[e.contact].delegate == to && names_state(f.done.did);
    });
}

/// Whether some other leg is delegated to `to`.
bool delegated_by_then(const docket& file, actor_id to)
{
    const auto delegates = [&](actor_id other) {
        const scratch room;
        return other != to && delegates_to(open_leg(file, other), to);
    };
    return std::any_of(file.respondents().begin(), file.respondents().end(), delegates) ||
           std::any_of(file.delegates().begin(), file.delegates().end(), delegates);
}

bool has_legs(const view& standpoint, matter_id m) { return standpoint.book().lifecycle_of(m) != nullptr && standpoint.in_record(m); }

/// Calls `take(docket, respondent)` for each leg of the matter that is shown.
template <class Take>
void each_leg(const view& standpoint, matter_id of, Take take)
{
    if (!has_legs(standpoint, of)) return;
    const scratch room;
    const docket file(standpoint, of);
    for (actor_id a : file.respondents()) take(file, a);
    for (actor_id d : file.delegates())
        if (delegated_by_then(file, d)) take(file, d);
}

/// What `answer` says of each leg of the matter.
template <class Answer>
auto ask_each(const view& standpoint, matter_id of, Answer answer)
{
    std::vector<decltype(answer(std::declval<const open_leg&>()))> found;
    each_leg(standpoint, of, [&](const docket& file, actor_id a) {
        const scratch room;
        found.push_back(answer(open_leg(file, a)));
    });
    return found;
}

template <class Wanted>
void take_legs(const view& standpoint, matter_id m, Wanted wanted, std::vector<leg>& into)
{
    each_leg(standpoint, m, [&](const docket& file, actor_id a) {
        const scratch room;
        if (wanted(status_of(open_leg(file, a)))) into.push_back({m, a});
    });
}

template <class Wanted>
std::vector<leg> legs_where(const view& standpoint, Wanted wanted)
{
    std::vector<leg> found;
    for (std::size_t m = 0; m < standpoint.size().matters; ++m) take_legs(standpoint, matter_id(m), wanted, found);
    return found;
}

}  // namespace

std::string_view to_text(diagnostic_kind kind)
{
    constexpr std::array<std::string_view, 5> words{"impossible_order", "out_of_protocol", "outsider", "stale", "wrong_side"};
    return words[static_cast<std::size_t>(kind)];
}

status::status(const view& standpoint, demarche::leg of) : status(ask(standpoint, of, status_of)) {}

std::string since_text(const status& s)
{
    if (s.since.clock) return to_text(*s.since.clock);
    return s.since.contact ? (*s.book)[s.since.contact].on.text() : std::string();
}

account account_of(const view& standpoint, leg of)
{
    return ask(standpoint, of, [](const open_leg& l) { return account_of(l); });
}
std::vector<contact_id> evidence(const view& standpoint, leg of) { return ask(standpoint, of, evidence_of); }
std::vector<diagnostic> diagnostics(const view& standpoint, leg of) { return ask(standpoint, of, diagnostics_of); }

std::vector<leg> legs(const view& standpoint, matter_id of)
{
    std::vector<leg> found;
    each_leg(standpoint, of, [&](const docket&, actor_id a) { found.push_back({of, a}); });
    return found;
}

std::vector<leg> legs(const view& standpoint)
{
    std::vector<leg> found;
    for (std::size_t m = 0; m < standpoint.size().matters; ++m)
        for (leg l : legs(standpoint, matter_id(m))) found.push_back(l);
    return found;
}

std::vector<account> accounts(const view& standpoint, matter_id of)
{
    return ask_each(standpoint, of, [](const open_leg& l) { return account_of(l); });
}
std::vector<status> statuses(const view& standpoint, matter_id of) { return ask_each(standpoint, of, status_of); }

std::vector<leg> pending(const view& standpoint, verdict how)
{
    return legs_where(standpoint, [how](const status& s) { return s.unanswered.value_or(how != verdict::certainly); });
}

std::vector<leg> awaiting(const view& standpoint, actor_id whom)
{
    if (!whom) return {};
    const auto any = standpoint.book().matters_of(whom);
    std::vector<matter_id> matters(any.begin(), any.end());
    std::sort(matters.begin(), matters.end());
    matters.erase(std::unique(matters.begin(), matters.end()), matters.end());
    std::vector<leg> found;
    for (matter_id m : matters)
        if (m.index() < standpoint.size().matters) take_legs(standpoint, m, [whom](const status& s) { return s.awaiting == whom; }, found);
    return found;
}

std::vector<leg> lapsing_before(const view& standpoint, const date& limit)
{
    return legs_where(standpoint, [&limit](const status& s) { return s.lapses && *s.lapses < limit.earliest(); });
}

namespace {

/// The contacts among which those that fit must be.
std::vector<contact_id> candidates(const view& standpoint, const contact_filter& which)
{
    const chronicle& book = standpoint.book();
    std::vector<contact_id> found;
    const auto take = [&](std::span<const contact_id> some) { found.insert(found.end(), some.begin(), some.end()); };
    if (which.matter)
        take(book.contacts_of(which.matter));
    else if (!which.from.empty())
        for (actor_id a : which.from) take(book.contacts_from(a));
    else if (!which.to.empty())
        for (actor_id a : which.to) take(book.contacts_to(a));
    else
        for (std::size_t c = 0; c < standpoint.size().contacts; ++c) found.emplace_back(c);
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    std::erase_if(found, [&](contact_id c) { return c.index() >= standpoint.size().contacts; });
    return found;
}

template <class T>
bool fits(const std::vector<T>& any_of, T x)
{
    return any_of.empty() || std::find(any_of.begin(), any_of.end(), x) != any_of.end();
}

}  // namespace

count tally(const view& standpoint, const contact_filter& which)
{
    count sum{.least = 0, .most = 0};
    for (contact_id x : candidates(standpoint, which)) {
        const contact& c = standpoint.book()[x];
        if (!fits(which.acts, c.act) || !fits(which.from, c.from) || !fits(which.to, c.to)) continue;
        if (which.matter && !standpoint.in_record(which.matter)) continue;
        const verdict in_period = which.during ? within(c.on, *which.during) : verdict::certainly;
        const belief known = standpoint.of(x);
        if (c.on.earliest() > standpoint.when() || in_period == verdict::impossibly || known == belief::unknown || standpoint.corrected(x)) continue;
        if (in_period == verdict::certainly && known == belief::asserted && c.on.latest() <= standpoint.when()) sum.least += c.times.least;
        sum.most = sum.most && c.times.most ? std::optional(*sum.most + *c.times.most) : std::nullopt;
    }
    return sum;
}

}  // namespace demarche
