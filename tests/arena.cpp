// SPDX-License-Identifier: BSL-1.0
#include "../src/arena.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

using namespace demarche::detail;

TEST_CASE("pieces are aligned for everything and keep what is in them")
{
    arena memory;
    std::vector<std::pair<unsigned char*, std::size_t>> pieces;
    for (std::size_t n = 1; n < 2'000; ++n) {
        const std::size_t size = n * 37 % 2'500 + 1;
        auto* const piece = static_cast<unsigned char*>(memory.take(size));
        REQUIRE(reinterpret_cast<std::uintptr_t>(piece) % alignof(std::max_align_t) == 0);
        std::memset(piece, static_cast<int>(n % 251), size);
        pieces.emplace_back(piece, size);
    }
    for (std::size_t n = 1; n <= pieces.size(); ++n)
        for (std::size_t i = 0; i < pieces[n - 1].second; ++i) REQUIRE(pieces[n - 1].first[i] == n % 251);
}

TEST_CASE("little is idle: a small one takes a kilobyte, a large one hardly more than its pieces")
{
    arena memory;
    CHECK(memory.bytes() == 0);
    memory.take(1);
    CHECK(memory.bytes() == 1024);
    std::size_t taken = 16;
    for (; taken < 8'000'000; taken += 1'248) memory.take(1'248);
    CHECK(memory.bytes() > taken);
    CHECK(memory.bytes() < taken + taken / 40);
}

TEST_CASE("a piece larger than any block has one of its own")
{
    arena memory;
    auto* const large = static_cast<unsigned char*>(memory.take(3'000'000));
    large[0] = 1;
    large[2'999'999] = 2;
    auto* const next = static_cast<unsigned char*>(memory.take(64));
    next[0] = 3;
    CHECK(large[0] == 1);
    CHECK(large[2'999'999] == 2);
    CHECK(memory.bytes() < 3'100'000);
}
