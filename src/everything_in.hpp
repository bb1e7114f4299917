// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/chronicle.hpp>

namespace demarche::inline v0::detail {

/// Everything that a chronicle has.
batch everything_in(const chronicle& book);

}  // namespace demarche::inline v0::detail
