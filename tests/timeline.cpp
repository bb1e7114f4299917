// SPDX-License-Identifier: BSL-1.0
#include <demarche/timeline.hpp>

#include "../src/picture_text.hpp"
#include "../src/time_axis.hpp"
#include "drawn.hpp"
#include "seeds.hpp"
#include "support.hpp"

#include <demarche/episodes.hpp>

#include <algorithm>
#include <chrono>
#include <set>

using namespace demarche;
using drawn::element;
using support::talks;

namespace {

element picture(const talks& t, const char* when, const timeline_options& options = {})
{
    return drawn::read(timeline(t.book.as_of(date(when)), t.m, options));
}

struct words : std::vector<std::string> {
    using vector::vector;
    words(const std::vector<std::string>& all) : vector(all) {}
    friend std::ostream& operator<<(std::ostream& out, const words& all)
    {
        for (const std::string& w : all) out << '[' << w << "] ";
        return out;
    }
};

words attributes_of(const std::vector<element>& all, const char* name)
{
    words found;
    for (const element& e : all) found.push_back(e[name]);
    return found;
}

// What the bands say, as `begin end states`.
words bands_of(const element& picture)
{
    words found;
    picture.each([&](const element& e) {
        if (e.name == "rect" && e.attributes.count("data-states") != 0) found.push_back(e["data-begin"] + ' ' + e["data-end"] + ' ' + e["data-states"]);
    });
    return found;
}

std::string states_text(const status& s) { return support::possible_text(s); }

// The same from the episodes: neighbours of which the possible states are the same are one band.
words bands_by_episodes(const view& v, leg l)
{
    std::vector<episode> merged;
    for (const episode& e : episodes(v, l)) {
        if (!merged.empty() && merged.back().status.possible == e.status.possible) merged.back().end = e.end;
        else merged.push_back(e);
    }
    words found;
    for (const episode& e : merged) found.push_back(to_text(e.begin) + ' ' + to_text(e.end) + ' ' + states_text(e.status));
    return found;
}

struct box {
    int left, top, right, bottom;
    std::string text;

    bool meets(const box& b) const { return left < b.right && b.left < right && top < b.bottom && b.top < bottom; }
};

// Where a text stands at the most.
box box_of(const element& e)
{
    const bool bold = e.is("title") || e.is("heading") || e.is("when-text") || e.is("known-text");
    const int size = e.is("title") ? 18 : e.is("heading") ? 13 : e.is("small") ? 11 : 12;
    const int width = detail::width_of(e.text, {size, bold});
    const int x = e.number("x") - (e["text-anchor"] == "end" ? width : 0);
    return {x, e.number("y") - size * 3 / 4, x + width, e.number("y") + size / 6, e.text};
}

// No text runs out of the picture or over another.
void check_texts(const element& picture)
{
    std::vector<box> boxes;
    picture.each([&](const element& e) {
        if (e.name == "text") boxes.push_back(box_of(e));
    });
    std::sort(boxes.begin(), boxes.end(), [](const box& a, const box& b) { return a.top < b.top; });
    const int width = picture.number("width"), height = picture.number("height");
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        INFO(boxes[i].text);
        CHECK((boxes[i].left >= 0 && boxes[i].right <= width && boxes[i].top >= 0 && boxes[i].bottom <= height));
        for (std::size_t k = i + 1; k < boxes.size() && boxes[k].top < boxes[i].bottom; ++k) {
            INFO(boxes[k].text);
            CHECK_FALSE(boxes[i].meets(boxes[k]));
        }
    }
}

words texts_of(const element& picture)
{
    words found;
    picture.each([&](const element& e) {
        if (e.name == "text") found.push_back(e.text);
    });
    return found;
}

bool says(const element& picture, const std::string& text)
{
    const words all = texts_of(picture);
    return std::find(all.begin(), all.end(), text) != all.end();
}

}  // namespace

