// SPDX-License-Identifier: BSL-1.0
#include <demarche/episodes.hpp>

#include "oracle.hpp"
#include "seeds.hpp"
#include "support.hpp"

#include <demarche/format.hpp>

using namespace demarche;
using namespace support;
using random_chronicle::dice;
using random_chronicle::for_every_seed;
using random_chronicle::shape;

namespace {

using std::chrono::seconds;

/// Adds the instant, and those about it.
void add_about(std::set<instant>& all, instant t)
{
    all.insert(t);
    for (int s = 1; s <= 3; ++s) {
        if (t > beginning_of_time + seconds(s)) all.insert(t - seconds(s));
        if (t < end_of_time - seconds(s)) all.insert(t + seconds(s));
    }
}

void add_about(std::set<instant>& all, const std::optional<date>& d)
{
    if (!d) return;
    add_about(all, d->earliest());
    add_about(all, d->latest());
}

/// Every bound of every date that says when something happens, as written, and the seconds about it; further on, more and more seldom.
std::set<instant> valid_instants(const chronicle& book, dice& roll)
{
    std::set<instant> all{beginning_of_time, end_of_time};
    for (const contact& c : book.all<contact>())
        for (const std::optional<date>& d : {std::optional(c.on), c.occasion, c.reply_by}) add_about(all, d);
    for (const matter& m : book.all<matter>())
        for (const std::optional<date>& d : {m.occasion, m.reply_by}) add_about(all, d);
    // Within small windows every second.
    for (const instant t : std::vector<instant>(all.begin(), all.end()))
        if (roll.chance(20) && t < end_of_time - seconds(20))
            for (int s = 0; s < 20; ++s) all.insert(t + seconds(s));
    return all;
}

std::string told(const status& s)
{
    return state_text(s) + " [" + possible_text(s) + "] " + doubts_text(s) + " unanswered " + unanswered_text(s) + " awaiting " + awaiting_text(s) + " since " + since_text(s) + " lapses " +
           lapses_text(s) + fmt::format(" {} {}", s.attempts, s.reminders);
}

template <class Stretch>
const Stretch* covering(const std::vector<Stretch>& all, instant t)
{
    const auto found = std::find_if(all.begin(), all.end(), [&](const Stretch& e) { return e.begin <= t && t <= e.end; });
    return found == all.end() ? nullptr : &*found;
}

/// They cover all time, without a gap, and each differs from the one before.
void check_maximal(const std::vector<episode>& all)
{
    REQUIRE(!all.empty());
    CHECK(all.front().begin == beginning_of_time);
    CHECK(all.back().end == end_of_time);
    for (const episode& e : all) CHECK(e.begin <= e.end);
    for (std::size_t i = 1; i < all.size(); ++i) {
        CHECK(all[i].begin == all[i - 1].end + seconds(1));
        CHECK(all[i].status != all[i - 1].status);
    }
}

void check_episodes(const view& v, leg l, const std::set<instant>& when)
{
    const std::vector<episode> all = episodes(v, l);
    check_maximal(all);
    for (const instant t : when) {
        const episode* e = covering(all, t);
        REQUIRE(e != nullptr);
        INFO(v.book().key(l.matter) << "/" << v.book()[l.respondent].key << " as of " << to_text(t));
        CHECK(told(e->status) == told(status(v.as_of(t), l)));
        CHECK(e->status == status(v.as_of(t), l));
    }
    // Nor does an episode begin where nothing changes.
    for (const episode& e : all) {
        CHECK(e.status == status(v.as_of(e.begin), l));
        CHECK(e.status == status(v.as_of(e.end), l));
    }
}

std::set<instant> known_instants(const chronicle& book)
{
    std::set<instant> all{beginning_of_time, end_of_time};
    for (const contact& c : book.all<contact>()) add_about(all, c.recorded);
    for (const matter& m : book.all<matter>()) add_about(all, m.recorded);
    for (const tie& t : book.all<tie>()) add_about(all, t.recorded);
    for (const source& s : book.all<source>()) add_about(all, s.published);
    for (const report& r : book.all<report>()) add_about(all, r.published);
    return all;
}

bool is_shown(const view& v, leg l) { return std::ranges::count(legs(v, l.matter), l) != 0; }

/// When a cause came.
instant came_at(const chronicle& book, const revision::cause& c)
{
    std::optional<date> at;
    if (const auto* r = std::get_if<report_id>(&c)) {
        at = book[*r].published ? book[*r].published : book[book[*r].source].published;
        return at ? at->latest() : end_of_time;
    }
    if (const auto* x = std::get_if<contact_id>(&c)) at = book[*x].recorded;
    if (const auto* x = std::get_if<tie_id>(&c)) at = book[*x].recorded;
    if (const auto* x = std::get_if<matter_id>(&c)) at = book[*x].recorded;
    REQUIRE(at);
    return at->latest();
}

void check_maximal(const chronicle& book, const std::vector<revision>& all)
{
    for (const revision& r : all) {
        CHECK(r.begin <= r.end);
        CHECK(r.by.empty() == (r.begin == beginning_of_time));
        for (const revision::cause& c : r.by) CHECK(came_at(book, c) == r.begin);
    }
    for (std::size_t i = 1; i < all.size(); ++i) {
        CHECK(all[i - 1].end < all[i].begin);
        CHECK((all[i].begin != all[i - 1].end + seconds(1) || all[i].status != all[i - 1].status));
    }
}

void check_beliefs(const view& v, leg l, const std::set<instant>& known)
{
    const std::vector<revision> all = beliefs(v, l);
    check_maximal(v.book(), all);
    for (const instant t : known) {
        const view then = v.known_by(t);
        const revision* r = covering(all, t);
        INFO(v.book().key(l.matter) << "/" << v.book()[l.respondent].key << " as of " << to_text(v.when()) << " known " << to_text(t));
        REQUIRE((r != nullptr) == is_shown(then, l));
        if (r != nullptr) CHECK(told(r->status) == told(status(then, l)));
        if (r != nullptr) CHECK(r->status == status(then, l));
    }
}

/// Every leg that a matter may come to have, at any time that is known of.
std::set<leg> ever_legs(const view& v)
{
    std::set<leg> all;
    for (std::size_t m = 0; m < v.size().matters; ++m) {
        for (const actor_id a : v.book()[matter_id(m)].respondents) all.insert({matter_id(m), a});
        for (const contact& c : v.book().all<contact>())
            if (c.matter == matter_id(m) && c.delegate && c.act == acts::delegate && c.delegate != v.book()[matter_id(m)].requester) all.insert({matter_id(m), c.delegate});
    }
    return all;
}

/// A standpoint that may suppose a contact, or heed only whom one side quotes.
view any_view(dice& roll, const chronicle& book)
{
    view v = random_chronicle::any_standpoint(roll, book).of(book);
    if (roll.chance(20) && book.size().sources > 0)
        v = v.according_to(perspective(source_filter{.side = actor_id(roll.below(book.size().actors))}));
    for (int left = roll.chance(30) ? roll.from_to(1, 2) : 0; left > 0; --left) {
        contact c = book[contact_id(roll.below(book.size().contacts))];
        c.key = {};
        c.act = roll.one_of(std::array{acts::request, acts::accept, acts::counter, acts::postpone, acts::delegate});
        if (roll.chance(20)) c.corrects = contact_id(roll.below(book.size().contacts));
        v = v.with(c);
    }
    return v;
}

void check_beliefs_of_all(dice& roll, shape like)
{
    like.every_lifecycle = roll.chance(30);
    const chronicle book(random_chronicle::make(roll, like));
    const view v = any_view(roll, book);
    const std::set<instant> known = known_instants(book);
    for (const leg& l : ever_legs(v)) check_beliefs(v, l, known);
}

void check_episodes_of_all(dice& roll, shape like)
{
    like.every_lifecycle = roll.chance(30);
    const chronicle book(random_chronicle::make(roll, like));
    const view v = any_view(roll, book);
    const std::set<instant> when = valid_instants(book, roll);
    for (std::size_t m = 0; m < book.size().matters; ++m)
        for (const leg& l : legs(v, matter_id(m))) check_episodes(v, l, when);
}

/// How an episode's status differs from what the oracle says of its leg as of `when`; nothing where the leg is not shown then.
std::string differs(const episode& e, const view& v, const random_chronicle::standpoint& at, instant when)
{
    oracle::row said = oracle::library_row(v, {.status = e.status, .evidence = {}, .diagnostics = {}});
    for (const oracle::row& r : oracle::rows({.book = v.book(), .when = when, .known = at.known, .sources = at.sources, .most_steps = 8'000}))
        if (r.matter == said.matter && r.respondent == said.respondent) {
            said.evidence = r.evidence;
            said.diagnostics = r.diagnostics;
            return oracle::difference(r, said);
        }
    return "";
}

std::string lines(const std::vector<episode>& all)
{
    std::string text;
    for (const episode& e : all) text += fmt::format("{}\n", e);
    return text;
}

std::string lines(const std::vector<revision>& all)
{
    std::string text;
    for (const revision& r : all) text += fmt::format("{}\n", r);
    return text;
}

std::string episodes_of(const talks& t) { return lines(episodes(t.book.as_of(date{"2023-06-30"}), {t.m, t.a})); }
std::string beliefs_of(const talks& t, const char* when) { return lines(beliefs(t.book.as_of(date(when)), {t.m, t.a})); }

}  // namespace

TEST_CASE("a request is acknowledged, and lapses by the clock")
{
    talks t("2023-06-02/2023-06-04");
    t.say(t.r, acts::request, "2023-05-22");
    t.say(t.a, acts::acknowledge, "2023-05-25T10:00:00Z");
    CHECK(episodes_of(t) ==
          "until 2023-05-21: none, certain\n"
          "2023-05-22T00:00:00Z to 2023-05-22T23:59:58Z: none, not certain: possibly none or pending\n"
          "2023-05-22T23:59:59Z to 2023-05-25T09:59:59Z: pending since 2023-05-22, certain; a to answer; lapses after 2023-06-04\n"
          "2023-05-25T10:00:00Z to 2023-06-04T23:59:59Z: acknowledged since 2023-05-25T10:00:00Z, certain; a to answer; lapses after 2023-06-04\n"
          "from 2023-06-05: lapsed since 2023-06-05T00:00:00Z, certain\n");
}

TEST_CASE("a leg of which nothing is known has one episode")
{
    talks t;
    CHECK(episodes_of(t) == "always: none, certain\n");
    CHECK(beliefs_of(t, "2023-06-01") == "known always: none, certain\n");
    talks due("2023-06-02", "2023-06-01");
    CHECK(episodes_of(due) == "always: none, certain\n");
}

TEST_CASE("the view's own date does not limit its episodes, what it knows does")
{
    talks t;
    t.say(t.r, acts::request, "2023-05-22T10:00:00Z", {.recorded = "2023-05-23"});
    t.say(t.a, acts::accept, "2023-05-24T10:00:00Z", {.recorded = "2023-05-26"});
    const view v = t.book.as_of(date{"2023-05-22"});
    CHECK(episodes(v, {t.m, t.a}).size() == 3);
    CHECK(episodes(v.known_by(date{"2023-05-25"}), {t.m, t.a}).size() == 2);
    CHECK(episodes(v.known_by(date{"2023-05-22"}), {t.m, t.a}).size() == 1);
    CHECK(episodes(v.with(contact{.matter = t.m, .act = acts::acknowledge, .from = t.a, .on = date{"2023-05-23T10:00:00Z"}}), {t.m, t.a}).size() == 4);
}

TEST_CASE("what may share a second is told second by second")
{
    // One of three seconds each, not the same three: in the first both can come as recorded only, and what came last decides.
    talks t;
    t.say(t.r, acts::request, "2023-05-22T09:00:00Z");
    t.say(t.r, acts::withdraw, "2023-05-22T10:00:00Z/2023-05-22T10:00:02Z");
    t.say(t.r, acts::request, "2023-05-22T10:00:00Z/2023-05-22T10:00:03Z");
    std::string possible;
    for (const episode& e : episodes(t.book.as_of(date{"2023-06"}), {t.m, t.a})) possible += to_text(e.begin) + " " + possible_text(e.status) + "\n";
    CHECK(possible ==
          ".. none\n"
          "2023-05-22T09:00:00Z pending\n"
          "2023-05-22T10:00:00Z pending withdrawn\n"
          "2023-05-22T10:00:02Z pending withdrawn\n"
          "2023-05-22T10:00:03Z pending withdrawn\n");
    // Two answers: the earlier recorded one can come after the other from the next second on.
    talks u;
    u.say(u.r, acts::request, "2023-05-22T09:00:00Z");
    u.say(u.a, acts::accept, "2023-05-22T10:00:00Z/2023-05-22T12:00:00Z");
    u.say(u.r, acts::counter, "2023-05-22T10:00:00Z/2023-05-22T13:00:00Z");
    u.say(u.a, acts::decline, "2023-05-22T10:00:00Z/2023-05-22T11:00:00Z");
    const view v = u.book.as_of(date{"2023-06"});
    const std::vector<episode> all = episodes(v, {u.m, u.a});
    for (const char* at : {"2023-05-22T09:59:59Z", "2023-05-22T10:00:00Z", "2023-05-22T10:00:01Z", "2023-05-22T10:00:02Z", "2023-05-22T10:00:03Z"})
        CHECK(covering(all, date(at).earliest())->status == status(v.as_of(date(at)), {u.m, u.a}));
}

TEST_CASE("from where too many histories fit, an episode says so, and what is shown goes on")
{
    talks t;
    t.say(t.r, acts::request, "2022-12-01T10:00:00Z");
    for (int i = 0; i < 14; ++i) t.say(t.r, acts::reiterate, fmt::format("2023-01-01T00:00:00Z/2023-{:02}-{:02}", 1 + i % 12, 10 + i));
    t.say(t.a, acts::accept, "2024-02-01T10:00:00Z");
    const auto all = episodes(t.book.as_of(date{"2023-06-30"}), {t.m, t.a});
    REQUIRE(all.size() == 18);
    CHECK(fmt::format("{}", all[1]) == "2022-12-01T10:00:00Z to 2022-12-31T23:59:59Z: pending since 2022-12-01T10:00:00Z, certain; a to answer");
    CHECK(fmt::format("{}", all[2]).starts_with("2023-01-01T00:00:00Z to 2023-01-10T23:59:58Z: pending since 2022-12-01T10:00:00Z, not certain: too many histories fit"));
    CHECK(fmt::format("{}", all[17]) == "from 2024-02-01T10:00:00Z: agreed since 2024-02-01T10:00:00Z, not certain: too many histories fit");
}

TEST_CASE("what has an open end is over at the end of time")
{
    talks t;
    t.say(t.r, acts::request, "2023-05-22T10:00:00Z/..");
    const auto all = episodes(t.book.as_of(date{"2023-06-30"}), {t.m, t.a});
    CHECK(lines(all) ==
          "until 2023-05-22T09:59:59Z: none, certain\n"
          "from 2023-05-22T10:00:00Z: none, not certain: possibly none or pending\n"
          "at the end of time: pending since 2023-05-22T10:00:00Z/.., certain; a to answer\n");
    CHECK(all.back().begin == end_of_time);
    CHECK(all[1].end == end_of_time - seconds(1));
}

TEST_CASE("an answer is revised by a late report, a denial and a retraction")
{
    talks t("2023-06-02/2023-06-04");
    const contact_id asked = t.say(t.r, acts::request, "2023-05-22T10:00:00Z");
    const contact_id declined = t.say(t.a, acts::decline, "2023-05-25T10:00:00Z");
    const source_id ours = t.source_of("ours", "2023-05-26");
    const source_id theirs = t.source_of("theirs", "2023-05-30");
    const source_id paper = t.source_of("paper");
    t.report_on(asked, ours, stance::asserts);
    t.report_on(declined, theirs, stance::asserts);
    t.report_on(declined, ours, stance::denies, "2023-05-31");
    t.report_on(declined, theirs, stance::retracts, "2023-06-01");
    t.report_on(declined, paper, stance::asserts);
    CHECK(beliefs_of(t, "2023-06-01") ==
          "known until 2023-05-26T23:59:58Z: none, certain\n"
          "known 2023-05-26T23:59:59Z to 2023-05-30T23:59:58Z: pending since 2023-05-22T10:00:00Z, certain; a to answer; lapses after 2023-06-04; as ours asserts c1\n"
          "known 2023-05-30T23:59:59Z to 2023-05-31T23:59:58Z: declined since 2023-05-25T10:00:00Z, certain; as theirs asserts c2\n"
          "known 2023-05-31T23:59:59Z to 2023-06-01T23:59:58Z: declined since 2023-05-25T10:00:00Z, not certain: possibly pending or declined; as ours denies c2\n"
          "known from 2023-06-01T23:59:59Z: pending since 2023-05-22T10:00:00Z, certain; a to answer; lapses after 2023-06-04; as theirs retracts c2\n"
          "known without a date: declined since 2023-05-25T10:00:00Z, not certain: possibly pending or declined; as paper asserts c2\n");
    const view ourselves = t.book.as_of(date{"2023-06-01"}).according_to({ours});
    CHECK(beliefs(ourselves, {t.m, t.a}).size() == 2);
    // Of a date before the answer nothing was revised but once.
    CHECK(beliefs(t.book.as_of(date{"2023-05-23"}), {t.m, t.a}).size() == 2);
}

TEST_CASE("what the view knows does not limit how its answer was revised")
{
    talks t;
    t.say(t.r, acts::request, "2023-05-22T10:00:00Z", {.recorded = "2023-05-23"});
    const view v = t.book.as_of(date{"2023-06-01"});
    const auto all = beliefs(v, {t.m, t.a});
    REQUIRE(all.size() == 2);
    CHECK(beliefs(v.known_by(date{"2023-05-01"}), {t.m, t.a}) == all);
    CHECK(all[1].by == std::vector<revision::cause>{contact_id(0)});
    CHECK(fmt::format("{}", all[1]).ends_with("; as c1 is recorded"));
}

TEST_CASE("before the matter is recorded there is no leg to tell of")
{
    chronicle book;
    const actor_id r = book.add(actor{.key = "r"});
    const actor_id a = book.add(actor{.key = "a"});
    const matter_id m = book.add(matter{.key = "m", .requester = r, .respondents = {a}, .recorded = date{"2023-05-10"}});
    book.add(contact{.key = "c", .matter = m, .act = acts::request, .from = r, .on = date{"2023-05-01"}, .recorded = date{"2023-05-02"}});
    const auto all = beliefs(book.as_of(date{"2023-06-01"}), {m, a});
    REQUIRE(all.size() == 1);
    CHECK(all[0].begin == date{"2023-05-10"}.latest());
    CHECK(all[0].by == std::vector<revision::cause>{m});
}

TEST_CASE("the leg of a delegate is told of while it is delegated")
{
    talks t;
    const actor_id d = t.someone("d");
    t.say(t.r, acts::request, "2023-05-01");
    const contact_id passed = t.say(t.a, acts::delegate, "2023-05-02T10:00:00Z", {.delegate = d});
    t.report_on(passed, t.source_of("s", "2023-05-10T00:00:00Z"), stance::asserts);
    t.report_on(passed, t.source_of("t", "2023-05-20T00:00:00Z"), stance::asserts);
    t.report_on(passed, t.book.find<source>("s"), stance::retracts, "2023-05-15T00:00:00Z");
    const auto all = beliefs(t.book.as_of(date{"2023-06-01"}), {t.m, d});
    REQUIRE(all.size() == 2);
    CHECK(fmt::format("{}", all[0]) == "known 2023-05-10 to 2023-05-14: pending since 2023-05-02T10:00:00Z, certain; d to answer; as s asserts c2");
    CHECK(fmt::format("{}", all[1]) == "known from 2023-05-20: pending since 2023-05-02T10:00:00Z, certain; d to answer; as t asserts c2");
}

TEST_CASE("of what came at one instant only what bears on the leg is named")
{
    talks t;
    const actor_id b = t.someone("b");
    chronicle& book = t.book;
    const matter_id two = book.add(matter{.key = "two", .requester = t.r, .respondents = {t.a, b}});
    const source_id s = t.source_of("s", "2023-05-20");
    const auto ask = [&](const char* key, actor_id whom) {
        const contact_id c = book.add(contact{.key = key, .matter = two, .act = acts::request, .from = t.r, .to = whom, .on = date{"2023-05-01"}});
        return book.add(report{.on = c, .source = s});
    };
    const report_id to_a = ask("to_a", t.a);
    const report_id to_b = ask("to_b", b);
    const view v = book.as_of(date{"2023-06-01"});
    CHECK(beliefs(v, {two, t.a}).back().by == std::vector<revision::cause>{to_a});
    CHECK(beliefs(v, {two, b}).back().by == std::vector<revision::cause>{to_b});
}

TEST_CASE("what is told of whole days is told in days")
{
    talks t("2023-06-02", "2023-06-01");
    t.say(t.r, acts::request, "2023-05-01T00:00:00Z");
    t.say(t.r, acts::withdraw, "2023-05-02T00:00:00Z");
    t.say(t.r, acts::request, "2023-05-05T00:00:00Z");
    t.say(t.r, acts::withdraw, "2023-05-05T00:00:01Z");
    const auto all = episodes(t.book.as_of(date{"2023-06-30"}), {t.m, t.a});
    REQUIRE(all.size() == 5);
    CHECK(to_text(all[0]).starts_with("until 2023-04-30: none"));
    CHECK(to_text(all[1]).starts_with("2023-05-01: pending"));
    CHECK(to_text(all[2]).starts_with("2023-05-02 to 2023-05-04: withdrawn"));
    CHECK(to_text(all[3]).starts_with("at 2023-05-05T00:00:00Z: pending"));
    CHECK(to_text(all[4]).starts_with("from 2023-05-05T00:00:01Z: withdrawn"));
}

TEST_CASE("a long leg, of which some dates are vague and some contacts disputed, is told as its statuses are")
{
    for_every_seed(4, [](dice& roll) {
        talks t;
        const int contacts = roll.chance(50) ? 90 : 300;
        const std::array all{acts::request, acts::accept, acts::counter, acts::decline_counter, acts::withdraw, acts::acknowledge, acts::postpone};
        std::set<instant> when;
        for (int i = 0; i < contacts; ++i) {
            const instant at = random_chronicle::base() + std::chrono::hours(30 * i + roll.from_to(0, 20));
            const act what = roll.one_of(all);
            const std::string on = roll.chance(15) ? to_text(at) + "/" + to_text(at + std::chrono::hours(40)) : roll.chance(40) ? to_text(at).substr(0, 10) : to_text(at);
            const contact_id c = t.say(roll.chance(50) ? t.r : t.a, what, on, {.reply_by = roll.chance(10) ? to_text(at + std::chrono::hours(50)) : ""});
            if (i % 70 == 7) t.dispute(c);
            if (i % 29 == 0 || i % 70 == 7) add_about(when, t.book[c].on);
        }
        check_episodes(t.book.as_of(date{"2024"}), {t.m, t.a}, when);
    });
}

namespace {

/// A day, some days about it, its month or its year.
std::string more_or_less(dice& roll, instant at)
{
    const std::string second = to_text(at);
    const int how = roll.from_to(1, 100);
    if (how <= 50) return second.substr(0, 10);
    if (how <= 80) return second;
    if (how <= 92) return second.substr(0, 10) + "/" + to_text(at + std::chrono::days(roll.from_to(1, 4))).substr(0, 10);
    return second.substr(0, how <= 97 ? 7 : 4);
}

/// Who speaks in a long leg.
struct company {
    std::vector<actor_id> speakers = {};
    std::vector<actor_id> staff = {};  ///< ties of which come to be known, and to whom the respondents delegate
};

std::string any_day(dice& roll, int contacts) { return to_text(random_chronicle::base() + std::chrono::hours(200 * roll.from_to(-5, contacts + 10))).substr(0, 10); }

/// Those whose sides ties decide, in a matter of one or two respondents. Ties are recorded, denied and retracted at any time.
company gather(talks& t, dice& roll, int contacts)
{
    company all{.speakers = {t.r, t.a}};
    if (roll.chance(40)) {
        const actor_id b = t.someone("b");
        t.m = t.book.add(matter{.key = "more_talks", .requester = t.r, .respondents = {t.a, b}});
        all.speakers.push_back(b);
    }
    const std::vector<actor_id> parties = all.speakers;
    const source_id paper = t.source_of("paper");
    for (int i = 0; i < 3; ++i) {
        const actor_id one = t.someone(fmt::format("d{}", i));
        all.staff.push_back(one);
        all.speakers.push_back(one);
        for (int left = roll.from_to(0, 2); left > 0; --left) {
            tie to{.key = fmt::format("t{}-{}", i, left), .kind = roll.chance(70) ? tie_kinds::part_of : tie_kinds::holds, .from = one, .to = i > 0 && roll.chance(40) ? all.staff[static_cast<std::size_t>(i - 1)] : roll.one_of(parties)};
            if (roll.chance(50)) to.during = date(any_day(roll, contacts) + "/..");
            if (roll.chance(50)) to.recorded = date(any_day(roll, contacts));
            const tie_id id = t.book.add(to);
            for (int words = to.recorded ? 0 : roll.from_to(0, 3); words > 0; --words)
                t.book.add(report{.on = id, .source = paper, .stance = roll.one_of(std::array{stance::asserts, stance::asserts, stance::denies, stance::retracts}), .published = date(any_day(roll, contacts))});
        }
    }
    return all;
}

/// Many contacts, some hours apart. They come to be known more or less in their order, as a rule, and some of them are denied, retracted or corrected later on.
void talk_long(talks& t, dice& roll, const company& who, int contacts, int hours, bool in_order)
{
    const std::array all{acts::request, acts::accept, acts::counter, acts::decline_counter, acts::withdraw, acts::acknowledge, acts::postpone, acts::remark, acts::decline, acts::reiterate};
    const source_id ours = t.source_of("ours");
    const source_id theirs = t.source_of("theirs");
    const int corrections = roll.chance(50) ? 0 : roll.from_to(1, 15);
    const int delegations = who.staff.empty() ? 0 : roll.from_to(0, 8);
    const bool begins_some_time = roll.chance(30);
    for (int i = 0; i < contacts; ++i) {
        const instant at = random_chronicle::base() + std::chrono::hours(hours * i + roll.from_to(0, hours * 3 / 2));
        const auto any = [&] { return contact_id(roll.chance(50) ? roll.below(static_cast<std::size_t>(i)) : static_cast<std::size_t>(std::max(0, i - roll.from_to(1, 5)))); };
        more rest;
        if (i > 0 && roll.chance(15)) rest.in_reply_to = any();
        if (i > 0 && roll.chance(corrections)) rest.corrects = any();
        const auto soon = [&] { return roll.chance(10) ? to_text(at + std::chrono::days(roll.from_to(1, 300))).substr(0, 10) : std::string(); };
        const std::string reply_by = soon();
        const std::string occasion = soon();
        rest.reply_by = reply_by;
        rest.occasion = occasion;
        act what = roll.one_of(all);
        if (roll.chance(delegations)) {
            what = acts::delegate;
            rest.delegate = roll.one_of(who.staff);
        }
        if (roll.chance(20)) rest.to = roll.one_of(who.speakers);
        if (roll.chance(5)) rest.respondent = {roll.one_of(who.speakers)};
        const std::string recorded = roll.chance(20) ? to_text(random_chronicle::base() + std::chrono::hours(hours * roll.from_to(0, contacts))).substr(0, 10) : "";
        rest.recorded = recorded;
        const std::string on = i < 3 && begins_some_time ? to_text(at).substr(0, roll.chance(50) ? 4 : 7) : more_or_less(roll, at);
        const contact_id c = t.say(roll.one_of(who.speakers), what, on, rest);
        const instant known = in_order && !roll.chance(10) ? at : random_chronicle::base() + std::chrono::hours(hours * roll.from_to(0, contacts));
        const auto after = [&](int days) { return to_text(known + std::chrono::days(days)).substr(0, 10); };
        t.report_on(c, ours, stance::asserts, after(0));
        if (roll.chance(4)) {
            t.report_on(c, theirs, stance::denies, after(roll.from_to(0, 20)));
            if (roll.chance(50)) t.report_on(c, theirs, stance::retracts, after(roll.from_to(21, 60)));
        }
        if (roll.chance(4)) t.report_on(c, ours, stance::retracts, after(roll.from_to(1, 90)));
    }
}

}  // namespace

TEST_CASE("a long leg is revised as its statuses were, in whatever order its contacts come to be known")
{
    for_every_seed(12, [](dice& roll) {
        talks t;
        const int contacts = roll.from_to(20, 110);
        const int hours = roll.one_of(std::array{200, 200, 30, 3});
        talk_long(t, roll, {.speakers = {t.r, t.a}, .staff = {}}, contacts, hours, roll.chance(70));
        const view v = t.book.as_of(random_chronicle::base() + std::chrono::hours(hours * roll.from_to(contacts / 2, contacts + 60)));
        check_beliefs(v, {t.m, t.a}, known_instants(t.book));
    });
}

TEST_CASE("the legs of a long matter are revised as their statuses were, while ties come to be known and some contacts delegate")
{
    for_every_seed(20, [](dice& roll) {
        talks t;
        const int contacts = roll.from_to(20, 80);
        const company who = gather(t, roll, contacts);
        const int hours = roll.one_of(std::array{200, 200, 30, 3});
        talk_long(t, roll, who, contacts, hours, roll.chance(50));
        view v = t.book.as_of(random_chronicle::base() + std::chrono::hours(hours * roll.from_to(contacts / 2, contacts + 60)));
        if (roll.chance(15)) v = v.according_to(perspective(std::vector{source_id(0), source_id(1)}));
        const std::set<instant> known = known_instants(t.book);
        for (const leg& l : ever_legs(v))
            if (l.matter == t.m) check_beliefs(v, l, known);
    });
}

TEST_CASE("what cannot have happened yet may still join what is long over to what is to come")
{
    talks t;
    t.say(t.r, acts::request, "2023-05-01T10:00:00Z", {.reply_by = "2023-05-20", .recorded = "2023-05-02"});
    const contact_id later = t.say(t.a, acts::remark, "2023-07", {.recorded = "2023-05-03"});
    t.say(t.r, acts::remark, "2023-05/2023-07", {.in_reply_to = later, .recorded = "2023-05-04"});
    check_beliefs(t.book.as_of(date{"2023-06-15"}), {t.m, t.a}, known_instants(t.book));
}

TEST_CASE("a leg comes to have more histories than are enumerated, and less again")
{
    for_every_seed(6, [](dice& roll) {
        talks t;
        const std::array all{acts::request, acts::accept, acts::withdraw, acts::remark, acts::decline};
        const source_id ours = t.source_of("ours");
        const source_id theirs = t.source_of("theirs");
        const auto day = [](int n) { return to_text(random_chronicle::base() + std::chrono::days(n)).substr(0, 10); };
        for (int i = 0; i < 26; ++i) {
            const int begin = roll.from_to(0, 30);
            const contact_id c = t.say(roll.chance(50) ? t.r : t.a, roll.one_of(all), roll.chance(40) ? day(begin) : day(begin) + "/" + day(begin + roll.from_to(1, 25)));
            const int known = roll.from_to(0, 60);
            t.report_on(c, ours, stance::asserts, day(known));
            if (roll.chance(20)) t.report_on(c, theirs, stance::denies, day(roll.from_to(0, 90)));
            if (roll.chance(50)) t.report_on(c, ours, stance::retracts, day(known + roll.from_to(1, 60)));
        }
        check_beliefs(t.book.as_of(random_chronicle::base() + std::chrono::days(roll.from_to(20, 60))), {t.m, t.a}, known_instants(t.book));
    });
}

TEST_CASE("what joined two stretches of a leg is retracted: the later one has as many histories as before")
{
    talks t;
    const source_id paper = t.source_of("paper");
    t.say(t.r, acts::request, "2023-05-01T10:00:00Z", {.recorded = "2023-05-01"});
    const contact_id joins = t.say(t.r, acts::remark, "2023-05/2023-06");
    t.report_on(joins, paper, stance::asserts, "2023-05-02");
    t.report_on(joins, paper, stance::retracts, "2023-08-01");
    for (int i = 1; i <= 13; ++i)
        t.say(t.a, i % 2 == 0 ? acts::accept : acts::decline, fmt::format("2023-06-{:02}/2023-06-20", i), {.recorded = fmt::format("2023-07-{:02}", i)});
    const view now = t.book.as_of(date{"2023-09"});
    const auto all = beliefs(now, {t.m, t.a});
    REQUIRE(!all.empty());
    CHECK(all.back().status.why_uncertain.too_many);
    check_beliefs(now, {t.m, t.a}, known_instants(t.book));
}

TEST_CASE("an opener that comes to be known last makes void that one contact goes before another")
{
    talks t;
    const source_id paper = t.source_of("paper");
    const auto say = [&](actor_id from, act what, std::string_view on, std::string_view known, contact_id reply_to = {}) {
        const contact_id c = t.say(from, what, on, {.in_reply_to = reply_to});
        t.report_on(c, paper, stance::asserts, known);
        return c;
    };
    say(t.r, acts::request, "2023-05-10", "2023-06-03");
    say(t.a, acts::decline, "2023-05", "2023-06-01");
    const contact_id said = say(t.a, acts::remark, "2023-05", "2023-06-01");
    say(t.r, acts::remark, "2023-05-05", "2023-06-02", said);
    const view later = t.book.as_of(date{"2023-06-15"});
    const auto all = beliefs(later, {t.m, t.a});
    REQUIRE(!all.empty());
    CHECK(told(all.back().status).starts_with("declined "));
    check_beliefs(later, {t.m, t.a}, known_instants(t.book));
}

TEST_CASE("a tie decides whose word counts, and so to what a contact replies")
{
    talks t;
    const actor_id speaker = t.someone("speaker");
    const source_id paper = t.source_of("paper", "2023-06-02");
    t.book.add(tie{.key = "t", .kind = tie_kinds::part_of, .from = speaker, .to = t.a, .recorded = date{"2023-07-01"}});
    t.say(t.r, acts::request, "2023-01-10", {.recorded = "2023-01-11"});
    const contact_id answer = t.say(t.a, acts::remark, "2023-01-20", {.recorded = "2023-01-21"});
    t.say(t.a, acts::accept, "2023-05", {.corrects = answer, .recorded = "2023-06-01"});
    const contact_id also = t.say(t.a, acts::remark, "2023-01-20", {.corrects = answer});
    t.book.add(report{.on = also, .source = paper, .by = speaker});
    t.say(t.r, acts::withdraw, "2023-05-10", {.in_reply_to = answer, .corrects = also, .recorded = "2023-06-01"});
    const view v = t.book.as_of(date{"2023-06-01"}).according_to(perspective(source_filter{.side = t.a}));
    check_beliefs(v, {t.m, t.a}, known_instants(t.book));
    const auto all = beliefs(v, {t.m, t.a});
    REQUIRE(all.size() == 4);
    CHECK(fmt::format("{}", all[2].status) == "cancelled since 2023-05-10, certain");
    CHECK(fmt::format("{}", all[3].status) == "withdrawn since 2023-05-10, not certain: possibly withdrawn or cancelled");
}

TEST_CASE("a tie decides whose word counts of contacts that name others")
{
    talks t;
    const actor_id speaker = t.someone("speaker");
    const source_id paper = t.source_of("paper", "2023-05-11");
    const actor_id ministry = t.someone("ministry");
    t.book.add(tie{.key = "t", .kind = tie_kinds::part_of, .from = speaker, .to = ministry, .recorded = date{"2023-05-20"}});
    t.say(t.r, acts::request, "2023-05-01", {.recorded = "2023-05-02"});
    t.book.add(report{.on = t.say(t.a, acts::decline, "2023-05-10"), .source = paper, .by = speaker});
    const view v = t.book.as_of(date{"2023-06-01"}).according_to(perspective(source_filter{.side = ministry}));
    check_beliefs(v, {t.m, t.a}, known_instants(t.book));
    CHECK(beliefs(v, {t.m, t.a}).size() == 3);
}

TEST_CASE("what is disputed puts others in order even where it did not happen")
{
    const auto on = date{"2023-05-10"};
    const auto known = date{"2023-05-11"};
    batch made;
    for (const char* key : {"r", "a"}) made.actors.push_back({.record = actor{.key = key}});
    for (const char* key : {"for", "against"}) made.sources.push_back({.record = source{.key = key}});
    made.matters.push_back({.record = matter{.key = "m", .requester = actor_id(0), .respondents = {actor_id(1)}}});
    const auto say = [&](act what, std::size_t from, date when, contact_id in_reply_to, std::optional<date> recorded) {
        const std::string key = fmt::format("c{}", made.contacts.size());
        made.contacts.push_back({.record = contact{.key = key, .matter = matter_id(0), .act = what, .from = actor_id(from), .on = when, .in_reply_to = in_reply_to, .recorded = recorded}});
    };
    say(acts::request, 0, date{"2023-05-01"}, {}, known);
    say(acts::decline, 1, on, contact_id(3), known);
    say(acts::accept, 1, on, {}, known);
    say(acts::remark, 1, on, contact_id(2), {});
    made.reports.push_back({.record = report{.on = contact_id(3), .source = source_id(0), .published = date{"2023-05-20"}}});
    made.reports.push_back({.record = report{.on = contact_id(3), .source = source_id(1), .stance = stance::denies, .published = date{"2023-05-20"}}});
    const chronicle book(made);
    const view v = book.as_of(date{"2023-06-01"});
    check_beliefs(v, {matter_id(0), actor_id(1)}, known_instants(book));
    const auto all = beliefs(v, {matter_id(0), actor_id(1)});
    REQUIRE(all.size() == 3);
    CHECK(fmt::format("{}", all[1].status) == "agreed since 2023-05-10, certain");
    CHECK(fmt::format("{}", all[2].status) == "reneged since 2023-05-10, certain");
}

namespace {

/// A matter of which contacts reply to others that are recorded after them.
struct replies_recorded_first {
    batch made = {};

    replies_recorded_first()
    {
        for (const char* key : {"r", "a"}) made.actors.push_back({.record = actor{.key = key}});
        made.sources.push_back({.record = source{.key = "paper"}});
        made.matters.push_back({.record = matter{.key = "m", .requester = actor_id(0), .respondents = {actor_id(1)}}});
    }

    void say(act what, std::size_t from, date on, std::string_view known, contact_id in_reply_to = {}, contact_id corrects = {})
    {
        const contact_id c(made.contacts.size());
        made.contacts.push_back({.record = contact{.key = fmt::format("c{}", c.index()), .matter = matter_id(0), .act = what, .from = actor_id(from), .on = on,
                                                   .in_reply_to = in_reply_to, .corrects = corrects}});
        made.reports.push_back({.record = report{.on = c, .source = source_id(0), .published = date(known)}});
    }

    std::string last_belief() const
    {
        const chronicle book(made);
        const view v = book.as_of(date{"2023-07-01"});
        check_beliefs(v, {matter_id(0), actor_id(1)}, known_instants(book));
        return told(beliefs(v, {matter_id(0), actor_id(1)}).back().status);
    }
};

}  // namespace

TEST_CASE("what comes to be known last of one date goes behind a reply of that date to what was recorded later")
{
    replies_recorded_first m;
    m.say(acts::request, 0, date{"2023-05-01"}, "2023-06-01");
    m.say(acts::remark, 0, date{"2023-05-10"}, "2023-06-01", contact_id(3));
    m.say(acts::withdraw, 0, date{"2023-05-10"}, "2023-06-02");
    m.say(acts::accept, 1, date{"2023-05"}, "2023-06-01");
    CHECK(m.last_belief().starts_with("cancelled [cancelled] "));
}

TEST_CASE("what comes to be known last of one date goes before the answer to what corrects another, and has that date")
{
    replies_recorded_first m;
    m.say(acts::request, 0, date{"2023-05-01"}, "2023-06-01");
    m.say(acts::decline, 1, date{"2023-05"}, "2023-06-02");
    m.say(acts::remark, 1, date{"2023-05-03"}, "2023-06-01");
    m.say(acts::remark, 1, date{"2023-05"}, "2023-06-01", {}, contact_id(2));
    m.say(acts::accept, 1, date{"2023-05-10"}, "2023-06-01", contact_id(2));
    CHECK(m.last_belief().starts_with("agreed [agreed] "));
}

TEST_CASE("once an earlier-recorded request is known, the one that opened the leg no longer holds others back")
{
    talks t;
    t.say(t.r, acts::request, "2023-05-10", {.recorded = "2023-05-11"});
    t.say(t.r, acts::request, "2023-02-10T10:00:00Z", {.recorded = "2023-03-01"});
    t.say(t.r, acts::withdraw, "2023-02", {.recorded = "2023-03-01"});
    CHECK(beliefs_of(t, "2023-03-01") ==
          "known until 2023-03-01T23:59:58Z: none, certain\n"
          "known 2023-03-01T23:59:59Z to 2023-05-11T23:59:58Z: withdrawn since 2023-02, certain; as c2 is recorded, c3 is recorded\n"
          "known from 2023-05-11T23:59:59Z: withdrawn since 2023-02, not certain: possibly pending or withdrawn; as c1 is recorded\n");
}

TEST_CASE("a correction far away decides to what a contact replies")
{
    talks t;
    t.say(t.r, acts::request, "2023-01-10", {.recorded = "2023-01-11"});
    const contact_id answer = t.say(t.a, acts::remark, "2023-01-20", {.recorded = "2023-01-21"});
    const contact_id wrongly = t.say(t.a, acts::remark, "2023-01-20", {.corrects = answer, .recorded = "2023-07-01"});
    t.say(t.a, acts::remark, "2023-01-25", {.recorded = "2023-01-26"});
    t.say(t.a, acts::accept, "2023-05", {.corrects = wrongly, .recorded = "2023-06-01"});
    t.say(t.r, acts::withdraw, "2023-05-10", {.in_reply_to = answer, .recorded = "2023-06-01"});
    const auto all = beliefs(t.book.as_of(date{"2023-06-01"}), {t.m, t.a});
    REQUIRE(all.size() == 4);
    CHECK(fmt::format("{}", all[2].status) == "withdrawn since 2023-05-10, not certain: possibly withdrawn or cancelled");
    CHECK(fmt::format("{}", all[3].status) == "cancelled since 2023-05-10, certain");
}

TEST_CASE("at every instant at which an episode begins or ends, the oracle says the same")
{
    for_every_seed(25, [](dice& roll) {
        const chronicle book(random_chronicle::make(roll, {.every_lifecycle = roll.chance(30), .most_matters = 1, .most_contacts = 5}));
        const random_chronicle::standpoint at = random_chronicle::any_standpoint(roll, book);
        const view v = at.of(book);
        for (const leg& l : legs(v, matter_id(0)))
            for (const episode& e : episodes(v, l)) {
                CHECK(differs(e, v, at, e.begin) == "");
                // To the oracle the last seconds are the end of time.
                if (e.end != end_of_time - seconds(1)) CHECK(differs(e, v, at, e.end) == "");
            }
    });
}

TEST_CASE("at every instant the episode there is says what the status says: random chronicles")
{
    for_every_seed(150, [](dice& roll) { check_episodes_of_all(roll, {}); });
}

TEST_CASE("at every instant the episode there is says what the status says: crowded chronicles")
{
    for_every_seed(25, [](dice& roll) { check_episodes_of_all(roll, {.crowded = true, .most_contacts = 9}); });
}

TEST_CASE("at every known instant the revision there is says what the status says: random chronicles")
{
    for_every_seed(200, [](dice& roll) { check_beliefs_of_all(roll, {}); });
    for_every_seed(50, [](dice& roll) { check_beliefs_of_all(roll, {.distinct_dates = true}); });
}

TEST_CASE("at every known instant the revision there is says what the status says: crowded chronicles")
{
    for_every_seed(25, [](dice& roll) { check_beliefs_of_all(roll, {.crowded = true, .most_contacts = 9}); });
}
