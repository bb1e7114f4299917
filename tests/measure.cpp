// SPDX-License-Identifier: BSL-1.0
#include <demarche/lifecycles/measure.hpp>

#include "every_cell.hpp"

using namespace demarche;
using namespace support;

namespace {

/// r's measure on a, for a period or for good.
struct ban : talks {
    explicit ban(std::string_view period = {}) : talks(period, {}, "measure") {}
};

}  // namespace

TEST_CASE("every state and every cell of the measure")
{
    const written_table table(lifecycles::measure_text);
    CHECK(joined(table.states) == "none proposed announced in_force suspended lifted expired");
    check_every_state(table);
    check_every_cell(table);
}

TEST_CASE("a measure is in force from the day on which it is imposed, and nobody is awaited")
{
    ban t;
    t.say(t.r, acts::impose, "2018-09-20");
    const account found = t.look("2023-05-26");
    CHECK(found.status.state == measure_state::in_force);
    CHECK(since_text(found.status) == "2018-09-20");
    CHECK(awaiting_text(found.status) == "null");
    CHECK(unanswered_text(found.status) == "false");
    CHECK(lapses_text(found.status) == "null");
    CHECK(found.status.attempts == 1);
    CHECK(diagnostics_text(found).empty());
    CHECK(state_text(t.at("2018-09-19")) == "none");
}

TEST_CASE("the clock ends it when its period is over, unless that is extended")
{
    ban t("2014-03-17/2014-09-15");
    t.say(t.r, acts::impose, "2014-03-17");
    CHECK(lapses_text(t.at("2014-06-01")) == "2014-09-16T00:00:00Z");
    CHECK(state_text(t.at("2014-09-15")) == "in_force");
    CHECK(state_text(t.at("2014-09-16")) == "expired");
    CHECK(since_text(t.at("2014-10-01")) == "2014-09-16T00:00:00Z");
    CHECK(lapses_text(t.at("2014-10-01")) == "null");
    t.say(t.r, acts::extend, "2014-09-04", {.occasion = "2014-09-16/2015-03-15"});
    CHECK(state_text(t.at("2014-10-01")) == "in_force");
    CHECK(since_text(t.at("2014-10-01")) == "2014-09-04");
    CHECK(lapses_text(t.at("2014-10-01")) == "2015-03-16T00:00:00Z");
    CHECK(state_text(t.at("2015-03-16")) == "expired");
}

TEST_CASE("an extension that comes late takes the measure up again, out of protocol")
{
    ban t("2020");
    t.say(t.r, acts::impose, "2020-01-01");
    t.say(t.r, acts::extend, "2021-01-11", {.occasion = "2021"});
    CHECK(state_text(t.at("2021-01-05")) == "expired");
    const account found = t.look("2021-02-01");
    CHECK(state_text(found.status) == "in_force");
    CHECK(lapses_text(found.status) == "2022-01-01T00:00:00Z");
    CHECK(diagnostics_text(found) == "c2:out_of_protocol");
}

TEST_CASE("lifted and imposed again it is in force, without the period that it had")
{
    ban t("2010/2020");
    t.say(t.r, acts::impose, "2010-06-09");
    t.say(t.r, acts::lift, "2016-01-16");
    t.say(t.r, acts::impose, "2018-11-05");
    CHECK(state_text(t.at("2017-01-01")) == "lifted");
    CHECK(lapses_text(t.at("2017-01-01")) == "null");
    const account found = t.look("2021-06-01");
    CHECK(state_text(found.status) == "in_force");
    CHECK(since_text(found.status) == "2018-11-05");
    CHECK(lapses_text(found.status) == "null");
    CHECK(found.status.attempts == 1);
    CHECK(diagnostics_text(found).empty());
}

TEST_CASE("announced, it is the imposer's move; only an act brings it into force")
{
    ban t("2025");
    t.say(t.r, acts::propose, "2023-03-01");
    CHECK(awaiting_text(t.at("2023-03-02")) == "r");
    t.say(t.r, acts::announce, "2023-05-01");
    CHECK(state_text(t.at("2025-02-01")) == "announced");
    CHECK(awaiting_text(t.at("2025-02-01")) == "r");
    CHECK_MESSAGE(state_text(t.at("2026-01-01")) == "expired", "its period ran out before it began");
    t.say(t.r, acts::impose, "2025-01-01");
    CHECK(state_text(t.at("2024-12-31")) == "announced");
    CHECK(state_text(t.at("2025-01-01")) == "in_force");
}

