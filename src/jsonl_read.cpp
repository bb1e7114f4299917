// SPDX-License-Identifier: BSL-1.0
#include <demarche/jsonl.hpp>

#include "field_values.hpp"
#include "json_line.hpp"
#include "key_table.hpp"
#include "jsonl_words.hpp"
#include "line_source.hpp"
#include "references.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <istream>

namespace demarche::jsonl {

namespace {

/// Reads lines into a batch.
class reader {
public:
    reader(const chronicle& book, std::string file) : file_(std::move(file)), first_seq_(book.last_seq())
    {
        batch_.lifecycles.assign(book.lifecycles().begin(), book.lifecycles().end());
        start_with<actor>(book);
        start_with<tie>(book);
        start_with<source>(book);
        start_with<matter>(book);
        start_with<contact>(book);
        start_with<report>(book);
    }

    void take_line(const std::string& padded, std::size_t size, std::size_t number, std::size_t skipped)
    {
        json_line line(parser_, padded, size, {.file = file_, .line = number, .column = skipped});
        const std::string type = line.type();
        if (type == "actor")
            read<actor>(line);
        else if (type == "tie")
            read<tie>(line);
        else if (type == "source")
            read<source>(line);
        else if (type == "matter")
            read<matter>(line);
        else if (type == "contact")
            read<contact>(line);
        else if (type == "report")
            read<report>(line);
        else
            line.fail(errc::invalid_value, "type", fmt::format("\"{}\" is no type; it is one of actor, tie, source, matter, contact, report", type));
    }

    chronicle made() &&
    {
        keys_.check_all();
        translate<tie>();
        translate<matter>();
        translate<contact>();
        translate<report>();
        join_repeats<actor>();
        join_repeats<tie>();
        join_repeats<source>();
        join_repeats<matter>();
        join_repeats<contact>();
        try {
            return chronicle(std::move(batch_));
        } catch (const error& why) {
            place where = why.where();
            where.file = file_;
            throw error(why.code(), where, why.problem());
        }
    }

private:
    template <class T>
    std::vector<entry<T>>& entries()
    {
        if constexpr (std::is_same_v<T, actor>) return batch_.actors;
        else if constexpr (std::is_same_v<T, tie>) return batch_.ties;
        else if constexpr (std::is_same_v<T, source>) return batch_.sources;
        else if constexpr (std::is_same_v<T, matter>) return batch_.matters;
        else if constexpr (std::is_same_v<T, contact>) return batch_.contacts;
        else return batch_.reports;
    }
    template <class T>
    std::vector<entry<T>>& repeats()
    {
        return std::get<std::vector<entry<T>>>(repeats_);
    }

    /// The records that the chronicle has already come first, so that their ids stay.
    template <class T>
    void start_with(const chronicle& book)
    {
        for (std::size_t i = 0; i < book.all<T>().size(); ++i) {
            T record = book.all<T>()[i];
            if constexpr (!std::is_same_v<T, report>) keys_[keys_.number(record.key)] = {type_number<T>, i, 0};
            detail::each_reference(record, [&]<class U>(id<U>& x) {
                if (x) x = id<U>(keys_.number(book[x].key));
            });
            entries<T>().push_back({std::move(record), book.seq(id<T>(i)), 0});
        }
    }

    template <class T>
    void read(json_line& line)
    {
        T made = blank<T>();
        std::optional<std::int64_t> seq;
        line.each_field([&](std::string_view name, json_value value) {
            if (name == "type") return;
            if (name == "seq") seq = value.integer();
            else if (!take(made, name, value)) value.keep_spelling();
            if (const auto other = value.other_spelling()) made.other.emplace_back(name, *other);
        });
        for (std::string_view field : required<T>())
            if (!line.has(field)) line.fail(errc::missing_field, field, fmt::format("{} needs {}", article(detail::type_word<T>), field));
        entry<T> e{std::move(made), seq_of(line, seq), line.number(), line.column_of(blamed<T>())};
        std::sort(e.record.other.begin(), e.record.other.end());
        if constexpr (std::is_same_v<T, report>)
            entries<T>().push_back(std::move(e));
        else
            define(std::move(e), line.column_of("key"));
    }

    /// The field for which a whole record is refused: an act that is the clock's, a tie that closes a circle.
    template <class T>
    static std::string_view blamed()
    {
        if constexpr (std::is_same_v<T, contact>) return "act";
        else if constexpr (std::is_same_v<T, tie>) return "to";
        else if constexpr (std::is_same_v<T, report>) return "on";
        else return "key";
    }

    static std::string article(std::string_view type) { return fmt::format("{} {}", type == "actor" ? "an" : "a", type); }

    template <class T>
    static T blank()
    {
        if constexpr (std::is_same_v<T, contact>) {
            static const date unset("0000");
            return contact{.on = unset};
        } else
            return {};
    }

