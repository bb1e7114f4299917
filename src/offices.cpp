// SPDX-License-Identifier: BSL-1.0
#include <demarche/offices.hpp>

#include "found_candidates.hpp"
#include "ranks.hpp"
#include "sides.hpp"
#include "ways_up.hpp"

#include <demarche/format.hpp>

#include <tuple>

namespace demarche::inline v0 {

namespace {

using namespace detail;

template <class Take>
void each_holding(const view& v, actor_id office, Take take)
{
    const archive& book = v.book().contents();
    book.each_other_tie(office, v.size().ties, [&](tie_id t) {
        if (book[t].kind == tie_kinds::holds) take(t);
    });
}

/// take(actor_id, tie_id)
template <class Take>
void each_counterpart(const view& v, actor_id of, Take take)
{
    const archive& book = v.book().contents();
    book.each_other_tie(of, v.size().ties, [&](tie_id t) {
        if (book[t].kind == tie_kinds::counterpart_of) take(book[t].from == of ? book[t].to : book[t].from, t);
    });
}

bool is_certain(const candidate& c) { return c.how == verdict::certainly; }

}  // namespace

holding holder(const view& standpoint, actor_id office)
{
    found_candidates found;
    bool held_before = false;
    each_holding(standpoint, office, [&](tie_id t) {
        found.take(standpoint.book()[t].from, holds_at(standpoint, t, standpoint.when()), {t});
        held_before = held_before || (standpoint.book().period_of(t).end_latest < standpoint.when() && standpoint.of(t) == belief::asserted);
    });
    holding h{.who = std::move(found).in_order()};
    if (h.who.empty() && held_before) h.what = occupancy::vacant;
    if (h.who.size() == 1 && is_certain(h.who.front())) h.what = occupancy::held;
    if (h.who.size() > 1) h.what = occupancy::several;
    return h;
}

std::vector<candidate> offices_of(const view& standpoint, actor_id person)
{
    const archive& book = standpoint.book().contents();
    found_candidates found;
    book.each_tie_upward(person, standpoint.size().ties, [&](tie_id t) {
        if (book[t].kind == tie_kinds::holds) found.take(book[t].to, holds_at(standpoint, t, standpoint.when()), {t});
    });
    return std::move(found).in_order();
}

std::vector<candidate> counterparts(const view& standpoint, actor_id of)
{
    found_candidates found;
    each_counterpart(standpoint, of, [&](actor_id other, tie_id t) { found.take(other, holds_at(standpoint, t, standpoint.when()), {t}); });
    for (const candidate& office : offices_of(standpoint, of))
        each_counterpart(standpoint, office.who, [&](actor_id other, tie_id t) {
            const verdict how = std::min(office.how, holds_at(standpoint, t, standpoint.when()));
            if (how == verdict::impossibly) return;
            for (const candidate& h : holder(standpoint, other).who) found.take(h.who, std::min(how, h.how), {t}, office.by, h.by);
        });
    return std::move(found).in_order();
}

// Successions.

namespace {

/// A holding of an office, whose period's ends lie so that it begins no later than it ends.
struct term {
    actor_id person = {};
    tie_id by = {};
    period during = {};
    bool disputed = false;
};

/// The holdings of an office that a view believes, as they stand at its instant. Each may be settled on its own, so that what one comes to says nothing of
/// another's.
class terms_of_office {
public:
    terms_of_office(const view& v, actor_id office) : now_(v.when())
    {
        each_holding(v, office, [&](tie_id t) {
            const belief known = v.of(t);
            if (known == belief::unknown) return;
            period p = v.book().period_of(t);
            p.begin_latest = std::min(p.begin_latest, p.end_latest);
            p.end_earliest = std::max(p.end_earliest, p.begin_earliest);
            all_.push_back({v.book()[t].from, t, p, known == belief::disputed});
        });
    }

