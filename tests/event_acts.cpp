// SPDX-License-Identifier: BSL-1.0
#include <demarche/event_acts.hpp>

#include <demarche/lifecycles/meeting_request.hpp>

#include <doctest/doctest.h>

#include <map>
#include <set>
#include <string>
#include <thread>
#include <vector>

using namespace demarche;

namespace {

act of(std::string_view code) { return act_of(cameo_code::find(code).value()); }
act of_old(std::string_view code) { return act_of(old_cameo_code::find(code).value()); }

bool known_to_the_meeting_request(act a)
{
    const lifecycle& table = lifecycles::meeting_request;
    for (std::size_t i = 0; i < table.act_count; ++i)
        if (table.acts[i].name == a.text()) return true;
    return false;
}

}  // namespace

TEST_CASE("nine codes are acts of a meeting request, and no other changes a matter")
{
    std::map<std::string_view, act> found;
    for (std::size_t i = 0; i < cameo_code::size(); ++i)
        if (const auto c = cameo_code::of_index(i); known_to_the_meeting_request(act_of(c))) found.emplace(c.text(), act_of(c));
    const std::map<std::string_view, act> expected{{"036", acts::request}, {"106", acts::request}, {"125", acts::decline},
                                                   {"040", acts::held},    {"041", acts::held},    {"042", acts::held},
                                                   {"043", acts::held},    {"044", acts::held},    {"046", acts::held}};
    CHECK(found == expected);
}

TEST_CASE("an act of a code's own is named by its list and code, and leads back to the code")
{
    CHECK(of("164").text() == "cameo:164");
    CHECK(of("045").text() == "cameo:045");
    CHECK(of("026") != acts::request);
    CHECK(cameo_code_of(of("164"))->label() == "Halt negotiations");
    CHECK(!cameo_code_of(acts::request));
    CHECK(!cameo_code_of(act("cameo:13y")));
    CHECK(!cameo_code_of(act("event:164")));
    std::set<std::string_view> own;
    for (std::size_t i = 0; i < cameo_code::size(); ++i) {
        const auto c = cameo_code::of_index(i);
        if (known_to_the_meeting_request(act_of(c))) continue;
        CHECK(cameo_code_of(act_of(c)) == c);
        CHECK(own.insert(act_of(c).text()).second);
    }
    CHECK(own.size() == 312 - 9);
}

TEST_CASE("which events come as two rows that mirror each other")
{
    std::map<std::string_view, mirroring> found;
    for (const cameo_act& row : cameo_acts)
        if (row.mirrors != mirroring::none) found.emplace(row.code.text(), row.mirrors);
    const std::map<std::string_view, mirroring> expected{{"040", mirroring::same_code}, {"041", mirroring::same_code}, {"042", mirroring::visit},
                                                         {"043", mirroring::hosting},   {"044", mirroring::same_code}, {"046", mirroring::same_code}};
    CHECK(found == expected);
}

TEST_CASE("the rows of the map are found by their codes, appeals where they are wanted")
{
    for (const cameo_act& row : cameo_acts) CHECK(row_of(row.code) == &row);
    for (const cameo_act& row : cameo_appeals) {
        CHECK(row_of(row.code) == nullptr);
        CHECK(row_of(row.code, true) == &row);
    }
    CHECK(row_of(cameo_code::known("045"), true) == nullptr);
    CHECK(row_of(plover_event::known("CONSULT"), "what nobody foresaw")->means == acts::held);
    CHECK(row_of(plover_event::known("REJECT"), "") == nullptr);
}

TEST_CASE("appeals to meet are requests for those who take them so")
{
    std::set<std::string_view> codes;
    for (const cameo_act& row : cameo_appeals) {
        CHECK(row.means == acts::request);
        codes.insert(row.code.text());
    }
    CHECK(codes == std::set<std::string_view>{"020", "026"});
}

TEST_CASE("an act is what the event means, whatever its number")
{
    CHECK(of_old("124") == acts::decline);
    CHECK(of_old("108") == acts::request);
    CHECK(of_old("036") == acts::request);
    CHECK(of_old("044") == acts::held);
    CHECK(of_old("125") == of("126"));
    CHECK(of_old("106").text() == "cameo-0.9:106");
    CHECK(of_old("163") == of("164"));
}

TEST_CASE("PLOVER's requests and rejections to meet, and its consultations")
{
    CHECK(act_of(plover_mode::known("REQUEST/meet")) == acts::request);
    CHECK(act_of(plover_mode::known("REJECT/meet")) == acts::decline);
    CHECK(act_of(plover_event::known("CONSULT")) == acts::held);
    for (const std::string_view word : {"visit", "third-party", "multilateral", "phone"})
        CHECK(act_of(plover::mode_of(plover_event::known("CONSULT"), word).value()) == acts::held);
    CHECK(act_of(plover_event::known("REQUEST")).text() == "plover:REQUEST");
    CHECK(act_of(plover_event::known("AGREE")).text() == "plover:AGREE");
    CHECK(act_of(plover_mode::known("REQUEST/assist")).text() == "plover:REQUEST/assist");
    CHECK(act_of(plover_mode::known("ASSAULT/firearms")).text() == "plover:ASSAULT/firearms");
}

TEST_CASE("threads that ask first get the same acts")
{
    std::vector<std::vector<act>> found(4);
    std::vector<std::thread> threads;
    for (auto& mine : found)
        threads.emplace_back([&mine] {
            for (std::size_t i = 0; i < cameo_code::size(); ++i) mine.push_back(act_of(cameo_code::of_index(i)));
        });
    for (std::thread& t : threads) t.join();
    for (const auto& each : found) CHECK(each == found[0]);
}
