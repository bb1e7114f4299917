// SPDX-License-Identifier: BSL-1.0
#include <demarche/contacts.hpp>
#include <demarche/view.hpp>

#include "support.hpp"

#include <type_traits>

using namespace demarche;
using namespace support;

static_assert(std::is_copy_constructible_v<view> && std::is_copy_assignable_v<view>);
static_assert(!std::is_default_constructible_v<view>, "a view is of a chronicle");

namespace {

/// One request, and sources that may speak of it.
struct hearsay : talks {
    source_id s1 = source_of("s1");
    source_id s2 = source_of("s2");
    source_id dated = source_of("dated", "2023-05-20");
    contact_id c = say(r, acts::request, "2023-05-01");

    view now() const { return book.as_of(date{"2023-12-31"}); }
    belief everything() const { return now().of(c); }
    belief by(const char* known) const { return now().known_by(date{known}).of(c); }
    belief through(std::vector<source_id> sources) const { return now().according_to(perspective(std::move(sources))).of(c); }
};

}  // namespace

TEST_CASE("a date given for W stands for its latest instant")
{
    talks t;
    t.say(t.r, acts::request, "2023-05-31T23:59:59Z");
    CHECK(state_text(t.at("2023-05")) == "pending");
    CHECK(state_text(t.at("2023-05-31T23:59:58Z")) == "none");
    CHECK(t.book.as_of(date{"2023-05"}).when() == date{"2023-05-31"}.latest());
    CHECK(t.book.as_of(date{"2023"}).known() == end_of_time);
}

TEST_CASE("known_by is inclusive, and a date given for K stands for its latest instant")
{
    hearsay h;
    h.report_on(h.c, h.s1, stance::asserts, "2023-05-26");
    CHECK(h.by("2023-05-25") == belief::unknown);
    CHECK(h.by("2023-05-26") == belief::asserted);
    CHECK(h.by("2023-05") == belief::asserted);
    CHECK(h.by("2023-05-26T23:59:59Z") == belief::asserted);
    CHECK(h.by("2023-05-26T23:59:58Z") == belief::unknown);
    CHECK(h.everything() == belief::asserted);
}

TEST_CASE("what was published within a month is known at its end")
{
    hearsay h;
    h.report_on(h.c, h.s1, stance::asserts, "2023-05");
    CHECK(h.by("2023-05-30") == belief::unknown);
    CHECK(h.by("2023-05-31") == belief::asserted);
}

TEST_CASE("a report is published at its own date, or where it has none at its source's")
{
    hearsay h;
    SUBCASE("its own, later than the source's")
    {
        h.report_on(h.c, h.dated, stance::asserts, "2023-06-01");
        CHECK(h.by("2023-05-20") == belief::unknown);
        CHECK(h.by("2023-06-01") == belief::asserted);
    }
    SUBCASE("its own, earlier than the source's")
    {
        h.report_on(h.c, h.dated, stance::asserts, "2023-05-10");
        CHECK(h.by("2023-05-10") == belief::asserted);
    }
    SUBCASE("the source's")
    {
        h.report_on(h.c, h.dated, stance::asserts);
        CHECK(h.by("2023-05-19") == belief::unknown);
        CHECK(h.by("2023-05-20") == belief::asserted);
    }
    SUBCASE("neither: it counts only when everything is known")
    {
        h.report_on(h.c, h.s1, stance::asserts);
        CHECK(h.by("9999") == belief::unknown);
        CHECK(h.everything() == belief::asserted);
    }
}

TEST_CASE("a report counts when its source passes the perspective")
{
    hearsay h;
    h.report_on(h.c, h.s1, stance::asserts);
    h.report_on(h.c, h.s2, stance::denies);
    CHECK(h.everything() == belief::disputed);
    CHECK(h.through({h.s1}) == belief::asserted);
    CHECK(h.through({h.s2}) == belief::unknown);
    CHECK(h.through({h.s2, h.s1}) == belief::disputed);
    CHECK(h.through({}) == belief::unknown);
    CHECK(h.through({h.dated}) == belief::unknown);
}

