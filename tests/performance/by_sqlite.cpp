// SPDX-License-Identifier: BSL-1.0
#include "by_sqlite.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <stdexcept>
#include <string>

namespace performance {

namespace {

constexpr const char* tables = R"(
    CREATE TABLE matter(id INTEGER PRIMARY KEY, requester INTEGER, respondent INTEGER, reply_by INTEGER);
    CREATE TABLE contact(id INTEGER PRIMARY KEY, matter INTEGER, act INTEGER, source INTEGER, target INTEGER, day INTEGER, known INTEGER);
    CREATE INDEX contact_by_matter ON contact(matter, day, act, known);
    CREATE INDEX contact_by_pair ON contact(min(source, target), max(source, target), act, day);
    CREATE TABLE episode(matter INTEGER, first INTEGER, last INTEGER, state INTEGER, possible INTEGER, since INTEGER, by_clock INTEGER,
                         unanswered INTEGER, awaiting INTEGER, PRIMARY KEY(matter, first)) WITHOUT ROWID;
)";
constexpr const char* episode_indexes = R"(
    CREATE INDEX episode_unanswered ON episode(first, last, matter, unanswered) WHERE unanswered;
    CREATE INDEX episode_awaiting ON episode(awaiting, first, last, matter) WHERE awaiting IS NOT NULL;
)";

void check(bool ok, sqlite3* db)
{
    if (!ok) throw std::runtime_error(std::string("SQLite: ") + sqlite3_errmsg(db));
}

template <class... Values>
void bind(sqlite3_stmt* s, Values... values)
{
    int at = 0;
    (sqlite3_bind_int64(s, ++at, static_cast<sqlite3_int64>(values)), ...);
}

bool next(sqlite3_stmt* s)
{
    const int code = sqlite3_step(s);
    check(code == SQLITE_ROW || code == SQLITE_DONE, sqlite3_db_handle(s));
    return code == SQLITE_ROW;
}

void insert_row(sqlite3_stmt* s)
{
    next(s);
    sqlite3_reset(s);
}

std::uint32_t number(sqlite3_stmt* s, int column) { return static_cast<std::uint32_t>(sqlite3_column_int64(s, column)); }

/// After any other of the ledger's acts a leg is not unanswered.
bool leaves_unanswered(deed last)
{
    return last == deed::request || last == deed::reiterate || last == deed::acknowledge || last == deed::accept_counter;
}

}  // namespace

void by_sqlite::closer::operator()(sqlite3* db) const { sqlite3_close_v2(db); }
void by_sqlite::closer::operator()(sqlite3_stmt* s) const { sqlite3_finalize(s); }

