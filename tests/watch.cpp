// SPDX-License-Identifier: BSL-1.0
#include <demarche/watch.hpp>

#include <doctest/doctest.h>

#include "seeds.hpp"
#include "support.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using namespace demarche;
using support::refusal;
using support::talks;

namespace {

instant when(std::string_view text) { return date(text).latest(); }

std::string text_of(const std::optional<status>& s) { return s ? support::state_text(*s) + (s->certain() ? "" : "?") : "-"; }

struct cause_text {
    const chronicle& book;

    std::string operator()(matter_id m) const { return book.key(m); }
    std::string operator()(tie_id t) const { return book.key(t); }
    std::string operator()(contact_id c) const { return book.key(c); }
    std::string operator()(report_id r) const { return fmt::format("report {}", r.index() + 1); }
    std::string operator()(const clock_act& c) const { return to_text(c.at) + (c.act ? " " : "") + std::string(c.act.text()); }
};

/// "a: pending → agreed by c2".
std::string text_of(const chronicle& book, const status_change& c)
{
    return fmt::format("{}: {} -> {} by {}", book.key(c.leg.respondent), text_of(c.before), text_of(c.after), std::visit(cause_text{book}, c.cause));
}

/// A chronicle of talks, its watcher, and what was told, of everything that fits `which`.
struct watched_talks : talks {
    explicit watched_talks(std::string_view now, std::string_view occasion = {}, std::string_view reply_by = {})
        : talks(occasion, reply_by), told(book, when(now))
    {
    }

    watch_id note(change_filter which, std::string name = {})
    {
        return told.watch(std::move(which), [this, name](const status_change& c) { hear(name, c); });
    }
    /// What was told since it was asked last.
    std::string news() { return std::exchange(heard, {}); }
    void hear(const std::string& name, const status_change& c) { heard += (heard.empty() ? "" : "; ") + name + text_of(book, c); }
    contact_id say(actor_id from, act what, std::string_view on, const support::more& rest = {})
    {
        const contact_id c = talks::say(from, what, on, rest);
        told.catch_up();
        return c;
    }

    watcher told;
    std::string heard = {};
};

}  // namespace

TEST_CASE("a watch is told of appends, corrections, reports and of the clock, each with its cause")
{
    watched_talks t("2023-05-10", "2023-06-02", "2023-05-20");
    t.note({});
    const contact_id asked = t.told.add(contact{.key = "c1", .matter = t.m, .act = acts::request, .from = t.r, .to = t.a, .on = date("2023-05-01")});
    CHECK(t.news() == "a: none -> pending by c1");
    t.say(t.a, acts::accept, "2023-05-03");
    CHECK(t.news() == "a: pending -> agreed by c2");
    t.say(t.a, acts::decline, "2023-05-03", {.corrects = contact_id(1)});
    CHECK(t.news() == "a: agreed -> declined by c3");
    const source_id paper = t.told.add(source{.key = "paper", .published = date("2023-05-04")});
    CHECK(t.news().empty());
    t.told.add(report{.on = contact_id(2), .source = paper, .stance = stance::retracts});
    CHECK(t.news() == "a: declined -> agreed by report 1");
    t.told.add(report{.on = contact_id(1), .source = paper, .stance = stance::retracts});
    CHECK(t.news() == "a: agreed -> pending by report 2");
    t.told.advance(when("2023-05-20"));
    CHECK(t.news().empty());
    t.told.advance(when("2023-07"));
    CHECK(t.news() == "a: pending -> lapsed by 2023-05-21T00:00:00Z reply_due");
    t.told.add(report{.on = asked, .source = paper, .stance = stance::retracts});
    CHECK(t.news() == "a: lapsed -> none by report 3");
    CHECK(t.told.now() == when("2023-07"));
}

TEST_CASE("a matter shows its legs, and a delegating contact one more")
{
    watched_talks t("2023-05-10");
    t.note({});
    const actor_id d = t.told.add(actor{.key = "d"});
    t.told.add(matter{.key = "other", .requester = t.r, .respondents = {t.a, d}});
    CHECK(t.news() == "a: - -> none by other; d: - -> none by other");
    t.say(t.r, acts::request, "2023-05-01");
    t.news();
    const contact_id passed = t.say(t.a, acts::delegate, "2023-05-02", {.delegate = d});
    CHECK(t.news() == "a: pending -> delegated by c2; d: - -> pending by c2");
    t.say(t.a, acts::remark, "2023-05-02", {.corrects = passed});
    CHECK(t.news() == "a: delegated -> pending by c3; d: pending -> - by c3");
}

