// SPDX-License-Identifier: BSL-1.0
#include <demarche/network.hpp>

#include "seeds.hpp"
#include "support.hpp"

#include <demarche/offices.hpp>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>
#include <set>

using namespace demarche;
using namespace support;

namespace {

using random_chronicle::dice;
using random_chronicle::for_every_seed;

const lifecycle line = parse_lifecycle("channel",
                                       R"(state	awaited	open	unanswered
none	nobody	no	no
open	nobody	yes	no
suspended	nobody	yes	no
closed	nobody	no	no
)",
                                       R"(act	by	none	open	suspended	closed
open	R|A	open	=	=	open
suspend	R|A	=	suspended	=	=
restore	R|A	=	=	open	open
close	R|A	=	closed	closed	=
)",
                                       {.unknown_as = "open"});

/// The end of May 2023, seen by people who are a to h.
struct people {
    chronicle book = {};
    actor_id a = put("a"), b = put("b"), c = put("c"), d = put("d"), e = put("e"), f = put("f");

    people()
    {
        const auto known = book.lifecycles();
        if (std::none_of(known.begin(), known.end(), [](const lifecycle* l) { return l->name == "channel"; })) book.use(line);
    }

    actor_id put(const char* key, std::optional<int> rank = {}) { return book.add(actor{.key = key, .rank = rank}); }
    tie_id join(actor_id from, actor_id to, std::string_view during = "../..", tie_kind kind = tie_kinds::part_of)
    {
        return book.add(tie{.key = fmt::format("t{}", book.size().ties), .kind = kind, .from = from, .to = to, .during = date{during}});
    }
    contact said(actor_id from, actor_id to, std::string_view on) const
    {
        return {.key = fmt::format("k{}", book.size().contacts), .act = acts::remark, .from = from, .to = to, .on = date{on}};
    }
    contact_id met(actor_id from, actor_id to, std::string_view on = "2023-05-31") { return book.add(said(from, to, on)); }
    matter_id channel_of(actor_id from, actor_id to)
    {
        return book.add(matter{.key = fmt::format("m{}", book.size().matters), .lifecycle = "channel", .requester = from, .respondents = {to}});
    }
    void on_channel(matter_id m, const char* does, std::string_view on)
    {
        book.add(contact{.key = fmt::format("k{}", book.size().contacts), .matter = m, .act = act{does}, .from = book[m].requester, .on = date{on}});
    }
    void report_on(contact_id x, const char* by, stance says, std::string_view published = {})
    {
        const source_id s = book.find<source>(by) ? book.find<source>(by) : book.add(source{.key = by});
        book.add(report{.on = x, .source = s, .stance = says, .published = maybe(published)});
    }
    view now() const { return book.as_of(date{"2023-05-31"}); }
};

std::string keys(const chronicle& book, const std::vector<actor_id>& all)
{
    std::string text;
    for (const actor_id x : all) text += book[x].key;
    return text;
}

/// "abc 2.000, adc 2.500"
std::string text_of(const view& v, const std::vector<introduction>& all)
{
    std::string text;
    for (const introduction& i : all) text += fmt::format("{}{} {:.3f}", text.empty() ? "" : ", ", keys(v.book(), i.actors), i.cost);
    return text;
}
std::string ways(const view& v, actor_id from, actor_id to, std::size_t most = 9, const network_options& options = {})
{
    return text_of(v, introductions(v, from, to, most, options));
}

/// "c 2, d 0..1"
std::string text_of(const view& v, const std::vector<go_between>& all)
{
    std::string text;
    for (const go_between& g : all)
        text += fmt::format("{}{} {}{:g}", text.empty() ? "" : ", ", v.book()[g.who].key, g.least == g.most ? "" : fmt::format("{:g}..", g.least), g.most);
    return text;
}

std::string text_of(const view& v, const std::vector<rift>& all)
{
    std::string text;
    for (const rift& r : all) {
        text += (text.empty() ? "" : "; ") + keys(v.book(), r.group) + " =";
        for (const auto& part : r.parts) text += " " + keys(v.book(), part);
        for (const silence& s : r.silences) text += " " + keys(v.book(), {s.a, s.b}) + ":" + v.key(s.last);
    }
    return text;
}

}  // namespace

// Introductions.

