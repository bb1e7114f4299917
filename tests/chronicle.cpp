// SPDX-License-Identifier: BSL-1.0
#include <demarche/chronicle.hpp>

#include "../src/archive.hpp"
#include "support.hpp"

#include <algorithm>

using namespace demarche;
using namespace support;

namespace {

/// One record of each type.
struct sample {
    chronicle book = {};
    actor_id us = book.add(actor{.key = "us", .name = "United States", .kind = actor_kinds::state});
    actor_id cn = book.add(actor{.key = "cn"});
    tie_id friends = book.add(tie{.key = "friends", .kind = tie_kinds::counterpart_of, .from = us, .to = cn});
    source_id paper = book.add(source{.key = "paper", .published = date{"2023-05-26"}});
    matter_id talks = book.add(matter{.key = "talks", .requester = us, .respondents = {cn}});
    contact_id asked = book.add(contact{.key = "asked", .matter = talks, .act = acts::request, .from = us, .to = cn, .on = date{"2023-05-22"}});
    report_id word = book.add(report{.on = asked, .source = paper});
};

/// Everything that a chronicle says, whatever the order in which it arrived.
std::string content(const chronicle& book)
{
    std::vector<std::string> all;
    const auto key = [&book]<class T>(id<T> x) { return x ? book[x].key : std::string("-"); };
    const auto note = [&]<class T>(id<T> x, std::string text) { all.push_back(text + "@" + std::to_string(book.seq(x))); };
    for (std::size_t i = 0; i < book.all<actor>().size(); ++i) note(actor_id(i), "actor:" + book.all<actor>()[i].key + ":" + book.all<actor>()[i].name);
    for (std::size_t i = 0; i < book.all<tie>().size(); ++i) {
        const tie& t = book.all<tie>()[i];
        note(tie_id(i), "tie:" + t.key + ":" + key(t.from) + ">" + key(t.to));
    }
    for (std::size_t i = 0; i < book.all<source>().size(); ++i) note(source_id(i), "source:" + book.all<source>()[i].key);
    for (std::size_t i = 0; i < book.all<matter>().size(); ++i) {
        const matter& m = book.all<matter>()[i];
        std::string text = "matter:" + m.key + ":" + key(m.requester);
        for (actor_id a : m.respondents) text += ">" + key(a);
        note(matter_id(i), text);
    }
    for (std::size_t i = 0; i < book.all<contact>().size(); ++i) {
        const contact& c = book.all<contact>()[i];
        note(contact_id(i), "contact:" + c.key + ":" + key(c.matter) + ":" + key(c.from) + ">" + key(c.to) + ":" + key(c.in_reply_to) + ":" + key(c.corrects));
    }
    for (std::size_t i = 0; i < book.all<report>().size(); ++i) {
        const report& r = book.all<report>()[i];
        note(report_id(i), "report:" + std::visit(key, r.on) + ":" + key(r.source) + ":" + (r.published ? r.published->text() : "-") + ":" +
                               std::to_string(static_cast<int>(r.stance)));
    }
    std::sort(all.begin(), all.end());
    return joined(all);
}

/// Checks that `change` is refused, and that nothing has changed.
template <class Change>
error refused(chronicle& book, Change change)
{
    const std::string before = content(book);
    const extent size = book.size();
    const std::int64_t last = book.last_seq();
    const error why = refusal([&] { change(book); });
    CHECK(content(book) == before);
    CHECK(book.size() == size);
    CHECK(book.last_seq() == last);
    return why;
}

tie upward(const char* key, actor_id from, actor_id to, const char* during = "", tie_kind kind = tie_kinds::part_of)
{
    return tie{.key = key, .kind = kind, .from = from, .to = to, .during = maybe(during)};
}

}  // namespace

TEST_CASE("what was added is there, under its id and its key")
{
    const sample s;
    CHECK(s.book[s.us].name == "United States");
    CHECK(s.book.find<actor>("us") == s.us);
    CHECK(s.book.find<tie>("friends") == s.friends);
    CHECK(s.book.find<source>("paper") == s.paper);
    CHECK(s.book.find<matter>("talks") == s.talks);
    CHECK(s.book.find<contact>("asked") == s.asked);
    CHECK(s.book[s.asked].on == date{"2023-05-22"});
    CHECK(std::get<contact_id>(s.book[s.word].on) == s.asked);
    CHECK(s.book.size() == extent{.actors = 2, .ties = 1, .sources = 1, .matters = 1, .contacts = 1, .reports = 1});
    CHECK(s.book.all<actor>().size() == 2);
    CHECK(s.book.all<actor>()[s.cn.index()].key == "cn");
}