TEST_CASE("a correction changes the matter of what it corrects, whichever it is of itself")
{
    watched_talks t("2023-05-10");
    const matter_id other = t.book.add(matter{.key = "other", .requester = t.r, .respondents = {t.a}});
    const contact_id asked = t.say(t.r, acts::request, "2023-05-01");
    t.note({});
    t.told.add(contact{.key = "c2", .matter = other, .act = acts::request, .from = t.r, .to = t.a, .on = date("2023-05-02"), .corrects = asked});
    CHECK(t.news() == "a: pending -> none by c2; a: none -> pending by c2");
}

TEST_CASE("a report changes the matters of what corrects its contact, be it through others")
{
    // "A reply … to one that it corrects makes no rule": f corrects x, which corrects n, until x is retracted. Then f replies to what else corrects n.
    watched_talks t("2023-05-10");
    const matter_id other = t.book.add(matter{.key = "other", .requester = t.r, .respondents = {t.a}});
    const source_id paper = t.source_of("paper");
    t.say(t.r, acts::request, "2023-05-01");
    const contact_id n = t.told.add(contact{.key = "n", .matter = other, .act = acts::remark, .from = t.a, .on = date("2023-05-02")});
    const contact_id x = t.told.add(contact{.key = "x", .matter = other, .act = acts::remark, .from = t.a, .on = date("2023-05-02"), .corrects = n});
    t.told.add(report{.on = x, .source = paper});
    t.say(t.a, acts::decline, "2023-05-03T10:00:00Z", {.in_reply_to = n, .corrects = x});
    t.say(t.a, acts::accept, "2023-05-03T10:00:00Z", {.corrects = n});
    CHECK(support::state_text(t.at("2023-05-10")) == "agreed");
    t.note({});
    t.told.add(report{.on = x, .source = paper, .stance = stance::retracts});
    CHECK(t.news() == "a: agreed -> reneged by report 2");
}

TEST_CASE("a tie that puts an actor on a side, be it one below, changes whose leg a contact belongs to")
{
    watched_talks t("2023-05-10");
    const actor_id b = t.someone("b");
    const actor_id office = t.someone("office");
    const actor_id clerk = t.someone("clerk");
    const matter_id m = t.book.add(matter{.key = "two", .requester = t.r, .respondents = {t.a, b}});
    t.book.add(tie{.key = "t1", .kind = tie_kinds::holds, .from = clerk, .to = office});
    t.book.add(contact{.key = "x1", .matter = m, .act = acts::request, .from = t.r, .on = date("2023-05-01")});
    t.book.add(contact{.key = "x2", .matter = m, .act = acts::accept, .from = clerk, .on = date("2023-05-02")});
    t.note({});
    t.told.add(tie{.key = "t2", .kind = tie_kinds::counterpart_of, .from = office, .to = t.a});
    CHECK(t.told.looked_at() == 0);
    t.told.add(tie{.key = "t3", .kind = tie_kinds::part_of, .from = office, .to = b});
    CHECK(t.news() == "a: agreed -> pending by t3");
    const source_id paper = t.told.add(source{.key = "paper"});
    t.told.add(report{.on = tie_id(2), .source = paper, .stance = stance::retracts});
    CHECK(t.news() == "a: pending -> agreed by report 1");
}

TEST_CASE("time moves a leg at each instant at which a date or a term begins or ends")
{
    watched_talks t("2023-05-01", "2023-06-02");
    t.note({});
    t.say(t.r, acts::request, "2023-05-05");
    t.say(t.a, acts::accept, "2023-05-10T12:00:00Z");
    CHECK(t.news().empty());
    t.told.advance(when("2023-05-04"));
    CHECK(t.news().empty());
    t.told.advance(when("2024"));
    CHECK(t.news() == "a: none -> none? by 2023-05-05T00:00:00Z; a: none? -> pending by 2023-05-05T23:59:59Z; "
                      "a: pending -> agreed by 2023-05-10T12:00:00Z; a: agreed -> unreported by 2023-06-03T00:00:00Z occasion_passed");
}

