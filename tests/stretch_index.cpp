// SPDX-License-Identifier: BSL-1.0
#include "../src/stretch_index.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <limits>
#include <random>
#include <thread>
#include <tuple>
#include <vector>

using demarche::detail::awaited_index;
using demarche::detail::stretch;
using demarche::detail::stretch_index;

namespace {

using handle = stretch_index::handle;

constexpr std::int64_t day = 86'400;
constexpr std::int64_t earliest = stretch_index::earliest;
constexpr std::int64_t latest = stretch_index::latest;

/// matter, awaited, kind, into, left
using answer = std::tuple<std::uint32_t, std::uint32_t, std::uint8_t, std::int64_t, std::int64_t>;

std::int64_t difference(std::int64_t a, std::int64_t b)
{
    if (b < 0 && a > latest + b) return latest;
    return a - b;
}

bool holds(const stretch& s, std::int64_t at) { return s.begin <= at && (at < s.end || s.end == latest); }
bool is_known(const stretch& s, std::int64_t at) { return s.known_from <= at && (at < s.known_to || s.known_to == latest); }
answer answer_of(const stretch& s, std::int64_t at) { return {s.matter, s.awaited, s.kind, difference(at, s.begin), difference(s.end, at)}; }

/// The index and what it should know.
struct twin {
    stretch_index index = {};
    std::vector<stretch> all = {};
    std::vector<handle> handles = {};
    std::vector<handle> nexts = {};

    handle add(const stretch& s, handle next = 0)
    {
        index.reserve(1);
        all.push_back(s);
        handles.push_back(index.add(s, next));
        nexts.push_back(next);
        if (all.size() == 2) list(1);
        if (all.size() == 150) list(6);
        return handles.back();
    }
    void list(std::uint32_t whom)
    {
        std::vector<awaited_index::entry> now;
        for (std::size_t n = 0; n < all.size(); ++n)
            if (all[n].awaited == whom && all[n].known_to == latest) now.push_back({handles[n], all[n].begin, all[n].end});
        index.list_awaiting(whom, now);
        REQUIRE(index.lists(whom));
    }
    void close(std::size_t n, std::int64_t known_to)
    {
        all[n].known_to = known_to;
        index.close(handles[n], known_to);
    }
    void check_each() const
    {
        for (std::size_t n = 0; n < all.size(); ++n) {
            REQUIRE(handles[n] != 0);
            REQUIRE(index[handles[n]] == all[n]);
            REQUIRE(index.next(handles[n]) == nexts[n]);
        }
    }
    void check_at(std::int64_t at) const
    {
        std::vector<answer> found;
        std::vector<answer> expected;
        index.at(at, [&](auto... x) { found.emplace_back(x...); });
        for (const stretch& s : all)
            if (s.known_to == latest && holds(s, at)) expected.push_back(answer_of(s, at));
        check_same(found, expected);
        for (const std::uint32_t whom : {1u, 2u, 6u, 8u}) {
            found.clear();
            index.at(at, [&](auto... x) { found.emplace_back(x...); }, whom);
            check_same(found, those_for(whom, expected));
        }
    }
    void check_at(std::int64_t at, std::int64_t known) const
    {
        std::vector<answer> found;
        std::vector<answer> expected;
        index.at(at, known, [&](auto... x) { found.emplace_back(x...); });
        for (const stretch& s : all)
            if (is_known(s, known) && holds(s, at)) expected.push_back(answer_of(s, at));
        check_same(found, expected);
        found.clear();
        index.at(at, known, [&](auto... x) { found.emplace_back(x...); }, 3);
        check_same(found, those_for(3, expected));
    }
    void check_current() const
    {
        std::vector<std::uint32_t> found;
        std::vector<std::uint32_t> expected;
        index.each_current([&](const stretch& s) {
            REQUIRE(s == all[s.matter]);
            found.push_back(s.matter);
        });
        for (const stretch& s : all)
            if (s.known_to == latest) expected.push_back(s.matter);
        std::sort(found.begin(), found.end());
        REQUIRE(found == expected);
    }
    /// About each instant at which something changes.
    void check_about(const stretch& s) const
    {
        for (const std::int64_t edge : {s.begin, s.end}) {
            if (edge != earliest) check_at(edge - 1);
            check_at(edge);
            if (edge != latest) check_at(edge + 1);
            for (const std::int64_t known : {s.known_from, s.known_to}) {
                if (known != earliest) check_at(edge, known - 1);
                check_at(edge, known);
                if (edge != earliest && known != latest) check_at(edge - 1, known + 1);
            }
        }
    }

private:
    /// Those that await it, or anybody.
    static std::vector<answer> those_for(std::uint32_t whom, std::vector<answer> all)
    {
        std::erase_if(all, [whom](const answer& a) { return std::get<1>(a) != whom && std::get<1>(a) != stretch_index::anybody; });
        return all;
    }
    static void check_same(std::vector<answer>& found, std::vector<answer> expected)
    {
        std::sort(found.begin(), found.end());
        std::sort(expected.begin(), expected.end());
        REQUIRE(found == expected);
    }
};

stretch made(std::size_t matter, std::int64_t begin, std::int64_t end, std::int64_t known_from = 0, std::int64_t known_to = latest)
{
    const auto m = static_cast<std::uint32_t>(matter);
    const std::uint32_t awaited = m % 7 != 5 ? m % 7 : stretch_index::anybody;
    return {m, awaited, static_cast<std::uint8_t>(m % 5), begin, end, known_from, known_to};
}

class dice {
public:
    explicit dice(unsigned seed) : random_(seed) {}

