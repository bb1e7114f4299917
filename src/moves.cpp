// SPDX-License-Identifier: BSL-1.0
#include <demarche/moves.hpp>

#include "marks.hpp"
#include "numbered.hpp"
#include "open_leg.hpp"
#include "standings.hpp"

#include <demarche/offices.hpp>

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

namespace demarche::inline v0 {

namespace {

using namespace detail;

using std::chrono::seconds;


standing standing_of(const status& s, const view& standpoint)
{
    const scratch room;
    const docket file(standpoint, s.leg.matter);
    return open_leg(file, s.leg.respondent).world.at_last.at;
}

/// When a contact of the leg happens in its shown world.
instant when_shown(const status& s, const view& standpoint, contact_id c)
{
    const scratch room;
    const docket file(standpoint, s.leg.matter);
    const leg_record record = file.record_of(s.leg.respondent);
    const auto found = std::find_if(record.entries.begin(), record.entries.end(), [=](const entry_of_leg& e) { return e.contact == c; });
    return record.order.latest(static_cast<std::size_t>(found - record.entries.begin()));
}

/// Where a leg stands, and the first instant at which something more can happen to it.
struct moment {
    standing at;
    instant now;

    bool operator==(const moment&) const = default;
    friend std::uint64_t hash_of(const moment& m) { return mixed(hash_of(m.at) + static_cast<std::uint64_t>(m.now.time_since_epoch().count())); }
};

/// What each act does in a leg.
class rulebook {
public:
    rulebook(const status& s, const view& standpoint)
        : engine_(*s.table), book_(s.book), requester_(named<actor>(standpoint.book().contents().line(s.leg.matter).requester)), respondent_(s.leg.respondent)
    {
    }

    const lifecycle& table() const { return engine_.table(); }

    /// Folds an act at that moment; `take(transition, moment)` for each party that can do it, where it moves the leg.
    template <class Take>
    void act(const moment& m, std::size_t row, bool with_terms, Take take) const
    {
        moment after = m;
        const step done = engine_.apply(after.at, {.row = static_cast<std::uint8_t>(row), .with_occasion = with_terms}, m.now);
        if (!moves(done.did)) return;
        if (done.did.what == effect::prior) engine_.catch_up(after.at, m.now, [](const step&, instant) {});
        transition t = made(row, done.did.what, m.at.state, after.at.state);
        t.with_terms = with_terms;
        each_party(row, t, [&](const transition& of_party) { take(of_party, after); });
    }

    /// The same for a state of which no more is known: `take(transition)`.
    template <class Take>
    void act_in(state_id s, std::size_t row, bool with_terms, Take take) const
    {
        const cell does = folded_as(s, row, with_terms);
        if (!moves(does)) return;
        transition t = made(row, does.what, s, destination(does, s));
        t.with_terms = with_terms;
        each_party(row, t, take);
    }

    /// Calls `take(row, with_terms)` for each act without terms, and once more with terms where these lead elsewhere.
    template <class Take>
    void each_act(state_id s, Take take) const
    {
        for (std::size_t row = 0; row < table().act_count; ++row) {
            take(row, false);
            if (terms_matter(s, row)) take(row, true);
        }
    }

    /// The next move of the clock, and the moment after it. Acts at one instant are one move, named after the first.
    std::optional<std::pair<transition, moment>> clock(const moment& m) const
    {
        const fold::clock_move next = engine_.next_move(m.at, m.now);
        if (next.at == end_of_time) return {};
        const moment after = passed(m, next.at);
        transition t = made(next.of_reply ? table().reply_clock : table().occasion_clock, effect::go, m.at.state, after.at.state);
        const cell does = table().at(next.of_reply ? table().reply_clock : table().occasion_clock, m.at.state);
        t.what = does.what;
        t.by = acting::clock;
        t.at = next.at;
        return std::pair(t, after);
    }

    /// Calls `take(moment)` for each later one to which time passes while the leg does not move, but something falls due of what `<prior>` would bring back.
    template <class Take>
    void wait(const moment& m, Take take) const
    {
        if (!table().with_prior.contains(m.at.state)) return;
        const instant moved = engine_.next_move(m.at, m.now).at;
        const auto [first, second] = std::minmax({next_second(m.at.prior_terms.reply_by), next_second(m.at.prior_terms.occasion)});
        for (const instant due : {first, second})
            if (m.now <= due && due < moved) take(passed(m, due));
    }

private:
    cell folded_as(state_id s, std::size_t row, bool with_terms) const
    {
        const std::uint8_t as = table().acts[row].with_terms_as;
        return table().at(with_terms && table()[s].open && as != lifecycle::no_act ? as : row, s);
    }
    bool terms_matter(state_id s, std::size_t row) const
    {
        const cell with = folded_as(s, row, true);
        const cell without = folded_as(s, row, false);
        return std::pair(with.what, destination(with, s)) != std::pair(without.what, destination(without, s));
    }

