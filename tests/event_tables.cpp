// SPDX-License-Identifier: BSL-1.0
#include <demarche/event_data.hpp>
#include <demarche/event_tables.hpp>

#include <demarche/demarche.hpp>

#include "conformance_data.hpp"
#include "seeds.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <sstream>
#include <tuple>

using namespace demarche;

namespace {

chronicle some_events()
{
    std::istringstream in("A, B\t036\tC\t2014-01-05\nC\t036\tA, B\t2014-01-09\n"  // answered after 4 days
                          "A, B\t040\tC\t2014-01-20\nA, B\t036\tC\t2014-01-25\n"  // the first held; another, never answered
                          "A, B\t036\tD\t2014-01-02\nD\t125\tA, B\t2014-01-12\n"  // refused after 10
                          "A, B\t036\tD\t2014-02-01\nE\t010\tA, B\t2014-12-20\n"
                          "C\t125\tE\t2014-02-03\n");  // refused without a request
    chronicle book;
    load_events(book, in);
    return book;
}

std::string csv_without_head(const table& t)
{
    const std::string all = to_csv(t);
    return all.substr(all.find("\r\n") + 2);
}

}  // namespace

TEST_CASE("event tables: requests by pair and month")
{
    const chronicle book = some_events();
    const view v = book.as_of(date{"2014-04-30"});
    CHECK(to_csv(table_of(v, request_rows(v, {.month = true}))) ==
          "from,to,month,asked_least,asked_most,pending_least,pending_most,lapsed_least,lapsed_most,refused_least,refused_most,answered_least,answered_most,"
          "answer_rate_least,answer_rate_most,days_to_answer_least,days_to_answer_most\r\n"
          "\"A, B\",C,2014-01,2,2,0,0,1,1,0,0,1,1,0.5,0.5,3,5\r\n"
          "\"A, B\",D,2014-01,1,1,0,0,0,0,1,1,1,1,1,1,9,11\r\n"
          "\"A, B\",D,2014-02,1,1,1,1,0,0,0,0,0,0,,,,\r\n");
    CHECK(csv_without_head(table_of(v, request_rows(v, {.from = false, .to = false}))) == ",,,4,4,1,1,1,1,1,1,2,2,0.667,0.667,3,11\r\n");
    CHECK(request_rows(book.as_of(date{"2014-01-01"})).empty());
}

TEST_CASE("event tables: as text and as JSON Lines")
{
    const chronicle book = some_events();
    const view v = book.as_of(date{"2014-04-30"});
    CHECK(to_text(table_of(v, request_rows(v))) == "from  to  asked  pending  lapsed  refused  answered  answer_rate  days_to_answer\n"
                                                   "A, B  C       2        0       1        0         1          0.5            3..5\n"
                                                   "A, B  D       2        1       0        1         1            1           9..11\n");
    CHECK(to_jsonl(table_of(v, refusal_rows(v))) ==
          R"({"from":"C","to":"E","month":null,"refused_least":1,"refused_most":1,"in_matters_least":0,"in_matters_most":0,"last":"2014-02-03"})"
          "\n"
          R"({"from":"D","to":"A, B","month":null,"refused_least":1,"refused_most":1,"in_matters_least":1,"in_matters_most":1,"last":"2014-01-12"})"
          "\n");
    CHECK(to_text(table_of(v, std::span<const refusal_row>())) == "\n");
}

TEST_CASE("event tables: what is written can be read")
{
    const table t{.columns = {{"who"}, {"n", true}, {"x"}},
        .rows = {{"say \"no\",\r\nor \t\\ \x01 \xC3\xA9", count{.least = 2, .most = {}}, std::int64_t{-3}},
            {table::value(), number_bounds{-0.00001, std::numeric_limits<double>::infinity()}, table::value()}}};
    CHECK(to_csv(t) == "who,n_least,n_most,x\r\n\"say \"\"no\"\",\r\nor \t\\ \x01 \xC3\xA9\",2,,-3\r\n,0,,\r\n");
    CHECK(to_jsonl(t) == "{\"who\":\"say \\\"no\\\",\\r\\nor \\t\\\\ \\u0001 \xC3\xA9\",\"n_least\":2,\"n_most\":null,\"x\":-3}\n"
                         "{\"who\":null,\"n_least\":0,\"n_most\":null,\"x\":null}\n");
    const table narrow{.columns = {{"who"}, {"n", true}}, .rows = {{"\xC3\xA9", count{.least = 2, .most = {}}}, {"abcd", count{}}}};
    CHECK(to_text(narrow) == "who     n\n\xC3\xA9     2..\nabcd    1\n");
}