TEST_CASE("a lane for each leg, a band for each stretch of states, a mark for each contact")
{
    talks t("2023-06-02/2023-06-04");
    t.say(t.r, acts::request, "2023-05-22");
    t.say(t.a, acts::acknowledge, "2023-05-25");
    const element p = picture(t, "2023-05-26");
    const auto lanes = p.all("lane");
    REQUIRE(lanes.size() == 1);
    CHECK(lanes[0]["data-matter"] == "talks");
    CHECK(lanes[0]["data-respondent"] == "a");
    CHECK(bands_of(p) == words{".. 2023-05-21T23:59:59Z none", "2023-05-22T00:00:00Z 2023-05-22T23:59:58Z none pending",
                             "2023-05-22T23:59:59Z 2023-05-24T23:59:59Z pending", "2023-05-25T00:00:00Z 2023-05-25T23:59:58Z pending acknowledged",
                             "2023-05-25T23:59:59Z 2023-06-04T23:59:59Z acknowledged", "2023-06-05T00:00:00Z .. lapsed"});
    CHECK(p.all("unsure").size() == 3);  // two bands, and the legend
    CHECK(attributes_of(lanes[0].all("contact"), "data-contact") == words{"c1", "c2"});
    CHECK(says(p, "request by r, 2023-05-22"));
    CHECK(says(p, "acknowledged since 2023-05-25, certain; a to answer; lapses after 2023-06-04"));
    CHECK(says(p, "lapses after 2023-06-04"));
    CHECK(says(p, "occasion 2023-06-02/2023-06-04"));
    CHECK(p.all("lapse").size() == 1);
    check_texts(p);
}

TEST_CASE("several respondents, and a delegate, have lanes of their own")
{
    talks t;
    const actor_id b = t.someone("b"), d = t.someone("d");
    const matter_id m = t.book.add(matter{.key = "all", .requester = t.r, .respondents = {t.a, b}});
    t.book.add(contact{.key = "x1", .matter = m, .act = acts::request, .from = t.r, .on = date("2023-05-01")});
    t.book.add(contact{.key = "x2", .matter = m, .act = acts::delegate, .from = b, .on = date("2023-05-04"), .delegate = d});
    const element before = drawn::read(timeline(t.book.as_of(date("2023-05-03")), m));
    CHECK(attributes_of(before.all("lane"), "data-respondent") == words{"a", "b"});
    const element after = drawn::read(timeline(t.book.as_of(date("2023-05-05")), m));
    CHECK(attributes_of(after.all("lane"), "data-respondent") == words{"a", "b", "d"});
    CHECK(attributes_of(after.all("lane")[0].all("contact"), "data-contact") == words{"x1"});
    CHECK(attributes_of(after.all("lane")[2].all("contact"), "data-contact") == words{"x2"});
}

TEST_CASE("a matter without a known lifecycle has its contacts and no bands")
{
    talks t;
    const matter_id m = t.book.add(matter{.key = "odd", .lifecycle = "unheard_of", .title = "Odd", .requester = t.r, .respondents = {t.a}});
    t.book.add(contact{.key = "x1", .matter = m, .act = act("announce"), .from = t.r, .to = t.a, .on = date("2018")});
    const element p = drawn::read(timeline(t.book.as_of(date("2019")), m));
    CHECK(p.all("lane").size() == 1);
    CHECK(bands_of(p).empty());
    CHECK(says(p, "announce by r, 2018"));
}

TEST_CASE("an imprecise date is a bar from its first to its last instant, an open end a point")
{
    talks t;
    t.say(t.r, acts::request, "2023-05-01");
    t.say(t.a, acts::remark, "2023-05-05/2023-05-15");
    t.say(t.a, acts::remark, "../2023-05-20");
    t.say(t.a, acts::remark, "2023-05-25/..");
    const element p = picture(t, "2023-05-20", {.from = date("2023-05-01"), .to = date("2023-05-31")});
    const auto bars = p.all("lane")[0].all("bar");
    REQUIRE(bars.size() == 3);
    CHECK(bars[0]["d"].find("H") != std::string::npos);
    const auto contacts = p.all("contact");
    CHECK(attributes_of(contacts, "data-contact") == words{"c3", "c1", "c2", "c4"});
    CHECK(contacts[1].all("bar").empty());
    CHECK(contacts[0].all("bar")[0]["d"].starts_with("M24 "));                   // from the left edge, to
    CHECK(contacts[0].all("bar")[0]["d"].find("H612v14") != std::string::npos);  // 20 of 31 days of 912 pixels
    CHECK(contacts[3].all("bar")[0]["d"].find("H930l6 7l-6 7") != std::string::npos);
    CHECK(contacts[2].all("bar")[0]["d"].starts_with("M141 "));
    check_texts(p);
}

