// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/date.hpp>

#include <array>
#include <cstdint>

// Days of the proleptic Gregorian calendar, of years that std::chrono::year cannot hold too.

namespace demarche::inline v0::detail {

inline constexpr std::int64_t seconds_a_day = 86400;

/// Days since 1970-01-01 of a day in the proleptic Gregorian calendar; the algorithm is Howard Hinnant's `days_from_civil`
/// (https://howardhinnant.github.io/date_algorithms.html), for years that std::chrono::year cannot hold.
constexpr std::int64_t days_from_civil(std::int64_t year, int month, int day)
{
    year -= month <= 2;
    const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
    const std::int64_t year_of_era = year - era * 400;
    const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

struct civil_day {
    std::int64_t year;
    std::int64_t month;
    std::int64_t day;
};

constexpr civil_day civil_from_days(std::int64_t days)
{
    days += 719468;
    const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    const std::int64_t day_of_era = days - era * 146097;
    const std::int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t shifted = (5 * day_of_year + 2) / 153;
    const std::int64_t month = shifted < 10 ? shifted + 3 : shifted - 9;
    return {year_of_era + era * 400 + (month <= 2), month, day_of_year - (153 * shifted + 2) / 5 + 1};
}

/// YYYY-MM-DD. Precondition: the day is of the years 0 to 9999.
constexpr std::array<char, 10> day_text(std::int64_t days)
{
    const civil_day civil = civil_from_days(days);
    const auto year = static_cast<unsigned>(civil.year);
    const auto month = static_cast<unsigned>(civil.month);
    const auto day = static_cast<unsigned>(civil.day);
    const auto digit = [](unsigned number) { return static_cast<char>('0' + number % 10); };
    return {digit(year / 1000), digit(year / 100), digit(year / 10), digit(year), '-', digit(month / 10), digit(month), '-', digit(day / 10), digit(day)};
}

constexpr int days_in_month(std::int64_t year, int month)
{
    constexpr std::array<int, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[static_cast<std::size_t>(month - 1)];
}

constexpr instant first_second(std::int64_t year, int month, int day) { return instant(std::chrono::seconds(days_from_civil(year, month, day) * seconds_a_day)); }
constexpr instant last_second(std::int64_t year, int month, int day) { return first_second(year, month, day) + std::chrono::seconds(seconds_a_day - 1); }

}  // namespace demarche::inline v0::detail
