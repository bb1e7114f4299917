// SPDX-License-Identifier: BSL-1.0
#include "stretch_index.hpp"

#include "marks.hpp"

#include <exception>
#include <memory>
#include <new>
#include <stdexcept>
#include <utility>

namespace demarche::inline v0::detail {

/// The buckets by row and number: a hash table with open addressing, of which at most half is taken.
struct stretch_index::directory {
    static constexpr std::size_t least_slots = 32;

    explicit directory(std::size_t slots) : mask(slots - 1), buckets(std::make_unique<std::atomic<bucket*>[]>(slots)) {}

    std::size_t home(unsigned row, std::int64_t number) const { return mixed(static_cast<std::uint64_t>(number) << 5 | row) & mask; }
    std::size_t after(std::size_t slot) const { return (slot + 1) & mask; }
    bucket* find(unsigned row, std::int64_t number) const
    {
        for (std::size_t slot = home(row, number);; slot = after(slot)) {
            bucket* const b = buckets[slot].load(std::memory_order_acquire);
            if (b == nullptr || (b->number == number && b->row == row)) return b;
        }
    }
    void put(bucket* b)
    {
        std::size_t slot = home(b->row, b->number);
        while (buckets[slot].load(std::memory_order_relaxed) != nullptr) slot = after(slot);
        buckets[slot].store(b, std::memory_order_release);
    }