    std::int64_t within(std::int64_t least, std::int64_t greatest) { return std::uniform_int_distribution(least, greatest)(random_); }
    bool one_in(std::int64_t n) { return within(1, n) == 1; }

private:
    std::mt19937_64 random_;
};

/// Mostly days or months, but of every length.
stretch random_stretch(dice& d, std::size_t matter)
{
    std::int64_t begin = d.within(-3'000 * day, 3'000 * day);
    std::int64_t end = begin + d.within(0, 200 * day);
    if (d.one_in(3)) end = begin + d.within(0, std::int64_t{1} << d.within(0, 35));
    if (d.one_in(6)) end = latest;
    if (d.one_in(20)) begin = earliest;
    if (d.one_in(50)) begin = d.within(earliest, begin);
    if (d.one_in(50)) end = d.within(begin, latest);
    const std::int64_t known_from = d.one_in(20) ? earliest : d.within(-1'000, 1'000);
    return made(matter, begin, end, known_from, d.one_in(5) ? d.within(-1'000, 1'500) : latest);
}

}  // namespace

TEST_CASE("an index of no stretches gives none")
{
    const twin none;
    none.check_at(0);
    none.check_at(earliest);
    none.check_at(latest);
    none.check_at(0, 0);
    none.check_current();
}

TEST_CASE("a stretch contains its beginning and not its end, whatever its length")
{
    std::vector<std::int64_t> lengths{0, 1, 2, 60, day, 100 * day, 400 * day};
    for (const int bits : {19, 20, 21, 24, 30, 31, 32, 33, 40, 62})
        for (const std::int64_t more : {-1, 0, 1}) lengths.push_back((std::int64_t{1} << bits) + more);
    for (const std::int64_t begin : {std::int64_t{0}, std::int64_t{-1}, -10'000 * day, 20'000 * day + 7, std::int64_t{1} << 20, -(std::int64_t{1} << 24),
             std::int64_t{1} << 31, -(std::int64_t{1} << 45), earliest + 1}) {
        twin both;
        for (const std::int64_t length : lengths) both.add(made(both.all.size(), begin, begin + length));
        both.add(made(both.all.size(), begin, latest));
        for (const stretch& s : both.all) both.check_about(s);
        both.check_each();
        both.check_current();
    }
}

TEST_CASE("a stretch may be without beginning, without end, or without both")
{
    twin both;
    both.add(made(0, earliest, latest));
    both.add(made(1, earliest, 0));
    both.add(made(2, earliest, earliest));
    both.add(made(3, earliest, latest - 1));
    both.add(made(4, 0, latest));
    both.add(made(5, latest, latest));
    both.add(made(6, latest - 1, latest));
    both.add(made(7, latest - 2, latest - 1));
    both.add(made(8, earliest + 1, earliest + 2));
    for (const stretch& s : both.all) both.check_about(s);
    both.check_each();
    both.check_current();
}

