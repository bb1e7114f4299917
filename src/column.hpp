// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "fetch.hpp"
#include "large_pages.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

// Cells by number that stay where they are, in chunks: one thread makes them while others read those of which they have been told.

namespace demarche::inline v0::detail {

/// Where a cell stands. The first chunks are small, for there are small chronicles; each is twice the one before, up to the greatest.
template <unsigned LastBits>
struct chunk_place {
    std::size_t chunk;
    std::size_t index;

    static constexpr unsigned first_bits = 5;
    static constexpr unsigned last_bits = LastBits;

    static constexpr chunk_place of(std::size_t n)
    {
        if (n >> last_bits != 0) return {(n >> last_bits) + (last_bits - first_bits), n & ((std::size_t{1} << last_bits) - 1)};
        return among_first(n);
    }
    static constexpr std::size_t size_of_chunk(std::size_t chunk)
    {
        return std::size_t{1} << (chunk == 0 ? first_bits : std::min<std::size_t>(chunk + first_bits - 1, last_bits));
    }

private:
    static constexpr chunk_place among_first(std::size_t n)
    {
        if (n >> first_bits == 0) return {0, n};
        const auto bits = static_cast<unsigned>(std::bit_width(n));
        return {bits - first_bits, n - (std::size_t{1} << (bits - 1))};
    }
};

using cell_place = chunk_place<13>;

/// Models a sparse array that only grows. Thread safety: one thread makes cells; any number read a cell of which the making happens before.
/// Whoever reads a cell that may change while it is read declares it atomic. A cell that was never made reads as null from `find`.
/// The greatest chunks have 2^LastBits cells.
template <class T, unsigned LastBits = 13>
class column {
    using place = chunk_place<LastBits>;

public:
    column() = default;
    column(const column&) = delete;
    column& operator=(const column&) = delete;
    ~column()
    {
        for (std::size_t c = 0; c < owned_.size(); ++c) drop(c);
    }

    /// Precondition: the chunk of `n` was made, and whoever asks knows that.
    const T& operator[](std::size_t n) const { return cell(n); }
    T& operator[](std::size_t n) { return cell(n); }

    /// The cell, or null where its chunk was never made.
    const T* find(std::size_t n) const
    {
        const place at = place::of(n);
        if (at.chunk >= known_.load(std::memory_order_acquire)) return nullptr;
        const T* chunk = chunks_.load(std::memory_order_acquire)[at.chunk].load(std::memory_order_acquire);
        return chunk != nullptr ? chunk + at.index : nullptr;
    }
    void prefetch(std::size_t n) const { fetch(find(n)); }

    /// Sees to it that every cell up to `n` is there, value-initialised. What throws has changed nothing.
    void reserve(std::size_t n)
    {
        while (n >= ready_) {
            const std::size_t chunk = place::of(ready_).chunk;
            make(ready_);
            ready_ += place::size_of_chunk(chunk);
        }
    }
    /// Sees to it that this cell is there. What throws has changed nothing.
    T& make(std::size_t n)
    {
        const place at = place::of(n);
        if (at.chunk >= owned_.size() || owned_[at.chunk] == nullptr) make_chunk(at.chunk);
        return owned_[at.chunk][at.index];
    }

    /// The bytes that it has taken.
    std::size_t bytes() const { return bytes_; }
    /// How many cells stand together from that one on, where it is the first of its chunk.
    static constexpr std::size_t chunk_size_at(std::size_t n) { return place::size_of_chunk(place::of(n).chunk); }

private:
    using directory = std::unique_ptr<std::atomic<T*>[]>;

    T& cell(std::size_t n) const
    {
        const place at = place::of(n);
        return chunks_.load(std::memory_order_acquire)[at.chunk].load(std::memory_order_acquire)[at.index];
    }

    void make_chunk(std::size_t chunk)
    {
        if (owned_.size() <= chunk) grow(chunk);
        const std::size_t size = place::size_of_chunk(chunk);
        owned_[chunk] = make_cells(size);
        bytes_ += size * sizeof(T);
        directories_.back()[chunk].store(owned_[chunk], std::memory_order_release);
    }

    /// Whoever reads the directory before goes on reading it. Whoever sees how many are known sees a directory of as many.
    void grow(std::size_t chunk)
    {
        const std::size_t size = std::max<std::size_t>(8, std::bit_ceil(chunk + 1));
        directories_.reserve(directories_.size() + 1);
        auto larger = std::make_unique<std::atomic<T*>[]>(size);
        for (std::size_t c = 0; c < owned_.size(); ++c) larger[c].store(owned_[c], std::memory_order_relaxed);
        owned_.resize(size);
        chunks_.store(larger.get(), std::memory_order_release);
        known_.store(size, std::memory_order_release);
        directories_.push_back(std::move(larger));
    }

    static_assert(alignof(T) <= line_size);

    static T* make_cells(std::size_t size)
    {
        T* const cells = static_cast<T*>(take_memory(size * sizeof(T)));
        std::uninitialized_value_construct_n(cells, size);
        return cells;
    }
    void drop(std::size_t chunk)
    {
        if (owned_[chunk] == nullptr) return;
        const std::size_t size = place::size_of_chunk(chunk);
        std::destroy_n(owned_[chunk], size);
        give_back_memory(owned_[chunk], size * sizeof(T));
    }

    std::atomic<std::atomic<T*>*> chunks_ = nullptr;
    std::atomic<std::size_t> known_ = 0;  // how many chunks the directory has room for
    std::vector<directory> directories_;
    std::vector<T*> owned_;
    std::size_t ready_ = 0;
    std::size_t bytes_ = 0;
};

}  // namespace demarche::inline v0::detail
