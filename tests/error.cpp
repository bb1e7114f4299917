// SPDX-License-Identifier: BSL-1.0
#include <demarche/error.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <string>

using namespace demarche;

TEST_CASE("what() has the whole place and the sentence")
{
    const error why(errc::unknown_key, {.file = "talks.jsonl", .line = 3, .column = 17, .field = "from"}, "\"x\" names nothing");
    CHECK(std::string(why.what()) == "talks.jsonl:3:17: from: \"x\" names nothing");
    CHECK(why.problem() == "\"x\" names nothing");
    CHECK(why.code() == errc::unknown_key);
    CHECK(why.where() == place{.file = "talks.jsonl", .line = 3, .column = 17, .field = "from"});
}

TEST_CASE("what is not known of the place is left out")
{
    CHECK(std::string(error(errc::invalid_value, {}, "no").what()) == "no");
    CHECK(std::string(error(errc::invalid_value, {.field = "rank"}, "no").what()) == "rank: no");
    CHECK(std::string(error(errc::unreadable, {.file = "f"}, "no").what()) == "f: no");
    CHECK(std::string(error(errc::unreadable, {.file = "f", .line = 2}, "no").what()) == "f:2: no");
    for (const place& where : {place{.line = 12}, place{.column = 12}, place{.line = 12, .field = "on"}}) {
        const std::string text = error(errc::invalid_date, where, "no").what();
        CHECK(text.find("12") != std::string::npos);
        CHECK(text.ends_with(": no"));
        CHECK(text.find(":0") == std::string::npos);
    }
}

TEST_CASE("an error is caught as a std::exception and survives its copies")
{
    std::unique_ptr<error> first = std::make_unique<error>(errc::cycle, place{.line = 9}, "a circle");
    const error copy = *first;
    first.reset();
    CHECK(copy.where().line == 9);
    CHECK(copy.problem() == "a circle");
    CHECK_THROWS_AS(throw error(copy), std::exception);
}

TEST_CASE("a result is a value or the error in its way")
{
    const result<int> good = 7;
    CHECK(good);
    CHECK(*good == 7);
    CHECK(result<int>(8).value() == 8);

    const result<int> bad = error(errc::invalid_value, {.column = 4}, "no number");
    CHECK_FALSE(bad);
    CHECK(bad.error().code() == errc::invalid_value);
    CHECK(bad.error().where().column == 4);
    CHECK_THROWS_WITH_AS(static_cast<void>(result<int>(bad).value()), bad.error().what(), error);
}

TEST_CASE("a result hands its value on without a copy")
{
    result<std::unique_ptr<int>> made = std::make_unique<int>(5);
    const std::unique_ptr<int> taken = *std::move(made);
    REQUIRE(taken);
    CHECK(*taken == 5);
    CHECK(result<std::string>(std::string("text"))->size() == 4);
}
