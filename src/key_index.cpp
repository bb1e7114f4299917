// SPDX-License-Identifier: BSL-1.0
#include "key_index.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace demarche::detail {

namespace {

// The first chunk is small, for there are small chronicles; each is twice the one before, up to the greatest.
constexpr std::size_t first_chunk = 512;
constexpr std::size_t greatest_chunk = std::size_t{1} << 16;
constexpr std::size_t least_slots = 16;
// A text has its size before it: one byte, or, where that is this one, eight more.
constexpr unsigned char long_text = 0xFF;

}  // namespace

char* lasting_texts::room_for(std::size_t size)
{
    if (chunks_.empty() || chunks_.back().size - chunks_.back().used < size) {
        const std::size_t usual = chunks_.empty() ? first_chunk : std::min(greatest_chunk, chunks_.back().size * 2);
        const std::size_t wanted = std::max(size, usual);
        chunks_.push_back({std::make_unique_for_overwrite<char[]>(wanted), wanted, 0});
    }
    chunk& last = chunks_.back();
    return last.room.get() + std::exchange(last.used, last.used + size);
}

const char* lasting_texts::keep(std::string_view text)
{
    const std::size_t size = text.size();
    const bool is_long = size >= long_text;
    char* const kept = room_for(1 + (is_long ? sizeof size : 0) + size);
    *kept = static_cast<char>(is_long ? long_text : static_cast<unsigned char>(size));
    if (is_long) std::memcpy(kept + 1, &size, sizeof size);
    if (size > 0) std::memcpy(kept + 1 + (is_long ? sizeof size : 0), text.data(), size);
    return kept;
}

std::string_view lasting_texts::at(const char* kept)
{
    const auto first = static_cast<unsigned char>(*kept);
    if (first != long_text) return {kept + 1, first};
    std::size_t size = 0;
    std::memcpy(&size, kept + 1, sizeof size);
    return {kept + 1 + sizeof size, size};
}

text_cells::text_cells(const text_cells& other)
{
    for (std::size_t n = 0; n < other.size(); ++n) push_back(other[n]);
}

text_cells& text_cells::operator=(text_cells other) noexcept
{
    std::swap(blocks_, other.blocks_);
    std::swap(long_, other.long_);
    std::swap(size_, other.size_);
    return *this;
}

void text_cells::push_back(std::string_view text)
{
    if (size_ + first_block == first_block << blocks_.size()) blocks_.push_back(std::make_unique_for_overwrite<cell[]>(first_block << blocks_.size()));
    cell& next = at(size_);
    const bool is_short = text.size() <= sizeof next.text;
    const char* const kept = is_short ? nullptr : long_.keep(text);
    if (!is_short) std::memcpy(next.text, &kept, sizeof kept);
    else if (!text.empty()) std::memcpy(next.text, text.data(), text.size());
    next.size = is_short ? static_cast<unsigned char>(text.size()) : long_size;
    ++size_;
}

std::uint32_t key_index::number(std::string_view text)
{
    reserve(size() + 1);
    const std::uint32_t hash = hash_of(text);
    slot& found = slots_[slot_of(text, hash)];
    if (found.number == 0) {
        texts_.push_back(text);
        found = {hash, static_cast<std::uint32_t>(texts_.size())};
    }
    return found.number - 1;
}

std::optional<std::uint32_t> key_index::find(std::string_view text) const
{
    if (slots_.empty()) return {};
    const std::uint32_t number = slots_[slot_of(text, hash_of(text))].number;
    return number != 0 ? std::optional(number - 1) : std::nullopt;
}

/// At most three quarters of the slots are taken.
void key_index::reserve(std::size_t keys)
{
    if (keys * 4 > slots_.size() * 3) make_slots(std::bit_ceil(std::max(least_slots, keys + keys / 3 + 1)));
}

/// Home is by the hash's high bits, so that slots are gone through in about the order in which they are filled.
void key_index::make_slots(std::size_t count)
{
    if (count > std::size_t{1} << 32) throw std::length_error("a chronicle has at most 3,221,225,472 keys");
    const std::vector<slot> before = std::exchange(slots_, std::vector<slot>(count));
    for (const slot& taken : before) {
        if (taken.number == 0) continue;
        std::size_t place = home(taken.hash);
        while (slots_[place].number != 0) place = after(place);
        slots_[place] = taken;
    }
}

/// Where that key stands, or the empty slot for it.
std::size_t key_index::slot_of(std::string_view text, std::uint32_t hash) const
{
    std::size_t place = home(hash);
    while (slots_[place].number != 0 && !(slots_[place].hash == hash && same_text(this->text(slots_[place].number - 1), text))) place = after(place);
    return place;
}

std::size_t key_index::home(std::uint32_t hash) const { return static_cast<std::size_t>(std::uint64_t{hash} << std::countr_zero(slots_.size()) >> 32); }

}  // namespace demarche::detail
