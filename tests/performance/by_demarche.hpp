// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "hand_fold.hpp"

#include <demarche/boost_graph.hpp>
#include <demarche/status.hpp>

#include <string>

// The ledger in demarche, through its public headers alone. Answers are demarche's own types, which `plain` turns into those that all sides
// share, outside of what is timed.

namespace performance {

class by_demarche {
public:
    /// The actors and matters, without a contact.
    explicit by_demarche(const ledger& l);
    void append(const ledger& l, std::span<const std::uint32_t> order);
    /// Goes on after the ledger: a new matter, a request, a reminder and a refusal.
    void append_one_more();

    const demarche::chronicle& book() const { return book_; }
    demarche::view as_of(int day) const { return book_.as_of(end_of(day)); }

    demarche::status state_of(std::uint32_t matter, std::uint32_t respondent, int day) const;
    /// Each list stands until the next is asked.
    const std::vector<demarche::leg>& pending(int day) const;
    const std::vector<demarche::leg>& pending(int day, int known) const;
    demarche::contact_id last_held(std::uint32_t a, std::uint32_t b, int day) const;
    const std::vector<demarche::leg>& awaiting(std::uint32_t actor, int day) const;

    /// The contacts of the days from `first` to `last`.
    demarche::graph window(int first, int last) const { return demarche::graph(as_of(last), first_day + std::chrono::days(first)); }

    standing plain(const demarche::status& s) const;
    std::vector<std::uint32_t> plain(const std::vector<demarche::leg>& legs) const;
    int plain(demarche::contact_id c) const;

private:
    static demarche::instant end_of(int day) { return first_day + std::chrono::days(day + 1) - std::chrono::seconds(1); }

    demarche::chronicle book_;
    mutable std::vector<demarche::leg> found_;
    std::uint32_t more_ = 0;
    int last_day_ = 0;
};

/// What a report adds, where each of many contacts has one with a date of its own.
double bytes_a_report();

std::vector<int> steps_from(std::uint32_t actor, const demarche::graph& g);
std::vector<int> components(const demarche::undirected_graph& g);

/// A leg of six contacts of six different dates, each of a month or more, that all overlap, and one occasion.
class vague_leg {
public:
    vague_leg();
    demarche::status answer() const { return {book_.as_of(when_), leg_}; }

private:
    demarche::chronicle book_;
    demarche::leg leg_;
    demarche::instant when_;
};

}  // namespace performance
