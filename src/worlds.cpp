// SPDX-License-Identifier: BSL-1.0
#include "worlds.hpp"

#include "standings.hpp"

#include <algorithm>
#include <iterator>
#include <map>

namespace demarche::detail {

namespace {

constexpr std::size_t most_enumerated = 12;

using std::chrono::seconds;

constexpr instant next_second(instant t) { return t == end_of_time ? t : t + seconds(1); }
constexpr instant last_second_before(instant t) { return t == beginning_of_time ? t : t - seconds(1); }

/// Calls `take(instant)` for each at which terms pass.
template <class Take>
void each_end(const terms& t, Take take)
{
    for (instant last : {t.occasion, t.reply_by})
        if (last != end_of_time) take(last);
}

/// How far a world has come: which contacts have happened, and where the leg stands.
template <class Marks>
struct stage {
    Marks done;
    standings::number at;

    bool operator==(const stage&) const = default;
    friend std::uint64_t hash_of(const stage& s) { return mixed(s.done.hash() * 0x9E3779B97F4A7C15u + s.at); }
};

/// The worlds of one choice of disputed contacts. Time goes stretch by stretch, between the instants at which something begins, ends or falls due:
/// within a stretch it matters only in which order contacts happen. In a stretch of fewer seconds than contacts, several share a second.
template <class Marks>
class one_choice {
public:
    one_choice(const leg_record& leg, const lifecycle& table, instant when, const scratch_vector<std::size_t>& in)
        : when_(when), standings_(leg, table, in)
    {
        members_.reserve(in.size());
        for (std::size_t i : in) {
            member m{leg.entries[i].earliest, leg.entries[i].latest, Marks(in.size())};
            for (std::size_t p = 0; p < in.size(); ++p) {
                if (leg.order.goes_before(in[p], i)) {
                    m.earliest = std::max(m.earliest, leg.entries[in[p]].earliest);
                    m.before.mark(p);
                }
                if (leg.order.goes_before(i, in[p])) m.latest = std::min(m.latest, leg.entries[in[p]].latest);
            }
            members_.push_back(std::move(m));
            each_end(leg.entries[i].does.proposed, [this](instant last) { due_.push_back(next_second(last)); });
        }
        each_end(leg.stated, [this](instant last) { due_.push_back(next_second(last)); });
    }

    state_set outcomes()
    {
        now_.insert({Marks(members_.size()), standings::start});
        const auto starts = stretch_starts();
        for (std::size_t i = 0; i < starts.size(); ++i) live(starts[i], i + 1 < starts.size() ? last_second_before(starts[i + 1]) : when_);
        state_set found;
        for (std::size_t i = 0; i < now_.size(); ++i) found.insert(standings_.state(now_[i].at));
        return found;
    }

private:
    struct member {
        instant earliest;
        instant latest;
        Marks before;  ///< the members that go before this one
    };
    using numbers = scratch_vector<std::size_t>;
    using stages = numbered<stage<Marks>>;

    scratch_vector<instant> stretch_starts() const
    {
        scratch_vector<instant> starts{beginning_of_time};
        starts.reserve(1 + 2 * (members_.size() + due_.size()));
        for (const member& m : members_) {
            starts.push_back(m.earliest);
            if (m.latest != end_of_time) starts.push_back(next_second(m.latest));
        }
        // What falls due does so in a stretch of its own.
        for (instant due : due_) starts.insert(starts.end(), {due, next_second(due)});
        std::erase_if(starts, [this](instant t) { return t > when_; });
        std::sort(starts.begin(), starts.end());
        starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
        return starts;
    }

    /// All that can happen from `first` to `last`.
    void live(instant first, instant last)
    {
        const bool due = std::find(due_.begin(), due_.end(), first) != due_.end();
        if (due && standings_.come_to(first)) tried_ = 0;
        const numbers able = able_throughout(first, last);
        if (tried_ < now_.size() || !std::includes(tried_able_.begin(), tried_able_.end(), able.begin(), able.end())) {
            const std::uint64_t length = static_cast<std::uint64_t>(last.time_since_epoch().count()) - static_cast<std::uint64_t>(first.time_since_epoch().count()) + 1;
            if (length == 0 || length >= able.size())
                in_any_order(able);
            else
                second_by_second(able, length);
        }
        drop_missed(able, last);
        if (due) let_the_clock_act();
    }

    numbers able_throughout(instant first, instant last) const
    {
        numbers able;
        able.reserve(members_.size());
        for (std::size_t m = 0; m < members_.size(); ++m)
            if (members_[m].earliest <= first && members_[m].latest >= last) able.push_back(m);
        return able;
    }

    bool can(const stage<Marks>& s, std::size_t m) const { return !s.done.has(m) && s.done.contains(members_[m].before); }

