// SPDX-License-Identifier: BSL-1.0
#pragma once

// What every header includes first: a compiler that reads an older C++ says so in one line, before it stumbles over anything.

#if (defined(_MSVC_LANG) ? _MSVC_LANG : __cplusplus) < 202002L
#error "demarche needs C++20 or later; compile with -std=c++20 (MSVC: /std:c++20), which CMake does by itself"
#endif
