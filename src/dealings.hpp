// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/view.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>

// What is asked of contacts by all who count them.

namespace demarche::inline v0::detail {

/// Its own channel, or that of its matter, where the view knows this.
inline channel channel_of(const view& v, const contact& c)
{
    return c.channel || !c.matter || !v.in_record(c.matter) ? c.channel : v.book()[c.matter].channel;
}

/// Adds what a contact stands for to bounds, where it counts so surely.
inline void add_up(count& sum, const count& times, verdict how)
{
    if (how == verdict::certainly) sum.least += times.least;
    sum.most = sum.most && times.most ? std::optional(*sum.most + *times.most) : std::nullopt;
}

/// How long after `from` an instant is; nothing where it is no later, and `seconds::max()` where it is later than that can tell.
constexpr std::chrono::seconds passed(instant from, instant to)
{
    if (to <= from) return std::chrono::seconds(0);
    const auto after = static_cast<std::uint64_t>(to.time_since_epoch().count()) - static_cast<std::uint64_t>(from.time_since_epoch().count());
    return std::chrono::seconds(static_cast<std::int64_t>(std::min<std::uint64_t>(after, std::numeric_limits<std::int64_t>::max())));
}

/// The month of an instant, within the years 0 to 9999.
inline std::chrono::year_month month_of(instant t)
{
    constexpr instant first = std::chrono::sys_days(std::chrono::year(0) / 1 / 1);
    constexpr instant last = std::chrono::sys_days(std::chrono::year(9999) / 12 / 31);
    const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(std::clamp(t, first, last)));
    return day.year() / day.month();
}

}  // namespace demarche::inline v0::detail
