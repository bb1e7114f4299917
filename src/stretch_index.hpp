// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "awaited_index.hpp"
#include "column.hpp"
#include "fetch.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <type_traits>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// Stretches of valid time by known time, found by the instants that they contain. A stretch lies in a bucket of others that are about as long and
// begin about then, so that an instant has few buckets to look in; a bucket is a chain of chunks, and a chunk knows which of its stretches are current.
// A second chain passes by the chunks without any, and has one digest in place of two that have few, so that it costs no more than the current ones.
//
// A stretch that is open-ended, or longer than a lifetime, has its bucket by where it begins alone. The few that do not fit a chunk's numbers (without
// beginning, or longer than 136 years) lie in a bucket that every question visits; so does one for whose bucket there was no memory.

namespace demarche::inline v0::detail {

/// A leg of a matter is open in [begin, end), so was known in [known_from, known_to). Seconds; the greatest and the least are no instants but say
/// that it is unbounded.
struct stretch {
    std::uint32_t matter;
    std::uint32_t awaited;  ///< an actor, 0 where it is nobody, or `anybody`, whoever that may be
    std::uint8_t kind;      ///< bits of the caller
    std::int64_t begin, end;
    std::int64_t known_from, known_to;

    friend bool operator==(const stretch&, const stretch&) = default;
};

/// Models a set of stretches that only grows and of which each is closed in known time at some point, or never. Thread safety: one thread calls
/// `reserve`, `add`, `close` and asks for bytes; any number ask the rest meanwhile, wait-free. They see all that happens before they ask, and of what
/// happens meanwhile any part, but each stretch whole.
class stretch_index {
public:
    using handle = std::uint32_t;  ///< 0 is none

    static constexpr std::int64_t earliest = std::numeric_limits<std::int64_t>::min();
    static constexpr std::int64_t latest = std::numeric_limits<std::int64_t>::max();
    static constexpr std::uint32_t anybody = 0xFFFF'FFFF;

    stretch_index();
    stretch_index(const stretch_index&) = delete;
    stretch_index& operator=(const stretch_index&) = delete;
    ~stretch_index();

    /// Sees to it that the next `n` adds cannot want for memory. It takes some 50 bytes for each, once, so let `n` be what one change adds. What throws
    /// has changed nothing.
    void reserve(std::size_t n);
    /// Preconditions: it was reserved; `s.begin <= s.end`. `next` is kept with it: it is any that the caller chooses.
    handle add(const stretch& s, handle next) noexcept;
    /// From then on it is known no more: at its `known_from`, never at all. A stretch closed may be closed again.
    /// Precondition: `known_to` is an instant, not `latest`.
    void close(handle h, std::int64_t known_to) noexcept;

    /// Precondition: whoever asks was told of `h`.
    stretch operator[](handle h) const;
    handle next(handle h) const;
    /// Starts to fetch what closing it will read.
    void prefetch(handle h) const
    {
        if (h != 0) prefetch(&chunk_of(h));
    }

    /// Lists from now on what awaits an actor. `now` are the current stretches that do. Precondition: it was not told so before. What throws has changed
    /// nothing.
    void list_awaiting(std::uint32_t whom, std::span<const awaited_index::entry> now) { awaited_.begin(whom, now); }
    /// Whether it was told to, and there was always memory for it.
    bool lists(std::uint32_t whom) const { return awaited_.has(whom) && all_listed_.load(std::memory_order_acquire); }

    /// Calls take(matter, awaited, kind, into, left) for each current stretch that contains `at`: into = at - begin and left = end - at, or the
    /// greatest number where they are greater. Current is what is known without end. Where `whom` is somebody, only for those that await it, or anybody: at
    /// the cost of these where it `lists` them.
    template <class Take>
    void at(std::int64_t at, Take take, std::uint32_t whom = anybody) const;
    /// So for each that contains `at` and is known at `known`. Where `whom` is somebody, of the others no more is read than whom they await.
    template <class Take>
    void at(std::int64_t at, std::int64_t known, Take take, std::uint32_t whom = anybody) const;
    /// Calls take(const stretch&) for each current stretch.
    template <class Take>
    void each_current(Take take) const;

    std::size_t bytes() const;
    /// What it would not take without the second question: all of closed stretches, and the known time of the others.
    std::size_t bytes_for_known() const;

private:
    struct bucket;

