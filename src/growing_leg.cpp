// SPDX-License-Identifier: BSL-1.0
#include "growing_leg.hpp"

#include <algorithm>
#include <numeric>

namespace demarche::inline v0::detail {

growing_leg::growing_leg(const view& standpoint, leg of)
    : standpoint_(standpoint), leg_(of), read_(standpoint), tells_(*standpoint.book().lifecycle_of(of.matter)), may_open_(as_recorded{&read_})
{
    read_.each_of(of.matter, tells_.engine().table(), [&](contact_id c, std::uint8_t row) {
        acts_.push_back({c, row});
        const contact* more = read_.details(c);
        delegated_ = delegated_ || (more != nullptr && more->delegate);
        if (more != nullptr && more->in_reply_to) replies_.emplace(more->in_reply_to, c);
    });
    std::sort(acts_.begin(), acts_.end(), [](const recorded_act& a, const recorded_act& b) { return a.contact < b.contact; });
}

void growing_leg::take(const view& v, std::span<const revision::cause> came)
{
    const bool alone = std::all_of(came.begin(), came.end(), [this](const revision::cause& what) { return bool(contact_of(what)); });
    if (!alone || delegated_) return take_all(v);
    for (const revision::cause& what : came) {
        const auto bound = bound_up_with(contact_of(what));
        // What replies to one of several may now reply to another.
        if (bound.size() > 1)
            for (const contact_id c : bound) order_replies_anew(c);
        for (const contact_id c : bound) take(v, c);
    }
}

/// The contact that comes, or is spoken of.
contact_id growing_leg::contact_of(const revision::cause& what) const
{
    if (const auto* itself = std::get_if<contact_id>(&what)) return *itself;
    const auto* r = std::get_if<report_id>(&what);
    const auto* on = r != nullptr ? std::get_if<contact_id>(&standpoint_.book()[*r].on) : nullptr;
    return on != nullptr ? *on : contact_id();
}

/// It, and all that correct it or are corrected by it, be it through others.
std::vector<contact_id> growing_leg::bound_up_with(contact_id c) const
{
    std::vector<contact_id> all;
    const auto reach = [&](contact_id x) {
        if (x && read_.has(x) && std::find(all.begin(), all.end(), x) == all.end()) all.push_back(x);
    };
    reach(c);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const contact* more = read_.details(all[i]);
        if (more != nullptr) reach(more->corrects);
        read_.each_correction(all[i], reach);
    }
    return all;
}

/// As a reply, and where others reply to it.
void growing_leg::order_replies_anew(contact_id c)
{
    order_anew(c);
    const auto [first, last] = replies_.equal_range(c);
    for (auto r = first; r != last; ++r) order_anew(r->second);
}

namespace {

/// Some entries, in record order, as runs in the order of time.
std::vector<run_of_leg> runs_of(std::span<const entry_of_leg> entries)
{
    std::vector<std::size_t> by_date(entries.size());
    std::iota(by_date.begin(), by_date.end(), std::size_t{0});
    const auto begins = [&](std::size_t a, std::size_t b) { return std::pair(entries[a].earliest, a) < std::pair(entries[b].earliest, b); };
    if (!std::is_sorted(by_date.begin(), by_date.end(), begins)) std::sort(by_date.begin(), by_date.end(), begins);
    std::vector<run_of_leg> runs;
    std::vector<std::size_t> run_of(entries.size());
    for (const std::size_t i : by_date) {
        const entry_of_leg& e = entries[i];
        if (runs.empty() || e.earliest > runs.back().last) runs.push_back({.first = e.earliest, .last = e.latest});
        runs.back().last = std::max(runs.back().last, e.latest);
        run_of[i] = runs.size() - 1;
    }
    for (std::size_t i = 0; i < entries.size(); ++i) runs[run_of[i]].entries.push_back(entries[i]);
    return runs;
}

std::vector<run_of_leg> one_run(std::vector<entry_of_leg> entries)
{
    run_of_leg run{.first = end_of_time, .last = beginning_of_time};
    for (const entry_of_leg& e : entries) {
        run.first = std::min(run.first, e.earliest);
        run.last = std::max(run.last, e.latest);
    }
    run.entries = std::move(entries);
    std::vector<run_of_leg> all;
    all.push_back(std::move(run));
    return all;
}

}  // namespace

