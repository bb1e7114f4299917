// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "column.hpp"
#include "short_text.hpp"

#include <demarche/detail/export.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

// Keys, numbered from 0 in the order in which they came: one thread adds, and any number find them meanwhile without a lock.

namespace demarche::inline v0::detail {

/// Texts that stay where they are.
class DEMARCHE_EXPORT lasting_texts {
public:
    /// Copies `text`; `at` of what this gives is that copy.
    const char* keep(std::string_view text);
    static std::string_view at(const char* kept);
    std::size_t bytes() const { return bytes_; }

private:
    struct chunk {
        std::unique_ptr<char[]> room;
        std::size_t size;
        std::size_t used;
    };
    char* room_for(std::size_t size);

    std::vector<chunk> chunks_;
    std::size_t bytes_ = 0;
};

/// Texts by number, which stay where they are too: a short one in its cell, so that it is one step away.
/// Thread safety: one thread puts, any number read the texts of whose numbers they have been told.
class text_cells {
public:
    std::string_view operator[](std::size_t number) const
    {
        const cell& c = cells_[number];
        return c.size != long_size ? std::string_view(c.text, c.size) : lasting_texts::at(word_at<const char*>(c.text));
    }
    /// Precondition: nobody has been told of that number. What throws has changed nothing.
    void put(std::size_t number, std::string_view text);
    void prefetch(std::size_t number) const { cells_.prefetch(number); }
    std::size_t bytes() const { return cells_.bytes() + long_.bytes(); }

private:
    static constexpr unsigned char long_size = 0xFF;
    struct alignas(16) cell {
        char text[15];  // of a long one its address
        unsigned char size;
    };

    column<cell, 11> cells_;
    lasting_texts long_;
};

/// Numbers by hash, with open addressing, in segments, which a directory finds by the hash's high bits. A full segment is replaced, so that nobody waits
/// for more than that: by a larger one, and once it has the usual size by two, among which its slots are shared out in their order.
/// Thread safety: one thread adds, any number find. What a reader finds is right, however old the segment. A segment of usual size is emptied and used
/// again once the directory has its successors; this is counted, and who finds nothing looks again where the count has changed meanwhile. Directories and
/// segments of other sizes are kept as they were.
class DEMARCHE_EXPORT key_slots {
public:
    /// A hash and a number, counted from 1; 0 where it is empty.
    using slot = std::atomic<std::uint64_t>;
    struct place {
        slot* at = nullptr;
        std::uint64_t value = 0;
        std::size_t position = 0;  ///< of its segment in the directory

        bool is_taken() const { return value != 0; }
        std::uint32_t number() const { return static_cast<std::uint32_t>(value) - 1; }
    };

    key_slots() = default;
    key_slots(const key_slots&) = delete;
    key_slots& operator=(const key_slots&) = delete;

    /// The number with that hash for which `is` holds; it is asked of numbers that were added. Lock-free: it looks again only where a segment was emptied.
    template <class Is>
    std::optional<std::uint32_t> find(std::uint32_t hash, Is is) const
    {
        for (;;) {
            const std::uint64_t emptied = emptied_.load(std::memory_order_acquire);
            const place found = place_of(directory_.load(std::memory_order_acquire), hash, is);
            if (found.is_taken()) return found.number();
            if (emptied_.load(std::memory_order_relaxed) == emptied) return {};
        }
    }

    /// Fetches where a search begins.
    void prefetch(std::uint32_t hash) const;

    // The adding thread's. What throws has changed nothing that can be found.

    /// As `find`; where there is none, perhaps an empty slot for it.
    template <class Is>
    place look(std::uint32_t hash, Is is) const
    {
        return place_of(directory_.load(std::memory_order_relaxed), hash, is);
    }
    /// `found`, or, where its segment is full, an empty slot that has room. Preconditions: `look` has just given it, not taken; `count` are in.
    place with_room(place found, std::uint32_t hash, std::size_t count)
    {
        return found.at != nullptr && !is_full(found.position) ? found : make_room(hash, count);
    }
    /// Precondition: `with_room` has just given the place.
    void add(place empty, std::uint32_t hash, std::uint32_t number) noexcept;
    /// Makes segments for that many at once.
    void reserve(std::size_t count);
    std::size_t bytes() const { return bytes_; }

private:
    static constexpr std::size_t in_line = 8;
    struct alignas(64) line {
        std::array<slot, in_line> slots;
    };
    static constexpr std::size_t least = 16;
    static constexpr std::size_t usual = std::size_t{1} << 12;

    /// The address of its lines, in the low bits of which is how often it is twice as large as the least.
    class segment {
    public:
        explicit segment(std::uintptr_t word) : word_(word) {}
        segment(const line* lines, std::size_t size);

