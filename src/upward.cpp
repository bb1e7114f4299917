// SPDX-License-Identifier: BSL-1.0
#include "upward.hpp"

#include "archive.hpp"

#include <algorithm>
#include <map>

namespace demarche::detail {

namespace {

template <class Take>
void each_known_tie(const view& v, actor_id who, Take take)
{
    const archive& book = v.book().contents();
    book.each_tie_upward(who, v.size().ties, [&](tie_id t) {
        const belief known = v.of(t);
        if (known != belief::unknown) take(t, book.period_of(t), known);
    });
}

/// Who is at or above an actor, and how; with whether they are topmost.
class ways_above {
public:
    ways_above(const view& v, actor_id who) : v_(v)
    {
        reach(who, verdict::certainly);
        for (std::size_t i = 0; i < open_.size(); ++i) {
            const auto [a, how] = open_[i];
            for (const way_up& up : ways_up_from(v_, a)) reach(v_.book()[up.tie].to, std::min(how, up.how));
        }
    }

    std::vector<side_of_actor> tops() const
    {
        std::vector<side_of_actor> found;
        for (const auto& [a, how] : reached_) {
            const verdict top = topmost(a);
            if (top != verdict::impossibly) found.push_back({a, std::min(top, how)});
        }
        return found;
    }

private:
    /// Nobody is reached twice in the same way, so circles end.
    void reach(actor_id a, verdict how)
    {
        verdict& known = reached_.try_emplace(a, verdict::impossibly).first->second;
        if (known >= how) return;
        known = how;
        open_.emplace_back(a, how);
    }

    verdict topmost(actor_id a) const
    {
        verdict below = verdict::impossibly;
        for (const way_up& up : ways_up_from(v_, a)) below = std::max(below, up.how);
        return below == verdict::impossibly ? verdict::certainly : below == verdict::possibly ? verdict::possibly : verdict::impossibly;
    }

    const view& v_;
    std::map<actor_id, verdict> reached_;
    std::vector<std::pair<actor_id, verdict>> open_;
};

}  // namespace

std::vector<way_up> ways_up_from(const view& v, actor_id who)
{
    std::vector<way_up> found;
    each_known_tie(v, who, [&](tie_id t, const period& during, belief known) {
        const verdict how = holds_at(during, v.when());
        if (how != verdict::impossibly) found.push_back({t, known == belief::disputed ? verdict::possibly : how});
    });
    return found;
}

std::vector<side_of_actor> sides_of(const view& v, actor_id who) { return ways_above(v, who).tops(); }

bool may_belong(const view& v, actor_id who, actor_id top, instant begin, instant end)
{
    std::vector<actor_id> reached{who};
    for (std::size_t i = 0; i < reached.size(); ++i) {
        if (reached[i] == top) return true;
        each_known_tie(v, reached[i], [&](tie_id t, const period& during, belief) {
            const actor_id to = v.book()[t].to;
            const bool may_hold = during.begin_earliest <= end && begin <= during.end_latest;
            if (may_hold && std::find(reached.begin(), reached.end(), to) == reached.end()) reached.push_back(to);
        });
    }
    return false;
}

}  // namespace demarche::detail
