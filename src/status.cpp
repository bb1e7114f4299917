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

std::vector<diagnostic> diagnostics_of(const leg_record& leg, const shown_world& world, const lifecycle& table, const chronicle& book)
{
    std::vector<diagnostic> found;
    for (const folded& f : world.history) {
        const entry_of_leg& e = leg.entries[f.entry];
        if (e.opens) continue;
        const effect did = f.done.did.what;
        if (e.out_of_order) found.push_back({e.contact, diagnostic_kind::impossible_order});
        if (did == effect::stale) found.push_back({e.contact, diagnostic_kind::stale});
        if (did == effect::protocol || did == effect::go_out_of_protocol) found.push_back({e.contact, diagnostic_kind::out_of_protocol});
        if (const auto kind = wrong_actor(table.acts[f.done.row].by, e.actor)) found.push_back({e.contact, *kind});
    }
    std::sort(found.begin(), found.end(), [&book](const diagnostic& a, const diagnostic& b) {
        const int by_key = book[a.contact].key.compare(book[b.contact].key);
        return by_key != 0 ? by_key < 0 : to_text(a.kind) < to_text(b.kind);
    });
    return found;
}

status status_of(const leg_record& leg, const shown_world& world, const fold& engine, const view& standpoint)
{
    const lifecycle& table = engine.table();
    status s;
    s.book = &standpoint.book();
    s.table = &table;
    s.leg = leg.leg;
    s.state = world.at.state;
    if (too_many(leg, standpoint.when())) {
        s.possible = table.all();
        s.why_uncertain.too_many = true;
    } else if (only_one_world(leg, standpoint.when()))
        s.possible.insert(s.state);
    else {
        const outcomes all = worlds(leg, table, standpoint.when());
        s.possible = all.possible;
        s.why_uncertain = all.why;
    }
    s.unanswered = unanswered_in(s.possible, table);
    s.awaiting = awaited_in(world, table, standpoint.book()[leg.leg.matter], leg.leg.respondent);
    s.since = world.since;
    if (table[s.state].open) s.lapses = engine.next_due(world.at, standpoint.when());
    s.attempts = world.attempts;
    s.reminders = world.reminders;
    return s;
}

account account_in(docket& file, actor_id respondent)
{
    const leg_record leg = file.record_of(respondent);
    const fold engine(file.table());
    const shown_world world = shown(leg, engine, file.standpoint());
    account found{.status = status_of(leg, world, engine, file.standpoint()),
                  .evidence = {},
                  .diagnostics = diagnostics_of(leg, world, file.table(), file.standpoint().book())};
    for (const folded& f : world.history) found.evidence.push_back(leg.entries[f.entry].contact);
    return found;
}

/// Whether a delegating contact of `to` is folded, in the shown world of some other leg, in a cell that names a state.
bool delegated_by_then(docket& file, actor_id to)
{
    std::vector<actor_id> others = file.respondents();
    for (actor_id d : file.delegates())
        if (d != to) others.push_back(d);
    const fold engine(file.table());
    return std::any_of(others.begin(), others.end(), [&](actor_id other) {
        const leg_record leg = file.record_of(other);
        const shown_world world = shown(leg, engine, file.standpoint());
        return std::any_of(world.history.begin(), world.history.end(), [&](const folded& f) {
            const entry_of_leg& e = leg.entries[f.entry];
            const bool delegating = !e.opens && file.table().acts[f.done.row].delegates;
            return delegating && file.standpoint().book()[e.contact].delegate == to && names_state(f.done.did);
        });
    });
}

std::vector<actor_id> shown_respondents(docket& file)
{
    std::vector<actor_id> found = file.respondents();
    for (actor_id d : file.delegates())
        if (delegated_by_then(file, d)) found.push_back(d);
    return found;
}

bool has_legs(const view& standpoint, matter_id m) { return standpoint.book().lifecycle_of(m) != nullptr && standpoint.in_record(m); }

template <class Wanted>
void take_legs(const view& standpoint, matter_id m, Wanted wanted, std::vector<leg>& into)
{
    for (const status& s : statuses(standpoint, m))
        if (wanted(s)) into.push_back(s.leg);
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

status::status(const view& standpoint, demarche::leg of) : status(account_of(standpoint, of).status) {}

std::string since_text(const status& s)
{
    if (s.since.clock) return to_text(*s.since.clock);
    return s.since.contact ? (*s.book)[s.since.contact].on.text() : std::string();
}

account account_of(const view& standpoint, leg of)
{
    docket file(standpoint, of.matter);
    return account_in(file, of.respondent);
}

std::vector<contact_id> evidence(const view& standpoint, leg of) { return account_of(standpoint, of).evidence; }
std::vector<diagnostic> diagnostics(const view& standpoint, leg of) { return account_of(standpoint, of).diagnostics; }

std::vector<leg> legs(const view& standpoint, matter_id of)
{
    if (!has_legs(standpoint, of)) return {};
    docket file(standpoint, of);
    std::vector<leg> found;
    for (actor_id a : shown_respondents(file)) found.push_back({of, a});
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
    if (!has_legs(standpoint, of)) return {};
    docket file(standpoint, of);
    std::vector<account> found;
    for (actor_id a : shown_respondents(file)) found.push_back(account_in(file, a));
    return found;
}

std::vector<status> statuses(const view& standpoint, matter_id of)
{
    std::vector<status> found;
    for (account& a : accounts(standpoint, of)) found.push_back(std::move(a.status));
    return found;
}

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
