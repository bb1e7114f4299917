// SPDX-License-Identifier: BSL-1.0
#include <demarche/contacts.hpp>

#include "seeds.hpp"
#include "support.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <set>

using namespace demarche;
using namespace support;

// How many.

namespace {

struct counted : talks {
    actor_id b = someone("b");

    contact_id met(const char* on, const char* times = "1", actor_id from = {}, actor_id to = {}, act what = act{"meet"})
    {
        return book.add(contact{
            .key = "k" + std::to_string(book.size().contacts), .act = what, .from = from ? from : r, .to = to, .on = date{on}, .times = parse_count(times)});
    }
    std::string in(const char* period, const char* when = "2023-12-31") const { return to_text(tally(book.as_of(date{when}), {.during = date{period}})); }
};

}  // namespace

TEST_CASE("acts are told apart however many a program has met")
{
    for (int n = 0; n < 70000; ++n) (void)act(fmt::format("one of very many acts, {}", n));
    const act wave("wave, which nobody did before"), bow("bow, which nobody did before");
    chronicle book;
    const auto a = book.add(actor{.key = "a"}), b = book.add(actor{.key = "b"});
    const auto talks = book.add(matter{.key = "talks", .requester = a, .respondents = {b}});
    const auto waved = book.add(contact{.key = "waved", .matter = talks, .act = wave, .from = a, .to = b, .on = date{"2023-05-01"}});
    const auto bowed = book.add(plain_contact{.matter = talks, .act = bow, .from = b, .to = a, .on = std::chrono::sys_days(std::chrono::year(2023) / 5 / 2)});
    const auto apart = book.add(contact{.key = "apart", .act = bow, .from = a, .to = b, .on = date{"2023-04-30"}});
    CHECK(book[waved].act == wave);
    CHECK(book[bowed].act == bow);
    const view v = book.as_of(date{"2023-06-01"});
    CHECK(last_contact(v, a, b, wave) == waved);
    CHECK(last_contact(v, a, b, bow) == bowed);
    CHECK(last_contact(v.as_of(date{"2023-04-30"}), b, a, bow) == apart);
    CHECK_FALSE(last_contact(v, a, b, acts::held));
}

TEST_CASE("tally: nothing is exactly zero")
{
    const counted t;
    CHECK(tally(t.book.as_of(date{"2023"}), {}) == count{0, 0});
}

TEST_CASE("tally: dates within, partly within and outside the period")
{
    counted t;
    t.met("2023-05-10");
    t.met("2023-05");
    t.met("2023-04/2023-05");
    t.met("2023-06-01");
    t.met("2023-04-30");
    CHECK(t.in("2023-05") == "2..3");
    CHECK(t.in("2023") == "5");
    CHECK(t.in("2023-05-10") == "1..3");
    CHECK(t.in("2022") == "0");
    CHECK(t.in("2023-05-10/..") == "2..4");
    CHECK(to_text(tally(t.book.as_of(date{"2023-12-31"}), {})) == "5");
}

TEST_CASE("tally: how often a contact stands for")
{
    counted t;
    t.met("2023-05-10", "2..4");
    CHECK(t.in("2023-05") == "2..4");
    t.met("2023-05-11", "3");
    CHECK(t.in("2023-05") == "5..7");
    t.met("2023-05-12", "2..");
    CHECK(t.in("2023-05") == "7..");
    CHECK(t.in("2023-05-11") == "3");
    CHECK(t.in("2023-05-12") == "2..");
}

TEST_CASE("tally: at least two, perhaps in the period, is none or any number")
{
    counted t;
    t.met("2023-04/2023-05", "2..");
    CHECK(t.in("2023-05") == "0..");
    CHECK(t.in("2023") == "2..");
}

TEST_CASE("tally: only what happened by W")
{
    counted t;
    t.met("2023-05-10");
    t.met("2023-05");
    t.met("2023-06-10");
    CHECK(t.in("2023", "2023-05-15") == "1..2");
    CHECK(t.in("2023", "2023-05-09") == "0..1");
    CHECK(t.in("2023", "2023-05-31") == "2");
    CHECK(t.in("2023", "2023-04-30") == "0");
}

TEST_CASE("tally: disputed contacts may have happened, unknown and corrected ones count for nothing")
{
    counted t;
    const contact_id one = t.met("2023-05-10", "2");
    CHECK(t.in("2023") == "2");
    t.dispute(one);
    CHECK(t.in("2023") == "0..2");
    const contact_id wrong = t.met("2023-05-11");
    t.report_on(wrong, t.source_of("s"), stance::denies);
    CHECK(t.in("2023") == "0..2");
    const contact_id better = t.book.add(contact{.key = "better", .act = act{"meet"}, .from = t.r, .on = date{"2023-05-12"}, .corrects = one});
    CHECK(t.in("2023") == "1");
    t.report_on(better, t.source_of("s2", "2023-08-01"), stance::asserts);
    CHECK(to_text(tally(t.book.as_of(date{"2023-12-31"}).known_by(date{"2023-07-31"}), {})) == "0");
}

