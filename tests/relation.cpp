// SPDX-License-Identifier: BSL-1.0
#include <demarche/relation.hpp>

#include <demarche/lifecycles/channel.hpp>

#include "support.hpp"

#include <doctest/doctest.h>

#include <sstream>

using namespace demarche;
using namespace support;

namespace {

struct rest_of_contact {
    demarche::channel channel = {};
    count times = {};
};

/// Two states and an office in each; everything happens in 2023.
struct two_sides {
    chronicle book = {};
    actor_id north = put("north");
    actor_id south = put("south");
    actor_id minister = put("minister", 1);
    actor_id envoy = put("envoy", 3);
    actor_id ann = put("ann");
    actor_id bob = put("bob");
    actor_id carl = put("carl");

    two_sides()
    {
        join(minister, north, tie_kinds::part_of, "../..");
        join(envoy, south, tie_kinds::part_of, "../..");
        join(ann, minister, tie_kinds::holds, "2020/..");
        join(carl, envoy, tie_kinds::holds, "2020/..");
        join(bob, north, tie_kinds::part_of, "../..");
    }

    actor_id put(const char* key, std::optional<int> rank = {}) { return book.add(actor{.key = key, .rank = rank}); }
    void join(actor_id from, actor_id to, tie_kind kind, const char* during)
    {
        book.add(tie{.key = "t" + std::to_string(book.size().ties), .kind = kind, .from = from, .to = to, .during = date{during}});
    }
    matter_id ask(const char* key, actor_id requester, actor_id respondent, const char* lifecycle = "meeting_request")
    {
        return book.add(matter{.key = key, .lifecycle = lifecycle, .requester = requester, .respondents = {respondent}});
    }
    contact_id say(matter_id m, actor_id from, actor_id to, act what, const char* on, const rest_of_contact& rest = {})
    {
        return book.add(contact{.key = "c" + std::to_string(book.size().contacts),
                                .matter = m,
                                .act = what,
                                .from = from,
                                .to = to,
                                .on = date{on},
                                .channel = rest.channel,
                                .times = rest.times});
    }
    relation on(const char* when) const { return {book.as_of(date{when}), north, south}; }
};

std::string keys_of(const chronicle& book, const std::vector<request_made>& all)
{
    std::vector<std::string> keys;
    for (const request_made& r : all) keys.push_back(book.key(r.status.leg.matter) + (r.how == verdict::certainly ? "" : "?") + (r.answered ? "!" : ""));
    return joined(keys);
}
std::string keys_of(const chronicle& book, const std::vector<status>& all)
{
    std::vector<std::string> keys;
    for (const status& s : all) keys.push_back(book.key(s.leg.matter));
    return joined(keys);
}

constexpr std::chrono::seconds days(int n) { return std::chrono::days(n); }

}  // namespace

TEST_CASE("relation: requests each way, what is open, and what was answered")
{
    two_sides t;
    const matter_id first = t.ask("first", t.minister, t.carl);
    t.say(first, t.ann, t.carl, acts::request, "2023-01-10");
    t.say(first, t.carl, t.ann, acts::decline, "2023-01-20");
    const matter_id second = t.ask("second", t.ann, t.south);
    t.say(second, t.bob, t.south, acts::request, "2023-03-01");
    t.say(second, t.carl, {}, acts::acknowledge, "2023-03-02");
    const matter_id third = t.ask("third", t.carl, t.minister);
    t.say(third, t.carl, t.ann, acts::request, "2023-04-01");
    t.say(third, t.ann, t.carl, acts::accept, "2023-04");
    const matter_id inner = t.ask("inner", t.bob, t.minister);
    t.say(inner, t.bob, t.ann, acts::request, "2023-04-01");
    t.ask("never", t.ann, t.carl);

    const relation r = t.on("2023-05-26");
    CHECK(keys_of(t.book, r.of_first.requests) == "first! second");
    CHECK(keys_of(t.book, r.of_second.requests) == "third!");
    CHECK(keys_of(t.book, r.of_first.open()) == "second");
    CHECK_MESSAGE(keys_of(t.book, r.of_second.open()) == "", "agreed is not open");
    CHECK(r.of_first.asked() == count{2, 2});
    CHECK_MESSAGE((r.of_first.answered() == count{1, 1}), "an acknowledgement is no answer");
    CHECK(r.of_second.answered() == count{1, 1});
    CHECK(r.of_first.refused == tallied{.times = {1, 1}, .contacts = {contact_id(1)}});
    CHECK(r.of_first.accepted == tallied());
    CHECK(r.of_second.accepted == tallied{.times = {1, 1}, .contacts = {contact_id(5)}});
    CHECK_MESSAGE((r.of_first.median_to_answer() == time_bounds{days(9) + std::chrono::seconds(1), days(11) - std::chrono::seconds(1)}), "two days, each of which is imprecise");
    CHECK(r.of_second.median_to_answer() == time_bounds{days(0), days(30) - std::chrono::seconds(1)});

    const relation before = t.on("2023-01-15");
    CHECK(keys_of(t.book, before.of_first.requests) == "first");
    CHECK(before.of_first.answered() == count{0, 0});
    CHECK(keys_of(t.book, t.on("2023-01-09").of_first.requests) == "");
    CHECK_FALSE(t.on("2023-01-09").last);
}

