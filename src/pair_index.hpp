// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "column.hpp"
#include "marks.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>

// Contacts by who approached whom how, each list in order of the instant, then of arrival: one thread adds while others look up.
//
// A list is one word, which says where the rest of it stands: in the word itself where it is one contact, in a block where it is a few,
// else in a tree of blocks. The words of the lists are slots of hash tables with open addressing, the groups; and one word, in the
// directory, says of what a group is made. What any of these words leads to is written before the word is and then stays as it is, but
// for further words of that kind, until the word changes; and a word never comes to be what it was, for what it stands for only grows.
// So one store makes each change, and whoever looks up knows what was read for good when the words that led to it are still the same.
// What lies idle is used again while it may still be read, hence all of it is atomic: stored with release and loaded with acquire, so
// that whoever loads what was stored later also finds the changed word.

namespace demarche::inline v0::detail {

/// Blocks of up to 64 cells from chunks that stay. Thread safety: that of `column`.
template <class T>
class cell_blocks {
public:
    static constexpr std::size_t most = 64;

    /// Sees to it that blocks of that many cells in all can be taken. What throws has changed nothing.
    void reserve(std::size_t cells)
    {
        if (end_ + 2 * cells + most > made_) make(end_ + 2 * cells + most);
    }
    /// Precondition: reserved.
    std::uint32_t take(std::size_t size)
    {
        if (free_[size] == 0) return take_new(size);
        const std::uint32_t place = free_[size];
        free_[size] = static_cast<std::uint32_t>(cells_[place].load(std::memory_order_relaxed));
        return place;
    }
    void give_back(std::uint32_t place, std::size_t size)
    {
        cells_[place].store(free_[size], std::memory_order_release);
        free_[size] = place;
    }
    const std::atomic<T>* at(std::uint32_t place) const { return &cells_[place]; }
    std::atomic<T>* at(std::uint32_t place) { return &cells_[place]; }
    std::size_t bytes() const { return cells_.bytes(); }

private:
    void make(std::size_t wanted);
    std::uint32_t take_new(std::size_t size)
    {
        const cell_place begin = cell_place::of(end_);
        const std::size_t left = cell_place::size_of_chunk(begin.chunk) - begin.index;
        if (left < size) end_ += left;
        const auto place = static_cast<std::uint32_t>(end_);
        end_ += size;
        return place;
    }

    // No chunk from there on is smaller than a block, and 0 is no place.
    static constexpr std::size_t first = most;

    column<std::atomic<T>> cells_;
    std::size_t end_ = first;
    std::size_t made_ = first;
    std::array<std::uint32_t, most + 1> free_{};
};

/// A list of contacts, or a part of one. The word 0 is none.
class list_word {
public:
    constexpr list_word() = default;
    constexpr explicit list_word(std::uint64_t raw) : raw_(raw & mask) {}
    constexpr list_word(std::uint32_t place, std::size_t count, unsigned height) : raw_(place | std::uint64_t{count} << 32 | std::uint64_t{height} << 40) {}
    static constexpr list_word of(std::uint32_t contact) { return {contact, 1, 0}; }

    /// Of one contact it is that contact.
    constexpr std::uint32_t place() const { return static_cast<std::uint32_t>(raw_); }
    /// The contacts of a leaf, else the children.
    constexpr std::size_t count() const { return raw_ >> 32 & 0xFF; }
    constexpr unsigned height() const { return static_cast<unsigned>(raw_ >> 40 & 0xFF); }
    constexpr bool is_one_contact() const { return raw_ >> 32 == 1; }
    constexpr list_word longer() const { return {place(), count() + 1, height()}; }
    constexpr std::uint64_t raw() const { return raw_; }

    friend constexpr bool operator==(list_word, list_word) = default;

private:
    static constexpr std::uint64_t mask = (std::uint64_t{1} << 48) - 1;

    std::uint64_t raw_ = 0;
};

/// A hash table of one to three units of lines, or of part of one; it has the keys of which the hash ends in certain bits. The word 0 is none.
class group_word {
public:
    static constexpr unsigned unit_bits = 8;
    static constexpr std::size_t unit_lines = std::size_t{1} << unit_bits;
    static constexpr std::size_t most_units = 3;
    static constexpr std::uint32_t units_end = std::uint32_t{1} << 19;
    static constexpr unsigned greatest_depth = 31;

