// SPDX-License-Identifier: BSL-1.0
#include <demarche/lifecycles/meeting_request.hpp>

#include "every_cell.hpp"

#include <filesystem>
#include <fstream>

using namespace demarche;
using namespace support;

TEST_CASE("every state has a way that leads there")
{
    const written_table table(lifecycles::meeting_request_text);
    CHECK(table.states.size() == 18);
    CHECK(table.acts.size() == 22);
    check_every_state(table);
}

TEST_CASE("every cell does what the table says") { check_every_cell(written_table(lifecycles::meeting_request_text)); }

TEST_CASE("<prior> leads back to every state from which countered was entered")
{
    const written_table table(lifecycles::meeting_request_text);
    const auto ways = table.ways();
    std::size_t states = 0;
    for (const std::string& state : table.states) {
        if (table.after(state, "counter") != "countered" || state == "countered") continue;
        const auto& way = ways.at(state);
        CAPTURE(state);
        CHECK(state_text(script(table, plus(way, {"counter", "decline_counter"})).look().status) == state);
        CHECK(state_text(script(table, plus(way, {"counter", "counter", "remark", "decline_counter"})).look().status) == state);
        ++states;
    }
    CHECK(states == 10);  // none, the five other open ones, agreed, declined, reneged, lapsed
}

TEST_CASE("the table is the one that is handed out, cell for cell")
{
    const char* const folder = std::getenv("DEMARCHE_CONFORMANCE_DIR");
    const std::string_view text = lifecycles::meeting_request_text;
    const auto part = [text](std::string_view begin, std::string_view end) { return text.substr(text.find(begin), text.find(end) - text.find(begin)); };
    const std::pair<std::string, std::string_view> files[] = {{"meeting_request.tsv", part("act\tby", "rule\tnames")},
                                                              {"meeting_request.states.tsv", part("state\tawaited", "act\tby")}};
    for (const auto& [name, written] : files) {
        std::ifstream file(std::filesystem::path(folder != nullptr ? folder : "") / ".." / "lifecycles" / name);
        if (folder == nullptr || !file) {
            MESSAGE("not compared with " << name << ": DEMARCHE_CONFORMANCE_DIR does not lead to it");
            continue;
        }
        CHECK(rows_of(std::move(file)) == rows_of(std::istringstream(std::string(written))));
    }
}

// No contact is refused; who acts.

TEST_CASE("an act that the table does not know is folded as a remark")
{
    talks t;
    t.say(t.r, acts::request, "2023-05-01");
    t.say(t.a, act{"toast"}, "2023-05-02");
    t.say(t.someone("x"), act{"gossip"}, "2023-05-03");
    const account found = t.look("2023-05-04");
    CHECK(state_text(found.status) == "pending");
    CHECK(since_text(found.status) == "2023-05-01");
    CHECK(evidence_text(found) == "c1 c2 c3");
    CHECK_MESSAGE(diagnostics_text(found) == "c3:outsider", "a remark is R's or A's");
}

TEST_CASE("the clock's acts are an error in a contact, of whichever matter or none")
{
    talks t;
    for (act what : {acts::reply_due, acts::occasion_passed}) {
        CHECK(refusal([&] { t.say(t.r, what, "2023-05-01"); }).code() == errc::clock_act);
        const error why = refusal([&] { t.book.add(contact{.key = "x", .act = what, .from = t.r, .on = date{"2023"}}); });
        CHECK(why.code() == errc::clock_act);
        CHECK(why.where().field == "act");
    }
    CHECK(t.book.size().contacts == 0);
}

TEST_CASE("a contact from neither side is folded all the same, as an outsider's")
{
    talks t;
    t.say(t.r, acts::request, "2023-05-01");
    t.say(t.someone("x"), acts::accept, "2023-05-02");
    const account found = t.look("2023-05-03");
    CHECK(state_text(found.status) == "agreed");
    CHECK(diagnostics_text(found) == "c2:outsider");
}

TEST_CASE("a contact from the other side is folded all the same, as of the wrong side")
{
    talks t;
    t.say(t.a, acts::request, "2023-05-01");
    t.say(t.r, acts::accept, "2023-05-02");
    const account found = t.look("2023-05-03");
    CHECK(state_text(found.status) == "agreed");
    CHECK(diagnostics_text(found) == "c1:wrong_side c2:wrong_side");
}

TEST_CASE("acts of the world are nobody's")
{
    talks t;
    const actor_id x = t.someone("x");
    t.say(t.r, acts::request, "2023-05-01");
    t.say(t.a, acts::accept_if, "2023-05-02");
    t.say(x, acts::condition_met, "2023-05-03");
    t.say(t.r, acts::held, "2023-05-04");
    t.say(t.a, acts::held, "2023-05-05");
    const account found = t.look("2023-05-06");
    CHECK(state_text(found.status) == "held");
    CHECK(diagnostics_text(found).empty());
}

TEST_CASE("either may postpone and remark")
{
    for (const bool requester : {true, false}) {
        talks t;
        const actor_id who = requester ? t.r : t.a;
        t.say(t.r, acts::request, "2023-05-01");
        t.say(who, acts::remark, "2023-05-02");
        t.say(who, acts::postpone, "2023-05-03");
        const account found = t.look("2023-05-03");
        CHECK(state_text(found.status) == "postponed");
        CHECK(found.status.awaiting == who);
        CHECK(diagnostics_text(found).empty());
    }
}

TEST_CASE("an actor acts for a party below or above it, or under one head with it")
{
    talks t;
    const actor_id desk = t.someone("desk");
    const actor_id state = t.someone("state");
    const actor_id sister = t.someone("sister");
    const actor_id official = t.someone("official");
    t.belongs("t1", desk, t.a);
    t.belongs("t2", t.a, state);
    t.belongs("t3", sister, state);
    t.book.add(tie{.key = "t4", .kind = tie_kinds::holds, .from = official, .to = sister});
    t.say(t.r, acts::request, "2023-05-01");
    for (actor_id who : {desk, state, sister, official}) t.say(who, acts::acknowledge, "2023-05-02");
    CHECK(diagnostics_text(t.look("2023-05-03")).empty());
    t.say(official, acts::withdraw, "2023-05-04");
    CHECK(diagnostics_text(t.look("2023-05-04")) == "c6:wrong_side");
}

