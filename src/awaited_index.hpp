// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "arena.hpp"
#include "column.hpp"
#include "fetch.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

// Which stretches await whom, for actors of whom many do. Those of an actor lie on pages as they came, which is about the order of time; a page knows from when
// until when its stretches last, so that few of an actor's pages are looked through. Times are kept to a quarter of an hour: what is found is about right.

namespace demarche::inline v0::detail {

/// Models a set of stretches for each number of an actor of which it was told to begin one. Thread safety: one thread changes it and asks for bytes; any number
/// ask the rest meanwhile, wait-free. They see all that happens before they ask, and of what happens meanwhile any part, but a set that begins whole.
class awaited_index {
public:
    using handle = std::uint32_t;  ///< 0 is none
    struct entry {
        handle which;
        std::int64_t begin, end;
    };
    static constexpr std::size_t page_size = 64;

    awaited_index() = default;
    awaited_index(const awaited_index&) = delete;
    awaited_index& operator=(const awaited_index&) = delete;

    /// Begins the set of an actor with what awaits it now. Precondition: it has none. What throws has changed no set.
    void begin(std::uint32_t whom, std::span<const entry> now);
    bool has(std::uint32_t whom) const { return newest_of(whom) != nullptr; }
    /// Precondition: `has(whom)`. Throws bad_alloc, and has then changed nothing.
    void add(std::uint32_t whom, const entry& e);
    /// Takes out what is in, as it was added; linear in the actor's pages that came after its own.
    void remove(std::uint32_t whom, const entry& e) noexcept;

    /// Calls take(span of handles) for those that await `whom` and contain `at`, and others that do so within a quarter of an hour: at most
    /// `page_size` at a time. Linear in the actor's pages, a line of memory each, and in what these have about then.
    template <class Take>
    void about(std::uint32_t whom, std::int64_t at, Take take) const;

    std::size_t bytes() const { return pages_.bytes() + newest_.bytes(); }

private:
    static constexpr std::uint32_t for_ever = 2 * std::uint32_t{std::numeric_limits<std::int32_t>::max()};
    static std::uint32_t quarter(std::int64_t at)
    {
        constexpr unsigned seconds_bits = 10;
        constexpr std::int64_t most = std::numeric_limits<std::int32_t>::max();
        return static_cast<std::uint32_t>(std::clamp(at >> seconds_bits, -most, most) + most);
    }

    /// From when until when, each included, in quarters of an hour; in one number, so that nobody reads a half. By itself it is no time.
    struct lasting {
        std::uint32_t first = for_ever;
        std::uint32_t last = 0;

        static lasting of(const entry& e) { return {quarter(e.begin), quarter(e.end)}; }
        static lasting of(const std::atomic<std::uint64_t>& packed)
        {
            const std::uint64_t both = packed.load(std::memory_order_relaxed);
            return {static_cast<std::uint32_t>(both >> 32), static_cast<std::uint32_t>(both)};
        }
        std::uint64_t packed() const { return std::uint64_t{first} << 32 | last; }
        bool holds(std::uint32_t at) const { return first <= at && at <= last; }
    };

    /// An empty place has the handle 0, and lasts at no time.
    struct page {
        explicit page(page* before) noexcept;
        void put(const entry& e);
        void take_out(std::size_t i);
        /// Lets everybody know when they last, if the first begins then.
        void tell(std::uint32_t first) { all.store(lasting{first, endless > 0 ? for_ever : last}.packed(), std::memory_order_relaxed); }

        page* older;
        std::atomic<std::uint64_t> all = lasting{}.packed();
        // Of the thread that changes it.
        std::uint64_t empty = ~std::uint64_t{0};
        std::uint32_t endless = 0;  ///< how many last for ever
        std::uint32_t last = 0;     ///< until when the others did at most
        // Of all.
        std::array<std::atomic<std::uint64_t>, page_size> lasts;
        std::array<std::atomic<handle>, page_size> handles = {};
    };

    const page* newest_of(std::uint32_t whom) const
    {
        const std::atomic<page*>* const newest = newest_.find(whom);
        return newest != nullptr ? newest->load(std::memory_order_acquire) : nullptr;
    }
    page& page_with_room(std::uint32_t whom);

    column<std::atomic<page*>> newest_;  ///< by actor
    arena pages_;
    // Where a place was emptied last: what comes in place of a stretch comes next.
    page* emptied_ = nullptr;
    std::uint32_t emptied_of_ = 0;
};

template <class Take>
void awaited_index::about(std::uint32_t whom, std::int64_t at, Take take) const
{
    const std::uint32_t then = quarter(at);
    for (const page* p = newest_of(whom); p != nullptr; p = p->older) {
        fetch(p->older);
        if (!lasting::of(p->all).holds(then)) continue;
        std::array<handle, page_size> found;
        std::size_t size = 0;
        for (std::size_t i = 0; i < page_size; ++i) {
            if (!lasting::of(p->lasts[i]).holds(then)) continue;
            found[size] = p->handles[i].load(std::memory_order_acquire);
            size += found[size] != 0;
        }
        take(std::span<const handle>(found).first(size));
    }
}

}  // namespace demarche::inline v0::detail