by_sqlite::by_sqlite(const ledger& l)
{
    sqlite3* db = nullptr;
    const int opened = sqlite3_open_v2(":memory:", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
    db_.reset(db);
    check(opened == SQLITE_OK, db);
    run("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;");
    run(tables);
    run("BEGIN");
    const statement insert = prepare("INSERT INTO matter VALUES(?, ?, ?, ?)");
    for (std::size_t m = 0; m < l.matters(); ++m) {
        bind(insert.get(), m, l.requester[m], l.respondent[m], l.reply_by[m]);
        insert_row(insert.get());
    }
    run("COMMIT");
}

void by_sqlite::append(const ledger& l, std::span<const std::uint32_t> order)
{
    const statement insert = prepare("INSERT INTO contact(matter, act, source, target, day, known) VALUES(?, ?, ?, ?, ?, ?)");
    run("BEGIN");
    for (std::uint32_t c : order) {
        bind(insert.get(), l.matter[c], static_cast<int>(l.does[c]), l.from[c], l.to[c], l.day[c], l.known[c]);
        insert_row(insert.get());
    }
    run("COMMIT");
}

void by_sqlite::make_episodes()
{
    run("BEGIN");
    reply_by_ = prepare("SELECT reply_by FROM matter WHERE id = ?");
    {
        const statement insert = prepare("INSERT INTO episode SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, "
                                         "CASE ?9 WHEN 1 THEN respondent WHEN 2 THEN requester END FROM matter WHERE id = ?1");
        const statement all = prepare("SELECT matter, act, day FROM contact ORDER BY matter, day");
        std::vector<dated_deed> contacts;
        std::uint32_t matter = 0;
        while (next(all.get())) {
            if (const std::uint32_t of = number(all.get(), 0); of != matter) {
                put_episodes(matter, contacts, insert.get());
                contacts.clear();
                matter = of;
            }
            contacts.push_back({static_cast<deed>(sqlite3_column_int(all.get(), 1)), sqlite3_column_int(all.get(), 2)});
        }
        put_episodes(matter, contacts, insert.get());
    }
    run(episode_indexes);
    run("COMMIT; ANALYZE;");

    state_of_ = prepare("SELECT state, possible, since, by_clock FROM episode WHERE matter = ? AND first <= ? ORDER BY first DESC LIMIT 1");
    pending_ = prepare("SELECT matter FROM episode INDEXED BY episode_unanswered WHERE unanswered AND first <= ?1 AND last >= ?1");
    known_contacts_ = prepare("SELECT matter, act, day FROM contact INDEXED BY contact_by_matter WHERE day <= ? AND known <= ? ORDER BY matter, day");
    last_held_ = prepare("SELECT day FROM contact INDEXED BY contact_by_pair "
                         "WHERE min(source, target) = ? AND max(source, target) = ? AND act = ? AND day <= ? ORDER BY day DESC LIMIT 1");
    awaiting_ = prepare("SELECT matter FROM episode INDEXED BY episode_awaiting WHERE awaiting = ? AND first <= ?2 AND last >= ?2");
}

void by_sqlite::put_episodes(std::uint32_t matter, std::span<const dated_deed> contacts, sqlite3_stmt* insert)
{
    const int stated = reply_by(matter);
    std::vector<int> changes{stated + 1};
    for (const dated_deed& d : contacts) changes.push_back(d.day);
    std::sort(changes.begin(), changes.end());
    changes.erase(std::unique(changes.begin(), changes.end()), changes.end());

    const auto put = [&](const standing& s, int first, int last) {
        if (s == standing{}) return;
        const int awaited = (bit(s.now) & unanswered_states) != 0 ? 1 : s.now == state::countered ? 2 : 0;
        bind(insert, matter, first, last, static_cast<int>(s.now), s.possible, s.since, s.by_clock, s.unanswered(), awaited);
        insert_row(insert);
    };
    standing before;
    int first = 0;
    for (int day : changes) {
        const auto end = std::find_if(contacts.begin(), contacts.end(), [day](const dated_deed& d) { return d.day > day; });
        const standing s = standing_after(contacts.first(static_cast<std::size_t>(end - contacts.begin())), stated, day);
        if (s == before) continue;
        put(before, first, day - 1);
        before = s;
        first = day;
    }
    put(before, first, never);
}

int by_sqlite::reply_by(std::uint32_t matter)
{
    bind(reply_by_.get(), matter);
    const int day = next(reply_by_.get()) ? sqlite3_column_int(reply_by_.get(), 0) : no_day;
    sqlite3_reset(reply_by_.get());
    return day;
}

standing by_sqlite::state_of(std::uint32_t matter, int day)
{
    sqlite3_stmt* const s = state_of_.get();
    standing found;
    bind(s, matter, day);
    if (next(s))
        found = {static_cast<state>(sqlite3_column_int(s, 0)), static_cast<std::uint16_t>(sqlite3_column_int(s, 1)), sqlite3_column_int(s, 2),
                 sqlite3_column_int(s, 3) != 0};
    sqlite3_reset(s);
    return found;
}

std::vector<std::uint32_t> by_sqlite::numbers(sqlite3_stmt* s)
{
    std::vector<std::uint32_t> found;
    while (next(s)) found.push_back(number(s, 0));
    sqlite3_reset(s);
    return found;
}

std::vector<std::uint32_t> by_sqlite::pending(int day)
{
    bind(pending_.get(), day);
    return numbers(pending_.get());
}

std::vector<std::uint32_t> by_sqlite::pending(int day, int known)
{
    std::vector<std::uint32_t> found;
    std::vector<dated_deed> contacts;
    std::uint32_t matter = 0;
    const auto judge = [&] {
        if (!contacts.empty() && leaves_unanswered(contacts.back().does) && standing_after(contacts, reply_by(matter), day).unanswered())
            found.push_back(matter);
        contacts.clear();
    };
    sqlite3_stmt* const s = known_contacts_.get();
    bind(s, day, known);
    while (next(s)) {
        if (const std::uint32_t of = number(s, 0); of != matter) {
            judge();
            matter = of;
        }
        contacts.push_back({static_cast<deed>(sqlite3_column_int(s, 1)), sqlite3_column_int(s, 2)});
    }
    judge();
    sqlite3_reset(s);
    return found;
}

int by_sqlite::last_held(std::uint32_t a, std::uint32_t b, int day)
{
    sqlite3_stmt* const s = last_held_.get();
    bind(s, std::min(a, b), std::max(a, b), static_cast<int>(deed::held), day);
    const int last = next(s) ? sqlite3_column_int(s, 0) : no_day;
    sqlite3_reset(s);
    return last;
}

std::vector<std::uint32_t> by_sqlite::awaiting(std::uint32_t actor, int day)
{
    bind(awaiting_.get(), actor, day);
    return numbers(awaiting_.get());
}

void by_sqlite::run(const char* sql) { check(sqlite3_exec(db_.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK, db_.get()); }

by_sqlite::statement by_sqlite::prepare(const char* sql)
{
    sqlite3_stmt* s = nullptr;
    check(sqlite3_prepare_v3(db_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &s, nullptr) == SQLITE_OK, db_.get());
    return statement(s);
}

}  // namespace performance