TEST_CASE("event tables: pairs gone silent after regular contact")
{
    const chronicle book = some_events();
    const view v = book.as_of(date{"2014-12-31"});
    const silence_options often{.least = 3, .quiet = std::chrono::days(60)};
    CHECK(csv_without_head(table_of(v, silent_pairs(v, often))) == "\"A, B\",C,4,4,2014-01-25,340,certainly\r\n\"A, B\",D,3,3,2014-02-01,333,certainly\r\n");
    CHECK(silent_pairs(v, {.least = 5, .quiet = std::chrono::days(60)}).empty());
    CHECK(silent_pairs(book.as_of(date{"2014-02-15"}), often).empty());
    CHECK(silent_pairs(v, {.least = 4, .within = std::chrono::days(19), .quiet = std::chrono::days(60)}).empty());
}

TEST_CASE("event tables: Goldstein's values by month and pair, as ICEWS or as GDELT has them")
{
    std::istringstream in("A\t016\tB\t2014-01-05\nA\t040\tB\t2014-01-05\nB\t040\tA\t2014-01-05\nA\tPlay chess\tB\t2014-01-07\nA\t125\tB\t2014-02-01\n");
    chronicle book;
    load_events(book, in);
    const view v = book.as_of(date{"2014-12-31"});
    const auto rows = [&](goldstein_by whom) { return csv_without_head(table_of(v, goldstein_rows(v, event_goldstein(whom)))); };
    CHECK(rows(goldstein_by::icews) == "A,B,2014-01,2,2,-4,-4\r\nA,B,2014-02,1,1,-5,-5\r\n");
    CHECK(rows(goldstein_by::gdelt) == "A,B,2014-01,2,2,-1,-1\r\nA,B,2014-02,1,1,-5,-5\r\n");
}

TEST_CASE("event tables: an event that moves two matters counts once")
{
    std::istringstream in("A\t036\tB\t2014-01-01\nB\t036\tA\t2014-01-01\nA\t046\tB\t2014-01-09\nB\t046\tA\t2014-01-09\n");
    chronicle book;
    CHECK(load_events(book, in).further == 1);
    const view v = book.as_of(date{"2014-12-31"});
    CHECK(csv_without_head(table_of(v, goldstein_rows(v, event_goldstein(goldstein_by::icews), {.to = false}))) == "A,,,2,2,11,11\r\nB,,,1,1,4,4\r\n");
    CHECK(csv_without_head(table_of(v, request_rows(v, {.from = false, .to = false}))).starts_with(",,,2,2,0,0,0,0,0,0,2,2,1,1,"));
}

TEST_CASE("event tables: by side, at the time")
{
    chronicle book;
    const auto put = [&](const char* key) { return book.add(actor{.key = key}); };
    const actor_id north = put("north"), south = put("south"), ann = put("ann"), bob = put("bob");
    book.add(tie{.key = "t1", .kind = tie_kinds::part_of, .from = ann, .to = north, .during = date{"2020/2023-06-30"}});
    book.add(tie{.key = "t2", .kind = tie_kinds::part_of, .from = ann, .to = south, .during = date{"2023-07-02/.."}});
    book.add(tie{.key = "t3", .kind = tie_kinds::part_of, .from = bob, .to = south, .during = date{"../.."}});
    const auto refuse = [&](const char* on) { book.add(contact{.key = on, .act = acts::decline, .from = ann, .to = bob, .on = date{on}}); };
    refuse("2023-05-01");
    refuse("2023-08-01");
    const auto refused = [&](const grouping& by) {
        const view v = book.as_of(date{"2024"});
        return csv_without_head(table_of(v, refusal_rows(v, by)));
    };
    CHECK(refused({}) == "ann,bob,,2,2,0,0,2023-08-01\r\n");
    CHECK_MESSAGE(refused({.sides = true}) == "north,south,,1,1,0,0,2023-05-01\r\n", "what is within one side is left out");
    refuse("2023-06-30");
    CHECK(refused({.month = true, .sides = true}) ==
          "ann,south,2023-06,0,1,0,0,2023-06-30\r\nnorth,south,2023-05,1,1,0,0,2023-05-01\r\nnorth,south,2023-06,0,1,0,0,2023-06-30\r\n");
}

