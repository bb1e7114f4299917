// SPDX-License-Identifier: BSL-1.0
#include "json_scan.hpp"

#include "json_bytes.hpp"

#include <simdjson.h>

namespace demarche::jsonl {

namespace {

constexpr std::size_t deepest = 64;  // what is nested deeper is unusual

std::size_t digits_from(std::string_view text, std::size_t at)
{
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at;
}

bool may_be_in_token(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '+' || c == '-' || c == '.' || c == 'E'; }

bool is_high(unsigned unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool is_low(unsigned unit) { return unit >= 0xDC00 && unit < 0xE000; }

void append_utf8(std::string& to, unsigned code)
{
    const auto put = [&to](unsigned byte) { to += static_cast<char>(byte); };
    const auto put_rest = [put, code](int shift) { put(0x80 | (code >> shift & 0x3F)); };
    if (code < 0x80) return put(code);
    if (code < 0x800) {
        put(0xC0 | code >> 6);
    } else if (code < 0x10000) {
        put(0xE0 | code >> 12);
        put_rest(6);
    } else {
        put(0xF0 | code >> 18);
        put_rest(12);
        put_rest(6);
    }
    put_rest(0);
}

}  // namespace

bool is_number(std::string_view text)
{
    std::size_t at = text.starts_with('-') ? 1 : 0;
    const std::size_t whole = at;
    at = digits_from(text, at);
    if (at == whole || (text[whole] == '0' && at > whole + 1)) return false;
    if (at < text.size() && text[at] == '.') {
        const std::size_t fraction = at + 1;
        at = digits_from(text, fraction);
        if (at == fraction) return false;
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
        const std::size_t exponent = at;
        at = digits_from(text, exponent);
        if (at == exponent) return false;
    }
    return at == text.size();
}

json_scan::json_scan(std::string_view text, std::vector<json_node>& nodes, std::string& unescaped) : text_(text), at_(text.data()), nodes_(nodes), unescaped_(unescaped)
{
    nodes_.clear();
    unescaped_.clear();
    unescaped_.reserve(text.size());  // what is said is no longer than how it is written: it stays where it is
}

bool json_scan::whole()
{
    skip_space();
    nodes_.push_back({.kind = json_kind::object});
    if (!take('{') || !fields(1)) return false;
    nodes_[0].end = nodes_.size();
    skip_space();
    return at_ == text_.data() + text_.size() && (ascii_ || simdjson::validate_utf8(text_.data(), text_.size()));
}

bool json_scan::fields(std::size_t depth)
{
    skip_space();
    if (take('}')) return true;
    do {
        std::string_view name;
        skip_space();
        if (!string(name)) return false;
        skip_space();
        if (!take(':') || !value(name, depth)) return false;
    } while (take(','));
    return take('}');
}

bool json_scan::elements(std::string_view name, std::size_t depth)
{
    skip_space();
    if (take(']')) return true;
    do
        if (!value(name, depth)) return false;
    while (take(','));
    return take(']');
}

/// A value, with the space around it.
bool json_scan::value(std::string_view name, std::size_t depth)
{
    skip_space();
    const std::size_t here = nodes_.size();
    const char* const start = at_;
    nodes_.push_back({.name = name});
    if (depth > deepest || !inside(here, depth)) return false;
    nodes_[here].raw = since(start);
    nodes_[here].end = nodes_.size();
    skip_space();
    return true;
}

bool json_scan::inside(std::size_t here, std::size_t depth)
{
    switch (*at_) {
    case '"': nodes_[here].kind = json_kind::text; return string(nodes_[here].text);
    case '{':
        ++at_;
        nodes_[here].kind = json_kind::object;
        return fields(depth + 1);
    case '[':
        ++at_;
        nodes_[here].kind = json_kind::array;
        return elements(nodes_[here].name, depth + 1);
    default: return plain_token(nodes_[here]);
    }
}

bool json_scan::plain_token(json_node& node)
{
    const char* const start = at_;
    while (may_be_in_token(*at_)) ++at_;
    node.text = since(start);
    const bool is_boolean = node.text == "true" || node.text == "false";
    node.kind = node.text == "null" ? json_kind::null : is_boolean ? json_kind::boolean : json_kind::number;
    return node.kind != json_kind::number || is_number(node.text);
}

bool json_scan::string(std::string_view& said)
{
    if (!take('"')) return false;
    const char* const start = at_;
    to_special();
    if (*at_ != '"') return unescape(start, said);
    said = since(start);
    ++at_;
    return true;
}

bool json_scan::unescape(const char* start, std::string_view& said)
{
    const std::size_t from = unescaped_.size();
    while (true) {
        unescaped_.append(start, at_);
        if (take('"')) break;
        if (!take('\\') || !put_escape()) return false;
        start = at_;
        to_special();
    }
    said = std::string_view(unescaped_).substr(from);
    return true;
}

bool json_scan::put_escape()
{
    const char c = *at_++;
    switch (c) {
    case '"':
    case '\\':
    case '/': unescaped_ += c; return true;
    case 'b': unescaped_ += '\b'; return true;
    case 'f': unescaped_ += '\f'; return true;
    case 'n': unescaped_ += '\n'; return true;
    case 'r': unescaped_ += '\r'; return true;
    case 't': unescaped_ += '\t'; return true;
    case 'u': return put_code_point();
    default: return false;
    }
}

/// One or two units of UTF-16, as JSON writes what is beyond 16 bits.
bool json_scan::put_code_point()
{
    unsigned first = 0;
    unsigned second = 0;
    if (!take_hex(first) || is_low(first)) return false;
    if (is_high(first)) {
        if (!take('\\') || !take('u') || !take_hex(second) || !is_low(second)) return false;
        first = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
    }
    append_utf8(unescaped_, first);
    return true;
}

bool json_scan::take_hex(unsigned& unit)
{
    for (int i = 0; i < 4; ++i, ++at_) {
        const char c = *at_;
        const bool decimal = c >= '0' && c <= '9';
        if (!decimal && !((c | 0x20) >= 'a' && (c | 0x20) <= 'f')) return false;
        unit = unit << 4 | static_cast<unsigned>(decimal ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    return true;
}

/// Goes on to the next `"`, `\` or control character.
void json_scan::to_special()
{
    for (std::size_t first = 8; first == 8; at_ += first) {
        const eight_bytes next(at_);
        ascii_ = ascii_ && !next.has_high();
        first = next.first_special();
    }
}

void json_scan::skip_space()
{
    while (*at_ == ' ' || *at_ == '\t' || *at_ == '\r') ++at_;
}

bool json_scan::take(char c)
{
    if (*at_ != c) return false;
    ++at_;
    return true;
}

}  // namespace demarche::jsonl
