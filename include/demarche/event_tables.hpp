// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/status.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

// Tables over a view, as the field asks for them. Library demarche::event_data.
//
//   fmt::print("{}", csv_head(request_row{}));
//   // from,to,month,asked,open,lapsed,refused,answered,answer_rate,days_to_answer
//   for (const request_row& r : requests_by_month(today)) fmt::print("{}", to_csv(today, r));
//   // austin,li,2023-05,1,1,0,0,0,0.000,0.0
//   // dod,mnd,2023-05,1,0,0,1,1,1.000,0.0

namespace demarche {

/// What became of the requests that one made of another in a month, as the view has it.
struct request_row {
    actor_id from = {};
    actor_id to = {};
    std::chrono::year_month month = {};  ///< of the opening contact
    std::uint64_t asked = 0;
    std::uint64_t open = 0;
    std::uint64_t lapsed = 0;
    std::uint64_t refused = 0;   ///< declined or reneged
    std::uint64_t answered = 0;  ///< by an accept, a decline, or by being held
    std::uint64_t days = 0;      ///< until these answers, together

    /// How many of those that are not open were answered; 0 where all are open.
    double answer_rate() const { return asked == open ? 0 : static_cast<double>(answered) / static_cast<double>(asked - open); }
    double days_to_answer() const { return answered == 0 ? 0 : static_cast<double>(days) / static_cast<double>(answered); }
    bool operator==(const request_row&) const = default;
};

/// By pair and month, in the order of keys, then of months. A status and an account for each leg of a meeting request that was opened by `when()`.
std::vector<request_row> requests_by_month(const view& standpoint);

/// A pair that was in contact again and again, and no more.
struct silent_pair {
    actor_id one = {};  ///< the one with the lesser key
    actor_id other = {};
    std::uint64_t contacts = 0;
    std::chrono::sys_days last = {};

    bool operator==(const silent_pair&) const = default;
};

/// Pairs with at least `least` contacts by `when()`, of which none in the last `quiet` days; the longest silent first. Contacts that are unknown or corrected
/// are left out. Linear in all contacts.
std::vector<silent_pair> gone_silent(const view& standpoint, std::uint64_t least, std::chrono::days quiet);

/// Lines of CSV (RFC 4180), and their heads.
std::string csv_head(const request_row&);
std::string csv_head(const silent_pair&);
std::string to_csv(const view& standpoint, const request_row& row);
std::string to_csv(const view& standpoint, const silent_pair& row);

}  // namespace demarche