TEST_CASE("a default-made perspective is every source, an empty choice is none")
{
    hearsay h;
    CHECK(perspective().includes(h.s1));
    CHECK_FALSE(perspective(std::vector<source_id>{}).includes(h.s1));
    const perspective chosen({h.s2, h.s1, h.s2});
    CHECK(chosen.includes(h.s1));
    CHECK(chosen.includes(h.s2));
    CHECK_FALSE(chosen.includes(h.dated));
}

TEST_CASE("of one source only the last word stands")
{
    hearsay h;
    SUBCASE("by date")
    {
        h.report_on(h.c, h.s1, stance::denies, "2023-05-22");
        h.report_on(h.c, h.s1, stance::asserts, "2023-05-20");
        CHECK(h.everything() == belief::unknown);
        CHECK(h.by("2023-05-21") == belief::asserted);
        CHECK(h.by("2023-05-22") == belief::unknown);
    }
    SUBCASE("by the latest instant of an imprecise date")
    {
        h.report_on(h.c, h.s1, stance::asserts, "2023-05");
        h.report_on(h.c, h.s1, stance::denies, "2023-05-20");
        CHECK(h.everything() == belief::asserted);
    }
    SUBCASE("an undated one after all dated ones")
    {
        h.report_on(h.c, h.s1, stance::retracts);
        h.report_on(h.c, h.s1, stance::asserts, "2023-05-20");
        CHECK(h.everything() == belief::unknown);
        CHECK(h.by("2023-05-20") == belief::asserted);
    }
    SUBCASE("an undated report of a dated source is dated")
    {
        h.report_on(h.c, h.dated, stance::asserts, "2023-06-20");
        h.report_on(h.c, h.dated, stance::retracts);
        CHECK(h.everything() == belief::asserted);
    }
    SUBCASE("then by record order")
    {
        h.report_on(h.c, h.s1, stance::asserts, "2023-05-20");
        h.report_on(h.c, h.s1, stance::denies, "2023-05-20");
        CHECK(h.everything() == belief::unknown);
        h.report_on(h.c, h.s2, stance::denies);
        h.report_on(h.c, h.s2, stance::asserts);
        CHECK(h.everything() == belief::disputed);
    }
}

TEST_CASE("the record order of reports is by seq, not by arrival")
{
    batch records;
    records.actors = {{actor{.key = "r"}, 1}};
    records.sources = {{source{.key = "s", .published = date{"2023"}}, 2}};
    records.contacts = {{contact{.key = "c", .act = acts::remark, .from = actor_id{0}, .on = date{"2023"}}, 3}};
    records.reports = {
        {report{.on = contact_id{0}, .source = source_id{0}, .stance = stance::denies}, 9}, {report{.on = contact_id{0}, .source = source_id{0}}, 8}};
    CHECK(chronicle(records).as_of(date{"2024"}).of(contact_id{0}) == belief::unknown);
    records.reports[1].seq = 10;
    CHECK(chronicle(records).as_of(date{"2024"}).of(contact_id{0}) == belief::asserted);
}

