// SPDX-License-Identifier: BSL-1.0
#include "../src/ranks.hpp"
#include "../src/sides.hpp"
#include "seeds.hpp"
#include "support.hpp"

#include <demarche/moves.hpp>
#include <demarche/offices.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

using namespace demarche;
using namespace support;

namespace {

using random_chronicle::dice;
using random_chronicle::for_every_seed;

constexpr std::chrono::seconds second(1);

/// Two ministries of two states, an office in each, and who held them.
struct ministries {
    chronicle book = {};
    actor_id us = add("us");
    actor_id cn = add("cn");
    actor_id dod = add("dod");
    actor_id mnd = add("mnd");
    actor_id secdef = add("secdef", 3);
    actor_id defmin = add("defmin", 4);
    actor_id chang = add("chang");
    actor_id wei = add("wei");
    actor_id li = add("li");
    actor_id austin = add("austin");

    ministries()
    {
        tie_of(tie_kinds::part_of, dod, us);
        tie_of(tie_kinds::part_of, mnd, cn);
        tie_of(tie_kinds::part_of, secdef, dod);
        tie_of(tie_kinds::part_of, defmin, mnd);
        tie_of(tie_kinds::counterpart_of, secdef, defmin);
        hold(chang, defmin, "2013-03-16/2018-03-19");
        hold(wei, defmin, "2018-03-19/2023-03");
        hold(li, defmin, "2023-03-12/..");
        hold(austin, secdef, "2021-01-22/..");
    }

    actor_id add(const char* key, std::optional<int> rank = {})
    {
        std::string name = key;
        name[0] = static_cast<char>(name[0] - 'a' + 'A');
        return book.add(actor{.key = key, .name = name, .rank = rank});
    }
    tie_id tie_of(tie_kind kind, actor_id from, actor_id to, std::string_view during = {})
    {
        return book.add(tie{.key = "t" + std::to_string(book.size().ties), .kind = kind, .from = from, .to = to, .during = maybe(during)});
    }
    tie_id hold(actor_id person, actor_id office, std::string_view during = {}) { return tie_of(tie_kinds::holds, person, office, during); }
    void report_on(tie_id t, const char* source_key, stance says, std::string_view published = {})
    {
        const source_id s = book.find<source>(source_key) ? book.find<source>(source_key) : book.add(source{.key = source_key});
        book.add(report{.on = t, .source = s, .stance = says, .published = maybe(published)});
    }
    view on(const char* when) const { return book.as_of(date{when}); }
};

/// Each as its key, with a question mark where it is only possible.
std::string keys(const chronicle& book, const std::vector<candidate>& all)
{
    std::vector<std::string> words;
    for (const candidate& c : all) words.push_back(book[c.who].key + (c.how == verdict::certainly ? "" : "?"));
    return joined(words);
}

std::string keys(const chronicle& book, const holding& h)
{
    constexpr std::array<const char*, 4> words{"held", "vacant", "several", "unknown"};
    return words[static_cast<std::size_t>(h.what)] + std::string(h.who.empty() ? "" : ": ") + keys(book, h.who);
}

}  // namespace

// Holders.

TEST_CASE("an office is held, vacant, held by several, or it is unknown by whom")
{
    ministries m;
    const auto holds = [&](const char* when) { return keys(m.book, holder(m.on(when), m.defmin)); };
    CHECK(holds("2023-05-26") == "held: li");
    CHECK(holds("2022-06-11") == "held: wei");
    CHECK(holds("2023-03-20") == "several: li wei?");
    CHECK(holds("2023-03-05") == "unknown: wei?");
    CHECK(holds("2023-03-12T12:00:00Z") == "several: wei? li?");
    CHECK(holds("2018-03-19T12:00:00Z") == "several: chang? wei?");
    CHECK(holds("2013-03-16T12:00:00Z") == "unknown: chang?");
    CHECK(holds("2012") == "unknown");
    CHECK(keys(m.book, holder(m.on("2023-05-26"), m.mnd)) == "unknown");
    CHECK(holder(m.on("2023-05-26"), m.defmin).who[0].by == std::vector{m.book.find<tie>("t7")});
}

TEST_CASE("between two holders an office is vacant, as it is after the last")
{
    ministries m;
    const actor_id chair = m.add("chair");
    m.hold(m.wei, chair, "2010-01-01/2012-06-30");
    m.hold(m.li, chair, "2014-01-01/2015-12-31");
    const auto holds = [&](const char* when) { return keys(m.book, holder(m.on(when), chair)); };
    CHECK(holds("2009-12-31") == "unknown");
    CHECK(holds("2011") == "held: wei");
    CHECK(holds("2013") == "vacant");
    CHECK(holds("2014-06-01") == "held: li");
    CHECK(holds("2016") == "vacant");
}

TEST_CASE("two act at once, and one with two terms is one")
{
    ministries m;
    const actor_id chair = m.add("chair");
    m.hold(m.li, chair, "2021-01-01/2021-12-31");
    m.hold(m.wei, chair, "2021-06-01/2022-05-31");
    CHECK(keys(m.book, holder(m.on("2021-07-01"), chair)) == "several: wei li");
    const actor_id seat = m.add("seat");
    const tie_id first = m.hold(m.li, seat, "2020-01-01/2021-03");
    const tie_id again = m.hold(m.li, seat, "2021-03-15/2022");
    const holding h = holder(m.on("2021-03-20"), seat);
    CHECK(keys(m.book, h) == "held: li");
    CHECK(h.who[0].by == std::vector{first, again});
}