    constexpr explicit group_word(std::uint64_t raw) : raw_(raw) {}
    /// The table for few keys, with `1 << line_bits` lines.
    static constexpr group_word small(unsigned line_bits) { return group_word(line_bits); }
    static constexpr group_word of(std::span<const std::uint32_t> units, unsigned depth)
    {
        std::uint64_t raw = std::uint64_t{units.size()} << 62 | std::uint64_t{depth} << 57;
        for (std::size_t i = 0; i < units.size(); ++i) raw |= std::uint64_t{units[i]} << 19 * i;
        return group_word(raw);
    }

    constexpr explicit operator bool() const { return raw_ != 0; }
    constexpr std::uint64_t raw() const { return raw_; }
    /// How many bits of the hash are those of all of its keys.
    constexpr unsigned depth() const { return static_cast<unsigned>(raw_ >> 57 & 31); }
    constexpr std::size_t units() const { return raw_ >> 62; }
    constexpr std::uint32_t unit(std::size_t i) const { return static_cast<std::uint32_t>(raw_ >> 19 * i & (units_end - 1)); }
    constexpr unsigned line_bits() const { return static_cast<unsigned>(raw_); }
    constexpr std::size_t lines() const { return units() != 0 ? units() * unit_lines : std::size_t{1} << line_bits(); }
    /// Counting all lines there are, in all units; a small table stands where its size says.
    constexpr std::size_t place_of(std::size_t line) const
    {
        return units() != 0 ? unit(line >> unit_bits) * unit_lines + line % unit_lines : lines() + line;
    }
    constexpr std::size_t home(std::uint64_t hash) const { return home(hash, lines()); }
    static constexpr std::size_t home(std::uint64_t hash, std::size_t lines) { return (hash >> 32) * lines >> 32; }
    /// How many lines stand together from that one on.
    constexpr std::size_t run_from(std::size_t line) const { return units() != 0 ? unit_lines - line % unit_lines : lines() - line; }

private:
    std::uint64_t raw_;
};

/// Contacts by from whom, to whom and with what act. There is room for 300 million different keys at the least.
/// Thread safety: one thread adds; any number look up meanwhile. None waits for another: who looks up starts afresh when an addition
/// to the same list, or the growth of the table about it, came between, so that as often as that something was added.
class pair_index {
public:
    static constexpr std::uint32_t no_contact = 0xFFFFFFFF;

    pair_index() = default;
    pair_index(const pair_index&) = delete;
    pair_index& operator=(const pair_index&) = delete;

    /// Sees to it that the next `add` needs no memory. What throws has changed nothing; a length_error where there is no more room.
    void reserve_one()
    {
        if (!may_grow_) reserve_growth();
        leaves_.reserve(2 * room(most_contacts / 2 + 1));
        if (levels_ != 0) nodes_.reserve(levels_ * 2 * 2 * room(most_children / 2 + 1) + 4);
    }
    /// Takes in a contact of which `instant` is the latest; `when(n)` is that of contact `n`, of those that were given before. Logarithmic time, amortised.
    /// Precondition: `reserve_one` was called since the last `add`; `contact` is greater than any before; `act` is less than 65536.
    template <class When>
    void add(std::uint32_t from, std::uint32_t to, std::uint32_t act, std::uint32_t contact, std::int64_t instant, When when) noexcept
    {
        const bool is_last = instant >= latest_;  // most are, and what came before need not be looked at
        latest_ = std::max(latest_, instant);
        const auto is_later = [&](std::uint32_t other) { return !is_last && when(other) > instant; };
        const key asked(from, to, act);
        slot& found = slot_for(asked);
        const list_word before(found.list.load(std::memory_order_relaxed));
        if (before.raw() == 0) found.pair.store(asked.pair, std::memory_order_release);
        const list_word after = before.raw() == 0 ? list_word::of(contact) : root(before, put(before, contact, is_later));
        if (after != before) found.list.store(after.raw() | std::uint64_t{act} << 48, std::memory_order_release);
        recycle();
    }
    /// Starts to fetch what `add` of that key reads first, and, once that has come, what it reads next. The adding thread's.
    void prefetch(std::uint32_t from, std::uint32_t to, std::uint32_t act);
    void prefetch_list(std::uint32_t from, std::uint32_t to, std::uint32_t act);
    /// Of that key's contacts with a number less than `limit`, not later than `at`, for which `keep(n)` is true: the last by the instant, then
    /// by arrival; or `no_contact`. Asks `when` of any contact of that key that was given to `add`, `keep` only of those less than `limit`. What
    /// `when(n)` tells need only be on the same side of `at` as the instant.
    /// Precondition: those less than `limit` were added before, and whoever asks knows that.
    template <class When, class Keep>
    std::uint32_t last(std::uint32_t from, std::uint32_t to, std::uint32_t act, std::int64_t at, std::uint32_t limit, When when, Keep keep) const;
    /// The same in two steps, the first of which starts to fetch what the second reads first: so who asks of several keys waits for all at once.
    struct expected;
    expected expect(std::uint32_t from, std::uint32_t to, std::uint32_t act) const;
    template <class When, class Keep>
    std::uint32_t last(expected of, std::int64_t at, std::uint32_t limit, When when, Keep keep) const;
    /// The bytes that it has taken. Not while another thread adds.
    std::size_t bytes() const { return lines_.bytes() + directory_.bytes() + leaves_.bytes() + nodes_.bytes(); }

private:
    static constexpr std::size_t most_contacts = 64;
    static constexpr std::size_t most_children = 32;
    static constexpr unsigned least_line_bits = 3;
    static constexpr unsigned line_chunk_bits = 11;
    // A split makes this many units at the most.
    static constexpr std::size_t units_for_split = 5;

