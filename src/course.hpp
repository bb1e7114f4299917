// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "archive.hpp"
#include "instants.hpp"
#include "scratch.hpp"
#include "shown.hpp"
#include "sort_once.hpp"

#include <new>

// The course of a leg of which dates, terms and the table alone decide: one respondent, nothing disputed, corrected or delegated, and dates that are exact
// or do not touch. Most legs are such. Here they are folded once from the left, without enumerating worlds; of any other this says nothing.

namespace demarche::inline v0::detail {

/// Whether a leg in that state stands in the index of what is open: it is open or unanswered, or somebody has to move.
inline bool is_listed(const lifecycle::state_row& s) { return s.open || s.unanswered || s.awaited != awaited::nobody; }

/// A contact of a leg, with what it takes to fold it.
struct course_entry {
    instant earliest;
    instant latest;
    instant known;
    const contact* details;
    contact_id id;
    std::uint8_t row;
    std::uint8_t kind;
    bool from_requester;
    bool whole_day;  ///< its date is written as one

    bool is_exact() const { return earliest == latest; }
};

/// Whether terms pass within the date of a contact, so that the clock acts before it or after it.
enum class straddle { none, at_its_first, otherwise };
straddle straddles(const standing& s, const deed& d, const course_entry& e, const lifecycle& table);

class course {
public:
    static constexpr std::size_t longest = 24;

    course(const archive& book, const matter_line& line, const lifecycle& table) : book_(book), line_(line), tells_(table) {}
    /// Those of another for which `keep` is true.
    template <class Keep>
    course(const course& all, Keep keep) : book_(all.book_), line_(all.line_), tells_(all.tells_)
    {
        for (std::size_t i = 0; i < all.size(); ++i)
            if (keep(all[i])) add(all[i]);
    }
    course(const course&) = delete;
    course& operator=(const course&) = delete;

    /// Takes in the matter's contacts below `contacts`. Whether they are few enough.
    bool gather(std::uint32_t contacts, std::uint32_t reports, bool with_known);
    /// Takes in one more, which arrived last. Precondition: there are fewer than `longest`.
    void add(const course_entry& e) { new (room_ + size_++ * sizeof(course_entry)) course_entry(e); }
    std::size_t size() const { return size_; }
    const course_entry& operator[](std::size_t i) const { return entries()[i]; }
    void set_known(contact_id c, instant known)
    {
        for (std::size_t i = 0; i < size_; ++i)
            if (entries()[i].id == c) entries()[i].known = known;
    }
    /// Lets only those stay for which `keep` is true.
    template <class Keep>
    void filter(Keep keep)
    {
        std::size_t kept = 0;
        for (std::size_t i = 0; i < size_; ++i)
            if (keep(entries()[i])) entries()[kept++] = entries()[i];
        size_ = kept;
    }

    /// Puts them in the order of their dates, those of equal bounds as recorded. Whether that is the order, in every world.
    bool put_in_order();

    /// How a leg comes to stand by an instant: in the shown world, and, where one date straddles an act of the clock, in the other.
    struct outcome {
        told shown;
        std::optional<state_id> other;
    };
    /// Empty where dates leave more open than this can tell. Precondition: `put_in_order` was true.
    std::optional<outcome> by(instant when) const;

    /// Tells it until the date of a contact straddles an act of the clock: `moved(earliest, latest, told)` after each contact, and after each act of the clock.
    /// How many contacts it told of; `t` is then how the leg stood just before the date of the next.
    template <class Moved>
    std::size_t tell(told& t, Moved moved) const;
    /// Whether it may be open at any time from the `i`-th contact on, which straddles an act of the clock. `t` as `tell` left it.
    bool may_open_from(std::size_t i, const told& t) const;

