// SPDX-License-Identifier: BSL-1.0
#include <demarche/status.hpp>

#include "support.hpp"

#include <set>
#include <type_traits>

using namespace demarche;
using namespace support;

namespace {

std::string day(int month, int number)
{
    return "2023-" + std::string(month < 10 ? "0" : "") + std::to_string(month) + "-" + (number < 10 ? "0" : "") + std::to_string(number);
}

constexpr const char* all_states = "none pending acknowledged tentative countered conditional postponed agreed declined withdrawn cancelled reneged lapsed "
                                   "superseded delegated held not_held unreported";

}  // namespace

// Whose contact.

namespace {

/// A matter with two respondents, a and b.
struct two_invited {
    chronicle book = {};
    actor_id r = book.add(actor{.key = "r"});
    actor_id a = book.add(actor{.key = "a"});
    actor_id b = book.add(actor{.key = "b"});
    actor_id x = book.add(actor{.key = "x"});
    matter_id m = book.add(matter{.key = "m", .requester = r, .respondents = {a, b}});

    void say(contact c)
    {
        c.key = "c" + std::to_string(book.size().contacts + 1);
        c.matter = m;
        c.on = date{"2023-05-01"};
        book.add(c);
    }
    std::string of(actor_id whom) const { return evidence_text(account_of(book.as_of(date{"2023-06-01"}), {m, whom})); }
};

}  // namespace

TEST_CASE("a contact belongs to the legs that respondent names")
{
    two_invited t;
    t.say({.act = acts::request, .from = t.r, .to = t.a, .on = date{"2023"}, .respondent = {t.b}});
    t.say({.act = acts::request, .from = t.r, .on = date{"2023"}, .respondent = {t.a, t.b}});
    t.say({.act = acts::accept, .from = t.a, .on = date{"2023"}, .respondent = {t.b, t.x}});
    CHECK(t.of(t.a) == "c2");
    CHECK(t.of(t.b) == "c1 c2 c3");
}

TEST_CASE("without respondent, or where it names nobody with a leg, to those that from or to names")
{
    two_invited t;
    t.say({.act = acts::request, .from = t.r, .to = t.a, .on = date{"2023"}});
    t.say({.act = acts::accept, .from = t.b, .to = t.r, .on = date{"2023"}});
    t.say({.act = acts::remark, .from = t.b, .to = t.r, .on = date{"2023"}, .respondent = {t.x}});
    t.say({.act = acts::remark, .from = t.a, .to = t.b, .on = date{"2023"}});
    CHECK(t.of(t.a) == "c1 c4");
    CHECK(t.of(t.b) == "c2 c3 c4");
}

TEST_CASE("where these name none, to those whose side from or to possibly is on")
{
    two_invited t;
    t.book.add(tie{.key = "t", .kind = tie_kinds::part_of, .from = t.x, .to = t.a});
    t.say({.act = acts::request, .from = t.r, .to = t.x, .on = date{"2023"}});
    t.say({.act = acts::acknowledge, .from = t.x, .to = t.r, .on = date{"2023"}});
    CHECK(t.of(t.a) == "c1 c2");
    CHECK(t.of(t.b).empty());
}

TEST_CASE("where there are none, to every leg listed; with does not count")
{
    two_invited t;
    t.say({.act = acts::request, .from = t.r, .on = date{"2023"}});
    t.say({.act = acts::remark, .from = t.x, .to = t.r, .on = date{"2023"}, .with = {t.a}});
    CHECK(t.of(t.a) == "c1 c2");
    CHECK(t.of(t.b) == "c1 c2");
}

TEST_CASE("a contact of no matter belongs to no leg")
{
    two_invited t;
    t.book.add(contact{.key = "loose", .act = acts::accept, .from = t.a, .to = t.r, .on = date{"2023-05-01"}});
    CHECK(t.of(t.a).empty());
}

// Worlds.

TEST_CASE("an imprecise date leaves open whether it has happened")
{
    talks t;
    t.say(t.r, acts::request, "2023-05");
    const status s = t.at("2023-05-15");
    CHECK_MESSAGE(state_text(s) == "none", "each contact is shown as late as it can have happened");
    CHECK(possible_text(s) == "none pending");
    CHECK_FALSE(s.certain());
    CHECK(doubts_text(s) == "imprecise_date");
    CHECK(unanswered_text(s) == "null");
    CHECK(evidence_text(t.look("2023-05-15")).empty());
    CHECK(possible_text(t.at("2023-04-30")) == "none");
    CHECK(t.at("2023-04-30").certain());
    CHECK(t.at("2023-05-31").certain());
    CHECK(state_text(t.at("2023-05-31")) == "pending");
    CHECK(unanswered_text(t.at("2023-05-31")) == "true");
}

