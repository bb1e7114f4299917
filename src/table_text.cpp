// SPDX-License-Identifier: BSL-1.0
#include <demarche/event_tables.hpp>

#include "json_text.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace demarche::inline v0 {

namespace {

using value = table::value;
using table_column = table::column;

bool is_empty(const value& c) { return std::holds_alternative<std::monostate>(c); }

/// To a thousandth, as short as it can be; empty where it has no end.
std::string number_text(double n) { return std::isfinite(n) ? fmt::format("{}", std::round(n * 1000) / 1000 + 0.0) : std::string(); }

/// Bounds as they are written.
struct bound_texts {
    std::string least = {};
    std::string most = {};
};

bound_texts bounds_of(const value& c)
{
    if (const count* const n = std::get_if<count>(&c)) return {std::to_string(n->least), n->most ? std::to_string(*n->most) : std::string()};
    if (const number_bounds* const n = std::get_if<number_bounds>(&c)) return {number_text(n->least), number_text(n->most)};
    return {};
}

std::string text_of(const value& c)
{
    if (is_empty(c)) return {};
    if (const std::string* const text = std::get_if<std::string>(&c)) return *text;
    if (const std::int64_t* const n = std::get_if<std::int64_t>(&c)) return std::to_string(*n);
    const bound_texts b = bounds_of(c);
    return b.least == b.most && !b.least.empty() ? b.least : b.least + ".." + b.most;
}

/// Calls `take(name, suffix, what the cell says, whether that is a text)` for each column of a file: two for bounds. Without a row, for the head.
template <class Take>
void each_field(const table& t, const std::vector<value>* row, Take take)
{
    for (std::size_t i = 0; i < t.columns.size(); ++i) {
        const table_column& c = t.columns[i];
        const value nothing;
        const value& here = row != nullptr ? (*row)[i] : nothing;
        if (!c.bounds) {
            take(c.name, "", text_of(here), std::holds_alternative<std::string>(here));
            continue;
        }
        const bound_texts b = bounds_of(here);
        take(c.name, "_least", b.least, false);
        take(c.name, "_most", b.most, false);
    }
}

std::string csv_field(const std::string& text)
{
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string all = "\"";
    for (const char c : text) all.append(c == '"' ? 2 : 1, c);
    return all + "\"";
}

std::string csv_line(const std::vector<std::string>& fields) { return fmt::format("{}\r\n", fmt::join(fields, ",")); }

/// How many characters a text shows, taking each code point as one.
std::size_t width_of(std::string_view text)
{
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// A column as it is shown, under its head.
struct shown_column {
    std::vector<std::string> texts;
    bool to_the_right;
    std::size_t width = 0;

    std::string line(std::size_t row) const
    {
        const std::string room(width - width_of(texts[row]), ' ');
        return to_the_right ? room + texts[row] : texts[row] + room;
    }
};

std::vector<shown_column> shown_columns(const table& t)
{
    std::vector<shown_column> found;
    for (std::size_t i = 0; i < t.columns.size(); ++i) {
        if (std::all_of(t.rows.begin(), t.rows.end(), [&](const auto& row) { return is_empty(row[i]); })) continue;
        shown_column c{.texts = {std::string(t.columns[i].name)}, .to_the_right = t.columns[i].bounds};
        for (const auto& row : t.rows) c.texts.push_back(text_of(row[i]));
        for (const std::string& text : c.texts) c.width = std::max(c.width, width_of(text));
        found.push_back(std::move(c));
    }
    return found;
}

// Rows as cells.

value key_of(const view& v, actor_id a) { return a ? value(v.book().key(a)) : value(); }

value month_text(std::optional<std::chrono::year_month> m)
{
    return m ? value(fmt::format("{:04}-{:02}", static_cast<int>(m->year()), static_cast<unsigned>(m->month()))) : value();
}

double in_days(std::chrono::seconds t)
{
    constexpr double day = 86400;
    return t == std::chrono::seconds::max() ? std::numeric_limits<double>::infinity() : static_cast<double>(t.count()) / day;
}

value in_days(const std::optional<time_bounds>& t) { return t ? value(number_bounds{in_days(t->least), in_days(t->most)}) : value(); }

value if_any(const std::optional<number_bounds>& n) { return n ? value(*n) : value(); }

constexpr std::array<table_column, 3> group_columns{{{"from"}, {"to"}, {"month"}}};

/// The table of rows that are told apart as `grouping` says: `rest(row)` is what each has beside.
template <class Row, class Rest>
table grouped(const view& v, std::span<const Row> rows, std::initializer_list<table_column> columns, Rest rest)
{
    table t{.columns = {group_columns.begin(), group_columns.end()}};
    t.columns.insert(t.columns.end(), columns);
    for (const Row& r : rows) {
        t.rows.push_back({key_of(v, r.from), key_of(v, r.to), month_text(r.month)});
        for (value& c : rest(r)) t.rows.back().push_back(std::move(c));
    }
    return t;
}

}  // namespace

table table_of(const view& v, std::span<const request_row> rows)
{
    const std::initializer_list<table_column> columns{
        {"asked", true}, {"pending", true}, {"lapsed", true}, {"refused", true}, {"answered", true}, {"answer_rate", true}, {"days_to_answer", true}};
    return grouped(v, rows, columns, [](const request_row& r) {
        return std::vector<value>{r.asked, r.pending, r.lapsed, r.refused, r.answered, if_any(r.answer_rate()), in_days(r.to_answer)};
    });
}

table table_of(const view& v, std::span<const refusal_row> rows)
{
    return grouped(v, rows, {{"refused", true}, {"in_matters", true}, {"last"}}, [&](const refusal_row& r) {
        return std::vector<value>{r.refused, r.in_matters, v[r.last].on.text()};
    });
}

table table_of(const view& v, std::span<const silent_pair> rows)
{
    table t{.columns = {{"one"}, {"other"}, {"contacts", true}, {"last"}, {"days_silent"}, {"how"}}};
    for (const silent_pair& r : rows)
        t.rows.push_back({key_of(v, r.one), key_of(v, r.other), r.contacts, v[r.last].on.text(), std::int64_t{r.silent.count()},
            std::string(r.how == verdict::certainly ? "certainly" : "possibly")});
    return t;
}

table table_of(const view& v, std::span<const goldstein_row> rows)
{
    return grouped(v, rows, {{"contacts", true}, {"sum", true}}, [](const goldstein_row& r) { return std::vector<value>{r.contacts, r.sum}; });
}

std::string to_text(const table& t)
{
    const std::vector<shown_column> columns = shown_columns(t);
    std::string all;
    for (std::size_t row = 0; row <= t.rows.size(); ++row) {
        std::string line;
        for (const shown_column& c : columns) line += (line.empty() ? "" : "  ") + c.line(row);
        all += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
    }
    return all;
}

std::string to_csv(const table& t)
{
    std::vector<std::string> fields;
    each_field(
        t, nullptr, [&](std::string_view name, std::string_view suffix, const std::string&, bool) { fields.push_back(fmt::format("{}{}", name, suffix)); });
    std::string all = csv_line(fields);
    for (const auto& row : t.rows) {
        fields.clear();
        each_field(t, &row, [&](std::string_view, std::string_view, const std::string& text, bool) { fields.push_back(csv_field(text)); });
        all += csv_line(fields);
    }
    return all;
}

std::string to_jsonl(const table& t)
{
    jsonl::json_text all;
    for (const auto& row : t.rows) {
        char before = '{';
        each_field(t, &row, [&](std::string_view name, std::string_view suffix, const std::string& text, bool is_text) {
            all.put(std::exchange(before, ','));
            all.put_string(fmt::format("{}{}", name, suffix));
            all.put(':');
            if (text.empty()) all.put("null");
            else if (is_text) all.put_string(text);
            else all.put(text);
        });
        all.put("}\n");
    }
    return std::string(all.view());
}

}  // namespace demarche::inline v0
