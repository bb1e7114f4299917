// SPDX-License-Identifier: BSL-1.0
#include "order.hpp"

#include <algorithm>

namespace demarche::inline v0::detail {

order::order(scratch_vector<instant> earliest, scratch_vector<instant> latest)
    : width_((earliest.size() + 63) / 64), earliest_(std::move(earliest)), latest_(std::move(latest))
{
}

/// `x` and all in its row.
scratch_vector<std::size_t> order::with(const words& matrix, std::size_t x) const
{
    scratch_vector<std::size_t> found{x};
    each_of(row(matrix, x), [&](std::size_t y) { found.push_back(y); });
    return found;
}

bool order::take(rule r)
{
    const auto [first, held_back] = r;
    if (goes_before(first, held_back)) return true;
    if (goes_before(held_back, first) || earliest_[first] > latest_[held_back]) return false;
    after_.resize(width_ * earliest_.size());
    before_.resize(width_ * earliest_.size());
    const auto befores = with(before_, first);
    const auto afters = with(after_, held_back);
    for (std::size_t a : befores)
        for (std::size_t b : afters) {
            row(after_, a)[b / 64] |= std::uint64_t{1} << b % 64;
            row(before_, b)[a / 64] |= std::uint64_t{1} << a % 64;
        }
    for (std::size_t b : afters) earliest_[b] = std::max(earliest_[b], earliest_[first]);
    for (std::size_t a : befores) latest_[a] = std::min(latest_[a], latest_[held_back]);
    return true;
}

}  // namespace demarche::inline v0::detail