TEST_CASE("the clock does not go back")
{
    watched_talks t("2023-05-01");
    t.note({});
    const auto why = refusal([&] { t.told.advance(when("2023-04")); });
    CHECK(why.code() == errc::invalid_value);
    CHECK(t.told.now() == when("2023-05-01"));
    t.told.advance(t.told.now());
    CHECK(t.news().empty());
}

TEST_CASE("a watch without a callback is refused")
{
    watched_talks t("2023-05-01");
    CHECK(refusal([&] { t.told.watch({}, {}); }).code() == errc::missing_field);
}

TEST_CASE("each field of a filter has to fit")
{
    watched_talks t("2023-05-10", "2023-06-02");
    const actor_id b = t.someone("b");
    const matter_id other = t.book.add(matter{.key = "other", .requester = b, .respondents = {t.r}});
    const std::vector<change_filter> fitting{{.matters = {other, t.m}},   {.requesters = {t.r}},       {.respondents = {b, t.a}},
                                             {.lifecycles = {"meeting_request"}}, {.left = {"none"}},  {.entered = {"agreed", "pending"}},
                                             {.awaiting = {t.a}},         {.certain = true},
                                             {.matters = {t.m}, .left = {"none"}, .entered = {"pending"}}};
    const std::vector<change_filter> others{{.matters = {other}},        {.requesters = {b}},  {.respondents = {b}},
                                            {.lifecycles = {"sanction"}}, {.left = {"pending"}}, {.entered = {"none", "agreed"}},
                                            {.awaiting = {t.r}},         {.matters = {t.m}, .awaiting = {t.r}}};
    std::string expected;
    for (std::size_t n = 0; n < fitting.size(); ++n) {
        expected += fmt::format("{}{} a: none -> pending by c1", n > 0 ? "; " : "", n);
        t.note(fitting[n], fmt::format("{} ", n));
    }
    for (std::size_t n = 0; n < others.size(); ++n) t.note(others[n], fmt::format("other {} ", n));
    t.say(t.r, acts::request, "2023-05-02");
    CHECK(t.news() == expected);
}

TEST_CASE("a state is entered and left, and an actor newly awaited, only by a change of these")
{
    watched_talks t("2023-05-10");
    t.note({.entered = {"pending"}}, "entered ");
    t.note({.left = {"pending"}}, "left ");
    t.note({.awaiting = {t.a}}, "awaiting ");
    t.note({.certain = true}, "certain ");
    t.say(t.r, acts::request, "2023-05-02");
    CHECK(t.news() == "entered a: none -> pending by c1; awaiting a: none -> pending by c1; certain a: none -> pending by c1");
    t.say(t.r, acts::reiterate, "2023-05-03");
    CHECK(t.news() == "certain a: pending -> pending by c2");
    t.say(t.a, acts::accept, "2023-05-10");
    CHECK(t.news() == "left a: pending -> agreed by c3; certain a: pending -> agreed by c3");
    t.say(t.a, acts::decline, "2023-05-10/2023-05-11");
    t.told.advance(when("2023-05-12"));
    CHECK(t.news().empty());
}

TEST_CASE("a watch looks through its sources, and by what it knows")
{
    watched_talks t("2023-05-10");
    const source_id us = t.source_of("us", "2023-05-02");
    const source_id cn = t.source_of("cn", "2023-05-08");
    t.note({.sources = {us}}, "us ");
    t.note({.sources = {cn}}, "cn ");
    t.note({.known = when("2023-05-05")}, "early ");
    t.note({});
    const contact_id c = t.say(t.r, acts::request, "2023-05-01");
    CHECK(t.news() == "us a: none -> pending by c1; cn a: none -> pending by c1; early a: none -> pending by c1; a: none -> pending by c1");
    t.told.add(report{.on = c, .source = us});
    CHECK(t.news() == "cn a: pending -> none by report 1");
    t.told.add(report{.on = c, .source = cn, .stance = stance::denies});
    CHECK(t.news() == "a: pending -> pending? by report 2");
    t.told.add(report{.on = c, .source = us, .stance = stance::retracts, .published = date("2023-05-04")});
    CHECK(t.news() == "us a: pending -> none by report 3; early a: pending -> none by report 3; a: pending? -> none by report 3");
}

