// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/export.hpp>
#include <demarche/error.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

// A date says no more than its source did: "2023-05" is some instant of that May. It keeps its text and knows
// the first and the last instant that it can mean; questions about two dates are answered certainly, possibly
// or impossibly.
//
//   const date may{"2023-05"};
//   fmt::print("{} to {}\n", to_text(may.earliest()), to_text(may.latest()));   // 2023-05-01T00:00:00Z to 2023-05-31T23:59:59Z
//   before(may, date{"2023-05-26"})                                             // possibly
//   before(may, date{"2023-06-02/2023-06-04"})                                  // certainly
//
// The notation is EDTF, ISO 8601-2:2019: https://www.loc.gov/standards/datetime/

namespace demarche::inline v0 {

/// A UTC second, in the proleptic Gregorian calendar.
using instant = std::chrono::sys_seconds;

/// Unbounded sides of a date: the instants before and after all others.
inline constexpr instant beginning_of_time = instant::min();
inline constexpr instant end_of_time = instant::max();

/// The answer to a question about imprecise dates.
enum class verdict { impossibly, possibly, certainly };

/// An EDTF date: its text as written, and its bounds.
///
/// Taken: levels 0, 1 and 2. Beyond EDTF, a time may stop at the minute, a date-time may be the end of an interval,
/// and an end may be `..2004-06-01`, on or before that day, or `2004-06-01..`, on or after it.
/// - `1950S2`, of which two digits are significant, has the bounds of 1900 to 1999.
/// - A year further away than 292,000,000,000 is known to be no nearer than that; its far side is unbounded.
/// - A leap second, `23:59:60` UTC at the end of a month, is the second before it, as in `std::chrono::utc_clock::to_sys`.
/// - Not taken: hour 24, fractions of a second, spaces, and decades or centuries in two or three digits.
///
/// Two dates are equal when their texts are.
class DEMARCHE_EXPORT date {
public:
    /// Parses `text`; linear in its length. Throws `error` (`errc::invalid_date`, the column within the text).
    explicit date(std::string_view text);
    /// The whole of a day, written `YYYY-MM-DD`. Precondition: its year is 0 to 9999.
    explicit date(std::chrono::sys_days day);

    /// As it was written.
    const std::string& text() const noexcept { return text_; }
    /// The first instant that the date can mean; `beginning_of_time` where that side is open or unknown.
    instant earliest() const noexcept { return earliest_; }
    /// The last instant that the date can mean; `end_of_time` where that side is open or unknown.
    instant latest() const noexcept { return latest_; }
    /// The day that the date is, where it is written `YYYY-MM-DD` and no more; empty for any other.
    std::optional<std::chrono::sys_days> whole_day() const noexcept
    {
        // Of ten characters, only 2023-X2-30 and its like mean a single day too.
        if (text_.size() != 10 || latest_ - earliest_ != std::chrono::seconds(86399) || text_.find('X') != std::string::npos) return {};
        return std::chrono::floor<std::chrono::days>(earliest_);
    }

    friend bool operator==(const date& a, const date& b) noexcept { return a.text_ == b.text_; }

private:
    std::string text_;
    instant earliest_;
    instant latest_;
};

/// `date{text}`, or the error that its constructor throws.
DEMARCHE_EXPORT result<date> try_date(std::string_view text);

/// Whether a contact during `a` came before one during `b`. Never throws; constant time, as the next three.
DEMARCHE_EXPORT verdict before(const date& a, const date& b) noexcept;
/// Whether a contact during `a` came after one during `b`.
DEMARCHE_EXPORT verdict after(const date& a, const date& b) noexcept;
/// Whether a contact during `a` and one during `b` came at the same instant.
DEMARCHE_EXPORT verdict simultaneous(const date& a, const date& b) noexcept;
/// Whether a contact during `a` came at an instant that lies within the bounds of `span`.
DEMARCHE_EXPORT verdict within(const date& a, const date& span) noexcept;

/// When something lasted (a tie): it began at some instant from `begin_earliest` to `begin_latest` and ended at some
/// instant from `end_earliest` to `end_latest`, and held at both and all between.
struct period {
    instant begin_earliest = beginning_of_time;
    instant begin_latest = beginning_of_time;
    instant end_earliest = end_of_time;
    instant end_latest = end_of_time;

    bool operator==(const period&) const = default;
};

/// The period that a date states. Of an interval each end is as imprecise as it is written (a day is imprecise by
/// its seconds), an open end `..` is no end, and an unknown one may lie anywhere on its side. A year, month, season
/// or day that is no interval lasts throughout; a set, or one with digits that are unspecified or not significant, may
/// begin and end anywhere in its bounds.
DEMARCHE_EXPORT period period_of(const date& d);
/// Whether something that lasts for `p` holds at `t`.
DEMARCHE_EXPORT verdict holds_at(const period& p, instant t) noexcept;

/// `t` as `YYYY-MM-DDThh:mm:ssZ`; `..` for an unbounded side.
DEMARCHE_EXPORT std::string to_text(instant t);

}  // namespace demarche::inline v0
