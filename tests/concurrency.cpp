// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <demarche/demarche.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <random>
#include <string>
#include <thread>
#include <vector>

// One thread adds while two make views and ask them, for DEMARCHE_SECONDS (two without). What is added is a function of its number, so that whoever sees a
// record knows what it must be. Under a thread sanitizer this is also the test that no access races.

using namespace demarche;

namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr sys_days start = std::chrono::year{2023} / 5 / 1;
constexpr std::size_t first_actors = 6;
constexpr std::size_t most_contacts = 3000;
constexpr std::size_t a_day = 40;  ///< contacts that are recorded on one day
constexpr std::size_t matter_size = 8;  ///< contacts for each matter, about

std::size_t mixed(std::size_t n, std::size_t salt)
{
    std::uint64_t x = (n + 1) * 0x9E3779B97F4A7C15u + salt * 0xBF58476D1CE4E5B9u;
    x ^= x >> 31;
    x *= 0x94D049BB133111EBu;
    return static_cast<std::size_t>(x ^ (x >> 29));
}

std::size_t matters_before(std::size_t contact) { return contact / matter_size + 1; }
std::size_t actors_before(std::size_t contact) { return first_actors + contact / 64; }

std::string key_of(const char* prefix, std::size_t n) { return prefix + std::to_string(n); }

matter planned_matter(std::size_t n)
{
    const std::size_t actors = actors_before(matter_size * n);
    const std::size_t r = mixed(n, 1) % actors;
    matter m{.key = key_of("m", n), .requester = actor_id(r), .respondents = {actor_id((r + 1 + mixed(n, 2) % (actors - 1)) % actors)}};
    const auto day = start + days{matter_size * n / a_day};
    if (mixed(n, 3) % 2 == 0) m.reply_by = date(day + days{mixed(n, 4) % 9});
    if (mixed(n, 5) % 2 == 0) m.occasion = date(day + days{mixed(n, 6) % 20});
    if (mixed(n, 7) % 20 == 0 && m.respondents[0].index() != r) m.respondents.push_back(m.requester);
    return m;
}

constexpr std::array acts_of_requester{acts::request, acts::request, acts::reiterate, acts::revise, acts::withdraw};
constexpr std::array acts_of_respondent{acts::acknowledge, acts::accept, acts::decline, acts::counter, acts::postpone};

bool is_plain(std::size_t n) { return n % 5 != 0; }
sys_days recorded_day(std::size_t n) { return start + days{n / a_day}; }

contact planned_contact(std::size_t n)
{
    const std::size_t matters = matters_before(n);
    const std::size_t of = matters - 1 - mixed(n, 8) % std::min<std::size_t>(matters, 24);
    const matter m = planned_matter(of);
    const bool forth = mixed(n, 9) % 2 == 0;
    const std::size_t late = mixed(n, 10) % 5 == 0 ? mixed(n, 11) % 8 : 0;
    contact c{.key = is_plain(n) ? "#c" + std::to_string(n + 1) : key_of("k", n),
              .matter = matter_id(of),
              .act = forth ? acts_of_requester[mixed(n, 12) % 5] : acts_of_respondent[mixed(n, 12) % 5],
              .from = forth ? m.requester : m.respondents[0],
              .to = forth ? m.respondents[0] : m.requester,
              .on = date(recorded_day(n) - days{late}),
              .recorded = date(recorded_day(n))};
    if (is_plain(n)) return c;
    if (mixed(n, 13) % 2 == 0) c.note = "as they say";
    if (mixed(n, 14) % 4 == 0) c.occasion = date(recorded_day(n) + days{5});
    if (mixed(n, 15) % 20 == 0 && n > 8) c.corrects = contact_id(n - 1 - mixed(n, 16) % 8);
    return c;
}

plain_contact plain(const contact& c)
{
    return {.matter = c.matter, .act = c.act, .from = c.from, .to = c.to, .on = *c.on.whole_day(), .recorded = c.recorded->whole_day()};
}

class writer {
public:
    explicit writer(chronicle& book) : book_(book)
    {
        for (std::size_t n = 0; n < first_actors; ++n) book_.add(actor{.key = key_of("a", n)});
        for (std::size_t n = 0; n < 3; ++n) book_.add(source{.key = key_of("s", n)});
    }

    /// Appends the contact of the next number, a few where they are plain, and what must come before and after.
    void write()
    {
        const std::size_t n = book_.size().contacts;
        while (book_.size().actors < actors_before(n)) book_.add(actor{.key = key_of("a", book_.size().actors)});
        while (book_.size().matters < matters_before(n)) book_.add(planned_matter(book_.size().matters));
        if (n % 20 == 1) return write_some(n);
        const contact c = planned_contact(n);
        if (is_plain(n)) book_.add(plain(c));
        else book_.add(c);
        if (n % 9 == 8) report_on(n - mixed(n, 17) % 9);
    }

private:
    void write_some(std::size_t n)
    {
        std::vector<plain_contact> some;
        for (std::size_t i = n; i < n + 3; ++i) some.push_back(plain(planned_contact(i)));
        book_.add(some);
    }
    void report_on(std::size_t n)
    {
        book_.add(report{.on = contact_id(n),
                         .source = source_id(mixed(n, 18) % 3),
                         .stance = mixed(n, 19) % 6 == 0 ? stance::denies : stance::asserts,
                         .published = date(recorded_day(book_.size().contacts - 1))});
    }