TEST_CASE("introductions: a step costs 1, and 1 more for every half-year since")
{
    people t;
    const contact_id ab = t.met(t.a, t.b);
    const contact_id cb = t.met(t.c, t.b, "2022-12-02");
    const view v = t.now();
    const auto found = introductions(v, t.a, t.c);
    REQUIRE(found.size() == 1);
    CHECK(found[0].actors == std::vector{t.a, t.b, t.c});
    CHECK(found[0].links == std::vector<acquaintance>{{ab, 0, 1}, {cb, 180, 2}});
    CHECK(found[0].cost == 3);
    CHECK(ways(v, t.c, t.a) == "cba 3.000");
    CHECK_MESSAGE(ways(v, t.a, t.c, 9, {.fades = std::chrono::days(90)}) == "abc 4.000", "sooner faded");
    CHECK(to_text(v, found[0]) == "a – b (2023-05-31) – c (2022-12-02): 2 steps, cost 3.00");
    CHECK(to_text(v, introductions(v, t.a, t.b)[0]) == "a – b (2023-05-31): 1 step, cost 1.00");
}

TEST_CASE("introductions: the cheapest first, then by the ids of the actors, each once, and no more than were asked for")
{
    people t;
    for (const auto& [from, to] : {std::pair(t.a, t.c), std::pair(t.c, t.e), std::pair(t.a, t.b), std::pair(t.b, t.e), std::pair(t.b, t.c)}) t.met(from, to);
    t.met(t.a, t.e, "2022-06-11");  // 354 days: 1 + 354 / 180
    const view v = t.now();
    CHECK(ways(v, t.a, t.e) == "abe 2.000, ace 2.000, ae 2.967, abce 3.000, acbe 3.000");
    CHECK(ways(v, t.a, t.e, 3) == "abe 2.000, ace 2.000, ae 2.967");
    CHECK(ways(v, t.a, t.e, 1) == "abe 2.000");
    CHECK(ways(v, t.a, t.e, 0) == "");
}

TEST_CASE("introductions: to oneself, to nobody, and to somebody who is not reached")
{
    people t;
    t.met(t.a, t.b);
    t.met(t.a, t.a);
    const view v = t.now();
    CHECK(ways(v, t.a, t.a) == "a 0.000");
    CHECK_MESSAGE(ways(v, t.f, t.f) == "f 0.000", "whoever is in touch with nobody too");
    CHECK(ways(v, t.a, t.f) == "");
    CHECK(ways(v, t.a, {}) == "");
    CHECK(ways(v, {}, {}) == "");
    CHECK(to_text(v, introductions(v, t.a, t.a)[0]) == "a: 0 steps, cost 0.00");
    const actor_id later = t.put("later");
    CHECK(ways(v, later, later) == "");
    CHECK(ways(t.now(), later, later) == "later 0.000");
}

TEST_CASE("introductions: the level of the last contact makes it cheaper")
{
    people t;
    const actor_id minister = t.put("M", 1), other = t.put("N", 1), clerk = t.put("C", 3), office = t.put("office", 2);
    t.met(minister, other);
    t.met(minister, clerk);
    t.met(minister, t.a);
    CHECK(ways(t.now(), minister, other) == "MN 0.500");
    CHECK(ways(t.now(), minister, clerk) == "MC 0.750");
    CHECK_MESSAGE(ways(t.now(), minister, t.a) == "Ma 1.000", "one of no rank has no level");
    t.join(t.a, office, "2023-01-01/2023-05-30", tie_kinds::holds);
    CHECK(ways(t.now(), minister, t.a) == "Ma 1.000");
    t.met(t.a, minister, "2023-05-20");
    CHECK_MESSAGE(ways(t.now(), minister, t.a) == "Ma 1.000", "the last contact counts, though one before it was of a level");
    CHECK(ways(t.book.as_of(date{"2023-05-20"}), minister, t.a) == "Ma 0.667");
    t.join(t.b, office, "2023-04/..", tie_kinds::holds);
    t.met(t.b, minister, "2023-05-31");
    CHECK(ways(t.now(), minister, t.b) == "Mb 0.667");
    t.met(t.b, other, "2023-04-15");
    CHECK_MESSAGE(ways(t.book.as_of(date{"2023-04-15"}), t.b, other) == "bN 1.000", "by then it may not yet have held the office");
}

