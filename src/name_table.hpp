// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Names in files, as they are matched: U+00A0 is a space, runs of spaces are one, the ends are trimmed. Nothing fuzzier.

namespace demarche::detail {

/// Whether a text is valid UTF-8 without NUL.
bool is_text(std::string_view text);

/// The text as it is matched; `room` is where it is put where it differs from what is written.
std::string_view normalised(std::string_view text, std::string& room);

/// Texts numbered from 0 in the order in which they came.
class name_table {
public:
    /// The number of a text, which is put there where it is new. Precondition: there are fewer than 2^32 - 1.
    std::uint32_t number_of(std::string_view text)
    {
        if (texts_.size() * 2 >= cells_.size()) grow();
        cell& c = cell_of(text);
        if (c.number != none) return c.number;
        c = {hash_of(text), static_cast<std::uint32_t>(texts_.size())};
        texts_.emplace_back(text);
        return c.number;
    }
    std::optional<std::uint32_t> find(std::string_view text)
    {
        if (texts_.empty()) return {};
        const cell& c = cell_of(text);
        return c.number == none ? std::nullopt : std::optional(c.number);
    }
    std::size_t size() const { return texts_.size(); }
    const std::string& operator[](std::size_t number) const { return texts_[number]; }

private:
    static constexpr std::uint32_t none = 0xFFFFFFFF;
    struct cell {
        std::size_t hash = 0;
        std::uint32_t number = none;
    };

    static std::size_t hash_of(std::string_view text) { return std::hash<std::string_view>()(text); }

    /// The cell of a text, or the free one where it would be.
    cell& cell_of(std::string_view text)
    {
        const std::size_t hash = hash_of(text);
        std::size_t at = hash & (cells_.size() - 1);
        while (cells_[at].number != none && (cells_[at].hash != hash || texts_[cells_[at].number] != text)) at = (at + 1) & (cells_.size() - 1);
        return cells_[at];
    }
    void grow();

    std::vector<std::string> texts_;
    std::vector<cell> cells_;
};

}  // namespace demarche::detail
