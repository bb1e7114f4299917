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

struct bounds {
    instant earliest = beginning_of_time;
    instant latest = end_of_time;
    bool plain = true;  ///< no unspecified digit: it lasts throughout
};

/// Two or four characters, each a digit or X.
struct digits {
    std::string_view text;

    bool exact() const { return text.find('X') == std::string_view::npos; }
    int least() const { return value('0'); }
    int most() const { return value('9'); }
    bool matches(int number) const
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
        if (until - at_ == 2 && skip_two_dots()) return {};
        return single_until(until);
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
        const bounds end = single();
        if (begin.earliest > end.latest) fail(start, "the range ends before it begins");
        return {begin.earliest, end.latest};
    }

    bounds single_until(std::size_t until)
    {
        const bounds found = single();
        if (at_ != until) fail(at_, "this is not what may follow here");
        return found;
    }

    bounds single()
    {
        if (peek() == 'Y') return long_year();
        const bool qualified = skip_qualifier();
        const bool negative = skip('-');
        const std::size_t year_at = at_;
        const digits year = take_digits(4, "a year has four digits");
        if (negative && year.text == "0000") fail(year_at, "there is no year -0000");
        after_component(qualified);
        if (peek() != '-') return days(year_at, negative, year, {"XX"}, {"XX"}, year.exact());

        ++at_;
        const bool month_qualified = skip_qualifier();
        const std::size_t month_at = at_;
        const digits month = take_digits(2, "a month has two digits");
        after_component(month_qualified);
        if (month.exact() && month.least() >= 21 && month.least() <= 41) return in_season(year_at, negative, year, season_of(month.least()));
        if (month.exact() && (month.least() < 1 || month.least() > 12)) fail(month_at, "there is no such month or season");
        if (peek() != '-') return days(month_at, negative, year, month, {"XX"}, year.exact() && month.exact());

        ++at_;
        const bool day_qualified = skip_qualifier();
        const std::size_t day_at = at_;
        const digits day = take_digits(2, "a day has two digits");
        after_component(day_qualified);
        const bool exact = year.exact() && month.exact() && day.exact();
        const bounds found = days(day_at, negative, year, month, day, exact);
        if (peek() != 'T') return found;
        if (!exact) fail(at_, "a time needs a day without unspecified digits");
        ++at_;
        return time_of_day(found.earliest);
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

    bounds long_year()
    {
        ++at_;
        const bool negative = skip('-');
        const std::size_t start = at_;
        std::int64_t year = 0;
        for (; peek() >= '0' && peek() <= '9'; ++at_) {
            year = year * 10 + (peek() - '0');
            if (year > last_year) fail(start, "the year is further away than 292,000,000,000");
        }
        if (at_ - start < 5 || text_[start] == '0') fail(start, "after Y stands a year of five digits or more, the first not 0");
        skip_qualifier();
        if (negative) year = -year;
        return {first_second(year, 1, 1), last_second(year, 12, 31)};
    }

    /// The first and the last day that the three patterns fit.
    bounds days(std::size_t part, bool negative, digits year, digits month, digits day, bool plain) const
    {
        const int sign = negative ? -1 : 1;
        std::optional<instant> least;
        std::optional<instant> most;
        for (int y = year.least(); y <= year.most() && !(negative ? most : least); ++y) find_in_year(year, sign, y, month, day, negative ? most : least, negative);
        for (int y = year.most(); y >= year.least() && !(negative ? least : most); --y) find_in_year(year, sign, y, month, day, negative ? least : most, !negative);
        if (!least || !most) fail(part, "there is no such day in the calendar");
        return {*least, *most + seconds(seconds_a_day - 1), plain};
    }

    /// Puts the first (or the last) day of a year that fits into `found`.
    static void find_in_year(digits pattern, int sign, int year, digits month, digits day, std::optional<instant>& found, bool last)
    {
        if (!pattern.matches(year) || (sign < 0 && year == 0)) return;
        const std::int64_t signed_year = std::int64_t{sign} * year;
        for (int i = 1; i <= 12; ++i) {
            const int m = last ? 13 - i : i;
            if (!month.matches(m)) continue;
            const int length = days_in_month(signed_year, m);
            for (int j = 1; j <= length; ++j) {
                const int d = last ? length + 1 - j : j;
                if (!day.matches(d)) continue;
                found = first_second(signed_year, m, d);
                return;
            }
        }
    }

    bounds in_season(std::size_t year_at, bool negative, digits year, season s) const
    {
        const bounds years = days(year_at, negative, year, {"XX"}, {"XX"}, year.exact());
        const auto year_of = [](instant t) {
            const std::int64_t count = t.time_since_epoch().count();
            return civil_from_days((count >= 0 ? count : count - (seconds_a_day - 1)) / seconds_a_day).year;
        };
        const int last = s.first_month + s.months - 1;
        const int last_month = (last - 1) % 12 + 1;
        const std::int64_t last_year_of = year_of(years.latest) + (last > 12);
        return {first_second(year_of(years.earliest), s.first_month, 1), last_second(last_year_of, last_month, days_in_month(last_year_of, last_month)), years.plain};
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
        const int second = to_second ? two_digits(59, "a second has two digits, 00 to 59") : 0;
        const instant t = midnight + seconds(hour * 3600 + minute * 60 + second) - offset();
        return {t, to_second ? t : t + seconds(59)};
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
    return bounds{first_second(year, month, day), last_second(year, month, day)};
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
