// SPDX-License-Identifier: BSL-1.0
#include "witnesses.hpp"

#include "cheapest_first.hpp"
#include "timeline.hpp"

#include <algorithm>

namespace demarche::inline v0::detail {

namespace {

using std::chrono::seconds;
using number = timeline::number;

/// Where the search stands: in a stretch, with a world as far as it has come.
struct moment {
    std::size_t stretch;
    partial_world world;

    bool operator==(const moment&) const = default;
    friend std::uint64_t hash_of(const moment& m) { return mixed(hash_of(m.world) + m.stretch); }
};

/// How a moment came about.
struct advance {
    enum class kind { begins, happens, is_denied, stretch_ends };
    std::size_t from = 0;
    kind what = kind::begins;
    number member = 0;
};

/// The worlds of a leg, those first that differ least from the shown one.
class nearest_worlds {
public:
    nearest_worlds(const leg_record& leg, const lifecycle& table, instant when, std::size_t most)
        : leg_(leg), when_(when), line_(leg, table, when, timeline::cut::nearest), search_(most)
    {
    }

    std::vector<witness> find(state_set wanted)
    {
        std::vector<witness> found;
        state_set seen;
        search_.reach({0, line_.start()}, 0, {});
        while (!seen.contains(wanted)) {
            const auto at = search_.next();
            if (!at) break;
            const moment now = search_[*at];
            if (now.stretch < line_.stretches().size()) go_on(*at, now);
            else if (const state_id outcome = line_.state(now.world); !seen.contains(outcome)) {
                seen.insert(outcome);
                found.push_back(world_of(*at));
            }
        }
        std::sort(found.begin(), found.end(), [](const witness& a, const witness& b) { return a.outcome < b.outcome; });
        return found;
    }

private:
    instant shown(number m) const { return leg_.order.latest(line_.members()[m].entry); }

    /// A contact that happens before its shown instant differs; one that has not happened when that is over does too, whatever it does later.
    void go_on(std::size_t at, const moment& now)
    {
        const auto& in = line_.stretches()[now.stretch];
        for (const number m : in.able) {
            if (!line_.can_happen(now.world, in, m)) continue;
            moment next = now;
            line_.happen(next.world, in, m);
            if (!in.one_second()) next.world.here.clear();
            search_.reach(next, search_.cost(at) + (shown(m) > in.last ? 1 : 0), {at, advance::kind::happens, m});
        }
        for (const number m : in.deniable) {
            if (line_.settled(now.world, m)) continue;
            moment next = now;
            timeline::deny(next.world, m);
            search_.reach(next, search_.cost(at) + (shown(m) >= in.first ? 1 : 0), {at, advance::kind::is_denied, m});
        }
        const auto misses = [&](number m) { return shown(m) == in.last && !line_.settled(now.world, m); };
        const auto missed = std::count_if(in.able.begin(), in.able.end(), misses);
        moment next{now.stretch + 1, now.world};
        if (!line_.end(next.world, in)) return;
        for (; line_.forced(next.world, next.stretch); ++next.stretch)
            if (!line_.pass(next.world, next.stretch)) return;
        search_.reach(next, search_.cost(at) + static_cast<std::size_t>(missed), {at, advance::kind::stretch_ends});
    }

    witness world_of(std::size_t end) const
    {
        std::vector<std::optional<instant>> at(leg_.entries.size());
        std::vector<bool> denied(leg_.entries.size());
        std::vector<bool> dated(leg_.entries.size());
        for (const timeline::member& m : line_.members()) dated[m.entry] = m.dated();
        instant next = end_of_time;
        for (const advance* did = &search_.how(end); did->what != advance::kind::begins; did = &search_.how(did->from)) {
            const auto& in = line_.stretches()[search_[did->from].stretch];
            if (did->what == advance::kind::stretch_ends) next = in.last;
            else if (const std::size_t entry = line_.members()[did->member].entry; did->what == advance::kind::is_denied) denied[entry] = true;
            else {
                at[entry] = next;
                if (!in.one_second()) next -= seconds(1);
            }
        }
        witness found{.outcome = line_.state(search_[end].world)};
        for (std::size_t i = 0; i < leg_.entries.size(); ++i) {
            if (!at[i] && !denied[i]) at[i] = leg_.order.latest(i) <= when_ && dated[i] ? leg_.entries[i].latest : after_when(i, at, denied);
            found.contacts.push_back({leg_.entries[i].contact, at[i], at[i] == leg_.order.latest(i)});
        }
        return found;
    }

    /// An instant for one that happens later than the view's: its shown one, or else as late as those that follow it allow.
    instant after_when(std::size_t i, const std::vector<std::optional<instant>>& at, const std::vector<bool>& denied) const
    {
        const auto own = [this](std::size_t j) { return leg_.order.latest(j) > when_ ? leg_.order.latest(j) : leg_.entries[j].latest; };
        instant latest = own(i);
        for (std::size_t j = 0; j < leg_.entries.size() && leg_.order.latest(i) <= when_; ++j)
            if (!denied[j] && (!at[j] || *at[j] > when_) && leg_.order.goes_before(i, j)) latest = std::min(latest, own(j));
        return latest;
    }

    const leg_record& leg_;
    instant when_;
    timeline line_;
    cheapest_first<moment, advance> search_;
};

}  // namespace

std::vector<witness> find_witnesses(const leg_record& leg, const lifecycle& table, instant when, state_set possible, std::size_t most)
{
    return nearest_worlds(leg, table, when, most).find(possible);
}

}  // namespace demarche::inline v0::detail
