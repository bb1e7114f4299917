// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/error.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// One line of JSON, parsed whole by simdjson and checked to the last value, with the column of each: errors can point at what they are about.

namespace demarche::jsonl {

/// The room that must stand behind a line's text.
inline constexpr std::size_t json_padding = 64;

/// Keeps the parser's memory from line to line.
class json_parser {
public:
    json_parser();
    ~json_parser();
    json_parser(json_parser&&) noexcept;
    json_parser& operator=(json_parser&&) noexcept;

private:
    friend class json_line;
    struct memory;
    std::unique_ptr<memory> memory_;
};

enum class json_kind : std::uint8_t { text, number, boolean, null, array, object };

class json_line;

/// A value in a line; valid while the line is.
class json_value {
public:
    /// Throws wrong_type where the value is of another kind, as the next ones do.
    std::string text() const;
    std::int64_t integer() const;
    std::string number_text() const;
    bool is_text() const;
    /// The value as it was written.
    std::string raw() const;

    template <class Visit>
    void each_element(Visit visit) const;
    template <class Visit>
    void each_field(Visit visit) const;

    place where() const;
    [[noreturn]] void fail(errc code, std::string problem) const;
    /// Passes on what is wrong with the text of this value, at its place in the line.
    [[noreturn]] void fail_within(const error& why) const;

    /// Says that writing the parsed value would spell it otherwise; or that it would not, though the value is empty.
    void keep_spelling() { spelling_ = spelling::kept; }
    void drop_spelling() { spelling_ = spelling::dropped; }
    /// How the value was written, where that must be kept.
    std::optional<std::string> other_spelling() const;

private:
    friend class json_line;
    enum class spelling { by_emptiness, kept, dropped };
    json_value(const json_line& line, std::size_t node) : line_(&line), node_(node) {}
    void expect(json_kind kind, std::string_view wanted) const;

    const json_line* line_;
    std::size_t node_;
    spelling spelling_ = spelling::by_emptiness;
};

class json_line {
public:
    /// Parses the first `size` characters of `padded`, which stand after `where.column` bytes of their line. Throws malformed_line or invalid_utf8.
    json_line(json_parser& parser, const std::string& padded, std::size_t size, place where);

    /// The field "type".
    std::string type() const;
    bool has(std::string_view field) const;
    /// Where the value of a field stands; 1 where there is none.
    std::size_t column_of(std::string_view field) const;
    template <class Visit>
    void each_field(Visit visit) const
    {
        json_value(*this, 0).each_field(visit);
    }
    std::size_t number() const { return where_.line; }
    [[noreturn]] void fail(errc code, std::string_view field, std::string problem) const;

private:
    friend class json_value;
    struct node {
        json_kind kind = json_kind::null;
        std::string_view name = {};
        std::string_view text = {};  ///< of a text what it says, of another value its token
        std::string_view raw = {};
        std::size_t end = 0;  ///< the number of the node after this one and all below it
    };
    struct walker;

    [[noreturn]] void malformed(std::size_t at, std::string problem, errc code = errc::malformed_line) const;
    [[noreturn]] void unreadable(int simdjson_code, const char* at) const;
    std::optional<std::size_t> find(std::string_view field) const;
    std::size_t first_invalid_utf8() const;
    std::size_t first_control_character() const;
    std::size_t offset(std::string_view part) const { return static_cast<std::size_t>(part.data() - text_.data()); }
    std::size_t column(std::string_view part) const { return where_.column + offset(part) + 1; }
    /// Throws where two fields of an object have one name.
    void refuse_repeated(std::size_t object) const;

    std::string_view text_;
    place where_;
    std::vector<node> nodes_;
};

template <class Visit>
void json_value::each_element(Visit visit) const
{
    expect(json_kind::array, "a list");
    for (std::size_t n = node_ + 1; n < line_->nodes_[node_].end; n = line_->nodes_[n].end) visit(json_value(*line_, n));
}

template <class Visit>
void json_value::each_field(Visit visit) const
{
    expect(json_kind::object, "an object");
    line_->refuse_repeated(node_);
    for (std::size_t n = node_ + 1; n < line_->nodes_[node_].end; n = line_->nodes_[n].end) visit(line_->nodes_[n].name, json_value(*line_, n));
}

}  // namespace demarche::jsonl
