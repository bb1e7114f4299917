// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/jsonl.hpp>

#include <iosfwd>
#include <string>

namespace demarche::jsonl {

/// Cuts a stream into lines; holds one line and one block at a time.
class line_source {
public:
    line_source(std::istream& in, const read_options& options) : in_(in), options_(options) {}

    /// The next line that is not blank, and its size; false at the end. Behind the line stands the room that the parser wants.
    /// Throws line_too_long, or unreadable.
    bool next(std::string& line, std::size_t& size);
    std::size_t number() const { return number_; }
    /// The bytes of the line before its text: a byte order mark.
    std::size_t skipped() const { return skipped_; }

private:
    bool gather(std::string& line);
    bool fill();

    std::istream& in_;
    const read_options& options_;
    std::string block_;
    std::size_t at_ = 0;
    std::size_t end_ = 0;
    std::size_t number_ = 0;
    std::size_t skipped_ = 0;
};

}  // namespace demarche::jsonl