TEST_CASE("a day is imprecise within its seconds")
{
    talks t;
    t.say(t.r, acts::request, "2023-05-22");
    CHECK(possible_text(t.at("2023-05-22T12:00:00Z")) == "none pending");
    CHECK(possible_text(t.at("2023-05-22T23:59:59Z")) == "pending");
}

TEST_CASE("an imprecise date leaves open what came first")
{
    talks t;
    t.say(t.r, acts::request, "2023-04-01");
    t.say(t.r, acts::withdraw, "2023-05");
    t.say(t.a, acts::accept, "2023-05-20");
    const account found = t.look("2023-06-30");
    CHECK(possible_text(found.status) == "withdrawn cancelled");
    CHECK(state_text(found.status) == "cancelled");
    CHECK(doubts_text(found.status) == "imprecise_date");
    CHECK_MESSAGE(unanswered_text(found.status) == "false", "neither is unanswered");
    CHECK(evidence_text(found) == "c1 c3 c2");
    CHECK(possible_text(t.at("2023-05-10")) == "pending withdrawn");
}

TEST_CASE("the date of one contact may straddle the clock's act")
{
    talks t({}, "2023-05-15");
    t.say(t.r, acts::request, "2023-05-01");
    t.say(t.a, acts::decline, "2023-05");
    CHECK(possible_text(t.at("2023-05-15")) == "pending declined");
    CHECK(possible_text(t.at("2023-05-16")) == "declined lapsed");
    CHECK(possible_text(t.at("2023-06-01")) == "declined");
    t.say(t.a, acts::accept, "2023-05-10/2023-05-20");
    CHECK(state_text(t.at("2023-05-18")) == "lapsed");
}

TEST_CASE("a dispute: what one believes decides")
{
    talks t;
    t.say(t.r, acts::request, "2023-05-01");
    t.dispute(t.say(t.a, acts::accept, "2023-05-10"));
    const account found = t.look("2023-06-01");
    CHECK(state_text(found.status) == "agreed");
    CHECK(possible_text(found.status) == "pending agreed");
    CHECK(doubts_text(found.status) == "dispute");
    CHECK(unanswered_text(found.status) == "null");
    CHECK(evidence_text(found) == "c1 c2");
    CHECK(t.at("2023-05-09").certain());
}

TEST_CASE("a dispute that decides nothing leaves no doubt")
{
    talks t;
    t.say(t.r, acts::request, "2023-05-01");
    t.dispute(t.say(t.a, acts::remark, "2023-05-10"));
    const status s = t.at("2023-06-01");
    CHECK(s.certain());
    CHECK(doubts_text(s).empty());
    CHECK(unanswered_text(s) == "true");
}

TEST_CASE("both, each where it makes a difference")
{
    talks t;
    t.say(t.r, acts::request, "2023-04-01");
    t.say(t.r, acts::withdraw, "2023-05");
    t.dispute(t.say(t.a, acts::accept, "2023-05-20"));
    const status s = t.at("2023-06-30");
    CHECK(possible_text(s) == "withdrawn cancelled");
    CHECK(doubts_text(s) == "dispute imprecise_date");
}

TEST_CASE("unanswered where the possible states agree that it is")
{
    talks t;
    t.say(t.r, acts::request, "2023-05-01");
    t.say(t.a, acts::acknowledge, "2023-05");
    const status s = t.at("2023-05-15");
    CHECK(possible_text(s) == "pending acknowledged");
    CHECK_FALSE(s.certain());
    CHECK(unanswered_text(s) == "true");
}

// The order.

TEST_CASE("rule 1: a contact goes after the one that it replies to")
{
    talks t;
    t.say(t.r, acts::request, "2023-04-01");
    const contact_id accepted = t.say(t.a, acts::accept, "2023-05-20");
    t.say(t.r, acts::withdraw, "2023-05", {.in_reply_to = accepted});
    CHECK(possible_text(t.at("2023-06-30")) == "cancelled");
    CHECK_MESSAGE(possible_text(t.at("2023-05-19")) == "pending", "no withdrawal before what it replies to");
    CHECK(diagnostics_text(t.look("2023-06-30")).empty());
}

TEST_CASE("rule 1: a reply holds the other back too")
{
    talks t;
    t.say(t.r, acts::request, "2023-04-01");
    const contact_id accepted = t.say(t.a, acts::accept, "2023-05");
    t.say(t.r, acts::withdraw, "2023-05-10", {.in_reply_to = accepted});
    CHECK(possible_text(t.at("2023-05-10")) == "cancelled");
    CHECK(evidence_text(t.look("2023-05-10")) == "c1 c2 c3");
}

