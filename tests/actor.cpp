// SPDX-License-Identifier: BSL-1.0
#include <demarche/actor.hpp>

#include <doctest/doctest.h>

#include <type_traits>

using namespace demarche;

static_assert(std::is_aggregate_v<actor> && std::is_default_constructible_v<actor>);

TEST_CASE("an actor is what its fields say")
{
    const actor mnd{.key = "mnd", .name = "Ministry", .kind = actor_kinds::organisation, .ids = {{"cameo", "CHNMIL"}}, .rank = 2, .other = {{"x", "1"}}};
    const auto differs = [&mnd](auto change) {
        actor other = mnd;
        CHECK(other == mnd);
        change(other);
        return other != mnd;
    };
    CHECK(differs([](actor& a) { a.key = "mod"; }));
    CHECK(differs([](actor& a) { a.name.clear(); }));
    CHECK(differs([](actor& a) { a.kind = actor_kinds::office; }));
    CHECK(differs([](actor& a) { a.ids[0].second = "CHN"; }));
    CHECK(differs([](actor& a) { a.rank.reset(); }));
    CHECK(differs([](actor& a) { a.other[0].second = "2"; }));
}

TEST_CASE("the codes of an actor keep their order")
{
    const actor one{.key = "a", .ids = {{"cameo", "USA"}, {"cow", "2"}}};
    const actor other{.key = "a", .ids = {{"cow", "2"}, {"cameo", "USA"}}};
    CHECK(one != other);
}

TEST_CASE("kinds are open")
{
    CHECK(actor{}.kind == actor_kind{});
    CHECK_FALSE(actor{}.rank);
    CHECK(actor_kind{"militia"}.text() == "militia");
    CHECK(actor_kind{"person"} == actor_kinds::person);
    CHECK(actor_kinds::office != actor_kinds::forum);
}