TEST_CASE("introductions: whole days lately")
{
    people t;
    t.met(t.a, t.b, "2023-05-01");
    t.met(t.b, t.c, "2023-05-02");
    const view v = t.now();
    CHECK(ways(v, t.a, t.b, 9, {.lately = std::chrono::days(31)}) == "ab 1.167");
    CHECK(ways(v, t.a, t.b, 9, {.lately = std::chrono::days(30)}) == "");
    CHECK(ways(v, t.b, t.c, 9, {.lately = std::chrono::days(30)}) == "bc 1.161");
    CHECK(ways(t.book.as_of(date{"2024-04-29"}), t.a, t.b) != "");
    CHECK(ways(t.book.as_of(date{"2024-04-30"}), t.a, t.b) == "");
    CHECK(ways(v, t.a, t.b, 9, {.lately = std::chrono::days::max()}) == "ab 1.167");
    CHECK(ways(t.book.as_of(end_of_time), t.a, t.b) == "");
    CHECK(ways(t.book.as_of(beginning_of_time), t.a, t.b) == "");
}

TEST_CASE("introductions: which contacts count")
{
    people t;
    const contact_id ab = t.met(t.a, t.b, "2023-05");
    CHECK(ways(t.now(), t.a, t.b) == "ab 1.000");
    CHECK_MESSAGE(ways(t.book.as_of(date{"2023-05-30"}), t.a, t.b) == "", "perhaps on the 31st");
    t.report_on(ab, "s", stance::asserts, "2023-06-02");
    t.report_on(ab, "s2", stance::denies, "2023-06-03");
    CHECK_MESSAGE(ways(t.now(), t.a, t.b) == "ab 1.000", "disputed");
    CHECK(ways(t.now().known_by(date{"2023-06-01"}), t.a, t.b) == "");
    t.report_on(ab, "s", stance::retracts, "2023-06-04");
    CHECK(ways(t.now(), t.a, t.b) == "");

    const contact_id bc = t.met(t.b, t.c);
    contact right = t.said(t.d, t.c, "2023-05-30");
    right.corrects = bc;
    t.book.add(right);
    CHECK(ways(t.now(), t.b, t.c) == "");
    CHECK(ways(t.now(), t.d, t.c) == "dc 1.006");

    contact in_company = t.said(t.e, {}, "2023-05-30");
    in_company.with = {t.f};
    t.book.add(in_company);
    CHECK(ways(t.now(), t.e, t.f) == "");
    const contact supposed = t.said(t.e, t.f, "2023-05-31");
    CHECK(ways(t.now().with(supposed), t.e, t.f) == "ef 1.000");
    const auto said_by_a = [&](actor_id to) { return contact{.act = acts::remark, .from = t.a, .to = to, .on = date{"2023-05-31"}}; };
    CHECK(ways(t.now().with({said_by_a(t.d), said_by_a(t.c)}), t.a, t.c) == "ac 1.000, adc 2.006");
}

TEST_CASE("introductions: a view made before keeps its chains")
{
    people t;
    t.met(t.a, t.b, "2023-05-30");
    const view before = t.now();
    t.met(t.a, t.b);
    t.met(t.put("later"), t.a);
    CHECK(ways(before, t.a, t.b) == "ab 1.006");
    CHECK(ways(t.now(), t.a, t.b) == "ab 1.000");
}

TEST_CASE("introductions: severed parties, and who belongs to them")
{
    people t;
    const actor_id north = t.put("N"), south = t.put("S");
    t.join(t.a, north);
    t.join(t.b, south);
    t.join(t.c, south, "2023-05-31/..");  // some time that day
    t.join(t.d, north);
    t.join(t.d, south);
    for (const actor_id x : {t.b, t.c, t.d, t.e}) t.met(t.a, x);
    t.met(t.e, t.b);
    const network_options severed{.severed = {{south, north}}};
    const view v = t.now();
    CHECK(ways(v, t.a, t.b) == "ab 1.000, aeb 2.000");
    CHECK(ways(v, t.a, t.b, 9, severed) == "aeb 2.000");
    CHECK_MESSAGE(ways(t.book.as_of(date{"2023-05-31T12:00:00Z"}), t.a, t.c) == "", "which is known at the day's end");
    CHECK(ways(v, t.a, t.c, 9, severed) == "");
    CHECK_MESSAGE(ways(v, t.a, t.d, 9, severed) == "ad 1.000", "of both");
    CHECK(ways(v, t.a, t.b, 9, {.severed = {{t.a, t.b}, {t.b, t.e}}}) == "");
    CHECK_MESSAGE(ways(v, t.b, t.e, 9, {.severed = {{north, t.a}}}) == "be 1.000, bae 2.000", "its own member's links to others stay");
    t.met(north, t.a);
    CHECK_MESSAGE(ways(t.now(), north, t.a, 9, {.severed = {{north, t.a}}}) == "", "what belongs to a party is apart from the rest of it");
}