TEST_CASE("relation: what is uncertain is within bounds")
{
    two_sides t;
    const matter_id vague = t.ask("vague", t.ann, t.carl);
    t.say(vague, t.ann, t.carl, acts::request, "2023-05");
    const contact_id no = t.say(vague, t.carl, t.ann, acts::decline, "2023-06-02", {.times = {2, {}}});
    for (const stance s : {stance::asserts, stance::denies})
        t.book.add(report{.on = no, .source = t.book.add(source{.key = s == stance::asserts ? "for" : "against"}), .stance = s});
    const relation r = t.on("2023-06-30");
    CHECK(r.of_first.asked() == count{1, 1});
    CHECK(r.of_first.answered() == count{0, 1});
    CHECK(to_text(r.of_first.refused.times) == "0..");
    CHECK_MESSAGE(keys_of(t.book, r.of_first.open()) == "vague", "it may be");
    const relation in_may = t.on("2023-05-15");
    CHECK_MESSAGE(keys_of(t.book, in_may.of_first.requests) == "", "in the shown world it was not made yet");
}

TEST_CASE("relation: a requester counts by where it belonged when it asked")
{
    two_sides t;
    const actor_id eve = t.put("eve");
    t.join(eve, t.north, tie_kinds::part_of, "2020-01-01/2022-12-31");
    const matter_id late = t.ask("late", eve, t.carl);
    t.say(late, eve, t.carl, acts::request, "2023-02-01");
    const matter_id early = t.ask("early", eve, t.carl);
    t.say(early, eve, t.carl, acts::request, "2022-02-01");
    const matter_id unsure = t.ask("unsure", eve, t.carl);
    t.say(unsure, eve, t.carl, acts::request, "2022-12/2023-01");
    const relation r = t.on("2023-06-30");
    CHECK(keys_of(t.book, r.of_first.requests) == "early unsure?");
    CHECK(r.of_first.asked() == count{1, 2});
    CHECK(r.of_first.answered() == count{0, 1});
}

TEST_CASE("relation: the last contact, by channel and by rank")
{
    two_sides t;
    t.say({}, t.ann, t.carl, acts::held, "2023-01-10", {.channel = channels::in_person});
    t.say({}, t.carl, t.ann, acts::held, "2023-02-10", {.channel = channels::telephone});
    t.say({}, t.bob, t.carl, acts::held, "2023-03-10", {.channel = channels::in_person});
    t.say({}, t.bob, t.south, acts::remark, "2023-03-12");
    const relation r = t.on("2023-03-20");
    REQUIRE(r.last);
    CHECK(r.last->contact == contact_id(3));
    REQUIRE(r.by_channel.size() == 2);
    CHECK(r.by_channel[0].channel == channels::in_person);
    CHECK(r.by_channel[0].last.contact == contact_id(2));
    CHECK(r.by_channel[1].last.contact == contact_id(1));
    REQUIRE_MESSAGE(r.by_level.size() == 1, "who has no rank gives a contact none");
    CHECK(r.by_level[0].level == 3);
    CHECK(r.by_level[0].last.contact == contact_id(1));
    CHECK(age(r.standpoint, contact_id(1)) == time_bounds{days(38), days(39) - std::chrono::seconds(1)});
}

