// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include "oracle.hpp"
#include "random_chronicle.hpp"
#include "seeds.hpp"

#include <demarche/boost_graph.hpp>
#include <demarche/demarche.hpp>
#include <demarche/jsonl.hpp>

#include <cstdlib>
#include <iostream>
#include <numeric>
#include <sstream>

// The laws that the design states, each of them held against chronicles at random. DEMARCHE_ROUNDS says how many chronicles a law is
// tried on (more than the few by default: hours, if one likes), DEMARCHE_SEED where the seeds begin. A failure names its seed.

using namespace demarche;
using random_chronicle::dice;
using random_chronicle::for_every_seed;
using random_chronicle::shape;
using random_chronicle::standpoint;

namespace {

std::string text_of(const chronicle& book)
{
    std::ostringstream out;
    jsonl::write(out, book);
    return out.str();
}

chronicle read_back(const std::string& text)
{
    std::istringstream in(text);
    chronicle book;
    jsonl::read(in, book);
    return book;
}

// The same standpoint on a chronicle that has the same sources under other ids.
view on(const standpoint& at, const chronicle& original, const chronicle& other)
{
    standpoint there{.when = at.when, .known = at.known};
    if (at.sources) {
        there.sources.emplace();
        for (const source_id s : *at.sources) there.sources->push_back(other.find<source>(original[s].key));
        std::sort(there.sources->begin(), there.sources->end());
    }
    return there.of(other);
}

std::string asked(const standpoint& at, const chronicle& book)
{
    std::string text = "when " + to_text(at.when) + " known " + to_text(at.known) + " sources";
    if (!at.sources) return text + ": all";
    for (const source_id s : *at.sources) text += " " + book[s].key;
    return text;
}

std::string text_of(const chronicle& book, const std::vector<candidate>& all)
{
    std::set<std::string> keys;
    for (const candidate& c : all) {
        std::set<std::string> by;
        for (const tie_id t : c.by) by.insert(book[t].key);
        keys.insert(book[c.who].key + (c.how == verdict::certainly ? "" : "?") + " by " + oracle::text_of(by));
    }
    return oracle::text_of(keys);
}

// Who belongs where and holds what, and what lies on it.
std::string standing_of(const view& v, actor_id a)
{
    const chronicle& book = v.book();
    std::string text = book[a].key + ": " + std::to_string(static_cast<int>(holder(v, a).what));
    for (const auto& found : {holder(v, a).who, offices_of(v, a), predecessors(v, a), successors(v, a), counterparts(v, a), sides(v, a)})
        text += "; " + text_of(book, found);
    const rank_bounds ranked = ranks(v, a);
    text += "; " + std::to_string(ranked.highest.value_or(0)) + " " + std::to_string(ranked.lowest.value_or(0));
    std::set<std::string> measures;
    for (const measure& m : measures_on(v, a)) measures.insert(to_text(v, m));
    return text + "; " + oracle::text_of(measures);
}

std::string obstacles_text(const view& v, const leg& l)
{
    std::set<std::string> texts;
    for (const obstacle& o : obstacles(v, l)) texts.insert(to_text(v, o));
    return oracle::text_of(texts);
}

std::string text_of(const view& v, const std::vector<exchange>& all)
{
    std::string text;
    for (const exchange& e : all) {
        text += (text.empty() ? "" : " ") + v.key(e.contact);
        for (const verdict how : {e.how, e.by_first, e.by_second}) text += std::to_string(static_cast<int>(how));
        text += ":" + std::to_string(e.level.highest.value_or(0)) + "-" + std::to_string(e.level.lowest.value_or(0));
    }
    return text;
}
std::string text_of(const view& v, const std::optional<exchange>& e) { return e ? text_of(v, std::vector{*e}) : "none"; }

std::string text_of(const view& v, const one_way& way)
{
    const chronicle& book = v.book();
    std::set<std::string> requests;
    std::set<std::string> measures;
    for (const request_made& r : way.requests)
        requests.insert(book.key(r.status.leg.matter) + "/" + book.key(r.status.leg.respondent) + " " + v.key(r.asked) + (r.answered ? " " + v.key(r.answered) : ""));
    for (const measure& m : way.measures) measures.insert(to_text(v, m));
    const auto median = way.median_to_answer();
    return oracle::text_of(requests) + oracle::text_of(measures) + to_text(way.asked()) + "|" + to_text(way.answered()) + "|" + to_text(way.accepted.times) + "|" + to_text(way.refused.times) +
           "|" + (median ? std::to_string(median->least.count()) + ".." + std::to_string(median->most.count()) : "");
}

// What there was between two parties, and where they stand.
std::string dealings_of(const view& v, actor_id a, actor_id b)
{
    const relation r(v, a, b);
    std::string text = v.book().key(a) + "+" + v.book().key(b) + ": " + text_of(v, contacts(v, a, b)) + "; " + text_of(v, r.last) + "; " + text_of(v, most_senior(v, a, b));
    text += "; " + text_of(v, r.of_first) + "; " + text_of(v, r.of_second);
    for (const month_of_contacts& m : r.months) text += "; " + std::to_string(m.sum) + "/" + std::to_string(m.number);
    return text;
}

// How often each act is counted, and whom the lists name: what a view answers beside statuses.
std::vector<std::string> other_answers(const view& v)
{
    const chronicle& book = v.book();
    std::vector<std::string> found;
    const auto legs_in = [&](const char* name, const std::vector<leg>& all) {
        std::set<std::string> keys;
        for (const leg& l : all) keys.insert(book[l.matter].key + "/" + book[l.respondent].key);
        found.push_back(name + (": " + oracle::text_of(keys)));
    };
    legs_in("legs", legs(v));
    legs_in("pending", pending(v));
    legs_in("possibly pending", pending(v, verdict::possibly));
    for (const act a : {acts::request, acts::accept, acts::counter}) found.push_back(to_text(tally(v, {.acts = {a}})));
    std::set<std::string> standings, in_the_way;
    for (std::size_t a = 0; a < v.size().actors; ++a) standings.insert(standing_of(v, actor_id{a}));
    for (const leg& l : legs(v)) in_the_way.insert(book[l.matter].key + "/" + book[l.respondent].key + ": " + obstacles_text(v, l));
    std::set<std::string> dealings;
    for (std::size_t a = 0; a < v.size().actors; ++a)
        for (std::size_t b = 0; b < v.size().actors; ++b)
            if (book.key(actor_id{a}) < book.key(actor_id{b})) dealings.insert(dealings_of(v, actor_id{a}, actor_id{b}));
    found.push_back(oracle::text_of(standings));
    found.push_back(oracle::text_of(in_the_way));
    found.push_back(oracle::text_of(dealings));
    return found;
}

std::vector<leg> sorted(std::vector<leg> all)
{
    std::sort(all.begin(), all.end(), [](leg a, leg b) { return std::pair(a.matter, a.respondent) < std::pair(b.matter, b.respondent); });
    return all;
}

// Each contact that a graph has, its ends and its age.
std::vector<std::tuple<contact_id, actor_id, actor_id, double, std::string>> edges_of(const view& v)
{
    const graph g(v);
    std::vector<std::tuple<contact_id, actor_id, actor_id, double, std::string>> found;
    for (auto [e, end] = edges(g); e != end; ++e)
        found.emplace_back((*e).contact, graphs::source((*e).contact, g), graphs::target((*e).contact, g), get(boost::edge_weight, g, *e),
                           std::string(get(contact_act, g, *e).text()) + get(contact_date, g, *e).text());
    std::sort(found.begin(), found.end());
    return found;
}

// What was counted, by key, for chronicles that hold the same under other ids.
void check_same_answers(const view& a, const view& b)
{
    CHECK(oracle::difference(oracle::library_rows(a), oracle::library_rows(b)) == "");
    CHECK(other_answers(a) == other_answers(b));
}

// What pictures show, byte for byte: for chronicles that hold the same in the same order.
std::vector<std::string> pictures_of(const view& v)
{
    std::vector<std::string> found{dot(v), timeline(v, actor_id{0}, actor_id{1})};
    for (std::size_t n = 0; n < v.size().matters; ++n) {
        if (!v.in_record(matter_id{n})) continue;
        found.push_back(dot(v, matter_id{n}));
        found.push_back(timeline(v, matter_id{n}));
    }
    return found;
}

// ---- Chronicles made from others ----------------------------------------------------------------------------------------------------

batch records_of(const chronicle& book)
{
    batch found;
    const auto copy = [&book]<class T>(std::vector<entry<T>>& list) {
        for (std::size_t n = 0; n < book.all<T>().size(); ++n) list.push_back({.record = book.all<T>()[n], .seq = book.seq(id<T>{n})});
    };
    copy(found.actors);
    copy(found.ties);
    copy(found.sources);
    copy(found.matters);
    copy(found.contacts);
    copy(found.reports);
    return found;
}

// For each record its new number, or none where it is left out.
template <class T>
using renumbering = std::vector<id<T>>;

struct renumberings {
    renumbering<actor> actors = {};
    renumbering<tie> ties = {};
    renumbering<source> sources = {};
    renumbering<matter> matters = {};
    renumbering<contact> contacts = {};
    renumbering<report> reports = {};
};

template <class T>
renumbering<T> in_this_order(std::size_t size, const std::vector<std::size_t>& order)
{
    renumbering<T> found(size);
    for (std::size_t n = 0; n < order.size(); ++n) found[order[n]] = id<T>{n};
    return found;
}

template <class T, class Keep>
renumbering<T> those(const std::vector<entry<T>>& list, Keep keep)
{
    std::vector<std::size_t> order;
    for (std::size_t n = 0; n < list.size(); ++n)
        if (keep(n)) order.push_back(n);
    return in_this_order<T>(list.size(), order);
}

renumberings all_of(const batch& from)
{
    const auto every = [](std::size_t) { return true; };
    return {those(from.actors, every), those(from.ties, every), those(from.sources, every),
            those(from.matters, every), those(from.contacts, every), those(from.reports, every)};
}

template <class T>
void rename(id<T>& x, const renumbering<T>& to)
{
    if (x) x = to[x.index()];
}

template <class T>
void rename(std::vector<id<T>>& list, const renumbering<T>& to)
{
    for (auto& x : list) rename(x, to);
    std::erase_if(list, [](id<T> x) { return !x; });
}

void rename(actor&, const renumberings&) {}
void rename(source&, const renumberings&) {}
void rename(tie& t, const renumberings& to)
{
    rename(t.from, to.actors);
    rename(t.to, to.actors);
}
void rename(matter& m, const renumberings& to)
{
    rename(m.requester, to.actors);
    rename(m.respondents, to.actors);
    rename(m.venue, to.actors);
    for (exemption& e : m.exemptions) rename(e.actor, to.actors);
}
void rename(contact& c, const renumberings& to)
{
    for (actor_id* a : {&c.from, &c.to, &c.debtor, &c.delegate}) rename(*a, to.actors);
    for (auto* list : {&c.respondent, &c.with}) rename(*list, to.actors);
    for (auto* list : {&c.cites, &c.contests}) rename(*list, to.matters);
    rename(c.matter, to.matters);
    rename(c.in_reply_to, to.contacts);
    rename(c.corrects, to.contacts);
}
void rename(report& r, const renumberings& to)
{
    if (auto* c = std::get_if<contact_id>(&r.on)) rename(*c, to.contacts);
    if (auto* t = std::get_if<tie_id>(&r.on)) rename(*t, to.ties);
    rename(r.source, to.sources);
    rename(r.by, to.actors);
}

template <class T>
std::vector<entry<T>> renumbered(const std::vector<entry<T>>& from, const renumbering<T>& to, const renumberings& all)
{
    std::map<id<T>, entry<T>> found;
    for (std::size_t n = 0; n < from.size(); ++n)
        if (to[n]) rename(found.emplace(to[n], from[n]).first->second.record, all);
    std::vector<entry<T>> list;
    for (auto& [x, e] : found) list.push_back(e);
    return list;
}

// The records that have a new number, in the order of these; references to the others name nothing.
batch renumbered(const batch& from, const renumberings& to)
{
    batch made;
    made.actors = renumbered(from.actors, to.actors, to);
    made.ties = renumbered(from.ties, to.ties, to);
    made.sources = renumbered(from.sources, to.sources, to);
    made.matters = renumbered(from.matters, to.matters, to);
    made.contacts = renumbered(from.contacts, to.contacts, to);
    made.reports = renumbered(from.reports, to.reports, to);
    return made;
}

// The records in another order of arrival, with the seqs that they had.
batch shuffled(dice& roll, const batch& from)
{
    renumberings to;
    const auto shuffle = [&roll]<class T>(const std::vector<entry<T>>& list, renumbering<T>& into) {
        std::vector<std::size_t> order(list.size());
        for (std::size_t n = 0; n < order.size(); ++n) order[n] = n;
        roll.shuffle(order);
        into = in_this_order<T>(list.size(), order);
    };
    shuffle(from.actors, to.actors);
    shuffle(from.ties, to.ties);
    shuffle(from.sources, to.sources);
    shuffle(from.matters, to.matters);
    shuffle(from.contacts, to.contacts);
    shuffle(from.reports, to.reports);
    return renumbered(from, to);
}

// "take away every report published after K, every thing all of whose reports are thereby gone, and every unreported thing recorded after
// K …; references to what was taken away name nothing."
batch without_what_came_after(const chronicle& book, instant known)
{
    const batch from = records_of(book);
    const auto after = [known](const std::optional<date>& d) { return d && d->latest() > known; };
    const auto kept_report = [&](std::size_t n) {
        const report& r = from.reports[n].record;
        return !after(r.published ? r.published : book[r.source].published);
    };
    const auto kept_thing = [&](auto thing, const std::optional<date>& recorded) {
        bool reported = false, kept = false;
        for (std::size_t n = 0; n < from.reports.size(); ++n) {
            const auto* x = std::get_if<decltype(thing)>(&from.reports[n].record.on);
            if (!x || *x != thing) continue;
            reported = true;
            kept = kept || kept_report(n);
        }
        return reported ? kept : !after(recorded);
    };
    renumberings to = all_of(from);
    to.ties = those(from.ties, [&](std::size_t n) { return kept_thing(tie_id{n}, from.ties[n].record.recorded); });
    to.contacts = those(from.contacts, [&](std::size_t n) { return kept_thing(contact_id{n}, from.contacts[n].record.recorded); });
    to.matters = those(from.matters, [&](std::size_t n) { return !after(from.matters[n].record.recorded); });
    to.reports = those(from.reports, kept_report);
    return renumbered(from, to);
}

// A part of the records, with all that they name, and seqs of its own.
batch part_of(dice& roll, const batch& from)
{
    std::vector<bool> contacts(from.contacts.size()), matters(from.matters.size()), ties(from.ties.size()), reports(from.reports.size());
    for (std::size_t n = 0; n < contacts.size(); ++n) contacts[n] = roll.chance(50);
    for (std::size_t n = 0; n < matters.size(); ++n) matters[n] = roll.chance(50);
    for (std::size_t n = 0; n < ties.size(); ++n) ties[n] = roll.chance(50);
    for (std::size_t n = 0; n < reports.size(); ++n) {
        reports[n] = roll.chance(50);
        if (!reports[n]) continue;
        if (const auto* c = std::get_if<contact_id>(&from.reports[n].record.on)) contacts[c->index()] = true;
        else ties[std::get<tie_id>(from.reports[n].record.on).index()] = true;
    }
    for (std::size_t again = 0; again <= contacts.size(); ++again)
        for (std::size_t n = 0; n < contacts.size(); ++n) {
            const contact& c = from.contacts[n].record;
            if (!contacts[n]) continue;
            if (c.matter) matters[c.matter.index()] = true;
            for (const contact_id x : {c.in_reply_to, c.corrects})
                if (x) contacts[x.index()] = true;
        }
    renumberings to = all_of(from);
    to.ties = those(from.ties, [&](std::size_t n) { return ties[n]; });
    to.contacts = those(from.contacts, [&](std::size_t n) { return contacts[n]; });
    to.matters = those(from.matters, [&](std::size_t n) { return matters[n]; });
    to.reports = those(from.reports, [&](std::size_t n) { return reports[n]; });
    batch made = renumbered(from, to);
    if (roll.chance(50))
        for (auto& e : made.contacts) e.seq += roll.from_to(0, 3);
    return made;
}

// "reports of equal content are one": a batch without the second ones.
void drop_equal_reports(batch& records)
{
    std::vector<entry<report>> kept;
    for (const auto& e : records.reports)
        if (std::none_of(kept.begin(), kept.end(), [&e](const entry<report>& k) { return k.record == e.record; })) kept.push_back(e);
    records.reports = kept;
}

// The fields of rows that do not tell which was recorded first.
std::vector<oracle::row> but_for_record_order(std::vector<oracle::row> rows)
{
    for (auto& r : rows) std::erase_if(r.diagnostics, [](const auto& d) { return d.second == "impossible_order"; });
    return rows;
}

}  // namespace

