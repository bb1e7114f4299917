// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "column.hpp"
#include "date_table.hpp"
#include "entry_code.hpp"
#include "key_index.hpp"
#include "pair_index.hpp"
#include "scratch.hpp"
#include "stretch_index.hpp"
#include "transition.hpp"

#include <demarche/chronicle.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <memory>
#include <span>
#include <vector>

// What a chronicle holds: records in columns, contacts and matters packed to what most of them have, and what is derived from them. One thread adds;
// any number reads what lies below the counts that it has seen. Nothing that was published changes, but for heads of chains, which only grow, and
// for the indexes of what is open, which say how things stand now: a reader with an older view sets these right by what was added since.

namespace demarche::inline v0::detail {

/// Ids as they stand in columns: 0 names nothing.
template <class T>
constexpr std::uint32_t raw(id<T> x)
{
    return x ? static_cast<std::uint32_t>(x.index() + 1) : 0;
}
template <class T>
constexpr id<T> named(std::uint32_t raw)
{
    return raw != 0 ? id<T>(raw - 1) : id<T>();
}

/// A contact. Most are between the two parties of their matter, and have no more than an act and dates.
struct contact_row {
    enum mark : std::uint8_t {
        reversed = 1,  ///< from the respondent to the requester
        parted = 2,    ///< `where` is a row of parties
        detailed = 4,  ///< `where` is a whole record
        keyed = 8,     ///< it has a key of its own
        noted = 16,    ///< it has a note, and no whole record
        apart = 32     ///< `where` is a row of those apart
    };
    static constexpr std::uint8_t not_recorded = 255;

    std::uint32_t where;  ///< the matter, unless a mark says otherwise
    date_table::code on;
    std::uint16_t act;
    std::uint8_t lag;  ///< the days from `on` to `recorded`
    std::uint8_t marks;
};

/// Of a contact that is not between the parties of its matter.
struct parties_row {
    std::uint32_t matter;
    std::uint32_t from;
    std::uint32_t to;
};

/// Of a contact of no matter that has no whole record: who acts toward whom, and the next of the parts of each.
struct apart_row {
    std::uint32_t contact;
    std::uint32_t from;
    std::uint32_t to;
    std::uint32_t next_of_from;
    std::uint32_t next_of_to;
};

/// A source: what most have.
struct source_row {
    std::uint32_t key;  ///< its number
    date_table::code published = date_table::none;
    std::uint32_t publisher = 0;  ///< its number among publishers, counted from 1
    std::uint32_t rest = 0;       ///< the row of its rest, counted from 1; 0 where it has none
    bool url_is_key = false;
};

/// What few sources have beside that.
struct source_rest {
    std::string title = {};
    std::string url = {};
    unknown_fields other = {};
};

/// A report: what most have.
struct report_row {
    static constexpr std::uint8_t no_attribution = 255;

    std::uint32_t on;  ///< a contact, or a tie
    std::uint32_t source;
    date_table::code published;  ///< its own date
    std::uint32_t rest = 0;      ///< the row of its rest, counted from 1; 0 where it has none
    demarche::stance stance;
    std::uint8_t attribution;
    bool on_tie;
};

/// What few reports have beside that.
struct report_rest {
    actor_id by = {};
    unknown_fields other = {};
};

/// A value that may be read before anybody was told of it, by those who then do without it.
template <class T>
class shared_cell {
public:
    operator T() const { return value_.load(std::memory_order_relaxed); }
    shared_cell& operator=(T value)
    {
        value_.store(value, std::memory_order_relaxed);
        return *this;
    }

private:
    std::atomic<T> value_{};
};

/// A matter and the first of its contacts, in one line of the cache.
struct alignas(64) matter_line {
    enum mark : std::uint8_t {
        several = 1,    ///< not one respondent
        irregular = 2,  ///< what its legs are takes more than dates, terms and the table: several respondents, a dispute, a correction, a delegate, …
        untabled = 4,   ///< its lifecycle was not known when it was added, so that rows say nothing
        unordered = 8   ///< the codes of its contacts do not tell how it stands: some came late, are imprecise, bring terms of their own, …
    };
    static constexpr std::uint32_t first_ones = 3;