TEST_CASE("who is disputed or supposed is marked; who is unknown or corrected is not there")
{
    talks t;
    const contact_id asked = t.say(t.r, acts::request, "2023-05-01");
    t.dispute(t.say(t.a, acts::decline, "2023-05-10"));
    const contact_id denied = t.say(t.a, acts::accept, "2023-05-12");
    t.report_on(denied, t.source_of("nay"), stance::denies);
    t.say(t.a, acts::tentative, "2023-05-14");
    t.say(t.a, acts::remark, "2023-05-14", {.corrects = contact_id(3)});
    const view v = t.book.as_of(date("2023-05-20")).with(contact{.matter = t.m, .act = acts::withdraw, .from = t.r, .to = t.a, .on = date("2023-05-18")});
    const element p = drawn::read(timeline(v, t.m));
    const auto contacts = p.all("contact");
    CHECK(attributes_of(contacts, "data-contact") == words{"c1", "c2", "c5", "#c6"});
    CHECK(contacts[1].is("disputed"));
    CHECK(contacts[3].is("supposed"));
    CHECK(says(p, "disputed: decline by a, 2023-05-10 (for_c2; denied by against_c2)"));
    CHECK(says(p, "withdraw by r, 2023-05-18 (supposed)"));
    CHECK(says(p, "as of 2023-05-20, supposing 1 contact"));
    CHECK(t.book[asked].key == "c1");
}

TEST_CASE("what can be said to whom: names that look like markup, break lines, or are no text at all")
{
    chronicle book;
    const std::string name = "<b>&amp;\"R & D\"</b> ]]> '\\ \x01\x1F\n\t \xE2\x80\xAE\xED\xA0\x80\xFF \xE4\xB8\xAD\xF0\x9F\x98\x80";
    const auto r = book.add(actor{.key = "r\"<", .name = name});
    const auto a = book.add(actor{.key = "a", .name = std::string(400, 'W')});
    const auto m = book.add(matter{.key = "m&\n", .title = name, .requester = r, .respondents = {a}});
    book.add(contact{.key = "c<>", .matter = m, .act = act("<ask>"), .from = r, .on = date("2023-05-01"), .note = "a & b\n</title>"});
    book.add(contact{.key = "c2", .matter = m, .act = acts::accept, .from = a, .on = date("2023-05-03")});
    const element p = drawn::read(timeline(book.as_of(date("2023-05-02")), m));
    const std::string shown = "<b>&amp;\"R & D\"</b> ]]> '\\       \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD \xE4\xB8\xAD\xF0\x9F\x98\x80";
    CHECK(p.title() == shown);
    CHECK(says(p, "<ask> by " + shown + ", 2023-05-01"));
    CHECK(p.all("lane")[0]["data-matter"] == "m& ");
    const auto contacts = p.all("contact");
    CHECK(contacts[0].all("mark")[0].title().find("a & b </title>") != std::string::npos);
    for (const std::string& text : texts_of(p)) CHECK(text.size() < 400);
    check_texts(p);
}

TEST_CASE("the dates of the view are lines where the picture has them")
{
    talks t;
    t.say(t.r, acts::request, "2023-05-01");
    t.say(t.a, acts::remark, "2023-05-31");
    const view v = t.book.as_of(date("2023-05-20"));
    const element open = drawn::read(timeline(v, t.m));
    CHECK(open.all("when").size() == 1);
    CHECK(open.all("known").empty());
    CHECK(open.all("later").size() == 2);  // the part of the picture, and the legend
    const element limited = drawn::read(timeline(v.known_by(date("2023-05-10")), t.m));
    CHECK(limited.all("known").size() == 1);
    CHECK(says(limited, "known by 2023-05-10"));
    const element both = drawn::read(timeline(v.known_by(date("2023-05-20")), t.m));
    CHECK(both.all("known").empty());
    CHECK(says(both, "as of and known by 2023-05-20"));
    CHECK(limited.all("known")[0].number("x1") < limited.all("when")[0].number("x1"));
    const element long_after = drawn::read(timeline(t.book.as_of(date("2033-05-20")), t.m));
    CHECK(long_after.all("when").empty());
    CHECK(long_after.all("later").empty());
    CHECK(says(long_after, "as of 2033-05-20"));
    for (const element& p : {open, limited, long_after}) check_texts(p);
}

