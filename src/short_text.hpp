// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

// Texts that are mostly short, as keys and words are: read by words of the machine, without a call.

namespace demarche::inline v0::detail {

template <class Word>
Word word_at(const char* text)
{
    Word word;
    std::memcpy(&word, text, sizeof word);
    return word;
}

/// Whether the first and the last word of both are the same. Precondition: both have that size, and at least one word.
template <class Word>
bool same_ends(const char* a, const char* b, std::size_t size)
{
    const std::size_t last = size - sizeof(Word);
    return word_at<Word>(a) == word_at<Word>(b) && word_at<Word>(a + last) == word_at<Word>(b + last);
}

/// Whether both are the same.
inline bool same_text(std::string_view a, std::string_view b)
{
    const std::size_t size = a.size();
    if (size != b.size()) return false;
    if (size > 16) return std::memcmp(a.data(), b.data(), size) == 0;
    if (size >= 8) return same_ends<std::uint64_t>(a.data(), b.data(), size);
    if (size >= 4) return same_ends<std::uint32_t>(a.data(), b.data(), size);
    if (size >= 2) return same_ends<std::uint16_t>(a.data(), b.data(), size);
    return size == 0 || a[0] == b[0];
}

/// Copies a text to where there is room for it, and gives its end there.
inline char* copy_text(char* to, std::string_view text)
{
    const auto copy_ends = [&]<class Word>(Word) {
        const std::size_t last = text.size() - sizeof(Word);
        const Word first_word = word_at<Word>(text.data());
        const Word last_word = word_at<Word>(text.data() + last);
        std::memcpy(to, &first_word, sizeof(Word));
        std::memcpy(to + last, &last_word, sizeof(Word));
    };
    if (text.size() > 16 || text.size() < 4) std::memcpy(to, text.data(), text.size());
    else if (text.size() >= 8) copy_ends(std::uint64_t{});
    else copy_ends(std::uint32_t{});
    return to + text.size();
}

/// The product spreads low bits upward, the shift brings the high ones down.
constexpr std::uint64_t spread(std::uint64_t x)
{
    x *= 0x9E3779B97F4A7C15u;
    return x ^ x >> 32;
}

/// At most eight bytes as one number; those in the middle may count twice.
inline std::uint64_t few_bytes(std::string_view text)
{
    const std::size_t size = text.size();
    if (size >= 4) return word_at<std::uint32_t>(text.data()) | std::uint64_t{word_at<std::uint32_t>(text.data() + size - 4)} << 32;
    if (size >= 2) return word_at<std::uint16_t>(text.data()) | std::uint64_t{word_at<std::uint16_t>(text.data() + size - 2)} << 16;
    return size == 0 ? 0 : static_cast<unsigned char>(text[0]);
}

/// A hash, all of whose bits depend on all of the text.
inline std::uint32_t hash_of(std::string_view text)
{
    std::uint64_t sum = spread(text.size());
    for (; text.size() > 8; text.remove_prefix(8)) sum = spread(sum ^ word_at<std::uint64_t>(text.data()));
    return static_cast<std::uint32_t>(spread(spread(sum ^ few_bytes(text))) >> 32);
}

}  // namespace demarche::inline v0::detail
