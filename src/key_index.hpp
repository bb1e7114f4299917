// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "short_text.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

// Keys, numbered from 0 in the order in which they came.

namespace demarche::detail {

/// Texts that stay where they are.
class lasting_texts {
public:
    /// Copies `text`; `at` of what this gives is that copy.
    const char* keep(std::string_view text);
    static std::string_view at(const char* kept);

private:
    struct chunk {
        std::unique_ptr<char[]> room;
        std::size_t size;
        std::size_t used;
    };
    char* room_for(std::size_t size);

    std::vector<chunk> chunks_;
};

/// Texts by number, which stay where they are too: a short one in its cell, so that it is one step away.
class text_cells {
public:
    text_cells() = default;
    text_cells(const text_cells& other);
    text_cells(text_cells&& other) noexcept : blocks_(std::move(other.blocks_)), long_(std::move(other.long_)), size_(std::exchange(other.size_, 0)) {}
    text_cells& operator=(text_cells other) noexcept;
    ~text_cells() = default;

    std::string_view operator[](std::size_t number) const
    {
        const cell& c = at(number);
        return c.size != long_size ? std::string_view(c.text, c.size) : lasting_texts::at(c.kept());
    }
    void push_back(std::string_view text);
    std::size_t size() const { return size_; }

private:
    static constexpr unsigned char long_size = 0xFF;
    static constexpr std::size_t first_block = 32;
    struct alignas(16) cell {
        char text[15];  // of a long one its address
        unsigned char size;

        const char* kept() const { return word_at<const char*>(text); }
    };

    /// Each block is twice as large as the one before.
    cell& at(std::size_t number) const
    {
        const std::size_t n = number + first_block;
        const auto block = static_cast<std::size_t>(std::bit_width(n / first_block)) - 1;
        return blocks_[block][n - (first_block << block)];
    }

    std::vector<std::unique_ptr<cell[]>> blocks_;
    lasting_texts long_;
    std::size_t size_ = 0;
};

/// The keys and their numbers: a hash table with open addressing. A regular value; what throws has changed nothing.
/// Texts that it gives last as long as it does, or what it is moved to.
class key_index {
public:
    /// The number of that key, which is the next one where it is new. Constant time on average, amortised.
    std::uint32_t number(std::string_view text);
    std::optional<std::uint32_t> find(std::string_view text) const;
    /// Precondition: `number < size()`.
    std::string_view text(std::uint32_t number) const { return texts_[number]; }
    std::size_t size() const { return texts_.size(); }
    void reserve(std::size_t keys);

private:
    struct slot {
        std::uint32_t hash = 0;
        std::uint32_t number = 0;  // counted from 1; 0 is an empty slot
    };

    std::size_t slot_of(std::string_view text, std::uint32_t hash) const;
    std::size_t home(std::uint32_t hash) const;
    std::size_t after(std::size_t place) const { return (place + 1) & (slots_.size() - 1); }
    void make_slots(std::size_t count);

    std::vector<slot> slots_;  // a power of two of them, or none
    text_cells texts_;
};

}  // namespace demarche::detail
