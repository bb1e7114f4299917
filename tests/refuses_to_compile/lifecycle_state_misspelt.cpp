// refuses: bad_optional_access
// SPDX-License-Identifier: BSL-1.0
#include <demarche/demarche.hpp>

constexpr demarche::lifecycle table = demarche::checked_lifecycle<demarche::lifecycles::measure_text>();

#ifdef REFUSED
constexpr demarche::state_id enforced = table.state("enforced");
#endif

static_assert(table.state("in_force") == demarche::measure_state::in_force);
