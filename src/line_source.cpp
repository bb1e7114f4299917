// SPDX-License-Identifier: BSL-1.0
#include "line_source.hpp"

#include "json_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <istream>

namespace demarche::inline v0::jsonl {

namespace {

constexpr std::size_t read_at_once = std::size_t{1} << 16;

bool is_blank(std::string_view line)
{
    return std::all_of(line.begin(), line.end(), [](char c) { return c == ' ' || c == '\t' || c == '\r'; });
}

}  // namespace

std::span<const line_source::line> line_source::next(std::size_t most)
{
    lines_.clear();
    while (lines_.size() < most) {
        line found{.text = lines_.empty() ? cut() : cut_at_hand()};
        if (found.text.data() == nullptr) break;
        found.number = ++number_;
        if (number_ == 1 && found.text.starts_with("\xEF\xBB\xBF")) found.skipped = 3;
        found.text.remove_prefix(found.skipped);
        if (!is_blank(found.text)) lines_.push_back(found);
    }
    return lines_;
}

/// The next line, where it is whole and no longer than allowed without reading on; else one that is nowhere.
std::string_view line_source::cut_at_hand()
{
    const char* const start = block_.data() + at_;
    const void* const stop = std::memchr(start, '\n', end_ - at_);
    if (stop == nullptr) return {};
    const auto length = static_cast<std::size_t>(static_cast<const char*>(stop) - start);
    return length <= options_.longest_line ? take(length, 1) : std::string_view();
}

/// The next line; at the end one that is nowhere.
std::string_view line_source::cut()
{
    for (std::size_t searched = 0;;) {
        const char* const start = block_.data() + at_;
        const void* const stop = std::memchr(start + searched, '\n', end_ - at_ - searched);
        const std::size_t length = stop != nullptr ? static_cast<std::size_t>(static_cast<const char*>(stop) - start) : end_ - at_;
        if (length > options_.longest_line)
            throw error(errc::line_too_long, {.file = options_.file, .line = number_ + 1, .column = options_.longest_line + 1},
                        fmt::format("the line is longer than {} bytes; raise read_options::longest_line if it is meant to be", options_.longest_line));
        if (stop != nullptr) return take(length, 1);
        searched = length;
        if (fill()) continue;
        if (length == 0) return {};
        return take(length, 0);
    }
}

std::string_view line_source::take(std::size_t length, std::size_t behind)
{
    const std::string_view taken(block_.data() + at_, length);
    at_ += length + behind;
    return taken;
}

/// Reads on behind what is not taken yet; whether there was more.
bool line_source::fill()
{
    make_room();
    in_.read(block_.data() + end_, static_cast<std::streamsize>(read_at_once));
    const auto more = static_cast<std::size_t>(in_.gcount());
    end_ += more;
    std::memset(block_.data() + end_, 0, json_padding);
    if (in_.bad()) throw error(errc::unreadable, {.file = options_.file, .line = number_ + 1}, "the input cannot be read further");
    return more > 0;
}

void line_source::make_room()
{
    if (at_ > 0) std::memmove(block_.data(), block_.data() + at_, end_ - at_);
    end_ -= at_;
    at_ = 0;
    if (block_.size() < end_ + read_at_once + json_padding) block_.resize(2 * end_ + read_at_once + json_padding);
}

}  // namespace demarche::inline v0::jsonl
