// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

// Rows in which things stand side by side and do not overlap.

namespace demarche::inline v0::detail {

class shelf {
public:
    /// Up to `most` rows, from one pixel to another.
    shelf(int left, int right, int most) : left_(left), right_(right), most_(most) {}

    /// The first row that is free from `begin` to `end`, taken; none where no row is. Linear in the pixels, for each row.
    std::optional<int> place(int begin, int end)
    {
        for (int row = 0; row < most_; ++row)
            if (free(row, begin, end)) return take(row, begin, end);
        return {};
    }
    /// The same for what hangs on a line down from the top at `x`, which crosses nothing in the rows above.
    std::optional<int> hang(int x, int begin, int end)
    {
        for (int row = 0; row < most_ && (row == 0 || free(row - 1, x, x + 1)); ++row) {
            if (!free(row, begin, end)) continue;
            for (int above = 0; above < row; ++above) take(above, x - 2, x + 3);
            return take(row, begin, end);
        }
        return {};
    }
    /// How many rows have anything.
    int rows() const { return static_cast<int>(taken_.size()); }

private:
    using pixels = std::vector<bool>;

    std::ptrdiff_t pixel(int x) const { return std::clamp(x, left_, right_) - left_; }
    bool free(int row, int begin, int end) const
    {
        if (row >= rows()) return true;
        const pixels& all = taken_[static_cast<std::size_t>(row)];
        return std::none_of(all.begin() + pixel(begin), all.begin() + pixel(end), [](bool x) { return x; });
    }
    int take(int row, int begin, int end)
    {
        while (rows() <= row) taken_.emplace_back(static_cast<std::size_t>(pixel(right_)));
        pixels& all = taken_[static_cast<std::size_t>(row)];
        std::fill(all.begin() + pixel(begin), all.begin() + pixel(end), true);
        return row;
    }

    int left_;
    int right_;
    int most_;
    std::vector<pixels> taken_ = {};
};

}  // namespace demarche::inline v0::detail