TEST_CASE("relation: channels and measures")
{
    two_sides t;
    const matter_id line = t.ask("hotline", t.south, t.north, "channel");
    t.say(line, t.south, t.north, act{"open"}, "2023-01-01");
    t.say(line, t.south, t.north, act{"suspend"}, "2023-02-01");
    const matter_id ban = t.ask("ban", t.north, t.carl, "measure");
    t.say(ban, t.north, t.carl, acts::impose, "2023-01-05");
    const matter_id over = t.ask("over", t.south, t.ann, "measure");
    t.say(over, t.south, t.ann, acts::impose, "2023-01-05");
    t.say(over, t.south, t.ann, acts::lift, "2023-01-06");
    const relation r = t.on("2023-03-01");
    REQUIRE(r.channels.size() == 1);
    CHECK(r.channels[0].state == channel_state::suspended);
    REQUIRE(r.of_first.measures.size() == 1);
    CHECK(r.of_first.measures[0].leg == leg{ban, t.carl});
    CHECK(r.of_second.measures.empty());
    CHECK_MESSAGE(r.of_first.requests.empty(), "neither a channel nor a measure is a request");
    const relation reversed(t.book.as_of(date{"2023-03-01"}), t.south, t.north);
    CHECK(reversed.of_second == r.of_first);
    CHECK(reversed.channels == r.channels);
}

TEST_CASE("relation: conflict and cooperation by month, and which way they move")
{
    two_sides t;
    t.say({}, t.ann, t.carl, acts::held, "2022-11-10");
    t.say({}, t.carl, t.ann, acts::decline, "2023-04-10", {.times = {2, 2}});
    t.say({}, t.ann, t.carl, acts::request, "2023-04-28");
    t.say({}, t.ann, t.carl, acts::remark, "2023-05-01");
    t.say({}, t.ann, t.carl, acts::held, "2023-05");
    const relation r = t.on("2023-05-26");
    REQUIRE(r.months.size() == 2);
    CHECK(r.months[0].month == std::chrono::year(2022) / 11);
    CHECK(r.months[1].month == std::chrono::year(2023) / 4);
    CHECK(r.months[1].number == 3);
    CHECK(r.months[1].sum == doctest::Approx(-6));
    CHECK(r.months[1].contacts == std::vector{contact_id(1), contact_id(2)});
    CHECK(*r.tone == doctest::Approx(-2));
    CHECK(*r.tone_before == doctest::Approx(1));
    const relation longer(t.book.as_of(date{"2023-05-26"}), t.north, t.south, {.window = std::chrono::months(12)});
    CHECK(*longer.tone == doctest::Approx(-1.25));
    CHECK_FALSE(longer.tone_before);
    const relation flat(t.book.as_of(date{"2023-05-26"}), t.north, t.south, {.scale = [](const contact&) { return std::optional(2.0); }});
    CHECK(*flat.tone == doctest::Approx(2));
    CHECK_FALSE(t.on("2022-01-01").tone);
}

TEST_CASE("relation: as if it were so, and by what is known")
{
    two_sides t;
    const matter_id m = t.ask("m", t.ann, t.carl);
    t.say(m, t.ann, t.carl, acts::request, "2023-01-10");
    const view today = t.book.as_of(date{"2023-02-01"});
    const relation now(today, t.north, t.south);
    CHECK(now.of_first.answered() == count{0, 0});
    const relation then(today.with(contact{.matter = m, .act = acts::accept, .from = t.carl, .on = date{"2023-01-12"}}), t.north, t.south);
    CHECK(then.of_first.answered() == count{1, 1});
    CHECK(then.of_first.accepted.times == count{1, 1});
    CHECK(then.of_first.open().empty());
}

TEST_CASE("relation: the note has its lines")
{
    two_sides t;
    const matter_id m = t.ask("talks", t.ann, t.carl);
    t.say(m, t.ann, t.carl, acts::request, "2023-01-10", {.channel = channels::letter});
    CHECK(to_text(t.on("2023-01-20")) ==
          "north and south as of 2023-01-20\n"
          "open, asked by north: talks: pending since 2023-01-10, certain; carl to answer\n"
          "open, asked by south: nothing\n"
          "north asked 1, answered 0; accepted 0; refused 0\n"
          "south asked nothing of north\n"
          "last contact: 2023-01-10 request: ann (minister), carl (envoy); letter, 10 days ago\n"
          "by channel: letter 2023-01-10 request, 10 days ago\n"
          "by rank: 3 2023-01-10 request, 10 days ago\n"
          "channels: none on record\n"
          "measures of north on south: none\n"
          "measures of south on north: none\n"
          "tone: +4.0 a contact in the last months, unknown before");
}
