// SPDX-License-Identifier: BSL-1.0
#include <demarche/event_acts.hpp>
#include <demarche/event_data.hpp>

#include "conformance_data.hpp"
#include "event_oracle.hpp"
#include "seeds.hpp"
#include "support.hpp"

#include <demarche/demarche.hpp>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

using namespace demarche;

namespace {

struct loaded {
    chronicle book;
    load_report report;
};

loaded load(const std::string& text, const event_options& options = {})
{
    loaded found;
    std::istringstream in(text);
    found.report = load_events(found.book, in, options);
    CHECK(found.report.rows == found.report.contacts + found.report.merged + found.report.mirrored + found.report.skipped());
    return found;
}

std::string rows_of(std::initializer_list<std::array<std::string_view, 4>> rows)
{
    std::string text;
    for (const auto& [from, code, to, on] : rows) text += fmt::format("{}\t{}\t{}\t{}\n", from, code, to, on);
    return text;
}

std::uint64_t skipped(const load_report& r, skip_reason why) { return r.by_reason[static_cast<std::size_t>(why)].rows; }

/// Every matter's key and state as of a date, one a line.
std::string states(const chronicle& book, std::string_view when)
{
    std::vector<std::string> lines;
    const view v = book.as_of(date{when});
    for (leg l : legs(v)) lines.push_back(fmt::format("{} {}\n", book.key(l.matter), lifecycles::meeting_request[status(v, l).state].name));
    std::sort(lines.begin(), lines.end());
    std::string text;
    for (const std::string& line : lines) text += line;
    return text;
}

std::string states_by(std::string_view when, std::initializer_list<std::array<std::string_view, 4>> rows, const event_options& options = {})
{
    return states(load(rows_of(rows), options).book, when);
}

/// The records of a chronicle, one a line, without their place in it.
std::vector<std::string> records_of(const chronicle& book)
{
    std::vector<std::string> lines;
    for (const actor& a : book.all<actor>()) lines.push_back("actor " + a.key + "|" + a.name);
    for (const tie& t : book.all<tie>()) lines.push_back("tie " + t.key);
    for (const matter& m : book.all<matter>()) lines.push_back("matter " + m.key);
    for (const contact& c : book.all<contact>())
        lines.push_back(
            fmt::format("contact {} {} {} {} {} {}", c.matter ? book.key(c.matter) : "", c.act.text(), book.key(c.from), book.key(c.to), c.on.text(), c.note));
    for (const report& r : book.all<report>()) lines.push_back(fmt::format("report {} {}", book.key(r.source), r.published ? r.published->text() : ""));
    std::sort(lines.begin(), lines.end());
    return lines;
}

constexpr std::string_view meet = "Express intent to meet or negotiate";

}  // namespace

TEST_CASE("event data: names are matched by their spaces alone, and kept as first written")
{
    const loaded l = load("  Kim\xC2\xA0 Jong-Un \tConsult\tB\t2014-01-01\nKim Jong-Un\tConsult\tB\t2014-01-02\nKim Jong Un\tConsult\tB\t2014-01-03\nkim "
                          "jong-un\tConsult\tB\t2014-01-04\n");
    CHECK(l.report.actors == 4);
    CHECK(l.report.contacts == 4);
    CHECK(l.book[l.book.find<actor>("Kim Jong-Un")].name == "  Kim\xC2\xA0 Jong-Un ");
    CHECK(l.book.contacts_from(l.book.find<actor>("Kim Jong-Un")).size() == 2);
}

TEST_CASE("event data: a skipped row says nothing of its actors")
{
    const auto row = [](std::string_view from, std::string_view side, std::string_view to, std::string_view story) {
        return fmt::format("1\t2014-01-01\t{}\t\t{}\t\t036\t\t{}\t\tPeru\t{}\t1\tP\t\t\t\t\t\t\n", from, side, to, story);
    };
    const std::string skipped_rows = row(" A", "Chad", "", "1") + row(" A", "Chad", "A", "1") + row(" A", "Chad", "B", "\xFF");
    const loaded l = load(skipped_rows + row("A", "Mali", "B", "1"), {.format = event_format::icews, .sides = true});
    CHECK(l.report.skipped() == 3);
    CHECK(l.book[l.book.find<actor>("A")].name == "A");
    CHECK(l.book.find<actor>("Mali"));
    CHECK(!l.book.find<actor>("Chad"));
}

TEST_CASE("event data: what a row is")
{
    CHECK(load("").report == load_report{});
    CHECK(load("\n  \n\r\n").report.rows == 0);
    const loaded l = load("\xEF\xBB\xBFsource\trelation\ttarget\tdate\r\nA\tConsult\tB\t2014-01-01\r\n\r\nA\tConsult\tB\t2014-01-02");
    CHECK(l.report.rows == 2);
    CHECK(l.report.contacts == 2);
    CHECK(load("\xEF\xBB\xBF"
               "A\tConsult\tB\t2014-01-01\n")
              .book.find<actor>("A"));
}

TEST_CASE("event data: a row that cannot be read is counted by its reason, with its line and column")
{
    const loaded l = load("A\tConsult\tB\t2014-01-01\n"
                          "A\tConsult\tB\n"
                          "A\tConsult\tB\t2014-01-01\tmore\n"
                          "A\tConsult\tB\t20230231\n"
                          "A\tConsult\tB\t00000000\n"
                          "A\tConsult\tB\t2014-1-1\n"
                          " \tConsult\tB\t2014-01-01\n"
                          "A\tConsult\t\xC2\xA0\t2014-01-01\n"
                          "A\t\tB\t2014-01-01\n"
                          "A\tConsult\t A \t2014-01-01\n"
                          "A\tConsult\t\xFF\t2014-01-01\n"
                          "A\tConsult\tB\xED\xA0\x80\t2014-01-01\n" +
                              std::string("A\tCons\0ult\tB\t2014-01-01\n", 25) + std::string(20, 'x') + std::string(200, 'y') + "\n",
        {.longest_line = 100});
    CHECK(l.report.rows == 14);
    CHECK(l.report.contacts == 1);
    CHECK(skipped(l.report, skip_reason::wrong_columns) == 2);
    CHECK(skipped(l.report, skip_reason::invalid_date) == 3);
    CHECK(skipped(l.report, skip_reason::no_source) == 1);
    CHECK(skipped(l.report, skip_reason::no_target) == 1);
    CHECK(skipped(l.report, skip_reason::no_code) == 1);
    CHECK(skipped(l.report, skip_reason::self) == 1);
    CHECK(skipped(l.report, skip_reason::not_text) == 3);
    CHECK(skipped(l.report, skip_reason::too_long) == 1);
    CHECK(l.report.by_reason[static_cast<std::size_t>(skip_reason::invalid_date)].first.front() == place{.line = 4, .column = 13});
    CHECK(l.report.by_reason[static_cast<std::size_t>(skip_reason::too_long)].first.front().line == 14);
    CHECK(l.report.actors == 2);
    CHECK(l.book.size().actors == 2);
}

