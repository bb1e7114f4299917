// SPDX-License-Identifier: BSL-1.0

// What is the status of every request in this file? Why; how did it come to that and how will it go on; what did one learn between two dates; and what if?
//
//   chronicle_status FILE [--lifecycle FILE]… [--when DATE] [--known DATE] [--sources KEY,…] [--if CONTACT]…
//                    [--explain | --episodes | --diff-known DATE DATE] [--json]

#include "command_line.hpp"

#include <demarche/demarche.hpp>
#include <demarche/jsonl.hpp>

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

using namespace demarche;

namespace {

constexpr std::string_view usage = "usage: chronicle_status FILE [--lifecycle FILE]... [--when DATE] [--known DATE] [--sources KEY,...] [--if CONTACT]...\n"
                                   "                        [--explain | --episodes | --diff-known DATE DATE] [--json]\n"
                                   "  --lifecycle  a table that matters may follow too\n"
                                   "  --if         as if that contact, a JSON object, were recorded and known\n"
                                   "  --explain    how each status comes about\n"
                                   "  --episodes   how each leg stood and will stand\n"
                                   "  --diff-known what changed from what was known by one date to what was known by the other\n";

enum class question { statuses, explanations, episodes, changes };

struct options {
    std::string file;
    told_lifecycles lifecycles = {};
    standpoint from;
    std::vector<std::string> supposed = {};
    question asked = question::statuses;
    std::vector<date> known_between = {};
    bool json = false;
    bool help = false;
};

void ask(options& asked, question what)
{
    if (asked.asked != question::statuses) throw wrong_usage{"one of --explain, --episodes and --diff-known at a time"};
    asked.asked = what;
}

options read_options(command_line words)
{
    options asked;
    while (!words.empty()) {
        const std::string word = words.next();
        if (asked.from.take(word, words) || asked.lifecycles.take(word, words)) continue;
        if (word == "--json") asked.json = true;
        else if (word == "--if") asked.supposed.push_back(words.value_of(word));
        else if (word == "--explain") ask(asked, question::explanations);
        else if (word == "--episodes") ask(asked, question::episodes);
        else if (word == "--diff-known") {
            ask(asked, question::changes);
            for (int n = 0; n < 2; ++n) asked.known_between.push_back(standpoint::date_for(word, words.value_of(word)));
        }
        else if (word == "--help") asked.help = true;
        else if (word.starts_with("--")) throw wrong_usage{"there is no option " + word};
        else if (!asked.file.empty()) throw wrong_usage{"one file at a time: " + word};
        else asked.file = word;
    }
    if (asked.file.empty() && !asked.help) throw wrong_usage{"which file?"};
    return asked;
}

void check_sources(const chronicle& book, const standpoint& from)
{
    for (const std::string& key : from.sources.value_or(std::vector<std::string>()))
        if (!book.find<source>(key)) throw wrong_usage{fmt::format("--sources: the chronicle has no source \"{}\"", key)};
}

/// How many columns of a terminal the text takes: one a character, combining marks aside.
std::size_t width(std::string_view text)
{
    std::size_t columns = 0;
    for (const char c : text) columns += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    return columns;
}

/// The text in lines of at most `most` columns, broken after spaces and slashes, and where need be within a word.
std::vector<std::string> wrapped(std::string_view text, std::size_t most)
{
    std::vector<std::string> lines(1);
    while (!text.empty()) {
        const std::size_t stop = text.find_first_of(" /");
        std::string_view word = text.substr(0, stop == std::string_view::npos ? text.size() : stop + 1);
        const std::size_t visible = width(word) - word.ends_with(' ');
        if (!lines.back().empty() && width(lines.back()) + visible > most) lines.emplace_back();
        while (width(word) - word.ends_with(' ') > most) {
            std::size_t end = 0;
            while (width(word.substr(0, end + 1)) <= most) ++end;
            lines.back() = word.substr(0, end);
            lines.emplace_back();
            word.remove_prefix(end);
            text.remove_prefix(end);
        }
        lines.back() += word;
        text.remove_prefix(word.size());
    }
    for (std::string& line : lines) line.erase(line.find_last_not_of(' ') + 1);
    return lines;
}

std::string how_sure(const status& s)
{
    if (s.certain()) return "certain";
    if (s.why_uncertain.too_many) return "too many histories";
    std::string other;
    for (const state_id x : s.possible)
        if (x != s.state) other += (other.empty() ? "or " : ", ") + std::string((*s.table)[x].name);
    return other;
}

struct column {
    std::string_view head;
    std::size_t widest;
};
constexpr std::array<column, 7> columns{{{"what", 28}, {"by whom, of whom", 24}, {"state", 12}, {"since", 20}, {"whose court", 18}, {"lapses", 20}, {"how sure", 20}}};
using row = std::array<std::string, columns.size()>;

row row_of(const status& s)
{
    const matter& asked = (*s.book)[s.leg.matter];
    return {asked.title.empty() ? asked.key : asked.title,
            label(*s.book, asked.requester) + " of " + label(*s.book, s.leg.respondent),
            std::string(s.state_name()),
            since_text(s),
            s.awaiting ? label(*s.book, s.awaiting) : "–",
            s.lapses ? deadline_text(*s.lapses) : "–",
            how_sure(s)};
}

/// One row of cells that may have several lines each.
void print_row(const row& cells, const std::array<std::size_t, columns.size()>& widths)
{
    std::array<std::vector<std::string>, columns.size()> lines;
    std::size_t height = 0;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        lines[i] = wrapped(cells[i], columns[i].widest);
        height = std::max(height, lines[i].size());
    }
    for (std::size_t h = 0; h < height; ++h) {
        std::string text;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const std::string part = h < lines[i].size() ? lines[i][h] : "";
            text += part + std::string(widths[i] - width(part) + 2, ' ');
        }
        fmt::print("{}\n", text.substr(0, text.find_last_not_of(' ') + 1));
    }
}