    struct key {
        key(std::uint32_t from, std::uint32_t to, std::uint32_t a) : pair(std::uint64_t{from} << 32 | to), act(a) {}
        key(std::uint64_t p, std::uint64_t list) : pair(p), act(list >> 48) {}
        std::uint64_t hash() const { return mixed(pair ^ act * 0x9E3779B97F4A7C15u); }
        friend bool operator==(const key&, const key&) = default;

        std::uint64_t pair;
        std::uint64_t act;
    };
    /// The pair, and the list with the act above it; an empty slot has no list.
    struct slot {
        std::atomic<std::uint64_t> pair;
        std::atomic<std::uint64_t> list;
    };
    /// As many as memory brings at once. A key is looked for in one line after the other; of a line, slots are taken from the first on.
    struct alignas(64) line {
        std::array<slot, 4> slots;

        bool is_full_of_others(std::uint64_t pair) const
        {
            if (slots.back().list.load(std::memory_order_acquire) == 0) return false;
            for (const slot& s : slots)
                if (s.pair.load(std::memory_order_acquire) == pair) return false;
            return true;
        }
    };
    struct group {
        std::atomic<std::uint64_t> word;
        std::uint32_t keys;  // for the thread that adds
    };
    struct child {
        list_word list;
        std::uint32_t first;  // the contact with which it began when it was made; nothing before it goes there, unless it is the first child
    };
    /// A key that is to be added soon, and its slot, or the one that it is to take unless the table grows first; null where nobody has looked.
    struct foreseen {
        key asked = {0, 0};
        group* in = nullptr;
        slot* at = nullptr;
        std::uint64_t growths = 0;
    };
    foreseen& foreseen_of(std::uint64_t hash) { return foreseen_[hash % foreseen_.size()]; }
    /// What a list becomes: one, or two where it overflows, the second of which begins with that contact.
    struct outcome {
        list_word left;
        list_word right = {};
        std::uint32_t first = 0;
    };
    /// A word that was read, and those by which it was reached.
    struct trail {
        const std::atomic<std::uint64_t>* at;
        std::uint64_t word;
        const trail* before;

        /// The inner ones first: that an outer one still holds shows that the inner one was still what it is taken for.
        bool holds() const
        {
            for (const trail* t = this; t != nullptr; t = t->before)
                if (t->at->load(std::memory_order_acquire) != t->word) return false;
            return true;
        }
    };
    template <class When, class Keep>
    struct question {
        std::int64_t at;
        std::uint32_t limit;
        When& when;
        Keep& keep;

        bool reaches(std::uint32_t contact) const { return when(contact) <= at; }
    };
    /// Nothing where what was read did not hold.
    using answer = std::optional<std::uint32_t>;

    template <class Question>
    answer last_now(const expected& of, const Question& q) const;
    template <class Question>
    answer last_of(const trail& list, const Question& q) const;
    template <class Question>
    answer last_in_leaf(const trail& leaf, const Question& q) const;
    template <class Question>
    answer last_in_node(const trail& node, const Question& q) const;
    template <class T, class Question>
    std::optional<std::size_t> reached(
        const trail& list, const std::atomic<T>* cells, std::size_t step, std::size_t begin, std::size_t end, const Question& q) const;

