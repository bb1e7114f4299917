// SPDX-License-Identifier: BSL-1.0
#include "key_index.hpp"

#include "fetch.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <stdexcept>
#include <utility>

namespace demarche::inline v0::detail {

namespace {

// The first chunk is small, for there are small chronicles; each is twice the one before, up to the greatest.
constexpr std::size_t first_chunk = 512;
constexpr std::size_t greatest_chunk = std::size_t{1} << 16;
// A text has its size before it: one byte, or, where that is this one, eight more.
constexpr unsigned char long_text = 0xFF;
// So many keys, and not fewer, are worth a position of the directory.
constexpr std::size_t keys_of_position = 1024;
constexpr std::size_t greatest_number = std::numeric_limits<std::uint32_t>::max();

void check_count(std::size_t keys)
{
    if (keys > greatest_number) throw std::length_error("a chronicle has at most 4,294,967,295 keys");
}

}  // namespace

char* lasting_texts::room_for(std::size_t size)
{
    if (chunks_.empty() || chunks_.back().size - chunks_.back().used < size) {
        const std::size_t usual = chunks_.empty() ? first_chunk : std::min(greatest_chunk, chunks_.back().size * 2);
        const std::size_t wanted = std::max(size, usual);
        chunks_.push_back({std::make_unique_for_overwrite<char[]>(wanted), wanted, 0});
        bytes_ += wanted;
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

void text_cells::put(std::size_t number, std::string_view text)
{
    cell& c = cells_.make(number);
    const bool is_short = text.size() <= sizeof c.text;
    const char* const kept = is_short ? nullptr : long_.keep(text);
    if (!is_short) std::memcpy(c.text, &kept, sizeof kept);
    else if (!text.empty()) std::memcpy(c.text, text.data(), text.size());
    c.size = is_short ? static_cast<unsigned char>(text.size()) : long_size;
}

key_slots::segment::segment(const line* lines, std::size_t size)
    : word_(reinterpret_cast<std::uintptr_t>(lines) | static_cast<std::uintptr_t>(std::countr_zero(size / least)))
{
}

/// Each slot is released, here and where one is filled: who reads it and has found the segment in its former place is to see the new count.
void key_slots::segment::empty() const
{
    for (std::size_t i = 0; i < size(); ++i) (*this)[i].store(0, std::memory_order_release);
}

void key_slots::prefetch(std::uint32_t hash) const
{
    const directory* const d = directory_.load(std::memory_order_acquire);
    if (d == nullptr) return;
    const segment s = (*d)[d->position(hash)];
    fetch(&s[hash & (s.size() - 1)]);
}

key_slots::place key_slots::make_room(std::uint32_t hash, std::size_t count)
{
    if (directories_.empty()) begin();
    while (is_full(current().position(hash))) grow(current().position(hash), count);
    return place_of(&current(), hash, [](std::uint32_t) { return false; });
}

void key_slots::add(place empty, std::uint32_t hash, std::uint32_t number) noexcept
{
    empty.at->store(std::uint64_t{hash} << 32 | (number + 1), std::memory_order_release);
    --states_[states_[empty.position].first].room;
}

/// Two thirds are to be taken, since not every segment gets as many.
void key_slots::reserve(std::size_t count)
{
    const std::size_t slots = std::bit_ceil(std::max(least, count + count / 2));
    const auto bits = static_cast<unsigned>(std::countr_zero(std::max(slots, usual) / usual));
    if (directories_.empty()) begin();
    if (current()[0].size() < std::min(slots, usual)) enlarge(0, std::min(slots, usual));
    while (current().bits < bits) widen();
    for (std::size_t at = 0; at < current().size(); ++at)
        while (states_[at].bits < bits && current()[at].size() == usual) split(at);
}

key_slots::segment key_slots::make_segment(std::size_t size)
{
    const std::size_t bytes = size * sizeof(slot);
    std::unique_ptr<line[], given_back> lines(static_cast<line*>(take_memory(bytes)), given_back{bytes});
    std::uninitialized_value_construct_n(lines.get(), size / in_line);
    lines_.push_back(std::move(lines));
    bytes_ += bytes;
    return segment(lines_.back().get(), size);
}

/// Two to split into, and room to put back what was split.
void key_slots::make_spare()
{
    spare_.reserve(3);
    while (spare_.size() < 2) spare_.push_back(make_segment(usual));
}

key_slots::segment key_slots::take_spare() noexcept
{
    const segment taken = spare_.back();
    spare_.pop_back();
    return taken;
}

void key_slots::begin()
{
    states_.resize(1);
    directories_.reserve(1);
    const segment s = make_segment(least);
    auto first = std::make_unique<directory>(0);
    first->segments[0].store(s.word(), std::memory_order_relaxed);
    publish(std::move(first));
    publish(s, 0, 0, 0);
}

/// Each segment has twice as many positions.
void key_slots::widen()
{
    directories_.reserve(directories_.size() + 1);
    auto wider = std::make_unique<directory>(current().bits + 1);
    std::vector<state> states(wider->size());
    for (std::size_t i = 0; i < states.size(); ++i) {
        wider->segments[i].store(current()[i / 2].word(), std::memory_order_relaxed);
        states[i] = states_[i / 2];
        states[i].first *= 2;
    }
    states_ = std::move(states);
    publish(std::move(wider));
}

/// Keys of which too many have much of the hash in common would ask for a directory of mostly the same: their segment becomes larger instead.
void key_slots::grow(std::size_t position, std::size_t count)
{
    const bool is_usual = current()[position].size() == usual;
    const bool may_split = states_[position].bits < current().bits || count / keys_of_position >= current().size();
    if (is_usual && may_split) split(position);
    else enlarge(position, current()[position].size() * 2);
}

void key_slots::enlarge(std::size_t position, std::size_t size)
{
    const state& known = states_[position];
    const segment larger = make_segment(size);
    const std::array<std::size_t, 2> taken = share_out(current()[position], {larger, larger}, 1);
    publish(larger, known.first, known.bits, taken[0] + taken[1]);
}

void key_slots::split(std::size_t position)
{
    make_spare();
    const bool is_alone = states_[position].bits == current().bits;
    if (is_alone) widen();
    const state& known = states_[is_alone ? position * 2 : position];
    const std::size_t first = known.first;
    const unsigned bits = known.bits + 1;
    const segment full = current()[first];
    const std::array<segment, 2> halves = {take_spare(), take_spare()};
    const std::array<std::size_t, 2> taken = share_out(full, halves, bits);
    publish(halves[0], first, bits, taken[0]);
    publish(halves[1], first + (current().size() >> bits), bits, taken[1]);
    emptied_.store(emptied_.load(std::memory_order_relaxed) + 1, std::memory_order_release);
    full.empty();
    spare_.push_back(full);
}

/// What goes where is told by the last of the first `bits` of its hash. How many went to each.
std::array<std::size_t, 2> key_slots::share_out(segment from, std::array<segment, 2> into, unsigned bits) noexcept
{
    std::array<std::size_t, 2> taken = {};
    for (std::size_t i = 0; i < from.size(); ++i) {
        const std::uint64_t value = from[i].load(std::memory_order_relaxed);
        if (value == 0) continue;
        const std::size_t half = value >> (64 - bits) & 1;
        into[half].empty_place(static_cast<std::uint32_t>(value >> 32)).at->store(value, std::memory_order_release);
        ++taken[half];
    }
    return taken;
}

/// At most three quarters of the slots are to be taken.
void key_slots::publish(segment s, std::size_t first, unsigned bits, std::size_t taken) noexcept
{
    const std::size_t room = s.size() * 3 / 4;
    for (std::size_t i = first; i < first + (current().size() >> bits); ++i) {
        states_[i] = {first, room - std::min(room, taken), bits};
        current().segments[i].store(s.word(), std::memory_order_release);
    }
}

/// Whoever reads the directory before goes on reading it.
void key_slots::publish(std::unique_ptr<directory> d) noexcept
{
    bytes_ += d->size() * sizeof d->segments[0];
    directory_.store(d.get(), std::memory_order_release);
    directories_.push_back(std::move(d));
}

std::uint32_t key_index::number(std::string_view text)
{
    const std::uint32_t hash = hash_of(text);
    const key_slots::place found = slots_.look(hash, [&](std::uint32_t n) { return same_text(texts_[n], text); });
    if (found.is_taken()) return found.number();
    const std::size_t next = size_.load(std::memory_order_relaxed);
    check_count(next + 1);
    const key_slots::place empty = slots_.with_room(found, hash, next);
    texts_.put(next, text);
    slots_.add(empty, hash, static_cast<std::uint32_t>(next));
    size_.store(next + 1, std::memory_order_release);
    return static_cast<std::uint32_t>(next);
}

std::optional<std::uint32_t> key_index::find(std::string_view text) const
{
    return slots_.find(hash_of(text), [&](std::uint32_t n) { return same_text(texts_[n], text); });
}

void key_index::prefetch_text(std::string_view text) const
{
    slots_.find(hash_of(text), [&](std::uint32_t n) {
        texts_.prefetch(n);
        return true;
    });
}

void key_index::reserve(std::size_t keys)
{
    check_count(keys);
    if (keys > size()) slots_.reserve(keys);
}

}  // namespace demarche::inline v0::detail
