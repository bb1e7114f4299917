// SPDX-License-Identifier: BSL-1.0
#include "worlds.hpp"

#include "choices.hpp"
#include "crowding.hpp"
#include "one_choice.hpp"

#include <algorithm>
#include <numeric>

namespace demarche::inline v0::detail {

namespace {

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
    some_contacts contacts;
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
        for (const standing_set& all : standing_now_) ends.take(all);
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
        const auto ways = ways_of(leg_, run.contacts, held_);
        standing_now_ = stand_after(standing_now_, ways, [&](const standing_set& from, const some_contacts& in) {
            const scratch room;
            return ask_worlds(leg_, table_, from, run.first, run.last, line_up(leg_, in), [&](auto worlds) {
                live(worlds);
                return standing_set_of(worlds.ends());
            });
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
