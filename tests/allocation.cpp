// SPDX-License-Identifier: BSL-1.0
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <demarche/contacts.hpp>
#include <demarche/status.hpp>

#include <chrono>
#include <cstdlib>
#include <limits>
#include <new>
#include <thread>
#include <vector>

// What an answer asks of the system: once a thread has given one, nothing more. A program of its own, since it counts in its operator new.

namespace {

thread_local std::size_t taken = 0;
thread_local std::size_t left = std::numeric_limits<std::size_t>::max();  ///< how many more times there is memory

void* counted(std::size_t bytes, std::size_t alignment)
{
    if (left == 0) throw std::bad_alloc();
    --left;
    ++taken;
    if (void* piece = std::aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment)) return piece;
    throw std::bad_alloc();
}

// Out of line: GCC takes a free that it sees beside a new for a mistake.
[[gnu::noinline]] void give_back(void* piece) { std::free(piece); }

}  // namespace

void* operator new(std::size_t bytes) { return counted(bytes, alignof(std::max_align_t)); }
void* operator new(std::size_t bytes, std::align_val_t alignment) { return counted(bytes, static_cast<std::size_t>(alignment)); }
void operator delete(void* piece) noexcept { give_back(piece); }
void operator delete(void* piece, std::size_t) noexcept { give_back(piece); }
void operator delete(void* piece, std::align_val_t) noexcept { give_back(piece); }
void operator delete(void* piece, std::size_t, std::align_val_t) noexcept { give_back(piece); }

using namespace demarche;

namespace {

/// One matter, r's request to a, and two sources that may differ.
struct dossier {
    chronicle book = {};
    actor_id r = book.add(actor{.key = "r"});
    actor_id a = book.add(actor{.key = "a"});
    actor_id clerk = book.add(actor{.key = "clerk"});
    actor_id office = book.add(actor{.key = "office"});
    actor_id deputy = book.add(actor{.key = "deputy"});
    source_id one = book.add(source{.key = "one", .published = date{"2023-01-01"}});
    source_id other = book.add(source{.key = "other", .published = date{"2023-01-01"}});
    matter_id m = book.add(matter{.key = "m", .requester = r, .respondents = {a}, .occasion = date{"2023-06-20"}});

    contact_id put(act does, actor_id from, const char* on, contact more = {.on = date{"2023"}})
    {
        more.key = "c" + std::to_string(book.size().contacts + 1);
        more.matter = m;
        more.act = does;
        more.from = from;
        more.on = date{on};
        return book.add(more);
    }
    void dispute(contact_id c)
    {
        book.add(report{.on = c, .source = one, .stance = stance::asserts});
        book.add(report{.on = c, .source = other, .stance = stance::denies});
    }
    view now() const { return book.as_of(date{"2023-07-31"}); }
};

std::size_t taken_by(const view& standpoint, leg of)
{
    const std::size_t before = taken;
    const status s(standpoint, of);
    return taken - before;
}

/// Asks twice; the second time nothing is taken, on this thread and on a new one.
void check_takes_nothing(const view& standpoint, leg of)
{
    taken_by(standpoint, of);
    CHECK(taken_by(standpoint, of) == 0);
    std::size_t elsewhere = 1;
    std::thread([&] {
        taken_by(standpoint, of);
        elsewhere = taken_by(standpoint, of);
    }).join();
    CHECK(elsewhere == 0);
}

dossier exact()
{
    dossier d;
    d.put(acts::request, d.r, "2023-03-01T10:00:00Z");
    d.put(acts::acknowledge, d.a, "2023-03-02T10:00:00Z");
    d.put(acts::accept, d.a, "2023-03-02T10:00:00Z");
    return d;
}

dossier disputed()
{
    dossier d;
    d.put(acts::request, d.r, "2023-03-01");
    d.dispute(d.put(acts::accept, d.a, "2023-03-05"));
    d.dispute(d.put(acts::postpone, d.r, "2023-03-04/2023-09"));
    return d;
}

dossier vague()
{
    dossier d;
    d.put(acts::request, d.r, "2023-03/2023-06");
    d.put(acts::acknowledge, d.a, "2023-04/2023-06");
    d.put(acts::reiterate, d.r, "2023-04-15/2023-07-10");
    d.put(acts::counter, d.a, "2023-05/2023-06");
    d.put(acts::accept, d.a, "2023-05/2023-07");
    d.put(acts::decline, d.a, "2023-05-15/2023-07-20");
    return d;
}

/// The clerk holds an office of a's, is disputed there, and delegates to a deputy.
dossier delegated()
{
    dossier d;
    d.book.add(tie{.key = "holds", .kind = tie_kinds::holds, .from = d.clerk, .to = d.office, .during = date{"2023-03/.."}});
    const tie_id part = d.book.add(tie{.key = "part", .kind = tie_kinds::part_of, .from = d.office, .to = d.a});
    d.book.add(report{.on = part, .source = d.one, .stance = stance::asserts});
    d.book.add(report{.on = part, .source = d.other, .stance = stance::denies});
    const contact_id asked = d.put(acts::request, d.r, "2023-03-01");
    const contact_id wrong = d.put(acts::accept, d.clerk, "2023-03-04");
    const contact_id right = d.put(acts::acknowledge, d.clerk, "2023-03-04", {.on = date{"2023"}, .in_reply_to = asked, .corrects = wrong});
    d.put(acts::remark, d.clerk, "2023-03-05", {.on = date{"2023"}, .in_reply_to = wrong});
    d.put(acts::delegate, d.clerk, "2023-03/2023-04", {.on = date{"2023"}, .in_reply_to = right, .delegate = d.deputy});
    d.put(acts::accept, d.deputy, "2023-04-02");
    return d;
}

/// More contacts than a word has bits, in one chain, after a disputed one.
dossier long_chain()
{
    dossier d;
    d.put(acts::request, d.r, "2023-03-01");
    d.dispute(d.put(acts::decline, d.a, "2023-03-02"));
    for (int i = 0; i < 100; ++i) d.put(acts::remark, d.r, "2023-04");
    return d;
}

dossier too_vague()
{
    dossier d;
    for (int day = 10; day < 30; ++day) d.put(acts::reiterate, d.r, ("2023-04/2023-05-" + std::to_string(day)).c_str());
    return d;
}

}  // namespace

