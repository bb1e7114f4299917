// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/status.hpp>

#include <string>
#include <vector>

// What pictures say of a contact, and of where the reader stands.

namespace demarche::inline v0::detail {

/// `decline by PRC Ministry of National Defense, 2023-05-29 (P)`: with the sources whose word stands, and whether it is disputed or supposed.
/// `both`: toward whom, too.
std::string brief_words(const view& v, contact_id c, bool both);
/// `, 2 times or more`; nothing of what happened once.
std::string how_often(const contact& c);
/// All that a reader may want to know: `refused: decline by PRC Ministry of National Defense to US Department of Defense, 2023-05-29. P asserts, on the
/// record.`
std::string full_words(const view& v, contact_id c);

/// The states that are possible, in the table's order.
std::vector<std::string> possible_names(const status& s);
/// The same in words: `pending`; of several, `pending or declined`; of every one, `any state`.
std::string state_words(const status& s);
/// `as of 2023-05-30, known by 2023-05-26, according to A alone`
std::string standpoint_words(const view& v);

}  // namespace demarche::inline v0::detail
