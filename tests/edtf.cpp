// SPDX-License-Identifier: BSL-1.0
#include <demarche/date.hpp>

#include "conformance_data.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <regex>
#include <string>
#include <vector>

// What nine implementations of EDTF say of dates. A row is one text, with how many of them agree. Where the library
// differs from a row, a rule below says why; a row that two or more agree on fails without one.

using namespace demarche;

namespace {

/// A row of either table: what the sources say of a text, `valid`, `invalid`, or its bounds as days.
struct claim {
    std::string text;
    std::string says;
    int sources;
    std::string votes;
};

std::vector<std::string> cells_of(const std::string& line)
{
    std::vector<std::string> cells;
    for (std::size_t at = 0; at <= line.size();) {
        const auto end = std::min(line.find('\t', at), line.size());
        cells.push_back(line.substr(at, end - at));
        at = end + 1;
    }
    return cells;
}

std::vector<std::vector<std::string>> table_in(const std::filesystem::path& file)
{
    std::vector<std::vector<std::string>> rows;
    std::ifstream in(file);
    REQUIRE_MESSAGE(in, file.string());
    for (std::string line; std::getline(in, line);) rows.push_back(cells_of(line));
    rows.erase(rows.begin());
    return rows;
}

bool matches(const std::string& text, const char* pattern) { return std::regex_search(text, std::regex(pattern)); }

/// Whether an interval's first end comes after its last; `impossibly` for any other text.
verdict ends_are_reversed(const std::string& text)
{
    const auto slash = text.find('/');
    const auto begin = try_date(text.substr(0, slash));
    const auto end = try_date(slash == std::string::npos ? "" : text.substr(slash + 1));
    return begin && end ? after(*begin, *end) : verdict::impossibly;
}

/// Bounds of a text that is EDTF here too.
bool says_bounds(const claim& c) { return c.says.find("..") != std::string::npos && try_date(c.text); }

struct exception_rule {
    bool (*covers)(const claim& c);
    std::string_view why;
};

// LoC is the Library of Congress's specification of 2019, https://www.loc.gov/standards/datetime/
constexpr exception_rule exceptions[] = {
    {[](const claim& c) { return matches(c.text, "[a-z]") && c.says != "invalid"; },
     "words are no date: LoC has none"},
    {[](const claim& c) { return c.text.find(' ') != std::string::npos; },
     "a space: LoC, Set representation, rule 4: \"No spaces are allowed\""},
    {[](const claim& c) { return matches(c.text, "^-?[0-9]{2,3}[?~%]?$"); },
     "a decade or a century is ISO 8601-1, which LoC level 0 narrows to years of four digits, months and days"},
    {[](const claim& c) { return matches(c.text, "\xE2\x88\x92"); },
     "U+2212 for the minus: LoC has the hyphen alone"},
    {[](const claim& c) { return matches(c.text, "T.*[+-][0-9]{4}$"); },
     "an offset in basic format: LoC, Extended format, wants the colon"},
    {[](const claim& c) { return matches(c.text, "T.*[.]"); },
     "a fraction of a second: LoC level 0 has none, and an instant is a whole second"},
    {[](const claim& c) { return matches(c.text, "^Y-?[0-9]{1,4}$"); },
     "Y before four digits or less: LoC level 1 has it \"when (and only when) the year exceeds four digits\""},
    {[](const claim& c) { return matches(c.text, "^[0-9]{4}-02-(29|30)$") && c.says == "valid"; },
     "the calendar has no such day"},
    {[](const claim& c) { return c.says == "invalid" && matches(c.text, "T.*/|/.*T"); },
     "date-times as ends of an interval: LoC leaves them out, ISO 8601-1 has them, and demarche takes them"},
    {[](const claim& c) { return c.says != "invalid" && ends_are_reversed(c.text) == verdict::certainly; },
     "the interval ends before it begins"},
    {[](const claim& c) { return c.says == "invalid" && ends_are_reversed(c.text) == verdict::possibly; },
     "the less precise end can lie after the other: LoC has \"ending sometime in\""},
    {[](const claim& c) { return says_bounds(c) && c.text.ends_with('/'); },
     "an unknown end can lie anywhere: the source bounds it ten years on"},
    {[](const claim& c) { return says_bounds(c) && matches(c.text, "^[0-9]{4}-(2[1-9]|3[0-2])$"); },
     "seasons have the months of SEMANTICS.md, the winter's end in the next year: the source takes quarters, or cuts it off"},
    {[](const claim& c) { return says_bounds(c) && matches(c.text, "E[0-9]{2}"); },
     "no instant lies so far away: the near side is the first year that has none, the far side is unbounded"},
    {[](const claim& c) { return says_bounds(c) && matches(c.text, "S[0-9]+$"); },
     "LoC, Significant digits: the years that share these digits; the source has the estimate, or counts the digits otherwise"},
};

std::string_view reason_to_differ(const claim& c)
{
    const auto found = std::find_if(std::begin(exceptions), std::end(exceptions), [&](const exception_rule& rule) { return rule.covers(c); });
    return found == std::end(exceptions) ? "" : found->why;
}

/// Compares each row with what the library says, and prints how many agree and each that does not.
void hold_to(std::string_view title, const std::vector<claim>& claims, std::size_t disputed, std::string (*answer)(const std::string& text))
{
    std::size_t agree = 0, by_two = 0, agree_by_two = 0;
    for (const claim& c : claims) {
        const std::string found = answer(c.text);
        agree += found == c.says;
        by_two += c.sources >= 2;
        agree_by_two += c.sources >= 2 && found == c.says;
        if (found == c.says) continue;
        const std::string_view why = reason_to_differ(c);
        std::cout << "  '" << c.text << "': " << found << ", and not " << c.says << " (" << c.votes << "): "
                  << (why.empty() ? "without a reason" : why) << "\n";
        INFO("'" << c.text << "': " << found << ", and not " << c.says << " (" << c.votes << ")");
        if (c.sources >= 2) CHECK_FALSE(why.empty());
    }
    std::cout << title << ": " << agree << " of " << claims.size() << " rows agree, and " << agree_by_two << " of the " << by_two
              << " that two or more sources agree on; on " << disputed << " more the sources are divided\n";
    CHECK(by_two > 0);
}

std::string validity_of(const std::string& text) { return try_date(text) ? "valid" : "invalid"; }

/// The first and the last day that a date can mean, as the table writes them.
std::string days_of(const date& d)
{
    const auto day = [](instant t, const char* unbounded) {
        const std::string text = to_text(t);
        return text == ".." ? unbounded : text.substr(0, text.find('T'));
    };
    return day(d.earliest(), "-infinity") + ".." + day(d.latest(), "infinity");
}

std::string bounds_of(const std::string& text)
{
    const auto d = try_date(text);
    return d ? days_of(*d) : "invalid";
}

/// An unknown side is unbounded here.
std::string known_bounds(std::string days)
{
    if (days.starts_with("unknown..")) days.replace(0, 7, "-infinity");
    if (days.ends_with("..unknown")) days.replace(days.size() - 7, 7, "infinity");
    return days;
}

}  // namespace

TEST_CASE("texts are EDTF where the implementations say so")
{
    const auto folder = conformance::data_folder();
    if (folder.empty()) return;
    std::vector<claim> claims;
    std::size_t disputed = 0;
    for (const auto& cells : table_in(folder / "edtf" / "validity-consensus.tsv")) {
        REQUIRE(cells.size() >= 5);
        if (cells[1] == "disputed") ++disputed;
        else claims.push_back({cells[0], cells[1].substr(cells[1].find('-') + 1), std::stoi(cells[2]), cells[4]});
    }
    hold_to("EDTF validity", claims, disputed, validity_of);
}

TEST_CASE("dates have the bounds that the implementations give them")
{
    const auto folder = conformance::data_folder();
    if (folder.empty()) return;
    std::vector<claim> claims;
    std::size_t disputed = 0;
    for (const auto& cells : table_in(folder / "edtf" / "bounds-consensus.tsv")) {
        REQUIRE(cells.size() >= 5);
        if (cells[1] == "disputed") ++disputed;
        else claims.push_back({cells[0], known_bounds(cells[3]), std::stoi(cells[2]), cells[4]});
    }
    hold_to("EDTF bounds", claims, disputed, bounds_of);
}