TEST_CASE("where a holding is disputed, so is the holder; an office that only a disputed tie filled is not known to be vacant")
{
    ministries m;
    const actor_id chair = m.add("chair");
    const tie_id t = m.hold(m.wei, chair, "2020-01-01/2021-12-31");
    m.report_on(t, "a", stance::asserts);
    CHECK(keys(m.book, holder(m.on("2020-06-01"), chair)) == "held: wei");
    CHECK(keys(m.book, holder(m.on("2023-06-01"), chair)) == "vacant");
    m.report_on(t, "b", stance::denies);
    CHECK(keys(m.book, holder(m.on("2020-06-01"), chair)) == "unknown: wei?");
    CHECK(keys(m.book, holder(m.on("2023-06-01"), chair)) == "unknown");
    const view only_b = m.on("2020-06-01").according_to({m.book.find<source>("b")});
    CHECK(keys(m.book, holder(only_b, chair)) == "unknown");
    CHECK(keys(m.book, holder(m.on("2020-06-01").according_to({m.book.find<source>("a")}), chair)) == "held: wei");
}

TEST_CASE("who holds an office is as known: a change that was not published yet had not happened")
{
    ministries m;
    const actor_id chair = m.add("chair");
    const tie_id t = m.hold(m.wei, chair, "2020-01-01/..");
    m.report_on(t, "a", stance::asserts, "2020-02-01");
    CHECK(keys(m.book, holder(m.on("2020-06-01").known_by(date{"2020-01-15"}), chair)) == "unknown");
    CHECK(keys(m.book, holder(m.on("2020-06-01").known_by(date{"2020-02-01"}), chair)) == "held: wei");
}

TEST_CASE("a view goes on answering as before what was added since")
{
    ministries m;
    const view before = m.on("2023-05-26");
    const actor_id chair = m.add("chair");
    m.hold(m.wei, m.defmin, "2023-05-01/..");
    m.tie_of(tie_kinds::counterpart_of, m.secdef, chair);
    m.hold(m.austin, chair);
    CHECK(keys(m.book, holder(before, m.defmin)) == "held: li");
    CHECK(keys(m.book, counterparts(before, m.austin)) == "li");
    CHECK(keys(m.book, offices_of(before, m.austin)) == "secdef");
    CHECK(keys(m.book, counterparts(m.on("2023-05-26"), m.secdef)) == "defmin chair");
    CHECK(keys(m.book, offices_of(m.on("2023-05-26"), m.austin)) == "secdef chair");
}

// Successions.

TEST_CASE("a succession goes by when its holders began")
{
    ministries m;
    const tie_id before = m.hold(m.austin, m.defmin, "/2010");
    const tie_id disputed = m.hold(m.us, m.defmin, "2014/2015");
    m.report_on(disputed, "a", stance::asserts);
    m.report_on(disputed, "b", stance::denies);
    const tie_id unknown = m.hold(m.add("general"), m.defmin, "2016");
    m.report_on(unknown, "a", stance::denies);
    std::string text;
    for (const tenure& t : succession(m.on("2000"), m.defmin)) text += m.book[t.person].key + (t.known == belief::disputed ? "? " : " ");
    CHECK(text == "austin chang us? wei li ");
    CHECK(succession(m.on("2000"), m.defmin)[0].by == before);
}

TEST_CASE("who came before, and who comes next")
{
    ministries m;
    const auto before = [&](const char* when) { return keys(m.book, predecessors(m.on(when), m.defmin)); };
    const auto next = [&](const char* when) { return keys(m.book, successors(m.on(when), m.defmin)); };
    CHECK(before("2023-05-26") == "wei");
    CHECK(before("2022-06-11") == "chang");
    CHECK(before("2015") == "");
    CHECK(next("2015") == "wei");
    CHECK(next("2022-06-11") == "li");
    CHECK(next("2023-05-26") == "");
    CHECK(next("2000") == "chang");
    // Wei may or may not have gone: then he came before Li, or Chang did.
    CHECK(before("2023-03-20") == "chang? wei?");
    CHECK(next("2023-03-20") == "");
    CHECK(next("2023-03-12T12:00:00Z") == "li?");
    CHECK(before("2012") == "");
}

TEST_CASE("while an office is vacant, the last to leave came before")
{
    ministries m;
    const actor_id chair = m.add("chair");
    m.hold(m.wei, chair, "2010-01-01/2012-06-30");
    m.hold(m.li, chair, "2011-01-01/2011-12-31");
    m.hold(m.chang, chair, "2014-01-01/2015-12-31");
    CHECK(keys(m.book, predecessors(m.on("2013"), chair)) == "wei");
    CHECK(keys(m.book, successors(m.on("2013"), chair)) == "chang");
    CHECK(keys(m.book, predecessors(m.on("2014-06-01"), chair)) == "wei");
}

