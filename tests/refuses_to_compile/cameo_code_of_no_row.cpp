// refuses: not a code of this list|is not a constant expression
// SPDX-License-Identifier: BSL-1.0
#include <demarche/cameo.hpp>

constexpr auto meet = demarche::cameo_code::known("036");

#ifdef REFUSED
constexpr auto without_its_zero = demarche::cameo_code::known("36");
#endif
