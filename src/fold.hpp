// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "instants.hpp"

#include <demarche/date.hpp>
#include <demarche/lifecycle.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

// Folding acts through a lifecycle's table: SEMANTICS section 5. A `standing` is all that decides what comes next.

namespace demarche::inline v0::detail {

/// Terms by the last instant of each; `end_of_time` where there is none, or none that passes.
struct terms {
    instant occasion = end_of_time;
    instant reply_by = end_of_time;

    bool operator==(const terms&) const = default;
};

/// Calls `take(instant)` for each at which terms are over.
template <class Take>
void each_due(const terms& t, Take take)
{
    for (const instant last : {t.occasion, t.reply_by})
        if (last != end_of_time) take(next_second(last));
}

/// What a contact means to a lifecycle.
struct deed {
    std::uint8_t row = 0;
    bool with_occasion = false;
    bool with_reply_by = false;
    terms proposed = {};

    bool operator==(const deed&) const = default;
};

/// Where a leg stands.
struct standing {
    state_id state = state_id::none;
    terms in_force = {};
    // What `<prior>` brings back, and which of its clock acts fell due meanwhile.
    state_id prior = state_id::none;
    bool prior_reply_fell = false;
    bool prior_occasion_fell = false;
    terms prior_terms = {};

    bool operator==(const standing&) const = default;
};

/// What one act did.
struct step {
    std::uint8_t row = 0;  ///< the row that it was folded by
    cell did = {};
    state_id before = state_id::none;
};

class DEMARCHE_EXPORT fold {
public:
    explicit fold(const lifecycle& table) : table_(&table) {}

    const lifecycle& table() const { return *table_; }

    /// Folds a contact that happens at `t`. After a `<prior>`, call `catch_up`.
    step apply(standing& s, const deed& d, instant t) const;

    /// Lets the clock act from `from` to `to`, both included; `moved(step, instant)` is called for each move.
    template <class Moved>
    void pass(standing& s, instant from, instant to, Moved moved) const
    {
        to = std::min(to, end_of_time - std::chrono::seconds(1));
        const bool has_prior = table_->with_prior.contains(s.state);
        if (!has_prior && s.in_force.reply_by >= to && s.in_force.occasion >= to) return;
        for (const due& act : dues(s.in_force))
            if (from <= act.at && act.at <= to && act.is_of(s.in_force)) strike(s, act.row, act.at, moved);
        if (!table_->with_prior.contains(s.state)) return;
        for (const due& act : dues(s.prior_terms))
            if (from <= act.at && act.at <= to) (act.of_reply ? s.prior_reply_fell : s.prior_occasion_fell) = true;
    }

    /// After a `<prior>` at `t`: lets the clock do what fell due of the terms that came back.
    template <class Moved>
    void catch_up(standing& s, instant t, Moved moved) const
    {
        const bool reply_fell = std::exchange(s.prior_reply_fell, false);
        const bool occasion_fell = std::exchange(s.prior_occasion_fell, false);
        for (const due& act : dues(s.in_force))
            if (act.of_reply ? reply_fell : occasion_fell) strike(s, act.row, t, moved);
    }

    /// The earliest act of the clock after `now`, of the terms in force, that is more than recorded.
    std::optional<instant> next_due(const standing& s, instant now) const;

    /// What the clock does next, if nobody moves.
    struct clock_move {
        instant at = end_of_time;  ///< never
        state_id to = state_id::none;
        bool of_reply = false;
        bool last = true;  ///< whether the clock does nothing after it, nor before it what is noted though it moves nothing
    };
    /// Of the terms in force, at `from` or later.
    clock_move next_move(const standing& s, instant from) const
    {
        clock_move next;
        state_id state = s.state;
        for (const due& act : dues(s.in_force)) {
            if (act.at < from || act.at == end_of_time || act.row == lifecycle::no_act) continue;
            const cell does = table_->at(act.row, state);
            if (names_state(does) && next.at == end_of_time) next = {act.at, does.to, act.of_reply, next.last};
            else if (does.what != effect::record) next.last = false;
            if (names_state(does)) state = does.to;
        }
        return next;
    }

private:
    struct due {
        instant at;
        std::uint8_t row;
        bool of_reply;

        bool is_of(const terms& t) const { return at == next_second(of_reply ? t.reply_by : t.occasion); }
    };

    /// The clock's acts that terms bring about, in their order; `end_of_time` is never reached.
    std::array<due, 2> dues(const terms& t) const
    {
        const due reply{next_second(t.reply_by), table_->reply_clock, true};
        const due occasion{next_second(t.occasion), table_->occasion_clock, false};
        return occasion.at < reply.at ? std::array{occasion, reply} : std::array{reply, occasion};
    }

    template <class Moved>
    void strike(standing& s, std::uint8_t row, instant at, Moved moved) const
    {
        if (row == lifecycle::no_act) return;
        const step done{row, table_->at(row, s.state), s.state};
        if (!names_state(done.did)) return;
        enter(s, done.did.to, s.in_force, false, at);
        moved(done, at);
    }

    /// Moves to a state, with the terms that stood before the move.
    void enter(standing& s, state_id to, const terms& before, bool attempt, instant t) const;
    terms proposed(const standing& s, const deed& d, std::uint8_t row) const;

    const lifecycle* table_;
};

}  // namespace demarche::inline v0::detail