    std::vector<candidate> before() const
    {
        found_candidates found;
        for (const term& h : all_)
            if (holds(h) != verdict::impossibly) put_before(h, false, found);
        const term nobody{.during = {next_second(now_), next_second(now_), end_of_time, end_of_time}};
        if (!held(verdict::certainly)) put_before(nobody, true, found);
        return std::move(found).in_order([&](actor_id one) { return is_before(one); });
    }
    std::vector<candidate> after() const
    {
        found_candidates found;
        for (const term& x : all_)
            if (may_be_next(x)) found.take(x.person, verdict::possibly, {x.by});
        return std::move(found).in_order([&](actor_id one) {
            return !may_hold(one) && any([&](const term& x) { return x.person == one && !x.disputed && now_ < x.during.begin_earliest; });
        });
    }

private:
    template <class Is>
    bool any(Is is) const
    {
        return std::any_of(all_.begin(), all_.end(), is);
    }
    verdict holds(const term& t) const { return with_dispute(demarche::holds_at(t.during, now_), t.disputed); }
    bool held(verdict how) const
    {
        return any([&](const term& t) { return holds(t) >= how; });
    }
    bool holds(actor_id person, verdict how) const
    {
        return any([&](const term& t) { return t.person == person && holds(t) >= how; });
    }
    bool may_hold(actor_id person) const { return holds(person, verdict::possibly); }
    bool must_hold(actor_id person) const { return holds(person, verdict::certainly); }

    void put_before(const term& h, bool vacant, found_candidates& found) const
    {
        for (const term& x : all_)
            if (may_precede(x, h, vacant)) found.take(x.person, verdict::possibly, {x.by});
    }

    /// Whether `x`, of those who began before `h` did and no longer hold the office, may be the last to leave: it leaves as late, and `h` begins as early, as
    /// can be, and no other need have left later.
    bool may_precede(const term& x, const term& h, bool vacant) const
    {
        const instant left = std::min(x.during.end_latest, last_second_before(now_));
        const instant begun = std::max(h.during.begin_earliest, next_second(x.during.begin_earliest));
        if (x.person == h.person || must_hold(x.person)) return false;
        if (left < x.during.end_earliest || std::min(h.during.begin_latest, next_second(now_)) < begun) return false;
        return !any([&](const term& y) {
            const bool other = y.person != x.person && y.person != h.person && (vacant || !may_hold(y.person));
            return other && !y.disputed && y.during.begin_latest < begun && left < y.during.end_earliest;
        });
    }
    /// Whether somebody, the only one who may precede, does so in any case.
    bool is_before(actor_id one) const
    {
        const auto over = [&](const term& x) { return x.person == one && !x.disputed && x.during.end_latest < now_; };
        if (!held(verdict::possibly)) return any(over);
        if (may_hold(one)) return false;
        return any([&](const term& h) {
            return holds(h) == verdict::certainly && any([&](const term& x) { return over(x) && x.during.begin_latest < h.during.begin_earliest; });
        });
    }

    /// Whether `x` may be the first to begin.
    bool may_be_next(const term& x) const
    {
        const instant begun = std::max(x.during.begin_earliest, next_second(now_));
        if (must_hold(x.person) || x.during.begin_latest <= now_) return false;
        return !any([&](const term& y) {
            return y.person != x.person && !may_hold(y.person) && !y.disputed && now_ < y.during.begin_earliest && y.during.begin_latest < begun;
        });
    }

