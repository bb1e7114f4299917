// SPDX-License-Identifier: BSL-1.0
#include "edtf.hpp"

#include <demarche/error.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace demarche::inline v0::detail {

namespace {

using std::chrono::seconds;

// A second more than 292,277,022,000 years from 1970 does not fit in 64 bits.
constexpr std::int64_t last_year = 292'000'000'000;
constexpr std::int64_t digits_of_last_year = 12;


struct year_span {
    std::int64_t least;
    std::int64_t most;
};

/// The whole of these years. What does not fit an instant is unbounded: of years further away than `last_year` only that is known.
constexpr edtf_bounds whole_years(year_span years)
{
    const bool far_before = years.least < -last_year;
    const bool far_after = years.most > last_year;
    return {far_before ? beginning_of_time : first_second(std::min(years.least, last_year + 1), 1, 1),
            far_after ? end_of_time : last_second(std::max(years.most, -last_year - 1), 12, 31),
            years.least == years.most && !far_before && !far_after};
}

/// The years that share their first `significant` of `width` digits with `year`; for a negative one, the same before 0000.
constexpr year_span years_like(std::int64_t year, std::int64_t width, std::int64_t significant, bool negative)
{
    std::int64_t count = 1;
    for (std::int64_t i = significant; i < width; ++i) count *= 10;
    const std::int64_t least = year - year % count;
    const std::int64_t most = least + count - 1;
    return negative ? year_span{-most, -std::max<std::int64_t>(least, 1)} : year_span{least, most};
}

/// Two or four characters, each a digit or X.
struct digits {
    std::string_view text;

    bool exact() const { return text.find('X') == std::string_view::npos; }
    int least() const { return value('0'); }
    int most() const { return value('9'); }
    bool matches(std::int64_t number) const
    {
        for (std::size_t i = text.size(); i-- > 0; number /= 10)
            if (text[i] != 'X' && text[i] - '0' != number % 10) return false;
        return true;
    }

private:
    int value(char unspecified) const
    {
        int sum = 0;
        for (char c : text) sum = sum * 10 + ((c == 'X' ? unspecified : c) - '0');
        return sum;
    }
};

/// Four characters of a year, and whether a minus stands before them.
struct year_digits {
    digits of;
    bool negative;

    bool exact() const { return of.exact(); }
    bool matches(std::int64_t year) const { return of.matches(negative ? -year : year) && (!negative || year < 0); }
    /// The year -0000 does not exist.
    year_span span() const { return negative ? year_span{-of.most(), -std::max(of.least(), 1)} : year_span{of.least(), of.most()}; }
};

/// The months of ISO 8601-2's codes 21 to 41.
struct season {
    int first_month;
    int months;
};

constexpr season season_of(int code)
{
    if (code <= 28) return {3 + (code - 21) % 4 * 3, 3};                       // spring to winter, and those of the northern hemisphere
    if (code <= 32) return {std::array{9, 12, 3, 6}[static_cast<std::size_t>(code - 29)], 3};  // of the southern hemisphere
    if (code <= 36) return {1 + (code - 33) * 3, 3};                           // quarters
    if (code <= 39) return {1 + (code - 37) * 4, 4};                           // quadrimesters
    return {1 + (code - 40) * 6, 6};                                           // semesters
}

class edtf_parser {
public:
    explicit edtf_parser(std::string_view text) : text_(text) {}

    edtf_bounds whole()
    {
        if (const std::size_t space = text_.find_first_of(" \t\r\n"); space != std::string_view::npos) fail(space, "a date has no space; it is written 2026-05-31 or, for some day of that May, 2026-05");
        if (text_.empty()) fail(0, "the text is empty; leave the field out, or write .. for an open end");
        if (text_[0] == '[' || text_[0] == '{') return set();
        const std::size_t slash = text_.find('/');
        if (slash == std::string_view::npos) return single_until(text_.size());
        return interval(slash);
    }

