// SPDX-License-Identifier: BSL-1.0
#include "event_columns.hpp"

#include <algorithm>
#include <bit>

namespace demarche::inline v0::detail {

namespace {

std::size_t column_named(const event_cells& header, std::string_view name)
{
    for (std::size_t c = 1; c <= std::min(header.count(), event_cells::most); ++c)
        if (header[c] == name) return c;
    return 0;
}

event_columns benchmark(std::size_t thread_column)
{
    return {.format = event_format::benchmark,
        .least = std::max<std::size_t>(4, thread_column),
        .most = std::max<std::size_t>(4, thread_column),
        .date = 4,
        .from = 1,
        .to = 3,
        .code = 2,
        .thread = thread_column};
}

/// `columns` is 57 or 58 for 1.0, 61 for 2.0: the last two are DATEADDED and SOURCEURL, which the oldest files lack.
event_columns gdelt(event_format format, std::size_t columns, std::size_t thread_column)
{
    const bool second = format == event_format::gdelt2;
    return {.format = format,
        .least = columns,
        .most = columns,
        .id = 1,
        .date = 2,
        .from = 7,
        .to = 17,
        .code = 27,
        .from_id = 6,
        .to_id = 16,
        .from_side = 8,
        .to_side = 18,
        .published = second ? std::size_t{60} : 57,
        .address = second ? std::size_t{61} : 58,
        .thread = thread_column,
        .scheme = "cameo"};
}

event_columns mentions()
{
    return {.format = event_format::mentions, .least = 14, .most = 16, .id = 1, .sentence = 7, .publisher = 5, .published = 3, .address = 6};
}

event_columns icews(const event_cells& header, std::size_t thread_column)
{
    const auto at = [&](std::string_view name, std::size_t usual) {
        const std::size_t found = column_named(header, name);
        return found != 0 ? found : column_named(header, "Event Date") != 0 ? 0 : usual;
    };
    return {.format = event_format::icews,
        .least = header.count(),
        .most = header.count(),
        .date = at("Event Date", 2),
        .from = at("Source Name", 3),
        .to = at("Target Name", 9),
        .code = at("CAMEO Code", 7),
        .from_side = at("Source Country", 5),
        .to_side = at("Target Country", 11),
        .story = at("Story ID", 12),
        .sentence = at("Sentence Number", 13),
        .publisher = at("Publisher", 14),
        .thread = thread_column,
        .missing = "NA"};
}

event_columns polecat(const event_cells& header, std::size_t thread_column)
{
    return {.format = event_format::polecat,
        .least = header.count(),
        .most = header.count(),
        .date = column_named(header, "Event Date"),
        .from = column_named(header, "Actor Name"),
        .to = column_named(header, "Recipient Name"),
        .code = column_named(header, "Event Type"),
        .mode = column_named(header, "Event Mode"),
        .from_id = column_named(header, "Wikipedia Actor ID"),
        .to_id = column_named(header, "Wikipedia Recipient ID"),
        .from_side = column_named(header, "Actor Country"),
        .to_side = column_named(header, "Recipient Country"),
        .publisher = column_named(header, "Source"),
        .published = column_named(header, "Publication Date"),
        .thread = thread_column,
        .scheme = "wikipedia",
        .missing = "None"};
}

bool is_gdelt1(std::size_t columns) { return columns == 57 || columns == 58; }

event_format format_of(const event_cells& first)
{
    if (column_named(first, "CAMEO Code") != 0) return event_format::icews;
    if (column_named(first, "Event Type") != 0 && column_named(first, "Recipient Name") != 0) return event_format::polecat;
    if (is_gdelt1(first.count())) return event_format::gdelt1;
    if (first.count() == 61) return event_format::gdelt2;
    if (first.count() == 16) return event_format::mentions;
    if (first.count() == 20) return event_format::icews;
    return event_format::benchmark;
}

bool all_found(const event_columns& c) { return c.date != 0 && c.from != 0 && c.to != 0 && c.code != 0; }

bool equal_words(std::string_view a, std::string_view b)
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

/// The number in so many digits, or less than 0.
int number_in(std::string_view text)
{
    int n = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return -1;
        n = 10 * n + (c - '0');
    }
    return text.empty() ? -1 : n;
}

std::optional<std::int32_t> day_of(int year, int month, int day)
{
    if (year < 1 || month < 1 || month > 12 || day < 1) return {};
    const std::chrono::year_month_day date{
        std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)), std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok()) return {};
    return static_cast<std::int32_t>(std::chrono::sys_days(date).time_since_epoch().count());
}

/// Month/day/year, of one or two digits, and four.
std::optional<std::int32_t> day_with_slashes(std::string_view text)
{
    const std::size_t first = text.find('/');
    const std::size_t second = text.find('/', first + 1);
    if (second == std::string_view::npos || first > 2 || second - first > 3 || text.size() - second != 5) return {};
    return day_of(number_in(text.substr(second + 1)), number_in(text.substr(0, first)), number_in(text.substr(first + 1, second - first - 1)));
}

}  // namespace

void event_cells::split(std::string_view line)
{
    std::size_t count = 0;
    each_window(line.data(), line.size(), [&](std::size_t begin, std::uint64_t tabs) {
        if (count <= most) each_tab(tabs, [&](unsigned at) { begins_[++count] = begin + at + 1; });
        else count += static_cast<std::size_t>(std::popcount(tabs));
    });
    if (++count <= most) begins_[count] = line.size() + 1;
    line_ = line;
    count_ = count;
    plain_ = is_plain(line.data(), line.size());
}

std::optional<event_columns> columns_of(event_format format, const event_cells& first, std::size_t thread_column)
{
    switch (format) {
    case event_format::automatic: return columns_of(format_of(first), first, thread_column);
    case event_format::benchmark: return benchmark(thread_column);
    case event_format::gdelt1: return gdelt(format, first.count() == 57 ? 57 : 58, thread_column);
    case event_format::gdelt2: return gdelt(format, 61, thread_column);
    case event_format::mentions: return mentions();
    case event_format::icews:
        if (const event_columns c = icews(first, thread_column); all_found(c) && first.count() >= 14) return c;
        return {};
    case event_format::polecat:
        if (const event_columns c = polecat(first, thread_column); all_found(c)) return c;
        return {};
    }
    return {};
}

bool is_header(const event_columns& columns, const event_cells& first)
{
    switch (columns.format) {
    case event_format::benchmark:
        return equal_words(first[1], "source") && equal_words(first[2], "relation") && equal_words(first[3], "target") && equal_words(first[4], "date");
    case event_format::gdelt1:
    case event_format::gdelt2:
    case event_format::mentions: return equal_words(first[1], "GLOBALEVENTID");
    default: return column_named(first, "Event Date") != 0;
    }
}

std::optional<std::int32_t> day_in(std::string_view text)
{
    if (text.size() == 10 && text[4] == '-' && text[7] == '-')
        return day_of(number_in(text.substr(0, 4)), number_in(text.substr(5, 2)), number_in(text.substr(8, 2)));
    if (text.size() == 8 && text.find('/') == std::string_view::npos)
        return day_of(number_in(text.substr(0, 4)), number_in(text.substr(4, 2)), number_in(text.substr(6, 2)));
    return day_with_slashes(text);
}

}  // namespace demarche::inline v0::detail
