// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "fetch.hpp"
#include "short_text.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Names in files, as they are matched: U+00A0 is a space, runs of spaces are one, the ends are trimmed. Nothing fuzzier.

namespace demarche::inline v0::detail {

/// Whether a text is valid UTF-8 without NUL.
bool is_text(std::string_view text);

/// The text as it is matched; `room` is where it is put where it differs from what is written.
std::string_view normalised(std::string_view text, std::string& room);

/// Whether both are the same, of which most have some words of the machine. Precondition: they have the same size.
inline bool same_name(const char* a, const char* b, std::size_t size)
{
    constexpr std::size_t word = sizeof(std::uint64_t);
    if (size < word || size > 8 * word) return same_text({a, size}, {b, size});
    for (std::size_t i = 0; i < size - word; i += word)
        if (word_at<std::uint64_t>(a + i) != word_at<std::uint64_t>(b + i)) return false;
    return word_at<std::uint64_t>(a + size - word) == word_at<std::uint64_t>(b + size - word);
}

/// Texts numbered from 0 in the order in which they came.
class name_table {
public:
    name_table() : cells_(least_cells) {}
    name_table(const name_table&) = delete;
    name_table& operator=(const name_table&) = delete;

    /// The number of a text, which is put there where it is new. Precondition: there are fewer than 2^32 - 1.
    std::uint32_t number_of(std::string_view text, std::uint32_t hash)
    {
        if (cell& c = cell_of(text, hash); c.text != nullptr) return c.number;
        return add(text, hash);
    }
    std::uint32_t number_of(std::string_view text) { return number_of(text, hash_of(text)); }
    std::optional<std::uint32_t> find(std::string_view text, std::uint32_t hash) const
    {
        const cell& c = cell_of(text, hash);
        return c.text == nullptr ? std::nullopt : std::optional(c.number);
    }
    std::optional<std::uint32_t> find(std::string_view text) const { return find(text, hash_of(text)); }
    /// Asks for the memory that looking for it takes.
    void prefetch(std::uint32_t hash) const { fetch(&cells_[hash & (cells_.size() - 1)]); }

    std::size_t size() const { return texts_.size(); }
    std::string_view operator[](std::size_t number) const { return texts_[number]; }
    /// Forgets all but the first so many. Linear in what there was.
    void keep_first(std::size_t count) noexcept;

private:
    static constexpr std::size_t least_cells = 64;
    static constexpr std::size_t block_size = std::size_t{1} << 16;

    struct cell {
        const char* text = nullptr;  ///< null where it is free
        std::uint32_t length = 0;
        std::uint32_t hash = 0;
        std::uint32_t number = 0;

        std::string_view view() const { return {text, length}; }
        bool has(std::string_view other, std::uint32_t its_hash) const { return hash == its_hash && length == other.size() && same_name(text, other.data(), length); }
    };

    /// The cell of a text, or the free one where it would be.
    const cell& cell_of(std::string_view text, std::uint32_t hash) const
    {
        std::size_t at = hash & (cells_.size() - 1);
        while (cells_[at].text != nullptr && !cells_[at].has(text, hash)) at = (at + 1) & (cells_.size() - 1);
        return cells_[at];
    }
    cell& cell_of(std::string_view text, std::uint32_t hash) { return const_cast<cell&>(std::as_const(*this).cell_of(text, hash)); }
    void put(std::string_view kept, std::uint32_t hash, std::uint32_t number) noexcept
    {
        cell_of(kept, hash) = {kept.data(), static_cast<std::uint32_t>(kept.size()), hash, number};
    }
    std::uint32_t add(std::string_view text, std::uint32_t hash);
    void grow();
    const char* keep(std::string_view text);

    std::vector<std::string_view> texts_;
    std::vector<cell> cells_;  ///< a power of two, at most half full
    std::vector<std::unique_ptr<char[]>> blocks_;
    std::size_t full_ = 0;  ///< of the last block
    std::size_t free_ = 0;
};

}  // namespace demarche::inline v0::detail
