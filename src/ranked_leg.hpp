// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "docket.hpp"

#include <optional>
#include <span>
#include <vector>

// The contacts of a leg of which some may come and go.

namespace demarche::inline v0::detail {

/// The place of a contact among all of its matter, in record order.
using rank = std::uint32_t;

/// What a leg has of its matter's contacts, by rank, and how to order some of them.
struct ranked_leg {
    demarche::leg leg = {};
    std::vector<std::optional<entry_of_leg>> contacts = {};

    bool has(rank r) const { return contacts[r].has_value(); }
    /// Precondition: it has it.
    const entry_of_leg& operator[](rank r) const { return *contacts[r]; }
    /// Some of its contacts by themselves, as `v` knows them. `opener` is that of the whole leg, if it has one.
    template <class Ranks>
    leg_record record_of(const view& v, const Ranks& some, contact_id opener) const
    {
        scratch_vector<entry_of_leg> entries;
        entries.reserve(some.size());
        for (const rank r : some) entries.push_back((*this)[r]);
        return docket(v, leg.matter, {}).record_of(leg.respondent, entries, opener);
    }
};

}  // namespace demarche::inline v0::detail