    std::uint32_t requester;
    std::uint32_t respondent;  ///< the first
    date_table::code occasion;
    date_table::code reply_by;
    std::atomic<std::uint32_t> count;
    std::atomic<std::uint32_t> more;  ///< the newest block of further contacts
    std::array<shared_cell<std::uint32_t>, first_ones> contacts;  ///< `pair_index::no_contact` where none is yet
    std::array<shared_cell<date_table::code>, first_ones> on;
    std::array<shared_cell<entry_code>, first_ones> codes;
    std::atomic<std::uint8_t> lifecycle;  ///< its number, counted from 1
    std::atomic<std::uint8_t> marks;
    terms_code last;  ///< of the standing after its last contact; the writer's

    terms own_terms(const date_table& dates) const { return {.occasion = dates.latest_or(occasion, end_of_time), .reply_by = dates.latest_or(reply_by, end_of_time)}; }
};
static_assert(sizeof(matter_line) == 64);

/// Further contacts of a matter, in blocks chained from the newest.
struct alignas(64) entry_block {
    static constexpr std::uint32_t size = 4;

    std::uint32_t before;
    std::uint32_t first;  ///< how many of the matter's contacts came before its first
    std::array<shared_cell<std::uint32_t>, size> contacts;  ///< so here
    std::array<shared_cell<date_table::code>, size> on;
    std::array<shared_cell<entry_code>, size> codes;
};
static_assert(sizeof(entry_block) == 64);

/// What else there is of a matter.
struct matter_rest {
    std::uint32_t details = 0;                       ///< its whole record, where it has more than its line
    std::array<std::uint32_t, 2> stretches = {};     ///< the newest in each index of stretches; the writer's
    date_table::code known = date_table::none;       ///< the greatest `recorded` of its contacts, where all are whole days; the writer's
};

/// A number beside the next of its chain; 0 ends it.
struct chain_cell {
    std::uint32_t what;
    std::uint32_t next;
};

/// Of numbers that ascend, the place of the last that is not greater than `n`; the first, where all are. `number(place)` reads one.
template <class Number>
std::size_t last_up_to(std::size_t n, std::size_t count, Number number)
{
    std::size_t least = 0;
    while (count - least > 1) {
        const std::size_t middle = least + (count - least) / 2;
        (number(middle) <= n ? least : count) = middle;
    }
    return least;
}

/// What ascends with the numbers of records, by one with each, a run at a time.
template <class Value>
class value_runs {
public:
    /// Of a record that has one. Logarithmic.
    Value operator[](std::size_t n) const
    {
        const std::size_t at = last_up_to(n, count_.load(std::memory_order_acquire), [this](std::size_t i) { return runs_[i].first; });
        return static_cast<Value>(n) + runs_[at].beyond;
    }
    /// Sees to it that so many can be added.
    void reserve(std::size_t some) { runs_.reserve(count_.load(std::memory_order_relaxed) + some - 1); }
    /// Precondition: no record before had a greater number.
    void add(std::uint32_t n, Value value) noexcept
    {
        const Value beyond = value - static_cast<Value>(n);
        const std::uint32_t runs = count_.load(std::memory_order_relaxed);
        if (runs != 0 && newest_ == beyond) return;
        runs_[runs] = {n, newest_ = beyond};
        count_.store(runs + 1, std::memory_order_release);
    }
    std::size_t bytes() const { return runs_.bytes(); }

private:
    struct run {
        std::uint32_t first;
        Value beyond;  ///< value - number
    };
    column<run> runs_;
    std::atomic<std::uint32_t> count_ = 0;
    Value newest_ = {};  ///< what the last run has beyond its numbers; the writer's
};

/// The notes of contacts that are added in the order of their numbers: each text once, however many have it.
class shared_notes {
public:
    /// The number of a text, counted from 1; of none 0.
    std::uint32_t number(std::string_view text) { return text.empty() ? 0 : texts_.number(text) + 1; }
    std::string_view text(std::uint32_t number) const { return number == 0 ? std::string_view() : texts_.text(number - 1); }
    /// That of a contact that has one. Logarithmic.
    std::string_view operator[](std::size_t contact) const;
    void reserve_one() { rows_.reserve(count_.load(std::memory_order_relaxed)); }
    void add(std::uint32_t contact, std::uint32_t number) noexcept;
    std::size_t bytes() const { return texts_.bytes() + rows_.bytes(); }

private:
    struct row {
        std::uint32_t contact;
        std::uint32_t number;
    };
    key_index texts_;
    column<row> rows_;
    std::atomic<std::uint32_t> count_ = 0;
};

/// What rows and the index of pairs have for an act: its number, or where they have no room for that `rare_act`, and then the contact is kept whole.
inline constexpr std::uint16_t rare_act = 0xFFFF;
inline std::uint16_t short_number(demarche::act a) { return static_cast<std::uint16_t>(std::min<std::uint32_t>(a.number(), rare_act)); }

/// The types in the order of `extent`.
template <class T>
inline constexpr std::size_t type_position = 0;
template <>
inline constexpr std::size_t type_position<tie> = 1;
template <>
inline constexpr std::size_t type_position<source> = 2;
template <>
inline constexpr std::size_t type_position<matter> = 3;
template <>
inline constexpr std::size_t type_position<contact> = 4;
template <>
inline constexpr std::size_t type_position<report> = 5;

class course;
struct course_entry;

/// What is to change in the index of what is open.
struct stretch_changes {
    struct closing {
        std::size_t index;
        stretch_index::handle which;
        std::int64_t known_to;
    };
    scratch_vector<stretch> added = {};
    scratch_vector<closing> closed = {};
    bool irregular = false;  ///< the matter is no longer one of which its course tells
};

/// The same where only the end of a course changes: at most one stretch gives way to at most two.
struct last_stretch_changes {
    std::array<stretch, 2> added;
    std::array<stretch_changes::closing, 1> closed;
    std::size_t added_count = 0;
    std::size_t closed_count = 0;