    std::int64_t seq_of(const json_line& line, std::optional<std::int64_t> seq)
    {
        if (!with_seq_) with_seq_ = seq.has_value();
        if (*with_seq_ != seq.has_value())
            line.fail(errc::missing_field, "seq", *with_seq_ ? "the records before have a seq; give every record one, or none" : "the records before have no seq; give every record one, or none");
        return seq ? *seq : first_seq_ + static_cast<std::int64_t>(line.number());
    }

    template <class T>
    void define(entry<T> e, std::size_t key_column)
    {
        auto& known = keys_[keys_.number(e.record.key)];
        if (!known.type) {
            known = {type_number<T>, entries<T>().size(), e.line};
            entries<T>().push_back(std::move(e));
        } else {
            e.column = key_column;
            if (*known.type != type_number<T>) two_contents(e, known);
            repeats<T>().push_back(std::move(e));
        }
    }

    template <class T>
    [[noreturn]] void two_contents(const entry<T>& second, const key_table::definition& first) const
    {
        const std::string where = first.line == 0 ? "the chronicle" : fmt::format("line {}", first.line);
        throw error(errc::duplicate_key, {.file = file_, .line = second.line, .column = second.column, .field = "key"},
                    fmt::format("\"{}\" is the key of the {} in {} and of the {} in line {}, with other content; give one of them another key", second.record.key,
                                type_words[*first.type], where, type_words[type_number<T>], second.line));
    }

    /// Puts ids for the numbers of keys.
    template <class T>
    void translate()
    {
        for (auto& e : entries<T>()) translate(e.record);
        if constexpr (!std::is_same_v<T, report>)
            for (auto& e : repeats<T>()) translate(e.record);
    }
    template <class T>
    void translate(T& record)
    {
        if constexpr (std::is_same_v<T, report>) {
            const auto* c = std::get_if<contact_id>(&record.on);
            if (c != nullptr && keys_[c->index()].type == type_number<tie>) record.on = tie_id(c->index());
        }
        detail::each_reference(record, [this]<class U>(id<U>& x) {
            if (x) x = id<U>(keys_[x.index()].index);
        });
    }

    template <class T>
    void join_repeats()
    {
        for (auto& e : repeats<T>()) {
            const auto& known = keys_[keys_.number(e.record.key)];
            auto& first = entries<T>()[known.index];
            if (first.record != e.record) two_contents(e, known);
            first.seq = std::min(first.seq, e.seq);
        }
    }

    template <class T>
    id<T> reference(json_value& value)
    {
        return id<T>(mention(value, bit(type_number<T>)));
    }
    std::size_t mention(json_value& value, unsigned types)
    {
        const std::size_t number = keys_.number(value.text());
        keys_.expect(number, types, value.where());
        return number;
    }
    template <class T>
    std::vector<id<T>> references(json_value& value)
    {
        std::vector<id<T>> all;
        value.each_element([&](json_value element) { all.push_back(reference<T>(element)); });
        return all;
    }
    std::vector<actor_id> invited(json_value& value)
    {
        value.drop_spelling();
        return references<actor>(value);
    }
    /// A key or a list of keys.
    std::vector<actor_id> respondents(json_value& value)
    {
        if (value.is_text()) return {reference<actor>(value)};
        auto all = references<actor>(value);
        if (all.size() == 1) value.keep_spelling();
        return all;
    }

    template <class T>
    static std::vector<std::string_view> required()
    {
        if constexpr (std::is_same_v<T, tie>) return {"key", "kind", "from", "to"};
        else if constexpr (std::is_same_v<T, matter>) return {"key", "lifecycle", "requester", "respondents"};
        else if constexpr (std::is_same_v<T, contact>) return {"key", "act", "from", "on"};
        else if constexpr (std::is_same_v<T, report>) return {"on", "source", "stance"};
        else return {"key"};
    }

    // Each puts a field that its type knows into the record; whether it does.

    bool take(actor& r, std::string_view name, json_value& value)
    {
        if (name == "key") r.key = key_in(value);
        else if (name == "name") r.name = value.text();
        else if (name == "kind") r.kind = actor_kind(value.text());
        else if (name == "ids") r.ids = codes_in(value);
        else if (name == "rank") r.rank = rank_in(value);
        else return false;
        return true;
    }

    bool take(tie& r, std::string_view name, json_value& value)
    {
        if (name == "key") r.key = key_in(value);
        else if (name == "kind") r.kind = tie_kind(value.text());
        else if (name == "from") r.from = reference<actor>(value);
        else if (name == "to") r.to = reference<actor>(value);
        else if (name == "during") r.during = date_in(value);
        else if (name == "recorded") r.recorded = date_in(value);
        else return false;
        return true;
    }