TEST_CASE("a tick for each date at which a source that is heard published")
{
    talks t;
    const contact_id c = t.say(t.r, acts::request, "2023-05-01");
    const contact_id d = t.say(t.a, acts::accept, "2023-05-10");
    const source_id early = t.source_of("early", "2023-05-02"), late = t.source_of("late", "2023-05-12"), undated = t.source_of("undated");
    t.report_on(c, early, stance::asserts);
    t.report_on(d, late, stance::asserts);
    t.report_on(c, late, stance::asserts, "2023-05-05");
    t.report_on(d, early, stance::asserts, "2023-05-12");
    t.report_on(d, undated, stance::asserts);
    const view v = t.book.as_of(date("2023-05-20"));
    CHECK(attributes_of(drawn::read(timeline(v, t.m)).all("report"), "data-source") == words{"early", "late", "early", "late"});
    CHECK(attributes_of(drawn::read(timeline(v.known_by(date("2023-05-05")), t.m)).all("report"), "data-source") == words{"early", "late"});
    const element one = drawn::read(timeline(v.according_to({early}), t.m));
    CHECK(attributes_of(one.all("report"), "data-source") == words{"early", "early"});
    CHECK(says(one, "as of 2023-05-20, according to early alone"));
}

TEST_CASE("two actors: each leg between them, however far below, and what is in no matter")
{
    talks t;
    const actor_id us = t.someone("us"), cn = t.someone("cn"), third = t.someone("third");
    t.belongs("t1", t.r, us);
    t.belongs("t2", t.a, cn);
    t.say(t.r, acts::request, "2023-05-01", {.to = t.a});
    const matter_id back = t.book.add(matter{.key = "back", .requester = cn, .respondents = {us, third}});
    t.book.add(contact{.key = "b1", .matter = back, .act = acts::request, .from = cn, .on = date("2023-04-01")});
    const matter_id other = t.book.add(matter{.key = "other", .requester = us, .respondents = {third}});
    t.book.add(contact{.key = "o1", .matter = other, .act = acts::request, .from = us, .to = third, .on = date("2023-04-01")});
    t.book.add(contact{.key = "n1", .act = acts::remark, .from = t.a, .to = us, .on = date("2023-05-06")});
    t.book.add(contact{.key = "n2", .act = acts::remark, .from = third, .to = us, .on = date("2023-05-06")});
    const view v = t.book.as_of(date("2023-05-10"));
    const element p = drawn::read(timeline(v, us, cn));
    CHECK(attributes_of(p.all("lane"), "data-matter") == words{"back", "talks", ""});
    CHECK(attributes_of(p.all("lane"), "data-respondent") == words{"us", "a", ""});
    CHECK(attributes_of(p.all("lane")[2].all("contact"), "data-contact") == words{"n1"});
    CHECK(says(p, "remark: a → us, 2023-05-06"));
    CHECK(p.title() == "us and cn");
    // who asks and is of the second is a square, as everywhere
    CHECK(p.all("lane")[0].all("mark")[0]["d"].find("h9v9h-9z") != std::string::npos);
    CHECK(p.all("lane")[1].all("mark")[0]["d"].find("a5 5") != std::string::npos);
    check_texts(p);
    const element may = drawn::read(timeline(v, us, cn, {.from = date("2023-05-05"), .to = date("2023-05-08")}));
    CHECK(attributes_of(may.all("lane"), "data-matter") == words{"back", "talks", ""});  // both are open
    CHECK(attributes_of(may.all("contact"), "data-contact") == words{"n1"});
    const element march = drawn::read(timeline(v, us, cn, {.from = date("2023-03"), .to = date("2023-03")}));
    CHECK(march.all("lane").empty());
    CHECK(says(march, "Nothing of this is in the view's record."));
}

