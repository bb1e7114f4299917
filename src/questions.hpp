// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "docket.hpp"

#include <demarche/explanation.hpp>

#include <optional>

// What one would have to find out, so that a leg has one state.

namespace demarche::inline v0::detail {

/// The fewest questions that settle the state of a leg by `when`, the first such set by record order; none where `most` partial pairs of worlds, or 64
/// questions in all, do not suffice to tell.
///
/// Two worlds are told apart by the questions to which they have two answers: whether a contact happened, or, where both have it, when. A set of questions
/// settles the leg if it tells apart every two worlds with two outcomes: it hits all of the sets of questions that do. Such a pair is searched for that the
/// questions so far do not tell apart, and that the fewest do; as long as there is one, the least set that hits all that were found is the next to try.
std::optional<std::vector<open_question>> find_questions(const leg_record& leg, const lifecycle& table, instant when, std::size_t most);

}  // namespace demarche::inline v0::detail
