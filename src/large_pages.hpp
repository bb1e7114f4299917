// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/export.hpp>

#include <cstddef>
#include <new>
#include <vector>

// Memory from large pages, where the system has them: a random access then misses the cache of addresses less often, and far fewer pages are faulted in.

namespace demarche::inline v0::detail {

/// The size and alignment of large pages, as they are almost everywhere.
inline constexpr std::size_t large_page = std::size_t{1} << 21;
/// What is smaller is allocated as ever: small chronicles take no large page.
inline constexpr std::size_t least_shared = std::size_t{1} << 15;
/// The alignment of all that is given.
inline constexpr std::size_t line_size = 64;

/// Memory of that size, whole large pages or a part of one that others share. Any thread may ask. Throws bad_alloc.
DEMARCHE_EXPORT void* take_memory(std::size_t bytes);
/// Takes back what was given for that size. A shared page is freed with the last of its parts.
DEMARCHE_EXPORT void give_back_memory(void* memory, std::size_t bytes) noexcept;

/// For vectors of millions: these have large pages to themselves.
template <class T>
struct large_page_allocator {
    using value_type = T;

    large_page_allocator() = default;
    template <class U>
    large_page_allocator(const large_page_allocator<U>&)
    {
    }
    T* allocate(std::size_t n) { return static_cast<T*>(n * sizeof(T) < large_page ? ::operator new(n * sizeof(T)) : take_memory(n * sizeof(T))); }
    void deallocate(T* at, std::size_t n) noexcept { n * sizeof(T) < large_page ? ::operator delete(at) : give_back_memory(at, n * sizeof(T)); }

    friend bool operator==(large_page_allocator, large_page_allocator) { return true; }
};

template <class T>
using long_vector = std::vector<T, large_page_allocator<T>>;

}  // namespace demarche::inline v0::detail
