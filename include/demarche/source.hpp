// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/actor.hpp>
#include <demarche/date.hpp>

#include <variant>

// Who says so: a source is a document or channel with its date; a report is its word on one contact or tie.
//
//   const source_id gazette = book.add(source{.key = "gazette", .title = "No request was made", .published = date{"2023-05-28"}});
//   book.add(report{.on = asked, .source = gazette, .stance = stance::denies});
//   book.as_of(date{"2023-05-30"}).of(asked) == belief::disputed                                   // true
//   book.as_of(date{"2023-05-30"}).known_by(date{"2023-05-27"}).of(asked) == belief::asserted      // true

namespace demarche::inline v0 {

/// A document or channel that says something, with the date on which it was published.
struct source {
    std::string key = {};
    std::string title = {};
    std::string publisher = {};
    std::optional<date> published = {};
    std::string url = {};
    unknown_fields other = {};

    bool operator==(const source&) const = default;
};

/// What a report does with its contact or tie.
enum class stance { asserts, denies, retracts };

/// How a report knows.
enum class attribution { on_record, official, unnamed, machine_coded };

/// A source's word on one contact or tie.
struct report {
    std::variant<contact_id, tie_id> on = {};
    source_id source = {};
    demarche::stance stance = stance::asserts;
    std::optional<date> published = {};  ///< its own date; the source's, without
    std::optional<demarche::attribution> attribution = {};
    actor_id by = {};  ///< who is quoted
    unknown_fields other = {};

    bool operator==(const report&) const = default;
};

}  // namespace demarche::inline v0