TEST_CASE("who stood in for a while did not come before, and a holder's own former term is passed over where he holds on")
{
    ministries m;
    const actor_id chair = m.add("chair");
    m.hold(m.chang, chair, "2010-01-01/2019-12-31");
    m.hold(m.wei, chair, "2020-01-01/..");
    m.hold(m.li, chair, "2021-06-01/2021-06-08");
    CHECK(keys(m.book, predecessors(m.on("2022-01-01"), chair)) == "chang");
    const actor_id seat = m.add("seat");
    m.hold(m.chang, seat, "2010-01-01/2014-12-31");
    m.hold(m.wei, seat, "2015-01-01/2018-12-31");
    m.hold(m.wei, seat, "2019-01-01/2020-12-31");
    m.hold(m.chang, seat, "2021-01-01/2023-12-31");
    CHECK(keys(m.book, predecessors(m.on("2020"), seat)) == "chang? wei?");  // he may have left on that day
    CHECK(keys(m.book, predecessors(m.on("2020-06-01"), seat)) == "chang");
    CHECK(keys(m.book, successors(m.on("2017"), seat)) == "chang");
    CHECK(keys(m.book, predecessors(m.on("2022"), seat)) == "wei");
}

TEST_CASE("a begin that is unknown leaves open who came before")
{
    ministries m;
    const actor_id chair = m.add("chair");
    m.hold(m.wei, chair, "2018-03-19/2023-01-31");
    m.hold(m.li, chair, "/..");
    CHECK(keys(m.book, holder(m.on("2023-05-01"), chair)) == "unknown: li?");
    CHECK(keys(m.book, predecessors(m.on("2023-05-01"), chair)) == "wei?");
    CHECK(keys(m.book, successors(m.on("2020"), chair)) == "li?");
    m.hold(m.chang, chair, "2010-01-01/2018-03-18");
    CHECK(keys(m.book, predecessors(m.on("2023-05-01"), chair)) == "chang? wei?");
}

// Counterparts.

TEST_CASE("a counterpart of an office is the other, of a person its holder then")
{
    ministries m;
    const auto of = [&](const char* when, actor_id who) { return keys(m.book, counterparts(m.on(when), who)); };
    CHECK(of("2023-05-26", m.secdef) == "defmin");
    CHECK(of("2023-05-26", m.defmin) == "secdef");
    CHECK(of("2023-05-26", m.austin) == "li");
    CHECK(of("2022-06-11", m.austin) == "wei");
    CHECK(of("2023-03-20", m.austin) == "li wei?");
    CHECK(of("2023-05-26", m.li) == "austin");
    CHECK(of("2022-06-11", m.li) == "");
    CHECK(of("2020", m.austin) == "");
    CHECK(of("2023-05-26", m.us) == "");
    m.tie_of(tie_kinds::counterpart_of, m.mnd, m.dod, "2000/2022");
    CHECK(of("2021", m.dod) == "mnd");
    CHECK(of("2023", m.dod) == "");
    CHECK(of("2022-06-11", m.dod) == "mnd?");
}

TEST_CASE("a counterpart rests on all the ties that lead to it, and is as sure as the least of them")
{
    ministries m;
    const auto found = counterparts(m.on("2023-05-26"), m.austin);
    REQUIRE(found.size() == 1);
    CHECK(found[0].by == std::vector{m.book.find<tie>("t4"), m.book.find<tie>("t7"), m.book.find<tie>("t8")});
    m.report_on(m.book.find<tie>("t4"), "a", stance::asserts);
    m.report_on(m.book.find<tie>("t4"), "b", stance::denies);
    CHECK(keys(m.book, counterparts(m.on("2023-05-26"), m.austin)) == "li?");
    CHECK(keys(m.book, counterparts(m.on("2023-05-26"), m.secdef)) == "defmin?");
}

// Sides.

TEST_CASE("a side is topmost, by the offices that one holds then")
{
    ministries m;
    const auto of = [&](const char* when, actor_id who) { return keys(m.book, sides(m.on(when), who)); };
    CHECK(of("2023-05-26", m.austin) == "us");
    CHECK(of("2020", m.austin) == "austin");
    CHECK(of("2023-05-26", m.us) == "us");
    CHECK(of("2023-05-26", m.li) == "cn");
    CHECK(of("2023-03-12T12:00:00Z", m.li) == "cn? li?");
    m.tie_of(tie_kinds::part_of, m.austin, m.cn, "2022/..");
    CHECK(of("2023-05-26", m.austin) == "us cn");
    const auto by = sides(m.on("2023-05-26"), m.austin);
    CHECK(by[0].by == std::vector{m.book.find<tie>("t0"), m.book.find<tie>("t2"), m.book.find<tie>("t8")});
    CHECK(by[1].by == std::vector{tie_id(9)});
}

TEST_CASE("on a side is who is at or above the other, or below one with it")
{
    ministries m;
    const auto is = [&](const char* when, actor_id who, actor_id party) { return on_side(m.on(when), who, party); };
    CHECK(is("2023-05-26", m.austin, m.us) == verdict::certainly);
    CHECK(is("2023-05-26", m.us, m.austin) == verdict::certainly);
    CHECK(is("2023-05-26", m.austin, m.dod) == verdict::certainly);
    CHECK(is("2023-05-26", m.austin, m.li) == verdict::impossibly);
    CHECK(is("2023-03-12T12:00:00Z", m.li, m.mnd) == verdict::possibly);
    CHECK(is("2023-03-11", m.li, m.mnd) == verdict::impossibly);
    CHECK(is("2023-03-11", m.li, m.li) == verdict::certainly);
}