TEST_CASE("through sources chosen by side, a tie may change what reports count")
{
    watched_talks t("2023-05-10");
    const actor_id speaker = t.someone("speaker");
    const actor_id ministry = t.someone("ministry");
    const source_id paper = t.source_of("paper");
    const contact_id c = t.say(t.r, acts::request, "2023-05-01");
    t.told.add(report{.on = c, .source = paper, .by = speaker});
    t.note({.sources = perspective(source_filter{.side = ministry})});
    t.told.add(tie{.key = "t1", .kind = tie_kinds::part_of, .from = speaker, .to = ministry});
    CHECK(t.news() == "a: none -> pending by t1");
}

TEST_CASE("what a callback appends is recorded at once, and told when all that came before has been told to all")
{
    watched_talks t("2023-05-10");
    const actor_id b = t.someone("b");
    t.told.add(matter{.key = "both", .requester = t.r, .respondents = {t.a, b}});
    std::vector<std::size_t> sizes;
    t.told.watch({.entered = {"pending"}}, [&](const status_change& c) {
        t.told.add(contact{.key = "reply of " + t.book.key(c.leg.respondent), .matter = c.leg.matter, .act = acts::acknowledge,
                           .from = c.leg.respondent, .to = t.r, .on = date("2023-05-03")});
        sizes.push_back(t.book.size().contacts);
    });
    t.note({});
    t.told.add(contact{.key = "c1", .matter = matter_id(1), .act = acts::request, .from = t.r, .on = date("2023-05-02")});
    CHECK(sizes == std::vector<std::size_t>{2, 3});
    CHECK(t.news() == "a: none -> pending by c1; b: none -> pending by c1; a: pending -> acknowledged by reply of a; b: pending -> acknowledged by reply of b");
}

TEST_CASE("a callback may append to the chronicle itself, and move the clock")
{
    watched_talks t("2023-05-10", "", "2023-05-20");
    t.told.watch({.entered = {"pending"}}, [&](const status_change&) {
        t.told.advance(when("2023-06"));
        CHECK(t.told.now() == when("2023-05-10"));
        t.book.add(contact{.key = "c2", .matter = t.m, .act = acts::acknowledge, .from = t.a, .to = t.r, .on = date("2023-05-04")});
    });
    t.note({});
    t.say(t.r, acts::request, "2023-05-02");
    CHECK(t.news() == "a: none -> pending by c1; a: pending -> acknowledged by c2; a: acknowledged -> lapsed by 2023-05-21T00:00:00Z reply_due");
    CHECK(t.told.now() == when("2023-06"));
}

TEST_CASE("what the clock brings about in a callback comes between the instants")
{
    watched_talks t("2023-05-10", "", "2023-05-20");
    t.say(t.r, acts::request, "2023-05-02");
    t.told.watch({.entered = {"lapsed"}}, [&](const status_change&) {
        t.told.add(contact{.key = "c2", .matter = t.m, .act = acts::request, .from = t.r, .to = t.a,
                           .on = date("2023-05-21T00:00:00Z"), .reply_by = date("2023-05-25")});
    });
    t.note({});
    t.told.advance(when("2023-05-25"));
    CHECK(t.news() == "a: pending -> lapsed by 2023-05-21T00:00:00Z reply_due; a: lapsed -> pending by c2");
}

TEST_CASE("a callback that throws harms neither the chronicle nor what is still to be told")
{
    watched_talks t("2023-05-10", "", "2023-05-20");
    const actor_id b = t.someone("b");
    t.told.add(matter{.key = "both", .requester = t.r, .respondents = {t.a, b}, .reply_by = date("2023-05-20")});
    t.note({}, "1 ");
    int calls = 0;
    t.told.watch({}, [&](const status_change&) {
        if (++calls % 2 == 1) throw std::runtime_error("not now");
    });
    t.note({}, "3 ");
    const auto ask = [&](std::string key) {
        t.told.add(contact{.key = std::move(key), .matter = matter_id(1), .act = acts::request, .from = t.r, .on = date("2023-05-02")});
    };
    CHECK_THROWS_AS(ask("c1"), std::runtime_error);
    CHECK(t.book.find<contact>("c1"));
    CHECK(t.news() == "1 a: none -> pending by c1");
    t.told.catch_up();
    CHECK(t.news() == "3 a: none -> pending by c1; 1 b: none -> pending by c1; 3 b: none -> pending by c1");
    CHECK(calls == 2);

    // The clock stands where it came to, and goes on.
    CHECK_THROWS_AS(t.told.advance(when("2023-06")), std::runtime_error);
    CHECK(t.news() == "1 a: pending -> lapsed by 2023-05-21T00:00:00Z reply_due");
    CHECK(to_text(t.told.now()) == "2023-05-21T00:00:00Z");
    CHECK(refusal([&] { t.told.advance(when("2023-05-25")); }).code() == errc::invalid_value);
    t.told.catch_up();
    CHECK(t.news() == "3 a: pending -> lapsed by 2023-05-21T00:00:00Z reply_due; 1 b: pending -> lapsed by 2023-05-21T00:00:00Z reply_due; "
                      "3 b: pending -> lapsed by 2023-05-21T00:00:00Z reply_due");
    CHECK(t.told.now() == when("2023-06"));
    CHECK(calls == 4);
}

