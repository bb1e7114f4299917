// SPDX-License-Identifier: BSL-1.0
#include <demarche/event_tables.hpp>

#include <demarche/event_acts.hpp>

#include "answers.hpp"
#include "crowding.hpp"
#include "parties.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

namespace demarche::inline v0 {

namespace {

using namespace detail;

constexpr count once{.least = 1, .most = 1};

/// Somebody in whose row something counts, and how surely.
using seats = std::vector<std::pair<actor_id, verdict>>;

seats seats_of(const view& v, actor_id who, bool told_apart, bool sides_instead)
{
    if (!told_apart) return {{actor_id(), verdict::certainly}};
    if (!sides_instead) return {{who, verdict::certainly}};
    seats found;
    for (const candidate& c : sides(v, who)) found.emplace_back(c.who, c.how);
    return found;
}

/// How surely the two are of one side.
verdict share_side(const seats& a, const seats& b)
{
    verdict how = verdict::impossibly;
    for (const auto& [x, x_how] : a)
        for (const auto& [y, y_how] : b)
            if (x == y) how = std::max(how, std::min(x_how, y_how));
    return how;
}

using month_if_any = std::optional<std::chrono::year_month>;

/// Calls `take(from, to, month, how)` for each row in which what `from` did toward `to` at an instant counts, or may.
template <class Take>
void each_row_of(const view& v, const grouping& by, actor_id from, actor_id to, instant at, Take take)
{
    const view then = by.sides ? v.as_of(at) : v;
    const month_if_any month = by.month ? month_if_any(month_of(at)) : std::nullopt;
    const verdict apart = by.sides ? negated(share_side(seats_of(then, from, true, true), seats_of(then, to, true, true))) : verdict::certainly;
    if (apart == verdict::impossibly) return;
    for (const auto& [one, one_how] : seats_of(then, from, by.from, by.sides))
        for (const auto& [other, other_how] : seats_of(then, to, by.to, by.sides))
            if (!by.sides || !one || one != other) take(one, other, month, std::min({apart, one_how, other_how}));
}

/// The rows of a table, as they fill.
template <class Row>
class filling_rows {
public:
    filling_rows(const view& v, const grouping& by) : view_(v), by_(by) {}

    /// The same, with the row itself: take(row, how).
    template <class Take>
    void each(actor_id from, actor_id to, instant at, Take take)
    {
        each_row_of(view_, by_, from, to, at, [&](actor_id one, actor_id other, month_if_any month, verdict how) { take(row(one, other, month), how); });
    }
    std::vector<Row> in_order() const
    {
        std::vector<Row> found;
        for (const auto& [key, row] : rows_) found.push_back(row);
        const chronicle& book = view_.book();
        const auto key = [&](actor_id a) { return a ? std::string_view(book[a].key) : std::string_view(); };
        std::sort(found.begin(), found.end(),
            [&](const Row& a, const Row& b) { return std::tuple(key(a.from), key(a.to), a.month) < std::tuple(key(b.from), key(b.to), b.month); });
        return found;
    }

private:
    Row& row(actor_id from, actor_id to, month_if_any month)
    {
        const auto [at, fresh] = rows_.try_emplace(std::tuple(from, to, month));
        if (fresh) std::tie(at->second.from, at->second.to, at->second.month) = at->first;
        return at->second;
    }

    const view& view_;
    grouping by_;
    std::map<std::tuple<actor_id, actor_id, month_if_any>, Row> rows_;
};

void count_in(count& into, verdict how)
{
    if (how != verdict::impossibly) add_up(into, once, how);
}

// Requests.

constexpr state_set only(std::initializer_list<state_id> states)
{
    state_set all;
    for (const state_id s : states) all.insert(s);
    return all;
}

/// To which nothing but an answer leads, or what followed one.
constexpr state_set answered_states = only({meeting::tentative, meeting::countered, meeting::conditional, meeting::agreed, meeting::declined,
    meeting::cancelled, meeting::reneged, meeting::delegated, meeting::held, meeting::not_held, meeting::unreported});

/// Whether a leg stands in one of some states.
verdict stands_in(const status& s, state_set any)
{
    std::size_t within = 0;
    for (std::size_t i = 0; i < s.table->state_count; ++i) within += any.contains(static_cast<state_id>(i)) && s.possible.contains(static_cast<state_id>(i));
    return within == 0 ? verdict::impossibly : within == s.possible.size() ? verdict::certainly : verdict::possibly;
}

bool is_answer(const deed_done& d)
{
    return d.before != d.after && (answered_states.contains(d.after) || (d.after == meeting::postponed && d.is_of_respondent()));
}

/// The last instant by `when()` at which one of the contacts can have happened that may have opened a leg.
instant last_opening(const open_leg& l)
{
    instant last = beginning_of_time;
    for (const entry_of_leg& e : l.record.entries)
        if (e.earliest <= l.standpoint.when() && names_state(l.table().at(e.does.row, state_id::none))) last = std::max(last, e.latest);
    return last == beginning_of_time ? l.standpoint.when() : std::min(last, l.standpoint.when());
}

/// Whether a leg was answered, where its shown world says so or not.
verdict was_answered(const open_leg& l, const status& s, bool shown)
{
    if (only_one_world(l.record, l.standpoint.when())) return shown ? verdict::certainly : verdict::impossibly;
    return std::max(stands_in(s, answered_states), verdict::possibly);
}

/// A leg as rows count it.
struct told_request {
    explicit told_request(const open_leg& l) : is(status_of(l)), made(negated(stands_in(is, only({state_id::none}))))
    {
        if (made == verdict::impossibly) return;
        const request_and_answer found = request_and_answer_in(l, is_answer);
        at = found.asked != nullptr ? std::min(found.asked->latest, l.standpoint.when()) : last_opening(l);
        answered = was_answered(l, is, found.answered != nullptr);
        if (answered == verdict::certainly && found.answered != nullptr && found.asked != nullptr) to_answer = time_between(found);
    }

