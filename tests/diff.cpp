// SPDX-License-Identifier: BSL-1.0
#include <demarche/diff.hpp>

#include "random_chronicle.hpp"
#include "seeds.hpp"
#include "support.hpp"

#include <demarche/format.hpp>

#include <array>
#include <set>

using namespace demarche;
using namespace support;
using random_chronicle::dice;
using random_chronicle::for_every_seed;
using random_chronicle::standpoint;

namespace {

bool same(const std::optional<status>& a, const std::optional<status>& b) { return a && b ? same_answer(*a, *b) : a.has_value() == b.has_value(); }

std::optional<status> asked(const view& v, leg of)
{
    const auto shown = legs(v, of.matter);
    return std::find(shown.begin(), shown.end(), of) != shown.end() ? std::optional(status(v, of)) : std::nullopt;
}

std::set<leg> legs_of_either(std::span<const view> views)
{
    std::set<leg> all;
    for (const view& v : views)
        for (const leg l : legs(v)) all.insert(l);
    return all;
}

std::string words(const std::optional<status>& s) { return s ? to_text(*s) : "no leg"; }

// What is in `records` below some counts, added in that order.
extent grow(chronicle& book, const batch& records, bool everything, dice& roll)
{
    const extent has = book.size();
    const auto until = [&](std::size_t all) { return everything ? all : roll.below(all + 1); };
    for (std::size_t n = has.actors; n < records.actors.size(); ++n) book.add(records.actors[n].record);
    for (std::size_t n = has.sources; n < records.sources.size(); ++n) book.add(records.sources[n].record);
    for (std::size_t n = has.ties, end = until(records.ties.size()); n < end; ++n) book.add(records.ties[n].record);
    for (std::size_t n = has.matters, end = until(records.matters.size()); n < end; ++n) book.add(records.matters[n].record);
    for (std::size_t n = has.contacts, end = until(records.contacts.size()); n < end; ++n) {
        const contact& c = records.contacts[n].record;
        if (c.matter && c.matter.index() >= book.size().matters) break;
        book.add(c);
    }
    for (const auto& r : records.reports) {
        const auto* c = std::get_if<contact_id>(&r.record.on);
        const auto* t = std::get_if<tie_id>(&r.record.on);
        const bool there = c != nullptr ? c->index() < book.size().contacts : t->index() < book.size().ties;
        if (there && (everything || roll.chance(50))) book.add(r.record);
    }
    return book.size();
}

// A view of the records that `made` sees, as it stands anywhere, perhaps with something supposed.
view anywhere(dice& roll, const view& made, const std::vector<contact>& supposed)
{
    const standpoint at = random_chronicle::any_standpoint(roll, made.book());
    view v = made.as_of(at.when).known_by(at.known);
    if (at.sources) v = v.according_to(perspective(*at.sources));
    const auto refers_below = [&](contact_id c) { return c.index() < made.size().contacts || !c; };
    for (const contact& c : supposed)
        if (roll.chance(20) && (!c.matter || c.matter.index() < made.size().matters) && refers_below(c.corrects) && refers_below(c.in_reply_to)) v = v.with(c);
    return v;
}

std::vector<contact> some_to_suppose(dice& roll, const batch& records)
{
    std::vector<contact> some;
    for (int n = roll.from_to(0, 2); n > 0; --n) {
        contact c = roll.one_of(records.contacts).record;
        c.key.clear();
        if (roll.chance(40)) c.corrects = contact_id(roll.below(records.contacts.size()));
        if (roll.chance(30)) c.act = roll.one_of(std::array{acts::accept, acts::decline, acts::delegate, acts::counter});
        some.push_back(c);
    }
    return some;
}

std::string asked_text(const view& v)
{
    std::string text = "when " + to_text(v.when()) + " known " + to_text(v.known()) + " of " + std::to_string(v.size().contacts) + " contacts, " +
                       std::to_string(v.size().reports) + " reports, supposing " + std::to_string(v.supposed_contacts().size()) + ", sources";
    if (v.sources().all()) return text + ": all";
    for (const source_id s : *v.sources().filter()->sources) text += " " + v.book()[s].key;
    return text;
}

causes turned(causes because)
{
    for (contact_change& c : because.contacts) std::swap(c.before, c.after);
    for (clock_change& c : because.clock) c.after = !c.after;
    return because;
}

const change* of_leg(const std::vector<change>& all, leg l)
{
    const auto found = std::find_if(all.begin(), all.end(), [l](const change& c) { return c.leg == l; });
    return found != all.end() ? &*found : nullptr;
}

void check_mirrors(std::vector<change> there, std::vector<change> back)
{
    REQUIRE(there.size() == back.size());
    for (const change& c : there) {
        const change* const b = of_leg(back, c.leg);
        REQUIRE(b != nullptr);
        CHECK(same(c.before, b->after));
        CHECK(same(c.after, b->before));
        const causes other = turned(b->because);
        const auto by_contact = [](const contact_change& x) { return std::tuple(x.contact, x.before.has_value(), x.after.has_value()); };
        std::set<std::tuple<contact_id, bool, bool>> mine, its;
        for (const contact_change& x : c.because.contacts) mine.insert(by_contact(x));
        for (const contact_change& x : other.contacts) its.insert(by_contact(x));
        CHECK(mine == its);
        CHECK(c.because.matter == other.matter);
        CHECK(c.because.ties == other.ties);
        CHECK(c.because.reports == other.reports);
        CHECK(c.because.clock.size() == other.clock.size());
    }
}

void check_against_all_statuses(const view& before, const view& after)
{
    INFO("before: " << asked_text(before));
    INFO("after: " << asked_text(after));
    const auto found = diff(before, after);
    std::size_t differing = 0;
    for (const leg l : legs_of_either(std::array{before, after})) {
        INFO(before.book()[l.matter].key << "/" << before.book()[l.respondent].key);
        const auto was = asked(before, l);
        const auto is = asked(after, l);
        INFO(words(was) << " -> " << words(is));
        const change* const c = of_leg(found, l);
        CHECK((c != nullptr) == !same(was, is));
        if (c == nullptr) continue;
        ++differing;
        CHECK(same(c->before, was));
        CHECK(same(c->after, is));
        CHECK(!c->because.empty());
    }
    CHECK(found.size() == differing);
    check_mirrors(found, diff(after, before));
    CHECK(diff(after, after).empty());
}

}  // namespace