TEST_CASE("a source retracts or changes its own word, never another's")
{
    hearsay h;
    h.report_on(h.c, h.s1, stance::asserts, "2023-05-20");
    SUBCASE("retracting the only assertion")
    {
        h.report_on(h.c, h.s1, stance::retracts, "2023-05-22");
        CHECK(h.everything() == belief::unknown);
        CHECK(h.by("2023-05-21") == belief::asserted);
    }
    SUBCASE("retracting one of two changes nothing")
    {
        h.report_on(h.c, h.s2, stance::asserts, "2023-05-21");
        h.report_on(h.c, h.s2, stance::retracts, "2023-05-22");
        CHECK(h.everything() == belief::asserted);
    }
    SUBCASE("another's retraction of what it never said")
    {
        h.report_on(h.c, h.s2, stance::retracts, "2023-05-22");
        CHECK(h.everything() == belief::asserted);
    }
    SUBCASE("a denial, taken back")
    {
        h.report_on(h.c, h.s2, stance::denies, "2023-05-22");
        CHECK(h.everything() == belief::disputed);
        h.report_on(h.c, h.s2, stance::retracts, "2023-05-24");
        CHECK(h.everything() == belief::asserted);
        CHECK(h.by("2023-05-23") == belief::disputed);
    }
    SUBCASE("said again after the retraction")
    {
        h.report_on(h.c, h.s1, stance::retracts, "2023-05-22");
        h.report_on(h.c, h.s1, stance::asserts, "2023-05-24");
        CHECK(h.by("2023-05-23") == belief::unknown);
        CHECK(h.everything() == belief::asserted);
    }
}

TEST_CASE("what is only denied is unknown")
{
    hearsay h;
    h.report_on(h.c, h.s1, stance::denies);
    CHECK(h.everything() == belief::unknown);
}

TEST_CASE("a thing without a report is the application's own")
{
    hearsay h;
    CHECK(h.everything() == belief::asserted);
    CHECK(h.through({}) == belief::asserted);
    CHECK(h.through({h.s1}) == belief::asserted);
    CHECK(h.by("1900") == belief::asserted);
    const contact_id late = h.say(h.a, acts::accept, "2023-05-10", {.recorded = "2023-05-26"});
    CHECK(h.now().of(late) == belief::asserted);
    CHECK(h.now().known_by(date{"2023-05-25"}).of(late) == belief::unknown);
    CHECK(h.now().known_by(date{"2023-05-26"}).of(late) == belief::asserted);
    CHECK(h.now().known_by(date{"2023-05-26"}).according_to(perspective(std::vector<source_id>{})).of(late) == belief::asserted);
}

TEST_CASE("of a thing with reports, recorded says nothing")
{
    hearsay h;
    const contact_id x = h.say(h.a, acts::accept, "2023-05-10", {.recorded = "2023-07-01"});
    h.report_on(x, h.s1, stance::asserts, "2023-05-12");
    CHECK(h.now().known_by(date{"2023-05-12"}).of(x) == belief::asserted);
    const contact_id y = h.say(h.a, acts::accept, "2023-05-10", {.recorded = "2023-05-10"});
    h.report_on(y, h.s1, stance::asserts, "2023-06-12");
    CHECK(h.now().known_by(date{"2023-06-11"}).of(y) == belief::unknown);
    CHECK(h.now().according_to(perspective({h.s2})).of(y) == belief::unknown);
}

TEST_CASE("ties are believed as contacts are")
{
    hearsay h;
    const tie_id t = h.belongs("t", h.someone("x"), h.a);
    CHECK(h.now().of(t) == belief::asserted);
    h.book.add(report{.on = t, .source = h.s1, .published = date{"2023-05-20"}});
    h.book.add(report{.on = t, .source = h.s2, .stance = stance::denies, .published = date{"2023-05-22"}});
    CHECK(h.now().of(t) == belief::disputed);
    CHECK(h.now().known_by(date{"2023-05-21"}).of(t) == belief::asserted);
    CHECK(h.now().known_by(date{"2023-05-19"}).of(t) == belief::unknown);
    const tie_id late = h.book.add(tie{.key = "late", .kind = tie_kinds::part_of, .from = h.someone("y"), .to = h.a, .recorded = date{"2023-05-26"}});
    CHECK(h.now().known_by(date{"2023-05-25"}).of(late) == belief::unknown);
    CHECK(h.now().known_by(date{"2023-05-26"}).of(late) == belief::asserted);
}

