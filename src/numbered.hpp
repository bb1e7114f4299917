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
        if (all_.size() * 2 >= slots_.size()) grow();
        number& slot = slot_of(x);
        if (slot == 0) {
            all_.push_back(x);
            slot = static_cast<number>(all_.size());
        }
        return slot - 1;
    }

    /// Lets all go, and keeps the memory.
    void clear()
    {
        all_.clear();
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
        for (std::size_t i = 0; i < all_.size(); ++i) slot_of(all_[i]) = static_cast<number>(i + 1);
    }

    scratch_vector<T> all_;
    scratch_vector<number> slots_;
};

}  // namespace demarche::inline v0::detail
