// SPDX-License-Identifier: BSL-1.0
#include <demarche/matter.hpp>

#include <doctest/doctest.h>

#include <set>

using namespace demarche;

TEST_CASE("a matter follows the meeting request unless it says otherwise")
{
    CHECK(matter{}.lifecycle == "meeting_request");
    CHECK(matter{.lifecycle = "measure"} != matter{});
}

TEST_CASE("the order of the respondents is part of a matter")
{
    const matter ab{.key = "m", .respondents = {actor_id{0}, actor_id{1}}};
    const matter ba{.key = "m", .respondents = {actor_id{1}, actor_id{0}}};
    CHECK(ab != ba);
}

TEST_CASE("exemptions count field by field")
{
    const exemption e{.actor = actor_id{0}, .act = acts::request, .during = date{"2023"}, .note = "for talks"};
    matter with{.key = "m", .exemptions = {e}};
    CHECK(with != matter{.key = "m"});
    matter other = with;
    CHECK(other == with);
    other.exemptions[0].during = date{"2024"};
    CHECK(other != with);
}

TEST_CASE("legs are ordered by matter, then by respondent")
{
    const leg first{matter_id{0}, actor_id{5}};
    const leg second{matter_id{1}, actor_id{2}};
    CHECK(first < second);
    CHECK(leg{matter_id{1}, actor_id{1}} < second);
    CHECK(std::set<leg>{second, first, second}.size() == 2);
}
