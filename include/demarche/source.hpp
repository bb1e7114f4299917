// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/actor.hpp>
#include <demarche/date.hpp>

#include <variant>

namespace demarche {

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

}  // namespace demarche