TEST_CASE("what unwatches is not called any more, itself and others, not even for what was found already")
{
    watched_talks t("2023-05-10");
    const watch_id first = t.note({}, "first ");
    watch_id self = {}, last = {};
    self = t.told.watch({}, [&, mine = std::string("self ")](const status_change& c) {
        t.hear(mine, c);
        t.told.unwatch(self);
        t.told.unwatch(last);
        CHECK(mine == "self ");  // what is called is there until it returns
    });
    last = t.note({.matters = {t.m}}, "last ");
    t.say(t.r, acts::request, "2023-05-02");
    CHECK(t.news() == "first a: none -> pending by c1; self a: none -> pending by c1");
    t.told.unwatch(self);
    t.say(t.a, acts::accept, "2023-05-03");
    CHECK(t.news() == "first a: pending -> agreed by c2");
    t.told.unwatch(first);
    t.say(t.a, acts::decline, "2023-05-04");
    CHECK(t.news().empty());
}

TEST_CASE("a watch is told of no record that was there before it")
{
    watched_talks t("2023-05-10");
    t.note({}, "first ");
    t.told.watch({.entered = {"pending"}}, [&](const status_change&) {
        t.book.add(contact{.key = "c2", .matter = t.m, .act = acts::accept, .from = t.a, .to = t.r, .on = date("2023-05-03")});
        t.note({}, "second ");
        t.book.add(contact{.key = "c3", .matter = t.m, .act = acts::decline, .from = t.a, .to = t.r, .on = date("2023-05-04")});
    });
    t.say(t.r, acts::request, "2023-05-02");
    CHECK(t.news() == "first a: none -> pending by c1; first a: pending -> agreed by c2; first a: agreed -> reneged by c3; second a: agreed -> reneged by c3");
}

TEST_CASE("what was appended behind its back is told as if it had not been, in the order in which it came")
{
    watched_talks t("2023-05-10");
    t.note({});
    const contact_id c = t.talks::say(t.r, acts::request, "2023-05-02");
    t.report_on(c, t.source_of("paper"), stance::retracts);
    t.book.add(matter{.key = "other", .requester = t.r, .respondents = {t.a}});
    t.talks::say(t.r, acts::reiterate, "2023-05-03");
    t.report_on(c, t.source_of("other paper"), stance::asserts);
    CHECK(t.news().empty());
    t.told.catch_up();
    CHECK(t.news() == "a: none -> pending by c1; a: pending -> none by report 1; a: - -> none by other; a: none -> pending by c2; "
                      "a: pending -> pending by report 2");
}

TEST_CASE("plain contacts are told of one by one")
{
    watched_talks t("2023-05-10");
    t.note({});
    const auto day = std::chrono::sys_days{std::chrono::year{2023} / 5 / 1};
    const std::vector<plain_contact> some{{.matter = t.m, .act = acts::request, .from = t.r, .to = t.a, .on = day},
                                          {.matter = t.m, .act = acts::accept, .from = t.a, .to = t.r, .on = day + std::chrono::days{1}}};
    t.told.add(some);
    t.told.add(plain_contact{.matter = t.m, .act = acts::held, .from = t.a, .to = t.r, .on = day + std::chrono::days{2}});
    CHECK(t.news() == "a: none -> pending by #c1; a: pending -> agreed by #c2; a: agreed -> held by #c3");
}

