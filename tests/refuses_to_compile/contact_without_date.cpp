// refuses: (convert|constructor) .*date
// SPDX-License-Identifier: BSL-1.0
#include <demarche/demarche.hpp>

const demarche::contact dated{.key = "dated", .act = demarche::acts::request, .on = demarche::date{"2023-05-22"}};

#ifdef REFUSED
const demarche::contact undated{.key = "undated", .act = demarche::acts::request};
#endif
