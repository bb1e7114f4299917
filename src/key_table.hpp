// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "type_words.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

// The keys of a chronicle file while it is read, when what a key names may still be to come.

namespace demarche::jsonl {

/// The types of records that have keys.
inline constexpr std::array type_words{detail::type_word<actor>, detail::type_word<tie>, detail::type_word<source>, detail::type_word<matter>, detail::type_word<contact>};

/// The position of a type in `type_words`.
template <class T>
inline constexpr std::size_t type_number = static_cast<std::size_t>(std::find(type_words.begin(), type_words.end(), detail::type_word<T>) - type_words.begin());
constexpr unsigned bit(std::size_t type) { return 1u << type; }

/// Every key that the file defines or mentions. While it is read, a reference is the number of its key here.
class key_table {
public:
    /// What a key is, once it is defined.
    struct definition {
        std::optional<std::size_t> type = {};
        std::size_t index = 0;
        std::size_t line = 0;
    };

    std::size_t number(std::string_view key);
    definition& operator[](std::size_t number) { return definitions_[number]; }

    /// Notes that `number` is named where one of `types` is expected. Throws where it is known to be of another.
    void expect(std::size_t number, unsigned types, place where);
    /// Throws where something was named that is not there, or is of another type.
    void check_all() const;

private:
    struct mention {
        std::size_t number;
        unsigned types;
        place where;
    };

    void check(std::size_t number, unsigned types, const place& where) const;

    std::deque<std::string> keys_;
    std::unordered_map<std::string_view, std::size_t> numbers_;
    std::vector<definition> definitions_;
    std::vector<mention> open_;
};

}  // namespace demarche::jsonl
