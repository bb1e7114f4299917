// SPDX-License-Identifier: BSL-1.0
#include "picture_text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>

namespace demarche::inline v0::detail {

namespace {

constexpr char32_t no_letter = U'\uFFFD';

struct letter {
    char32_t code;
    std::size_t size;
};

std::size_t size_by(unsigned char lead) { return lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0; }

/// The letter at the beginning of `text`; U+FFFD of one byte where that is not UTF-8. Precondition: `text` is not empty.
letter first_letter(std::string_view text)
{
    constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const std::size_t size = size_by(byte(0));
    if (size == 1) return {byte(0), 1};
    if (size == 0 || size > text.size()) return {no_letter, 1};
    char32_t code = byte(0) & (0x7Fu >> size);
    for (std::size_t i = 1; i < size; ++i) {
        if ((byte(i) & 0xC0) != 0x80) return {no_letter, 1};
        code = code << 6 | (byte(i) & 0x3F);
    }
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    return code < least[size] || surrogate || code > 0x10FFFF ? letter{no_letter, 1} : letter{code, size};
}

template <class Take>
void each_letter(std::string_view text, Take take)
{
    while (!text.empty()) {
        const letter l = first_letter(text);
        take(l.code, text.substr(0, l.size));
        text.remove_prefix(l.size);
    }
}

bool in(char32_t c, char32_t first, char32_t last) { return first <= c && c <= last; }

/// Line breaks among them, the marks that turn the direction of writing, and what XML cannot have.
bool is_control(char32_t c)
{
    return c < 0x20 || in(c, 0x7F, 0x9F) || in(c, 0x2028, 0x202E) || in(c, 0x2066, 0x2069) || c == 0x200E || c == 0x200F || (c & 0xFFFE) == 0xFFFE;
}

/// In hundredths of an em, rounded up, from the space on.
constexpr std::array<unsigned char, 95> plain_widths{
    32, 41, 46, 84, 64, 96, 78, 28, 40, 40, 50, 84, 32, 37, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 54,
    100, 69, 69, 70, 78, 64, 58, 78, 76, 30, 30, 66, 56, 87, 75, 79, 61, 79, 70, 64, 62, 74, 69, 99, 69, 62, 69, 40, 34, 40, 84, 50,
    50, 62, 64, 55, 64, 62, 36, 64, 64, 28, 28, 58, 28, 98, 64, 62, 64, 64, 42, 53, 40, 64, 60, 82, 60, 60, 53, 64, 34, 64, 84};

/// Whether a letter is written in a square, as Chinese is.
bool is_wide(char32_t c)
{
    const bool forms = in(c, 0xF900, 0xFAFF) || in(c, 0xFE30, 0xFE4F) || in(c, 0xFF00, 0xFF60);
    return in(c, 0x1100, 0x115F) || in(c, 0x2E80, 0xA4CF) || in(c, 0xAC00, 0xD7A3) || forms;
}

int hundredths(char32_t c)
{
    if (in(c, 0x20, 0x7E)) return plain_widths[c - 0x20];
    if (in(c, 0x0300, 0x036F) || in(c, 0x200B, 0x200D) || in(c, 0xFE00, 0xFE0F)) return 0;
    if (is_wide(c)) return 105;
    return c >= 0x10000 ? 140 : in(c, 0xA0, 0x24F) || in(c, 0x370, 0x3FF) ? 80 : 110;
}

/// Bold letters are up to an eighth wider.
int in_pixels(std::int64_t hundredths_of_em, typeface in)
{
    const std::int64_t eighths = in.bold ? 9 : 8;
    return static_cast<int>(std::min<std::int64_t>((hundredths_of_em * in.size * eighths + 799) / 800, std::numeric_limits<int>::max() - 1));
}

}  // namespace

std::string one_line(std::string_view text)
{
    std::string line;
    each_letter(text, [&](char32_t c, std::string_view bytes) { line += is_control(c) ? " " : c == no_letter ? "\xEF\xBF\xBD" : bytes; });
    return line;
}

int width_of(std::string_view text, typeface in)
{
    std::int64_t sum = 0;
    each_letter(text, [&](char32_t c, std::string_view) { sum += hundredths(c); });
    return in_pixels(sum, in) + 1;
}

std::string shortened(const std::string& text, int width, typeface in)
{
    if (width_of(text, in) <= width) return text;
    std::int64_t sum = hundredths(U'\u2026');
    std::size_t kept = 0;
    std::size_t letters = 0;
    bool room = true;
    each_letter(text, [&](char32_t c, std::string_view bytes) {
        sum += hundredths(c);
        room = room && in_pixels(sum, in) + 1 <= width;
        if (room) kept += bytes.size(), ++letters;
    });
    return letters < 2 ? std::string() : text.substr(0, text.find_last_not_of(' ', kept - 1) + 1) + "…";
}

std::string xml_text(std::string_view text)
{
    std::string out;
    for (const char c : one_line(text)) {
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        default: out += c;
        }
    }
    return out;
}

std::string dot_text(std::string_view text)
{
    std::string out = "\"";
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        for (const char c : one_line(text.substr(begin, end - begin))) {
            switch (c) {
            case '&': out += "&amp;"; break;
            case '"': out += "\\\""; break;
            case '\\': out += "\\\\"; break;
            default: out += c;
            }
        }
        if (end < text.size()) out += "\\n";
        begin = end + 1;
    }
    return out + '"';
}

std::string spoken_word(std::string_view word)
{
    std::string text(word);
    std::replace(text.begin(), text.end(), '_', ' ');
    return text;
}

}  // namespace demarche::inline v0::detail
