// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "line_source.hpp"
#include "record_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <tuple>

// From a line to a record, one after the other.

namespace demarche::inline v0::jsonl {

/// Reads lines into records whose references are numbers of keys.
class record_reader {
public:
    /// Where the records have no seq, each has its line number and what was before.
    record_reader(std::string file, std::int64_t last_seq) : file_(std::move(file)), last_seq_(last_seq) {}

    /// The seq of a record in that line, which has one of its own or none; nothing where in that it is not like the records before.
    std::optional<std::int64_t> seq_of(std::size_t line, std::optional<std::int64_t> own) const
    {
        if (with_seq_ != own.has_value()) return {};
        return own ? own : last_seq_ + static_cast<std::int64_t>(line);
    }

    /// Reads a line, and calls `hand_over(entry, line)` with the `entry` of its record: its own type's, which is used again for the next line.
    template <class HandOver>
    void read(const line_source::line& from, key_table& keys, HandOver hand_over)
    {
        const json_line line(parser_, from.text, {file_, from.number, from.skipped});
        const std::string_view type = line.type();
        if (type == detail::type_word<contact>) fill<contact>(line, keys, hand_over);
        else if (type == detail::type_word<matter>) fill<matter>(line, keys, hand_over);
        else if (type == detail::type_word<actor>) fill<actor>(line, keys, hand_over);
        else if (type == detail::type_word<tie>) fill<tie>(line, keys, hand_over);
        else if (type == detail::type_word<source>) fill<source>(line, keys, hand_over);
        else if (type == detail::type_word<report>) fill<report>(line, keys, hand_over);
        else line.fail(errc::invalid_value, "type", fmt::format("\"{}\" is no type; it is one of actor, tie, source, matter, contact, report", type));
    }

    /// A contact by itself, which may go without a type, a key and a seq.
    contact read_contact(const json_line& line, key_table& keys)
    {
        entry<contact> e{blank<contact>()};
        const unsigned seen = take_fields(line, keys, e);
        if ((seen >> type_field & 1) != 0 && line.type() != detail::type_word<contact>)
            line.fail(errc::invalid_value, "type", fmt::format("\"{}\" is another type; a contact is expected here", line.type()));
        expect_required<contact>(line, seen | 1u);
        std::sort(e.record.other.begin(), e.record.other.end());
        return std::move(e.record);
    }

private:
    // Positions beside those that the types give.
    static constexpr std::size_t type_field = 29;
    static constexpr std::size_t seq_field = 30;

    template <class T, class HandOver>
    void fill(const json_line& line, key_table& keys, HandOver& hand_over)
    {
        entry<T>& e = std::get<entry<T>>(entries_);
        e.record = blank<T>();
        e.line = line.number();
        e.column = 1;
        const unsigned seen = take_fields(line, keys, e);
        expect_required<T>(line, seen);
        check_seq(line, (seen >> seq_field & 1) != 0);
        if (!*with_seq_) e.seq = last_seq_ + static_cast<std::int64_t>(line.number());
        std::sort(e.record.other.begin(), e.record.other.end());
        hand_over(e, line);
    }

    template <class T>
    static const T& blank()
    {
        if constexpr (std::is_same_v<T, contact>) {
            static const contact one{.on = date("0000")};
            return one;
        } else {
            static const T one;
            return one;
        }
    }

    /// The positions of what stands there, as bits. Where something else is wrong too, a repeated field is what is told.
    template <class T>
    static unsigned take_fields(const json_line& line, key_table& keys, entry<T>& e)
    {
        try {
            return take_each(line, keys, e);
        } catch (const error&) {
            line.refuse_repeated();
            throw;
        }
    }

    template <class T>
    static unsigned take_each(const json_line& line, key_table& keys, entry<T>& e)
    {
        unsigned seen = 0;
        bool may_repeat = false;
        line.each_field([&](std::string_view name, json_value value) {
            const unsigned field = 1u << take(e, name, value, keys);
            may_repeat = may_repeat || (seen & field) != 0;
            seen |= field;
        });
        if (may_repeat) line.refuse_repeated();
        return seen;
    }

    template <class T>
    static std::size_t take(entry<T>& e, std::string_view name, json_value& value, key_table& keys)
    {
        const std::size_t field = take_field(e.record, name, value, keys);
        if (field == unknown_field && name == "type") return type_field;
        if (field == unknown_field && name == "seq") return take_seq(e.seq, value);
        if (field == unknown_field) value.keep_spelling();
        if (field == first_fields<T>::blamed) e.column = value.column();
        if (const auto other = value.other_spelling()) e.record.other.emplace_back(name, *other);
        return field;
    }

    static std::size_t take_seq(std::int64_t& seq, const json_value& value)
    {
        seq = value.integer();
        return seq_field;
    }

    template <class T>
    static void expect_required(const json_line& line, unsigned seen)
    {
        constexpr auto& required = first_fields<T>::required;
        const auto first_missing = static_cast<std::size_t>(std::countr_one(seen));
        if (first_missing >= required.size()) return;
        line.fail(errc::missing_field, required[first_missing], fmt::format("{} needs {}", detail::with_article(detail::type_word<T>), required[first_missing]));
    }

    /// In one file either every record has a seq, or none has.
    void check_seq(const json_line& line, bool has)
    {
        if (!with_seq_) with_seq_ = has;
        if (*with_seq_ != has)
            line.fail(errc::missing_field, "seq", has ? "the records before have no seq; give every record one, or none" : "the records before have a seq; give every record one, or none");
    }

    std::string file_;
    std::int64_t last_seq_;
    std::optional<bool> with_seq_;
    json_parser parser_;
    std::tuple<entry<actor>, entry<tie>, entry<source>, entry<matter>, entry<contact>, entry<report>> entries_{{}, {}, {}, {}, {blank<contact>()}, {}};
};

}  // namespace demarche::inline v0::jsonl
