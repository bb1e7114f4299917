// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "archive.hpp"

// What every record does that comes into an archive.

namespace demarche::inline v0::detail {

template <class T>
void archive::define(std::uint32_t key, id<T> x) noexcept
{
    definitions_[key].store(std::uint64_t{type_position<T> + 1} << 32 | x.index(), std::memory_order_release);
}

template <class T>
void archive::publish(std::uint32_t n, std::int64_t seq) noexcept
{
    if (seq > last_seq_.load(std::memory_order_relaxed)) last_seq_.store(seq, std::memory_order_release);
    counts_[type_position<T>].store(n + 1, std::memory_order_release);
    version_.store(version_.load(std::memory_order_relaxed) + 1, std::memory_order_release);
}

}  // namespace demarche::inline v0::detail