    static void fetch_lines(const line* first);
    trail group_of(std::uint64_t hash) const;
    const slot* seek(group_word in, const key& asked, std::uint64_t hash) const;

    slot& slot_for(const key& asked);
    slot& counted_slot_for(const key& asked, std::uint64_t hash);
    group& group_for(std::uint64_t hash);
    static group_word word_of(const group& g) { return group_word(g.word.load(std::memory_order_relaxed)); }
    slot& seat(group_word in, const key& asked, std::uint64_t hash);
    static slot& counted(group& in, slot& taken)
    {
        ++in.keys;
        return taken;
    }
    void enlarge(group& full);
    void split(group& first, std::uint64_t index);
    group_word make_group(std::size_t units, unsigned depth);
    template <class Visit>
    void each_key(group_word in, Visit visit);
    class group_lines;
    class filled_lines;
    template <class IntoWhich>
    void copy_keys(group_word from, IntoWhich into);
    std::uint32_t take_unit();
    void give_back_units(group_word idle);
    std::size_t units_at_hand() const { return free_units_ + (made_lines_ / group_word::unit_lines - next_unit_); }
    void reserve_growth();
    void reserve_lines();
    void reserve_directory();

    // `is_later(n)` is whether contact `n` is later than the one that is added.
    template <class IsLater>
    outcome put(list_word list, std::uint32_t contact, const IsLater& is_later)
    {
        return list.height() == 0 ? put_in_leaf(list, contact, is_later) : put_in_node(list, contact, is_later);
    }
    template <class IsLater>
    outcome put_in_leaf(list_word leaf, std::uint32_t contact, const IsLater& is_later);
    template <class IsLater>
    outcome put_in_node(list_word node, std::uint32_t contact, const IsLater& is_later);
    outcome insert_in_leaf(list_word leaf, std::size_t place, std::uint32_t contact);
    outcome insert_in_node(list_word node, std::size_t i, const outcome& grown);
    list_word root(list_word before, const outcome& grown);
    list_word make_leaf(std::span<const std::uint32_t> contacts);
    list_word make_node(std::span<const child> children, unsigned height);
    /// The size of the block: that of two in three is the power of two next to it, or three quarters of that.
    static constexpr std::size_t room(std::size_t count)
    {
        const std::size_t power = std::bit_ceil(count);
        return count <= power / 4 * 3 ? power / 4 * 3 : power;
    }
    void drop(list_word idle) { dropped_[dropped_count_++] = idle.raw(); }
    void recycle();

    std::atomic<std::uint32_t> depth_ = 0;  // the greatest of a group
    column<group> directory_;               // by the end of the hash; where none is, it is the one with a bit less
    column<line, line_chunk_bits> lines_;
    cell_blocks<std::uint32_t> leaves_;
    cell_blocks<std::uint64_t> nodes_;  // of each child two: the list and its first contact

