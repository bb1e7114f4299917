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

/// Empty where it is refused.
std::optional<load_report> load(chronicle& book, const std::string& text, event_options options)
{
    event_log log(options);
    try {
        if (options.format == event_format::mentions) {
            event_log events({.format = event_format::gdelt2});
            std::istringstream in(mentioned());
            events.read(in);
            log.merge(events);
        }
        std::istringstream in(text);
        log.read(in, "input");
    } catch (const error& why) {
        if (options.strict && why.code() != errc::unreadable)
            fuzz::require(why.where().line > 0 && why.where().column > 0, "a refused row has a line and a column");
        return {};
    }
    try {
        return log.record(book);
    } catch (const error& why) {
        fuzz::require(why.code() == errc::cycle || why.code() == errc::clock_act || why.code() == errc::duplicate_key || why.code() == errc::invalid_value,
            "what is refused when it is recorded");
        return {};
    }
}

void check(const chronicle& book, const load_report& r)
{
    fuzz::require(r.rows == r.contacts + r.merged + r.mirrored + r.skipped(), "rows = contacts + merged + mirrored + skipped");
    fuzz::require(book.size().contacts == r.contacts + r.further, "every contact is recorded");
    fuzz::require(book.size().matters == r.matters && book.size().reports == r.reports && book.size().ties == r.ties, "what the report says is there");
    for (const load_report::skips& s : r.by_reason)
        for (const place& where : s.first) fuzz::require(where.line > 0 && where.column > 0, "what is skipped has a line and a column");
    const view end = book.as_of(date{"9999-12-31"});
    fuzz::require(total(end).matters == r.matters, "every matter was opened");
    std::uint64_t counted = 0;
    for (const goldstein_row& row : goldstein_rows(end, [](const contact&) { return std::optional(1.0); })) counted += row.contacts.least;
    fuzz::require(counted == r.contacts, "tables count each event once");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string text = fuzz::text_of(data, size);
    event_options options = options_for(size);
    chronicle book;
    const auto report = load(book, text, options);
    if (report) check(book, *report);
    options.strict = true;
    chronicle other;
    const auto strict = load(other, text, options);
    const bool any_bad = !report || report->skipped() > report->by_reason[static_cast<std::size_t>(skip_reason::self)].rows;
    fuzz::require(strict.has_value() != any_bad, "strict refuses what has a row that cannot be read, and nothing else");
    return 0;
}
