// SPDX-License-Identifier: BSL-1.0
#include "course.hpp"

namespace demarche::inline v0::detail {

namespace {

/// What lies within the dates of a contact, if anything does: when two terms are over.
struct dues_within {
    bool first = false;      ///< at its first instant
    bool elsewhere = false;  ///< at a later one

    void look(const terms& t, const course_entry& e)
    {
        look(next_second(t.reply_by), e);
        look(next_second(t.occasion), e);
    }
    void look(instant due, const course_entry& e)
    {
        if (due < e.earliest || due > e.latest || due == end_of_time) return;
        (due == e.earliest ? first : elsewhere) = true;
    }
};

}  // namespace

bool course::gather(std::uint32_t contacts, std::uint32_t reports, bool with_known)
{
    if (line_.count.load(std::memory_order_acquire) > longest) return false;
    book_.each_entry(line_, contacts, [&](std::uint32_t c, date_table::code on, entry_code code) {
        const std::uint8_t kind = code.kind();
        if (size_ == longest) return;
        const contact_id id(c);
        const date_bounds b = book_.dates().bounds(on);
        add({.earliest = b.earliest,
             .latest = b.latest,
             .known = with_known ? book_.known_from(id, reports) : beginning_of_time,
             .details = (kind & kind_with_details) != 0 ? book_.details(id) : nullptr,
             .id = id,
             .row = code.row(),
             .kind = kind,
             .from_requester = (kind & kind_reversed) == 0,
             .whole_day = date_table::is_day(on)});
    });
    return true;
}

bool course::put_in_order()
{
    course_entry* const sorted = entries();
    // Those of equal bounds stay as they were recorded, and the opener goes first of all: so it must not come behind one of its own bounds.
    std::size_t opener = size_;
    for (std::size_t i = 0; i < size_ && opener == size_; ++i)
        if (table().at(sorted[i].row, state_id::none).what == effect::go) opener = i;
    const contact_id opens = opener < size_ ? sorted[opener].id : contact_id();
    for (std::size_t i = 1; i < size_; ++i) {
        if (sorted[i - 1].latest <= sorted[i].latest) continue;
        const course_entry late = sorted[i];
        std::size_t j = i;
        for (; j > 0 && sorted[j - 1].latest > late.latest; --j) sorted[j] = sorted[j - 1];
        sorted[j] = late;
    }
    for (std::size_t i = 1; i < size_; ++i) {
        const course_entry& a = sorted[i - 1];
        const course_entry& b = sorted[i];
        if (a.latest < b.earliest) continue;
        if (a.earliest != b.earliest || a.latest != b.latest) return false;
        if (((a.kind | b.kind) & kind_replies) != 0 || b.id == opens) return false;
    }
    return true;
}

deed course::deed_of(const course_entry& e) const
{
    deed d{.row = e.row};
    if (e.details == nullptr) return d;
    d.with_occasion = e.details->occasion.has_value();
    d.with_reply_by = e.details->reply_by.has_value();
    if (d.with_occasion) d.proposed.occasion = e.details->occasion->latest();
    if (d.with_reply_by) d.proposed.reply_by = e.details->reply_by->latest();
    return d;
}

straddle straddles(const standing& s, const deed& d, const course_entry& e, const lifecycle& table)
{
    if (e.is_exact()) return straddle::none;
    dues_within found;
    found.look(s.in_force, e);
    if (table.with_prior.contains(s.state)) found.look(s.prior_terms, e);
    dues_within own;
    own.look(d.proposed, e);
    if (found.elsewhere || own.first || own.elsewhere) return straddle::otherwise;
    return found.first ? straddle::at_its_first : straddle::none;
}

void course::happen(told& t, const deed& d, const course_entry& e, instant at) const
{
    tells_.happen(
        t, d, e.id, at, [&] { return e.details != nullptr ? e.details->debtor : actor_id(); },
        [&] { return e.from_requester ? requester() : respondent(); });
}

told course::start() const
{
    told t;
    t.at.in_force = line_.own_terms(book_.dates());
    return t;
}

std::optional<course::outcome> course::by(instant when) const
{
    const auto quietly = [](instant) {};
    outcome found{.shown = start(), .other = {}};
    told other;
    bool two = false;
    instant from = beginning_of_time;
    for (std::size_t i = 0; i < size_; ++i) {
        const course_entry& e = (*this)[i];
        const deed d = deed_of(e);
        if (from < e.earliest) {
            const instant until = e.earliest - std::chrono::seconds(1);
            tells_.pass(found.shown, from, until, quietly);
            if (two) tells_.pass(other, from, until, quietly);
        }
        const straddle across = straddles(found.shown.at, d, e, table());
        if (across == straddle::otherwise || (across != straddle::none && two)) return {};
        if (two && straddles(other.at, d, e, table()) != straddle::none) return {};
        if (across == straddle::at_its_first) {
            other = found.shown;
            two = true;
            part_ways(i, found.shown, other);
        } else {
            happen(found.shown, d, e, e.latest);
            if (two) happen(other, d, e, e.latest);
        }
        from = e.latest;
    }
    tells_.pass(found.shown, from, when, quietly);
    if (two) {
        tells_.pass(other, from, when, quietly);
        found.other = other.at.state;
    }
    return found;
}

bool course::may_open_from(std::size_t i, const told& t) const
{
    const auto open = [this](const told& now) { return is_listed(table()[now.at.state]); };
    bool any = false;
    const auto look = [&](told& now, instant from, instant to) { tells_.pass(now, from, to, [&](instant) { any = any || open(now); }); };
    const course_entry& across = (*this)[i];
    if (straddles(t.at, deed_of(across), across, table()) != straddle::at_its_first) return true;
    for (const bool clock_first : {true, false}) {
        told now = t;
        if (clock_first) look(now, across.earliest, across.latest - std::chrono::seconds(1));
        happen(now, deed_of(across), across, clock_first ? across.latest : across.earliest);
        any = any || open(now);
        if (!clock_first) look(now, across.earliest, across.latest - std::chrono::seconds(1));
        instant from = across.latest;
        for (std::size_t j = i + 1; j < size_ && !any; ++j) {
            const course_entry& e = (*this)[j];
            if (from < e.earliest) look(now, from, e.earliest - std::chrono::seconds(1));
            if (straddles(now.at, deed_of(e), e, table()) != straddle::none) return true;
            happen(now, deed_of(e), e, e.latest);
            from = e.latest;
            any = any || open(now);
        }
        if (!any) look(now, from, end_of_time);
    }
    return any;
}

bool course::is_moved_at(instant due, const told& t) const
{
    bool moved = false;
    told later = t;
    tells_.pass(later, due, due, [&](instant) { moved = true; });
    return moved;
}

/// In the other world it happens at its first instant, when contacts come before the clock. Both are given as the leg stood just before its date.
void course::part_ways(std::size_t i, told& shown, told& other) const
{
    const course_entry& e = (*this)[i];
    const instant last = e.latest - std::chrono::seconds(1);
    const auto quietly = [](instant) {};
    happen(other, deed_of(e), e, e.earliest);
    tells_.pass(other, e.earliest, last, quietly);
    tells_.pass(shown, e.earliest, last, quietly);
    happen(shown, deed_of(e), e, e.latest);
}

instant course::settled() const
{
    instant last = beginning_of_time;
    const auto reach = [&](const terms& t) { each_due(t, [&](instant due) { last = std::max(last, due); }); };
    reach(start().at.in_force);
    for (std::size_t i = 0; i < size_; ++i) {
        last = std::max(last, (*this)[i].latest);
        reach(deed_of((*this)[i]).proposed);
    }
    return last;
}

namespace {

/// An instant by days: which have passed wholly, and which it is in.
struct day_of_view {
    explicit day_of_view(instant when) : today(date_table::day_code(when))
    {
        const std::int64_t second = when.time_since_epoch().count() % 86400;  // of the day; before 1970, back from its end
        const bool over = second == 86399 || second == -1;
        passed = today - std::uint32_t{!over && today != date_table::none};
    }

