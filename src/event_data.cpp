// SPDX-License-Identifier: BSL-1.0
#include <demarche/event_data.hpp>

#include "event_reader.hpp"
#include "event_recorder.hpp"

#include <fmt/format.h>

#include <fstream>

namespace demarche::inline v0 {

namespace {

using detail::inferred;
using detail::inferred_again;

void check_room_for_codes(const detail::event_rows& mine, const detail::event_rows& theirs)
{
    constexpr std::size_t most = detail::most_codes;
    std::size_t all = mine.codes.size();
    for (std::size_t c = 0; c < theirs.codes.size(); ++c) all += !mine.codes.find(theirs.codes[c]);
    if (all > most) throw error(errc::invalid_value, {}, fmt::format("the two logs have {} codes, and at most {} are told apart; record them into two chronicles", all, most));
}

void add_places(std::vector<place>& to, const std::vector<place>& more)
{
    for (const place& where : more)
        if (to.size() < detail::most_places) to.push_back(where);
}

constexpr std::array<std::string_view, 7> format_words{"auto", "benchmark", "gdelt1", "gdelt2", "icews", "polecat", "mentions"};
constexpr std::array<std::string_view, skip_reasons> reason_words{"wrong number of columns", "no date", "no source", "no target", "no code",
    "an actor toward itself", "no UTF-8 text", "line too long", "too many codes", "no such event"};

}  // namespace

std::string_view to_text(event_format format) { return format_words[static_cast<std::size_t>(format)]; }

std::optional<event_format> event_format_of(std::string_view text)
{
    for (std::size_t f = 0; f < format_words.size(); ++f)
        if (format_words[f] == text) return static_cast<event_format>(f);
    return {};
}

std::string_view to_text(skip_reason why) { return reason_words[static_cast<std::size_t>(why)]; }

void load_report::take_in(const load_report& other)
{
    for (const auto field : {&load_report::rows, &load_report::contacts, &load_report::merged, &load_report::mirrored, &load_report::further,
             &load_report::actors, &load_report::matters, &load_report::reports, &load_report::ties})
        this->*field += other.*field;
    for (std::size_t r = 0; r < skip_reasons; ++r) {
        by_reason[r].rows += other.by_reason[r].rows;
        add_places(by_reason[r].first, other.by_reason[r].first);
    }
    circular.ties += other.circular.ties;
    add_places(circular.first, other.circular.first);
}

event_log::event_log(event_options options) : held_(std::make_unique<detail::event_rows>(std::move(options))) {}
event_log::event_log(event_log&&) noexcept = default;
event_log& event_log::operator=(event_log&&) noexcept = default;
event_log::~event_log() = default;

void event_log::read(std::istream& in, const std::string& file)
{
    detail::event_rows::extent before = held_->size();
    try {
        detail::event_reader(*held_, file).read(in);
    } catch (...) {
        held_->shrink_to(std::move(before));
        throw;
    }
}

void event_log::read(const std::filesystem::path& file)
{
    std::error_code unknown;
    if (std::filesystem::is_directory(file, unknown)) throw error(errc::unreadable, {.file = file.string()}, "this is a directory; name a file in it");
    std::ifstream in(file, std::ios::binary);
    if (!in) throw error(errc::unreadable, {.file = file.string()}, "the file cannot be opened; does it exist?");
    read(in, file.string());
}

void event_log::merge(const event_log& other)
{
    detail::event_rows& mine = *held_;
    const detail::event_rows& theirs = *other.held_;
    check_room_for_codes(mine, theirs);
    const auto files_before = static_cast<std::uint32_t>(mine.files.size());
    // They may be the same.
    const std::vector<std::string> their_files = theirs.files;
    const load_report their_report = theirs.so_far;
    mine.files.insert(mine.files.end(), their_files.begin(), their_files.end());
    std::vector<std::uint32_t> actors;
    for (std::size_t a = 0; a < theirs.actors.size(); ++a) {
        actors.push_back(mine.actors.number_of(theirs.actors[a]));
        detail::actor_facts facts = theirs.facts[a];
        facts.named.file += files_before;
        facts.sided.file += files_before;
        if (actors.back() == mine.facts.size()) mine.facts.push_back(std::move(facts));
        else mine.facts[actors.back()].take_in(facts);
    }
    std::vector<std::uint32_t> codes;
    for (std::size_t c = 0; c < theirs.codes.size(); ++c) {
        codes.push_back(mine.codes.number_of(theirs.codes[c]));
        if (codes.back() == mine.entries.size()) mine.entries.push_back(theirs.entries[c]);
    }
    std::vector<std::uint32_t> sources;
    for (std::size_t s = 0; s < theirs.sources.size(); ++s) {
        sources.push_back(mine.sources.number_of(theirs.sources[s]));
        if (sources.back() != mine.facts_of_sources.size()) continue;
        const detail::source_facts& facts = theirs.facts_of_sources[s];
        mine.facts_of_sources.push_back({.publisher = mine.publishers.number_of(theirs.publishers[facts.publisher]), .at_key = facts.at_key});
    }
    const auto reports_before = static_cast<std::uint32_t>(mine.reports.size());
    theirs.reports.each([&](detail::row_report r) {
        r.source = sources[r.source];
        mine.reports.push_back(r);
    });
    theirs.rows_of_ids.each([&](detail::row_of_id known) { mine.rows_of_ids.push_back({known.id, static_cast<std::uint32_t>(mine.all.size() + known.row)}); });
    theirs.all.each([&](detail::event_row r) {
        r.from = actors[r.from];
        r.to = actors[r.to];
        r.code = static_cast<std::uint16_t>(codes[r.code]);
        if (r.report != 0) r.report += reports_before;
        if (r.thread != 0) r.thread = mine.threads.number_of(theirs.threads[r.thread - 1]) + 1;
        mine.all.push_back(r);
    });
    mine.so_far.take_in(their_report);
}

load_report event_log::record(chronicle& book) const { return detail::event_recorder(*held_, book).record(); }

load_report load_events(chronicle& book, std::istream& in, const event_options& options)
{
    event_log log(options);
    log.read(in);
    return log.record(book);
}

load_report load_events(chronicle& book, const std::filesystem::path& file, const event_options& options)
{
    return load_events(book, std::span(&file, 1), options);
}

load_report load_events(chronicle& book, std::span<const std::filesystem::path> files, const event_options& options)
{
    event_log log(options);
    for (const std::filesystem::path& file : files) log.read(file);
    return log.record(book);
}

matter_totals total(std::span<const status> of)
{
    matter_totals sum;
    for (const status& s : of) {
        if (s.state == state_id::none || s.table->name != lifecycles::meeting_request.name) continue;
        ++sum.matters;
        ++(s.state == meeting::held         ? sum.held
            : s.state == meeting::declined  ? sum.declined
            : s.state == meeting::withdrawn ? sum.withdrawn
            : s.state == meeting::lapsed    ? sum.lapsed
            : s.state == meeting::agreed    ? sum.agreed
            : (*s.table)[s.state].open      ? sum.open
                                            : sum.other);
    }
    return sum;
}

matter_totals total(const view& standpoint)
{
    const std::vector<leg> all = legs(standpoint);
    std::vector<status> found(all.size());
    statuses(standpoint, all, found);
    return total(found);
}

}  // namespace demarche::inline v0
