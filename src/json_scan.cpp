// SPDX-License-Identifier: BSL-1.0
#include "json_scan.hpp"

#include "json_bytes.hpp"
#include "plain_line.hpp"
#include "short_text.hpp"
#include "word_finder.hpp"

#include <simdjson.h>

#include <bit>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace demarche::inline v0::jsonl {

namespace {

constexpr std::size_t deepest_usual = 64;  // what is nested deeper is unusual

std::size_t digits_from(std::string_view text, std::size_t at)
{
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at;
}

std::string_view between(const char* start, const char* end) { return {start, static_cast<std::size_t>(end - start)}; }

const char* behind_space(const char* at)
{
    while (*at == ' ' || *at == '\t' || *at == '\r') ++at;
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

/// Four digits of a unit of UTF-16.
const char* hexadecimal(const char* at, unsigned& unit)
{
    unit = 0;
    for (const char* const end = at + 4; at != end; ++at) {
        const bool decimal = *at >= '0' && *at <= '9';
        const int letter = *at | 0x20;
        if (!decimal && (letter < 'a' || letter > 'f')) return nullptr;
        unit = unit << 4 | static_cast<unsigned>(decimal ? *at - '0' : letter - 'a' + 10);
    }
    return at;
}

const char* plain_token(const char* at, json_node& node)
{
    const char* const start = at;
    while (may_be_in_token(*at)) ++at;
    node.text = between(start, at);
    const bool is_boolean = node.text == "true" || node.text == "false";
    node.kind = node.text == "null" ? json_kind::null : is_boolean ? json_kind::boolean : json_kind::number;
    return node.kind != json_kind::number || is_number(node.text) ? at : nullptr;
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

json_scan::json_scan(std::string_view text, std::vector<json_node>& nodes, std::string& unescaped) : text_(text), nodes_(nodes), unescaped_(unescaped)
{
    nodes_.clear();
    unescaped_.clear();
    unescaped_.reserve(text.size());  // what is said is no longer than how it is written: it stays where it is
}

bool json_scan::whole()
{
    const char* at = behind_space(text_.data());
    nodes_.emplace_back().kind = json_kind::object;
    if (*at != '{') return false;
    at = fields(at + 1, 1);
    nodes_[0].end = nodes_.size();
    if (at == nullptr || behind_space(at) != text_.data() + text_.size()) return false;
    return beyond_ascii_ == 0 || simdjson::validate_utf8(text_.data(), text_.size());
}

/// What stands behind the { of an object, and its }.
const char* json_scan::fields(const char* at, std::size_t depth)
{
    at = behind_space(at);
    if (*at == '}') return at + 1;
    while (true) {
        std::string_view name;
        at = string(behind_space(at), name);
        if (at == nullptr) return nullptr;
        at = behind_space(at);
        if (*at != ':') return nullptr;
        at = value(behind_space(at + 1), name, depth);
        if (at == nullptr || *at == '}') break;
        if (*at++ != ',') return nullptr;
    }
    return at != nullptr ? at + 1 : nullptr;
}

/// What stands behind the [ of a list, and its ].
const char* json_scan::elements(const char* at, std::string_view name, std::size_t depth)
{
    at = behind_space(at);
    if (*at == ']') return at + 1;
    while (true) {
        at = value(behind_space(at), name, depth);
        if (at == nullptr || *at == ']') break;
        if (*at++ != ',') return nullptr;
    }
    return at != nullptr ? at + 1 : nullptr;
}

/// A value, and the space behind it.
const char* json_scan::value(const char* at, std::string_view name, std::size_t depth)
{
    const std::size_t here = nodes_.size();
    nodes_.emplace_back().name = name;
    const char* const end = inside(at, here, depth);
    if (end == nullptr) return nullptr;
    nodes_[here].raw = between(at, end);
    nodes_[here].end = nodes_.size();
    return behind_space(end);
}

const char* json_scan::inside(const char* at, std::size_t here, std::size_t depth)
{
    if (depth > deepest_usual) return nullptr;
    switch (*at) {
    case '"': nodes_[here].kind = json_kind::text; return string(at, nodes_[here].text);
    case '{': nodes_[here].kind = json_kind::object; return fields(at + 1, depth + 1);
    case '[': nodes_[here].kind = json_kind::array; return elements(at + 1, nodes_[here].name, depth + 1);
    default: return plain_token(at, nodes_[here]);
    }
}

inline const char* json_scan::string(const char* at, std::string_view& said)
{
    if (*at != '"') return nullptr;
    const char* const start = at + 1;
    at = to_special(start);
    if (*at != '"') return unescape(start, at, said);
    said = between(start, at);
    return at + 1;
}

/// The rest of a text, from the first `\` on.
const char* json_scan::unescape(const char* start, const char* at, std::string_view& said)
{
    const std::size_t from = unescaped_.size();
    unescaped_.append(start, at);
    while (*at == '\\') {
        start = escape(at + 1);
        if (start == nullptr) return nullptr;
        at = to_special(start);
        unescaped_.append(start, at);
    }
    said = std::string_view(unescaped_).substr(from);
    return *at == '"' ? at + 1 : nullptr;
}

const char* json_scan::escape(const char* at)
{
    constexpr std::string_view letters = "\"\\/bfnrt";
    constexpr std::string_view meant = "\"\\/\b\f\n\r\t";
    if (*at == 'u') return code_point(at + 1);
    const std::size_t which = letters.find(*at);
    if (which == std::string_view::npos) return nullptr;
    unescaped_ += meant[which];
    return at + 1;
}

/// One or two units of UTF-16, as JSON writes what is beyond 16 bits.
const char* json_scan::code_point(const char* at)
{
    unsigned first = 0;
    unsigned second = 0;
    at = hexadecimal(at, first);
    if (at == nullptr || is_low(first)) return nullptr;
    if (is_high(first)) {
        at = at[0] == '\\' && at[1] == 'u' ? hexadecimal(at + 2, second) : nullptr;
        if (at == nullptr || !is_low(second)) return nullptr;
        first = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
    }
    append_utf8(unescaped_, first);
    return at;
}

/// The next `"`, `\` or control character.
inline const char* json_scan::to_special(const char* at)
{
    while (true) {
        const eight_bytes next(at);
        beyond_ascii_ |= next.beyond_ascii();
        const std::size_t first = next.first_special();
        at += first;
        if (first < 8) return at;
    }
}

// Plain lines.

namespace {

constexpr std::array<std::string_view, plain_line::field_count> plain_names{
    "type", "key", "seq", "act", "from", "on", "matter", "to", "recorded", "lifecycle", "requester", "respondents", "occasion", "reply_by"};
constexpr word_finder plain_fields(plain_names);

/// How a field begins behind its first quotation mark, as nearly all write it: compared without a look at where its name ends.
class plain_beginning {
public:
    constexpr plain_beginning() = default;
    constexpr plain_beginning(std::string_view name, std::string_view value)
    {
        for (const std::string_view part : {name, value})
            for (const char c : part) {
                written_[size_] = c;
                mask_[size_++] = static_cast<char>(0xFF);
            }
    }

    std::size_t size() const { return size_; }
    bool is_at(const char* at) const
    {
#if defined(__SSE2__)
        const auto sixteen = [](const char* from) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(from)); };
        return _mm_movemask_epi8(_mm_cmpeq_epi8(_mm_and_si128(sixteen(at), sixteen(mask_.data())), sixteen(written_.data()))) == 0xFFFF;
#else
        return (differs(at, 0) | differs(at, 8)) == 0;
#endif
    }

private:
#if !defined(__SSE2__)
    std::uint64_t differs(const char* at, std::size_t from) const
    {
        using detail::word_at;
        return (word_at<std::uint64_t>(at + from) ^ word_at<std::uint64_t>(&written_[from])) & word_at<std::uint64_t>(&mask_[from]);
    }
#endif

    std::array<char, 16> written_ = {};
    std::array<char, 16> mask_ = {};
    std::size_t size_ = 0;
};

constexpr auto plain_beginnings = [] {
    std::array<plain_beginning, plain_line::field_count> all;
    for (std::size_t f = 0; f < all.size(); ++f) all[f] = {plain_names[f], f == plain_line::seq ? "\":" : f == plain_line::respondents ? "\":[\"" : "\":\""};
    return all;
}();

/// Fields as bits.
template <class... Fields>
constexpr unsigned set_of(Fields... fields)
{
    return ((1u << fields) | ...);
}

/// Where a text ends that begins behind `at`, and has no escapes: at its quotation mark, or at what may not be in it.
inline const char* end_of_text(const char* at, std::uint64_t& beyond_ascii)
{
    while (true) {
#if defined(__SSE2__)
        const __m128i next = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
        const __m128i marks = _mm_or_si128(_mm_cmpeq_epi8(next, _mm_set1_epi8('"')), _mm_cmpeq_epi8(next, _mm_set1_epi8('\\')));
        const __m128i controls = _mm_cmpeq_epi8(_mm_min_epu8(next, _mm_set1_epi8(0x1F)), next);
        const auto special = static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(marks, controls)));
        beyond_ascii |= static_cast<unsigned>(_mm_movemask_epi8(next));
        if (special != 0) return at + std::countr_zero(special);
        at += 16;
#else
        const eight_bytes next(at);
        beyond_ascii |= next.beyond_ascii();
        const std::size_t first = next.first_special();
        at += first;
        if (first < 8) return at;
#endif
    }
}

