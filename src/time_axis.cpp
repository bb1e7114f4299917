// SPDX-License-Identifier: BSL-1.0
#include "time_axis.hpp"

#include "calendar.hpp"
#include "picture_text.hpp"

#include <algorithm>
#include <array>

namespace demarche::inline v0::detail {

namespace {

using std::chrono::seconds;

/// Ticks so many seconds, or so many months, apart; and how much of an instant's text their labels need.
struct tick_step {
    std::int64_t seconds;
    std::int64_t months;
    std::size_t letters;

    std::int64_t least() const { return months != 0 ? months * 28 * seconds_a_day : seconds; }
};

constexpr std::size_t year = 4, month = 7, day = 10, minute = 16, second = 19;
constexpr std::array<tick_step, 28> steps{{
    {1, 0, second}, {5, 0, second}, {15, 0, second}, {60, 0, minute}, {300, 0, minute}, {900, 0, minute}, {1800, 0, minute}, {3600, 0, minute},
    {3 * 3600, 0, minute}, {6 * 3600, 0, minute}, {12 * 3600, 0, minute}, {seconds_a_day, 0, day}, {7 * seconds_a_day, 0, day},
    {0, 1, month}, {0, 3, month}, {0, 6, month}, {0, 12, year}, {0, 24, year}, {0, 60, year}, {0, 120, year}, {0, 240, year}, {0, 600, year},
    {0, 1200, year}, {0, 2400, year}, {0, 6000, year}, {0, 12000, year}, {0, 24000, year}, {0, 60000, year}}};

constexpr std::int64_t floor_of(std::int64_t n, std::int64_t to) { return n - ((n % to) + to) % to; }

std::int64_t day_of(instant t) { return std::chrono::floor<std::chrono::days>(t).time_since_epoch().count(); }

/// The first tick at or after `t`, and the one after a tick. Weeks begin on Mondays, as 1970-01-05 was one.
instant tick_from(instant t, const tick_step& s)
{
    constexpr std::int64_t monday = 4 * seconds_a_day;
    if (s.months == 0) return instant(seconds(-floor_of(monday - t.time_since_epoch().count(), s.seconds) + monday));
    const civil_day d = civil_from_days(day_of(t - seconds(1)));
    const std::int64_t months = floor_of(d.year * 12 + d.month - 1, s.months) + s.months;
    return first_second(months / 12, static_cast<int>(months % 12 + 1), 1);
}

std::string tick_text(instant t, const tick_step& s)
{
    std::string text = to_text(t).substr(0, s.letters);
    std::replace(text.begin(), text.end(), 'T', ' ');
    return text;
}

constexpr typeface tick_face{11};
constexpr int between_labels = 26;
constexpr int between_ticks = 7;

}  // namespace

int time_axis::x(instant t) const
{
    const std::int64_t passed = (std::clamp(t, shown_.begin, shown_.end) - shown_.begin).count();
    return left_ + static_cast<int>(passed * (right_ - left_) / (shown_.end - shown_.begin).count());
}

int time_axis::width(std::int64_t of) const
{
    const std::int64_t all = (shown_.end - shown_.begin).count();
    return static_cast<int>(std::min(of, all) * (right_ - left_) / all);
}

std::vector<time_axis::tick> time_axis::ticks() const
{
    const auto labelled = std::find_if(steps.begin(), steps.end(), [&](const tick_step& s) {
        return width(s.least()) >= width_of(std::string(s.letters, '0'), tick_face) + between_labels;
    });
    const tick_step& chosen = labelled == steps.end() ? steps.back() : *labelled;
    const auto lesser = std::find_if(steps.begin(), labelled, [&](const tick_step& s) { return width(s.least()) >= between_ticks; });
    std::vector<tick> found;
    for (instant t = tick_from(shown_.begin, chosen); t <= shown_.end; t = tick_from(t + seconds(1), chosen)) found.push_back({t, tick_text(t, chosen)});
    if (lesser == labelled) return found;
    for (instant t = tick_from(shown_.begin, *lesser); t <= shown_.end; t = tick_from(t + seconds(1), *lesser))
        if (tick_from(t, chosen) != t) found.push_back({t});
    return found;
}

std::string instant_text(instant t)
{
    const std::string text = to_text(t);
    if (text.size() < second) return text;
    const std::string_view clock = std::string_view(text).substr(text.size() - 9);
    const std::string of_day = text.substr(0, text.size() - 10);
    if (clock == "00:00:00Z" || clock == "23:59:59Z") return of_day;
    return of_day + ' ' + std::string(clock.substr(0, clock.ends_with(":00Z") || clock.ends_with(":59Z") ? 5 : 8));
}

}  // namespace demarche::inline v0::detail
