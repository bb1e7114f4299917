// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/export.hpp>
#include <demarche/contact.hpp>
#include <demarche/lifecycle.hpp>
#include <demarche/matter.hpp>
#include <demarche/source.hpp>
#include <demarche/tie.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The append-only record of who did what toward whom, and who says so.
//
//   chronicle book;
//   auto us = book.add(actor{.key = "us"});
//   auto cn = book.add(actor{.key = "cn"});
//   auto talks = book.add(matter{.key = "talks", .requester = us, .respondents = {cn}});
//   book.add(contact{.key = "c1", .matter = talks, .act = acts::request, .from = us, .to = cn, .on = date{"2023-05-22"}});
//   view today = book.as_of(date{"2023-05-26"});
//   fmt::print("{}\n", status(today, {talks, cn}));   // pending since 2023-05-22, certain; cn to answer
//
// Keys lead back to ids. `find` gives one that is false where there is none, and a contact of no matter, or toward nobody, is a contact too; `at` throws:
//
//   bool(book.find<matter>("tlaks"))   // false
//   try {
//       book.add(contact{.key = "c2", .matter = book.at<matter>("tlaks"), .act = acts::accept, .from = li, .on = date{"2023-05-26"}});
//   } catch (const error& wrong) {
//       fmt::print("{}\n", wrong.what());   // "tlaks" names nothing in the chronicle; add its record, or mend the key
//   }
//
// Models: a regular value; copying copies the record. Ids, references to records and views stay valid while records are added, and a view keeps answering as
// before; assignment and moving from invalidate all three.
// Thread safety: one thread may call `add` while any number of others make views and ask them, and call any const member function. Whoever makes a view
// sees all of what was added before that (the end of an `add` synchronizes with the making of a view that counts its record), and never part of a record.
// Making a view is lock-free; what is asked of a view is wait-free, save where the same pair or key is being added to: then it is lock-free. No reader waits
// for the writer. `use`, assignment, moving and destruction need the chronicle alone.

namespace demarche::inline v0 {

class view;

namespace detail {
class archive;
class filling;
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

/// The bytes that a chronicle has taken, by what they are for.
struct memory_use {
    std::size_t contacts = 0;  ///< what contacts are, but for keys
    std::size_t matters = 0;   ///< what matters are, and their first contacts
    std::size_t parts = 0;     ///< which matters an actor has a part in
    std::size_t pairs = 0;     ///< contacts by pair and act
    std::size_t open = 0;      ///< what is open when
    std::size_t known = 0;     ///< the same by what was known when
    std::size_t keys = 0;
    std::size_t reports = 0;
    std::size_t others = 0;    ///< actors, ties and sources, with their texts; corrections

    std::size_t total() const { return contacts + matters + parts + pairs + open + known + keys + reports + others; }
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

template <class T>
class records;

/// The record, its keys, and the indexes derived from it.
class DEMARCHE_EXPORT chronicle {
public:
    /// An empty chronicle, whose matters may follow the lifecycles that come with the library.
    chronicle();
    /// The chronicle of these records. Throws as `add` does, and where two records have one key.
    explicit chronicle(batch records);
    chronicle(const chronicle& other);
    chronicle(chronicle&& other) noexcept;
    chronicle& operator=(chronicle other) noexcept;
    ~chronicle();

    /// Lets matters follow `table` too, which must outlive the chronicle. Throws `error` (`errc::duplicate_key`) where another
    /// table of that name is known.
    void use(const lifecycle& table);
    /// The lifecycles whose tables are known.
    std::span<const lifecycle* const> lifecycles() const;

