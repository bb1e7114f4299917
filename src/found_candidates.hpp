// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "sort_once.hpp"

#include <demarche/offices.hpp>

#include <algorithm>
#include <initializer_list>
#include <tuple>

// Candidates as they are found, each once.

namespace demarche::inline v0::detail {

class found_candidates {
public:
    /// One more way in which `who` is the answer; none where it is impossible.
    template <class... Ties>
    void take(actor_id who, verdict how, std::initializer_list<tie_id> by, const Ties&... more)
    {
        if (how == verdict::impossibly) return;
        const auto found = std::find_if(all_.begin(), all_.end(), [&](const candidate& c) { return c.who == who; });
        candidate& c = found != all_.end() ? *found : all_.emplace_back(candidate{.who = who, .how = how});
        c.how = std::max(c.how, how);
        c.by.insert(c.by.end(), by);
        (c.by.insert(c.by.end(), more.begin(), more.end()), ...);
    }

    std::vector<candidate> in_order() &&
    {
        for (candidate& c : all_) sort_once(c.by);
        std::sort(all_.begin(), all_.end(), [](const candidate& a, const candidate& b) { return std::tuple(b.how, a.who) < std::tuple(a.how, b.who); });
        return std::move(all_);
    }
    /// The same where an only candidate is certain if `sure` says so.
    template <class Sure>
    std::vector<candidate> in_order(Sure sure) &&
    {
        if (all_.size() == 1 && sure(all_.front().who)) all_.front().how = verdict::certainly;
        return std::move(*this).in_order();
    }

private:
    std::vector<candidate> all_;
};

}  // namespace demarche::inline v0::detail
