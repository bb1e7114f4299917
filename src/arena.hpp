// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "large_pages.hpp"

#include <algorithm>
#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>

namespace demarche::inline v0::detail {

/// Memory that is given piece by piece, and taken back all at once: for what lasts as long as its owner. Pieces are aligned for everything, and many
/// share large pages. One thread takes.
class arena {
public:
    arena() = default;
    arena(const arena&) = delete;
    arena& operator=(const arena&) = delete;
    ~arena()
    {
        while (newest_ != nullptr) {
            block* const last = std::exchange(newest_, newest_->before);
            give_back_memory(last, last->size);
        }
    }

    /// Throws bad_alloc, and has then changed nothing.
    void* take(std::size_t bytes)
    {
        bytes = (bytes + alignment - 1) & ~(alignment - 1);
        if (left_ < bytes) add_block(bytes);
        left_ -= bytes;
        return std::exchange(next_, next_ + bytes);
    }
    template <class T, class... Args>
    T* make(Args&&... args)
    {
        static_assert(std::is_trivially_destructible_v<T> && std::is_nothrow_constructible_v<T, Args...> && alignof(T) <= alignment);
        return new (take(sizeof(T))) T(std::forward<Args>(args)...);
    }

    /// The bytes that it has taken.
    std::size_t bytes() const { return bytes_; }

private:
    static constexpr std::size_t alignment = alignof(std::max_align_t);

    struct alignas(alignment) block {
        block* before;
        std::size_t size;
    };

    /// As much as there is already, so that little is idle, within limits.
    void add_block(std::size_t least)
    {
        constexpr std::size_t smallest = 1024;
        constexpr std::size_t largest = std::size_t{1} << 16;
        const std::size_t size = std::max(sizeof(block) + least, std::clamp(bytes_, smallest, largest));
        newest_ = new (take_memory(size)) block{newest_, size};
        next_ = reinterpret_cast<std::byte*>(newest_ + 1);
        left_ = size - sizeof(block);
        bytes_ += size;
    }

    block* newest_ = nullptr;
    std::byte* next_ = nullptr;
    std::size_t left_ = 0;
    std::size_t bytes_ = 0;
};

}  // namespace demarche::inline v0::detail