TEST_CASE("an actor strictly above both parties puts nobody on a side, itself included")
{
    talks t;
    const actor_id un = t.someone("un");
    const actor_id other = t.someone("other");
    t.belongs("t1", t.r, un);
    t.belongs("t2", t.a, un);
    t.belongs("t3", other, un);
    t.say(t.r, acts::request, "2023-05-01");
    t.say(un, acts::acknowledge, "2023-05-02");
    t.say(other, acts::acknowledge, "2023-05-03");
    t.say(t.a, acts::acknowledge, "2023-05-04");
    CHECK(diagnostics_text(t.look("2023-05-05")) == "c2:outsider c3:outsider");
}

TEST_CASE("neither party is on the other's side, even below it")
{
    talks t;
    t.belongs("t1", t.r, t.a);
    t.say(t.r, acts::request, "2023-05-01");
    t.say(t.r, acts::accept, "2023-05-02");
    t.say(t.a, acts::withdraw, "2023-05-03");
    CHECK(diagnostics_text(t.look("2023-05-04")) == "c2:wrong_side c3:wrong_side");
}

TEST_CASE("where one party is above the other, those below the upper one are on both sides")
{
    for (const bool respondent_above : {true, false}) {
        CAPTURE(respondent_above);
        talks t;
        const actor_id x = t.someone("x");
        const actor_id upper = respondent_above ? t.a : t.r;
        t.belongs("t1", respondent_above ? t.r : t.a, upper);
        t.belongs("t2", x, upper);
        t.say(x, acts::request, "2023-05-01");
        t.say(x, acts::accept, "2023-05-02");
        CHECK(diagnostics_text(t.look("2023-05-03")).empty());
        t.say(x, acts::postpone, "2023-05-04");
        CHECK_MESSAGE(awaiting_text(t.at("2023-05-04")) == "x", "on both, so the actor itself");
    }
}

TEST_CASE("possibly on the side at some instant of the contact's date is enough")
{
    talks t;
    const actor_id x = t.someone("x");
    t.belongs("t1", x, t.a, "2023-05-10/2023-05-20");
    t.say(t.r, acts::request, "2023-04-01");
    t.say(x, acts::acknowledge, "2023-05");
    t.say(x, acts::acknowledge, "2023-05-20T23:00:00Z");
    t.say(x, acts::acknowledge, "2023-05-21T00:00:00Z");
    t.say(x, acts::acknowledge, "2023-06");
    CHECK(diagnostics_text(t.look("2023-07-01")) == "c4:outsider c5:outsider");
}

TEST_CASE("who is possibly on both sides is on the one that the act needs")
{
    talks t;
    const actor_id x = t.someone("x");
    t.belongs("t1", x, t.r, "2023-05-01/2023-05-10");
    t.belongs("t2", x, t.a, "2023-05-12/2023-05-20");
    t.say(x, acts::request, "2023-05-05");
    t.say(x, acts::accept, "2023-05");
    t.say(x, acts::accept, "2023-05-05");
    CHECK(diagnostics_text(t.look("2023-06-01")) == "c3:wrong_side");
}

// Terms.

TEST_CASE("the terms in force are the matter's own until a proposal")
{
    talks t("2023-06-02/2023-06-04", "2023-05-31");
    t.say(t.r, acts::request, "2023-05-22");
    CHECK(lapses_text(t.at("2023-05-26")) == "2023-06-01T00:00:00Z");
    CHECK(state_text(t.at("2023-05-31")) == "pending");
    const status over = t.at("2023-06-01T00:00:00Z");
    CHECK(state_text(over) == "lapsed");
    CHECK(since_text(over) == "2023-06-01T00:00:00Z");
    CHECK(over.since.clock == over.book->as_of(date{"2023-06-01T00:00:00Z"}).when());
    CHECK(over.certain());
    CHECK(lapses_text(over) == "null");
    CHECK(awaiting_text(over) == "null");
}

TEST_CASE("the clock acts after the latest instant of an imprecise term")
{
    talks t("2023-06", "2023-05-31T17:00+08:00");
    t.say(t.r, acts::request, "2023-05-22");
    CHECK(lapses_text(t.at("2023-05-26")) == "2023-05-31T09:01:00Z");
    t.say(t.a, acts::tentative, "2023-05-27");
    CHECK(lapses_text(t.at("2023-05-28")) == "2023-07-01T00:00:00Z");
    CHECK(state_text(t.at("2023-06-30")) == "tentative");
    CHECK(state_text(t.at("2023-07-01T00:00:00Z")) == "lapsed");
}

TEST_CASE("terms without an end never pass")
{
    for (const char* text : {"2023-06-01/..", "2023-06-01/"}) {
        talks t(text, text);
        t.say(t.r, acts::request, "2023-05-22");
        CHECK(state_text(t.at("9999")) == "pending");
        CHECK(lapses_text(t.at("2023-05-26")) == "null");
    }
}

TEST_CASE("a request that carries terms is folded, in an open state, as revise")
{
    talks t({}, "2023-05-31");
    t.say(t.r, acts::request, "2023-05-01");
    t.say(t.a, acts::acknowledge, "2023-05-02");
    t.say(t.r, acts::request, "2023-05-03");
    CHECK_MESSAGE(state_text(t.at("2023-05-03")) == "acknowledged", "without terms it is a mere repetition");
    t.say(t.r, acts::request, "2023-05-04", {.reply_by = "2023-06-10"});
    const account found = t.look("2023-05-05");
    CHECK(state_text(found.status) == "pending");
    CHECK(since_text(found.status) == "2023-05-04");
    CHECK(lapses_text(found.status) == "2023-06-11T00:00:00Z");
    CHECK(found.status.reminders == 0);
    CHECK(found.status.attempts == 1);
    CHECK(diagnostics_text(found).empty());
}

