// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/chronicle.hpp>

#include <array>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

// The keys of a chronicle file while it is read, when what a key names may still be to come.

namespace demarche::jsonl {

inline constexpr std::array<std::string_view, 5> type_words{"actor", "tie", "source", "matter", "contact"};

/// The position of `T` in `type_words`.
template <class T>
inline constexpr std::size_t type_number = std::is_same_v<T, actor>    ? 0
                                    : std::is_same_v<T, tie>    ? 1
                                    : std::is_same_v<T, source> ? 2
                                    : std::is_same_v<T, matter> ? 3
                                                                : 4;
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
    const std::string& key(std::size_t number) const { return keys_[number]; }
    definition& operator[](std::size_t number) { return definitions_[number]; }
    const definition& operator[](std::size_t number) const { return definitions_[number]; }

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
