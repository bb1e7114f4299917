// SPDX-License-Identifier: BSL-1.0
#include <demarche/name.hpp>

#include "key_index.hpp"
#include "short_text.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <memory>
#include <mutex>
#include <vector>

namespace demarche::detail {

namespace {

/// Texts by number, in blocks of which each is twice as large as the one before: what is there stays there, and is read while others are added.
class numbered_texts {
public:
    /// Precondition: `number` was added, and whoever asks has it from there.
    std::string_view operator[](std::uint32_t number) const noexcept
    {
        const place at = place_of(number);
        return blocks_[at.block].load(std::memory_order_acquire)[at.index];
    }
    void add(std::uint32_t number, std::string_view text)
    {
        const place at = place_of(number);
        if (at.index == 0) blocks_[at.block].store(new std::string_view[first_block << at.block], std::memory_order_release);
        blocks_[at.block].load(std::memory_order_relaxed)[at.index] = lasting_texts::at(kept_.keep(text));
    }

private:
    static constexpr std::size_t first_block = 64;
    struct place {
        std::size_t block;
        std::size_t index;
    };
    static place place_of(std::uint32_t number)
    {
        const std::size_t n = number + first_block;
        const auto block = static_cast<std::size_t>(std::bit_width(n / first_block)) - 1;
        return {block, n - (first_block << block)};
    }

    std::array<std::atomic<std::string_view*>, 27> blocks_ = {};
    lasting_texts kept_;
};

/// A hash table of numbers, with open addressing, in which one thread writes and others read.
class number_slots {
public:
    explicit number_slots(std::size_t size) : slots_(size) {}

    /// The number of that text; 0 where it is not there.
    std::uint32_t find(std::string_view text, const numbered_texts& texts) const
    {
        for (std::size_t i = hash_of(text);; ++i) {
            const std::uint32_t number = slots_[i & (size() - 1)].load(std::memory_order_acquire);
            if (number == 0 || same_text(texts[number], text)) return number;
        }
    }
    void add(std::uint32_t number, std::string_view text)
    {
        std::size_t i = hash_of(text);
        while (slots_[i & (size() - 1)].load(std::memory_order_relaxed) != 0) ++i;
        slots_[i & (size() - 1)].store(number, std::memory_order_release);
    }
    std::size_t size() const { return slots_.size(); }

private:
    std::vector<std::atomic<std::uint32_t>> slots_;
};

/// Only what is new takes the lock. Never destroyed: names may be read while other static objects end.
class registry {
public:
    registry()
    {
        grow(256);
        for (const std::string_view text : known_names) enter(text);
    }

    std::uint32_t number(std::string_view text)
    {
        if (text.empty()) return 0;
        const std::uint32_t known = slots_.load(std::memory_order_acquire)->find(text, texts_);
        return known != 0 ? known : number_of_new(text);
    }
    std::string_view text(std::uint32_t number) const noexcept { return texts_[number]; }

private:
    std::uint32_t number_of_new(std::string_view text)
    {
        const std::lock_guard alone(writing_);
        const std::uint32_t known = slots_.load(std::memory_order_relaxed)->find(text, texts_);
        return known != 0 ? known : enter(text);
    }

    std::uint32_t enter(std::string_view text)
    {
        if (count_ * 2 >= tables_.back()->size()) grow(tables_.back()->size() * 2);
        texts_.add(count_, text);
        if (count_ != 0) tables_.back()->add(count_, text);
        return count_++;
    }

    /// Whoever reads the table before goes on reading it.
    void grow(std::size_t size)
    {
        tables_.reserve(tables_.size() + 1);
        auto larger = std::make_unique<number_slots>(size);
        for (std::uint32_t n = 1; n < count_; ++n) larger->add(n, texts_[n]);
        slots_.store(larger.get(), std::memory_order_release);
        tables_.push_back(std::move(larger));
    }

    numbered_texts texts_;
    std::atomic<const number_slots*> slots_ = nullptr;
    std::mutex writing_;
    std::vector<std::unique_ptr<number_slots>> tables_;
    std::uint32_t count_ = 0;
};

registry& the_registry()
{
    static registry& one = *new registry;
    return one;
}

}  // namespace

std::uint32_t intern(std::string_view text) { return the_registry().number(text); }

std::string_view interned(std::uint32_t number) noexcept
{
    if (number < known_names.size()) return known_names[number];
    return the_registry().text(number);
}

}  // namespace demarche::detail
