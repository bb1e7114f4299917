// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "crowding.hpp"
#include "shown.hpp"
#include "told_choice.hpp"

#include <demarche/episodes.hpp>

#include <map>
#include <optional>
#include <set>
#include <span>
#include <vector>

// A leg that is asked for its status again each time that something about it comes to be known. Contacts whose dates touch make a run. What comes changes one
// run, as a rule, and the runs after it are told again only as far as that makes a difference.

namespace demarche::inline v0::detail {

/// How a leg stands just before an instant: all that decides what is to come.
struct juncture {
    instant at = beginning_of_time;
    std::vector<standing_set> worlds = {};  ///< none where they are not enumerated
    told shown = {};

    bool operator==(const juncture&) const = default;
};

/// Contacts whose dates touch, one after the other.
struct run_of_leg {
    instant first;
    instant last;
    std::vector<entry_of_leg> entries = {};  ///< in record order
    std::optional<crowd> crowded = {};    ///< once it is counted
    std::optional<juncture> before = {};  ///< from where `after` was told, if it was
    juncture after = {};
    std::vector<told_choice> choices = {};
};

class growing_leg {
public:
    /// Nothing has come yet. Every status is as of the `when()` of the view, which must outlive it.
    growing_leg(const view& standpoint, leg of);

    /// Takes in all that `v` knows, which is the standpoint by another `known()`.
    void take_all(const view& v);
    /// Takes in what came since, so that it is the leg of `v`.
    void take(const view& v, std::span<const revision::cause> came);
    /// Whether the leg of the view that came last has a contact.
    bool has(contact_id c) const;
    /// The status in the view that came last.
    demarche::status status(const view& v);

private:
    struct as_recorded {
        const reading* read;
        bool operator()(contact_id a, contact_id b) const { return read->recorded_before(a, b); }
    };
    /// Runs that follow one another, by number.
    struct some_runs {
        std::size_t first;
        std::size_t last;  ///< the first that is not among them
    };

    contact_id contact_of(const revision::cause& what) const;
    std::vector<contact_id> bound_up_with(contact_id c) const;
    void take(const view& v, contact_id c);
    std::optional<entry_of_leg> entry_of(const view& v, contact_id c) const;
    bool may_open(const entry_of_leg& e) const { return tells_.engine().table().at(e.does.row, state_id::none).what == effect::go; }
    void open_by(contact_id opener);
    void order_anew(contact_id c);
    void order_replies_anew(contact_id c);

    some_runs around(contact_id c) const;
    const entry_of_leg* find(contact_id c) const;
    std::vector<entry_of_leg> take_out(some_runs of);
    void replace(some_runs old, std::vector<run_of_leg> runs);
    void forget(some_runs of);

    void count();
    juncture tell(const view& v);
    juncture told_on(const view& v, run_of_leg& run, const juncture& before) const;
    std::vector<standing_set> worlds_after(run_of_leg& run, const leg_record& record, const juncture& before, instant until) const;
    juncture start() const;

    const view& standpoint_;
    leg leg_;
    reading read_;
    teller tells_;
    bool delegated_ = false;                         ///< whether some contact of the matter delegates
    std::vector<recorded_act> acts_;                 ///< the matter's contacts, whatever is known, by id
    std::multimap<contact_id, contact_id> replies_;  ///< those of the matter that reply, by what they reply to
    std::vector<run_of_leg> runs_;                   ///< in the order of time
    std::set<contact_id, as_recorded> may_open_;
    contact_id opener_ = {};
    std::size_t disputed_ = 0;  ///< of all runs together, as the next
    std::multiset<std::size_t> sharing_ = {};
    bool enumerated_ = true;
    std::size_t told_ = 0;       ///< so many runs, from the first, are told
    std::size_t untouched_ = 0;  ///< and so many, to the last, are as they were told when those before them led elsewhere
};

}  // namespace demarche::inline v0::detail