TEST_CASE("rule 2: nothing goes before the opening contact")
{
    talks t;
    t.say(t.r, acts::request, "2023-05");
    t.say(t.a, acts::counter, "2023-05-20");
    CHECK_MESSAGE(possible_text(t.at("2023-06-30")) == "countered", "a request after the counter would be pending");
    CHECK(possible_text(t.at("2023-05-10")) == "none pending");
}

TEST_CASE("rule 2: the opening contact is the first recorded that leads out of none without a diagnostic")
{
    talks t;
    t.say(t.a, acts::counter, "2023-05-20");
    t.say(t.a, acts::remark, "2023-05-20");
    t.say(t.r, acts::reiterate, "2023-05");
    t.say(t.r, acts::request, "2023-05-01/2023-05-30");
    const account found = t.look("2023-06-30");
    CHECK_MESSAGE(possible_text(found.status) == "pending countered", "the reiterate opens; the request may come before the counter or after");
    CHECK_MESSAGE(evidence_text(found) == "c3 c1 c2 c4", "shown as late as what must follow allows");
    CHECK(diagnostics_text(found).empty());
}

TEST_CASE("rule 3: of contacts whose dates have the same bounds the first recorded goes first")
{
    talks t;
    t.say(t.r, acts::request, "2023-04-01");
    t.say(t.a, acts::accept, "2023-05");
    SUBCASE("the same text")
    {
        t.say(t.r, acts::withdraw, "2023-05");
        CHECK(possible_text(t.at("2023-06-30")) == "cancelled");
    }
    SUBCASE("it is the bounds that count")
    {
        t.say(t.r, acts::withdraw, "2023-05-01/2023-05-31");
        CHECK(possible_text(t.at("2023-06-30")) == "cancelled");
    }
    SUBCASE("a second less is another date")
    {
        t.say(t.r, acts::withdraw, "2023-05-01T00:00:01Z/2023-05-31");
        CHECK(possible_text(t.at("2023-06-30")) == "withdrawn cancelled");
    }
}

TEST_CASE("record order is by seq, not by arrival")
{
    batch records;
    records.actors = {{actor{.key = "r"}, 1}, {actor{.key = "a"}, 2}};
    records.matters = {{matter{.key = "m", .requester = actor_id{0}, .respondents = {actor_id{1}}}, 3}};
    records.contacts = {{contact{.key = "late", .matter = matter_id{0}, .act = acts::withdraw, .from = actor_id{0}, .on = date{"2023-05"}}, 9},
        {contact{.key = "mid", .matter = matter_id{0}, .act = acts::accept, .from = actor_id{1}, .on = date{"2023-05"}}, 8},
        {contact{.key = "first", .matter = matter_id{0}, .act = acts::request, .from = actor_id{0}, .on = date{"2023-05"}}, 8}};
    const chronicle book(records);
    const account found = account_of(book.as_of(date{"2023-06-01"}), {matter_id{0}, actor_id{1}});
    CHECK_MESSAGE(evidence_text(found) == "first mid late", "of one seq by key");
    CHECK(possible_text(found.status) == "cancelled");
}

TEST_CASE("a rule that the dates make impossible is void, with a diagnostic on the contact held back")
{
    SUBCASE("rule 1")
    {
        talks t;
        t.say(t.r, acts::request, "2023-04-01");
        const contact_id accepted = t.say(t.a, acts::accept, "2023-05-20");
        t.say(t.r, acts::withdraw, "2023-05-10", {.in_reply_to = accepted});
        const account found = t.look("2023-06-30");
        CHECK(possible_text(found.status) == "withdrawn");
        CHECK(diagnostics_text(found) == "c2:stale c3:impossible_order");
        CHECK_MESSAGE(diagnostics_text(t.look("2023-05-05")).empty(), "diagnostics are those of the contacts in evidence");
    }
    SUBCASE("rule 2")
    {
        talks t;
        t.say(t.r, acts::request, "2023-05-25");
        t.say(t.a, acts::counter, "2023-05-20");
        const account found = t.look("2023-06-30");
        CHECK(diagnostics_text(found) == "c2:impossible_order c2:out_of_protocol");
        CHECK(state_text(found.status) == "pending");
    }
}

