// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/contact.hpp>

namespace demarche {

/// What a measure does not reach: whatever all of the fields that it has cover.
struct exemption {
    actor_id actor = {};
    demarche::act act = {};
    std::optional<date> during = {};
    std::string note = {};
    unknown_fields other = {};

    bool operator==(const exemption&) const = default;
};

/// What a run of contacts is about: one request, one sanction, one appointment. It has a leg for each respondent.
struct matter {
    std::string key = {};
    std::string lifecycle = "meeting_request";
    std::string title = {};
    actor_id requester = {};
    std::vector<actor_id> respondents = {};
    std::optional<date> occasion = {};  ///< its terms, until a contact proposes others
    std::optional<date> reply_by = {};
    actor_id venue = {};
    demarche::channel channel = {};
    std::optional<date> recorded = {};
    std::vector<exemption> exemptions = {};
    unknown_fields other = {};

    bool operator==(const matter&) const = default;
};

/// One respondent's part of a matter: an invitation to five people has five legs.
struct leg {
    matter_id matter = {};
    actor_id respondent = {};

    friend auto operator<=>(const leg&, const leg&) = default;
};

}  // namespace demarche