    /// Drops the stages in which a contact has not happened that had to by `last`.
    void drop_missed(const numbers& able, instant last)
    {
        Marks musts(members_.size());
        for (std::size_t m : able)
            if (members_[m].latest == last) musts.mark(m);
        if (musts == Marks(members_.size())) return;
        stages kept;
        for (std::size_t i = 0; i < now_.size(); ++i)
            if (now_[i].done.contains(musts)) kept.insert(now_[i]);
        tried_ = tried_ == now_.size() ? kept.size() : 0;
        now_ = std::move(kept);
    }

    void let_the_clock_act()
    {
        const auto to = standings_.after_the_clock();
        stages after;
        bool same = true;
        for (std::size_t i = 0; i < now_.size(); ++i) {
            same = same && to[now_[i].at] == now_[i].at;
            after.insert({now_[i].done, to[now_[i].at]});
        }
        if (same) return;
        now_ = std::move(after);
        tried_ = 0;
    }

    stage<Marks> with(stage<Marks> s, std::size_t m)
    {
        s.done.mark(m);
        s.at = standings_.after(s.at, m);
        return s;
    }

    /// The first `tried_` stages have tried `tried_able_`, with what it does now.
    void in_any_order(const numbers& able)
    {
        numbers fresh;
        std::set_difference(able.begin(), able.end(), tried_able_.begin(), tried_able_.end(), std::back_inserter(fresh));
        for (std::size_t i = 0; i < now_.size(); ++i)
            for (std::size_t m : i < tried_ ? fresh : able)
                if (can(now_[i], m)) now_.insert(with(now_[i], m));
        tried_ = now_.size();
        tried_able_ = able;
    }

    void second_by_second(const numbers& able, std::uint64_t length)
    {
        for (std::uint64_t second = 0; second < length; ++second)
            if (recorded_as_they_go(able))
                one_after_the_other(able);
            else
                one_second(able);
        tried_ = 0;
    }

    /// Whether the order holds no contact back behind one recorded later, so that at one instant all go as recorded.
    bool recorded_as_they_go(const numbers& able) const
    {
        return std::none_of(able.begin(), able.end(), [&](std::size_t m) {
            return std::any_of(able.begin(), able.end(), [&](std::size_t p) { return p > m && members_[m].before.has(p); });
        });
    }

    void one_after_the_other(const numbers& able)
    {
        for (std::size_t m : able)
            for (std::size_t i = 0, size = now_.size(); i < size; ++i)
                if (can(now_[i], m)) now_.insert(with(now_[i], m));
    }

    void one_second(const numbers& able)
    {
        const numbers in_order = in_keeping(able);
        stages next;
        for (std::size_t i = 0; i < now_.size(); ++i) choose(now_[i], now_[i].done, in_order, 0, {}, next);
        now_ = std::move(next);
    }

    /// Every set of contacts that can share one second, each folded in its order. `able` keeps the order.
    void choose(const stage<Marks>& s, const Marks& done, const numbers& able, std::size_t from, numbers chosen, stages& into)
    {
        while (from < able.size() && (done.has(able[from]) || !done.contains(members_[able[from]].before))) ++from;
        if (from == able.size()) {
            into.insert(together(s, std::move(chosen)));
            return;
        }
        choose(s, done, able, from + 1, chosen, into);
        Marks with_it = done;
        with_it.mark(able[from]);
        chosen.push_back(able[from]);
        choose(s, with_it, able, from + 1, std::move(chosen), into);
    }

    /// The members in the order in which they go at one instant.
    numbers in_keeping(numbers open) const
    {
        numbers sorted;
        while (!open.empty()) {
            const auto first = std::find_if(open.begin(), open.end(), [&](std::size_t m) {
                return std::none_of(open.begin(), open.end(), [&](std::size_t p) { return members_[m].before.has(p); });
            });
            sorted.push_back(*first);
            open.erase(first);
        }
        return sorted;
    }

    stage<Marks> together(stage<Marks> s, numbers chosen)
    {
        std::sort(chosen.begin(), chosen.end());
        for (std::size_t m : in_keeping(std::move(chosen))) s = with(std::move(s), m);
        return s;
    }

