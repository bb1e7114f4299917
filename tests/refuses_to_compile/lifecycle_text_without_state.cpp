// refuses: no_state_has_this_name
// SPDX-License-Identifier: BSL-1.0
#include <demarche/demarche.hpp>

constexpr demarche::state_id in_force = demarche::state_in(demarche::lifecycles::measure_text, "in_force");

#ifdef REFUSED
constexpr demarche::state_id enforced = demarche::state_in(demarche::lifecycles::measure_text, "enforced");
#endif

static_assert(in_force == demarche::measure_state::in_force);
