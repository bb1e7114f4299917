// SPDX-License-Identifier: BSL-1.0
#include "order.hpp"

#include <boost/pending/disjoint_sets.hpp>

#include <algorithm>

namespace demarche::inline v0::detail {

order::order(scratch_vector<instant> earliest, scratch_vector<instant> latest) : earliest_(std::move(earliest)), latest_(std::move(latest)) {}

/// Finds out which contacts are linked, be it through others.
void order::link(std::span<const rule> rules)
{
    const std::size_t size = earliest_.size();
    scratch_vector<std::size_t> ranks(size);
    scratch_vector<std::size_t> parents(size);
    boost::disjoint_sets sets(ranks.data(), parents.data());
    for (std::size_t x = 0; x < size; ++x) sets.make_set(x);
    for (const rule& r : rules) sets.union_set(r.first, r.held_back);
    scratch_vector<std::size_t> links_of_root(size, size);
    places_.reserve(size);
    links_.reserve(size);
    for (std::size_t x = 0; x < size; ++x) {
        std::size_t& links = links_of_root[sets.find_set(x)];
        if (links == size) {
            links = links_.size();
            links_.push_back({});
        }
        places_.push_back({links, links_[links].size++});
    }
    std::size_t members = 0;
    std::size_t row = 0;
    for (linked& l : links_) {
        l.first = members;
        l.row = row;
        members += l.size;
        row += l.size * l.width();
    }
    members_.resize(size);
    for (std::size_t x = 0; x < size; ++x) members_[links_[places_[x].links].first + places_[x].at] = x;
    after_.resize(row);
    before_.resize(row);
}

/// The place of `x` among those it is linked with, and of all in its row.
scratch_vector<std::size_t> order::with(const words& matrix, std::size_t x) const
{
    scratch_vector<std::size_t> found{places_[x].at};
    each_of(matrix, x, [&](std::size_t at) { found.push_back(at); });
    return found;
}

/// Takes a rule, or leaves it; whether it was taken.
bool order::take(rule r)
{
    const auto [first, held_back] = r;
    if (goes_before(first, held_back)) return true;
    if (goes_before(held_back, first) || earliest_[first] > latest_[held_back]) return false;
    const std::size_t links = places_[first].links;
    const auto befores = with(before_, first);
    const auto afters = with(after_, held_back);
    for (std::size_t a : befores)
        for (std::size_t b : afters) {
            mark(after_, {links, a}, b);
            mark(before_, {links, b}, a);
        }
    for (std::size_t b : afters) {
        instant& earliest = earliest_[member(links, b)];
        earliest = std::max(earliest, earliest_[first]);
    }
    for (std::size_t a : befores) {
        instant& latest = latest_[member(links, a)];
        latest = std::min(latest, latest_[held_back]);
    }
    return true;
}

}  // namespace demarche::inline v0::detail
