// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "by_adjacency_list.hpp"
#include "by_demarche.hpp"
#include "by_sqlite.hpp"

#include <cstddef>

// The three sides over one ledger, and whether they give the same answers.

namespace performance {

struct sides {
    by_demarche& demarche;
    by_sqlite& sqlite;
    by_adjacency_list& adjacency_list;
};

/// How many random questions of each kind to ask.
struct how_many {
    std::size_t points = 20'000;
    std::size_t lists = 20;
};

/// Asks all sides the same. Throws std::runtime_error, which shows the question and every side's answer, where two differ.
void compare_answers(const ledger& l, sides all, how_many questions);

/// The windows of a year that begin on `first`, as demarche's graph and as adjacency lists that hold no more.
void compare_windows(const ledger& l, const by_demarche& demarche, int first);

}  // namespace performance
