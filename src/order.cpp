// SPDX-License-Identifier: BSL-1.0
#include "order.hpp"

#include <boost/pending/disjoint_sets.hpp>

#include <algorithm>
#include <utility>

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
    before_.resize(row);
    leads_.resize(size);
}

/// Takes a rule, or leaves it; whether it was taken. What goes before a contact is never later than it, nor what goes after it earlier: so dates are narrowed
/// beyond the two of the rule only where these are.
bool order::take(rule r)
{
    const auto [first, held_back] = r;
    if (goes_before(first, held_back)) return true;
    if (goes_before(held_back, first) || earliest_[first] > latest_[held_back]) return false;
    if (leads_[held_back]) {
        const linked& all = links_[places_[held_back].links];
        for (std::size_t i = all.first; i < all.first + all.size; ++i)
            if (goes_before(held_back, members_[i])) put_behind(members_[i], first);
    }
    put_behind(held_back, first);
    leads_[first] = true;
    if (latest_[first] > latest_[held_back]) {
        latest_[first] = latest_[held_back];
        each_before(first, [&](std::size_t a) { latest_[a] = std::min(latest_[a], latest_[held_back]); });
    }
    return true;
}

/// Lets `b` go after `first` and all that go before that.
void order::put_behind(std::size_t b, std::size_t first)
{
    const std::size_t to = row_of(places_[b]);
    const std::size_t from = row_of(places_[first]);
    for (std::size_t w = 0; w < links_[places_[b].links].width(); ++w) before_[to + w] |= before_[from + w];
    before_[to + places_[first].at / 64] |= std::uint64_t{1} << places_[first].at % 64;
    earliest_[b] = std::max(earliest_[b], earliest_[first]);
}

}  // namespace demarche::inline v0::detail
