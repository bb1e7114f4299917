// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "instants.hpp"
#include "sort_once.hpp"
#include "standings.hpp"

#include <algorithm>
#include <iterator>
#include <span>
#include <vector>

// The worlds of a leg in which it is settled which disputed contacts happened.

namespace demarche::inline v0::detail {

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
    /// Of the contacts `in`, from `from` to `when`, from where their worlds stand just before.
    one_choice(const leg_record& leg, const lifecycle& table, std::span<const standing> starts, instant from, instant when, const scratch_vector<std::size_t>& in)
        : from_(from), when_(when), standings_(leg, table, in, starts, from)
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
            each_due(leg.entries[i].does.proposed, [this](instant due) { due_.push_back(due); });
        }
        for (std::size_t s = 0; s < starts.size(); ++s) {
            for (const terms& t : {starts[s].in_force, starts[s].prior_terms}) each_due(t, [this](instant due) { due_.push_back(due); });
            now_.insert({Marks(members_.size()), static_cast<standings::number>(s)});
        }
    }

    void live_through()
    {
        each_stretch([this](instant first, instant last) { live(first, last); });
    }

    /// The same, and calls `seen(instant, state_set)` at the first instant, at every one as of which there may be other outcomes than before, and at some
    /// more. Of one instant only the last call tells.
    ///
    /// Within a stretch contacts only join those that happened already, and the clock does nothing. So once a second has led no further, none does, until
    /// the last, by which some have to have happened.
    template <class Seen>
    void live_in_time(Seen seen)
    {
        seen(from_, states());
        each_stretch([&](instant first, instant last) { live_by_seconds(first, last, seen); });
    }

    /// The states in which the worlds are.
    state_set states() const
    {
        state_set found;
        for (std::size_t i = 0; i < now_.size(); ++i) found.insert(standings_.state(now_[i].at));
        return found;
    }

    /// Where the worlds stand.
    std::vector<standing> ends() const
    {
        std::vector<standing> all;
        for (std::size_t i = 0; i < now_.size(); ++i) all.push_back(standings_[now_[i].at]);
        return all;
    }

private:
    struct member {
        instant earliest;
        instant latest;
        Marks before;  ///< the members that go before this one
    };
    using numbers = scratch_vector<std::size_t>;
    using stages = numbered<stage<Marks>>;

    template <class Live>
    void each_stretch(Live live) const
    {
        const auto starts = stretch_starts();
        for (std::size_t i = 0; i < starts.size(); ++i) live(starts[i], i + 1 < starts.size() ? last_second_before(starts[i + 1]) : when_);
    }

    scratch_vector<instant> stretch_starts() const
    {
        scratch_vector<instant> starts{from_};
        starts.reserve(1 + 2 * (members_.size() + due_.size()));
        for (const member& m : members_) {
            starts.push_back(m.earliest);
            if (m.latest != end_of_time) starts.push_back(next_second(m.latest));
        }
        // What falls due does so in a stretch of its own.
        for (instant due : due_) starts.insert(starts.end(), {due, next_second(due)});
        std::erase_if(starts, [this](instant t) { return t < from_ || t > when_; });
        sort_once(starts);
        return starts;
    }

    /// All that can happen from `first` to `last`.
    void live(instant first, instant last)
    {
        const bool due = come_to(first);
        const numbers able = able_throughout(first, last);
        if (tried_ < now_.size() || !std::includes(tried_able_.begin(), tried_able_.end(), able.begin(), able.end())) {
            const std::uint64_t length = distance(first, last) + 1;
            if (length == 0 || length >= able.size())
                in_any_order(able);
            else
                second_by_second(able, length);
        }
        drop_missed(able, last);
        if (due) let_the_clock_act();
    }

    /// The same, told of by its seconds.
    template <class Seen>
    void live_by_seconds(instant first, instant last, Seen& seen)
    {
        const bool due = come_to(first);
        const numbers able = able_throughout(first, last);
        const bool in_turn = recorded_as_they_go(able);
        std::size_t told = std::includes(tried_able_.begin(), tried_able_.end(), able.begin(), able.end()) ? tried_ : 0;
        for (instant t = first; told < now_.size(); t += std::chrono::seconds(1)) {
            const std::size_t before = now_.size();
            if (in_turn) one_after_the_other(able, told);
            else one_second(able, told);
            told = before;
            if (t == last) break;
            if (now_.size() != before) seen(t, states());
        }
        tried_ = told == now_.size() ? told : 0;
        tried_able_ = able;
        drop_missed(able, last);
        if (due) let_the_clock_act();
        seen(last, states());
    }

    /// Whether something falls due at `t`.
    bool come_to(instant t)
    {
        const bool due = std::find(due_.begin(), due_.end(), t) != due_.end();
        if (due && standings_.come_to(t)) tried_ = 0;
        return due;
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
                one_after_the_other(able, 0);
            else
                one_second(able, 0);
        tried_ = 0;
    }

    /// Whether the order holds no contact back behind one recorded later, so that at one instant all go as recorded.
    bool recorded_as_they_go(const numbers& able) const
    {
        return std::none_of(able.begin(), able.end(), [&](std::size_t m) {
            return std::any_of(able.begin(), able.end(), [&](std::size_t p) { return p > m && members_[m].before.has(p); });
        });
    }

    /// One second, for the stages from the `fresh`-th on.
    void one_after_the_other(const numbers& able, std::size_t fresh)
    {
        for (std::size_t m : able)
            for (std::size_t i = fresh, size = now_.size(); i < size; ++i)
                if (can(now_[i], m)) now_.insert(with(now_[i], m));
    }

    void one_second(const numbers& able, std::size_t fresh)
    {
        const numbers in_order = in_keeping(able);
        for (std::size_t i = fresh, size = now_.size(); i < size; ++i) {
            const stage<Marks> s = now_[i];
            choose(s, s.done, in_order, 0, {}, now_);
        }
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

    instant from_;
    instant when_;
    standings standings_;
    scratch_vector<member> members_;
    scratch_vector<instant> due_;  ///< the instants at which terms are over
    stages now_;
    std::size_t tried_ = 0;
    numbers tried_able_;
};

}  // namespace demarche::inline v0::detail