TEST_CASE("event data: strict stops at the first row that cannot be read, and says where")
{
    event_log log({.strict = true});
    std::istringstream good("A\tConsult\tB\t2014-01-01\nA\tConsult\tA\t2014-01-01\n");
    log.read(good, "good.tsv");
    std::istringstream bad("C\tConsult\tD\t2014-01-01\nC\tConsult\tD\t2014-02-30\n");
    try {
        log.read(bad, "bad.tsv");
        FAIL("it was taken");
    } catch (const error& why) {
        CHECK(why.code() == errc::invalid_date);
        CHECK(why.where() == place{.file = "bad.tsv", .line = 2, .column = 13});
    }
    chronicle book;
    CHECK(log.record(book).contacts == 1);
    CHECK(book.size().actors == 2);
}

TEST_CASE("event data: a label is its code, whichever it is")
{
    const loaded l = load(rows_of({{"A", "Halt negotiations", "B", "2014-01-01"}, {"A", "164", "B", "2014-01-01"}, {"A", "Make  statement", "B", "2014-01-01"},
        {"A", "Play chess", "B", "2014-01-01"}}));
    CHECK(l.report.merged == 1);
    std::vector<std::string_view> acts;
    for (const contact& c : l.book.all<contact>()) acts.push_back(c.act.text());
    CHECK(acts == std::vector<std::string_view>{"cameo:010", "cameo:164", "event:Play chess"});
}

TEST_CASE("event data: rows that say one thing are one contact, and mirrored ones too")
{
    const load_report r = load(rows_of({{"A", "Consult", "B", "2014-01-01"}, {"A", "040", "B", "2014-01-01"}, {"B", "Consult", "A", "2014-01-01"},
                                   {"B", "Consult", "A", "2014-01-01"}, {"A", "Consult", "B", "2014-01-02"}}))
                              .report;
    CHECK(r.contacts == 2);
    CHECK(r.merged == 2);
    CHECK(r.mirrored == 1);
    const auto contacts_of = [](std::initializer_list<std::array<std::string_view, 4>> rows) { return load(rows_of(rows)).report.contacts; };
    CHECK(contacts_of({{"A", "042", "B", "2014-01-01"}, {"B", "043", "A", "2014-01-01"}}) == 1);
    CHECK(contacts_of({{"A", "042", "B", "2014-01-01"}, {"B", "042", "A", "2014-01-01"}}) == 2);
    CHECK(contacts_of({{"A", "042", "B", "2014-01-01"}, {"A", "043", "B", "2014-01-01"}}) == 2);
    CHECK(
        contacts_of({{"A", "042", "B", "2014-01-01"}, {"A", "043", "B", "2014-01-01"}, {"B", "042", "A", "2014-01-01"}, {"B", "043", "A", "2014-01-01"}}) == 2);
    CHECK(contacts_of({{"A", "045", "B", "2014-01-01"}, {"B", "045", "A", "2014-01-01"}}) == 2);
    CHECK(contacts_of({{"A", "036", "B", "2014-01-01"}, {"B", "036", "A", "2014-01-01"}}) == 2);
    CHECK(contacts_of({{"A", "040", "B", "2014-01-01"}, {"B", "041", "A", "2014-01-01"}}) == 2);
    CHECK(contacts_of({{"A", "046", "B", "2014-01-01"}, {"B", "046", "A", "2014-01-02"}}) == 2);
}

TEST_CASE("event data: a mirrored contact keeps the one of the lesser key, and a visit its visitor")
{
    const chronicle a = load(rows_of({{"Z", "040", "A", "2014-01-01"}, {"A", "040", "Z", "2014-01-01"}})).book;
    CHECK(a.key(a.all<contact>()[0].from) == "A");
    const chronicle b = load(rows_of({{"A", "043", "Z", "2014-01-01"}, {"Z", "042", "A", "2014-01-01"}})).book;
    CHECK(b.key(b.all<contact>()[0].from) == "Z");
    CHECK(b.all<contact>()[0].act.text() == "cameo:042");
    const chronicle alone = load(rows_of({{"Z", "043", "A", "2014-01-01"}})).book;
    CHECK(alone.key(alone.all<contact>()[0].from) == "Z");
    CHECK(event_code(alone.all<contact>()[0]) == "043");
}

TEST_CASE("event data: a request is opened, reiterated, and lapses after the days since the last")
{
    CHECK(states_by("2014-04-01", {{"A", meet, "B", "2014-01-01"}}) == "A>B/2014-01-01 pending\n");
    CHECK(states_by("2014-04-02", {{"A", meet, "B", "2014-01-01"}}) == "A>B/2014-01-01 lapsed\n");
    CHECK(states_by("2014-04-02", {{"A", meet, "B", "2014-01-01"}, {"A", "106", "B", "2014-04-01"}}) == "A>B/2014-01-01 pending\n");
    CHECK(states_by("2014-04-02", {{"A", meet, "B", "2014-01-01"}, {"A", "036", "B", "2014-04-02"}}) == "A>B/2014-01-01 lapsed\nA>B/2014-04-02 pending\n");
    CHECK(states_by("2014-01-11", {{"A", meet, "B", "2014-01-01"}}, {.correlation = {.days = 9}}) == "A>B/2014-01-01 lapsed\n");
    CHECK(states_by("2014-01-10", {{"A", meet, "B", "2014-01-01"}}, {.correlation = {.days = 9}}) == "A>B/2014-01-01 pending\n");
    CHECK(states_by("2014-02-01", {{"A", "026", "B", "2014-01-01"}}) == "");
    CHECK(states_by("2014-02-01", {{"A", "026", "B", "2014-01-01"}}, {.correlation = {.appeals = true}}) == "A>B/2014-01-01 pending\n");
    CHECK(states_by("2014-02-01", {{"A", "164", "B", "2014-01-01"}, {"A", "045", "B", "2014-01-01"}}) == "");
}

TEST_CASE("event data: a request the other way accepts what was open on an earlier day")
{
    CHECK(states_by("2014-02-01", {{"A", meet, "B", "2014-01-01"}, {"B", meet, "A", "2014-01-02"}}) == "A>B/2014-01-01 agreed\n");
    CHECK(states_by("2014-02-01", {{"A", meet, "B", "2014-01-01"}, {"B", meet, "A", "2014-01-01"}}) == "A>B/2014-01-01 pending\nB>A/2014-01-01 pending\n");
    // What was reiterated today was opened before.
    CHECK(
        states_by("2014-02-01", {{"A", meet, "B", "2014-01-01"}, {"A", meet, "B", "2014-01-05"}, {"B", meet, "A", "2014-01-05"}}) == "A>B/2014-01-01 agreed\n");
    // A further request of what is agreed changes nothing, and no agreement lapses.
    CHECK(
        states_by("2015-02-01", {{"A", meet, "B", "2014-01-01"}, {"B", meet, "A", "2014-01-02"}, {"A", meet, "B", "2014-01-20"}}) == "A>B/2014-01-01 agreed\n");
    // The second request of a day finds it agreed, and opens its own.
    CHECK(states_by("2014-02-01", {{"A", meet, "B", "2014-01-01"}, {"B", "036", "A", "2014-01-02"}, {"B", "106", "A", "2014-01-02"}}) ==
          "A>B/2014-01-01 agreed\nB>A/2014-01-02 pending\n");
    CHECK(states_by("2014-04-02", {{"A", meet, "B", "2014-01-01"}, {"B", meet, "A", "2014-04-01"}}) == "A>B/2014-01-01 agreed\n");
    CHECK(states_by("2014-04-02", {{"A", meet, "B", "2014-01-01"}, {"B", meet, "A", "2014-04-02"}}) == "A>B/2014-01-01 lapsed\nB>A/2014-04-02 pending\n");
}