TEST_CASE("appending looks at no leg that nobody watches, and the clock at none that does not lapse")
{
    chronicle book;
    const actor_id r = book.add(actor{.key = "r"});
    const actor_id a = book.add(actor{.key = "a"});
    const auto first = std::chrono::sys_days{std::chrono::year{2023} / 1 / 1};
    watcher told(book, first);
    const auto ask = [&](std::size_t n) {
        const date reply_by(first + std::chrono::days{10 + n});
        const matter_id m = told.add(matter{.key = fmt::format("m{}", n), .requester = r, .respondents = {a}, .reply_by = reply_by});
        told.add(plain_contact{.matter = m, .act = acts::request, .from = r, .to = a, .on = first - std::chrono::days{1}});
    };
    for (std::size_t n = 0; n < 500; ++n) ask(n);
    CHECK(told.looked_at() == 0);
    told.watch({.requesters = {a}}, [](const status_change&) {});
    told.watch({.matters = {matter_id(3)}}, [](const status_change&) {});
    for (std::size_t n = 500; n < 1000; ++n) ask(n);
    CHECK(told.looked_at() == 0);

    std::size_t lapsed = 0;
    told.watch({}, [&](const status_change& c) {
        CHECK(support::state_text(*c.after) == "lapsed");
        ++lapsed;
    });
    CHECK(told.looked_at() == 0);
    told.advance(first + std::chrono::days{10});
    CHECK(told.looked_at() == 0);
    told.advance(first + std::chrono::days{17});  // the first instant of the seventh day after the first reply_by
    CHECK(lapsed == 7);
    CHECK(told.looked_at() == 7);
}

namespace {

using namespace random_chronicle;

using statuses_by_leg = std::map<leg, status>;

statuses_by_leg everything(const view& v)
{
    statuses_by_leg found;
    for (const leg l : legs(v)) found.emplace(l, status(v, l));
    return found;
}

/// What one of the watches was told, or should have been.
struct told_change {
    std::size_t watch;
    status_change what;

    bool operator==(const told_change&) const = default;
};

bool has_any(const auto& list, const auto& x) { return list.empty() || std::find(list.begin(), list.end(), x) != list.end(); }

/// By the text of the contract of `change_filter`.
bool should_tell(const chronicle& book, const change_filter& f, const status_change& c)
{
    const auto name = [](const std::optional<status>& s) { return s ? support::state_text(*s) : ""; };
    const actor_id awaited_before = c.before ? c.before->awaiting : actor_id();
    const actor_id awaited_after = c.after ? c.after->awaiting : actor_id();
    if (!has_any(f.matters, c.leg.matter) || !has_any(f.requesters, book[c.leg.matter].requester) || !has_any(f.respondents, c.leg.respondent)) return false;
    if (!f.left.empty() && (name(c.before) == name(c.after) || !has_any(f.left, name(c.before)))) return false;
    if (!f.entered.empty() && (name(c.before) == name(c.after) || !has_any(f.entered, name(c.after)))) return false;
    if (!f.awaiting.empty() && (awaited_before == awaited_after || !has_any(f.awaiting, awaited_after))) return false;
    return !f.certain || ((!c.before || c.before->certain()) && (!c.after || c.after->certain()));
}

/// Every leg, asked anew from the standpoint of every watch, before and after a step.
class recomputed {
public:
    explicit recomputed(const chronicle& book) : book_(book) {}

    void watch(change_filter f, instant now)
    {
        stood_.push_back(stands(f, now));
        watches_.push_back(std::move(f));
    }
    /// What a step changed: by leg, then by watch.
    std::vector<told_change> step(instant now, const cause& why)
    {
        std::vector<told_change> found;
        for (std::size_t w = 0; w < watches_.size(); ++w) {
            auto after = stands(watches_[w], now);
            look(w, stood_[w], after, why, found);
            stood_[w] = std::move(after);
        }
        std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.what.leg < b.what.leg; });
        return found;
    }