TEST_CASE("introductions: who is severed by a doubtful belonging is not")
{
    people t;
    const actor_id north = t.put("N"), south = t.put("S");
    t.join(t.a, north);
    t.join(t.b, south, "2023-05/..");
    t.met(t.a, t.b, "2023-05-10");
    const network_options severed{.severed = {{north, south}}};
    CHECK(ways(t.book.as_of(date{"2023-05-15"}), t.a, t.b, 9, severed) == "ab 1.028");
    CHECK(ways(t.now(), t.a, t.b, 9, severed) == "");
}

TEST_CASE("introductions: a channel that stands suspended or closed severs its two parties and their own")
{
    people t;
    const actor_id north = t.put("N"), south = t.put("S");
    t.join(t.a, north);
    t.join(t.b, south);
    t.met(t.a, t.b, "2023-04-01");
    t.met(t.a, t.c, "2023-04-01");
    const matter_id hotline = t.channel_of(north, south);
    const auto on = [&](const char* when) { return ways(t.book.as_of(date{when}), t.a, t.b) != ""; };
    CHECK_MESSAGE(on("2023-04-02"), "never opened");
    t.on_channel(hotline, "open", "2023-04-02");
    t.on_channel(hotline, "suspend", "2023-04-10");
    t.on_channel(hotline, "restore", "2023-04-20");
    t.on_channel(hotline, "suspend", "2023-05");
    t.on_channel(hotline, "close", "2023-06-10");
    CHECK(on("2023-04-02"));
    CHECK_FALSE(on("2023-04-10"));
    CHECK(on("2023-04-20"));
    CHECK_MESSAGE(on("2023-05-15"), "perhaps suspended");
    CHECK_FALSE(on("2023-05-31"));
    CHECK_FALSE(on("2023-06-10"));
    CHECK(ways(t.now(), t.a, t.c) == "ac 1.333");
    const matter_id liaison = t.channel_of(south, north);
    CHECK_MESSAGE(!on("2023-05-31"), "another that was never opened changes nothing");
    t.on_channel(liaison, "open", "2023-05-20");
    CHECK_MESSAGE(on("2023-05-31"), "another is open");
    t.on_channel(liaison, "suspend", "2023-06-01");
    CHECK(on("2023-05-31"));
    CHECK_FALSE(on("2023-06-01"));
}

// Who sits between.

TEST_CASE("go_betweens: those through whom the cheapest chains of the two parties lead")
{
    people t;
    const actor_id north = t.put("N"), south = t.put("S");
    t.join(t.a, north);
    t.join(t.b, north);
    t.join(t.e, south);
    t.join(t.f, south);
    const contact_id bc = t.met(t.b, t.c), ce = t.met(t.c, t.e);
    t.met(t.b, t.d);
    t.met(t.d, t.e);
    const contact_id ab = t.met(t.a, t.b);
    t.met(t.c, t.d);
    const view v = t.now();
    const auto found = go_betweens(v, north, south);
    CHECK_MESSAGE(text_of(v, found) == "b 1, c 1, d 1", "a–b–c–e and a–b–d–e, b–c–e and b–d–e");
    CHECK(found[0].of == 2);
    CHECK(found[0].of_first == verdict::certainly);
    CHECK(found[0].of_second == verdict::impossibly);
    CHECK(found[0].by.size() == 3);
    CHECK(found[1].by == std::vector{bc, ce});
    CHECK(to_text(v, found[0]) == "b (of the first): between 1 of 2 pairs");
    t.met(t.f, t.e);
    CHECK(text_of(t.now(), go_betweens(t.now(), north, south)) == "b 2, c 2, d 2, e 2");
    CHECK_MESSAGE(text_of(v, go_betweens(v, t.a, t.e)) == "b 1, c 0.5, d 0.5", "two persons");
    CHECK(text_of(v, go_betweens(v, t.a, t.b)) == "");
    CHECK(text_of(v, go_betweens(v, t.a, t.a)) == "");
    CHECK(text_of(v, go_betweens(v, t.a, {})) == "");
    CHECK(text_of(v, go_betweens(v, north, south, {.severed = {{t.b, t.c}}})) == "d 2, b 1");
    CHECK(go_betweens(v, t.a, t.e)[0].by == std::vector{bc, contact_id(2), ab});
}

