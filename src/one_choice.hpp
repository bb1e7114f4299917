// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "choices.hpp"
#include "instants.hpp"
#include "line_up.hpp"
#include "sort_once.hpp"
#include "standings.hpp"

#include <algorithm>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

// The worlds of a leg in which it is settled which disputed contacts happened.

namespace demarche::inline v0::detail {

/// How far a world has come: which of the contacts that can happen have, by slot, and where the leg stands. All whose time is over have happened.
template <class Marks>
struct stage {
    Marks done;
    standings::number at;

    bool operator==(const stage&) const = default;
    friend std::uint64_t hash_of(const stage& s) { return mixed(s.done.hash() * 0x9E3779B97F4A7C15u + s.at); }
};

/// Where the worlds of one choice stand just before an instant: from it on they can be told again. Those that stand alike have the same one, whatever slots
/// their contacts have: a contact that may have happened, and still can, is marked by its place among all such, in record order.
struct milestone {
    instant at = beginning_of_time;
    standing_set standings = {};
    std::vector<stage<few_marks>> stages = {};  ///< in an order

    bool operator==(const milestone&) const = default;
};

/// The worlds of one choice of disputed contacts. Time goes stretch by stretch, between the instants at which something begins, ends or falls due:
/// within a stretch it matters only in which order contacts happen. In a stretch of fewer seconds than contacts, several share a second.
template <class Marks>
class one_choice {
public:
    /// Of the contacts `in`, from `from` to `when`, from where their worlds stand just before. `in` must outlive it.
    one_choice(const leg_record& leg, const lifecycle& table, std::span<const standing> starts, instant from, instant when, const line_up& in)
        : leg_(leg), in_(in), from_(from), when_(when), standings_(table, in.width(), starts, from), before_(in.width(), Marks(in.width())), able_slots_(in.width()), fresh_slots_(in.width())
    {
        able_.reserve(in.width());
        const auto take = [this](instant due) { due_.push_back(due); };
        for (const lined_up& c : in) each_due(leg.entries[c.entry].does.proposed, take);
        for (const standing& s : starts)
            for (const terms& t : {s.in_force, s.prior_terms}) each_due(t, take);
        sort_once(due_);
        if (std::is_same_v<Marks, few_marks> && in.width() <= few_slots) seen_.resize(std::size_t{1} << in.width());
        for (std::size_t s = 0; s < starts.size(); ++s) reach({Marks(in.width()), static_cast<standings::number>(s)});
    }
    /// Told on from a milestone of theirs, or of worlds that had the same contacts before it.
    one_choice(const leg_record& leg, const lifecycle& table, const milestone& from, instant when, const line_up& in)
        : one_choice(leg, table, from.standings, from.at, when, in)
    {
        for (; next_ < in.size() && in[in.by_begin()[next_]].earliest < from_; ++next_) let_in(in.by_begin()[next_]);
        start_anew();
        for (const stage<few_marks>& s : from.stages) reach({slots_of(s.done), s.at});
    }

