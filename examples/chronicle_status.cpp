// SPDX-License-Identifier: BSL-1.0

// What is the status of every request in this file?
//
//   chronicle_status FILE [--when DATE] [--known DATE] [--sources KEY,…] [--json]

#include <demarche/demarche.hpp>
#include <demarche/jsonl.hpp>

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <string>
#include <vector>

using namespace demarche;

namespace {

constexpr std::string_view usage = "usage: chronicle_status FILE [--when DATE] [--known DATE] [--sources KEY,...] [--json]\n";

struct wrong_usage {
    std::string why;
};

struct options {
    std::string file;
    std::string when;
    std::string known;
    std::optional<std::string> sources;
    bool json = false;
};

options read_options(int argc, char** argv)
{
    options asked;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        const auto value = [&] {
            if (++i == argc) throw wrong_usage{word + " needs a value"};
            return std::string(argv[i]);
        };
        if (word == "--when") asked.when = value();
        else if (word == "--known") asked.known = value();
        else if (word == "--sources") asked.sources = value();
        else if (word == "--json") asked.json = true;
        else if (word.starts_with("--")) throw wrong_usage{"there is no option " + word};
        else if (!asked.file.empty()) throw wrong_usage{"one file at a time: " + word};
        else asked.file = word;
    }
    if (asked.file.empty()) throw wrong_usage{"which file?"};
    return asked;
}

date date_for(const std::string& option, const std::string& text)
{
    auto parsed = try_date(text);
    if (!parsed) throw wrong_usage{option + ": " + parsed.error().problem()};
    return std::move(parsed).value();
}

perspective read_sources(const chronicle& book, std::string_view keys)
{
    std::vector<source_id> chosen;
    while (true) {
        const std::size_t comma = keys.find(',');
        const auto source_of = book.find<source>(keys.substr(0, comma));
        if (!source_of) throw wrong_usage{fmt::format("--sources: the chronicle has no source \"{}\"", keys.substr(0, comma))};
        chosen.push_back(source_of);
        if (comma == std::string_view::npos) return perspective(std::move(chosen));
        keys.remove_prefix(comma + 1);
    }
}

view standpoint(const chronicle& book, const options& asked)
{
    const date today = asked.when.empty() ? date(to_text(std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now())).substr(0, 10)) : date_for("--when", asked.when);
    view v = book.as_of(today);
    if (!asked.known.empty()) v = v.known_by(date_for("--known", asked.known));
    if (asked.sources) v = v.according_to(read_sources(book, *asked.sources));
    return v;
}

/// How many columns of a terminal the text takes: one a character, combining marks aside.
std::size_t width(std::string_view text)
{
    std::size_t columns = 0;
    for (const char c : text) columns += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    return columns;
}

/// The text, cut to `most` columns.
std::string fitted(std::string text, std::size_t most)
{
    if (width(text) <= most) return text;
    std::size_t end = 0;
    for (std::size_t columns = 0; columns < most; ++end) columns += (static_cast<unsigned char>(text[end]) & 0xC0) != 0x80;
    --end;
    return text.substr(0, end) + "…";
}

std::string how_sure(const status& s)
{
    if (s.certain()) return "certain";
    if (s.why_uncertain.too_many) return "too many histories";
    std::string other;
    for (std::size_t i = 0; i < s.table->state_count; ++i) {
        const auto state = static_cast<state_id>(i);
        if (state != s.state && s.possible.contains(state)) other += (other.empty() ? "or " : ", ") + std::string((*s.table)[state].name);
    }
    return other;
}

using row = std::array<std::string, 8>;

row row_of(const status& s)
{
    const matter& asked = (*s.book)[s.leg.matter];
    return {asked.title.empty() ? asked.key : asked.title,
            label(*s.book, asked.requester),
            label(*s.book, s.leg.respondent),
            std::string((*s.table)[s.state].name),
            since_text(s),
            s.awaiting ? label(*s.book, s.awaiting) : "–",
            s.lapses ? deadline_text(*s.lapses) : "–",
            how_sure(s)};
}

void print_table(const std::vector<row>& rows)
{
    constexpr std::size_t widest = 44;
    std::vector<row> table{{"what", "by", "of", "state", "since", "whose court", "lapses", "how sure"}};
    table.insert(table.end(), rows.begin(), rows.end());
    std::array<std::size_t, 8> widths{};
    for (row& r : table)
        for (std::size_t i = 0; i < r.size(); ++i) {
            r[i] = fitted(std::move(r[i]), widest);
            widths[i] = std::max(widths[i], width(r[i]));
        }
    const auto line = [&](const row& r) {
        std::string text;
        for (std::size_t i = 0; i < r.size(); ++i) text += r[i] + (i + 1 < r.size() ? std::string(widths[i] - width(r[i]) + 2, ' ') : "");
        return text.substr(0, text.find_last_not_of(' ') + 1);
    };
    fmt::print("{}\n", line(table.front()));
    std::size_t total = 0;
    for (std::size_t w : widths) total += w + 2;
    for (std::size_t i = 2; i < total; ++i) fmt::print("─");
    fmt::print("\n");
    for (std::size_t i = 1; i < table.size(); ++i) fmt::print("{}\n", line(table[i]));
}

void answer(const options& asked)
{
    const chronicle book = jsonl::load(asked.file);
    const view v = standpoint(book, asked);
    std::vector<row> rows;
    for (std::size_t m = 0; m < v.size().matters; ++m)
        for (const account& a : accounts(v, matter_id(m))) {
            if (asked.json) fmt::print("{}\n", jsonl::to_json(a));
            else rows.push_back(row_of(a.status));
        }
    if (asked.json) return;
    if (rows.empty()) fmt::print("No request is on record.\n");
    else print_table(rows);
}

}  // namespace

int main(int argc, char** argv)
{
    try {
        answer(read_options(argc, argv));
        return 0;
    } catch (const wrong_usage& wrong) {
        std::cerr << "chronicle_status: " << wrong.why << '\n' << usage;
    } catch (const std::exception& wrong) {
        std::cerr << "chronicle_status: " << wrong.what() << '\n';
    }
    return 2;
}