TEST_CASE("over a span it is certain where it is so throughout, and possible where it is so at some time")
{
    ministries m;
    const auto over = [&](const char* when) { return date{when}; };
    const auto is = [&](const char* when, actor_id who, actor_id party) {
        return detail::on_side_during(m.on("2000"), who, party, over(when).earliest(), over(when).latest());
    };
    CHECK(is("2023-03-13/2023-06", m.li, m.mnd) == verdict::certainly);
    CHECK(is("2023-03-12/2023-06", m.li, m.mnd) == verdict::possibly);
    CHECK(is("2022", m.li, m.mnd) == verdict::impossibly);
    CHECK(is("2022/2024", m.li, m.mnd) == verdict::possibly);
    CHECK(is("2022-01/2023-02", m.wei, m.li) == verdict::impossibly);
    CHECK(is("../..", m.dod, m.us) == verdict::certainly);
    const auto below = [&](const char* when, actor_id who, actor_id to) {
        return detail::belongs_during(m.on("2000"), who, to, over(when).earliest(), over(when).latest());
    };
    CHECK(below("2023-04", m.li, m.defmin) == verdict::certainly);
    CHECK(below("2023-03", m.li, m.defmin) == verdict::possibly);
    CHECK(below("2023-04", m.li, m.cn) == verdict::certainly);
    CHECK(below("2023-04", m.cn, m.li) == verdict::impossibly);
    CHECK(below("2023-04", m.mnd, m.mnd) == verdict::certainly);
}

TEST_CASE("in a leg an actor above both parties puts nobody on a side, and that must be certain for a certain answer")
{
    ministries m;
    const actor_id un = m.add("un");
    const actor_id clerk = m.add("clerk");
    m.tie_of(tie_kinds::part_of, m.us, un);
    m.tie_of(tie_kinds::part_of, clerk, un);
    const auto acts = [&](actor_id who) {
        const date day{"2023-05-26"};
        return detail::acts_for_during(m.on("2000"), who, m.dod, m.mnd, day.earliest(), day.latest());
    };
    CHECK(acts(clerk) == verdict::certainly);  // of the un, to which the us alone belongs
    const tie_id t = m.tie_of(tie_kinds::part_of, m.cn, un, "2023-05-26T12:00:00Z/..");
    CHECK(acts(clerk) == verdict::possibly);
    CHECK(acts(m.us) == verdict::certainly);
    CHECK(acts(m.dod) == verdict::certainly);
    CHECK(acts(m.mnd) == verdict::impossibly);
    CHECK(acts(m.cn) == verdict::impossibly);
    m.tie_of(tie_kinds::part_of, m.cn, un);
    CHECK(acts(clerk) == verdict::impossibly);
    CHECK(t);
}

// Ranks.

TEST_CASE("a rank is one's own or that of the offices that one holds, the highest")
{
    ministries m;
    const auto of = [&](const char* when, actor_id who) { return ranks(m.on(when), who); };
    CHECK(of("2023-05-26", m.secdef) == rank_bounds{3, 3});
    CHECK(of("2023-05-26", m.austin) == rank_bounds{3, 3});
    CHECK(of("2020", m.austin) == rank_bounds{});
    CHECK(of("2023-05-26", m.us) == rank_bounds{});
    CHECK(of("2023-03-20", m.wei) == rank_bounds{4, {}});
    const actor_id chief = m.add("chief", 1);
    m.hold(m.austin, chief, "2023-05-26/..");
    CHECK(of("2023-05-26T12:00:00Z", m.austin) == rank_bounds{1, 3});
    CHECK(of("2023-05-27", m.austin) == rank_bounds{1, 1});
    const actor_id general = m.add("general", 7);
    m.hold(general, m.secdef, "2010-01-01/2010-12-31");
    CHECK(of("2010-12-31T12:00:00Z", general) == rank_bounds{3, 7});
    CHECK(of("2010-06-01", general) == rank_bounds{3, 3});
    CHECK(of("2012", general) == rank_bounds{7, 7});
}

TEST_CASE("the level of two is the rank of the lower")
{
    CHECK(level({3, 3}, {4, 4}) == rank_bounds{4, 4});
    CHECK(level({1, 5}, {2, 3}) == rank_bounds{2, 5});
    CHECK(level({1, {}}, {2, 3}) == rank_bounds{2, {}});
    CHECK(level({}, {2, 3}) == rank_bounds{});
}

TEST_CASE("ranks over a span")
{
    ministries m;
    const auto over = [&](const char* when, actor_id who) {
        const date d{when};
        return detail::ranks_during(m.on("2000"), who, d.earliest(), d.latest());
    };
    CHECK(over("2023-05", m.li) == rank_bounds{4, 4});
    CHECK(over("2023-03", m.li) == rank_bounds{4, {}});
    CHECK(over("2022", m.li) == rank_bounds{});
    const actor_id chief = m.add("chief", 1);
    m.hold(m.li, chief, "2023-08-01T00:00:00Z/..");
    CHECK(over("2023-05/2023-09", m.li) == rank_bounds{1, 4});
    CHECK(over("2023-08/2023-09", m.li) == rank_bounds{1, 1});
}

