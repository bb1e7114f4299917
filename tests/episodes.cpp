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