TEST_CASE("a bucket's first and last instants, and those of the two after it")
{
    for (const int bits : {20, 25, 30}) {
        const std::int64_t width = std::int64_t{1} << bits;
        twin both;
        for (const std::int64_t begin : {-width, std::int64_t{-1}, std::int64_t{0}, width - 1, width})
            for (const std::int64_t length : {std::int64_t{1}, width - 1, width, width + 1, 2 * width - 1, 2 * width})
                both.add(made(both.all.size(), begin, begin + length));
        for (const stretch& s : both.all) both.check_about(s);
        both.check_each();
    }
}

TEST_CASE("a stretch is known from when it was added until it was closed, and never where it was closed before")
{
    twin both;
    both.add(made(0, 0, day, 100));
    both.add(made(1, 0, latest, 100));
    both.add(made(2, earliest, latest, 100));
    for (std::size_t n = 0; n < 3; ++n) {
        both.check_about(both.all[n]);
        both.close(n, 200);
        both.check_about(both.all[n]);
        both.check_current();
        both.close(n, 100);
        both.check_about(both.all[n]);
        both.close(n, earliest);
        both.check_about(both.all[n]);
    }
    both.check_each();
}

TEST_CASE("what is current is found among many that are not")
{
    twin both;
    for (std::size_t n = 0; n < 3'000; ++n) both.add(made(n, 0, n % 3 != 0 ? latest : day, 0, n % 1'000 != 0 ? 50 : latest));
    both.check_at(5);
    both.check_at(5, 10);
    both.check_current();
    for (std::size_t n = 0; n < 3'000; ++n) both.add(made(3'000 + n, 0, n % 3 != 0 ? latest : day));
    for (std::size_t n = 0; n < 5'900; n += n < 5'000 || n % 7 == 0 ? 1 : 2) both.close(n, 60);
    both.check_at(5);
    both.check_at(5, 10);
    both.check_at(5, 55);
    both.check_current();
    both.check_each();
    for (std::size_t n = both.all.size(); n-- > 0;) both.close(n, -1);
    both.check_at(5);
    both.check_at(5, 10);
    both.check_current();
    both.add(made(6'000, 1, 6));
    both.check_at(5);
    both.check_current();
}

TEST_CASE("those that stay current while more and more of the others are closed are found")
{
    for (unsigned seed = 0; seed < 4; ++seed) {
        dice d(seed);
        twin both;
        for (std::size_t n = 0; n < 2'000; ++n) both.add(made(n, d.within(0, day), n % 2 != 0 ? latest : d.within(day, 9 * day)), static_cast<handle>(n));
        while (std::any_of(both.all.begin(), both.all.end(), [](const stretch& s) { return s.known_to == latest; })) {
            for (std::size_t n = 0; n < 2'000; ++n)
                if (d.one_in(4)) both.close(n, d.within(1, 100));
            both.check_at(d.within(0, 9 * day));
            both.check_at(day, d.within(0, 101));
            both.check_current();
            both.check_each();
        }
    }
}

TEST_CASE("random stretches are found as by looking at each")
{
    for (unsigned seed = 0; seed < 12; ++seed) {
        dice d(seed);
        twin both;
        for (std::size_t n = 0; n < 1'500; ++n) {
            both.add(random_stretch(d, n), static_cast<handle>(d.within(0, 1'000)));
            if (d.one_in(2)) both.close(static_cast<std::size_t>(d.within(0, static_cast<std::int64_t>(n))), d.within(-1'200, 1'500));
        }
        both.check_each();
        both.check_current();
        for (int n = 0; n < 40; ++n) {
            const stretch& s = both.all[static_cast<std::size_t>(d.within(0, 1'499))];
            both.check_about(s);
            both.check_at(d.within(-3'300 * day, 3'300 * day));
            both.check_at(d.within(-3'300 * day, 3'300 * day), d.within(-1'200, 1'700));
            both.check_at(d.within(earliest, latest), d.within(-1'200, 1'700));
        }
    }
}

TEST_CASE("the stretches of a matter are a chain")
{
    dice d(1);
    stretch_index index;
    std::vector<handle> heads(100);
    std::vector<std::vector<stretch>> expected(heads.size());
    for (int n = 0; n < 5'000; ++n) {
        const auto m = static_cast<std::size_t>(d.within(0, 99));
        const stretch s = random_stretch(d, m);
        index.reserve(1);
        heads[m] = index.add(s, heads[m]);
        expected[m].push_back(s);
    }
    for (std::size_t m = 0; m < heads.size(); ++m) {
        std::vector<stretch> found;
        for (handle h = heads[m]; h != 0; h = index.next(h)) found.push_back(index[h]);
        std::reverse(found.begin(), found.end());
        REQUIRE(found == expected[m]);
    }
}

TEST_CASE("many may be reserved at once, and more than are then added")
{
    twin both;
    both.index.reserve(1'000);
    for (std::size_t n = 0; n < 600; ++n) {
        both.all.push_back(made(n, n % 2 != 0 ? earliest : 0, day));
        both.handles.push_back(both.index.add(both.all.back(), 0));
        both.nexts.push_back(0);
    }
    both.index.reserve(700);
    for (std::size_t n = 600; n < 1'300; ++n) {
        both.all.push_back(made(n, earliest, day));
        both.handles.push_back(both.index.add(both.all.back(), 0));
        both.nexts.push_back(0);
    }
    both.check_each();
    both.check_at(1);
    both.check_current();
}

TEST_CASE("the order of the answers depends on the stretches alone")
{
    const auto order = [] {
        dice d(3);
        twin both;
        for (std::size_t n = 0; n < 2'000; ++n) both.add(random_stretch(d, n));
        std::vector<std::uint32_t> matters;
        both.index.at(10, [&](std::uint32_t matter, auto...) { matters.push_back(matter); });
        both.index.at(10, 10, [&](std::uint32_t matter, auto...) { matters.push_back(matter); });
        both.index.each_current([&](const stretch& s) { matters.push_back(s.matter); });
        return matters;
    };
    CHECK(order() == order());
}

TEST_CASE("what is closed is listed no more")
{
    stretch_index listing;
    stretch_index other;
    listing.list_awaiting(1, {});
    for (int n = 0; n < 5'000; ++n)
        for (stretch_index* index : {&listing, &other}) {
            index->reserve(1);
            index->close(index->add(made(1, n, latest), 0), 1);
        }
    CHECK(listing.bytes() < other.bytes() + 5'000);
}

TEST_CASE("the bytes are about those of the stretches, and of what is listed")
{
    dice d(2);
    stretch_index index;
    CHECK(index.bytes_for_known() == 0);
    const std::size_t count = 100'000;
    std::vector<handle> handles;
    for (std::size_t n = 0; n < count; ++n) {
        const std::int64_t begin = d.within(0, 20 * 365 * day);
        stretch s = made(n, begin, begin + d.within(day, 200 * day));
        s.awaited = n % 4;
        index.reserve(1);
        handles.push_back(index.add(s, 0));
        if (n == 1'000) index.list_awaiting(2, {});
    }
    const std::size_t listed = (count - 1'000) / 4;
    CHECK(index.bytes() > count * 37 + listed * 12);
    CHECK(index.bytes() < count * 37 * 14 / 10 + listed * 14);
    const std::size_t before = index.bytes_for_known();
    CHECK(before >= count * 16);
    CHECK(before < index.bytes());
    for (std::size_t n = 0; n < count; n += 2) index.close(handles[n], 1);
    CHECK(index.bytes_for_known() == before + count / 2 * 21);
    CHECK(index.bytes_for_known() < index.bytes());
}

namespace {

/// One thread adds and closes while others ask. A matter's number says what its stretch is: every fifth is never closed, and the others are after a while.
class traffic {
public:
    static constexpr std::uint32_t matters = 30'000;

    static stretch of(std::uint32_t m)
    {
        const std::int64_t begin = (m * 7'919 % 4'000 - 2'000) * day;
        const std::int64_t end = m % 11 == 0 ? latest : begin + (m * 31 % 150 + 1) * day;
        return {m, m % 16 != 15 ? m % 16 : stretch_index::anybody, static_cast<std::uint8_t>(m), m % 101 == 0 ? earliest : begin, end, m, latest};
    }
    void write()
    {
        std::vector<handle> open;
        std::vector<handle> awaiting_3;
        index_.list_awaiting(1, {});
        for (std::uint32_t m = 0; m < matters; ++m) {
            index_.reserve(1);
            const handle h = index_.add(of(m), last_handle_.load(std::memory_order_relaxed));
            if (of(m).awaited == 3) awaiting_3.push_back(h);
            if (m == matters / 3) list_awaiting(3, awaiting_3);
            if (m % 5 != 0) open.push_back(h);
            if (open.size() > 300) {
                for (const handle closed : open) index_.close(closed, m);
                open.clear();
            }
            last_handle_.store(h, std::memory_order_relaxed);
            written_.store(m + 1, std::memory_order_release);
        }
    }
    /// What is wrong, counted.
    std::size_t read(unsigned seed)
    {
        dice d(seed);
        std::size_t wrong = 0;
        while (written_.load(std::memory_order_acquire) < matters) {
            const std::int64_t at = d.within(-2'100, 2'100) * day + d.within(0, day);
            wrong += wrong_at(at, [&](auto take) { index_.at(at, take); });
            wrong += wrong_at(at, [&](auto take) { index_.at(at, latest, take); });
            for (const std::uint32_t whom : {1u, 3u}) wrong += wrong_at(at, [&](auto take) { index_.at(at, take, whom); }, whom);
            if (d.one_in(10)) wrong += wrong_current();
        }
        return wrong;
    }

private:
    void list_awaiting(std::uint32_t whom, const std::vector<handle>& all)
    {
        std::vector<awaited_index::entry> now;
        for (const handle h : all)
            if (const stretch s = index_[h]; s.known_to == latest) now.push_back({h, s.begin, s.end});
        index_.list_awaiting(whom, now);
    }
    template <class Ask>
    std::size_t wrong_at(std::int64_t at, Ask ask, std::uint32_t whom = stretch_index::anybody)
    {
        const auto is_asked_for = [whom](const stretch& s) { return whom == stretch_index::anybody || s.awaited == whom || s.awaited == stretch_index::anybody; };
        const std::uint32_t before = written_.load(std::memory_order_acquire);
        std::vector<bool> found(matters);
        std::size_t wrong = 0;
        ask([&](std::uint32_t m, std::uint32_t awaited, std::uint8_t kind, std::int64_t into, std::int64_t left) {
            const stretch s = of(m);
            if (found[m] || !holds(s, at) || !is_asked_for(s) || answer(m, awaited, kind, into, left) != answer_of(s, at)) ++wrong;
            found[m] = true;
        });
        for (std::uint32_t m = 0; m < before; ++m)
            if (m % 5 == 0 && holds(of(m), at) && is_asked_for(of(m)) && !found[m]) ++wrong;
        return wrong;
    }
    std::size_t wrong_current()
    {
        const std::uint32_t before = written_.load(std::memory_order_acquire);
        std::vector<bool> found(matters);
        std::size_t wrong = 0;
        index_.each_current([&](const stretch& s) {
            if (found[s.matter] || s != of(s.matter)) ++wrong;
            found[s.matter] = true;
        });
        for (std::uint32_t m = 0; m < before; ++m)
            if (m % 5 == 0 && !found[m]) ++wrong;
        return wrong;
    }

    stretch_index index_;
    std::atomic<handle> last_handle_ = 0;
    std::atomic<std::uint32_t> written_ = 0;
};

}  // namespace

TEST_CASE("while one thread adds and closes, others find what was there")
{
    traffic t;
    std::size_t wrong[2] = {};
    std::thread first([&] { wrong[0] = t.read(1); });
    std::thread second([&] { wrong[1] = t.read(2); });
    t.write();
    first.join();
    second.join();
    CHECK(wrong[0] == 0);
    CHECK(wrong[1] == 0);
}
