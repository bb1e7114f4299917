// SPDX-License-Identifier: BSL-1.0
#include "worlds.hpp"

#include "sort_once.hpp"
#include "standings.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <numeric>
#include <tuple>

namespace demarche::detail {

namespace {

constexpr std::size_t most_enumerated = 12;

using std::chrono::seconds;


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
        for (instant t = first; told < now_.size(); t += seconds(1)) {
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

/// The instants at which terms of the leg are over.
scratch_vector<instant> dues_of(const leg_record& leg)
{
    scratch_vector<instant> dues;
    const auto take = [&](instant due) { dues.push_back(due); };
    each_due(leg.stated, take);
    for (const entry_of_leg& e : leg.entries) each_due(e.does.proposed, take);
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
        sort_once(unions);
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

template <class Marks>
state_set outcomes_of(const scratch_vector<std::size_t>& in, const leg_record& leg, const lifecycle& table, instant when)
{
    const standing start[]{{.in_force = leg.stated}};
    one_choice<Marks> worlds(leg, table, start, beginning_of_time, when, in);
    worlds.live_through();
    return worlds.states();
}

state_set outcomes_without(const marks& away, const leg_record& leg, const lifecycle& table, instant when)
{
    scratch_vector<std::size_t> in;
    for (std::size_t i = 0; i < leg.entries.size(); ++i)
        if (leg.entries[i].earliest <= when && !away.has(i)) in.push_back(i);
    return in.size() < 64 ? outcomes_of<few_marks>(in, leg, table, when) : outcomes_of<marks>(in, leg, table, when);
}

/// Up to which it is not worth while to go one run of dates after the other, which takes memory from the system.
constexpr std::size_t few_contacts = 256;

/// The outcomes of a leg of few contacts, all at once, in scratch memory alone.
outcomes worlds_of_few(const leg_record& leg, const lifecycle& table, instant when)
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

namespace {

/// As of when the leg becomes too many, if ever: for good, since what counts only grows.
std::optional<instant> first_too_many(const leg_record& leg)
{
    if (!too_many(leg, end_of_time)) return {};
    scratch_vector<instant> begins;
    for (const entry_of_leg& e : leg.entries) begins.push_back(e.earliest);
    std::sort(begins.begin(), begins.end());
    return *std::partition_point(begins.begin(), begins.end(), [&](instant t) { return !too_many(leg, t); });
}

/// Contacts whose dates touch, one after the other, and the time until the next such run.
struct run_of_dates {
    instant first;
    instant last;
    std::vector<std::size_t> contacts;  ///< in record order
};

std::vector<run_of_dates> runs_of_dates(const leg_record& leg, instant until)
{
    scratch_vector<std::size_t> by_date(leg.entries.size());
    std::iota(by_date.begin(), by_date.end(), std::size_t{0});
    std::erase_if(by_date, [&](std::size_t i) { return leg.entries[i].earliest > until; });
    std::sort(by_date.begin(), by_date.end(), [&](std::size_t a, std::size_t b) { return leg.entries[a].earliest < leg.entries[b].earliest; });
    std::vector<run_of_dates> runs{{beginning_of_time, until, {}}};
    instant reached = end_of_time;
    for (const std::size_t i : by_date) {
        const entry_of_leg& e = leg.entries[i];
        const bool first = runs.back().contacts.empty();
        if (!first && e.earliest > reached) {
            runs.back().last = last_second_before(e.earliest);
            runs.push_back({e.earliest, until, {}});
        }
        reached = first ? e.latest : std::max(reached, e.latest);
        runs.back().contacts.push_back(i);
    }
    for (run_of_dates& r : runs) std::sort(r.contacts.begin(), r.contacts.end());
    return runs;
}

/// In which ways a run's contacts can be in: for every choice of its disputed ones, and of what others hold back beyond the time that is told of.
std::vector<std::vector<std::size_t>> choices(const leg_record& leg, const run_of_dates& run, const scratch_vector<marks>& held)
{
    std::vector<std::vector<std::size_t>> found;
    for (const marks& away : held) {
        std::vector<std::vector<std::size_t>> all{{}};
        for (const std::size_t i : run.contacts) {
            if (away.has(i)) continue;
            const auto without = leg.entries[i].disputed ? all : std::vector<std::vector<std::size_t>>{};
            for (auto& in : all) in.push_back(i);
            all.insert(all.end(), without.begin(), without.end());
        }
        found.insert(found.end(), std::make_move_iterator(all.begin()), std::make_move_iterator(all.end()));
    }
    sort_once(found);
    return found;
}

bool goes_first(const standing& a, const standing& b)
{
    const auto parts = [](const standing& s) {
        return std::tuple(s.state, s.in_force.occasion, s.in_force.reply_by, s.prior, s.prior_reply_fell, s.prior_occasion_fell, s.prior_terms.occasion,
                          s.prior_terms.reply_by);
    };
    return parts(a) < parts(b);
}

/// Where the worlds of one choice stand: each standing once, in an order.
using standing_set = std::vector<standing>;

/// The worlds of a leg, told run by run. A run's contacts all happen in it, and all before it have happened: what is to come depends on nothing but where
/// the worlds of each choice stand, and choices whose worlds stand alike are one.
class time_of_leg {
public:
    time_of_leg(const leg_record& leg, const lifecycle& table, instant until)
        : leg_(leg), table_(table), until_(until), held_(held_beyond(leg, until)), standing_now_{{{.in_force = leg.stated}}}
    {
    }

    /// The outcomes as of every instant until the last.
    std::vector<outcomes_from> in_time()
    {
        for (const run_of_dates& run : runs_of_dates(leg_, until_)) {
            std::vector<turn> turns;
            std::size_t choice = 0;
            go_through(run, [&](auto& worlds) { tell(worlds, choice++, turns); });
            take(turns, choice);
        }
        return std::move(told_);
    }
    /// The outcomes as of the last instant.
    outcomes at_last()
    {
        for (const run_of_dates& run : runs_of_dates(leg_, until_)) go_through(run, [](auto& worlds) { worlds.live_through(); });
        std::vector<state_set> ends;
        for (const standing_set& all : standing_now_) {
            state_set possible;
            for (const standing& s : all) possible.insert(s.state);
            ends.push_back(possible);
        }
        return together(ends);
    }

private:
    /// At `at`, the worlds of one choice come to have these outcomes.
    struct turn {
        instant at;
        std::size_t choice;
        state_set to;
    };

    /// Lets the worlds of every choice `live` through a run.
    template <class Live>
    void go_through(const run_of_dates& run, Live live)
    {
        const auto ways = choices(leg_, run, held_);
        std::vector<standing_set> ends;
        for (const standing_set& from : standing_now_)
            for (const auto& in : ways) ends.push_back(ends_of(run, from, in, live));
        const auto by_parts = [](const standing_set& a, const standing_set& b) {
            return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), goes_first);
        };
        sort_once(ends, by_parts);
        standing_now_ = std::move(ends);
    }

    template <class Live>
    standing_set ends_of(const run_of_dates& run, const standing_set& from, const std::vector<std::size_t>& in, Live& live) const
    {
        const scratch room;
        const scratch_vector<std::size_t> contacts(in.begin(), in.end());
        return in.size() < 64 ? ends_of(one_choice<few_marks>(leg_, table_, from, run.first, run.last, contacts), live)
                              : ends_of(one_choice<marks>(leg_, table_, from, run.first, run.last, contacts), live);
    }

    template <class Marks, class Live>
    static standing_set ends_of(one_choice<Marks> worlds, Live& live)
    {
        live(worlds);
        standing_set ends = worlds.ends();
        sort_once(ends, goes_first);
        return ends;
    }

    template <class Marks>
    static void tell(one_choice<Marks>& worlds, std::size_t choice, std::vector<turn>& turns)
    {
        const std::size_t first = turns.size();
        worlds.live_in_time([&](instant t, state_set to) {
            if (turns.size() == first || (turns.back().to != to && turns.back().at != t)) turns.push_back({t, choice, to});
            else if (turns.back().at == t) turns.back().to = to;
        });
    }

    /// Tells what all choices together come to.
    void take(std::vector<turn>& turns, std::size_t count)
    {
        std::stable_sort(turns.begin(), turns.end(), [](const turn& a, const turn& b) { return a.at < b.at; });
        std::vector<state_set> now(count);
        for (std::size_t i = 0; i < turns.size(); ++i) {
            now[turns[i].choice] = turns[i].to;
            if (i + 1 == turns.size() || turns[i + 1].at != turns[i].at) take(turns[i].at, now);
        }
    }

    void take(instant at, const std::vector<state_set>& now)
    {
        const outcomes all = together(now);
        if (told_.empty() || told_.back().found != all) told_.push_back({at, all});
    }

    static outcomes together(const std::vector<state_set>& choices)
    {
        outcomes all;
        for (const state_set possible : choices) {
            all.possible.insert(possible);
            all.why.imprecise_date = all.why.imprecise_date || possible.size() > 1;
            all.why.dispute = all.why.dispute || possible != choices.front();
        }
        return all;
    }

    const leg_record& leg_;
    const lifecycle& table_;
    instant until_;
    scratch_vector<marks> held_;
    std::vector<standing_set> standing_now_;
    std::vector<outcomes_from> told_;
};

}  // namespace

outcomes worlds(const leg_record& leg, const lifecycle& table, instant when)
{
    if (leg.entries.size() <= few_contacts) return worlds_of_few(leg, table, when);
    const scratch room;
    return time_of_leg(leg, table, when).at_last();
}

std::vector<outcomes_from> worlds_in_time(const leg_record& leg, const lifecycle& table)
{
    const scratch room;
    const std::optional<instant> limit = first_too_many(leg);
    std::vector<outcomes_from> found;
    if (limit != beginning_of_time) found = time_of_leg(leg, table, limit ? last_second_before(*limit) : end_of_time).in_time();
    if (limit) found.push_back({*limit, {.possible = table.all(), .why = {.too_many = true}}});
    return found;
}

}  // namespace demarche::detail