TEST_CASE("an unknown tie puts nobody on a side, a disputed one may")
{
    talks t;
    const actor_id x = t.someone("x");
    const tie_id tie = t.belongs("t", x, t.a);
    t.say(t.r, acts::request, "2023-05-01");
    t.say(x, acts::accept, "2023-05-02");
    CHECK(diagnostics_text(t.look("2023-05-03")).empty());
    const source_id s1 = t.source_of("s1");
    const source_id s2 = t.source_of("s2");
    t.book.add(report{.on = tie, .source = s1, .stance = stance::denies});
    CHECK(diagnostics_text(t.look("2023-05-03")) == "c2:outsider");
    t.book.add(report{.on = tie, .source = s2});
    CHECK(diagnostics_text(t.look("2023-05-03")).empty());
}

// Corrections.

TEST_CASE("where the correcting contact is not unknown, the corrected one is left out")
{
    hearsay h;
    const contact_id better = h.say(h.r, acts::request, "2023-05-03", {.corrects = h.c});
    CHECK(h.now().corrected(h.c));
    CHECK_FALSE(h.now().corrected(better));
    CHECK(h.now().of(h.c) == belief::asserted);
    CHECK(evidence_text(h.look("2023-12-31")) == "c2");
    CHECK(since_text(h.at("2023-12-31")) == "2023-05-03");

    h.report_on(better, h.s1, stance::asserts, "2023-06-01");
    CHECK_FALSE(h.now().known_by(date{"2023-05-31"}).corrected(h.c));
    CHECK(h.now().known_by(date{"2023-06-01"}).corrected(h.c));
    CHECK_FALSE(h.now().according_to(perspective({h.s2})).corrected(h.c));
    h.report_on(better, h.s2, stance::denies);
    CHECK_MESSAGE(h.now().corrected(h.c), "disputed is not unknown");
    h.report_on(better, h.s1, stance::retracts, "2023-06-02");
    CHECK_FALSE(h.now().corrected(h.c));
    CHECK(evidence_text(h.look("2023-12-31")) == "c1");
}

TEST_CASE("a contact that is itself left out still corrects")
{
    hearsay h;
    const contact_id second = h.say(h.r, acts::request, "2023-05-03", {.corrects = h.c});
    const contact_id third = h.say(h.r, acts::request, "2023-05-04", {.corrects = second});
    CHECK(h.now().corrected(h.c));
    CHECK(h.now().corrected(second));
    CHECK_FALSE(h.now().corrected(third));
    CHECK(evidence_text(h.look("2023-12-31")) == "c3");
}

TEST_CASE("a reply to the corrected contact counts as one to the correcting one")
{
    // Without the reply the withdrawal, some day in May, may come before the acceptance.
    talks t;
    t.say(t.r, acts::request, "2023-04-01");
    const contact_id accepted = t.say(t.a, acts::accept, "2023-04-20");
    t.say(t.r, acts::withdraw, "2023-05", {.in_reply_to = accepted});
    SUBCASE("one correction")
    {
        t.say(t.a, acts::accept, "2023-05-20", {.corrects = accepted});
        CHECK(possible_text(t.at("2023-06-01")) == "cancelled");
    }
    SUBCASE("corrections chain")
    {
        const contact_id better = t.say(t.a, acts::accept, "2023-04-25", {.corrects = accepted});
        t.say(t.a, acts::accept, "2023-05-20", {.corrects = better});
        CHECK(possible_text(t.at("2023-06-01")) == "cancelled");
    }
    SUBCASE("several correct one: it replies to each")
    {
        t.say(t.a, acts::remark, "2023-05-10", {.corrects = accepted});
        t.say(t.a, acts::accept, "2023-05-20", {.corrects = accepted});
        CHECK(possible_text(t.at("2023-06-01")) == "cancelled");
    }
    SUBCASE("a correction that is unknown is none")
    {
        const contact_id wrong = t.say(t.a, acts::accept, "2023-05-20", {.corrects = accepted});
        t.report_on(wrong, t.source_of("s"), stance::denies);
        CHECK(possible_text(t.at("2023-05-01")) == "agreed cancelled");
        CHECK(possible_text(t.at("2023-06-01")) == "cancelled");
    }
}