TEST_CASE("a rule that the rules taken make impossible is void")
{
    talks t;
    t.say(t.r, acts::request, "2023-04-01");
    const contact_id later{2};
    SUBCASE("a reply to one recorded later on the same day: rule 1 comes before rule 3")
    {
        // The contact replied to does not exist yet when the reply is written down, so this takes a batch.
        batch records;
        records.actors = {{actor{.key = "r"}, 1}, {actor{.key = "a"}, 2}};
        records.matters = {{matter{.key = "m", .requester = actor_id{0}, .respondents = {actor_id{1}}}, 3}};
        const auto said = [](const char* key, act what, std::size_t from, contact_id reply) {
            return contact{.key = key, .matter = matter_id{0}, .act = what, .from = actor_id{from}, .on = date{"2023-05-20"}, .in_reply_to = reply};
        };
        records.contacts = {{said("c1", acts::request, 0, {}), 4}, {said("c2", acts::withdraw, 0, later), 5}, {said("c3", acts::accept, 1, {}), 6}};
        const chronicle book(records);
        const account found = account_of(book.as_of(date{"2023-06-01"}), {matter_id{0}, actor_id{1}});
        CHECK(evidence_text(found) == "c1 c3 c2");
        CHECK(possible_text(found.status) == "cancelled");
        CHECK_MESSAGE(diagnostics_text(found) == "c3:impossible_order", "rule 3 would hold c3 back");
    }
    SUBCASE("a circle of replies")
    {
        batch records;
        records.actors = {{actor{.key = "r"}, 1}, {actor{.key = "a"}, 2}};
        records.matters = {{matter{.key = "m", .requester = actor_id{0}, .respondents = {actor_id{1}}}, 3}};
        const auto said = [](const char* key, act what, std::size_t from, contact_id reply) {
            return contact{.key = key, .matter = matter_id{0}, .act = what, .from = actor_id{from}, .on = date{"2023-05-20"}, .in_reply_to = reply};
        };
        records.contacts = {{said("c1", acts::request, 0, {}), 4}, {said("c2", acts::withdraw, 0, later), 5}, {said("c3", acts::accept, 1, contact_id{1}), 6}};
        const chronicle book(records);
        const account found = account_of(book.as_of(date{"2023-06-01"}), {matter_id{0}, actor_id{1}});
        CHECK_MESSAGE(evidence_text(found) == "c1 c3 c2", "c2's reply, the first recorded, is taken");
        CHECK_MESSAGE(diagnostics_text(found) == "c3:impossible_order", "void by two rules, said once");
    }
}

TEST_CASE("a reply to itself, or to what it corrects, makes no rule")
{
    SUBCASE("itself")
    {
        batch records;
        records.actors = {{actor{.key = "r"}, 1}, {actor{.key = "a"}, 2}};
        records.matters = {{matter{.key = "m", .requester = actor_id{0}, .respondents = {actor_id{1}}}, 3}};
        records.contacts = {
            {contact{.key = "c1", .matter = matter_id{0}, .act = acts::request, .from = actor_id{0}, .on = date{"2023"}, .in_reply_to = contact_id{0}}, 4}};
        const chronicle book(records);
        CHECK(diagnostics_text(account_of(book.as_of(date{"2024"}), {matter_id{0}, actor_id{1}})).empty());
    }
    SUBCASE("what it corrects")
    {
        talks t;
        const contact_id asked = t.say(t.r, acts::request, "2023-05-01");
        t.say(t.r, acts::request, "2023-04-01", {.in_reply_to = asked, .corrects = asked});
        CHECK(diagnostics_text(t.look("2023-06-01")).empty());
        CHECK(evidence_text(t.look("2023-06-01")) == "c2");
    }
    SUBCASE("what it corrects, where another corrects that too")
    {
        talks t;
        t.say(t.r, acts::request, "2023-04-01");
        const contact_id said = t.say(t.a, acts::remark, "2023-05-01");
        t.say(t.a, acts::remark, "2023-05-10", {.corrects = said});
        t.say(t.a, acts::remark, "2023-05-02", {.in_reply_to = said, .corrects = said});
        CHECK(evidence_text(t.look("2023-06-01")) == "c1 c4 c3");
        CHECK(diagnostics_text(t.look("2023-06-01")).empty());
        t.say(t.a, acts::remark, "2023-05-05", {.in_reply_to = said});
        CHECK_MESSAGE(diagnostics_text(t.look("2023-06-01")) == "c5:impossible_order", "another's reply counts as one to both, and the first is of the 10th");
    }
}

TEST_CASE("what follows through a contact stands in the worlds where that contact is out")
{
    talks t;
    t.say(t.r, acts::request, "2023-04-01");
    const contact_id accepted = t.say(t.a, acts::accept, "2023-05");
    const contact_id between = t.say(t.a, acts::remark, "2023-05-01/2023-06-02", {.in_reply_to = accepted});
    t.say(t.r, acts::withdraw, "2023-05-01/2023-06-03", {.in_reply_to = between});
    CHECK(possible_text(t.at("2023-07-01")) == "cancelled");
    t.dispute(between);
    CHECK(possible_text(t.at("2023-07-01")) == "cancelled");
    CHECK(t.at("2023-07-01").certain());
}

