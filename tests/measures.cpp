// SPDX-License-Identifier: BSL-1.0
#include "../src/sides.hpp"
#include "seeds.hpp"
#include "support.hpp"

#include <demarche/measures.hpp>

#include <algorithm>
#include <set>

using namespace demarche;
using namespace support;

namespace {

using random_chronicle::dice;
using random_chronicle::for_every_seed;

constexpr lifecycle some_measure = checked_lifecycle("measure",
                                                     "state\tawaited\topen\tunanswered\n"
                                                     "none\tnobody\tno\tno\n"
                                                     "announced\tR\tyes\tno\n"
                                                     "in_force\tnobody\tyes\tno\n"
                                                     "suspended\tnobody\tyes\tno\n"
                                                     "lifted\tnobody\tno\tno\n",
                                                     "act\tby\tnone\tannounced\tin_force\tsuspended\tlifted\n"
                                                     "announce\tR\tannounced\t=\t=\t=\tannounced\n"
                                                     "impose\tR\tin_force\tin_force\t=\tin_force\tin_force\n"
                                                     "suspend\tR\t!\tsuspended\tsuspended\t=\t~\n"
                                                     "lift\tR\t!\tlifted\tlifted\tlifted\t=\n"
                                                     "remark\tR|A\t=\t=\t=\t=\t=\n",
                                                     {.unknown_as = "remark"});

/// Lets matters be measures, by a table of that name where none comes with the library.
void know_measures(chronicle& book)
{
    const auto tables = book.lifecycles();
    if (std::none_of(tables.begin(), tables.end(), [](const lifecycle* l) { return l->name == "measure"; })) book.use(some_measure);
}

/// A request of one minister to another, who is under a measure.
struct sanctioned {
    chronicle book = {};
    actor_id us = add("us", "United States");
    actor_id cn = add("cn", "China");
    actor_id dod = add("dod", "Department");
    actor_id mnd = add("mnd", "Ministry");
    actor_id secdef = add("secdef", "Secretary of Defense");
    actor_id defmin = add("defmin", "Minister");
    actor_id austin = add("austin", "Lloyd Austin");
    actor_id li = add("li", "Li Shangfu");
    actor_id ratner = add("ratner", "Ely Ratner");
    matter_id ban = {};
    matter_id talks = {};

    explicit sanctioned(std::vector<exemption> exemptions = {}, std::string_view occasion = "2023-06-02/2023-06-04")
    {
        know_measures(book);
        tie_of(tie_kinds::part_of, dod, us);
        tie_of(tie_kinds::part_of, mnd, cn);
        tie_of(tie_kinds::part_of, secdef, dod);
        tie_of(tie_kinds::part_of, defmin, mnd);
        tie_of(tie_kinds::part_of, ratner, dod);
        tie_of(tie_kinds::holds, austin, secdef, "2021-01-22/..");
        tie_of(tie_kinds::holds, li, defmin, "2023-03-12/..");
        matter sanctions{.key = "ban", .lifecycle = "measure", .title = "Sanctions on Li", .requester = us, .respondents = {li}};
        sanctions.exemptions = std::move(exemptions);
        ban = book.add(sanctions);
        act_on(ban, "impose", us, li, "2018");
        talks = book.add(matter{.key = "talks", .requester = austin, .respondents = {li}, .occasion = maybe(occasion)});
    }

