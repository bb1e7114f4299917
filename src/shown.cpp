// SPDX-License-Identifier: BSL-1.0
#include "shown.hpp"

#include <algorithm>
#include <numeric>

namespace demarche::detail {

namespace {

class teller {
public:
    teller(const leg_record& leg, const fold& engine, const view& standpoint) : leg_(leg), fold_(engine), view_(standpoint)
    {
        world_.at.in_force = leg.stated;
    }

    shown_world tell()
    {
        world_.history.reserve(leg_.entries.size());
        instant from = beginning_of_time;
        for (std::size_t i : sequence()) {
            const instant t = leg_.order.latest(i);
            if (from < t) pass(from, t - std::chrono::seconds(1));
            from = t;
            happen(i, t);
        }
        pass(from, view_.when());
        return std::move(world_);
    }

private:
    using numbers = scratch_vector<std::size_t>;

    /// The entries that happen by `when`, as they go: by instant, then by the order, then as recorded.
    numbers sequence() const
    {
        numbers sorted(leg_.entries.size());
        std::iota(sorted.begin(), sorted.end(), std::size_t{0});
        std::erase_if(sorted, [this](std::size_t i) { return leg_.order.latest(i) > view_.when(); });
        const auto goes = [this](std::size_t a, std::size_t b) { return std::pair(leg_.order.latest(a), a) < std::pair(leg_.order.latest(b), b); };
        if (!std::is_sorted(sorted.begin(), sorted.end(), goes)) std::sort(sorted.begin(), sorted.end(), goes);
        for (auto group = sorted.begin(); group != sorted.end();) {
            const auto end = std::find_if(group, sorted.end(), [&](std::size_t i) { return leg_.order.latest(i) != leg_.order.latest(*group); });
            while (group != end) group = put_first(group, end);
        }
        return sorted;
    }

    /// Puts the first recorded of those that share an instant whose predecessors have gone before the others; where these begin.
    numbers::iterator put_first(numbers::iterator group, numbers::iterator end) const
    {
        const auto waits = [&](std::size_t m) { return std::any_of(group, end, [&](std::size_t p) { return leg_.order.goes_before(p, m); }); };
        const auto first = std::find_if_not(group, end, waits);
        std::rotate(group, first, first + 1);
        return group + 1;
    }

    auto by_clock()
    {
        return [this](const step&, instant t) { world_.since = {.clock = t}; };
    }

    void pass(instant from, instant to) { fold_.pass(world_.at, from, to, by_clock()); }

    void happen(std::size_t i, instant t)
    {
        const entry_of_leg& e = leg_.entries[i];
        const step done = fold_.apply(world_.at, e.does, t);
        world_.history.push_back({i, done});
        count(e, done);
        if (moves(done.did)) world_.since = {.contact = e.contact};
        if (names_state(done.did)) name_movers(e, done);
        if (done.did.what == effect::prior) {
            world_.debtor = prior_debtor_;
            world_.postponer = prior_postponer_;
            fold_.catch_up(world_.at, t, by_clock());
        }
        if (world_.at.state == state_id::none) world_.since = {};
    }

    void count(const entry_of_leg& e, const step& done)
    {
        const bool first = world_.attempts == 0 && world_.at.state != state_id::none;
        const bool begins = first || done.did.what == effect::attempt;
        if (begins) {
            ++world_.attempts;
            world_.reminders = 0;
        } else if (world_.attempts > 0 && fold_.table().acts[e.does.row].reminds)
            ++world_.reminders;
    }

    void name_movers(const entry_of_leg& e, const step& done)
    {
        const lifecycle& table = fold_.table();
        if (table.with_prior.contains(done.did.to) && !table.with_prior.contains(done.before)) {
            prior_debtor_ = world_.debtor;
            prior_postponer_ = world_.postponer;
        }
        const contact& c = view_.book()[e.contact];
        const awaited whom = table[done.did.to].awaited;
        if (whom == awaited::debtor) world_.debtor = c.debtor;
        if (whom == awaited::postponer) world_.postponer = side_of(e, c.from);
    }

    actor_id side_of(const entry_of_leg& e, actor_id actor) const
    {
        if (e.actor.requester == e.actor.respondent) return actor;
        return e.actor.requester ? view_.book()[leg_.leg.matter].requester : leg_.leg.respondent;
    }

    const leg_record& leg_;
    const fold& fold_;
    const view& view_;
    shown_world world_;
    actor_id prior_debtor_;
    actor_id prior_postponer_;
};

}  // namespace

shown_world shown(const leg_record& leg, const fold& engine, const view& standpoint) { return teller(leg, engine, standpoint).tell(); }

}  // namespace demarche::detail
