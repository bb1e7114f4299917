// SPDX-License-Identifier: BSL-1.0
#include <demarche/cameo.hpp>

#include "table_file.hpp"

#include <doctest/doctest.h>

#include <map>
#include <regex>
#include <set>
#include <string>

using namespace demarche;

namespace {

constexpr auto meet = cameo_code::known("036");

static_assert(goldstein(meet, goldstein_by::icews) == 4.0 && parent(meet) == cameo_code::known("03") && root(meet) == parent(meet) && level(meet) == 2);
static_assert(cameo::renumbered(old_cameo_code::known("124")) == cameo_code::known("125"));

/// One blank for many, straight quotation marks, and no remark that a code is for the rest.
std::string plainly(std::string label)
{
    label = std::regex_replace(label, std::regex("\xE2\x80\x9C|\xE2\x80\x9D"), "'");
    label = std::regex_replace(label, std::regex(" +"), " ");
    return std::regex_replace(label, std::regex(",? not spec(ified)? below\\.?$"), "");
}

std::optional<double> number(const std::string& text) { return text.empty() ? std::nullopt : std::optional(std::stod(text)); }

template <class Code>
void check_hierarchy(std::set<std::string_view>& roots)
{
    for (std::size_t i = 0; i < Code::size(); ++i) {
        const auto c = Code::of_index(i);
        CAPTURE(c.text());
        CHECK(level(c) == (parent(c) ? level(*parent(c)) + 1 : 1));
        CHECK(root(c) == (parent(c) ? root(*parent(c)) : c));
        CHECK(c.text().starts_with(root(c).text()));
        roots.insert(root(c).text());
    }
}

}  // namespace

TEST_CASE("every code has those above it up to a root, of which there are 20 in both numberings")
{
    std::set<std::string_view> roots, old_roots;
    check_hierarchy<cameo_code>(roots);
    check_hierarchy<old_cameo_code>(old_roots);
    CHECK(roots.size() == 20);
    CHECK(roots == old_roots);
    CHECK(parent(cameo_code::known("0311")) == cameo_code::known("031"));
    CHECK(parent(cameo_code::known("030")) == cameo_code::known("03"));
    CHECK_FALSE(parent(cameo_code::known("20")));
}

TEST_CASE("ICEWS and GDELT give five codes different values, and no others")
{
    std::set<std::string_view> differing;
    for (std::size_t i = 0; i < cameo_code::size(); ++i)
        if (const auto c = cameo_code::of_index(i); goldstein(c, goldstein_by::icews) != goldstein(c, goldstein_by::gdelt)) differing.insert(c.text());
    CHECK(differing == std::set<std::string_view>{"016", "022", "1213", "164", "165"});
    CHECK(goldstein(cameo_code::known("164"), goldstein_by::icews) == -6.5);
    CHECK(goldstein(cameo_code::known("164"), goldstein_by::gdelt) == -7.0);
    CHECK(goldstein(cameo_code::known("016"), goldstein_by::gdelt) == -2.0);
    CHECK(goldstein(cameo_code::known("1213"), goldstein_by::icews) == -4.0);
    CHECK_FALSE(goldstein(cameo_code::known("1213"), goldstein_by::gdelt));
}

TEST_CASE("GDELT's look-up file calls some codes what the older numbering called them")
{
    for (const auto same : {"101", "102", "103", "105", "106", "107", "108"}) {
        CAPTURE(same);
        CHECK(gdelt_label(*cameo_code::find(same)) == old_cameo_code::find(same)->label());
        CHECK(gdelt_label(*cameo_code::find(same)) != cameo_code::find(same)->label());
    }
    CHECK(gdelt_label(cameo_code::known("036")) == "Express intent to meet or negotiate");
    CHECK(gdelt_label(cameo_code::known("1213")).empty());
}