TEST_CASE("at asks for what has to be there, and says what is there instead")
{
    const sample s;
    CHECK(s.book.at<matter>("talks") == s.talks);
    const auto refuse = [&s](std::string_view key) { return refusal([&] { s.book.at<actor>(key); }); };
    CHECK(refuse("US").code() == errc::unknown_key);
    CHECK(refuse("US").problem() == "\"US\" names nothing in the chronicle; add its record, or mend the key");
    CHECK(refuse("talks").code() == errc::wrong_type);
    CHECK(refuse("talks").problem() == "\"talks\" is of type matter; an actor is expected here");
}

TEST_CASE("find asks for a type, type_of says which it is")
{
    const sample s;
    CHECK_FALSE(s.book.find<actor>("talks"));
    CHECK_FALSE(s.book.find<contact>("us"));
    CHECK_FALSE(s.book.find<actor>(""));
    CHECK_FALSE(s.book.find<actor>("US"));
    CHECK(s.book.type_of("us") == "actor");
    CHECK(s.book.type_of("friends") == "tie");
    CHECK(s.book.type_of("paper") == "source");
    CHECK(s.book.type_of("talks") == "matter");
    CHECK(s.book.type_of("asked") == "contact");
    CHECK(s.book.type_of("nothing").empty());
}

TEST_CASE("each record takes the next seq, over all types")
{
    sample s;
    CHECK(s.book.seq(s.us) == 1);
    CHECK(s.book.seq(s.cn) == 2);
    CHECK(s.book.seq(s.asked) == 6);
    CHECK(s.book.seq(s.word) == 7);
    CHECK(s.book.last_seq() == 7);
    CHECK(chronicle().last_seq() == 0);
    CHECK(chronicle().size() == extent{});
    const contact_id later = s.book.add(contact{.key = "a_later", .act = acts::remark, .from = s.us, .on = date{"2023"}});
    CHECK_MESSAGE(s.book.recorded_before(s.asked, later), "by seq, then by key");
    CHECK_FALSE(s.book.recorded_before(later, s.asked));
    CHECK_FALSE(s.book.recorded_before(later, later));
}

TEST_CASE("a record that is there already is not added again")
{
    sample s;
    const std::string before = content(s.book);
    CHECK(s.book.add(actor{s.book[s.us]}) == s.us);
    CHECK(s.book.add(tie{s.book[s.friends]}) == s.friends);
    CHECK(s.book.add(source{s.book[s.paper]}) == s.paper);
    CHECK(s.book.add(matter{s.book[s.talks]}) == s.talks);
    CHECK(s.book.add(contact{s.book[s.asked]}) == s.asked);
    CHECK(s.book.add(report{s.book[s.word]}) == s.word);
    CHECK(content(s.book) == before);
    CHECK(s.book.last_seq() == 7);
    CHECK(s.book.seq(s.book.add(actor{.key = "new"})) == 8);
}

TEST_CASE("reports of equal content are one, others of the same source are not")
{
    sample s;
    const report_id other = s.book.add(report{.on = s.asked, .source = s.paper, .published = date{"2023-05-27"}});
    CHECK(other != s.word);
    CHECK(s.book.add(report{.on = s.friends, .source = s.paper}) != s.word);
    CHECK(s.book.size().reports == 3);
    CHECK(s.book.reports_on(s.asked).size() == 2);
    CHECK(s.book.reports_on(s.friends).size() == 1);
}

TEST_CASE("a key has one content")
{
    sample s;
    const error why = refused(s.book, [](chronicle& b) { b.add(actor{.key = "us", .name = "USA"}); });
    CHECK(why.code() == errc::duplicate_key);
    CHECK(why.where().field == "key");
    CHECK(why.problem().find("us") != std::string::npos);
    CHECK(refused(s.book, [&](chronicle& b) { b.add(contact{.key = "asked", .act = acts::request, .from = s.us, .on = date{"2023-05-23"}}); }).code() ==
          errc::duplicate_key);
    CHECK(refused(s.book, [&](chronicle& b) { b.add(matter{.key = "talks", .requester = s.cn, .respondents = {s.us}}); }).code() == errc::duplicate_key);
    CHECK(refused(s.book, [](chronicle& b) { b.add(source{.key = "paper"}); }).code() == errc::duplicate_key);
}

TEST_CASE("a key is unique whatever the type")
{
    sample s;
    CHECK(refused(s.book, [](chronicle& b) { b.add(actor{.key = "talks"}); }).code() == errc::duplicate_key);
    CHECK(refused(s.book, [](chronicle& b) { b.add(source{.key = "us"}); }).code() == errc::duplicate_key);
    CHECK(refused(s.book, [&](chronicle& b) { b.add(matter{.key = "asked", .requester = s.us}); }).code() == errc::duplicate_key);
    CHECK(refused(s.book, [&](chronicle& b) { b.add(upward("paper", s.us, s.cn)); }).code() == errc::duplicate_key);
    CHECK(refused(s.book, [&](chronicle& b) { b.add(contact{.key = "friends", .act = acts::request, .from = s.us, .on = date{"2023"}}); }).code() ==
          errc::duplicate_key);
}

