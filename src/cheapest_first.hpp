// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "numbered.hpp"

#include <optional>
#include <vector>

namespace demarche::inline v0::detail {

/// A search that goes on from the place that was reached at the least cost (Dijkstra's); of equal ones from the first reached. It numbers the places, and
/// remembers of each how it was reached. Places have `hash_of`.
template <class Place, class How>
class cheapest_first {
public:
    /// Gives up after so many places.
    explicit cheapest_first(std::size_t most) : most_(most) {}

    const Place& operator[](std::size_t n) const { return places_[n]; }
    std::size_t cost(std::size_t n) const { return ways_[n].cost; }
    const How& how(std::size_t n) const { return ways_[n].how; }

    void reach(const Place& at, std::size_t cost, How how)
    {
        const std::size_t n = places_.insert(at);
        if (n == ways_.size()) ways_.push_back({cost, how});
        else if (ways_[n].cost <= cost) return;
        else ways_[n] = {cost, how};
        if (open_.size() <= cost) open_.resize(cost + 1);
        open_[cost].push_back(n);
    }

    /// The number of the place to go on from; empty where there is none left, or it has given up.
    std::optional<std::size_t> next()
    {
        for (; cost_ < open_.size(); ++cost_, from_ = 0)
            while (from_ < open_[cost_].size()) {
                const std::size_t n = open_[cost_][from_++];
                if (ways_[n].left || ways_[n].cost != cost_) continue;
                if (gave_up()) return {};
                ways_[n].left = true;
                return n;
            }
        return {};
    }
    bool gave_up() const { return ways_.size() > most_; }
    /// How many places it has reached.
    std::size_t tried() const { return ways_.size(); }

private:
    struct way {
        std::size_t cost;
        How how;
        bool left = false;
    };

    std::size_t most_;
    numbered<Place> places_;
    std::vector<way> ways_;
    std::vector<std::vector<std::size_t>> open_;
    std::size_t cost_ = 0;
    std::size_t from_ = 0;
};

}  // namespace demarche::inline v0::detail