    std::span<const stretch> to_add() const { return std::span(added).first(added_count); }
    std::span<const stretch_changes::closing> to_close() const { return std::span(closed).first(closed_count); }
};

class DEMARCHE_EXPORT archive {
public:
    archive();
    archive(const archive&) = delete;
    archive& operator=(const archive&) = delete;

    // The records.

    /// Lock-free: read again where a record was added meanwhile.
    extent size() const
    {
        for (;;) {
            const std::uint64_t before = version_.load(std::memory_order_acquire);
            const extent e{.actors = count<actor>(),
                           .ties = count<tie>(),
                           .sources = count<source>(),
                           .matters = count<matter>(),
                           .contacts = count<contact>(),
                           .reports = count<report>()};
            // Where none was published meanwhile, at most one was about to be: it is in or not, and what it names is in.
            if (version_.load(std::memory_order_acquire) == before) return e;
        }
    }
    template <class T>
    std::uint32_t count() const
    {
        return counts_[type_position<T>].load(std::memory_order_acquire);
    }
    std::int64_t last_seq() const { return last_seq_.load(std::memory_order_acquire); }

    const actor& operator[](actor_id a) const { return actors_[a.index()]; }
    const tie& operator[](tie_id t) const { return ties_[t.index()]; }
    /// The whole record.
    contact record(contact_id c) const;
    matter record(matter_id m) const;
    report record(report_id r) const;
    source record(source_id s) const;
    template <class T>
    std::int64_t seq(id<T> x) const
    {
        if constexpr (std::is_same_v<T, contact>) return contact_seqs_[x.index()];
        else if constexpr (std::is_same_v<T, matter>) return matter_seqs_[x.index()];
        else return seqs_[type_position<T>][x.index()];
    }
    /// A key of its own, or one made from its number: `#c1`.
    std::string key(contact_id c) const;
    std::string_view key(matter_id m) const { return keys_.text(matter_keys_[m.index()]); }
    std::string_view key(source_id s) const { return keys_.text(sources_[s.index()].key); }
    std::string_view publisher(source_id s) const
    {
        const std::uint32_t number = sources_[s.index()].publisher;
        return number != 0 ? publishers_.text(number - 1) : std::string_view();
    }
    /// The lesser seq stands. Precondition: nobody reads yet, unless that is its own.
    void lower_seq(report_id r, std::int64_t seq)
    {
        if (std::int64_t& own = seqs_[type_position<report>][r.index()]; seq < own) own = seq;
    }

    // Of a contact or matter, without the whole of it.

    const contact_row& row(contact_id c) const { return rows_[c.index()]; }
    /// Null where its row, who acts toward whom, a key and a note are all there is.
    const contact* details(contact_id c) const
    {
        const contact_row& r = row(c);
        return (r.marks & contact_row::detailed) != 0 ? details_[r.where].get() : nullptr;
    }
    /// A note without details.
    bool is_noted(contact_id c) const { return (row(c).marks & contact_row::noted) != 0; }
    matter_id matter_of(contact_id c) const;
    actor_id from(contact_id c) const;
    actor_id to(contact_id c) const;
    demarche::act act(contact_id c) const { return row(c).act != rare_act ? demarche::act::of_number(row(c).act) : details(c)->act; }
    date_bounds on(contact_id c) const { return dates_.bounds(row(c).on); }
    instant latest(contact_id c) const { return dates_.latest(row(c).on); }
    /// The latest instant of its `recorded`; unbounded where it has none.
    instant recorded(contact_id c) const;
    /// From when on a contact is known by reports, all of which assert it, or by its own record.
    instant known_from(contact_id c, std::uint32_t reports) const;