TEST_CASE("a disputed contact holds back only where it is in")
{
    // The acceptance, surely in May, goes after a disputed remark of the 20th: without the remark it may have come at once.
    talks t;
    t.say(t.r, acts::request, "2023-04-01");
    const contact_id said = t.say(t.r, acts::remark, "2023-05-20");
    t.say(t.a, acts::accept, "2023-05", {.in_reply_to = said});
    CHECK(possible_text(t.at("2023-05-10")) == "pending");
    t.dispute(said);
    const status s = t.at("2023-05-10");
    CHECK(possible_text(s) == "pending agreed");
    CHECK(doubts_text(s) == "dispute imprecise_date");
}

TEST_CASE("each contact is shown at the least of its own latest instant and those of all that must follow it")
{
    talks t;
    t.say(t.r, acts::request, "2023");
    t.say(t.a, acts::accept, "2023-05-20");
    const account found = t.look("2023-06-01");
    CHECK(state_text(found.status) == "agreed");
    CHECK(possible_text(found.status) == "agreed");
    CHECK(evidence_text(found) == "c1 c2");
    CHECK(state_text(t.at("2023-05-19")) == "none");
}

TEST_CASE("at one instant contacts go in record order except where the order says otherwise")
{
    talks t;
    t.say(t.r, acts::request, "2023-04-01");
    SUBCASE("one second")
    {
        t.say(t.a, acts::accept, "2023-05-20T10:00:00Z");
        t.say(t.r, acts::withdraw, "2023-05-20T10:00:00Z");
        CHECK(evidence_text(t.look("2023-06-01")) == "c1 c2 c3");
        CHECK(possible_text(t.at("2023-06-01")) == "cancelled");
    }
    SUBCASE("the last second of two dates")
    {
        t.say(t.r, acts::withdraw, "2023-05-31");
        t.say(t.a, acts::accept, "2023-05");
        CHECK(evidence_text(t.look("2023-06-01")) == "c1 c2 c3");
        CHECK(state_text(t.at("2023-06-01")) == "withdrawn");
        CHECK(possible_text(t.at("2023-06-01")) == "withdrawn cancelled");
    }
    SUBCASE("again and again the first recorded whose predecessors have gone")
    {
        const contact_id third = t.say(t.a, acts::remark, "2023-05-29/2023-05-31");
        t.say(t.a, acts::remark, "2023-05-30/2023-05-31");
        t.say(t.a, acts::remark, "2023-05-31", {.in_reply_to = third});
        t.say(t.a, acts::remark, "2023-05-28/2023-05-31");
        CHECK(evidence_text(t.look("2023-06-01")) == "c1 c2 c3 c4 c5");
    }
    SUBCASE("one waits for a later recorded one, the others do not")
    {
        batch records;
        records.actors = {{actor{.key = "r"}, 1}, {actor{.key = "a"}, 2}};
        records.matters = {{matter{.key = "m", .requester = actor_id{0}, .respondents = {actor_id{1}}}, 3}};
        const auto said = [](const char* key, act what, const char* on, contact_id reply) {
            return contact{.key = key, .matter = matter_id{0}, .act = what, .from = actor_id{0}, .on = date{on}, .in_reply_to = reply};
        };
        records.contacts = {{said("c1", acts::request, "2023-04-01", {}), 4}, {said("c2", acts::remark, "2023-05-31", contact_id{3}), 5},
            {said("c3", acts::remark, "2023-05-30/2023-05-31", {}), 6}, {said("c4", acts::remark, "2023-05-29/2023-05-31", {}), 7}};
        const chronicle book(records);
        CHECK(evidence_text(account_of(book.as_of(date{"2023-06-01"}), {matter_id{0}, actor_id{1}})) == "c1 c3 c4 c2");
    }
}

TEST_CASE("one second holds several contacts, in one order only")
{
    // Between two exact instants there is one second left for both.
    talks t;
    t.say(t.r, acts::request, "2023-05-20T10:00:00Z");
    t.say(t.r, acts::withdraw, "2023-05-20T10:00:01Z/2023-05-20T10:00:02Z");
    t.say(t.a, acts::accept, "2023-05-20T10:00:02Z");
    CHECK_MESSAGE(possible_text(t.at("2023-06-01")) == "withdrawn", "at the shared second the first recorded goes first");
    talks u;
    u.say(u.r, acts::request, "2023-05-20T10:00:00Z");
    u.say(u.a, acts::accept, "2023-05-20T10:00:02Z");
    u.say(u.r, acts::withdraw, "2023-05-20T10:00:01Z/2023-05-20T10:00:02Z");
    CHECK(possible_text(u.at("2023-06-01")) == "withdrawn cancelled");
}

TEST_CASE("diagnostics are sorted by key, byte by byte, then by kind")
{
    talks t;
    const actor_id x = t.someone("x");
    t.say(t.r, acts::request, "2023-04-01");
    for (const char* key : {"b", "B", "a10", "a9"})
        t.book.add(contact{.key = key, .matter = t.m, .act = acts::accept_counter, .from = x, .on = date{"2023-05-01"}});
    CHECK(diagnostics_text(t.look("2023-06-01")) ==
          "B:out_of_protocol B:outsider a10:out_of_protocol a10:outsider a9:out_of_protocol a9:outsider b:out_of_protocol b:outsider");
}

