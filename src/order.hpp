// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "scratch.hpp"

#include <demarche/date.hpp>

#include <bit>
#include <cstdint>
#include <span>

// The order that stands on a leg's contacts, whatever their dates leave open: SEMANTICS section 4. Contacts are numbered in record order.

namespace demarche::inline v0::detail {

/// `held_back` goes after `first`.
struct rule {
    std::size_t first;
    std::size_t held_back;
};

/// A partial order, closed under what follows from it. Nothing follows for contacts that no chain of rules links: it takes memory, once it has rules, by the
/// square of how many are linked, and not of how many there are.
class order {
public:
    order() = default;
    /// Of contacts that each happen within `earliest` and `latest`.
    order(scratch_vector<instant> earliest, scratch_vector<instant> latest);

    /// Takes rules, once, one after the other, and leaves those that the dates or the rules before make impossible: calls `left(rule)` for each.
    template <class Left>
    void take(std::span<const rule> rules, Left left)
    {
        if (rules.empty()) return;
        link(rules);
        for (const rule& r : rules)
            if (!take(r)) left(r);
    }

    bool goes_before(std::size_t a, std::size_t b) const { return has_rules() && places_[a].links == places_[b].links && has(row(b), places_[a].at); }
    bool has_rules() const { return !before_.empty(); }
    /// Calls `take(a)` for each that goes before `b`.
    template <class Take>
    void each_before(std::size_t b, Take take) const
    {
        if (!has_rules()) return;
        const linked& all = links_[places_[b].links];
        const std::uint64_t* const words = row(b);
        for (std::size_t w = 0; w < all.width(); ++w)
            for (std::uint64_t bits = words[w]; bits != 0; bits &= bits - 1) take(members_[all.first + w * 64 + static_cast<std::size_t>(std::countr_zero(bits))]);
    }
    /// The earliest and the latest at which a contact can happen when all are in.
    instant earliest(std::size_t x) const { return earliest_[x]; }
    instant latest(std::size_t x) const { return latest_[x]; }

private:
    /// Where a contact stands: in which links, and the how-manieth of them.
    struct place {
        std::size_t links;
        std::size_t at;
    };
    /// Contacts that rules link, in record order.
    struct linked {
        std::size_t first;  ///< in `members_`
        std::size_t size;
        std::size_t row;  ///< where the first one's begins in `before_`

        std::size_t width() const { return (size + 63) / 64; }
    };

    void link(std::span<const rule> rules);
    bool take(rule r);
    std::size_t row_of(place p) const { return links_[p.links].row + p.at * links_[p.links].width(); }
    const std::uint64_t* row(std::size_t x) const { return before_.data() + row_of(places_[x]); }
    static bool has(const std::uint64_t* row, std::size_t at) { return (row[at / 64] >> at % 64 & 1) != 0; }
    void put_behind(std::size_t b, std::size_t first);

    scratch_vector<place> places_;
    scratch_vector<linked> links_;
    scratch_vector<std::size_t> members_;
    scratch_vector<std::uint64_t> before_;  ///< row x: which of those linked with it go before x
    scratch_vector<bool> leads_;            ///< whether some go after x
    scratch_vector<instant> earliest_;
    scratch_vector<instant> latest_;
};

}  // namespace demarche::inline v0::detail