TEST_CASE("what is proposed or announced while it is in force leaves its end; imposed once more it has another")
{
    ban t("2022");
    t.say(t.r, acts::impose, "2022-01-01");
    t.say(t.r, acts::propose, "2022-11-01", {.occasion = "2024"});
    t.say(t.r, acts::announce, "2022-11-02", {.occasion = "2024"});
    CHECK(lapses_text(t.at("2022-11-03")) == "2023-01-01T00:00:00Z");
    CHECK(since_text(t.at("2022-11-03")) == "2022-01-01");
    t.say(t.r, acts::impose, "2022-12-01", {.occasion = "2023"});
    CHECK(lapses_text(t.at("2022-12-02")) == "2024-01-01T00:00:00Z");
    CHECK(since_text(t.at("2022-12-02")) == "2022-12-01");
}

TEST_CASE("announced for another period than was proposed, and imposed for another than was announced")
{
    ban t;
    t.say(t.r, acts::propose, "2022-01-01", {.occasion = "2022"});
    CHECK(lapses_text(t.at("2022-01-02")) == "2023-01-01T00:00:00Z");
    t.say(t.r, acts::announce, "2022-02-01", {.occasion = "2023"});
    CHECK(state_text(t.at("2022-02-02")) == "announced");
    CHECK(lapses_text(t.at("2022-02-02")) == "2024-01-01T00:00:00Z");
    t.say(t.r, acts::impose, "2022-03-01", {.occasion = "2024"});
    CHECK(state_text(t.at("2022-03-02")) == "in_force");
    CHECK(lapses_text(t.at("2022-03-02")) == "2025-01-01T00:00:00Z");
}

TEST_CASE("suspended it stands, and may run out")
{
    ban t("2023");
    t.say(t.r, acts::impose, "2023-01-10");
    t.say(t.r, acts::suspend, "2023-03-01");
    CHECK(state_text(t.at("2023-04-01")) == "suspended");
    CHECK(lapses_text(t.at("2023-04-01")) == "2024-01-01T00:00:00Z");
    CHECK(state_text(t.at("2024-02-01")) == "expired");
    t.say(t.r, acts::resume, "2023-09-01");
    CHECK(state_text(t.at("2023-10-01")) == "in_force");
    CHECK(diagnostics_text(t.look("2023-10-01")).empty());
}

TEST_CASE("a court annuls, and a source reports that it ran out; only the imposer lifts")
{
    ban t;
    t.say(t.r, acts::impose, "2012-01-01");
    SUBCASE("annulled")
    {
        t.say(t.someone("court"), acts::annul, "2013-07-18");
        CHECK(state_text(t.at("2013-08-01")) == "lifted");
        CHECK(diagnostics_text(t.look("2013-08-01")).empty());
    }
    SUBCASE("expired")
    {
        t.say(t.someone("gazette"), acts::expire, "2013");
        CHECK(state_text(t.at("2014-01-01")) == "expired");
        CHECK(diagnostics_text(t.look("2014-01-01")).empty());
    }
    SUBCASE("lifted by the wrong hand")
    {
        t.say(t.a, acts::lift, "2013-07-18");
        CHECK(diagnostics_text(t.look("2013-08-01")) == "c2:wrong_side");
    }
}

TEST_CASE("one of several is taken off the list")
{
    ban t;
    const actor_id b = t.someone("b");
    const matter_id list = t.book.add(matter{.key = "list", .lifecycle = "measure", .requester = t.r, .respondents = {t.a, b}});
    t.book.add(contact{.key = "x1", .matter = list, .act = acts::impose, .from = t.r, .on = date{"2020"}});
    t.book.add(contact{.key = "x2", .matter = list, .act = acts::lift, .from = t.r, .to = b, .on = date{"2022"}});
    const view v = t.book.as_of(date{"2023"});
    CHECK(state_text(status(v, {list, t.a})) == "in_force");
    CHECK(state_text(status(v, {list, b})) == "lifted");
}