    const matter_line& line(matter_id m) const { return lines_[m.index()]; }
    bool irregular(matter_id m) const { return (line(m).marks.load(std::memory_order_acquire) & matter_line::irregular) != 0; }
    void prefetch(matter_id m) const { lines_.prefetch(m.index()); }
    const matter* details(matter_id m) const
    {
        const std::uint32_t at = rests_[m.index()].details;
        return at != 0 ? matter_details_[at - 1].get() : nullptr;
    }
    template <class Take>
    void each_respondent(matter_id m, Take take) const;
    instant recorded(matter_id m) const;
    instant recorded(tie_id t) const;
    const lifecycle* lifecycle_of(matter_id m) const { return lifecycle_of(line(m)); }
    const lifecycle* lifecycle_of(const matter_line& l) const { return lifecycle_of_number(l.lifecycle.load(std::memory_order_acquire)); }
    /// Null for 0.
    const lifecycle* lifecycle_of_number(std::uint8_t number) const { return tables_[number]; }

    const date_table& dates() const { return dates_; }
    const period& period_of(tie_id t) const { return periods_[t.index()]; }

    // Of a report, without the whole of it.

    /// Nothing where it is on a tie.
    contact_id contact_of(report_id r) const { return row(r).on_tie ? contact_id() : contact_id(row(r).on); }
    source_id source_of(report_id r) const { return source_id(row(r).source); }
    demarche::stance stance_of(report_id r) const { return row(r).stance; }
    std::optional<attribution> attribution_of(report_id r) const;
    actor_id quoted_in(report_id r) const { return row(r).rest != 0 ? rests_of_reports_[row(r).rest - 1].by : actor_id(); }
    /// When it was published, by its own date or its source's; empty where nothing tells.
    std::optional<date_bounds> published_within(report_id r) const { return published_within(row(r)); }
    /// The latest instant of that.
    std::optional<instant> published(report_id r) const
    {
        const auto within = published_within(r);
        return within ? std::optional(within->latest) : std::nullopt;
    }

    // What belongs to a record: `take` is called with what is numbered below `limit`.

    /// In the order of arrival: take(contact number, date code, entry code). Long ones take scratch memory.
    template <class Take>
    void each_entry(const matter_line& l, std::uint32_t limit, Take take) const;
    /// The newest first, as the next three.
    template <class Take>
    void each_report(contact_id c, std::uint32_t limit, Take take) const
    {
        follow(head(reports_on_contact_.find(c.index())), next_report_, limit, [&](std::uint32_t r) { take(report_id(r)); });
    }
    bool has_reports(contact_id c) const { return head(reports_on_contact_.find(c.index())) != 0; }
    template <class Take>
    void each_report(tie_id t, std::uint32_t limit, Take take) const
    {
        follow(head(reports_on_tie_.find(t.index())), next_report_, limit, [&](std::uint32_t r) { take(report_id(r)); });
    }
    template <class Take>
    void each_correction(contact_id c, std::uint32_t limit, Take take) const
    {
        follow(head(corrections_.find(c.index())), correction_cells_, limit, [&](std::uint32_t by) { take(contact_id(by)); });
    }
    template <class Take>
    void each_tie_upward(actor_id a, std::uint32_t limit, Take take) const
    {
        follow(head(&heads_of_actors_[a.index()].ties), next_tie_, limit, [&](std::uint32_t t) { take(tie_id(t)); });
    }
    /// The ties of an actor that do not lead upward from it: what belongs to it, who holds it, and what is beside it.
    template <class Take>
    void each_other_tie(actor_id a, std::uint32_t limit, Take take) const
    {
        follow(head(&heads_of_actors_[a.index()].other_ties), tie_cells_, limit, [&](std::uint32_t t) { take(tie_id(t)); });
    }
    /// The contacts that name a matter in `contests`.
    template <class Take>
    void each_contest(matter_id m, std::uint32_t limit, Take take) const
    {
        follow(head(contests_.find(m.index())), contest_cells_, limit, [&](std::uint32_t c) { take(contact_id(c)); });
    }
    /// The contacts that name an actor in `with`.
    template <class Take>
    void each_company(actor_id a, std::uint32_t limit, Take take) const
    {
        follow(head(company_.find(a.index())), company_cells_, limit, [&](std::uint32_t c) { take(contact_id(c)); });
    }
    /// Calls `in_matter(matter_id)` for each matter in which the actor is a party, and `elsewhere(contact_id)` for each contact in which it acts,
    /// is acted toward, owes or takes over without being that contact's party; some several times.
    template <class InMatter, class Elsewhere>
    void each_part(actor_id a, InMatter in_matter, Elsewhere elsewhere) const
    {
        for (std::uint32_t x = head(&heads_of_actors_[a.index()].parts); x != 0;) {
            const chain_cell part = part_of(a, x);
            if ((part.what & contact_part) != 0) elsewhere(contact_id(part.what & ~contact_part));
            else in_matter(matter_id(part.what));
            x = part.next;
        }
    }

