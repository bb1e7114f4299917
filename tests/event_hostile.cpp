// SPDX-License-Identifier: BSL-1.0
#include <demarche/event_data.hpp>

#include "support.hpp"

#include <doctest/doctest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

// What is spoilt, in files of each format: every row is counted, or the file is refused, with line and column.

using namespace demarche;

namespace {

/// Cells by their columns, counted from 1.
using cells = std::map<std::size_t, std::string>;

/// A file of a format: its head, and a row of which a cell can be another.
struct sample {
    event_format format;
    std::string head;
    std::size_t columns;
    cells row;
    std::size_t date;
    std::vector<std::size_t> texts;  ///< columns of names and codes
    std::string before = {};         ///< what is to be read first

    std::string with(const cells& other = {}) const
    {
        std::string line;
        for (std::size_t c = 1; c <= columns; ++c) {
            const auto mine = row.find(c);
            const auto theirs = other.find(c);
            line += (c == 1 ? "" : "\t") + (theirs != other.end() ? theirs->second : mine != row.end() ? mine->second : "");
        }
        return line + "\n";
    }
    /// Where a cell of the row begins, counted from 1.
    std::size_t column_of(std::size_t cell) const
    {
        const std::string line = with();
        std::size_t at = 0;
        for (std::size_t c = 1; c < cell; ++c) at = line.find('\t', at) + 1;
        return at + 1;
    }
    load_report load(const std::string& text, event_options options = {}) const
    {
        event_log log(event_options{.format = event_format::gdelt2});
        std::istringstream events(before);
        log.read(events);
        event_log mine(with_format(options));
        if (!before.empty()) mine.merge(log);
        std::istringstream in(text);
        mine.read(in, "file");
        chronicle book;
        const load_report r = mine.record(book);
        CHECK(r.rows == r.contacts + r.merged + r.mirrored + r.skipped());
        return r;
    }
    event_options with_format(event_options options) const
    {
        options.format = format;
        return options;
    }
    /// How many rows there are before any of the file's.
    std::uint64_t rows_before() const { return before.empty() ? 0 : 1; }
};

const sample gdelt2{event_format::gdelt2, "", 61,
    {{1, "7"}, {2, "20230522"}, {6, "USA"}, {7, "UNITED STATES"}, {8, "USA"}, {16, "CHN"}, {17, "CHINA"}, {18, "CHN"}, {27, "036"}, {60, "20230522143000"},
        {61, "https://example.org/a"}},
    2, {7, 17, 27}};

const std::vector<sample>& samples()
{
    static const std::vector<sample> all{
        {event_format::benchmark, "source\trelation\ttarget\tdate\n", 4, {{1, "A"}, {2, "Consult"}, {3, "B"}, {4, "2014-01-01"}}, 4, {1, 2, 3}},
        {event_format::gdelt1, "", 58,
            {{1, "7"}, {2, "20111201"}, {6, "ARM"}, {7, "ARMENIA"}, {16, "GEO"}, {17, "GEORGIA"}, {27, "036"}, {57, "20130203"}, {58, "https://example.org/a"}},
            2, {7, 17, 27}},
        gdelt2,
        {event_format::icews,
            "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget "
            "Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\n",
            20, {{1, "1"}, {2, "2018-06-01"}, {3, "A (X)"}, {5, "X"}, {7, "036"}, {9, "B"}, {11, "Y"}, {12, "77"}, {13, "2"}, {14, "The Daily"}}, 2,
            {3, 7, 9, 12, 14}},
        {event_format::polecat, "Event ID\tEvent Date\tEvent Type\tEvent Mode\tActor Name\tRecipient Name\tSource\tPublication Date\n", 8,
            {{1, "1"}, {2, "2023-05-01"}, {3, "REQUEST"}, {4, "meet"}, {5, "A"}, {6, "B"}, {7, "wire"}, {8, "2023-05-02"}}, 2, {3, 4, 5, 6, 7}},
        {event_format::mentions, "", 16, {{1, "7"}, {2, "20230522143000"}, {3, "20230523000000"}, {5, "example.org"}, {6, "https://example.org/b"}, {7, "4"}},
            0, {5, 6}, gdelt2.with()}};
    return all;
}

template <class Try>
void of_each(Try attempt)
{
    for (const sample& s : samples()) {
        INFO(to_text(s.format));
        attempt(s);
    }
}

const load_report::skips& skips(const load_report& r, skip_reason why) { return r.by_reason[static_cast<std::size_t>(why)]; }

/// Only the row in the middle of three is skipped, by that reason, at that column; and strict refuses the file there.
void is_skipped(const sample& s, const std::string& bad, skip_reason why, std::size_t column, errc code, const event_options& options = {})
{
    const std::string text = s.head + s.with() + bad + s.with();
    const load_report r = s.load(text, options);
    const place where{.file = "file", .line = s.head.empty() ? 2u : 3u, .column = column};
    CHECK(r.rows == s.rows_before() + 3);
    CHECK(r.skipped() == 1);
    REQUIRE(skips(r, why).first.size() == 1);
    CHECK(skips(r, why).first.front() == where);
    event_options strict = options;
    strict.strict = true;
    const error refused = support::refusal([&] { s.load(text, strict); });
    CHECK(refused.code() == code);
    CHECK(refused.where() == where);
}

}  // namespace

TEST_CASE("hostile event data: no rows at all")
{
    of_each([](const sample& s) {
        for (const std::string& text : {std::string(), s.head, std::string("\n \r\n\t\n"), std::string("\xEF\xBB\xBF")})
            CHECK(s.load(text).rows == s.rows_before());
    });
}