    /// Appends a record, at the next `seq`, and gives its id. A record that is there already, with that key and the same content,
    /// (a report: with the same content) is not added again: its id is given.
    /// Amortised constant time (a tie: at worst the square of the number of ties above it).
    /// Throws `error`, and changes nothing: `missing_field` where a required field is empty (of a matter, `respondents` may be),
    /// `duplicate_key` where the key has other content, `invalid_value`, `cycle` where a tie that leads upward closes a circle that
    /// certainly holds at some instant, `clock_act` for a contact whose act is the clock's.
    /// Precondition: ids are of this chronicle.
    actor_id add(actor record);
    tie_id add(tie record);
    source_id add(source record);
    matter_id add(matter record);
    contact_id add(contact record);
    report_id add(report record);

    /// A contact without a text of its own, for those who record millions. It is not looked for among those that are there, and has the key `#c` and its number, counted from 1.
    contact_id add(const plain_contact& record);
    /// Each of them in turn; memory is asked ahead. What is refused is refused before any is added; where memory runs out,
    /// those before are there.
    void add(std::span<const plain_contact> records);

    /// The record of an id. Constant time. References stay valid while the chronicle lives and is not assigned to. Sources, matters,
    /// contacts and reports are kept packed, and are put together anew each time.
    const actor& operator[](actor_id x) const;
    const tie& operator[](tie_id x) const;
    matter operator[](matter_id x) const;
    contact operator[](contact_id x) const;
    report operator[](report_id x) const;
    source operator[](source_id x) const;
    /// Every record of a type, in the order of arrival: the n-th has the id `id<T>{n}`. Those that are there when it is called.
    template <class T>
    records<T> all() const;
    /// The key of a record: its own or, where a plain_contact has none, `#c` and its number, counted from 1.
    std::string key(actor_id x) const;
    std::string key(tie_id x) const;
    std::string key(source_id x) const;
    std::string key(matter_id x) const;
    std::string key(contact_id x) const;
    /// Where a record stands in the record order, which is by seq, then by key. Logarithmic for contacts and matters, constant for others.
    template <class T>
    std::int64_t seq(id<T> x) const;
    /// Whether `a` comes before `b` in the record order. Reports of one seq are ordered by on, source, published, stance.
    bool recorded_before(contact_id a, contact_id b) const;
    bool recorded_before(report_id a, report_id b) const;

    /// The id of the `T` with that key, or one that names nothing; which, put into a field that may be left out (`matter`, `to`), leaves it out. Constant time on
    /// average.
    template <class T>
    id<T> find(std::string_view key) const;
    /// The same for a key that has to be there. Throws `error`: `unknown_key` where no record has it, `wrong_type` where one of another type has.
    template <class T>
    id<T> at(std::string_view key) const;
    /// What type of record has that key: "actor", "tie", …; empty where none has.
    std::string_view type_of(std::string_view key) const;

    /// How many records there are.
    extent size() const;
    /// The greatest seq that a record has; 0 in an empty chronicle.
    std::int64_t last_seq() const;
    /// What it takes. Linear in actors and ties, and in sources and reports that have more than most. Not while another thread adds.
    memory_use memory() const;

    /// What belongs to a record, by ids, in the order in which they arrived. Linear in what is found; of an actor, in the contacts of its matters.
    std::vector<contact_id> contacts_of(matter_id m) const;
    std::vector<contact_id> contacts_from(actor_id a) const;
    std::vector<contact_id> contacts_to(actor_id a) const;
    std::vector<contact_id> corrections_of(contact_id c) const;
    /// The matters in which an actor may be awaited: as requester or respondent, or as one who acts, owes or takes over in a contact of them.
    std::vector<matter_id> matters_of(actor_id a) const;
    std::vector<report_id> reports_on(contact_id c) const;
    std::vector<report_id> reports_on(tie_id t) const;
    /// The ties of an actor that lead upward: what it is part of, what it holds.
    std::vector<tie_id> ties_upward(actor_id a) const;
    /// The period of a tie.
    const period& period_of(tie_id t) const;

    /// The lifecycle that a matter follows, or null where no table of that name is known: a matter that then has no legs.
    const lifecycle* lifecycle_of(matter_id m) const;

