// SPDX-License-Identifier: BSL-1.0
#include "line_source.hpp"

#include "json_line.hpp"

#include <fmt/format.h>

#include <cstring>
#include <istream>

namespace demarche::jsonl {

bool line_source::next(std::string& line, std::size_t& size)
{
    do {
        line.clear();
        if (!gather(line)) return false;
        ++number_;
        skipped_ = number_ == 1 && line.starts_with("\xEF\xBB\xBF") ? 3 : 0;
        line.erase(0, skipped_);
        size = line.size();
    } while (line.find_first_not_of(" \t\r") == std::string::npos);
    line.resize(size + json_padding);
    return true;
}

bool line_source::gather(std::string& line)
{
    while (true) {
        if (at_ == end_ && !fill()) return !line.empty();
        const char* const start = block_.data() + at_;
        const auto* const stop = static_cast<const char*>(std::memchr(start, '\n', end_ - at_));
        const std::size_t length = stop != nullptr ? static_cast<std::size_t>(stop - start) : end_ - at_;
        if (line.size() + length > options_.longest_line)
            throw error(errc::line_too_long, {.file = options_.file, .line = number_ + 1, .column = options_.longest_line + 1},
                        fmt::format("the line is longer than {} bytes; raise read_options::longest_line if it is meant to be", options_.longest_line));
        line.append(start, length);
        at_ += length + (stop != nullptr);
        if (stop != nullptr) return true;
    }
}

bool line_source::fill()
{
    block_.resize(std::size_t{1} << 18);
    in_.read(block_.data(), static_cast<std::streamsize>(block_.size()));
    at_ = 0;
    end_ = static_cast<std::size_t>(in_.gcount());
    if (in_.bad()) throw error(errc::unreadable, {.file = options_.file, .line = number_ + 1}, "the input cannot be read further");
    return end_ > 0;
}

}  // namespace demarche::jsonl
