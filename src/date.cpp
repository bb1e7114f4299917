// SPDX-License-Identifier: BSL-1.0
#include <demarche/date.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace demarche {

namespace {

using std::chrono::seconds;

constexpr std::int64_t seconds_a_day = 86400;
// A second more than 292,277,022,000 years from 1970 does not fit in 64 bits.
constexpr std::int64_t last_year = 292'000'000'000;
constexpr std::int64_t digits_of_last_year = 12;

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

constexpr int days_in_month(std::int64_t year, int month)
{
    constexpr std::array<int, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[static_cast<std::size_t>(month - 1)];
}

constexpr instant first_second(std::int64_t year, int month, int day) { return instant(seconds(days_from_civil(year, month, day) * seconds_a_day)); }
constexpr instant last_second(std::int64_t year, int month, int day) { return first_second(year, month, day) + seconds(seconds_a_day - 1); }

enum class precision { year, season, month, day, minute, second };

struct bounds {
    instant earliest = beginning_of_time;
    instant latest = end_of_time;
    bool plain = true;  ///< it is known which year, month or day is meant: it lasts throughout
    precision unit = precision::year;
};

struct year_span {
    std::int64_t least;
    std::int64_t most;
};

/// The whole of these years. What does not fit an instant is unbounded: of years further away than `last_year` only that is known.
constexpr bounds whole_years(year_span years)
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

    bounds whole()
    {
        if (const std::size_t space = text_.find_first_of(" \t\r\n"); space != std::string_view::npos) fail(space, "a date has no space");
        if (text_.empty()) fail(0, "the text is empty; leave the field out, or write .. for an open end");
        if (text_[0] == '[' || text_[0] == '{') return set();
        const std::size_t slash = text_.find('/');
        if (slash == std::string_view::npos) return single_until(text_.size());
        return interval(slash);
    }

    /// The two ends of an interval; of any other text, nothing.
    std::optional<std::pair<bounds, bounds>> ends()
    {
        const std::size_t slash = text_.find('/');
        if (slash == std::string_view::npos) return {};
        const bounds begin = end_of_interval(slash);
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

    bounds interval(std::size_t slash)
    {
        if (const std::size_t second = text_.find('/', slash + 1); second != std::string_view::npos) fail(second, "an interval has one slash");
        const auto [begin, end] = *ends();
        if (begin.earliest > end.latest) fail(slash + 1, "the interval ends before it begins");
        return {begin.earliest, end.latest};
    }

    bounds end_of_interval(std::size_t until)
    {
        if (at_ == until) return {.plain = false};
        const bool up_to = skip_two_dots();
        if (up_to && at_ == until) return {};
        bounds found = single();
        if (up_to) found.earliest = beginning_of_time;
        else if (skip_two_dots()) found.latest = end_of_time;
        if (at_ != until) fail(at_, after_a_date);
        return found;
    }

    bounds set()
    {
        const char close = text_[0] == '[' ? ']' : '}';
        bounds all{end_of_time, beginning_of_time, false};
        do {
            ++at_;
            const bounds member = member_of_set(close);
            all.earliest = std::min(all.earliest, member.earliest);
            all.latest = std::max(all.latest, member.latest);
        } while (peek() == ',');
        if (!skip(close)) fail(at_, close == ']' ? "the set is not closed by ]" : "the set is not closed by }");
        if (at_ != text_.size()) fail(at_, "there is more after the set");
        return all;
    }

    bounds member_of_set(char close)
    {
        const std::size_t start = at_;
        const bool first = start == 1;
        const bool up_to = first && skip_two_dots();
        const bounds begin = single();
        if (up_to) return {beginning_of_time, begin.latest};
        if (!skip_two_dots()) return begin;
        if (peek() == close) return {begin.earliest, end_of_time};
        const std::size_t end_at = at_;
        const bounds end = single();
        if (begin.unit != end.unit) fail(end_at, "both ends of a range are years, or months, or days, and so on");
        if (begin.earliest > end.latest) fail(start, "the range ends before it begins");
        return {begin.earliest, end.latest};
    }

    bounds single_until(std::size_t until)
    {
        const bounds found = single();
        if (at_ != until) fail(at_, after_a_date);
        return found;
    }

    bounds single()
    {
        const bool qualified = skip_qualifier();
        if (skip('Y')) return long_year(qualified);
        const bool negative = skip('-');
        const year_digits year{take_digits(4, "a year has four digits"), negative};
        if (negative && year.of.text == "0000") fail(year.of, "there is no year -0000");
        if (peek() == 'S' && year.exact()) return significant_year(year.of.least(), 4, negative, qualified);
        after_component(qualified);
        return skip('-') ? in_year(year) : whole_years(year.span());
    }

    bounds in_year(year_digits year)
    {
        const digits month = component("a month has two digits");
        if (month.exact() && month.least() >= 21 && month.least() <= 41) return in_season(year.span(), season_of(month.least()));
        if (month.exact() && (month.least() < 1 || month.least() > 12)) fail(month, "there is no such month or season");
        return skip('-') ? in_month(year, month) : days(month, year, month, {"XX"}, precision::month);
    }

    bounds in_month(year_digits year, digits month)
    {
        const digits day = component("a day has two digits");
        const bounds found = days(day, year, month, day, precision::day);
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

    bounds long_year(bool qualified)
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
    bounds significant_year(std::int64_t year, std::int64_t width, bool negative, bool qualified)
    {
        const std::int64_t significant = skip('S') ? take_number(width, "after S stands the number of significant digits, from 1 upward") : width;
        after_component(qualified);
        return whole_years(years_like(year, width, significant, negative));
    }

    /// The first and the last day that the three patterns fit.
    bounds days(digits part, year_digits year, digits month, digits day, precision unit) const
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

    static bounds in_season(year_span years, season s)
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

    bounds time_of_day(instant midnight)
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
std::optional<bounds> plain_day(std::string_view text)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return {};
    const int year = plain_number(text.substr(0, 4));
    const int month = plain_number(text.substr(5, 2));
    const int day = plain_number(text.substr(8, 2));
    if (year > 9999 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month)) return {};
    return bounds{.earliest = first_second(year, month, day), .latest = last_second(year, month, day), .unit = precision::day};
}

}  // namespace

date::date(std::string_view text) : text_(text)
{
    const auto day = plain_day(text);
    const bounds found = day ? *day : edtf_parser(text).whole();
    earliest_ = found.earliest;
    latest_ = found.latest;
}

date::date(std::chrono::sys_days day) : earliest_(day), latest_(earliest_ + seconds(seconds_a_day - 1))
{
    const civil_day civil = civil_from_days(day.time_since_epoch().count());
    std::array<char, 10> written{'0', '0', '0', '0', '-', '0', '0', '-', '0', '0'};
    const auto put = [&](std::size_t last, std::int64_t number) {
        for (; number > 0; number /= 10) written[last--] = static_cast<char>('0' + number % 10);
    };
    put(3, civil.year);
    put(6, civil.month);
    put(9, civil.day);
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
    if (const auto ends = set ? std::nullopt : edtf_parser(d.text()).ends()) {
        const bool began = d.text().starts_with("../");
        const bool goes_on = d.text().ends_with("/..");
        return {.begin_earliest = ends->first.earliest,
                .begin_latest = began ? beginning_of_time : ends->first.latest,
                .end_earliest = goes_on ? end_of_time : ends->second.earliest,
                .end_latest = ends->second.latest};
    }
    if (!set && edtf_parser(d.text()).whole().plain) return {d.earliest(), d.earliest(), d.latest(), d.latest()};
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

}  // namespace demarche