    instant now_;
    std::vector<term> all_;
};

}  // namespace

std::vector<tenure> succession(const view& standpoint, actor_id office)
{
    std::vector<tenure> found;
    each_holding(standpoint, office, [&](tie_id t) {
        if (const belief known = standpoint.of(t); known != belief::unknown) found.push_back({standpoint.book()[t].from, t, known});
    });
    const auto rank = [&](const tenure& x) {
        const period& p = standpoint.book().period_of(x.by);
        return std::tuple(p.begin_earliest, p.begin_latest, x.by);
    };
    std::sort(found.begin(), found.end(), [&](const tenure& a, const tenure& b) { return rank(a) < rank(b); });
    return found;
}

std::vector<candidate> predecessors(const view& standpoint, actor_id office) { return terms_of_office(standpoint, office).before(); }
std::vector<candidate> successors(const view& standpoint, actor_id office) { return terms_of_office(standpoint, office).after(); }

// Sides.

std::vector<candidate> sides(const view& standpoint, actor_id of)
{
    const scratch room;
    const instant now = standpoint.when();
    const ways_up ways(standpoint, {of}, now, now);
    const marks certain = ways.above(0, now, verdict::certainly);
    scratch_vector<verdict> leaves(ways.reached().size(), verdict::impossibly);
    scratch_vector<marks> over;
    for (const ways_up::way& w : ways.all()) {
        leaves[w.from] = std::max(leaves[w.from], w.holds(now));
        over.push_back(ways.above(w.to, now, verdict::possibly));
    }
    found_candidates found;
    for (std::size_t n = 0; n < leaves.size(); ++n) {
        if (leaves[n] == verdict::certainly) continue;
        std::vector<tie_id> by;
        for (std::size_t w = 0; w < over.size(); ++w)
            if (over[w].has(n)) by.push_back(ways.all()[w].by);
        found.take(ways.reached()[n], certain.has(n) && leaves[n] == verdict::impossibly ? verdict::certainly : verdict::possibly, {}, by);
    }
    return std::move(found).in_order();
}

verdict on_side(const view& standpoint, actor_id who, actor_id party) { return on_side_during(standpoint, who, party, standpoint.when(), standpoint.when()); }

// Ranks.

namespace {

/// The lower of two ranks; none where there are not two.
std::optional<int> lower_rank(const std::optional<int>& a, const std::optional<int>& b) { return a && b ? std::optional(std::max(*a, *b)) : std::nullopt; }

struct ranked_office {
    period during;
    int rank;
    bool disputed;
};

/// The offices with a rank that an actor ever holds, as a view knows them.
scratch_vector<ranked_office> ranked_offices(const view& v, actor_id of)
{
    const archive& book = v.book().contents();
    scratch_vector<ranked_office> found;
    book.each_tie_upward(of, v.size().ties, [&](tie_id t) {
        const auto rank = book[book[t].to].rank;
        if (book[t].kind != tie_kinds::holds || !rank) return;
        if (const belief known = v.of(t); known != belief::unknown) found.push_back({book.period_of(t), *rank, known == belief::disputed});
    });
    return found;
}

}  // namespace

rank_bounds detail::ranks_during(const view& v, actor_id of, instant begin, instant end)
{
    const scratch room;
    const scratch_vector<ranked_office> held = ranked_offices(v, of);
    const auto highest = [&](instant at, verdict how) {
        std::optional<int> found = v.book()[of].rank;
        for (const ranked_office& o : held)
            if (with_dispute(holds_at(o.during, at), o.disputed) >= how) found = std::min(found.value_or(o.rank), o.rank);
        return found;
    };
    rank_bounds bounds{.lowest = highest(begin, verdict::certainly)};
    for (const instant t : stretches(held, begin, end, [](const ranked_office& o) -> const period& { return o.during; })) {
        if (const auto may = highest(t, verdict::possibly)) bounds.highest = std::min(bounds.highest.value_or(*may), *may);
        bounds.lowest = lower_rank(bounds.lowest, highest(t, verdict::certainly));
    }
    return bounds;
}

rank_bounds ranks(const view& standpoint, actor_id of) { return ranks_during(standpoint, of, standpoint.when(), standpoint.when()); }

rank_bounds level(const rank_bounds& a, const rank_bounds& b) { return {.highest = lower_rank(a.highest, b.highest), .lowest = lower_rank(a.lowest, b.lowest)}; }

// As people say it.

std::string to_text(const view& standpoint, const candidate& c) { return (is_certain(c) ? "" : "perhaps ") + label(standpoint.book(), c.who); }

std::string to_text(const view& standpoint, const holding& h)
{
    if (h.what == occupancy::vacant) return "vacant";
    if (h.who.empty()) return "unknown";
    if (h.who.size() == 1) return to_text(standpoint, h.who.front());
    const auto names = [&](verdict how, std::string_view between) {
        std::string text;
        for (const candidate& c : h.who)
            if (c.how == how) text += (text.empty() ? "" : std::string(between)) + label(standpoint.book(), c.who);
        return text;
    };
    const std::string certain = names(verdict::certainly, " and ");
    const std::string possible = names(verdict::possibly, " or ");
    return certain + (certain.empty() || possible.empty() ? "" : ", perhaps ") + possible;
}

}  // namespace demarche::inline v0
