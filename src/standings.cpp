// SPDX-License-Identifier: BSL-1.0
#include "standings.hpp"

namespace demarche::inline v0::detail {

namespace {

void ignore(const step&, instant) {}

}  // namespace

standings::standings(const lifecycle& table, std::size_t slots, std::span<const standing> starts, instant now) : fold_(table), deeds_(slots), now_(now)
{
    steps_.reserve(32 * slots);
    for (const standing& s : starts) number_of(s);
}

void standings::put(std::size_t slot, const deed& does) { deeds_[slot] = &does; }

void standings::remove(std::size_t slot)
{
    for (std::size_t at = slot; at < steps_.size(); at += deeds_.size()) steps_[at] = untried;
}

standings::number standings::number_of(const standing& s)
{
    const number found = all_.insert(s);
    steps_.resize(all_.size() * deeds_.size(), untried);
    return found;
}

standings::number standings::work_out(number s, std::size_t slot)
{
    standing to = all_[s];
    const step done = fold_.apply(to, *deeds_[slot], now_);
    if (done.did.what == effect::prior) fold_.catch_up(to, now_, ignore);
    return number_of(to);
}

bool standings::come_to(instant t)
{
    now_ = t;
    bool otherwise = false;
    for (std::size_t at = 0; at < steps_.size(); ++at) {
        if (steps_[at] == untried) continue;
        const number to = work_out(static_cast<number>(at / deeds_.size()), at % deeds_.size());
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