TEST_CASE("law 1: what is published after K changes no answer known by K")
{
    std::size_t views = 0, smaller = 0;
    for_every_seed(150, [&](dice& roll, std::uint64_t seed) {
        const chronicle book(random_chronicle::make(roll, {.measures = roll.chance(40), .every_lifecycle = seed % 3 == 0}));
        for (int n = 0; n < 3; ++n) {
            const standpoint at = random_chronicle::any_standpoint(roll, book);
            if (at.known == end_of_time) continue;
            INFO(asked(at, book));
            const chronicle less(without_what_came_after(book, at.known));
            ++views;
            if (!(less.size() == book.size())) ++smaller;
            check_same_answers(at.of(book), on(at, book, less));
            CHECK(pictures_of(at.of(book)) == pictures_of(on(at, book, less)));
        }
    });
    MESSAGE(views << " views, of " << smaller << " of which something was taken away");
}

TEST_CASE("law 2: the order of record does not matter where dates and replies decide")
{
    for_every_seed(100, [](dice& roll, std::uint64_t seed) {
        const chronicle book(random_chronicle::make(roll, {.backward = true, .distinct_dates = true, .every_lifecycle = seed % 3 == 0}));
        batch other = shuffled(roll, records_of(book));
        std::int64_t seq = 0;
        for (auto& e : other.contacts) e.seq = ++seq;
        for (auto& e : other.reports) e.seq = ++seq;
        for (auto& e : other.matters) e.seq = ++seq;
        const chronicle mixed(std::move(other));
        for (int n = 0; n < 3; ++n) {
            const standpoint at = random_chronicle::any_standpoint(roll, book);
            INFO(asked(at, book));
            CHECK(oracle::difference(but_for_record_order(oracle::library_rows(at.of(book))),
                                     but_for_record_order(oracle::library_rows(on(at, book, mixed)))) == "");
        }
    });
}

