// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "crowding.hpp"
#include "ranked_leg.hpp"
#include "told_choice.hpp"

#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

// The worlds of a leg of which contacts come and go. Contacts whose dates touch make a run. What comes changes one run, as a rule, and the runs after it are
// told again only as far as that makes a difference.

namespace demarche::inline v0::detail {

/// Where the worlds of a leg stand just before an instant.
struct juncture {
    instant at = beginning_of_time;
    std::vector<standing_set> worlds = {};

    bool operator==(const juncture&) const = default;
};

/// Contacts whose dates touch, one after the other.
struct run_of_leg {
    instant last;
    std::vector<rank> contacts = {};      ///< in record order
    std::optional<crowd> crowded = {};    ///< as it was last counted
    span_of_time uncounted = {};          ///< the dates of what came since
    std::optional<juncture> before = {};  ///< from where `after` was told, if it was
    juncture after = {};
    std::vector<told_choice> choices = {};
};

class told_runs {
public:
    /// Of a leg that has no contacts yet. `all` must outlive it, as must the view, of which it takes the record and `when()`.
    told_runs(const view& standpoint, const ranked_leg& all) : standpoint_(standpoint), all_(all) {}

    /// A contact came into the leg, or went out of it where it was `e`, or is another. `orders`: it may decide in which order others are though it is not in
    /// itself, or once it was in and now is not.
    void come(rank r, bool orders);
    void go(rank r, const entry_of_leg& e, bool orders);
    void turn(rank r);
    /// Lets nothing stand that was told of the runs that a date touches.
    void order_anew(const date_bounds& on);
    /// Takes in all contacts of the leg, and nothing else.
    void start_anew();

    bool empty() const { return runs_.empty(); }
    /// The contacts of the runs that a date touches.
    std::vector<rank> touching(const date_bounds& on);
    /// Whether dates and disputes leave more histories than are enumerated.
    bool too_many();
    /// What is possible as of `when()`, in a view that differs from the first by its `known()`. `opener` is that of the whole leg, if it has one.
    outcomes tell(const view& v, const lifecycle& table, contact_id opener);

private:
    /// By when they begin.
    using runs = std::map<instant, run_of_leg>;

    runs runs_of(const std::vector<rank>& contacts) const;
    std::pair<runs::iterator, runs::iterator> around(const date_bounds& on);
    bool is_disputed_about(const run_of_leg& run) const;
    void touch(runs::iterator run);
    runs::iterator erase(runs::iterator run);
    void count(run_of_leg& run);
    void uncount(run_of_leg& run);
    juncture tell_until_now(const view& v, const lifecycle& table, contact_id opener);
    void tell(const view& v, const lifecycle& table, contact_id opener, run_of_leg& run, const juncture& before);

    const view& standpoint_;
    const ranked_leg& all_;
    runs runs_;
    std::size_t disputed_ = 0;  ///< of all runs together, as the next
    std::multiset<std::size_t> sharing_;
    /// The runs that begin before it are told, and those that begin after it are as they were told when those before them led elsewhere.
    span_of_time touched_;
    span_of_time uncounted_;  ///< runs that begin before or after it are counted
};

}  // namespace demarche::inline v0::detail