    actor_id add(const char* key, const char* name) { return book.add(actor{.key = key, .name = name}); }
    tie_id tie_of(tie_kind kind, actor_id from, actor_id to, std::string_view during = {})
    {
        return book.add(tie{.key = "t" + std::to_string(book.size().ties), .kind = kind, .from = from, .to = to, .during = maybe(during)});
    }
    contact made(matter_id m, const char* does, actor_id from, actor_id to, std::string_view on)
    {
        return {.key = "c" + std::to_string(book.size().contacts), .matter = m, .act = act{does}, .from = from, .to = to, .on = date{on}};
    }
    contact_id act_on(matter_id m, const char* does, actor_id from, actor_id to, std::string_view on) { return book.add(made(m, does, from, to, on)); }
    contact_id ask(std::string_view on = "2023-05-22") { return act_on(talks, "request", dod, mnd, on); }
    contact_id cite(std::string_view on = "2023-05-23", matter_id what = {}, actor_id by = {})
    {
        contact c = made(talks, "acknowledge", by ? by : mnd, dod, on);
        c.cites = {what ? what : ban};
        return book.add(c);
    }
    contact_id contest(actor_id by, std::string_view on, matter_id in = {})
    {
        contact c = made(in, "remark", by, {}, on);
        c.contests = {ban};
        return book.add(c);
    }
    void report_on(contact_id c, const char* source_key, stance says, std::string_view published = {})
    {
        const source_id s = book.find<source>(source_key) ? book.find<source>(source_key) : book.add(source{.key = source_key});
        book.add(report{.on = c, .source = s, .stance = says, .published = maybe(published)});
    }
    view on(const char* when) const { return book.as_of(date{when}); }
    std::vector<obstacle> in_the_way(const char* when = "2023-05-26") const { return obstacles(on(when), {talks, li}); }
    /// Whether the request is exempt.
    verdict exempt(const char* when = "2023-05-26") const
    {
        const auto found = in_the_way(when);
        REQUIRE(found.size() == 1);
        return found[0].exempt;
    }
    /// Each with a question mark where it perhaps did not happen, and a tilde where its actor is perhaps not on that side.
    std::string text(const std::vector<mention>& all) const
    {
        std::vector<std::string> words;
        const auto mark = [](verdict v, const char* doubt) { return v == verdict::certainly ? "" : doubt; };
        for (const mention& m : all) words.push_back(book.key(m.contact) + ":" + book[m.by].key + mark(m.how, "?") + mark(m.side, "~"));
        return joined(words);
    }
};

/// A request that was made and met with a citation, under a ban with one exemption.
verdict covers(exemption e, std::string_view occasion = "2023-06-02/2023-06-04")
{
    sanctioned s({std::move(e)}, occasion);
    s.ask();
    s.cite();
    return s.exempt();
}

}  // namespace

// Obstacles.

TEST_CASE("an obstacle is a measure that the respondent's side cites, with who contests it")
{
    sanctioned s({exemption{.actor = actor_id(6), .note = "official business"}});
    const contact_id asked = s.ask();
    const contact_id cited = s.cite("2023-05-23");
    const contact_id by_ratner = s.contest(s.ratner, "2023-05-25", s.talks);
    const contact_id elsewhere = s.contest(s.dod, "2023-05-24");
    CHECK(s.contest(s.mnd, "2023-05-24"));  // not the requester's side
    const auto found = s.in_the_way();
    REQUIRE(found.size() == 1);
    const obstacle& o = found[0];
    CHECK(o.what == s.ban);
    CHECK(o.in_force == verdict::certainly);
    REQUIRE(o.legs.size() == 1);
    CHECK(o.legs[0].leg == leg{s.ban, s.li});
    CHECK(o.legs[0].reaches == verdict::certainly);
    CHECK(o.legs[0].status == status(s.on("2023-05-26"), {s.ban, s.li}));
    CHECK(o.cited == std::vector{mention{cited, s.mnd}});
    CHECK(o.contested == std::vector{mention{elsewhere, s.dod}, mention{by_ratner, s.ratner}});
    CHECK(o.exempt == verdict::certainly);
    CHECK(o.exemptions == std::vector{cover{0}});
    CHECK(to_text(s.on("2023-05-26"), o) ==
          "Sanctions on Li: in force since 2018; cited by Ministry 2023-05-23; exempt: Lloyd Austin (official business); "
          "contested by Department 2023-05-24, Ely Ratner 2023-05-25");
    CHECK(asked);
}

TEST_CASE("who cites must be of the respondent's side, in the matter, and have done so")
{
    sanctioned s;
    s.ask();
    CHECK(s.in_the_way().empty());
    s.cite("2023-05-23", s.ban, s.ratner);
    s.cite("2023-05-23", s.ban, s.us);
    contact apart = s.made({}, "remark", s.mnd, s.dod, "2023-05-23");
    apart.cites = {s.ban};
    s.book.add(apart);
    CHECK(s.in_the_way().empty());
    s.cite("2023-05-23", s.talks);
    CHECK(s.in_the_way().empty());  // a request is no measure
    s.cite("2023-05-25");
    CHECK(s.in_the_way("2023-05-24").empty());
    CHECK(s.text(s.in_the_way("2023-05-25T12:00:00Z")[0].cited) == "c6:mnd?");
    CHECK(s.text(s.in_the_way("2023-05-26")[0].cited) == "c6:mnd");
}

