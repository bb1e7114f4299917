// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "scratch.hpp"

#include <algorithm>
#include <bit>
#include <compare>
#include <cstdint>

// Sets of small numbers.

namespace demarche::inline v0::detail {

/// The finalizer of MurmurHash3, which spreads every bit.
constexpr std::uint64_t mixed(std::uint64_t x)
{
    x = (x ^ x >> 33) * 0xFF51AFD7ED558CCDu;
    x = (x ^ x >> 33) * 0xC4CEB9FE1A85EC53u;
    return x ^ x >> 33;
}

/// A set of numbers below 64.
class few_marks {
public:
    static constexpr std::size_t most = 64;

    explicit few_marks(std::size_t) {}

    bool has(std::size_t i) const { return (bits_ >> i & 1) != 0; }
    void mark(std::size_t i) { bits_ |= std::uint64_t{1} << i; }
    void unmark(few_marks other) { bits_ &= ~other.bits_; }
    bool contains(few_marks other) const { return (other.bits_ & ~bits_) == 0; }
    bool empty() const { return bits_ == 0; }
    /// Calls `take(i)` for each that it has and `done` has not.
    template <class Take>
    void each_not_in(few_marks done, Take take) const
    {
        for (std::uint64_t left = bits_ & ~done.bits_; left != 0; left &= left - 1) take(static_cast<std::size_t>(std::countr_zero(left)));
    }
    std::uint64_t hash() const { return bits_; }
    std::uint64_t bits() const { return bits_; }

    friend bool operator==(few_marks, few_marks) = default;

private:
    std::uint64_t bits_ = 0;
};

/// A set of numbers below a size.
class marks {
public:
    explicit marks(std::size_t size) : words_((size + 63) / 64) {}

    bool has(std::size_t i) const { return (words_[i / 64] >> i % 64 & 1) != 0; }
    void mark(std::size_t i) { words_[i / 64] |= std::uint64_t{1} << i % 64; }
    /// Marks what `other`, of the same size, has.
    void mark(const marks& other)
    {
        for (std::size_t w = 0; w < words_.size(); ++w) words_[w] |= other.words_[w];
    }
    void unmark(const marks& other)
    {
        for (std::size_t w = 0; w < words_.size(); ++w) words_[w] &= ~other.words_[w];
    }
    bool contains(const marks& other) const
    {
        for (std::size_t w = 0; w < words_.size(); ++w)
            if ((other.words_[w] & ~words_[w]) != 0) return false;
        return true;
    }
    bool meets(const marks& other) const
    {
        for (std::size_t w = 0; w < words_.size(); ++w)
            if ((other.words_[w] & words_[w]) != 0) return true;
        return false;
    }
    bool empty() const
    {
        return std::all_of(words_.begin(), words_.end(), [](std::uint64_t w) { return w == 0; });
    }
    /// Calls `take(i)` for each that it has and `done`, of the same size, has not.
    template <class Take>
    void each_not_in(const marks& done, Take take) const
    {
        for (std::size_t w = 0; w < words_.size(); ++w)
            for (std::uint64_t left = words_[w] & ~done.words_[w]; left != 0; left &= left - 1) take(w * 64 + static_cast<std::size_t>(std::countr_zero(left)));
    }
    std::uint64_t hash() const
    {
        std::uint64_t h = 0;
        for (std::uint64_t w : words_) h = mixed(h ^ w);
        return h;
    }

    friend auto operator<=>(const marks&, const marks&) = default;

private:
    scratch_vector<std::uint64_t> words_;
};

}  // namespace demarche::inline v0::detail