    chronicle& book_;
};

std::vector<leg> sorted(std::vector<leg> all)
{
    std::sort(all.begin(), all.end());
    return all;
}

bool has(const std::vector<leg>& sorted, leg l) { return std::binary_search(sorted.begin(), sorted.end(), l); }

/// Makes views and checks what they answer; keeps the first thing that was wrong.
class reader {
public:
    reader(const chronicle& book, std::uint64_t seed) : book_(book), roll_(seed) {}

    const std::string& wrong() const { return wrong_; }

    void look()
    {
        const view v = any_view();
        grown(v);
        whole(v);
        same_twice(v);
        as_its_legs(v);
        unchanged_by_what_came_later(v);
    }

private:
    struct known_before {
        instant when = {};
        instant known = {};
        std::size_t matters = 0;
        std::vector<leg> pending = {};
        contact_id last = {};
    };

    std::size_t below(std::size_t n) { return static_cast<std::size_t>(roll_() % n); }
    void check(bool right, const char* what)
    {
        if (!right && wrong_.empty()) wrong_ = what;
    }

    view any_view()
    {
        const std::size_t days_there = book_.size().contacts / a_day + 3;
        const view v = book_.as_of(instant(start + days{below(days_there)}) + std::chrono::seconds{below(3) * 43200});
        return below(3) != 0 ? v : v.known_by(start + days{below(days_there)});
    }

    matter_id any_matter(const view& v)
    {
        const std::size_t matters = v.size().matters;
        return matter_id(below(2) == 0 ? below(matters) : matters - 1 - below(std::min<std::size_t>(matters, 24)));
    }
    actor_id any_actor(const view& v) { return actor_id(below(v.size().actors)); }

    void grown(const view& v)
    {
        const extent now = v.size();
        check(now.actors >= seen_.actors && now.sources >= seen_.sources && now.matters >= seen_.matters && now.contacts >= seen_.contacts &&
                  now.reports >= seen_.reports,
              "a later view sees less");
        check(now.matters >= (now.contacts == 0 ? 0 : matters_before(now.contacts - 1)), "a contact is seen before its matter");
        seen_ = now;
    }

    void whole(const view& v)
    {
        for (int left = 4; left > 0 && v.size().contacts != 0; --left) {
            const std::size_t n = left == 4 ? v.size().contacts - 1 : below(v.size().contacts);
            const contact right = planned_contact(n);
            check(book_[contact_id(n)] == right, "a contact is not whole");
            check(book_.find<contact>(right.key) == contact_id(n), "a contact is not found by its key");
            check(book_.key(contact_id(n)) == right.key, "a contact has another key");
        }
        const matter_id m = any_matter(v);
        check(book_[m] == planned_matter(m.index()), "a matter is not whole");
        check(book_.find<matter>(key_of("m", m.index())) == m, "a matter is not found by its key");
        const actor_id a = any_actor(v);
        check(book_[a].key == key_of("a", a.index()) && book_.find<actor>(book_[a].key) == a, "an actor is not found by its key");
    }

    contact_id last_of(const view& v, matter_id m) const
    {
        const matter of = book_[m];
        return last_contact(v, of.requester, of.respondents[0], acts::request);
    }

    void same_twice(const view& v)
    {
        const matter_id m = any_matter(v);
        check(statuses(v, m) == statuses(v, m), "a status is not the same twice");
        for (const verdict how : {verdict::certainly, verdict::possibly})
            check(sorted(pending(v, how)) == sorted(pending(v, how)), "what is pending is not the same twice");
        const actor_id a = any_actor(v);
        check(sorted(awaiting(v, a)) == sorted(awaiting(v, a)), "who is awaited is not the same twice");
        const contact_id last = last_of(v, m);
        check(last == last_of(v, m), "the last contact is not the same twice");
        check(!last || (last.index() < v.size().contacts && book_[last].on.latest() <= v.when()), "the last contact is not of the view");
    }

    void as_its_legs(const view& v)
    {
        const auto certain = sorted(pending(v));
        const auto possible = sorted(pending(v, verdict::possibly));
        check(std::adjacent_find(certain.begin(), certain.end()) == certain.end(), "a leg is listed twice");
        const view by_name = v.according_to({source_id(0), source_id(1), source_id(2)});
        for (int left = 6; left > 0; --left)
            for (const leg& l : legs(v, any_matter(v))) {
                const status s(v, l);
                check(s == status(by_name, l), "a status is not what folding gives");
                check(has(certain, l) == s.unanswered.value_or(false), "what is pending is not what is unanswered");
                check(has(possible, l) == s.unanswered.value_or(true), "what is possibly pending is not what may be unanswered");
                if (s.awaiting) check(has(sorted(awaiting(v, s.awaiting)), l), "who is awaited is not listed");
            }
    }