    struct cell {
        std::uint32_t offset;  ///< from the bucket's start; in the bucket that is always visited, the number of its bounds
        std::uint32_t length;
    };
    struct known_time {
        std::int64_t from;
        std::atomic<std::int64_t> to;
    };
    struct bounds {
        std::int64_t begin = 0;
        std::int64_t end = 0;
    };
    static constexpr std::uint32_t open_ended = 0xFFFF'FFFF;

    /// In one piece with its stretches. Only the last of a bucket has room; it stays in both chains. Whoever stands in one that is left out of the
    /// chain of current ones still gets to those after it. A digest has copies: each with its handle in `nexts`, and without known time.
    struct alignas(16) chunk {
        std::atomic<std::uint64_t> current = 0;
        std::atomic<chunk*> after = nullptr;
        std::atomic<chunk*> current_after = nullptr;
        chunk* current_before = nullptr;
        chunk* digest = nullptr;
        bucket* home = nullptr;
        handle first;  ///< 0 in a digest
        std::uint32_t room;
        std::atomic<std::uint32_t> size = 0;

        static constexpr std::uint32_t least_room = 8;
        static constexpr std::uint32_t most_room = 64;
        static constexpr std::uint32_t most_digested = 48;
        static constexpr std::size_t cell_bytes = 4 * sizeof(std::uint32_t) + 1 + sizeof(handle) + sizeof(known_time);
        static constexpr std::size_t copy_bytes = cell_bytes - sizeof(known_time);
        static std::size_t bytes(std::size_t room) { return sizeof(chunk) + room * cell_bytes; }
        static std::size_t digest_bytes(std::size_t room) { return sizeof(chunk) + room * copy_bytes; }

        chunk(handle first_handle, std::uint32_t places) : first(first_handle), room(places) {}

        std::uint32_t* awaited() { return reinterpret_cast<std::uint32_t*>(this + 1); }
        std::uint32_t* offsets() { return awaited() + room; }
        std::uint32_t* lengths() { return offsets() + room; }
        std::uint32_t* matters() { return lengths() + room; }
        std::uint8_t* kinds() { return reinterpret_cast<std::uint8_t*>(matters() + room); }
        handle* nexts() { return reinterpret_cast<handle*>(kinds() + room); }
        known_time* known() { return reinterpret_cast<known_time*>(nexts() + room); }
        const std::uint32_t* awaited() const { return const_cast<chunk*>(this)->awaited(); }
        const std::uint32_t* offsets() const { return const_cast<chunk*>(this)->offsets(); }
        const std::uint32_t* lengths() const { return const_cast<chunk*>(this)->lengths(); }
        const std::uint32_t* matters() const { return const_cast<chunk*>(this)->matters(); }
        cell at(std::size_t i) const { return {offsets()[i], lengths()[i]}; }
        const std::uint8_t* kinds() const { return const_cast<chunk*>(this)->kinds(); }
        const handle* nexts() const { return const_cast<chunk*>(this)->nexts(); }
        const known_time* known() const { return const_cast<chunk*>(this)->known(); }
    };

    struct bucket {
        unsigned row = 0;
        std::int64_t number = 0;
        std::int64_t start = 0;
        std::atomic<chunk*> first = nullptr;
        std::atomic<chunk*> current_first = nullptr;
        chunk* last = nullptr;
        std::atomic<bucket*> after = nullptr;
    };
    struct bucket_list {
        std::atomic<bucket*> first = nullptr;
        bucket* last = nullptr;
    };
    struct directory;

    // The row of a near bucket is the binary logarithm of its width. A near stretch is shorter than two widths of its bucket, so it contains instants
    // of that bucket and the two after it alone. A far one is longer than those may be, or open-ended; its buckets are half a year wide.
    static constexpr unsigned least_row = 20;
    static constexpr unsigned near_rows = 11;
    static constexpr unsigned far_row = least_row + near_rows;
    static constexpr std::uint64_t far_length = std::uint64_t{1} << far_row;
    static constexpr unsigned far_width = 24;

    struct near_buckets {
        std::array<const bucket*, std::size_t{3} * near_rows> found;
        std::size_t size = 0;
    };
    near_buckets near(std::int64_t at) const;

