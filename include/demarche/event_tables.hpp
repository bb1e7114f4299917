// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/cameo.hpp>
#include <demarche/detail/export.hpp>
#include <demarche/relation.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// The questions of the field, put to any view: what was asked and what became of it, who refuses whom, who has gone silent, conflict and cooperation. Each
// answer is a list of plain rows, and `table_of` makes a table of them that is written as text, as CSV or as JSON Lines.
//
//   for (const request_row& r : request_rows(today)) fmt::print("{} of {}: asked {}, pending {}\n", book.key(r.from), book.key(r.to), r.asked, r.pending);
//   // austin of li: asked 1, pending 1
//   // dod of mnd: asked 1, pending 0
//   for (const refusal_row& r : refusal_rows(today)) fmt::print("{} refused {}: {}\n", book.key(r.from), book.key(r.to), r.refused);
//   // mnd refused dod: 2..
//   const std::string csv = to_csv(table_of(today, refusal_rows(today, {.sides = true})));   // the same by sides, to be written to a file
//
// What is uncertain is within bounds. A count has at least what is so in every history, and at most what is so in some. A contact counts for sure where it is
// asserted and its date has passed by `when()`; it may count where it is disputed, or its date has begun. One that is unknown, corrected, toward nobody or by
// an actor toward itself does not count, and an event that was recorded in two matters counts once. Supposed contacts count.

namespace demarche::inline v0 {

/// By what rows are told apart. A month is that of the last instant by `when()` at which the contact can have happened.
struct grouping {
    bool from = true;    ///< by who asked, refused, acted
    bool to = true;      ///< by whom it was asked of, refused, acted toward
    bool month = false;  ///< of the asking contact, or of the contact itself
    /// With the topmost actors that they belong to then (`sides` in offices.hpp) in their place: in the row of each that may be it, as surely as it is. What is
    /// within one side is left out.
    bool sides = false;

    bool operator==(const grouping&) const = default;
};

/// A number known within bounds.
struct number_bounds {
    double least = 0;
    double most = 0;

    bool operator==(const number_bounds&) const = default;
};

/// What became of requests to meet: of legs of the lifecycle "meeting_request" that were, or may have been, opened by `when()`.
struct DEMARCHE_EXPORT request_row {
    actor_id from = {};  ///< the requester; names nothing where rows are not told apart by it, as the next two
    actor_id to = {};    ///< the respondent
    std::optional<std::chrono::year_month> month = {};
    count asked = {.least = 0, .most = 0};
    count pending = {.least = 0, .most = 0};  ///< unanswered: pending or acknowledged
    count lapsed = {.least = 0, .most = 0};
    count refused = {.least = 0, .most = 0};  ///< declined or reneged
    /// Those of which an answer of the respondent's is known, a late one too, or that were held: whatever has become of them since.
    count answered = {.least = 0, .most = 0};
    /// The median time from the asking contact to the answer, in the shown world, of those that certainly were answered, as the dates of the two allow: of an
    /// even number the lower and the upper one, `seconds::max()` where a date has no end. Empty where there are none.
    std::optional<time_bounds> to_answer = {};

    /// What part of those that are not pending were answered; empty where all may be pending.
    std::optional<number_bounds> answer_rate() const;
    bool operator==(const request_row&) const = default;
};
/// By the keys of `from` and `to`, then by month, as all rows here. The cost of a status and a replay for each leg.
DEMARCHE_EXPORT std::vector<request_row> request_rows(const view& standpoint, const grouping& by = {});

/// Contacts that refuse, be it in a matter or without one: of the acts decline and decline_counter, and events that stand for these (`event_act`).
struct refusal_row {
    actor_id from = {};
    actor_id to = {};
    std::optional<std::chrono::year_month> month = {};
    count refused = {.least = 0, .most = 0};
    count in_matters = {.least = 0, .most = 0};  ///< those of them that belong to a matter: there was something to refuse
    contact_id last = {};                        ///< the one of the latest date

    bool operator==(const refusal_row&) const = default;
};
/// Linear in all contacts.
DEMARCHE_EXPORT std::vector<refusal_row> refusal_rows(const view& standpoint, const grouping& by = {});

/// What is regular, and what is silent.
struct silence_options {
    std::uint64_t least = 6;        ///< regular is: this many contacts
    std::chrono::days within{365};  ///< in so many days up to the last of them
    std::chrono::days quiet{90};    ///< silent is: none for longer than that
    bool sides = false;             ///< as in `grouping`
};

/// A pair that was in contact regularly, and has gone silent.
struct silent_pair {
    actor_id one = {};  ///< the one with the lesser key
    actor_id other = {};
    count contacts = {.least = 0, .most = 0};  ///< in the days up to the last, whichever that is, with it
    contact_id last = {};                      ///< the last that happened for sure, or where none did may have
    std::chrono::days silent{};                ///< whole days since the latest instant of that
    verdict how = verdict::certainly;          ///< possibly where a contact may have come after that, or those before may be too few

    bool operator==(const silent_pair&) const = default;
};
/// The longest silent first, then by keys. n·log n in all contacts.
DEMARCHE_EXPORT std::vector<silent_pair> silent_pairs(const view& standpoint, const silence_options& options = {});

/// What contacts say of conflict and cooperation, on a scale.
struct goldstein_row {
    actor_id from = {};
    actor_id to = {};
    std::optional<std::chrono::year_month> month = {};
    count contacts = {.least = 0, .most = 0};  ///< those that have a value
    number_bounds sum = {};                    ///< of their values; infinite where a contact happened nobody knows how often

    bool operator==(const goldstein_row&) const = default;
};
/// Goldstein's value of the CAMEO event that a contact is, as ICEWS or as GDELT has it; of one that came from elsewhere, that of its act (`goldstein` in
/// relation.hpp: there the two have the same).
DEMARCHE_EXPORT contact_scale event_goldstein(goldstein_by whom);
/// Linear in all contacts.
DEMARCHE_EXPORT std::vector<goldstein_row> goldstein_rows(const view& standpoint, const contact_scale& scale, const grouping& by = {.month = true});

/// Rows as they are written. Every row has as many values as there are columns.
struct table {
    /// A cell: nothing, a word, a number, or bounds.
    using value = std::variant<std::monostate, std::string, std::int64_t, count, number_bounds>;
    /// A column: its head.
    struct column {
        std::string_view name;
        bool bounds = false;  ///< its values are bounds, or empty
    };

    std::vector<column> columns = {};
    std::vector<std::vector<value>> rows = {};
};

/// Actors by key, months as `2014-05`, contacts by their dates, times in days. Precondition: the rows are of that view.
DEMARCHE_EXPORT table table_of(const view& standpoint, std::span<const request_row> rows);
DEMARCHE_EXPORT table table_of(const view& standpoint, std::span<const refusal_row> rows);
DEMARCHE_EXPORT table table_of(const view& standpoint, std::span<const silent_pair> rows);
DEMARCHE_EXPORT table table_of(const view& standpoint, std::span<const goldstein_row> rows);

/// In columns, under a head, without those that are empty throughout. Bounds that differ are `1..2`; without an end, `1..`.
DEMARCHE_EXPORT std::string to_text(const table& t);
/// RFC 4180, with a head. Bounds are two columns, `asked_least` and `asked_most`; what is empty, or has no end, is empty.
DEMARCHE_EXPORT std::string to_csv(const table& t);
/// An object a line, with a member for each column of the CSV; what is empty, or has no end, is null.
DEMARCHE_EXPORT std::string to_jsonl(const table& t);

}  // namespace demarche::inline v0