TEST_CASE("go_betweens: whose belonging is uncertain makes bounds, and who belongs to both is neither's")
{
    people t;
    const actor_id north = t.put("N"), south = t.put("S");
    t.join(t.a, north);
    t.join(t.b, north, "2023-06/..");
    t.join(t.e, south);
    t.join(t.f, north);
    t.join(t.f, south);
    for (const actor_id x : {t.a, t.b, t.e, t.f}) t.met(x, t.c);
    const view v = t.now();
    CHECK(text_of(v, go_betweens(v, north, south)) == "c 1");
    const view then = t.book.as_of(date{"2023-06-15"});
    const auto found = go_betweens(then, north, south);
    CHECK(text_of(then, found) == "c 1..2");
    CHECK(to_text(then, found.at(0)) == "c: between 1 to 2 of 2 pairs");
    const view later = t.book.as_of(date{"2023-06-30"});
    CHECK(text_of(later, go_betweens(later, north, south)) == "c 2");
}

TEST_CASE("go_betweens: between a whole and its part")
{
    people t;
    const actor_id whole = t.put("W"), part = t.put("P");
    t.join(part, whole);
    t.join(t.a, whole);
    t.join(t.b, part);
    t.met(t.a, t.c);
    t.met(t.c, t.b);
    CHECK(text_of(t.now(), go_betweens(t.now(), whole, part)) == "c 1");
    CHECK(text_of(t.now(), go_betweens(t.now(), part, whole)) == "c 1");
}

// Who stopped talking.

TEST_CASE("stopped_talking: groups that fell apart, and the last contacts across")
{
    people t;
    t.met(t.a, t.b, "2022-01-01");
    const contact_id bc = t.met(t.b, t.c, "2022-01-02");
    t.met(t.c, t.d, "2022-01-03");
    const contact_id ef = t.met(t.f, t.e, "2022-01-04");
    const contact_id ac = t.met(t.a, t.c, "2021-09-01");
    const view then = t.book.as_of(date{"2022-01-31"});
    CHECK(text_of(then, stopped_talking(then, then)) == "");
    t.met(t.d, t.c, "2023-05-01");
    t.met(t.b, t.a, "2023-05-02");
    const auto found = stopped_talking(then, t.now());
    CHECK(text_of(then, found) == "abcd = ab cd ac:" + then.key(ac) + " bc:" + then.key(bc) + "; ef = e f ef:" + then.key(ef));
    CHECK(to_text(then, found.at(0)) == "a, b | c, d; last between them: a – c (2021-09-01), b – c (2022-01-02)");
    const actor_id newcomer = t.put("n");
    t.met(newcomer, t.a);
    t.met(newcomer, t.d);
    CHECK_MESSAGE(text_of(then, stopped_talking(then, t.now())) == "ef = e f ef:" + then.key(ef), "be it through others");
    CHECK_MESSAGE(text_of(t.now(), stopped_talking(t.now(), then)) == "abcdn = abcd n an:k7 dn:k8", "whom the second view does not have is alone");
}

TEST_CASE("stopped_talking: by what was learnt, and where a pair is severed")
{
    people t;
    const contact_id ab = t.met(t.a, t.b, "2023-05-01");
    t.report_on(ab, "s", stance::asserts, "2023-05-02");
    t.report_on(ab, "s", stance::retracts, "2023-05-20");
    const view v = t.now().known_by(date{"2023-05-10"});
    CHECK(text_of(v, stopped_talking(v, t.now())) == "ab = a b ab:" + v.key(ab));
    const matter_id hotline = t.channel_of(t.c, t.d);
    t.met(t.c, t.d, "2023-05-01");
    t.on_channel(hotline, "open", "2023-05-02");
    t.on_channel(hotline, "suspend", "2023-05-30");
    const view then = t.book.as_of(date{"2023-05-29"});
    CHECK(text_of(then, stopped_talking(then, t.now())) == "cd = c d cd:k1");
}

TEST_CASE("networks: options that make no sense are refused, with the field")
{
    const people t;
    const auto field_of = [&](const network_options& options) { return refusal([&] { introductions(t.now(), t.a, t.b, 3, options); }).where().field; };
    CHECK(field_of({.lately = std::chrono::days(0)}) == "lately");
    CHECK(field_of({.fades = std::chrono::days(-1)}) == "fades");
    CHECK(field_of({.severed = {{t.a, t.b}, {t.a, {}}}}) == "severed");
    CHECK(refusal([&] { go_betweens(t.now(), t.a, t.b, {.fades = std::chrono::days(0)}); }).code() == errc::invalid_value);
    CHECK(refusal([&] { stopped_talking(t.now(), t.now(), {.lately = std::chrono::days(0)}); }).code() == errc::invalid_value);
}