    /// Law 1: everything bears the day on which it is recorded, which never is before that of what came earlier.
    void unchanged_by_what_came_later(const view& v)
    {
        if (before_.matters == 0 || below(16) == 0) {
            const std::size_t today = v.size().contacts / a_day;
            if (today < 2) return;
            before_ = {.when = v.when(), .known = start + days{today - 1}, .matters = v.size().matters};
            before_.known -= std::chrono::seconds{1};
            const view then = v.known_by(before_.known);
            before_.pending = sorted(pending(then));
            before_.last = last_of(then, matter_id(0));
        }
        const view then = v.as_of(before_.when).known_by(before_.known);
        check(sorted(pending(then)) == before_.pending, "what came later changed what was pending");
        check(last_of(then, matter_id(0)) == before_.last, "what came later changed the last contact");
    }

    const chronicle& book_;
    std::mt19937_64 roll_;
    extent seen_ = {};
    known_before before_ = {};
    std::string wrong_ = {};
};

/// One chronicle, from its first contact to its last. The writer waits for the readers now and then, so that they see it at every size.
void run_once(std::uint64_t seed, std::chrono::steady_clock::time_point end)
{
    chronicle book;
    writer writes(book);
    writes.write();
    std::array<reader, 2> readers{reader(book, seed), reader(book, seed + 1)};
    std::atomic<std::size_t> looks = 0;
    std::atomic<bool> done = false;
    const auto read = [&](reader& r) {
        while (!done && r.wrong().empty()) {
            r.look();
            ++looks;
        }
    };
    std::thread one(read, std::ref(readers[0]));
    std::thread two(read, std::ref(readers[1]));
    const auto over = [&] { return std::chrono::steady_clock::now() > end; };
    while (book.size().contacts < most_contacts && !over()) {
        writes.write();
        while (looks < book.size().contacts / 8 && !over()) std::this_thread::yield();
    }
    done = true;
    one.join();
    two.join();
    for (reader& r : readers) {
        r.look();
        CHECK(r.wrong() == "");
    }
}

}  // namespace

TEST_CASE("views answer right while another thread adds")
{
    const char* text = std::getenv("DEMARCHE_SECONDS");
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{text && *text ? std::atoi(text) : 2};
    std::uint64_t seed = 1;
    do {
        INFO("seed " << seed);
        run_once(seed, end);
        seed += 2;
    } while (std::chrono::steady_clock::now() < end);
}

TEST_CASE("who holds an office, and who contests a measure, is told while holdings and contests are added")
{
    constexpr std::size_t people = 300;
    chronicle book;
    const actor_id office = book.add(actor{.key = "office"});
    for (std::size_t n = 0; n < people; ++n) book.add(actor{.key = key_of("a", n)});
    const actor_id r(1), a(2);
    const matter_id asked = book.add(matter{.key = "asked", .requester = r, .respondents = {a}});
    const matter_id ban = book.add(matter{.key = "ban", .lifecycle = "unheard_of", .requester = r, .respondents = {a}});
    book.add(contact{.key = "c", .matter = asked, .act = acts::decline, .from = a, .to = r, .on = date(start), .cites = {ban}});
    std::atomic<bool> done = false;
    std::atomic<std::size_t> looks = 0;
    std::array<std::atomic<std::size_t>, 2> wrong{};
    const auto read = [&](std::size_t reader) {
        for (; !done; ++looks) {
            const view now = book.as_of(date(start + days{1}));
            const std::size_t ties = now.size().ties;
            const bool held = holder(now, office).who.size() == (ties + 1) / 2 && succession(now, office).size() == (ties + 1) / 2;
            const bool beside = counterparts(now, office).size() == ties / 2;
            const bool contested = obstacles(now, {asked, a}).at(0).contested.size() == now.size().contacts - 1;
            if (!held || !beside || !contested) ++wrong[reader];
        }
    };
    std::thread first(read, 0), second(read, 1);
    for (std::size_t n = 0; n < people; ++n) {
        book.add(tie{.key = key_of("t", n), .kind = n % 2 == 0 ? tie_kinds::holds : tie_kinds::counterpart_of, .from = actor_id(n + 1), .to = office});
        book.add(contact{.key = key_of("k", n), .act = acts::remark, .from = r, .on = date(start), .contests = {ban}});
        while (looks < n) std::this_thread::yield();
    }
    done = true;
    first.join();
    second.join();
    CHECK(wrong[0] == 0);
    CHECK(wrong[1] == 0);
    CHECK(holder(book.as_of(date(start)), office).who.size() == people / 2);
}
