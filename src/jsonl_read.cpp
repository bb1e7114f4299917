// SPDX-License-Identifier: BSL-1.0
#include <demarche/jsonl.hpp>

#include "column.hpp"
#include "filling.hpp"
#include "line_source.hpp"
#include "plain_reader.hpp"
#include "record_reader.hpp"
#include "references.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <istream>
#include <optional>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

namespace demarche::inline v0::jsonl {

namespace {

/// The entries of one type in the order of the file.
template <class T>
class entry_list {
public:
    std::uint32_t size() const { return static_cast<std::uint32_t>(entries_.size()); }
    entry<T>& operator[](std::uint32_t n) { return entries_[n]; }
    void add(entry<T> e) { entries_.push_back(std::move(e)); }
    template <class Visit>
    void each_whole(Visit visit)
    {
        for (auto& e : entries_) visit(e);
    }

private:
    std::vector<entry<T>> entries_;
};

/// Of these most are plain.
template <class T>
class mixed_list {
public:
    std::uint32_t size() const { return size_; }
    plain_entry<T>& operator[](std::uint32_t n) { return plain_[n]; }
    const plain_entry<T>& operator[](std::uint32_t n) const { return plain_[n]; }
    entry<T>& whole(const plain_entry<T>& e) { return wholes_[e.origin.key]; }
    void add(const plain_entry<T>& e) { plain_.make(size_++) = e; }
    void add(entry<T> e)
    {
        plain_.make(size_).origin = {.key = static_cast<std::uint32_t>(wholes_.size()), .whole = true};
        wholes_.push_back(std::move(e));
        ++size_;
    }
    template <class Visit>
    void each_whole(Visit visit)
    {
        for (auto& e : wholes_) visit(e);
    }

private:
    detail::column<plain_entry<T>, 10> plain_;
    std::vector<entry<T>> wholes_;
    std::uint32_t size_ = 0;
};
template <>
class entry_list<matter> : public mixed_list<matter> {};
template <>
class entry_list<contact> : public mixed_list<contact> {};

template <class T>
concept often_plain = std::is_same_v<T, matter> || std::is_same_v<T, contact>;

std::optional<date> date_of(const std::optional<std::chrono::sys_days>& day) { return day ? std::optional(date(*day)) : std::nullopt; }

/// The records of a file, and what was there before them, on their way into a new chronicle.
class loading {
public:
    loading(const chronicle& book, const std::string& file)
        : file_(file), reader_(file, book.last_seq()), keys_(detail::filling(made_).contents(), file, [this](std::size_t n) { return contact_with_made_key(n); }), plain_(keys_)
    {
        for (const lifecycle* table : book.lifecycles()) made_.use(*table);
        start_with<actor>(book);
        start_with<tie>(book);
        start_with<source>(book);
        start_with<matter>(book);
        start_with<contact>(book);
        start_with<report>(book);
    }

    void take(std::span<const line_source::line> lines)
    {
        plain_.look_at(lines);
        for (std::size_t n = 0; n < lines.size(); ++n) {
            const bool plain = plain_.read(n, lines[n], reader_, list<contact>().size(), [this](matter_id m) { return plain_matter(m); }, [this](const auto& e) { add(e); });
            if (!plain) reader_.read(lines[n], keys_, [this](const auto& e, const json_line& line) { add(e, line); });
        }
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
        fill<actor>();
        fill<tie>();
        fill<source>();
        fill<matter>();
        fill<contact>();
        fill<report>();
        return std::move(made_);
    }

private:
    template <class T>
    entry_list<T>& list()
    {
        return std::get<entry_list<T>>(lists_);
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
            list<T>().add({std::move(record), book.seq(id<T>(i)), 0});
        }
    }

    template <class T>
    void add(const entry<T>& e, const json_line& line)
    {
        auto& known = keys_[keys_.number(e.record.key)];
        if (!known) {
            known = {type_number<T>, list<T>().size(), e.line};
            list<T>().add(e);
        } else {
            entry<T>& again = repeats<T>().emplace_back(e);
            again.column = line.column_of("key");
            if (known.type != type_number<T>) two_contents(again, known);
        }
    }
    void add(const entry<report>& e, const json_line&) { list<report>().add(e); }
    template <class T>
    void add(const plain_entry<T>& e)
    {
        if (e.origin.key != detail::filling::no_key) keys_[e.origin.key] = {type_number<T>, list<T>().size(), e.origin.line};
        list<T>().add(e);
    }

    const plain_entry<matter>* plain_matter(matter_id m)
    {
        const plain_entry<matter>& found = list<matter>()[static_cast<std::uint32_t>(m.index())];
        return found.origin.whole ? nullptr : &found;
    }

