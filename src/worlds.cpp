// SPDX-License-Identifier: BSL-1.0
#include "worlds.hpp"

#include "stages.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <set>

namespace demarche::detail {

namespace {

constexpr std::size_t most_enumerated = 12;

using std::chrono::seconds;

constexpr instant next_second(instant t) { return t == end_of_time ? t : t + seconds(1); }
constexpr instant last_second_before(instant t) { return t == beginning_of_time ? t : t - seconds(1); }

void ignore(const step&, instant) {}

/// The worlds of one choice of disputed contacts. Time goes stretch by stretch, between the instants at which something begins, ends or falls due:
/// within a stretch it matters only in which order contacts happen. In a stretch of fewer seconds than contacts, several share a second.
template <class Marks>
class one_choice {
public:
    one_choice(const leg_record& leg, const lifecycle& table, instant when, const std::vector<std::size_t>& in) : leg_(leg), fold_(table), when_(when)
    {
        for (std::size_t i : in) {
            member m{i, leg.entries[i].earliest, leg.entries[i].latest, Marks(in.size())};
            for (std::size_t p = 0; p < in.size(); ++p) {
                if (leg.order.goes_before(in[p], i)) {
                    m.earliest = std::max(m.earliest, leg.entries[in[p]].earliest);
                    m.before.mark(p);
                }
                if (leg.order.goes_before(i, in[p])) m.latest = std::min(m.latest, leg.entries[in[p]].latest);
            }
            members_.push_back(std::move(m));
        }
    }

    state_set outcomes()
    {
        now_.insert({Marks(members_.size()), {.in_force = leg_.stated}});
        const auto starts = stretch_starts();
        for (std::size_t i = 0; i < starts.size(); ++i) live(starts[i], i + 1 < starts.size() ? last_second_before(starts[i + 1]) : when_);
        state_set found;
        for (std::size_t i = 0; i < now_.size(); ++i) found.insert(now_[i].at.state);
        return found;
    }

private:
    struct member {
        std::size_t entry;
        instant earliest;
        instant latest;
        Marks before;  ///< the members that go before this one
    };
    using numbers = std::vector<std::size_t>;

    std::vector<instant> stretch_starts()
    {
        std::vector<instant> starts{beginning_of_time};
        const auto cut_terms = [&](const terms& t) {
            for (instant last : {t.occasion, t.reply_by})
                if (last != end_of_time) due_.insert(due_.end(), {next_second(last), next_second(next_second(last))});
        };
        cut_terms(leg_.stated);
        for (const member& m : members_) {
            starts.push_back(m.earliest);
            if (m.latest != end_of_time) starts.push_back(next_second(m.latest));
            cut_terms(leg_.entries[m.entry].does.proposed);
        }
        starts.insert(starts.end(), due_.begin(), due_.end());
        std::erase_if(starts, [this](instant t) { return t > when_; });
        std::sort(starts.begin(), starts.end());
        starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
        return starts;
    }

    /// All that can happen from `first` to `last`.
    void live(instant first, instant last)
    {
        const bool due = std::find(due_.begin(), due_.end(), first) != due_.end();
        numbers able;
        for (std::size_t m = 0; m < members_.size(); ++m)
            if (members_[m].earliest <= first && members_[m].latest >= last) able.push_back(m);
        const bool all_tried = tried_ == now_.size() && std::includes(tried_able_.begin(), tried_able_.end(), able.begin(), able.end());
        if (!all_tried || (due && !as_a_second_before(able, first))) {
            if (due) tried_ = 0;
            const std::uint64_t length = static_cast<std::uint64_t>(last.time_since_epoch().count()) - static_cast<std::uint64_t>(first.time_since_epoch().count()) + 1;
            if (length == 0 || length >= able.size())
                in_any_order(able, first);
            else
                second_by_second(able, first, length);
        }
        drop_missed(able, last);
        if (due) pass(first, last);
    }

    /// Whether each contact would do at `t` what it did a second before.
    bool as_a_second_before(const numbers& able, instant t) const
    {
        for (std::size_t i = 0; i < now_.size(); ++i)
            for (std::size_t m : able)
                if (can(now_[i], m) && !(with(now_[i], m, t) == with(now_[i], m, last_second_before(t)))) return false;
        return true;
    }

    bool can(const stage<Marks>& s, std::size_t m) const { return !s.done.has(m) && s.done.contains(members_[m].before); }

    /// Drops the stages in which a contact has not happened that had to by `last`.
    void drop_missed(const numbers& able, instant last)
    {
        Marks musts(members_.size());
        for (std::size_t m : able)
            if (members_[m].latest == last) musts.mark(m);
        if (musts == Marks(members_.size())) return;
        stages<Marks> kept;
        for (std::size_t i = 0; i < now_.size(); ++i)
            if (now_[i].done.contains(musts)) kept.insert(now_[i]);
        tried_ = tried_ == now_.size() ? kept.size() : 0;
        now_ = std::move(kept);
    }