TEST_CASE("a reiterate that carries terms is folded as revise and still counts as a reminder")
{
    talks t;
    t.say(t.r, acts::request, "2023-05-01");
    t.say(t.a, acts::tentative, "2023-05-02");
    t.say(t.r, acts::reiterate, "2023-05-04", {.occasion = "2023-06-10"});
    const status s = t.at("2023-05-05");
    CHECK(state_text(s) == "pending");
    CHECK(s.reminders == 1);
    CHECK(lapses_text(s) == "2023-06-11T00:00:00Z");
}

TEST_CASE("a request that carries terms into a state that is not open is no revise")
{
    talks t("2023-06-04");
    t.say(t.r, acts::request, "2023-05-01");
    t.say(t.a, acts::accept, "2023-05-02");
    t.say(t.r, acts::request, "2023-05-03", {.occasion = "2023-07-04"});
    CHECK(state_text(t.at("2023-05-03")) == "agreed");
    CHECK_MESSAGE(state_text(t.at("2023-06-05")) == "unreported", "it was recorded, not proposed: the occasion stays");
    talks u("2023-06-04");
    u.say(u.r, acts::request, "2023-05-01");
    u.say(u.a, acts::accept, "2023-05-02");
    u.say(u.r, acts::revise, "2023-05-03", {.occasion = "2023-07-04"});
    CHECK(state_text(u.at("2023-06-05")) == "pending");
    CHECK(state_text(u.at("2023-07-05")) == "lapsed");
}

TEST_CASE("a proposal keeps of the terms before what it does not carry")
{
    talks t("2023-06-20", "2023-05-31");
    t.say(t.r, acts::request, "2023-05-01", {.occasion = "2023-06-10"});
    CHECK(lapses_text(t.at("2023-05-01")) == "2023-06-01T00:00:00Z");
    t.say(t.r, acts::revise, "2023-05-02", {.reply_by = "2023-06-15"});
    CHECK(lapses_text(t.at("2023-05-02")) == "2023-06-11T00:00:00Z");
    t.say(t.r, acts::revise, "2023-05-03", {.occasion = "2023-07-10"});
    CHECK(lapses_text(t.at("2023-05-03")) == "2023-06-16T00:00:00Z");
}

TEST_CASE("a proposal that only records proposes nothing")
{
    talks t({}, "2023-05-31");
    t.say(t.r, acts::request, "2023-05-01");
    t.say(t.a, acts::decline, "2023-05-02");
    t.say(t.a, acts::decline, "2023-05-03", {.reply_by = "2023-07-31"});
    t.say(t.r, acts::reiterate, "2023-05-04");
    CHECK(lapses_text(t.at("2023-05-05")) == "2023-06-01T00:00:00Z");
}

TEST_CASE("a counter without a reply_by has answered the old one")
{
    talks t("2023-06-04", "2023-05-31");
    t.say(t.r, acts::request, "2023-05-22");
    t.say(t.a, acts::counter, "2023-05-25");
    CHECK(lapses_text(t.at("2023-05-26")) == "2023-06-05T00:00:00Z");
    CHECK(state_text(t.at("2023-06-04")) == "countered");
    CHECK(state_text(t.at("2023-06-05")) == "lapsed");
}

TEST_CASE("a counter with a reply_by sets it")
{
    talks t("2023-06-04", "2023-05-31");
    t.say(t.r, acts::request, "2023-05-22");
    t.say(t.a, acts::counter, "2023-05-25", {.occasion = "2023-07-04", .reply_by = "2023-06-20"});
    CHECK(lapses_text(t.at("2023-06-19")) == "2023-06-21T00:00:00Z");
    t.say(t.r, acts::accept_counter, "2023-06-19");
    CHECK(state_text(t.at("2023-07-04")) == "agreed");
    CHECK_MESSAGE(state_text(t.at("2023-07-05")) == "unreported", "accept_counter agrees to the counter's occasion");
}

TEST_CASE("in countered, the terms before a proposal of R's are those that <prior> would bring back")
{
    talks t("2023-06-04", "2023-05-31");
    t.say(t.r, acts::request, "2023-05-22");
    t.say(t.a, acts::counter, "2023-05-25", {.occasion = "2023-07-04", .reply_by = "2023-06-20"});
    SUBCASE("a plain request brings both back")
    {
        t.say(t.r, acts::request, "2023-05-26");
        CHECK(state_text(t.at("2023-05-26")) == "pending");
        CHECK(lapses_text(t.at("2023-05-26")) == "2023-06-01T00:00:00Z");
        t.say(t.a, acts::accept, "2023-05-27");
        CHECK(state_text(t.at("2023-06-05")) == "unreported");
    }
    SUBCASE("a revise with an occasion brings the reply_by back")
    {
        t.say(t.r, acts::revise, "2023-05-26", {.occasion = "2023-06-10"});
        CHECK(lapses_text(t.at("2023-05-26")) == "2023-06-01T00:00:00Z");
        t.say(t.a, acts::tentative, "2023-05-27");
        CHECK(lapses_text(t.at("2023-05-27")) == "2023-06-11T00:00:00Z");
    }
    SUBCASE("a revise with a reply_by brings the occasion back")
    {
        t.say(t.r, acts::revise, "2023-05-26", {.reply_by = "2023-06-30"});
        CHECK(lapses_text(t.at("2023-05-26")) == "2023-06-05T00:00:00Z");
    }
    SUBCASE("a second counter keeps what the first one proposed")
    {
        t.say(t.a, acts::counter, "2023-05-26", {.reply_by = "2023-06-25"});
        CHECK(lapses_text(t.at("2023-05-26")) == "2023-06-26T00:00:00Z");
        t.say(t.r, acts::accept_counter, "2023-05-27");
        CHECK(state_text(t.at("2023-07-04")) == "agreed");
        CHECK(state_text(t.at("2023-07-05")) == "unreported");
    }
}