    /// The two ends of an interval; of any other text, nothing.
    std::optional<std::pair<edtf_bounds, edtf_bounds>> ends()
    {
        const std::size_t slash = text_.find('/');
        if (slash == std::string_view::npos) return {};
        const edtf_bounds begin = end_of_interval(slash);
        ++at_;
        return std::pair(begin, end_of_interval(text_.size()));
    }

private:
    [[noreturn]] void fail(std::size_t at, std::string_view problem) const
    {
        throw error(errc::invalid_date, {.column = at + 1}, fmt::format("\"{}\" is no EDTF date: {}", text_, problem));
    }

    [[noreturn]] void fail(digits at, std::string_view problem) const { fail(static_cast<std::size_t>(at.text.data() - text_.data()), problem); }

    static constexpr std::string_view after_a_date = "this is not what may follow here";

    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    bool skip(char c)
    {
        if (peek() != c) return false;
        ++at_;
        return true;
    }
    bool skip_two_dots()
    {
        if (text_.substr(at_, 2) != "..") return false;
        at_ += 2;
        return true;
    }
    bool skip_qualifier() { return skip('?') || skip('~') || skip('%'); }

    edtf_bounds interval(std::size_t slash)
    {
        if (const std::size_t second = text_.find('/', slash + 1); second != std::string_view::npos) fail(second, "an interval has one slash, and a date hyphens, as in 2026-05-31");
        const auto [begin, end] = *ends();
        if (begin.earliest > end.latest) fail(slash + 1, "the interval ends before it begins");
        return {begin.earliest, end.latest};
    }

    edtf_bounds end_of_interval(std::size_t until)
    {
        if (at_ == until) return {.plain = false};
        const bool up_to = skip_two_dots();
        if (up_to && at_ == until) return {};
        edtf_bounds found = single();
        if (up_to) found.earliest = beginning_of_time;
        else if (skip_two_dots()) found.latest = end_of_time;
        if (at_ != until) fail(at_, after_a_date);
        return found;
    }

    edtf_bounds set()
    {
        const char close = text_[0] == '[' ? ']' : '}';
        edtf_bounds all{end_of_time, beginning_of_time, false};
        do {
            ++at_;
            const edtf_bounds member = member_of_set(close);
            all.earliest = std::min(all.earliest, member.earliest);
            all.latest = std::max(all.latest, member.latest);
        } while (peek() == ',');
        if (!skip(close)) fail(at_, close == ']' ? "the set is not closed by ]" : "the set is not closed by }");
        if (at_ != text_.size()) fail(at_, "there is more after the set");
        return all;
    }

    edtf_bounds member_of_set(char close)
    {
        const std::size_t start = at_;
        const bool first = start == 1;
        const bool up_to = first && skip_two_dots();
        const edtf_bounds begin = single();
        if (up_to) return {beginning_of_time, begin.latest};
        if (!skip_two_dots()) return begin;
        if (peek() == close) return {begin.earliest, end_of_time};
        const std::size_t end_at = at_;
        const edtf_bounds end = single();
        if (begin.unit != end.unit) fail(end_at, "both ends of a range are years, or months, or days, and so on");
        if (begin.earliest > end.latest) fail(start, "the range ends before it begins");
        return {begin.earliest, end.latest};
    }

    edtf_bounds single_until(std::size_t until)
    {
        const edtf_bounds found = single();
        if (at_ != until) fail(at_, after_a_date);
        return found;
    }

    edtf_bounds single()
    {
        const bool qualified = skip_qualifier();
        if (skip('Y')) return long_year(qualified);
        const bool negative = skip('-');
        const year_digits year{take_digits(4, "a year has four digits and comes first, as in 2026-05-31 or, for some day of that May, 2026-05"), negative};
        if (negative && year.of.text == "0000") fail(year.of, "there is no year -0000");
        if (peek() == 'S' && year.exact()) return significant_year(year.of.least(), 4, negative, qualified);
        after_component(qualified);
        return skip('-') ? in_year(year) : whole_years(year.span());
    }