    key_table::definition contact_with_made_key(std::size_t n)
    {
        const auto& contacts = list<contact>();
        if (n >= contacts.size()) return {};
        const plain_origin& origin = contacts[static_cast<std::uint32_t>(n)].origin;
        if (origin.whole || origin.key != detail::filling::no_key) return {};
        return {type_number<contact>, static_cast<std::uint32_t>(n), origin.line};
    }

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
        const auto one = [this](auto& e) { this->translate(e.record); };
        list<T>().each_whole(one);
        if constexpr (!std::is_same_v<T, report>) std::for_each(repeats<T>().begin(), repeats<T>().end(), one);
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
            if constexpr (often_plain<T>) {
                plain_entry<T>& first = list<T>()[known.index];
                if (first.origin.whole) join(e, list<T>().whole(first).record, list<T>().whole(first).seq, known);
                else join(e, record_of(first, e.record.key), first.origin.seq, known);
            } else {
                join(e, list<T>()[known.index].record, list<T>()[known.index].seq, known);
            }
        }
    }
    template <class T>
    void join(const entry<T>& again, const T& first, std::int64_t& seq, const key_table::definition& known) const
    {
        if (first != again.record) two_contents(again, known);
        seq = std::min(seq, again.seq);
    }

    matter record_of(const plain_entry<matter>& e, std::string_view key) const
    {
        matter made{.key = std::string(key)};
        say(e, made);
        return made;
    }
    /// Puts what the entry says into a record, which holds nothing else but what another said.
    void say(const plain_entry<matter>& e, matter& into) const
    {
        into.lifecycle = plain_.lifecycle(e.record.lifecycle);
        into.requester = e.record.requester;
        into.respondents.assign(1, e.record.respondent);
        into.occasion = date_of(e.record.occasion);
        into.reply_by = date_of(e.record.reply_by);
    }
    contact record_of(const plain_entry<contact>& e, std::string_view key) const
    {
        return {.key = std::string(key),
                .matter = e.record.matter,
                .act = e.record.act,
                .from = e.record.from,
                .to = e.record.to,
                .on = date(e.record.on),
                .recorded = date_of(e.record.recorded)};
    }

    template <class T>
    void fill()
    {
        auto& all = list<T>();
        for (std::uint32_t n = 0; n < all.size(); ++n) {
            fetch_ahead(all, n);
            fill(all[n]);
        }
    }
    template <class T>
    void fill(plain_entry<T>& e)
    {
        if (e.origin.whole) fill(list<T>().whole(e));
        else fill(e.origin.line, e.origin.column, [&](detail::filling into) { append(e, into); });
    }
    template <class T>
    void fill(entry<T>& e)
    {
        fill(e.line, e.column, [&e](detail::filling into) { into.append(std::move(e)); });
    }
    /// Calls `append`, which puts into the chronicle what stands there.
    template <class Append>
    void fill(std::size_t line, std::size_t column, Append append)
    {
        try {
            append(detail::filling(made_));
        } catch (const error& why) {
            throw error(why.code(), {.file = file_, .line = line, .column = column, .field = why.where().field}, why.problem());
        }
    }
    void append(const plain_entry<matter>& e, detail::filling into)
    {
        say(e, said_);
        into.append(std::move(said_), e.origin.seq, e.origin.key);
    }
    void append(const plain_entry<contact>& e, detail::filling into) const { into.append(e.record, e.origin.seq, e.origin.key); }

    template <class T>
    void fetch_ahead(const entry_list<T>& all, std::uint32_t n)
    {
        if constexpr (std::is_same_v<T, contact>) {
            // Far enough ahead that memory answers meanwhile.
            constexpr std::uint32_t far = 16;
            constexpr std::uint32_t soon = 6;
            detail::archive& into = detail::filling(made_).contents();
            if (n + far < all.size()) into.expect(all[n + far].record);
            if (n + soon < all.size()) into.expect_soon(all[n + soon].record);
        }
    }

    std::string file_;
    chronicle made_;
    record_reader reader_;
    key_table keys_;
    plain_reader plain_;
    matter said_;  // used again, so that it takes no memory anew
    std::tuple<entry_list<actor>, entry_list<tie>, entry_list<source>, entry_list<matter>, entry_list<contact>, entry_list<report>> lists_;
    std::tuple<std::vector<entry<actor>>, std::vector<entry<tie>>, std::vector<entry<source>>, std::vector<entry<matter>>, std::vector<entry<contact>>> repeats_;
};

/// What a key names in a view, supposed contacts included.
key_table::definition definition_in(const view& standpoint, std::string_view key)
{
    for (const contact_id c : standpoint.supposed_contacts())
        if (standpoint.key(c) == key) return {type_number<contact>, static_cast<std::uint32_t>(c.index()), 0};
    key_table::definition found;
    const auto look = [&]<class T>(std::type_identity<T>, std::uint32_t seen) {
        if (const auto x = standpoint.book().find<T>(key); x && x.index() < seen) found = {type_number<T>, static_cast<std::uint32_t>(x.index()), 0};
    };
    const extent& size = standpoint.size();
    look(std::type_identity<actor>{}, size.actors);
    look(std::type_identity<tie>{}, size.ties);
    look(std::type_identity<source>{}, size.sources);
    look(std::type_identity<matter>{}, size.matters);
    look(std::type_identity<contact>{}, size.contacts);
    return found;
}

}  // namespace

contact parse_contact(const view& standpoint, std::string_view text)
{
    std::string padded(text);
    padded.append(json_padding, '\0');
    const std::string no_file;
    json_parser parser;
    const json_line line(parser, std::string_view(padded).substr(0, text.size()), {no_file, 0, 0});
    chronicle numbering;
    key_table keys(detail::filling(numbering).contents(), no_file, [](std::size_t) { return key_table::definition(); });
    contact made = record_reader(no_file, 0).read_contact(line, keys);
    detail::each_reference(made, [&](auto& x) {
        if (x) keys[x.index()] = definition_in(standpoint, keys.text(static_cast<std::uint32_t>(x.index())));
    });
    keys.check_all();
    detail::each_reference(made, [&]<class T>(id<T>& x) {
        if (x) x = id<T>(keys[x.index()].index);
    });
    return made;
}

result<contact> try_parse_contact(const view& standpoint, std::string_view text)
{
    try {
        return parse_contact(standpoint, text);
    } catch (const error& why) {
        return why;
    }
}

void read(std::istream& in, chronicle& book, const read_options& options)
{
    loading records(book, options.file);
    line_source lines(in, options);
    for (;;) {
        const auto some = lines.next(plain_reader::most);
        if (some.empty()) break;
        records.take(some);
    }
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

}  // namespace demarche::inline v0::jsonl
