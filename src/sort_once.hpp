// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>

namespace demarche::inline v0::detail {

/// Puts a list in order, each value once.
template <class List, class... Less>
void sort_once(List& list, Less... less)
{
    std::sort(list.begin(), list.end(), less...);
    list.erase(std::unique(list.begin(), list.end()), list.end());
}

}  // namespace demarche::inline v0::detail