TEST_CASE("law 2: the order of arrival never matters")
{
    for_every_seed(100, [](dice& roll, std::uint64_t seed) {
        const chronicle book(random_chronicle::make(roll, {.measures = roll.chance(40), .every_lifecycle = seed % 3 == 0}));
        const chronicle mixed(shuffled(roll, records_of(book)));
        CHECK(text_of(mixed) == text_of(book));
        const standpoint at = random_chronicle::any_standpoint(roll, book);
        INFO(asked(at, book));
        check_same_answers(at.of(book), on(at, book, mixed));
    });
}

TEST_CASE("law 2: merging is commutative, associative and idempotent")
{
    for_every_seed(100, [](dice& roll, std::uint64_t seed) {
        const batch records = random_chronicle::make(roll, {.every_lifecycle = seed % 3 == 0});
        const chronicle a(part_of(roll, records)), b(part_of(roll, records)), c(part_of(roll, records));
        CHECK(text_of(merge(a, a)) == text_of(a));
        CHECK(text_of(merge(a, b)) == text_of(merge(b, a)));
        CHECK(text_of(merge(merge(a, b), c)) == text_of(merge(a, merge(b, c))));
        CHECK(text_of(merge(merge(a, b), b)) == text_of(merge(a, b)));
        CHECK(text_of(merge(a, chronicle{})) == text_of(a));
        const chronicle ab = merge(a, b), ba = merge(b, a);
        const standpoint at = random_chronicle::any_standpoint(roll, ab);
        INFO(asked(at, ab));
        check_same_answers(at.of(ab), on(at, ab, ba));
    });
}

