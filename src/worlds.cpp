// SPDX-License-Identifier: BSL-1.0
#include "worlds.hpp"

#include "crowding.hpp"
#include "one_choice.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <tuple>

namespace demarche::inline v0::detail {

namespace {

/// The sets of contacts that the disputed ones to come can hold back beyond `when`: each goes after one of them.
scratch_vector<marks> held_beyond(const leg_record& leg, instant when)
{
    const std::size_t size = leg.entries.size();
    marks always(size);
    scratch_vector<marks> perhaps;
    for (std::size_t f = 0; f < size; ++f) {
        if (leg.entries[f].earliest <= when) continue;
        marks held(size);
        leg.order.each_after(f, [&](std::size_t i) { (leg.entries[f].disputed ? held : always).mark(i); });
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

/// Calls `ask` with the worlds of one choice, by what marks its contacts.
template <class Ask>
auto ask_worlds(const leg_record& leg, const lifecycle& table, std::span<const standing> starts, instant from, instant when, const line_up& in, Ask ask)
{
    if (in.width() > few_marks::most) return ask(one_choice<marks>(leg, table, starts, from, when, in));
    return ask(one_choice<few_marks>(leg, table, starts, from, when, in));
}

state_set outcomes_without(const marks& away, const leg_record& leg, const lifecycle& table, instant when)
{
    scratch_vector<std::size_t> in;
    for (std::size_t i = 0; i < leg.entries.size(); ++i)
        if (leg.entries[i].earliest <= when && !away.has(i)) in.push_back(i);
    const standing start[]{{.in_force = leg.stated}};
    return ask_worlds(leg, table, start, beginning_of_time, when, line_up(leg, in), [](auto worlds) {
        worlds.live_through();
        return worlds.states();
    });
}

/// Up to which it is not worth while to go one run of dates after the other, which takes memory from the system.
constexpr std::size_t few_contacts = 256;

/// The outcomes of all choices, taken together.
struct gathering {
    void take(state_set possible)
    {
        if (!first) first = possible;
        found.possible.insert(possible);
        found.why.imprecise_date = found.why.imprecise_date || possible.size() > 1;
        found.why.dispute = found.why.dispute || possible != *first;
    }

    outcomes found = {};
    std::optional<state_set> first = {};
};

/// The outcomes of a leg of few contacts, all at once, in scratch memory alone.
outcomes worlds_of_few(const leg_record& leg, const lifecycle& table, instant when)
{
    const auto disputed = disputed_by(leg, when);
    gathering all;
    for (const marks& beyond : held_beyond(leg, when))
        for (std::uint64_t out = 0; out >> disputed.size() == 0; ++out) {
            const scratch room;
            marks away = beyond;
            for (std::size_t d = 0; d < disputed.size(); ++d)
                if ((out >> d & 1) != 0) away.mark(disputed[d]);
            all.take(outcomes_without(away, leg, table, when));
        }
    return all.found;
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
        gathering ends;
        for (const standing_set& all : standing_now_) {
            state_set possible;
            for (const standing& s : all) possible.insert(s.state);
            ends.take(possible);
        }
        return ends.found;
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
        return ask_worlds(leg_, table_, from, run.first, run.last, line_up(leg_, in), [&](auto worlds) {
            live(worlds);
            standing_set ends = worlds.ends();
            sort_once(ends, goes_first);
            return ends;
        });
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
        gathering all;
        for (const state_set possible : now) all.take(possible);
        if (told_.empty() || told_.back().found != all.found) told_.push_back({at, all.found});
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

}  // namespace demarche::inline v0::detail
