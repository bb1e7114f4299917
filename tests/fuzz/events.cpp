// SPDX-License-Identifier: BSL-1.0
#include "fuzz.hpp"

#include <demarche/event_data.hpp>
#include <demarche/event_tables.hpp>

#include <optional>
#include <sstream>

// A file of events, of the format EVENT_FORMAT: it is refused, or each of its rows is counted once, whatever the options.

using namespace demarche;

namespace {

/// Options that depend on how long the input is, so that every one of them is tried.
event_options options_for(std::size_t size)
{
    event_options chosen{.format = event_format::EVENT_FORMAT, .sides = size % 2 == 0, .longest_line = 2000, .most_expansion = 20};
    if (size % 3 == 0) chosen.correlation.level = correlation_level::sides;
    if (size % 5 == 0) chosen.thread_column = size % 70;
    chosen.reports = size % 7 != 0;
    chosen.correlation.appeals = size % 11 == 0;
    return chosen;
}

/// What mentions are of: an event of GDELT 2.0 with the number 7.
const std::string& mentioned()
{
    static const std::string row = [] {
        std::string text = "7\t20230522\t\t\t\tUSA\tUNITED STATES";
        for (std::size_t column = 8; column <= 61; ++column) text += column == 17 ? "\tCHINA" : column == 27 ? "\t036" : "\t";
        return text + "\n";
    }();
    return row;
}

/// What was read; empty where the file is refused.
std::optional<event_log> read(const std::string& text, const event_options& options)
{
    event_log log(options);
    if (options.format == event_format::mentions) {
        event_log events({.format = event_format::gdelt2});
        std::istringstream in(mentioned());
        events.read(in);
        log.merge(events);
    }
    try {
        std::istringstream in(text);
        log.read(in, "input");
    } catch (const error& why) {
        if (why.code() != errc::unreadable) fuzz::require(why.where().line > 0 && why.where().column > 0, "a refused row has a line and a column");
        return {};
    }
    return log;
}

/// Empty where it is refused.
std::optional<load_report> record(const event_log& log, chronicle& book)
{
    try {
        return log.record(book);
    } catch (const error& why) {
        fuzz::require(why.code() == errc::cycle || why.code() == errc::duplicate_key, "sides above themselves are refused, and a key that is another record's");
        return {};
    }
}

void check(const chronicle& book, const load_report& r, bool by_rule)
{
    fuzz::require(r.rows == r.contacts + r.merged + r.mirrored + r.skipped(), "rows = contacts + merged + mirrored + skipped");
    fuzz::require(book.size().contacts == r.contacts + r.further, "every contact is recorded");
    fuzz::require(book.size().matters == r.matters && book.size().reports == r.reports && book.size().ties == r.ties, "what the report says is there");
    for (const load_report::skips& s : r.by_reason)
        for (const place& where : s.first) fuzz::require(where.line > 0 && where.column > 0, "what is skipped has a line and a column");
    const view end = book.as_of(date{"9999-12-31"});
    fuzz::require(!by_rule || total(end).matters == r.matters, "every matter was opened, unless a thread has no more than other events");
    std::uint64_t counted = 0;
    for (const goldstein_row& row : goldstein_rows(end, [](const contact&) { return std::optional(1.0); })) counted += row.contacts.least;
    fuzz::require(counted == r.contacts, "tables count each event once");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string text = fuzz::text_of(data, size);
    event_options options = options_for(size);
    const auto log = read(text, options);
    options.strict = true;
    const bool taken = read(text, options).has_value();
    if (!log) {
        fuzz::require(!taken, "strict takes no more than what is not");
        return 0;
    }
    chronicle book;
    const auto report = record(*log, book);
    if (!report) return 0;
    check(book, *report, options.thread_column == 0);
    const bool all_good = report->skipped() == report->by_reason[static_cast<std::size_t>(skip_reason::self)].rows;
    fuzz::require(taken == all_good, "strict refuses what has a row that cannot be read, and nothing else");
    return 0;
}