void growing_leg::take_all(const view& v)
{
    const scratch room;
    const docket file(v, leg_.matter);
    const auto entries = file.entries_of(leg_.respondent);
    runs_.clear();
    sharing_.clear();
    disputed_ = 0;
    replace({0, 0}, runs_of(entries));
    may_open_.clear();
    for (const entry_of_leg& e : entries)
        if (may_open(e)) may_open_.insert(e.contact);
    opener_ = file.opener(entries);
}

void growing_leg::take(const view& v, contact_id c)
{
    const std::optional<entry_of_leg> now = entry_of(v, c);
    const entry_of_leg* was = find(c);
    if (now ? was != nullptr && *was == *now : was == nullptr) return;
    const some_runs near = around(c);
    auto entries = take_out(near);
    std::erase_if(entries, [c](const entry_of_leg& e) { return e.contact == c; });
    if (now) {
        const auto goes = [this](const entry_of_leg& a, const entry_of_leg& b) { return read_.recorded_before(a.contact, b.contact); };
        entries.insert(std::upper_bound(entries.begin(), entries.end(), *now, goes), *now);
    }
    // What it touches, and nothing else, it makes one run.
    replace(near, now ? one_run(std::move(entries)) : runs_of(entries));
    if (now && may_open(*now)) may_open_.insert(c);
    else may_open_.erase(c);
    open_by(may_open_.empty() ? contact_id() : *may_open_.begin());
}

std::optional<entry_of_leg> growing_leg::entry_of(const view& v, contact_id c) const
{
    const scratch room;
    const auto act = std::lower_bound(acts_.begin(), acts_.end(), c, [](const recorded_act& a, contact_id x) { return a.contact < x; });
    if (act == acts_.end() || act->contact != c) return {};
    const auto entries = docket(v, leg_.matter, {&*act, 1}).entries_of(leg_.respondent);
    return entries.empty() ? std::nullopt : std::optional(entries.front());
}

/// Another opener holds back other contacts: those of its run and of the run of the one before.
void growing_leg::open_by(contact_id opener)
{
    if (opener == opener_) return;
    for (const contact_id c : {opener_, opener})
        if (c) order_anew(c);
    opener_ = opener;
}

/// Lets nothing stand that was told of the runs that its date touches.
void growing_leg::order_anew(contact_id c)
{
    const some_runs near = around(c);
    forget(near);
    for (std::size_t i = near.first; i < near.last; ++i) runs_[i].choices.clear();
}

/// The runs that its date touches.
growing_leg::some_runs growing_leg::around(contact_id c) const
{
    const date_bounds on = read_.on(c);
    const auto first = std::partition_point(runs_.begin(), runs_.end(), [&](const run_of_leg& r) { return r.last < on.earliest; });
    const auto last = std::partition_point(first, runs_.end(), [&](const run_of_leg& r) { return r.first <= on.latest; });
    return {static_cast<std::size_t>(first - runs_.begin()), static_cast<std::size_t>(last - runs_.begin())};
}

const entry_of_leg* growing_leg::find(contact_id c) const
{
    const some_runs near = around(c);
    for (std::size_t i = near.first; i < near.last; ++i)
        for (const entry_of_leg& e : runs_[i].entries)
            if (e.contact == c) return &e;
    return nullptr;
}

bool growing_leg::has(contact_id c) const { return find(c) != nullptr; }

/// Their entries, in record order.
std::vector<entry_of_leg> growing_leg::take_out(some_runs of)
{
    std::vector<entry_of_leg> all;
    if (of.first < of.last) all = std::move(runs_[of.first].entries);
    for (std::size_t i = of.first + 1; i < of.last; ++i) all.insert(all.end(), runs_[i].entries.begin(), runs_[i].entries.end());
    const auto goes = [this](const entry_of_leg& a, const entry_of_leg& b) { return read_.recorded_before(a.contact, b.contact); };
    if (of.last > of.first + 1) std::sort(all.begin(), all.end(), goes);
    return all;
}

void growing_leg::replace(some_runs old, std::vector<run_of_leg> runs)
{
    forget(old);
    const auto begin = runs_.begin() + static_cast<std::ptrdiff_t>(old.first);
    const auto end = runs_.begin() + static_cast<std::ptrdiff_t>(old.last);
    for (auto r = begin; r != end; ++r)
        if (r->crowded) {
            disputed_ -= r->crowded->disputed;
            sharing_.erase(sharing_.find(r->crowded->sharing));
        }
    // What was told of a run that another goes on from holds until where they differ.
    if (begin != end && !runs.empty() && begin->first == runs.front().first) runs.front().choices = std::move(begin->choices);
    runs_.insert(runs_.erase(begin, end), std::make_move_iterator(runs.begin()), std::make_move_iterator(runs.end()));
}