// What is asked of an office.

TEST_CASE("a request to an office follows the office: its holder owes the answer, and then the successor does")
{
    ministries m;
    const matter_id call = m.book.add(matter{.key = "call", .title = "A call", .requester = m.secdef, .respondents = {m.defmin}});
    m.book.add(contact{.key = "c1", .matter = call, .act = acts::request, .from = m.austin, .to = m.wei, .on = date{"2023-02-04"}});
    const matter_id own = m.book.add(matter{.key = "visit", .requester = m.austin, .respondents = {m.wei}});
    m.book.add(contact{.key = "c2", .matter = own, .act = acts::request, .from = m.austin, .to = m.wei, .on = date{"2023-02-01"}});
    const auto owing = [&](const char* when, actor_id who) {
        std::vector<std::string> words;
        for (const owed& o : owes(m.on(when), who))
            words.push_back(m.book.key(o.status.leg.matter) + (o.office ? "/" + m.book[o.office].key : "") + (o.how == verdict::certainly ? "" : "?"));
        return joined(words);
    };
    CHECK(owing("2023-02-20", m.wei) == "visit call/defmin");
    CHECK(owing("2023-02-20", m.li) == "");
    CHECK(owing("2023-03-20", m.wei) == "visit call/defmin?");
    CHECK(owing("2023-03-20", m.li) == "call/defmin");
    CHECK(owing("2023-05-26", m.wei) == "visit");  // made to the person, and stays with him
    CHECK(owing("2023-05-26", m.li) == "call/defmin");
    CHECK(owing("2023-05-26", m.defmin) == "call");
    CHECK(owing("2023-05-26", m.austin) == "");
    const auto at_last = owes(m.on("2023-03-20"), m.wei);
    CHECK(to_text(at_last[1]) == "A call, Defmin: pending since 2023-02-04, certain; Defmin to answer; for 44 days; perhaps as Defmin");
    const contact_id first = m.book.find<contact>("c1");
    m.book.add(contact{.key = "c3", .matter = call, .act = acts::counter, .from = m.li, .to = m.austin, .on = date{"2023-06-01"}, .in_reply_to = first});
    CHECK(owing("2023-06-02", m.li) == "");
    CHECK(owing("2023-06-02", m.austin) == "call/secdef");
    CHECK(to_text(owes(m.on("2023-06-02"), m.austin)[0]).ends_with("; as Secdef"));
}

TEST_CASE("holders are said as people say them")
{
    ministries m;
    const auto text = [&](const char* when) { return to_text(m.on(when), holder(m.on(when), m.defmin)); };
    CHECK(text("2023-05-26") == "Li");
    CHECK(text("2023-03-20") == "Li, perhaps Wei");
    CHECK(text("2023-03-12T12:00:00Z") == "Wei or Li");
    CHECK(text("2023-03-05") == "perhaps Wei");
    CHECK(text("2012") == "unknown");
    m.hold(m.austin, m.defmin);
    CHECK(text("2023-05-26") == "Li and Austin");
    const actor_id chair = m.add("chair");
    m.hold(m.wei, chair, "2010-01-01/2012-06-30");
    CHECK(to_text(m.on("2013"), holder(m.on("2013"), chair)) == "vacant");
    CHECK(to_text(m.on("2023-03-20"), counterparts(m.on("2023-03-20"), m.secdef)[0]) == "Defmin");
}

// Bad input.

TEST_CASE("nobody is its own counterpart")
{
    ministries m;
    const extent before = m.book.size();
    const error why = refusal([&] { m.tie_of(tie_kinds::counterpart_of, m.mnd, m.mnd, "2020"); });
    CHECK(why.code() == errc::invalid_value);
    CHECK(why.where().field == "to");
    CHECK(why.problem() == "the tie \"t9\" would make \"mnd\" its own counterpart; name another actor");
    CHECK(m.book.size() == before);
    CHECK(m.tie_of(tie_kind{"allied_with"}, m.mnd, m.mnd));
}

// Against all the ways of settling what is uncertain.