constexpr unsigned no_number = 10'000;

/// Two digits as a number; `no_number` where one is none.
constexpr unsigned two_digits(const char* at)
{
    const unsigned tens = static_cast<unsigned char>(at[0]) - unsigned{'0'};
    const unsigned ones = static_cast<unsigned char>(at[1]) - unsigned{'0'};
    return tens <= 9 && ones <= 9 ? tens * 10 + ones : no_number;
}

}  // namespace

std::optional<std::chrono::sys_days> day_reader::operator()(std::string_view text)
{
    if (text.size() != 10 || (detail::word_at<std::uint64_t>(text.data()) != month_ && !take_month(text))) return {};
    const unsigned day = two_digits(text.data() + 8);
    if (day < 1 || day > days_) return {};
    return first_ + std::chrono::days(day - 1);
}

bool day_reader::take_month(std::string_view text)
{
    const unsigned century = two_digits(text.data());
    const unsigned year = two_digits(text.data() + 2);
    const unsigned month = two_digits(text.data() + 5);
    if (text[4] != '-' || text[7] != '-' || century == no_number || year == no_number || month < 1 || month > 12) return false;
    const auto found = std::chrono::year(static_cast<int>(century * 100 + year)) / std::chrono::month(month);
    month_ = detail::word_at<std::uint64_t>(text.data());
    first_ = std::chrono::sys_days(found / 1);
    days_ = static_cast<unsigned>((found / std::chrono::last).day());
    return true;
}

