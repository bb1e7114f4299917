// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "event_rows.hpp"

#include <array>
#include <iosfwd>

namespace demarche::inline v0::detail {

/// When a row says that it was published: YYYYMMDD, YYYYMMDDhhmmss, or a date of another form.
published_at published_in(std::string_view text);

/// What a text means, which rows in a row mostly have the same of.
template <auto Meaning>
class last_meaning {
public:
    const auto& operator()(std::string_view text)
    {
        if (!same_text(text, text_)) {
            means_ = Meaning(text);
            text_ = text;
        }
        return means_;
    }

private:
    std::string text_;
    decltype(Meaning(std::string_view())) means_ = Meaning(std::string_view());
};

/// Reads a file into rows.
class event_reader {
public:
    event_reader(event_rows& into, std::string file) : into_(into), file_(std::move(file)) {}

    void read(std::istream& in);

private:
    /// Why a row is none, and the cell that says so, or the whole line.
    struct refusal {
        skip_reason why;
        std::string_view cell = {};
    };

    void begin(std::string_view line, std::uint64_t number);
    void take(std::string_view line, std::uint64_t number);
    std::optional<refusal> parse(std::string_view line, event_row& row);
    std::optional<refusal> parse_mention(event_row& row);
    void note_id();
    std::optional<refusal> parse_code(event_row& row);
    /// An actor's name in a row.
    struct name_seen {
        std::string_view written = {};
        std::uint32_t hash = 0;
        std::string_view key = {};
        std::optional<std::uint32_t> known = {};
        std::string room = {};

        bool same(const name_seen& other) const { return known || other.known ? known == other.known : key == other.key; }
    };

    /// What a row said last of an actor, where that is short: most say the same of it again.
    class alignas(32) said_facts {
    public:
        bool are(std::string_view code, std::string_view side) const
        {
            return same_text(code, {text_.data(), code_}) && same_text(side, {text_.data() + code_, side_});
        }
        void keep(std::string_view code, std::string_view side)
        {
            if (code.size() + side.size() > text_.size()) return;
            code_ = static_cast<std::uint8_t>(code.copy(text_.data(), code.size()));
            side_ = static_cast<std::uint8_t>(side.copy(text_.data() + code.size(), side.size()));
        }

    private:
        std::array<char, 30> text_ = {};
        std::uint8_t code_ = 0;  ///< how long each is
        std::uint8_t side_ = 0;
    };

    /// The source of a row.
    struct source_seen {
        std::string_view story = {};
        std::string_view publisher = {};
        std::string_view address = {};
        std::string_view key = {};
        bool is_last = false;  ///< it is that of the row before
        std::uint32_t hash = 0;
        std::string room = {};
    };

    void see(name_seen& name, std::size_t column, std::size_t code_column);
    std::optional<refusal> parse_name(name_seen& name, skip_reason without);
    std::uint32_t number_of(const name_seen& name);
    void take_actors(event_row& row);
    void expect_facts(const name_seen& name) const;
    void add_facts(std::uint32_t actor, std::string_view code, std::string_view side);
    bool has_reports() const { return into_.options.reports && columns_->format != event_format::benchmark; }
    void see_source();
    std::optional<refusal> parse_report(event_row& row);
    std::optional<std::uint16_t> known_code(std::string_view text) const;
    std::optional<std::uint16_t> add_code(std::string_view text);
    void skip(const refusal& r, std::string_view line, std::uint64_t number);
    void settle_facts();
    std::string_view cell(std::size_t column) const;
    std::uint32_t source_numbered(const source_seen& s);
    /// Whether a text of the row is one.
    bool is_text_here(std::string_view text) const { return cells_.plain() || is_text(text); }

    event_rows& into_;
    std::string file_;
    row_place here_;
    std::optional<event_columns> columns_;
    event_cells cells_;
    last_meaning<day_in> day_;
    last_meaning<published_in> published_;
    name_table code_texts_;
    std::vector<std::uint16_t> code_numbers_;
    std::vector<said_facts> said_;    ///< by the actor's number
    std::vector<actor_facts> facts_;  ///< so too: what the file says of it
    name_seen from_;
    name_seen to_;
    source_seen from_source_;
    std::uint32_t source_ = 0;  ///< that of the last report
    std::string room_;
    std::string code_room_;
};

}  // namespace demarche::inline v0::detail
