// SPDX-License-Identifier: BSL-1.0
#include "column.hpp"

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace demarche::inline v0::detail {

void prefer_large_pages(void* memory, std::size_t bytes) noexcept
{
#if defined(__linux__)
    // Where the system refuses, ordinary pages serve.
    (void)madvise(memory, bytes, MADV_HUGEPAGE);
#else
    (void)memory;
    (void)bytes;
#endif
}

}  // namespace demarche::inline v0::detail