TEST_CASE("diff of two views is the comparison of all statuses, and nothing changes without a cause")
{
    for_every_seed(400, [](dice& roll, std::uint64_t) {
        const batch records = random_chronicle::make(roll, {.backward = true, .every_lifecycle = roll.chance(30)});
        chronicle book;
        grow(book, records, false, roll);
        const view early(book, end_of_time);
        grow(book, records, true, roll);
        const view late(book, end_of_time);
        const auto supposed = some_to_suppose(roll, records);
        for (int n = 0; n < 6; ++n) {
            const view a = anywhere(roll, roll.chance(50) ? early : late, supposed);
            const view b = anywhere(roll, roll.chance(50) ? early : late, supposed);
            check_against_all_statuses(a, b);
            check_against_all_statuses(a, a.as_of(b.when()));
            check_against_all_statuses(a, a.known_by(b.known()));
            check_against_all_statuses(a, a.according_to(b.sources()));
        }
    });
}

TEST_CASE("diff of crowded legs")
{
    for_every_seed(40, [](dice& roll, std::uint64_t) {
        const chronicle book(random_chronicle::make(roll, {.crowded = true, .own_leg = true, .every_lifecycle = roll.chance(30)}));
        const view now(book, end_of_time);
        for (int n = 0; n < 3; ++n) {
            const view a = anywhere(roll, now, {});
            check_against_all_statuses(a, anywhere(roll, now, {}));
            const auto little = std::chrono::seconds(roll.from_to(1, 3));
            check_against_all_statuses(a, a.as_of(std::min(a.when(), end_of_time - little) + little));
        }
    });
}