    static std::uint64_t distance(std::int64_t from, std::int64_t to) { return static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from); }
    static std::int64_t saturated(std::uint64_t x) { return static_cast<std::int64_t>(std::min(x, static_cast<std::uint64_t>(latest))); }

    // An instant as seen from a bucket. Of a near one, numbers wrap: before a stretch begins, it is far into it.
    struct near_instant {
        std::uint32_t x;

        near_instant(std::int64_t at, const bucket& b) : x(static_cast<std::uint32_t>(distance(b.start, at))) {}
        bool in(const cell& c) const { return x - c.offset < c.length; }
#if defined(__SSE2__)
        /// So of four: a bit for each. The signs are turned, since numbers with them are what can be compared.
        unsigned in_four(const std::uint32_t* offsets, const std::uint32_t* lengths) const
        {
            const auto load = [](const std::uint32_t* four) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(four)); };
            const __m128i sign = _mm_set1_epi32(std::numeric_limits<std::int32_t>::min());
            const __m128i since = _mm_sub_epi32(_mm_set1_epi32(static_cast<std::int32_t>(x)), load(offsets));
            const __m128i are = _mm_cmpgt_epi32(_mm_xor_si128(load(lengths), sign), _mm_xor_si128(since, sign));
            return static_cast<unsigned>(_mm_movemask_ps(_mm_castsi128_ps(are)));
        }