TEST_CASE("who may belong to a side, or is disputed, perhaps cites or contests")
{
    sanctioned s;
    s.ask();
    const actor_id spokesman = s.add("tan", "Spokesman");
    s.tie_of(tie_kinds::part_of, spokesman, s.mnd, "/..");
    s.cite("2023-05-23", s.ban, spokesman);
    const actor_id meiners = s.add("meiners", "Martin Meiners");
    s.tie_of(tie_kinds::part_of, meiners, s.dod, "/..");
    s.contest(meiners, "2023-05");
    const contact_id said = s.contest(s.us, "2023-05-24");
    s.report_on(said, "a", stance::asserts);
    s.report_on(said, "b", stance::denies);
    const auto found = s.in_the_way("2023-05-26");
    REQUIRE(found.size() == 1);
    CHECK(s.text(found[0].cited) == "c2:tan~");
    CHECK(s.text(found[0].contested) == "c3:meiners?~ c4:us?");
    CHECK(to_text(s.on("2023-05-26"), found[0]) ==
          "Sanctions on Li: in force since 2018; cited by Spokesman 2023-05-23; not exempt; "
          "contested by perhaps Martin Meiners 2023-05, perhaps United States 2023-05-24");
    const view by_b = s.on("2023-05-26").according_to({s.book.find<source>("b")});
    CHECK(s.text(obstacles(by_b, {s.talks, s.li})[0].contested) == "c3:meiners?~");
}

TEST_CASE("what was corrected, not published yet, or recorded later does not count; what is supposed does")
{
    sanctioned s;
    s.ask();
    const contact_id cited = s.cite();
    const contact_id contested = s.contest(s.us, "2023-05-24");
    s.report_on(cited, "a", stance::asserts, "2023-05-25");
    s.report_on(contested, "a", stance::asserts, "2023-05-27");
    const auto known = [&](const char* by) { return obstacles(s.on("2023-06-01").known_by(date{by}), {s.talks, s.li}); };
    CHECK(known("2023-05-24").empty());
    CHECK(known("2023-05-25")[0].contested.empty());
    CHECK(known("2023-05-27")[0].contested.size() == 1);

    const view before = s.on("2023-05-26");
    contact correction = s.made(s.talks, "acknowledge", s.mnd, s.dod, "2023-05-23");
    correction.corrects = cited;
    s.book.add(correction);
    s.contest(s.ratner, "2023-05-25");
    CHECK(obstacles(before, {s.talks, s.li})[0].contested.size() == 1);
    CHECK(s.in_the_way().empty());

    contact again = s.made(s.talks, "acknowledge", s.mnd, s.dod, "2023-05-26");
    again.key.clear();
    again.cites = {s.ban};
    contact objection = s.made({}, "remark", s.ratner, s.mnd, "2023-05-26");
    objection.key.clear();
    objection.contests = {s.ban, s.ban};
    const view supposed = s.on("2023-05-26").with({again, objection});
    const auto found = obstacles(supposed, {s.talks, s.li});
    REQUIRE(found.size() == 1);
    CHECK(found[0].cited == std::vector{mention{supposed.supposed_contacts()[0], s.mnd}});
    CHECK(found[0].contested.size() == 3);
    CHECK(to_text(supposed, found[0]).find("Ely Ratner 2023-05-26") != std::string::npos);
}

TEST_CASE("a measure that was not recorded by then stands in nobody's way")
{
    sanctioned s;
    s.ask();
    const matter recorded{.key = "late", .lifecycle = "measure", .requester = s.us, .respondents = {s.li}, .recorded = date{"2023-06-01"}};
    const matter_id late = s.book.add(recorded);
    s.cite("2023-05-23", late);
    CHECK(s.in_the_way().size() == 1);
    CHECK(obstacles(s.on("2023-05-26").known_by(date{"2023-05-26"}), {s.talks, s.li}).empty());
    CHECK(measures_on(s.on("2023-05-26"), s.li).size() == 2);
    CHECK(measures_on(s.on("2023-05-26").known_by(date{"2023-05-26"}), s.li).size() == 1);
}