namespace {

// The last second that a date can mean, and one day more, as a date.
date later_than(instant known) { return date{to_text(known + std::chrono::hours(24))}; }

template <class T>
void copy_records(const chronicle& book, std::vector<entry<T>>& into)
{
    for (std::size_t n = 0; n < book.all<T>().size(); ++n) into.push_back({.record = book.all<T>()[n], .seq = book.seq(id<T>(n))});
}

// The contacts of the matter that are of other legs alone, where it may have others. Without a cause, such as that somebody is a delegate, they might be of
// this one.
std::vector<contact_id> of_other_legs(const view& before, const view& after, leg l)
{
    const chronicle& book = before.book();
    std::vector<contact_id> all = book.contacts_of(l.matter);
    const bool delegated = std::any_of(all.begin(), all.end(), [&](contact_id c) { return bool(book[c].delegate); });
    if (book[l.matter].respondents.size() == 1 && !delegated) return {};
    for (const view& v : {before, after})
        if (asked(v, l))
            for (const contact_id c : evidence(v.as_of(end_of_time), l)) std::erase(all, c);
    return all;
}

// The chronicle as if these contacts, what is reported of them, and what is a cause, had come to light after `after` only, unless that was before `before`.
chronicle without(const std::vector<contact_id>& contacts, const change& c, const view& before, const view& after)
{
    const chronicle& book = before.book();
    batch made;
    copy_records(book, made.actors);
    copy_records(book, made.ties);
    copy_records(book, made.sources);
    copy_records(book, made.matters);
    copy_records(book, made.contacts);
    copy_records(book, made.reports);
    const date later = later_than(after.known());
    const auto hide = [&](contact_id x) {
        if (!before.in_record(x) && book.reports_on(x).empty()) made.contacts[x.index()].record.recorded = later;
    };
    if (c.because.matter) made.matters[c.leg.matter.index()].record.recorded = later;
    for (const report_id r : c.because.reports) made.reports[r.index()].record.published = later;
    for (const contact_change& x : c.because.contacts) hide(x.contact);
    for (const tie_id t : c.because.ties)
        if (before.of(t) == belief::unknown && book.reports_on(t).empty()) made.ties[t.index()].record.recorded = later;
    for (const contact_id x : contacts) {
        hide(x);
        for (const report_id r : book.reports_on(x))
            if (after.counts(r) && !before.counts(r)) made.reports[r.index()].record.published = later;
    }
    return chronicle(std::move(made));
}

}  // namespace

TEST_CASE("of two views that differ in K, what is left without the causes is the status before")
{
    std::size_t tried = 0;
    for_every_seed(400, [&](dice& roll, std::uint64_t) {
        const chronicle book(random_chronicle::make(roll, {.every_lifecycle = roll.chance(30)}));
        for (int n = 0; n < 4; ++n) {
            const view now = book.as_of(random_chronicle::any_standpoint(roll, book).when);
            instant from = random_chronicle::any_standpoint(roll, book).known;
            instant until = random_chronicle::any_standpoint(roll, book).known;
            if (from > until) std::swap(from, until);
            if (until == end_of_time) until = date{"2024"}.latest();
            if (from > until) continue;
            const view before = now.known_by(from);
            const view after = now.known_by(until);
            INFO("before: " << asked_text(before));
            INFO("after: " << asked_text(after));
            for (const change& c : diff(before, after)) {
                INFO(to_text(before, after, c));
                const chronicle less = without(of_other_legs(before, after, c.leg), c, before, after);
                const auto is = asked(less.as_of(after.when()).known_by(until), c.leg);
                INFO(words(c.before) << " / " << words(is));
                CHECK(same(c.before, is));
                ++tried;
            }
        }
    });
    CHECK(tried > 0);
}

