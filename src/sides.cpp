// SPDX-License-Identifier: BSL-1.0
#include "sides.hpp"

#include <algorithm>

namespace demarche::detail {

namespace {

bool has(const std::vector<actor_id>& actors, actor_id x) { return std::find(actors.begin(), actors.end(), x) != actors.end(); }

}  // namespace

belief sides::of(tie_id t)
{
    if (t.index() >= view_.size().ties) return belief::unknown;
    const auto [known, fresh] = beliefs_.try_emplace(t, belief::unknown);
    if (fresh) known->second = view_.of(t);
    return known->second;
}

verdict sides::holds(tie_id t, instant at)
{
    const verdict by_period = holds_at(view_.book().period_of(t), at);
    if (by_period == verdict::impossibly) return by_period;
    switch (of(t)) {
    case belief::unknown: return verdict::impossibly;
    case belief::disputed: return verdict::possibly;
    case belief::asserted: break;
    }
    return by_period;
}

std::vector<instant> sides::stretches(const actors& from, instant begin, instant end)
{
    const chronicle& book = view_.book();
    std::vector<instant> starts;
    const auto start = [&](instant t) {
        if (begin < t && t <= end) starts.push_back(t);
    };
    const auto after = [](instant t) { return t == end_of_time ? t : t + std::chrono::seconds(1); };
    actors reached = from;
    bool any = false;
    for (std::size_t i = 0; i < reached.size(); ++i)
        for (tie_id t : book.ties_upward(reached[i])) {
            const period& p = book.period_of(t);
            if (p.end_latest < begin || end < p.begin_earliest || of(t) == belief::unknown) continue;
            any = true;
            start(p.begin_earliest);
            start(p.begin_latest);
            start(after(p.end_earliest));
            start(after(p.end_latest));
            if (!has(reached, book[t].to)) reached.push_back(book[t].to);
        }
    if (any) starts.push_back(begin);
    std::sort(starts.begin(), starts.end());
    starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
    return starts;
}

sides::actors sides::above(actor_id from, instant at, verdict how, const actors& barred)
{
    if (has(barred, from)) return {};
    const chronicle& book = view_.book();
    actors reached{from};
    for (std::size_t i = 0; i < reached.size(); ++i)
        for (tie_id t : book.ties_upward(reached[i]))
            if (holds(t, at) >= how && !has(reached, book[t].to) && !has(barred, book[t].to)) reached.push_back(book[t].to);
    return reached;
}

/// An actor above both parties puts nobody on a side. So a way over some common actor counts only if the other party need not reach that
/// actor too: it does as soon as it certainly reaches any actor on the way.
bool sides::on_side(actor_id who, actor_id party, actor_id other, instant at)
{
    const actors over_who = above(who, at, verdict::possibly);
    if (has(over_who, party)) return true;
    if (has(over_who, other) && has(above(party, at, verdict::possibly), other)) return true;
    const actors barred = above(other, at, verdict::certainly);
    const actors free_over_who = above(who, at, verdict::possibly, barred);
    const actors free_over_party = above(party, at, verdict::possibly, barred);
    return std::any_of(free_over_who.begin(), free_over_who.end(), [&](actor_id x) { return has(free_over_party, x); });
}

acts_for sides::of(actor_id who, actor_id requester, actor_id respondent, instant begin, instant end)
{
    acts_for found{who == requester, who == respondent};
    if (found.requester || found.respondent) return found;
    for (instant t : stretches({who, requester, respondent}, begin, end)) {
        found.requester = found.requester || on_side(who, requester, respondent, t);
        found.respondent = found.respondent || on_side(who, respondent, requester, t);
        if (found.requester && found.respondent) break;
    }
    return found;
}

}  // namespace demarche::detail
