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

TEST_CASE("an act of a code's own is named by its label, and leads back to the code")
{
    CHECK(of("164").text() == "Halt negotiations");
    CHECK(of("045").text() == "Mediate");
    CHECK(of("020").text() == "Make an appeal or request");
    CHECK(of("026") != acts::request);
    std::set<std::string_view> own;
    for (std::size_t i = 0; i < cameo_code::size(); ++i) {
        const auto c = cameo_code::of_index(i);
        if (known_to_the_meeting_request(act_of(c))) continue;
        CHECK(cameo_code::labelled(act_of(c).text()) == c);
        CHECK(own.insert(act_of(c).text()).second);
    }
    CHECK(own.size() == 312 - 9);
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
    CHECK(of_old("106").text() == "Demand withdrawal");
    CHECK(of_old("163") == of("164"));
}

TEST_CASE("PLOVER's requests and rejections to meet, and its consultations")
{
    CHECK(act_of(plover_mode::known("REQUEST/meet")) == acts::request);
    CHECK(act_of(plover_mode::known("REJECT/meet")) == acts::decline);
    CHECK(act_of(plover_event::known("CONSULT")) == acts::held);
    for (const std::string_view word : {"visit", "third-party", "multilateral", "phone"})
        CHECK(act_of(plover::mode_of(plover_event::known("CONSULT"), word).value()) == acts::held);
    CHECK(act_of(plover_event::known("REQUEST")).text() == "REQUEST");
    CHECK(act_of(plover_event::known("AGREE")).text() == "AGREE");
    CHECK(act_of(plover_mode::known("REQUEST/assist")).text() == "REQUEST/assist");
    CHECK(act_of(plover_mode::known("ASSAULT/firearms")).text() == "ASSAULT/firearms");
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
