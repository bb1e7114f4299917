// SPDX-License-Identifier: BSL-1.0
#include <demarche/source.hpp>

#include <doctest/doctest.h>

using namespace demarche;

TEST_CASE("a report asserts unless it says otherwise")
{
    const report r{.on = contact_id{0}, .source = source_id{0}};
    CHECK(r.stance == stance::asserts);
    CHECK_FALSE(r.published);
    CHECK_FALSE(r.attribution);
    CHECK_FALSE(r.by);
}

TEST_CASE("a report on a contact is not one on the tie of the same number")
{
    const report on_contact{.on = contact_id{3}, .source = source_id{0}};
    const report on_tie{.on = tie_id{3}, .source = source_id{0}};
    CHECK(on_contact != on_tie);
}

TEST_CASE("reports differ in every field")
{
    const report r{.on = contact_id{0}, .source = source_id{0}, .published = date{"2023-05-26"}};
    report denial = r;
    denial.stance = stance::denies;
    CHECK(denial != r);
    report unnamed = r;
    unnamed.attribution = attribution::unnamed;
    CHECK(unnamed != r);
    report undated = r;
    undated.published.reset();
    CHECK(undated != r);
    report quoted = r;
    quoted.by = actor_id{0};
    CHECK(quoted != r);
}

TEST_CASE("a source's date is kept as it was written")
{
    const source s{.key = "fs", .published = date{"2023-05~"}};
    source sure = s;
    sure.published = date{"2023-05"};
    CHECK(sure != s);
    CHECK(sure.published->latest() == s.published->latest());
}