TEST_CASE("law 3: appending one by one and loading the whole give the same answers, and a view keeps answering")
{
    for_every_seed(100, [](dice& roll, std::uint64_t seed) {
        batch records = random_chronicle::make(roll, {.backward = true, .measures = roll.chance(40), .every_lifecycle = seed % 3 == 0});
        drop_equal_reports(records);

        // One by one: what is named first, then each contact, and now and then its reports at once. The batch has the same seqs.
        chronicle grown;
        std::int64_t seq = 0;
        const auto add = [&](auto& e) {
            grown.add(e.record);
            e.seq = ++seq;
        };
        for (auto& e : records.actors) add(e);
        for (auto& e : records.sources) add(e);
        for (auto& e : records.ties) add(e);
        for (auto& e : records.matters) add(e);
        const standpoint at{.when = random_chronicle::base() + std::chrono::days{roll.from_to(0, 25)}, .known = end_of_time};
        std::vector<std::pair<view, std::vector<oracle::row>>> earlier;
        std::vector<bool> added(records.reports.size());
        const auto report_now = [&](std::size_t n) {
            add(records.reports[n]);
            added[n] = true;
        };
        for (std::size_t n = 0; n < records.contacts.size(); ++n) {
            add(records.contacts[n]);
            for (std::size_t k = 0; k < added.size(); ++k)
                if (records.reports[k].record.on == std::variant<contact_id, tie_id>(contact_id{n}) && roll.chance(50)) report_now(k);
            if (!roll.chance(25)) continue;
            const view v = at.of(grown);
            earlier.emplace_back(v, oracle::library_rows(v));
            // The view of a chronicle that never had more.
            const chronicle then = read_back(text_of(grown));
            CHECK(oracle::difference(earlier.back().second, oracle::library_rows(at.of(then))) == "");
        }
        for (std::size_t k = 0; k < added.size(); ++k)
            if (!added[k]) report_now(k);

        for (const auto& [v, rows] : earlier) CHECK(oracle::difference(rows, oracle::library_rows(v)) == "");
        const chronicle whole(records);
        const chronicle loaded = read_back(text_of(grown));
        CHECK(text_of(whole) == text_of(grown));
        for (int n = 0; n < 2; ++n) {
            const standpoint later = random_chronicle::any_standpoint(roll, grown);
            INFO(asked(later, grown));
            check_same_answers(later.of(grown), on(later, grown, whole));
            check_same_answers(later.of(grown), on(later, grown, loaded));
        }
    });
}

