// SPDX-License-Identifier: BSL-1.0
#include <demarche/cameo_actors.hpp>

#include "table_file.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace demarche;

namespace {

template <class Code>
void check_is_published(const std::string& file)
{
    CAPTURE(file);
    std::size_t rows = 0;
    for (const conformance::table_row& row : conformance::table_file(file)) {
        const auto c = Code::find(row.at("code"));
        REQUIRE_MESSAGE(c, row.at("code"));
        const std::string& label = row.at("label");
        CHECK(c->label() == label.substr(0, label.find_last_not_of(' ') + 1));
        ++rows;
    }
    if (rows != 0) CHECK(rows == Code::size());
}

}  // namespace

TEST_CASE("countries and roles are found by code and by name")
{
    CHECK(cameo_country::find("CHN")->label() == "China");
    CHECK(cameo_country::labelled("Georgia")->text() == "GEO");
    CHECK_FALSE(cameo_country::find("chn"));
    CHECK_FALSE(cameo_country::find("CN"));
    CHECK(cameo_actor_type::find("MIL")->label() == "Military");
    CHECK_FALSE(cameo_actor_type::find("CHN"));
    CHECK(cameo_known_group::find("AAM")->label() == "Al Aqsa Martyrs Brigade");
}

TEST_CASE("the lists of actor codes are the published ones")
{
    check_is_published<cameo_country>("cameo/cameo_country.tsv");
    check_is_published<cameo_actor_type>("cameo/cameo_actor_type.tsv");
    check_is_published<cameo_known_group>("cameo/cameo_known_group.tsv");
    check_is_published<cameo_religion>("cameo/cameo_religion.tsv");
    check_is_published<cameo_ethnic_group>("cameo/cameo_ethnic.tsv");
}