TEST_CASE("event tables: what is uncertain is within bounds")
{
    chronicle book;
    const actor_id a = book.add(actor{.key = "a"}), b = book.add(actor{.key = "b"});
    const source_id s = book.add(source{.key = "s"}), t = book.add(source{.key = "t"});
    const matter_id m = book.add(matter{.key = "m", .requester = a, .respondents = {b}, .reply_by = date{"2023-05-10"}});
    book.add(contact{.key = "c1", .matter = m, .act = acts::request, .from = a, .to = b, .on = date{"2023-05-01"}});
    const contact_id disputed = book.add(contact{.key = "c2", .matter = m, .act = acts::decline, .from = b, .to = a, .on = date{"2023-05-04"}});
    book.add(report{.on = disputed, .source = s});
    book.add(report{.on = disputed, .source = t, .stance = stance::denies});
    const view v = book.as_of(date{"2023-05-20"});
    const request_row row = request_rows(v).front();
    CHECK(row.asked == count{1, 1});
    CHECK(row.pending == count{0, 0});
    CHECK(row.lapsed == count{0, 1});
    CHECK(row.refused == count{0, 1});
    CHECK(row.answered == count{0, 1});
    CHECK(!row.to_answer);
    CHECK(*row.answer_rate() == number_bounds{0, 1});
    CHECK(refusal_rows(v).front().refused == count{0, 1});
    CHECK(goldstein_rows(v, event_goldstein(goldstein_by::icews))[1].sum == number_bounds{-5, 0});
    const silent_pair pair = silent_pairs(v, {.least = 2, .quiet = std::chrono::days(15)}).front();
    CHECK(pair.how == verdict::possibly);
    CHECK(book.key(pair.last) == "c1");
    CHECK(request_rows(v.according_to({s})).front().refused == count{1, 1});
}

namespace {

bool is_one_of(std::string_view state, std::initializer_list<std::string_view> any) { return std::find(any.begin(), any.end(), state) != any.end(); }

bool is_answered(std::string_view state)
{
    return is_one_of(
        state, {"tentative", "countered", "conditional", "agreed", "declined", "cancelled", "reneged", "delegated", "held", "not_held", "unreported"});
}

using key = std::tuple<std::string, std::string, std::string>;
using bounds = std::map<std::string, std::pair<double, double>>;
using naive_rows = std::map<key, bounds>;

std::string month_text(instant t) { return t == end_of_time ? "9999-12" : to_text(t).substr(0, 7); }

void count_naively(std::pair<double, double>& into, bool surely, bool perhaps, double times = 1)
{
    into.first += surely ? times : 0;
    into.second += perhaps ? times : 0;
}

std::string key_in(const chronicle& book, actor_id a) { return a ? book.key(a) : ""; }

/// What statuses alone say of the legs of meeting requests, by pair.
naive_rows requests_naively(const view& v)
{
    naive_rows rows;
    for (const leg l : legs(v)) {
        const status s(v, l);
        if (s.table->name != "meeting_request") continue;
        const auto in = [&](auto is) {
            std::size_t within = 0;
            for (std::size_t i = 0; i < s.table->state_count; ++i) within += s.possible.contains(static_cast<state_id>(i)) && is(s.table->states[i].name);
            return std::pair(within == s.possible.size(), within > 0);
        };
        const auto made = in([](std::string_view state) { return state != "none"; });
        if (!made.second) continue;
        bounds& row = rows[{v.book().key(v.book()[l.matter].requester), v.book().key(l.respondent), ""}];
        const auto take = [&](const char* what, std::pair<bool, bool> is) { count_naively(row[what], is.first, is.second); };
        take("asked", made);
        take("pending", in([](std::string_view state) { return is_one_of(state, {"pending", "acknowledged"}); }));
        take("lapsed", in([](std::string_view state) { return state == "lapsed"; }));
        take("refused", in([](std::string_view state) { return is_one_of(state, {"declined", "reneged"}); }));
    }
    return rows;
}

naive_rows as_naive(const view& v, const std::vector<request_row>& rows)
{
    naive_rows found;
    const auto pair = [](const count& n) { return std::pair(static_cast<double>(n.least), static_cast<double>(*n.most)); };
    for (const request_row& r : rows)
        found[{key_in(v.book(), r.from), key_in(v.book(), r.to), ""}] = {
            {"asked", pair(r.asked)}, {"pending", pair(r.pending)}, {"lapsed", pair(r.lapsed)}, {"refused", pair(r.refused)}};
    return found;
}

/// What the contacts say that a view believes, by pair and month.
naive_rows values_naively(const view& v)
{
    naive_rows rows;
    for (std::size_t n = 0; n < v.size().contacts; ++n) {
        const contact c = v[contact_id(n)];
        const auto value = goldstein(c);
        if (!c.to || c.from == c.to || c.on.earliest() > v.when() || v.of(contact_id(n)) == belief::unknown || v.corrected(contact_id(n)) || !value) continue;
        const bool surely = v.of(contact_id(n)) == belief::asserted && c.on.latest() <= v.when();
        bounds& row = rows[{v.book().key(c.from), v.book().key(c.to), month_text(std::min(c.on.latest(), v.when()))}];
        count_naively(row["contacts"], surely, true);
        count_naively(row["sum"], surely || *value < 0, surely || *value > 0, *value);
    }
    return rows;
}

naive_rows as_naive(const view& v, const std::vector<goldstein_row>& rows)
{
    naive_rows found;
    for (const goldstein_row& r : rows)
        found[{key_in(v.book(), r.from), key_in(v.book(), r.to), month_text(std::chrono::sys_days(*r.month / 1))}] = {
            {"contacts", {r.contacts.least, *r.contacts.most}}, {"sum", {r.sum.least, r.sum.most}}};
    return found;
}

bool is_near(double a, double b) { return std::abs(a - b) < 1e-6; }

bool are_near(const naive_rows& a, const naive_rows& b)
{
    if (a.size() != b.size()) return false;
    for (const auto& [who, row] : a) {
        if (!b.contains(who)) return false;
        for (const auto& [what, n] : row)
            if (!is_near(n.first, b.at(who).at(what).first) || !is_near(n.second, b.at(who).at(what).second)) return false;
    }
    return true;
}

/// How many legs of each pair that stand asked ever stood, at one of the instants at which a status can change, in a state that only an answer leads to.
std::map<key, std::uint64_t> answered_naively(const view& v)
{
    std::set<instant> instants{v.when()};
    for (const contact& c : v.book().all<contact>())
        if (c.on.latest() <= v.when()) instants.insert(c.on.latest());
    std::map<key, std::uint64_t> found;
    for (const leg l : legs(v)) {
        const bool answered = std::any_of(instants.begin(), instants.end(), [&](instant at) {
            const status s(v.as_of(at), l);
            const std::string_view state = s.table->states[index(s.state)].name;
            return is_answered(state);
        });
        // A counter that came first and was declined leaves no request behind that it could have answered.
        const bool asked = status(v, l).state != state_id::none;
        found[{v.book().key(v.book()[l.matter].requester), v.book().key(l.respondent), ""}] += asked && answered;
    }
    return found;
}

}  // namespace

