// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "archive.hpp"
#include "instants.hpp"
#include "scratch.hpp"
#include "sort_once.hpp"

#include <demarche/view.hpp>

// When ties hold, as a view knows them.

namespace demarche::inline v0::detail {

/// What a dispute leaves of a verdict.
constexpr verdict with_dispute(verdict v, bool disputed) { return disputed && v == verdict::certainly ? verdict::possibly : v; }

/// Whether a tie holds at an instant: impossibly where the view holds it unknown.
inline verdict holds_at(const view& v, tie_id t, instant at)
{
    const verdict by_period = demarche::holds_at(v.book().contents().period_of(t), at);
    if (by_period == verdict::impossibly) return by_period;
    const belief known = v.of(t);
    return known == belief::unknown ? verdict::impossibly : with_dispute(by_period, known == belief::disputed);
}

/// The first instants of the stretches of `[begin, end]` throughout which each of some periods holds alike: `begin`, and others after it.
template <class Periods, class During>
scratch_vector<instant> stretches(const Periods& all, instant begin, instant end, During during)
{
    scratch_vector<instant> starts{begin};
    for (const auto& one : all) {
        const period& p = during(one);
        for (const instant start : {p.begin_earliest, p.begin_latest, next_second(p.end_earliest), next_second(p.end_latest)})
            if (begin < start && start <= end) starts.push_back(start);
    }
    sort_once(starts);
    return starts;
}

}  // namespace demarche::inline v0::detail
