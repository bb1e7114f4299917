// SPDX-License-Identifier: BSL-1.0
#include "awaited_index.hpp"

#include <bit>

namespace demarche::inline v0::detail {

awaited_index::page::page(page* before) noexcept : older(before)
{
    for (auto& l : lasts) l.store(lasting{}.packed(), std::memory_order_relaxed);
}

/// Precondition: it has an empty place.
void awaited_index::page::put(const entry& e)
{
    const auto i = static_cast<std::size_t>(std::countr_zero(empty));
    empty &= empty - 1;
    const lasting when = lasting::of(e);
    if (when.last == for_ever) ++endless;
    else last = std::max(last, when.last);
    tell(std::min(lasting::of(all).first, when.first));
    lasts[i].store(when.packed(), std::memory_order_relaxed);
    handles[i].store(e.which, std::memory_order_release);
}

void awaited_index::page::take_out(std::size_t i)
{
    handles[i].store(0, std::memory_order_relaxed);
    if (lasting::of(lasts[i]).last == for_ever && --endless == 0) tell(lasting::of(all).first);
    lasts[i].store(lasting{}.packed(), std::memory_order_relaxed);
    empty |= std::uint64_t{1} << i;
}

void awaited_index::begin(std::uint32_t whom, std::span<const entry> now)
{
    page* newest = pages_.make<page>(nullptr);
    for (const entry& e : now) {
        if (newest->empty == 0) newest = pages_.make<page>(newest);
        newest->put(e);
    }
    newest_.make(whom).store(newest, std::memory_order_release);
}

void awaited_index::add(std::uint32_t whom, const entry& e) { page_with_room(whom).put(e); }

awaited_index::page& awaited_index::page_with_room(std::uint32_t whom)
{
    if (emptied_ != nullptr && emptied_of_ == whom && emptied_->empty != 0) return *emptied_;
    std::atomic<page*>& newest = newest_[whom];
    page* const last = newest.load(std::memory_order_relaxed);
    if (last->empty != 0) return *last;
    page* const made = pages_.make<page>(last);
    newest.store(made, std::memory_order_release);
    return *made;
}

void awaited_index::remove(std::uint32_t whom, const entry& e) noexcept
{
    const auto* const newest = newest_.find(whom);
    for (page* p = newest != nullptr ? newest->load(std::memory_order_relaxed) : nullptr; p != nullptr; p = p->older) {
        if (!lasting::of(p->all).holds(quarter(e.begin))) continue;
        const auto is_it = [&e](const auto& here) { return here.load(std::memory_order_relaxed) == e.which; };
        const auto found = std::find_if(p->handles.begin(), p->handles.end(), is_it);
        if (found == p->handles.end()) continue;
        p->take_out(static_cast<std::size_t>(found - p->handles.begin()));
        emptied_ = p;
        emptied_of_ = whom;
        return;
    }
}

}  // namespace demarche::inline v0::detail