// The record.

TEST_CASE("in_record: whether anything had been published or recorded by then, whoever the source")
{
    hearsay h;
    CHECK(h.now().known_by(date{"1900"}).in_record(h.c));
    const contact_id x = h.say(h.a, acts::accept, "2023-05-10", {.recorded = "2023-05-26"});
    CHECK_FALSE(h.now().known_by(date{"2023-05-25"}).in_record(x));
    CHECK(h.now().known_by(date{"2023-05-26"}).in_record(x));
    h.report_on(x, h.s1, stance::denies, "2023-05-20");
    CHECK_FALSE(h.now().known_by(date{"2023-05-19"}).in_record(x));
    CHECK(h.now().known_by(date{"2023-05-20"}).in_record(x));
    CHECK(h.now().known_by(date{"2023-05-20"}).according_to(perspective({h.s2})).in_record(x));
}

TEST_CASE("a matter that was not recorded by K has no legs")
{
    talks t;
    const matter_id late = t.book.add(matter{.key = "late", .requester = t.r, .respondents = {t.a}, .recorded = date{"2023-05-26"}});
    const view now = t.book.as_of(date{"2023-12-31"});
    CHECK(legs_text(t.book, legs(now)) == "talks/a late/a");
    CHECK(legs_text(t.book, legs(now.known_by(date{"2023-05-25"}))) == "talks/a");
    CHECK(legs_text(t.book, legs(now.known_by(date{"2023-05-26"}), late)) == "late/a");
    CHECK_FALSE(now.known_by(date{"2023-05-25"}).in_record(late));
    CHECK(now.known_by(date{"2023-05-25"}).in_record(t.m));
}

TEST_CASE("no look-ahead: what is published after K changes no answer")
{
    talks t({}, "2023-05-31");
    const source_id s1 = t.source_of("s1");
    const source_id s2 = t.source_of("s2");
    const contact_id asked = t.say(t.r, acts::request, "2023-05-01");
    const contact_id answered = t.say(t.a, acts::accept, "2023-05-10");
    t.report_on(asked, s1, stance::asserts, "2023-05-02");
    t.report_on(answered, s1, stance::asserts, "2023-05-12");
    const auto told = [&t] {
        const view then = t.book.as_of(date{"2023-06-01"}).known_by(date{"2023-05-20"});
        const account found = account_of(then, {t.m, t.a});
        return state_text(found.status) + "|" + possible_text(found.status) + "|" + evidence_text(found) + "|" + diagnostics_text(found) + "|" +
               lapses_text(found.status) + "|" + legs_text(t.book, legs(then)) + "|" + to_text(tally(then, {}));
    };
    const std::string before = told();
    t.report_on(answered, s2, stance::denies, "2023-05-21");
    t.report_on(answered, s1, stance::retracts, "2023-05-22");
    const contact_id other = t.say(t.a, acts::decline, "2023-05-11", {.in_reply_to = asked});
    t.report_on(other, s2, stance::asserts, "2023-05-23");
    const contact_id better = t.say(t.r, acts::request, "2023-05-03", {.corrects = asked});
    t.report_on(better, s1, stance::asserts, "2023-05-24");
    const contact_id passed = t.say(t.a, acts::delegate, "2023-05-12", {.delegate = t.someone("d")});
    t.report_on(passed, s2, stance::asserts, "2023-05-25");
    t.say(t.r, acts::withdraw, "2023-05-13", {.recorded = "2023-05-26"});
    t.book.add(matter{.key = "m2", .requester = t.a, .respondents = {t.r}, .recorded = date{"2023-05-27"}});
    CHECK(told() == before);
}

