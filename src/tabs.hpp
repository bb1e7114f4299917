// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// Tabs in texts, and what is plain ASCII, many characters at a time.

namespace demarche::inline v0::detail {

/// How many characters are looked at together.
inline constexpr std::size_t tab_window = 64;

/// The first so many of a window.
constexpr std::uint64_t first_of_window(std::size_t count) { return count < tab_window ? (std::uint64_t{1} << count) - 1 : ~std::uint64_t{0}; }

/// Which of the characters from there on `is` holds of, the first of them in the lowest bit. Precondition: so many characters can be read.
template <class Is>
std::uint64_t one_by_one(const char* at, Is is)
{
    std::uint64_t found = 0;
    for (unsigned i = 0; i < tab_window; ++i) found |= std::uint64_t{is(at[i])} << i;
    return found;
}
inline std::uint64_t tabs_one_by_one(const char* at)
{
    return one_by_one(at, [](char c) { return c == '\t'; });
}
/// ASCII other than NUL.
inline std::uint64_t plain_one_by_one(const char* at)
{
    return one_by_one(at, [](char c) { return c != 0 && (static_cast<unsigned char>(c) & 0x80) == 0; });
}

// The same, the fastest way that the machine has.
#if defined(__SSE2__)
template <class Are>
std::uint64_t sixteen_by_sixteen(const char* at, Are are)
{
    std::uint64_t found = 0;
    for (unsigned i = 0; i < tab_window; i += 16) {
        const __m128i some = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at + i));
        found |= std::uint64_t{static_cast<unsigned>(_mm_movemask_epi8(are(some)))} << i;
    }
    return found;
}
inline std::uint64_t tabs_from(const char* at)
{
    return sixteen_by_sixteen(at, [](__m128i some) { return _mm_cmpeq_epi8(some, _mm_set1_epi8('\t')); });
}
inline std::uint64_t plain_from(const char* at)
{
    return sixteen_by_sixteen(at, [](__m128i some) { return _mm_cmpgt_epi8(some, _mm_setzero_si128()); });
}
#else
inline std::uint64_t tabs_from(const char* at) { return tabs_one_by_one(at); }
inline std::uint64_t plain_from(const char* at) { return plain_one_by_one(at); }
#endif

/// Whether all of a text is ASCII without NUL. Precondition: as of `each_window`.
inline bool is_plain(const char* text, std::size_t size)
{
    for (std::size_t begin = 0; begin < size; begin += tab_window)
        if (~plain_from(text + begin) & first_of_window(size - begin)) return false;
    return true;
}

/// Calls take(begin, tabs) for each window of a text, with its place and its tabs as `tabs_from` has them. Precondition: `tab_window` characters behind the text
/// can be read.
template <class Take>
void each_window(const char* text, std::size_t size, Take take)
{
    for (std::size_t begin = 0; begin < size; begin += tab_window) take(begin, tabs_from(text + begin) & first_of_window(size - begin));
}

/// Calls take(position in the window) for each tab of one.
template <class Take>
void each_tab(std::uint64_t tabs, Take take)
{
    for (; tabs != 0; tabs &= tabs - 1) take(static_cast<unsigned>(std::countr_zero(tabs)));
}

}  // namespace demarche::inline v0::detail
