// SPDX-License-Identifier: BSL-1.0
#include "transition.hpp"

#include "course.hpp"

namespace demarche::inline v0::detail {

namespace {

constexpr instant begin_of(std::int64_t day) { return instant(std::chrono::seconds(day * 86400)); }
constexpr instant end_of(std::int64_t day) { return instant(std::chrono::seconds(day * 86400 + 86399)); }

// Days that lie as a situation says; any that do lead to the same.
constexpr std::int64_t last_day = 20;
constexpr std::int64_t contact_day = 50;

instant day_for(term_end end, std::int64_t order)
{
    switch (end) {
    case term_end::nowhere: break;
    case term_end::before_last: return end_of(last_day - 10 + order);
    case term_end::between: return end_of(last_day + 10 + order);
    case term_end::day_before: return end_of(contact_day - 1);
    case term_end::later: return end_of(contact_day + 10 + order);
    }
    return end_of_time;
}

terms terms_for(const situation& s)
{
    const std::int64_t order = s.by_terms < 0 ? -1 : s.by_terms > 0 ? 1 : 0;
    return {.occasion = day_for(s.occasion, order), .reply_by = day_for(s.reply_by, 0)};
}

/// The party that is awaited; nobody owes but the requester where no contact says who does.
awaited party_awaited(awaited whom) { return whom == awaited::debtor ? awaited::requester : whom; }

due_of due_of_move(const fold::clock_move& m) { return m.at == end_of_time ? due_of::neither : m.of_reply ? due_of::reply_by : due_of::occasion; }

term_end end_of_term(date_table::code term, date_table::code last, date_table::code on)
{
    if (term == date_table::none) return term_end::nowhere;
    if (term >= on) return term_end::later;
    if (term + 1 == on) return term_end::day_before;
    return term < last ? term_end::before_last : term_end::between;
}

/// The last contact that arrived: when it had happened, and its code.
struct last_entry {
    date_table::code on = date_table::none;
    entry_code code = {};
};

last_entry last_of(const archive& book, const matter_line& l, std::uint32_t count)
{
    if (count == 0) return {};
    if (count <= matter_line::first_ones) return {l.on[count - 1], l.codes[count - 1]};
    const entry_block& b = book.block(l.more.load(std::memory_order_relaxed));
    return {b.on[count - 1 - b.first], b.codes[count - 1 - b.first]};
}

/// Where in its line or block the contact stands that has so many before it.
constexpr std::uint32_t place_after(std::uint32_t count)
{
    return count < matter_line::first_ones ? count : (count - matter_line::first_ones) % entry_block::size;
}

}  // namespace

leg_transition fold_transition(const situation& s)
{
    const lifecycle& table = *s.table;
    const teller tells(table);
    const auto postponed = [&](const told& t) { return table[t.at.state].awaited == awaited::postponer; };
    told t{.at = s.terms.with(s.state, terms_for(s)), .attempts = s.begun};
    bool by_clock = false;
    tells.pass(t, end_of(last_day), end_of(contact_day - 1), [&](instant) { by_clock = true; });
    const deed d{.row = s.row};
    const course_entry contact{.earliest = begin_of(contact_day),
                               .latest = end_of(contact_day),
                               .known = beginning_of_time,
                               .details = nullptr,
                               .id = {},
                               .row = s.row,
                               .kind = 0,
                               .from_requester = false,
                               .whole_day = true};
    if (postponed(t) || straddles(t.at, d, contact, table) != straddle::none) return {};

    leg_transition found{.before = t.at.state,
                     .awaits_before = party_awaited(table[t.at.state].awaited),
                     .due_before = due_of_move(tells.engine().next_move(t.at, begin_of(contact_day)))};
    const auto nobody = [] { return actor_id(); };
    const step done = tells.happen(t, d, contact.id, contact.latest, nobody, nobody);
    if (done.did.what == effect::prior || postponed(t) || (by_clock && !moves(done.did))) return {};
    // What the clock will do, if nobody moves: once, and then nothing more.
    const auto falls = tells.engine().next_move(t.at, begin_of(contact_day + 1));
    if (!falls.last || (falls.at != end_of_time && (table[falls.to].open || table[falls.to].unanswered))) return {};
    found.told = true;
    found.moves = moves(done.did) || t.at.state == state_id::none;
    found.begins = t.attempts > std::uint32_t{s.begun};
    found.reminds = t.reminders != 0;
    found.state = t.at.state;
    found.awaits = party_awaited(table[t.at.state].awaited);
    found.due = due_of_move(falls);
    if (found.due != due_of::neither) found.after = falls.to;
    found.terms = terms_code(t.at);
    return found;
}

std::optional<next_standing> next_in_course(const archive& book, const matter_line& line, std::uint8_t row, date_table::code on, transition_memo& memo)
{
    const date_table::code occasion = line.occasion;
    const date_table::code reply_by = line.reply_by;
    if (!date_table::is_day(on) || !date_table::is_day(occasion) || !date_table::is_day(reply_by)) return {};
    const std::uint32_t count = line.count.load(std::memory_order_relaxed);
    const last_entry last = last_of(book, line, count);
    if (last.on >= on) return {};
    const std::uint8_t number = line.lifecycle.load(std::memory_order_relaxed);
    const leg_transition& by = memo[{.table = book.lifecycle_of_number(number),
                                 .lifecycle_number = number,
                                 .row = row,
                                 .state = last.code.state(),
                                 .terms = line.last,
                                 .begun = last.code.attempts() != 0,
                                 .occasion = end_of_term(occasion, last.on, on),
                                 .reply_by = end_of_term(reply_by, last.on, on),
                                 .by_terms = occasion - 1 <=> reply_by - 1}];  // none is after all
    if (!by.told) return {};
    const std::uint32_t back = by.moves ? 0 : last.code.since_back() + 1u;
    const std::uint32_t attempts = last.code.attempts() + std::uint32_t{by.begins};
    const std::uint32_t reminders = by.begins ? 0 : last.code.reminders() + std::uint32_t{by.reminds};
    if (back > place_after(count) || back > entry_code::most_back || attempts > entry_code::most_counted || reminders > entry_code::most_counted) return {};
    return next_standing{.by = by,
                         .outcome = {.state = by.state,
                                     .since_back = static_cast<std::uint8_t>(back),
                                     .attempts = static_cast<std::uint8_t>(attempts),
                                     .reminders = static_cast<std::uint8_t>(reminders),
                                     .due = by.due,
                                     .after = by.after}};
}

}  // namespace demarche::inline v0::detail
