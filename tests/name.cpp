// SPDX-License-Identifier: BSL-1.0
#include <demarche/contact.hpp>
#include <demarche/tie.hpp>

#include <doctest/doctest.h>

#include <concepts>
#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

using namespace demarche;

namespace {

template <class A, class B>
concept comparable = requires(A a, B b)
{
    a == b;
};

static_assert(!std::is_convertible_v<act, channel> && !std::is_constructible_v<act, channel> && !comparable<act, channel>);
static_assert(!std::is_constructible_v<actor_kind, tie_kind> && !comparable<actor_kind, act>);
static_assert(!std::is_convertible_v<const char*, act>, "interning looks the text up: it is asked for");
static_assert(std::is_trivially_copyable_v<act> && sizeof(act) == 4);
static_assert(std::totally_ordered<act>);

static_assert(acts::request == act::known("request"));
static_assert(acts::request != acts::reiterate);
static_assert(acts::request && !act{});

}  // namespace

TEST_CASE("a text and its constant are the same name")
{
    CHECK(act{"request"} == acts::request);
    CHECK(act{"occasion_passed"} == acts::occasion_passed);
    CHECK(tie_kind{"part_of"} == tie_kinds::part_of);
    CHECK(act{"request"}.number() == acts::request.number());
}

TEST_CASE("a name keeps its text, whatever it is")
{
    const std::string odd("gr\xC3\xBC\xC3\x9F\0en", 10);
    CHECK(act{odd}.text() == odd);
    CHECK(act{odd} != act{std::string_view(odd).substr(0, 6)});
    CHECK(act{"Request"} != acts::request);
    CHECK(acts::condition_met.text() == "condition_met");
}

TEST_CASE("a default-made name is empty and false, as the empty text is")
{
    CHECK_FALSE(act{});
    CHECK(act{}.text().empty());
    CHECK(act{""} == act{});
    CHECK_FALSE(act{""});
}

TEST_CASE("names are ordered by text, byte by byte, not by when they were first met")
{
    const act late{"zz_first_met"};
    const act early{"aa_then_met"};
    CHECK(early < late);
    CHECK(act{"B"} < act{"a"});
    CHECK(act{"a"} < act{"\xC3\xA4"});
    CHECK(acts::accept < acts::request);
    CHECK((act{"same"} <=> act{"same"}) == std::strong_ordering::equal);
}

TEST_CASE("interned texts stay where they are")
{
    const std::string_view text = act{"a name that is longer than any small string"}.text();
    const char* const where = text.data();
    for (int i = 0; i < 10'000; ++i) act{"filler_" + std::to_string(i)};
    CHECK(act{"a name that is longer than any small string"}.text().data() == where);
    CHECK(text == "a name that is longer than any small string");
}

TEST_CASE("threads that intern the same texts get the same names")
{
    constexpr std::size_t texts = 2000;
    std::vector<std::vector<act>> met(8);
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < met.size(); ++t)
        threads.emplace_back([&mine = met[t], t] {
            mine.resize(texts);
            for (std::size_t i = 0; i < texts; ++i) {
                const std::size_t n = t % 2 == 0 ? i : texts - 1 - i;
                mine[n] = act{"shared_" + std::to_string(n)};
            }
        });
    for (std::thread& thread : threads) thread.join();
    bool same = true;
    std::unordered_set<act> distinct;
    for (std::size_t n = 0; n < texts; ++n) {
        distinct.insert(met[0][n]);
        for (const auto& mine : met) same = same && mine[n] == met[0][n] && mine[n].text() == "shared_" + std::to_string(n);
    }
    CHECK(same);
    CHECK(distinct.size() == texts);
}
