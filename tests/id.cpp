// SPDX-License-Identifier: BSL-1.0
#include <demarche/id.hpp>

#include <doctest/doctest.h>

#include <concepts>
#include <type_traits>
#include <unordered_set>

using namespace demarche;

namespace {

template <class A, class B>
concept comparable = requires(A a, B b)
{
    a == b;
};

template <class T>
concept adds_up = requires(T x)
{
    x + 1;
};

template <class From, class To>
constexpr bool kept_apart = !std::is_convertible_v<From, To> && !std::is_constructible_v<To, From> && !std::is_assignable_v<To&, From> && !comparable<From, To>;

static_assert(kept_apart<actor_id, tie_id>);
static_assert(kept_apart<tie_id, actor_id>);
static_assert(kept_apart<source_id, contact_id>);
static_assert(kept_apart<matter_id, contact_id>);
static_assert(kept_apart<report_id, contact_id>);

static_assert(!std::is_convertible_v<std::size_t, actor_id>);
static_assert(!std::is_convertible_v<int, actor_id>);
static_assert(!std::is_convertible_v<actor_id, std::size_t>);
static_assert(!std::is_convertible_v<actor_id, bool>, "a test of an id is asked for, never slipped in");
static_assert(!comparable<actor_id, int>);
static_assert(!adds_up<actor_id>);

static_assert(std::regular<actor_id> && std::totally_ordered<actor_id>);
static_assert(std::is_trivially_copyable_v<contact_id> && sizeof(contact_id) == 4);

static_assert(!actor_id{}, "a default-made id names nothing");
static_assert(actor_id{0}, "number 0 is a record as any other");
static_assert(actor_id{0} != actor_id{});
static_assert(actor_id{7}.index() == 7);
static_assert(actor_id{1} < actor_id{2});

}  // namespace

TEST_CASE("ids are keys of hashed containers")
{
    std::unordered_set<actor_id> seen;
    for (std::size_t i = 0; i < 1000; ++i) CHECK(seen.insert(actor_id{i}).second);
    CHECK(seen.insert(actor_id{}).second);
    CHECK_FALSE(seen.insert(actor_id{999}).second);
    CHECK(seen.size() == 1001);
}

TEST_CASE("ids are ordered by their numbers")
{
    CHECK(actor_id{} < actor_id{0});
    CHECK(actor_id{9} > actor_id{3});
    CHECK((actor_id{5} <=> actor_id{5}) == std::strong_ordering::equal);
}
