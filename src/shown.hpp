// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "docket.hpp"

#include <demarche/status.hpp>

// The shown world of a leg: every disputed contact is in, and each happens as late as its date and the rules allow.

namespace demarche::detail {

struct folded {
    std::size_t entry;
    step done;
};

struct shown_world {
    standing at = {};
    demarche::since since = {};
    actor_id debtor = {};
    actor_id postponer = {};
    std::uint32_t attempts = 0;
    std::uint32_t reminders = 0;
    scratch_vector<folded> history = {};
};

shown_world shown(const leg_record& leg, const fold& engine, const view& standpoint);

}  // namespace demarche::detail
