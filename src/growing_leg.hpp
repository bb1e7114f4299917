// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "told_history.hpp"
#include "told_runs.hpp"

#include <demarche/episodes.hpp>

#include <map>
#include <optional>
#include <set>
#include <span>
#include <unordered_map>
#include <vector>

// A leg that is asked for its status again each time that something about it comes to be known: which contacts it has, and what of it that makes another.

namespace demarche::inline v0::detail {

class growing_leg {
public:
    /// Nothing has come yet. Every status is as of the `when()` of the view, which must outlive it.
    growing_leg(const view& standpoint, leg of);
    growing_leg(const growing_leg&) = delete;
    growing_leg& operator=(const growing_leg&) = delete;

    /// Takes in what came since, so that it is the leg of `v`, which is the standpoint by another `known()`.
    void take(const view& v, std::span<const revision::cause> came);
    /// The same, whatever came.
    void take_all(const view& v);
    /// Whether the leg of the view that came last has a contact.
    bool has(contact_id c) const;
    /// The status in the view that came last.
    demarche::status status(const view& v);
    /// Whether its respondent is one of the matter's, or a delegate, in the view that came last.
    bool is_there() const;
    /// Whether in that view it is there, and passed to somebody by then. Cheap where it is asked for no status.
    bool delegates_to(const view& v, actor_id whom);

private:
    /// A contact of a leg, by its date.
    struct dated_contact {
        instant earliest;
        instant latest;
        demarche::detail::rank rank;

        auto operator<=>(const dated_contact&) const = default;
    };

    template <class T>
    id<T> of_kind(const revision::cause& what) const;
    std::vector<contact_id> bound_up_with(contact_id c) const;
    bool may_be_linked(contact_id c) const;
    void delegate_anew(const view& v, std::span<const contact_id> touched, std::set<actor_id>& concerned);
    bool concerns_all(const std::set<actor_id>& some) const;
    void touch_all_of(const std::set<actor_id>& some, std::vector<contact_id>& touched) const;
    std::optional<rank> rank_of(contact_id c) const;
    std::optional<entry_of_leg> entry_of(const view& v, rank r) const;

    void take(rank r, const std::optional<entry_of_leg>& now);
    void start_anew(const scratch_vector<entry_of_leg>& entries);
    bool orders(const entry_of_leg& e) const;
    void order_replies_anew(contact_id c);
    void order_anew(rank r);
    void may_open(rank r);
    void open();
    contact_id opener() const { return opener_ ? all_[*opener_].contact : contact_id(); }

    void place(const view& v);
    bool leads(rank r) const;
    std::set<rank> linked_with(rank r);
    template <class Reach>
    void each_link(rank r, Reach reach);
    terms stated() const;

    const view& standpoint_;
    reading read_;
    teller tells_;
    std::vector<recorded_act> acts_;  ///< the matter's contacts, whatever is known, by rank
    std::unordered_map<contact_id, rank> ranks_;
    std::vector<recorded_act> delegating_;           ///< those that name a delegate
    std::multimap<contact_id, rank> replies_;        ///< those of the matter that reply, by what they reply to
    std::set<std::pair<instant, instant>> linking_;  ///< the dates of contacts on which a rule may be but that of equal dates
    std::set<actor_id> delegates_;
    ranked_leg all_;
    std::set<dated_contact> by_date_;
    std::set<rank> may_open_;
    std::set<rank> delegate_to_;  ///< those that open it as the leg of a delegate
    std::optional<rank> opener_;
    std::set<rank> unplaced_;  ///< those that may stand at another place in the history than they were given
    told_history history_;
    told_runs worlds_;
};

}  // namespace demarche::inline v0::detail
