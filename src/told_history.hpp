// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "ranked_leg.hpp"
#include "shown.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

// The shown world of a leg of which contacts come and go, told again from the first moment that is another until the leg stands as it stood.

namespace demarche::inline v0::detail {

class told_history {
public:
    /// Of no contacts yet. Of the view, which must outlive it, it takes the record and `when()`.
    told_history(const view& standpoint, leg of, const teller& tells) : standpoint_(standpoint), leg_(of), tells_(tells) {}

    /// Lets contacts, of those ranks, happen when and in the order in which they do among themselves. All that a rule links with one of them is among them, but
    /// for the one that leads, which is none of them, or is left out.
    void place(const leg_record& linked, const std::set<rank>& ranks);
    /// Lets a contact go before all others that can happen at its earliest instant or later. Whichever led is out until it is placed.
    void lead(rank r, const entry_of_leg& e);
    void let_nobody_lead();
    /// Takes a contact out, if it is in.
    void remove(rank r);
    /// It and those with which it was placed; none where it is not in.
    std::vector<rank> placed_with(rank r) const;
    void clear();

    /// How the leg stands as of `when()`, from how its terms are stated.
    told tell(const terms& stated);
    /// Whether a contact, of those that were told, passes the leg to somebody.
    bool delegates_to(rank by, actor_id whom) const;

private:
    /// A contact, and which of those of its instant that are recorded later it waits for: whoever is recorded before it goes first anyway, or waits itself.
    struct placed {
        demarche::detail::rank rank;
        entry_of_leg entry;
        std::vector<demarche::detail::rank> waits_for = {};

        bool operator==(const placed&) const = default;
    };
    /// When contacts happen, and whose turn it is at that instant: first that of the one that leads, which is 0, and then that of each contact, by rank, with
    /// those for which it is the last that they wait for.
    struct moment_of {
        instant at;
        std::uint64_t turn;

        static moment_of last(instant at) { return {at, ~std::uint64_t{}}; }
        auto operator<=>(const moment_of&) const = default;
    };
    /// The contacts that share a turn, and how the leg stands just before it and after them. Counts are those of the moment alone, but that there was an
    /// attempt before is told.
    struct moment {
        std::vector<placed> contacts = {};
        std::optional<told> before = {};  ///< if it was told since it changed
        told after = {};
        std::uint32_t attempts = 0;            ///< made at it
        std::uint32_t reminders = 0;           ///< at it, and after the last attempt
        std::vector<actor_id> delegates = {};  ///< to whom it passes the leg
    };
    /// Where a contact stands.
    struct place_in_time {
        moment_of when;
        std::size_t bunch;  ///< of contacts that were placed together
    };
    using moments = std::map<moment_of, moment>;

    void place(const placed& p, moment_of when);
    void place_leader();
    void take_out(rank r, moment_of when);
    void touch(moments::iterator m);
    static void put_in_order(std::vector<placed>& contacts);
    void tell_from(moments::iterator m, const told& start);
    told before(moments::iterator m, const told& start) const;
    void tell(moment& m, instant at, const told& before);
    std::uint32_t reminders_until(moments::const_iterator end) const;

    const view& standpoint_;
    leg leg_;
    const teller& tells_;
    moments moments_;
    std::map<rank, place_in_time> places_;
    std::map<std::size_t, std::vector<rank>> bunches_;  ///< those of more than one
    std::size_t next_bunch_ = 0;
    std::optional<placed> leader_;
    std::set<moment_of> touched_;  ///< those that are to be told, or are none any more
    std::uint32_t attempts_ = 0;
};

}  // namespace demarche::inline v0::detail
