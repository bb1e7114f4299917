// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "calendar.hpp"

#include <optional>
#include <string_view>
#include <utility>

// What an EDTF text says: ISO 8601-2:2019, and the specification of the Library of Congress.

namespace demarche::inline v0::detail {

enum class precision { year, season, month, day, minute, second };

/// What a text says.
struct edtf_bounds {
    instant earliest = beginning_of_time;
    instant latest = end_of_time;
    bool plain = true;  ///< it is known which year, month or day is meant: it lasts throughout
    precision unit = precision::year;
};

/// Throws `error` (`errc::invalid_date`), with the column.
edtf_bounds bounds_of(std::string_view text);
/// The two ends of an interval; of any other text, nothing. Precondition: it is an EDTF text.
std::optional<std::pair<edtf_bounds, edtf_bounds>> ends_of(std::string_view text);

}  // namespace demarche::inline v0::detail
