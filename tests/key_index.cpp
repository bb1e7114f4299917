// SPDX-License-Identifier: BSL-1.0
#include "../src/key_index.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <vector>

using demarche::detail::key_index;

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
