// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

// The line of a contact or matter that has no more than most have, gone through once from the left.

namespace demarche::inline v0::jsonl {

/// Reads days, most of which are in the month of the one before.
class day_reader {
public:
    /// The day that a text of the form YYYY-MM-DD is; of another text, and of a day that the calendar does not have, nothing.
    std::optional<std::chrono::sys_days> operator()(std::string_view text);

private:
    bool take_month(std::string_view text);

    std::uint64_t month_ = 0;  ///< YYYY-MM- as it is written
    std::chrono::sys_days first_;
    unsigned days_ = 0;
};

/// What the line says. Texts are parts of it.
class plain_line {
public:
    enum field : std::uint8_t { type, key, seq, act, from, on, matter, to, recorded, lifecycle, requester, respondents, occasion, reply_by, field_count };
    enum class kind : std::uint8_t { other, contact, matter };

    /// Reads a padded line: what it is, where it has the required fields, and otherwise only such as are above and belong to that type, none of them twice,
    /// each a text without escapes that is not empty, but for `seq`, a small number, and `respondents`, a list of one such text. Any other line is for json_line.
    kind read(std::string_view padded);

    bool has(field f) const { return (seen_ >> f & 1) != 0; }
    std::string_view operator[](field f) const { return texts_[f]; }
    std::optional<std::int64_t> seq_number() const { return has(seq) ? std::optional(seq_) : std::nullopt; }

private:
    const char* take_field(const char* at);
    const char* take_expected(const char* at);
    const char* take_value(const char* at, field f);
    const char* take_text(const char* at, field f);
    const char* take_only_element(const char* at, field f);
    const char* take_number(const char* at, field f);

    std::array<std::string_view, field_count> texts_;
    std::int64_t seq_ = 0;
    std::uint64_t beyond_ascii_ = 0;
    unsigned seen_ = 0;
    field before_ = field_count;                           ///< the last that was taken, if any
    std::array<field, field_count + 1> expected_ = {type};  ///< by the one before: what came next in an earlier line
};

}  // namespace demarche::inline v0::jsonl
