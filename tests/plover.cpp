// SPDX-License-Identifier: BSL-1.0
#include <demarche/format.hpp>
#include <demarche/plover.hpp>

#include "table_file.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

using namespace demarche;

namespace {

static_assert(plover::reading(cameo_code::known("106"))->event == plover_event::known("REQUEST"));

std::optional<double> number(const std::string& text) { return text.empty() ? std::nullopt : std::optional(std::stod(text)); }

std::string joined(const std::array<std::string_view, 2>& contexts)
{
    return std::string(contexts[0]) + (contexts[1].empty() ? "" : "; ") + std::string(contexts[1]);
}

using texts = std::set<std::string>;

}  // namespace

TEST_CASE("a mode belongs to its event")
{
    const auto request = plover_event::known("REQUEST");
    REQUIRE(plover::mode_of(request, "meet"));
    CHECK(plover::mode_of(request, "meet")->text() == "REQUEST/meet");
    CHECK_FALSE(plover::mode_of(plover_event::known("CONSULT"), "meet"));
    CHECK_FALSE(plover::mode_of(request, ""));
    CHECK_FALSE(plover::mode_of(request, "REQUEST/meet"));
    CHECK(plover::mode_of(plover_event::known("RETREAT"), "withdraw") != plover::mode_of(plover_event::known("SANCTION"), "withdraw"));
    for (std::size_t i = 0; i < plover_mode::size(); ++i) {
        const auto m = plover_mode::of_index(i);
        CHECK(plover::mode_of(plover::event_of(m), plover::word_of(m)) == m);
    }
    CHECK(plover::score(plover_mode::known("CONSULT/phone")) == 1.5);
    CHECK_FALSE(plover::score(plover_mode::known("PROTEST/vandalize")));
    CHECK(plover::score(plover_event::known("ACCUSE")) == 3.0);
}

TEST_CASE("a code has the reading that the mapping gives it, or none")
{
    const auto demand = plover::reading(cameo_code::known("106"));
    CHECK(demand == plover_reading{plover_event::known("REQUEST"), "meet", {"diplomatic"}});
    CHECK(plover::reading(cameo_code::known("04")) == plover_reading{plover_event::known("CONSULT")});
    CHECK(plover::reading(cameo_code::known("1124"))->contexts == std::array<std::string_view, 2>{"military", "legal"});
    CHECK(plover::reading(cameo_code::known("08"))->event != plover::reading(cameo_code::known("080"))->event);
}

TEST_CASE("the mapping's gaps are those that the header lists")
{
    texts without, no_mode, no_context;
    for (std::size_t i = 0; i < cameo_code::size(); ++i) {
        const auto c = cameo_code::of_index(i);
        const auto r = plover::reading(c);
        if (!r) {
            without.insert(std::string(root(c).text()));
            continue;
        }
        CHECK(!(root(c).text() == "01" || root(c).text() == "02"));
        if (!r->mode.empty() && !plover::mode_of(r->event, r->mode)) no_mode.insert(fmt::format("{} {} {}", c, r->event, r->mode));
        for (const std::string_view context : r->contexts)
            if (!context.empty() && !plover_context::find(context)) no_context.insert(fmt::format("{} {}", c, context));
    }
    CHECK(without == texts{"01", "02"});
    CHECK(no_mode == texts{"0842 RETREAT return", "085 RETREAT ease", "132 THREATEN ban", "1321 THREATEN political", "1322 THREATEN ban", "1712 ASSAULT seize",
                           "1722 COERCE ban", "175 ASSAULT pro_autocracy", "185 ASSAULT assassinate", "186 ASSAULT assassinate", "200 ASSAULT massacre",
                           "201 ASSAULT cleansing", "202 ASSAULT massacre", "203 ASSAULT cleansing"});
    CHECK(no_context == texts{"0333 humanitarian", "073 humanitarian", "0811 democracy", "0812 democracy", "082 democracy", "0863 humanitarian",
                              "1033 humanitarian", "1223 humanitarian", "1623 humanitarian"});
    CHECK_FALSE(cameo_code::find("1214"));
}

TEST_CASE("events, modes, contexts and the mapping are the published ones")
{
    std::size_t events = 0, modes = 0, contexts = 0, mapped = 0;
    for (const conformance::table_row& row : conformance::table_file("plover/plover_modes.tsv")) {
        const auto e = plover_event::find(row.at("event"));
        REQUIRE_MESSAGE(e, row.at("event"));
        const auto m = plover::mode_of(*e, row.at("mode"));
        CAPTURE(row.at("mode"));
        REQUIRE(m.has_value() == !row.at("mode").empty());
        CHECK((m ? plover::score(*m) : plover::score(*e)) == number(row.at("score")));
        ++(m ? modes : events);
    }
    for (const conformance::table_row& row : conformance::table_file("plover/plover_contexts.tsv")) {
        CHECK_MESSAGE(plover_context::find(row.at("context")), row.at("context"));
        ++contexts;
    }
    for (const conformance::table_row& row : conformance::table_file("plover/cameo2plover.tsv")) {
        const auto c = cameo_code::find(row.at("cameo"));
        CAPTURE(row.at("cameo"));
        REQUIRE((c || row.at("cameo") == "1214"));
        if (!c) continue;
        ++mapped;
        const auto r = plover::reading(*c);
        REQUIRE(r);
        CHECK(r->event.text() == row.at("plover_event"));
        CHECK(r->mode == row.at("plover_mode"));
        CHECK(joined(r->contexts) == row.at("plover_context"));
    }
    if (events == 0) return;
    CHECK(events == plover_event::size());
    CHECK(modes == plover_mode::size());
    CHECK(contexts == plover_context::size());
    std::size_t read = 0;
    for (std::size_t i = 0; i < cameo_code::size(); ++i) read += plover::reading(cameo_code::of_index(i)).has_value();
    CHECK(mapped == read);
}
