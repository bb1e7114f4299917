// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/export.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>

// JSON as it is written.

namespace demarche::inline v0::jsonl {

/// Text that grows, and keeps its room when it is emptied.
class DEMARCHE_EXPORT json_text {
public:
    void put(char c) { *room_for(1) = c; }
    void put(std::string_view run)
    {
        if (!run.empty()) std::memcpy(room_for(run.size()), run.data(), run.size());
    }
    /// `text` as a JSON string, in quotes.
    void put_string(std::string_view text);
    /// The name of a field, with what stands before and behind it, where an object has begun.
    void put_name(std::string_view name);
    void put_number(std::int64_t number);

    std::string_view view() const { return {room_.get(), size_}; }
    std::size_t size() const { return size_; }
    char last() const { return room_[size_ - 1]; }
    void clear() { size_ = 0; }

private:
    char* room_for(std::size_t more)
    {
        if (capacity_ - size_ < more) grow(more);
        char* const at = room_.get() + size_;
        size_ += more;
        return at;
    }
    void grow(std::size_t more);
    void put_escaped(std::string_view text);
    void put_escape(char c);

    std::unique_ptr<char[]> room_;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

}  // namespace demarche::inline v0::jsonl