TEST_CASE("in countered, accept, accept_if and tentative take the prior terms up again")
{
    for (act what : {acts::accept, acts::accept_if, acts::tentative}) {
        CAPTURE(std::string(what.text()));
        talks t("2023-06-04", "2023-05-31");
        t.say(t.r, acts::request, "2023-05-22");
        t.say(t.a, acts::counter, "2023-05-25", {.occasion = "2023-07-04"});
        t.say(t.a, what, "2023-05-26");
        CHECK(state_text(t.at("2023-06-04")) == (what == acts::accept ? "agreed" : what == acts::accept_if ? "conditional" : "tentative"));
        CHECK(state_text(t.at("2023-06-05")) == (what == acts::accept ? "unreported" : "lapsed"));
    }
}

TEST_CASE("a counter to an agreement leaves the agreement's terms to come back")
{
    talks t("2023-06-04");
    t.say(t.r, acts::request, "2023-05-22");
    t.say(t.a, acts::accept, "2023-05-23");
    t.say(t.a, acts::counter, "2023-05-25", {.occasion = "2023-07-04"});
    t.say(t.r, acts::decline_counter, "2023-05-26");
    CHECK(state_text(t.at("2023-06-04")) == "agreed");
    CHECK(since_text(t.at("2023-06-04")) == "2023-05-26");
    CHECK(state_text(t.at("2023-06-05")) == "unreported");
}

TEST_CASE("a move into postponed drops the occasion and keeps the reply_by")
{
    talks t("2023-06-04", "2023-05-31");
    t.say(t.r, acts::request, "2023-05-22");
    t.say(t.a, acts::postpone, "2023-05-23");
    CHECK(lapses_text(t.at("2023-05-24")) == "null");
    CHECK(state_text(t.at("2023-07-01")) == "postponed");
    SUBCASE("so what is agreed then has no occasion to pass")
    {
        t.say(t.a, acts::accept, "2023-05-25");
        CHECK(state_text(t.at("2030")) == "agreed");
    }
    SUBCASE("and asking again is due by the old reply_by")
    {
        t.say(t.r, acts::request, "2023-05-25");
        CHECK(lapses_text(t.at("2023-05-25")) == "2023-06-01T00:00:00Z");
        t.say(t.a, acts::tentative, "2023-05-26");
        CHECK(lapses_text(t.at("2023-05-26")) == "null");
    }
    SUBCASE("a new occasion may be proposed")
    {
        t.say(t.r, acts::revise, "2023-05-25", {.occasion = "2023-09-01"});
        t.say(t.a, acts::accept, "2023-05-26");
        CHECK(state_text(t.at("2023-09-01")) == "agreed");
        CHECK(state_text(t.at("2023-09-02")) == "unreported");
    }
}

TEST_CASE("a new attempt drops what has passed of the terms then in force")
{
    talks t("2023-06-04", "2023-05-31");
    t.say(t.r, acts::request, "2023-05-22");
    t.say(t.a, acts::decline, "2023-05-23");
    t.say(t.r, acts::request, "2023-06-02");
    CHECK_MESSAGE(lapses_text(t.at("2023-06-02")) == "2023-06-05T00:00:00Z", "the reply_by is dropped, the occasion to come is not");
    t.say(t.a, acts::decline, "2023-06-03");
    t.say(t.r, acts::request, "2023-06-10");
    CHECK(lapses_text(t.at("2023-06-10")) == "null");
    CHECK(state_text(t.at("2030")) == "pending");
    CHECK(t.at("2030").attempts == 3);
}

TEST_CASE("a new attempt drops its own terms too where they have passed")
{
    talks t;
    t.say(t.r, acts::request, "2023-05-22");
    t.say(t.a, acts::decline, "2023-05-23");
    t.say(t.r, acts::request, "2023-06-02", {.occasion = "2023-06-20", .reply_by = "2023-06-01"});
    CHECK(lapses_text(t.at("2023-06-03")) == "2023-06-21T00:00:00Z");
}

TEST_CASE("a term that ends at the very instant of the attempt has not passed")
{
    talks t({}, "2023-05-31");
    t.say(t.r, acts::request, "2023-05-22");
    t.say(t.a, acts::decline, "2023-05-23");
    t.say(t.r, acts::request, "2023-05-31T23:59:59Z");
    CHECK(state_text(t.at("2023-05-31T23:59:59Z")) == "pending");
    CHECK(lapses_text(t.at("2023-05-31T23:59:59Z")) == "2023-06-01T00:00:00Z");
    CHECK(state_text(t.at("2023-06-01T00:00:00Z")) == "lapsed");
}

TEST_CASE("an occasion that ends at the very instant of the attempt has not passed")
{
    talks t("2023-06-04");
    t.say(t.r, acts::request, "2023-05-22");
    t.say(t.a, acts::decline, "2023-05-23");
    t.say(t.r, acts::request, "2023-06-04T23:59:59Z");
    CHECK(state_text(t.at("2023-06-04T23:59:59Z")) == "pending");
    CHECK(state_text(t.at("2023-06-05T00:00:00Z")) == "lapsed");
}

TEST_CASE("a move out of lapsed drops what has passed, and what is still to come stays")
{
    talks t("2023-06-04", "2023-05-31");
    t.say(t.r, acts::request, "2023-05-22");
    SUBCASE("a late tentative")
    {
        t.say(t.a, acts::tentative, "2023-06-02");
        const account found = t.look("2023-06-02");
        CHECK(state_text(found.status) == "tentative");
        CHECK(lapses_text(found.status) == "2023-06-05T00:00:00Z");
        CHECK(diagnostics_text(found) == "c2:out_of_protocol");
        CHECK(found.status.attempts == 1);
    }
    SUBCASE("a late accept after the occasion is never unreported")
    {
        t.say(t.a, acts::accept, "2023-06-10");
        CHECK(state_text(t.at("2030")) == "agreed");
    }
    SUBCASE("what does not move out drops nothing")
    {
        t.say(t.a, acts::acknowledge, "2023-06-02");
        CHECK(state_text(t.at("2023-06-02")) == "lapsed");
        CHECK(since_text(t.at("2023-06-03")) == "2023-06-01T00:00:00Z");
    }
    SUBCASE("a late counter with terms that have passed")
    {
        t.say(t.a, acts::counter, "2023-06-10", {.occasion = "2023-06-08", .reply_by = "2023-06-20"});
        CHECK(lapses_text(t.at("2023-06-10")) == "2023-06-21T00:00:00Z");
    }
}

