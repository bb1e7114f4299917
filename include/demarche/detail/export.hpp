// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/language.hpp>

// What a shared library shows of itself: all else in it is hidden. On Windows CMake lists what a library exports.

#if defined(_WIN32)
#define DEMARCHE_EXPORT
#else
#define DEMARCHE_EXPORT __attribute__((visibility("default")))
#endif