    instant when_;
    standings standings_;
    scratch_vector<member> members_;
    scratch_vector<instant> due_;  ///< the instants at which terms are over
    stages now_;
    std::size_t tried_ = 0;
    numbers tried_able_;
};

/// The instants at which terms of the leg are over.
scratch_vector<instant> dues_of(const leg_record& leg)
{
    scratch_vector<instant> dues;
    const auto take = [&](instant last) { dues.push_back(next_second(last)); };
    each_end(leg.stated, take);
    for (const entry_of_leg& e : leg.entries) each_end(e.does.proposed, take);
    return dues;
}

/// The sets of contacts that the disputed ones to come can hold back beyond `when`: each goes after one of them.
scratch_vector<marks> held_beyond(const leg_record& leg, instant when)
{
    const std::size_t size = leg.entries.size();
    marks always(size);
    scratch_vector<marks> perhaps;
    for (std::size_t f = 0; f < size; ++f) {
        if (leg.entries[f].earliest <= when) continue;
        marks held(size);
        for (std::size_t i = 0; i < size; ++i)
            if (leg.order.goes_before(f, i)) (leg.entries[f].disputed ? held : always).mark(i);
        if (leg.entries[f].disputed) perhaps.push_back(std::move(held));
    }
    scratch_vector<marks> unions{always};
    for (const marks& held : perhaps) {
        for (std::size_t u = 0, before = unions.size(); u < before; ++u) {
            marks more = unions[u];
            more.mark(held);
            unions.push_back(std::move(more));
        }
        std::sort(unions.begin(), unions.end());
        unions.erase(std::unique(unions.begin(), unions.end()), unions.end());
    }
    return unions;
}

scratch_vector<std::size_t> disputed_by(const leg_record& leg, instant when)
{
    scratch_vector<std::size_t> found;
    for (std::size_t i = 0; i < leg.entries.size(); ++i)
        if (leg.entries[i].disputed && leg.entries[i].earliest <= when) found.push_back(i);
    return found;
}

state_set outcomes_without(const marks& away, const leg_record& leg, const lifecycle& table, instant when)
{
    scratch_vector<std::size_t> in;
    for (std::size_t i = 0; i < leg.entries.size(); ++i)
        if (leg.entries[i].earliest <= when && !away.has(i)) in.push_back(i);
    return in.size() < 64 ? one_choice<few_marks>(leg, table, when, in).outcomes() : one_choice<marks>(leg, table, when, in).outcomes();
}

/// At `at` a contact of these bounds begins to be possible, or is no longer.
struct change {
    instant at;
    bool begins;
    std::pair<instant, instant> bounds;

    auto operator<=>(const change&) const = default;
};

scratch_vector<change> changes_of(const leg_record& leg, instant when)
{
    scratch_vector<change> changes;
    changes.reserve(2 * leg.entries.size());
    for (const entry_of_leg& e : leg.entries) {
        if (e.earliest > when) continue;
        changes.push_back({e.earliest, true, {e.earliest, e.latest}});
        if (e.latest != end_of_time) changes.push_back({next_second(e.latest), false, {e.earliest, e.latest}});
    }
    std::sort(changes.begin(), changes.end());
    return changes;
}

/// The most contacts with `earliest <= when` whose dates share an instant, leaving out the instants where all have the same bounds.
std::size_t most_sharing(const leg_record& leg, instant when)
{
    const auto changes = changes_of(leg, when);
    using bounds = std::pair<instant, instant>;
    std::map<bounds, std::size_t, std::less<>, scratch_memory<std::pair<const bounds, std::size_t>>> here;
    std::size_t sharing = 0;
    std::size_t most = 0;
    for (std::size_t i = 0; i < changes.size(); ++i) {
        sharing = changes[i].begins ? sharing + 1 : sharing - 1;
        std::size_t& same = here[changes[i].bounds];
        same = changes[i].begins ? same + 1 : same - 1;
        if (same == 0) here.erase(changes[i].bounds);
        const bool all_of_instant = i + 1 == changes.size() || changes[i].at != changes[i + 1].at;
        if (all_of_instant && here.size() > 1) most = std::max(most, sharing);
    }
    return most;
}

}  // namespace

bool too_many(const leg_record& leg, instant when)
{
    const std::size_t disputed = disputed_by(leg, when).size();
    if (disputed + leg.entries.size() <= most_enumerated) return false;
    return disputed + most_sharing(leg, when) > most_enumerated;
}

bool only_one_world(const leg_record& leg, instant when)
{
    const auto dues = dues_of(leg);
    const auto falls_due = [&](instant first, instant last) {
        return std::any_of(dues.begin(), dues.end(), [&](instant due) { return first <= due && due <= last; });
    };
    bool exact = true;
    bool apart = true;
    std::optional<instant> reached;
    for (std::size_t i = 0; i < leg.entries.size(); ++i) {
        if (leg.entries[i].disputed) return false;
        if (leg.entries[i].earliest > when) continue;
        const instant earliest = leg.order.earliest(i);
        const instant latest = leg.order.latest(i);
        exact = exact && earliest == latest;
        apart = apart && latest <= when && (!reached || *reached < earliest) && (earliest == latest || !falls_due(earliest, latest));
        if (!exact && !apart) return false;
        reached = latest;
    }
    return true;
}

outcomes worlds(const leg_record& leg, const lifecycle& table, instant when)
{
    const auto disputed = disputed_by(leg, when);
    outcomes found;
    std::optional<state_set> other;
    for (const marks& beyond : held_beyond(leg, when))
        for (std::uint64_t out = 0; out >> disputed.size() == 0; ++out) {
            const scratch room;
            marks away = beyond;
            for (std::size_t d = 0; d < disputed.size(); ++d)
                if ((out >> d & 1) != 0) away.mark(disputed[d]);
            const state_set possible = outcomes_without(away, leg, table, when);
            found.possible.insert(possible);
            found.why.imprecise_date = found.why.imprecise_date || possible.size() > 1;
            found.why.dispute = found.why.dispute || (other && *other != possible);
            other = possible;
        }
    return found;
}

}  // namespace demarche::detail