TEST_CASE("terms taken up late never fall due")
{
    talks t({}, "2023-05-31");
    t.say(t.r, acts::request, "2023-05-22");
    SUBCASE("by a revise of terms that have passed")
    {
        t.say(t.r, acts::revise, "2023-05-30", {.reply_by = "2023-05-20"});
        CHECK(lapses_text(t.at("2023-05-30")) == "null");
        CHECK(state_text(t.at("2030")) == "pending");
    }
    SUBCASE("by a proposal of R's in countered")
    {
        t.say(t.a, acts::counter, "2023-05-30");
        t.say(t.r, acts::revise, "2023-06-05", {.occasion = "2023-06-20"});
        CHECK(lapses_text(t.at("2023-06-06")) == "2023-06-21T00:00:00Z");
        CHECK(state_text(t.at("2023-06-20")) == "pending");
    }
    SUBCASE("by a request in countered")
    {
        t.say(t.a, acts::counter, "2023-05-30");
        t.say(t.r, acts::request, "2023-06-05");
        CHECK(lapses_text(t.at("2023-06-06")) == "null");
        CHECK(state_text(t.at("2030")) == "pending");
    }
}

TEST_CASE("an occasion taken up late never passes")
{
    for (act what : {acts::accept, acts::accept_if, acts::tentative}) {
        CAPTURE(std::string(what.text()));
        talks t("2023-06-04");
        t.say(t.r, acts::request, "2023-05-22");
        t.say(t.a, acts::counter, "2023-05-25", {.occasion = "2023-07-04"});
        t.say(t.a, what, "2023-06-10");
        CHECK(state_text(t.at("2030")) == (what == acts::accept ? "agreed" : what == acts::accept_if ? "conditional" : "tentative"));
        CHECK(lapses_text(t.at("2023-06-11")) == "null");
    }
}

TEST_CASE("what fell due while countered happens at decline_counter, right after it")
{
    talks t({}, "2023-05-31");
    t.say(t.r, acts::request, "2023-05-22");
    t.say(t.a, acts::counter, "2023-05-30");
    CHECK(state_text(t.at("2023-06-04")) == "countered");
    SUBCASE("late")
    {
        t.say(t.r, acts::decline_counter, "2023-06-05T12:00:00Z");
        CHECK(state_text(t.at("2023-06-05T11:59:59Z")) == "countered");
        const account found = t.look("2023-06-05T12:00:00Z");
        CHECK(state_text(found.status) == "lapsed");
        CHECK(since_text(found.status) == "2023-06-05T12:00:00Z");
        CHECK(found.status.since.clock.has_value());
        CHECK(evidence_text(found) == "c1 c2 c3");
        CHECK(diagnostics_text(found).empty());
    }
    SUBCASE("in time, it has yet to fall due")
    {
        t.say(t.r, acts::decline_counter, "2023-05-31T12:00:00Z");
        CHECK(state_text(t.at("2023-05-31")) == "pending");
        CHECK(since_text(t.at("2023-05-31")) == "2023-05-31T12:00:00Z");
        CHECK(lapses_text(t.at("2023-05-31")) == "2023-06-01T00:00:00Z");
        CHECK(state_text(t.at("2023-06-01")) == "lapsed");
    }
    SUBCASE("at the very instant")
    {
        t.say(t.r, acts::decline_counter, "2023-06-01T00:00:00Z");
        CHECK(state_text(t.at("2023-06-01T00:00:00Z")) == "lapsed");
        CHECK(since_text(t.at("2023-06-01T00:00:00Z")) == "2023-06-01T00:00:00Z");
    }
}

TEST_CASE("an occasion that passed while countered leaves the agreement unreported")
{
    talks t("2023-06-04");
    t.say(t.r, acts::request, "2023-05-22");
    t.say(t.a, acts::accept, "2023-05-23");
    t.say(t.a, acts::counter, "2023-05-25", {.occasion = "2023-07-04"});
    t.say(t.r, acts::decline_counter, "2023-06-10T09:00:00Z");
    const status s = t.at("2023-06-10");
    CHECK(state_text(s) == "unreported");
    CHECK(since_text(s) == "2023-06-10T09:00:00Z");
}

TEST_CASE("what had fallen due before the counter does not happen again")
{
    talks t({}, "2023-05-31");
    t.say(t.r, acts::request, "2023-05-22");
    t.say(t.a, acts::tentative, "2023-05-23");
    t.say(t.a, acts::counter, "2023-06-05");
    t.say(t.r, acts::decline_counter, "2023-06-10");
    CHECK_MESSAGE(state_text(t.at("2023-06-10")) == "tentative", "the reply was due on 1 June, in tentative, where that is nothing");
    talks late({}, "2023-05-31");
    late.say(late.r, acts::request, "2023-05-22");
    late.say(late.a, acts::tentative, "2023-05-23");
    late.say(late.r, acts::revise, "2023-06-03");
    late.say(late.a, acts::counter, "2023-06-05");
    late.say(late.r, acts::decline_counter, "2023-06-10");
    CHECK(state_text(late.at("2023-06-10")) == "pending");
}

TEST_CASE("at one instant contacts come first, then the clock")
{
    talks t({}, "2023-05-31");
    t.say(t.r, acts::request, "2023-05-22");
    SUBCASE("an answer at the instant at which it falls due is in time")
    {
        t.say(t.a, acts::accept, "2023-06-01T00:00:00Z");
        const account found = t.look("2023-06-01T00:00:00Z");
        CHECK(state_text(found.status) == "agreed");
        CHECK(diagnostics_text(found).empty());
    }
    SUBCASE("a second later it is late")
    {
        t.say(t.a, acts::accept, "2023-06-01T00:00:01Z");
        CHECK(diagnostics_text(t.look("2023-06-01")) == "c2:out_of_protocol");
    }
    SUBCASE("other terms at that instant are in force before the clock looks")
    {
        t.say(t.r, acts::revise, "2023-06-01T00:00:00Z", {.reply_by = "2023-06-10"});
        CHECK(state_text(t.at("2023-06-10")) == "pending");
        CHECK(state_text(t.at("2023-06-11")) == "lapsed");
    }
    SUBCASE("terms set at the instant at which they fall due are in force at it")
    {
        t.say(t.r, acts::revise, "2023-05-29T00:00:00Z", {.reply_by = "2023-05-28"});
        CHECK(state_text(t.at("2023-05-29T00:00:00Z")) == "lapsed");
    }
}

