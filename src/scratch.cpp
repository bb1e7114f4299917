// SPDX-License-Identifier: BSL-1.0
#include "scratch.hpp"

#include <algorithm>
#include <new>

namespace demarche::inline v0::detail {

namespace {

constexpr std::size_t first_size = std::size_t{1} << 14;
constexpr std::size_t largest_kept = std::size_t{1} << 20;

}  // namespace

/// The head of a piece of the system's memory.
struct alignas(std::max_align_t) scratch::block {
    block* later;
    std::size_t size;

    std::byte* bytes() { return reinterpret_cast<std::byte*>(this + 1); }
};

/// A thread's blocks, each at least twice as large as the one before.
struct scratch::blocks {
    block* first = nullptr;

    ~blocks() { drop(first); }

    static void drop(block*& from) noexcept
    {
        while (from) {
            block* later = from->later;
            ::operator delete(from);
            from = later;
        }
    }
};

constinit thread_local scratch::place scratch::here_;
thread_local scratch::blocks scratch::kept_;

void scratch::move_on(std::size_t bytes)
{
    block*& next = here_.in ? here_.in->later : kept_.first;
    if (!next || next->size < bytes) {
        blocks::drop(next);
        const std::size_t size = std::max(bytes, here_.in ? 2 * here_.in->size : first_size);
        next = new (::operator new(sizeof(block) + size)) block{nullptr, size};
    }
    here_ = {next, next->bytes(), next->bytes() + next->size};
}

/// Gives the system back what only an uncommonly large query needed.
void scratch::keep_little() noexcept
{
    for (block** b = &kept_.first; *b; b = &(*b)->later)
        if ((*b)->size > largest_kept) return blocks::drop(*b);
}

}  // namespace demarche::inline v0::detail
