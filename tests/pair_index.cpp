// SPDX-License-Identifier: BSL-1.0
#include "../src/pair_index.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <functional>
#include <iterator>
#include <limits>
#include <map>
#include <random>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

using demarche::detail::pair_index;

namespace {

constexpr std::int64_t day = 86'400;
constexpr std::int64_t always = std::numeric_limits<std::int64_t>::max();
constexpr std::uint32_t all = pair_index::no_contact;

struct row {
    std::uint32_t from;
    std::uint32_t to;
    std::uint32_t act;
    std::int64_t when;

    bool has_key_of(const row& other) const { return from == other.from && to == other.to && act == other.act; }
};

struct instant_in {
    const std::vector<row>& rows;

    std::int64_t operator()(std::uint32_t contact) const { return rows[contact].when; }
};

bool any(std::uint32_t) { return true; }
bool even(std::uint32_t contact) { return contact % 2 == 0; }

/// An index, and the naive one that it has to be like.
class both {
public:
    void add(const row& r)
    {
        const auto contact = static_cast<std::uint32_t>(rows_.size());
        rows_.push_back(r);
        index_.reserve_one();
        index_.add(r.from, r.to, r.act, contact, r.when, instant_in{rows_});
        naive_[{r.from, r.to, r.act}].push_back(contact);
    }
    std::uint32_t last(const row& r, std::uint32_t limit = all, const std::function<bool(std::uint32_t)>& keep = any) const
    {
        return index_.last(r.from, r.to, r.act, r.when, limit, instant_in{rows_}, keep);
    }
    std::uint32_t expected(const row& r, std::uint32_t limit = all, const std::function<bool(std::uint32_t)>& keep = any) const
    {
        const auto found = naive_.find({r.from, r.to, r.act});
        std::uint32_t last = pair_index::no_contact;
        if (found == naive_.end()) return last;
        for (std::uint32_t c : found->second)
            if (c < limit && rows_[c].when <= r.when && keep(c) && (last == pair_index::no_contact || rows_[c].when >= rows_[last].when)) last = c;
        return last;
    }
    std::uint32_t size() const { return static_cast<std::uint32_t>(rows_.size()); }
    const row& operator[](std::size_t contact) const { return rows_[contact]; }
    void prefetch(const row& r) { index_.prefetch(r.from, r.to, r.act); }
    void prefetch_list(const row& r) { index_.prefetch_list(r.from, r.to, r.act); }

private:
    std::vector<row> rows_;
    pair_index index_;
    std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>, std::vector<std::uint32_t>> naive_;
};

/// Mostly in order, one in ten up to a year late.
class calendar {
public:
    explicit calendar(unsigned seed) : random_(seed) {}

    std::uint32_t below(std::uint32_t end) { return static_cast<std::uint32_t>(random_() % end); }
    std::int64_t next()
    {
        now_ += below(3) * day / 2;
        return below(10) == 0 ? now_ - below(365) * day : now_;
    }
    /// Of 0 to `actors`, the first ones more often.
    std::uint32_t actor(double actors)
    {
        const double u = std::uniform_real_distribution<double>(0, 1)(random_);
        return static_cast<std::uint32_t>(actors * u * u * u);
    }

private:
    std::mt19937_64 random_;
    std::int64_t now_ = 0;
};

/// Asks about the key of that contact at an instant not far from it.
void check_about(const both& b, calendar& c, std::uint32_t contact)
{
    row asked = b[contact];
    asked.when += (static_cast<std::int64_t>(c.below(400)) - 200) * day;
    const std::uint32_t limit = c.below(b.size() + 1);
    REQUIRE(b.last(asked) == b.expected(asked));
    REQUIRE(b.last(asked, limit) == b.expected(asked, limit));
    REQUIRE(b.last(asked, limit, even) == b.expected(asked, limit, even));
    asked.when = always;
    REQUIRE(b.last(asked) == b.expected(asked));
    REQUIRE(b.last(asked, limit, even) == b.expected(asked, limit, even));
}

}  // namespace

