// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include "oracle.hpp"

#include <demarche/demarche.hpp>
#include <demarche/jsonl.hpp>

#include <simdjson.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>

// The chronicles, views and expected rows that an independent program made, and what nine implementations of EDTF say of dates.
// They lie outside this repository, in the folder that DEMARCHE_CONFORMANCE_DIR names.

using namespace demarche;

namespace {

std::filesystem::path data_folder()
{
    const char* folder = std::getenv("DEMARCHE_CONFORMANCE_DIR");
    if (folder && *folder) return folder;
    std::cout << "SKIPPED: DEMARCHE_CONFORMANCE_DIR is not set\n";
    return {};
}

using json = simdjson::dom::element;

std::string text_at(const json& object, const char* name)
{
    const json value = object[name];
    return value.is_null() ? std::string() : std::string(std::string_view(value));
}

std::vector<std::string> list_at(const json& object, const char* name)
{
    std::vector<std::string> found;
    for (const json x : simdjson::dom::array(object[name])) found.emplace_back(std::string_view(x));
    return found;
}

std::set<std::string> set_at(const json& object, const char* name)
{
    const auto all = list_at(object, name);
    return {all.begin(), all.end()};
}

oracle::row expected_row(const json& r)
{
    oracle::row found{.matter = text_at(r, "matter"), .respondent = text_at(r, "respondent"), .state = text_at(r, "state")};
    found.possible = set_at(r, "possible");
    found.why_uncertain = set_at(r, "why_uncertain");
    if (!json(r["unanswered"]).is_null()) found.unanswered = bool(r["unanswered"]);
    found.awaiting = text_at(r, "awaiting");
    found.since = text_at(r, "since");
    found.lapses = text_at(r, "lapses");
    found.attempts = static_cast<std::uint32_t>(std::uint64_t(r["attempts"]));
    found.reminders = static_cast<std::uint32_t>(std::uint64_t(r["reminders"]));
    found.evidence = list_at(r, "evidence");
    for (const json d : simdjson::dom::array(r["diagnostics"])) found.diagnostics.emplace_back(text_at(d, "contact"), text_at(d, "kind"));
    CHECK(bool(r["certain"]) == (found.possible.size() == 1));
    return found;
}

// The view that a program's arguments ask for.
oracle::question question_of(const chronicle& book, const json& line)
{
    const auto args = list_at(line, "args");
    oracle::question q{.book = book, .when = end_of_time};
    for (std::size_t n = 0; n + 1 < args.size(); n += 2) {
        if (args[n] == "--when") q.when = date{args[n + 1]}.latest();
        else if (args[n] == "--known") q.known = date{args[n + 1]}.latest();
        else if (args[n] == "--sources") {
            std::vector<source_id> sources;
            for (std::size_t at = 0; at <= args[n + 1].size();) {
                const auto end = std::min(args[n + 1].find(',', at), args[n + 1].size());
                sources.push_back(book.find<source>(args[n + 1].substr(at, end - at)));
                at = end + 1;
            }
            q.sources = sources;
        } else FAIL("an argument that this test does not know: ", args[n]);
    }
    return q;
}

view view_of(const oracle::question& q)
{
    view v = q.book.as_of(q.when).known_by(q.known);
    return q.sources ? v.according_to(perspective(*q.sources)) : v;
}

std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder, const std::string& ending)
{
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().filename().string().ends_with(ending)) found.push_back(entry.path());
    std::sort(found.begin(), found.end());
    return found;
}

std::vector<std::vector<std::string>> table_in(const std::filesystem::path& file)
{
    std::vector<std::vector<std::string>> rows;
    std::ifstream in(file);
    REQUIRE_MESSAGE(in, file.string());
    for (std::string line; std::getline(in, line);) {
        std::vector<std::string> cells;
        for (std::size_t at = 0; at <= line.size();) {
            const auto end = std::min(line.find('\t', at), line.size());
            cells.push_back(line.substr(at, end - at));
            at = end + 1;
        }
        rows.push_back(cells);
    }
    rows.erase(rows.begin());
    return rows;
}

// Why the library differs from what most implementations say of a text; empty where it should not.
std::string reason_to_differ(const std::string& text)
{
    const auto digits_only = !text.empty() && std::all_of(text.begin() + (text[0] == '-' ? 1 : 0), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (text.find('E') != std::string::npos) return "an exponent: level 2, not taken yet";
    if (text.find('S') != std::string::npos) return "significant digits: level 2, not taken yet";
    if (digits_only && text.size() < 4) return "a century or decade of two or three digits is ISO 8601-2, not EDTF";
    if (text == "..2004-06-01/2004-06-20..") return "before or after an end of an interval: not taken yet";
    if (text.find(' ') != std::string::npos) return "a space: the implementations dispute it, and ISO 8601-2 has none";
    return {};
}

// The first and last day that a date can mean, as the table writes them.
std::string days_of(const date& d)
{
    const auto day = [](instant t, const char* unbounded) {
        if (t == beginning_of_time || t == end_of_time) return std::string(unbounded);
        auto text = to_text(t);
        if (text.starts_with('Y')) text.erase(0, 1);
        return text.substr(0, text.find('T'));
    };
    return day(d.earliest(), "-infinity") + ".." + day(d.latest(), "infinity");
}

// An unknown end is unbounded here.
std::string known_bounds(std::string days)
{
    if (days.starts_with("unknown..")) days.replace(0, 7, "-infinity");
    if (days.ends_with("..unknown")) days.replace(days.size() - 7, 7, "infinity");
    return days;
}

}  // namespace