// Too many.

TEST_CASE("twelve dates that share an instant are enumerated, thirteen are not")
{
    talks t;
    t.say(t.r, acts::request, "2023-04-01");
    for (int i = 1; i <= 12; ++i) t.say(t.a, acts::remark, day(5, i) + "/" + day(6, i));
    const status twelve = t.at("2023-07-01");
    CHECK(twelve.certain());
    CHECK(possible_text(twelve) == "pending");
    CHECK(doubts_text(twelve).empty());
    t.say(t.a, acts::remark, day(5, 13) + "/" + day(6, 13));
    const status thirteen = t.at("2023-07-01");
    CHECK(possible_text(thirteen) == all_states);
    CHECK(doubts_text(thirteen) == "too_many");
    CHECK(unanswered_text(thirteen) == "null");
    CHECK_MESSAGE(state_text(thirteen) == "pending", "the shown world is shown all the same");
    CHECK(awaiting_text(thirteen) == "a");
    CHECK_MESSAGE(possible_text(t.at("2023-05-12")) == "pending", "what cannot have begun by W does not count");
    CHECK(doubts_text(t.at("2023-05-13")) == "too_many");
}

TEST_CASE("dates that touch in one second share it")
{
    talks t;
    t.say(t.r, acts::request, "2023-04-01");
    for (int i = 1; i <= 12; ++i) t.say(t.a, acts::remark, day(5, i) + "T00:00:00Z/2023-05-20T10:00:00Z");
    CHECK(doubts_text(t.at("2023-07-01")).empty());
    SUBCASE("the next second is not shared")
    {
        t.say(t.a, acts::remark, "2023-05-20T10:00:01Z");
        CHECK(doubts_text(t.at("2023-07-01")).empty());
    }
    SUBCASE("the same second is")
    {
        t.say(t.a, acts::remark, "2023-05-20T10:00:00Z");
        CHECK(doubts_text(t.at("2023-07-01")) == "too_many");
    }
}

TEST_CASE("instants where all have the same bounds are left out")
{
    talks t;
    t.say(t.r, acts::request, "2023-04-01");
    for (int i = 0; i < 40; ++i) t.say(t.a, acts::remark, "2023-05");
    CHECK(possible_text(t.at("2023-07-01")) == "pending");
    CHECK(t.at("2023-07-01").certain());
    CHECK(possible_text(t.at("2023-05-10")) == "pending");
    t.say(t.a, acts::remark, "2023-05-31/2023-06-01");
    CHECK(doubts_text(t.at("2023-07-01")) == "too_many");
}

TEST_CASE("dates count as they are written, even where the order leaves one instant of them")
{
    talks t;
    const contact_id first = t.say(t.a, acts::remark, "2023-05-06T12:00:01Z");
    for (int i = 1; i < 12; ++i) t.say(t.a, acts::remark, "2023-05-06T12:00:01Z");
    t.say(t.a, acts::remark, "2023-05-06T12:00:00Z/2023-05-06T12:00:01Z", {.in_reply_to = first});
    CHECK(doubts_text(t.at("2023-05-07")) == "too_many");
}

TEST_CASE("some with the same bounds and one without: twelve together are enumerated")
{
    talks t;
    t.say(t.r, acts::request, "2023-04-01");
    for (int i = 0; i < 11; ++i) t.say(t.a, acts::remark, "2023-05");
    t.say(t.a, acts::decline, "2023-05-10");
    CHECK(possible_text(t.at("2023-07-01")) == "declined");
    t.say(t.a, acts::remark, "2023-05");
    CHECK(doubts_text(t.at("2023-07-01")) == "too_many");
}

TEST_CASE("disputes and shared dates count together")
{
    talks t;
    t.say(t.r, acts::request, "2023-04-01");
    for (int i = 1; i <= 6; ++i) t.say(t.a, acts::remark, day(5, i) + "/" + day(6, i));
    for (int i = 1; i <= 6; ++i) t.dispute(t.say(t.a, acts::acknowledge, day(8, i)));
    const status twelve = t.at("2023-09-01");
    CHECK(possible_text(twelve) == "pending acknowledged");
    CHECK(doubts_text(twelve) == "dispute");
    t.dispute(t.say(t.a, acts::remark, day(8, 7)));
    CHECK(doubts_text(t.at("2023-09-01")) == "too_many");
    CHECK_MESSAGE(doubts_text(t.at("2023-08-06")) == "dispute", "the seventh dispute is to come");
}