TEST_CASE("a status takes no memory but what its thread has: an exact leg")
{
    const dossier d = exact();
    check_takes_nothing(d.now(), {d.m, d.a});
}

TEST_CASE("… a disputed one")
{
    const dossier d = disputed();
    check_takes_nothing(d.now(), {d.m, d.a});
    check_takes_nothing(d.now().known_by(date{"2023-02"}).according_to({d.one}), {d.m, d.a});
}

TEST_CASE("… one of six vague dates")
{
    const dossier d = vague();
    check_takes_nothing(d.now(), {d.m, d.a});
    CHECK(status(d.now(), {d.m, d.a}).possible.size() == 8);
}

TEST_CASE("… one with ties, corrections and a delegate, and the delegate's")
{
    const dossier d = delegated();
    check_takes_nothing(d.now(), {d.m, d.a});
    check_takes_nothing(d.now(), {d.m, d.deputy});
    CHECK(legs(d.now(), d.m).size() == 2);
}

TEST_CASE("… a long one, and one too vague to enumerate")
{
    const dossier d = long_chain();
    check_takes_nothing(d.now(), {d.m, d.a});
    CHECK(status(d.now(), {d.m, d.a}).why_uncertain.dispute);
    const dossier e = too_vague();
    check_takes_nothing(e.now(), {e.m, e.a});
    CHECK(status(e.now(), {e.m, e.a}).why_uncertain.too_many);
}

TEST_CASE("a search over all legs takes memory for what it finds alone")
{
    const dossier d = delegated();
    const view standpoint = d.now();
    CHECK(pending(standpoint).empty());
    const std::size_t before = taken;
    CHECK(pending(standpoint).empty());
    CHECK(taken == before);
}

namespace {

template <class Ask>
std::size_t taken_by_asking(Ask ask)
{
    const std::size_t before = taken;
    ask();
    return taken - before;
}

/// Asks twice; the second time nothing is taken, on this thread and on a new one.
template <class Ask>
void check_asking_takes_nothing(Ask ask)
{
    ask();
    CHECK(taken_by_asking(ask) == 0);
    std::size_t elsewhere = 1;
    std::thread([&] {
        ask();
        elsewhere = taken_by_asking(ask);
    }).join();
    CHECK(elsewhere == 0);
}

/// Some hundred plain requests among four, of which others are disputed, corrected, vague, or have two respondents; and a view from before the last of them.
struct registry {
    dossier d = delegated();
    actor_id busy = d.book.add(actor{.key = "busy"});
    matter_id shared = {};
    std::vector<leg> legs = {};
    view before;

