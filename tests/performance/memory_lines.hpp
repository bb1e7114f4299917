// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "ledger.hpp"

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

// What the machine itself takes for a random line of memory: the least that a question can cost whose answer stands in one.

namespace performance {

/// Lines of the cache, each of which names another, so that following them goes through all.
class memory_lines {
public:
    explicit memory_lines(std::size_t count) : lines_(count)
    {
        std::vector<std::uint32_t> circle(count);
        std::iota(circle.begin(), circle.end(), 0u);
        dice roll(5);
        for (std::size_t n = count; n > 1; --n) std::swap(circle[n - 1], circle[roll.below(n)]);
        for (std::size_t n = 0; n < count; ++n) lines_[circle[n]].next = circle[(n + 1) % count];
    }

    /// The next of the circle: the processor has to wait for each.
    std::uint32_t follow() { return at_ = lines_[at_].next; }
    /// One that nothing before has to tell: the processor reads several at a time.
    std::uint32_t read(std::uint32_t n) const { return lines_[n].next; }

private:
    struct alignas(64) line {
        std::uint32_t next = 0;
    };

    std::vector<line> lines_;
    std::uint32_t at_ = 0;
};

}  // namespace performance