TEST_CASE("compare finds the legs on which any two perspectives differ, and the contacts on which they do")
{
    for_every_seed(300, [](dice& roll, std::uint64_t) {
        const chronicle book(random_chronicle::make(roll, {.crowded = roll.chance(20), .every_lifecycle = roll.chance(30)}));
        const view at = anywhere(roll, view(book, end_of_time), {});
        std::vector<perspective> perspectives;
        for (int n = roll.from_to(0, 4); n > 0; --n) perspectives.push_back(random_chronicle::any_standpoint(roll, book).of(book).sources());
        std::vector<view> views;
        for (const perspective& p : perspectives) views.push_back(at.according_to(p));
        const auto found = compare(at, perspectives);
        std::size_t differing = 0;
        for (const leg l : legs_of_either(views)) {
            std::vector<std::optional<status>> expected;
            bool differ = false;
            for (const view& v : views) {
                expected.push_back(asked(v, l));
                differ = differ || !same(expected.front(), expected.back());
            }
            const auto d = std::find_if(found.begin(), found.end(), [l](const disagreement& x) { return x.leg == l; });
            CHECK((d != found.end()) == differ);
            if (d == found.end()) continue;
            ++differing;
            REQUIRE(d->statuses.size() == views.size());
            for (std::size_t n = 0; n < views.size(); ++n) CHECK(same(d->statuses[n], expected[n]));
            CHECK((!d->contacts.empty() || !d->ties.empty()));
            CHECK(!to_text(at, perspectives, *d).empty());
            for (const contested_contact& c : d->contacts)
                for (std::size_t n = 0; n < views.size(); ++n)
                    if (c.standings[n]) CHECK(c.standings[n]->belief == views[n].of(c.contact));
        }
        CHECK(found.size() == differing);
    });
}

namespace {

// Austin asks Li; Li declines on the 29th. Washington's word on it comes at once, Beijing's denial and another answer of Beijing's later.
struct singapore {
    chronicle book = {};
    actor_id dod = book.add(actor{.key = "dod", .name = "US Department of Defense"});
    actor_id mnd = book.add(actor{.key = "mnd", .name = "PRC Ministry of National Defense"});
    source_id state = book.add(source{.key = "fs-0526", .publisher = "US State Department"});
    source_id xinhua = book.add(source{.key = "xinhua-0531", .publisher = "Xinhua"});
    matter_id meeting = book.add(matter{.key = "slid23", .requester = dod, .respondents = {mnd}, .occasion = date{"2023-06-02/2023-06-04"}});
    contact_id asked = say("c1", acts::request, dod, "2023-05-22");
    contact_id declined = say("c3", acts::decline, mnd, "2023-05-29");
    leg of = {meeting, mnd};

    contact_id say(std::string key, act what, actor_id from, std::string_view on)
    {
        return book.add(contact{.key = std::move(key), .matter = meeting, .act = what, .from = from, .on = date{on}});
    }
    report_id tell(contact_id c, source_id who, stance says, std::string_view published)
    {
        return book.add(report{.on = c, .source = who, .stance = says, .published = date{published}});
    }
    view at(std::string_view when) const { return book.as_of(date{when}); }
};

std::string lines(const view& before, const view& after)
{
    std::string all;
    for (const change& c : diff(before, after)) all += (all.empty() ? "" : "\n") + to_text(before, after, c);
    return all;
}

}  // namespace

TEST_CASE("what happened since Monday")
{
    singapore s;
    const view monday = s.at("2023-05-28");
    const view today = s.at("2023-05-30");
    const auto found = diff(monday, today);
    REQUIRE(found.size() == 1);
    const causes& because = found.front().because;
    REQUIRE(because.contacts.size() == 1);
    CHECK(because.contacts.front().contact == s.declined);
    CHECK(because.contacts.front().before->happened == verdict::impossibly);
    CHECK(because.contacts.front().after->happened == verdict::certainly);
    CHECK(because.contacts.front().after->for_respondent);
    CHECK(because.reports.empty());
    CHECK(because.ties.empty());
    CHECK(because.clock.empty());
    CHECK(lines(monday, today) == "slid23/mnd: pending → declined (c3 decline by PRC Ministry of National Defense, 2023-05-29)");
    CHECK(lines(today, monday) == "slid23/mnd: declined → pending (c3 decline by PRC Ministry of National Defense, 2023-05-29, not yet)");
    CHECK(lines(s.at("2023-05-22"), s.at("2023-05-28")) == "");
}

