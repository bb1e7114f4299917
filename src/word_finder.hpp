// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "short_text.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace demarche::inline v0::jsonl {

/// Finds words in a list that is known when the program is made: each has a slot to itself, so that one comparison tells.
template <std::size_t Count>
class word_finder {
    static_assert(Count < 32);

public:
    /// Does not compile where the words cannot be told apart so.
    consteval explicit word_finder(const std::array<std::string_view, Count>& words) : words_(words)
    {
        while (!place_all())
            if ((odd_ += 0x61C88646) == 1) throw "no multiplier gives each word a slot";
    }

    /// The position of the word in the list; `Count` where it is not there.
    std::size_t operator()(std::string_view word) const
    {
        const std::size_t found = word.empty() ? Count : slots_[slot_of(word)];
        return found < Count && detail::same_text(words_[found], word) ? found : Count;
    }

private:
    static constexpr std::size_t slot_bits = 8;

    constexpr std::size_t slot_of(std::string_view word) const
    {
        const auto letter = [word](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(word[i])); };
        const std::uint32_t mark = letter(0) | letter(word.size() / 3) << 8 | letter(word.size() - 1) << 16 | static_cast<std::uint32_t>(word.size()) << 24;
        return mark * odd_ >> (32 - slot_bits);
    }
    constexpr bool place_all()
    {
        slots_.fill(Count);
        for (std::size_t n = 0; n < Count; ++n) {
            std::uint8_t& slot = slots_[slot_of(words_[n])];
            if (slot != Count) return false;
            slot = static_cast<std::uint8_t>(n);
        }
        return true;
    }

    std::array<std::string_view, Count> words_;
    std::array<std::uint8_t, std::size_t{1} << slot_bits> slots_ = {};
    std::uint32_t odd_ = 0x9E3779B9;
};

}  // namespace demarche::inline v0::jsonl