TEST_CASE("event data: a rejection declines what was asked of one, and takes back what one asked")
{
    CHECK(states_by("2014-02-01", {{"A", meet, "B", "2014-01-01"}, {"B", "125", "A", "2014-01-03"}}) == "A>B/2014-01-01 declined\n");
    CHECK(states_by("2014-02-01", {{"A", meet, "B", "2014-01-01"}, {"A", "125", "B", "2014-01-03"}}) == "A>B/2014-01-01 withdrawn\n");
    CHECK(states_by("2014-02-01", {{"A", meet, "B", "2014-01-01"}, {"B", meet, "A", "2014-01-01"}, {"B", "125", "A", "2014-01-03"}}) ==
          "A>B/2014-01-01 declined\nB>A/2014-01-01 withdrawn\n");
    CHECK(states_by("2014-02-01", {{"A", meet, "B", "2014-01-01"}, {"B", meet, "A", "2014-01-02"}, {"B", "125", "A", "2014-01-03"}}) ==
          "A>B/2014-01-01 reneged\n");
    CHECK(states_by("2014-02-01", {{"A", meet, "B", "2014-01-01"}, {"B", meet, "A", "2014-01-02"}, {"A", "125", "B", "2014-01-03"}}) ==
          "A>B/2014-01-01 cancelled\n");
    // Requests come first in a day, and what has closed stays closed.
    CHECK(states_by("2014-02-01", {{"B", "125", "A", "2014-01-01"}, {"A", meet, "B", "2014-01-01"}}) == "A>B/2014-01-01 declined\n");
    CHECK(states_by("2014-02-01", {{"A", meet, "B", "2014-01-01"}, {"B", "125", "A", "2014-01-02"}, {"A", "040", "B", "2014-01-03"}}) ==
          "A>B/2014-01-01 declined\n");
    CHECK(states_by("2014-02-01", {{"A", meet, "B", "2014-01-01"}, {"B", "125", "A", "2014-01-02"}, {"A", "040", "B", "2014-01-02"}}) ==
          "A>B/2014-01-01 declined\n");
    CHECK(states_by("2014-02-01", {{"B", "125", "A", "2014-01-01"}}) == "");
    const loaded both = load(rows_of({{"A", meet, "B", "2014-01-01"}, {"B", meet, "A", "2014-01-01"}, {"B", "125", "A", "2014-01-03"}}));
    CHECK(both.report.contacts == 3);
    CHECK(both.report.further == 1);
    CHECK(both.book.size().contacts == 4);
}

TEST_CASE("event data: what is held closes both, whoever is named first")
{
    for (const std::string_view code : {"040", "041", "042", "043", "044", "046"}) {
        CHECK(states_by("2014-02-01", {{"A", meet, "B", "2014-01-01"}, {"B", meet, "A", "2014-01-01"}, {"B", code, "A", "2014-01-01"}}) ==
              "A>B/2014-01-01 held\nB>A/2014-01-01 held\n");
        CHECK(states_by("2014-02-01", {{"A", meet, "B", "2014-01-01"}, {"A", code, "B", "2014-01-05"}, {"A", meet, "B", "2014-01-06"}}) ==
              "A>B/2014-01-01 held\nA>B/2014-01-06 pending\n");
    }
    CHECK(states_by("2014-05-01", {{"A", meet, "B", "2014-01-01"}, {"A", "040", "B", "2014-04-02"}}) == "A>B/2014-01-01 lapsed\n");
    CHECK(states_by("2014-05-01", {{"A", meet, "B", "2014-01-01"}, {"A", "040", "B", "2014-04-01"}}) == "A>B/2014-01-01 held\n");
}

TEST_CASE("event data: what was inferred says so, and by which rule")
{
    const chronicle book =
        load(rows_of({{"A", "106", "B", "2014-01-01"}, {"A", "036", "B", "2014-01-02"}, {"B", "125", "A", "2014-01-03"}, {"A", "010", "B", "2014-01-04"}}))
            .book;
    const auto contacts = book.contacts_of(book.find<matter>("A>B/2014-01-01"));
    REQUIRE(contacts.size() == 3);
    CHECK(book[contacts[0]].note == "inferred: request-106");
    CHECK(book[contacts[1]].note == "inferred: request-036");
    CHECK(book[contacts[1]].act == acts::reiterate);
    CHECK(book[contacts[1]].reply_by->text() == "2014-04-02");
    CHECK(book[contacts[2]].note == "inferred: reject-125");
    CHECK(event_code(book[contacts[2]]) == "125");
    CHECK(evidence(book.as_of(date{"2014-02-01"}), legs(book.as_of(date{"2014-02-01"})).front()) == contacts);
}

TEST_CASE("event data: at the level of sides, what happens within one makes no matter")
{
    const event_options by_side{.correlation = {.level = correlation_level::sides}};
    const auto rows = {std::array<std::string_view, 4>{"Envoy (X)", meet, "Y", "2014-01-01"}, {"Army (X)", meet, "X", "2014-01-02"},
        {"Court (Y)", "125", "Army (X)", "2014-01-03"}};
    CHECK(states_by("2014-02-01", rows, by_side) == "X>Y/2014-01-01 declined\n");
    CHECK(states_by("2014-02-01", rows) == "Army (X)>X/2014-01-02 pending\nEnvoy (X)>Y/2014-01-01 pending\n");
    event_options table = by_side;
    table.side_table = {{"Court\xC2\xA0 (Y)", "Z"}, {"Z", "Z"}};
    CHECK(states_by("2014-02-01", rows, table) == "X>Y/2014-01-01 pending\n");
    const loaded l = load(rows_of(rows), by_side);
    CHECK(l.report.ties == 3);
    CHECK(l.report.actors == 5);
    const view v = l.book.as_of(date{"2014-02-01"});
    CHECK(diagnostics(v, legs(v).front()).empty());
}

TEST_CASE("event data: a side above itself is left out of suffixes too, and at the level of sides")
{
    const std::string rows = rows_of({{"A (B (A (B)))", "Consult", "Y", "2014-01-01"}, {"B (A (B))", meet, "Y", "2014-01-02"}, {"A (B)", meet, "Y", "2014-01-03"}});
    CHECK(load(rows, {.sides = true}).report.circular.ties == 0);
    event_options options{.correlation = {.level = correlation_level::sides}, .side_table = {{"B", "C (D)"}, {"D", "C (D)"}}};
    const loaded l = load(rows_of({{"A (B)", meet, "B", "2014-01-01"}, {"C (D)", meet, "D", "2014-01-02"}}), options);
    // The table says that B and D are of C (D), the name of that one says that it is of D: the table stands.
    CHECK(l.report.circular.ties == 1);
    CHECK(l.report.circular.first == std::vector<place>{{.line = 2}});
    CHECK(l.report.ties == 3);
    CHECK(l.report.matters == 0);
}