TEST_CASE("what we learned since Monday")
{
    singapore s;
    const report_id told = s.tell(s.declined, s.state, stance::asserts, "2023-06-01");
    const view now = s.at("2023-06-01");
    const view monday = now.known_by(date{"2023-05-31"});
    const auto found = diff(monday, now);
    REQUIRE(found.size() == 1);
    CHECK(found.front().because.reports == std::vector{told});
    CHECK(!found.front().because.contacts.front().before);
    CHECK(lines(monday, now) == "slid23/mnd: pending → declined (c3 decline by PRC Ministry of National Defense, 2023-05-29, reported by fs-0526)");
    CHECK(lines(now, monday) == "slid23/mnd: declined → pending (c3 decline by PRC Ministry of National Defense, 2023-05-29, no longer in the record, "
                                "no longer reported by fs-0526)");

    s.tell(s.declined, s.xinhua, stance::denies, "2023-06-03");
    const view later = s.at("2023-06-01");
    CHECK(lines(later.known_by(date{"2023-06-02"}), later) ==
          "slid23/mnd: declined → declined, not certain (c3 decline by PRC Ministry of National Defense, 2023-05-29, now disputed, denied by xinhua-0531)");
    s.tell(s.declined, s.state, stance::retracts, "2023-06-04");
    const view last = s.at("2023-06-01");
    CHECK(lines(later, last).starts_with("slid23/mnd: declined, not certain → pending "
                                         "(c3 decline by PRC Ministry of National Defense, 2023-05-29, now unknown, "));
}

TEST_CASE("both clocks at once, the clock's acts, and a view from before something was recorded")
{
    singapore s;
    CHECK(lines(s.at("2023-05-28"), s.at("2023-06-05")) == "slid23/mnd: pending → declined (c3 decline by PRC Ministry of National Defense, 2023-05-29)");
    const view today = s.at("2023-06-05");
    s.book.add(contact{.key = "c4", .matter = s.meeting, .act = acts::remark, .from = s.dod, .on = date{"2023-05-29"}, .corrects = s.declined});
    const view corrected = s.at("2023-06-05");
    CHECK(lines(today, corrected) ==
          "slid23/mnd: declined → lapsed (c3 decline by PRC Ministry of National Defense, 2023-05-29, now corrected; "
          "c4 remark by US Department of Defense, 2023-05-29; occasion_passed after 2023-06-04)");
    const auto found = diff(today, corrected);
    REQUIRE(found.front().because.clock.size() == 1);
    CHECK(found.front().because.clock.front() == clock_change{act("occasion_passed"), date{"2023-06-05"}.earliest(), true});
    CHECK(lines(corrected, today).ends_with("no occasion_passed after 2023-06-04)"));
    CHECK(lines(s.at("2023-05-30"), corrected) == "slid23/mnd: pending → lapsed (occasion_passed after 2023-06-04)");
}

TEST_CASE("a supposed contact is a cause")
{
    singapore s;
    const view now = s.at("2023-05-28");
    const view if_agreed = now.with(contact{.matter = s.meeting, .act = acts::accept, .from = s.mnd, .on = date{"2023-05-28"}});
    CHECK(lines(now, if_agreed) == "slid23/mnd: pending → agreed (#c3 accept by PRC Ministry of National Defense, 2023-05-28, supposed)");
    CHECK(lines(if_agreed, now) == "slid23/mnd: agreed → pending (#c3 accept by PRC Ministry of National Defense, 2023-05-28, no longer supposed)");
    CHECK(diff(if_agreed, now.with(contact{.matter = s.meeting, .act = acts::accept, .from = s.mnd, .on = date{"2023-05-28"}})).empty());
    // Another contact under the same number.
    const view if_refused = now.with(contact{.matter = s.meeting, .act = acts::decline, .from = s.mnd, .on = date{"2023-05-28"}});
    const auto found = diff(if_agreed, if_refused);
    REQUIRE(found.size() == 1);
    REQUIRE(found.front().because.contacts.size() == 2);
    CHECK(!found.front().because.contacts[0].after);
    CHECK(!found.front().because.contacts[1].before);
}

