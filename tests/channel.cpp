// SPDX-License-Identifier: BSL-1.0
#include <demarche/lifecycles/channel.hpp>

#include "every_cell.hpp"

using namespace demarche;
using namespace support;

namespace {

struct hotline : talks {
    explicit hotline(std::string_view occasion = {}, std::string_view reply_by = {}) : talks(occasion, reply_by, "channel") {}
};

}  // namespace

TEST_CASE("every state and every cell of the channel")
{
    const written_table table(lifecycles::channel_text);
    CHECK(joined(table.states) == "none open suspended restored closed");
    check_every_state(table);
    check_every_cell(table);
}

TEST_CASE("either side opens, suspends, restores and closes; who suspended has to move")
{
    hotline t;
    t.say(t.r, acts::open, "2018-01-03");
    t.say(t.a, acts::suspend, "2020-06-09");
    CHECK(t.at("2020-07-01").state == channel_state::suspended);
    CHECK(awaiting_text(t.at("2020-07-01")) == "a");
    t.say(t.a, acts::restore, "2021-07-27");
    CHECK(state_text(t.at("2021-08-01")) == "restored");
    CHECK(awaiting_text(t.at("2021-08-01")) == "null");
    t.say(t.r, acts::suspend, "2021-08-10");
    CHECK(awaiting_text(t.at("2021-09-01")) == "r");
    t.say(t.r, acts::close, "2022-01-01");
    CHECK(state_text(t.at("2022-02-01")) == "closed");
    CHECK(diagnostics_text(t.look("2022-02-01")).empty());
}

TEST_CASE("the desk that suspends does so for its side")
{
    hotline t;
    const actor_id desk = t.someone("desk");
    t.belongs("t1", desk, t.a);
    t.say(t.r, acts::open, "2018-01-03");
    t.say(desk, acts::suspend, "2020-06-09");
    CHECK(awaiting_text(t.at("2020-07-01")) == "a");
}

TEST_CASE("no clock acts, whatever terms are given")
{
    hotline t("2019", "2019");
    t.say(t.r, acts::open, "2018-01-03", {.occasion = "2020", .reply_by = "2020"});
    CHECK(state_text(t.at("2030")) == "open");
    CHECK(lapses_text(t.at("2018-02-01")) == "null");
}

TEST_CASE("a call that was answered restores a line of which nobody said that it works")
{
    hotline t;
    t.say(t.r, acts::open, "2018-01-03");
    t.say(t.r, acts::use, "2019-01-01");
    CHECK(diagnostics_text(t.look("2019-01-02")).empty());
    t.say(t.a, acts::suspend, "2020-06-09");
    t.say(t.r, act{"call_not_answered"}, "2020-07-01");
    CHECK(state_text(t.at("2020-08-01")) == "suspended");
    t.say(t.r, acts::use, "2021-01-01");
    const account found = t.look("2021-01-02");
    CHECK(state_text(found.status) == "restored");
    CHECK(diagnostics_text(found) == "c5:out_of_protocol");
}