TEST_CASE("networks: nobody at all")
{
    const chronicle book;
    const view v = book.as_of(date{"2023"});
    CHECK(introductions(v, {}, {}).empty());
    CHECK(go_betweens(v, {}, {}).empty());
    CHECK(stopped_talking(v, v).empty());
}

// Against all chains.

namespace {

/// A few actors, two parties, and contacts of which many are as old, so that chains cost the same.
struct random_network {
    people t = {};
    actor_id north = t.put("N"), south = t.put("S");
    std::vector<actor_id> all = {t.a, t.b, t.c, t.d, t.e, t.f};
    network_options options = {};

    explicit random_network(dice& roll)
    {
        if (roll.chance(50)) all.push_back(t.put("g", roll.from_to(1, 3)));
        if (roll.chance(50)) all.push_back(t.put("h", roll.from_to(1, 3)));
        options.lately = std::chrono::days(roll.from_to(1, 6) * 60);
        options.fades = std::chrono::days(roll.from_to(1, 3) * 60);
        for (const actor_id x : all)
            for (const actor_id party : {north, south})
                if (roll.chance(30)) t.join(x, party, roll.chance(50) ? "../.." : roll.chance(50) ? "2023-03/.." : "2023-01-10/2023-05");
        const int density = roll.from_to(5, 30);
        for (int n = density; n > 0; --n) add_contact(roll);
        if (roll.chance(30)) options.severed.emplace_back(north, south);
        if (roll.chance(30)) options.severed.emplace_back(roll.one_of(all), roll.one_of(all));
        std::erase_if(options.severed, [](const auto& p) { return p.first == p.second; });
    }

    void add_contact(dice& roll)
    {
        static constexpr const char* dates[] = {"2023-05-31", "2023-05-31", "2023-05", "2023-05-01", "2023-03-02", "2022-12-02", "2022-09-03", "2022/2023"};
        contact c = t.said(roll.one_of(all), roll.chance(95) ? roll.one_of(all) : actor_id(), roll.one_of(dates));
        if (t.book.size().contacts > 0 && roll.chance(8)) c.corrects = contact_id(roll.below(t.book.size().contacts));
        const contact_id x = t.book.add(c);
        if (roll.chance(20)) t.report_on(x, "s1", roll.chance(70) ? stance::asserts : stance::denies, roll.chance(50) ? "2023-05-15" : "2023-06-01");
        if (roll.chance(20)) t.report_on(x, "s2", roll.chance(70) ? stance::asserts : stance::denies, roll.chance(50) ? "2023-05-15" : "2023-06-01");
    }
};

verdict opposite(verdict v) { return static_cast<verdict>(2 - static_cast<int>(v)); }

/// All of it said again, by all simple chains.
struct naive {
    struct way {
        std::uint64_t cost;
        std::vector<actor_id> actors;
        auto operator<=>(const way&) const = default;
    };

    const random_network& in;
    view v;
    std::map<std::pair<actor_id, actor_id>, contact_id> last = {};

    naive(const random_network& of, view standpoint) : in(of), v(std::move(standpoint))
    {
        const instant since = v.when() - in.options.lately;
        for (std::size_t i = 0; i < v.size().contacts + v.supposed_contacts().size(); ++i) {
            const contact c = v[contact_id(i)];
            if (!c.to || c.to == c.from || v.of(contact_id(i)) == belief::unknown || v.corrected(contact_id(i))) continue;
            if (c.on.earliest() <= since || c.on.latest() > v.when() || severed(c.from, c.to)) continue;
            for (const auto& ends : {std::pair(c.from, c.to), std::pair(c.to, c.from)})
                if (!last.contains(ends) || v[last[ends]].on.latest() <= c.on.latest()) last[ends] = contact_id(i);
        }
    }

