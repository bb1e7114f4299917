// SPDX-License-Identifier: BSL-1.0
#include "told_runs.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>

namespace demarche::inline v0::detail {

/// Some contacts, in record order, as runs.
told_runs::runs told_runs::runs_of(const std::vector<rank>& contacts) const
{
    std::vector<std::size_t> by_date(contacts.size());
    std::iota(by_date.begin(), by_date.end(), std::size_t{0});
    const auto begin_of = [&](std::size_t i) { return std::pair(all_[contacts[i]].earliest, i); };
    const auto begins = [&](std::size_t a, std::size_t b) { return begin_of(a) < begin_of(b); };
    if (!std::is_sorted(by_date.begin(), by_date.end(), begins)) std::sort(by_date.begin(), by_date.end(), begins);
    runs found;
    std::vector<run_of_leg*> run_of(contacts.size());
    for (const std::size_t i : by_date) {
        const entry_of_leg& e = all_[contacts[i]];
        if (found.empty() || e.earliest > std::prev(found.end())->second.last) found.emplace_hint(found.end(), e.earliest, run_of_leg{.last = e.latest});
        run_of_leg& run = std::prev(found.end())->second;
        run.last = std::max(run.last, e.latest);
        run_of[i] = &run;
    }
    for (std::size_t i = 0; i < contacts.size(); ++i) run_of[i]->contacts.push_back(contacts[i]);
    return found;
}

void told_runs::start_anew()
{
    std::vector<rank> contacts;
    for (rank r = 0; r < all_.contacts.size(); ++r)
        if (all_.has(r)) contacts.push_back(r);
    runs_ = runs_of(contacts);
    touched_.reach(beginning_of_time, end_of_time);
    uncounted_ = touched_;
    sharing_.clear();
    disputed_ = 0;
}

/// The runs that a date touches.
std::pair<told_runs::runs::iterator, told_runs::runs::iterator> told_runs::around(const date_bounds& on)
{
    const auto last = runs_.upper_bound(on.latest);
    auto first = last;
    while (first != runs_.begin() && std::prev(first)->second.last >= on.earliest) --first;
    return {first, last};
}

std::vector<rank> told_runs::touching(const date_bounds& on)
{
    std::vector<rank> all;
    const auto [first, last] = around(on);
    for (auto run = first; run != last; ++run) all.insert(all.end(), run->second.contacts.begin(), run->second.contacts.end());
    return all;
}

bool told_runs::is_disputed_about(const run_of_leg& run) const
{
    return std::any_of(run.contacts.begin(), run.contacts.end(), [this](rank r) { return all_[r].disputed; });
}

/// With what it touches, and nothing else, it makes one run.
void told_runs::come(rank r, bool orders)
{
    const entry_of_leg& e = all_[r];
    auto [first, last] = around({e.earliest, e.latest});
    if (first == last) first = runs_.emplace_hint(last, e.earliest, run_of_leg{.last = e.latest});
    run_of_leg& run = first->second;
    const bool joins = std::next(first) != last;
    for (auto other = std::next(first); other != last; other = erase(other)) {
        run.contacts.insert(run.contacts.end(), other->second.contacts.begin(), other->second.contacts.end());
        run.uncounted.reach(other->first, other->second.last);
        run.last = std::max(run.last, other->second.last);
    }
    if (joins) std::sort(run.contacts.begin(), run.contacts.end());
    run.contacts.insert(std::upper_bound(run.contacts.begin(), run.contacts.end(), r), r);
    run.uncounted.reach(e.earliest, e.latest);
    run.last = std::max(run.last, e.latest);
    if ((joins || orders) && is_disputed_about(run)) run.choices.clear();
    if (e.earliest < first->first) {
        auto node = runs_.extract(first);
        node.key() = e.earliest;
        first = runs_.insert(std::move(node)).position;
    }
    touch(first);
}

void told_runs::go(rank r, const entry_of_leg& e, bool orders)
{
    const auto at = around({e.earliest, e.latest}).first;
    run_of_leg& run = at->second;
    touch(at);
    uncount(run);
    run.contacts.erase(std::lower_bound(run.contacts.begin(), run.contacts.end(), r));
    if (orders && (e.disputed || is_disputed_about(run))) run.choices.clear();
    const auto covers = [&](rank other) { return all_[other].earliest <= e.earliest && e.latest <= all_[other].latest; };
    if (std::any_of(run.contacts.begin(), run.contacts.end(), covers)) return;
    auto parts = runs_of(run.contacts);
    if (!parts.empty() && !is_disputed_about(run)) parts.begin()->second.choices = std::move(run.choices);
    erase(at);
    runs_.merge(parts);
}

void told_runs::turn(rank r)
{
    const auto at = around({all_[r].earliest, all_[r].latest}).first;
    touch(at);
    uncount(at->second);
    at->second.choices.clear();
}

void told_runs::order_anew(const date_bounds& on)
{
    const auto [first, last] = around(on);
    for (auto run = first; run != last; ++run) {
        touch(run);
        run->second.choices.clear();
    }
}

/// Lets a run be told again.
void told_runs::touch(runs::iterator run)
{
    touched_.reach(run->first, run->second.last);
    uncounted_.reach(run->first, run->second.last);
    run->second.before.reset();
}

told_runs::runs::iterator told_runs::erase(runs::iterator run)
{
    touch(run);
    uncount(run->second);
    return runs_.erase(run);
}

bool told_runs::too_many()
{
    for (auto run = runs_.lower_bound(uncounted_.first); run != runs_.end() && run->first <= uncounted_.last; ++run) count(run->second);
    uncounted_ = {};
    return crowd{disputed_, sharing_.empty() ? 0 : *sharing_.rbegin()}.is_too_large();
}

/// Counts what is not counted yet. Where contacts only came, what was too large is so still.
void told_runs::count(run_of_leg& run)
{
    if (run.crowded && (run.uncounted.empty() || run.crowded->is_too_large())) return;
    const scratch room;
    scratch_vector<entry_of_leg> anew;
    std::size_t disputed = 0;
    for (const rank r : run.contacts) {
        const entry_of_leg& e = all_[r];
        if (may_be_disputed(e, standpoint_.when())) ++disputed;
        if (!run.crowded || run.uncounted.meets(e.earliest, e.latest)) anew.push_back(e);
    }
    const std::size_t sharing = std::max(crowd_of(anew, standpoint_.when()).sharing, run.crowded ? run.crowded->sharing : 0);
    uncount(run);
    run.crowded = {.disputed = disputed, .sharing = sharing};
    run.uncounted = {};
    disputed_ += disputed;
    sharing_.insert(sharing);
}

void told_runs::uncount(run_of_leg& run)
{
    if (!run.crowded) return;
    disputed_ -= run.crowded->disputed;
    sharing_.erase(sharing_.find(run.crowded->sharing));
    run.crowded.reset();
}

outcomes told_runs::tell(const view& v, const lifecycle& table, contact_id opener)
{
    if (too_many()) return {.possible = table.all(), .why = {.too_many = true}};
    juncture now = tell_until_now(v, table, opener);
    gathering all;
    for (standing_set& worlds : now.worlds) {
        for (standing& s : worlds) fold(table).pass(s, now.at, standpoint_.when(), [](const step&, instant) {});
        all.take(worlds);
    }
    return all.found;
}

/// Tells what is not told yet: where the worlds stand after the last contacts that can have happened.
juncture told_runs::tell_until_now(const view& v, const lifecycle& table, contact_id opener)
{
    const archive& book = standpoint_.book().contents();
    const juncture at_first{.worlds = {{{.in_force = book.line(all_.leg.matter).own_terms(book.dates())}}}};
    const auto end = runs_.upper_bound(standpoint_.when());
    auto run = touched_.first <= standpoint_.when() ? runs_.lower_bound(touched_.first) : end;
    const juncture* now = run == runs_.begin() ? &at_first : &std::prev(run)->second.after;
    for (; run != end; ++run) {
        if (run->second.before != *now) {
            tell(v, table, opener, run->second, *now);
        } else if (run->first > touched_.last) {
            now = &std::prev(end)->second.after;
            break;
        }
        now = &run->second.after;
    }
    touched_ = {};
    return *now;
}

void told_runs::tell(const view& v, const lifecycle& table, contact_id opener, run_of_leg& run, const juncture& before)
{
    const scratch room;
    const leg_record record = all_.record_of(v, run.contacts, opener);
    const instant until = std::min(run.last, standpoint_.when());
    some_contacts begun;
    for (std::size_t i = 0; i < record.entries.size(); ++i)
        if (record.entries[i].earliest <= until) begun.push_back(i);
    const auto ways = ways_of(record, begun, held_beyond(record, until));
    run.choices.resize(before.worlds.size() * ways.size());
    auto choice = run.choices.begin();
    auto worlds = stand_after(before.worlds, ways, [&](const standing_set& from, const some_contacts& in) {
        return choice++->tell(record, table, before.at, from, in, until);
    });
    run.after = {next_second(until), std::move(worlds)};
    run.before = before;
}

}  // namespace demarche::inline v0::detail
