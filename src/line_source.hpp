// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/jsonl.hpp>

#include <iosfwd>
#include <string>
#include <string_view>

namespace demarche::jsonl {

/// Cuts a stream into lines; holds one block at a time, or one line where that is longer.
class line_source {
public:
    line_source(std::istream& in, const read_options& options) : in_(in), options_(options) {}

    /// Whether there is a next line that is not blank: `line`. It lasts until the next one, and is padded as json_line wants it.
    /// Throws line_too_long, or unreadable.
    bool next(std::string_view& line);
    std::size_t number() const { return number_; }
    /// The bytes of the line before its text: a byte order mark.
    std::size_t skipped() const { return skipped_; }

private:
    std::string_view cut();
    std::string_view take(std::size_t length, std::size_t behind);
    bool fill();
    void make_room();

    std::istream& in_;
    const read_options& options_;
    std::string block_;
    std::size_t at_ = 0;
    std::size_t end_ = 0;
    std::size_t number_ = 0;
    std::size_t skipped_ = 0;
};

}  // namespace demarche::jsonl