    /// The first part_of tie is all there is above an actor.
    verdict belongs(actor_id who, actor_id party) const
    {
        verdict best = who == party ? verdict::certainly : verdict::impossibly;
        for (const tie_id t : v.book().ties_upward(who))
            if (v.book()[t].to == party) best = std::max(best, holds_at(v.book().period_of(t), v.when()));
        return best;
    }
    verdict member(actor_id who, actor_id party, actor_id other) const
    {
        if (who == party) return verdict::certainly;
        return std::min(belongs(who, party), std::max(opposite(belongs(who, other)), belongs(party, other)));
    }
    bool severed(actor_id x, actor_id y) const
    {
        const auto sure = [&](actor_id a, actor_id b, actor_id p, actor_id q) { return std::min(member(a, p, q), member(b, q, p)) == verdict::certainly; };
        return std::any_of(in.options.severed.begin(), in.options.severed.end(),
                           [&](const auto& s) { return sure(x, y, s.first, s.second) || sure(y, x, s.first, s.second); });
    }
    std::uint64_t cost(actor_id x, actor_id y) const
    {
        const auto& rx = v.book()[x].rank;
        const auto& ry = v.book()[y].rank;
        const auto age = std::chrono::duration_cast<std::chrono::days>(v.when() - v[last.at({x, y})].on.latest()).count();
        const auto fades = in.options.fades.count();
        const std::uint64_t n = rx && ry ? static_cast<std::uint64_t>(std::max(*rx, *ry)) : 1;
        const std::uint64_t over = static_cast<std::uint64_t>(1000 * (fades + age)) * n;
        const std::uint64_t under = static_cast<std::uint64_t>(fades) * (rx && ry ? n + 1 : 1);
        return (2 * over + under) / (2 * under);
    }

    std::vector<way> all_ways(actor_id from, actor_id to) const
    {
        std::vector<way> found;
        way now{0, {from}};
        const std::function<void()> go = [&] {
            const actor_id at = now.actors.back();
            if (at == to) return found.push_back(now);
            for (const actor_id next : in.all) {
                if (!last.contains({at, next}) || std::find(now.actors.begin(), now.actors.end(), next) != now.actors.end()) continue;
                now.cost += cost(at, next);
                now.actors.push_back(next);
                go();
                now.actors.pop_back();
                now.cost -= cost(at, next);
            }
        };
        go();
        std::sort(found.begin(), found.end());
        return found;
    }

    struct between {
        double through = 0;
        std::set<contact_id> by = {};
    };
    std::map<actor_id, between> betweenness(verdict how, std::size_t& pairs) const
    {
        std::map<actor_id, between> found;
        pairs = 0;
        for (const actor_id s : in.all)
            for (const actor_id t : in.all) {
                if (s == t || member(s, in.north, in.south) < how || member(t, in.south, in.north) < how) continue;
                std::vector<way> best = all_ways(s, t);
                std::erase_if(best, [least = best.empty() ? 0 : best.front().cost](const way& w) { return w.cost != least; });
                if (!best.empty()) ++pairs;
                for (const way& w : best)
                    for (std::size_t n = 1; n + 1 < w.actors.size(); ++n) {
                        between& b = found[w.actors[n]];
                        b.through += 1.0 / static_cast<double>(best.size());
                        b.by.insert({last.at({w.actors[n - 1], w.actors[n]}), last.at({w.actors[n], w.actors[n + 1]})});
                    }
            }
        return found;
    }

    /// The least actor that each one reaches.
    std::map<actor_id, actor_id> groups() const
    {
        std::map<actor_id, actor_id> of;
        for (const actor_id x : in.all) of[x] = x;
        for (bool changed = true; changed;) {
            changed = false;
            for (const auto& [ends, c] : last)
                if (of[ends.second] < of[ends.first]) changed = (of[ends.first] = of[ends.second], true);
        }
        return of;
    }
};

view some_view(dice& roll, const random_network& n)
{
    view v = n.t.book.as_of(date{roll.chance(70) ? "2023-05-31" : "2023-03-02"});
    if (roll.chance(30)) v = v.known_by(date{"2023-05-20"});
    if (roll.chance(20)) v = v.with(contact{.act = acts::remark, .from = roll.one_of(n.all), .to = roll.one_of(n.all), .on = date{"2023-03-02"}});
    return v;
}

}  // namespace

TEST_CASE("introductions are the first of all simple chains, by cost and ids")
{
    std::size_t chains = 0, tied = 0;
    for_every_seed(400, [&](dice& roll, std::uint64_t) {
        const random_network n(roll);
        const naive oracle(n, some_view(roll, n));
        const actor_id from = roll.one_of(n.all), to = roll.one_of(n.all);
        const std::size_t most = roll.chance(20) ? 10000 : roll.below(8);
        const auto expected = oracle.all_ways(from, to);
        const auto found = introductions(oracle.v, from, to, most, n.options);
        REQUIRE(found.size() == std::min(most, expected.size()));
        for (std::size_t i = 0; i < found.size(); ++i) {
            CHECK(found[i].actors == expected[i].actors);
            CHECK(std::llround(found[i].cost * 1000) == static_cast<long long>(expected[i].cost));
            double sum = 0;
            for (std::size_t l = 0; l < found[i].links.size(); ++l) {
                CHECK(found[i].links[l].last == oracle.last.at({found[i].actors[l], found[i].actors[l + 1]}));
                sum += found[i].links[l].cost;
            }
            CHECK(sum == doctest::Approx(found[i].cost));
            if (i > 0 && expected[i].cost == expected[i - 1].cost) ++tied;
        }
        chains += found.size();
    });
    MESSAGE(chains << " chains, " << tied << " of which cost what the one before does");
}

