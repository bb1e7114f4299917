// SPDX-License-Identifier: BSL-1.0
#include "fuzz.hpp"

#include "../../src/text_lines.hpp"

#include <demarche/error.hpp>

#include <sstream>

// A gzip stream: it is refused, or gives lines of which none is longer than allowed, and no more than it may grow to.

using namespace demarche;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    constexpr std::size_t longest = 1000;
    constexpr std::uint64_t most_expansion = 2;
    constexpr std::uint64_t always_allowed = std::uint64_t{65} << 20;
    std::istringstream in("\x1F\x8B" + fuzz::text_of(data, size));
    std::uint64_t taken = 0;
    std::uint64_t number = 0;
    try {
        detail::text_lines lines(in, "input", longest, most_expansion);
        while (const auto line = lines.next()) {
            fuzz::require(line->number == ++number, "lines are counted from 1");
            fuzz::require(line->text.size() <= longest, "no line is longer than allowed");
            taken += line->text.size();
        }
    } catch (const error& why) {
        fuzz::require(why.code() == errc::unreadable, "a broken stream is unreadable");
    }
    fuzz::require(taken <= always_allowed + most_expansion * (size + 2), "a stream grows no further than it may");
    return 0;
}
