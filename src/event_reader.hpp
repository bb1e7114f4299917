// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "event_rows.hpp"

#include <iosfwd>

namespace demarche::inline v0::detail {

/// Reads a file into rows.
class event_reader {
public:
    event_reader(event_rows& into, std::string file) : into_(into), file_(std::move(file)) {}

    void read(std::istream& in);

private:
    /// Why a row is none, and the cell that says so, or the whole line.
    struct refusal {
        skip_reason why;
        std::string_view cell = {};
    };

    void begin(std::string_view line, std::uint64_t number);
    void take(std::string_view line, std::uint64_t number);
    std::optional<refusal> parse(std::string_view line, event_row& row);
    std::optional<refusal> parse_mention(event_row& row);
    void note_id();
    std::optional<refusal> parse_code(event_row& row);
    /// An actor's name in a row.
    struct name_seen {
        std::string_view written = {};
        std::size_t hash = 0;
    };

    void see(name_seen& name, std::size_t column, std::size_t code_column);
    std::optional<refusal> parse_actor(const name_seen& name, std::string_view code, std::string_view side, skip_reason without, std::uint32_t& number);
    std::optional<refusal> parse_report(event_row& row);
    std::optional<std::uint16_t> known_code(std::string_view text) const;
    std::optional<std::uint16_t> add_code(std::string_view text);
    void skip(const refusal& r, std::string_view line, std::uint64_t number);
    std::string_view cell(std::size_t column);

    event_rows& into_;
    std::string file_;
    row_place here_;
    std::optional<event_columns> columns_;
    event_cells cells_;
    name_table code_texts_;
    std::vector<std::uint16_t> code_numbers_;
    name_seen from_;
    name_seen to_;
    std::string room_;
    std::string code_room_;
};

}  // namespace demarche::inline v0::detail
