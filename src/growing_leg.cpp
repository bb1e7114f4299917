// SPDX-License-Identifier: BSL-1.0
#include "growing_leg.hpp"

#include "open_leg.hpp"
#include "parties.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>

namespace demarche::inline v0::detail {

growing_leg::growing_leg(const view& standpoint, leg of)
    : standpoint_(standpoint), leg_(of), read_(standpoint), goes_{&read_}, tells_(*standpoint.book().lifecycle_of(of.matter)), may_open_(goes_),
      delegate_to_(goes_)
{
    read_.each_of(of.matter, tells_.engine().table(), [&](contact_id c, std::uint8_t row) {
        acts_.push_back({c, row});
        const contact* more = read_.details(c);
        if (more != nullptr && more->delegate) delegating_.push_back({c, row});
        if (more != nullptr && more->in_reply_to) replies_.emplace(more->in_reply_to, c);
    });
    std::sort(acts_.begin(), acts_.end(), [](const recorded_act& a, const recorded_act& b) { return a.contact < b.contact; });
}

void growing_leg::take(const view& v, std::span<const revision::cause> came)
{
    std::vector<contact_id> touched;
    std::set<actor_id> concerned;
    for (const revision::cause& what : came) {
        if (const tie_id t = of_kind<tie>(what)) {
            const auto below = all_own(v, {standpoint_.book()[t].from});
            concerned.insert(below.begin(), below.end());
        }
        const auto bound = bound_up_with(of_kind<contact>(what));
        // What replies to one of several may now reply to another.
        if (bound.size() > 1)
            for (const contact_id c : bound) order_replies_anew(c);
        touched.insert(touched.end(), bound.begin(), bound.end());
    }
    delegate_anew(v, touched, concerned);
    if (concerns_all(concerned)) return take_all(v);
    if (!concerned.empty()) touch_all_of(concerned, touched);
    for (const contact_id c : touched) {
        const auto now = entry_of(v, c);
        take(c, now ? &*now : nullptr);
    }
}

/// What comes, or is spoken of, where it is of that kind.
template <class T>
id<T> growing_leg::of_kind(const revision::cause& what) const
{
    if (const auto* itself = std::get_if<id<T>>(&what)) return *itself;
    const auto* r = std::get_if<report_id>(&what);
    const auto* on = r != nullptr ? std::get_if<id<T>>(&standpoint_.book()[*r].on) : nullptr;
    return on != nullptr ? *on : id<T>();
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

/// Finds out who the delegates are now; whoever became one, or is one no more, is concerned.
void growing_leg::delegate_anew(const view& v, std::span<const contact_id> touched, std::set<actor_id>& concerned)
{
    const auto delegates = [&](contact_id c) {
        const contact* more = read_.details(c);
        return more != nullptr && more->delegate;
    };
    if (std::none_of(touched.begin(), touched.end(), delegates)) return;
    const scratch room;
    const docket file(v, leg_.matter, delegating_);
    const std::set<actor_id> now(file.delegates().begin(), file.delegates().end());
    std::set_symmetric_difference(now.begin(), now.end(), delegates_.begin(), delegates_.end(), std::inserter(concerned, concerned.end()));
    delegates_ = now;
}

/// Whether what concerns some actors may decide of a contact of any others whose it is, or for whom it counts.
bool growing_leg::concerns_all(const std::set<actor_id>& some) const
{
    const archive& book = standpoint_.book().contents();
    // By ties it is whose word counts too.
    const source_filter* heard = standpoint_.sources().filter();
    bool all = !some.empty() && heard != nullptr && heard->side;
    all = all || some.contains(leg_.respondent) || some.contains(named<actor>(book.line(leg_.matter).requester));
    book.each_respondent(leg_.matter, [&](actor_id a) { all = all || some.contains(a); });
    return all;
}

/// The matter's contacts that name one of some actors.
void growing_leg::touch_all_of(const std::set<actor_id>& some, std::vector<contact_id>& touched) const
{
    const auto is_one = [&some](actor_id a) { return some.contains(a); };
    for (const recorded_act& a : acts_) {
        const contact* more = read_.details(a.contact);
        const bool is_named = more != nullptr && std::any_of(more->respondent.begin(), more->respondent.end(), is_one);
        if (is_named || is_one(read_.from(a.contact)) || is_one(read_.to(a.contact))) touched.push_back(a.contact);
    }
}

void growing_leg::take_all(const view& v)
{
    const scratch room;
    const docket file(v, leg_.matter);
    delegates_ = {file.delegates().begin(), file.delegates().end()};
    auto entries = file.entries_of(leg_.respondent);
    const source_filter* heard = v.sources().filter();
    // Where it is another word that counts, something else may be corrected, and replied to.
    if (runs_.empty() || (heard != nullptr && heard->side)) return start_anew(entries);
    std::sort(entries.begin(), entries.end(), [](const entry_of_leg& a, const entry_of_leg& b) { return a.contact < b.contact; });
    auto e = entries.begin();
    for (const recorded_act& a : acts_) take(a.contact, e != entries.end() && e->contact == a.contact ? &*e++ : nullptr);
}

namespace {

/// Some entries, in record order, as runs.
std::map<instant, run_of_leg> runs_of(std::span<const entry_of_leg> entries)
{
    std::vector<std::size_t> by_date(entries.size());
    std::iota(by_date.begin(), by_date.end(), std::size_t{0});
    const auto begins = [&](std::size_t a, std::size_t b) { return std::pair(entries[a].earliest, a) < std::pair(entries[b].earliest, b); };
    if (!std::is_sorted(by_date.begin(), by_date.end(), begins)) std::sort(by_date.begin(), by_date.end(), begins);
    std::map<instant, run_of_leg> runs;
    std::vector<run_of_leg*> run_of(entries.size());
    for (const std::size_t i : by_date) {
        const entry_of_leg& e = entries[i];
        if (runs.empty() || e.earliest > std::prev(runs.end())->second.last) runs.emplace_hint(runs.end(), e.earliest, run_of_leg{.last = e.latest});
        run_of_leg& run = std::prev(runs.end())->second;
        run.last = std::max(run.last, e.latest);
        run_of[i] = &run;
    }
    for (std::size_t i = 0; i < entries.size(); ++i) run_of[i]->entries.push_back(entries[i]);
    return runs;
}

bool is_disputed_about(const run_of_leg& run)
{
    return std::any_of(run.entries.begin(), run.entries.end(), [](const entry_of_leg& e) { return e.disputed; });
}

}  // namespace

void growing_leg::start_anew(std::span<const entry_of_leg> entries)
{
    runs_ = runs_of(entries);
    touched_.reach(beginning_of_time, end_of_time);
    sharing_.clear();
    disputed_ = attempts_ = 0;
    may_open_.clear();
    delegate_to_.clear();
    for (const entry_of_leg& e : entries) may_open(e.contact, &e);
    open();
}

std::optional<entry_of_leg> growing_leg::entry_of(const view& v, contact_id c) const
{
    const scratch room;
    const auto act = std::lower_bound(acts_.begin(), acts_.end(), c, [](const recorded_act& a, contact_id x) { return a.contact < x; });
    if (act == acts_.end() || act->contact != c) return {};
    const scratch_vector<actor_id> delegates(delegates_.begin(), delegates_.end());
    const auto entries = docket(v, leg_.matter, {&*act, 1}, delegates).entries_of(leg_.respondent);
    return entries.empty() ? std::nullopt : std::optional(entries.front());
}

void growing_leg::take(contact_id c, const entry_of_leg* now)
{
    const entry_of_leg* was = find(c);
    if (was == nullptr && now == nullptr) return;
    if (was == nullptr) come(*now);
    else if (now == nullptr) go(*was);
    else if (*was != *now) turn(*was, *now);
    may_open(c, now);
    open();
}

/// With what it touches, and nothing else, it makes one run.
void growing_leg::come(const entry_of_leg& e)
{
    auto [first, last] = around(e.contact);
    if (first == last) first = runs_.emplace_hint(last, e.earliest, run_of_leg{.last = e.latest});
    run_of_leg& run = first->second;
    const bool joins = std::next(first) != last;
    for (auto other = std::next(first); other != last; other = erase(other)) {
        run.entries.insert(run.entries.end(), other->second.entries.begin(), other->second.entries.end());
        run.uncounted.reach(other->first, other->second.last);
        run.last = std::max(run.last, other->second.last);
    }
    if (joins) std::sort(run.entries.begin(), run.entries.end(), goes_);
    run.entries.insert(std::upper_bound(run.entries.begin(), run.entries.end(), e, goes_), e);
    run.uncounted.reach(e.earliest, e.latest);
    run.last = std::max(run.last, e.latest);
    if (joins ? is_disputed_about(run) : orders_others(run, e)) run.choices.clear();
    if (e.earliest < first->first) {
        auto node = runs_.extract(first);
        node.key() = e.earliest;
        first = runs_.insert(std::move(node)).position;
    }
    touch(first);
}

void growing_leg::go(const entry_of_leg& e)
{
    const auto at = around(e.contact).first;
    const instant earliest = e.earliest;
    const instant latest = e.latest;
    run_of_leg& run = at->second;
    touch(at);
    uncount(run);
    if (orders_others(run, e)) run.choices.clear();
    run.entries.erase(std::lower_bound(run.entries.begin(), run.entries.end(), e, goes_));
    const auto covers = [&](const entry_of_leg& other) { return other.earliest <= earliest && latest <= other.latest; };
    if (std::any_of(run.entries.begin(), run.entries.end(), covers)) return;
    auto parts = runs_of(run.entries);
    if (!parts.empty() && !is_disputed_about(run)) parts.begin()->second.choices = std::move(run.choices);
    erase(at);
    runs_.merge(parts);
}

void growing_leg::turn(const entry_of_leg& was, const entry_of_leg& now)
{
    const auto at = around(was.contact).first;
    run_of_leg& run = at->second;
    touch(at);
    entry_of_leg& here = *std::lower_bound(run.entries.begin(), run.entries.end(), was, goes_);
    here.actor = now.actor;
    // For whom it counts tells nothing of what is possible.
    if (here == now) return;
    here = now;
    uncount(run);
    run.choices.clear();
}

/// Whether it may decide in which order others are though it is not in itself, or once it was in and now is not.
bool growing_leg::orders_others(const run_of_leg& run, const entry_of_leg& e) const
{
    const contact* more = read_.details(e.contact);
    const bool replies = (more != nullptr && more->in_reply_to) || replies_.contains(e.contact);
    return (e.disputed || replies) && is_disputed_about(run);
}

void growing_leg::may_open(contact_id c, const entry_of_leg* now)
{
    may_open_.erase(c);
    delegate_to_.erase(c);
    if (now == nullptr) return;
    if (now->opens) delegate_to_.insert(c);
    if (tells_.engine().table().at(now->does.row, state_id::none).what == effect::go) may_open_.insert(c);
}

/// Another opener holds back other contacts: those of its run and of the run of the one before.
void growing_leg::open()
{
    const auto& all = delegate_to_.empty() ? may_open_ : delegate_to_;
    const contact_id opener = all.empty() ? contact_id() : *all.begin();
    if (opener == opener_) return;
    for (const contact_id c : {opener_, opener})
        if (c) order_anew(c);
    opener_ = opener;
}

/// Lets nothing stand that was told of the runs that its date touches.
void growing_leg::order_anew(contact_id c)
{
    const auto [first, last] = around(c);
    for (auto run = first; run != last; ++run) {
        touch(run);
        run->second.choices.clear();
    }
}

/// The runs that its date touches.
std::pair<growing_leg::runs::iterator, growing_leg::runs::iterator> growing_leg::around(contact_id c)
{
    const date_bounds on = read_.on(c);
    const auto last = runs_.upper_bound(on.latest);
    auto first = last;
    while (first != runs_.begin() && std::prev(first)->second.last >= on.earliest) --first;
    return {first, last};
}

const entry_of_leg* growing_leg::find(contact_id c) const
{
    const auto after = runs_.upper_bound(read_.on(c).earliest);
    if (after == runs_.begin()) return nullptr;
    const auto& entries = std::prev(after)->second.entries;
    const auto found = std::partition_point(entries.begin(), entries.end(), [&](const entry_of_leg& e) { return goes_(e.contact, c); });
    return found == entries.end() || found->contact != c ? nullptr : &*found;
}

/// Lets a run be told again.
void growing_leg::touch(runs::iterator run)
{
    touched_.reach(run->first, run->second.last);
    run->second.before.reset();
}

growing_leg::runs::iterator growing_leg::erase(runs::iterator run)
{
    touch(run);
    uncount(run->second);
    attempts_ -= run->second.attempts;
    return runs_.erase(run);
}

/// Counts what is not counted yet.
void growing_leg::count()
{
    for (auto run = runs_.lower_bound(touched_.first); run != runs_.end() && run->first <= touched_.last; ++run)
        if (!run->second.crowded || !run->second.uncounted.empty()) count(run->second);
}

void growing_leg::count(run_of_leg& run)
{
    const scratch room;
    scratch_vector<entry_of_leg> anew;
    const auto is_new = [&](const entry_of_leg& e) { return !run.crowded || run.uncounted.meets(e.earliest, e.latest); };
    std::copy_if(run.entries.begin(), run.entries.end(), std::back_inserter(anew), is_new);
    const std::size_t sharing = std::max(crowd_of(anew, standpoint_.when()).sharing, run.crowded ? run.crowded->sharing : 0);
    uncount(run);
    run.crowded = {.disputed = disputed_in(run.entries, standpoint_.when()), .sharing = sharing};
    run.uncounted = {};
    disputed_ += run.crowded->disputed;
    sharing_.insert(sharing);
}

void growing_leg::uncount(run_of_leg& run)
{
    if (!run.crowded) return;
    disputed_ -= run.crowded->disputed;
    sharing_.erase(sharing_.find(run.crowded->sharing));
    run.crowded.reset();
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
    const juncture at_first = start();
    const auto end = runs_.upper_bound(standpoint_.when());
    auto run = touched_.first <= standpoint_.when() ? runs_.lower_bound(touched_.first) : end;
    const juncture* now = run == runs_.begin() ? &at_first : &std::prev(run)->second.after;
    for (; run != end; ++run) {
        if (run->second.before != *now) {
            tell(v, run->second, *now);
        } else if (run->first > touched_.last) {
            now = &std::prev(end)->second.after;
            break;
        }
        now = &run->second.after;
    }
    touched_ = {};
    return *now;
}

void growing_leg::tell(const view& v, run_of_leg& run, const juncture& before)
{
    const scratch room;
    const leg_record record = docket(v, leg_.matter, {}).record_of(leg_.respondent, run.entries, opener_);
    const instant until = std::min(run.last, standpoint_.when());
    if (!run.before || run.before->at != before.at || run.before->worlds != before.worlds) run.after.worlds = worlds_after(run, record, before, until);
    run.after.at = next_second(until);
    const shown_world world = shown(record, tells_, v, before.shown, before.at, until);
    run.delegates.clear();
    for (const folded& f : world.history)
        if (const actor_id to = delegate_of(record.entries[f.entry], f.done, tells_.engine().table(), v)) run.delegates.push_back(to);
    told& shown_then = run.after.shown = world.at_last;
    attempts_ -= run.attempts;
    run.attempts = shown_then.attempts - before.shown.attempts;
    run.reminders = shown_then.reminders;
    attempts_ += run.attempts;
    shown_then.attempts = std::min<std::uint32_t>(shown_then.attempts, 1);
    shown_then.reminders = 0;
    run.before = before;
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

void growing_leg::enumerate(bool worlds)
{
    if (worlds != enumerated_) touched_.reach(beginning_of_time, end_of_time);
    enumerated_ = worlds;
}

bool growing_leg::is_there() const
{
    bool is = delegates_.contains(leg_.respondent);
    standpoint_.book().contents().each_respondent(leg_.matter, [&](actor_id a) { is = is || a == leg_.respondent; });
    return is;
}

bool growing_leg::delegates_to(const view& v, actor_id whom)
{
    if (!is_there()) return false;
    count();
    enumerate(false);
    tell(v);
    return std::any_of(delegating_.begin(), delegating_.end(), [&](const recorded_act& c) {
        const auto [first, last] = around(c.contact);
        return std::any_of(first, last, [whom](const auto& run) { return std::ranges::count(run.second.delegates, whom) != 0; });
    });
}

/// Those in the last attempt.
std::uint32_t growing_leg::reminders() const
{
    std::uint32_t all = 0;
    for (auto run = runs_.upper_bound(standpoint_.when()); run != runs_.begin();) {
        --run;
        all += run->second.reminders;
        if (run->second.attempts > 0) break;
    }
    return all;
}

demarche::status growing_leg::status(const view& v)
{
    count();
    enumerate(!crowd{disputed_, sharing_.empty() ? 0 : *sharing_.rbegin()}.is_too_large());
    const lifecycle& table = tells_.engine().table();
    juncture now = tell(v);
    now.shown.attempts = attempts_;
    now.shown.reminders = reminders();
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
