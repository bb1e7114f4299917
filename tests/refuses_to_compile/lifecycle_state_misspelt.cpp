// refuses: bad_optional_access
// SPDX-License-Identifier: BSL-1.0
#include <demarche/demarche.hpp>

constexpr demarche::state_id in_force = demarche::lifecycles::measure.state("in_force");

#ifdef REFUSED
constexpr demarche::state_id enforced = demarche::lifecycles::measure.state("enforced");
#endif

static_assert(in_force == demarche::measure_state::in_force);
