// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "choices.hpp"
#include "one_choice.hpp"

#include <vector>

// The worlds of one choice, told again with other contacts: from the first that makes a difference until none does any more.

namespace demarche::inline v0::detail {

/// The worlds of one choice, as they were last told. For the same contacts the order is the same, but for what others that come or go make of it.
class told_choice {
public:
    /// Where they stand by `until`, from where they stood just before `from`.
    const standing_set& tell(const leg_record& leg, const lifecycle& table, instant from, const standing_set& start, const some_contacts& in, instant until);

private:
    /// A contact, and when it can happen in these worlds.
    struct member {
        contact_id contact;
        instant earliest;
        instant latest;

        auto operator<=>(const member&) const = default;
    };

    static std::vector<member> members_of(const leg_record& leg, const line_up& in);
    span_of_time difference(const std::vector<member>& now) const;
    void live(one_choice<few_marks> worlds, const line_up& in, std::vector<milestone> before, instant settled);

    instant from_ = {};
    instant until_ = {};
    standing_set start_ = {};
    std::vector<member> members_ = {};        ///< by contact
    std::vector<milestone> milestones_ = {};  ///< of every few contacts one
    standing_set end_ = {};
};

}  // namespace demarche::inline v0::detail
