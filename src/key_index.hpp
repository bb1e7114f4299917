// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
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

/// The keys and their numbers: a hash table with open addressing. A regular value; what throws has changed nothing.
/// Texts that it gives last as long as it does, or what it is moved to.
class key_index {
public:
    key_index() = default;
    key_index(const key_index& other);
    key_index(key_index&&) noexcept = default;
    key_index& operator=(const key_index& other) { return *this = key_index(other); }
    key_index& operator=(key_index&&) noexcept = default;
    ~key_index() = default;

    /// The number of that key, which is the next one where it is new. Constant time on average, amortised.
    std::uint32_t number(std::string_view text);
    std::optional<std::uint32_t> find(std::string_view text) const;
    /// Precondition: `number < size()`.
    std::string_view text(std::uint32_t number) const { return lasting_texts::at(texts_[number]); }
    std::size_t size() const { return texts_.size(); }
    void reserve(std::size_t keys);
    /// Takes back the key with the greatest number.
    void forget_last() noexcept;

private:
    struct slot {
        std::uint32_t hash = 0;
        std::uint32_t number = 0;  // counted from 1; 0 is an empty slot
    };

    std::size_t slot_of(std::string_view text, std::uint32_t hash) const;
    std::size_t home(std::uint32_t hash) const;
    std::size_t after(std::size_t place) const { return (place + 1) & (slots_.size() - 1); }
    void make_slots(std::size_t count);
    void empty(std::size_t place) noexcept;

    std::vector<slot> slots_;  // a power of two of them, or none
    std::vector<const char*> texts_;
    lasting_texts kept_;
};

}  // namespace demarche::detail