TEST_CASE("a measure is in force by then or not: suspended, lifted, and imposed again")
{
    sanctioned s;
    s.ask("2018-01-01");
    s.cite("2018-01-02", s.ban, s.li);
    s.act_on(s.ban, "suspend", s.us, s.li, "2023-06-10");
    s.act_on(s.ban, "lift", s.us, s.li, "2023-07");
    s.act_on(s.ban, "impose", s.us, s.li, "2023-09-01");
    const auto at = [&](const char* when) {
        const view v = s.on(when);
        const auto found = obstacles(v, {s.talks, s.li});
        REQUIRE(found.size() == 1);
        REQUIRE(found[0].in_force);
        const std::string text = to_text(v, found[0]);
        constexpr std::array<const char*, 3> words{" no", " maybe", " yes"};
        return text.substr(17, text.find(';') - 17) + words[static_cast<std::size_t>(*found[0].in_force)];
    };
    CHECK(at("2018-06-01") == "perhaps in force maybe");
    CHECK(at("2023-05-26") == "in force since 2018 yes");
    CHECK(at("2023-06-11") == "suspended since 2023-06-10 no");
    CHECK(at("2023-07-15") == "perhaps suspended since 2023-06-10 no");
    CHECK(at("2023-08-15") == "lifted since 2023-07 no");
    CHECK(at("2023-09-02") == "in force since 2023-09-01 yes");
}

TEST_CASE("of a measure on several, the part that lies on the respondent tells whether it is in force")
{
    sanctioned s;
    s.ask();
    const actor_id wei = s.add("wei", "Wei Fenghe");
    const matter_id both = s.book.add(matter{.key = "both", .lifecycle = "measure", .requester = s.us, .respondents = {wei, s.li}});
    s.act_on(both, "impose", s.us, wei, "2018-01-01");
    s.act_on(both, "impose", s.us, s.li, "2018-01-01");
    s.act_on(both, "lift", s.us, s.li, "2020-01-01");
    s.cite("2023-05-23", both);
    const auto found = s.in_the_way();
    REQUIRE(found.size() == 1);
    REQUIRE(found[0].legs.size() == 2);
    CHECK(found[0].legs[0].leg == leg{both, s.li});
    CHECK(found[0].legs[0].in_force == verdict::impossibly);
    CHECK(found[0].legs[1].in_force == verdict::certainly);
    CHECK(found[0].legs[1].reaches == verdict::impossibly);
    CHECK(found[0].in_force == verdict::impossibly);
    CHECK(to_text(s.on("2023-05-26"), found[0]).starts_with("both: lifted since 2020-01-01; "));
}

TEST_CASE("a measure on the requester may stand in the way too")
{
    sanctioned s;
    s.ask();
    const matter_id back = s.book.add(matter{.key = "back", .lifecycle = "measure", .requester = s.cn, .respondents = {s.austin, s.ratner}});
    s.act_on(back, "impose", s.cn, s.ratner, "2018-01-01");
    s.cite("2023-05-23", back);
    CHECK(s.in_the_way()[0].legs[0].reaches == verdict::certainly);
    CHECK(s.in_the_way()[0].legs[1].reaches == verdict::impossibly);
    CHECK(s.in_the_way()[0].in_force == verdict::impossibly);
    s.act_on(back, "impose", s.cn, s.austin, "2019-01-01");
    CHECK(s.in_the_way()[0].in_force == verdict::certainly);
}

TEST_CASE("a measure on the office or the state of the respondent stands in the way as surely as it belongs to it")
{
    sanctioned s;
    s.ask();
    const matter_id on_office = s.book.add(matter{.key = "on_office", .lifecycle = "measure", .requester = s.us, .respondents = {s.defmin}});
    s.act_on(on_office, "impose", s.us, s.defmin, "2020-01-01");
    s.cite("2023-05-23", on_office);
    CHECK(s.in_the_way("2023-05-26")[0].in_force == verdict::certainly);
    s.cite("2023-03-12T06:00:00Z", on_office);
    const auto then = s.in_the_way("2023-03-12T12:00:00Z");
    CHECK(then[0].in_force == verdict::possibly);
    CHECK(then[0].legs[0].in_force == verdict::certainly);
    CHECK(then[0].legs[0].reaches == verdict::possibly);
}