private:
    statuses_by_leg stands(const change_filter& f, instant now) const { return everything(view(book_, now).known_by(f.known).according_to(f.sources)); }
    void look(std::size_t w, const statuses_by_leg& before, const statuses_by_leg& after, const cause& why, std::vector<told_change>& into) const
    {
        std::set<leg> all;
        for (const auto& [l, s] : before) all.insert(l);
        for (const auto& [l, s] : after) all.insert(l);
        for (const leg l : all) {
            status_change c{.leg = l, .before = {}, .after = {}, .cause = why};
            if (before.contains(l)) c.before = before.at(l);
            if (after.contains(l)) c.after = after.at(l);
            if (c.before != c.after && should_tell(book_, watches_[w], c)) into.push_back({w, c});
        }
    }

    const chronicle& book_;
    std::vector<change_filter> watches_ = {};
    std::vector<statuses_by_leg> stood_ = {};
};

/// The instants at and next to every bound in the records, and some seconds on.
std::set<instant> every_instant(const chronicle& book)
{
    std::set<instant> found;
    const int on = static_cast<int>(book.size().contacts) + 3;
    const auto add = [&](const std::optional<date>& d) {
        if (!d) return;
        for (const instant t : {d->earliest(), d->latest()})
            if (t == end_of_time) found.insert(t);
            else if (t != beginning_of_time)
                for (int s = -2; s <= on; ++s) found.insert(t + std::chrono::seconds{s});
    };
    for (const contact& c : book.all<contact>()) {
        add(c.on);
        add(c.occasion);
        add(c.reply_by);
    }
    for (const matter& m : book.all<matter>()) {
        add(m.occasion);
        add(m.reply_by);
    }
    return found;
}

template <class T>
std::vector<T> some_of(dice& roll, const std::vector<T>& all)
{
    std::vector<T> found;
    for (const T& x : all)
        if (roll.chance(50)) found.push_back(x);
    return found;
}

template <class T>
std::vector<id<T>> ids(std::size_t size)
{
    std::vector<id<T>> found;
    for (std::size_t n = 0; n < size; ++n) found.emplace_back(n);
    return found;
}

change_filter any_filter(dice& roll, const chronicle& book)
{
    const std::vector<std::string> states{"none", "pending", "acknowledged", "countered", "agreed", "declined", "lapsed", "delegated", "unreported"};
    change_filter f;
    if (roll.chance(25)) f.matters = some_of(roll, ids<matter>(book.size().matters));
    if (roll.chance(20)) f.requesters = some_of(roll, ids<actor>(book.size().actors));
    if (roll.chance(20)) f.respondents = some_of(roll, ids<actor>(book.size().actors));
    if (roll.chance(15)) f.left = some_of(roll, states);
    if (roll.chance(15)) f.entered = some_of(roll, states);
    if (roll.chance(15)) f.awaiting = some_of(roll, ids<actor>(book.size().actors));
    f.certain = roll.chance(15);
    if (roll.chance(40)) {
        source_filter through;
        if (roll.chance(70)) through.sources = some_of(roll, ids<source>(book.size().sources));
        else through.side = roll.one_of(ids<actor>(book.size().actors));
        f.sources = perspective(through);
    }
    if (roll.chance(20)) f.known = base() + std::chrono::days{roll.from_to(0, 25)};
    return f;
}

std::string text_of(const chronicle& book, const std::vector<told_change>& all)
{
    std::string text;
    for (const told_change& c : all) text += fmt::format("watch {}, {}, {}\n", c.watch, book.key(c.what.leg.matter), text_of(book, c.what));
    return text;
}

/// Checks that nothing but the act of the clock was told beside what was to be.
void check_same(const chronicle& book, std::vector<told_change> told, const std::vector<told_change>& expected)
{
    for (told_change& c : told)
        if (auto* clock = std::get_if<clock_act>(&c.what.cause)) {
            const bool moved = c.what.after && c.what.after->since.clock == clock->at;
            CHECK(moved == bool(clock->act));
            clock->act = {};
        }
    CHECK(text_of(book, told) == text_of(book, expected));
    CHECK(told == expected);
}

}  // namespace

