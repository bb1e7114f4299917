// SPDX-License-Identifier: BSL-1.0
#include <demarche/lifecycles/agrement.hpp>

#include "every_cell.hpp"

using namespace demarche;
using namespace support;

namespace {

/// r would send somebody to a, and waits for the answer until a day.
struct posting : talks {
    explicit posting(std::string_view reply_by = {}) : talks({}, reply_by, "agrement") {}
};

}  // namespace

TEST_CASE("every state and every cell of the agrément")
{
    const written_table table(lifecycles::agrement_text);
    CHECK(joined(table.states) ==
          "none requested granted refused lapsed withdrawn appointed credentials_presented recalled persona_non_grata ended");
    check_every_state(table);
    check_every_cell(table);
}

TEST_CASE("from the request to the recall, whose move it is")
{
    posting t;
    t.say(t.r, acts::request, "2023-01-10");
    CHECK(awaiting_text(t.at("2023-01-11")) == "a");
    CHECK(unanswered_text(t.at("2023-01-11")) == "true");
    t.say(t.a, acts::grant, "2023-02-20");
    CHECK(awaiting_text(t.at("2023-02-21")) == "r");
    CHECK(unanswered_text(t.at("2023-02-21")) == "false");
    t.say(t.r, acts::appoint, "2023-03-01");
    CHECK(awaiting_text(t.at("2023-03-02")) == "r");
    t.say(t.r, acts::present_credentials, "2023-04-12");
    CHECK(t.at("2023-05-01").state == agrement_state::credentials_presented);
    CHECK(awaiting_text(t.at("2023-05-01")) == "null");
    t.say(t.r, acts::recall, "2026-04-30");
    CHECK(state_text(t.at("2026-05-01")) == "recalled");
    CHECK(diagnostics_text(t.look("2026-05-01")).empty());
}

TEST_CASE("silence lapses and is no refusal; a late answer counts, and a new request begins anew")
{
    posting t("2015-12-31");
    t.say(t.r, acts::request, "2015-08-05");
    CHECK(lapses_text(t.at("2015-09-01")) == "2016-01-01T00:00:00Z");
    CHECK(state_text(t.at("2016-01-01")) == "lapsed");
    CHECK(since_text(t.at("2016-02-01")) == "2016-01-01T00:00:00Z");
    CHECK(unanswered_text(t.at("2016-02-01")) == "false");
    SUBCASE("granted late")
    {
        t.say(t.a, acts::grant, "2016-03-01");
        CHECK(state_text(t.at("2016-03-02")) == "granted");
        CHECK(diagnostics_text(t.look("2016-03-02")).empty());
    }
    SUBCASE("withdrawn")
    {
        t.say(t.r, acts::withdraw, "2016-03-28");
        CHECK(state_text(t.at("2016-04-01")) == "withdrawn");
    }
    SUBCASE("asked again")
    {
        t.say(t.r, acts::request, "2016-03-01");
        const status again = t.at("2016-03-02");
        CHECK(state_text(again) == "requested");
        CHECK(again.attempts == 2);
        CHECK_MESSAGE(lapses_text(again) == "null", "the day that was waited for is past");
    }
}

TEST_CASE("a request that gives another day waits until then, and reminds")
{
    posting t("2023-03-31");
    t.say(t.r, acts::request, "2023-01-10");
    t.say(t.r, acts::reiterate, "2023-03-15", {.reply_by = "2023-05-31"});
    CHECK(lapses_text(t.at("2023-04-01")) == "2023-06-01T00:00:00Z");
    CHECK(t.at("2023-04-01").reminders == 1);
}

TEST_CASE("an appointment without an agrément stands, out of protocol")
{
    posting t;
    t.say(t.r, acts::request, "2023-01-10");
    t.say(t.r, acts::appoint, "2023-02-01");
    CHECK(state_text(t.at("2023-02-02")) == "appointed");
    CHECK(diagnostics_text(t.look("2023-02-02")) == "c2:out_of_protocol");
}

TEST_CASE("declared non grata, the sending state has to recall; else the person is no longer recognised")
{
    posting t;
    t.say(t.r, acts::present_credentials, "2020-01-10");
    t.say(t.a, acts::declare_non_grata, "2021-02-01");
    CHECK(state_text(t.at("2021-02-02")) == "persona_non_grata");
    CHECK(awaiting_text(t.at("2021-02-02")) == "r");
    SUBCASE("recalled")
    {
        t.say(t.r, acts::recall, "2021-02-03");
        CHECK(state_text(t.at("2021-02-04")) == "recalled");
    }
    SUBCASE("no longer recognised")
    {
        t.say(t.a, acts::refuse_recognition, "2021-02-10");
        CHECK(state_text(t.at("2021-02-11")) == "ended");
    }
    CHECK(diagnostics_text(t.look("2021-03-01")) == "c1:out_of_protocol");
}

TEST_CASE("a candidate who is declared unacceptable is refused; a recall for consultations is a remark")
{
    posting t;
    t.say(t.r, acts::request, "2023-01-10");
    SUBCASE("refused")
    {
        t.say(t.a, acts::declare_non_grata, "2023-01-20");
        CHECK(state_text(t.at("2023-01-21")) == "refused");
    }
    SUBCASE("recalled for consultations")
    {
        t.say(t.r, acts::present_credentials, "2023-02-20");
        t.say(t.r, act{"recall_for_consultations"}, "2023-03-20");
        CHECK(state_text(t.at("2023-04-01")) == "credentials_presented");
    }
}