TEST_CASE("where a lifecycle is not known, so is whether its measure is in force")
{
    sanctioned s;
    s.ask();
    const matter unheard_of{.key = "travel", .lifecycle = "travel_ban", .requester = s.us, .respondents = {s.li}, .exemptions = {{.actor = s.dod}}};
    const matter_id travel = s.book.add(unheard_of);
    s.cite("2023-05-23", travel);
    const auto found = s.in_the_way();
    REQUIRE(found.size() == 1);
    CHECK_FALSE(found[0].in_force);
    CHECK(found[0].legs.size() == 1);
    CHECK_FALSE(found[0].legs[0].status);
    CHECK(found[0].exempt == verdict::certainly);
    CHECK(to_text(s.on("2023-05-26"), found[0]) == "travel: unknown; cited by Ministry 2023-05-23; exempt: Department");
    CHECK(measures_on(s.on("2023-05-26"), s.li).size() == 1);  // not every unknown matter is a measure
}

// Exemptions.

TEST_CASE("an exempt actor covers a request of its own, of those below it, and of the office that it holds")
{
    const sanctioned who;
    CHECK(covers({.actor = who.austin}) == verdict::certainly);
    CHECK(covers({.actor = who.secdef}) == verdict::certainly);
    CHECK(covers({.actor = who.dod}) == verdict::certainly);
    CHECK(covers({.actor = who.us}) == verdict::certainly);
    CHECK(covers({.actor = who.ratner}) == verdict::impossibly);
    CHECK(covers({.actor = who.li}) == verdict::certainly);
    CHECK(covers({.actor = who.defmin}) == verdict::certainly);

    sanctioned s({{.actor = who.austin}});
    const matter_id by_office = s.book.add(matter{.key = "by_office", .requester = s.secdef, .respondents = {s.mnd}});
    contact c = s.made(by_office, "decline", s.mnd, s.dod, "2020-01-01");
    c.cites = {s.ban};
    s.book.add(c);
    const auto exempt = [&](const char* when) { return obstacles(s.on(when), {by_office, s.mnd})[0].exempt; };
    CHECK(exempt("2023-05-26") == verdict::certainly);
    CHECK(exempt("2021-01-22T12:00:00Z") == verdict::possibly);
    CHECK(exempt("2021-01-21") == verdict::impossibly);
}

TEST_CASE("an exempt act covers a request that was made by it")
{
    CHECK(covers({.act = acts::request}) == verdict::certainly);
    CHECK(covers({.act = acts::revise}) == verdict::impossibly);
    CHECK(covers({.act = acts::acknowledge}) == verdict::impossibly);
    sanctioned s({{.act = acts::request}});
    s.cite("2023-05-02");
    s.ask("2023-05");
    CHECK(s.exempt("2023-05-20") == verdict::possibly);
    CHECK(s.exempt("2023-06-01") == verdict::certainly);
    sanctioned remarks({{.act = acts::remark}});
    remarks.ask();
    remarks.act_on(remarks.talks, "remark", remarks.dod, remarks.mnd, "2023-05-22");
    remarks.cite();
    CHECK(remarks.exempt() == verdict::impossibly);
}

