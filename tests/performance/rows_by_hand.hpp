// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

// What somebody writes who needs the rows of one file once: standard maps, no matters, no statuses. It says what is one contact as event_data.hpp has it, so
// that what demarche counts can be compared.

namespace performance {

/// Where a row says what, counted from 0.
struct row_columns {
    std::size_t date;
    std::size_t from;
    std::size_t code;
    std::size_t to;
    std::size_t mode = 0;  ///< after the code; 0 is none
};

class rows_by_hand {
public:
    explicit rows_by_hand(row_columns at) : at_(at) {}

    /// Takes in a file without a header.
    void read(std::string_view text);

    std::size_t rows() const { return rows_; }
    std::size_t contacts() const { return contacts_.size(); }
    std::size_t mirrored() const { return told_ - contacts_.size(); }
    std::size_t merged() const { return rows_ - told_; }

private:
    struct contact {
        std::uint32_t day;
        std::uint32_t from;
        std::uint32_t code;
        std::uint32_t to;

        bool operator==(const contact&) const = default;
    };
    struct hash {
        std::size_t operator()(const contact& c) const;
    };

    void take(std::string_view line);
    std::uint32_t number_of(std::string_view text);
    /// As it stands where it is mirrored too.
    contact settled(const contact& c, std::string_view code) const;

    row_columns at_;
    std::unordered_map<std::string, std::uint32_t> numbers_;
    std::vector<std::string> texts_;
    std::unordered_map<contact, std::uint8_t, hash> contacts_;               ///< by which of the two rows tell each
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> of_pair_;  ///< the days on which one approached another
    std::size_t rows_ = 0;
    std::size_t told_ = 0;  ///< different rows
};

/// How many cells there are: no more than a look at each line and cell.
std::size_t cells_in(std::string_view text);

}  // namespace performance
