// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "json_node.hpp"

#include <demarche/error.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// One line of JSON, parsed whole and checked to the last value, with the column of each: errors can point at what they are about.

namespace demarche::inline v0::jsonl {

/// The bytes that must stand behind a line's text, the first of them a line end or 0.
inline constexpr std::size_t json_padding = 64;

/// Keeps the memory that parsing takes from line to line.
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

class json_line;

/// A value in a line; valid while the line is.
class json_value {
public:
    /// Throws wrong_type where the value is of another kind, as the next ones do.
    std::string_view text() const
    {
        expect(json_kind::text, "a text");
        return node().text;
    }
    std::int64_t integer() const;
    std::string_view number_text() const;
    bool is_text() const { return node().kind == json_kind::text; }

    template <class Visit>
    void each_element(Visit visit) const;
    /// Throws where two fields have one name.
    template <class Visit>
    void each_field(Visit visit) const;

    place where() const;
    std::size_t column() const;
    [[noreturn]] void fail(errc code, std::string problem) const;
    /// Passes on what is wrong with the text of this value, at its place in the line.
    [[noreturn]] void fail_within(const error& why) const;

    /// Says that writing the parsed value would spell it otherwise; or that it would not, though the value is empty.
    void keep_spelling() { spelling_ = spelling::kept; }
    void drop_spelling() { spelling_ = spelling::dropped; }
    /// How the value was written, where that must be kept.
    std::optional<std::string_view> other_spelling() const
    {
        if (spelling_ == spelling::dropped || (spelling_ == spelling::by_emptiness && !is_empty())) return {};
        return node().raw;
    }

private:
    friend class json_line;
    enum class spelling { by_emptiness, kept, dropped };
    json_value(const json_line& line, std::size_t node) : line_(&line), node_(node) {}
    template <class Visit>
    void each_inside(Visit visit) const;
    const json_node& node() const;
    bool is_empty() const;
    void expect(json_kind kind, std::string_view wanted) const
    {
        if (node().kind != kind) unexpected(wanted);
    }
    [[noreturn]] void unexpected(std::string_view wanted) const;

    const json_line* line_;
    std::size_t node_;
    spelling spelling_ = spelling::by_emptiness;
};

/// A line that is parsed; the next one with the same parser ends it.
class json_line {
public:
    /// Where the text stands: behind `skipped` bytes of a line.
    struct origin {
        const std::string& file;
        std::size_t line;
        std::size_t skipped;
    };

    /// Parses a padded text. Throws malformed_line or invalid_utf8.
    json_line(json_parser& parser, std::string_view padded, origin from);

    /// The field "type".
    std::string_view type() const;
    /// Where the value of a field stands; 1 where there is none.
    std::size_t column_of(std::string_view field) const;
    /// Does not look for fields of one name.
    template <class Visit>
    void each_field(Visit visit) const
    {
        json_value(*this, 0).each_inside([&visit](json_value value) { visit(value.node().name, value); });
    }
    /// Throws where two fields have one name.
    void refuse_repeated() const { refuse_repeated(0); }
    std::size_t number() const { return from_.line; }
    [[noreturn]] void fail(errc code, std::string_view field, std::string problem) const;

private:
    friend class json_value;
    struct walker;

    void walk(json_parser& parser);
    [[noreturn]] void malformed(std::size_t at, std::string problem, errc code = errc::malformed_line) const;
    [[noreturn]] void unreadable(int simdjson_code, const char* at) const;
    std::optional<std::size_t> find(std::string_view field) const;
    std::size_t first_invalid_utf8() const;
    std::size_t first_control_character() const;
    std::size_t offset(std::string_view part) const { return static_cast<std::size_t>(part.data() - text_.data()); }
    /// The record that a value stands in, to be said after what is wrong with it: ` (in the tie "t3")`; empty of what has no key.
    std::string whose(std::size_t node) const;
    std::size_t column(std::string_view part) const { return from_.skipped + offset(part) + 1; }
    void refuse_repeated(std::size_t object) const;

    std::string_view text_;
    origin from_;
    std::vector<json_node>& nodes_;
};

inline const json_node& json_value::node() const { return line_->nodes_[node_]; }

inline bool json_value::is_empty() const
{
    const json_node& n = node();
    return n.kind == json_kind::text ? n.text.empty() : n.kind >= json_kind::array && n.end == node_ + 1;
}

template <class Visit>
void json_value::each_inside(Visit visit) const
{
    for (std::size_t n = node_ + 1; n < node().end; n = line_->nodes_[n].end) visit(json_value(*line_, n));
}

template <class Visit>
void json_value::each_element(Visit visit) const
{
    expect(json_kind::array, "a list");
    each_inside(visit);
}

template <class Visit>
void json_value::each_field(Visit visit) const
{
    expect(json_kind::object, "an object");
    line_->refuse_repeated(node_);
    each_inside([&visit](json_value value) { visit(value.node().name, value); });
}

}  // namespace demarche::inline v0::jsonl