    edtf_bounds in_year(year_digits year)
    {
        const digits month = component("a month has two digits");
        if (month.exact() && month.least() >= 21 && month.least() <= 41) return in_season(year.span(), season_of(month.least()));
        if (month.exact() && (month.least() < 1 || month.least() > 12)) fail(month, "there is no such month or season");
        return skip('-') ? in_month(year, month) : days(month, year, month, {"XX"}, precision::month);
    }

    edtf_bounds in_month(year_digits year, digits month)
    {
        const digits day = component("a day has two digits");
        const edtf_bounds found = days(day, year, month, day, precision::day);
        if (peek() != 'T') return found;
        if (!found.plain) fail(at_, "a time needs a day without unspecified digits");
        ++at_;
        return time_of_day(found.earliest);
    }

    digits component(std::string_view problem)
    {
        const bool qualified = skip_qualifier();
        const digits found = take_digits(2, problem);
        after_component(qualified);
        return found;
    }

    /// A qualifier stands before its component or after it, not both.
    void after_component(bool qualified)
    {
        const std::size_t start = at_;
        if (skip_qualifier() && qualified) fail(start, "this part is qualified already");
    }

    digits take_digits(std::size_t size, std::string_view problem)
    {
        const std::size_t start = at_;
        for (std::size_t i = 0; i < size; ++i, ++at_)
            if (peek() != 'X' && (peek() < '0' || peek() > '9')) fail(at_, problem);
        return {text_.substr(start, size)};
    }

    /// A number whose first digit is not 0; `most`, where it is more than that.
    std::int64_t take_number(std::int64_t most, std::string_view problem)
    {
        if (peek() < '1' || peek() > '9') fail(at_, problem);
        std::int64_t number = 0;
        for (; peek() >= '0' && peek() <= '9'; ++at_) number = std::min(number * 10 + (peek() - '0'), most);
        return number;
    }

    edtf_bounds long_year(bool qualified)
    {
        const bool negative = skip('-');
        const std::size_t start = at_;
        constexpr std::string_view rule = "after Y stands a year of five digits or more, or a year and its exponent, the first digit not 0";
        std::int64_t year = take_number(last_year + 1, rule);
        const std::size_t written = at_ - start;
        const bool exponential = skip('E');
        if (!exponential && written < 5) fail(start, rule);
        const std::int64_t exponent = exponential ? take_number(digits_of_last_year, "after E stands the exponent, from 1 upward") : 0;
        const std::int64_t width = static_cast<std::int64_t>(written) + exponent;
        if (width > digits_of_last_year) return significant_year(last_year + 1, 1, negative, qualified);
        for (std::int64_t i = 0; i < exponent; ++i) year *= 10;
        return significant_year(year, width, negative, qualified);
    }

    /// A year and what may follow it: how many of its digits are significant, and a qualifier.
    edtf_bounds significant_year(std::int64_t year, std::int64_t width, bool negative, bool qualified)
    {
        const std::int64_t significant = skip('S') ? take_number(width, "after S stands the number of significant digits, from 1 upward") : width;
        after_component(qualified);
        return whole_years(years_like(year, width, significant, negative));
    }

    /// The first and the last day that the three patterns fit.
    edtf_bounds days(digits part, year_digits year, digits month, digits day, precision unit) const
    {
        const year_span years = year.span();
        std::optional<instant> least;
        std::optional<instant> most;
        for (std::int64_t y = years.least; y <= years.most && !least; ++y) least = day_in_year(y, year, month, day, false);
        for (std::int64_t y = years.most; least && !most; --y) most = day_in_year(y, year, month, day, true);
        if (!least) fail(part, "there is no such day in the calendar");
        const bool exact = year.exact() && month.exact() && (unit == precision::month || day.exact());
        return {*least, *most + seconds(seconds_a_day - 1), exact, unit};
    }

    /// The first (or the last) day of a year that fits.
    static std::optional<instant> day_in_year(std::int64_t y, year_digits year, digits month, digits day, bool last)
    {
        if (!year.matches(y)) return {};
        for (int i = 1; i <= 12; ++i) {
            const int m = last ? 13 - i : i;
            if (!month.matches(m)) continue;
            const int length = days_in_month(y, m);
            for (int j = 1; j <= length; ++j)
                if (const int d = last ? length + 1 - j : j; day.matches(d)) return first_second(y, m, d);
        }
        return {};
    }

