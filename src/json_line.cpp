// SPDX-License-Identifier: BSL-1.0
#include "json_line.hpp"

#include "json_scan.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <charconv>

namespace demarche::inline v0::jsonl {

namespace ondemand = simdjson::ondemand;

static_assert(json_padding >= simdjson::SIMDJSON_PADDING);

namespace {

constexpr std::size_t deepest = 512;

std::string_view without_trailing_space(std::string_view text)
{
    const std::size_t last = text.find_last_not_of(" \t\r\n");
    return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

std::string_view kind_word(json_kind kind)
{
    constexpr std::string_view words[] = {"a text", "a number", "true or false", "null", "a list", "an object"};
    return words[static_cast<std::size_t>(kind)];
}

}  // namespace

struct json_parser::memory {
    ondemand::parser parser;
    std::vector<json_node> nodes;
    std::string unescaped;
    std::string padded;  // for the walker: nothing but 0 stands behind the text
};

json_parser::json_parser() : memory_(std::make_unique<memory>()) {}
json_parser::~json_parser() = default;
json_parser::json_parser(json_parser&&) noexcept = default;
json_parser& json_parser::operator=(json_parser&&) noexcept = default;

/// Notes every value by simdjson, which knows what is wrong and where; it checks a value only when it is read, so all are.
/// This takes longer than json_scan, and is for the lines that it leaves aside.
struct json_line::walker {
    json_line& line;
    ondemand::document& document;

    void walk_document()
    {
        ondemand::json_type kind{};
        if (document.type().get(kind) || kind != ondemand::json_type::object) line.malformed(line.text_.find_first_not_of(" \t\r"), "the line is no JSON object");
        line.nodes_.push_back({.kind = json_kind::object});
        fields(document.get_object(), 1);
        line.nodes_[0].end = line.nodes_.size();
        if (document.current_location().error() != simdjson::OUT_OF_BOUNDS) line.malformed(position(), "there is more after the record; each record has a line of its own");
    }

    void fields(ondemand::object object, std::size_t depth)
    {
        for (auto field : object) {
            const std::string_view name = field.unescaped_key();
            value(field.value(), name, depth);
        }
    }

    void value(ondemand::value v, std::string_view name, std::size_t depth)
    {
        const std::string_view token = without_trailing_space(v.raw_json_token());
        const std::size_t here = line.nodes_.size();
        if (depth > deepest) line.malformed(line.offset(token), fmt::format("values are nested deeper than {}", deepest));
        line.nodes_.push_back({.name = name, .text = token, .raw = token});
        const json_kind kind = inside(v, token, name, here, depth);
        json_node& made = line.nodes_[here];
        made.kind = kind;
        made.end = line.nodes_.size();
        if (kind == json_kind::array || kind == json_kind::object) {
            const std::size_t from = line.offset(token);
            made.raw = without_trailing_space(line.text_.substr(from, position() - from));
        }
    }

    json_kind inside(ondemand::value& v, std::string_view token, std::string_view name, std::size_t here, std::size_t depth)
    {
        switch (ondemand::json_type(v.type())) {
        case ondemand::json_type::string: line.nodes_[here].text = v.get_string(); return json_kind::text;
        case ondemand::json_type::number:
            if (!is_number(token)) line.malformed(line.offset(token), fmt::format("{} is no number", token));
            return json_kind::number;
        case ondemand::json_type::boolean:
        case ondemand::json_type::null:
            if (token != "true" && token != "false" && token != "null") line.malformed(line.offset(token), fmt::format("{} is no JSON value", token));
            return token == "null" ? json_kind::null : json_kind::boolean;
        case ondemand::json_type::object: fields(v.get_object(), depth + 1); return json_kind::object;
        case ondemand::json_type::array: break;
        }
        for (ondemand::value element : v.get_array()) value(element, name, depth + 1);
        return json_kind::array;
    }

