// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "docket.hpp"

#include <demarche/status.hpp>

// The shown world of a leg: every disputed contact is in, and each happens as late as its date and the rules allow.

namespace demarche::inline v0::detail {

/// One history of a leg, as far as it was told: all that a status says of it.
struct told {
    standing at = {};
    demarche::since since = {};
    actor_id debtor = {};
    actor_id postponer = {};
    std::uint32_t attempts = 0;
    std::uint32_t reminders = 0;
    actor_id prior_debtor = {};
    actor_id prior_postponer = {};

    bool operator==(const told&) const = default;
};

/// Tells a history, one act after the other.
class teller {
public:
    explicit teller(const lifecycle& table) : fold_(table) {}

    const fold& engine() const { return fold_; }

    /// Lets the clock act from `from` to `to`, both included; `moved(instant)` is called after each move.
    template <class Moved>
    void pass(told& t, instant from, instant to, Moved moved) const
    {
        fold_.pass(t.at, from, to, [&](const step&, instant at) {
            t.since = {.clock = at};
            moved(at);
        });
    }

    /// A contact that happens at `at`. Who owes, and for whom its actor postpones, is asked where it matters.
    template <class Debtor, class Postponer>
    step happen(told& t, const deed& does, contact_id c, instant at, Debtor debtor, Postponer postponer) const
    {
        const step done = fold_.apply(t.at, does, at);
        count(t, does, done);
        if (moves(done.did)) t.since = {.contact = c};
        if (names_state(done.did)) {
            keep_prior(t, done);
            const awaited whom = fold_.table()[done.did.to].awaited;
            if (whom == awaited::debtor) t.debtor = debtor();
            if (whom == awaited::postponer) t.postponer = postponer();
        }
        if (done.did.what == effect::prior) {
            t.debtor = t.prior_debtor;
            t.postponer = t.prior_postponer;
            fold_.catch_up(t.at, at, [&](const step&, instant due) { t.since = {.clock = due}; });
        }
        if (t.at.state == state_id::none) t.since = {};
        return done;
    }

private:
    void count(told& t, const deed& does, const step& done) const
    {
        const bool first = t.attempts == 0 && t.at.state != state_id::none;
        if (first || done.did.what == effect::attempt) {
            ++t.attempts;
            t.reminders = 0;
        } else if (t.attempts > 0 && fold_.table().acts[does.row].reminds)
            ++t.reminders;
    }
    void keep_prior(told& t, const step& done) const
    {
        const state_set with_prior = fold_.table().with_prior;
        if (!with_prior.contains(done.did.to) || with_prior.contains(done.before)) return;
        t.prior_debtor = t.debtor;
        t.prior_postponer = t.postponer;
    }

    fold fold_;
};

/// A contact of the leg that happens at `at`.
step happen(told& t, leg of, const entry_of_leg& e, instant at, const teller& tells, const view& standpoint);

/// Who has to move.
inline actor_id awaited_in(const told& t, const lifecycle& table, actor_id requester, actor_id respondent)
{
    switch (table[t.at.state].awaited) {
    case awaited::nobody: return {};
    case awaited::requester: return requester;
    case awaited::respondent: return respondent;
    case awaited::debtor: return t.debtor ? t.debtor : requester;
    case awaited::postponer: return t.postponer;
    }
    return {};
}

/// The status of a leg of which the shown world, and all that is possible, are found.
status status_as_told(const view& standpoint, leg of, const lifecycle& table, const told& shown, state_set possible, doubts why);

struct folded {
    std::size_t entry;
    step done;
};

struct shown_world {
    told at_last = {};
    scratch_vector<folded> history = {};
};

shown_world shown(const leg_record& leg, const teller& tells, const view& standpoint);

/// Goes through a shown world again until `when`: `happened(entry, step, state, instant)` for each contact, with the state to which its cell leads, and
/// `struck(step, instant)` for each move of the clock, in their order.
template <class Happened, class Struck>
void replay(const leg_record& leg, const fold& engine, const shown_world& world, instant when, Happened happened, Struck struck)
{
    standing s{.in_force = leg.stated};
    instant from = beginning_of_time;
    for (const folded& f : world.history) {
        const instant t = leg.order.latest(f.entry);
        if (from < t) engine.pass(s, from, t - std::chrono::seconds(1), struck);
        from = t;
        const step done = engine.apply(s, leg.entries[f.entry].does, t);
        happened(f.entry, done, s.state, t);
        if (done.did.what == effect::prior) engine.catch_up(s, t, struck);
    }
    engine.pass(s, from, when, struck);
}

/// How a leg stands from an instant on, until the next.
struct told_from {
    instant at;
    demarche::detail::told told;
};

/// The shown world as of every instant: each from which the leg may stand otherwise than before, the first from the beginning of time. `when()` does not
/// matter. Linear in the contacts, but for putting them in order.
scratch_vector<told_from> shown_in_time(const leg_record& leg, const teller& tells, const view& standpoint);

}  // namespace demarche::inline v0::detail
