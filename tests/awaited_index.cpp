// SPDX-License-Identifier: BSL-1.0
#include "../src/awaited_index.hpp"

#include "seeds.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

using demarche::detail::awaited_index;

namespace {

using random_chronicle::dice;
using random_chronicle::for_every_seed;
using entry = awaited_index::entry;
using handle = awaited_index::handle;

constexpr std::int64_t earliest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t latest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t day = 86'400;
constexpr std::int64_t quarter = 1'024;

bool contains(const entry& e, std::int64_t at) { return e.begin <= at && at <= e.end; }
bool does_about(const entry& e, std::int64_t at)
{
    return (e.begin == earliest || e.begin - quarter < at) && (e.end >= latest - quarter || at < e.end + quarter);
}

/// One actor's set, and what should be in it.
struct twin {
    awaited_index index = {};
    std::vector<entry> all = {};

    void check_at(std::int64_t at) const
    {
        std::vector<handle> found;
        index.about(3, at, [&](std::span<const handle> some) {
            REQUIRE(some.size() <= awaited_index::page_size);
            found.insert(found.end(), some.begin(), some.end());
        });
        std::sort(found.begin(), found.end());
        REQUIRE(std::adjacent_find(found.begin(), found.end()) == found.end());
        std::size_t known = 0;
        for (const entry& e : all) {
            const bool is_found = std::binary_search(found.begin(), found.end(), e.which);
            known += is_found;
            if (contains(e, at)) REQUIRE(is_found);
            if (is_found) REQUIRE(does_about(e, at));
        }
        REQUIRE(known == found.size());
    }
    void add(const entry& e)
    {
        index.add(3, e);
        all.push_back(e);
    }
    void remove(std::size_t n)
    {
        index.remove(3, all[n]);
        all.erase(all.begin() + static_cast<std::ptrdiff_t>(n));
    }
};

entry random_entry(dice& roll, handle h)
{
    const std::int64_t begin = roll.from_to(-1'000, 1'000) * day + roll.from_to(0, 2'000);
    const std::int64_t end = roll.chance(30) ? latest : begin + roll.from_to(0, 90) * day;
    return {h, roll.chance(3) ? earliest : begin, end};
}

}  // namespace

TEST_CASE("of an actor of whom nothing is listed nothing is found")
{
    const twin none;
    CHECK_FALSE(none.index.has(3));
    none.check_at(0);
}

TEST_CASE("what awaits an actor is found as by looking at each, while it comes and goes")
{
    for_every_seed(20, [](dice& roll) {
        twin both;
        handle next = 1;
        for (std::size_t n = roll.below(200); n > 0; --n) both.all.push_back(random_entry(roll, next++));
        both.index.begin(3, both.all);
        both.index.begin(4, {});
        CHECK(both.index.has(3));
        for (int n = 0; n < 600; ++n) {
            both.add(random_entry(roll, next++));
            if (roll.chance(20)) both.index.add(4, random_entry(roll, next));
            while (!both.all.empty() && roll.chance(40)) both.remove(roll.below(both.all.size()));
            if (roll.chance(10)) both.check_at(roll.from_to(-1'100, 1'100) * day);
        }
        for (const std::int64_t at : {earliest, std::int64_t{0}, latest}) both.check_at(at);
        while (!both.all.empty()) both.remove(both.all.size() - 1);
        both.check_at(0);
        CHECK(both.index.bytes() < 40'000);
    });
}

TEST_CASE("what comes in place of what went takes no more memory")
{
    twin both;
    both.index.begin(3, {});
    both.add({1, 0, latest});
    const std::size_t bytes = both.index.bytes();
    for (handle h = 2; h < 1'000; ++h) {
        both.remove(0);
        both.add({h, 0, latest});
    }
    CHECK(both.index.bytes() == bytes);
    both.check_at(day);
}