    date_table::code today;
    date_table::code passed;
};

// What follows has no branch that depends on what is in a leg's line: who asks for one leg after another then waits for memory once, and not for each.

/// How many have happened on a day up to `last`, of those below `limit`, which are in the order of their dates.
template <class Cells>
std::uint32_t happened_by(const Cells& cells, std::uint32_t limit, date_table::code last)
{
    const auto has = [&](std::size_t i) { return std::uint32_t{cells.contacts[i] < limit} & std::uint32_t{cells.on[i] <= last}; };
    return [&]<std::size_t... I>(std::index_sequence<I...>) { return (has(I) + ...); }(std::make_index_sequence<std::tuple_size_v<decltype(cells.contacts)>>());
}

/// What is there, or nothing.
constexpr std::uint32_t only(bool is, std::uint32_t number) { return number & -std::uint32_t{is}; }

/// What codes tell of a leg by an instant.
struct by_codes {
    template <class Cells>
    by_codes(const Cells& cells, std::uint32_t happened)
    {
        const std::uint32_t last = happened - std::uint32_t{happened != 0};
        const entry_code newest = cells.codes[last];
        code = newest.only(happened != 0);
        since = cells.contacts[last - std::min<std::uint32_t>(newest.since_back(), last)];
    }

    entry_code code;      ///< of the last contact
    std::uint32_t since;  ///< the contact that brought the state
};

/// Puts into `found` what tells more than the line, from the `newest` block of further contacts on. False where dates do not tell.
bool look_beyond(const archive& book, std::uint32_t newest, std::uint32_t limit, day_of_view when, by_codes& found)
{
    for (std::uint32_t b = newest; b != 0; b = book.block(b).before) {
        const entry_block& block = book.block(b);
        const std::uint32_t happened = happened_by(block, limit, when.passed);
        if (when.passed != when.today && happened != happened_by(block, limit, when.today)) return false;
        if (happened == 0) continue;
        found = by_codes(block, happened);
        return true;
    }
    return true;
}

void set(std::optional<instant>& into, bool is, instant t)
{
    into.emplace(t);
    if (!is) into.reset();
}

/// Puts the status of a leg into `into`, which is new, where the codes of its contacts tell it; whether they do.
bool status_by_codes(const archive& book, const matter_line& line, const view& standpoint, leg of, status& into)
{
    const day_of_view when(standpoint.when());
    const std::uint32_t limit = standpoint.size().contacts;
    const std::uint32_t happened = happened_by(line, limit, when.passed);
    if (when.passed != when.today && happened != happened_by(line, limit, when.today)) return false;
    by_codes found(line, happened);
    const std::uint32_t more = only(happened == matter_line::first_ones, line.more.load(std::memory_order_acquire));
    if (more != 0 && !look_beyond(book, more, limit, when, found)) return false;
    const entry_code code = found.code;
    const date_table::code term = only(code.due() == due_of::reply_by, line.reply_by) | only(code.due() == due_of::occasion, line.occasion);
    const instant due(std::chrono::seconds((date_table::day_of(term) + 1) * 86400));
    const bool falls = code.due() != due_of::neither;
    const bool fell = falls & (term < when.today);
    const bool may_fall = falls & (term >= when.today);
    const state_id state = fell ? code.after() : code.state();
    const lifecycle& table = *book.lifecycle_of(line);
    const lifecycle::state_row& there = table[state];
    into.book = &standpoint.book();
    into.table = &table;
    into.leg = of;
    into.state = state;
    into.possible = state_set::only(state);
    into.unanswered = std::optional(there.unanswered);
    const std::uint32_t party = there.awaited == awaited::respondent ? line.respondent : line.requester;
    into.awaiting = named<actor>(only(there.awaited != awaited::nobody, party));
    into.since.contact = named<contact>(only(!fell & (code.state() != state_id::none), found.since + 1));
    set(into.since.clock, fell, due);
    set(into.lapses, may_fall & there.open, due);
    into.attempts = code.attempts();
    into.reminders = code.reminders();
    return true;
}

}  // namespace

namespace {

/// The same where the whole course is to be followed.
bool status_by_whole_course(const archive& book, const matter_line& line, const view& standpoint, leg of, status& into)
{
    const lifecycle* const table = book.lifecycle_of(line);
    course told_by(book, line, *table);
    if (!told_by.gather(standpoint.size().contacts, standpoint.size().reports, standpoint.known() != end_of_time)) return false;
    const instant when = standpoint.when();
    bool within = false;
    told_by.filter([&](const course_entry& e) {
        if (e.earliest > when || e.known > standpoint.known()) return false;
        within = within || e.latest > when;
        return true;
    });
    if (within || !told_by.put_in_order()) return false;
    const auto found = told_by.by(when);
    if (!found) return false;
    state_set possible;
    possible.insert(found->shown.at.state);
    if (found->other) possible.insert(*found->other);
    into = status_as_told(standpoint, of, *table, found->shown, possible, {.imprecise_date = possible.size() > 1});
    return true;
}

}  // namespace

bool status_by_course(const view& standpoint, leg of, status& into)
{
    const archive& book = standpoint.book().contents();
    const matter_line& line = book.line(of.matter);
    const unsigned marks = line.marks.load(std::memory_order_acquire);
    if ((marks & matter_line::irregular) != 0 || !standpoint.sources().all() || raw(of.respondent) != line.respondent) return false;
    if (standpoint.supposed() != nullptr && reading(standpoint).touches(of.matter)) return false;
    if ((marks & matter_line::unordered) == 0 && standpoint.known() == end_of_time && status_by_codes(book, line, standpoint, of, into)) return true;
    return status_by_whole_course(book, line, standpoint, of, into);
}

}  // namespace demarche::inline v0::detail
