// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <vector>

// The memory that a query works in. Every thread has its own and keeps it (some mebibytes at the most), so that a query asks the system for
// nothing where one before it on that thread needed as much.
//
//   const scratch room;
//   scratch_vector<instant> starts;

namespace demarche::inline v0::detail {

/// A room for scratch vectors. When it ends, all memory that its thread took since it began is free again, whether the query answered or threw.
/// Rooms nest as blocks do. What was made in a room does not outlive it, and what was made before it does not grow in it.
class scratch {
public:
    scratch() noexcept : begun_(here_) {}
    ~scratch()
    {
        here_ = begun_;
        if (!begun_.in) keep_little();
    }
    scratch(const scratch&) = delete;
    scratch& operator=(const scratch&) = delete;

    static void* take(std::size_t bytes)
    {
        bytes = whole(bytes);
        if (static_cast<std::size_t>(here_.end - here_.next) < bytes) move_on(bytes);
        std::byte* piece = here_.next;
        here_.next += bytes;
        return piece;
    }
    /// The piece that was taken last is free at once, any other when the room ends.
    static void give_back(void* piece, std::size_t bytes) noexcept
    {
        if (static_cast<std::byte*>(piece) + whole(bytes) == here_.next) here_.next = static_cast<std::byte*>(piece);
    }

private:
    struct block;
    struct place {
        block* in = nullptr;
        std::byte* next = nullptr;
        std::byte* end = nullptr;
    };
    struct blocks;

    static constexpr std::size_t whole(std::size_t bytes) { return (bytes + alignof(std::max_align_t) - 1) / alignof(std::max_align_t) * alignof(std::max_align_t); }
    static void move_on(std::size_t bytes);
    static void keep_little() noexcept;

    static constinit thread_local place here_;
    static thread_local blocks kept_;

    place begun_;
};

/// What gives a container scratch memory.
template <class T>
struct scratch_memory {
    using value_type = T;
    static_assert(alignof(T) <= alignof(std::max_align_t));

    scratch_memory() = default;
    template <class U>
    constexpr scratch_memory(scratch_memory<U>) noexcept
    {
    }

    T* allocate(std::size_t n) { return static_cast<T*>(scratch::take(n * sizeof(T))); }
    void deallocate(T* piece, std::size_t n) noexcept { scratch::give_back(piece, n * sizeof(T)); }

    friend constexpr bool operator==(scratch_memory, scratch_memory) { return true; }
};

template <class T>
using scratch_vector = std::vector<T, scratch_memory<T>>;

}  // namespace demarche::inline v0::detail
