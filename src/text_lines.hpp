// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "gunzip.hpp"

#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace demarche::inline v0::detail {

/// Cuts a stream, plain or gzip, into lines; holds one block at a time, or one line where that is longer. Of a line that is longer than allowed only the
/// beginning is kept.
class text_lines {
public:
    struct line {
        std::string_view text = {};  ///< without its end, CR LF too; a byte order mark is passed over
        std::uint64_t number = 0;
        bool too_long = false;
    };

    /// Throws `error` (`unreadable`) where the stream fails, as the next does.
    text_lines(std::istream& in, std::string file, std::size_t longest, std::uint64_t most_expansion);

    /// How many characters can be read behind a line.
    static constexpr std::size_t padding = 64;

    /// The next line, blank or not; it lasts until the next is asked for.
    std::optional<line> next();

private:
    std::size_t read(char* into, std::size_t room);
    bool fill();
    std::optional<line> take(std::size_t length, std::size_t behind);
    std::optional<line> take_long();

    std::istream& in_;
    std::string file_;
    std::size_t longest_;
    std::optional<gunzip> unpacked_;
    std::string block_;
    std::size_t at_ = 0;
    std::size_t end_ = 0;
    std::uint64_t number_ = 0;
};

}  // namespace demarche::inline v0::detail
