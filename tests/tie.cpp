// SPDX-License-Identifier: BSL-1.0
#include <demarche/tie.hpp>

#include <doctest/doctest.h>

using namespace demarche;

static_assert(leads_upward(tie_kinds::part_of));
static_assert(leads_upward(tie_kinds::holds));
static_assert(!leads_upward(tie_kinds::counterpart_of), "a counterpart is beside, not above");
static_assert(!leads_upward(tie_kind{}));

TEST_CASE("a kind of the user's own does not lead upward")
{
    CHECK_FALSE(leads_upward(tie_kind{"allied_with"}));
    CHECK_FALSE(leads_upward(tie_kind{"Part_of"}));
    CHECK(leads_upward(tie_kind{"holds"}));
}

TEST_CASE("a tie is directed, and its period counts as it is written")
{
    const tie t{.key = "t1", .kind = tie_kinds::holds, .from = actor_id{0}, .to = actor_id{1}, .during = date{"2021-01-22/.."}};
    tie turned = t;
    std::swap(turned.from, turned.to);
    CHECK(turned != t);
    tie always = t;
    always.during.reset();
    CHECK(always != t);
    tie unknown_end = t;
    unknown_end.during = date{"2021-01-22/"};
    CHECK(unknown_end != t);
    tie later = t;
    later.recorded = date{"2023"};
    CHECK(later != t);
}