TEST_CASE("event tables: rows are what a naive count of a random chronicle gives")
{
    random_chronicle::for_every_seed(400, [](random_chronicle::dice& roll) {
        const chronicle book(random_chronicle::make(roll, {.every_lifecycle = roll.chance(30), .most_matters = 4}));
        const view v = random_chronicle::any_standpoint(roll, book).of(book);
        CHECK(as_naive(v, request_rows(v)) == requests_naively(v));
        CHECK(are_near(as_naive(v, goldstein_rows(v, goldstein)), values_naively(v)));
        for (const request_row& r : request_rows(v)) {
            CHECK(r.answered.least <= *r.answered.most);
            CHECK(*r.answered.most <= *r.asked.most);
            if (const auto rate = r.answer_rate()) CHECK(rate->least <= rate->most);
        }
    });
}

TEST_CASE("event tables: answers are those that statuses show in time, where nothing is uncertain")
{
    random_chronicle::for_every_seed(300, [](random_chronicle::dice& roll) {
        batch records = random_chronicle::make(roll, {.distinct_dates = true, .most_matters = 4});
        records.reports.clear();
        std::erase_if(records.contacts, [](const auto& c) { return c.record.act == acts::postpone || c.record.act == acts::delegate; });
        for (auto& c : records.contacts) {
            c.record.in_reply_to = c.record.corrects = {};
            // Off the instants at which the clock acts, so that no state ends in the instant in which it began, where no status would show it.
            c.record.on = date(to_text(c.record.on.latest() + std::chrono::seconds(30)));
        }
        const chronicle book(std::move(records));
        const view v = book.as_of(random_chronicle::any_standpoint(roll, book).when);
        const auto expected = answered_naively(v);
        for (const request_row& r : request_rows(v)) {
            REQUIRE(r.answered.least == *r.answered.most);
            CHECK(r.answered.least == expected.at({book.key(r.from), book.key(r.to), ""}));
            CHECK(r.to_answer.has_value() == (r.answered.least > 0));
        }
    });
}