        std::uintptr_t word() const { return word_; }
        std::size_t size() const { return least << (word_ & low); }
        slot& operator[](std::size_t place) const { return reinterpret_cast<line*>(word_ & ~low)[place / in_line].slots[place % in_line]; }

        template <class Is>
        place place_of(std::uint32_t hash, Is is) const
        {
            const std::size_t last = size() - 1;
            for (std::size_t i = 0; i <= last; ++i) {
                slot& s = (*this)[(hash + i) & last];
                const place here{&s, s.load(std::memory_order_acquire), 0};
                if (!here.is_taken() || (here.value >> 32 == hash && is(here.number()))) return here;
            }
            return {};
        }
        place empty_place(std::uint32_t hash) const
        {
            return place_of(hash, [](std::uint32_t) { return false; });
        }
        void empty() const;

    private:
        static constexpr std::uintptr_t low = 63;

        std::uintptr_t word_;
    };

    struct directory {
        explicit directory(unsigned b) : bits(b), segments(std::make_unique<std::atomic<std::uintptr_t>[]>(std::size_t{1} << b)) {}

        std::size_t size() const { return std::size_t{1} << bits; }
        std::size_t position(std::uint32_t hash) const { return static_cast<std::size_t>(std::uint64_t{hash} << bits >> 32); }
        segment operator[](std::size_t position) const { return segment(segments[position].load(std::memory_order_acquire)); }

        unsigned bits;  ///< of a hash, which tell its position
        std::unique_ptr<std::atomic<std::uintptr_t>[]> segments;
    };

    struct given_back {
        std::size_t bytes;
        void operator()(line* lines) const noexcept { give_back_memory(lines, bytes); }
    };

    /// What the adding thread knows of the segment at a position.
    struct state {
        std::size_t first = 0;  ///< of the positions of that segment
        std::size_t room = 0;   ///< how many more it takes; kept at the first position
        unsigned bits = 0;      ///< of a hash, which all in the segment share
    };

    template <class Is>
    static place place_of(const directory* d, std::uint32_t hash, Is is)
    {
        if (d == nullptr) return {};
        const std::size_t position = d->position(hash);
        place found = (*d)[position].place_of(hash, is);
        found.position = position;
        return found;
    }

    directory& current() const { return *directories_.back(); }
    bool is_full(std::size_t position) const { return states_[states_[position].first].room == 0; }
    place make_room(std::uint32_t hash, std::size_t count);
    segment make_segment(std::size_t size);
    void make_spare();
    segment take_spare() noexcept;
    void begin();
    void widen();
    void grow(std::size_t position, std::size_t count);
    void enlarge(std::size_t position, std::size_t size);
    void split(std::size_t position);
    static std::array<std::size_t, 2> share_out(segment from, std::array<segment, 2> into, unsigned bits) noexcept;
    void publish(segment s, std::size_t first, unsigned bits, std::size_t taken) noexcept;
    void publish(std::unique_ptr<directory> d) noexcept;

    std::atomic<const directory*> directory_ = nullptr;
    std::atomic<std::uint64_t> emptied_ = 0;  ///< how often a segment was
    std::vector<std::unique_ptr<directory>> directories_;
    std::vector<std::unique_ptr<line[], given_back>> lines_;  ///< of all segments
    std::vector<segment> spare_;                  ///< empty ones of usual size
    std::vector<state> states_;                   ///< by position
    std::size_t bytes_ = 0;
};

/// The keys and their numbers. What throws has changed nothing that can be seen. Texts that it gives last as long as it does.
/// Thread safety: one thread calls what is not const, and `bytes`; any number call the others meanwhile.
class DEMARCHE_EXPORT key_index {
public:
    /// The number of that key, which is the next one where it is new. Constant time on average, amortised.
    std::uint32_t number(std::string_view text);
    /// Lock-free. What was added before is found; what is added meanwhile may be.
    std::optional<std::uint32_t> find(std::string_view text) const;
    /// Hints for many look-ups in one go, whose keys are known beforehand: this some 24 look-ups ahead,
    void prefetch_slot(std::string_view text) const { slots_.prefetch(hash_of(text)); }
    /// and this, which needs the slot, some 12 ahead.
    void prefetch_text(std::string_view text) const;
    /// Precondition: `number < size()`, or whoever asks has the number from `find`.
    std::string_view text(std::uint32_t number) const { return texts_[number]; }
    std::size_t size() const { return size_.load(std::memory_order_acquire); }
    void reserve(std::size_t keys);
    /// The bytes that it has taken.
    std::size_t bytes() const { return slots_.bytes() + texts_.bytes(); }

private:
    key_slots slots_;
    text_cells texts_;
    alignas(64) std::atomic<std::size_t> size_ = 0;  // apart, since it changes with each key
};

}  // namespace demarche::inline v0::detail
