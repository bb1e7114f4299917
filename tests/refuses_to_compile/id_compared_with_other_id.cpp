// refuses: no match for .*operator==|invalid operands to binary expression|no operator found
// SPDX-License-Identifier: BSL-1.0
#include <demarche/demarche.hpp>

bool same(demarche::actor_id a, demarche::actor_id b) { return a == b; }

#ifdef REFUSED
bool same(demarche::actor_id a, demarche::matter_id b) { return a == b; }
#endif