TEST_CASE("an older number is what it said, not the same number")
{
    const auto now = [](std::string_view old) {
        const auto found = cameo::renumbered(old_cameo_code::find(old).value());
        return found ? found->text() : "none";
    };
    CHECK(now("124") == "125");    // Reject proposal to meet, discuss, or negotiate
    CHECK(now("125") == "126");    // Reject mediation
    CHECK(now("108") == "106");    // Demand meeting, negotiation
    CHECK(now("105") == "108");    // Demand mediation
    CHECK(now("106") == "none");   // Demand withdrawal
    CHECK(now("166") == "163");    // Impose embargo, boycott, or sanctions
    CHECK(now("163") == "164");    // Halt negotiations
    CHECK(now("164") == "166");    // Expel or withdraw
    CHECK(now("1641") == "1661");  // has no such number now
    CHECK(now("0357") == "0356");
    CHECK(now("016") == "018");    // Make empathetic comment
    CHECK(now("036") == "036");
    CHECK(now("193") == "193");    // Fight or fight
    CHECK(now("0872") == "0872");  // the table's "Ease military blocka[-2.0"
    CHECK(now("1442") == "1442");
    CHECK(now("1452") == "none");  // labelled as 1442 by mistake
    CHECK(now("127") == "none");   // Reject accusation, deny responsibility
}

TEST_CASE("no two older numbers become one")
{
    std::set<cameo_code> reached;
    std::size_t lost = 0;
    for (std::size_t i = 0; i < old_cameo_code::size(); ++i)
        if (const auto now = cameo::renumbered(old_cameo_code::of_index(i))) CHECK(reached.insert(*now).second);
        else ++lost;
    CHECK(lost + reached.size() == old_cameo_code::size());
    CHECK(lost == 53);
}

TEST_CASE("every row is that of the published tables")
{
    const std::map<std::string, std::string> mended{{"0872", "Ease military blocka[-2.0"}, {"2041", "Use chemical, biological, or radiologicalweapons"}};
    std::size_t now = 0, old = 0;
    for (const conformance::table_row& row : conformance::table_file("cameo/cameo_codes.tsv")) {
        const std::string code = row.at("code");
        CAPTURE(code);
        const auto c = cameo_code::find(code);
        REQUIRE(c.has_value() == !row.at("label_icews_1.1b3").empty());
        if (c) {
            ++now;
            CHECK(c->label() == row.at("label_icews_1.1b3"));
            CHECK(root(*c).text() == row.at("root"));
            CHECK(std::to_string(level(*c)) == row.at("level"));
            CHECK(std::to_string(static_cast<int>(quad_class_of(*c))) == row.at("quad_class"));
            CHECK(goldstein(*c, goldstein_by::icews) == number(row.at("goldstein_icews")));
            CHECK(goldstein(*c, goldstein_by::gdelt) == number(row.at("goldstein_gdelt")));
            CHECK(gdelt_label(*c) == plainly(row.at("label_gdelt_lookup")));
        }
        const std::string old_label = plainly(row.at("label_old_0.9_gdeltPyR"));
        const auto o = old_cameo_code::find(code);
        REQUIRE(o.has_value() == !old_label.empty());
        if (o) {
            ++old;
            if (mended.contains(code)) CHECK((old_label == mended.at(code) && o->label() == c->label()));
            else CHECK(o->label() == old_label);
        }
        // Where the table flags no difference of the numberings, there is none.
        if (c && o && row.at("flag").find("OLD-NUMBERING") == std::string::npos) CHECK(cameo::renumbered(*o) == c);
    }
    if (now != 0) CHECK((now == cameo_code::size() && old == old_cameo_code::size()));
}

TEST_CASE("every event of ICEWS14 is found by its label, and of a published file by label and code alike")
{
    for (const conformance::table_row& row : conformance::table_file("cameo/icews_relation_counts.tsv")) {
        const auto found = cameo_code::labelled(row.at("label"));
        REQUIRE_MESSAGE(found, row.at("label"));
        CHECK(found->text() == row.at("code"));
    }
    std::set<std::string> seen;
    for (const conformance::table_row& row : conformance::table_file("icews/dataverse_2018_sample.tab")) {
        if (!seen.insert(row.at("CAMEO Code")).second) continue;
        const auto found = cameo_code::find(row.at("CAMEO Code"));
        REQUIRE_MESSAGE(found, row.at("CAMEO Code"));
        CHECK(found->label() == row.at("Event Text"));
        CHECK(goldstein(*found, goldstein_by::icews) == number(row.at("Intensity")));
    }
}
