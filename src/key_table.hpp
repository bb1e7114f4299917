// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "json_line.hpp"
#include "key_index.hpp"
#include "type_words.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
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
        std::uint32_t type = undefined;
        std::uint32_t index = 0;
        std::size_t line = 0;

        bool is_of(unsigned types) const { return (types & bit(type)) != 0; }
        explicit operator bool() const { return type != undefined; }
    };

    explicit key_table(std::string file) : file_(std::move(file)) {}

    std::uint32_t number(std::string_view key)
    {
        const std::uint32_t found = keys_.number(key);
        if (found >= definitions_.size()) definitions_.resize(keys_.size());
        return found;
    }
    definition& operator[](std::size_t number) { return definitions_[number]; }

    /// The number of the key that `value` is, where one of `types` is expected. Throws where it is known to be of another.
    std::uint32_t mention(const json_value& value, unsigned types)
    {
        const std::uint32_t found = number(value.text());
        if (!definitions_[found].is_of(types)) expect(found, types, value);
        return found;
    }
    /// Throws where something was mentioned that is not there, or is of another type.
    void check_all() const;

private:
    static constexpr std::uint32_t undefined = 31;  // a bit that no set of types has
    struct open_mention {
        std::uint32_t number;
        unsigned types;
        std::size_t line;
        std::size_t column;
        std::string field;
    };

    void expect(std::uint32_t number, unsigned types, const json_value& value);
    void check(std::uint32_t number, unsigned types, const place& where) const;

    std::string file_;
    detail::key_index keys_;
    std::vector<definition> definitions_;
    std::vector<open_mention> open_;
};

}  // namespace demarche::jsonl
