// SPDX-License-Identifier: BSL-1.0
#include "agreement.hpp"

#include <fmt/core.h>

#include <cstdlib>
#include <exception>

// Whether demarche, SQLite and an adjacency_list answer alike over a ledger of as many contacts as the argument says, in order and with late
// ones. Takes no time.

namespace {

void compare(const performance::ledger& l, const std::vector<std::uint32_t>& order)
{
    performance::by_demarche demarche(l);
    performance::by_sqlite sqlite(l);
    performance::by_adjacency_list adjacency_list(l);
    demarche.append(l, order);
    sqlite.append(l, order);
    sqlite.make_episodes();
    adjacency_list.append(l, order);
    performance::compare_answers(l, {demarche, sqlite, adjacency_list}, {.points = 10'000, .lists = 10});
    performance::compare_windows(l, demarche, performance::days_of_requests / 2);
}

}  // namespace

int main(int argc, char** argv)
{
    try {
        const auto contacts = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 20'000;
        const performance::ledger l = performance::make_ledger(contacts);
        compare(l, performance::in_order(l));
        compare(l, performance::with_late_ones(l));
        fmt::print("demarche, SQLite and the adjacency_list agree on {} contacts of {} matters\n", l.contacts(), l.matters());
        return EXIT_SUCCESS;
    } catch (const std::exception& why) {
        fmt::print(stderr, "{}\n", why.what());
        return EXIT_FAILURE;
    }
}
