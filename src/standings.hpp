// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "docket.hpp"
#include "marks.hpp"
#include "numbered.hpp"

#include <span>

// Where the worlds of a leg come to stand. These are few, and what a contact does in one is the same until something falls due.

namespace demarche::inline v0::detail {

/// Every part times an odd number of its own, so that the products do not wait for one another.
inline std::uint64_t hash_of(const standing& s)
{
    const auto part = [](instant t, std::uint64_t odd) { return static_cast<std::uint64_t>(t.time_since_epoch().count()) * odd; };
    const std::uint64_t where = index(s.state) << 8 | index(s.prior) << 2 | std::size_t{s.prior_reply_fell} << 1 | std::size_t{s.prior_occasion_fell};
    return mixed(where * 0xC2B2AE3D27D4EB4Fu + part(s.in_force.occasion, 0x165667B19E3779F9u) + part(s.in_force.reply_by, 0x27D4EB2F165667C5u) +
                 part(s.prior_terms.occasion, 0x85EBCA77C2B2AE63u) + part(s.prior_terms.reply_by, 0xFF51AFD7ED558CCDu));
}

/// The standings to which some contacts of a leg lead, each worked out once and numbered. A contact has a slot while it can happen.
class standings {
public:
    using number = numbered<standing>::number;

    /// Those from which the contacts lead on from `now` are numbered first, from 0.
    standings(const lifecycle& table, std::size_t slots, std::span<const standing> starts, instant now);

    std::size_t size() const { return all_.size(); }
    const standing& operator[](number s) const { return all_[s]; }
    state_id state(number s) const { return all_[s].state; }

    /// The contact in a slot, from now on.
    void put(std::size_t slot, const deed& does);
    void remove(std::size_t slot);

    /// Where the contact in a slot leads from `s` at the instant that was come to.
    number after(number s, std::size_t slot)
    {
        const std::size_t at = s * deeds_.size() + slot;
        if (steps_[at] == untried) {
            const number to = work_out(s, slot);
            steps_[at] = to;
        }
        return steps_[at];
    }
    /// Comes to `t`, the instant after one at which something fell due; whether any contact that was tried does otherwise from now on.
    bool come_to(instant t);
    /// Where the clock leads from each standing at the instant that was come to.
    scratch_vector<number> after_the_clock();

private:
    static constexpr number untried = static_cast<number>(-1);

    number number_of(const standing& s);
    number work_out(number s, std::size_t slot);

    fold fold_;
    scratch_vector<const deed*> deeds_;  ///< by slot
    instant now_;
    numbered<standing> all_;
    scratch_vector<number> steps_;  ///< a row of slots for each standing
};

}  // namespace demarche::inline v0::detail
