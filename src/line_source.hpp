// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/jsonl.hpp>

#include <iosfwd>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace demarche::inline v0::jsonl {

/// Cuts a stream into lines; holds one block at a time, or one line where that is longer.
class line_source {
public:
    /// A line that is not blank, padded as json_line wants it, and where it stands.
    struct line {
        std::string_view text = {};
        std::size_t number = 0;
        std::size_t skipped = 0;  ///< the bytes of the line before its text: a byte order mark
    };

    line_source(std::istream& in, const read_options& options) : in_(in), options_(options) {}

    /// As many of the next lines as are at hand, at most so many; none at the end. They last until it is called again.
    /// Throws line_too_long, or unreadable.
    std::span<const line> next(std::size_t most);

private:
    std::string_view cut();
    std::string_view cut_at_hand();
    std::string_view take(std::size_t length, std::size_t behind);
    bool fill();
    void make_room();

    std::istream& in_;
    const read_options& options_;
    std::string block_;
    std::size_t at_ = 0;
    std::size_t end_ = 0;
    std::size_t number_ = 0;
    std::vector<line> lines_;
};

}  // namespace demarche::inline v0::jsonl
