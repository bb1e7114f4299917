// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "fold.hpp"

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <vector>

// How far the worlds of a leg have come, and the set of all that they have come to.

namespace demarche::detail {

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
    explicit few_marks(std::size_t) {}

    bool has(std::size_t i) const { return (bits_ >> i & 1) != 0; }
    void mark(std::size_t i) { bits_ |= std::uint64_t{1} << i; }
    bool contains(few_marks other) const { return (other.bits_ & ~bits_) == 0; }
    std::uint64_t hash() const { return bits_; }

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
    bool contains(const marks& other) const
    {
        for (std::size_t w = 0; w < words_.size(); ++w)
            if ((other.words_[w] & ~words_[w]) != 0) return false;
        return true;
    }
    std::uint64_t hash() const
    {
        std::uint64_t h = 0;
        for (std::uint64_t w : words_) h = mixed(h ^ w);
        return h;
    }

    friend auto operator<=>(const marks&, const marks&) = default;

private:
    std::vector<std::uint64_t> words_;
};

/// How far a world has come: which contacts have happened, and where the leg stands.
template <class Marks>
struct stage {
    Marks done;
    standing at;

    bool operator==(const stage&) const = default;
    /// Every part times an odd number of its own, so that the products do not wait for one another.
    std::uint64_t hash() const
    {
        const auto part = [](instant t, std::uint64_t odd) { return static_cast<std::uint64_t>(t.time_since_epoch().count()) * odd; };
        const std::uint64_t where = index(at.state) << 8 | index(at.prior) << 2 | std::size_t{at.prior_reply_fell} << 1 | std::size_t{at.prior_occasion_fell};
        return mixed(done.hash() * 0x9E3779B97F4A7C15u + where * 0xC2B2AE3D27D4EB4Fu + part(at.in_force.occasion, 0x165667B19E3779F9u) +
                     part(at.in_force.reply_by, 0x27D4EB2F165667C5u) + part(at.prior_terms.occasion, 0x85EBCA77C2B2AE63u) +
                     part(at.prior_terms.reply_by, 0xFF51AFD7ED558CCDu));
    }
};

/// A set of stages that keeps the order in which they came, so that it can be gone through while it grows.
template <class Marks>
class stages {
public:
    std::size_t size() const { return all_.size(); }
    const stage<Marks>& operator[](std::size_t i) const { return all_[i]; }

    void insert(const stage<Marks>& s)
    {
        if (all_.size() * 2 >= slots_.size()) grow();
        std::uint32_t& slot = slot_of(s);
        if (slot != 0) return;
        all_.push_back(s);
        slot = static_cast<std::uint32_t>(all_.size());
    }

private:
    /// Where `s` stands, counted from 1, or the empty slot for it.
    std::uint32_t& slot_of(const stage<Marks>& s)
    {
        std::size_t i = s.hash() & (slots_.size() - 1);
        while (slots_[i] != 0 && !(all_[slots_[i] - 1] == s)) i = (i + 1) & (slots_.size() - 1);
        return slots_[i];
    }
    void grow()
    {
        slots_.assign(std::max<std::size_t>(16, slots_.size() * 2), 0);
        for (std::size_t i = 0; i < all_.size(); ++i) slot_of(all_[i]) = static_cast<std::uint32_t>(i + 1);
    }

    std::vector<stage<Marks>> all_;
    std::vector<std::uint32_t> slots_;
};

}  // namespace demarche::detail
