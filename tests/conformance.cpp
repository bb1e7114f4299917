// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include "conformance_data.hpp"
#include "oracle.hpp"

#include <demarche/demarche.hpp>
#include <demarche/jsonl.hpp>

#include <simdjson.h>

#include <iostream>
#include <map>

// The chronicles, views and expected rows that an independent program made.

using namespace demarche;

namespace {

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

}  // namespace

TEST_CASE("every row of every view is the expected one")
{
    const auto folder = conformance::data_folder();
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
