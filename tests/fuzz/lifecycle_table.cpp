// SPDX-License-Identifier: BSL-1.0
#include "fuzz.hpp"

#include <demarche/lifecycle.hpp>

// A lifecycle's table: it is refused, or is the same when it is written and read.

using namespace demarche;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string text = fuzz::text_of(data, size);
    const auto table = try_parse_lifecycle(text);
    if (!table) return 0;
    const std::string written = to_text(*table);
    const auto again = try_parse_lifecycle(written);
    fuzz::require(static_cast<bool>(again), "what is written can be read");
    fuzz::require(*again == *table, "what is written is read as the same");
    return 0;
}