namespace {

/// A tie, as it is in one way of settling it.
struct settled {
    actor_id person;
    instant begin;
    instant end;
};

using world = std::vector<settled>;

bool holds(const settled& s, instant at) { return s.begin <= at && at <= s.end; }

/// Instants that may matter within a range, by those that do.
std::vector<instant> points(instant first, instant last, const std::set<instant>& marks)
{
    std::vector<instant> found;
    for (const instant t : marks)
        if (first <= t && t <= last) found.push_back(t);
    return found;
}

/// Calls `take(world)` for each world of an office's holdings that differs in how their ends lie to one another and to `now`; false where these are too many.
template <class Take>
bool each_world(const view& v, actor_id office, Take take)
{
    std::set<instant> marks;
    const auto mark = [&](instant t) {
        marks.insert(t);
        if (t != beginning_of_time && t != end_of_time) marks.insert({t - second, t + second});
    };
    mark(v.when());
    const std::vector<tenure> all = succession(v, office);
    for (const tenure& t : all) {
        const period& p = v.book().period_of(t.by);
        for (const instant e : {p.begin_earliest, p.begin_latest, p.end_earliest, p.end_latest}) mark(e);
    }
    std::vector<std::vector<std::optional<settled>>> choices;
    std::size_t worlds = 1;
    for (const tenure& t : all) {
        const period& p = v.book().period_of(t.by);
        auto& of = choices.emplace_back();
        if (t.known == belief::disputed) of.push_back({});
        for (const instant b : points(p.begin_earliest, p.begin_latest, marks))
            for (const instant e : points(std::max(b, p.end_earliest), p.end_latest, marks)) of.push_back(settled{t.person, b, e});
        worlds *= of.size();
        if (worlds > 20000) return false;
    }
    const std::function<void(std::size_t, world&)> choose = [&](std::size_t n, world& w) {
        if (n == choices.size()) return take(std::as_const(w));
        for (const auto& c : choices[n]) {
            if (c) w.push_back(*c);
            choose(n + 1, w);
            if (c) w.pop_back();
        }
    };
    world w;
    choose(0, w);
    return true;
}

std::set<actor_id> holders_in(const world& w, instant now)
{
    std::set<actor_id> found;
    for (const settled& s : w)
        if (holds(s, now)) found.insert(s.person);
    return found;
}

/// Those that leave last of those who began before `began`, hold the office no longer, and are nobody of `but`.
void last_before(const world& w, instant began, instant now, const std::set<actor_id>& but, std::set<actor_id>& into)
{
    const auto counts = [&](const settled& s) { return s.begin < began && s.end < now && !but.contains(s.person); };
    std::optional<instant> last;
    for (const settled& s : w)
        if (counts(s)) last = std::max(last.value_or(s.end), s.end);
    for (const settled& s : w)
        if (counts(s) && s.end == last) into.insert(s.person);
}

std::set<actor_id> before_in(const world& w, instant now)
{
    const std::set<actor_id> holders = holders_in(w, now);
    std::set<actor_id> found;
    if (holders.empty()) last_before(w, now + second, now, holders, found);
    for (const settled& h : w)
        if (holds(h, now)) last_before(w, h.begin, now, holders, found);
    return found;
}

std::set<actor_id> after_in(const world& w, instant now)
{
    const std::set<actor_id> holders = holders_in(w, now);
    const auto counts = [&](const settled& s) { return now < s.begin && !holders.contains(s.person); };
    std::optional<instant> first;
    for (const settled& s : w)
        if (counts(s)) first = std::min(first.value_or(s.begin), s.begin);
    std::set<actor_id> found;
    for (const settled& s : w)
        if (counts(s) && s.begin == first) found.insert(s.person);
    return found;
}

/// What all worlds come to: who is the answer in some, and whether one is the only one in all.
struct summary {
    std::set<actor_id> some = {};
    std::optional<std::set<actor_id>> all = {};
    bool only = true;

    void add(const std::set<actor_id>& answer)
    {
        some.insert(answer.begin(), answer.end());
        if (all && *all != answer) only = false;
        if (!all) all = answer;
    }
};

void check(const chronicle& book, const std::vector<candidate>& found, const summary& worlds)
{
    INFO(keys(book, found));
    std::set<actor_id> who;
    for (const candidate& c : found) {
        who.insert(c.who);
        CHECK(std::is_sorted(c.by.begin(), c.by.end()));
        CHECK_FALSE(c.by.empty());
        if (c.how == verdict::certainly) {
            CHECK(worlds.only);
            CHECK(worlds.some.size() == 1);
        }
    }
    CHECK(who == worlds.some);
    CHECK(who.size() == found.size());
}

std::string any_end(dice& roll, const std::vector<instant>& near)
{
    const std::string text = to_text(roll.one_of(near) + std::chrono::seconds(roll.from_to(-1, 1)));
    return roll.chance(60) ? text : text.substr(0, 10);
}

std::string any_tenure(dice& roll, const std::vector<instant>& near)
{
    for (;;) {
        const std::string begin = roll.chance(8) ? "" : roll.chance(8) ? ".." : any_end(roll, near);
        const std::string end = roll.chance(8) ? "" : roll.chance(15) ? ".." : any_end(roll, near);
        if (const auto d = try_date(begin + "/" + end)) return d->text();
    }
}

}  // namespace

TEST_CASE("holders, predecessors and successors are those of all the ways of settling the ties")
{
    std::size_t tried = 0, certain = 0, several = 0;
    for_every_seed(400, [&](dice& roll) {
        ministries m;
        const actor_id chair = m.add("chair");
        std::vector<instant> near{random_chronicle::base()};
        for (int n = roll.from_to(2, 4); n > 0; --n) near.push_back(near.back() + std::chrono::hours(roll.from_to(3, 30)));
        for (int n = roll.from_to(1, 4); n > 0; --n) {
            const tie_id t = m.hold(roll.one_of(std::array{m.wei, m.li, m.chang, m.austin}), chair, any_tenure(roll, near));
            if (roll.chance(20)) {
                m.report_on(t, "a", stance::asserts);
                m.report_on(t, "b", stance::denies);
            }
        }
        const view now = m.book.as_of(roll.one_of(near) + std::chrono::seconds(roll.from_to(-1, 1)));
        std::string terms = "when " + to_text(now.when());
        for (const tenure& t : succession(now, chair))
            terms += " " + m.book[t.person].key + " " + m.book[t.by].during->text() + (t.known == belief::disputed ? "?" : "");
        INFO(terms);
        summary holding_now, before, after;
        const bool all = each_world(now, chair, [&](const world& w) {
            holding_now.add(holders_in(w, now.when()));
            before.add(before_in(w, now.when()));
            after.add(after_in(w, now.when()));
        });
        if (!all) return;
        ++tried;
        const holding h = holder(now, chair);
        std::set<actor_id> who;
        for (const candidate& c : h.who) who.insert(c.who);
        CHECK(who == holding_now.some);
        if (h.what == occupancy::held) CHECK((holding_now.only && holding_now.some.size() == 1));
        if (h.what == occupancy::vacant) CHECK(holding_now.some.empty());
        CHECK((h.what == occupancy::several) == (who.size() > 1));
        check(m.book, predecessors(now, chair), before);
        check(m.book, successors(now, chair), after);
        for (const candidate& c : predecessors(now, chair)) certain += c.how == verdict::certainly;
        several += predecessors(now, chair).size() > 1;
    });
    CHECK(tried > 250);
    CHECK(certain > 20);
    CHECK(several > 20);
}

