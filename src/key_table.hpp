// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "archive.hpp"
#include "json_line.hpp"
#include "large_pages.hpp"
#include "type_words.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The keys of a chronicle file while it is read, when what a key names may still be to come.

namespace demarche::inline v0::jsonl {

/// The types of records that have keys.
inline constexpr std::array type_words{detail::type_word<actor>, detail::type_word<tie>, detail::type_word<source>, detail::type_word<matter>, detail::type_word<contact>};

/// The position of a type in `type_words`.
template <class T>
inline constexpr std::size_t type_number = static_cast<std::size_t>(std::find(type_words.begin(), type_words.end(), detail::type_word<T>) - type_words.begin());
constexpr unsigned bit(std::size_t type) { return 1u << type; }

/// Every key that the file defines or mentions, numbered by the archive that will have its records. While it is read, a reference is the number of its key.
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

    /// `made(n)` tells what has the key that is made from n, where that is not numbered here.
    key_table(detail::archive& book, std::string file, std::function<definition(std::size_t n)> made) : book_(book), file_(std::move(file)), made_(std::move(made)) {}

    std::uint32_t number(std::string_view key)
    {
        const std::uint32_t found = book_.reserve_key(key);
        if (found >= definitions_.size()) begin(found, key);
        return found;
    }
    std::string_view text(std::uint32_t number) const { return book_.keys().text(number); }
    definition& operator[](std::size_t number) { return definitions_[number]; }

    /// Whether the key is the one that is made from `n`, and was not numbered.
    bool is_made(std::string_view key, std::size_t n) const;

    /// Hints that a key will soon be looked for; the second, when the first has come.
    void expect(std::string_view key) const { book_.keys().prefetch_slot(key); }
    void expect_soon(std::string_view key) const { book_.keys().prefetch_text(key); }

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

    void begin(std::uint32_t number, std::string_view key);
    void expect(std::uint32_t number, unsigned types, const json_value& value);
    void check(std::uint32_t number, unsigned types, const place& where) const;

    detail::archive& book_;
    std::string file_;
    std::function<definition(std::size_t)> made_;
    bool some_like_made_ = false;
    detail::long_vector<definition> definitions_;
    std::vector<open_mention> open_;
};

}  // namespace demarche::inline v0::jsonl