TEST_CASE("a reference to what was not in the record names nothing")
{
    // The acceptance replies to a request of which nothing was known by K.
    talks t;
    t.say(t.r, acts::reiterate, "2023-05-01");
    const contact_id unheard = t.say(t.r, acts::remark, "2023-05-20", {.recorded = "2023-06-10"});
    t.say(t.a, acts::accept, "2023-05-05", {.in_reply_to = unheard});
    const view then = t.book.as_of(date{"2023-07-01"}).known_by(date{"2023-06-09"});
    CHECK(diagnostics_text(account_of(then, {t.m, t.a})).empty());
    CHECK(diagnostics_text(t.look("2023-07-01")) == "c3:impossible_order");
}

// Standpoints.

TEST_CASE("a view keeps answering as before while records are added")
{
    talks t;
    const contact_id asked = t.say(t.r, acts::request, "2023-05-01");
    const actor_id x = t.someone("x");
    t.say(x, acts::remark, "2023-05-02");
    const view then = t.book.as_of(date{"2023-12-31"});
    const auto told = [&] {
        const account found = account_of(then, {t.m, t.a});
        return state_text(found.status) + "|" + possible_text(found.status) + "|" + evidence_text(found) + "|" + diagnostics_text(found) + "|" +
               legs_text(t.book, legs(then)) + "|" + to_text(tally(then, {}));
    };
    const std::string before = told();
    CHECK(before == "pending|pending|c1 c2|c2:outsider|talks/a|2");
    const extent size = then.size();

    t.say(t.a, acts::accept, "2023-05-10");
    t.belongs("t", x, t.a);
    t.dispute(asked);
    t.say(t.r, acts::request, "2023-05-04", {.corrects = asked});
    t.say(t.a, acts::delegate, "2023-05-12", {.delegate = x});
    t.book.add(matter{.key = "m2", .requester = t.a, .respondents = {t.r}});
    for (int i = 0; i < 1000; ++i) t.someone("filler" + std::to_string(i));

    CHECK(told() == before);
    CHECK(then.size() == size);
    CHECK(then.of(asked) == belief::asserted);
    CHECK_FALSE(then.corrected(asked));
    CHECK(t.book.as_of(date{"2023-12-31"}).of(asked) == belief::disputed);
}

TEST_CASE("standpoints are made of one another, and leave their origin as it is")
{
    hearsay h;
    h.report_on(h.c, h.s1, stance::asserts, "2023-05-20");
    const view whole = h.now();
    const view limited = whole.known_by(date{"2023-05-19"});
    const view chosen = whole.according_to(perspective({h.s2}));
    CHECK(whole.of(h.c) == belief::asserted);
    CHECK(limited.of(h.c) == belief::unknown);
    CHECK(chosen.of(h.c) == belief::unknown);
    CHECK(limited.known_by(date{"2023-05-20"}).of(h.c) == belief::asserted);
    CHECK(chosen.according_to(perspective()).of(h.c) == belief::asserted);
    CHECK(limited.when() == whole.when());
    CHECK(&chosen.book() == &h.book);
    view copy = limited;
    CHECK(copy.of(h.c) == belief::unknown);
    copy = whole;
    CHECK(copy.of(h.c) == belief::asserted);
}

// Choices of what is heeded, beyond the source.

namespace {

/// A request of which an agency, a ministry and an unnamed official speak.
struct heard : talks {
    actor_id state = someone("state");
    actor_id ministry = someone("ministry");
    actor_id spokesman = someone("spokesman");
    tie_id under = belongs("t1", ministry, state);
    tie_id speaks_for = belongs("t2", spokesman, ministry, "2023-01-01/2023-05-31");
    source_id agency = book.add(source{.key = "agency", .publisher = "Agency", .published = date{"2023-05-20"}});
    source_id paper = book.add(source{.key = "paper", .publisher = "Paper"});
    contact_id c = say(r, acts::request, "2023-05-01");

    void say_so(source_id in, stance says, attribution how, actor_id by = {}, std::string_view published = {})
    {
        book.add(report{.on = c, .source = in, .stance = says, .published = maybe(published), .attribution = how, .by = by});
    }
    belief through(source_filter which) const { return book.as_of(date{"2023-12-31"}).according_to(perspective(std::move(which))).of(c); }
};

}  // namespace

