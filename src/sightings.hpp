// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/diff.hpp>

#include <map>
#include <set>
#include <span>
#include <vector>

// What several views see of one leg, side by side, and where they differ.

namespace demarche::inline v0::detail {

/// A contact among several views: what one supposes is not what another has under that number.
struct seen_contact {
    static constexpr std::size_t nobody = static_cast<std::size_t>(-1);

    contact_id id = {};
    std::size_t supposed_by = nobody;  ///< the first view that supposes it

    friend auto operator<=>(const seen_contact&, const seen_contact&) = default;
};

/// An act of the clock: its row in the leg's table, and when it struck, or may have.
struct seen_strike {
    instant at = {};
    std::uint8_t row = 0;

    friend auto operator<=>(const seen_strike&, const seen_strike&) = default;
};

class sightings {
public:
    using standings_by_view = std::vector<std::optional<contact_standing>>;
    using contested = std::map<seen_contact, standings_by_view>;

    /// Of a leg, whether or not all views show it. The cost of a status for each view. Precondition: the matter's lifecycle is known.
    sightings(std::span<const view> views, leg of);

    /// The contacts that the views have otherwise.
    contested contacts() const;
    /// The ties that they believe otherwise, where a contact belongs to the leg, or acts for a party, in some and not in all; ascending.
    std::vector<tie_id> ties() const;
    /// The reports on a contact, or tie, that count in some and not in all; the newest first.
    std::vector<report_id> reports(const seen_contact& on) const;
    std::vector<report_id> reports(tie_id on) const;
    /// Acts of the clock that struck in the shown worlds of some views and not of all: in which.
    std::map<seen_strike, std::vector<bool>> strikes() const;
    /// The contacts of the leg whose dates have instants after `after` and up to `until`, and what may fall due then.
    contested contacts_within(instant after, instant until) const;
    std::vector<seen_strike> dues_within(instant after, instant until) const;

private:
    void look(std::size_t n);
    void look_for_terms(std::uint8_t reply_clock, std::uint8_t occasion_clock, instant reply_by, instant occasion);
    void add_related();
    void note(std::size_t n, contact_id c, std::vector<seen_contact>& open);
    void note_corrections(std::size_t n, contact_id c, std::vector<seen_contact>& open);
    bool has(std::size_t n, const seen_contact& c) const;
    seen_contact seen(std::size_t n, contact_id c) const;
    bool sides_differ() const;
    template <class Thing>
    void add_reports(Thing on, std::vector<report_id>& into) const;

    std::span<const view> views_;
    leg leg_;
    contested all_ = {};
    std::map<seen_strike, std::vector<bool>> struck_ = {};
    std::set<seen_strike> dues_ = {};
};

}  // namespace demarche::inline v0::detail
