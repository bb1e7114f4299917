// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace demarche::inline v0::detail {

/// Starts to bring a line of memory near, where the compiler knows how; whatever the address, null too.
inline void fetch(const void* what)
{
#if defined(__GNUC__)
    __builtin_prefetch(what);
#else
    (void)what;
#endif
}

}  // namespace demarche::inline v0::detail