TEST_CASE("what is told equals recomputing everything after every append and at every instant")
{
    std::size_t appended = 0, passed = 0, shown = 0, hidden = 0;
    for_every_seed(200, [&](dice& roll, std::uint64_t seed) {
        shape like{.backward = true, .most_matters = 3, .most_contacts = 5};
        like.own_leg = seed % 11 == 0;
        if (seed % 9 == 0) like = {.backward = true, .crowded = true, .most_matters = 1, .most_contacts = 8};
        batch records = make(roll, like);
        for (auto& e : records.reports)
            if (roll.chance(40)) e.record.by = roll.one_of(ids<actor>(records.actors.size()));
        for (std::size_t n = 0; n < records.contacts.size() && !records.sources.empty(); ++n)
            if (records.contacts[n].record.delegate && roll.chance(50))
                for (const stance says : {stance::asserts, stance::retracts})
                    records.reports.push_back({.record = report{.on = contact_id(n), .source = source_id(0), .stance = says}});

        chronicle book;
        for (auto& e : records.actors) book.add(e.record);
        for (auto& e : records.sources) book.add(e.record);
        watcher told(book, base() + std::chrono::days{roll.from_to(-5, 15)});
        recomputed expected(book);
        std::vector<told_change> heard;
        std::size_t watches = 0;
        const auto start = [&](change_filter f) {
            told.watch(f, [&heard, w = watches](const status_change& c) { heard.push_back({w, c}); });
            expected.watch(std::move(f), told.now());
            ++watches;
        };
        start({});
        for (int n = 0; n < 2; ++n) start(any_filter(roll, book));

        // One record, now and then by the chronicle itself, or some time.
        const auto check = [&](const std::vector<told_change>& all) {
            check_same(book, std::exchange(heard, {}), all);
            for (const told_change& c : all) {
                shown += !c.what.before;
                hidden += !c.what.after;
            }
        };
        const auto add = [&](const auto& record) {
            const bool behind = roll.chance(30);
            const auto x = behind ? book.add(record) : told.add(record);
            if (behind) told.catch_up();
            const auto changes = expected.step(told.now(), x);
            appended += changes.size();
            check(changes);
        };
        const auto pass = [&](instant to) {
            std::vector<told_change> changes;
            const auto all = every_instant(book);
            for (auto t = all.upper_bound(told.now()); t != all.end() && *t <= to; ++t)
                std::ranges::copy(expected.step(*t, clock_act{.at = *t}), std::back_inserter(changes));
            told.advance(to);
            CHECK(told.now() == to);
            CHECK(expected.step(to, clock_act{.at = to}).empty());
            passed += changes.size();
            check(changes);
        };

        std::vector<std::size_t> ties(records.ties.size()), reports(records.reports.size());
        for (std::size_t n = 0; n < reports.size(); ++n) reports[n] = n;
        std::size_t next_tie = 0, next_matter = 0, next_contact = 0;
        const auto may_report = [&](const report& r) {
            const auto* c = std::get_if<contact_id>(&r.on);
            return c != nullptr ? c->index() < next_contact : std::get<tie_id>(r.on).index() < next_tie;
        };
        for (;;) {
            std::vector<int> can;
            if (next_tie < records.ties.size()) can.push_back(0);
            if (next_matter < records.matters.size()) can.insert(can.end(), {1, 1});
            if (next_matter == records.matters.size() && next_contact < records.contacts.size()) can.insert(can.end(), {2, 2, 2});
            const auto due = std::find_if(reports.begin(), reports.end(), [&](std::size_t n) { return may_report(records.reports[n].record); });
            if (due != reports.end()) can.push_back(3);
            if (can.empty()) break;
            switch (roll.one_of(can)) {
            case 0: add(records.ties[next_tie++].record); break;
            case 1: add(records.matters[next_matter++].record); break;
            case 2: add(records.contacts[next_contact++].record); break;
            default:
                const std::size_t n = *due;
                reports.erase(due);
                if (std::ranges::none_of(book.all<report>(), [&](const report& r) { return r == records.reports[n].record; })) add(records.reports[n].record);
            }
            if (watches < 6 && roll.chance(15)) start(any_filter(roll, book));
            if (roll.chance(15) && told.now() < base() + std::chrono::days{40})
                pass(told.now() + std::chrono::hours{roll.from_to(0, 72)} + std::chrono::seconds{roll.from_to(0, 3600)});
        }
        pass(told.now() + std::chrono::days{60});
        if (roll.chance(50)) pass(end_of_time);
    });
    CHECK(appended > 500);
    CHECK(passed > 500);
    CHECK(shown > 100);
    CHECK(hidden > 0);
    MESSAGE(appended << " changes by records, " << passed << " by the clock, " << shown << " legs shown, " << hidden << " hidden");
}