TEST_CASE("event data: a table of sides above themselves is refused")
{
    event_options options{.sides = true, .side_table = {{"A", "B"}, {"B", "A"}}};
    chronicle book;
    std::istringstream in("A\tConsult\tB\t2014-01-01\n");
    CHECK_THROWS_AS(load_events(book, in, options), error);
}

TEST_CASE("event data: a rule of one's own")
{
    event_options options;
    options.correlation.name = "agreements";
    options.correlation.rule = [](const coded_event& e, const standing_request& asked, const standing_request& owed) {
        inferences so;
        if (e.code == "022" && !asked.live()) so.in_senders(acts::request, e.on + std::chrono::days(30));
        if (e.code == "057" && owed.open()) so.in_receivers(acts::accept);
        return so;
    };
    const loaded l = load(
        rows_of({{"A", "022", "B", "2014-01-01"}, {"B", "057", "A", "2014-01-09"}, {"C", "022", "B", "2014-01-01"}, {"A", meet, "C", "2014-01-01"}}), options);
    CHECK(states(l.book, "2014-06-01") == "A>B/2014-01-01 agreed\nC>B/2014-01-01 lapsed\n");
    CHECK(l.book[l.book.contacts_of(l.book.find<matter>("A>B/2014-01-01"))[1]].note == "inferred: agreements-057");
}

TEST_CASE("event data: a column that names threads")
{
    const event_options options{.thread_column = 5};
    const loaded l =
        load("A\tExpress intent to meet or negotiate\tB\t2014-01-01\tt1\nB\t036\tA\t2014-01-03\tt1\nA\t010\tB\t2014-01-04\tt1\nA\t040\tB\t2014-01-05\tt1\n"
             "A\t036\tB\t2014-01-05\tt2\nC\t125\tB\t2014-01-05\tt3\nA\t036\tC\t2014-01-06\t\n",
            options);
    CHECK(states(l.book, "2014-02-01") == "A>C/2014-01-06 pending\nt1 held\nt2 pending\nt3 declined\n");
    CHECK(l.report.contacts == 7);
}

TEST_CASE("event data: no correlation makes no matters")
{
    CHECK(load(rows_of({{"A", meet, "B", "2014-01-01"}}), {.correlation = {.none = true}}).book.size().matters == 0);
}

namespace {

std::string random_rows(std::mt19937_64& random, std::size_t count)
{
    static constexpr std::array<std::string_view, 13> codes{"036", "106", "036", "125", "040", "041", "042", "043", "044", "046", "045", "164", "Consult"};
    static constexpr std::array<std::string_view, 6> names{"A (X)", "B (X)", "C (Y)", "Y", "D", " D  "};
    const auto pick = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
    const std::size_t days = 5 + pick(200);
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
        text += fmt::format("{}\t{}\t{}\t{}\n", names[pick(names.size())], codes[pick(pick(2) == 0 ? 4 : codes.size())], names[pick(names.size())],
            to_text(std::chrono::sys_days(std::chrono::year(2014) / 1 / 1) + std::chrono::days(pick(days))).substr(0, 10));
    return text;
}

std::string shuffled(const std::string& text, std::mt19937_64& random)
{
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    std::shuffle(lines.begin(), lines.end(), random);
    std::string other;
    for (const std::string& line : lines) other += line + "\n";
    return other;
}

void agrees_with_oracle(const std::string& text, const event_options& options, const std::vector<std::string>& dates)
{
    const loaded l = load(text, options);
    for (const std::string& when : dates) {
        const view v = l.book.as_of(date{when});
        const matter_totals t = total(v);
        const event_oracle::answer expected = event_oracle::follow(text, when, options.correlation.days, options.correlation.level == correlation_level::sides);
        const event_oracle::answer found{{"rows", l.report.rows}, {"contacts", l.report.contacts}, {"merged", l.report.merged}, {"mirrored", l.report.mirrored},
            {"skipped", l.report.skipped()}, {"actors", l.report.actors}, {"matters", t.matters}, {"held", t.held}, {"declined", t.declined},
            {"withdrawn", t.withdrawn}, {"lapsed", t.lapsed}, {"open", t.open}, {"agreed", t.agreed}, {"other", t.other}};
        REQUIRE(found == expected);
        REQUIRE(t.matters == t.held + t.declined + t.withdrawn + t.lapsed + t.open + t.agreed + t.other);
        for (leg x : legs(v)) REQUIRE(status(v, x).certain());
    }
}

}  // namespace

TEST_CASE("event data: a program that follows the rules alone counts the same")
{
    random_chronicle::for_every_seed(400, [&](auto&, std::uint64_t seed) {
        std::mt19937_64 random(seed);
        const std::string text = random_rows(random, 1 + random() % 60);
        const int days = random() % 2 == 0 ? 90 : static_cast<int>(random() % 12);
        for (const correlation_level level : {correlation_level::actors, correlation_level::sides})
            agrees_with_oracle(text, {.correlation = {.days = days, .level = level}}, {"2014-01-10", "2014-03-01", "2014-12-31"});
    });
}

namespace {

/// Where a text is cut, at the end of a line or of the text.
std::size_t any_end_of_line(const std::string& text, std::mt19937_64& random)
{
    const std::size_t stop = text.find('\n', random() % (text.size() + 1));
    return stop == std::string::npos ? text.size() : stop + 1;
}

event_log log_of(const std::string& text, const event_options& options)
{
    event_log log(options);
    std::istringstream in(text);
    log.read(in);
    return log;
}

/// Reading parts, each into a log of its own, and merging these in their order, records what reading the whole does.
void parts_are_the_whole(const std::string& text, std::size_t cuts, std::mt19937_64& random, const event_options& options)
{
    std::vector<std::size_t> ends{0, text.size()};
    for (; cuts > 0; --cuts) ends.push_back(any_end_of_line(text, random));
    std::sort(ends.begin(), ends.end());
    event_log all(options);
    for (std::size_t i = 0; i + 1 < ends.size(); ++i) all.merge(log_of(text.substr(ends[i], ends[i + 1] - ends[i]), options));
    chronicle book;
    load_report r = all.record(book);
    const loaded whole = load(text, options);
    for (std::size_t why = 0; why < skip_reasons; ++why) {
        CHECK(r.by_reason[why].rows == whole.report.by_reason[why].rows);
        r.by_reason[why].first = whole.report.by_reason[why].first;  // lines are counted anew in each part
    }
    CHECK(r == whole.report);
    CHECK(records_of(book) == records_of(whole.book));
}

}  // namespace

TEST_CASE("event data: the order of rows in a file means nothing, and parts that are merged are the whole")
{
    random_chronicle::for_every_seed(150, [&](auto&, std::uint64_t seed) {
        std::mt19937_64 random(seed);
        const std::string text = random_rows(random, 1 + random() % 60) + "A\tno row\n";
        const event_options options{.correlation = {.level = seed % 2 == 0 ? correlation_level::actors : correlation_level::sides}};
        CHECK(states(load(shuffled(text, random), options).book, "2014-12-31") == states(load(text, options).book, "2014-12-31"));
        parts_are_the_whole(text, 1 + random() % 3, random, options);
    });
}