plain_line::kind plain_line::read(std::string_view padded)
{
    beyond_ascii_ = 0;
    seen_ = 0;
    before_ = field_count;
    const char* at = behind_space(padded.data());
    if (*at != '{') return kind::other;
    do {
        const char* const begin = at;
        at = take_expected(begin + 1);
        if (at == nullptr) at = take_field(behind_space(begin + 1));
        if (at == nullptr) return kind::other;
        if (*at != ',') at = behind_space(at);
    } while (*at == ',');
    if (*at != '}' || behind_space(at + 1) != padded.data() + padded.size()) return kind::other;
    if (beyond_ascii_ != 0 && !simdjson::validate_utf8(padded.data(), padded.size())) return kind::other;
    const auto is = [this](std::string_view word, unsigned required, unsigned others) {
        return (seen_ & required) == required && (seen_ & ~(required | others)) == 0 && texts_[type] == word;
    };
    if (is("contact", set_of(type, key, act, from, on), set_of(seq, matter, to, recorded))) return kind::contact;
    if (is("matter", set_of(type, key, lifecycle, requester, respondents), set_of(seq, occasion, reply_by))) return kind::matter;
    return kind::other;
}

/// The field that is expected, and where it ends; null where it is not that.
inline const char* plain_line::take_expected(const char* at)
{
    const field f = expected_[before_];
    const plain_beginning& begins = plain_beginnings[f];
    if (*at != '"' || !begins.is_at(at + 1) || (seen_ >> f & 1) != 0) return nullptr;
    at += begins.size();
    const char* const end = f == seq ? take_number(at + 1, f) : take_text(at, f);
    if (end == nullptr || (f == respondents && *end != ']')) return nullptr;
    seen_ |= 1u << f;
    before_ = f;
    return f == respondents ? end + 1 : end;
}

/// The next field, and where it ends; null where the line is not plain.
inline const char* plain_line::take_field(const char* at)
{
    if (*at != '"') return nullptr;
    const char* const end = end_of_text(at + 1, beyond_ascii_);
    if (*end != '"') return nullptr;
    const std::size_t found = plain_fields(between(at + 1, end));
    if (found == field_count || (seen_ >> found & 1) != 0) return nullptr;
    seen_ |= 1u << found;
    expected_[before_] = static_cast<field>(found);
    before_ = static_cast<field>(found);
    at = behind_space(end + 1);
    return *at == ':' ? take_value(behind_space(at + 1), before_) : nullptr;
}

inline const char* plain_line::take_value(const char* at, field f)
{
    if (f == seq) return take_number(at, f);
    if (f == respondents) return take_only_element(at, f);
    return take_text(at, f);
}

inline const char* plain_line::take_text(const char* at, field f)
{
    if (*at != '"') return nullptr;
    const char* const end = end_of_text(at + 1, beyond_ascii_);
    texts_[f] = between(at + 1, end);
    return *end == '"' && !texts_[f].empty() ? end + 1 : nullptr;
}

const char* plain_line::take_only_element(const char* at, field f)
{
    if (*at != '[') return nullptr;
    at = take_text(behind_space(at + 1), f);
    if (at == nullptr) return nullptr;
    at = behind_space(at);
    return *at == ']' ? at + 1 : nullptr;
}

/// A number that is not below 0, and has few digits.
const char* plain_line::take_number(const char* at, field f)
{
    constexpr std::ptrdiff_t few = 18;
    const char* const start = at;
    seq_ = 0;
    for (; *at >= '0' && *at <= '9' && at - start < few; ++at) seq_ = seq_ * 10 + (*at - '0');
    texts_[f] = between(start, at);
    const bool is_whole = !may_be_in_token(*at);
    return is_whole && is_number(texts_[f]) ? at : nullptr;
}

}  // namespace demarche::inline v0::jsonl