TEST_CASE("a record without what it needs is refused, and the field is named")
{
    sample s;
    const auto lacks = [&s](std::string_view field, auto record) {
        CAPTURE(field);
        const error why = refused(s.book, [&](chronicle& b) { b.add(std::move(record)); });
        CHECK(why.code() == errc::missing_field);
        CHECK(why.where().field == field);
    };
    lacks("key", actor{.name = "nobody"});
    lacks("key", source{.title = "nothing"});
    lacks("key", tie{.kind = tie_kinds::holds, .from = s.us, .to = s.cn});
    lacks("kind", tie{.key = "t", .from = s.us, .to = s.cn});
    lacks("from", tie{.key = "t", .kind = tie_kinds::holds, .to = s.cn});
    lacks("to", tie{.key = "t", .kind = tie_kinds::holds, .from = s.us});
    lacks("key", matter{.requester = s.us});
    lacks("lifecycle", matter{.key = "m", .lifecycle = "", .requester = s.us});
    lacks("requester", matter{.key = "m", .respondents = {s.cn}});
    lacks("respondents", matter{.key = "m", .requester = s.us, .respondents = {s.cn, actor_id{}}});
    lacks("key", contact{.act = acts::request, .from = s.us, .on = date{"2023"}});
    lacks("act", contact{.key = "c", .from = s.us, .on = date{"2023"}});
    lacks("from", contact{.key = "c", .act = acts::request, .on = date{"2023"}});
    lacks("on", report{.source = s.paper});
    lacks("on", report{.on = tie_id{}, .source = s.paper});
    lacks("source", report{.on = s.asked});
}

TEST_CASE("a rank is 1 or more")
{
    sample s;
    CHECK(refused(s.book, [](chronicle& b) { b.add(actor{.key = "x", .rank = 0}); }).code() == errc::invalid_value);
    CHECK(refused(s.book, [](chronicle& b) { b.add(actor{.key = "x", .rank = -3}); }).where().field == "rank");
    CHECK(s.book.add(actor{.key = "x", .rank = 1}));
}

TEST_CASE("after a refusal the chronicle goes on as if nothing had been asked")
{
    sample s;
    refused(s.book, [&](chronicle& b) { b.add(contact{.key = "c", .matter = s.talks, .act = acts::reply_due, .from = s.us, .on = date{"2023"}}); });
    CHECK(s.book.contacts_of(s.talks).size() == 1);
    const contact_id c = s.book.add(contact{.key = "c", .matter = s.talks, .act = acts::remark, .from = s.us, .on = date{"2023"}});
    CHECK(s.book.seq(c) == 8);
    CHECK(c.index() == 1);
    CHECK(s.book.contacts_of(s.talks).size() == 2);
}

TEST_CASE("who takes part in what, and by which key, is the same for contacts of every kind")
{
    chronicle book;
    std::vector<actor_id> actors;
    for (const char* key : {"a", "b", "c", "d"}) actors.push_back(book.add(actor{.key = key}));
    const matter_id talks = book.add(matter{.key = "talks", .requester = actors[0], .respondents = {actors[1]}});
    const auto day = std::chrono::sys_days(std::chrono::year(2023) / 5 / 22);
    struct ends {
        actor_id from, to;
        bool in_talks;
    };
    std::vector<ends> added;
    for (std::size_t n = 0; n < 400; ++n) {
        const ends e{actors[n % 3], n % 5 == 0 ? actor_id() : actors[n / 3 % 4], n % 7 == 0};
        const matter_id m = e.in_talks ? talks : matter_id();
        contact own{.key = "own" + std::to_string(n), .matter = m, .act = acts::remark, .from = e.from, .to = e.to, .on = date(day)};
        if (n % 4 == 1) own.channel = channels::telephone;
        if (n % 4 < 2) book.add(own);
        else book.add(plain_contact{.matter = m, .act = acts::remark, .from = e.from, .to = e.to, .on = day});
        added.push_back(e);
    }
    for (const actor_id a : actors) {
        std::vector<contact_id> from;
        std::vector<contact_id> to;
        std::vector<matter_id> matters;
        for (std::size_t n = 0; n < added.size(); ++n) {
            if (added[n].from == a) from.emplace_back(n);
            if (added[n].to == a) to.emplace_back(n);
            if (added[n].in_talks && (added[n].from == a || added[n].to == a)) matters = {talks};
        }
        if (a == actors[0] || a == actors[1]) matters = {talks};
        CHECK(book.contacts_from(a) == from);
        CHECK(book.contacts_to(a) == to);
        CHECK(book.matters_of(a) == matters);
    }
    for (std::size_t n = 0; n < added.size(); ++n) {
        const contact_id c(n);
        CHECK(book.key(c) == (n % 4 < 2 ? "own" + std::to_string(n) : "#c" + std::to_string(n + 1)));
        CHECK(book.find<contact>(book.key(c)) == c);
        CHECK(book[c].from == added[n].from);
        CHECK(book[c].to == added[n].to);
        CHECK(book[c].matter == (added[n].in_talks ? talks : matter_id()));
    }
}