    status is;
    verdict made;
    verdict answered = verdict::impossibly;
    std::optional<time_bounds> to_answer = {};
    instant at = {};
};

/// A row, and the times to answer of which it will have the median.
struct request_row_and_times : request_row {
    std::vector<time_bounds> times = {};
};

void take_request(const told_request& r, request_row_and_times& row, verdict how)
{
    const auto in = [&](state_set any) { return std::min(how, stands_in(r.is, any)); };
    count_in(row.asked, std::min(how, r.made));
    count_in(row.pending, in(r.is.table->unanswered_states));
    count_in(row.lapsed, in(only({meeting::lapsed})));
    count_in(row.refused, in(only({meeting::declined, meeting::reneged})));
    count_in(row.answered, std::min(how, r.answered));
    if (r.to_answer && how == verdict::certainly) row.times.push_back(*r.to_answer);
}

// Contacts.

/// Calls `take(contact_id, contact, how)` for each contact that counts, or may.
template <class Take>
void each_contact(const view& v, Take take)
{
    const auto offer = [&](contact_id c) {
        const reading read(v);
        if (!read.to(c) || read.from(c) == read.to(c) || read.on(c).earliest > v.when()) return;
        const belief known = v.of(c);
        if (known == belief::unknown || v.corrected(c)) return;
        const contact record = v[c];
        if (!is_further(record)) take(c, record, known == belief::asserted && record.on.latest() <= v.when() ? verdict::certainly : verdict::possibly);
    };
    for (std::size_t n = 0; n < v.size().contacts; ++n) offer(contact_id(n));
    for (const contact_id c : v.supposed_contacts()) offer(c);
}

bool refuses(const contact& c)
{
    const act means = event_act(c);
    return means == acts::decline || means == acts::decline_counter;
}

/// Adds a value, as often as it happened.
void add_value(number_bounds& sum, double value, const count& times, verdict how)
{
    const double least = how == verdict::certainly ? value * static_cast<double>(times.least) : 0;
    const double unbounded = value == 0 ? 0 : value * std::numeric_limits<double>::infinity();
    const double most = times.most ? value * static_cast<double>(*times.most) : unbounded;
    sum.least += std::min(least, most);
    sum.most += std::max(least, most);
}

/// A contact of a pair, and how surely it was one.
struct sighting {
    actor_id one;
    actor_id other;
    instant earliest;
    instant latest;
    contact_id contact;
    verdict how;
    count times;
};

std::vector<sighting> sightings_of_pairs(const view& v, bool sides_instead)
{
    std::vector<sighting> found;
    each_contact(v, [&](contact_id c, const contact& r, verdict how) {
        each_row_of(
            v, {.sides = sides_instead}, r.from, r.to, std::min(r.on.latest(), v.when()), [&](actor_id from, actor_id to, month_if_any, verdict seated) {
                found.push_back({std::min(from, to), std::max(from, to), r.on.earliest(), r.on.latest(), c, std::min(how, seated), r.times});
            });
    });
    std::sort(found.begin(), found.end(),
        [](const sighting& a, const sighting& b) { return std::tuple(a.one, a.other, a.latest, a.contact) < std::tuple(b.one, b.other, b.latest, b.contact); });
    return found;
}

/// The last that happened for sure, or where none did the last that may have.
const sighting& last_of(std::span<const sighting> of)
{
    const auto sure = std::find_if(of.rbegin(), of.rend(), [](const sighting& s) { return s.how == verdict::certainly; });
    return sure != of.rend() ? *sure : of.back();
}

/// How many contacts there were in the days up to the last, with it, which is `last` or one that may have come after it by `when`.
count before_silence(std::span<const sighting> of, const sighting& last, instant when, std::chrono::days within)
{
    const instant last_of_all = std::min(of.back().latest, when);
    count sum{.least = 0, .most = 0};
    for (const sighting& s : of) {
        if (last.how == verdict::certainly && passed(s.latest, last.earliest) > within) continue;
        add_up(sum, s.times, passed(s.earliest, last_of_all) <= within ? s.how : verdict::possibly);
    }
    return sum;
}

/// The silence of a pair; impossible where there is none. `of` is by date.
silent_pair silence_of(std::span<const sighting> of, instant when, const silence_options& options)
{
    const sighting& last = last_of(of);
    silent_pair found{.one = last.one, .other = last.other, .contacts = before_silence(of, last, when, options.within), .last = last.contact};
    found.silent = std::chrono::floor<std::chrono::days>(passed(last.latest, when));
    const auto sure_and_lately = [&](const sighting& s) { return s.how == verdict::certainly && passed(s.earliest, when) <= options.quiet; };
    const bool broken = std::any_of(of.begin(), of.end(), sure_and_lately);
    const bool too_few = found.contacts.most && *found.contacts.most < options.least;
    const bool surely_last = last.how == verdict::certainly && of.back().latest <= last.latest && passed(last.latest, when) > options.quiet;
    found.how = broken || too_few ? verdict::impossibly : surely_last && found.contacts.least >= options.least ? verdict::certainly : verdict::possibly;
    return found;
}

}  // namespace

std::optional<number_bounds> request_row::answer_rate() const
{
    const auto part = [](std::uint64_t of, std::uint64_t all) { return std::min(1.0, static_cast<double>(of) / static_cast<double>(all)); };
    if (*asked.most <= pending.least) return {};
    const bool some_closed = asked.least > *pending.most;
    const double most = some_closed ? part(*answered.most, asked.least - *pending.most) : *answered.most > 0;
    return number_bounds{.least = part(answered.least, *asked.most - pending.least), .most = most};
}

std::vector<request_row> request_rows(const view& standpoint, const grouping& by)
{
    filling_rows<request_row_and_times> rows(standpoint, by);
    for (std::size_t n = 0; n < standpoint.size().matters; ++n) {
        const matter_id m(n);
        const lifecycle* const table = standpoint.book().lifecycle_of(m);
        if (table == nullptr || table->name != lifecycles::meeting_request.name) continue;
        const actor_id requester = named<actor>(standpoint.book().contents().line(m).requester);
        each_leg(standpoint, m, [&](const docket& file, actor_id respondent) {
            const scratch room;
            const told_request r(open_leg(file, respondent));
            if (r.made == verdict::impossibly) return;
            rows.each(requester, respondent, r.at, [&](request_row_and_times& row, verdict how) { take_request(r, row, how); });
        });
    }
    std::vector<request_row> found;
    for (request_row_and_times& row : rows.in_order()) {
        row.to_answer = median_of(row.times);
        found.push_back(row);
    }
    return found;
}

std::vector<refusal_row> refusal_rows(const view& standpoint, const grouping& by)
{
    filling_rows<refusal_row> rows(standpoint, by);
    each_contact(standpoint, [&](contact_id c, const contact& r, verdict how) {
        if (!refuses(r)) return;
        rows.each(r.from, r.to, std::min(r.on.latest(), standpoint.when()), [&](refusal_row& row, verdict seated) {
            add_up(row.refused, r.times, std::min(how, seated));
            if (r.matter && standpoint.in_record(r.matter)) add_up(row.in_matters, r.times, std::min(how, seated));
            if (!row.last || reading(standpoint).on(row.last).latest <= r.on.latest()) row.last = c;
        });
    });
    return rows.in_order();
}

std::vector<silent_pair> silent_pairs(const view& standpoint, const silence_options& options)
{
    const chronicle& book = standpoint.book();
    const std::vector<sighting> all = sightings_of_pairs(standpoint, options.sides);
    std::vector<silent_pair> found;
    for (auto first = all.begin(); first != all.end();) {
        const auto next = std::find_if(first, all.end(), [&](const sighting& s) { return s.one != first->one || s.other != first->other; });
        if (silent_pair p = silence_of({first, next}, standpoint.when(), options); p.how != verdict::impossibly) {
            if (book[p.other].key < book[p.one].key) std::swap(p.one, p.other);
            found.push_back(p);
        }
        first = next;
    }
    std::sort(found.begin(), found.end(), [&](const silent_pair& a, const silent_pair& b) {
        return std::tuple(-a.silent, std::string_view(book[a.one].key), std::string_view(book[a.other].key)) <
               std::tuple(-b.silent, std::string_view(book[b.one].key), std::string_view(book[b.other].key));
    });
    return found;
}

contact_scale event_goldstein(goldstein_by whom)
{
    return [whom](const contact& c) {
        const auto code = cameo_code::find(event_code(c));
        return code ? goldstein(*code, whom) : goldstein(c);
    };
}

std::vector<goldstein_row> goldstein_rows(const view& standpoint, const contact_scale& scale, const grouping& by)
{
    filling_rows<goldstein_row> rows(standpoint, by);
    each_contact(standpoint, [&](contact_id, const contact& r, verdict how) {
        const auto value = scale(r);
        if (!value) return;
        rows.each(r.from, r.to, std::min(r.on.latest(), standpoint.when()), [&](goldstein_row& row, verdict seated) {
            add_up(row.contacts, r.times, std::min(how, seated));
            add_value(row.sum, *value, r.times, std::min(how, seated));
        });
    });
    return rows.in_order();
}

}  // namespace demarche::inline v0
