// SPDX-License-Identifier: BSL-1.0
#include "large_pages.hpp"

#include <cstdint>
#include <mutex>
#include <new>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace demarche::inline v0::detail {

namespace {

constexpr std::align_val_t page_alignment{large_page};
constexpr std::align_val_t line_alignment{line_size};

constexpr std::size_t whole_lines(std::size_t bytes) { return (bytes + line_size - 1) & ~(line_size - 1); }

void* take_pages(std::size_t bytes)
{
    void* const memory = ::operator new(bytes, page_alignment);
#if defined(__linux__)
    // What was in use before comes in the small pages that it had, unless these are dropped: whole ones, since others share the last with its end.
    // Where the system refuses, ordinary pages serve.
    (void)madvise(memory, bytes & ~(large_page - 1), MADV_DONTNEED);
    (void)madvise(memory, bytes, MADV_HUGEPAGE);
#endif
    return memory;
}

/// What stands at the beginning of a page whose parts have been given away one behind the other.
struct alignas(line_size) shared_page {
    shared_page* next_open = nullptr;
    std::size_t used = sizeof(shared_page);
    std::size_t parts = 0;

    std::size_t room() const { return large_page - used; }
};

constexpr std::size_t most_of_page = large_page - sizeof(shared_page);

/// The pages that have room for more.
class shared_pages {
public:
    void* take(std::size_t bytes)
    {
        const std::lock_guard lock(guard_);
        shared_page** at = &open_;
        while (*at != nullptr && (*at)->room() < bytes) at = &(*at)->next_open;
        if (*at == nullptr) *at = ::new (take_pages(large_page)) shared_page;
        shared_page& page = **at;
        void* const part = reinterpret_cast<char*>(&page) + page.used;
        page.used += bytes;
        ++page.parts;
        if (page.room() < least_shared) *at = page.next_open;
        return part;
    }
    void give_back(void* part) noexcept
    {
        const std::lock_guard lock(guard_);
        auto* const page = reinterpret_cast<shared_page*>(reinterpret_cast<std::uintptr_t>(part) & ~(large_page - 1));
        if (--page->parts != 0) return;
        close(page);
        ::operator delete(page, page_alignment);
    }

private:
    void close(const shared_page* page)
    {
        shared_page** at = &open_;
        while (*at != nullptr && *at != page) at = &(*at)->next_open;
        if (*at != nullptr) *at = page->next_open;
    }

    std::mutex guard_;
    shared_page* open_ = nullptr;
};

constinit shared_pages pages;

}  // namespace

void* take_memory(std::size_t bytes)
{
    if (bytes < least_shared) return ::operator new(bytes, line_alignment);
    return whole_lines(bytes) <= most_of_page ? pages.take(whole_lines(bytes)) : take_pages(bytes);
}

void give_back_memory(void* memory, std::size_t bytes) noexcept
{
    if (bytes < least_shared) return ::operator delete(memory, line_alignment);
    if (whole_lines(bytes) <= most_of_page) return pages.give_back(memory);
    ::operator delete(memory, page_alignment);
}

}  // namespace demarche::inline v0::detail
