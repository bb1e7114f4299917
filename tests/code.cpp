// SPDX-License-Identifier: BSL-1.0
#include <demarche/cameo.hpp>
#include <demarche/cameo_actors.hpp>
#include <demarche/format.hpp>
#include <demarche/plover.hpp>

#include <doctest/doctest.h>

#include <concepts>
#include <unordered_set>

using namespace demarche;

namespace {

template <class A, class B>
concept comparable = requires(A a, B b)
{
    a == b;
};

static_assert(!std::is_convertible_v<old_cameo_code, cameo_code> && !std::is_constructible_v<cameo_code, old_cameo_code>);
static_assert(!std::is_convertible_v<cameo_code, old_cameo_code> && !std::is_constructible_v<old_cameo_code, cameo_code>);
static_assert(!comparable<cameo_code, old_cameo_code>);
static_assert(!std::is_convertible_v<const char*, cameo_code> && !std::is_constructible_v<cameo_code, int> && !std::is_default_constructible_v<cameo_code>);
static_assert(!comparable<cameo_country, cameo_actor_type> && !comparable<plover_event, plover_mode>);
static_assert(std::is_trivially_copyable_v<cameo_code> && sizeof(cameo_code) == 2 && std::totally_ordered<cameo_code>);

static_assert(cameo_code::find("036") == cameo_code::known("036") && cameo_code::labelled("Consult") == cameo_code::known("040"));

/// Where two rows are not in order of their texts, those of the second; empty where all are.
template <class List>
std::string_view first_misplaced()
{
    for (std::size_t i = 1; i < List::rows.size(); ++i)
        if (List::rows[i - 1].text >= List::rows[i].text) return List::rows[i].text;
    return {};
}

template <class Code>
void check_each_is_found()
{
    for (std::size_t i = 0; i < Code::size(); ++i) {
        const Code c = Code::of_index(i);
        CAPTURE(c.text());
        CHECK(c.index() == i);
        CHECK(Code::find(c.text()) == c);
        CHECK_FALSE(Code::find(std::string(c.text()) + ' '));
        CHECK_FALSE(Code::find(' ' + std::string(c.text())));
        CHECK_FALSE(Code::find(std::string(c.text()) + '\0'));
    }
    for (const std::string_view text : {"", " ", "0", "\xFF", "ZZZZ", "zzzz", "---", "036036"}) CHECK_FALSE(Code::find(text));
}

}  // namespace

TEST_CASE("every list is in order of its codes, without doubles")
{
    CHECK(first_misplaced<cameo::events>() == "");
    CHECK(first_misplaced<cameo::old_events>() == "");
    CHECK(first_misplaced<cameo::countries>() == "");
    CHECK(first_misplaced<cameo::actor_types>() == "");
    CHECK(first_misplaced<cameo::known_groups>() == "");
    CHECK(first_misplaced<cameo::religions>() == "");
    CHECK(first_misplaced<cameo::ethnic_groups>() == "");
    CHECK(first_misplaced<plover::events>() == "");
    CHECK(first_misplaced<plover::modes>() == "");
    CHECK(first_misplaced<plover::contexts>() == "");
}

TEST_CASE("each code is found by its text and by no other")
{
    check_each_is_found<cameo_code>();
    check_each_is_found<old_cameo_code>();
    check_each_is_found<cameo_country>();
    check_each_is_found<cameo_actor_type>();
    check_each_is_found<cameo_known_group>();
    check_each_is_found<cameo_religion>();
    check_each_is_found<cameo_ethnic_group>();
    check_each_is_found<plover_event>();
    check_each_is_found<plover_mode>();
    check_each_is_found<plover_context>();
}

TEST_CASE("leading zeros count: 01, 010 and 10 are three, and 36 is none")
{
    CHECK(cameo_code::find("01")->label() == "MAKE PUBLIC STATEMENT");
    CHECK(cameo_code::find("010")->label() == "Make statement");
    CHECK(cameo_code::find("10")->label() == "DEMAND");
    CHECK_FALSE(cameo_code::find("36"));
    CHECK_FALSE(cameo_code::find("0036"));
    CHECK_FALSE(cameo_code::find("13y"));
}

TEST_CASE("a label is found as it is written, and of two alike the first code")
{
    CHECK(cameo_code::labelled("CONSULT")->text() == "04");
    CHECK(cameo_code::labelled("Consult")->text() == "040");
    CHECK_FALSE(cameo_code::labelled("consult"));
    CHECK_FALSE(cameo_code::labelled(""));
    CHECK(cameo_ethnic_group::labelled("Kurd") < cameo_ethnic_group::find("kur"));
    for (std::size_t i = 0; i < cameo_code::size(); ++i) CHECK(cameo_code::labelled(cameo_code::of_index(i).label()) == cameo_code::of_index(i));
}

TEST_CASE("codes are ordered by text, hashed, and printed as their text")
{
    CHECK(cameo_code::known("03") < cameo_code::known("030"));
    CHECK(cameo_code::known("0311") < cameo_code::known("032"));
    CHECK(cameo_code::known("09") < cameo_code::known("10"));
    const std::unordered_set<cameo_code> some{cameo_code::known("036"), cameo_code::known("125"), cameo_code::known("036")};
    CHECK(some.size() == 2);
    CHECK(fmt::format("{} {:>5}", cameo_code::known("036"), plover_event::known("AID")) == "036   AID");
}