    void pass(instant first, instant last)
    {
        stages<Marks> after;
        bool same = true;
        for (std::size_t i = 0; i < now_.size(); ++i) {
            stage<Marks> s = now_[i];
            fold_.pass(s.at, first, last, ignore);
            same = same && s == now_[i];
            after.insert(s);
        }
        if (same) return;
        now_ = std::move(after);
        tried_ = 0;
    }

    stage<Marks> with(stage<Marks> s, std::size_t m, instant t) const
    {
        s.done.mark(m);
        const step done = fold_.apply(s.at, leg_.entries[members_[m].entry].does, t);
        if (done.did.what == effect::prior) fold_.catch_up(s.at, t, ignore);
        return s;
    }

    /// The first `tried_` stages have tried `tried_able_`, with what it does now.
    void in_any_order(const numbers& able, instant t)
    {
        numbers fresh;
        std::set_difference(able.begin(), able.end(), tried_able_.begin(), tried_able_.end(), std::back_inserter(fresh));
        for (std::size_t i = 0; i < now_.size(); ++i)
            for (std::size_t m : i < tried_ ? fresh : able)
                if (can(now_[i], m)) now_.insert(with(now_[i], m, t));
        tried_ = now_.size();
        tried_able_ = able;
    }

    void second_by_second(const numbers& able, instant t, std::uint64_t length)
    {
        for (std::uint64_t second = 0; second < length; ++second)
            if (recorded_as_they_go(able))
                one_after_the_other(able, t);
            else
                one_second(able, t);
        tried_ = 0;
    }

    /// Whether the order holds no contact back behind one recorded later, so that at one instant all go as recorded.
    bool recorded_as_they_go(const numbers& able) const
    {
        return std::none_of(able.begin(), able.end(), [&](std::size_t m) {
            return std::any_of(able.begin(), able.end(), [&](std::size_t p) { return p > m && members_[m].before.has(p); });
        });
    }

    void one_after_the_other(const numbers& able, instant t)
    {
        for (std::size_t m : able)
            for (std::size_t i = 0, size = now_.size(); i < size; ++i)
                if (can(now_[i], m)) now_.insert(with(now_[i], m, t));
    }

    void one_second(const numbers& able, instant t)
    {
        const numbers in_order = in_keeping(able);
        stages<Marks> next;
        for (std::size_t i = 0; i < now_.size(); ++i) choose(now_[i], now_[i].done, in_order, 0, {}, t, next);
        now_ = std::move(next);
    }