// Whose court, since when, until when, how often.

TEST_CASE("the debtor of the last contact whose cell named conditional is awaited, else R")
{
    talks t;
    const actor_id congress = t.someone("congress");
    t.say(t.r, acts::request, "2023-05-01");
    t.say(t.a, acts::accept_if, "2023-05-02", {.debtor = congress});
    CHECK(awaiting_text(t.at("2023-05-02")) == "congress");
    t.say(t.a, acts::remark, "2023-05-03", {.debtor = t.a});
    CHECK(awaiting_text(t.at("2023-05-03")) == "congress");
    t.say(t.a, acts::accept_if, "2023-05-04");
    CHECK(awaiting_text(t.at("2023-05-04")) == "r");
    CHECK(since_text(t.at("2023-05-04")) == "2023-05-04");
}

TEST_CASE("<prior> brings back debtor and postponer")
{
    talks t;
    const actor_id congress = t.someone("congress");
    t.say(t.r, acts::request, "2023-05-01");
    SUBCASE("debtor")
    {
        t.say(t.a, acts::accept_if, "2023-05-02", {.debtor = congress});
        t.say(t.a, acts::counter, "2023-05-03");
        CHECK(awaiting_text(t.at("2023-05-03")) == "r");
        t.say(t.r, acts::decline_counter, "2023-05-04");
        CHECK(state_text(t.at("2023-05-04")) == "conditional");
        CHECK(awaiting_text(t.at("2023-05-04")) == "congress");
        CHECK(since_text(t.at("2023-05-04")) == "2023-05-04");
    }
    SUBCASE("postponer")
    {
        t.say(t.a, acts::postpone, "2023-05-02");
        t.say(t.a, acts::counter, "2023-05-03");
        t.say(t.r, acts::decline_counter, "2023-05-04");
        CHECK(state_text(t.at("2023-05-04")) == "postponed");
        CHECK(awaiting_text(t.at("2023-05-04")) == "a");
    }
}

TEST_CASE("the postponer is the party on whose side the actor is, or that actor")
{
    talks t;
    const actor_id desk = t.someone("desk");
    const actor_id host = t.someone("host");
    const actor_id both = t.someone("both");
    t.belongs("t1", desk, t.a);
    t.belongs("t2", both, t.a, "2023-05-01/2023-05-10");
    t.belongs("t3", both, t.r, "2023-05-12/2023-05-20");
    t.say(t.r, acts::request, "2023-05-01");
    SUBCASE("of a side")
    {
        t.say(desk, acts::postpone, "2023-05-02");
        CHECK(awaiting_text(t.at("2023-06-01")) == "a");
    }
    SUBCASE("of neither")
    {
        t.say(host, acts::postpone, "2023-05-02");
        CHECK(awaiting_text(t.at("2023-06-01")) == "host");
    }
    SUBCASE("of both")
    {
        t.say(both, acts::postpone, "2023-05");
        CHECK(awaiting_text(t.at("2023-06-01")) == "both");
    }
    SUBCASE("the first, where the second is only recorded")
    {
        t.say(t.a, acts::postpone, "2023-05-02");
        t.say(t.r, acts::postpone, "2023-05-03");
        CHECK(awaiting_text(t.at("2023-06-01")) == "a");
        CHECK(since_text(t.at("2023-06-01")) == "2023-05-02");
    }
}

TEST_CASE("since is the date, as written, of the contact whose cell last named a state")
{
    talks t;
    CHECK(since_text(t.at("2023-04-01")).empty());
    t.say(t.r, acts::request, "2023-05-01?");
    CHECK(since_text(t.at("2023-05-02")) == "2023-05-01?");
    t.say(t.r, acts::request, "2023-05-02");
    t.say(t.a, acts::remark, "2023-05-03");
    CHECK(since_text(t.at("2023-05-03")) == "2023-05-01?");
    t.say(t.r, acts::revise, "2023-05-04T10:00+08:00");
    CHECK_MESSAGE(since_text(t.at("2023-05-04")) == "2023-05-04T10:00+08:00", "a cell may name the present state");
    t.say(t.a, acts::decline, "2023-05-05");
    t.say(t.r, acts::reiterate, "2023-05-06");
    CHECK_MESSAGE(since_text(t.at("2023-05-06")) == "2023-05-06", "a new attempt");
}

TEST_CASE("lapses is the earliest act of the clock whose cell does something")
{
    talks t("2023-06-04", "2023-05-31");
    t.say(t.r, acts::request, "2023-05-22");
    CHECK(lapses_text(t.at("2023-05-21")) == "null");
    CHECK(lapses_text(t.at("2023-05-22")) == "2023-06-01T00:00:00Z");
    t.say(t.a, acts::tentative, "2023-05-23");
    CHECK(lapses_text(t.at("2023-05-23")) == "2023-06-05T00:00:00Z");
    t.say(t.a, acts::accept_if, "2023-05-24");
    CHECK(lapses_text(t.at("2023-05-24")) == "2023-06-05T00:00:00Z");
    t.say(t.a, acts::accept, "2023-05-25");
    CHECK_MESSAGE(lapses_text(t.at("2023-05-25")) == "null", "agreed is not open");
    CHECK(state_text(t.at("2023-06-05")) == "unreported");
}