TEST_CASE("an imprecise date that is disputed counts twice where it shares an instant")
{
    talks t;
    t.say(t.r, acts::request, "2023-04-01");
    for (int i = 1; i <= 6; ++i) t.dispute(t.say(t.a, acts::remark, day(5, i) + "/" + day(6, i)));
    CHECK(doubts_text(t.at("2023-07-01")).empty());
    t.say(t.a, acts::remark, day(5, 7) + "/" + day(6, 7));
    CHECK(doubts_text(t.at("2023-07-01")) == "too_many");
}

TEST_CASE("many contacts on distinct days are no trouble")
{
    talks t;
    t.say(t.r, acts::request, "2022-01-01");
    for (int month = 1; month <= 12; ++month)
        for (int i = 1; i <= 28; ++i) t.dispute(t.say(t.a, acts::remark, day(month, i)));
    CHECK_MESSAGE(doubts_text(t.at("2023-12-31")) == "too_many", "each of them is disputed");
    talks u;
    u.say(u.r, acts::request, "2022-01-01");
    for (int month = 1; month <= 12; ++month)
        for (int i = 1; i <= 28; ++i) u.say(u.a, acts::remark, day(month, i));
    CHECK(u.at("2023-12-31").certain());
    CHECK(u.look("2023-12-31").evidence.size() == 337);
}

// Queries.

namespace {

/// Four matters between r and a, b: one pending, one agreed, one perhaps pending, one never begun.
struct desk {
    chronicle book = {};
    actor_id r = book.add(actor{.key = "r"});
    actor_id a = book.add(actor{.key = "a"});
    actor_id b = book.add(actor{.key = "b"});
    matter_id asked = book.add(matter{.key = "asked", .requester = r, .respondents = {a, b}, .reply_by = date{"2023-05-31"}});
    matter_id agreed = book.add(matter{.key = "agreed", .requester = r, .respondents = {a}});
    matter_id perhaps = book.add(matter{.key = "perhaps", .requester = b, .respondents = {a}, .reply_by = date{"2023-06-30"}});
    matter_id silent = book.add(matter{.key = "silent", .requester = b, .respondents = {r}});

    desk()
    {
        say("k1", asked, acts::request, r, "2023-05-01");
        say("k2", asked, acts::counter, b, "2023-05-02");
        say("k3", agreed, acts::request, r, "2023-05-01");
        say("k4", agreed, acts::accept, a, "2023-05-02");
        say("k5", perhaps, acts::request, b, "2023-05-01/2023-06");
    }
    void say(const char* key, matter_id m, act what, actor_id from, const char* on)
    {
        book.add(contact{.key = key, .matter = m, .act = what, .from = from, .on = date{on}});
    }
    view now() const { return book.as_of(date{"2023-05-10"}); }
};

}  // namespace

TEST_CASE("legs: one for each respondent, once, of every matter whose lifecycle is known")
{
    desk d;
    CHECK(legs_text(d.book, legs(d.now())) == "asked/a asked/b agreed/a perhaps/a silent/r");
    d.book.add(matter{.key = "odd", .lifecycle = "unheard_of", .requester = d.r, .respondents = {d.a}});
    d.book.add(matter{.key = "twice", .requester = d.r, .respondents = {d.a, d.b, d.a}});
    d.book.add(matter{.key = "nobody", .requester = d.r});
    CHECK(legs_text(d.book, legs(d.now())) == "asked/a asked/b agreed/a perhaps/a silent/r twice/a twice/b");
}

TEST_CASE("pending: every unanswered leg, in all histories or in some")
{
    const desk d;
    CHECK(legs_text(d.book, pending(d.now())) == "asked/a");
    CHECK(legs_text(d.book, pending(d.now(), verdict::possibly)) == "asked/a perhaps/a");
    CHECK(legs_text(d.book, pending(d.book.as_of(date{"2023-06-01"}))).empty());
    CHECK(legs_text(d.book, pending(d.book.as_of(date{"2023-06-30"}))) == "perhaps/a");
}

TEST_CASE("awaiting: every leg in whose shown world that actor has to move")
{
    const desk d;
    CHECK(legs_text(d.book, awaiting(d.now(), d.a)) == "asked/a");
    CHECK(legs_text(d.book, awaiting(d.now(), d.r)) == "asked/b");
    CHECK(legs_text(d.book, awaiting(d.now(), d.b)).empty());
    CHECK(awaiting(d.now(), actor_id{}).empty());
}