TEST_CASE("the same view gives the same bytes, whatever was added since")
{
    talks t("2023-06-02");
    t.say(t.r, acts::request, "2023-05-01/2023-05-04");
    const view v = t.book.as_of(date("2023-05-20"));
    const std::string before = timeline(v, t.m);
    const std::string pair = timeline(v, t.r, t.a);
    t.dispute(t.say(t.a, acts::decline, "2023-05-10", {.to = t.r}));
    CHECK(timeline(v, t.m) == before);
    CHECK(timeline(v, t.r, t.a) == pair);
    CHECK(timeline(t.book.as_of(date("2023-05-20")), t.m) != before);
    const chronicle copy = t.book;
    CHECK(timeline(copy.as_of(date("2023-05-20")), t.m) == timeline(t.book.as_of(date("2023-05-20")), t.m));
}

TEST_CASE("what is extreme has a picture too")
{
    SUBCASE("nothing happened")
    {
        talks t;
        for (const instant when : {beginning_of_time, instant{}, end_of_time}) {
            const element p = drawn::read(timeline(t.book.as_of(when), t.m));
            CHECK(p.all("lane").size() == 1);
            check_texts(p);
        }
    }
    SUBCASE("a matter that is not known yet")
    {
        chronicle book;
        const auto r = book.add(actor{.key = "r", .name = "Secret"});
        const auto m =
            book.add(matter{.key = "m", .title = "Secret", .requester = r, .respondents = {r}, .occasion = date("2024"), .recorded = date("2023-05-10")});
        const std::string p = timeline(book.as_of(date("2023-05-09")).known_by(date("2023-05-09")), m);
        CHECK(p.find("Secret") == std::string::npos);
        CHECK(drawn::read(p).all("lane").empty());
    }
    SUBCASE("all of history, and beyond")
    {
        talks t("/9999", "0000/..");
        t.say(t.r, acts::request, "0000");
        t.say(t.a, acts::remark, "9999-12-31");
        t.say(t.a, acts::remark, "../..");
        t.say(t.a, acts::remark, "Y-200000000000");
        t.say(t.a, acts::remark, "Y290000000000/..");
        const element p = picture(t, "2023");
        CHECK(p.all("contact").size() == 3);
        check_texts(p);
    }
    SUBCASE("one second")
    {
        talks t;
        t.say(t.r, acts::request, "2023-05-01T10:00:00Z");
        t.say(t.a, acts::accept, "2023-05-01T10:00:01Z");
        const element p = picture(t, "2023-05-01T10:00:00Z");
        CHECK(p.all("contact").size() == 2);
        check_texts(p);
        const element instant_wide = picture(t, "2023-05-01T10:00:00Z", {.from = date("2023-05-01T10:00:00Z"), .to = date("2023-05-01T10:00:00Z")});
        check_texts(instant_wide);
    }
    SUBCASE("widths")
    {
        talks t("2023-06-02");
        t.say(t.r, acts::request, "2023-05-01/2023-05-20");
        for (const int width : {-5, 0, 480, 16384, 2000000000}) {
            const element p = picture(t, "2023-05-10", {.width = width});
            CHECK(p.number("width") == std::clamp(width, 480, 16384));
            check_texts(p);
        }
    }
    SUBCASE("thousands of contacts")
    {
        talks t;
        const std::chrono::sys_days first{std::chrono::year{2020} / 1 / 1};
        for (int i = 0; i < 3000; ++i)
            t.book.add(contact{.key = "k" + std::to_string(i),
                .matter = t.m,
                .act = i % 2 ? acts::decline : acts::request,
                .from = i % 2 ? t.a : t.r,
                .on = date(first + std::chrono::days(i / 2))});
        const std::string text = timeline(t.book.as_of(date("2022")), t.m);
        CHECK(text.size() < 400000);
        const element p = drawn::read(text);
        REQUIRE(p.all("crowd").size() == 1);
        CHECK(std::stoul(p.all("crowd")[0]["data-contacts"]) + p.all("contact").size() == 3000);
        check_texts(p);
    }
}

