// SPDX-License-Identifier: BSL-1.0
#include <demarche/jsonl.hpp>

#include "line_source.hpp"
#include "record_reader.hpp"
#include "references.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <istream>

namespace demarche::jsonl {

namespace {

/// The records of a file, and what was there before them, as one batch.
class loading {
public:
    loading(const chronicle& book, std::string file) : file_(std::move(file)), reader_(file_, book.last_seq()), keys_(file_)
    {
        batch_.lifecycles.assign(book.lifecycles().begin(), book.lifecycles().end());
        start_with<actor>(book);
        start_with<tie>(book);
        start_with<source>(book);
        start_with<matter>(book);
        start_with<contact>(book);
        start_with<report>(book);
    }

    void take_line(std::string_view padded, std::size_t number, std::size_t skipped)
    {
        reader_.read(padded, number, skipped, keys_, [this](const auto& e, const json_line& line) { add(e, line); });
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
            if constexpr (!std::is_same_v<T, report>) keys_[keys_.number(record.key)] = {type_number<T>, static_cast<std::uint32_t>(i), 0};
            detail::each_reference(record, [&]<class U>(id<U>& x) {
                if (x) x = id<U>(keys_.number(book.key(x)));
            });
            entries<T>().push_back({std::move(record), book.seq(id<T>(i)), 0});
        }
    }

    template <class T>
    void add(const entry<T>& e, const json_line& line)
    {
        auto& known = keys_[keys_.number(e.record.key)];
        if (!known) {
            known = {type_number<T>, static_cast<std::uint32_t>(entries<T>().size()), e.line};
            entries<T>().push_back(e);
        } else {
            entry<T>& again = repeats<T>().emplace_back(e);
            again.column = line.column_of("key");
            if (known.type != type_number<T>) two_contents(again, known);
        }
    }
    void add(const entry<report>& e, const json_line&) { batch_.reports.push_back(e); }

    template <class T>
    [[noreturn]] void two_contents(const entry<T>& second, const key_table::definition& first) const
    {
        const std::string where = first.line == 0 ? "the chronicle" : fmt::format("line {}", first.line);
        throw error(errc::duplicate_key, {.file = file_, .line = second.line, .column = second.column, .field = "key"},
                    fmt::format("\"{}\" is the key of the {} in {} and of the {} in line {}, with other content; give one of them another key", second.record.key,
                                type_words[first.type], where, type_words[type_number<T>], second.line));
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

    std::string file_;
    record_reader reader_;
    key_table keys_;
    batch batch_;
    std::tuple<std::vector<entry<actor>>, std::vector<entry<tie>>, std::vector<entry<source>>, std::vector<entry<matter>>, std::vector<entry<contact>>> repeats_;
};

}  // namespace

void read(std::istream& in, chronicle& book, const read_options& options)
{
    loading records(book, options.file);
    line_source lines(in, options);
    for (std::string_view line; lines.next(line);) records.take_line(line, lines.number(), lines.skipped());
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
