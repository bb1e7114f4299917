// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "hand_fold.hpp"

#include <memory>

struct sqlite3;
struct sqlite3_stmt;

// The ledger in SQLite, in memory, as a careful user would keep it: covering indexes on thread and date and on the pair, the episodes of every
// leg's status worked out beforehand in a table of their own, statements prepared once, one transaction.

namespace performance {

class by_sqlite {
public:
    /// The actors and matters, without a contact.
    explicit by_sqlite(const ledger& l);
    void append(const ledger& l, std::span<const std::uint32_t> order);
    /// Works out the episodes; call it once, after `append`.
    void make_episodes();

    standing state_of(std::uint32_t matter, int day);
    std::vector<std::uint32_t> pending(int day);
    /// Episodes know one clock only: this folds what the index on thread and date has.
    std::vector<std::uint32_t> pending(int day, int known);
    int last_held(std::uint32_t a, std::uint32_t b, int day);
    std::vector<std::uint32_t> awaiting(std::uint32_t actor, int day);

private:
    struct closer {
        void operator()(sqlite3* db) const;
        void operator()(sqlite3_stmt* s) const;
    };
    using statement = std::unique_ptr<sqlite3_stmt, closer>;

    void run(const char* sql);
    statement prepare(const char* sql);
    std::vector<std::uint32_t> numbers(sqlite3_stmt* s);
    void put_episodes(std::uint32_t matter, std::span<const dated_deed> contacts, sqlite3_stmt* insert);
    int reply_by(std::uint32_t matter);

    std::unique_ptr<sqlite3, closer> db_;
    statement state_of_;
    statement pending_;
    statement known_contacts_;
    statement reply_by_;
    statement last_held_;
    statement awaiting_;
};

}  // namespace performance