    /// The matters in which the actor has a part, where they are few; some several times. Whether they are.
    bool few_parts(actor_id a, scratch_vector<matter_id>& into) const;

    // The indexes of how things stand now.

    /// When each leg is unanswered, be it in some histories, and hulls of those of which only a status tells.
    const stretch_index& unanswered_stretches() const { return stretches_[0]; }
    /// When each leg is open otherwise.
    const stretch_index& other_stretches() const { return stretches_[1]; }
    enum stretch_kind : std::uint8_t {
        unanswered = 1,
        unsure = 2,       ///< a hull: what the legs are is to be asked
        vague_begin = 4,  ///< it begins within the day that begins there
        vague_end = 8,    ///< it ends within the day that ends there
        on_respondent = 16,  ///< it awaits the respondent
        in_some = 32         ///< it is unanswered in some histories, of which the shown one may be none
    };
    /// Contacts by who acted toward whom and how.
    const pair_index& pairs() const { return pairs_; }
    const entry_block& block(std::uint32_t b) const { return blocks_[b - 1]; }
    /// Calls `take(matter_id)` for each of which something is told that is not below `since`, some several times: what a reader saw of an index before
    /// it asks this, and is not of its view, is of these.
    template <class Take>
    void each_touched(const extent& since, Take take) const;

    /// Contacts by when they happened: bounds of each `zone_size` of them.
    static constexpr std::size_t zone_size = 1024;
    struct zone {
        std::atomic<std::int64_t> earliest{std::numeric_limits<std::int64_t>::max()};
        std::atomic<std::int64_t> latest{std::numeric_limits<std::int64_t>::min()};
    };
    const zone& zone_of(std::size_t n) const { return zones_[n]; }

    // Keys.

    using any_id = std::variant<std::monostate, actor_id, tie_id, source_id, matter_id, contact_id>;
    any_id find(std::string_view key) const;
    any_id find_number(std::uint32_t key) const;
    key_index& keys() { return keys_; }
    /// The number of a key, for a record that is still to come. The adding thread's.
    std::uint32_t reserve_key(std::string_view key);
    const key_index& keys() const { return keys_; }

    // Adding: one thread. Preconditions: what the record names is there, and its key is not; what throws has changed nothing.

    actor_id add(actor r, std::int64_t seq);
    tie_id add(tie r, std::int64_t seq);
    source_id add(source r, std::int64_t seq);
    /// One by what it is kept as, but for the number of its rest.
    source_id add(source_row r, source_rest rest, std::int64_t seq);
    /// `numbered` is the number of its key from `reserve_key`, plus 1, where that is known.
    matter_id add(matter&& r, std::int64_t seq, std::uint32_t numbered = 0);
    contact_id add(contact r, std::int64_t seq);
    report_id add(report r, std::int64_t seq);
    /// One by what it is kept as, but for the number of its rest.
    report_id add(report_row r, report_rest rest, std::int64_t seq);
    /// A contact without a text of its own, but perhaps a key: its number from `reserve_key` plus 1; and perhaps a note that others have too.
    contact_id add(const plain_contact& e, std::int64_t seq, std::uint32_t key = 0, std::string_view note = {});
    /// The code of a date, for a record that is still to come. The adding thread's.
    date_table::code encode(const date& d) { return dates_.encode(d); }
    /// So too that of a publisher, counted from 1; 0 of none.
    std::uint32_t publisher_number(std::string_view publisher) { return publisher.empty() ? 0 : publishers_.number(publisher) + 1; }
    /// Starts to fetch what adding that contact will read: the first time far ahead, the second when that has come.
    void expect(const plain_contact& e);
    void expect_soon(const plain_contact& e);