TEST_CASE("an index without contacts has none, and takes no memory")
{
    pair_index index;
    CHECK(index.last(1, 2, 3, always, all, [](std::uint32_t) { return 0; }, any) == pair_index::no_contact);
    index.prefetch(1, 2, 3);
    index.prefetch_list(1, 2, 3);
    CHECK(index.bytes() == 0);
}

TEST_CASE("the last contact of a key is that of the latest instant, among equals the one that came last")
{
    both b;
    for (std::int64_t when : {10, 30, 20, 30, 10}) b.add({0, 0, 0, when});
    b.add({0, 0, 1, 40});
    b.add({0, 1, 0, 40});
    b.add({1, 0, 0, 40});
    CHECK(b.last({0, 0, 0, 9}) == pair_index::no_contact);
    CHECK(b.last({0, 0, 0, 10}) == 4);
    CHECK(b.last({0, 0, 0, 29}) == 2);
    CHECK(b.last({0, 0, 0, 50}) == 3);
    CHECK(b.last({0, 0, 0, 50}, 3) == 1);
    CHECK(b.last({0, 0, 0, 50}, 0) == pair_index::no_contact);
    CHECK(b.last({0, 0, 0, 50}, all, even) == 2);
    CHECK(b.last({0, 0, 1, 50}) == 5);
    CHECK(b.last({0, 1, 0, 50}) == 6);
    CHECK(b.last({1, 0, 0, 50}) == 7);
    CHECK(b.last({1, 1, 0, 50}) == pair_index::no_contact);
}

TEST_CASE("keys may have the greatest numbers")
{
    both b;
    b.add({0xFFFFFFFF, 0xFFFFFFFF, 0xFFFF, std::numeric_limits<std::int64_t>::min()});
    b.add({0xFFFFFFFF, 0xFFFFFFFE, 0xFFFF, always});
    CHECK(b.last({0xFFFFFFFF, 0xFFFFFFFF, 0xFFFF, std::numeric_limits<std::int64_t>::min()}) == 0);
    CHECK(b.last({0xFFFFFFFF, 0xFFFFFFFE, 0xFFFF, always}) == 1);
    CHECK(b.last({0xFFFFFFFF, 0xFFFFFFFF, 0xFFFE, always}) == pair_index::no_contact);
}

TEST_CASE("an index is like a naive one, whatever the number of keys")
{
    for (double actors : {1.0, 3.0, 20.0, 300.0}) {
        calendar c(static_cast<unsigned>(actors));
        both b;
        for (std::uint32_t n = 0; n < 20'000; ++n) {
            b.add({c.actor(actors), c.actor(actors), c.below(8), c.next()});
            if (n % 16 == 0) check_about(b, c, c.below(b.size()));
        }
        for (std::uint32_t n = 0; n < b.size(); n += 7) check_about(b, c, n);
    }
}

TEST_CASE("a key may have thousands of contacts, of which one in ten is late")
{
    calendar c(1);
    both b;
    for (std::uint32_t n = 0; n < 5'000; ++n) {
        b.add({7, 8, 9, c.next()});
        check_about(b, c, c.below(b.size()));
    }
}

TEST_CASE("the contacts of a key may come in any order")
{
    const std::function<std::int64_t(std::uint32_t)> orders[] = {
        [](std::uint32_t n) { return std::int64_t{n}; },
        [](std::uint32_t n) { return -std::int64_t{n}; },
        [](std::uint32_t) { return std::int64_t{0}; },
        [](std::uint32_t n) { return std::int64_t{n} * 7919 % 9001; },
        [](std::uint32_t n) { return n % 2 == 0 ? std::int64_t{n} : -std::int64_t{n}; },
    };
    for (const auto& order : orders) {
        std::vector<std::int64_t> instants;
        pair_index index;
        const auto when = [&](std::uint32_t contact) { return instants[contact]; };
        std::map<std::int64_t, std::uint32_t> last_at;
        for (std::uint32_t n = 0; n < 70'000; ++n) {
            instants.push_back(order(n));
            index.reserve_one();
            index.add(1, 2, 3, n, instants.back(), when);
            last_at[instants.back()] = n;
            const std::int64_t asked = order(n * 31 % (n + 1)) + 1;
            const auto found = last_at.upper_bound(asked);
            const std::uint32_t expected = found != last_at.begin() ? std::prev(found)->second : pair_index::no_contact;
            REQUIRE(index.last(1, 2, 3, asked, all, when, any) == expected);
        }
    }
}

