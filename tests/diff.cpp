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
        const batch records = random_chronicle::make(roll, {.backward = true});
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
        const chronicle book(random_chronicle::make(roll, {.crowded = true, .own_leg = true}));
        const view now(book, end_of_time);
        for (int n = 0; n < 3; ++n) {
            const view a = anywhere(roll, now, {});
            check_against_all_statuses(a, anywhere(roll, now, {}));
            check_against_all_statuses(a, a.as_of(a.when() + std::chrono::seconds(roll.from_to(1, 3))));
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

// The chronicle as if what is a cause had come to light after `known` only.
chronicle without(const chronicle& book, const change& c, const view& before, instant known)
{
    batch made;
    copy_records(book, made.actors);
    copy_records(book, made.ties);
    copy_records(book, made.sources);
    copy_records(book, made.matters);
    copy_records(book, made.contacts);
    copy_records(book, made.reports);
    const date later = later_than(known);
    if (c.because.matter) made.matters[c.leg.matter.index()].record.recorded = later;
    for (const report_id r : c.because.reports) made.reports[r.index()].record.published = later;
    for (const contact_change& x : c.because.contacts)
        if (!x.before && book.reports_on(x.contact).empty()) made.contacts[x.contact.index()].record.recorded = later;
    for (const tie_id t : c.because.ties)
        if (before.of(t) == belief::unknown && book.reports_on(t).empty()) made.ties[t.index()].record.recorded = later;
    return chronicle(std::move(made));
}

}  // namespace

TEST_CASE("of two views that differ in K, what is left without the causes is the status before")
{
    std::size_t tried = 0;
    for_every_seed(400, [&](dice& roll, std::uint64_t) {
        const chronicle book(random_chronicle::make(roll, {}));
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
                const chronicle less = without(book, c, before, until);
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
        const chronicle book(random_chronicle::make(roll, {.crowded = roll.chance(20)}));
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