TEST_CASE("a perspective may be by publisher")
{
    heard h;
    h.say_so(h.agency, stance::asserts, attribution::on_record);
    h.say_so(h.paper, stance::denies, attribution::unnamed);
    CHECK(h.through({}) == belief::disputed);
    CHECK(h.through({.publishers = {"Agency"}}) == belief::asserted);
    CHECK(h.through({.publishers = {"Paper"}}) == belief::unknown);
    CHECK(h.through({.publishers = {"Paper", "Agency"}}) == belief::disputed);
    CHECK(h.through({.publishers = {"agency"}}) == belief::unknown);
}

TEST_CASE("a perspective may be by attribution, and then a report without one is not heeded")
{
    heard h;
    h.say_so(h.agency, stance::asserts, attribution::on_record);
    h.say_so(h.paper, stance::denies, attribution::unnamed);
    h.book.add(report{.on = h.c, .source = h.source_of("other"), .stance = stance::denies});
    CHECK(h.through({.attributions = {attribution::on_record}}) == belief::asserted);
    CHECK(h.through({.attributions = {attribution::unnamed}}) == belief::unknown);
    CHECK(h.through({.attributions = {attribution::on_record, attribution::unnamed}}) == belief::disputed);
}

TEST_CASE("a source's last word of those heeded stands")
{
    heard h;
    h.say_so(h.agency, stance::asserts, attribution::on_record, {}, "2023-05-02");
    h.say_so(h.agency, stance::denies, attribution::unnamed, {}, "2023-05-03");
    CHECK(h.through({}) == belief::unknown);
    CHECK(h.through({.attributions = {attribution::on_record}}) == belief::asserted);
}

TEST_CASE("a perspective may be by the side of the speaker, when the report was published")
{
    heard h;
    h.say_so(h.agency, stance::asserts, attribution::on_record, h.spokesman);
    h.say_so(h.paper, stance::denies, attribution::on_record, h.a);
    CHECK(h.through({.side = h.ministry}) == belief::asserted);
    CHECK(h.through({.side = h.state}) == belief::asserted);
    CHECK(h.through({.side = h.spokesman}) == belief::asserted);
    CHECK(h.through({.side = h.a}) == belief::unknown);
    CHECK(h.through({.side = h.r}) == belief::unknown);
    // Later it was not the ministry's any more.
    h.say_so(h.source_of("late"), stance::denies, attribution::on_record, h.spokesman, "2023-06-20");
    CHECK(h.through({.side = h.ministry}) == belief::asserted);
    CHECK(h.through({.side = h.spokesman}) == belief::disputed);
}

TEST_CASE("each part of a choice must fit")
{
    heard h;
    h.say_so(h.agency, stance::asserts, attribution::on_record, h.spokesman);
    CHECK(h.through({.sources = std::vector{h.agency}, .publishers = {"Agency"}, .attributions = {attribution::on_record}, .side = h.state}) == belief::asserted);
    CHECK(h.through({.sources = std::vector{h.paper}, .publishers = {"Agency"}}) == belief::unknown);
    CHECK(h.through({.sources = std::vector{h.agency}, .attributions = {attribution::unnamed}}) == belief::unknown);
    CHECK(perspective(source_filter{}).all());
    CHECK_FALSE(perspective(source_filter{.side = h.state}).all());
}

// What is supposed.

