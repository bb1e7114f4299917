// SPDX-License-Identifier: BSL-1.0
#include "text_lines.hpp"

#include <demarche/error.hpp>

#include <cstring>
#include <istream>

namespace demarche::inline v0::detail {

namespace {

constexpr std::size_t block_size = std::size_t{1} << 17;
constexpr std::string_view gzip_magic = "\x1F\x8B";
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace

text_lines::text_lines(std::istream& in, std::string file, std::size_t longest, std::uint64_t most_expansion)
    : in_(in), file_(std::move(file)), longest_(longest)
{
    fill();
    if (!std::string_view(block_.data(), end_).starts_with(gzip_magic)) return;
    unpacked_.emplace(in_, std::string(block_.data(), end_), file_, most_expansion);
    at_ = end_ = 0;
}

std::optional<text_lines::line> text_lines::next()
{
    for (std::size_t searched = 0;;) {
        const char* const start = block_.data() + at_;
        const void* const stop = std::memchr(start + searched, '\n', end_ - at_ - searched);
        const std::size_t length = stop != nullptr ? static_cast<std::size_t>(static_cast<const char*>(stop) - start) : end_ - at_;
        if (length > longest_) return take_long();
        if (stop != nullptr) return take(length, 1);
        searched = length;
        if (fill()) continue;
        if (length == 0) return {};
        return take(length, 0);
    }
}

std::optional<text_lines::line> text_lines::take(std::size_t length, std::size_t behind)
{
    std::string_view text(block_.data() + at_, length);
    at_ += length + behind;
    if (++number_ == 1 && text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    if (text.ends_with('\r')) text.remove_suffix(1);
    return line{text, number_, false};
}

/// A line of which the rest is passed over.
std::optional<text_lines::line> text_lines::take_long()
{
    for (;;) {
        const char* const start = block_.data() + at_;
        const void* const stop = std::memchr(start, '\n', end_ - at_);
        at_ = stop != nullptr ? static_cast<std::size_t>(static_cast<const char*>(stop) - block_.data()) + 1 : end_;
        if (stop != nullptr || !fill()) return line{{}, ++number_, true};
    }
}

/// Reads on behind what is not taken yet; whether there was more.
bool text_lines::fill()
{
    if (at_ > 0) std::memmove(block_.data(), block_.data() + at_, end_ - at_);
    end_ -= at_;
    at_ = 0;
    if (block_.size() < end_ + block_size + padding) block_.resize(2 * end_ + block_size + padding);
    const std::size_t more = read(block_.data() + end_, block_size);
    end_ += more;
    return more > 0;
}

std::size_t text_lines::read(char* into, std::size_t room)
{
    if (unpacked_) return unpacked_->read(into, room);
    in_.read(into, static_cast<std::streamsize>(room));
    if (in_.bad()) throw error(errc::unreadable, {.file = file_, .line = number_ + 1}, "the input cannot be read further");
    return static_cast<std::size_t>(in_.gcount());
}

}  // namespace demarche::inline v0::detail