TEST_CASE("every row of every view is the expected one")
{
    const auto folder = data_folder();
    if (folder.empty()) return;
    std::size_t chronicles = 0, views = 0, rows = 0, enumerated = 0;
    for (const auto& file : files_in(folder / "conformance", ".expected.jsonl")) {
        const auto name = file.filename().string();
        const chronicle book = jsonl::load(folder / "conformance" / (name.substr(0, name.find('.')) + ".jsonl"));
        ++chronicles;
        simdjson::dom::parser parser;
        simdjson::dom::document_stream lines;
        const auto text = simdjson::padded_string::load(file.string()).value();
        REQUIRE(parser.parse_many(text, 1 << 24).get(lines) == simdjson::SUCCESS);
        for (const json line : lines) {
            ++views;
            INFO(name << ", view " << views << ": " << simdjson::minify(json(line["args"])));
            std::vector<oracle::row> expected;
            for (const json r : simdjson::dom::array(line["rows"])) expected.push_back(expected_row(r));
            std::sort(expected.begin(), expected.end());
            rows += expected.size();
            const auto q = question_of(book, line);
            CHECK(oracle::difference(expected, oracle::library_rows(view_of(q))) == "");
            // The oracle that the laws are tested against is held to the same.
            const auto found = oracle::rows(q);
            CHECK(oracle::difference(expected, found) == "");
            for (const auto& r : found) enumerated += r.enumerated ? 1 : 0;
        }
    }
    std::cout << chronicles << " chronicles, " << views << " views, " << rows << " rows; the oracle enumerated " << enumerated << " of them\n";
    CHECK(views > 0);
}

TEST_CASE("texts are EDTF where most implementations say so")
{
    const auto folder = data_folder();
    if (folder.empty()) return;
    std::size_t agree = 0, excepted = 0, differ = 0, disputed = 0;
    for (const auto& cells : table_in(folder / "edtf" / "validity-consensus.tsv")) {
        REQUIRE(cells.size() >= 3);
        if (!cells[1].starts_with("agreed")) {
            ++disputed;
            continue;
        }
        const bool valid = cells[1] == "agreed-valid";
        if (bool(try_date(cells[0])) == valid) ++agree;
        else if (!reason_to_differ(cells[0]).empty()) ++excepted;
        else {
            ++differ;
            INFO("'" << cells[0] << "' is " << cells[1] << " by " << cells[2] << ": " << cells.back());
            if (std::stoi(cells[2]) >= 2) CHECK(bool(try_date(cells[0])) == valid);
            else std::cout << "one implementation alone says " << cells[1] << ": '" << cells[0] << "'\n";
        }
    }
    std::cout << "EDTF validity: " << agree << " texts agree, " << excepted << " differ for a known reason, " << differ
              << " differ; the implementations dispute " << disputed << "\n";
}

TEST_CASE("dates have the bounds that most implementations give them")
{
    const auto folder = data_folder();
    if (folder.empty()) return;
    std::size_t agree = 0, excepted = 0, refused = 0, differ = 0, disputed = 0;
    for (const auto& cells : table_in(folder / "edtf" / "bounds-consensus.tsv")) {
        REQUIRE(cells.size() >= 4);
        if (cells[1] != "agreed") {
            ++disputed;
            continue;
        }
        const auto d = try_date(cells[0]);
        if (d && days_of(*d) == known_bounds(cells[3])) ++agree;
        else if (!reason_to_differ(cells[0]).empty()) ++excepted;
        else {
            ++(d ? differ : refused);
            INFO("'" << cells[0] << "' by " << cells[2] << ": " << cells.back());
            const auto found = d ? days_of(*d) : d.error().problem();
            if (std::stoi(cells[2]) >= 2) CHECK(found == known_bounds(cells[3]));
            else std::cout << "one implementation alone says " << cells[3] << ": '" << cells[0] << "': " << found << "\n";
        }
    }
    std::cout << "EDTF bounds: " << agree << " texts agree, " << excepted << " differ for a known reason, " << differ << " differ, " << refused
              << " refused; the implementations dispute " << disputed << "\n";
}