    std::span<const lifecycle* const> lifecycles() const { return lifecycles_; }
    const lifecycle* find_lifecycle(std::string_view name) const;
    void use(const lifecycle& table);
    /// Whether the act is the clock's in the lifecycles that come with the library.
    static constexpr bool is_of_clock(demarche::act a) { return a == acts::reply_due || a == acts::occasion_passed; }
    /// The same, in the lifecycle that the matter follows, if it is of one. The adding thread's.
    bool is_of_clock(matter_id m, demarche::act a)
    {
        if ((acts_of_clock_ & bit_of(a)) == 0) return false;
        if (!m) return is_of_clock(a);
        const std::uint8_t number = line(m).lifecycle.load(std::memory_order_relaxed);
        const std::uint8_t row = row_of(number, a);
        return row != lifecycle::no_act && tables_[number]->acts[row].by == acting::clock;
    }

    memory_use memory() const;

private:
    const report_row& row(report_id r) const { return reports_[r.index()]; }
    std::optional<date_bounds> published_within(const report_row& r) const;
    actor_id end_of(contact_id c, actor_id contact::*in_details, std::uint32_t parties_row::*in_parties, std::uint32_t apart_row::*in_apart, unsigned of_respondent) const;

    struct actor_heads {
        std::atomic<std::uint32_t> ties = 0;
        std::atomic<std::uint32_t> other_ties = 0;
        std::atomic<std::uint32_t> parts = 0;
        std::uint32_t matters = 0;  ///< how many it is a party of; the writer's
    };
    using heads = column<std::atomic<std::uint32_t>>;

    static constexpr std::uint8_t untried = 254;

    /// The act's row in the lifecycle of that number; `no_act` where it knows none, or there is no lifecycle. The adding thread's.
    std::uint8_t row_of(std::uint8_t lifecycle_number, demarche::act a)
    {
        if (lifecycle_number == 0) return lifecycle::no_act;
        const std::vector<std::uint8_t>& rows = rows_of_acts_[lifecycle_number - 1u];
        const std::uint8_t row = a.number() < rows.size() ? rows[a.number()] : untried;
        return row != untried ? row : find_row(lifecycle_number, a);
    }
    std::uint8_t find_row(std::uint8_t lifecycle_number, demarche::act a);
    static constexpr std::uint64_t bit_of(demarche::act a) { return std::uint64_t{1} << a.number() % 64; }

    // A part is a matter, or a contact, which is marked so. It stands in a cell, or in a row of those apart, which is marked so.
    static constexpr std::uint32_t contact_part = std::uint32_t{1} << 31;
    static constexpr std::uint32_t apart_part = std::uint32_t{1} << 31;

    chain_cell part_of(actor_id a, std::uint32_t x) const
    {
        if ((x & apart_part) == 0) return part_cells_[x - 1];
        const apart_row& r = apart_[x & ~apart_part];
        return {contact_part | r.contact, r.from == raw(a) ? r.next_of_from : r.next_of_to};
    }

    static std::uint32_t head(const std::atomic<std::uint32_t>* h) { return h != nullptr ? h->load(std::memory_order_acquire) : 0; }
    template <class Take>
    static void follow(std::uint32_t x, const column<std::uint32_t>& next, std::uint32_t limit, Take take)
    {
        for (; x != 0; x = next[x - 1])
            if (x - 1 < limit) take(x - 1);
    }
    template <class Take>
    static void follow(std::uint32_t x, const column<chain_cell>& cells, std::uint32_t limit, Take take)
    {
        for (; x != 0; x = cells[x - 1].next)
            if (cells[x - 1].what < limit) take(cells[x - 1].what);
    }
    /// Puts a number at the head of a chain. Precondition: its cell is reserved.
    static void push(std::uint32_t what, std::atomic<std::uint32_t>& head, column<chain_cell>& cells, std::uint32_t& count) noexcept
    {
        cells[count] = {what, head.load(std::memory_order_relaxed)};
        head.store(++count, std::memory_order_release);
    }

    template <class T>
    std::uint32_t next_number() const
    {
        return counts_[type_position<T>].load(std::memory_order_relaxed);
    }
    template <class T>
    void publish(std::uint32_t n, std::int64_t seq) noexcept;
    template <class T>
    void define(std::uint32_t key, id<T> x) noexcept;
    static std::string made_key(std::size_t n);
    std::uint32_t number_of_free_key() { return made_like_ ? find_free_key() : 0; }
    std::uint32_t find_free_key();
    contact_id find_made(std::string_view key) const;