TEST_CASE("an exempt period covers the occasion in force, or without one the date on which was asked")
{
    CHECK(covers({.during = date{"2023"}}) == verdict::certainly);
    CHECK(covers({.during = date{"2023-06-02/2023-06-04"}}) == verdict::certainly);
    CHECK(covers({.during = date{"2023-06-03"}}) == verdict::possibly);
    CHECK(covers({.during = date{"2023-05"}}) == verdict::impossibly);
    CHECK(covers({.during = date{"2023/.."}}) == verdict::certainly);
    CHECK(covers({.during = date{"2023/"}}) == verdict::possibly);
    CHECK(covers({.during = date{"/2022"}}) == verdict::impossibly);
    CHECK(covers({.during = date{"2023-05"}}, "") == verdict::certainly);
    CHECK(covers({.during = date{"2023-06"}}, "") == verdict::impossibly);

    sanctioned moved({{.during = date{"2023-07"}}});
    moved.ask();
    moved.cite();
    CHECK(moved.exempt() == verdict::impossibly);
    contact later = moved.made(moved.talks, "revise", moved.dod, moved.mnd, "2023-05-25");
    later.occasion = date{"2023-07-01"};
    moved.book.add(later);
    CHECK(moved.exempt("2023-05-24") == verdict::impossibly);
    CHECK(moved.exempt("2023-05-26") == verdict::certainly);

    // Asked again, by one source's word and against another's.
    sanctioned again({{.during = date{"2023-06"}}}, "");
    again.ask("2023-05-22");
    again.cite();
    CHECK(again.exempt("2023-06-20") == verdict::impossibly);
    const contact_id repeated = again.act_on(again.talks, "request", again.dod, again.mnd, "2023-06-10");
    CHECK(again.exempt("2023-06-20") == verdict::certainly);
    again.report_on(repeated, "a", stance::asserts);
    again.report_on(repeated, "b", stance::denies);
    CHECK(again.exempt("2023-06-20") == verdict::possibly);

    sanctioned not_asked({{.during = date{"2023-05"}}}, "");
    not_asked.cite();
    CHECK(not_asked.exempt() == verdict::possibly);
}

TEST_CASE("an exemption covers what all that it has covers, and a note alone what nobody can tell")
{
    const sanctioned who;
    CHECK(covers({.actor = who.dod, .act = acts::request, .during = date{"2023"}}) == verdict::certainly);
    CHECK(covers({.actor = who.dod, .act = acts::request, .during = date{"2022"}}) == verdict::impossibly);
    CHECK(covers({.actor = who.ratner, .act = acts::request, .during = date{"2023"}}) == verdict::impossibly);
    CHECK(covers({.actor = who.dod, .during = date{"2023-06-03"}}) == verdict::possibly);
    CHECK(covers({.note = "humanitarian goods"}) == verdict::possibly);
    CHECK(covers({}) == verdict::possibly);

    sanctioned s({{.actor = who.ratner}, {.note = "as licensed"}, {.actor = who.us, .act = acts::request, .during = date{"2023"}}});
    s.ask();
    s.cite();
    const obstacle o = s.in_the_way()[0];
    CHECK(o.exemptions == std::vector{cover{1, verdict::possibly}, cover{2, verdict::certainly}});
    CHECK(o.exempt == verdict::certainly);
    CHECK(to_text(s.on("2023-05-26"), o).ends_with("; exempt: perhaps as licensed, United States request during 2023"));
}

// Measures on an actor.

TEST_CASE("measures on an actor are those on it and on what is above it")
{
    sanctioned s;
    const matter_id on_state = s.book.add(matter{.key = "embargo", .lifecycle = "measure", .requester = s.us, .respondents = {s.cn}});
    s.act_on(on_state, "announce", s.us, s.cn, "2023-01-01");
    const matter_id on_office = s.book.add(matter{.key = "office", .lifecycle = "measure", .requester = s.us, .respondents = {s.defmin, s.ratner}});
    s.act_on(on_office, "impose", s.us, s.defmin, "2023-04");
    const auto text = [&](const char* when, actor_id whom) {
        std::vector<std::string> words;
        for (const measure& m : measures_on(s.on(when), whom)) {
            constexpr std::array<const char*, 3> how{"no", "maybe", "yes"};
            words.push_back(s.book.key(m.leg.matter) + "/" + s.book[m.leg.respondent].key + (m.reaches == verdict::certainly ? "" : "?") + ":" +
                            how[static_cast<std::size_t>(*m.in_force)]);
        }
        return joined(words);
    };
    CHECK(text("2023-05-26", s.li) == "ban/li:yes embargo/cn:no office/defmin:yes");
    CHECK(text("2023-04-15", s.li) == "ban/li:yes embargo/cn:no office/defmin:maybe");
    CHECK(text("2023-03-12T12:00:00Z", s.li) == "ban/li:yes embargo/cn?:no office/defmin?:no");
    CHECK(text("2020", s.li) == "ban/li:yes");
    CHECK(text("2023-05-26", s.mnd) == "embargo/cn:no");
    CHECK(text("2023-05-26", s.us) == "");
    CHECK(to_text(s.on("2023-05-26"), measures_on(s.on("2023-05-26"), s.li)[1]) == "embargo, China: announced since 2023-01-01");
}