TEST_CASE("event data: real files, in parts that are merged, are the whole")
{
    const std::filesystem::path data = conformance::data_folder();
    if (data.empty()) return;
    const std::pair<const char*, event_format> files[]{{"icews/icews14.tsv", event_format::benchmark}, {"icews/dataverse_2018_sample.tab", event_format::icews},
        {"gdelt/georgia_201112.export.tsv", event_format::gdelt1}, {"gdelt/georgia_201301.export.tsv", event_format::gdelt1},
        {"gdelt/etk_20170912.export_sample.tsv", event_format::gdelt1}};
    for (const auto& [file, format] : files)
        random_chronicle::for_every_seed(3, [&](auto&, std::uint64_t seed) {
            std::mt19937_64 random(seed);
            std::ifstream in(data / file, std::ios::binary);
            const std::string text{std::istreambuf_iterator<char>(in), {}};
            REQUIRE(!text.empty());
            parts_are_the_whole(text, 1 + random() % 2, random, {.format = format, .sides = seed % 2 == 0});
        });
}

TEST_CASE("event data: chronicles of parts are not merged into that of the whole")
{
    const std::string asked = rows_of({{"A", meet, "B", "2014-01-01"}});
    const std::string answered = rows_of({{"B", "125", "A", "2014-01-03"}});
    CHECK(states(load(asked + answered).book, "2014-02-01") == "A>B/2014-01-01 declined\n");
    CHECK_THROWS_WITH_AS(merge(load(asked).book, load(answered).book), doctest::Contains("#c1"), error);
}

TEST_CASE("event data: no contact has a key of its own, and each is found by the key of its number")
{
    const chronicle book = load(rows_of({{"A", meet, "B", "2014-01-01"}, {"A", meet, "B", "2014-01-02"}, {"A", "010", "B", "2014-01-02"}, {"B", "125", "A", "2014-01-03"}})).book;
    REQUIRE(book.size().contacts == 4);
    for (std::size_t n = 0; n < 4; ++n) {
        CHECK(book.key(contact_id(n)) == fmt::format("#c{}", n + 1));
        CHECK(book.find<contact>(fmt::format("#c{}", n + 1)) == contact_id(n));
    }
    CHECK(book.size().matters == 1);
}

TEST_CASE("event data: contacts give way to keys that look like theirs")
{
    chronicle book;
    book.add(actor{.key = "#c2"});
    std::istringstream in(rows_of({{"A", meet, "B", "2014-01-01"}, {"A", meet, "B", "2014-01-02"}, {"B", "125", "A", "2014-01-03"}}));
    load_events(book, in);
    CHECK(book.key(contact_id(0)) == "#c1");
    CHECK(book.key(contact_id(1)) == "#c2'");
    CHECK(book.find<contact>("#c2'") == contact_id(1));
    CHECK(book[contact_id(1)].act == acts::reiterate);
}

TEST_CASE("event data: logs of more codes than can be told apart are not merged")
{
    event_log all;
    const auto with_codes = [](int first) {
        std::string text;
        for (int i = 0; i < 4096; ++i) text += fmt::format("A\trelation {}\tB\t2014-01-01\n", first + i);
        return log_of(text, {});
    };
    for (int part = 0; part < 16; ++part) all.merge(with_codes(4096 * part));
    const event_log more = log_of("A\tone more\tB\t2014-01-01\n", {});
    CHECK_THROWS_AS(all.merge(more), error);
    all.merge(with_codes(0));
    chronicle book;
    const load_report r = all.record(book);
    CHECK(r.contacts == 65536);
    CHECK(r.merged == 4096);
}

TEST_CASE("event data: nor are so many codes taken in from several files")
{
    event_log log;
    for (int file = 0; file < 17; ++file) {
        std::string text;
        for (int c = 0; c < 4000; ++c) text += fmt::format("A\tRelation {}\tB\t2014-01-01\n", 4000 * file + c);
        std::istringstream in(text);
        log.read(in);
    }
    chronicle book;
    const load_report r = log.record(book);
    CHECK(r.contacts == 65536);
    CHECK(skipped(r, skip_reason::too_many_codes) == 2464);
}

TEST_CASE("event data: a rule sees what a status says")
{
    random_chronicle::for_every_seed(100, [&](auto&, std::uint64_t seed) {
        std::mt19937_64 random(seed);
        const std::string text = random_rows(random, 60);
        static constexpr std::array<act, 10> some{acts::request, acts::reiterate, acts::revise, acts::accept, acts::decline, acts::counter, acts::held,
            acts::withdraw, acts::decline_counter, acts::tentative};
        chronicle book;
        event_options options;
        std::size_t seen = 0;
        options.correlation.rule = [&](const coded_event& e, const standing_request& asked, const standing_request& owed) {
            for (const standing_request& s : {asked, owed}) {
                if (!s.matter) continue;
                const matter m = book[s.matter];
                REQUIRE(status(book.as_of(date{e.on}), leg{s.matter, m.respondents.front()}).state == s.state);
                ++seen;
            }
            inferences so;
            const auto reply_by = random() % 2 == 0 ? std::optional(e.on + std::chrono::days(random() % 9)) : std::nullopt;
            if (random() % 2 == 0) so.in_senders(asked.matter ? some[random() % some.size()] : acts::request, reply_by);
            if (random() % 3 == 0) so.in_receivers(some[random() % some.size()]);
            return so;
        };
        std::istringstream in(text);
        load_events(book, in, options);
        CHECK(seen > 0);
    });
}

