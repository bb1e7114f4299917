// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/export.hpp>

#include <string_view>

/// Throws what demarche throws of a text that is no date.
DEMARCHE_EXPORT void take_date(std::string_view text);