TEST_CASE("a supposed contact is answered for, and not stored")
{
    talks t("2023-06-02/2023-06-04");
    t.say(t.r, acts::request, "2023-05-22");
    const view today = t.book.as_of(date{"2023-05-26"});
    const view then = today.with(contact{.key = "yes", .matter = t.m, .act = acts::accept, .from = t.a, .on = date{"2023-05-26"}});
    const account of = account_of(then, {t.m, t.a});
    CHECK(state_text(of.status) == "agreed");
    CHECK(since_text(of.status) == "2023-05-26");
    CHECK(then[of.status.since.contact].key == "yes");
    CHECK(then.key(of.evidence.back()) == "yes");
    CHECK(then.supposed_contacts() == std::vector{contact_id(1)});
    CHECK(pending(then).empty());
    CHECK(pending(today).size() == 1);
    CHECK(t.book.size().contacts == 1);
    CHECK_FALSE(t.book.find<contact>("yes"));
    CHECK(state_text(status(today, {t.m, t.a})) == "pending");
}

TEST_CASE("a status outlives the view that supposed what it tells of")
{
    talks t;
    t.say(t.r, acts::request, "2023-05-22");
    const status s(t.book.as_of(date{"2023-06-26"}).with(contact{.matter = t.m, .act = acts::decline, .from = t.a, .on = date{"2023-05-2X"}}), {t.m, t.a});
    CHECK(since_text(s) == "2023-05-2X");
}

TEST_CASE("later supposed contacts may name the earlier ones, and the record")
{
    talks t;
    const contact_id asked = t.say(t.r, acts::request, "2023-05-22");
    const view refused = t.book.as_of(date{"2023-05-26"}).with(contact{.matter = t.m, .act = acts::decline, .from = t.a, .on = date{"2023-05-23"}, .in_reply_to = asked});
    const contact_id no = refused.supposed_contacts().front();
    CHECK(refused.key(no) == "#c2");
    const view mended = refused.with(contact{.matter = t.m, .act = acts::tentative, .from = t.a, .on = date{"2023-05-23"}, .corrects = no});
    CHECK(state_text(status(refused, {t.m, t.a})) == "declined");
    CHECK(state_text(status(mended, {t.m, t.a})) == "tentative");
    CHECK(mended.corrected(no));
    const view unasked = t.book.as_of(date{"2023-05-26"}).with(contact{.act = acts::remark, .from = t.r, .on = date{"2023-05-23"}, .corrects = asked});
    CHECK(state_text(status(unasked, {t.m, t.a})) == "none");
    CHECK(pending(unasked).empty());
}

TEST_CASE("what is recorded later is another contact than what was supposed")
{
    talks t;
    t.say(t.r, acts::request, "2023-05-22");
    const view then = t.book.as_of(date{"2023-05-26"}).with(contact{.matter = t.m, .act = acts::accept, .from = t.a, .on = date{"2023-05-23"}});
    t.say(t.a, acts::decline, "2023-05-23");
    CHECK(state_text(status(then, {t.m, t.a})) == "agreed");
    CHECK(pending(then).empty());
    CHECK(state_text(t.at("2023-05-26")) == "declined");
}

TEST_CASE("what cannot be recorded cannot be supposed")
{
    talks t;
    t.say(t.r, acts::request, "2023-05-22");
    const view today = t.book.as_of(date{"2023-05-26"});
    const auto refuse = [&](contact c) { return refusal([&] { today.with(c); }); };
    CHECK(refuse({.from = t.a, .on = date{"2023"}}).code() == errc::missing_field);
    CHECK(refuse({.act = acts::accept, .on = date{"2023"}}).where().field == "from");
    CHECK(refuse({.matter = t.m, .act = acts::reply_due, .from = t.a, .on = date{"2023"}}).code() == errc::clock_act);
    CHECK(refuse({.key = "c1", .act = acts::accept, .from = t.a, .on = date{"2023"}}).code() == errc::duplicate_key);
    CHECK(refuse({.key = "talks", .act = acts::accept, .from = t.a, .on = date{"2023"}}).code() == errc::duplicate_key);
    const view one = today.with(contact{.key = "x", .act = acts::accept, .from = t.a, .on = date{"2023"}});
    CHECK(refusal([&] { one.with(contact{.key = "x", .act = acts::decline, .from = t.a, .on = date{"2023"}}); }).code() == errc::duplicate_key);
}
