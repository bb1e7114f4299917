// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "event_codes.hpp"
#include "column.hpp"
#include "event_columns.hpp"
#include "name_table.hpp"

#include <demarche/event_data.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// Rows of event data, by numbers.

namespace demarche::inline v0::detail {

struct event_row {
    std::int32_t day = 0;
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    std::uint32_t report = 0;  ///< counted from 1
    std::uint32_t thread = 0;  ///< counted from 1
    std::uint16_t code = 0;
};

struct published_at {
    std::int32_t day = 0;
    std::int32_t second = -2;  ///< of that day; -1 where only the day is known, -2 where nothing is

    auto operator<=>(const published_at&) const = default;
};

/// What a row says of its source.
struct row_report {
    std::uint32_t source = 0;
    std::uint32_t sentence = 0;
    published_at published = {};

    bool operator==(const row_report&) const = default;
};

/// How many codes rows can have: they are numbered in two bytes.
inline constexpr std::size_t most_codes = std::size_t{1} << 16;

/// How many places a report names of each kind.
inline constexpr std::size_t most_places = 5;

/// A row in its file.
struct row_place {
    std::uint32_t file = 0;
    std::uint64_t line = 0;
};

/// What rows say of an actor beside its name.
struct actor_facts {
    std::string written = {};  ///< where that is not its key
    row_place named = {};      ///< the first row that does
    std::string side = {};     ///< the least, byte by byte, that a row says
    row_place sided = {};      ///< the first row that says it
    std::vector<std::pair<std::string, std::string>> ids = {};

    void add_id(std::string_view scheme, std::string_view code)
    {
        constexpr std::size_t most_ids = 16;
        const bool there = std::any_of(ids.begin(), ids.end(), [&](const auto& known) { return known.second == code; });
        if (!code.empty() && !there && ids.size() < most_ids) ids.emplace_back(scheme, code);
    }
    void add_side(std::string_view other, row_place where)
    {
        if (other.empty() || (!side.empty() && side <= other)) return;
        side = other;
        sided = where;
    }
    void take_in(const actor_facts& other)
    {
        add_side(other.side, other.sided);
        for (const auto& [scheme, code] : other.ids) add_id(scheme, code);
    }
};

struct source_facts {
    std::uint32_t publisher = 0;  ///< by number
    bool at_key = false;          ///< its key is its address
};

/// Millions, one behind the other, of which one more moves none.
template <class Row>
class row_list {
public:
    void push_back(const Row& r)
    {
        cells_.reserve(size_);
        cells_[size_++] = r;
    }
    const Row& operator[](std::size_t n) const { return cells_[n]; }
    const Row& back() const { return cells_[size_ - 1]; }
    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    /// Calls take(row) for each that is there when it begins, in their order.
    template <class Take>
    void each(Take take) const
    {
        for (std::size_t n = 0, end = size_; n < end; ++n) take(cells_[n]);
    }
    /// Precondition: there are so many.
    void keep_first(std::size_t count) noexcept { size_ = count; }

private:
    column<Row, 16> cells_;
    std::size_t size_ = 0;
};

/// Which row an event of GDELT is.
struct row_of_id {
    std::uint64_t id = 0;
    std::uint32_t row = 0;

    auto operator<=>(const row_of_id&) const = default;
};

struct event_rows {
    explicit event_rows(event_options chosen) : options(std::move(chosen)) {}

    event_options options;
    load_report so_far;
    std::vector<std::string> files;
    row_list<event_row> all;
    row_list<row_report> reports;
    name_table actors;  ///< keys
    std::vector<actor_facts> facts;
    name_table sources;
    std::vector<source_facts> facts_of_sources;
    name_table publishers;
    name_table threads;
    name_table codes;  ///< as acts have them
    std::vector<event_code_entry> entries;
    row_list<row_of_id> rows_of_ids;   ///< in the order of the rows
    std::vector<row_of_id> by_id = {};  ///< the same by their ids, once they were asked for

    /// How much there is.
    struct extent {
        std::size_t files;
        std::size_t all;
        std::size_t reports;
        std::size_t actors;
        std::size_t sources;
        std::size_t threads;
        std::size_t codes;
        load_report so_far;
    };
    extent size() const { return {files.size(), all.size(), reports.size(), actors.size(), sources.size(), threads.size(), codes.size(), so_far}; }
    /// Forgets what came since, but for what was said of actors that were known.
    void shrink_to(extent before) noexcept
    {
        files.resize(before.files);
        all.keep_first(before.all);
        reports.keep_first(before.reports);
        actors.keep_first(before.actors);
        facts.resize(before.actors);
        sources.keep_first(before.sources);
        facts_of_sources.resize(before.sources);
        threads.keep_first(before.threads);
        codes.keep_first(before.codes);
        entries.resize(before.codes);
        while (!rows_of_ids.empty() && rows_of_ids.back().row >= before.all) rows_of_ids.keep_first(rows_of_ids.size() - 1);
        by_id.clear();
        so_far = std::move(before.so_far);
    }

    /// The row of an event; none where no event of that id was read.
    std::optional<std::uint32_t> row_of(std::uint64_t id)
    {
        if (by_id.size() != rows_of_ids.size()) sort_ids();
        const auto found = std::lower_bound(by_id.begin(), by_id.end(), row_of_id{id});
        return found == by_id.end() || found->id != id ? std::nullopt : std::optional(found->row);
    }

private:
    void sort_ids()
    {
        by_id.clear();
        rows_of_ids.each([this](const row_of_id& known) { by_id.push_back(known); });
        std::sort(by_id.begin(), by_id.end());
    }
};

}  // namespace demarche::inline v0::detail
