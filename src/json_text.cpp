// SPDX-License-Identifier: BSL-1.0
#include "json_text.hpp"

#include "json_bytes.hpp"
#include "short_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace demarche::inline v0::jsonl {

void json_text::grow(std::size_t more)
{
    const std::size_t capacity = std::max({std::size_t{256}, capacity_ * 2, size_ + more});
    auto room = std::make_unique_for_overwrite<char[]>(capacity);
    if (size_ > 0) std::memcpy(room.get(), room_.get(), size_);
    room_ = std::move(room);
    capacity_ = capacity;
}

void json_text::put_string(std::string_view text)
{
    if (!is_plain(text)) return put_escaped(text);
    char* at = room_for(text.size() + 2);
    *at++ = '"';
    at = detail::copy_text(at, text);
    *at = '"';
}

void json_text::put_name(std::string_view name)
{
    const bool follows = last() != '{';
    if (!is_plain(name)) {
        if (follows) put(',');
        put_escaped(name);
        return put(':');
    }
    char* at = room_for(name.size() + 3 + (follows ? 1 : 0));
    if (follows) *at++ = ',';
    *at++ = '"';
    at = detail::copy_text(at, name);
    *at++ = '"';
    *at = ':';
}

void json_text::put_escaped(std::string_view text)
{
    put('"');
    while (true) {
        const std::size_t run = plain_run(text);
        put(text.substr(0, run));
        if (run == text.size()) break;
        put_escape(text[run]);
        text.remove_prefix(run + 1);
    }
    put('"');
}

void json_text::put_escape(char c)
{
    switch (c) {
    case '"': return put("\\\"");
    case '\\': return put("\\\\");
    case '\n': return put("\\n");
    case '\r': return put("\\r");
    case '\t': return put("\\t");
    default: fmt::format_to(room_for(6), "\\u{:04x}", static_cast<unsigned>(c));
    }
}

void json_text::put_number(std::int64_t number)
{
    const fmt::format_int digits(number);
    put(std::string_view(digits.data(), digits.size()));
}

}  // namespace demarche::inline v0::jsonl