    void live_through()
    {
        live_through([](instant) { return true; });
    }
    /// The same, as long as `goes_on(instant)`, which is asked at the beginning of each stretch; whether it went on until the end.
    template <class GoesOn>
    bool live_through(GoesOn goes_on)
    {
        return each_stretch([&](instant first, instant last) {
            if (!goes_on(first)) return false;
            live(first, last);
            return true;
        });
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
        each_stretch([&](instant first, instant last) {
            live_by_seconds(first, last, seen);
            return true;
        });
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

    /// Where they stand at `at`, the beginning of a stretch that was reached.
    milestone stand(instant at) const
    {
        scratch_vector<standings::number> used;
        for (std::size_t i = 0; i < now_.size(); ++i) used.push_back(now_[i].at);
        sort_once(used);
        std::sort(used.begin(), used.end(), [this](auto a, auto b) { return stands_before(standings_[a], standings_[b]); });
        milestone found{.at = at};
        scratch_vector<standings::number> place(standings_.size());
        for (const standings::number n : used) {
            place[n] = static_cast<standings::number>(found.standings.size());
            found.standings.push_back(standings_[n]);
        }
        found.stages.reserve(now_.size());
        for (std::size_t i = 0; i < now_.size(); ++i) found.stages.push_back({places_of(now_[i].done), place[now_[i].at]});
        const auto goes = [](const auto& a, const auto& b) { return std::pair(a.done.bits(), a.at) < std::pair(b.done.bits(), b.at); };
        std::sort(found.stages.begin(), found.stages.end(), goes);
        return found;
    }

private:
    static constexpr std::size_t few_slots = 12;

    using numbers = scratch_vector<std::size_t>;
    using stages = numbered<stage<Marks>>;

    /// As long as `live(first, last)`; whether that was until the end.
    template <class Live>
    bool each_stretch(Live live) const
    {
        const auto starts = stretch_starts();
        for (std::size_t i = 0; i < starts.size(); ++i)
            if (!live(starts[i], i + 1 < starts.size() ? last_second_before(starts[i + 1]) : when_)) return false;
        return true;
    }

    scratch_vector<instant> stretch_starts() const
    {
        scratch_vector<instant> starts{from_};
        starts.reserve(1 + 2 * (in_.size() + due_.size()));
        for (const lined_up& c : in_) {
            starts.push_back(c.earliest);
            if (c.latest != end_of_time) starts.push_back(next_second(c.latest));
        }
        // What falls due does so in a stretch of its own.
        for (instant due : due_) starts.insert(starts.end(), {due, next_second(due)});
        std::erase_if(starts, [this](instant t) { return t < from_ || t > when_; });
        sort_once(starts);
        return starts;
    }

    /// Those that are able, by their place among these instead of by slot, and the other way round.
    few_marks places_of(const Marks& slots) const
    {
        few_marks places(able_.size());
        for (std::size_t i = 0; i < able_.size(); ++i)
            if (slots.has(in_[able_[i]].slot)) places.mark(i);
        return places;
    }
    Marks slots_of(const few_marks& places) const
    {
        Marks slots(in_.width());
        for (std::size_t i = 0; i < able_.size(); ++i)
            if (places.has(i)) slots.mark(in_[able_[i]].slot);
        return slots;
    }

    /// All that can happen from `first` to `last`.
    void live(instant first, instant last)
    {
        const bool due = come_to(first);
        if (tried_ < now_.size() || !fresh_slots_.empty()) {
            const std::uint64_t length = distance(first, last) + 1;
            if (length == 0 || length >= able_.size())
                in_any_order();
            else
                second_by_second(length);
        }
        leave_by(last);
        if (due) let_the_clock_act();
    }

    /// The same, told of by its seconds.
    template <class Seen>
    void live_by_seconds(instant first, instant last, Seen& seen)
    {
        const bool due = come_to(first);
        const bool in_turn = recorded_as_they_go();
        std::size_t told = fresh_slots_.empty() ? tried_ : 0;
        for (instant t = first; told < now_.size(); t += std::chrono::seconds(1)) {
            const std::size_t before = now_.size();
            if (in_turn) one_after_the_other(told);
            else one_second(told);
            told = before;
            if (t == last) break;
            if (now_.size() != before) seen(t, states());
        }
        tried_ = told == now_.size() ? told : 0;
        fresh_slots_ = Marks(in_.width());
        leave_by(last);
        if (due) let_the_clock_act();
        seen(last, states());
    }

    /// Comes to the beginning of a stretch; whether something falls due at it.
    bool come_to(instant first)
    {
        const bool due = std::binary_search(due_.begin(), due_.end(), first);
        if (due && standings_.come_to(first)) tried_ = 0;
        for (; next_ < in_.size() && in_[in_.by_begin()[next_]].earliest <= first; ++next_) let_in(in_.by_begin()[next_]);
        return due;
    }

    /// Lets a contact happen from now on.
    void let_in(std::size_t m)
    {
        const lined_up& c = in_[m];
        if (c.latest < from_) return;
        before_[c.slot] = Marks(in_.width());
        if (leg_.order.has_rules())
            for (const std::size_t other : able_) {
                if (leg_.order.goes_before(in_[other].entry, c.entry)) before_[c.slot].mark(in_[other].slot);
                if (leg_.order.goes_before(c.entry, in_[other].entry)) before_[in_[other].slot].mark(c.slot);
            }
        able_.insert(std::upper_bound(able_.begin(), able_.end(), m), m);
        able_slots_.mark(c.slot);
        fresh_slots_.mark(c.slot);
        standings_.put(c.slot, leg_.entries[c.entry].does);
    }

    /// Those that had to happen by `last` have; drops the stages in which they have not.
    void leave_by(instant last)
    {
        const auto is_over = [&](std::size_t m) { return in_[m].latest <= last; };
        Marks over(in_.width());
        bool any = false;
        for (const std::size_t m : able_) {
            if (!is_over(m)) continue;
            any = true;
            over.mark(in_[m].slot);
            standings_.remove(in_[m].slot);
        }
        if (!any) return;
        std::erase_if(able_, is_over);
        able_slots_.unmark(over);
        fresh_slots_.unmark(over);
        for (const std::size_t m : able_) before_[in_[m].slot].unmark(over);
        const bool all_tried = tried_ == now_.size();
        start_anew();
        for (std::size_t i = 0; i < were_.size(); ++i) {
            if (!were_[i].done.contains(over)) continue;
            stage<Marks> s = were_[i];
            s.done.unmark(over);
            reach(s);
        }
        tried_ = all_tried ? now_.size() : 0;
    }

    void let_the_clock_act()
    {
        const auto to = standings_.after_the_clock();
        bool same = true;
        for (std::size_t i = 0; i < now_.size(); ++i) same = same && to[now_[i].at] == now_[i].at;
        if (same) return;
        start_anew();
        for (std::size_t i = 0; i < were_.size(); ++i) reach({were_[i].done, to[were_[i].at]});
        tried_ = 0;
    }

    /// Takes in a stage that some world reaches.
    void reach(const stage<Marks>& s)
    {
        if constexpr (std::is_same_v<Marks, few_marks>) {
            if (!seen_.empty() && s.at < 64) {
                std::uint64_t& here = seen_[s.done.bits()];
                if ((here >> s.at & 1) != 0) return;
                here |= std::uint64_t{1} << s.at;
                return now_.append(s);
            }
        }
        now_.insert(s);
    }
    /// The stages that were reached become those before; none is reached yet.
    void start_anew()
    {
        if constexpr (std::is_same_v<Marks, few_marks>)
            for (std::size_t i = 0; i < now_.size() && !seen_.empty(); ++i) seen_[now_[i].done.bits()] = 0;
        std::swap(now_, were_);
        now_.clear();
    }

    bool can(const Marks& done, std::size_t m) const { return !done.has(in_[m].slot) && done.contains(before_[in_[m].slot]); }

    stage<Marks> with(stage<Marks> s, std::size_t slot)
    {
        s.done.mark(slot);
        s.at = standings_.after(s.at, slot);
        return s;
    }

    /// The first `tried_` stages have tried all that are able but the fresh ones, with what these do now.
    void in_any_order()
    {
        for (std::size_t i = 0; i < now_.size(); ++i) {
            const stage<Marks> s = now_[i];
            (i < tried_ ? fresh_slots_ : able_slots_).each_not_in(s.done, [&](std::size_t slot) {
                if (s.done.contains(before_[slot])) reach(with(s, slot));
            });
        }
        tried_ = now_.size();
        fresh_slots_ = Marks(in_.width());
    }

    void second_by_second(std::uint64_t length)
    {
        for (std::uint64_t second = 0; second < length; ++second)
            if (recorded_as_they_go())
                one_after_the_other(0);
            else
                one_second(0);
        tried_ = 0;
    }

    /// Whether the order holds no contact back behind one recorded later, so that at one instant all go as recorded.
    bool recorded_as_they_go() const
    {
        return std::none_of(able_.begin(), able_.end(), [&](std::size_t m) {
            return std::any_of(able_.begin(), able_.end(), [&](std::size_t p) { return p > m && before_[in_[m].slot].has(in_[p].slot); });
        });
    }

    /// One second, for the stages from the `fresh`-th on.
    void one_after_the_other(std::size_t fresh)
    {
        for (std::size_t m : able_)
            for (std::size_t i = fresh, size = now_.size(); i < size; ++i)
                if (can(now_[i].done, m)) reach(with(now_[i], in_[m].slot));
    }

    void one_second(std::size_t fresh)
    {
        const numbers in_order = in_keeping(able_);
        for (std::size_t i = fresh, size = now_.size(); i < size; ++i) {
            const stage<Marks> s = now_[i];
            choose(s, s.done, in_order, 0, {});
        }
    }

    /// Every set of contacts that can share one second, each folded in its order. `able` keeps the order.
    void choose(const stage<Marks>& s, const Marks& done, const numbers& able, std::size_t from, numbers chosen)
    {
        while (from < able.size() && !can(done, able[from])) ++from;
        if (from == able.size()) {
            reach(together(s, std::move(chosen)));
            return;
        }
        choose(s, done, able, from + 1, chosen);
        Marks with_it = done;
        with_it.mark(in_[able[from]].slot);
        chosen.push_back(able[from]);
        choose(s, with_it, able, from + 1, std::move(chosen));
    }

    /// The contacts in the order in which they go at one instant.
    numbers in_keeping(numbers open) const
    {
        numbers sorted;
        while (!open.empty()) {
            const auto first = std::find_if(open.begin(), open.end(), [&](std::size_t m) {
                return std::none_of(open.begin(), open.end(), [&](std::size_t p) { return before_[in_[m].slot].has(in_[p].slot); });
            });
            sorted.push_back(*first);
            open.erase(first);
        }
        return sorted;
    }

    stage<Marks> together(stage<Marks> s, numbers chosen)
    {
        std::sort(chosen.begin(), chosen.end());
        for (std::size_t m : in_keeping(std::move(chosen))) s = with(std::move(s), in_[m].slot);
        return s;
    }

    const leg_record& leg_;
    const line_up& in_;
    instant from_;
    instant when_;
    standings standings_;
    scratch_vector<Marks> before_;  ///< by slot, those that go before its contact and are not over
    scratch_vector<instant> due_;   ///< the instants at which terms are over
    std::size_t next_ = 0;          ///< of those by their begin, the first that is not yet able
    numbers able_;                  ///< those that can happen, as recorded
    Marks able_slots_;
    Marks fresh_slots_;  ///< of those that no stage has tried
    stages now_;
    stages were_;
    scratch_vector<std::uint64_t> seen_;  ///< of few slots: for each set of them that are done, the standings below 64 that were reached
    std::size_t tried_ = 0;
};

/// What `ask` says of the worlds of one choice, by what can mark its contacts.
template <class Ask>
auto ask_worlds(const leg_record& leg, const lifecycle& table, std::span<const standing> starts, instant from, instant when, const line_up& in, Ask ask)
{
    if (in.width() > few_marks::most) return ask(one_choice<marks>(leg, table, starts, from, when, in));
    return ask(one_choice<few_marks>(leg, table, starts, from, when, in));
}

}  // namespace demarche::inline v0::detail