TEST_CASE("attempts and reminders")
{
    talks t;
    CHECK(t.at("2023-01-01").attempts == 0);
    t.say(t.r, acts::reiterate, "2023-05-01");
    CHECK(t.at("2023-05-01").attempts == 1);
    CHECK_MESSAGE(t.at("2023-05-01").reminders == 0, "it began the attempt");
    t.say(t.r, acts::reiterate, "2023-05-02");
    t.say(t.r, acts::reiterate, "2023-05-03");
    t.say(t.r, acts::request, "2023-05-04");
    CHECK(t.at("2023-05-04").reminders == 2);
    t.say(t.a, acts::accept, "2023-05-05");
    t.say(t.r, acts::reiterate, "2023-05-06");
    CHECK(t.at("2023-05-06").reminders == 3);
    t.say(t.a, acts::decline, "2023-05-07");
    t.say(t.r, acts::reiterate, "2023-05-08");
    CHECK(t.at("2023-05-08").attempts == 2);
    CHECK(t.at("2023-05-08").reminders == 0);
    t.say(t.r, acts::reiterate, "2023-05-09");
    CHECK(t.at("2023-05-09").reminders == 1);
    CHECK(t.at("2023-05-09").attempts == 2);
}

TEST_CASE("an answer out of nothing is the first move of an attempt")
{
    talks t;
    t.say(t.a, acts::remark, "2023-05-01");
    CHECK(t.at("2023-05-01").attempts == 0);
    t.say(t.a, acts::accept, "2023-05-02");
    const account found = t.look("2023-05-02");
    CHECK(found.status.attempts == 1);
    CHECK(state_text(found.status) == "agreed");
    CHECK(diagnostics_text(found) == "c2:out_of_protocol");
}

TEST_CASE("evidence is every contact folded by then, in order")
{
    talks t;
    t.say(t.a, acts::acknowledge, "2023-05-02");
    t.say(t.r, acts::request, "2023-05-01");
    t.say(t.a, acts::remark, "2023-05-04");
    t.say(t.a, acts::remark, "2023-05-03");
    CHECK(evidence_text(t.look("2023-05-05")) == "c2 c1 c4 c3");
    CHECK(evidence_text(t.look("2023-05-03")) == "c2 c1 c4");
    CHECK(evidence_text(t.look("2023-04-30")).empty());
}

// Delegation.

namespace {

struct delegation : talks {
    actor_id d = someone("d");
    actor_id e = someone("e");

    delegation() : talks({}, "2023-06-30")
    {
        say(r, acts::request, "2023-05-01", {.to = a, .reply_by = "2023-05-31"});
        say(a, acts::delegate, "2023-05-10", {.to = r, .delegate = d});
    }
    std::string legs_at(const char* when) const { return legs_text(book, legs(book.as_of(date{when}), m)); }
};

}  // namespace

TEST_CASE("a delegate has a leg of its own, on the matter's terms, from the delegating contact on")
{
    delegation t;
    CHECK(t.legs_at("2023-05-09") == "talks/a");
    CHECK(t.legs_at("2023-05-10") == "talks/a talks/d");
    CHECK(state_text(t.at("2023-05-11")) == "delegated");
    CHECK(awaiting_text(t.at("2023-05-11")) == "null");
    const account found = t.look("2023-05-11", t.d);
    CHECK(state_text(found.status) == "pending");
    CHECK(since_text(found.status) == "2023-05-10");
    CHECK(awaiting_text(found.status) == "d");
    CHECK(found.status.attempts == 1);
    CHECK(found.status.reminders == 0);
    CHECK_MESSAGE(lapses_text(found.status) == "2023-07-01T00:00:00Z", "not those of the request to a");
    CHECK(evidence_text(found) == "c2");
    CHECK_MESSAGE(diagnostics_text(found).empty(), "a request from a would be of the wrong side");
}

TEST_CASE("what the delegate does is of its leg, not of the one that delegated")
{
    delegation t;
    t.say(t.d, acts::accept, "2023-05-12", {.to = t.r});
    t.say(t.r, acts::remark, "2023-05-13", {.to = t.d});
    t.say(t.r, acts::remark, "2023-05-14", {.to = t.a});
    CHECK(evidence_text(t.look("2023-05-20", t.d)) == "c2 c3 c4");
    CHECK(state_text(t.at("2023-05-20", t.d)) == "agreed");
    CHECK(evidence_text(t.look("2023-05-20")) == "c1 c2 c5");
    CHECK(diagnostics_text(t.look("2023-05-20", t.d)).empty());
}

TEST_CASE("a contact of the delegate's is of its leg even where respondent names another")
{
    delegation t;
    t.say(t.d, acts::remark, "2023-05-12", {.to = t.r, .respondent = {t.a}});
    t.say(t.r, acts::remark, "2023-05-13", {.to = t.a, .respondent = {t.d}});
    CHECK(evidence_text(t.look("2023-05-20", t.d)) == "c2 c3 c4");
    CHECK(evidence_text(t.look("2023-05-20")) == "c1 c2 c3");
}

TEST_CASE("a delegating contact to the delegate itself is still the delegator's")
{
    talks t;
    const actor_id d = t.someone("d");
    t.say(t.r, acts::request, "2023-05-01");
    t.say(t.a, acts::delegate, "2023-05-10", {.to = d, .delegate = d});
    CHECK(state_text(t.at("2023-05-11")) == "delegated");
    CHECK(state_text(t.at("2023-05-11", d)) == "pending");
}

TEST_CASE("where its own delegate is named, a delegate counts for nothing in whose contact it is")
{
    talks t;
    const actor_id d = t.someone("d");
    const actor_id desk = t.someone("desk");
    t.belongs("t1", desk, t.a);
    t.say(t.r, acts::request, "2023-05-01");
    SUBCASE("addressed to it by the respondent's desk: by side the contact is the respondent's")
    {
        t.say(desk, acts::delegate, "2023-05-10", {.to = d, .delegate = d});
    }
    SUBCASE("with it as respondent") { t.say(t.a, acts::delegate, "2023-05-10", {.to = t.r, .respondent = {d}, .delegate = d}); }
    CHECK(state_text(t.at("2023-05-11")) == "delegated");
    CHECK(evidence_text(t.look("2023-05-11")) == "c1 c2");
    CHECK(evidence_text(t.look("2023-05-11", d)) == "c2");
    CHECK(legs_text(t.book, legs(t.book.as_of(date{"2023-05-11"}), t.m)) == "talks/a talks/d");
}