TEST_CASE("event data: ICEWS14 as published")
{
    const std::filesystem::path data = conformance::data_folder();
    if (data.empty()) return;
    std::ifstream in(data / "icews/icews14.tsv", std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    agrees_with_oracle(text, {}, {"2014-06-15", "2014-12-31", "2015-12-31"});
    agrees_with_oracle(text, {.correlation = {.days = 30, .level = correlation_level::sides}}, {"2014-12-31"});
    CHECK(load(text).report.actors == 7128);
}

namespace {

/// A row of a GDELT export, of 58 columns or 61.
std::string gdelt_row(std::size_t columns, std::initializer_list<std::pair<std::size_t, std::string_view>> cells)
{
    std::vector<std::string> row(columns);
    for (const auto& [column, text] : cells) row[column - 1] = text;
    std::string line;
    for (const std::string& cell : row) line += (line.empty() && &cell == &row.front() ? "" : "\t") + cell;
    return line + "\n";
}

std::string gdelt1_row(std::string_view on, std::string_view from, std::string_view from_code, std::string_view code, std::string_view to,
    std::string_view to_code, std::string_view added, std::string_view address)
{
    return gdelt_row(58, {{1, "1"}, {2, on}, {6, from_code}, {7, from}, {8, from_code.substr(0, 3)}, {16, to_code}, {17, to}, {18, to_code.substr(0, 3)},
                             {27, code}, {57, added}, {58, address}});
}

}  // namespace

TEST_CASE("event data: GDELT 1.0")
{
    const std::string text = gdelt1_row("20111201", "ARMENIA", "ARM", " 036 ", "GEORGIA", "GEO", "20130203", "https://example.org/a") +
                             gdelt1_row("20111201", "ARMENIA", "ARMGOV", "036", "GEORGIA", "GEO", "20130204", "https://example.org/b") +
                             gdelt1_row("20111202", "ARMENIA", "ARM", "042", "", "", "20130203", "") +
                             gdelt1_row("20111202", "", "", "042", "GEORGIA", "GEO", "20130203", "") +
                             gdelt1_row("20111203", "", "USA", "13y", "GEORGIA", "GEO", "20111201", "");
    const loaded l = load(text);
    CHECK(l.report.rows == 5);
    CHECK(l.report.contacts == 2);
    CHECK(l.report.merged == 1);
    CHECK(skipped(l.report, skip_reason::no_target) == 1);
    CHECK(skipped(l.report, skip_reason::no_source) == 1);
    using ids = std::vector<std::pair<std::string, std::string>>;
    CHECK(l.book[l.book.find<actor>("ARMENIA")].ids == ids{{"cameo", "ARM ARMGOV"}});
    CHECK(l.book.find<actor>("USA"));
    CHECK(l.report.reports == 3);
    const source_id a = l.book.find<source>("https://example.org/a");
    REQUIRE(a);
    CHECK(l.book[a].url == "https://example.org/a");
    const contact_id request = l.book.contacts_of(l.book.find<matter>("ARMENIA>GEORGIA/2011-12-01")).front();
    const auto told = l.book.reports_on(request);
    REQUIRE(told.size() == 2);
    CHECK(l.book[told[0]].published->text() == "2013-02-03");
    CHECK(l.book[told[0]].attribution == attribution::machine_coded);
    // Nothing was known of it before it was added.
    CHECK(states(l.book, "2011-12-31") == "ARMENIA>GEORGIA/2011-12-01 pending\n");
    const view early = l.book.as_of(date{"2011-12-31"}).known_by(date{"2013-02-02"});
    CHECK(early.of(request) == belief::unknown);
    CHECK(load(text, {.reports = false}).book.size().reports == 0);
    const loaded sides = load(text, {.sides = true});
    CHECK(sides.book.find<actor>("ARM"));
    CHECK(sides.report.ties == 2);
    CHECK(load(gdelt_row(57, {{2, "19790101"}, {6, "A"}, {7, "A"}, {16, "B"}, {17, "B"}, {27, "010"}, {57, "19790101"}})).report.contacts == 1);
}

TEST_CASE("event data: GDELT 2.0")
{
    const loaded l = load(gdelt_row(61,
        {{2, "20230522"}, {6, "USA"}, {7, "UNITED STATES"}, {16, "CHN"}, {17, "CHINA"}, {27, "036"}, {60, "20230522143000"}, {61, "https://example.org/a"}}));
    CHECK(l.report.contacts == 1);
    CHECK(l.book[l.book.reports_on(contact_id(0)).front()].published->text() == "2023-05-22T14:30:00Z");
}

TEST_CASE("event data: a side that rows would put above itself is left out, and counted by the line that said so")
{
    const auto gdelt = [](std::string_view from, std::string_view country, std::string_view to) {
        return gdelt_row(57, {{2, "20140101"}, {7, from}, {8, country}, {17, to}, {27, "040"}, {57, "20140101"}});
    };
    const std::string rows = gdelt("USA", "GEO", "X") + gdelt("X", "", "GEO") + gdelt("GEO", "USA", "X") + gdelt("GEO", "USA", "Y");
    const loaded l = load(rows, {.sides = true});
    CHECK(l.report.ties == 1);
    CHECK(l.report.circular.ties == 1);
    CHECK(l.report.circular.first == std::vector<place>{{.line = 1}});
    CHECK(l.book.ties_upward(l.book.find<actor>("GEO")).size() == 1);
    CHECK(l.book.ties_upward(l.book.find<actor>("USA")).empty());
    // Which one, the order of rows does not decide.
    const loaded turned = load(gdelt("GEO", "USA", "X") + gdelt("USA", "GEO", "X"), {.sides = true});
    CHECK(turned.report.circular.first == std::vector<place>{{.line = 2}});
    // Of parts, the place is that in its part.
    std::istringstream first(gdelt("GEO", "USA", "X"));
    std::istringstream second(gdelt("X", "", "Y") + gdelt("USA", "GEO", "X"));
    event_log whole({.sides = true});
    event_log part({.sides = true});
    whole.read(first, "a");
    part.read(second, "b");
    whole.merge(part);
    chronicle book;
    CHECK(whole.record(book).circular.first == std::vector<place>{{.file = "b", .line = 2}});
}

TEST_CASE("event data: a file that cannot be read to its end leaves nothing in the log")
{
    const auto event = [](std::string_view id, std::string_view from, std::string_view from_code, std::string_view code, std::string_view address) {
        return gdelt_row(61, {{1, id}, {2, "20230522"}, {6, from_code}, {7, from}, {8, from_code.substr(0, 3)}, {16, "CHN"}, {17, "CHINA"}, {18, "CHN"},
                                 {27, code}, {60, "20230522143000"}, {61, address}});
    };
    const std::string first = event("1", "MINISTER", "USAGOV", "036", "https://example.org/1");
    const std::string spoilt = event("2", "MINISTER", "ALBGOV", "010", "https://example.org/2") + event("3", "  SPOKES  MAN", "AFGGOV", "011", "https://example.org/3") +
                               event("4", "CHINA", "AUS", "012", "https://example.org/4") + event("5", "", "", "036", "");
    const std::string last = event("2", "SPOKES MAN", "ALB", "040", "https://example.org/3") + event("9", "CHINESE", "", "011", "https://example.org/5");
    const std::string mention = gdelt_row(16, {{1, "3"}, {2, "20230522143000"}, {3, "20230523000000"}, {5, "example.org"}, {6, "https://example.org/6"}});
    const auto recorded = [&](bool with_spoilt) {
        event_log log({.sides = true, .thread_column = 1, .strict = true});
        const auto read = [&](const std::string& text) {
            std::istringstream in(text);
            log.read(in, "a file");
        };
        read(first);
        if (with_spoilt) {
            CHECK(support::refusal([&] { read(spoilt); }).code() == errc::missing_field);
            CHECK(support::refusal([&] { read(mention); }).code() == errc::unknown_key);
            CHECK(support::refusal([&] { read("what is no row\n"); }).code() == errc::malformed_line);
        }
        read(last);
        loaded l;
        l.report = log.record(l.book);
        return l;
    };
    const loaded mine = recorded(true);
    const loaded other = recorded(false);
    CHECK(mine.report == other.report);
    CHECK(std::ranges::equal(mine.book.all<actor>(), other.book.all<actor>()));
    CHECK(std::ranges::equal(mine.book.all<source>(), other.book.all<source>()));
    CHECK(records_of(mine.book) == records_of(other.book));
}

TEST_CASE("event data: a log that is merged with itself has each row twice, and says nothing else")
{
    const std::string text = gdelt1_row("20111201", "A", "X", "036", "B", "Y", "20130203", "https://example.org/a") +
                             gdelt1_row("20111202", "B", "Y", "125", "A", "X", "20130204", "https://example.org/b") + "A\tno row\n";
    const loaded once = load(text);
    std::istringstream in(text);
    event_log log;
    log.read(in);
    log.merge(log);
    chronicle book;
    const load_report twice = log.record(book);
    CHECK(twice.rows == 2 * once.report.rows);
    CHECK(twice.contacts == once.report.contacts);
    CHECK(twice.merged == once.report.contacts);
    CHECK(twice.skipped() == 2 * once.report.skipped());
    CHECK(records_of(book) == records_of(once.book));
}

TEST_CASE("event data: a source whose address is another record's key has one of its own, and its address")
{
    chronicle book;
    book.add(actor{.key = "https://example.org/a"});
    const source_id known = book.add(source{.key = "https://example.org/b", .title = "b"});
    std::istringstream in(gdelt1_row("20111201", "ARMENIA", "ARM", "036", "GEORGIA", "GEO", "20130203", "https://example.org/a") +
                          gdelt1_row("20111202", "ARMENIA", "ARM", "036", "GEORGIA", "GEO", "20130203", "https://example.org/b"));
    load_events(book, in);
    const source_id a = book.find<source>("https://example.org/a#2");
    REQUIRE(a);
    CHECK(book[a].url == "https://example.org/a");
    CHECK(book[book.all<report>()[0].source].key == "https://example.org/a#2");
    CHECK(book.all<report>()[1].source == known);
    CHECK(book.size().sources == 2);
}

TEST_CASE("event data: what is said of an actor is kept, however long and however often it changes")
{
    const std::string long_code(40, 'L');
    const std::string text = gdelt1_row("20111201", "A", "X", "036", "B", long_code, "20130203", "") + gdelt1_row("20111202", "A", "Y", "036", "B", long_code, "20130203", "") +
                             gdelt1_row("20111203", "A", "X", "036", "B", "Z", "20130203", "") + gdelt1_row("20111204", "A", "\xFF", "036", "B", long_code, "20130203", "");
    const loaded l = load(text);
    using ids = std::vector<std::pair<std::string, std::string>>;
    CHECK(l.report.rows == 4);
    CHECK(l.book[l.book.find<actor>("A")].ids == ids{{"cameo", "X Y"}});
    CHECK(l.book[l.book.find<actor>("B")].ids == ids{{"cameo", long_code + " Z"}});
}

TEST_CASE("event data: mentions are further reports of their events")
{
    const std::string event = gdelt_row(61, {{1, "7"}, {2, "20230522"}, {6, "USA"}, {7, "UNITED STATES"}, {16, "CHN"}, {17, "CHINA"}, {27, "036"},
                                                {60, "20230522143000"}, {61, "https://example.org/a"}});
    const auto mention = [](std::string_view id, std::string_view address) {
        return gdelt_row(16, {{1, id}, {2, "20230522143000"}, {3, "20230523000000"}, {5, "example.org"}, {6, address}, {7, "4"}});
    };
    event_log log;
    std::istringstream events(event);
    std::istringstream mentions(mention("7", "https://example.org/b") + mention("8", "https://example.org/c"));
    log.read(events);
    log.read(mentions);
    chronicle book;
    const load_report r = log.record(book);
    CHECK(r.rows == 3);
    CHECK(r.contacts == 1);
    CHECK(r.merged == 1);
    CHECK(r.reports == 2);
    CHECK(skipped(r, skip_reason::no_event) == 1);
    CHECK(book[book.find<source>("https://example.org/b")].publisher == "example.org");
}

TEST_CASE("event data: ICEWS as on Dataverse")
{
    const std::string header =
        "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\t"
        "Story ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\n";
    const std::string rows = "1\t2018-06-01\tForeign Affairs (X)\tG\tX\tExpress intent\t036\t4\tIvan\tG\tY\t77\t2\tThe Daily\tC\tNA\tP\tX\t1\t2\n"
                             "2\t6/1/2018\tForeign Affairs (X)\tG\tX\tExpress intent\t036\t4\tIvan\tG\tNA\t77\t3\tThe Daily\tC\tNA\tP\tX\t1\t2\n"
                             "2\t06/02/2018\tForeign Affairs (X)\tG\tX\tConsult\t040\t4\tIvan\tG\tY\t78\t1\tThe Other\tC\tNA\tP\tX\t1\t2\n"
                             "3\t2018-13-01\tA\tG\tX\tConsult\t040\t4\tB\tG\tY\t78\t1\tThe Other\tC\tNA\tP\tX\t1\t2\n";
    const loaded l = load(header + rows, {.sides = true});
    CHECK(l.report.rows == 4);
    CHECK(l.report.contacts == 2);
    CHECK(l.report.merged == 1);
    CHECK(l.report.reports == 3);
    CHECK(states(l.book, "2018-12-31") == "Foreign Affairs (X)>Ivan/2018-06-01 held\n");
    CHECK(l.book[l.book.find<source>("icews:77")].publisher == "The Daily");
    CHECK(l.book.ties_upward(l.book.find<actor>("Ivan")).size() == 1);
    CHECK(load(rows, {.format = event_format::icews}).report.contacts == 2);
    // As in the file of 2017: the month first, with or without a zero.
    const auto on = [&](std::string text) {
        const loaded day = load(header + "1\t" + text + "\tA\tG\tX\tConsult\t040\t4\tB\tG\tY\t78\t1\tP\tC\tNA\tP\tX\t1\t2\n");
        return day.report.contacts == 1 ? day.book.all<contact>()[0].on.text() : "";
    };
    for (const char* text : {"2017-12-01", "20171201", "12/1/2017", "12/01/2017"}) CHECK(on(text) == "2017-12-01");
    for (const char* text : {"13/1/2017", "12/32/2017", "2/29/2017", "12/1/17", "12/1/2017/", "/1/2017", "12//2017", "1-12-2017"}) CHECK(on(text) == "");
    std::istringstream none("no\theader\n");
    chronicle book;
    CHECK_THROWS_AS(load_events(book, none, {.format = event_format::icews}), error);
    CHECK(book.size() == extent{});
}

TEST_CASE("event data: POLECAT")
{
    const std::string text = "Event ID\tEvent Date\tEvent Type\tEvent Mode\tActor Name\tRecipient Name\tSource\tPublication Date\n"
                             "1\t2023-05-01\tREQUEST\tmeet\tA\tB\twire\t2023-05-02\n"
                             "2\t2023-05-04\tREJECT\tmeet\tB\tA\twire\t2023-05-05\n"
                             "3\t2023-05-04\tCONSULT\tvisit\tA\tC\twire\t2023-05-05\n"
                             "4\t2023-05-04\tCONSULT\tvisit\tC\tA\twire\t2023-05-05\n"
                             "5\t2023-05-04\tAID\t\tC\tNone\twire\t2023-05-05\n";
    const loaded l = load(text);
    CHECK(l.report.contacts == 3);
    CHECK(l.report.mirrored == 1);
    CHECK(skipped(l.report, skip_reason::no_target) == 1);
    CHECK(states(l.book, "2023-06-01") == "A>B/2023-05-01 declined\n");
}

TEST_CASE("event data: real files of each format")
{
    const std::filesystem::path data = conformance::data_folder();
    if (data.empty()) return;
    const auto report_of = [&](const char* file) {
        chronicle book;
        const load_report r = load_events(book, data / file);
        CHECK(r.rows == r.contacts + r.merged + r.mirrored + r.skipped());
        CHECK(total(book.as_of(date{"2030"})).matters == r.matters);
        return r;
    };
    CHECK(report_of("icews/dataverse_2018_sample.tab").rows == 3705);
    CHECK(report_of("icews/dataverse_2018_sample.tab").skipped() == 0);
    CHECK(skipped(report_of("gdelt/georgia_201201.export.tsv"), skip_reason::no_target) == 1710);
    CHECK(report_of("gdelt/etk_20170912.export_sample.tsv").rows == 10);
    CHECK(report_of("gdelt/GDELT_1.0_event_Column_Labels_Header_Row_Sep2016.tsv").contacts == 0);
}

namespace {

/// Whatever becomes of it: counted or refused, and nothing worse.
void survives(const std::string& text, const event_options& options = {})
{
    try {
        load(text, options);
    } catch (const error&) {
    }
}

}  // namespace

TEST_CASE("event data: spoilt files are counted or refused")
{
    const std::string icews =
        "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\t"
        "Story ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\n"
        "1\t2018-06-01\tA (X)\tG\tX\tExpress intent\t036\t4\tIvan\tG\tY\t77\t2\tThe Daily\tC\tNA\tP\tX\t1\t2\n";
    const std::string gdelt = gdelt1_row("20111201", "ARMENIA", "ARM", "036", "GEORGIA", "GEO", "20130203", "https://example.org/a");
    random_chronicle::for_every_seed(2000, [&](auto&, std::uint64_t seed) {
        std::mt19937_64 random(seed);
        std::string text = seed % 3 == 0 ? icews : seed % 3 == 1 ? gdelt : random_rows(random, 5);
        for (std::size_t n = random() % 6; n > 0; --n) {
            static constexpr std::string_view odd("\0\t\n\r\xFF\xC2\xA0 (0-/\x1F\x8B", 14);
            const std::size_t at = random() % text.size();
            if (random() % 3 == 0) text.erase(at, random() % 4 + 1);
            else text.insert(at, 1, odd[random() % odd.size()]);
            if (text.empty()) break;
        }
        text.resize(text.size() - random() % (text.size() + 1) / 4);
        survives(text, {.format = static_cast<event_format>(random() % 7), .sides = random() % 2 == 0, .thread_column = random() % 8 == 0 ? random() % 70 : 0});
    });
}

TEST_CASE("event data: many codes, one long line, the ends of the calendar")
{
    std::string many;
    for (int i = 0; i < 5000; ++i) many += fmt::format("A\trelation {}\tB\t2014-01-01\n", i);
    const loaded l = load(many);
    CHECK(l.report.contacts == 4096);
    CHECK(skipped(l.report, skip_reason::too_many_codes) == 904);
    CHECK(load("A\treply_due\tB\t2014-01-01\n").report.contacts == 1);
    const loaded long_line = load("A\tConsult\tB\t2014-01-01\n" + std::string(10 << 20, 'x') + "\nA\tConsult\tB\t2014-01-02\n");
    CHECK(skipped(long_line.report, skip_reason::too_long) == 1);
    CHECK(long_line.report.contacts == 2);
    CHECK(states_by("9999-12-31", {{"A", meet, "B", "9999-12-31"}}) == "A>B/9999-12-31 pending\n");
    CHECK(load("A\t036\tB\t0001-01-01\nA\t036\tB\t9999-12-31\n").report.matters == 2);
    CHECK(load("A\t036\tB\t0000-12-31\n").report.skipped() == 1);
}

TEST_CASE("event data: what is no file")
{
    chronicle book;
    CHECK_THROWS_AS(load_events(book, std::filesystem::temp_directory_path()), error);
    CHECK_THROWS_AS(load_events(book, std::filesystem::path("/there/is/none.tsv")), error);
    CHECK(book.size() == extent{});
}

namespace {

/// gzip of "A\tConsult\tB\t2014-01-01\n".
std::string small_gzip()
{
    constexpr std::array<unsigned char, 41> packed{0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x73, 0xE4, 0x74, 0xCE, 0xCF, 0x2B, 0x2E, 0xCD,
        0x29, 0xE1, 0x74, 0xE2, 0x34, 0x32, 0x30, 0x34, 0xD1, 0x35, 0x30, 0x04, 0x22, 0x2E, 0x00, 0x6B, 0x76, 0xAC, 0x68, 0x17, 0x00, 0x00, 0x00};
    return {packed.begin(), packed.end()};
}

/// A gzip stream of a byte again and again, some 158 times its size (RFC 1951, fixed Huffman codes). It has no end.
std::string growing_gzip(std::size_t megabytes)
{
    std::string packed("\x1F\x8B\x08\0\0\0\0\0\0\x03", 10);
    unsigned held = 0;
    unsigned bits = 0;
    const auto put = [&](unsigned value, unsigned count) {
        for (unsigned i = count; i-- > 0;) {
            held |= (value >> i & 1) << bits;
            if (++bits == 8) {
                packed += static_cast<char>(held);
                held = bits = 0;
            }
        }
    };
    put(1, 1);           // the last block
    put(0b10, 2);        // of fixed codes, its lesser bit first
    put(0b10010001, 8);  // 'a'
    for (std::size_t i = 0; i < megabytes * (std::size_t{1} << 20) / 258; ++i) {
        put(0b11000101, 8);  // 258 bytes
        put(0, 5);           // from one back
    }
    return packed;
}

/// Whether gzip is read here.
bool with_gzip()
{
    try {
        load(small_gzip());
        return true;
    } catch (const error& why) {
        if (why.problem().find("without zlib") == std::string::npos) throw;
        return false;
    }
}

}  // namespace

TEST_CASE("event data: gzip")
{
    if (!with_gzip()) return;
    CHECK(load(small_gzip()).report.contacts == 1);
    CHECK(load(small_gzip() + small_gzip()).report.merged == 1);
    CHECK(load(small_gzip()).report == load("A\tConsult\tB\t2014-01-01\n").report);
    chronicle book;
    for (std::size_t length = 2; length < small_gzip().size(); ++length) {
        std::istringstream in(small_gzip().substr(0, length));
        CHECK_THROWS_AS(load_events(book, in), error);
    }
    for (std::size_t at = 2; at < small_gzip().size(); ++at) {
        std::string spoilt = small_gzip();
        spoilt[at] = static_cast<char>(spoilt[at] ^ 0x55);
        survives(spoilt);
    }
    std::istringstream bomb(growing_gzip(100));
    CHECK_THROWS_WITH_AS(load_events(book, bomb, {.most_expansion = 100}), doctest::Contains("grows"), error);
    CHECK(book.size() == extent{});
}