#endif
        std::int64_t into(const cell& c) const { return x - c.offset; }
        std::int64_t left(const cell& c) const { return c.length - (x - c.offset); }
    };
    /// Precondition: not before the bucket starts.
    struct far_instant {
        std::uint64_t x;
        std::int64_t to_latest;

        far_instant(std::int64_t at, const bucket& b) : x(distance(b.start, at)), to_latest(saturated(distance(at, latest))) {}
        bool in(const cell& c) const { return (x >= c.offset) & ((c.length == open_ended) | (x - c.offset < c.length)); }
        std::int64_t into(const cell& c) const { return saturated(x - c.offset); }
        std::int64_t left(const cell& c) const { return c.length == open_ended ? to_latest : static_cast<std::int64_t>(c.length - (x - c.offset)); }
    };
    struct any_instant {
        std::int64_t at;
        const column<bounds>& all;

        bool in(const cell& c) const
        {
            const bounds& b = all[c.offset];
            return b.begin <= at && (at < b.end || b.end == latest);
        }
        std::int64_t into(const cell& c) const { return saturated(distance(all[c.offset].begin, at)); }
        std::int64_t left(const cell& c) const { return saturated(distance(at, all[c.offset].end)); }
    };

    /// About half of what is read of it; a chunk read from its beginning brings the rest.
    static void prefetch(const chunk* c)
    {
        for (std::uintptr_t line = 0; line < 8; ++line) fetch(reinterpret_cast<const void*>(reinterpret_cast<std::uintptr_t>(c) + line * 64));
    }

    /// What is read of one of its stretches.
    static void prefetch_stretch(const chunk& c, std::size_t i)
    {
        fetch(&c);
        for (const void* part : {static_cast<const void*>(c.awaited() + i), static_cast<const void*>(c.offsets() + i),
                 static_cast<const void*>(c.lengths() + i), static_cast<const void*>(c.matters() + i), static_cast<const void*>(c.kinds() + i)})
            fetch(part);
    }

    /// Those among these that the instant is in. Without branches, since which they are is anyone's guess.
    template <class Instant>
    static std::uint64_t holding(const chunk& c, std::uint64_t among, Instant instant)
    {
        const auto end = static_cast<unsigned>(std::bit_width(among));
        std::uint64_t found = 0;
        if (static_cast<unsigned>(std::popcount(among)) * 5 < end) {
            for (std::uint64_t rest = among; rest != 0; rest &= rest - 1) {
                const int i = std::countr_zero(rest);
                found |= std::uint64_t{instant.in(c.at(static_cast<std::size_t>(i)))} << i;
            }
            return found;
        }
        unsigned i = 0;
#if defined(__SSE2__)
        if constexpr (std::is_same_v<Instant, near_instant>)
            for (; i + 4 <= end; i += 4) found |= std::uint64_t{instant.in_four(c.offsets() + i, c.lengths() + i)} << i;
#endif
        for (; i < end; ++i) found |= std::uint64_t{instant.in(c.at(i))} << i;
        return found & among;
    }
    /// Those among these that await one, or anybody.
    static std::uint64_t awaiting(const chunk& c, std::uint64_t among, std::uint32_t whom)
    {
        if (whom == anybody) return among;
        const std::uint32_t* const awaited = c.awaited();
        const auto end = static_cast<unsigned>(std::bit_width(among));
        std::uint64_t found = 0;
        unsigned i = 0;
#if defined(__SSE2__)
        for (; i + 4 <= end; i += 4) {
            const __m128i some = _mm_loadu_si128(reinterpret_cast<const __m128i*>(awaited + i));
            const __m128i are = _mm_or_si128(_mm_cmpeq_epi32(some, _mm_set1_epi32(static_cast<std::int32_t>(whom))), _mm_cmpeq_epi32(some, _mm_set1_epi32(-1)));
            found |= std::uint64_t{static_cast<unsigned>(_mm_movemask_ps(_mm_castsi128_ps(are)))} << i;
        }
#endif
        for (; i < end; ++i) found |= std::uint64_t{awaited[i] == whom || awaited[i] == anybody} << i;
        return found & among;
    }
    static std::uint64_t known_among(const chunk& c, std::uint64_t among, std::int64_t known)
    {
        std::uint64_t found = 0;
        for (std::uint64_t rest = among; rest != 0; rest &= rest - 1) {
            const int i = std::countr_zero(rest);
            const known_time& k = c.known()[i];
            found |= (std::uint64_t{k.from <= known} & std::uint64_t{known < k.to.load(std::memory_order_relaxed)}) << i;
        }
        return found;
    }
    template <class Instant, class Take>
    static void give(const chunk& c, std::uint64_t those, Instant instant, Take& take)
    {
        for (; those != 0; those &= those - 1) {
            const auto i = static_cast<std::size_t>(std::countr_zero(those));
            const cell found = c.at(i);
            take(c.matters()[i], c.awaited()[i], c.kinds()[i], instant.into(found), instant.left(found));
        }
    }

    /// Calls visit(chunk, its current ones) for the bucket's chunks that have some.
    template <class Visit>
    static void each_current_in(const bucket& b, Visit visit)
    {
        const chunk* next = nullptr;
        for (const chunk* c = b.current_first.load(std::memory_order_acquire); c != nullptr; c = next) {
            next = c->current_after.load(std::memory_order_acquire);
            prefetch(next);
            if (const std::uint64_t current = c->current.load(std::memory_order_acquire)) visit(*c, current);
        }
    }
    /// Calls visit(chunk, all of it) for the bucket's chunks.
    template <class Visit>
    static void each_in(const bucket& b, Visit visit)
    {
        const chunk* next = nullptr;
        for (const chunk* c = b.first.load(std::memory_order_acquire); c != nullptr; c = next) {
            next = c->after.load(std::memory_order_acquire);
            prefetch(next);
            if (const std::uint32_t size = c->size.load(std::memory_order_acquire)) visit(*c, ~std::uint64_t{0} >> (64 - size));
        }
    }
    template <class Visit>
    static void each_bucket(const bucket_list& list, Visit visit)
    {
        for (const bucket* b = list.first.load(std::memory_order_acquire); b != nullptr; b = b->after.load(std::memory_order_acquire)) visit(*b);
    }
    /// Calls visit(bucket, instant) for each bucket with stretches that may contain it.
    template <class Visit>
    void each_bucket_about(std::int64_t at, Visit visit) const
    {
        const near_buckets around = near(at);
        for (std::size_t n = 0; n < around.size; ++n) visit(*around.found[n], near_instant(at, *around.found[n]));
        each_bucket(far_, [&](const bucket& b) {
            if (b.start <= at) visit(b, far_instant(at, b));
        });
        visit(anywhere_, any_instant{at, bounds_});
    }

    /// The number by which `awaited_` knows an actor, or anybody: no actor has the number 0.
    static std::uint32_t list_of(std::uint32_t awaited) { return awaited == anybody ? 0 : awaited; }
    /// Gives those of some stretches that are current and contain `at`.
    template <class Take>
    void give_current(std::span<const handle> some, std::int64_t at, Take& take) const;

    chunk& chunk_of(handle h) const { return *chunks_[h / chunk::least_room]; }
    stretch read(const chunk& c, std::size_t i) const;
    bounds bounds_of(const chunk& c, std::size_t i) const;

    struct place {
        bucket* in;
        std::uint32_t offset;
        std::uint32_t length;
    };
    void list(const stretch& s, handle h) noexcept;
    place place_of(const stretch& s) noexcept;
    place place_anywhere(const stretch& s) noexcept;
    bucket* bucket_with_room(unsigned row, std::int64_t number) noexcept;
    bucket& bucket_of(unsigned row, std::int64_t number);
    bucket& add_bucket(unsigned row, std::int64_t number);
    void enlarge();
    chunk* make_chunk(std::size_t room);
    chunk* make_digest(std::size_t room);
    void append(bucket& b, chunk* made) noexcept;
    void tidy(chunk& c) noexcept;
    bool unite(chunk* a, chunk* b) noexcept;
    static void put_in_place_of(chunk& c, chunk* other);
    static void copy_current(const chunk& from, chunk& to);

    bucket_list near_;
    bucket_list far_;
    bucket anywhere_;
    arena memory_;  ///< of buckets and chunks
    column<bounds> bounds_;
    column<chunk*> chunks_;  ///< by their handles, eight at a time
    awaited_index awaited_;  ///< of current ones
    std::atomic<bool> all_listed_ = true;
    std::atomic<std::uint32_t> rows_ = 0;  ///< of near buckets
    std::atomic<const directory*> directory_ = nullptr;
    std::unique_ptr<directory> newest_;  ///< keeps those before it

    // Of the thread that adds alone.
    chunk* spare_ = nullptr;  ///< for the bucket that is always visited
    std::size_t spare_room_ = 0;
    std::size_t bounds_size_ = 0;
    std::size_t handles_ = chunk::least_room;
    std::size_t buckets_ = 0;
    std::size_t closed_ = 0;
    std::size_t directory_bytes_ = 0;
};