TEST_CASE("by side a delegate gets no contacts")
{
    delegation t;
    const actor_id desk = t.someone("desk");
    t.belongs("t1", desk, t.d);
    t.say(desk, acts::remark, "2023-05-12");
    CHECK(evidence_text(t.look("2023-05-20", t.d)) == "c2");
    CHECK_MESSAGE(evidence_text(t.look("2023-05-20")) == "c1 c2 c3", "it is on no respondent's side, so it is of every leg listed");
}

TEST_CASE("a delegate may delegate")
{
    delegation t;
    t.say(t.d, acts::delegate, "2023-05-12", {.to = t.r, .delegate = t.e});
    CHECK(t.legs_at("2023-05-11") == "talks/a talks/d");
    CHECK(t.legs_at("2023-05-12") == "talks/a talks/d talks/e");
    CHECK(state_text(t.at("2023-05-12", t.d)) == "delegated");
    CHECK(state_text(t.at("2023-05-12", t.e)) == "pending");
    CHECK(evidence_text(t.look("2023-05-12", t.e)) == "c3");
}

TEST_CASE("a leg is shown only once a delegating contact is folded in a cell that names a state")
{
    talks t;
    const actor_id d = t.someone("d");
    t.say(t.r, acts::request, "2023-05-01");
    t.say(t.a, acts::decline, "2023-05-02");
    t.say(t.a, acts::delegate, "2023-05-03", {.delegate = d});
    const auto shown = [&t](const char* when) { return legs_text(t.book, legs(t.book.as_of(date{when}), t.m)); };
    CHECK(shown("2023-05-04") == "talks/a");
    t.say(t.r, acts::request, "2023-05-05");
    CHECK(shown("2023-05-05") == "talks/a");
    t.say(t.a, acts::delegate, "2023-05-06", {.delegate = d});
    CHECK(shown("2023-05-06") == "talks/a talks/d");
    const account found = t.look("2023-05-06", d);
    CHECK_MESSAGE(evidence_text(found) == "c3 c5", "every such delegating contact, whatever the fold");
    CHECK(since_text(found.status) == "2023-05-03");
}

TEST_CASE("a stale delegation shows no leg")
{
    talks t;
    const actor_id d = t.someone("d");
    t.say(t.r, acts::request, "2023-05-01");
    t.say(t.r, acts::withdraw, "2023-05-02");
    t.say(t.a, acts::delegate, "2023-05-03", {.delegate = d});
    CHECK(legs_text(t.book, legs(t.book.as_of(date{"2023-05-04"}), t.m)) == "talks/a");
    CHECK(diagnostics_text(t.look("2023-05-04")) == "c3:stale");
}

TEST_CASE("a leg is shown by one that is not shown itself")
{
    talks t;
    const actor_id d = t.someone("d");
    const actor_id e = t.someone("e");
    t.say(t.r, acts::request, "2023-05-01");
    t.say(t.a, acts::decline, "2023-05-02");
    t.say(t.a, acts::delegate, "2023-05-03", {.delegate = d});
    t.say(d, acts::delegate, "2023-05-04", {.to = t.r, .delegate = e});
    CHECK(legs_text(t.book, legs(t.book.as_of(date{"2023-05-05"}), t.m)) == "talks/a talks/e");
}

TEST_CASE("who is the requester or a respondent already is no delegate")
{
    talks t;
    const actor_id b = t.someone("b");
    const matter_id m2 = t.book.add(matter{.key = "m2", .requester = t.r, .respondents = {t.a, b}});
    const view then = t.book.as_of(date{"2023-06-01"});
    t.book.add(contact{.key = "x1", .matter = m2, .act = acts::request, .from = t.r, .on = date{"2023-05-01"}});
    t.book.add(contact{.key = "x2", .matter = m2, .act = acts::delegate, .from = t.a, .on = date{"2023-05-02"}, .delegate = b});
    t.book.add(contact{.key = "x3", .matter = m2, .act = acts::delegate, .from = b, .on = date{"2023-05-03"}, .delegate = t.r});
    const view now = t.book.as_of(date{"2023-06-01"});
    CHECK(legs_text(t.book, legs(now, m2)) == "m2/a m2/b");
    CHECK(evidence_text(account_of(now, {m2, b})) == "x1 x3");
    CHECK(state_text(status(now, {m2, t.a})) == "delegated");
    CHECK(evidence_text(account_of(then, {m2, b})).empty());
}

TEST_CASE("a delegation that is unknown or corrected makes no delegate")
{
    delegation t;
    SUBCASE("unknown")
    {
        t.report_on(contact_id{1}, t.source_of("s"), stance::retracts);
        CHECK(t.legs_at("2023-06-01") == "talks/a");
        CHECK(state_text(t.at("2023-05-11")) == "pending");
    }
    SUBCASE("corrected")
    {
        t.say(t.a, acts::delegate, "2023-05-10", {.to = t.r, .delegate = t.e, .corrects = contact_id{1}});
        CHECK(t.legs_at("2023-06-01") == "talks/a talks/e");
    }
    SUBCASE("disputed, it makes one")
    {
        t.dispute(contact_id{1});
        CHECK(t.legs_at("2023-06-01") == "talks/a talks/d");
        CHECK(possible_text(t.at("2023-05-20", t.d)) == "none pending");
        CHECK(doubts_text(t.at("2023-05-20", t.d)) == "dispute");
    }
}

TEST_CASE("a delegating act of another's hand is odd in the delegator's leg alone")
{
    talks t;
    const actor_id d = t.someone("d");
    t.say(t.r, acts::request, "2023-05-01");
    t.say(t.someone("x"), acts::delegate, "2023-05-02", {.to = t.a, .delegate = d});
    CHECK(diagnostics_text(t.look("2023-05-03")) == "c2:outsider");
    CHECK(diagnostics_text(t.look("2023-05-03", d)).empty());
    CHECK(state_text(t.at("2023-05-03", d)) == "pending");
}
