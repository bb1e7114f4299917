// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/contact.hpp>
#include <demarche/lifecycle.hpp>
#include <demarche/matter.hpp>
#include <demarche/source.hpp>
#include <demarche/tie.hpp>

#include <cassert>
#include <deque>
#include <functional>
#include <span>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

// The append-only record of who did what toward whom, and who says so.
//
//   chronicle book;
//   auto us = book.add(actor{.key = "us"});
//   auto cn = book.add(actor{.key = "cn"});
//   auto talks = book.add(matter{.key = "talks", .requester = us, .respondents = {cn}});
//   book.add(contact{.key = "c1", .matter = talks, .act = acts::request, .from = us, .to = cn, .on = date{"2023-05-22"}});
//   view today = book.as_of(date{"2023-05-26"});
//
// Models: a regular value; copying copies the record. Ids, references to records and views stay valid while records are added,
// and a view keeps answering as before; assignment and moving from invalidate all three.
// Thread safety: that of the standard containers (any number of readers, or one writer).

namespace demarche {

class view;

namespace detail {
struct id_maps;
}

/// How many records of each type a chronicle has, or had at some moment.
struct extent {
    std::uint32_t actors = 0;
    std::uint32_t ties = 0;
    std::uint32_t sources = 0;
    std::uint32_t matters = 0;
    std::uint32_t contacts = 0;
    std::uint32_t reports = 0;

    bool operator==(const extent&) const = default;
};

/// One record of a batch: where it stands in the record order, and the line and column that an error about it names.
template <class T>
struct entry {
    T record;
    std::int64_t seq = 0;
    std::size_t line = 0;
    std::size_t column = 0;
};

/// Records that may name one another in any order. The id of the n-th of its type is `id<T>{n}`.
struct batch {
    std::vector<const lifecycle*> lifecycles = {};  ///< tables to use beside those that come with the library
    std::vector<entry<actor>> actors = {};
    std::vector<entry<tie>> ties = {};
    std::vector<entry<source>> sources = {};
    std::vector<entry<matter>> matters = {};
    std::vector<entry<contact>> contacts = {};
    std::vector<entry<report>> reports = {};
};

class chronicle {
public:
    /// An empty chronicle, whose matters may follow the lifecycles that come with the library.
    chronicle();
    /// The chronicle of these records. Throws as `add` does, and where two records have one key.
    explicit chronicle(batch records);

    /// Lets matters follow `table` too, which must outlive the chronicle. Throws `error` (`errc::duplicate_key`) where another
    /// table of that name is known.
    void use(const lifecycle& table);
    /// The lifecycles whose tables are known.
    std::span<const lifecycle* const> lifecycles() const { return lifecycles_; }

    /// Appends a record, at the next `seq`, and gives its id. A record that is there already, with that key and the same content,
    /// (a report: with the same content) is not added again: its id is given.
    /// Amortised constant time (a tie: at worst the square of the number of ties above it).
    /// Throws `error`, and changes nothing: `missing_field` where a required field is empty, `duplicate_key` where the key has other
    /// content, `invalid_value`, `cycle` where a tie that leads upward closes a circle that certainly holds at some instant,
    /// `clock_act` for a contact whose act is the clock's.
    /// Precondition: ids are of this chronicle.
    actor_id add(actor record);
    tie_id add(tie record);
    source_id add(source record);
    matter_id add(matter record);
    contact_id add(contact record);
    report_id add(report record);

    /// The record of an id. Constant time. The reference stays valid while the chronicle lives and is not assigned to.
    template <class T>
    const T& operator[](id<T> x) const
    {
        assert(x && x.index() < shelf_of<T>().records.size() && "an id of another chronicle");
        return shelf_of<T>().records[x.index()];
    }
    /// Every record of a type, in the order of arrival: the n-th has the id `id<T>{n}`.
    template <class T>
    const std::deque<T>& all() const
    {
        return shelf_of<T>().records;
    }
    /// Where a record stands in the record order, which is by seq, then by key. Constant time.
    template <class T>
    std::int64_t seq(id<T> x) const
    {
        return shelf_of<T>().seqs[x.index()];
    }
    /// Whether `a` comes before `b` in the record order. Reports of one seq are ordered by on, source, published, stance.
    bool recorded_before(contact_id a, contact_id b) const;
    bool recorded_before(report_id a, report_id b) const;

    /// The id of the `T` with that key, or one that names nothing. Constant time on average.
    template <class T>
    id<T> find(std::string_view key) const
    {
        const auto found = keys_.find(key);
        if (found == keys_.end()) return {};
        const auto* x = std::get_if<id<T>>(&found->second);
        return x ? *x : id<T>{};
    }
    /// What type of record has that key: "actor", "tie", …; empty where none has.
    std::string_view type_of(std::string_view key) const;

