// SPDX-License-Identifier: BSL-1.0
#include "event_reader.hpp"

#include "tabs.hpp"
#include "text_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace demarche::inline v0::detail {

namespace {

static_assert(text_lines::padding >= tab_window);

constexpr std::size_t most_codes_of_file = 4096;
constexpr std::uint64_t progress_every = 65536;

bool is_blank(std::string_view line)
{
    return std::all_of(line.begin(), line.end(), [](char c) { return c == ' ' || c == '\t'; });
}

errc code_of(skip_reason why)
{
    switch (why) {
    case skip_reason::invalid_date: return errc::invalid_date;
    case skip_reason::not_text: return errc::invalid_utf8;
    case skip_reason::too_long: return errc::line_too_long;
    case skip_reason::wrong_columns: return errc::malformed_line;
    case skip_reason::too_many_codes: return errc::invalid_value;
    case skip_reason::no_event: return errc::unknown_key;
    default: return errc::missing_field;
    }
}

std::string_view trimmed(std::string_view text)
{
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

template <class Number>
std::optional<Number> whole_number(std::string_view text)
{
    Number n = 0;
    const auto [stop, wrong] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (wrong != std::errc() || stop != text.data() + text.size() || text.empty()) return {};
    return n;
}

}  // namespace

published_at published_in(std::string_view text)
{
    const auto day = day_in(text.size() == 14 ? text.substr(0, 8) : text);
    if (!day) return {};
    published_at found{.day = *day, .second = -1};
    const auto clock = text.size() == 14 ? whole_number<std::uint32_t>(text.substr(8)) : std::nullopt;
    if (!clock) return found;
    const std::uint32_t h = *clock / 10000;
    const std::uint32_t m = *clock / 100 % 100;
    const std::uint32_t s = *clock % 100;
    if (h < 24 && m < 60 && s < 60) found.second = static_cast<std::int32_t>(h * 3600 + m * 60 + s);
    return found;
}

/// A cell, trimmed as names are; empty where it stands for nothing.
inline std::string_view event_reader::cell(std::size_t column) const
{
    if (column == 0) return {};
    const std::string_view text = trimmed(cells_[column]);
    return !text.empty() && text == columns_->missing ? std::string_view() : text;
}

void event_reader::read(std::istream& in)
{
    into_.files.push_back(file_);
    here_.file = static_cast<std::uint32_t>(into_.files.size() - 1);
    text_lines lines(in, file_, into_.options.longest_line, into_.options.most_expansion);
    while (const auto line = lines.next()) {
        if (line->too_long) {
            ++into_.so_far.rows;
            skip({skip_reason::too_long}, {}, line->number);
            continue;
        }
        if (is_blank(line->text)) continue;
        if (!columns_) {
            begin(line->text, line->number);
            if (is_header(*columns_, cells_)) continue;
        }
        take(line->text, line->number);
    }
    settle_facts();
}

/// Only of a file that was read to its end: so what is known of actors from before need not be mended.
void event_reader::settle_facts()
{
    for (std::size_t a = 0; a < facts_.size(); ++a) into_.facts[a].take_in(facts_[a]);
}

void event_reader::begin(std::string_view line, std::uint64_t number)
{
    cells_.split(line);
    columns_ = columns_of(into_.options.format, cells_, into_.options.thread_column);
    if (!columns_)
        throw error(errc::unreadable, {.file = file_, .line = number, .column = 1},
            fmt::format("the first line is not that of a file of the format {}; name another format", to_text(into_.options.format)));
}

void event_reader::take(std::string_view line, std::uint64_t number)
{
    here_.line = number;
    if (++into_.so_far.rows % progress_every == 0 && into_.options.progress) into_.options.progress(into_.so_far.rows);
    event_row row;
    if (const auto refused = parse(line, row)) return skip(*refused, line, number);
    if (columns_->id != 0 && columns_->format != event_format::mentions && into_.options.reports) note_id();
    into_.all.push_back(row);
}

/// Remembers which row is to have the mentions of an event.
void event_reader::note_id()
{
    const auto id = whole_number<std::uint64_t>(cell(columns_->id));
    if (!id) return;
    into_.rows_of_ids.push_back({*id, static_cast<std::uint32_t>(into_.all.size())});
}

/// One more row of the event that it names.
std::optional<event_reader::refusal> event_reader::parse_mention(event_row& row)
{
    const auto id = whole_number<std::uint64_t>(cell(columns_->id));
    const auto known = id ? into_.row_of(*id) : std::nullopt;
    if (!known) return refusal{skip_reason::no_event, cells_[columns_->id]};
    see_source();
    row = into_.all[*known];
    row.report = 0;
    return parse_report(row);
}

std::optional<event_reader::refusal> event_reader::parse(std::string_view line, event_row& row)
{
    const event_columns& c = *columns_;
    cells_.split(line);
    if (cells_.count() < c.least || cells_.count() > c.most) return refusal{skip_reason::wrong_columns};
    if (c.format == event_format::mentions) return parse_mention(row);
    see(from_, c.from, c.from_id);
    see(to_, c.to, c.to_id);
    see_source();
    const auto day = day_(cell(c.date));
    if (!day) return refusal{skip_reason::invalid_date, cells_[c.date]};
    row.day = *day;
    if (auto r = parse_code(row)) return r;
    if (auto r = parse_name(from_, skip_reason::no_source)) return r;
    if (auto r = parse_name(to_, skip_reason::no_target)) return r;
    if (from_.same(to_)) return refusal{skip_reason::self, cells_[c.to]};
    expect_facts(from_);
    expect_facts(to_);
    if (const std::string_view thread = cell(c.thread); !thread.empty()) {
        if (!is_text_here(thread)) return refusal{skip_reason::not_text, thread};
        row.thread = into_.threads.number_of(thread) + 1;
    }
    if (auto r = parse_report(row)) return r;
    take_actors(row);
    return {};
}

std::optional<event_reader::refusal> event_reader::parse_code(event_row& row)
{
    const event_columns& c = *columns_;
    std::string_view text = cell(c.code);
    if (const std::string_view mode = cell(c.mode); !mode.empty() && !text.empty()) {
        code_room_.assign(text).append("/").append(mode);
        text = code_room_;
    }
    auto number = known_code(text);
    if (!number) {
        if (c.format == event_format::benchmark) text = normalised(text, room_);
        if (text.empty()) return refusal{skip_reason::no_code, cells_[c.code]};
        number = add_code(text);
    }
    if (!number && is_text(text)) return refusal{skip_reason::too_many_codes, cells_[c.code]};
    if (!number) return refusal{skip_reason::not_text, cells_[is_text(cells_[c.code]) ? c.mode : c.code]};
    row.code = *number;
    return {};
}

std::optional<std::uint16_t> event_reader::known_code(std::string_view text) const
{
    const auto known = code_texts_.find(text);
    return known ? std::optional(code_numbers_[*known]) : std::nullopt;
}

/// The number of a code that may be new. Empty where the text is none, or there are too many.
std::optional<std::uint16_t> event_reader::add_code(std::string_view text)
{
    if (const auto known = known_code(text)) return known;
    if (code_texts_.size() >= most_codes_of_file || !is_text(text)) return {};
    const correlation& rule = into_.options.correlation;
    const event_code_entry entry = columns_->format == event_format::polecat     ? entry_of_plover(text)
                                   : columns_->format == event_format::benchmark ? entry_of_relation(text, rule)
                                                                                 : entry_of_cameo(text, rule);
    if (into_.codes.size() == most_codes && !into_.codes.find(entry.text)) return {};
    const std::uint32_t number = into_.codes.number_of(entry.text);
    if (number >= into_.entries.size()) into_.entries.push_back(entry);
    code_texts_.number_of(text);
    code_numbers_.push_back(static_cast<std::uint16_t>(number));
    return code_numbers_.back();
}

/// Looks at a name, and asks for the memory that finding it takes.
void event_reader::see(name_seen& name, std::size_t column, std::size_t code_column)
{
    name.written = code_column != 0 && cell(column).empty() ? cell(code_column) : cells_[column];
    name.hash = hash_of(name.written);
    into_.actors.prefetch(name.hash);
}

std::optional<event_reader::refusal> event_reader::parse_name(name_seen& name, skip_reason without)
{
    // Most are written as they are matched.
    name.known = into_.actors.find(name.written, name.hash);
    if (name.known) return {};
    name.key = normalised(name.written, name.room);
    if (name.key.empty() || name.key == columns_->missing) return refusal{without, name.written};
    if (name.key != name.written) name.known = into_.actors.find(name.key);
    if (!name.known && !is_text_here(name.key)) return refusal{skip_reason::not_text, name.written};
    return {};
}

std::uint32_t event_reader::number_of(const name_seen& name)
{
    if (name.known) return *name.known;
    into_.facts.push_back({.written = name.written == name.key ? std::string() : std::string(name.written), .named = here_});
    return into_.actors.number_of(name.key);
}

/// Only those of a row that is not skipped.
void event_reader::take_actors(event_row& row)
{
    const event_columns& c = *columns_;
    row.from = number_of(from_);
    row.to = number_of(to_);
    if ((c.from_id | c.from_side | c.to_id | c.to_side) == 0) return;
    add_facts(row.from, cell(c.from_id), cell(c.from_side));
    add_facts(row.to, cell(c.to_id), cell(c.to_side));
}

/// Asks for the memory that adding facts of it takes.
void event_reader::expect_facts(const name_seen& name) const
{
    if (name.known && *name.known < said_.size()) fetch(&said_[*name.known]);
}

void event_reader::add_facts(std::uint32_t actor, std::string_view code, std::string_view side)
{
    if (code.empty() && side.empty()) return;
    if (said_.size() <= actor) {
        said_.resize(into_.actors.size());
        facts_.resize(into_.actors.size());
    }
    said_facts& said = said_[actor];
    if (said.are(code, side)) return;
    if (is_text_here(code)) facts_[actor].add_id(columns_->scheme, code);
    if (is_text_here(side)) facts_[actor].add_side(side, here_);
    said.keep(code, side);
}

/// Looks at the source, and asks for the memory that finding it takes. Rows of one story mostly follow one another.
void event_reader::see_source()
{
    const event_columns& c = *columns_;
    if (!has_reports()) return;
    source_seen& s = from_source_;
    s.story = cell(c.story);
    s.publisher = cell(c.publisher);
    s.key = s.address = cell(c.address);
    if (!s.story.empty() || s.address.empty()) {
        s.room.assign(c.format == event_format::mentions ? to_text(event_format::gdelt2) : to_text(c.format));
        if (const std::string_view named = s.story.empty() ? s.publisher : s.story; !named.empty()) s.room.append(":").append(named);
        s.key = s.room;
    }
    s.is_last = source_ < into_.sources.size() && same_text(into_.sources[source_], s.key);
    if (s.is_last) return;
    s.hash = hash_of(s.key);
    into_.sources.prefetch(s.hash);
}

std::optional<event_reader::refusal> event_reader::parse_report(event_row& row)
{
    const event_columns& c = *columns_;
    if (!has_reports()) return {};
    for (const std::string_view text : {from_source_.story, from_source_.publisher, from_source_.address})
        if (!is_text_here(text)) return refusal{skip_reason::not_text, text};
    row_report r{.source = source_numbered(from_source_), .sentence = whole_number<std::uint32_t>(cell(c.sentence)).value_or(0)};
    r.published = published_(cell(c.published));
    into_.reports.push_back(r);
    row.report = static_cast<std::uint32_t>(into_.reports.size());
    return {};
}

/// The number of a source that may be new.
std::uint32_t event_reader::source_numbered(const source_seen& s)
{
    if (s.is_last) return source_;
    source_ = into_.sources.number_of(s.key, s.hash);
    if (source_ == into_.facts_of_sources.size())
        into_.facts_of_sources.push_back({.publisher = into_.publishers.number_of(s.publisher), .at_key = s.key == s.address});
    return source_;
}

void event_reader::skip(const refusal& r, std::string_view line, std::uint64_t number)
{
    const bool within = !line.empty() && r.cell.data() >= line.data() && r.cell.data() <= line.data() + line.size();
    const place where{
        .file = file_, .line = number, .column = within && r.cell.data() != nullptr ? static_cast<std::size_t>(r.cell.data() - line.data()) + 1 : 1};
    if (into_.options.strict && r.why != skip_reason::self)
        throw error(code_of(r.why), where, fmt::format("{}; correct the row, or load without strict to have it counted", to_text(r.why)));
    load_report::skips& those = into_.so_far.by_reason[static_cast<std::size_t>(r.why)];
    ++those.rows;
    if (those.first.size() < most_places) those.first.push_back(where);
}

}  // namespace demarche::inline v0::detail