    static edtf_bounds in_season(year_span years, season s)
    {
        const int last = s.first_month + s.months - 1;
        const int last_month = (last - 1) % 12 + 1;
        const std::int64_t ends_in = years.most + (last > 12);
        return {first_second(years.least, s.first_month, 1), last_second(ends_in, last_month, days_in_month(ends_in, last_month)), years.least == years.most,
                precision::season};
    }

    int two_digits(int most, std::string_view problem)
    {
        const std::size_t start = at_;
        const digits number = take_digits(2, problem);
        if (!number.exact() || number.least() > most) fail(start, problem);
        return number.least();
    }

    edtf_bounds time_of_day(instant midnight)
    {
        const int hour = two_digits(23, "an hour has two digits, 00 to 23");
        if (!skip(':')) fail(at_, "a time is written hh:mm or hh:mm:ss");
        const int minute = two_digits(59, "a minute has two digits, 00 to 59");
        const bool to_second = skip(':');
        const std::size_t second_at = at_;
        const int second = to_second ? two_digits(60, "a second has two digits, 00 to 59, or 60 where a leap second may be") : 0;
        const instant t = midnight + seconds(hour * 3600 + minute * 60 + std::min(second, 59)) - offset();
        if (second == 60 && !ends_a_month(t)) fail(second_at, "a leap second is the last of a month, in UTC");
        return {t, to_second ? t : t + seconds(59), true, to_second ? precision::second : precision::minute};
    }

    static bool ends_a_month(instant t)
    {
        const std::int64_t next = t.time_since_epoch().count() + 1;
        return next % seconds_a_day == 0 && civil_from_days(next / seconds_a_day).day == 1;
    }

    /// What stands after the time: Z, an offset from UTC (-12:00 to +14:00), or nothing.
    seconds offset()
    {
        if (skip('Z') || (peek() != '+' && peek() != '-')) return seconds(0);
        const std::size_t start = at_;
        const bool west = text_[at_++] == '-';
        const int hours = two_digits(14, "an offset is written +hh:mm, from -12:00 to +14:00");
        const int minutes = skip(':') ? two_digits(59, "an offset is written +hh:mm, from -12:00 to +14:00") : 0;
        const int total = hours * 60 + minutes;
        if (total > (west ? 12 : 14) * 60) fail(start, "an offset lies between -12:00 and +14:00");
        if (west && total == 0) fail(start, "there is no offset -00:00; write Z");
        return seconds((west ? -total : total) * 60);
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

/// The number that these characters write, or one above 9999 where they are not all digits.
int plain_number(std::string_view text)
{
    unsigned number = 0;
    bool all_digits = true;
    for (const char c : text) {
        const unsigned digit = static_cast<unsigned char>(c) - unsigned{'0'};
        all_digits = all_digits && digit <= 9;
        number = number * 10 + digit;
    }
    return all_digits ? static_cast<int>(number) : 10'000;
}

/// The bounds of YYYY-MM-DD, since most dates are that; of another text, and of a day that the calendar does not have, nothing.
std::optional<edtf_bounds> plain_day(std::string_view text)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return {};
    const int year = plain_number(text.substr(0, 4));
    const int month = plain_number(text.substr(5, 2));
    const int day = plain_number(text.substr(8, 2));
    if (year > 9999 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month)) return {};
    return edtf_bounds{.earliest = first_second(year, month, day), .latest = last_second(year, month, day), .unit = precision::day};
}

}  // namespace

edtf_bounds bounds_of(std::string_view text)
{
    const auto day = plain_day(text);
    return day ? *day : edtf_parser(text).whole();
}

std::optional<std::pair<edtf_bounds, edtf_bounds>> ends_of(std::string_view text) { return edtf_parser(text).ends(); }

}  // namespace demarche::inline v0::detail