TEST_CASE("hostile event data: line ends and a byte order mark change nothing")
{
    of_each([](const sample& s) {
        const load_report plain = s.load(s.head + s.with() + s.with());
        CHECK(plain.rows == s.rows_before() + 2);
        CHECK(plain.skipped() == 0);
        std::string crlf;
        for (const char c : s.head + s.with() + s.with()) crlf += c == '\n' ? "\r\n" : std::string(1, c);
        CHECK(s.load(crlf) == plain);
        CHECK(s.load("\xEF\xBB\xBF" + s.head + s.with() + s.with()) == plain);
        const std::string two = s.head + s.with() + s.with();
        CHECK(s.load(two.substr(0, two.size() - 1)) == plain);
    });
}

TEST_CASE("hostile event data: a row of too few columns, or too many")
{
    of_each([](const sample& s) {
        std::string fewer = s.with();
        for (int left = 3; left > 0; --left) fewer = fewer.substr(0, fewer.rfind('\t'));
        is_skipped(s, fewer + "\n", skip_reason::wrong_columns, 1, errc::malformed_line);
        std::string more = s.with();
        more.insert(more.size() - 1, "\t\t\tmore");
        is_skipped(s, more, skip_reason::wrong_columns, 1, errc::malformed_line);
        is_skipped(s, "x\n", skip_reason::wrong_columns, 1, errc::malformed_line);
        is_skipped(s, std::string(5000, '\t') + "x\n", skip_reason::wrong_columns, 1, errc::malformed_line);
    });
}

TEST_CASE("hostile event data: dates that are none")
{
    of_each([](const sample& s) {
        if (s.date == 0) return;
        for (const char* none : {"00000000", "20230231", "2023-02-31", "2023-00-10", "0000-01-01", "99999999", "2/30/2023", "13/1/2023", "1/1/23", "2023-1-1",
                 "-2023-01-01", "", "yesterday", "2023-01-01T00:00:00Z", "2o230101"})
            is_skipped(s, s.with({{s.date, none}}), skip_reason::invalid_date, s.column_of(s.date), errc::invalid_date);
    });
}

TEST_CASE("hostile event data: texts that are no UTF-8, or have a NUL in them")
{
    of_each([](const sample& s) {
        for (const std::size_t column : s.texts)
            for (const std::string& bad : {std::string("A\0B", 3), std::string("\xFF"), std::string("\xC3"), std::string("\xED\xA0\x80"),
                     std::string("\xC0\x80"), std::string("\xF5\x80\x80\x80")}) {
                INFO("column " << column);
                is_skipped(s, s.with({{column, bad}}), skip_reason::not_text, s.column_of(column), errc::invalid_utf8);
            }
    });
}

TEST_CASE("hostile event data: a line of ten megabytes")
{
    of_each([](const sample& s) {
        is_skipped(s, std::string(10 << 20, 'x') + "\n", skip_reason::too_long, 1, errc::line_too_long);
        is_skipped(s, std::string(10 << 20, '\t') + "\n", skip_reason::too_long, 1, errc::line_too_long);
        is_skipped(s, s.with({{s.texts.front(), std::string(10 << 20, 'x')}}), skip_reason::too_long, 1, errc::line_too_long);
        // One that is allowed is read.
        CHECK(s.load(s.head + s.with({{s.texts.front(), std::string(10 << 20, 'x')}}), {.longest_line = std::size_t{11} << 20}).skipped() == 0);
    });
}

TEST_CASE("hostile event data: a file that ends anywhere")
{
    of_each([](const sample& s) {
        const std::string whole = s.head + s.with();
        for (std::size_t length = 0; length < whole.size(); ++length) {
            try {
                const load_report r = s.load(whole.substr(0, length));
                CHECK(r.rows <= s.rows_before() + 1);
            } catch (const error& why) {
                CHECK(why.code() == errc::unreadable);
                CHECK(why.where().line == 1);
            }
        }
    });
}

TEST_CASE("hostile event data: a file of another format is refused, or all of its rows are counted")
{
    of_each([](const sample& s) {
        of_each([&](const sample& other) {
            try {
                const load_report r = s.load(other.head + other.with());
                if (s.format != other.format) CHECK(r.skipped() > 0);
            } catch (const error& why) {
                CHECK(why.code() == errc::unreadable);
                CHECK(why.where() == place{.file = "file", .line = 1, .column = 1});
            }
        });
    });
}

TEST_CASE("hostile event data: what is no file, and a stream that fails")
{
    of_each([](const sample& s) {
        chronicle book;
        for (const std::filesystem::path& none :
            {std::filesystem::temp_directory_path(), std::filesystem::path("/there/is/none.tsv"), std::filesystem::path()}) {
            const error refused = support::refusal([&] { load_events(book, none, s.with_format({})); });
            CHECK(refused.code() == errc::unreadable);
            CHECK(refused.where().file == none.string());
        }
        std::istringstream failing(s.head + s.with());
        failing.setstate(std::ios::badbit);
        CHECK(support::refusal([&] { load_events(book, failing, s.with_format({})); }).code() == errc::unreadable);
        CHECK(book.size() == extent{});
    });
}

TEST_CASE("hostile event data: names that are the keys of sources and ties stop nothing")
{
    const sample& icews = samples()[3];
    const std::string text = icews.head + icews.with({{3, "icews:77"}}) + icews.with({{3, "A part_of X"}}) + icews.with({{3, "A"}, {11, "A part_of X"}});
    const load_report r = icews.load(text, {.sides = true});
    CHECK(r.contacts == 3);
    CHECK(r.reports == 3);
    CHECK(r.ties == 4);
}
