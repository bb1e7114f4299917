// SPDX-License-Identifier: BSL-1.0
#include "pair_index.hpp"

#include "fetch.hpp"

#include <stdexcept>

namespace demarche::inline v0::detail {

namespace {

constexpr std::uint64_t end_of_hash(std::uint64_t hash, unsigned depth) { return hash & ((std::uint64_t{1} << depth) - 1); }

/// A group has at most 14 keys for four lines, of 16 slots.
constexpr bool is_full(std::size_t keys, std::size_t lines) { return keys * 4 >= lines * 14; }

}  // namespace

template <class T>
void cell_blocks<T>::make(std::size_t wanted)
{
    if (wanted > 0xFFFFFFFF) throw std::length_error("an index has at most 4,294,967,295 cells");
    while (made_ < wanted) {
        cells_.make(made_);
        made_ += cell_place::size_of_chunk(cell_place::of(made_).chunk);
    }
}

template class cell_blocks<std::uint32_t>;
template class cell_blocks<std::uint64_t>;

void pair_index::reserve_growth()
{
    reserve_directory();
    reserve_lines();
    if (!word_of(directory_[0])) {
        directory_[0].word.store(group_word::small(least_line_bits).raw(), std::memory_order_release);
        reserve_lines();
    }
    may_grow_ = true;
}

/// Any group may be split next.
void pair_index::reserve_directory()
{
    const std::uint32_t depth = depth_.load(std::memory_order_relaxed);
    if (made_groups_ >> depth >= 2) return;
    if (depth == group_word::greatest_depth) throw std::length_error("an index has too many keys");
    while (made_groups_ >> depth < 2) {
        directory_.make(made_groups_);
        made_groups_ += cell_place::size_of_chunk(cell_place::of(made_groups_).chunk);
    }
}

/// A small table is followed by one of twice as many lines; where there are several groups, any may be split next.
void pair_index::reserve_lines()
{
    const group_word first = word_of(directory_[0]);
    std::size_t wanted = 0;
    if (first.units() == 0) {
        wanted = first ? first.lines() * 4 : std::size_t{2} << least_line_bits;
    } else {
        const bool is_alone = first.depth() == 0 && first.units() < group_word::most_units;
        const std::size_t units = is_alone ? first.units() + 1 : units_for_split;
        if (units_at_hand() >= units) return;
        wanted = (next_unit_ + units - free_units_) * group_word::unit_lines;
        if (wanted > group_word::units_end * group_word::unit_lines) throw std::length_error("an index has too many keys");
    }
    while (made_lines_ < wanted) {
        lines_.make(made_lines_);
        made_lines_ += decltype(lines_)::chunk_size_at(made_lines_);
    }
}

/// Many a key stands in the line after the first that it is looked for in.
void pair_index::fetch_lines(const line* first)
{
    fetch(first);
    fetch(first + 1);
}

void pair_index::prefetch(std::uint32_t from, std::uint32_t to, std::uint32_t act)
{
    if (made_groups_ == 0) return;
    const key asked(from, to, act);
    const std::uint64_t hash = asked.hash();
    group& of = group_for(hash);
    const group_word in = word_of(of);
    if (!in) return;
    fetch_lines(&lines_[in.place_of(in.home(hash))]);
    foreseen_of(hash) = {.asked = asked, .in = &of, .growths = growths_};
}

void pair_index::prefetch_list(std::uint32_t from, std::uint32_t to, std::uint32_t act)
{
    const key asked(from, to, act);
    const std::uint64_t hash = asked.hash();
    foreseen& of = foreseen_of(hash);
    if (of.in == nullptr || of.growths != growths_ || of.asked != asked) return;
    of.at = &seat(word_of(*of.in), asked, hash);
    const list_word list(of.at->list.load(std::memory_order_relaxed));
    if (list.height() == 0 && list.count() > 1) fetch(leaves_.at(list.place()) + list.count());
    if (list.height() != 0) fetch(nodes_.at(list.place()) + 2 * list.count());
}

pair_index::expected pair_index::expect(std::uint32_t from, std::uint32_t to, std::uint32_t act) const
{
    const key asked(from, to, act);
    const std::uint64_t hash = asked.hash();
    const trail in = group_of(hash);
    if (const group_word word(in.word); word) fetch_lines(&lines_[word.place_of(word.home(hash))]);
    return {asked, hash, in};
}

/// A group was split, between the look at its later half and the look at itself, if it has no longer all such keys.
pair_index::trail pair_index::group_of(std::uint64_t hash) const
{
    for (;;) {
        std::uint64_t index = end_of_hash(hash, depth_.load(std::memory_order_acquire));
        for (;; index -= std::bit_floor(index)) {
            const group* const at = directory_.find(index);
            const group_word word(at != nullptr ? at->word.load(std::memory_order_acquire) : 0);
            if (word && end_of_hash(hash, word.depth()) == index) return {&at->word, word.raw(), nullptr};
            if (word) break;
            if (index == 0) return {nullptr, 0, nullptr};
        }
    }
}

/// The slot with that key, or null. Ends even in slots that are made into others meanwhile.
const pair_index::slot* pair_index::seek(group_word in, const key& asked, std::uint64_t hash) const
{
    std::size_t next = in.home(hash);
    for (std::size_t left = in.lines(); left > 0;) {
        const std::size_t run = std::min(left, in.run_from(next));
        for (const line& l : std::span(&lines_[in.place_of(next)], run)) {
            if (l.is_full_of_others(asked.pair)) continue;
            for (const slot& s : l.slots) {
                const std::uint64_t list = s.list.load(std::memory_order_acquire);
                if (list == 0) return nullptr;
                if (list >> 48 == asked.act && s.pair.load(std::memory_order_acquire) == asked.pair) return &s;
            }
        }
        left -= run;
        next = next + run < in.lines() ? next + run : 0;
    }
    return nullptr;
}

/// The slot with that key, or an empty one, which may have any pair.
pair_index::slot& pair_index::seat(group_word in, const key& asked, std::uint64_t hash)
{
    std::size_t next = in.home(hash);
    for (;;) {
        const std::size_t run = in.run_from(next);
        for (line& l : std::span(&lines_[in.place_of(next)], run)) {
            if (l.is_full_of_others(asked.pair)) continue;
            for (slot& s : l.slots) {
                const std::uint64_t list = s.list.load(std::memory_order_relaxed);
                if (list == 0 || (s.pair.load(std::memory_order_relaxed) == asked.pair && list >> 48 == asked.act)) return s;
            }
        }
        next = next + run < in.lines() ? next + run : 0;
    }
}

/// The group that has such keys, if there is one yet; else one without a word. Precondition: the thread that adds asks, and some are made.
pair_index::group& pair_index::group_for(std::uint64_t hash)
{
    for (std::uint64_t index = end_of_hash(hash, depth_.load(std::memory_order_relaxed));; index -= std::bit_floor(index))
        if (group& at = directory_[index]; index == 0 || word_of(at)) return at;
}

pair_index::slot& pair_index::slot_for(const key& asked)
{
    const std::uint64_t hash = asked.hash();
    const foreseen& of = foreseen_of(hash);
    if (of.at == nullptr || of.growths != growths_ || of.asked != asked) return counted_slot_for(asked, hash);
    // The first empty one is still the first, where it is empty.
    const std::uint64_t list = of.at->list.load(std::memory_order_relaxed);
    if (list != 0) return key(of.at->pair.load(std::memory_order_relaxed), list) == asked ? *of.at : counted_slot_for(asked, hash);
    const bool full = is_full(of.in->keys, word_of(*of.in).lines());
    return full ? counted_slot_for(asked, hash) : counted(*of.in, *of.at);
}

/// Where a split gives one half all of the keys, that one is full yet takes this one, for there are more slots: it is split next time.
pair_index::slot& pair_index::counted_slot_for(const key& asked, std::uint64_t hash)
{
    group& in = group_for(hash);
    const group_word word = word_of(in);
    slot& found = seat(word, asked, hash);
    if (found.list.load(std::memory_order_relaxed) != 0) return found;
    if (!is_full(in.keys, word.lines())) return counted(in, found);
    if (word.units() < group_word::most_units) enlarge(in);
    else split(in, end_of_hash(hash, word.depth()));
    may_grow_ = false;
    ++growths_;
    group& roomy = group_for(hash);
    return counted(roomy, seat(word_of(roomy), asked, hash));
}

/// The lines of a group by their number, looked up once.
class pair_index::group_lines {
public:
    group_lines(column<line, line_chunk_bits>& all, group_word in) : size_(in.lines())
    {
        for (std::size_t n = 0; n < size_; n += group_word::unit_lines) units_[n / group_word::unit_lines] = &all[in.place_of(n)];
    }
    line& operator[](std::size_t n) const { return units_[n / group_word::unit_lines][n % group_word::unit_lines]; }
    std::size_t size() const { return size_; }

private:
    std::size_t size_;
    std::array<line*, group_word::most_units> units_{};
};

template <class Visit>
void pair_index::each_key(group_word in, Visit visit)
{
    const group_lines lines(lines_, in);
    for (std::size_t n = 0; n < lines.size(); ++n)
        for (const slot& s : lines[n].slots) {
            const std::uint64_t list = s.list.load(std::memory_order_relaxed);
            if (list != 0) visit(key(s.pair.load(std::memory_order_relaxed), list), list);
        }
}

/// Lines that are empty at first, of which it counts what they have.
class pair_index::filled_lines {
public:
    filled_lines(column<line, line_chunk_bits>& all, group_word in) : lines_(all, in) {}

