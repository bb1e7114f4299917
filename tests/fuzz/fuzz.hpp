// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

// What fuzz targets have in common: each is a function of some bytes, which returns, or ends the process where a law does not hold.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace fuzz {

inline std::string text_of(const std::uint8_t* data, std::size_t size) { return {reinterpret_cast<const char*>(data), size}; }

/// A law of the library: ends the process, and says which it was, where it does not hold.
inline void require(bool holds, const char* law)
{
    if (holds) return;
    std::fprintf(stderr, "this does not hold: %s\n", law);
    std::abort();
}

}  // namespace fuzz