    std::size_t mask;
    std::unique_ptr<std::atomic<bucket*>[]> buckets;
    std::unique_ptr<directory> before;
};

stretch_index::stretch_index() = default;

stretch_index::~stretch_index() = default;

/// What was made is there for the next time, should a later step throw.
void stretch_index::reserve(std::size_t n)
{
    while (spare_room_ < n) {
        const std::size_t room = n - spare_room_ <= chunk::least_room ? chunk::least_room : chunk::most_room;
        bounds_.reserve(bounds_size_ + spare_room_ + room);
        chunk* const made = make_chunk(room);
        made->after.store(spare_, std::memory_order_relaxed);
        spare_ = made;
        spare_room_ += room;
    }
}

stretch_index::handle stretch_index::add(const stretch& s, handle next) noexcept
{
    place p = place_of(s);
    if (p.in == nullptr) p = place_anywhere(s);
    chunk& c = *p.in->last;
    const std::uint32_t i = c.size.load(std::memory_order_relaxed);
    c.awaited()[i] = s.awaited;
    c.offsets()[i] = p.offset;
    c.lengths()[i] = p.length;
    c.matters()[i] = s.matter;
    c.kinds()[i] = s.kind;
    c.nexts()[i] = next;
    c.known()[i].from = s.known_from;
    c.known()[i].to.store(s.known_to, std::memory_order_relaxed);
    c.size.store(i + 1, std::memory_order_release);
    if (s.known_to == latest) {
        c.current.store(c.current.load(std::memory_order_relaxed) | std::uint64_t{1} << i, std::memory_order_release);
        list(s, c.first + i);
    } else {
        ++closed_;
    }
    return c.first + i;
}

void stretch_index::list(const stretch& s, handle h) noexcept
try {
    if (s.awaited == anybody && !awaited_.has(list_of(anybody))) awaited_.begin(list_of(anybody), {});
    if (s.awaited != 0 && awaited_.has(list_of(s.awaited))) awaited_.add(list_of(s.awaited), {h, s.begin, s.end});
} catch (const std::bad_alloc&) {
    all_listed_.store(false, std::memory_order_release);
}

/// A copy lasts as long as what it copies, so that those who stand in either see the change.
void stretch_index::close(handle h, std::int64_t known_to) noexcept
{
    chunk* c = &chunk_of(h);
    std::uint32_t i = h - c->first;
    c->known()[i].to.store(known_to, std::memory_order_release);
    if ((c->current.load(std::memory_order_relaxed) >> i & 1) == 0) return;
    ++closed_;
    const bounds b = bounds_of(*c, i);
    if (c->awaited()[i] != 0) awaited_.remove(list_of(c->awaited()[i]), {h, b.begin, b.end});
    for (;; c = c->digest) {
        if (c->first == 0) i = static_cast<std::uint32_t>(std::find(c->nexts(), c->nexts() + c->room, h) - c->nexts());
        c->current.store(c->current.load(std::memory_order_relaxed) & ~(std::uint64_t{1} << i), std::memory_order_release);
        if (c->digest == nullptr) break;
    }
    tidy(*c);
}

stretch stretch_index::operator[](handle h) const
{
    const chunk& c = chunk_of(h);
    return read(c, h - c.first);
}

stretch_index::handle stretch_index::next(handle h) const
{
    const chunk& c = chunk_of(h);
    return c.nexts()[h - c.first];
}

stretch stretch_index::read(const chunk& c, std::size_t i) const
{
    const known_time& k = c.known()[i];
    const bounds b = bounds_of(c, i);
    return {c.matters()[i], c.awaited()[i], c.kinds()[i], b.begin, b.end, k.from, k.to.load(std::memory_order_acquire)};
}

stretch_index::bounds stretch_index::bounds_of(const chunk& c, std::size_t i) const
{
    const cell x = c.at(i);
    if (c.home == &anywhere_) return bounds_[x.offset];
    const std::int64_t begin = c.home->start + x.offset;
    return {begin, x.length == open_ended ? latest : begin + x.length};
}

std::size_t stretch_index::bytes() const { return sizeof *this + memory_.bytes() + directory_bytes_ + bounds_.bytes() + chunks_.bytes() + awaited_.bytes(); }

std::size_t stretch_index::bytes_for_known() const { return (handles_ - chunk::least_room) * sizeof(known_time) + closed_ * chunk::copy_bytes; }

/// All are looked up first, so that their chunks are on the way together.
stretch_index::near_buckets stretch_index::near(std::int64_t at) const
{
    near_buckets all;
    const std::uint32_t rows = rows_.load(std::memory_order_acquire);
    const directory* const in = directory_.load(std::memory_order_acquire);
    for (unsigned row = least_row; row < far_row; ++row) {
        if ((rows >> row & 1) == 0) continue;
        for (std::int64_t back = 2; back >= 0; --back) {
            const bucket* const b = in->find(row, (at >> row) - back);
            if (b == nullptr) continue;
            prefetch(b->current_first.load(std::memory_order_relaxed));
            all.found[all.size++] = b;
        }
    }
    return all;
}

/// Without a bucket where it fits none, or where there is no memory for it.
stretch_index::place stretch_index::place_of(const stretch& s) noexcept
{
    const bool ends = s.end != latest;
    const std::uint64_t length = distance(s.begin, s.end);
    if (s.begin == earliest || (ends && length >= open_ended)) return {};
    const bool near = ends && length < far_length;
    const unsigned width = near ? std::max(least_row, static_cast<unsigned>(std::bit_width(length | 1)) - 1) : far_width;
    bucket* const in = bucket_with_room(near ? width : far_row, s.begin >> width);
    if (in == nullptr) return {};
    return {in, static_cast<std::uint32_t>(distance(in->start, s.begin)), ends ? static_cast<std::uint32_t>(length) : open_ended};
}

stretch_index::place stretch_index::place_anywhere(const stretch& s) noexcept
{
    const chunk* const last = anywhere_.last;
    if (last == nullptr || last->size.load(std::memory_order_relaxed) == last->room) {
        chunk* const made = std::exchange(spare_, spare_->after.load(std::memory_order_relaxed));
        made->after.store(nullptr, std::memory_order_relaxed);
        append(anywhere_, made);
    }
    --spare_room_;
    bounds_[bounds_size_] = {s.begin, s.end};
    return {&anywhere_, static_cast<std::uint32_t>(bounds_size_++), 0};
}

stretch_index::bucket* stretch_index::bucket_with_room(unsigned row, std::int64_t number) noexcept
try {
    bucket& b = bucket_of(row, number);
    if (b.last == nullptr) append(b, make_chunk(chunk::least_room));
    else if (b.last->size.load(std::memory_order_relaxed) == b.last->room) append(b, make_chunk(std::min(b.last->room * 2, chunk::most_room)));
    return &b;
} catch (const std::exception&) {
    return nullptr;
}

stretch_index::bucket& stretch_index::bucket_of(unsigned row, std::int64_t number)
{
    bucket* const found = newest_ != nullptr ? newest_->find(row, number) : nullptr;
    return found != nullptr ? *found : add_bucket(row, number);
}

stretch_index::bucket& stretch_index::add_bucket(unsigned row, std::int64_t number)
{
    if (newest_ == nullptr || (buckets_ + 1) * 2 > newest_->mask + 1) enlarge();
    bucket* const made = new (memory_.take(sizeof(bucket))) bucket{.row = row, .number = number, .start = number << (row == far_row ? far_width : row)};
    bucket_list& list = row == far_row ? far_ : near_;
    (list.last != nullptr ? list.last->after : list.first).store(made, std::memory_order_release);
    list.last = made;
    newest_->put(made);
    rows_.store(rows_.load(std::memory_order_relaxed) | std::uint32_t{1} << row, std::memory_order_release);
    ++buckets_;
    return *made;
}

/// Whoever reads the directory before goes on reading it.
void stretch_index::enlarge()
{
    const std::size_t slots = newest_ != nullptr ? (newest_->mask + 1) * 2 : directory::least_slots;
    auto larger = std::make_unique<directory>(slots);
    for (const bucket_list* list : {&near_, &far_})
        for (bucket* b = list->first.load(std::memory_order_relaxed); b != nullptr; b = b->after.load(std::memory_order_relaxed)) larger->put(b);
    directory_bytes_ += sizeof(directory) + slots * sizeof(std::atomic<bucket*>);
    larger->before = std::move(newest_);
    newest_ = std::move(larger);
    directory_.store(newest_.get(), std::memory_order_release);
}

stretch_index::chunk* stretch_index::make_chunk(std::size_t room)
{
    static_assert(alignof(chunk) <= alignof(std::max_align_t) && sizeof(chunk) % alignof(known_time) == 0 && std::is_trivially_destructible_v<chunk>);
    if (handles_ + room > std::size_t{1} << 32) throw std::length_error("a chronicle has at most some 4,000,000,000 stretches");
    chunks_.reserve((handles_ + room) / chunk::least_room - 1);
    chunk* const made = new (memory_.take(chunk::bytes(room))) chunk(static_cast<handle>(handles_), static_cast<std::uint32_t>(room));
    std::uninitialized_default_construct_n(made->awaited(), room);
    std::uninitialized_default_construct_n(made->offsets(), room);
    std::uninitialized_default_construct_n(made->lengths(), room);
    std::uninitialized_default_construct_n(made->matters(), room);
    std::uninitialized_default_construct_n(made->kinds(), room);
    std::uninitialized_default_construct_n(made->nexts(), room);
    std::uninitialized_default_construct_n(made->known(), room);
    for (std::size_t n = 0; n < room; n += chunk::least_room) chunks_[(handles_ + n) / chunk::least_room] = made;
    handles_ += room;
    return made;
}

stretch_index::chunk* stretch_index::make_digest(std::size_t room)
{
    chunk* const made = new (memory_.take(chunk::digest_bytes(room))) chunk(0, static_cast<std::uint32_t>(room));
    std::uninitialized_default_construct_n(made->awaited(), room);
    std::uninitialized_default_construct_n(made->offsets(), room);
    std::uninitialized_default_construct_n(made->lengths(), room);
    std::uninitialized_default_construct_n(made->matters(), room);
    std::uninitialized_default_construct_n(made->kinds(), room);
    std::uninitialized_default_construct_n(made->nexts(), room);
    return made;
}

void stretch_index::append(bucket& b, chunk* made) noexcept
{
    chunk* const last = std::exchange(b.last, made);
    made->home = &b;
    made->current_before = last;
    (last != nullptr ? last->after : b.first).store(made, std::memory_order_release);
    (last != nullptr ? last->current_after : b.current_first).store(made, std::memory_order_release);
    if (last != nullptr) tidy(*last);
}

/// Precondition: it is in the chain of current ones.
void stretch_index::tidy(chunk& c) noexcept
{
    if (&c == c.home->last) return;
    if (c.current.load(std::memory_order_relaxed) == 0) put_in_place_of(c, c.current_after.load(std::memory_order_relaxed));
    else if (!unite(&c, c.current_after.load(std::memory_order_relaxed))) unite(c.current_before, &c);
}

/// Makes a digest of two neighbours that have few current ones. Where there is no memory, it can wait.
bool stretch_index::unite(chunk* a, chunk* b) noexcept
try {
    if (a == nullptr || b == b->home->last) return false;
    const auto count =
        static_cast<std::size_t>(std::popcount(a->current.load(std::memory_order_relaxed)) + std::popcount(b->current.load(std::memory_order_relaxed)));
    if (count > chunk::most_digested || count * 2 > a->room + b->room) return false;
    chunk* const made = make_digest((count + chunk::least_room - 1) / chunk::least_room * chunk::least_room);
    made->home = a->home;
    copy_current(*a, *made);
    copy_current(*b, *made);
    made->current.store(~std::uint64_t{0} >> (64 - count), std::memory_order_relaxed);
    chunk* const after = b->current_after.load(std::memory_order_relaxed);
    made->current_after.store(after, std::memory_order_relaxed);
    after->current_before = made;
    put_in_place_of(*a, made);
    a->digest = made;
    b->digest = made;
    return true;
} catch (const std::bad_alloc&) {
    return false;
}

/// In the chain of current ones: whoever came to `c` comes to the other.
void stretch_index::put_in_place_of(chunk& c, chunk* other)
{
    other->current_before = c.current_before;
    (c.current_before != nullptr ? c.current_before->current_after : c.home->current_first).store(other, std::memory_order_release);
}

void stretch_index::copy_current(const chunk& from, chunk& to)
{
    std::uint32_t n = to.size.load(std::memory_order_relaxed);
    for (std::uint64_t rest = from.current.load(std::memory_order_relaxed); rest != 0; rest &= rest - 1, ++n) {
        const auto i = static_cast<std::uint32_t>(std::countr_zero(rest));
        to.awaited()[n] = from.awaited()[i];
        to.offsets()[n] = from.offsets()[i];
        to.lengths()[n] = from.lengths()[i];
        to.matters()[n] = from.matters()[i];
        to.kinds()[n] = from.kinds()[i];
        to.nexts()[n] = from.first != 0 ? from.first + i : from.nexts()[i];
    }
    to.size.store(n, std::memory_order_relaxed);
}

}  // namespace demarche::inline v0::detail