    /// Whether the clock moves it at that instant.
    bool is_moved_at(instant due, const told& t) const;
    /// Goes on where `tell` stopped, at the `i`-th contact, in the shown world and in the other, until a further date straddles an act of the clock in either:
    /// `moved(earliest, latest, told, told)` after each contact, and at each instant at which the clock acts in either. How many contacts were told of in all.
    template <class Moved>
    std::size_t tell_both(std::size_t i, const told& t, Moved moved) const;

    const lifecycle& table() const { return tells_.engine().table(); }
    actor_id requester() const { return named<actor>(line_.requester); }
    actor_id respondent() const { return named<actor>(line_.respondent); }
    /// An instant after which nothing changes any more.
    instant settled() const;

private:
    const course_entry* entries() const { return std::launder(reinterpret_cast<const course_entry*>(room_)); }
    course_entry* entries() { return std::launder(reinterpret_cast<course_entry*>(room_)); }
    deed deed_of(const course_entry& e) const;
    void happen(told& t, const deed& d, const course_entry& e, instant at) const;
    told start() const;
    void part_ways(std::size_t i, told& shown, told& other) const;
    template <class Moved>
    void pass_both(told& shown, told& other, instant from, instant to, Moved moved) const;

    const archive& book_;
    const matter_line& line_;
    teller tells_;
    std::size_t size_ = 0;
    alignas(course_entry) std::byte room_[longest * sizeof(course_entry)];  // not an array of entries, which would be filled with zeros each time
};

template <class Moved>
std::size_t course::tell(told& t, Moved moved) const
{
    t = start();
    instant from = beginning_of_time;
    for (std::size_t i = 0; i < size_; ++i) {
        const course_entry& e = (*this)[i];
        const deed d = deed_of(e);
        if (from < e.earliest) tells_.pass(t, from, e.earliest - std::chrono::seconds(1), [&](instant at) { moved(at, at, t); });
        if (straddles(t.at, d, e, table()) != straddle::none) return i;
        from = e.latest;
        happen(t, d, e, e.latest);
        moved(e.earliest, e.latest, t);
    }
    tells_.pass(t, from, end_of_time, [&](instant at) { moved(at, at, t); });
    return size_;
}

template <class Moved>
std::size_t course::tell_both(std::size_t i, const told& t, Moved moved) const
{
    if (straddles(t.at, deed_of((*this)[i]), (*this)[i], table()) != straddle::at_its_first) return i;
    told shown = t;
    told other = t;
    part_ways(i, shown, other);
    moved((*this)[i].earliest, (*this)[i].latest, shown, other);
    instant from = (*this)[i].latest;
    while (++i < size_) {
        const course_entry& e = (*this)[i];
        const deed d = deed_of(e);
        if (from < e.earliest) pass_both(shown, other, from, e.earliest - std::chrono::seconds(1), moved);
        if (straddles(shown.at, d, e, table()) != straddle::none || straddles(other.at, d, e, table()) != straddle::none) return i;
        from = e.latest;
        happen(shown, d, e, e.latest);
        happen(other, d, e, e.latest);
        moved(e.earliest, e.latest, shown, other);
    }
    pass_both(shown, other, from, end_of_time, moved);
    return size_;
}

template <class Moved>
void course::pass_both(told& shown, told& other, instant from, instant to, Moved moved) const
{
    const auto quietly = [](instant) {};
    scratch_vector<instant> turns;
    for (const told* t : {&shown, &other}) {
        told later = *t;
        tells_.pass(later, from, to, [&turns](instant at) { turns.push_back(at); });
    }
    sort_once(turns);
    for (const instant at : turns) {
        tells_.pass(shown, from, at, quietly);
        tells_.pass(other, from, at, quietly);
        moved(at, at, shown, other);
        from = next_second(at);
    }
    tells_.pass(shown, from, to, quietly);
    tells_.pass(other, from, to, quietly);
}

/// Puts the status of a leg into `into`, which is new, where its course tells it; whether it does.
bool status_by_course(const view& standpoint, leg of, status& into);

}  // namespace demarche::inline v0::detail