TEST_CASE("the indexes list what belongs to a record, in the order of arrival")
{
    sample s;
    const contact_id answer =
        s.book.add(contact{.key = "answer", .matter = s.talks, .act = acts::accept, .from = s.cn, .to = s.us, .on = date{"2023"}, .corrects = s.asked});
    const contact_id loose = s.book.add(contact{.key = "loose", .act = acts::remark, .from = s.cn, .on = date{"2023"}});
    const auto list = [&s](auto ids) { return keys_text(s.book, std::vector(ids.begin(), ids.end())); };
    CHECK(list(s.book.contacts_of(s.talks)) == "asked answer");
    CHECK(list(s.book.contacts_from(s.cn)) == "answer loose");
    CHECK(list(s.book.contacts_to(s.us)) == "answer");
    CHECK(list(s.book.contacts_from(s.us)) == "asked");
    CHECK(list(s.book.corrections_of(s.asked)) == "answer");
    CHECK(s.book.corrections_of(loose).empty());
    CHECK_MESSAGE(s.book.ties_upward(s.us).empty(), "a counterpart is not above");
    const tie_id up = s.book.add(upward("up", s.us, s.cn, "2023/.."));
    CHECK(list(s.book.ties_upward(s.us)) == "up");
    CHECK(s.book.period_of(up) == period_of(date{"2023/.."}));
    CHECK(s.book.period_of(s.friends) == period{});
    CHECK(s.book.contacts_of(s.book.add(matter{.key = "m2", .requester = s.us})).empty());
    CHECK(answer != loose);
}

TEST_CASE("sources and reports are kept packed, whatever they have")
{
    sample s;
    const std::vector<source> sources{{.key = "plain"},
        {.key = "titled", .title = "Fact sheet", .publisher = "DoD", .published = date{"2023-05~"}},
        {.key = "https://example.org/a", .publisher = "DoD", .url = "https://example.org/a"},
        {.key = "elsewhere", .published = date{"2023-05-26"}, .url = "https://example.org/a", .other = {{"archived", "true"}}}};
    std::vector<source_id> ids;
    for (const source& x : sources) ids.push_back(s.book.add(x));
    for (std::size_t i = 0; i < sources.size(); ++i) {
        CHECK(s.book[ids[i]] == sources[i]);
        CHECK(s.book.key(ids[i]) == sources[i].key);
        CHECK(s.book.add(sources[i]) == ids[i]);
        source other = sources[i];
        other.url += "?";
        CHECK(refusal([&] { s.book.add(other); }).code() == errc::duplicate_key);
    }
    const std::vector<report> reports{{.on = s.asked, .source = ids[0]},
        {.on = s.friends, .source = ids[1], .stance = stance::denies, .published = date{"2023-05-27T10:00:00Z"}, .attribution = attribution::on_record, .by = s.us},
        {.on = s.asked, .source = ids[2], .stance = stance::retracts, .published = date{"2023-05"}, .attribution = attribution::machine_coded, .other = {{"sentence", "4"}}}};
    std::vector<report_id> words;
    for (const report& r : reports) words.push_back(s.book.add(r));
    for (std::size_t i = 0; i < reports.size(); ++i) {
        CHECK(s.book[words[i]] == reports[i]);
        CHECK(s.book.add(reports[i]) == words[i]);
    }
    CHECK(s.book.all<report>().size() == 1 + reports.size());
}

TEST_CASE("references to records stay valid while others are added")
{
    sample s;
    const actor& us = s.book[s.us];
    const std::string_view name = us.name;
    const view then = s.book.as_of(date{"2023-12-31"});
    for (int i = 0; i < 5000; ++i) s.book.add(actor{.key = "filler" + std::to_string(i)});
    CHECK(&s.book[s.us] == &us);
    CHECK(name == "United States");
    CHECK(then.size().actors == 2);
    CHECK(state_text(status(then, {s.talks, s.cn})) == "pending");
}

