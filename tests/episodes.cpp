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

void check_beliefs_of_all(dice& roll, const shape& like)
{
    const chronicle book(random_chronicle::make(roll, like));
    const view v = random_chronicle::any_standpoint(roll, book).of(book);
    const std::set<instant> known = known_instants(book);
    for (const leg& l : ever_legs(v)) check_beliefs(v, l, known);
}

void check_episodes_of_all(dice& roll, const shape& like)
{
    const chronicle book(random_chronicle::make(roll, like));
    const view v = random_chronicle::any_standpoint(roll, book).of(book);
    const std::set<instant> when = valid_instants(book, roll);
    for (std::size_t m = 0; m < book.size().matters; ++m)
        for (const leg& l : legs(v, matter_id(m))) check_episodes(v, l, when);
}

}  // namespace

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
