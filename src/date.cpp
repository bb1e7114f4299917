// SPDX-License-Identifier: BSL-1.0
#include <demarche/date.hpp>

#include "edtf.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <optional>

namespace demarche::inline v0 {

using namespace detail;
using std::chrono::seconds;

date::date(std::string_view text) : text_(text)
{
    const edtf_bounds found = bounds_of(text);
    earliest_ = found.earliest;
    latest_ = found.latest;
}

date::date(std::chrono::sys_days day) : earliest_(day), latest_(earliest_ + seconds(seconds_a_day - 1))
{
    const auto written = day_text(day.time_since_epoch().count());
    text_.assign(written.data(), written.size());
}

result<date> try_date(std::string_view text)
{
    try {
        return date(text);
    } catch (const error& why) {
        return why;
    }
}

verdict before(const date& a, const date& b) noexcept
{
    if (a.latest() < b.earliest()) return verdict::certainly;
    return a.earliest() < b.latest() ? verdict::possibly : verdict::impossibly;
}

verdict after(const date& a, const date& b) noexcept { return before(b, a); }

verdict simultaneous(const date& a, const date& b) noexcept
{
    if (a.latest() < b.earliest() || b.latest() < a.earliest()) return verdict::impossibly;
    const bool exact = a.earliest() == a.latest() && b.earliest() == b.latest();
    return exact ? verdict::certainly : verdict::possibly;
}

verdict within(const date& a, const date& span) noexcept
{
    if (a.latest() < span.earliest() || span.latest() < a.earliest()) return verdict::impossibly;
    return span.earliest() <= a.earliest() && a.latest() <= span.latest() ? verdict::certainly : verdict::possibly;
}

period period_of(const date& d)
{
    const bool set = d.text().front() == '[' || d.text().front() == '{';
    if (const auto ends = set ? std::nullopt : ends_of(d.text())) {
        const bool began = d.text().starts_with("../");
        const bool goes_on = d.text().ends_with("/..");
        return {.begin_earliest = ends->first.earliest,
                .begin_latest = began ? beginning_of_time : ends->first.latest,
                .end_earliest = goes_on ? end_of_time : ends->second.earliest,
                .end_latest = ends->second.latest};
    }
    if (!set && bounds_of(d.text()).plain) return {d.earliest(), d.earliest(), d.latest(), d.latest()};
    return {d.earliest(), d.latest(), d.earliest(), d.latest()};
}

verdict holds_at(const period& p, instant t) noexcept
{
    if (t < p.begin_earliest || p.end_latest < t) return verdict::impossibly;
    return p.begin_latest <= t && t <= p.end_earliest ? verdict::certainly : verdict::possibly;
}

std::string to_text(instant t)
{
    if (t == beginning_of_time || t == end_of_time) return "..";
    const std::int64_t count = t.time_since_epoch().count();
    const std::int64_t days = (count >= 0 ? count : count - (seconds_a_day - 1)) / seconds_a_day;
    const std::int64_t second = count - days * seconds_a_day;
    const civil_day day = civil_from_days(days);
    return fmt::format("{}{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", day.year < 0 ? "-" : "", day.year < 0 ? -day.year : day.year, day.month, day.day, second / 3600,
                       second / 60 % 60, second % 60);
}

}  // namespace demarche::inline v0