TEST_CASE("disputed contacts: those that some assert and some deny, each once, by W or not")
{
    counted t;
    const contact_id one = t.met("2023-05-10");
    const contact_id another = t.met("2023-05-11");
    const contact_id denied = t.met("2023-05-12");
    t.dispute(another);
    t.dispute(one);
    t.report_on(one, t.source_of("third"), stance::denies);
    t.report_on(denied, t.source_of("s"), stance::denies);
    const view before = t.book.as_of(date{"2023-05-01"});
    CHECK(disputed_contacts(before) == std::vector{one, another});
    t.book.add(contact{.key = "better", .act = act{"meet"}, .from = t.r, .on = date{"2023-05-12"}, .corrects = one});
    CHECK(disputed_contacts(before) == std::vector{one, another});
    CHECK(disputed_contacts(t.book.as_of(date{"2023-05-01"})) == std::vector{another});
    CHECK(disputed_contacts(before.according_to({t.source_of("s")})).empty());
}

TEST_CASE("tally: by act, from, to and matter; each field that is set must fit")
{
    counted t;
    t.met("2023-05-10", "1", t.r, t.a);
    t.met("2023-05-11", "1", t.a, t.r);
    t.met("2023-05-12", "1", t.r, t.b, acts::request);
    t.met("2023-05-13", "1", t.b);
    t.say(t.r, acts::request, "2023-05-14", {.to = t.a});
    const auto how_many = [&t](const contact_filter& which) { return to_text(tally(t.book.as_of(date{"2023-12-31"}), which)); };
    CHECK(how_many({}) == "5");
    CHECK(how_many({.acts = {acts::request}}) == "2");
    CHECK(how_many({.acts = {acts::request, act{"meet"}}}) == "5");
    CHECK(how_many({.from = {t.r}}) == "3");
    CHECK(how_many({.from = {t.r, t.b, t.r}}) == "4");
    CHECK(how_many({.to = {t.a}}) == "2");
    CHECK(how_many({.from = {t.r}, .to = {t.a, t.b}}) == "3");
    CHECK(how_many({.matter = t.m}) == "1");
    CHECK(how_many({.from = {t.a}, .matter = t.m}) == "0");
    CHECK(how_many({.acts = {acts::request}, .from = {t.r}, .to = {t.b}, .during = date{"2023-05-12"}}) == "1");
    CHECK(how_many({.acts = {acts::held}}) == "0");
}

// Between two parties.

namespace {

/// What a contact may have beside its ends and its date.
struct rest_of_contact {
    matter_id matter = {};
    demarche::act act = acts::held;
    contact_id corrects = {};
    demarche::channel channel = {};
    std::string place = {};
    std::vector<actor_id> with = {};
    count times = {};
};

/// Two states, each with a ministry and an office in it, which several people held.
struct two_states {
    chronicle book = {};
    actor_id north = put("north", {});
    actor_id south = put("south", {});
    actor_id ministry = put("ministry", {});
    actor_id office = put("office", 1);
    actor_id other_office = put("other_office", 1);
    actor_id desk = put("desk", 4);
    actor_id ann = put("ann", {});
    actor_id bea = put("bea", {});
    actor_id carl = put("carl", {});
    actor_id dora = put("dora", {});
    actor_id guest = put("guest", {});

    two_states()
    {
        join(ministry, north, tie_kinds::part_of, "../..");
        join(office, ministry, tie_kinds::part_of, "../..");
        join(desk, ministry, tie_kinds::part_of, "../..");
        join(other_office, south, tie_kinds::part_of, "../..");
        join(ann, office, tie_kinds::holds, "2020-01-01/2021-12-31");
        join(bea, office, tie_kinds::holds, "2022-01-01/..");
        join(carl, other_office, tie_kinds::holds, "2019-01-01/..");
        join(dora, desk, tie_kinds::holds, "2019-01-01/..");
    }