    /// The next free slot for a key.
    slot& take(std::uint64_t hash)
    {
        std::size_t next = group_word::home(hash, lines_.size());
        while (taken_[next] == std::tuple_size_v<decltype(line::slots)>) next = next + 1 < lines_.size() ? next + 1 : 0;
        return lines_[next].slots[taken_[next]++];
    }

private:
    group_lines lines_;
    std::array<std::uint8_t, group_word::most_units * group_word::unit_lines> taken_{};
};

template <class IntoWhich>
void pair_index::copy_keys(group_word from, IntoWhich into)
{
    each_key(from, [&](const key& taken, std::uint64_t list) {
        const std::uint64_t hash = taken.hash();
        slot& taken_over = into(hash).take(hash);
        taken_over.pair.store(taken.pair, std::memory_order_release);
        taken_over.list.store(list, std::memory_order_release);
    });
}

void pair_index::enlarge(group& full)
{
    const group_word before = word_of(full);
    const bool stays_small = before.units() == 0 && before.lines() * 2 < group_word::unit_lines;
    const group_word after = stays_small ? group_word::small(before.line_bits() + 1) : make_group(before.units() + 1, before.depth());
    filled_lines into(lines_, after);
    copy_keys(before, [&](std::uint64_t) -> filled_lines& { return into; });
    full.word.store(after.raw(), std::memory_order_release);
    give_back_units(before);
}

/// The half that has an index of its own is there before the other one lacks it.
void pair_index::split(group& first, std::uint64_t index)
{
    const group_word before = word_of(first);
    const unsigned depth = before.depth();
    group& second = directory_[index + (std::size_t{1} << depth)];
    std::uint32_t moved = 0;
    each_key(before, [&](const key& taken, std::uint64_t) { moved += static_cast<std::uint32_t>(taken.hash() >> depth & 1); });
    const auto made_for = [&](std::size_t keys) { return make_group(is_full(keys, 2 * group_word::unit_lines) ? 3 : 2, depth + 1); };
    const group_word stay = made_for(first.keys - moved);
    const group_word go = made_for(moved);
    std::array halves{filled_lines(lines_, stay), filled_lines(lines_, go)};
    copy_keys(before, [&](std::uint64_t hash) -> filled_lines& { return halves[hash >> depth & 1]; });
    first.keys -= moved;
    second.keys = moved;
    if (depth + 1 > depth_.load(std::memory_order_relaxed)) depth_.store(depth + 1, std::memory_order_release);
    second.word.store(go.raw(), std::memory_order_release);
    first.word.store(stay.raw(), std::memory_order_release);
    give_back_units(before);
}

group_word pair_index::make_group(std::size_t units, unsigned depth)
{
    std::array<std::uint32_t, group_word::most_units> taken{};
    for (std::size_t i = 0; i < units; ++i) taken[i] = take_unit();
    return group_word::of(std::span(taken).first(units), depth);
}

std::uint32_t pair_index::take_unit()
{
    if (free_unit_ == 0) return next_unit_++;
    const std::uint32_t unit = free_unit_;
    line* const lines = &lines_[unit * group_word::unit_lines];
    free_unit_ = static_cast<std::uint32_t>(lines->slots[0].pair.load(std::memory_order_relaxed));
    --free_units_;
    for (std::size_t i = 0; i < group_word::unit_lines; ++i)
        for (slot& s : lines[i].slots) s.list.store(0, std::memory_order_release);
    return unit;
}

void pair_index::give_back_units(group_word idle)
{
    for (std::size_t i = 0; i < idle.units(); ++i) {
        lines_[idle.unit(i) * group_word::unit_lines].slots[0].pair.store(free_unit_, std::memory_order_release);
        free_unit_ = idle.unit(i);
        ++free_units_;
    }
}

/// One more than fits goes into a leaf of its own where it is the last, as most are, so that leaves become full; else each gets a half.
pair_index::outcome pair_index::insert_in_leaf(list_word leaf, std::size_t place, std::uint32_t contact)
{
    const std::size_t count = leaf.count();
    if (place == count && count == most_contacts) return {leaf, list_word::of(contact), contact};
    if (place == count && count > 1 && count < room(count)) {
        leaves_.at(leaf.place())[count].store(contact, std::memory_order_release);
        return {leaf.longer()};
    }
    std::array<std::uint32_t, most_contacts + 1> all;
    for (std::size_t i = 0; i < count; ++i)
        all[i + (i >= place ? 1 : 0)] = leaf.is_one_contact() ? leaf.place() : leaves_.at(leaf.place())[i].load(std::memory_order_relaxed);
    all[place] = contact;
    drop(leaf);
    const std::span contacts = std::span(all).first(count + 1);
    if (count < most_contacts) return {make_leaf(contacts)};
    const std::size_t half = contacts.size() / 2;
    return {make_leaf(contacts.first(half)), make_leaf(contacts.subspan(half)), contacts[half]};
}

/// The same for a node of which child `i` has become two.
pair_index::outcome pair_index::insert_in_node(list_word node, std::size_t i, const outcome& grown)
{
    const std::size_t count = node.count();
    std::atomic<std::uint64_t>* const at = nodes_.at(node.place());
    const bool is_at_end = i + 1 == count && at[2 * i].load(std::memory_order_relaxed) == grown.left.raw();
    const child added{grown.right, grown.first};
    if (is_at_end && count == most_children) return {node, make_node(std::span(&added, 1), node.height()), added.first};
    if (is_at_end && count < room(count)) {
        at[2 * count + 1].store(added.first, std::memory_order_release);
        at[2 * count].store(added.list.raw(), std::memory_order_release);
        return {node.longer()};
    }
    std::array<child, most_children + 1> all;
    all[i + 1] = added;
    for (std::size_t c = 0; c < count; ++c) {
        const list_word list(at[2 * c].load(std::memory_order_relaxed));
        all[c + (c > i ? 1 : 0)] = {c == i ? grown.left : list, static_cast<std::uint32_t>(at[2 * c + 1].load(std::memory_order_relaxed))};
    }
    drop(node);
    const std::span children = std::span(all).first(count + 1);
    if (count < most_children) return {make_node(children, node.height())};
    const std::size_t half = children.size() / 2;
    return {make_node(children.first(half), node.height()), make_node(children.subspan(half), node.height()), children[half].first};
}

list_word pair_index::root(list_word before, const outcome& grown)
{
    const unsigned height = before.height();
    const std::array<child, 2> both{child{grown.left, 0}, child{grown.right, grown.first}};
    const list_word after = grown.right.raw() != 0 ? make_node(both, height + 1) : grown.left;
    if (after.count() == (after.height() == 0 ? most_contacts : most_children)) levels_ = std::max(levels_, after.height() + 1);
    return after;
}

list_word pair_index::make_leaf(std::span<const std::uint32_t> contacts)
{
    const std::uint32_t place = leaves_.take(room(contacts.size()));
    std::atomic<std::uint32_t>* const at = leaves_.at(place);
    for (std::size_t i = 0; i < contacts.size(); ++i) at[i].store(contacts[i], std::memory_order_release);
    return {place, contacts.size(), 0};
}

list_word pair_index::make_node(std::span<const child> children, unsigned height)
{
    const std::uint32_t place = nodes_.take(2 * room(children.size()));
    std::atomic<std::uint64_t>* const at = nodes_.at(place);
    for (std::size_t i = 0; i < children.size(); ++i) {
        at[2 * i].store(children[i].list.raw(), std::memory_order_release);
        at[2 * i + 1].store(children[i].first, std::memory_order_release);
    }
    return {place, children.size(), height};
}

/// Only when nothing leads to them any more.
void pair_index::recycle()
{
    for (; dropped_count_ > 0; --dropped_count_) {
        const list_word idle(dropped_[dropped_count_ - 1]);
        if (idle.height() != 0) nodes_.give_back(idle.place(), 2 * room(idle.count()));
        else if (!idle.is_one_contact()) leaves_.give_back(idle.place(), room(idle.count()));
    }
}

}  // namespace demarche::inline v0::detail
