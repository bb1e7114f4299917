// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/export.hpp>
#include <demarche/chronicle.hpp>
#include <demarche/diff.hpp>
#include <demarche/episodes.hpp>
#include <demarche/explanation.hpp>
#include <demarche/measures.hpp>
#include <demarche/offices.hpp>
#include <demarche/status.hpp>

#include <filesystem>
#include <iosfwd>

// The chronicle file: JSON Lines (https://jsonlines.org), UTF-8, one record a line. Library demarche::jsonl.
//
//   const chronicle book = jsonl::load("shangri_la.jsonl");
//   fmt::print("{}\n", jsonl::to_json(today, holder(today, minister)));
//   // {"what":"held","who":[{"actor":"li","how":"certainly","by":["li-defmin"]}]}
//   const auto refused = jsonl::try_load("nowhere.jsonl");
//   if (!refused) fmt::print("{}\n", refused.error().what());   // nowhere.jsonl: the file cannot be opened; does it exist?
//
// Tables are no part of the file. Of the lifecycles that do not come with the library, tell the chronicle by `use`, before `read` or after `load`; until then
// their matters have no legs and are in no list, and `chronicle::lifecycle_of` gives null:
//
//   chronicle sales = jsonl::load("sales_follow_up.jsonl");
//   const view june = sales.as_of(date{"2023-06-12"});
//   legs(june).size()                                     // 0
//   const lifecycle_file follow_up = load_lifecycle("sales_follow_up.tsv");
//   sales.use(follow_up);
//   legs(june).size()                                     // 4
//
// Nor is it an error where an act is not in its table, a field is none that the library knows, or an actor is of neither side. "What an answer means", under
// "The record", has a few lines that list all of these.

namespace demarche::inline v0::jsonl {

/// What to take for an error, and how to name the file in one.
struct read_options {
    std::size_t longest_line = std::size_t{16} << 20;  ///< in bytes; a longer line is an error
    std::string file = {};                             ///< the name that errors give
};

/// Adds the records of a file to `book`; matters follow the tables that `book` knows, or comes to know. Records may name others of the same file that come
/// later. Where no record has `seq`, each takes its line number, after what `book` has. Blank lines are passed over. A record that `book` has already, with the
/// same content, is one record. Linear in the text and, where `book` is not empty, in `book`, whose views end. One line is held in memory at a time, beside the records.
/// Throws `error`, with line, column and field, and leaves `book` as it was: malformed_line (a truncated last line too), invalid_utf8,
/// line_too_long, missing_field, wrong_type, invalid_date, invalid_value, unknown_key, duplicate_key, cycle, clock_act, unreadable.
DEMARCHE_EXPORT void read(std::istream& in, chronicle& book, const read_options& options = {});
/// The same, without the exception: the error, if there was one.
DEMARCHE_EXPORT std::optional<error> try_read(std::istream& in, chronicle& book, const read_options& options = {});

/// The chronicle in a file, which knows the tables that come with the library; `use` adds others.
DEMARCHE_EXPORT chronicle load(const std::filesystem::path& file);
DEMARCHE_EXPORT result<chronicle> try_load(const std::filesystem::path& file);

/// A contact from a line of a chronicle file, for `view::with`; it may go without `type` and `key`, and names what the view sees or supposes.
/// Throws `error`, with column and field, as `read` does. Linear in the text.
DEMARCHE_EXPORT contact parse_contact(const view& standpoint, std::string_view text);
DEMARCHE_EXPORT result<contact> try_parse_contact(const view& standpoint, std::string_view text);

/// Writes every record, a line each, in record order; with `seq` unless it is everywhere the line's number. Reading it back gives the same chronicle.
/// Throws `error` (`errc::unreadable`) where `out` fails.
DEMARCHE_EXPORT void write(std::ostream& out, const chronicle& book);

/// `text` as a JSON string, in quotes.
DEMARCHE_EXPORT std::string json_string(std::string_view text);
/// A leg's account as one JSON object, with keys and EDTF texts: matter, respondent, state, certain, possible, why_uncertain, unanswered, awaiting,
/// since, lapses, attempts, reminders, evidence, diagnostics. Precondition: it was asked of that view.
DEMARCHE_EXPORT std::string to_json(const view& standpoint, const account& of);
/// A change from one view to another: matter, respondent, before and after (each the fields of a status, from matter to reminders, or null where the leg is not
/// shown), and its causes: matter_recorded; contacts (each contact, before and after: null, or belief, corrected, in_leg, happened, for_requester,
/// for_respondent); ties; reports (each on, source, stance, published: null where it has no date); clock (each act, at, in: `before` or `after`).
/// Precondition: it is of these views.
DEMARCHE_EXPORT std::string to_json(const view& before, const view& after, const change& of);
/// A disagreement: matter, respondent, statuses (by perspective, each the fields of a status, or null); contacts (each contact, standings by perspective, as
/// above, and reports); ties; reports_on_ties. Precondition: it was asked of that view.
DEMARCHE_EXPORT std::string to_json(const view& standpoint, const disagreement& of);
/// An episode of a leg: begin, end (the first and the last second, `..` where there is none), at_end_of_time (whether it is that instant alone), and the fields
/// of its status, from matter to reminders. Precondition: it was asked of that view, as of the next.
DEMARCHE_EXPORT std::string to_json(const view& standpoint, const episode& of);
/// A revision of an answer: begin, end, needs_undated (whether it holds only once reports without a date count), by, and the fields of its status. Each of
/// `by` has type, and of a report on, source, stance, published (null where it has no date), of another thing key.
DEMARCHE_EXPORT std::string to_json(const view& standpoint, const revision& of);
/// An explanation as one JSON object, with keys, EDTF texts and instants: the fields of its status, from matter to reminders, then
///   steps: contact, act, folded_as, actor, on, at, before, after, effect (go, record, stale, out_of_protocol, go_out_of_protocol, attempt, prior), disputed,
///     diagnostics, reports; contact, actor and on are null where the clock acts;
///   left_out: contact, act, actor, on, why (the words of `omission_kind`), corrected_by, reports;
///   witnesses: state, contacts, each with contact, at (null where it did not happen), as_shown; and all_witnesses;
///   settled_by: contact, question (date or dispute); and settling_known.
/// Each of the reports has source, stance, attribution and by, the last two perhaps null. Precondition: it was asked of that view.
DEMARCHE_EXPORT std::string to_json(const view& standpoint, const explanation& of);
/// A candidate: actor, how (certainly or possibly), by (ties). Precondition: it was asked of that view, as of the next three.
DEMARCHE_EXPORT std::string to_json(const view& standpoint, const candidate& of);
/// Who holds an office: what (held, vacant, several, unknown), who (candidates, as above).
DEMARCHE_EXPORT std::string to_json(const view& standpoint, const holding& of);
/// A measure: matter, respondent, in_force and reaches (certainly, possibly, impossibly; in_force is null where its lifecycle has no known table), status (the
/// fields of a status, or null).
DEMARCHE_EXPORT std::string to_json(const view& standpoint, const measure& of);
/// An obstacle: matter, in_force, exempt, legs (measures, as above), exemptions (each number, counted from 0, and how), cited and contested (each contact, by, on,
/// how, side).
DEMARCHE_EXPORT std::string to_json(const view& standpoint, const obstacle& of);

}  // namespace demarche::inline v0::jsonl
