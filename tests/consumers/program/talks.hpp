// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/demarche.hpp>

/// The talks that were asked for on 2023-05-22.
demarche::chronicle talks();
