// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/language.hpp>

// The version, by semantic versioning. CMake, pkg-config and the names of the shared libraries take it from here.
//
//   DEMARCHE_VERSION_MAJOR > 0 || DEMARCHE_VERSION_MINOR >= 1    // true

#define DEMARCHE_VERSION_MAJOR 0
#define DEMARCHE_VERSION_MINOR 1
#define DEMARCHE_VERSION_PATCH 0
