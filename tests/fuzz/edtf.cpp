// SPDX-License-Identifier: BSL-1.0
#include "fuzz.hpp"

#include <demarche/date.hpp>

// A date: it is refused, or keeps its text and has bounds.

using namespace demarche;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string text = fuzz::text_of(data, size);
    const auto read = try_date(text);
    if (!read) return 0;
    fuzz::require(read->text() == text, "a date keeps its text");
    fuzz::require(read->earliest() <= read->latest(), "its first instant is no later than its last");
    const period p = period_of(*read);
    fuzz::require(p.begin_earliest <= p.begin_latest && p.end_earliest <= p.end_latest, "so are those of its ends");
    fuzz::require(before(*read, *read) != verdict::certainly && after(*read, *read) != verdict::certainly, "a date is not before itself");
    return 0;
}
