// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "column.hpp"
#include "key_index.hpp"

#include <demarche/date.hpp>

#include <algorithm>
#include <optional>

// Dates in four bytes: most are whole days, which say so by their number; the others are numbered as they come.

namespace demarche::inline v0::detail {

/// The bounds of a date.
struct date_bounds {
    instant earliest;
    instant latest;
};

/// Thread safety: one thread encodes, any number read the codes of which they have been told.
class date_table {
public:
    using code = std::uint32_t;
    static constexpr code none = 0;  ///< no date

    /// The code of a whole day of the years 0 to 9999; none of another.
    static constexpr code of_day(std::int64_t days_from_1970) { return static_cast<code>(days_from_1970 - first_day + 1); }
    static constexpr bool is_day(code c) { return c < first_text; }
    static constexpr std::int64_t day_of(code c) { return static_cast<std::int64_t>(c) - 1 + first_day; }

    /// The code of the day that an instant is in; of one before or after these years, that of no day, before or after all others.
    static constexpr code day_code(instant t)
    {
        constexpr std::int64_t last_day = 2932896;  // of the year 9999
        const std::int64_t day = std::chrono::floor<std::chrono::days>(t).time_since_epoch().count();
        return day < first_day ? none : of_day(std::min(day, last_day + 1));
    }

    /// The code of `d`; what throws has changed nothing.
    code encode(const date& d)
    {
        if (const auto day = d.whole_day()) return of_day(day->time_since_epoch().count());
        const std::uint32_t number = texts_.number(d.text());
        if (number == count_) {
            others_.make(number) = d;
            ++count_;
        }
        return first_text + number;
    }
    code encode(const std::optional<date>& d) { return d ? encode(*d) : none; }

    /// Preconditions here and below: the code is not `none`, and was given by `encode`, or by `of_day` for such a day.
    date operator[](code c) const { return is_day(c) ? date(std::chrono::sys_days(std::chrono::days(day_of(c)))) : *others_[c - first_text]; }
    instant earliest(code c) const { return is_day(c) ? instant(std::chrono::seconds(day_of(c) * 86400)) : others_[c - first_text]->earliest(); }
    instant latest(code c) const { return is_day(c) ? instant(std::chrono::seconds(day_of(c) * 86400 + 86399)) : others_[c - first_text]->latest(); }
    date_bounds bounds(code c) const
    {
        if (!is_day(c)) return {others_[c - first_text]->earliest(), others_[c - first_text]->latest()};
        const instant first(std::chrono::seconds(day_of(c) * 86400));
        return {first, first + std::chrono::seconds(86399)};
    }
    /// The latest instant; unbounded where there is no date.
    instant latest_or(code c, instant without) const { return c == none ? without : latest(c); }

    std::size_t bytes() const { return others_.bytes(); }

private:
    static constexpr std::int64_t first_day = -719528;  // of the year 0
    static constexpr code first_text = code{1} << 23;

    key_index texts_;
    column<std::optional<date>> others_;
    std::uint32_t count_ = 0;
};

}  // namespace demarche::inline v0::detail
