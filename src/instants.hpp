// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/date.hpp>

#include <algorithm>

// Arithmetic on instants, of which the ends of time stay.

namespace demarche::inline v0::detail {

constexpr instant next_second(instant t) { return t == end_of_time ? t : t + std::chrono::seconds(1); }
constexpr instant last_second_before(instant t) { return t == beginning_of_time ? t : t - std::chrono::seconds(1); }
/// The seconds from one instant to a later one, be these the ends of time.
constexpr std::uint64_t distance(instant from, instant to)
{
    return static_cast<std::uint64_t>(to.time_since_epoch().count()) - static_cast<std::uint64_t>(from.time_since_epoch().count());
}

/// The instants from the first to the last of some, both included; none at first.
struct span_of_time {
    instant first = end_of_time;
    instant last = beginning_of_time;

    void reach(instant from, instant to)
    {
        first = std::min(first, from);
        last = std::max(last, to);
    }
    bool empty() const { return first > last; }
    bool meets(instant from, instant to) const { return first <= to && from <= last; }
};

}  // namespace demarche::inline v0::detail