    struct packed;
    contact_id add(packed p, std::int64_t seq);
    contact_id add_last(const packed& p, std::int64_t seq);
    contact_id add_apart(const packed& p, std::int64_t seq);
    void reserve_row(std::uint32_t n, const packed& p);
    void reserve_rows(std::uint32_t n);
    void widen_zone(std::uint32_t n, date_table::code on) noexcept;
    void put_row(std::uint32_t n, contact_row row, const packed& p, std::int64_t seq) noexcept;
    void put_in_pairs(std::uint32_t n, const packed& p) noexcept;
    void take_part(std::uint32_t actor, std::uint32_t what) noexcept;
    void list_what_awaits(std::uint32_t actor) noexcept;
    void put_part(std::uint32_t actor, std::uint32_t what) noexcept;
    void put_apart(std::uint32_t n, const packed& p) noexcept;
    void put_ends(std::uint32_t n, const packed& p) noexcept;
    void put_entry(matter_line& l, std::uint32_t contact, date_table::code on, entry_code code) noexcept;
    /// Whether a contact of that seq comes after all of a matter's in the record order.
    bool goes_last(const matter_line& l, std::int64_t seq) const { return seq > last_seq_.load(std::memory_order_relaxed) || follows_all(l, seq); }
    bool follows_all(const matter_line& l, std::int64_t seq) const;
    static void mark(matter_line& l, unsigned marks) noexcept;
    void reserve_named(const contact& c);
    void put_named(const contact& c, std::uint32_t n) noexcept;

    /// What the index of what is open needs where a matter gets one more contact, or where a contact is known from another instant on, by what is known
    /// from `known` on.
    stretch_changes plan(matter_id m, const lifecycle& table, bool irregular, const course_entry* added, std::pair<contact_id, instant> known_now, instant known) const;
    stretch_changes plan_hull(std::uint32_t matter, const course_entry* added) const;
    last_stretch_changes plan_next(std::uint32_t matter, const lifecycle& table, date_table::code on, date_table::code known, const leg_transition& by) const;
    void cut_all(const course& all, std::uint32_t matter, instant known, scratch_vector<stretch>& into) const;
    /// The index where a stretch of that kind stands.
    static std::size_t index_of(unsigned kind) { return (kind & (unanswered | unsure)) != 0 ? 0 : 1; }
    /// Calls take(index, handle, stretch) for each stretch of a matter, the newest first.
    template <class Take>
    void each_stretch(std::uint32_t matter, Take take) const
    {
        for (std::size_t i = 0; i < stretches_.size(); ++i)
            for (stretch_index::handle h = rests_[matter].stretches[i]; h != 0; h = stretches_[i].next(h)) take(i, h, stretches_[i][h]);
    }
    void reserve(std::span<const stretch> added);
    void change(matter_rest& rest, std::span<const stretch> added, std::span<const stretch_changes::closing> closed) noexcept;
    void change(std::size_t matter, const stretch_changes& changes) noexcept;

    std::array<std::atomic<std::uint32_t>, 6> counts_ = {};
    std::atomic<std::uint64_t> version_ = 0;  ///< how many were published
    std::atomic<std::uint32_t> begun_contacts_ = 0;
    std::atomic<std::uint32_t> begun_reports_ = 0;
    std::atomic<std::int64_t> last_seq_ = 0;

    column<actor, 8> actors_;
    column<tie> ties_;
    column<source_row> sources_;
    column<source_rest> rests_of_sources_;
    key_index publishers_;
    column<report_row> reports_;
    column<report_rest> rests_of_reports_;
    column<contact_row> rows_;
    column<parties_row> parties_;
    column<apart_row> apart_;
    column<std::unique_ptr<const contact>> details_;
    column<matter_line, 15> lines_;
    column<matter_rest> rests_;
    column<entry_block> blocks_;
    column<std::unique_ptr<const matter>> matter_details_;
    std::uint32_t source_rest_count_ = 0;
    std::uint32_t report_rest_count_ = 0;
    std::uint32_t parties_count_ = 0;
    std::uint32_t apart_count_ = 0;
    std::uint32_t details_count_ = 0;
    std::uint32_t block_count_ = 0;
    std::uint32_t matter_details_count_ = 0;
    std::uint32_t rows_end_ = 0;  ///< up to there, rows and what each needs are reserved