TEST_CASE("a copy is a record of its own")
{
    sample s;
    chronicle copy = s.book;
    CHECK(content(copy) == content(s.book));
    copy.add(actor{.key = "only_here"});
    CHECK_FALSE(s.book.find<actor>("only_here"));
    CHECK(copy.size().actors == 3);
    CHECK(state_text(status(copy.as_of(date{"2023-12-31"}), {s.talks, s.cn})) == "pending");
    const chronicle moved = std::move(copy);
    CHECK(moved.find<actor>("only_here"));
}

// Circles.

namespace {

struct hierarchy {
    chronicle book = {};
    actor_id a = book.add(actor{.key = "a"});
    actor_id b = book.add(actor{.key = "b"});
    actor_id c = book.add(actor{.key = "c"});

    void circle(const tie& closing)
    {
        CAPTURE(closing.key);
        const error why = refused(book, [&closing](chronicle& x) { x.add(closing); });
        CHECK(why.code() == errc::cycle);
        CHECK(why.problem().find(closing.key) != std::string::npos);
    }
};

}  // namespace

TEST_CASE("a circle of part_of and holds is refused when it is recorded")
{
    hierarchy h;
    h.book.add(upward("ab", h.a, h.b));
    h.circle(upward("ba", h.b, h.a));
    h.circle(upward("aa", h.a, h.a));
    h.book.add(upward("bc", h.b, h.c, "", tie_kinds::holds));
    h.circle(upward("ca", h.c, h.a));
    h.circle(upward("ca", h.c, h.a, "2023"));
    h.circle(upward("ca", h.c, h.a, "2023-05-22T10:00:00Z/2023-05-22T10:00:00Z"));
    h.book.add(upward("ac", h.a, h.c));
}

TEST_CASE("other kinds of tie may go in circles")
{
    hierarchy h;
    for (tie_kind kind : {tie_kinds::counterpart_of, tie_kind{"allied_with"}}) {
        h.book.add(upward(("1" + std::string(kind.text())).c_str(), h.a, h.b, "", kind));
        h.book.add(upward(("2" + std::string(kind.text())).c_str(), h.b, h.a, "", kind));
    }
    h.book.add(upward("up", h.a, h.b));
    CHECK(h.book.size().ties == 5);
}

TEST_CASE("a circle of ties whose periods do not overlap is none")
{
    hierarchy h;
    h.book.add(upward("ab", h.a, h.b, "2020/2021"));
    h.book.add(upward("ba", h.b, h.a, "2022/.."));
    h.book.add(upward("ab2", h.a, h.b, "../2019"));
    CHECK(h.book.size().ties == 3);
}

TEST_CASE("a circle that holds only possibly is none")
{
    hierarchy h;
    SUBCASE("one ends on the day on which the other begins")
    {
        h.book.add(upward("ab", h.a, h.b, "2020/2021-05-10"));
        h.book.add(upward("ba", h.b, h.a, "2021-05-10/2022"));
    }
    SUBCASE("an unknown end")
    {
        h.book.add(upward("ab", h.a, h.b));
        h.book.add(upward("ba", h.b, h.a, "2021/"));
    }
    SUBCASE("unspecified digits")
    {
        h.book.add(upward("ab", h.a, h.b));
        h.book.add(upward("ba", h.b, h.a, "202X"));
        h.book.add(upward("aa", h.a, h.a, "202X"));
    }
    CHECK(h.book.size().ties >= 2);
}

TEST_CASE("a circle that certainly holds for one second is one")
{
    SUBCASE("the end of one is the beginning of the other, to the second")
    {
        hierarchy h;
        h.book.add(upward("ab", h.a, h.b, "2020/2021-05-10T10:00:00Z"));
        h.circle(upward("ba", h.b, h.a, "2021-05-10T10:00:00Z/.."));
        h.book.add(upward("ba", h.b, h.a, "2021-05-10T10:00:01Z/.."));
    }
    SUBCASE("imprecise ends that leave a certain stretch between them")
    {
        hierarchy h;
        h.book.add(upward("ab", h.a, h.b, "2020/2022"));
        h.circle(upward("ba", h.b, h.a, "2021/2023"));
        h.book.add(upward("ba", h.b, h.a, "2022/2023"));
    }
}

TEST_CASE("a circle of three is found where all three hold, whichever comes last")
{
    const std::vector<tie> ties{upward("ab", actor_id{0}, actor_id{1}, "2020/2023-03"), upward("bc", actor_id{1}, actor_id{2}, "2022/2024"),
        upward("ca", actor_id{2}, actor_id{0}, "2021/..")};
    std::vector<std::size_t> turn{0, 1, 2};
    do {
        hierarchy h;
        h.book.add(ties[turn[0]]);
        h.book.add(ties[turn[1]]);
        h.circle(ties[turn[2]]);
    } while (std::next_permutation(turn.begin(), turn.end()));
    hierarchy h;
    h.book.add(ties[0]);
    h.book.add(ties[1]);
    h.book.add(upward("ca", h.c, h.a, "2023-04/.."));
    CHECK(h.book.size().ties == 3);
}

