// SPDX-License-Identifier: BSL-1.0
#include "../src/key_index.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using demarche::detail::hash_of;
using demarche::detail::key_index;

namespace {

std::string key_of(std::size_t n) { return n % 8 == 0 ? fmt::format("a key that is longer than a cell {}", n) : fmt::format("k{}", n); }

/// Whether the index has that key under that number, or, where it `may_be_missing`, not at all.
bool has(const key_index& keys, std::size_t n, bool may_be_missing)
{
    const std::string key = key_of(n);
    const auto found = keys.find(key);
    return found ? *found == n && keys.text(*found) == key : may_be_missing;
}

/// Looks keys up while another thread adds them, and says how many are in.
class reader {
public:
    explicit reader(std::uint64_t seed) : seed_(seed) {}

    void watch(const key_index& keys, const std::atomic<std::size_t>& in, std::size_t all)
    {
        for (std::size_t known = 0; known < all && right_;) {
            known = in.load(std::memory_order_acquire);
            right_ = keys.size() >= known && has(keys, any_below(all), true) && !keys.find(fmt::format("never {}", any_below(all)));
            if (known > 0) right_ = right_ && has(keys, any_below(known), false) && has(keys, known - 1, false);
        }
    }
    bool was_right() const { return right_; }

private:
    std::size_t any_below(std::size_t limit)
    {
        seed_ = seed_ * 6364136223846793005u + 1442695040888963407u;
        return static_cast<std::size_t>(seed_ >> 33) % limit;
    }

    std::uint64_t seed_;
    bool right_ = true;
};

}  // namespace

TEST_CASE("keys are numbered in the order in which they came, and each has one number")
{
    key_index keys;
    CHECK_FALSE(keys.find("a"));
    CHECK(keys.number("a") == 0);
    CHECK(keys.number("b") == 1);
    CHECK(keys.number("a") == 0);
    CHECK(keys.size() == 2);
    CHECK(keys.find("b") == 1);
    CHECK_FALSE(keys.find("c"));
    CHECK(keys.size() == 2);
}

TEST_CASE("a key may be any text, of any length")
{
    std::vector<std::string> texts{"", std::string(1, '\0'), std::string(2, '\0'), "gr\xC3\xBC\xC3\x9F"};
    for (std::size_t size = 1; size < 600; ++size) {
        texts.emplace_back(size, 'x');
        texts.push_back(std::string(size, 'x') + 'y');
        texts.push_back('y' + std::string(size, 'x'));
    }
    texts.emplace_back(300'000, 'z');
    texts.emplace_back("after");
    key_index keys;
    for (std::size_t n = 0; n < texts.size(); ++n) REQUIRE(keys.number(texts[n]) == n);
    for (std::size_t n = 0; n < texts.size(); ++n) {
        REQUIRE(keys.find(texts[n]) == n);
        REQUIRE(keys.text(static_cast<std::uint32_t>(n)) == texts[n]);
    }
}

TEST_CASE("the text of a key stays where it is while others come")
{
    key_index keys;
    keys.number("first");
    const std::string_view first = keys.text(0);
    for (int n = 0; n < 100'000; ++n) REQUIRE(keys.number(fmt::format("c{}", n)) == static_cast<std::uint32_t>(n) + 1);
    CHECK(first.data() == keys.text(0).data());
    CHECK(first == "first");
    for (int n = 0; n < 100'000; ++n) REQUIRE(keys.find(fmt::format("c{}", n)) == static_cast<std::uint32_t>(n) + 1);
}

TEST_CASE("each of many keys is found again under its number")
{
    key_index keys;
    for (std::uint32_t n = 0; n < 60'000; ++n) REQUIRE(keys.number(fmt::format("k{}", n)) == n);
    REQUIRE(keys.size() == 60'000);
    for (std::uint32_t n = 0; n < 60'000; ++n) REQUIRE(keys.find(fmt::format("k{}", n)) == n);
    CHECK_FALSE(keys.find("k60000"));
}

TEST_CASE("room that was made beforehand changes no number")
{
    for (const std::size_t room : {1u, 20u, 5'000u, 200'000u}) {
        key_index keys;
        keys.number("first");
        keys.reserve(room);
        keys.reserve(0);
        CHECK(keys.size() == 1);
        CHECK(keys.find("first") == 0);
        for (std::uint32_t n = 1; n < 10'000; ++n) REQUIRE(keys.number(fmt::format("k{}", n)) == n);
        for (std::uint32_t n = 1; n < 10'000; ++n) REQUIRE(keys.find(fmt::format("k{}", n)) == n);
        CHECK(keys.find("first") == 0);
    }
}

TEST_CASE("more keys than there are numbers are refused")
{
    key_index keys;
    CHECK_THROWS_AS(keys.reserve(std::numeric_limits<std::size_t>::max()), std::length_error);
    CHECK(keys.number("a") == 0);
}

TEST_CASE("few keys take little room, many not much more than their cells and slots")
{
    key_index keys;
    CHECK(keys.bytes() == 0);
    keys.number("a");
    CHECK(keys.bytes() < 1024);
    for (int n = 0; n < 100'000; ++n) keys.number(fmt::format("k{}", n));
    CHECK(keys.bytes() > keys.size() * 24);
    CHECK(keys.bytes() < keys.size() * 48);
}

TEST_CASE("keys that have much of their hash in common are found, and take little room")
{
    key_index keys;
    std::vector<std::string> texts;
    for (std::size_t n = 0; texts.size() < 8'000; ++n) {
        std::string key = fmt::format("k{}", n);
        if (hash_of(key) >> 26 == 5) texts.push_back(std::move(key));
    }
    for (std::size_t n = 0; n < texts.size(); ++n) REQUIRE(keys.number(texts[n]) == n);
    CHECK(keys.bytes() < keys.size() * 96);
    for (int n = 0; n < 20'000; ++n) keys.number(fmt::format("other {}", n));
    for (std::size_t n = 0; n < texts.size(); ++n) REQUIRE(keys.find(texts[n]) == n);
}

TEST_CASE("a hint changes nothing, of a key that is there or not")
{
    key_index keys;
    for (int round = 0; round < 2; ++round) {
        for (const char* const key : {"a", "b"}) {
            keys.prefetch_slot(key);
            keys.prefetch_text(key);
        }
        CHECK(keys.number("a") == 0);
        CHECK_FALSE(keys.find("b"));
    }
}

TEST_CASE("keys are found by other threads while one adds")
{
    constexpr std::size_t all = 60'000;
    key_index keys;
    std::atomic<std::size_t> in = 0;
    std::array readers{reader(1), reader(2)};
    std::vector<std::thread> threads;
    for (reader& r : readers) threads.emplace_back([&] { r.watch(keys, in, all); });
    bool numbered = true;
    for (std::size_t n = 0; n < all; ++n) {
        numbered = numbered && keys.number(key_of(n)) == n;
        in.store(n + 1, std::memory_order_release);
    }
    for (std::thread& t : threads) t.join();
    CHECK(numbered);
    for (const reader& r : readers) CHECK(r.was_right());
}

TEST_CASE("… and while it makes room")
{
    constexpr std::size_t all = 3'000;
    key_index keys;
    for (std::size_t n = 0; n < all; ++n) keys.number(key_of(n));
    std::atomic<std::size_t> in = all - 1;
    reader other(3);
    std::thread thread([&] { other.watch(keys, in, all); });
    for (std::size_t room = all; room < 1'000'000; room *= 2) keys.reserve(room);
    in.store(all, std::memory_order_release);
    thread.join();
    CHECK(other.was_right());
}