TEST_CASE("each of many keys is found, and no other")
{
    both b;
    constexpr std::uint32_t end = 300'000;
    for (std::uint32_t n = 0; n < end; ++n) {
        const row r{n / 1'000, n % 1'000, n % 5, n};
        if (n > end / 2) {
            b.prefetch(r);
            b.prefetch_list(r);
        }
        b.add(r);
    }
    for (std::uint32_t n = 0; n < end; ++n) {
        REQUIRE(b.last({n / 1'000, n % 1'000, n % 5, always}) == n);
        REQUIRE(b.last({n / 1'000, n % 1'000, n % 5 + 1, always}) == pair_index::no_contact);
        REQUIRE(b.last({n / 1'000 + 1'000, n % 1'000, n % 5, always}) == pair_index::no_contact);
    }
}

TEST_CASE("what was fetched ahead, of other keys or long before, makes no difference")
{
    for (double actors : {3.0, 40.0, 900.0}) {
        CAPTURE(actors);
        calendar c(11);
        both b;
        std::vector<row> coming;
        for (std::uint32_t n = 0; n < 60'000; ++n) {
            while (coming.size() < 40) coming.push_back({c.actor(actors), c.actor(actors), c.below(4), c.next()});
            b.prefetch(coming[c.below(40)]);
            for (int i = 0; i < 2; ++i) b.prefetch_list(coming[c.below(c.below(2) == 0 ? 4 : 40)]);
            b.add(coming.front());
            coming.erase(coming.begin());
            if (n % 16 == 0) check_about(b, c, n - c.below(std::min(n + 1, 64u)));
        }
        for (std::uint32_t n = 0; n < b.size(); n += 7) REQUIRE(b.last({b[n].from, b[n].to, b[n].act, always}) == b.expected({b[n].from, b[n].to, b[n].act, always}));
    }
}

TEST_CASE("an index takes few bytes a contact")
{
    for (double actors : {10'000.0, 1'200.0}) {
        calendar c(3);
        std::vector<std::int64_t> instants;
        pair_index index;
        for (std::uint32_t n = 0; n < 1'000'000; ++n) {
            instants.push_back(c.next());
            index.reserve_one();
            index.add(c.actor(actors), c.actor(actors), c.below(8), n, instants.back(), [&](std::uint32_t contact) { return instants[contact]; });
        }
        const double bytes = static_cast<double>(index.bytes()) / 1e6;
        MESSAGE("1 million contacts of " << actors << " actors: " << bytes << " bytes a contact");
        CHECK(bytes < 28);
    }
}

namespace {

/// Contacts that one thread adds while others ask, and tells of each thereafter.
class shared_index {
public:
    explicit shared_index(std::uint32_t size) : rows_(size) {}

    /// Half of them of few keys.
    void add_all()
    {
        calendar c(5);
        for (row& r : rows_) {
            const double actors = c.below(2) == 0 ? 2.0 : 200.0;
            r = {c.actor(actors), c.actor(actors), c.below(3), c.next()};
        }
        for (std::uint32_t n = 0; n < rows_.size(); ++n) {
            const row& far = rows_[std::min<std::size_t>(n + 16, rows_.size() - 1)];
            const row& soon = rows_[std::min<std::size_t>(n + 6, rows_.size() - 1)];
            index_.prefetch(far.from, far.to, far.act);
            index_.prefetch_list(soon.from, soon.to, soon.act);
            index_.reserve_one();
            index_.add(rows_[n].from, rows_[n].to, rows_[n].act, n, rows_[n].when, instant_in{rows_});
            told_.store(n + 1, std::memory_order_release);
        }
    }
    struct asked {
        row what;
        std::uint32_t limit;
        std::uint32_t answer;
    };
    /// What was asked until all had been added, as far as it is to be checked at leisure.
    std::vector<asked> ask(unsigned seed, int& wrong) const
    {
        calendar c(seed);
        std::vector<asked> samples;
        for (std::uint32_t limit = 0; limit < rows_.size();) {
            limit = told_.load(std::memory_order_acquire);
            if (limit == 0) continue;
            const std::uint32_t recent = std::min(limit, std::uint32_t{50});
            row what = rows_[c.below(2) == 0 ? c.below(limit) : limit - 1 - c.below(recent)];
            if (c.below(2) == 0) what.when += (static_cast<std::int64_t>(c.below(100)) - 50) * day;
            const std::uint32_t answer = index_.last(what.from, what.to, what.act, what.when, limit, instant_in{rows_}, any);
            if (answer != pair_index::no_contact && !(answer < limit && rows_[answer].has_key_of(what) && rows_[answer].when <= what.when)) ++wrong;
            if (samples.size() < 2'000 || c.below(20) == 0) samples.push_back({what, limit, answer});
        }
        return samples;
    }
    std::uint32_t expected(const asked& a) const
    {
        std::uint32_t last = pair_index::no_contact;
        for (std::uint32_t n = 0; n < a.limit; ++n)
            if (rows_[n].has_key_of(a.what) && rows_[n].when <= a.what.when && (last == pair_index::no_contact || rows_[n].when >= rows_[last].when)) last = n;
        return last;
    }

private:
    std::vector<row> rows_;
    pair_index index_;
    std::atomic<std::uint32_t> told_ = 0;
};

}  // namespace

TEST_CASE("while one thread adds, others find what they were told of")
{
    shared_index shared(50'000);
    std::vector<shared_index::asked> samples[2];
    int wrong[2] = {};
    std::vector<std::thread> readers;
    for (unsigned r = 0; r < 2; ++r) readers.emplace_back([&, r] { samples[r] = shared.ask(r, wrong[r]); });
    shared.add_all();
    for (std::thread& t : readers) t.join();
    for (std::size_t r = 0; r < 2; ++r) {
        CHECK(wrong[r] == 0);
        CHECK(samples[r].size() > 0);
        const std::size_t step = samples[r].size() / 2'000 + 1;
        for (std::size_t s = 0; s < samples[r].size(); s += step) REQUIRE(shared.expected(samples[r][s]) == samples[r][s].answer);
    }
}

TEST_CASE("what is asked in the midst of an addition is answered as before it")
{
    calendar c(9);
    std::vector<row> rows;
    pair_index index;
    const instant_in when{rows};
    std::vector<std::uint32_t> last(9, pair_index::no_contact);
    int wrong = 0;
    for (std::uint32_t n = 0; n < 20'000; ++n) {
        rows.push_back({c.below(3), c.below(3), 0, c.next()});
        const std::size_t k = rows[n].from * 3 + rows[n].to;
        const auto ask = [&] { return index.last(rows[n].from, rows[n].to, 0, always, n, when, any); };
        const auto asking_when = [&](std::uint32_t contact) {
            wrong += ask() != last[k] ? 1 : 0;
            return when(contact);
        };
        index.reserve_one();
        index.add(rows[n].from, rows[n].to, 0, n, rows[n].when, asking_when);
        wrong += ask() != last[k] ? 1 : 0;
        if (last[k] == pair_index::no_contact || rows[n].when >= rows[last[k]].when) last[k] = n;
    }
    CHECK(wrong == 0);
}