namespace {

/// Calls `take(ties)` for each way of settling the ties of a view at an instant, by those that hold then; false where these are too many.
template <class Take>
bool each_settling(const view& v, instant at, Take take)
{
    std::vector<tie_id> certain, open;
    for (std::size_t n = 0; n < v.size().ties; ++n) {
        const tie_id t(n);
        const verdict by_period = holds_at(v.book().period_of(t), at);
        const belief known = v.of(t);
        if (by_period == verdict::impossibly || known == belief::unknown) continue;
        (by_period == verdict::certainly && known == belief::asserted ? certain : open).push_back(t);
    }
    if (open.size() > 8) return false;
    for (std::size_t bits = 0; bits < std::size_t{1} << open.size(); ++bits) {
        std::vector<tie_id> ties = certain;
        for (std::size_t n = 0; n < open.size(); ++n)
            if ((bits >> n & 1) != 0) ties.push_back(open[n]);
        take(ties);
    }
    return true;
}

std::set<actor_id> above_in(const chronicle& book, const std::vector<tie_id>& ties, actor_id a)
{
    std::set<actor_id> found{a};
    for (std::size_t before = 0; before != found.size();) {
        before = found.size();
        for (const tie_id t : ties)
            if (leads_upward(book[t].kind) && found.contains(book[t].from)) found.insert(book[t].to);
    }
    return found;
}

std::set<actor_id> tops_in(const chronicle& book, const std::vector<tie_id>& ties, actor_id a)
{
    std::set<actor_id> found = above_in(book, ties, a);
    for (const tie_id t : ties)
        if (leads_upward(book[t].kind)) found.erase(book[t].from);
    return found;
}

bool share_in(const chronicle& book, const std::vector<tie_id>& ties, actor_id a, actor_id b)
{
    const auto over_b = above_in(book, ties, b);
    const auto over_a = above_in(book, ties, a);
    return std::any_of(over_a.begin(), over_a.end(), [&](actor_id x) { return over_b.contains(x); });
}

/// As SEMANTICS section 6 has it for a leg.
bool acts_for_in(const chronicle& book, const std::vector<tie_id>& ties, actor_id who, actor_id party, actor_id other)
{
    if (who == party || who == other) return who == party;
    const auto over_who = above_in(book, ties, who);
    const auto over_party = above_in(book, ties, party);
    const auto over_other = above_in(book, ties, other);
    return std::any_of(over_who.begin(), over_who.end(), [&](actor_id x) {
        const bool above_both = x != party && x != other && over_party.contains(x) && over_other.contains(x);
        return over_party.contains(x) && !above_both;
    });
}

std::set<actor_id> counterparts_in(const chronicle& book, const std::vector<tie_id>& ties, actor_id of)
{
    const auto direct = [&](actor_id a) {
        std::set<actor_id> found;
        for (const tie_id t : ties)
            if (book[t].kind == tie_kinds::counterpart_of) {
                if (book[t].from == a) found.insert(book[t].to);
                if (book[t].to == a) found.insert(book[t].from);
            }
        return found;
    };
    std::set<actor_id> found = direct(of);
    for (const tie_id office : ties)
        if (book[office].kind == tie_kinds::holds && book[office].from == of)
            for (const actor_id other : direct(book[office].to))
                for (const tie_id t : ties)
                    if (book[t].kind == tie_kinds::holds && book[t].to == other) found.insert(book[t].from);
    return found;
}

std::optional<int> rank_in(const chronicle& book, const std::vector<tie_id>& ties, actor_id of)
{
    std::optional<int> found = book[of].rank;
    for (const tie_id t : ties)
        if (book[t].kind == tie_kinds::holds && book[t].from == of)
            if (const auto rank = book[book[t].to].rank) found = std::min(found.value_or(*rank), *rank);
    return found;
}

/// How often something was so.
struct tally_of {
    std::size_t times = 0;
    std::size_t of = 0;

