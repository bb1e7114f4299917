// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "scratch.hpp"

#include <demarche/date.hpp>

#include <bit>
#include <cstdint>

// The order that stands on a leg's contacts, whatever their dates leave open: SEMANTICS section 4. Contacts are numbered in record order.

namespace demarche::inline v0::detail {

/// `held_back` goes after `first`.
struct rule {
    std::size_t first;
    std::size_t held_back;
};

/// A partial order, closed under what follows from it. Takes no memory for rules while it has none.
class order {
public:
    order() = default;
    /// Of contacts that each happen within `earliest` and `latest`.
    order(scratch_vector<instant> earliest, scratch_vector<instant> latest);

    /// Takes a rule, or leaves it where the dates or the rules taken make it impossible; whether it was taken.
    bool take(rule r);

    bool goes_before(std::size_t a, std::size_t b) const { return has_rules() && (row(after_, a)[b / 64] >> b % 64 & 1) != 0; }
    bool has_rules() const { return !after_.empty(); }
    /// Calls `take(b)` for each that `a` goes before.
    template <class Take>
    void each_after(std::size_t a, Take take) const
    {
        if (has_rules()) each_of(row(after_, a), take);
    }
    /// The earliest and the latest at which a contact can happen when all are in.
    instant earliest(std::size_t x) const { return earliest_[x]; }
    instant latest(std::size_t x) const { return latest_[x]; }

private:
    using words = scratch_vector<std::uint64_t>;

    const std::uint64_t* row(const words& matrix, std::size_t x) const { return matrix.data() + x * width_; }
    std::uint64_t* row(words& matrix, std::size_t x) { return matrix.data() + x * width_; }
    template <class Take>
    void each_of(const std::uint64_t* row, Take take) const
    {
        for (std::size_t w = 0; w < width_; ++w)
            for (std::uint64_t bits = row[w]; bits != 0; bits &= bits - 1) take(w * 64 + static_cast<std::size_t>(std::countr_zero(bits)));
    }
    scratch_vector<std::size_t> with(const words& matrix, std::size_t x) const;

    std::size_t width_ = 0;
    words after_;   ///< row x: what goes after x
    words before_;  ///< row x: what goes before x
    scratch_vector<instant> earliest_;
    scratch_vector<instant> latest_;
};

}  // namespace demarche::inline v0::detail
