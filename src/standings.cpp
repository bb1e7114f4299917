// SPDX-License-Identifier: BSL-1.0
#include "standings.hpp"

namespace demarche::inline v0::detail {

namespace {

void ignore(const step&, instant) {}

}  // namespace

standings::standings(const leg_record& leg, const lifecycle& table, const scratch_vector<std::size_t>& contacts, std::span<const standing> starts, instant now)
    : fold_(table), leg_(leg), contacts_(contacts), now_(now)
{
    steps_.reserve(32 * contacts.size());
    for (const standing& s : starts) number_of(s);
}

standings::number standings::number_of(const standing& s)
{
    const number found = all_.insert(s);
    steps_.resize(all_.size() * contacts_.size(), untried);
    return found;
}

standings::number standings::work_out(number s, std::size_t c)
{
    standing to = all_[s];
    const step done = fold_.apply(to, leg_.entries[contacts_[c]].does, now_);
    if (done.did.what == effect::prior) fold_.catch_up(to, now_, ignore);
    return number_of(to);
}

bool standings::come_to(instant t)
{
    now_ = t;
    bool otherwise = false;
    for (std::size_t at = 0; at < steps_.size(); ++at) {
        if (steps_[at] == untried) continue;
        const number to = work_out(static_cast<number>(at / contacts_.size()), at % contacts_.size());
        otherwise = otherwise || to != steps_[at];
        steps_[at] = to;
    }
    return otherwise;
}

scratch_vector<standings::number> standings::after_the_clock()
{
    scratch_vector<number> to;
    for (std::size_t s = 0, size = all_.size(); s < size; ++s) {
        standing passed = all_[s];
        fold_.pass(passed, now_, now_, ignore);
        to.push_back(number_of(passed));
    }
    return to;
}

}  // namespace demarche::inline v0::detail