    bool take(source& r, std::string_view name, json_value& value)
    {
        if (name == "key") r.key = key_in(value);
        else if (name == "title") r.title = value.text();
        else if (name == "publisher") r.publisher = value.text();
        else if (name == "published") r.published = date_in(value);
        else if (name == "url") r.url = value.text();
        else return false;
        return true;
    }

    bool take(matter& r, std::string_view name, json_value& value)
    {
        if (name == "key") r.key = key_in(value);
        else if (name == "lifecycle") r.lifecycle = value.text();
        else if (name == "title") r.title = value.text();
        else if (name == "requester") r.requester = reference<actor>(value);
        else if (name == "respondents") r.respondents = invited(value);
        else if (name == "occasion") r.occasion = date_in(value);
        else if (name == "reply_by") r.reply_by = date_in(value);
        else if (name == "venue") r.venue = reference<actor>(value);
        else if (name == "channel") r.channel = channel(value.text());
        else if (name == "recorded") r.recorded = date_in(value);
        else if (name == "exemptions") value.each_element([&](json_value element) { r.exemptions.push_back(exemption_in(element)); });
        else return false;
        return true;
    }

    exemption exemption_in(json_value& value)
    {
        exemption e;
        value.each_field([&](std::string_view name, json_value field) {
            if (name == "actor") e.actor = reference<actor>(field);
            else if (name == "act") e.act = act(field.text());
            else if (name == "during") e.during = date_in(field);
            else if (name == "note") e.note = field.text();
            else field.keep_spelling();
            if (const auto other = field.other_spelling()) e.other.emplace_back(name, *other);
        });
        std::sort(e.other.begin(), e.other.end());
        return e;
    }

    bool take(contact& r, std::string_view name, json_value& value)
    {
        if (name == "key") r.key = key_in(value);
        else if (name == "matter") r.matter = reference<matter>(value);
        else if (name == "act") r.act = act(value.text());
        else if (name == "from") r.from = reference<actor>(value);
        else if (name == "to") r.to = reference<actor>(value);
        else if (name == "on") r.on = date_in(value);
        else return take_more(r, name, value);
        return true;
    }

    bool take_more(contact& r, std::string_view name, json_value& value)
    {
        if (name == "respondent") r.respondent = respondents(value);
        else if (name == "in_reply_to") r.in_reply_to = reference<contact>(value);
        else if (name == "corrects") r.corrects = reference<contact>(value);
        else if (name == "recorded") r.recorded = date_in(value);
        else if (name == "occasion") r.occasion = date_in(value);
        else if (name == "reply_by") r.reply_by = date_in(value);
        else if (name == "condition") r.condition = value.text();
        else if (name == "debtor") r.debtor = reference<actor>(value);
        else if (name == "delegate") r.delegate = reference<actor>(value);
        else if (name == "cites") r.cites = references<matter>(value);
        else if (name == "contests") r.contests = references<matter>(value);
        else if (name == "channel") r.channel = channel(value.text());
        else if (name == "place") r.place = value.text();
        else if (name == "note") r.note = value.text();
        else if (name == "with") r.with = references<actor>(value);
        else if (name == "times") r.times = count_in(value);
        else return false;
        return true;
    }

    bool take(report& r, std::string_view name, json_value& value)
    {
        if (name == "on") r.on = contact_id(mention(value, bit(type_number<contact>) | bit(type_number<tie>)));
        else if (name == "source") r.source = reference<source>(value);
        else if (name == "stance") r.stance = word_in<stance>(value, stance_words);
        else if (name == "published") r.published = date_in(value);
        else if (name == "attribution") r.attribution = word_in<attribution>(value, attribution_words);
        else if (name == "by") r.by = reference<actor>(value);
        else return false;
        return true;
    }

    std::string file_;
    std::int64_t first_seq_;
    std::optional<bool> with_seq_;
    json_parser parser_;
    key_table keys_;
    batch batch_;
    std::tuple<std::vector<entry<actor>>, std::vector<entry<tie>>, std::vector<entry<source>>, std::vector<entry<matter>>, std::vector<entry<contact>>> repeats_;
};

}  // namespace

void read(std::istream& in, chronicle& book, const read_options& options)
{
    reader records(book, options.file);
    line_source lines(in, options);
    std::string line;
    for (std::size_t size = 0; lines.next(line, size);) records.take_line(line, size, lines.number(), lines.skipped());
    book = std::move(records).made();
}

std::optional<error> try_read(std::istream& in, chronicle& book, const read_options& options)
{
    try {
        read(in, book, options);
        return {};
    } catch (const error& why) {
        return why;
    }
}

chronicle load(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    if (!in) throw error(errc::unreadable, {.file = file.string()}, "the file cannot be opened; does it exist?");
    chronicle book;
    read(in, book, {.file = file.string()});
    return book;
}

result<chronicle> try_load(const std::filesystem::path& file)
{
    try {
        return load(file);
    } catch (const error& why) {
        return why;
    }
}

}  // namespace demarche::jsonl