namespace {

/// A contact of a pair, as far as a world of it is concerned.
struct seen {
    instant earliest;
    instant latest;
    bool disputed;
};

/// The contacts of each pair that may have happened.
std::map<std::pair<actor_id, actor_id>, std::vector<seen>> seen_by_pair(const view& v)
{
    std::map<std::pair<actor_id, actor_id>, std::vector<seen>> found;
    for (std::size_t n = 0; n < v.size().contacts; ++n) {
        const contact c = v[contact_id(n)];
        const belief known = v.of(contact_id(n));
        if (!c.to || c.from == c.to || c.on.earliest() > v.when() || known == belief::unknown || v.corrected(contact_id(n))) continue;
        constexpr auto long_ago = std::chrono::days(4000);
        const instant earliest = std::max(c.on.earliest(), random_chronicle::base() - long_ago);
        found[std::minmax(c.from, c.to)].push_back({earliest, std::min(c.on.latest(), random_chronicle::base() + long_ago), known == belief::disputed});
    }
    return found;
}

/// How many contacts there were in the days up to the last, in one world; none where the pair was in touch since, or less often.
std::uint64_t before_silence(const std::vector<seen>& pair, instant when, const silence_options& options, random_chronicle::dice& roll)
{
    std::vector<instant> happened;
    for (const seen& s : pair) {
        const auto spread = static_cast<int>(std::min<std::int64_t>((s.latest - s.earliest).count(), 2'000'000'000));
        const instant at = roll.chance(40) ? s.earliest : roll.chance(40) ? s.latest : s.earliest + std::chrono::seconds(roll.from_to(0, spread));
        if (at <= when && !(s.disputed && roll.chance(50))) happened.push_back(at);
    }
    if (happened.empty()) return 0;
    const instant last = *std::max_element(happened.begin(), happened.end());
    const auto n = static_cast<std::uint64_t>(std::count_if(happened.begin(), happened.end(), [&](instant at) { return last - at <= options.within; }));
    return when - last > options.quiet && n >= options.least ? n : 0;
}

}  // namespace

TEST_CASE("event tables: in every world of contacts, pairs are silent as the rows say")
{
    random_chronicle::for_every_seed(300, [](random_chronicle::dice& roll) {
        batch records = random_chronicle::make(roll, {.most_matters = 4});
        for (auto& c : records.contacts) c.record.times = {};
        const chronicle book(std::move(records));
        const view v = book.as_of(random_chronicle::base() + std::chrono::hours(roll.from_to(0, 40 * 24)));
        const silence_options options{.least = static_cast<std::uint64_t>(roll.from_to(1, 4)),
            .within = std::chrono::days(roll.from_to(1, 20)),
            .quiet = std::chrono::days(roll.from_to(0, 10))};
        std::map<std::pair<actor_id, actor_id>, silent_pair> rows;
        for (const silent_pair& p : silent_pairs(v, options)) rows[std::minmax(p.one, p.other)] = p;
        for (const auto& [who, contacts] : seen_by_pair(v))
            for (int world = 0; world < 40; ++world) {
                const std::uint64_t n = before_silence(contacts, v.when(), options, roll);
                const auto row = rows.find(who);
                if (n > 0) {
                    REQUIRE(row != rows.end());
                    CHECK(row->second.contacts.least <= n);
                    CHECK(n <= *row->second.contacts.most);
                } else
                    CHECK((row == rows.end() || row->second.how == verdict::possibly));
            }
    });
}

TEST_CASE("event tables: rows by less add up to rows by more")
{
    random_chronicle::for_every_seed(100, [](random_chronicle::dice& roll) {
        const chronicle book(random_chronicle::make(roll, {.most_matters = 4}));
        const view v = random_chronicle::any_standpoint(roll, book).of(book);
        const auto asked = [&](const grouping& by) {
            count sum{.least = 0, .most = 0};
            for (const request_row& r : request_rows(v, by)) sum = {sum.least + r.asked.least, *sum.most + *r.asked.most};
            return sum;
        };
        const count all = asked({.from = false, .to = false});
        for (const grouping& by : {grouping{}, grouping{.month = true}, grouping{.to = false}, grouping{.from = false, .month = true}}) CHECK(asked(by) == all);
    });
}

TEST_CASE("event tables: of ICEWS14")
{
    const std::filesystem::path data = conformance::data_folder();
    if (data.empty()) return;
    chronicle book;
    const load_report read = load_events(book, data / "icews/icews14.tsv");
    const view v = book.as_of(date{"2014-12-31"});
    const matter_totals t = total(v);
    const request_row all = request_rows(v, {.from = false, .to = false}).front();
    CHECK(all.asked == count{t.matters, t.matters});
    CHECK(all.lapsed == count{t.lapsed, t.lapsed});
    std::uint64_t counted = 0;
    for (const goldstein_row& r : goldstein_rows(v, [](const contact&) { return std::optional(1.0); }, {.from = false, .to = false}))
        counted += r.contacts.least;
    CHECK(counted == read.contacts);
}