// Against scanning everything.

namespace {

/// A chronicle in which some matters are measures, which some contacts cite and contest.
chronicle at_odds(dice& roll)
{
    batch records = random_chronicle::make(roll, {.measures = true, .most_matters = 4});
    chronicle known;
    know_measures(known);
    const auto tables = known.lifecycles();
    records.lifecycles.assign(tables.begin(), tables.end());
    return chronicle(std::move(records));
}

bool counts(const view& v, contact_id c, actor_id party, actor_id other)
{
    const contact x = v[c];
    if (v.of(c) == belief::unknown || v.corrected(c) || x.on.earliest() > v.when()) return false;
    return detail::acts_for_during(v, x.from, party, other, x.on.earliest(), x.on.latest()) != verdict::impossibly;
}

}  // namespace

TEST_CASE("obstacles are what scanning all contacts finds")
{
    std::size_t found_some = 0, contested = 0;
    for_every_seed(600, [&](dice& roll) {
        const chronicle book = at_odds(roll);
        const view now = random_chronicle::any_standpoint(roll, book).of(book);
        for (std::size_t n = 0; n < book.size().matters; ++n) {
            const matter m = book[matter_id(n)];
            if (m.respondents.size() != 1 || !now.in_record(matter_id(n))) continue;
            const leg of{matter_id(n), m.respondents[0]};
            std::set<matter_id> expected;  // but for what belongs to a delegate's leg
            for (std::size_t c = 0; c < book.size().contacts; ++c) {
                const contact x = book[contact_id(c)];
                if (x.matter != of.matter || !counts(now, contact_id(c), of.respondent, m.requester)) continue;
                for (const matter_id what : x.cites)
                    if (book[what].lifecycle == "measure" && now.in_record(what)) expected.insert(what);
            }
            std::set<matter_id> found;
            for (const obstacle& o : obstacles(now, of)) {
                found.insert(o.what);
                std::set<contact_id> contests, listed;
                for (std::size_t c = 0; c < book.size().contacts; ++c)
                    if (const auto named = book[contact_id(c)].contests; std::find(named.begin(), named.end(), o.what) != named.end())
                        if (counts(now, contact_id(c), m.requester, of.respondent)) contests.insert(contact_id(c));
                for (const mention& by : o.contested) listed.insert(by.contact);
                CHECK(listed == contests);
                CHECK(listed.size() == o.contested.size());
                for (const measure& part : o.legs) CHECK(part.status == status(now, part.leg));
                ++found_some;
                contested += !contests.empty();
            }
            CHECK(std::includes(expected.begin(), expected.end(), found.begin(), found.end()));
            const auto all = book.all<contact>();
            if (std::none_of(all.begin(), all.end(), [](const contact& c) { return static_cast<bool>(c.delegate); })) CHECK(found == expected);
        }
    });
    CHECK(found_some > 100);
    CHECK(contested > 30);
}

TEST_CASE("measures on an actor are what scanning all legs finds, and none is looked for ahead of its time")
{
    for_every_seed(150, [&](dice& roll) {
        const chronicle book = at_odds(roll);
        const view now = random_chronicle::any_standpoint(roll, book).of(book);
        for (std::size_t a = 0; a < book.size().actors; ++a) {
            std::vector<measure> expected;
            for (const leg l : legs(now)) {
                if (book[l.matter].lifecycle != "measure") continue;
                const verdict reaches = detail::belongs_during(now, actor_id(a), l.respondent, now.when(), now.when());
                if (reaches == verdict::impossibly) continue;
                const status s(now, l);
                const bool in_force = s.possible.contains(*s.table->find_state("in_force"));
                expected.push_back({l, s, !in_force ? verdict::impossibly : s.certain() ? verdict::certainly : verdict::possibly, reaches});
            }
            std::sort(expected.begin(), expected.end(), [](const measure& x, const measure& y) { return x.leg < y.leg; });
            CHECK(measures_on(now, actor_id(a)) == expected);
        }
    });
}