TEST_CASE("awaiting: somebody who has to move in a state that is neither open nor unanswered")
{
    const lifecycle order = parse_lifecycle(
        "lifecycle\torder\n"
        "state\tawaited\topen\tunanswered\n"
        "none\tnobody\tno\tno\n"
        "asked\tA\tyes\tyes\n"
        "agreed\tA\tno\tno\n"
        "delivered\tnobody\tno\tno\n"
        "act\tby\tnone\tasked\tagreed\tdelivered\n"
        "request\tR\tasked\t=\t=\t=\n"
        "accept\tA\tagreed!\tagreed\t=\t=\n"
        "deliver\tA\tdelivered!\tdelivered!\tdelivered\t=\n"
        "remark\tR|A\t=\t=\t=\t=\n"
        "rule\tnames\n"
        "unknown_as\tremark\n");
    chronicle book;
    book.use(order);
    const actor_id r = book.add(actor{.key = "r"});
    const actor_id a = book.add(actor{.key = "a"});
    std::set<leg> owing;
    // As many as are told from the index, in order of date or not, of exact dates or not.
    for (int n = 0; n < 400; ++n) {
        const matter_id m = book.add(matter{.key = "m" + std::to_string(n), .lifecycle = "order", .requester = r, .respondents = {a}});
        const auto say = [&](const char* what, const char* on) {
            book.add(contact{.key = what + std::to_string(n), .matter = m, .act = act(what), .from = what[0] == 'r' ? r : a, .on = date(on)});
        };
        if (n % 3 == 0) say("accept", "2023-05-02");
        say("request", n % 2 == 0 ? "2023-05-01" : "2023-04/2023-05-01");
        if (n % 3 == 1) say("accept", "2023-05-02");
        if (n % 3 != 2) owing.insert({m, a});
        if (n % 5 == 0 && n % 3 != 2) {
            say("deliver", "2023-05-03");
            owing.erase({m, a});
        }
        if (n % 3 == 2) owing.insert({m, a});
    }
    const view today = book.as_of(date{"2023-06-01"});
    const auto found = awaiting(today, a);
    CHECK(std::set<leg>(found.begin(), found.end()) == owing);
    CHECK(status(today, {matter_id(1), a}).awaiting == a);
    CHECK(pending(today).size() == 133);
    CHECK(lapsing_before(today, date{"2024"}).empty());
}

TEST_CASE("lapsing_before: before the earliest instant of the limit")
{
    desk d;
    CHECK(legs_text(d.book, lapsing_before(d.now(), date{"2023-06-01"})).empty());
    CHECK(legs_text(d.book, lapsing_before(d.now(), date{"2023-06-01T00:00:01Z"})) == "asked/a");
    CHECK(legs_text(d.book, lapsing_before(d.now(), date{"2023-06-02"})) == "asked/a");
    CHECK_MESSAGE(legs_text(d.book, lapsing_before(d.now(), date{"2023-06"})).empty(), "June begins as it lapses");
    CHECK(legs_text(d.book, lapsing_before(d.now(), date{"9999"})) == "asked/a");
    CHECK(legs_text(d.book, lapsing_before(d.now(), date{"../2023"})).empty());
}

TEST_CASE("statuses are those of the matter's legs, and account agrees with its parts")
{
    const desk d;
    const auto all = statuses(d.now(), d.asked);
    REQUIRE(all.size() == 2);
    CHECK(all[0] == status(d.now(), {d.asked, d.a}));
    CHECK(all[1] == status(d.now(), {d.asked, d.b}));
    CHECK(all[0].leg == leg{d.asked, d.a});
    CHECK(state_text(all[1]) == "countered");
    const auto whole = accounts(d.now(), d.asked);
    REQUIRE(whole.size() == 2);
    CHECK(whole[1].status == all[1]);
    CHECK(whole[1].evidence == evidence(d.now(), {d.asked, d.b}));
    CHECK(whole[1].diagnostics == diagnostics(d.now(), {d.asked, d.b}));
    CHECK(keys_text(d.book, whole[1].evidence) == "k1 k2");
    CHECK(all[0] != all[1]);
}

TEST_CASE("words for diagnostics")
{
    CHECK(to_text(diagnostic_kind::impossible_order) == "impossible_order");
    CHECK(to_text(diagnostic_kind::out_of_protocol) == "out_of_protocol");
    CHECK(to_text(diagnostic_kind::outsider) == "outsider");
    CHECK(to_text(diagnostic_kind::stale) == "stale");
    CHECK(to_text(diagnostic_kind::wrong_side) == "wrong_side");
}

TEST_CASE("no state before any act: since, awaiting and lapses are empty")
{
    const talks t("2023-06", "2023-05");
    const status s = t.at("2030");
    CHECK(state_text(s) == "none");
    CHECK_MESSAGE(s.certain(), "the clock does nothing in none");
    CHECK_FALSE(s.since);
    CHECK_FALSE(s.awaiting);
    CHECK_FALSE(s.lapses);
    CHECK(s.attempts == 0);
    CHECK(unanswered_text(s) == "false");
}
