// SPDX-License-Identifier: BSL-1.0
#include "sides.hpp"

#include "archive.hpp"
#include "marks.hpp"
#include "sort_once.hpp"

#include <algorithm>

namespace demarche::detail {

namespace {


/// The ties that lead up from some actors and can hold within `[begin, end]`, as far as a view knows them. Actors are numbered as they are reached.
class ways_up {
public:
    ways_up(const view& v, std::initializer_list<actor_id> from, instant begin, instant end) : begin_(begin), end_(end)
    {
        for (actor_id a : from) number_of(a);
        for (std::size_t n = 0; n < reached_.size(); ++n) {
            v.book().contents().each_tie_upward(reached_[n], v.size().ties, [&](tie_id t) { take(v, t); });
            ends_.push_back(ties_.size());
        }
    }

    std::size_t number_of(actor_id a)
    {
        const auto found = std::find(reached_.begin(), reached_.end(), a);
        const auto number = static_cast<std::size_t>(found - reached_.begin());
        if (found == reached_.end()) reached_.push_back(a);
        return number;
    }

    /// The first instants of the stretches between which no tie changes; empty without any tie.
    scratch_vector<instant> stretches() const
    {
        scratch_vector<instant> starts;
        if (!ties_.empty()) starts.push_back(begin_);
        for (const way& t : ties_)
            for (instant start : {t.during.begin_earliest, t.during.begin_latest, next_second(t.during.end_earliest), next_second(t.during.end_latest)})
                if (begin_ < start && start <= end_) starts.push_back(start);
        sort_once(starts);
        return starts;
    }

    /// An actor above both parties puts nobody on a side. So a way over some common actor counts only if the other party need not reach that
    /// actor too: it does as soon as it certainly reaches any actor on the way.
    bool on_side(std::size_t who, std::size_t party, std::size_t other, instant at) const
    {
        const scratch room;
        const marks none(reached_.size());
        const marks over_who = above(who, at, verdict::possibly, none);
        if (over_who.has(party)) return true;
        if (over_who.has(other) && above(party, at, verdict::possibly, none).has(other)) return true;
        const marks barred = above(other, at, verdict::certainly, none);
        return above(who, at, verdict::possibly, barred).meets(above(party, at, verdict::possibly, barred));
    }

    /// Whether some actor may be at or above both.
    bool may_share(std::size_t who, std::size_t party, instant at) const
    {
        const scratch room;
        const marks none(reached_.size());
        return above(who, at, verdict::possibly, none).meets(above(party, at, verdict::possibly, none));
    }

private:
    struct way {
        std::size_t to;
        period during;
        bool disputed;

        verdict holds(instant at) const
        {
            const verdict by_period = holds_at(during, at);
            return disputed && by_period == verdict::certainly ? verdict::possibly : by_period;
        }
    };

    void take(const view& v, tie_id t)
    {
        const period& during = v.book().contents().period_of(t);
        if (during.end_latest < begin_ || end_ < during.begin_earliest) return;
        const belief known = v.of(t);
        if (known != belief::unknown) ties_.push_back({number_of(v.book().contents()[t].to), during, known == belief::disputed});
    }

    /// The actors at or above `from` at `at`, over ties that hold at least `how`, not through any of `barred`.
    marks above(std::size_t from, instant at, verdict how, const marks& barred) const
    {
        marks found(reached_.size());
        if (barred.has(from)) return found;
        scratch_vector<std::size_t> open{from};
        found.mark(from);
        for (std::size_t i = 0; i < open.size(); ++i)
            for (std::size_t t = open[i] == 0 ? 0 : ends_[open[i] - 1]; t < ends_[open[i]]; ++t) {
                const way& up = ties_[t];
                if (up.holds(at) < how || found.has(up.to) || barred.has(up.to)) continue;
                found.mark(up.to);
                open.push_back(up.to);
            }
        return found;
    }

    instant begin_;
    instant end_;
    scratch_vector<actor_id> reached_;
    scratch_vector<way> ties_;
    scratch_vector<std::size_t> ends_;  ///< where the ties of each actor end
};

}  // namespace

acts_for parties_of(const view& v, actor_id who, actor_id requester, actor_id respondent, instant begin, instant end)
{
    acts_for found{who == requester, who == respondent};
    if (found.requester || found.respondent) return found;
    const scratch room;
    ways_up ways(v, {who, requester, respondent}, begin, end);
    const std::size_t asked = ways.number_of(who);
    const std::size_t r = ways.number_of(requester);
    const std::size_t a = ways.number_of(respondent);
    for (instant t : ways.stretches()) {
        found.requester = found.requester || ways.on_side(asked, r, a, t);
        found.respondent = found.respondent || ways.on_side(asked, a, r, t);
        if (found.requester && found.respondent) break;
    }
    return found;
}

bool may_be_on_side(const view& v, actor_id who, actor_id party, instant begin, instant end)
{
    if (who == party) return true;
    const scratch room;
    ways_up ways(v, {who, party}, begin, end);
    const std::size_t asked = ways.number_of(who);
    const std::size_t of = ways.number_of(party);
    const auto starts = ways.stretches();
    return std::any_of(starts.begin(), starts.end(), [&](instant t) { return ways.may_share(asked, of, t); });
}

}  // namespace demarche::detail