TEST_CASE("a way up and down again is no circle")
{
    hierarchy h;
    h.book.add(upward("ab", h.a, h.b));
    h.book.add(upward("ac", h.a, h.c));
    h.book.add(upward("bc", h.b, h.c));
    h.book.add(upward("ab2", h.a, h.b, "2020"));
    CHECK(h.book.size().ties == 4);
}

// Lifecycles.

namespace {

constexpr lifecycle yes_or_no =
    checked_lifecycle("yes_or_no", "state\tawaited\topen\tunanswered\nnone\tnobody\tno\tno\nasked\tA\tyes\tyes\ndone\tnobody\tno\tno\n",
        "act\tby\tnone\tasked\tdone\nask\tR\tasked\t=\t=\nsay\tA\t!\tdone\t~\n", {.unknown_as = "ask"});
constexpr lifecycle impostor =
    checked_lifecycle("meeting_request", "state\tawaited\topen\tunanswered\nnone\tnobody\tno\tno\n", "act\tby\tnone\nask\tR\t=\n", {.unknown_as = "ask"});

}  // namespace

TEST_CASE("matters may follow the tables that a chronicle knows")
{
    sample s;
    CHECK(s.book.lifecycles().size() == 5);
    CHECK(s.book.lifecycle_of(s.talks)->name == "meeting_request");
    const matter_id early = s.book.add(matter{.key = "early", .lifecycle = "yes_or_no", .requester = s.us, .respondents = {s.cn}});
    CHECK(s.book.lifecycle_of(early) == nullptr);
    CHECK(legs(s.book.as_of(date{"2023"}), early).empty());
    s.book.use(yes_or_no);
    CHECK(s.book.lifecycle_of(early) == &yes_or_no);
    CHECK(legs(s.book.as_of(date{"2023"}), early).size() == 1);
    s.book.use(yes_or_no);
    CHECK_MESSAGE(s.book.lifecycles().size() == 6, "the same table again is no other");
    CHECK(s.book.lifecycle_of(s.book.add(matter{.key = "late", .lifecycle = "yes_or_no", .requester = s.us})) == &yes_or_no);
}

TEST_CASE("a name belongs to one table")
{
    sample s;
    CHECK(refused(s.book, [](chronicle& b) { b.use(impostor); }).code() == errc::duplicate_key);
    CHECK(s.book.lifecycles().size() == 5);
    CHECK(s.book.lifecycle_of(s.talks) != &impostor);
}

// Batches.

namespace {

batch small_batch()
{
    batch records;
    records.actors = {{actor{.key = "x"}, 30}, {actor{.key = "y"}, 10}};
    records.matters = {{matter{.key = "m", .requester = actor_id{1}, .respondents = {actor_id{0}}}, 20}};
    records.contacts = {
        {contact{.key = "d", .matter = matter_id{0}, .act = acts::remark, .from = actor_id{0}, .on = date{"2023"}, .in_reply_to = contact_id{1}}, 5},
        {contact{.key = "c", .matter = matter_id{0}, .act = acts::request, .from = actor_id{1}, .on = date{"2023"}}, 5}};
    records.sources = {{source{.key = "s"}, 40}};
    records.reports = {{report{.on = contact_id{1}, .source = source_id{0}, .stance = stance::retracts}, 50},
        {report{.on = contact_id{0}, .source = source_id{0}}, 50}, {report{.on = contact_id{1}, .source = source_id{0}, .stance = stance::denies}, 50}};
    return records;
}

}  // namespace

TEST_CASE("the records of a batch may name one another in any order")
{
    const chronicle book(small_batch());
    CHECK(book[book[contact_id{0}].in_reply_to].key == "c");
    CHECK(book.find<actor>("y") == actor_id{1});
    CHECK(book.seq(actor_id{0}) == 30);
    CHECK(book.last_seq() == 50);
}

TEST_CASE("record order is by seq, then by key; of reports by on, source, published, stance")
{
    const chronicle book(small_batch());
    CHECK(book.recorded_before(contact_id{1}, contact_id{0}));
    CHECK_FALSE(book.recorded_before(contact_id{0}, contact_id{1}));
    CHECK_MESSAGE(book.recorded_before(report_id{0}, report_id{1}), "c before d");
    CHECK_MESSAGE(book.recorded_before(report_id{2}, report_id{0}), "denies before retracts");
    CHECK_FALSE(book.recorded_before(report_id{0}, report_id{2}));
}

