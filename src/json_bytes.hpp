// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "short_text.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

// Characters of JSON texts, eight at a time.

namespace demarche::inline v0::jsonl {

/// Eight characters, the first of them in the lowest byte.
class eight_bytes {
public:
    explicit eight_bytes(const char* at)
    {
        std::memcpy(&word_, at, sizeof word_);
        if constexpr (std::endian::native == std::endian::big) word_ = reversed(word_);
    }

    /// The characters of a text of at most eight, in any order, some perhaps twice, and otherwise blanks.
    static eight_bytes among(std::string_view few)
    {
        const std::uint64_t blanks = few.size() >= 4 ? 0 : few.size() >= 2 ? every(' ') << 32 : few.size() == 1 ? every(' ') << 8 : every(' ');
        return eight_bytes(detail::few_bytes(few) | blanks);
    }

    /// Not 0 where a character is beyond ASCII.
    std::uint64_t beyond_ascii() const { return word_ & every(0x80); }
    /// The position of the first `"`, `\` or control character; 8 where there is none.
    std::size_t first_special() const { return static_cast<std::size_t>(std::countr_zero(specials())) / 8; }
    bool has_special() const { return specials() != 0; }

private:
    explicit eight_bytes(std::uint64_t word) : word_(word) {}

    static constexpr std::uint64_t every(std::uint64_t byte) { return byte * 0x0101010101010101u; }
    static constexpr std::uint64_t reversed(std::uint64_t word)
    {
        std::uint64_t other = 0;
        for (int i = 0; i < 8; ++i, word >>= 8) other = other << 8 | (word & 0xFF);
        return other;
    }
    std::uint64_t specials() const { return equal('"') | equal('\\') | below(0x20); }
    // Each marks the high bit of the bytes that it asks for; above a marked byte, others may be marked too.
    std::uint64_t equal(char c) const
    {
        const std::uint64_t x = word_ ^ every(static_cast<unsigned char>(c));
        return (x - every(1)) & ~x & every(0x80);
    }
    std::uint64_t below(unsigned char least) const { return (word_ - every(least)) & ~word_ & every(0x80); }

    std::uint64_t word_ = 0;
};

constexpr bool is_special(char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; }

/// How many characters a JSON text may begin with as they are.
inline std::size_t plain_run(std::string_view text)
{
    std::size_t at = 0;
    for (; at + 8 <= text.size(); at += 8)
        if (const std::size_t first = eight_bytes(text.data() + at).first_special(); first < 8) return at + first;
    while (at < text.size() && !is_special(text[at])) ++at;
    return at;
}

/// Whether a JSON text may be as it is.
inline bool is_plain(std::string_view text)
{
    if (text.size() <= 8) return !eight_bytes::among(text).has_special();
    for (std::size_t at = 0; at + 8 < text.size(); at += 8)
        if (eight_bytes(text.data() + at).has_special()) return false;
    return !eight_bytes(text.data() + text.size() - 8).has_special();
}

}  // namespace demarche::inline v0::jsonl
