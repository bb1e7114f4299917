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

/// How a leg stands just before an instant: all that decides what is to come, and so of the attempts only whether there were any.
struct juncture {
    instant at = beginning_of_time;
    std::vector<standing_set> worlds = {};  ///< none where they are not enumerated
    told shown = {};

    bool operator==(const juncture&) const = default;
};

/// Contacts whose dates touch, one after the other.
struct run_of_leg {
    instant last;
    std::vector<entry_of_leg> entries = {};  ///< in record order
    std::optional<crowd> crowded = {};       ///< as it was last counted
    span_of_time uncounted = {};             ///< the dates of what came since
    std::optional<juncture> before = {};     ///< from where `after` was told, if it was
    juncture after = {};
    std::uint32_t attempts = 0;            ///< made in it
    std::uint32_t reminders = 0;           ///< in it, and after the last attempt
    std::vector<actor_id> delegates = {};  ///< to whom it passes the leg, in the shown world
    std::vector<told_choice> choices = {};
};

class growing_leg {
public:
    /// Nothing has come yet. Every status is as of the `when()` of the view, which must outlive it.
    growing_leg(const view& standpoint, leg of);

    /// Takes in what came since, so that it is the leg of `v`, which is the standpoint by another `known()`.
    void take(const view& v, std::span<const revision::cause> came);
    /// The same, whatever came.
    void take_all(const view& v);
    /// Whether the leg of the view that came last has a contact.
    bool has(contact_id c) const { return find(c) != nullptr; }
    /// The status in the view that came last.
    demarche::status status(const view& v);
    /// Whether its respondent is one of the matter's, or a delegate, in the view that came last.
    bool is_there() const;
    /// Whether in that view it is there, and passed to somebody by then. Cheap where it is asked for no status.
    bool delegates_to(const view& v, actor_id whom);

private:
    struct as_recorded {
        const reading* read;
        bool operator()(contact_id a, contact_id b) const { return read->recorded_before(a, b); }
        bool operator()(const entry_of_leg& a, const entry_of_leg& b) const { return (*this)(a.contact, b.contact); }
    };
    /// By when they begin.
    using runs = std::map<instant, run_of_leg>;
    template <class T>
    id<T> of_kind(const revision::cause& what) const;
    std::vector<contact_id> bound_up_with(contact_id c) const;
    void delegate_anew(const view& v, std::span<const contact_id> touched, std::set<actor_id>& concerned);
    bool concerns_all(const std::set<actor_id>& some) const;
    void touch_all_of(const std::set<actor_id>& some, std::vector<contact_id>& touched) const;
    std::optional<entry_of_leg> entry_of(const view& v, contact_id c) const;
    void take(contact_id c, const entry_of_leg* now);
    void come(const entry_of_leg& e);
    void go(const entry_of_leg& e);
    void turn(const entry_of_leg& was, const entry_of_leg& now);
    void start_anew(std::span<const entry_of_leg> entries);

    void may_open(contact_id c, const entry_of_leg* now);
    void open();
    void order_anew(contact_id c);
    void order_replies_anew(contact_id c);
    bool orders_others(const run_of_leg& run, const entry_of_leg& e) const;

    std::pair<runs::iterator, runs::iterator> around(contact_id c);
    const entry_of_leg* find(contact_id c) const;
    void touch(runs::iterator run);
    runs::iterator erase(runs::iterator run);

    void count();
    void count(run_of_leg& run);
    void uncount(run_of_leg& run);
    void enumerate(bool worlds);
    juncture tell(const view& v);
    void tell(const view& v, run_of_leg& run, const juncture& before);
    std::vector<standing_set> worlds_after(run_of_leg& run, const leg_record& record, const juncture& before, instant until) const;
    juncture start() const;
    std::uint32_t reminders() const;

    const view& standpoint_;
    leg leg_;
    reading read_;
    as_recorded goes_;
    teller tells_;
    std::vector<recorded_act> acts_;                 ///< the matter's contacts, whatever is known, by id
    std::vector<recorded_act> delegating_;           ///< those that name a delegate
    std::multimap<contact_id, contact_id> replies_;  ///< those of the matter that reply, by what they reply to
    std::set<actor_id> delegates_;
    runs runs_;
    std::set<contact_id, as_recorded> may_open_;
    std::set<contact_id, as_recorded> delegate_to_;  ///< those that open it as the leg of a delegate
    contact_id opener_ = {};
    std::size_t disputed_ = 0;  ///< of all runs together, as the next two
    std::multiset<std::size_t> sharing_ = {};
    std::uint32_t attempts_ = 0;
    bool enumerated_ = true;
    /// The runs that begin before it are told, and those that begin after it are as they were told when those before them led elsewhere.
    span_of_time touched_;
};

}  // namespace demarche::inline v0::detail