template <class Take>
void stretch_index::at(std::int64_t at, Take take, std::uint32_t whom) const
{
    if (whom != anybody && lists(whom)) {
        for (const std::uint32_t list : {list_of(whom), list_of(anybody)})
            awaited_.about(list, at, [&](std::span<const handle> some) { give_current(some, at, take); });
        return;
    }
    each_bucket_about(at, [&](const bucket& b, auto instant) {
        each_current_in(b, [&](const chunk& c, std::uint64_t current) { give(c, holding(c, awaiting(c, current, whom), instant), instant, take); });
    });
}

template <class Take>
void stretch_index::give_current(std::span<const handle> some, std::int64_t at, Take& take) const
{
    for (const handle h : some) {
        const chunk& c = chunk_of(h);
        prefetch_stretch(c, h - c.first);
    }
    for (const handle h : some) {
        const chunk& c = chunk_of(h);
        const std::size_t i = h - c.first;
        if ((c.current.load(std::memory_order_acquire) >> i & 1) == 0) continue;
        const bounds b = bounds_of(c, i);
        if (b.begin <= at && (at < b.end || b.end == latest))
            take(c.matters()[i], c.awaited()[i], c.kinds()[i], saturated(distance(b.begin, at)), saturated(distance(at, b.end)));
    }
}

template <class Take>
void stretch_index::at(std::int64_t at, std::int64_t known, Take take, std::uint32_t whom) const
{
    known = std::min(known, latest - 1);
    each_bucket_about(at, [&](const bucket& b, auto instant) {
        each_in(b, [&](const chunk& c, std::uint64_t all) { give(c, known_among(c, holding(c, awaiting(c, all, whom), instant), known), instant, take); });
    });
}

template <class Take>
void stretch_index::each_current(Take take) const
{
    const auto visit = [&](const chunk& c, std::uint64_t current) {
        for (; current != 0; current &= current - 1) {
            const auto i = static_cast<std::uint32_t>(std::countr_zero(current));
            stretch found = c.first != 0 ? read(c, i) : (*this)[c.nexts()[i]];
            found.known_to = latest;
            take(static_cast<const stretch&>(found));
        }
    };
    each_bucket(near_, [&](const bucket& b) { each_current_in(b, visit); });
    each_bucket(far_, [&](const bucket& b) { each_current_in(b, visit); });
    each_current_in(anywhere_, visit);
}

}  // namespace demarche::inline v0::detail