TEST_CASE("law 3: what is supposed answers as if it were recorded")
{
    for_every_seed(200, [](dice& roll, std::uint64_t seed) {
        batch records = random_chronicle::make(roll, {.backward = true, .every_lifecycle = seed % 3 == 0});
        const std::size_t all = records.contacts.size();
        const std::size_t first = all - std::min(all, 1 + roll.below(3));
        std::vector<contact> supposed;
        for (std::size_t n = first; n < all; ++n) {
            records.contacts[n].record.recorded.reset();
            records.contacts[n].seq += 1000;
            supposed.push_back(records.contacts[n].record);
        }
        std::erase_if(records.reports, [first](const entry<report>& r) {
            const auto* on = std::get_if<contact_id>(&r.record.on);
            return on != nullptr && on->index() >= first;
        });
        const chronicle whole(records);
        records.contacts.erase(records.contacts.begin() + static_cast<std::ptrdiff_t>(first), records.contacts.end());
        const chronicle book(records);
        for (int n = 0; n < 4; ++n) {
            const standpoint at = random_chronicle::any_standpoint(roll, whole);
            INFO(asked(at, book));
            const auto one_more = [](const view& some, const contact& c) { return some.with(c); };
            const view v = roll.chance(50) ? at.of(book).with(supposed) : std::accumulate(supposed.begin(), supposed.end(), at.of(book), one_more);
            const view recorded = at.of(whole);
            check_same_answers(v, recorded);
            for (std::size_t a = 0; a < v.size().actors; ++a) {
                CHECK(sorted(awaiting(v, actor_id(a))) == sorted(awaiting(recorded, actor_id(a))));
                for (std::size_t b = 0; b < v.size().actors; ++b)
                    CHECK(last_contact(v, actor_id(a), actor_id(b), acts::request) == last_contact(recorded, actor_id(a), actor_id(b), acts::request));
            }
            CHECK(edges_of(v) == edges_of(recorded));
            const instant curve[] = {at.when, at.when};
            CHECK(pending_counts(v, curve) == pending_counts(recorded, curve));
        }
        CHECK(book.size().contacts == first);
    });
}