    /// The chronicle as it stands now, as of the latest instant of `when`, everything known. Copies nothing.
    view as_of(const date& when) const;
    view as_of(instant when) const;

    /// The union of the records of both, by key: commutative, associative and idempotent, seqs aside the lesser of which wins. The
    /// order of arrival, and so ids, are those of `a`, then what `b` adds. Throws `error` (`errc::duplicate_key`, naming both
    /// records) where one key has two contents. Linear in both.
    friend chronicle merge(const chronicle& a, const chronicle& b);

    /// What it holds, for the rest of the library.
    const detail::archive& contents() const { return *held_; }

private:
    friend class detail::filling;
    friend class view;
    template <class T>
    id<T> add_next(T record);
    template <class T>
    id<T> append(entry<T> e);
    template <class T>
    void append_all(std::vector<entry<T>>& entries);
    template <class T>
    void check_keyed(const entry<T>& e) const;
    void check(const actor& r) const;
    void check(const tie& r) const;
    void check(const source& r) const;
    void check(const matter& r) const;
    void check(const contact& r) const;
    void check(const report& r) const;
    void check(const plain_contact& r) const;
    void check_act(matter_id m, act does, std::string_view key) const;
    [[noreturn]] static void refuse_clock(act does, std::string_view key);
    void check_no_circle(const tie& r) const;
    report_id same_report(const report& r) const;

    std::unique_ptr<detail::archive> held_;
};

/// The records of one type: a random access range of values, or of references where these last.
template <class T>
class records {
public:
    using value_type = T;
    using reference = decltype(std::declval<const chronicle&>()[id<T>()]);

    class iterator {
    public:
        using iterator_category = std::input_iterator_tag;
        using iterator_concept = std::random_access_iterator_tag;
        using value_type = T;
        using reference = records::reference;
        using pointer = void;
        using difference_type = std::ptrdiff_t;

        iterator() = default;
        iterator(const chronicle* book, std::size_t n) : book_(book), n_(n) {}

        reference operator*() const { return (*book_)[id<T>(n_)]; }
        reference operator[](difference_type d) const { return *(*this + d); }
        iterator& operator+=(difference_type d)
        {
            n_ += static_cast<std::size_t>(d);
            return *this;
        }
        iterator& operator-=(difference_type d) { return *this += -d; }
        iterator& operator++() { return *this += 1; }
        iterator& operator--() { return *this += -1; }
        iterator operator++(int) { return std::exchange(*this, *this + 1); }
        iterator operator--(int) { return std::exchange(*this, *this - 1); }
        friend iterator operator+(iterator i, difference_type d) { return i += d; }
        friend iterator operator+(difference_type d, iterator i) { return i += d; }
        friend iterator operator-(iterator i, difference_type d) { return i -= d; }
        friend difference_type operator-(iterator a, iterator b) { return static_cast<difference_type>(a.n_ - b.n_); }
        friend bool operator==(iterator a, iterator b) { return a.n_ == b.n_; }
        friend auto operator<=>(iterator a, iterator b) { return a.n_ <=> b.n_; }

    private:
        const chronicle* book_ = nullptr;
        std::size_t n_ = 0;
    };

    /// The first `size` records of a type. Precondition: the chronicle has so many.
    records(const chronicle& book, std::size_t size) : book_(&book), size_(size) {}

    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    reference operator[](std::size_t n) const { return (*book_)[id<T>(n)]; }
    reference front() const { return (*this)[0]; }
    reference back() const { return (*this)[size_ - 1]; }
    iterator begin() const { return {book_, 0}; }
    iterator end() const { return {book_, size_}; }

    friend bool operator==(const records& a, const records& b) { return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin()); }

private:
    const chronicle* book_;
    std::size_t size_;
};

DEMARCHE_EXPORT chronicle merge(const chronicle& a, const chronicle& b);

}  // namespace demarche::inline v0
