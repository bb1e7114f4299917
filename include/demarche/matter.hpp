// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/contact.hpp>

// What a run of contacts is about, such as one request, and its legs: the part of each respondent.
//
//   const matter_id dinner = book.add(matter{.key = "dinner", .requester = austin, .respondents = {li, mnd}, .occasion = date{"2023-06-03"}});
//   book.add(contact{.key = "invited", .matter = dinner, .act = acts::request, .from = austin, .on = date{"2023-05-24"}});
//   book.add(contact{.key = "coming", .matter = dinner, .act = acts::accept, .from = li, .to = austin, .on = date{"2023-05-25"}});
//   for (const status& s : statuses(book.as_of(date{"2023-05-26"}), dinner)) fmt::print("{}\n", s);
//   // agreed since 2023-05-25, certain
//   // pending since 2023-05-24, certain; PRC Ministry of National Defense to answer; lapses after 2023-06-03

namespace demarche::inline v0 {

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
    std::string lifecycle = "meeting_request";  ///< of a name that `chronicle::lifecycles` does not have: then it has no legs, and is in no list
    std::string title = {};
    actor_id requester = {};
    std::vector<actor_id> respondents = {};  ///< may be empty: then it has no leg until one is delegated
    std::optional<date> occasion = {};  ///< its terms, until a contact proposes others
    std::optional<date> reply_by = {};
    actor_id venue = {};
    demarche::channel channel = {};
    std::optional<date> recorded = {};  ///< when you entered it; without it, `known_by` sees it at any date
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

}  // namespace demarche::inline v0