    actor_id put(const char* key, std::optional<int> rank) { return book.add(actor{.key = key, .rank = rank}); }
    void join(actor_id from, actor_id to, tie_kind kind, const char* during)
    {
        book.add(tie{.key = "t" + std::to_string(book.size().ties), .kind = kind, .from = from, .to = to, .during = date{during}});
    }
    contact_id met(actor_id from, actor_id to, const char* on, const rest_of_contact& rest = {})
    {
        return book.add(contact{.key = "k" + std::to_string(book.size().contacts),
                                .matter = rest.matter,
                                .act = rest.act,
                                .from = from,
                                .to = to,
                                .on = date{on},
                                .corrects = rest.corrects,
                                .channel = rest.channel,
                                .place = rest.place,
                                .with = rest.with,
                                .times = rest.times});
    }
    view now() const { return book.as_of(date{"2023-12-31"}); }
};

/// `k1`, or `k1?` where it is but possible.
std::string text_of(const view& v, const std::vector<exchange>& all)
{
    std::vector<std::string> words;
    for (const exchange& e : all) words.push_back(v.key(e.contact) + (e.how == verdict::certainly ? "" : "?"));
    return joined(words);
}
std::string text_of(const view& v, const std::optional<exchange>& e) { return e ? text_of(v, std::vector{*e}) : "none"; }

std::string rank_text(const rank_bounds& b)
{
    const auto one = [](const std::optional<int>& n) { return n ? std::to_string(*n) : std::string("-"); };
    return one(b.highest) + ".." + one(b.lowest);
}

}  // namespace

TEST_CASE("contacts: whom one names says at which level one asks")
{
    two_states t;
    t.met(t.ann, t.carl, "2021-03-01");
    t.met(t.carl, t.bea, "2022-03-01");
    t.met(t.ministry, t.south, "2022-04-01");
    t.met(t.bea, t.dora, "2022-05-01");
    t.met(t.bea, t.guest, "2022-06-01");
    const view v = t.now();
    CHECK(text_of(v, contacts(v, t.ann, t.carl)) == "k0");
    CHECK(text_of(v, contacts(v, t.bea, t.carl)) == "k1");
    CHECK_MESSAGE(text_of(v, contacts(v, t.office, t.other_office)) == "k0 k1", "through the succession");
    CHECK(text_of(v, contacts(v, t.north, t.south)) == "k0 k1 k2");
    CHECK(text_of(v, contacts(v, t.south, t.north)) == "k0 k1 k2");
    CHECK_MESSAGE(text_of(v, contacts(v, t.office, t.desk)) == "k3", "within one side");
    CHECK_MESSAGE(text_of(v, contacts(v, t.north, t.office)) == "k3", "what belongs to the office is not the rest of the state");
    CHECK(text_of(v, contacts(v, t.guest, t.south)) == "");
    const auto all = contacts(v, t.north, t.south);
    CHECK(all[0].by_first == verdict::certainly);
    CHECK(all[0].by_second == verdict::impossibly);
    CHECK(all[1].by_first == verdict::impossibly);
    CHECK(all[1].by_second == verdict::certainly);
}

TEST_CASE("contacts: a holder counts by the date of the contact, and possibly where either is imprecise")
{
    two_states t;
    t.met(t.ann, t.carl, "2022-03-01");
    t.met(t.ann, t.carl, "2021-12/2022-01");
    t.met(t.bea, t.carl, "2022-01-01");
    const view v = t.now();
    CHECK_MESSAGE(text_of(v, contacts(v, t.office, t.other_office)) == "k2? k1?", "the first day of holding is imprecise, and she held it for part of the month");
    CHECK(text_of(v, contacts(v, t.ann, t.carl)) == "k1 k0");
}

TEST_CASE("contacts: further participants count, and without `to` the other party of the matter does")
{
    two_states t;
    t.met(t.dora, t.guest, "2022-01-05", {.with = {t.carl}});
    const matter_id m = t.book.add(matter{.key = "m", .requester = t.office, .respondents = {t.carl}, .channel = channels::telephone});
    t.met(t.bea, {}, "2022-02-01", {.matter = m, .act = acts::request});
    t.met(t.carl, {}, "2022-02-02", {.matter = m, .act = acts::decline});
    t.met(t.guest, {}, "2022-02-03", {.matter = m, .act = acts::remark});
    const view v = t.now();
    CHECK(text_of(v, contacts(v, t.north, t.south)) == "k0 k1 k2");
    CHECK(text_of(v, contacts(v, t.office, t.carl)) == "k1 k2");
    CHECK(text_of(v, contacts(v, t.north, t.south, {.channels = {channels::telephone}})) == "k1 k2");
    CHECK(text_of(v, contacts(v, t.north, t.south, {.acts = {acts::decline}})) == "k2");
    CHECK(text_of(v, contacts(v, t.guest, t.carl)) == "k0");
    const exchange e = contacts(v, t.north, t.south).front();
    CHECK(e.by_first == verdict::certainly);
}

