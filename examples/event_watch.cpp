// SPDX-License-Identifier: BSL-1.0

// Which requests to meet are still open in a file of coded events, and who refuses whom?
//
//   event_watch FILE… [--format auto|benchmark|gdelt1|gdelt2|icews|polecat|mentions] [--level actor|side] [--when DATE]
//               [--pair A B] [--window DAYS] [--top N] [--json] [--write FILE]
//               [--table requests|refusals|silent|goldstein [--by pair,month,side,from,to] [--scale icews|gdelt] [--csv|--jsonl]]

#include "command_line.hpp"

#include <demarche/demarche.hpp>
#include <demarche/event_data.hpp>
#include <demarche/event_tables.hpp>
#include <demarche/jsonl.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <unistd.h>

using namespace demarche;

namespace {

constexpr std::string_view usage =
    "usage: event_watch FILE... [--format auto|benchmark|gdelt1|gdelt2|icews|polecat|mentions] [--level actor|side] [--when DATE]\n"
    "                   [--pair A B] [--window DAYS] [--top N] [--json] [--write FILE]\n"
    "                   [--table requests|refusals|silent|goldstein [--by pair,month,side,from,to] [--scale icews|gdelt] [--csv|--jsonl]]\n"
    "  --level   whose matters: of actors, or of the sides that they are on\n"
    "  --when    how it stood on that date; by default today\n"
    "  --pair    of these two alone, by key\n"
    "  --window  in how many days a request lapses; by default 90\n"
    "  --top     how many to show; by default 10\n"
    "  --json    the totals as one object\n"
    "  --write   puts the chronicle into a file, for chronicle_status\n"
    "  --table   what became of requests; who refused whom; which pairs have gone silent; Goldstein's values\n"
    "  --by      by what its rows are told apart, any of these with a comma between; by default pair\n"
    "  --scale   whose Goldstein's values; by default those of ICEWS\n";

/// A table that is asked for, and how it is written.
struct asked_table {
    std::string which = {};
    grouping by = {};
    goldstein_by scale = goldstein_by::icews;
    std::string (*write)(const table&) = to_text;
};

struct options {
    std::vector<std::filesystem::path> files;
    event_options reading;
    standpoint from;
    std::optional<std::pair<std::string, std::string>> pair = {};
    std::size_t top = 10;
    bool json = false;
    std::string write = {};
    asked_table table = {};
    bool help = false;
};

std::size_t number_for(const std::string& option, const std::string& text)
{
    std::size_t n = 0;
    const auto [stop, wrong] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (wrong != std::errc() || stop != text.data() + text.size() || n > 1'000'000) throw wrong_usage{option + " needs a number up to 1000000, not " + text};
    return n;
}

event_format format_for(const std::string& text)
{
    if (const auto found = event_format_of(text)) return *found;
    throw wrong_usage{"there is no format " + text};
}

correlation_level level_for(const std::string& text)
{
    if (text == "actor") return correlation_level::actors;
    if (text == "side") return correlation_level::sides;
    throw wrong_usage{"--level is actor or side, not " + text};
}

std::string table_for(const std::string& text)
{
    for (const std::string_view known : {"requests", "refusals", "silent", "goldstein"})
        if (text == known) return text;
    throw wrong_usage{"there is no table " + text};
}

goldstein_by scale_for(const std::string& text)
{
    if (text == "icews") return goldstein_by::icews;
    if (text == "gdelt") return goldstein_by::gdelt;
    throw wrong_usage{"--scale is icews or gdelt, not " + text};
}

grouping grouping_for(const std::string& text)
{
    grouping by{.from = false, .to = false};
    std::istringstream words(text);
    for (std::string word; std::getline(words, word, ',');) {
        if (word != "pair" && word != "month" && word != "side" && word != "from" && word != "to")
            throw wrong_usage{"--by takes pair, month, side, from and to, not " + word};
        by.from = by.from || word == "pair" || word == "side" || word == "from";
        by.to = by.to || word == "pair" || word == "side" || word == "to";
        by.month = by.month || word == "month";
        by.sides = by.sides || word == "side";
    }
    return by;
}

void take_option(options& asked, const std::string& word, command_line& words)
{
    if (word == "--format") asked.reading.format = format_for(words.value_of(word));
    else if (word == "--level") asked.reading.correlation.level = level_for(words.value_of(word));
    else if (word == "--when") asked.from.when = standpoint::date_for(word, words.value_of(word));
    else if (word == "--window") asked.reading.correlation.days = static_cast<int>(number_for(word, words.value_of(word)));
    else if (word == "--top") asked.top = number_for(word, words.value_of(word));
    else if (word == "--write") asked.write = words.value_of(word);
    else if (word == "--table") asked.table.which = table_for(words.value_of(word));
    else if (word == "--by") asked.table.by = grouping_for(words.value_of(word));
    else if (word == "--scale") asked.table.scale = scale_for(words.value_of(word));
    else if (word == "--csv") asked.table.write = to_csv;
    else if (word == "--jsonl") asked.table.write = to_jsonl;
    else if (word == "--pair") {
        const std::string first = words.value_of(word);
        asked.pair = {first, words.value_of(word)};
    } else if (word == "--json") asked.json = true;
    else if (word == "--help") asked.help = true;
    else if (word.starts_with("--")) throw wrong_usage{"there is no option " + word};
    else asked.files.emplace_back(word);
}

options read_options(command_line words)
{
    options asked;
    while (!words.empty()) take_option(asked, words.next(), words);
    if (asked.files.empty() && !asked.help) throw wrong_usage{"which file?"};
    asked.reading.sides = asked.reading.sides || asked.table.by.sides;
    return asked;
}

void show_progress(event_options& reading)
{
    if (isatty(fileno(stderr)) == 0) return;
    reading.progress = [](std::uint64_t rows) { fmt::print(stderr, "\r{} rows", rows); };
}

/// Whether a matter is of the two that were asked for, if any were.
bool concerns(const options& asked, const chronicle& book, const matter& m)
{
    if (!asked.pair) return true;
    const std::string from = book.key(m.requester);
    const std::string to = book.key(m.respondents.front());
    return (from == asked.pair->first && to == asked.pair->second) || (from == asked.pair->second && to == asked.pair->first);
}

void check_pair(const options& asked, const chronicle& book)
{
    if (!asked.pair) return;
    for (const std::string& key : {asked.pair->first, asked.pair->second})
        if (!book.find<actor>(key)) throw wrong_usage{fmt::format("--pair: no row names \"{}\"", key)};
}

std::vector<status> chosen(const options& asked, const view& v)
{
    std::vector<leg> legs = demarche::legs(v);
    std::erase_if(legs, [&](leg l) { return !concerns(asked, v.book(), v.book()[l.matter]); });
    std::vector<status> found(legs.size());
    statuses(v, legs, found);
    return found;
}

void print_json(const load_report& r, const matter_totals& t)
{
    fmt::print("{{\"rows\":{},\"contacts\":{},\"merged\":{},\"mirrored\":{},\"skipped\":{},\"actors\":{},\"matters\":{},"
               "\"held\":{},\"declined\":{},\"withdrawn\":{},\"lapsed\":{},\"open\":{},\"agreed\":{},\"other\":{}}}\n",
        r.rows, r.contacts, r.merged, r.mirrored, r.skipped(), r.actors, t.matters, t.held, t.declined, t.withdrawn, t.lapsed, t.open, t.agreed, t.other);
}

void print_report(const load_report& r)
{
    fmt::print("{} rows: {} contacts of {} actors, {} merged, {} mirrored, {} skipped\n", r.rows, r.contacts, r.actors, r.merged, r.mirrored, r.skipped());
    for (std::size_t i = 0; i < skip_reasons; ++i) {
        const load_report::skips& s = r.by_reason[i];
        if (s.rows == 0) continue;
        std::string where;
        for (const place& p : s.first) where += fmt::format("{}{}:{}", where.empty() ? "" : ", ", p.line, p.column);
        fmt::print("  skipped {}: {} (line {}{})\n", to_text(static_cast<skip_reason>(i)), s.rows, where, s.rows > s.first.size() ? ", …" : "");
    }
    if (r.circular.ties != 0) fmt::print("  sides left out that would be above themselves: {} (first by line {})\n", r.circular.ties, r.circular.first.front().line);
}

void print_totals(const options& asked, const matter_totals& t)
{
    fmt::print("{} requests to meet by {}: {} held, {} agreed, {} open, {} declined, {} withdrawn, {} lapsed, {} other\n", t.matters, asked.from.when.text(),
        t.held, t.agreed, t.open, t.declined, t.withdrawn, t.lapsed, t.other);
}

std::string parties(const status& s)
{
    const matter asked = (*s.book)[s.leg.matter];
    return label(*s.book, asked.requester) + " of " + label(*s.book, s.leg.respondent);
}

/// Those first that were repeated most, then the oldest.
void print_open(std::vector<status> found, std::size_t most)
{
    std::erase_if(found, [](const status& s) { return !(*s.table)[s.state].open; });
    std::sort(found.begin(), found.end(), [](const status& a, const status& b) {
        return std::tuple(-std::int64_t{a.reminders}, since_text(a), a.leg) < std::tuple(-std::int64_t{b.reminders}, since_text(b), b.leg);
    });
    if (!found.empty()) fmt::print("\nOpen:\n");
    for (const status& s : std::span(found).first(std::min(most, found.size())))
        fmt::print("  {}: {} since {}, {} reminders, lapses {}\n", parties(s), (*s.table)[s.state].name, since_text(s), s.reminders, deadline_text(*s.lapses));
}

/// The latest first.
void print_refused(std::vector<status> found, std::size_t most)
{
    std::erase_if(found, [](const status& s) { return s.state != meeting::declined && s.state != meeting::reneged; });
    std::sort(found.begin(), found.end(), [](const status& a, const status& b) { return std::tuple(since_text(b), a.leg) < std::tuple(since_text(a), b.leg); });
    if (!found.empty()) fmt::print("\nRefused:\n");
    for (const status& s : std::span(found).first(std::min(most, found.size())))
        fmt::print("  {}: {} {}\n", parties(s), (*s.table)[s.state].name, since_text(s));
}

void write(const std::string& file, const chronicle& book)
{
    std::ofstream out(file, std::ios::binary);
    if (!out) throw error(errc::unreadable, {.file = file}, "the file cannot be written");
    jsonl::write(out, book);
}

table table_of(const asked_table& asked, const view& v)
{
    if (asked.which == "requests") return table_of(v, request_rows(v, asked.by));
    if (asked.which == "refusals") return table_of(v, refusal_rows(v, asked.by));
    if (asked.which == "silent") return table_of(v, silent_pairs(v, {.sides = asked.by.sides}));
    return table_of(v, goldstein_rows(v, event_goldstein(asked.scale), asked.by));
}

void answer(options asked)
{
    show_progress(asked.reading);
    chronicle book;
    const load_report read = load_events(book, asked.files, asked.reading);
    if (asked.reading.progress) fmt::print(stderr, "\r{:20}\r", "");
    if (!asked.write.empty()) write(asked.write, book);
    if (!asked.table.which.empty()) return fmt::print("{}", asked.table.write(table_of(asked.table, asked.from.of(book))));
    check_pair(asked, book);
    const std::vector<status> found = chosen(asked, asked.from.of(book));
    const matter_totals totals = total(found);
    if (asked.json) return print_json(read, totals);
    print_report(read);
    print_totals(asked, totals);
    print_open(found, asked.top);
    print_refused(found, asked.top);
}

}  // namespace

int main(int argc, char** argv)
{
    return run_program("event_watch", usage, [&] {
        const options asked = read_options({argc, argv});
        if (asked.help) fmt::print("{}", usage);
        else answer(asked);
    });
}
