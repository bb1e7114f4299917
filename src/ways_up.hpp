// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "marks.hpp"
#include "tie_times.hpp"

#include <algorithm>
#include <initializer_list>

// The hierarchy above some actors: SEMANTICS section 6.

namespace demarche::inline v0::detail {

/// The ties that lead up from some actors and can hold within `[begin, end]`, as far as a view knows them. Actors are numbered as they are reached.
/// It lives in a scratch room.
class ways_up {
public:
    struct way {
        std::size_t from;
        std::size_t to;
        period during;
        bool disputed;
        tie_id by;

        verdict holds(instant at) const { return with_dispute(holds_at(during, at), disputed); }
    };

    ways_up(const view& v, std::initializer_list<actor_id> from, instant begin, instant end) : begin_(begin), end_(end)
    {
        for (actor_id a : from) number_of(a);
        for (std::size_t n = 0; n < reached_.size(); ++n) {
            v.book().contents().each_tie_upward(reached_[n], v.size().ties, [&](tie_id t) { take(v, n, t); });
            ends_.push_back(ways_.size());
        }
    }

    std::size_t number_of(actor_id a)
    {
        const auto found = std::find(reached_.begin(), reached_.end(), a);
        const auto number = static_cast<std::size_t>(found - reached_.begin());
        if (found == reached_.end()) reached_.push_back(a);
        return number;
    }
    const scratch_vector<actor_id>& reached() const { return reached_; }
    const scratch_vector<way>& all() const { return ways_; }

    /// The first instants of the stretches between which no tie changes.
    scratch_vector<instant> stretches() const
    {
        return detail::stretches(ways_, begin_, end_, [](const way& w) -> const period& { return w.during; });
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
                const way& up = ways_[t];
                if (up.holds(at) < how || found.has(up.to) || barred.has(up.to)) continue;
                found.mark(up.to);
                open.push_back(up.to);
            }
        return found;
    }
    marks above(std::size_t from, instant at, verdict how) const { return above(from, at, how, marks(reached_.size())); }

private:
    void take(const view& v, std::size_t from, tie_id t)
    {
        const period& during = v.book().contents().period_of(t);
        if (during.end_latest < begin_ || end_ < during.begin_earliest) return;
        const belief known = v.of(t);
        if (known != belief::unknown) ways_.push_back({from, number_of(v.book().contents()[t].to), during, known == belief::disputed, t});
    }

    instant begin_;
    instant end_;
    scratch_vector<actor_id> reached_;
    scratch_vector<way> ways_;
    scratch_vector<std::size_t> ends_;  ///< where the ways of each actor end
};

}  // namespace demarche::inline v0::detail