TEST_CASE("contacts: by W, belief, period and place")
{
    two_states t;
    t.met(t.ann, t.carl, "2021-03-01", {.place = "Geneva"});
    t.met(t.ann, t.carl, "2021-04");
    const contact_id doubtful = t.met(t.ann, t.carl, "2021-05-01");
    const contact_id wrong = t.met(t.ann, t.carl, "2021-06-01");
    t.met(t.ann, t.carl, "2021-06-02", {.corrects = wrong});
    for (const stance s : {stance::asserts, stance::denies})
        t.book.add(report{.on = doubtful, .source = t.book.add(source{.key = s == stance::asserts ? "for" : "against"}), .stance = s});
    const view v = t.now();
    CHECK(text_of(v, contacts(v, t.ann, t.carl)) == "k0 k1 k2? k4");
    CHECK(text_of(v, contacts(v, t.ann, t.carl, {.during = date{"2021-04-15/.."}})) == "k1? k2? k4");
    CHECK(text_of(v, contacts(v, t.ann, t.carl, {.places = {"Geneva", "Vienna"}})) == "k0");
    const view then = t.book.as_of(date{"2021-04-15"});
    CHECK(text_of(then, contacts(then, t.ann, t.carl)) == "k0 k1?");
    CHECK_MESSAGE(text_of(then, last_contact(then, t.ann, t.carl)) == "k0?", "the other may have come later");
    CHECK(text_of(v, last_contact(v, t.ann, t.carl)) == "k4");
    CHECK(text_of(t.book.as_of(date{"2021-05-15"}), last_contact(t.book.as_of(date{"2021-05-15"}), t.ann, t.carl)) == "k2?");
    CHECK(text_of(v, last_contact(v, t.ann, t.guest)) == "none");
    const view early = t.book.as_of(date{"2021-04-15"});
    CHECK_MESSAGE(text_of(early, last_contact(early, t.ann, t.carl, {.during = date{"2021-04"}})) == "k1?", "the only one that may have been");
    CHECK(to_text(tally(v, t.north, t.south, {.acts = {acts::held}})) == "3..4");
}

TEST_CASE("contacts: vague counts, each way")
{
    two_states t;
    t.met(t.carl, t.ann, "2021-03-01", {.act = acts::decline, .times = parse_count("2..")});
    t.met(t.carl, t.ann, "2021-04-01", {.act = acts::decline});
    t.met(t.ann, t.carl, "2021-05-01", {.act = acts::decline});
    const view v = t.now();
    CHECK(to_text(tally(v, t.north, t.south, {.acts = {acts::decline}})) == "4..");
    CHECK(to_text(tally(v, t.north, t.south, {.acts = {acts::decline}, .from = {t.south}})) == "3..");
    CHECK(to_text(tally(v, t.north, t.south, {.acts = {acts::decline}, .from = {t.north}})) == "1");
    CHECK(to_text(tally(v, {.from = {t.south}})) == "3..");
}

TEST_CASE("levels: the lower-ranked end, each as high as its highest participant")
{
    two_states t;
    t.met(t.ann, t.carl, "2021-03-01");
    t.met(t.dora, t.carl, "2021-04-01");
    t.met(t.dora, t.carl, "2021-05-01", {.with = {t.ann}});
    t.met(t.ann, t.south, "2021-06-01");
    const view v = t.now();
    const auto all = contacts(v, t.north, t.south);
    CHECK(rank_text(all[0].level) == "1..1");
    CHECK(rank_text(all[1].level) == "4..4");
    CHECK(rank_text(all[2].level) == "1..1");
    CHECK_MESSAGE(rank_text(all[3].level) == "-..-", "a state has no rank");
    CHECK(text_of(v, contacts(v, t.north, t.south, {.level = 1})) == "k0 k2");
    CHECK(text_of(v, contacts(v, t.north, t.south, {.level = 4})) == "k0 k1 k2");
    CHECK(text_of(v, most_senior(v, t.north, t.south)) == "k0 k2");
    CHECK(text_of(v, most_senior(v, t.north, t.south, {.during = date{"2021-04"}})) == "k1");
}