TEST_CASE("matters that a batch records between contacts leave these in order")
{
    batch records;
    records.actors = {{.record = {.key = "r"}, .seq = 1}, {.record = {.key = "a"}, .seq = 2}};
    records.matters = {{.record = {.key = "m", .requester = actor_id(0), .respondents = {actor_id(1)}}, .seq = 3},
                       {.record = {.key = "n", .requester = actor_id(0), .respondents = {actor_id(1)}}, .seq = 9}};
    const auto put = [&](const char* key, act does, const char* on, std::int64_t seq) {
        records.contacts.push_back({.record = {.key = key, .matter = matter_id(0), .act = does, .from = actor_id(0), .to = actor_id(1), .on = date{on}}, .seq = seq});
    };
    put("asked", acts::request, "2023-05-01", 4);
    put("again", acts::reiterate, "2023-05-05", 5);
    CHECK_FALSE(chronicle(records).contents().irregular(matter_id(0)));
    put("before", acts::reiterate, "2023-05-09", 2);
    CHECK(chronicle(records).contents().irregular(matter_id(0)));
}

TEST_CASE("add goes on after the greatest seq of a batch")
{
    chronicle book(small_batch());
    CHECK(book.seq(book.add(actor{.key = "z"})) == 51);
}

TEST_CASE("a batch is refused whole, and the line is named")
{
    batch twice = small_batch();
    twice.actors.push_back({actor{.key = "m"}, 60, 7});
    const error why = refusal([&twice] { chronicle{twice}; });
    CHECK(why.code() == errc::duplicate_key);
    batch odd = small_batch();
    odd.contacts.push_back({contact{.key = "e", .matter = matter_id{0}, .act = acts::occasion_passed, .from = actor_id{0}, .on = date{"2023"}}, 60, 8});
    const error clock = refusal([&odd] { chronicle{odd}; });
    CHECK(clock.code() == errc::clock_act);
    CHECK(clock.where().line == 8);
    batch circle = small_batch();
    circle.ties = {{upward("xy", actor_id{0}, actor_id{1}), 61, 9}, {upward("yx", actor_id{1}, actor_id{0}), 62, 10}};
    const error round = refusal([&circle] { chronicle{circle}; });
    CHECK(round.code() == errc::cycle);
    CHECK(round.where().line == 10);
}

TEST_CASE("a batch brings its tables along")
{
    batch records = small_batch();
    records.lifecycles = {&yes_or_no};
    records.matters[0].record.lifecycle = "yes_or_no";
    const chronicle book(records);
    CHECK(book.lifecycle_of(matter_id{0}) == &yes_or_no);
    CHECK(book.lifecycles().size() == 6);
}

// Merging.

namespace {

chronicle one_half()
{
    chronicle book;
    const actor_id us = book.add(actor{.key = "us"});
    const actor_id cn = book.add(actor{.key = "cn"});
    const matter_id m = book.add(matter{.key = "talks", .requester = us, .respondents = {cn}});
    const contact_id asked = book.add(contact{.key = "asked", .matter = m, .act = acts::request, .from = us, .to = cn, .on = date{"2023-05-22"}});
    const source_id paper = book.add(source{.key = "paper"});
    book.add(report{.on = asked, .source = paper});
    return book;
}

/// The same actors under other ids, and the rest of the story.
chronicle other_half()
{
    chronicle book;
    const source_id paper = book.add(source{.key = "paper"});
    const actor_id cn = book.add(actor{.key = "cn"});
    const actor_id ministry = book.add(actor{.key = "ministry"});
    const actor_id us = book.add(actor{.key = "us"});
    book.add(upward("t", ministry, cn));
    const matter_id m = book.add(matter{.key = "talks", .requester = us, .respondents = {cn}});
    const contact_id asked = book.add(contact{.key = "asked", .matter = m, .act = acts::request, .from = us, .to = cn, .on = date{"2023-05-22"}});
    const contact_id answer =
        book.add(contact{.key = "answer", .matter = m, .act = acts::decline, .from = ministry, .to = us, .on = date{"2023-05-29"}, .in_reply_to = asked});
    book.add(report{.on = asked, .source = paper});
    book.add(report{.on = answer, .source = paper});
    return book;
}

chronicle third()
{
    chronicle book;
    book.add(actor{.key = "ministry"});
    book.add(actor{.key = "sg"});
    book.add(actor{.key = "cn"});
    return book;
}

}  // namespace

