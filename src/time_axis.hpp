// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/date.hpp>

#include <cstdint>
#include <string>
#include <vector>

// The time axis of a picture: which pixel an instant has, and where its ticks are.

namespace demarche::inline v0::detail {

/// Instants of the years 0 to 9999.
struct time_window {
    instant begin;
    instant end;
};

/// Precondition: `begin` is before `end`, `left` before `right`.
class time_axis {
public:
    time_axis(time_window shown, int left, int right) : shown_(shown), left_(left), right_(right) {}

    int left() const { return left_; }
    int right() const { return right_; }
    time_window shown() const { return shown_; }
    /// The pixel of an instant; of one that is not shown, the nearest.
    int x(instant t) const;
    /// How many pixels `seconds` have.
    int width(std::int64_t seconds) const;
    bool shows(instant t) const { return shown_.begin <= t && t <= shown_.end; }

    struct tick {
        instant at;
        std::string label = {};  ///< empty: a lesser one
    };
    /// Ticks at round instants: as many labelled ones as have room, and lesser ones between them where these are some pixels apart.
    std::vector<tick> ticks() const;

private:
    time_window shown_;
    int left_;
    int right_;
};

/// The day of an instant, or the minute or second, where it neither begins nor ends a day.
std::string instant_text(instant t);

}  // namespace demarche::inline v0::detail