void print_table(const std::vector<row>& rows)
{
    row heads;
    std::array<std::size_t, columns.size()> widths{};
    std::size_t total = 0;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        heads[i] = columns[i].head;
        widths[i] = width(heads[i]);
        for (const row& r : rows)
            for (const std::string& line : wrapped(r[i], columns[i].widest)) widths[i] = std::max(widths[i], width(line));
        total += widths[i] + (i > 0 ? 2 : 0);
    }
    print_row(heads, widths);
    for (std::size_t i = 0; i < total; ++i) fmt::print("─");
    fmt::print("\n");
    for (const row& r : rows) print_row(r, widths);
}

view supposing(view v, const std::vector<std::string>& contacts)
{
    for (const std::string& text : contacts) {
        auto supposed = jsonl::try_parse_contact(v, text);
        if (!supposed) throw wrong_usage{fmt::format("--if: {}", supposed.error().what())};
        v = v.with(std::move(supposed).value());
    }
    return v;
}

void print_statuses(const view& v, bool json)
{
    std::vector<row> rows;
    for (std::size_t m = 0; m < v.size().matters; ++m)
        for (const account& a : accounts(v, matter_id(m))) {
            if (json) fmt::print("{}\n", jsonl::to_json(v, a));
            else rows.push_back(row_of(a.status));
        }
    if (json) return;
    if (rows.empty()) fmt::print("No request is on record.\n");
    else print_table(rows);
}

void print_head(const view& v, leg of)
{
    const row cells = row_of(status(v, of));
    fmt::print("{}: {}\n", cells[0], cells[1]);
}

void print_explanations(const view& v, bool json)
{
    for (leg l : legs(v)) {
        const explanation why = explain(v, l);
        if (json) {
            fmt::print("{}\n", jsonl::to_json(v, why));
            continue;
        }
        print_head(v, l);
        fmt::print("{}\n", why);
    }
}

void print_episodes(const view& v, bool json)
{
    for (leg l : legs(v)) {
        if (!json) print_head(v, l);
        for (const episode& e : episodes(v, l)) {
            if (json) fmt::print("{}\n", jsonl::to_json(v, e));
            else fmt::print("  {}\n", e);
        }
    }
}

void print_changes(const view& before, const view& after, bool json)
{
    const auto changes = diff(before, after);
    for (const change& c : changes) fmt::print("{}\n", json ? jsonl::to_json(before, after, c) : to_text(before, after, c));
    if (changes.empty() && !json) fmt::print("No status changed.\n");
}

chronicle load(const std::string& file, const told_lifecycles& tables)
{
    chronicle book;
    tables.tell(book);
    std::ifstream in(file, std::ios::binary);
    if (!in) throw error(errc::unreadable, {.file = file}, "the file cannot be opened; does it exist?");
    jsonl::read(in, book, {.file = file});
    return book;
}

/// Their matters have no legs, and so no line among the answers.
void tell_unknown_lifecycles(const chronicle& book)
{
    for (const matter& m : book.all<matter>())
        if (book.lifecycle_of(book.at<matter>(m.key)) == nullptr)
            fmt::print(stderr, "chronicle_status: {} is left out: no lifecycle {} is known; name its file with --lifecycle\n", m.key, m.lifecycle);
}

void answer(const options& asked)
{
    const chronicle book = load(asked.file, asked.lifecycles);
    tell_unknown_lifecycles(book);
    check_sources(book, asked.from);
    const view v = supposing(asked.from.of(book), asked.supposed);
    switch (asked.asked) {
    case question::statuses: return print_statuses(v, asked.json);
    case question::explanations: return print_explanations(v, asked.json);
    case question::episodes: return print_episodes(v, asked.json);
    case question::changes: return print_changes(v.known_by(asked.known_between[0]), v.known_by(asked.known_between[1]), asked.json);
    }
}

}  // namespace

int main(int argc, char** argv)
{
    return run_program("chronicle_status", usage, [&] {
        const options asked = read_options({argc, argv});
        if (asked.help) fmt::print("{}", usage);
        else answer(asked);
    });
}
