// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "filling.hpp"
#include "key_table.hpp"
#include "line_source.hpp"
#include "plain_line.hpp"
#include "record_reader.hpp"
#include "short_text.hpp"
#include "word_finder.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

// From plain lines to what stands for their records: nearly all contacts and matters are so, and need not be put together as records.

namespace demarche::inline v0::jsonl {

/// What a record has beside its fields.
struct plain_origin {
    std::int64_t seq = 0;
    std::uint32_t key = 0;     ///< its number, or detail::filling::no_key
    std::uint32_t line = 0;    ///< which an error names,
    std::uint32_t column = 0;  ///< and this
    bool whole = false;        ///< another has the whole record, at `key`
};

/// A record of which its line says no more than most do. References are ids.
template <class T>
struct plain_entry;
template <>
struct plain_entry<contact> {
    plain_contact record = {};
    plain_origin origin = {};
};
template <>
struct plain_entry<matter> {
    struct plain_matter {
        actor_id requester = {};
        actor_id respondent = {};
        std::optional<std::chrono::sys_days> occasion = {};
        std::optional<std::chrono::sys_days> reply_by = {};
        std::uint32_t lifecycle = 0;  ///< the number of its name
    } record = {};
    std::uint32_t requester_key = 0;  ///< their numbers
    std::uint32_t respondent_key = 0;
    plain_origin origin = {};
};

/// Reads plain lines, several at a time, since memory answers meanwhile.
class plain_reader {
public:
    /// How many lines may be looked at together.
    static constexpr std::size_t most = 16;

    explicit plain_reader(key_table& keys) : keys_(keys) {}

    /// Looks at lines, which stay until they are read.
    void look_at(std::span<const line_source::line> lines)
    {
        for (std::size_t n = 0; n < lines.size(); ++n) {
            kinds_[n] = lines_[n].read(lines[n].text);
            each_name(n, [this](std::string_view key) { keys_.expect(key); });
            if (kinds_[n] != plain_line::kind::other && !lines_[n][plain_line::key].starts_with('#')) keys_.expect(lines_[n][plain_line::key]);
        }
        for (std::size_t n = 0; n < lines.size(); ++n) each_name(n, [this](std::string_view key) { keys_.expect_soon(key); });
    }

    /// Reads the n-th of them, where it is plain, is the first with its key, and names what is defined before: calls `take` with its `plain_entry`.
    /// Any other line is left to `whole`, the reader of whole records. `contacts` came before; `plain_matter(m)` is what stands for matter `m`, null where that
    /// is not plain.
    template <class PlainMatter, class Take>
    bool read(std::size_t n, const line_source::line& from, const record_reader& whole, std::uint32_t contacts, PlainMatter plain_matter, Take take)
    {
        switch (kinds_[n]) {
        case plain_line::kind::contact: {
            plain_entry<contact> e;
            return take_contact(lines_[n], contacts, plain_matter, e) && take_origin(lines_[n], from, plain_line::act, whole, e.origin) && (take(e), true);
        }
        case plain_line::kind::matter: {
            plain_entry<matter> e;
            return take_matter(lines_[n], e) && take_origin(lines_[n], from, plain_line::key, whole, e.origin) && (take(e), true);
        }
        case plain_line::kind::other: break;
        }
        return false;
    }

    const std::string& lifecycle(std::uint32_t number) const { return lifecycles_[number]; }

private:
    template <class Take>
    void each_name(std::size_t n, Take take) const
    {
        const plain_line& line = lines_[n];
        const auto take_of = [&](std::initializer_list<plain_line::field> fields) {
            for (const plain_line::field f : fields)
                if (line.has(f)) take(line[f]);
        };
        // Whom a contact of a matter is between, the matter mostly tells.
        if (kinds_[n] == plain_line::kind::contact && line.has(plain_line::matter)) take_of({plain_line::matter});
        else if (kinds_[n] == plain_line::kind::contact) take_of({plain_line::from, plain_line::to});
        else if (kinds_[n] == plain_line::kind::matter) take_of({plain_line::requester, plain_line::respondents});
    }

    template <class PlainMatter>
    bool take_contact(const plain_line& line, std::uint32_t contacts, PlainMatter plain_matter, plain_entry<contact>& e)
    {
        std::optional<std::chrono::sys_days> on;
        plain_contact& r = e.record;
        if (!take_date(line, plain_line::on, on) || !take_date(line, plain_line::recorded, r.recorded)) return false;
        if (!take_name(line, plain_line::matter, r.matter)) return false;
        const plain_entry<matter>* const of = r.matter ? plain_matter(r.matter) : nullptr;
        if (!(of != nullptr && take_parties(line, *of, r)) && !(take_name(line, plain_line::from, r.from) && take_name(line, plain_line::to, r.to))) return false;
        r.on = *on;
        r.act = act_of(line[plain_line::act]);
        if (keys_.is_made(line[plain_line::key], contacts)) {
            e.origin.key = detail::filling::no_key;
            return true;
        }
        return take_key(line, e.origin);
    }

