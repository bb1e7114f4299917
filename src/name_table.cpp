// SPDX-License-Identifier: BSL-1.0
#include "name_table.hpp"

#include <algorithm>

namespace demarche::inline v0::detail {

namespace {

constexpr unsigned char byte(std::string_view text, std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0; }
constexpr bool follows(unsigned char c) { return (c & 0xC0) == 0x80; }

/// The bytes of the character at the front; 0 where it is none (RFC 3629).
constexpr std::size_t character_length(std::string_view text)
{
    const unsigned char a = byte(text, 0);
    const unsigned char b = byte(text, 1);
    if (a == 0) return 0;
    if (a < 0x80) return 1;
    if (a >= 0xC2 && a <= 0xDF) return follows(b) ? 2 : 0;
    if (!follows(b) || !follows(byte(text, 2))) return 0;
    if (a >= 0xE0 && a <= 0xEF) return (a == 0xE0 && b < 0xA0) || (a == 0xED && b >= 0xA0) ? 0 : 3;
    if (a >= 0xF0 && a <= 0xF4) return !follows(byte(text, 3)) || (a == 0xF0 && b < 0x90) || (a == 0xF4 && b >= 0x90) ? 0 : 4;
    return 0;
}

bool is_plain_ascii(std::string_view text)
{
    bool plain = true;
    for (const char c : text) plain &= c > 0;  // where char is signed, others are negative
    return plain;
}

constexpr std::string_view hard_space = "\xC2\xA0";

bool is_normal(std::string_view text)
{
    return !text.starts_with(' ') && !text.ends_with(' ') && text.find("  ") == std::string_view::npos && text.find(hard_space) == std::string_view::npos;
}

}  // namespace

bool is_text(std::string_view text)
{
    if (std::is_signed_v<char> && is_plain_ascii(text)) return true;
    while (!text.empty()) {
        const std::size_t length = character_length(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

std::string_view normalised(std::string_view text, std::string& room)
{
    if (is_normal(text)) return text;
    room.clear();
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool hard = text.substr(i, 2) == hard_space;
        i += hard;
        if (!hard && text[i] != ' ') room += text[i];
        else if (!room.empty() && room.back() != ' ') room += ' ';
    }
    if (room.ends_with(' ')) room.pop_back();
    return room;
}

std::uint32_t name_table::add(std::string_view text, std::uint32_t hash)
{
    if ((texts_.size() + 1) * 2 > cells_.size()) grow();
    const auto number = static_cast<std::uint32_t>(texts_.size());
    const std::string_view kept(keep(text), text.size());
    texts_.push_back(kept);
    put(kept, hash, number);
    return number;
}

void name_table::grow()
{
    std::vector<cell> before(2 * cells_.size());
    before.swap(cells_);
    for (const cell& c : before)
        if (c.text != nullptr) cell_of(c.view(), c.hash) = c;
}

void name_table::keep_first(std::size_t count) noexcept
{
    if (count == texts_.size()) return;
    texts_.resize(count);
    std::fill(cells_.begin(), cells_.end(), cell());
    for (std::uint32_t number = 0; number < count; ++number) put(texts_[number], hash_of(texts_[number]), number);
}

/// A copy of the text, which stays where it is.
const char* name_table::keep(std::string_view text)
{
    const std::size_t size = std::max<std::size_t>(text.size(), 1);
    if (size > free_ || blocks_.empty()) {
        free_ = std::max(block_size, size);
        blocks_.push_back(std::make_unique<char[]>(free_));
        full_ = 0;
    }
    char* const to = blocks_.back().get() + full_;
    std::copy(text.begin(), text.end(), to);
    full_ += size;
    free_ -= size;
    return to;
}

}  // namespace demarche::inline v0::detail