/// Counts what is not counted yet.
void growing_leg::count()
{
    for (std::size_t i = told_; i < runs_.size() - untouched_; ++i) {
        if (runs_[i].crowded) continue;
        const scratch room;
        const crowd here = crowd_of(runs_[i].entries, standpoint_.when());
        runs_[i].crowded = here;
        disputed_ += here.disputed;
        sharing_.insert(here.sharing);
    }
}

/// Lets some runs be told again.
void growing_leg::forget(some_runs of)
{
    told_ = std::min(told_, of.first);
    untouched_ = std::min(untouched_, runs_.size() - of.last);
    for (std::size_t i = of.first; i < of.last; ++i) runs_[i].before.reset();
}

juncture growing_leg::start() const
{
    const archive& book = standpoint_.book().contents();
    const terms stated = book.line(leg_.matter).own_terms(book.dates());
    juncture first{.shown = {.at = {.in_force = stated}}};
    if (enumerated_) first.worlds = {{{.in_force = stated}}};
    return first;
}

/// Tells what is not told yet: how the leg stands after the last contacts that can have happened.
juncture growing_leg::tell(const view& v)
{
    const auto begun = std::partition_point(runs_.begin(), runs_.end(), [this](const run_of_leg& r) { return r.first <= standpoint_.when(); });
    const auto size = static_cast<std::size_t>(begun - runs_.begin());
    juncture now = told_ == 0 ? start() : runs_[told_ - 1].after;
    for (std::size_t i = told_; i < size; ++i) {
        run_of_leg& run = runs_[i];
        if (run.before != now) {
            run.after = told_on(v, run, now);
            run.before = std::move(now);
        } else if (i >= runs_.size() - untouched_) {
            now = runs_[size - 1].after;
            break;
        }
        now = run.after;
    }
    told_ = size;
    untouched_ = runs_.size();
    return now;
}

juncture growing_leg::told_on(const view& v, run_of_leg& run, const juncture& before) const
{
    const scratch room;
    const leg_record record = docket(v, leg_.matter, {}).record_of(leg_.respondent, run.entries, opener_);
    const instant until = std::min(run.last, standpoint_.when());
    return {.at = next_second(until),
            .worlds = worlds_after(run, record, before, until),
            .shown = shown(record, tells_, v, before.shown, before.at, until).at_last};
}

std::vector<standing_set> growing_leg::worlds_after(run_of_leg& run, const leg_record& record, const juncture& before, instant until) const
{
    if (!enumerated_) return {};
    some_contacts begun;
    for (std::size_t i = 0; i < record.entries.size(); ++i)
        if (record.entries[i].earliest <= until) begun.push_back(i);
    const auto ways = ways_of(record, begun, held_beyond(record, until));
    run.choices.resize(before.worlds.size() * ways.size());
    auto choice = run.choices.begin();
    return stand_after(before.worlds, ways, [&](const standing_set& from, const some_contacts& in) {
        return choice++->tell(record, tells_.engine().table(), before.at, from, in, until);
    });
}

demarche::status growing_leg::status(const view& v)
{
    count();
    const bool enumerated = !crowd{disputed_, sharing_.empty() ? 0 : *sharing_.rbegin()}.is_too_large();
    if (enumerated != enumerated_) told_ = untouched_ = 0;
    enumerated_ = enumerated;
    const lifecycle& table = tells_.engine().table();
    juncture now = tell(v);
    tells_.pass(now.shown, now.at, standpoint_.when(), [](instant) {});
    gathering all;
    for (standing_set& worlds : now.worlds) {
        for (standing& s : worlds) tells_.engine().pass(s, now.at, standpoint_.when(), [](const step&, instant) {});
        all.take(worlds);
    }
    const outcomes found = enumerated_ ? all.found : outcomes{.possible = table.all(), .why = {.too_many = true}};
    return status_as_told(v, leg_, table, now.shown, found.possible, found.why);
}

}  // namespace demarche::inline v0::detail