    /// Where the parser stands.
    std::size_t position()
    {
        const char* at = nullptr;
        if (document.current_location().get(at)) return line.text_.size();
        return std::min(static_cast<std::size_t>(at - line.text_.data()), line.text_.size());
    }
};

json_line::json_line(json_parser& parser, std::string_view padded, origin from) : text_(padded), from_(from), nodes_(parser.memory_->nodes)
{
    if (!json_scan(text_, nodes_, parser.memory_->unescaped).whole()) walk(parser);
}

void json_line::walk(json_parser& parser)
{
    std::string& padded = parser.memory_->padded;
    padded.assign(text_);
    padded.append(json_padding, '\0');
    text_ = std::string_view(padded).substr(0, text_.size());
    nodes_.clear();
    ondemand::document document;
    const auto failed = parser.memory_->parser.iterate(text_.data(), text_.size(), padded.size()).get(document);
    if (failed) unreadable(failed, nullptr);
    walker through{*this, document};
    try {
        through.walk_document();
    } catch (const simdjson::simdjson_error& why) {
        unreadable(why.error(), text_.data() + through.position());
    }
}

void json_line::malformed(std::size_t at, std::string problem, errc code) const
{
    throw error(code, {.file = from_.file, .line = from_.line, .column = from_.skipped + at + 1}, std::move(problem));
}

void json_line::unreadable(int simdjson_code, const char* at) const
{
    const std::size_t position = at != nullptr ? static_cast<std::size_t>(at - text_.data()) : text_.size();
    switch (simdjson_code) {
    case simdjson::UTF8_ERROR: malformed(first_invalid_utf8(), "the line is not UTF-8; save the file as UTF-8", errc::invalid_utf8);
    case simdjson::UNESCAPED_CHARS: malformed(first_control_character(), "a control character stands in a text; write it as an escape, \\n or \\u0001");
    case simdjson::UNCLOSED_STRING: malformed(text_.size(), "the line ends within a text; was it cut off?");
    case simdjson::INCOMPLETE_ARRAY_OR_OBJECT: malformed(text_.size(), "the line does not end with the } of its record; was it cut off, or is there more on it?");
    case simdjson::STRING_ERROR: malformed(position, "a text has an escape that JSON does not have");
    case simdjson::MEMALLOC: throw std::bad_alloc();
    default: malformed(std::min(position, text_.size()), fmt::format("the line is no JSON object: {}", simdjson::error_message(static_cast<simdjson::error_code>(simdjson_code))));
    }
}

std::size_t json_line::first_invalid_utf8() const
{
    for (std::size_t at = 0; at < text_.size();) {
        const auto lead = static_cast<unsigned char>(text_[at]);
        const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        if (at + size > text_.size() || !simdjson::validate_utf8(text_.data() + at, size)) return at;
        at += size;
    }
    return text_.size();
}

std::size_t json_line::first_control_character() const
{
    bool in_text = false;
    for (std::size_t at = 0; at < text_.size(); ++at) {
        if (text_[at] == '"') in_text = !in_text;
        else if (in_text && text_[at] == '\\') ++at;
        else if (in_text && static_cast<unsigned char>(text_[at]) < 0x20) return at;
    }
    return text_.size();
}

void json_line::refuse_repeated(std::size_t object) const
{
    for (std::size_t second = object + 1; second < nodes_[object].end; second = nodes_[second].end)
        for (std::size_t first = object + 1; first < second; first = nodes_[first].end)
            if (nodes_[first].name == nodes_[second].name) json_value(*this, second).fail(errc::invalid_value, "the field stands twice in this record; leave one of them out");
}

std::optional<std::size_t> json_line::find(std::string_view field) const
{
    for (std::size_t n = 1; n < nodes_.size(); n = nodes_[n].end)
        if (nodes_[n].name == field) return n;
    return {};
}

std::size_t json_line::column_of(std::string_view field) const
{
    const auto at = find(field);
    return at ? column(nodes_[*at].raw) : 1;
}

std::string json_line::whose(std::size_t node) const
{
    const auto type = find("type"), key = find("key");
    if (!type || !key || *type == node || *key == node) return {};
    if (nodes_[*type].kind != json_kind::text || nodes_[*key].kind != json_kind::text) return {};
    return fmt::format(" (in the {} \"{}\")", nodes_[*type].text, nodes_[*key].text);
}

std::string_view json_line::type() const
{
    const auto at = find("type");
    if (!at) fail(errc::missing_field, "type", "the record needs a type: actor, tie, source, matter, contact or report");
    return json_value(*this, *at).text();
}

void json_line::fail(errc code, std::string_view field, std::string problem) const
{
    throw error(code, {.file = from_.file, .line = from_.line, .column = column_of(field), .field = std::string(field)}, std::move(problem) + whose(find(field).value_or(0)));
}

void json_value::unexpected(std::string_view wanted) const
{
    fail(errc::wrong_type, fmt::format("{} stands here; {} is expected", kind_word(node().kind), wanted));
}

std::string_view json_value::number_text() const
{
    expect(json_kind::number, "a number or a text");
    return node().text;
}

std::int64_t json_value::integer() const
{
    expect(json_kind::number, "an integer");
    const std::string_view text = node().text;
    std::int64_t number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc{} || end != text.data() + text.size()) fail(errc::wrong_type, fmt::format("{} stands here; an integer of 64 bits is expected", text));
    return number;
}

std::size_t json_value::column() const { return line_->column(node().raw); }

place json_value::where() const { return {.file = line_->from_.file, .line = line_->from_.line, .column = column(), .field = std::string(node().name)}; }

void json_value::fail(errc code, std::string problem) const { throw error(code, where(), std::move(problem) + line_->whose(node_)); }

void json_value::fail_within(const error& why) const
{
    place at = where();
    at.column += why.where().column;  // the quotation mark makes up for both counting from 1
    throw error(why.code(), std::move(at), why.problem() + line_->whose(node_));
}

}  // namespace demarche::inline v0::jsonl
