// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "tabs.hpp"

#include <demarche/event_data.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

// Which columns of a file say what.

namespace demarche::inline v0::detail {

/// The cells of a row; those beyond the last that can be looked at are counted only.
class event_cells {
public:
    static constexpr std::size_t most = 64;

    /// Precondition: `tab_window` characters behind the line can be read.
    void split(std::string_view line);
    std::size_t count() const { return count_; }
    /// Whether the whole line is ASCII without NUL.
    bool plain() const { return plain_; }
    /// Empty where there is no such column. Columns are counted from 1.
    std::string_view operator[](std::size_t column) const
    {
        if (column == 0 || column > count_ || column > most) return {};
        return {line_.data() + begins_[column - 1], begins_[column] - begins_[column - 1] - 1};
    }

private:
    std::string_view line_ = {};
    std::array<std::size_t, most + 1 + tab_window> begins_ = {};  ///< of each, and of the one that would come after the last; and of those in its window
    std::size_t count_ = 0;
    bool plain_ = false;
};

/// Columns counted from 1; 0 is none.
struct event_columns {
    event_format format = event_format::automatic;
    std::size_t least = 0;  ///< how many there are
    std::size_t most = 0;
    std::size_t id = 0;  ///< of the event, in GDELT
    std::size_t date = 0;
    std::size_t from = 0;
    std::size_t to = 0;
    std::size_t code = 0;
    std::size_t mode = 0;
    std::size_t from_id = 0;
    std::size_t to_id = 0;
    std::size_t from_side = 0;
    std::size_t to_side = 0;
    std::size_t story = 0;
    std::size_t sentence = 0;
    std::size_t publisher = 0;
    std::size_t published = 0;
    std::size_t address = 0;
    std::size_t thread = 0;
    std::string_view scheme = {};   ///< of ids
    std::string_view missing = {};  ///< what stands for nothing
};

/// The columns of a format, by the first line where it is a header. Empty where the first line is not of that format.
std::optional<event_columns> columns_of(event_format format, const event_cells& first, std::size_t thread_column);
/// Whether a first line is a header and no row.
bool is_header(const event_columns& columns, const event_cells& first);

/// The days since 1970 of a date as published: 2014-01-05, 20140105, 1/5/2014 or 01/05/2014, as event_data.hpp has it. Empty where it is none of the years 1 to 9999.
std::optional<std::int32_t> day_in(std::string_view text);

}  // namespace demarche::inline v0::detail