TEST_CASE("the most senior since, were it so")
{
    two_states t;
    t.met(t.ann, t.carl, "2021-03-01", {.channel = channels::in_person, .place = "Vienna"});
    t.met(t.dora, t.carl, "2022-05-01", {.channel = channels::in_person});
    t.met(t.bea, t.carl, "2022-06-01", {.channel = channels::telephone});
    const view v = t.now().with(contact{.act = acts::held, .from = t.bea, .to = t.carl, .on = date{"2023-06-03"}, .channel = channels::in_person});
    const contact_id it = v.supposed_contacts().front();
    CHECK(text_of(v, last_as_senior(v, t.office, t.other_office, it, {.channels = {channels::in_person}})) == "k0");
    CHECK(text_of(v, last_as_senior(v, t.north, t.south, it)) == "k2");
    CHECK(text_of(v, last_as_senior(v, t.north, t.south, t.book.find<contact>("k0"))) == "none");
    CHECK(text_of(v, last_as_senior(v, t.north, t.south, t.book.find<contact>("k1"))) == "k0");
    CHECK(to_text(v, *last_contact(t.now(), t.office, t.other_office, {.places = {"Vienna"}})) == "2021-03-01 held: ann (office), carl (other_office); in_person, Vienna");
}

TEST_CASE("contacts of two parties are those that a scan of all finds")
{
    random_chronicle::for_every_seed(40, [](random_chronicle::dice& roll) {
        const auto below = [&](std::size_t n) { return roll.below(n); };
        chronicle book;
        constexpr std::size_t people = 8;
        struct link {
            std::size_t from, to;
            int first, last;
        };
        std::vector<link> links;
        for (std::size_t i = 0; i < people; ++i) book.add(actor{.key = "a" + std::to_string(i)});
        const auto day = [](int n) { return std::chrono::sys_days(std::chrono::year(2020) / 1 / 1) + std::chrono::days(n); };
        for (std::size_t i = 0; i + 1 < people; ++i)
            for (int n = 0; n < 2; ++n) {
                const link l{i, i + 1 + below(people - i - 1), static_cast<int>(below(50)), 50 + static_cast<int>(below(50))};
                links.push_back(l);
                book.add(tie{.key = "t" + std::to_string(links.size()), .kind = below(2) != 0 ? tie_kinds::holds : tie_kinds::part_of, .from = actor_id(l.from), .to = actor_id(l.to),
                             .during = date(to_text(instant(day(l.first))).substr(0, 10) + "/" + to_text(instant(day(l.last))).substr(0, 10))});
            }
        struct deed {
            std::vector<std::size_t> people;
            int day;
        };
        std::vector<deed> deeds;
        for (int n = 0; n < 30; ++n) {
            deed d{{below(people), below(people)}, static_cast<int>(below(100))};
            contact c{.key = "c" + std::to_string(n), .act = acts::held, .from = actor_id(d.people[0]), .to = actor_id(d.people[1]), .on = date(day(d.day))};
            if (below(3) == 0) {
                d.people.push_back(below(people));
                c.with = {actor_id(d.people.back())};
            }
            book.add(std::move(c));
            deeds.push_back(d);
        }
        // Whole days: on the first and the last of a tie it is uncertain, between them certain.
        const auto belongs = [&](std::size_t who, std::size_t to, int on, bool possibly) {
            std::set<std::size_t> above{who};
            for (std::size_t i = 0; i < people; ++i)  // ties lead to greater numbers
                for (const link& l : links)
                    if (l.from == i && above.contains(i) && (possibly ? l.first <= on && on <= l.last : l.first < on && on < l.last)) above.insert(l.to);
            return above.contains(to);
        };
        const view v = book.as_of(date{"2021"});
        for (std::size_t a = 0; a < people; ++a)
            for (std::size_t b = 0; b < people; ++b) {
                if (a == b) continue;
                std::set<std::string> expected;
                for (std::size_t n = 0; n < deeds.size(); ++n) {
                    const auto among = [&](bool possibly) {
                        const auto of = [&](std::size_t who, std::size_t party, std::size_t other) {
                            if (!belongs(who, party, deeds[n].day, possibly)) return false;
                            const bool by_way = belongs(other, party, deeds[n].day, !possibly) && belongs(who, other, deeds[n].day, !possibly);
                            return !by_way;
                        };
                        for (const std::size_t x : deeds[n].people)
                            for (const std::size_t y : deeds[n].people)
                                if (x != y && of(x, a, b) && of(y, b, a)) return true;
                        return false;
                    };
                    if (among(true)) expected.insert("c" + std::to_string(n) + (among(false) ? "" : "?"));
                }
                std::set<std::string> found;
                for (const exchange& e : contacts(v, actor_id(a), actor_id(b))) found.insert(text_of(v, std::vector{e}));
                CHECK(found == expected);
                auto swapped = contacts(v, actor_id(b), actor_id(a));
                for (exchange& e : swapped) std::swap(e.by_first, e.by_second);
                CHECK(swapped == contacts(v, actor_id(a), actor_id(b)));
            }
    });
}
