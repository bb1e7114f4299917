// SPDX-License-Identifier: BSL-1.0
#include <demarche/lifecycles/tenure.hpp>

#include "every_cell.hpp"

using namespace demarche;
using namespace support;

namespace {

/// r appoints a, for a term or without one.
struct office : talks {
    explicit office(std::string_view term = {}) : talks(term, {}, "tenure") {}
};

}  // namespace

TEST_CASE("every state and every cell of the tenure")
{
    const written_table table(lifecycles::tenure_text);
    CHECK(joined(table.states) == "none designated acting in_office suspended ended");
    check_every_state(table);
    check_every_cell(table);
}

TEST_CASE("who is designated has to take office; then nobody is awaited until the term is over")
{
    office t("2021-01-20/2025-01-20");
    t.say(t.r, acts::designate, "2020-12-08");
    CHECK(awaiting_text(t.at("2021-01-01")) == "a");
    t.say(t.a, acts::take_office, "2021-01-22");
    const account found = t.look("2023-05-26");
    CHECK(found.status.state == tenure_state::in_office);
    CHECK(since_text(found.status) == "2021-01-22");
    CHECK(awaiting_text(found.status) == "null");
    CHECK(lapses_text(found.status) == "2025-01-21T00:00:00Z");
    CHECK(diagnostics_text(found).empty());
    CHECK(state_text(t.at("2025-01-21")) == "ended");
}

TEST_CASE("who acts in an office and is designated to it goes on acting until he takes it")
{
    office t;
    t.say(t.r, acts::stand_in, "2019-01-01");
    t.say(t.r, acts::designate, "2019-05-09");
    CHECK(state_text(t.at("2019-06-01")) == "acting");
    CHECK(since_text(t.at("2019-06-01")) == "2019-01-01");
    t.say(t.a, acts::take_office, "2019-07-23");
    CHECK(state_text(t.at("2019-08-01")) == "in_office");
    CHECK(diagnostics_text(t.look("2019-08-01")).empty());
}

TEST_CASE("an oath for another term counts anew")
{
    office t("2017-01-20/2021-01-20");
    t.say(t.a, acts::take_office, "2017-01-20");
    t.say(t.a, acts::take_office, "2021-01-20", {.occasion = "2021-01-20/2025-01-20"});
    CHECK(lapses_text(t.at("2022-01-01")) == "2025-01-21T00:00:00Z");
    CHECK(state_text(t.at("2022-01-01")) == "in_office");
    CHECK(since_text(t.at("2022-01-01")) == "2021-01-20");
}

TEST_CASE("a caretaker stands in after the term; a second tenure has a term of its own")
{
    office t("2016/2020");
    t.say(t.a, acts::take_office, "2016-01-01");
    t.say(t.a, acts::stand_in, "2021-01-02");
    CHECK(state_text(t.at("2021-01-01")) == "ended");
    CHECK(state_text(t.at("2021-03-01")) == "acting");
    CHECK(lapses_text(t.at("2021-03-01")) == "null");
    t.say(t.a, acts::take_office, "2021-04-01", {.occasion = "2021/2025"});
    CHECK(state_text(t.at("2021-05-01")) == "in_office");
    CHECK(lapses_text(t.at("2021-05-01")) == "2026-01-01T00:00:00Z");
    CHECK(diagnostics_text(t.look("2021-05-01")).empty());
}

TEST_CASE("a suspension is the appointer's to end, by a reinstatement or a dismissal, which a reinstatement undoes too")
{
    office t;
    t.say(t.a, acts::take_office, "2020-01-01");
    t.say(t.r, acts::suspend, "2020-02-01");
    CHECK(awaiting_text(t.at("2020-02-02")) == "r");
    t.say(t.r, acts::dismiss, "2020-03-01");
    CHECK(state_text(t.at("2020-03-02")) == "ended");
    t.say(t.r, acts::reinstate, "2020-04-01");
    CHECK(state_text(t.at("2020-04-02")) == "in_office");
    t.say(t.someone("registrar"), acts::leave_office, "2020-05-01");
    CHECK(state_text(t.at("2020-05-02")) == "ended");
    CHECK(diagnostics_text(t.look("2020-05-02")).empty());
}