    bool take_matter(const plain_line& line, plain_entry<matter>& e)
    {
        auto& r = e.record;
        if (!take_date(line, plain_line::occasion, r.occasion) || !take_date(line, plain_line::reply_by, r.reply_by)) return false;
        if (!take_name(line, plain_line::requester, r.requester, e.requester_key) || !take_name(line, plain_line::respondents, r.respondent, e.respondent_key)) return false;
        return take_lifecycle(line[plain_line::lifecycle], r.lifecycle) && take_key(line, e.origin);
    }

    /// Those that come with the library need not be looked for among all names.
    static act act_of(std::string_view text)
    {
        constexpr std::uint32_t first = acts::request.number();
        constexpr std::size_t count = acts::occasion_passed.number() - first + 1;
        static constexpr word_finder find([] {
            std::array<std::string_view, count> words;
            std::copy_n(demarche::detail::known_names.begin() + first, count, words.begin());
            return words;
        }());
        const std::size_t found = find(text);
        return found < count ? act::of_number(first + static_cast<std::uint32_t>(found)) : act(text);
    }

    /// The last to be taken: whether the record is one with the key.
    bool take_key(const plain_line& line, plain_origin& o)
    {
        o.key = keys_.number(line[plain_line::key]);
        return !keys_[o.key];
    }

    bool take_origin(const plain_line& line, const line_source::line& from, plain_line::field blamed, const record_reader& whole, plain_origin& o) const
    {
        const auto seq = whole.seq_of(from.number, line.seq_number());
        const std::size_t column = from.skipped + static_cast<std::size_t>(line[blamed].data() - from.text.data());
        if (!seq || !std::in_range<std::uint32_t>(from.number) || !std::in_range<std::uint32_t>(column)) return false;
        o.seq = *seq;
        o.line = static_cast<std::uint32_t>(from.number);
        o.column = static_cast<std::uint32_t>(column);
        return true;
    }

    /// Where there is none, that is taken.
    bool take_date(const plain_line& line, plain_line::field f, std::optional<std::chrono::sys_days>& to)
    {
        if (!line.has(f)) return true;
        to = days_[f](line[f]);
        return to.has_value();
    }

    /// Whether what is named is defined, and of that type.
    template <class T>
    bool take_name(const plain_line& line, plain_line::field f, id<T>& to, std::uint32_t& key)
    {
        if (!line.has(f)) return true;
        key = keys_.number(line[f]);
        const auto& found = keys_[key];
        if (!found.is_of(bit(type_number<T>))) return false;
        to = id<T>(found.index);
        return true;
    }
    template <class T>
    bool take_name(const plain_line& line, plain_line::field f, id<T>& to)
    {
        std::uint32_t key = 0;
        return take_name(line, f, to, key);
    }
    /// Whether a contact is between the parties of its matter, as most are: they need not be looked for among all keys.
    bool take_parties(const plain_line& line, const plain_entry<matter>& of, plain_contact& r) const
    {
        if (!line.has(plain_line::to)) return false;
        const std::string_view one = keys_.text(of.requester_key);
        const std::string_view other = keys_.text(of.respondent_key);
        const auto are = [&](std::string_view from, std::string_view to) { return detail::same_text(line[plain_line::from], from) && detail::same_text(line[plain_line::to], to); };
        const bool forth = are(one, other);
        if (!forth && !are(other, one)) return false;
        r.from = forth ? of.record.requester : of.record.respondent;
        r.to = forth ? of.record.respondent : of.record.requester;
        return true;
    }

    /// Plain matters have one of a few.
    bool take_lifecycle(std::string_view name, std::uint32_t& to)
    {
        constexpr std::size_t few = 16;
        auto found = std::find(lifecycles_.begin(), lifecycles_.end(), name);
        if (found == lifecycles_.end() && lifecycles_.size() == few) return false;
        if (found == lifecycles_.end()) found = lifecycles_.insert(found, std::string(name));
        to = static_cast<std::uint32_t>(found - lifecycles_.begin());
        return true;
    }

    key_table& keys_;
    std::array<day_reader, plain_line::field_count> days_;
    std::array<plain_line, most> lines_;
    std::array<plain_line::kind, most> kinds_ = {};
    std::vector<std::string> lifecycles_;
};

}  // namespace demarche::inline v0::jsonl
