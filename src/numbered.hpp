// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "scratch.hpp"

#include <algorithm>
#include <cstdint>

namespace demarche::inline v0::detail {

/// A set that numbers what comes into it, from 0, so that it can be gone through while it grows. Finding is by `hash_of`, in constant time on average.
template <class T>
class numbered {
public:
    using number = std::uint32_t;

    std::size_t size() const { return all_.size(); }
    const T& operator[](std::size_t i) const { return all_[i]; }

    /// The number of `x`, which comes in where it is not there yet.
    number insert(const T& x)
    {
        while (all_.size() * 2 >= slots_.size()) grow();
        for (; found_ < all_.size(); ++found_) slot_of(all_[found_]) = static_cast<number>(found_ + 1);
        number& slot = slot_of(x);
        if (slot == 0) {
            all_.push_back(x);
            slot = static_cast<number>(all_.size());
            ++found_;
        }
        return slot - 1;
    }
    /// Takes in what is known not to be there, without a place to find it by until something else is inserted.
    void append(const T& x) { all_.push_back(x); }

    /// Lets all go, and keeps the memory.
    void clear()
    {
        all_.clear();
        if (found_ == 0) return;
        found_ = 0;
        std::fill(slots_.begin(), slots_.end(), number{0});
    }

private:
    /// Where the number of `x` stands, counted from 1, or the empty slot for it.
    number& slot_of(const T& x)
    {
        std::size_t i = hash_of(x) & (slots_.size() - 1);
        while (slots_[i] != 0 && !(all_[slots_[i] - 1] == x)) i = (i + 1) & (slots_.size() - 1);
        return slots_[i];
    }
    void grow()
    {
        const std::size_t size = slots_.empty() ? 64 : 4 * slots_.size();
        all_.reserve(size / 2);
        slots_.assign(size, 0);
        found_ = 0;
    }

    scratch_vector<T> all_;
    scratch_vector<number> slots_;
    std::size_t found_ = 0;  ///< how many, from the first, have a slot
};

}  // namespace demarche::inline v0::detail