TEST_CASE("a merge is the union of the records, whatever their ids were")
{
    const chronicle a = one_half();
    const chronicle b = other_half();
    const chronicle both = merge(a, b);
    CHECK(both.size() == extent{.actors = 3, .ties = 1, .sources = 1, .matters = 1, .contacts = 2, .reports = 2});
    const contact_id answer = both.find<contact>("answer");
    CHECK(both[both[answer].from].key == "ministry");
    CHECK(both[both[answer].in_reply_to].key == "asked");
    CHECK(both[both[answer].matter].key == "talks");
    CHECK_MESSAGE(both.find<actor>("us") == a.find<actor>("us"), "ids are those of a, then what b adds");
    CHECK(both.find<actor>("ministry").index() == 2);
    CHECK(both.contacts_of(both.find<matter>("talks")).size() == 2);
    CHECK(state_text(status(both.as_of(date{"2023-06"}), {both.find<matter>("talks"), both.find<actor>("cn")})) == "declined");
}

TEST_CASE("equal records take the lesser seq")
{
    const chronicle both = merge(one_half(), other_half());
    CHECK(both.seq(both.find<actor>("us")) == 1);
    CHECK(both.seq(both.find<actor>("cn")) == 2);
    CHECK(both.seq(both.find<source>("paper")) == 1);
    CHECK(both.seq(both.find<contact>("asked")) == 4);
    CHECK(both.seq(both.find<contact>("answer")) == 8);
    CHECK_MESSAGE(both.seq(report_id{0}) == 6, "reports of equal content are one too");
    CHECK(both.last_seq() == 10);
}

TEST_CASE("merging is commutative, associative and idempotent")
{
    const chronicle a = one_half();
    const chronicle b = other_half();
    const chronicle c = third();
    CHECK(content(merge(a, b)) == content(merge(b, a)));
    CHECK(content(merge(merge(a, b), c)) == content(merge(a, merge(b, c))));
    CHECK(content(merge(merge(c, a), b)) == content(merge(a, merge(b, c))));
    CHECK(content(merge(a, a)) == content(a));
    CHECK(content(merge(merge(a, b), b)) == content(merge(a, b)));
    CHECK(content(merge(a, chronicle())) == content(a));
    CHECK(content(merge(chronicle(), a)) == content(a));
}

TEST_CASE("keys that differ in content are an error, and both chronicles stay")
{
    const chronicle a = one_half();
    chronicle b;
    b.add(actor{.key = "us", .name = "another"});
    const std::string before = content(a);
    const error why = refusal([&] { merge(a, b); });
    CHECK(why.code() == errc::duplicate_key);
    CHECK(why.problem().find("us") != std::string::npos);
    CHECK(content(a) == before);
    chronicle other_type;
    other_type.add(source{.key = "us"});
    CHECK(refusal([&] { merge(a, other_type); }).code() == errc::duplicate_key);
    CHECK(refusal([&] { merge(other_type, a); }).code() == errc::duplicate_key);
    chronicle same_key;
    const actor_id us = same_key.add(actor{.key = "us"});
    const actor_id cn = same_key.add(actor{.key = "cn"});
    same_key.add(matter{.key = "talks", .requester = cn, .respondents = {us}});
    CHECK_MESSAGE(refusal([&] { merge(a, same_key); }).code() == errc::duplicate_key, "the same ids in other places are other content");
}

TEST_CASE("a circle across two chronicles is an error")
{
    hierarchy a;
    a.book.add(upward("ab", a.a, a.b));
    hierarchy b;
    b.book.add(upward("ba", b.b, b.a));
    CHECK(refusal([&] { merge(a.book, b.book); }).code() == errc::cycle);
}

TEST_CASE("a merge knows the tables of both")
{
    chronicle a;
    a.use(yes_or_no);
    chronicle b;
    const actor_id us = b.add(actor{.key = "us"});
    b.add(matter{.key = "m", .lifecycle = "yes_or_no", .requester = us});
    CHECK(merge(a, b).lifecycle_of(matter_id{0}) == &yes_or_no);
    CHECK(merge(b, a).lifecycle_of(matter_id{0}) == &yes_or_no);
}

TEST_CASE("a small chronicle takes little memory, and what its actors are called is counted")
{
    chronicle book;
    CHECK(book.memory().total() < 1024);
    const actor_id us = book.add(actor{.key = "us"});
    const actor_id cn = book.add(actor{.key = "cn"});
    const matter_id talks = book.add(matter{.key = "talks", .requester = us, .respondents = {cn}});
    for (int n = 0; n < 10; ++n)
        book.add(contact{.key = std::to_string(n), .matter = talks, .act = acts::request, .from = us, .to = cn, .on = date{"2023-05-22"}});
    CHECK(book.memory().total() < 20 * 1024);
    const std::size_t before = book.memory().others;
    book.add(actor{.key = "gb", .name = std::string(1000, 'x'), .ids = {{"cameo", std::string(1000, 'y')}}});
    CHECK(book.memory().others >= before + 2000);
}
