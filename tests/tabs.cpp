// SPDX-License-Identifier: BSL-1.0
#include "../src/tabs.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

using namespace demarche::detail;

namespace {

/// Any bytes, every `one_in`-th or so a tab.
std::string random_line(std::mt19937& roll, unsigned one_in)
{
    std::string text(roll() % 400, '\0');
    for (char& c : text) c = roll() % one_in == 0 ? '\t' : static_cast<char>(roll() % 256);
    return text;
}

std::vector<std::size_t> tabs_in(const std::string& text)
{
    std::vector<std::size_t> found;
    for (std::size_t at = text.find('\t'); at != std::string::npos; at = text.find('\t', at + 1)) found.push_back(at);
    return found;
}

}  // namespace

TEST_CASE("tabs: what is plain is found alike, one by one and many at a time")
{
    std::mt19937 roll;
    for (unsigned round = 0; round < 2000; ++round) {
        std::string text(roll() % 200, '\0');
        for (char& c : text) c = static_cast<char>(1 + roll() % 127);
        const std::size_t odd = roll() % 3 != 0 ? text.size() : roll() % (text.size() + 1);
        if (odd < text.size()) text[odd] = roll() % 2 != 0 ? '\0' : static_cast<char>(0x80 + roll() % 128);
        const std::string and_more = text + std::string(tab_window, '\0');  // which are none of it
        for (std::size_t at = 0; at <= text.size(); ++at) CHECK(plain_from(&and_more[at]) == plain_one_by_one(&and_more[at]));
        CHECK(is_plain(and_more.data(), text.size()) == (odd == text.size()));
    }
}

TEST_CASE("tabs: they are found alike, one by one and many at a time")
{
    std::mt19937 roll;
    for (unsigned line = 0; line < 500; ++line) {
        const std::string text = random_line(roll, 1 + line % 40);
        const std::string and_more = text + std::string(tab_window, '\t');  // which are none of its
        for (std::size_t at = 0; at <= text.size(); ++at) CHECK(tabs_from(&and_more[at]) == tabs_one_by_one(&and_more[at]));
        std::vector<std::size_t> found;
        each_window(and_more.data(), text.size(), [&](std::size_t begin, std::uint64_t tabs) { each_tab(tabs, [&](unsigned at) { found.push_back(begin + at); }); });
        CHECK(found == tabs_in(text));
    }
}