    void add(bool so)
    {
        times += so;
        ++of;
    }
    bool some() const { return times != 0; }
    bool all() const { return times == of; }
};

/// What is possible is so in some settling; what is certain, in all.
void check(verdict found, const tally_of& worlds)
{
    CHECK((found != verdict::impossibly) == worlds.some());
    if (found == verdict::certainly) CHECK(worlds.all());
}

void check(const std::vector<candidate>& found, const std::map<actor_id, std::size_t>& worlds, std::size_t of)
{
    std::set<actor_id> possible;
    for (const auto& [who, times] : worlds) possible.insert(who);
    std::set<actor_id> who;
    for (const candidate& c : found) {
        who.insert(c.who);
        if (c.how == verdict::certainly) CHECK(worlds.at(c.who) == of);
    }
    CHECK(who == possible);
    const auto goes = [](const candidate& a, const candidate& b) { return std::pair(b.how, a.who) < std::pair(a.how, b.who); };
    CHECK(std::is_sorted(found.begin(), found.end(), goes));
}

chronicle ranked(dice& roll)
{
    batch records = random_chronicle::make(roll, {.circles = roll.chance(20)});
    for (auto& a : records.actors)
        if (roll.chance(50)) a.record.rank = roll.from_to(1, 5);
    for (auto& t : records.ties)
        if (roll.chance(30)) t.record.kind = roll.chance(50) ? tie_kinds::counterpart_of : tie_kinds::holds;
    return chronicle(std::move(records));
}

}  // namespace

TEST_CASE("sides, counterparts and ranks are those of all the ways of settling the ties")
{
    std::size_t tried = 0, uncertain = 0;
    for_every_seed(250, [&](dice& roll) {
        const chronicle book = ranked(roll);
        const auto at = random_chronicle::any_standpoint(roll, book);
        const view now = at.of(book);
        INFO("when " << to_text(at.when) << " known " << to_text(at.known));
        const actor_id a(roll.below(book.size().actors));
        const actor_id b(roll.below(book.size().actors));
        const actor_id c(roll.below(book.size().actors));
        std::map<actor_id, std::size_t> tops, others;
        tally_of shared, below, acts;
        rank_bounds rank;
        bool ranked_always = true;
        std::size_t worlds = 0;
        const bool all = each_settling(now, now.when(), [&](const std::vector<tie_id>& ties) {
            ++worlds;
            for (const actor_id x : tops_in(book, ties, a)) ++tops[x];
            for (const actor_id x : counterparts_in(book, ties, a)) ++others[x];
            shared.add(share_in(book, ties, a, b));
            below.add(above_in(book, ties, a).contains(b));
            acts.add(acts_for_in(book, ties, a, b, c));
            const auto r = rank_in(book, ties, a);
            ranked_always = ranked_always && r;
            if (r) {
                rank.highest = std::min(rank.highest.value_or(*r), *r);
                rank.lowest = std::max(rank.lowest.value_or(*r), *r);
            }
        });
        if (!all) return;
        if (!ranked_always) rank.lowest.reset();
        ++tried;
        // In a circle that is possible every actor may have one above it, and no side is topmost.
        check(sides(now, a), tops, worlds);
        check(counterparts(now, a), others, worlds);
        check(on_side(now, a, b), shared);
        check(detail::belongs_during(now, a, b, now.when(), now.when()), below);
        check(detail::acts_for_during(now, a, b, c, now.when(), now.when()), acts);
        CHECK(ranks(now, a) == rank);
        uncertain += on_side(now, a, b) == verdict::possibly;
    });
    CHECK(tried > 150);
    CHECK(uncertain > 3);
}

TEST_CASE("over a span, what holds at each instant of it makes the answer")
{
    for_every_seed(150, [&](dice& roll) {
        const chronicle book = ranked(roll);
        const view now = random_chronicle::any_standpoint(roll, book).of(book);
        const instant begin = random_chronicle::base() + std::chrono::hours(roll.from_to(0, 300));
        const instant end = begin + std::chrono::seconds(roll.chance(30) ? 0 : roll.from_to(0, 500000));
        const actor_id a(roll.below(book.size().actors));
        const actor_id b(roll.below(book.size().actors));
        std::set<instant> marks{begin, end};
        for (std::size_t n = 0; n < book.size().ties; ++n) {
            const period& p = book.period_of(tie_id(n));
            for (const instant t : {p.begin_earliest, p.begin_latest, p.end_earliest, p.end_latest})
                if (begin < t && t < end) marks.insert({t - second, t, t + second});
        }
        tally_of certain, possible;
        rank_bounds rank;
        bool ranked_always = true;
        for (const instant t : points(begin, end, marks)) {
            certain.add(on_side(now.as_of(t), a, b) == verdict::certainly);
            possible.add(on_side(now.as_of(t), a, b) != verdict::impossibly);
            const rank_bounds here = ranks(now.as_of(t), a);
            if (here.highest) rank.highest = std::min(rank.highest.value_or(*here.highest), *here.highest);
            if (here.lowest) rank.lowest = std::max(rank.lowest.value_or(*here.lowest), *here.lowest);
            ranked_always = ranked_always && here.lowest;
        }
        if (!ranked_always) rank.lowest.reset();
        const verdict expected = certain.all() ? verdict::certainly : possible.some() ? verdict::possibly : verdict::impossibly;
        CHECK(detail::on_side_during(now, a, b, begin, end) == expected);
        CHECK(detail::may_be_on_side(now, a, b, begin, end) == (expected != verdict::impossibly));
        CHECK(detail::ranks_during(now, a, begin, end) == rank);
    });
}