    // What follows is for the thread that adds.
    bool may_grow_ = false;  // there is memory for one growth of the table
    std::uint64_t growths_ = 0;
    std::array<foreseen, 64> foreseen_{};  // more than anybody looks ahead, so that few take the place of others
    std::size_t made_groups_ = 0;
    std::size_t made_lines_ = std::size_t{1} << least_line_bits;
    std::int64_t latest_ = std::numeric_limits<std::int64_t>::min();  // of the contacts
    std::uint32_t next_unit_ = 1;
    std::uint32_t free_unit_ = 0;
    std::size_t free_units_ = 0;
    unsigned levels_ = 0;  // how many of nodes an addition may have to make
    std::array<std::uint64_t, 32> dropped_{};
    std::size_t dropped_count_ = 0;
};

/// A key, and where it was to be looked for when it was expected.
struct pair_index::expected {
    key asked;
    std::uint64_t hash;
    trail in;
};

template <class When, class Keep>
std::uint32_t pair_index::last(std::uint32_t from, std::uint32_t to, std::uint32_t act, std::int64_t at, std::uint32_t limit, When when, Keep keep) const
{
    return last(expect(from, to, act), at, limit, when, keep);
}

template <class When, class Keep>
std::uint32_t pair_index::last(expected of, std::int64_t at, std::uint32_t limit, When when, Keep keep) const
{
    for (;; of.in = group_of(of.hash))
        if (const answer found = last_now(of, question<When, Keep>{at, limit, when, keep})) return *found;
}

template <class Question>
pair_index::answer pair_index::last_now(const expected& of, const Question& q) const
{
    if (of.in.at == nullptr) return no_contact;
    const slot* const found = seek(group_word(of.in.word), of.asked, of.hash);
    if (found == nullptr) return of.in.holds() ? answer(no_contact) : answer();
    const trail list{&found->list, found->list.load(std::memory_order_acquire), &of.in};
    return of.in.holds() ? last_of(list, q) : answer();
}

/// Precondition, of each of these: the word was read from where it belongs, so that what it leads to is there.
template <class Question>
pair_index::answer pair_index::last_of(const trail& list, const Question& q) const
{
    const list_word word(list.word);
    const std::uint32_t one = word.place();
    if (word.is_one_contact()) return one < q.limit && q.reaches(one) && q.keep(one) ? one : no_contact;
    return word.height() == 0 ? last_in_leaf(list, q) : last_in_node(list, q);
}

/// The end of those not later than asked; nothing where what was read did not hold. Mostly they all are.
template <class T, class Question>
std::optional<std::size_t> pair_index::reached(
    const trail& list, const std::atomic<T>* cells, std::size_t step, std::size_t begin, std::size_t end, const Question& q) const
{
    for (std::size_t i = end; begin < end; i = begin + (end - begin + 1) / 2) {
        const auto contact = static_cast<std::uint32_t>(cells[(i - 1) * step].load(std::memory_order_acquire));
        if (!list.holds()) return {};
        if (q.reaches(contact)) begin = i;
        else end = i - 1;
    }
    return end;
}

template <class Question>
pair_index::answer pair_index::last_in_leaf(const trail& leaf, const Question& q) const
{
    const list_word word(leaf.word);
    const std::atomic<std::uint32_t>* const contacts = leaves_.at(word.place());
    const std::optional<std::size_t> end = reached(leaf, contacts, 1, 0, word.count(), q);
    if (!end) return {};
    for (std::size_t i = *end; i-- > 0;) {
        const std::uint32_t contact = contacts[i].load(std::memory_order_acquire);
        if (contact >= q.limit) continue;
        if (!leaf.holds()) return {};
        if (q.keep(contact)) return contact;
    }
    return leaf.holds() ? answer(no_contact) : answer();
}

template <class Question>
pair_index::answer pair_index::last_in_node(const trail& node, const Question& q) const
{
    const list_word word(node.word);
    const std::atomic<std::uint64_t>* const children = nodes_.at(word.place());
    const std::optional<std::size_t> end = reached(node, children + 1, 2, 1, word.count(), q);
    if (!end) return {};
    for (std::size_t i = *end; i-- > 0;) {
        const trail list{&children[2 * i], children[2 * i].load(std::memory_order_acquire), &node};
        if (!node.holds()) return {};
        if (const answer found = last_of(list, q); found != no_contact) return found;
    }
    return no_contact;
}

template <class IsLater>
pair_index::outcome pair_index::put_in_leaf(list_word leaf, std::uint32_t contact, const IsLater& is_later)
{
    if (leaf.is_one_contact()) return insert_in_leaf(leaf, is_later(leaf.place()) ? 0 : 1, contact);
    const std::atomic<std::uint32_t>* const contacts = leaves_.at(leaf.place());
    std::size_t begin = 0;
    std::size_t end = leaf.count();
    for (std::size_t i = end; begin < end; i = begin + (end - begin + 1) / 2) {
        if (is_later(contacts[i - 1].load(std::memory_order_relaxed))) end = i - 1;
        else begin = i;
    }
    return insert_in_leaf(leaf, end, contact);
}

template <class IsLater>
pair_index::outcome pair_index::put_in_node(list_word node, std::uint32_t contact, const IsLater& is_later)
{
    std::atomic<std::uint64_t>* const children = nodes_.at(node.place());
    std::size_t begin = 1;
    std::size_t end = node.count();
    for (std::size_t i = end; begin < end; i = begin + (end - begin + 1) / 2) {
        if (is_later(static_cast<std::uint32_t>(children[2 * i - 1].load(std::memory_order_relaxed)))) end = i - 1;
        else begin = i;
    }
    std::atomic<std::uint64_t>& at = children[2 * (end - 1)];
    const list_word before(at.load(std::memory_order_relaxed));
    const outcome grown = put(before, contact, is_later);
    if (grown.right.raw() != 0) return insert_in_node(node, end - 1, grown);
    if (grown.left != before) at.store(grown.left.raw(), std::memory_order_release);
    return {node};
}

}  // namespace demarche::inline v0::detail