    moment passed(const moment& m, instant to) const
    {
        moment after{m.at, next_second(to)};
        engine_.pass(after.at, m.now, to, [](const step&, instant) {});
        return after;
    }

    state_id destination(cell does, state_id from) const
    {
        return names_state(does) ? does.to : does.what == effect::attempt ? table().attempt_state : from;
    }

    transition made(std::size_t row, effect what, state_id from, state_id to) const
    {
        return {.book = book_, .table = &table(), .act = demarche::act(table().acts[row].name), .what = what, .from = from, .to = to};
    }

    template <class Take>
    void each_party(std::size_t row, transition t, Take take) const
    {
        const acting by = table().acts[row].by;
        const auto take_by = [&](acting party, actor_id a) {
            t.by = party;
            t.actor = a;
            take(std::as_const(t));
        };
        if (by == acting::requester || by == acting::either) take_by(acting::requester, requester_);
        if (by == acting::respondent || by == acting::either) take_by(acting::respondent, respondent_);
        if (by == acting::world) take_by(acting::world, {});
    }

    fold engine_;
    const chronicle* book_;
    actor_id requester_;
    actor_id respondent_;
};

std::vector<transition> moves_at(const rulebook& rules, const moment& now)
{
    std::vector<transition> found;
    rules.each_act(now.at.state, [&](std::size_t row, bool with_terms) {
        rules.act(now, row, with_terms, [&](const transition& t, const moment&) { found.push_back(t); });
    });
    return found;
}

std::vector<transition> moves_in(const rulebook& rules, state_set states)
{
    std::vector<transition> found;
    for (std::size_t i = 0; i < rules.table().state_count; ++i) {
        const auto s = static_cast<state_id>(i);
        if (!states.contains(s)) continue;
        rules.each_act(s, [&](std::size_t row, bool with_terms) { rules.act_in(s, row, with_terms, [&](const transition& t) { found.push_back(t); }); });
    }
    return found;
}

/// All but one.
state_set without(state_set all, state_id one, const lifecycle& table)
{
    state_set left;
    for (std::size_t i = 0; i < table.state_count; ++i)
        if (const auto s = static_cast<state_id>(i); s != one && all.contains(s)) left.insert(s);
    return left;
}

/// The moments within reach, breadth first, and the moves between them.
class search {
public:
    search(const rulebook& rules, const moment& start, bool out_of_protocol) : rules_(rules), out_of_protocol_(out_of_protocol)
    {
        found_.insert(start);
        depth_.push_back(0);
    }

    /// Whether some moment in that state is found, `most` moves off at the most. Then all moves to the nearest ones are.
    bool find(state_id wanted, std::size_t most)
    {
        for (std::size_t i = 0; i < found_.size() && depth_[i] < std::min(nearest_, most); ++i) {
            first_move_.push_back(moves_.size());
            expand(i, wanted);
        }
        first_move_.resize(found_.size() + 1, moves_.size());
        return nearest_ != far;
    }
    /// Whether there is nothing more to be found.
    bool exhausted(std::size_t most) const { return depth_.back() < most; }

    /// The shortest runs, up to `most` of them; whether those are all.
    bool take(std::size_t most, state_id wanted, std::vector<run>& into) const
    {
        const auto leads_there = leading(wanted);
        run so_far;
        return follow(0, most, leads_there, so_far, into);
    }

private:
    struct edge {
        std::size_t to;
        transition by;
    };
    static constexpr std::size_t far = std::numeric_limits<std::size_t>::max();

    void expand(std::size_t i, state_id wanted)
    {
        const moment here = found_[i];
        for (std::size_t row = 0; row < rules_.table().act_count; ++row) act(i, here, row, wanted);
        if (const auto next = rules_.clock(here)) add(i, next->first, next->second, wanted);
    }

    /// An act at once, and, where it brings back what came before, after what falls due meanwhile.
    void act(std::size_t i, const moment& here, std::size_t row, state_id wanted)
    {
        state_set led;
        const auto take = [&](const moment& m, std::optional<instant> at) {
            state_set leads = led;
            rules_.act(m, row, false, [&](transition t, const moment& after) {
                leads.insert(t.to);
                t.at = at;
                if (!led.contains(t.to)) add(i, t, after, wanted);
            });
            led = leads;
        };
        take(here, {});
        if (rules_.table().at(row, here.at.state).what == effect::prior) rules_.wait(here, [&](const moment& later) { take(later, later.now); });
    }