    std::array<column<std::int64_t>, 6> seqs_;
    value_runs<std::int64_t> matter_seqs_;
    value_runs<std::int64_t> contact_seqs_;

    key_index keys_;
    column<std::atomic<std::uint64_t>, 11> definitions_;  ///< by key number: what it is, and which
    value_runs<std::uint32_t> contact_keys_;          ///< of those that have one of their own, counted from 1
    column<std::uint32_t> matter_keys_;
    date_table dates_;
    shared_notes notes_;

    std::vector<const lifecycle*> lifecycles_;
    std::array<const lifecycle*, 256> tables_ = {};        ///< by number, counted from 1
    std::vector<std::vector<std::uint8_t>> rows_of_acts_;  ///< of each table, the rows of the acts that were asked for, by name number
    std::uint64_t acts_of_clock_ = bit_of(acts::reply_due) | bit_of(acts::occasion_passed);  ///< a bit, shared with other acts, for each of the clock's in any table
    transition_memo transitions_;

    // Derived.
    column<period> periods_;
    column<actor_heads, 8> heads_of_actors_;
    column<std::uint32_t> next_tie_;
    column<chain_cell> tie_cells_;
    std::uint32_t tie_cell_count_ = 0;
    column<chain_cell> part_cells_;
    std::uint32_t part_count_ = 0;
    heads reports_on_contact_;
    heads reports_on_tie_;
    column<std::uint32_t> next_report_;
    heads corrections_;
    column<chain_cell> correction_cells_;
    std::uint32_t correction_count_ = 0;
    heads contests_;
    column<chain_cell> contest_cells_;
    std::uint32_t contest_count_ = 0;
    heads company_;
    column<chain_cell> company_cells_;
    std::uint32_t company_count_ = 0;
    column<zone> zones_;
    std::array<date_table::code, 2> days_of_zone_ = {date_table::none, date_table::none};  ///< of the newest: it has whole days from one to the other
    pair_index pairs_;
    std::array<stretch_index, 2> stretches_;
    bool made_like_ = false;  ///< some key of somebody's own is written like one made from a number
};

template <class Take>
void archive::each_respondent(matter_id m, Take take) const
{
    const matter_line& l = line(m);
    if ((l.marks.load(std::memory_order_acquire) & matter_line::several) == 0) return take(named<actor>(l.respondent));
    for (const actor_id a : details(m)->respondents) take(a);
}

template <class Take>
void archive::each_entry(const matter_line& l, std::uint32_t limit, Take take) const
{
    const std::uint32_t count = l.count.load(std::memory_order_acquire);
    const auto take_some = [&](const auto& cells, std::uint32_t some) {
        for (std::uint32_t i = 0; i < some && cells.contacts[i] < limit; ++i) take(std::uint32_t{cells.contacts[i]}, date_table::code{cells.on[i]}, static_cast<entry_code>(cells.codes[i]));
    };
    take_some(l, std::min(count, matter_line::first_ones));
    if (count <= matter_line::first_ones) return;
    // The chain goes back from the newest block, which may be newer than the count.
    std::array<std::uint32_t, 8> few;
    scratch_vector<std::uint32_t> many;
    const std::uint32_t blocks = (count - matter_line::first_ones + entry_block::size - 1) / entry_block::size;
    if (blocks > few.size()) many.resize(blocks);
    std::uint32_t* const chain = blocks > few.size() ? many.data() : few.data();
    for (std::uint32_t b = l.more.load(std::memory_order_acquire); b != 0; b = blocks_[b - 1].before)
        if (const std::uint32_t at = (blocks_[b - 1].first - matter_line::first_ones) / entry_block::size; at < blocks) chain[at] = b - 1;
    for (std::uint32_t b = 0; b < blocks; ++b) take_some(blocks_[chain[b]], std::min(count - blocks_[chain[b]].first, entry_block::size));
}

template <class Take>
void archive::each_touched(const extent& since, Take take) const
{
    const auto touch = [&](contact_id c) {
        if (const matter_id m = matter_of(c)) take(m);
    };
    for (std::uint32_t c = since.contacts, end = begun_contacts_.load(std::memory_order_acquire); c < end; ++c) {
        touch(contact_id(c));
        if (const contact* more = details(contact_id(c)); more != nullptr && more->corrects) touch(more->corrects);
    }
    for (std::uint32_t r = since.reports, end = begun_reports_.load(std::memory_order_acquire); r < end; ++r)
        if (const contact_id c = contact_of(report_id(r))) touch(c);
}

}  // namespace demarche::inline v0::detail