TEST_CASE("law 4: possible is what enumerating all worlds gives, and every field what the oracle says")
{
    std::size_t views = 0, legs = 0, enumerated = 0, twice = 0;
    for_every_seed(140, [&](dice& roll, std::uint64_t seed) {
        shape like{.backward = seed % 3 == 0, .most_contacts = seed % 5 == 0 ? 10 : 7};
        like.circles = seed % 7 == 0;
        like.own_leg = seed % 11 == 0;
        if (seed % 8 == 0) like = {.crowded = true, .most_matters = 1, .most_contacts = 12};
        like.every_lifecycle = seed % 2 == 0;
        const chronicle book(random_chronicle::make(roll, like));
        for (int n = 0; n < 3; ++n) {
            const standpoint at = random_chronicle::any_standpoint(roll, book);
            INFO(asked(at, book));
            const oracle::question q{.book = book, .when = at.when, .known = at.known, .sources = at.sources, .most_steps = 8'000};
            oracle::answers answers(q);
            answers.most_worlds = 1'000;
            auto expected = answers.rows();
            std::sort(expected.begin(), expected.end());
            CHECK(oracle::difference(expected, oracle::library_rows(at.of(book))) == "");
            CHECK(answers.disagreements.empty());  // the oracle's two ways of enumerating agree
            ++views;
            legs += expected.size();
            twice += answers.twice;
            for (const auto& r : expected) enumerated += r.enumerated ? 1 : 0;
        }
    });
    MESSAGE(views << " views, " << legs << " legs, " << enumerated << " enumerated, " << twice << " of them a second time world by world");
    CHECK(enumerated * 10 >= legs * 9);
}

TEST_CASE("law 5: what is written and read back is the same, text for text")
{
    for_every_seed(100, [](dice& roll, std::uint64_t seed) {
        const chronicle book(random_chronicle::make(roll, {.every_lifecycle = seed % 3 == 0}));
        const std::string text = text_of(book);
        const chronicle again = read_back(text);
        CHECK(text_of(again) == text);
        CHECK(again.size() == book.size());
        for (const actor& a : book.all<actor>()) CHECK(again[again.find<actor>(a.key)] == a);
        for (const contact& c : book.all<contact>()) CHECK(again[again.find<contact>(c.key)].other == c.other);
        const standpoint at = random_chronicle::any_standpoint(roll, book);
        INFO(asked(at, book));
        check_same_answers(at.of(book), on(at, book, again));
    });
}

namespace {

// Tries `wrong` on a chronicle: it must throw an error, and leave all as it was.
template <class Call>
void check_changes_nothing(chronicle& book, const standpoint& at, Call wrong)
{
    const std::string text = text_of(book);
    const auto rows = oracle::library_rows(at.of(book));
    const auto last = book.last_seq();
    CHECK_THROWS_AS(wrong(book), error);
    CHECK(text_of(book) == text);
    CHECK(book.last_seq() == last);
    CHECK(oracle::difference(rows, oracle::library_rows(at.of(book))) == "");
}

}  // namespace

// Law 6 is checked when a table compiles. Here it is worked out once more, from the cells alone.
TEST_CASE("law 6: every cell of every table is filled, every state can be reached, every open state can end")
{
    for (const lifecycle* table : random_chronicle::every_lifecycle) {
        CAPTURE(table->name);
        std::vector<std::set<std::size_t>> next(table->state_count);
        for (std::size_t a = 0; a < table->act_count; ++a)
            for (std::size_t s = 0; s < table->state_count; ++s) {
                const cell c = table->cells[a][s];
                CHECK(c.what != effect::unfilled);
                if (names_state(c)) next[s].insert(index(c.to));
                if (c.what == effect::attempt) next[s].insert(index(table->attempt_state));
            }
        const auto reached_from = [&next](std::size_t s) {
            std::set<std::size_t> found{s};
            for (std::size_t size = 0; size != found.size();) {
                size = found.size();
                for (const std::size_t x : std::set(found)) found.insert(next[x].begin(), next[x].end());
            }
            return found;
        };
        CHECK(reached_from(0).size() == table->state_count);
        for (std::size_t s = 0; s < table->state_count; ++s) {
            const auto ends = reached_from(s);
            CHECK_MESSAGE(std::any_of(ends.begin(), ends.end(), [table](std::size_t x) { return !table->states[x].open; }), table->states[s].name);
        }
    }
}

TEST_CASE("law 7: a failed call changes nothing")
{
    for_every_seed(40, [](dice& roll, std::uint64_t) {
        chronicle book(random_chronicle::make(roll, {}));
        const standpoint at = random_chronicle::any_standpoint(roll, book);
        INFO(asked(at, book));
        const auto wrong_add = [&](auto record) {
            check_changes_nothing(book, at, [&record](chronicle& b) { b.add(record); });
        };
        const actor_id someone{roll.below(book.all<actor>().size())};

        wrong_add(actor{});
        actor other = book[someone];
        other.name = "another name";
        wrong_add(other);
        wrong_add(actor{.key = book.all<matter>()[0].key});
        contact c = roll.one_of(book.all<contact>());
        c.place = "elsewhere";
        wrong_add(c);
        wrong_add(contact{.key = "clock", .act = acts::reply_due, .from = someone, .on = date{"2023-05"}});
        wrong_add(contact{.key = "nobody", .act = acts::request, .on = date{"2023-05"}});
        wrong_add(matter{.key = "of nobody"});
        wrong_add(tie{.key = "circle", .kind = tie_kinds::part_of, .from = someone, .to = someone});
        wrong_add(source{});
        wrong_add(report{});

        // A file of which the last line is wrong.
        const chronicle more(random_chronicle::make(roll, {}));
        for (const char* last : {R"({"type":"actor","key":"x")", R"({"type":"contact","key":"x","act":"request","from":"unknown","on":"2023-05"})",
                                 R"({"type":"actor","key":"x","name":7})", "\xff", R"({"type":"tie","key":"x","kind":"holds","from":"x","to":"x"})"}) {
            INFO("the last line is " << last);
            std::string text = text_of(more);
            if (text.find("\"seq\"") != std::string::npos) text.clear();  // in one file either every record has `seq` or none has
            text += last;
            check_changes_nothing(book, at, [&text](chronicle& b) {
                std::istringstream in(text);
                jsonl::read(in, b);
            });
            std::istringstream in(text);
            CHECK(jsonl::try_read(in, book));
        }

        // A merge of two that contradict one another.
        chronicle against;
        against.add(actor{.key = "new to both"});
        against.add(other);
        const std::string text = text_of(against);
        check_changes_nothing(book, at, [&against](chronicle& b) { b = merge(b, against); });
        check_changes_nothing(book, at, [&against](chronicle& b) { b = merge(against, b); });
        CHECK(text_of(against) == text);
    });
}
