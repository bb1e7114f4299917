// SPDX-License-Identifier: BSL-1.0
#include <demarche/watch.hpp>

#include "shown.hpp"
#include "sort_once.hpp"
#include "turns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>

namespace demarche::inline v0 {

namespace {

using namespace detail;

template <class List, class T>
bool has(const List& list, const T& x)
{
    return std::find(list.begin(), list.end(), x) != list.end();
}

template <class List, class T>
bool fits(const List& wanted, const T& x)
{
    return wanted.empty() || has(wanted, x);
}

/// The clock's last act at the instant of the view that moved the leg in the shown world; empty where none did.
act moved_by_clock(const view& standpoint, leg of)
{
    const scratch room;
    const docket file(standpoint, of.matter);
    const leg_record record = file.record_of(of.respondent);
    const teller tells(file.table());
    act last;
    const auto quietly = [](std::size_t, const step&, state_id, instant) {};
    replay(record, tells.engine(), shown(record, tells, standpoint), standpoint.when(), quietly, [&](const step& done, instant at) {
        if (at == standpoint.when()) last = act(file.table().acts[done.row].name);
    });
    return last;
}

// What changed.

/// By leg, as the legs arrived.
std::map<leg, status> by_leg(const view& standpoint, matter_id of)
{
    std::map<leg, status> found;
    for (const status& s : statuses(standpoint, of)) found.emplace(s.leg, s);
    return found;
}

cause cause_of(const status_change& c, const view& after, const cause& why)
{
    const auto* clock = std::get_if<clock_act>(&why);
    if (clock == nullptr || !c.after || c.after->since.clock != clock->at) return why;
    return clock_act{.at = clock->at, .act = moved_by_clock(after, c.leg)};
}

struct comparison {
    std::vector<status_change> changes = {};
    std::size_t legs = 0;
};

/// The changes of a matter from one view to another, in the order of legs.
comparison compare_legs(matter_id of, const view& before, const view& after, const cause& why)
{
    std::map<leg, status_change> all;
    for (const auto& [l, s] : by_leg(before, of)) all.emplace(l, status_change{.leg = l, .before = s, .after = {}, .cause = why});
    for (const auto& [l, s] : by_leg(after, of)) all.emplace(l, status_change{.leg = l, .before = {}, .after = {}, .cause = why}).first->second.after = s;
    comparison found{.legs = all.size()};
    for (auto& [l, c] : all)
        if (c.before != c.after) {
            c.cause = cause_of(c, after, why);
            found.changes.push_back(std::move(c));
        }
    return found;
}

// What fits a filter.

/// Whether a leg of the matter may be that of any of these.
bool may_have_leg(const archive& book, matter_id m, const std::vector<actor_id>& respondents)
{
    bool found = respondents.empty();
    book.each_respondent(m, [&](actor_id a) { found = found || has(respondents, a); });
    if (found || !book.irregular(m)) return found;
    const scratch room;
    book.each_entry(book.line(m), std::numeric_limits<std::uint32_t>::max(), [&](std::uint32_t c, date_table::code, entry_code) {
        const contact* more = book.details(contact_id(c));
        found = found || (more != nullptr && more->delegate && has(respondents, more->delegate));
    });
    return found;
}

bool concerns(const change_filter& f, const archive& book, matter_id m)
{
    const lifecycle* table = book.lifecycle_of(m);
    return table != nullptr && fits(f.matters, m) && fits(f.requesters, named<actor>(book.line(m).requester)) && fits(f.lifecycles, table->name) &&
           may_have_leg(book, m, f.respondents);
}

bool certain(const std::optional<status>& s) { return !s || s->certain(); }

/// The states that the leg leaves and enters; empty where it is not shown.
std::string_view state_of(const std::optional<status>& s) { return s ? (*s->table)[s->state].name : std::string_view(); }

bool fits(const change_filter& f, const status_change& c)
{
    const bool moves = state_of(c.before) != state_of(c.after);
    const bool newly_awaited = c.after && (!c.before || c.before->awaiting != c.after->awaiting);
    return fits(f.respondents, c.leg.respondent) && (f.left.empty() || (moves && has(f.left, state_of(c.before)))) &&
           (f.entered.empty() || (moves && has(f.entered, state_of(c.after)))) &&
           (f.awaiting.empty() || (newly_awaited && has(f.awaiting, c.after->awaiting))) && (!f.certain || (certain(c.before) && certain(c.after)));
}

bool same_standpoint(const change_filter& a, const change_filter& b) { return a.known == b.known && a.sources == b.sources; }

view from_standpoint(const change_filter& f, const view& v) { return v.known_by(f.known).according_to(f.sources); }

/// Whether one of two sizes of a chronicle is the later, as far as records change a status.
bool reaches_beyond(const extent& a, const extent& b) { return a.matters > b.matters || a.ties > b.ties || a.contacts > b.contacts || a.reports > b.reports; }

/// Whether it neither corrects nor is corrected.
bool stands_alone(const archive& held, contact_id c)
{
    const contact* more = held.details(c);
    bool alone = more == nullptr || !more->corrects;
    held.each_correction(c, std::numeric_limits<std::uint32_t>::max(), [&alone](contact_id) { alone = false; });
    return alone;
}

/// The matters of the contact, and of all that it corrects and that correct it, be it through others.
scratch_vector<matter_id> matters_around(const archive& held, contact_id c)
{
    scratch_vector<contact_id> all{c};
    const auto reach = [&all](contact_id x) {
        if (x && !has(all, x)) all.push_back(x);
    };
    for (std::size_t i = 0; i < all.size(); ++i) {
        const contact* more = held.details(all[i]);
        if (more != nullptr) reach(more->corrects);
        held.each_correction(all[i], std::numeric_limits<std::uint32_t>::max(), reach);
    }
    scratch_vector<matter_id> found;
    for (contact_id x : all)
        if (const matter_id m = held.matter_of(x)) found.push_back(m);
    sort_once(found);
    return found;
}

bool by_side(const change_filter& f) { return f.sources.filter() != nullptr && f.sources.filter()->side; }

}  // namespace

watch_id watcher::watch(change_filter which, callback tell)
{
    if (!tell) throw error(errc::missing_field, {.field = "tell"}, "a watch needs a callback; give it one");
    const watch_id made(made_);
    const auto made_one = std::make_shared<const watching>(watching{std::move(which), std::move(tell), book_->size()});
    const change_filter& f = made_one->which;
    const archive& held = book_->contents();
    const auto look_at = [&](matter_id m) {
        if (concerns(f, held, m)) expect(m);
    };
    std::for_each(f.matters.begin(), f.matters.end(), look_at);
    for (std::size_t m = 0; f.matters.empty() && m < held.count<matter>(); ++m) look_at(matter_id(m));
    for (matter_id m : f.matters) of_matter_[m].insert(made);
    if (f.matters.empty()) of_any_.insert(made);
    watches_.emplace(made, made_one);
    ++made_;
    return made;
}

void watcher::unwatch(watch_id which)
{
    const auto found = watches_.find(which);
    if (found == watches_.end()) return;
    of_any_.erase(which);
    for (matter_id m : found->second->which.matters)
        if (const auto of = of_matter_.find(m); of != of_matter_.end()) {
            of->second.erase(which);
            if (of->second.empty()) of_matter_.erase(of);
        }
    watches_.erase(found);
}

void watcher::catch_up()
{
    if (telling_) return;  // who tells goes on until nothing is left
    struct marked {
        explicit marked(bool& mark) : mark_(mark) { mark_ = true; }
        ~marked() { mark_ = false; }
        bool& mark_;
    };
    const marked while_telling(telling_);
    for (;;) {
        if (!tellings_.empty()) tell_one();
        else if (const extent all = book_->size(); told_ != all) take_record(all);
        else if (is_due()) take_instant();
        else break;
    }
    now_ = goal_;
}

void watcher::advance(instant to)
{
    if (to < goal_)
        throw error(errc::invalid_value, {.field = "to"},
                    fmt::format("the clock does not go back from {} to {}; ask a view of that instant", to_text(goal_), to_text(to)));
    goal_ = to;
    catch_up();
}

void watcher::tell_one()
{
    const telling next = std::move(tellings_.back());
    tellings_.pop_back();
    const auto found = watches_.find(next.to);
    if (found == watches_.end()) return;
    const auto kept = found->second;  // though it may unwatch itself
    kept->tell(next.what);
}

/// Records were added in the order of their seqs, which take a search: contacts alone are in order as they are.
void watcher::take_record(const extent& all)
{
    if (watches_.empty()) {
        told_ = all;
        return;
    }
    extent with_it = told_;
    with_it.actors = all.actors;
    with_it.sources = all.sources;
    constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();
    const matter_id m(told_.matters);
    const tie_id t(told_.ties);
    const contact_id c(told_.contacts);
    const report_id r(told_.reports);
    const bool contacts_alone = all.matters == told_.matters && all.ties == told_.ties && all.reports == told_.reports;
    const auto seq_of = [&]<class T>(id<T> next, std::uint32_t size) { return next.index() >= size ? never : contacts_alone ? 0 : book_->seq(next); };
    const std::array seqs{seq_of(m, all.matters), seq_of(t, all.ties), seq_of(c, all.contacts), seq_of(r, all.reports)};
    const auto first = std::min_element(seqs.begin(), seqs.end());
    if (*first == never) {
        told_ = with_it;
        return;
    }
    switch (first - seqs.begin()) {
    case 0: ++with_it.matters; return take(m, with_it);
    case 1: ++with_it.ties; return take(t, with_it);
    case 2: ++with_it.contacts; return take(c, with_it);
    default: ++with_it.reports; return take(r, with_it);
    }
}

template <class Take>
void watcher::each_touched(matter_id m, Take take)
{
    take(m);
}

template <class Take>
void watcher::each_touched(contact_id c, Take take)
{
    const archive& held = book_->contents();
    if (stands_alone(held, c)) {
        if (const matter_id m = held.matter_of(c)) take(m);
        return;
    }
    const scratch room;
    for (const matter_id m : matters_around(held, c)) take(m);
}

template <class Take>
void watcher::each_touched(report_id r, Take take)
{
    std::visit([&](auto thing) { each_touched(thing, take); }, (*book_)[r].on);
}

template <class Take>
void watcher::each_touched(tie_id t, Take take)
{
    if (!leads_upward((*book_)[t].kind)) return;
    if (std::any_of(watches_.begin(), watches_.end(), [](const auto& w) { return by_side(w.second->which); })) {
        for (std::size_t m = 0; m < told_.matters; ++m) take(matter_id(m));
        return;
    }
    std::vector<matter_id> found;
    for (actor_id a : at_or_below((*book_)[t].from)) std::ranges::copy(book_->matters_of(a), std::back_inserter(found));
    sort_once(found);
    std::for_each(found.begin(), found.end(), take);
}

template <class T>
void watcher::take(id<T> record, const extent& with_it)
{
    std::vector<telling> found;
    each_touched(record, [&](matter_id m) {
        const concerned who = concerned_by(m, &with_it);
        if (who.empty()) return;
        expect(m);
        std::ranges::move(compare(m, who, view(*book_, now_, told_), view(*book_, now_, with_it), record), std::back_inserter(found));
    });
    told_ = with_it;
    if (!found.empty()) put(std::move(found));
}

void watcher::take_instant()
{
    const instant at = due_.begin()->first;
    const auto end = std::find_if(due_.begin(), due_.end(), [=](const auto& d) { return d.first != at; });
    std::vector<telling> found;
    std::vector<std::pair<instant, matter_id>> later;
    for (auto due = due_.begin(); due != end; ++due) {
        const concerned who = concerned_by(due->second, nullptr);
        if (who.empty()) continue;
        const view before(*book_, now_, told_);
        std::ranges::move(compare(due->second, who, before, before.as_of(at), clock_act{.at = at}), std::back_inserter(found));
        const scratch room;
        if (const auto next = turns(book_->contents(), due->second).after(at)) later.emplace_back(*next, due->second);
    }
    due_.insert(later.begin(), later.end());
    while (!due_.empty() && due_.begin()->first == at) due_.erase(due_.begin());
    now_ = at;
    put(std::move(found));
}

void watcher::put(std::vector<telling> found)
{
    tellings_ = std::move(found);
    std::reverse(tellings_.begin(), tellings_.end());
}

std::vector<watcher::telling> watcher::compare(matter_id m, const concerned& who, const view& before, const view& after, const cause& why)
{
    std::vector<telling> found;
    for (auto w = who.begin(); w != who.end(); ++w) {
        const change_filter& f = (*w)->second->which;
        const auto sees_the_same = [&f](watches::const_iterator other) { return same_standpoint(f, other->second->which); };
        if (std::any_of(who.begin(), w, sees_the_same)) continue;
        const comparison all = compare_legs(m, from_standpoint(f, before), from_standpoint(f, after), why);
        looked_at_ += all.legs;
        for (auto other = w; other != who.end(); ++other)
            for (const status_change& c : all.changes)
                if (sees_the_same(*other) && fits((*other)->second->which, c)) found.push_back({(*other)->first, c});
    }
    std::ranges::sort(found, {}, [](const telling& t) { return std::pair(t.what.leg, t.to); });
    return found;
}

/// The watches of the matter, as they were made; where a record is told, those that were there before it.
watcher::concerned watcher::concerned_by(matter_id m, const extent* with_it) const
{
    concerned found;
    const auto take = [&](watch_id x) {
        const auto w = watches_.find(x);
        if (w == watches_.end() || (with_it != nullptr && !reaches_beyond(*with_it, w->second->there))) return;
        if (concerns(w->second->which, book_->contents(), m)) found.push_back(w);
    };
    std::for_each(of_any_.begin(), of_any_.end(), take);
    const auto of = of_matter_.find(m);
    if (of == of_matter_.end()) return found;
    std::for_each(of->second.begin(), of->second.end(), take);
    std::ranges::sort(found, {}, [](watches::const_iterator w) { return w->first; });
    return found;
}

/// Lets the clock look at the matter when it can come to stand otherwise.
void watcher::expect(matter_id m)
{
    const scratch room;
    if (const auto next = turns(book_->contents(), m).after(now_)) due_.emplace(*next, m);
}

std::vector<actor_id> watcher::at_or_below(actor_id top)
{
    below_.resize(book_->size().actors);
    for (const std::uint32_t ties = book_->size().ties; ties_below_ < ties; ++ties_below_)
        if (const tie& t = (*book_)[tie_id(ties_below_)]; leads_upward(t.kind)) below_[t.to.index()].push_back(t.from);
    std::vector<bool> seen(below_.size());
    std::vector<actor_id> found{top};
    seen[top.index()] = true;
    for (std::size_t i = 0; i < found.size(); ++i)
        for (actor_id a : below_[found[i].index()])
            if (!seen[a.index()]) {
                seen[a.index()] = true;
                found.push_back(a);
            }
    return found;
}

}  // namespace demarche::inline v0