    registry() : before(d.now())
    {
        shared = d.book.add(matter{.key = "shared", .requester = d.r, .respondents = {d.a, d.deputy}});
        request(0, 150);
        before = d.now();
        request(150, 300);
        for (std::size_t m = 0; m < d.book.size().matters; ++m)
            for (const leg l : demarche::legs(d.now(), matter_id(m))) legs.push_back(l);
    }

    void request(int from, int to)
    {
        for (int n = from; n < to; ++n) {
            const auto day = std::chrono::sys_days{std::chrono::year{2023} / 3 / 1} + std::chrono::days{n};
            const matter_id m = d.book.add(matter{.key = "m" + std::to_string(n), .requester = d.r, .respondents = {busy}, .reply_by = date{day + std::chrono::days{9}}});
            d.book.add(plain_contact{.matter = m, .act = acts::request, .from = d.r, .to = busy, .on = day, .recorded = day});
            if (n % 3 == 0) d.book.add(plain_contact{.matter = m, .act = acts::accept, .from = busy, .to = d.r, .on = day + std::chrono::days{3}, .recorded = day});
            if (n % 30 == 1) d.dispute(d.book.add(contact{.key = "x" + std::to_string(n), .matter = m, .act = acts::decline, .from = busy, .on = date{"2023-07/2023-08"}}));
            if (n % 30 == 2) d.book.add(contact{.key = "y" + std::to_string(n), .matter = shared, .act = acts::request, .from = d.r, .to = d.a, .on = date{day}});
        }
    }

    /// As of a day on which much is open, in every way of asking.
    template <class Ask>
    void check(Ask ask) const
    {
        const perspective one{d.one};
        for (const view& v : {d.now(), before})
            for (const view& at : {v.as_of(date{"2023-07-04"}), v.as_of(date{"2023-07-04T12:00:00Z"})})
                for (const view& asked : {at, at.known_by(date{"2023-06-20"}), at.according_to(one)}) check_asking_takes_nothing([&] { ask(asked); });
    }
};

}  // namespace

TEST_CASE("lists of legs take no memory where there is room for them")
{
    const registry all;
    std::vector<leg> found;
    found.reserve(2 * all.legs.size());
    std::size_t some = 0;
    all.check([&](const view& v) {
        pending(v, found);
        some = std::max(some, found.size());
        pending(v, found, verdict::possibly);
    });
    CHECK(some > 5);
    for (const actor_id whom : {all.busy, all.d.a, all.d.r})
        all.check([&](const view& v) { awaiting(v, whom, found); });
}

TEST_CASE("the last contact of two takes no memory")
{
    const registry all;
    std::size_t some = 0;
    all.check([&](const view& v) {
        for (const act how : {acts::request, acts::accept, acts::decline, acts::remark})
            for (const actor_id other : {all.busy, all.d.a, all.d.clerk}) some += last_contact(v, all.d.r, other, how) ? 1 : 0;
    });
    CHECK(some > 0);
}

TEST_CASE("the statuses of some legs take no memory but where they are put")
{
    const registry all;
    std::vector<leg> old;
    for (const leg l : all.legs)
        if (l.matter.index() < all.before.size().matters) old.push_back(l);
    std::vector<status> found(all.legs.size());
    all.check([&](const view& v) {
        const std::vector<leg>& asked = v.size() == all.before.size() ? old : all.legs;
        statuses(v, asked, std::span(found).first(asked.size()));
        for (const leg l : old) found[0] = status(v, l);
    });
}

TEST_CASE("where the system has no more memory, a status throws, and the next one is right")
{
    const dossier d = vague();
    const view standpoint = d.now();
    const status right(standpoint, {d.m, d.a});
    std::size_t failures = 0;
    bool same = true;
    std::thread([&] {
        for (std::size_t enough = 0; same; ++enough) try {
                left = enough;
                same = status(standpoint, {d.m, d.a}) == right;
                break;
            } catch (const std::bad_alloc&) {
                ++failures;
            }
        left = std::numeric_limits<std::size_t>::max();
        same = same && status(standpoint, {d.m, d.a}) == right;
    }).join();
    CHECK(failures > 0);
    CHECK(same);
}