    /// Every set of contacts that can share one second, each folded in its order. `able` keeps `leg_.order`.
    void choose(const stage<Marks>& s, const Marks& done, const numbers& able, std::size_t from, numbers chosen, instant t, stages<Marks>& into) const
    {
        while (from < able.size() && (done.has(able[from]) || !done.contains(members_[able[from]].before))) ++from;
        if (from == able.size()) {
            into.insert(together(s, std::move(chosen), t));
            return;
        }
        choose(s, done, able, from + 1, chosen, t, into);
        Marks with_it = done;
        with_it.mark(able[from]);
        chosen.push_back(able[from]);
        choose(s, with_it, able, from + 1, std::move(chosen), t, into);
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

    stage<Marks> together(stage<Marks> s, numbers chosen, instant t) const
    {
        std::sort(chosen.begin(), chosen.end());
        for (std::size_t m : in_keeping(std::move(chosen))) s = with(std::move(s), m, t);
        return s;
    }

    const leg_record& leg_;
    fold fold_;
    instant when_;
    std::vector<member> members_;
    std::vector<instant> due_;
    stages<Marks> now_;
    std::size_t tried_ = 0;
    numbers tried_able_;
};

/// Whether any terms of the leg fall due within these instants.
bool falls_due(const leg_record& leg, instant first, instant last)
{
    const auto within = [&](const terms& t) {
        const auto due = [&](instant end) { return end != end_of_time && first <= next_second(end) && next_second(end) <= last; };
        return due(t.occasion) || due(t.reply_by);
    };
    return within(leg.stated) || std::any_of(leg.entries.begin(), leg.entries.end(), [&](const entry_of_leg& e) { return within(e.does.proposed); });
}

/// The sets of contacts that the disputed ones to come can hold back beyond `when`: each goes after one of them.
std::set<marks> held_beyond(const leg_record& leg, instant when)
{
    const std::size_t size = leg.entries.size();
    marks always(size);
    std::vector<marks> perhaps;
    for (std::size_t f = 0; f < size; ++f) {
        if (leg.entries[f].earliest <= when) continue;
        marks held(size);
        for (std::size_t i = 0; i < size; ++i)
            if (leg.order.goes_before(f, i)) (leg.entries[f].disputed ? held : always).mark(i);
        if (leg.entries[f].disputed) perhaps.push_back(std::move(held));
    }
    std::set<marks> unions{always};
    for (const marks& held : perhaps) {
        std::set<marks> more = unions;
        for (marks u : unions) {
            for (std::size_t i = 0; i < size; ++i)
                if (held.has(i)) u.mark(i);
            more.insert(std::move(u));
        }
        unions = std::move(more);
    }
    return unions;
}

}  // namespace

std::vector<std::size_t> sequence(const leg_record& leg, const std::vector<std::size_t>& members, const std::vector<instant>& at)
{
    std::vector<std::size_t> open(members.size());
    for (std::size_t i = 0; i < open.size(); ++i) open[i] = i;
    std::stable_sort(open.begin(), open.end(), [&](std::size_t a, std::size_t b) { return at[a] < at[b]; });
    std::vector<std::size_t> sorted;
    for (auto group = open.begin(); group != open.end();) {
        auto end = std::find_if(group, open.end(), [&](std::size_t i) { return at[i] != at[*group]; });
        for (; group != end; ++group) {
            const auto first = std::find_if(group, end, [&](std::size_t m) {
                return std::none_of(group, end, [&](std::size_t p) { return leg.order.goes_before(members[p], members[m]); });
            });
            sorted.push_back(members[*first]);
            std::rotate(group, first, first + 1);
        }
    }
    return sorted;
}

bool too_many(const leg_record& leg, instant when)
{
    if (2 * leg.entries.size() <= most_enumerated) return false;  // each counts twice at the most
    std::size_t disputed = 0;
    std::map<instant, std::vector<std::pair<std::pair<instant, instant>, bool>>> changes;
    for (const entry_of_leg& e : leg.entries) {
        if (e.earliest > when) continue;
        disputed += e.disputed;
        const std::pair bounds(e.earliest, e.latest);
        changes[e.earliest].push_back({bounds, true});
        if (e.latest != end_of_time) changes[next_second(e.latest)].push_back({bounds, false});
    }
    std::map<std::pair<instant, instant>, std::size_t> here;
    std::size_t sharing = 0;
    std::size_t most = 0;
    for (const auto& [t, those] : changes) {
        for (const auto& [bounds, begins] : those) {
            sharing = begins ? sharing + 1 : sharing - 1;
            std::size_t& same = here[bounds];
            same = begins ? same + 1 : same - 1;
            if (same == 0) here.erase(bounds);
        }
        if (here.size() > 1) most = std::max(most, sharing);
    }
    return disputed + most > most_enumerated;
}

bool only_one_world(const leg_record& leg, instant when)
{
    bool exact = true;
    bool apart = true;
    std::optional<instant> reached;
    for (std::size_t i = 0; i < leg.entries.size(); ++i) {
        if (leg.entries[i].disputed) return false;
        if (leg.entries[i].earliest > when) continue;
        const instant earliest = leg.order.earliest(i);
        const instant latest = leg.order.latest(i);
        exact = exact && earliest == latest;
        apart = apart && latest <= when && (!reached || *reached < earliest) && (earliest == latest || !falls_due(leg, earliest, latest));
        if (!exact && !apart) return false;
        reached = latest;
    }
    return true;
}

outcomes worlds(const leg_record& leg, const lifecycle& table, instant when)
{
    std::vector<std::size_t> disputed;
    for (std::size_t i = 0; i < leg.entries.size(); ++i)
        if (leg.entries[i].disputed && leg.entries[i].earliest <= when) disputed.push_back(i);

    outcomes found;
    std::optional<state_set> other;
    for (const marks& beyond : held_beyond(leg, when))
        for (std::uint64_t out = 0; out >> disputed.size() == 0; ++out) {
            marks away = beyond;
            for (std::size_t d = 0; d < disputed.size(); ++d)
                if ((out >> d & 1) != 0) away.mark(disputed[d]);
            std::vector<std::size_t> in;
            for (std::size_t i = 0; i < leg.entries.size(); ++i)
                if (leg.entries[i].earliest <= when && !away.has(i)) in.push_back(i);
            const state_set possible = in.size() < 64 ? one_choice<few_marks>(leg, table, when, in).outcomes() : one_choice<marks>(leg, table, when, in).outcomes();
            found.possible.insert(possible);
            found.why.imprecise_date = found.why.imprecise_date || possible.size() > 1;
            found.why.dispute = found.why.dispute || (other && *other != possible);
            other = possible;
        }
    return found;
}

}  // namespace demarche::detail
