// SPDX-License-Identifier: BSL-1.0
#include "awaited_index.hpp"

#include <bit>
#include <utility>

namespace demarche::inline v0::detail {

awaited_index::page::page(page* before) : older(before)
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

void awaited_index::drop_pages::operator()(page* newest) const
{
    while (newest != nullptr) delete std::exchange(newest, newest->older);
}

awaited_index::~awaited_index()
{
    for (std::size_t whom = 0; whom < actors_; ++whom)
        if (const auto* newest = newest_.find(whom)) drop_pages()(newest->load(std::memory_order_relaxed));
}

void awaited_index::begin(std::uint32_t whom, std::span<const entry> now)
{
    std::unique_ptr<page, drop_pages> newest(new page(nullptr));
    std::size_t pages = 1;
    for (const entry& e : now) {
        if (newest->empty == 0) {
            page* const made = new page(newest.get());
            static_cast<void>(newest.release());
            newest.reset(made);
            ++pages;
        }
        newest->put(e);
    }
    newest_.make(whom).store(newest.get(), std::memory_order_release);
    static_cast<void>(newest.release());
    actors_ = std::max(actors_, std::size_t{whom} + 1);
    pages_ += pages;
}

void awaited_index::add(std::uint32_t whom, const entry& e) { page_with_room(whom).put(e); }

awaited_index::page& awaited_index::page_with_room(std::uint32_t whom)
{
    if (emptied_ != nullptr && emptied_of_ == whom && emptied_->empty != 0) return *emptied_;
    std::atomic<page*>& newest = newest_[whom];
    page* const last = newest.load(std::memory_order_relaxed);
    if (last->empty != 0) return *last;
    page* const made = new page(last);
    newest.store(made, std::memory_order_release);
    ++pages_;
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
