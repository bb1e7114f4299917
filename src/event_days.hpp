// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "event_rows.hpp"
#include "large_pages.hpp"

#include <compare>
#include <cstdint>
#include <span>
#include <vector>

// Rows put into contacts: by day, each once, those that mirror each other together.

namespace demarche::inline v0::detail {

/// A row by what decides its place and its contact, in few words, for they are sorted; it is turned where it is the mirror of the row that says the same.
struct placed_row {
    std::uint64_t first;   ///< kind, from
    std::uint64_t second;  ///< code, to
    std::uint64_t third;   ///< thread, whether it is turned, row

    std::uint32_t row() const { return static_cast<std::uint32_t>(third); }
    bool turned() const { return (third >> 32 & 1) != 0; }
    bool same(const placed_row& o) const { return first == o.first && second == o.second && third >> 33 == o.third >> 33; }
    auto operator<=>(const placed_row& o) const = default;
};

/// Rows that are one contact.
struct event_group {
    std::int32_t day = 0;
    std::uint32_t from = 0;  ///< actors by number, as in the log
    std::uint32_t to = 0;
    std::uint16_t code = 0;
    std::uint32_t thread = 0;
    std::span<const placed_row> rows = {};  ///< those turned last, and so by their numbers in the log
    bool mirrored = false;                  ///< they were two contacts
};

enum class how_soon { later, soon };

/// Numbers of names, in the order of these, byte by byte.
std::vector<std::uint32_t> by_key(const name_table& names);

/// Calls `take(group)` for each, in the order that event_data.hpp promises, and twice before, ever sooner, `expect(row, when)` for a row of most.
class event_days {
public:
    /// `actors` are the numbers of the log's, by key.
    event_days(const event_rows& log, std::span<const std::uint32_t> actors);

    template <class Take, class Expect>
    void each(Take take, Expect expect)
    {
        constexpr std::size_t ahead = 8;
        const auto expect_at = [&](std::size_t place, how_soon when) {
            if (place < day_.size()) expect(log_.all[day_[place].row()], when);
        };
        for (std::size_t d = 0; d + 1 < starts_.size(); ++d) {
            gather(d);
            for (std::size_t i = 0; i < day_.size();) {
                expect_at(i + 2 * ahead, how_soon::later);
                expect_at(i + ahead, how_soon::soon);
                take(next_group(i));
            }
        }
    }

private:
    void gather(std::size_t day);
    placed_row place_of(std::uint32_t row) const;
    event_group next_group(std::size_t& i) const;

    const event_rows& log_;
    std::vector<std::uint32_t> actor_ranks_;
    std::vector<std::uint32_t> places_of_codes_;
    long_vector<std::uint32_t> rows_;  ///< by day
    std::vector<std::size_t> starts_;  ///< of each day in them, and the end
    std::vector<placed_row> day_;
};

}  // namespace demarche::inline v0::detail