    void add(std::size_t from, const transition& t, const moment& after, state_id wanted)
    {
        if (t.out_of_protocol() && !out_of_protocol_) return;
        const std::size_t to = found_.insert(after);
        if (to == depth_.size()) depth_.push_back(depth_[from] + 1);
        if (after.at.state == wanted) nearest_ = std::min(nearest_, depth_[to]);
        moves_.push_back({to, t});
    }

    /// Which moments are on the way.
    scratch_vector<bool> leading(state_id wanted) const
    {
        scratch_vector<bool> leads(found_.size());
        for (std::size_t i = found_.size(); i-- > 0;) {
            leads[i] = depth_[i] == nearest_ && found_[i].at.state == wanted;
            for (std::size_t e = first_move_[i]; e < first_move_[i + 1]; ++e) leads[i] = leads[i] || (is_step(i, e) && leads[moves_[e].to]);
        }
        return leads;
    }
    bool is_step(std::size_t from, std::size_t e) const { return depth_[moves_[e].to] == depth_[from] + 1; }

    bool follow(std::size_t from, std::size_t most, const scratch_vector<bool>& leads, run& so_far, std::vector<run>& into) const
    {
        if (depth_[from] == nearest_) {
            if (into.size() == most) return false;
            into.push_back(so_far);
            return true;
        }
        for (std::size_t e = first_move_[from]; e < first_move_[from + 1]; ++e) {
            if (!is_step(from, e) || !leads[moves_[e].to]) continue;
            so_far.push_back(moves_[e].by);
            if (!follow(moves_[e].to, most, leads, so_far, into)) return false;
            so_far.pop_back();
        }
        return true;
    }

    const rulebook& rules_;
    bool out_of_protocol_;
    numbered<moment> found_;
    scratch_vector<std::size_t> depth_;       ///< of each moment
    scratch_vector<std::size_t> first_move_;  ///< from each moment, among `moves_`
    scratch_vector<edge> moves_;
    std::size_t nearest_ = far;
};

void look_for_runs(shortcoming& s, const rulebook& rules, const moment& now, const run_bounds& bounds)
{
    for (const bool out_of_protocol : {false, true}) {
        const scratch room;
        search all(rules, now, out_of_protocol);
        if (all.find(s.wanted, bounds.length)) {
            s.complete = all.take(bounds.runs, s.wanted, s.runs) && s.complete;
            return;
        }
        s.complete = s.complete && all.exhausted(bounds.length);
    }
}

seconds from_to(instant a, instant b)
{
    return seconds(static_cast<std::int64_t>(std::min<std::uint64_t>(detail::distance(a, b), std::numeric_limits<std::int64_t>::max())));
}

owed owed_in(const status& s, const view& standpoint)
{
    const scratch room;
    const instant since = s.since.clock ? *s.since.clock : when_shown(s, standpoint, s.since.contact);
    return {.status = s, .since = since, .age = from_to(since, standpoint.when())};
}

void take_owed(const view& standpoint, actor_id awaited, std::vector<owed>& into)
{
    for (const leg l : awaiting(standpoint, awaited)) into.push_back(owed_in(status(standpoint, l), standpoint));
}

}  // namespace

prospect may(const view& standpoint, leg of)
{
    prospect p{.status = status(standpoint, of), .moves = {}, .otherwise = {}, .clock = {}};
    const rulebook rules(p.status, standpoint);
    const moment now{standing_of(p.status, standpoint), next_second(standpoint.when())};
    p.moves = moves_at(rules, now);
    p.otherwise = moves_in(rules, without(p.status.possible, p.status.state, *p.status.table));
    if (const auto next = rules.clock(now)) p.clock = next->first;
    return p;
}

shortcoming why_not(const view& standpoint, leg of, state_id wanted, const run_bounds& bounds)
{
    shortcoming s{.status = status(standpoint, of), .wanted = wanted, .runs = {}};
    if (s.reached()) {
        s.runs.emplace_back();
        return s;
    }
    const moment now{standing_of(s.status, standpoint), next_second(standpoint.when())};
    look_for_runs(s, rulebook(s.status, standpoint), now, bounds);
    return s;
}

std::vector<owed> owes(const view& standpoint, actor_id whom)
{
    std::vector<owed> found;
    if (!whom) return found;
    take_owed(standpoint, whom, found);
    for (const candidate& office : offices_of(standpoint, whom)) {
        const std::size_t before = found.size();
        take_owed(standpoint, office.who, found);
        for (std::size_t i = before; i < found.size(); ++i) {
            found[i].office = office.who;
            found[i].how = office.how;
        }
    }
    const auto goes = [](const owed& a, const owed& b) { return std::tie(a.since, a.status.leg) < std::tie(b.since, b.status.leg); };
    std::sort(found.begin(), found.end(), goes);
    return found;
}

}  // namespace demarche::inline v0
