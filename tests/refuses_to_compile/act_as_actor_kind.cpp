// refuses: act_vocabulary
// SPDX-License-Identifier: BSL-1.0
#include <demarche/demarche.hpp>

const demarche::actor someone{.key = "someone", .kind = demarche::actor_kinds::person};

#ifdef REFUSED
const demarche::actor something{.key = "something", .kind = demarche::acts::request};
#endif