TEST_CASE("a deadline that moved is a change, told in full")
{
    talks t({}, "2023-06-04");
    t.say(t.r, acts::request, "2023-05-01");
    t.say(t.r, acts::remark, "2023-05-10", {.to = t.a});
    const view early = t.book.as_of(date{"2023-05-20"});
    CHECK(lines(t.book.as_of(date{"2023-05-02"}), t.book.as_of(date{"2023-05-09"})) == "");
    t.say(t.r, acts::revise, "2023-05-12", {.to = t.a, .reply_by = "2023-06-20"});
    const view late = t.book.as_of(date{"2023-05-20"});
    const std::string told = lines(early, late);
    CHECK(told.find("lapses after 2023-06-04 → ") != std::string::npos);
    CHECK(told.find("lapses after 2023-06-20 (c3 revise by r, 2023-05-12)") != std::string::npos);
}

TEST_CASE("a leg that one view does not show, because of what happened in another")
{
    talks t;
    const actor_id b = t.someone("b");
    t.say(t.r, acts::request, "2023-05-01");
    t.say(t.a, acts::delegate, "2023-05-03", {.delegate = b});
    const view before = t.book.as_of(date{"2023-05-02"});
    const view after = t.book.as_of(date{"2023-05-04"});
    const auto found = diff(before, after);
    REQUIRE(found.size() == 2);
    CHECK(!found[1].before);
    CHECK(found[1].leg == leg{t.m, b});
    CHECK(lines(before, after).ends_with("talks/b: no leg → pending (c2 delegate by a, 2023-05-03)"));
    // It was withdrawn before: nobody could pass it on.
    t.say(t.r, acts::withdraw, "2023-05-02", {.to = t.a});
    const auto undone = diff(after, t.book.as_of(date{"2023-05-04"}));
    const change* const gone = of_leg(undone, {t.m, b});
    REQUIRE(gone != nullptr);
    CHECK(!gone->after);
    REQUIRE(gone->because.contacts.size() == 1);
    CHECK(t.book.key(gone->because.contacts.front().contact) == "c3");
}

TEST_CASE("a matter that was recorded later, and a tie that decides whose side somebody is on")
{
    talks t;
    const matter_id m = t.book.add(matter{.key = "later", .requester = t.r, .respondents = {t.a}, .recorded = date{"2023-05-10"}});
    const view now = t.book.as_of(date{"2023-05-20"});
    const auto found = diff(now.known_by(date{"2023-05-01"}), now);
    REQUIRE(found.size() == 1);
    CHECK(found.front().leg.matter == m);
    CHECK(found.front().because == causes{.matter = true});
    CHECK(lines(now.known_by(date{"2023-05-01"}), now) == "later/a: no leg → none (later recorded)");

    const actor_id member = t.someone("member");
    t.say(t.r, acts::request, "2023-05-01");
    t.say(member, acts::postpone, "2023-05-02");
    const view stranger = t.book.as_of(date{"2023-05-20"});
    const tie_id tie = t.belongs("t1", member, t.a);
    const view known = t.book.as_of(date{"2023-05-20"});
    const auto other = diff(stranger, known);
    REQUIRE(other.size() == 1);
    CHECK(other.front().because.ties == std::vector{tie});
    CHECK(other.front().before->awaiting == member);
    CHECK(other.front().after->awaiting == t.a);
    CHECK(lines(stranger, known).ends_with("(c2 postpone by member, 2023-05-02, now for another side; t1: member part_of a, now asserted)"));
}

