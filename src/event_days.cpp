// SPDX-License-Identifier: BSL-1.0
#include "event_days.hpp"

#include <algorithm>
#include <numeric>

namespace demarche::inline v0::detail {

std::vector<std::uint32_t> by_key(const name_table& names)
{
    std::vector<std::uint32_t> order(names.size());
    std::iota(order.begin(), order.end(), 0u);
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return names[a] < names[b]; });
    return order;
}

namespace {

/// The place of each in that order.
std::vector<std::uint32_t> ranks_in(std::span<const std::uint32_t> order)
{
    std::vector<std::uint32_t> places(order.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) places[order[i]] = i;
    return places;
}

/// The places of codes, by text; hosting a visit is the visit.
std::vector<std::uint32_t> places_of(const event_rows& log)
{
    std::vector<std::uint32_t> places = ranks_in(by_key(log.codes));
    const auto with = [&](mirroring how) {
        return static_cast<std::size_t>(
            std::find_if(log.entries.begin(), log.entries.end(), [&](const event_code_entry& e) { return e.mirrors == how; }) - log.entries.begin());
    };
    const std::size_t visit = with(mirroring::visit);
    const std::size_t hosting = with(mirroring::hosting);
    if (visit < places.size() && hosting < places.size()) places[hosting] = places[visit];
    return places;
}

}  // namespace

event_days::event_days(const event_rows& log, std::span<const std::uint32_t> actors)
    : log_(log), actor_ranks_(ranks_in(actors)), places_of_codes_(places_of(log))
{
    if (log.all.empty()) return;
    std::int32_t first = log.all[0].day;
    std::int32_t last = first;
    log.all.each([&](const event_row& r) {
        first = std::min(first, r.day);
        last = std::max(last, r.day);
    });
    starts_.assign(static_cast<std::size_t>(last - first) + 2, 0);
    log.all.each([&](const event_row& r) { ++starts_[static_cast<std::size_t>(r.day - first) + 1]; });
    std::partial_sum(starts_.begin(), starts_.end(), starts_.begin());
    std::vector<std::size_t> next = starts_;
    rows_.resize(log.all.size());
    for (std::uint32_t i = 0; i < log.all.size(); ++i) rows_[next[static_cast<std::size_t>(log.all[i].day - first)]++] = i;
}

placed_row event_days::place_of(std::uint32_t row) const
{
    const event_row& r = log_.all[row];
    const event_code_entry& e = log_.entries[r.code];
    std::uint64_t from = actor_ranks_[r.from];
    std::uint64_t to = actor_ranks_[r.to];
    const bool turned = e.mirrors == mirroring::hosting || (e.mirrors == mirroring::same_code && to < from);
    if (turned) std::swap(from, to);
    return {static_cast<std::uint64_t>(e.kind) << 32 | from, std::uint64_t{places_of_codes_[r.code]} << 32 | to,
        std::uint64_t{r.thread} << 33 | std::uint64_t{turned} << 32 | row};
}

void event_days::gather(std::size_t day)
{
    day_.clear();
    for (std::size_t i = starts_[day]; i < starts_[day + 1]; ++i) day_.push_back(place_of(rows_[i]));
    std::sort(day_.begin(), day_.end());
}

event_group event_days::next_group(std::size_t& i) const
{
    const std::size_t begin = i;
    while (++i < day_.size() && day_[i].same(day_[begin])) {}
    const event_row& r = log_.all[day_[begin].row()];
    return {r.day, r.from, r.to, r.code, r.thread, std::span(day_).subspan(begin, i - begin), day_[begin].turned() != day_[i - 1].turned()};
}

}  // namespace demarche::inline v0::detail