    /// How many records there are.
    extent size() const;
    /// The greatest seq that a record has; 0 in an empty chronicle.
    std::int64_t last_seq() const { return last_seq_; }

    /// What belongs to a record, by ids, in the order in which they arrived. Constant time; appending invalidates the spans.
    std::span<const contact_id> contacts_of(matter_id m) const { return contacts_of_[m.index()]; }
    std::span<const contact_id> contacts_from(actor_id a) const { return contacts_from_[a.index()]; }
    std::span<const contact_id> contacts_to(actor_id a) const { return contacts_to_[a.index()]; }
    std::span<const contact_id> corrections_of(contact_id c) const;
    /// The matters in which an actor may be awaited: as requester or respondent, or as one who acts, owes or takes over in a contact of them.
    /// A matter may stand several times.
    std::span<const matter_id> matters_of(actor_id a) const { return matters_of_[a.index()]; }
    std::span<const report_id> reports_on(contact_id c) const { return reports_on_contact_[c.index()]; }
    std::span<const report_id> reports_on(tie_id t) const { return reports_on_tie_[t.index()]; }
    /// The ties of an actor that lead upward: what it is part of, what it holds.
    std::span<const tie_id> ties_upward(actor_id a) const { return ties_upward_[a.index()]; }
    /// The period of a tie.
    const period& period_of(tie_id t) const { return periods_[t.index()]; }

    /// The lifecycle that a matter follows, or null where no table of that name is known.
    const lifecycle* lifecycle_of(matter_id m) const { return lifecycle_of_[m.index()]; }

    /// The chronicle as it stands now, as of the latest instant of `when`, everything known. Copies nothing.
    view as_of(const date& when) const;
    view as_of(instant when) const;

    /// The union of the records of both, by key: commutative, associative and idempotent, seqs aside the lesser of which wins. The
    /// order of arrival, and so ids, are those of `a`, then what `b` adds. Throws `error` (`errc::duplicate_key`, naming both
    /// records) where one key has two contents. Linear in both.
    friend chronicle merge(const chronicle& a, const chronicle& b);

private:
    template <class T>
    struct shelf {
        std::deque<T> records = {};
        std::deque<std::int64_t> seqs = {};
    };
    struct text_hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    using any_id = std::variant<actor_id, tie_id, source_id, matter_id, contact_id>;

    template <class T>
    const shelf<T>& shelf_of() const
    {
        return std::get<shelf<T>>(shelves_);
    }
    template <class T>
    shelf<T>& shelf_of()
    {
        return std::get<shelf<T>>(shelves_);
    }
    template <class T>
    id<T> add_next(T record);
    template <class T>
    id<T> append(entry<T> e);
    template <class T>
    void check_keyed(const entry<T>& e) const;
    void check(const actor& r) const;
    void check(const tie& r) const;
    void check(const source& r) const;
    void check(const matter& r) const;
    void check(const contact& r) const;
    void check(const report& r) const;
    void check_no_circle(const tie& r) const;
    void index(actor_id x);
    void index(tie_id x);
    void index(source_id x);
    void index(matter_id x);
    void index(contact_id x);
    void index(report_id x);
    void unindex(actor_id x);
    void unindex(tie_id x);
    void unindex(source_id x);
    void unindex(matter_id x);
    void unindex(contact_id x);
    void unindex(report_id x);
    void take_part(actor_id a, matter_id m);
    report_id same_report(const report& r) const;
    const std::vector<report_id>& reports_beside(const report& r) const;
    const lifecycle* find_lifecycle(std::string_view name) const;
    template <class T>
    void take_in(const chronicle& other, const std::vector<id<T>>& ids, const detail::id_maps& maps);

    std::tuple<shelf<actor>, shelf<tie>, shelf<source>, shelf<matter>, shelf<contact>, shelf<report>> shelves_;
    std::unordered_map<std::string, any_id, text_hash, std::equal_to<>> keys_;
    std::int64_t last_seq_ = 0;

    // Derived from the records, and kept as they arrive.
    std::vector<const lifecycle*> lifecycles_;
    std::vector<const lifecycle*> lifecycle_of_;                 // by matter
    std::vector<std::vector<contact_id>> contacts_of_;           // by matter
    std::vector<std::vector<contact_id>> contacts_from_;         // by actor
    std::vector<std::vector<contact_id>> contacts_to_;           // by actor
    std::vector<std::vector<tie_id>> ties_upward_;               // by actor
    std::vector<std::vector<matter_id>> matters_of_;             // by actor
    std::vector<period> periods_;                                // by tie
    std::vector<std::vector<report_id>> reports_on_tie_;         // by tie
    std::vector<std::vector<report_id>> reports_on_contact_;     // by contact
    std::unordered_map<contact_id, std::vector<contact_id>> corrections_;  // by the corrected
};

chronicle merge(const chronicle& a, const chronicle& b);

}  // namespace demarche