TEST_CASE("a tie that puts somebody on the side of another respondent")
{
    talks t;
    const actor_id b = t.someone("b");
    const actor_id above = t.someone("above");
    const actor_id member = t.someone("member");
    const matter_id both = t.book.add(matter{.key = "both", .requester = t.r, .respondents = {t.a, b}});
    t.belongs("t1", member, above);
    const contact_id refused = t.book.add(contact{.key = "c1", .matter = both, .act = acts::decline, .from = member, .on = date{"2023-05-03"}});
    t.book.add(contact{.key = "c2", .matter = both, .act = acts::request, .from = t.r, .on = date{"2023-05-01"}});
    const view before = t.book.as_of(date{"2023-05-20"});
    const tie_id tie = t.belongs("t2", b, above);
    const view after = t.book.as_of(date{"2023-05-20"});
    const auto found = diff(before, after);
    const change* const of_a = of_leg(found, {both, t.a});
    REQUIRE(of_a != nullptr);
    CHECK(of_a->because.ties == std::vector{tie});
    REQUIRE(!of_a->because.contacts.empty());
    CHECK(of_a->because.contacts.front().contact == refused);
    CHECK(to_text(before, after, *of_a) ==
          "both/a: declined → pending (c1 decline by member, 2023-05-03, no longer of this leg; t2: b part_of above, now asserted)");
}

TEST_CASE("time alone makes more histories possible")
{
    // One second is too short for the contacts to come in another order than that of the record.
    talks u;
    u.say(u.r, acts::request, "2023-05-01");
    u.say(u.a, acts::decline, "2023-05-10T12:00:00Z/2023-05-10T18:00:00Z");
    u.say(u.a, acts::accept, "2023-05-10T12:00:00Z/2023-05-10T18:00:01Z");
    const view noon = u.book.as_of(date{"2023-05-10T12:00:00Z"});
    const auto found = diff(noon, noon.as_of(noon.when() + std::chrono::seconds(1)));
    REQUIRE(found.size() == 1);
    CHECK(possible_text(*found.front().after) != possible_text(*found.front().before));
    const causes& because = found.front().because;
    REQUIRE(because.contacts.size() == 2);
    CHECK(because.contacts.front().before == because.contacts.front().after);
    CHECK(because.clock.empty());
}

TEST_CASE("where \"according to Beijing\" and \"according to Washington\" differ, and on which contact")
{
    singapore s;
    const report_id yes = s.tell(s.declined, s.state, stance::asserts, "2023-05-30");
    const report_id no = s.tell(s.declined, s.xinhua, stance::denies, "2023-05-31");
    const matter_id quiet = s.book.add(matter{.key = "quiet", .requester = s.dod, .respondents = {s.mnd}});
    s.book.add(contact{.key = "q1", .matter = quiet, .act = acts::request, .from = s.dod, .on = date{"2023-05-01"}});
    const view now = s.at("2023-06-01");
    const std::array sides{perspective{{.publishers = {"Xinhua"}}}, perspective{{.publishers = {"US State Department"}}}, perspective{}};
    const auto found = compare(now, sides);
    REQUIRE(found.size() == 1);
    const disagreement& d = found.front();
    CHECK(d.leg == s.of);
    CHECK(state_text(*d.statuses[0]) == "pending");
    CHECK(state_text(*d.statuses[1]) == "declined");
    CHECK(state_text(*d.statuses[2]) == "declined");
    REQUIRE(d.contacts.size() == 1);
    CHECK(d.contacts.front().contact == s.declined);
    CHECK(d.contacts.front().standings[0]->belief == belief::unknown);
    CHECK(d.contacts.front().standings[1]->belief == belief::asserted);
    CHECK(d.contacts.front().standings[2]->belief == belief::disputed);
    CHECK(d.contacts.front().reports == std::vector{yes, no});
    CHECK(to_text(now, sides, d) ==
          "slid23/mnd: pending according to Xinhua; declined according to US State Department; declined, not certain according to all\n"
          "  c3 decline by PRC Ministry of National Defense, 2023-05-29: unknown according to Xinhua; asserted according to US State Department; "
          "disputed according to all (reported by fs-0526, denied by xinhua-0531)");
    CHECK(compare(now, std::span(sides).first(1)).empty());
    CHECK(compare(now, {}).empty());
    CHECK(compare(now.known_by(date{"2023-05-29"}), sides).empty());
}