TEST_CASE("go_betweens are what all cheapest chains of all pairs say")
{
    std::size_t some = 0, uncertain = 0;
    for_every_seed(300, [&](dice& roll, std::uint64_t) {
        const random_network n(roll);
        const naive oracle(n, some_view(roll, n));
        const auto found = go_betweens(oracle.v, n.north, n.south, n.options);
        std::size_t pairs = 0;
        auto least = oracle.betweenness(verdict::certainly, pairs);
        const auto most = oracle.betweenness(verdict::possibly, pairs);
        CHECK(found.size() == most.size());
        for (const go_between& g : found) {
            REQUIRE(most.contains(g.who));
            CHECK(g.least == doctest::Approx(least[g.who].through));
            CHECK(g.most == doctest::Approx(most.at(g.who).through));
            CHECK(g.of == pairs);
            CHECK(std::set(g.by.begin(), g.by.end()) == most.at(g.who).by);
            CHECK(g.of_first == oracle.member(g.who, n.north, n.south));
            CHECK(g.of_second == oracle.member(g.who, n.south, n.north));
            if (g.least != g.most) ++uncertain;
        }
        for (std::size_t i = 1; i < found.size(); ++i) CHECK(found[i - 1].most >= found[i].most);
        some += found.size();
    });
    MESSAGE(some << " between, " << uncertain << " of them uncertainly");
}

TEST_CASE("stopped_talking finds each group that fell apart")
{
    std::size_t fallen = 0;
    for_every_seed(300, [&](dice& roll, std::uint64_t) {
        const random_network n(roll);
        const naive before(n, n.t.book.as_of(date{"2023-03-02"}));
        const naive after(n, some_view(roll, n));
        const auto found = stopped_talking(before.v, after.v, n.options);
        auto was = before.groups(), is = after.groups();
        std::map<actor_id, std::map<actor_id, std::vector<actor_id>>> expected;
        for (const actor_id x : n.all) expected[was[x]][is[x]].push_back(x);
        std::erase_if(expected, [](const auto& group) { return group.second.size() < 2; });
        REQUIRE(found.size() == expected.size());
        auto e = expected.begin();
        for (const rift& r : found) {
            std::vector<std::vector<actor_id>> parts;
            for (const auto& [first, part] : (e++)->second) parts.push_back(part);
            std::sort(parts.begin(), parts.end());
            CHECK(r.parts == parts);
            std::size_t across = 0;
            for (const auto& [ends, c] : before.last)
                if (ends.first < ends.second && was[ends.first] == r.group.front() && is[ends.first] != is[ends.second]) {
                    REQUIRE(across < r.silences.size());
                    CHECK(r.silences[across++] == silence{ends.first, ends.second, c});
                }
            CHECK(across == r.silences.size());
        }
        fallen += found.size();
    });
    MESSAGE(fallen << " groups fell apart");
}

TEST_CASE("networks: what is published after K changes no answer known by K")
{
    for_every_seed(100, [](dice& roll, std::uint64_t) {
        random_network n(roll);
        const auto asked = [&] {
            const view v = n.t.now().known_by(date{"2023-05-31"});
            const view then = n.t.book.as_of(date{"2023-03-02"}).known_by(date{"2023-05-31"});
            std::string text = text_of(v, go_betweens(v, n.north, n.south, n.options)) + text_of(then, stopped_talking(then, v, n.options));
            for (const actor_id to : n.all) text += ways(v, n.t.a, to, 5, n.options);
            return text;
        };
        const std::string before = asked();
        const source_id news = n.t.book.add(source{.key = "news", .published = date{"2023-06-01"}});
        for (int more = 0; more < 5; ++more)
            n.t.book.add(report{.on = n.t.met(roll.one_of(n.all), roll.one_of(n.all)), .source = news, .stance = stance::asserts});
        for (std::size_t c = 0; c < n.t.book.size().contacts; c += 2)
            if (!n.t.book.reports_on(contact_id(c)).empty()) n.t.book.add(report{.on = contact_id(c), .source = news, .stance = stance::denies});
        CHECK(asked() == before);
    });
}
