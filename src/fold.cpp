// SPDX-License-Identifier: BSL-1.0
#include "fold.hpp"

namespace demarche::inline v0::detail {

step fold::apply(standing& s, const deed& d, instant t) const
{
    std::uint8_t row = d.row;
    const bool carries = d.with_occasion || d.with_reply_by;
    if (carries && table_->acts[row].with_terms_as != lifecycle::no_act && (*table_)[s.state].open) row = table_->acts[row].with_terms_as;

    const step done{row, table_->at(row, s.state), s.state};
    if (done.did.what == effect::prior) {
        s.state = s.prior;
        s.in_force = s.prior_terms;
        s.prior = state_id::none;
        s.prior_terms = {};
    } else if (moves(done.did)) {
        const terms before = s.in_force;
        const bool attempt = done.did.what == effect::attempt;
        if (table_->acts[row].proposes)
            s.in_force = proposed(s, d, row);
        else if (table_->acts[row].takes_up && table_->with_prior.contains(s.state))
            s.in_force = s.prior_terms;
        enter(s, attempt ? table_->attempt_state : done.did.to, before, attempt, t);
    }
    return done;
}

terms fold::proposed(const standing& s, const deed& d, std::uint8_t row) const
{
    const auto& act = table_->acts[row];
    const bool over_counter = act.by == acting::requester && table_->with_prior.contains(s.state);
    const terms& before = over_counter ? s.prior_terms : s.in_force;
    return {.occasion = d.with_occasion ? d.proposed.occasion : before.occasion,
            .reply_by = d.with_reply_by       ? d.proposed.reply_by
                        : act.answers_terms ? end_of_time
                                            : before.reply_by};
}

void fold::enter(standing& s, state_id to, const terms& before, bool attempt, instant t) const
{
    const state_id from = s.state;
    const bool had_prior = table_->with_prior.contains(from);
    const bool has_prior = table_->with_prior.contains(to);
    if (has_prior && !had_prior) {
        s.prior = from;
        s.prior_terms = before;
    } else if (!has_prior) {
        s.prior = state_id::none;
        s.prior_terms = {};
        s.prior_reply_fell = s.prior_occasion_fell = false;
    }
    s.state = to;
    if ((*table_)[to].drops_occasion) s.in_force.occasion = end_of_time;
    if (attempt || ((*table_)[from].drops_past && from != to)) {
        if (s.in_force.occasion < t) s.in_force.occasion = end_of_time;
        if (s.in_force.reply_by < t) s.in_force.reply_by = end_of_time;
    }
}

std::optional<instant> fold::next_due(const standing& s, instant now) const
{
    for (const due& act : dues(s.in_force))
        if (now < act.at && act.at != end_of_time && act.row != lifecycle::no_act && table_->at(act.row, s.state).what != effect::record) return act.at;
    return {};
}

}  // namespace demarche::inline v0::detail