TEST_CASE("ticks stand at round instants, as many as have room")
{
    using std::chrono::seconds;
    const auto labels = [](const char* from, const char* to) {
        std::string all;
        for (const auto& t : detail::time_axis({date(from).earliest(), date(to).latest()}, 24, 936).ticks())
            if (!t.label.empty()) all += t.label + ' ';
        return all;
    };
    CHECK(labels("2023-05-03", "2023-06-05") == "2023-05-08 2023-05-15 2023-05-22 2023-05-29 2023-06-05 ");  // Mondays
    CHECK(labels("2023-05-31", "2023-06-03") == "2023-05-31 2023-06-01 2023-06-02 2023-06-03 ");
    CHECK(labels("2022-11-15", "2023-08-14") == "2022-12 2023-01 2023-02 2023-03 2023-04 2023-05 2023-06 2023-07 2023-08 ");
    CHECK(labels("0001", "9999") == "1000 2000 3000 4000 5000 6000 7000 8000 9000 ");
    CHECK(labels("2023-05-31T10:20", "2023-05-31T19:00") == "2023-05-31 12:00 2023-05-31 15:00 2023-05-31 18:00 ");
    for (std::int64_t length = 2; length < 315000000000; length = length * 5 / 3 + 1)
        for (const int right : {456, 936, 16360}) {
            const instant begin = date("0001-03-07T05:06:07Z").earliest();
            const detail::time_axis axis({begin, begin + seconds(length)}, 24, right);
            INFO(length, " ", right);
            std::size_t labelled = 0;
            std::set<instant> at;
            for (const auto& t : axis.ticks()) {
                labelled += t.label.empty() ? 0 : 1;
                CHECK(axis.shows(t.at));
                CHECK(at.insert(t.at).second);
            }
            CHECK(labelled <= static_cast<std::size_t>(right) / 40);
            CHECK(at.size() <= static_cast<std::size_t>(right) / 6);
        }
}

TEST_CASE("pictures of chronicles at random: bands are episodes, marks are the leg's contacts, and no text meets another")
{
    random_chronicle::for_every_seed(60, [&](random_chronicle::dice& roll) {
        const chronicle book(random_chronicle::make(roll, {}));
        const view v = random_chronicle::any_standpoint(roll, book).of(book);
        for (std::size_t i = 0; i < book.all<matter>().size(); ++i) {
            const std::string svg = timeline(v, matter_id(i));
            const element p = drawn::read(svg);
            CHECK(svg == timeline(v, matter_id(i)));
            check_texts(p);
            const auto lanes = p.all("lane"), bands = p.all("bands");
            const auto shown = legs(v, matter_id(i));
            REQUIRE(lanes.size() == shown.size());
            REQUIRE(bands.size() == shown.size());
            for (std::size_t k = 0; k < shown.size(); ++k) {
                CHECK(lanes[k]["data-respondent"] == book.key(shown[k].respondent));
                const words there = bands_by_episodes(v, shown[k]), drawn_ones = bands_of(bands[k]);
                std::size_t at = 0;
                for (const std::string& band : drawn_ones)
                    at = static_cast<std::size_t>(std::find(there.begin() + static_cast<std::ptrdiff_t>(at), there.end(), band) - there.begin());
                CHECK(at < there.size());
                std::size_t crowd = 0;
                for (const element& c : lanes[k].all("crowd")) crowd += std::stoul(c["data-contacts"]);
                const auto contacts = lanes[k].all("contact");
                for (const element& c : contacts) CHECK(v.of(book.find<contact>(c["data-contact"])) != belief::unknown);
                CHECK(contacts.size() + crowd >= evidence(v, shown[k]).size());
            }
        }
        const auto some = [&] { return actor_id(roll.below(book.all<actor>().size())); };
        timeline_options options{.width = roll.from_to(480, 1500)};
        if (roll.chance(40)) options.from = date(random_chronicle::text_of(random_chronicle::base() + std::chrono::seconds(roll.from_to(-200000, 200000))));
        if (roll.chance(40)) options.to = date(random_chronicle::day_of(random_chronicle::base() + std::chrono::days(roll.from_to(3, 30))));
        check_texts(drawn::read(timeline(v, some(), some(), options)));
        check_texts(drawn::read(timeline(v, matter_id(0), options)));
    });
}
