// SPDX-License-Identifier: BSL-1.0
#include "refuses.hpp"

#include <demarche/date.hpp>

void take_date(std::string_view text) { static_cast<void>(demarche::date(text)); }
