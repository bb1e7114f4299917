// SPDX-License-Identifier: BSL-1.0
#include "growing_leg.hpp"

#include "parties.hpp"

#include <algorithm>
#include <iterator>

namespace demarche::inline v0::detail {

growing_leg::growing_leg(const view& standpoint, leg of)
    : standpoint_(standpoint), read_(standpoint), tells_(*standpoint.book().lifecycle_of(of.matter)), all_{.leg = of}, history_(standpoint, of, tells_),
      worlds_(standpoint, all_)
{
    read_.each_of(of.matter, tells_.engine().table(), [&](contact_id c, std::uint8_t row) { acts_.push_back({c, row}); });
    const auto goes = [this](const recorded_act& a, const recorded_act& b) { return read_.recorded_before(a.contact, b.contact); };
    if (!std::is_sorted(acts_.begin(), acts_.end(), goes)) std::sort(acts_.begin(), acts_.end(), goes);
    all_.contacts.resize(acts_.size());
    for (rank r = 0; r < acts_.size(); ++r) {
        ranks_.emplace(acts_[r].contact, r);
        const contact* more = read_.details(acts_[r].contact);
        if (more != nullptr && more->delegate) delegating_.push_back(acts_[r]);
        if (more != nullptr && more->in_reply_to) replies_.emplace(more->in_reply_to, r);
    }
    for (const recorded_act& a : acts_)
        if (may_be_linked(a.contact)) linking_.insert({read_.on(a.contact).earliest, read_.on(a.contact).latest});
}

/// Whether it replies, or another replies to it or to what may stand in its place.
bool growing_leg::may_be_linked(contact_id c) const
{
    if (replies_.empty()) return false;
    const contact* more = read_.details(c);
    if (more != nullptr && more->in_reply_to) return true;
    const auto bound = bound_up_with(c);
    return std::any_of(bound.begin(), bound.end(), [this](contact_id to) { return replies_.contains(to); });
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
    for (const contact_id c : touched)
        if (const auto r = rank_of(c)) take(*r, entry_of(v, *r));
}

/// What comes, or is spoken of, where it is of that kind.
template <class T>
id<T> growing_leg::of_kind(const revision::cause& what) const
{
    if (const auto* itself = std::get_if<id<T>>(&what)) return *itself;
    const auto* r = std::get_if<report_id>(&what);
    if (r == nullptr) return {};
    const auto thing = standpoint_.book()[*r].on;
    const auto* on = std::get_if<id<T>>(&thing);
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

/// Finds out who the delegates are now; whoever became one, or is one no more, is concerned.
void growing_leg::delegate_anew(const view& v, std::span<const contact_id> touched, std::set<actor_id>& concerned)
{
    const auto delegates = [&](contact_id c) {
        const contact* more = read_.details(c);
        return more != nullptr && more->delegate;
    };
    if (std::none_of(touched.begin(), touched.end(), delegates)) return;
    const scratch room;
    const docket file(v, all_.leg.matter, delegating_);
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
    all = all || some.contains(all_.leg.respondent) || some.contains(named<actor>(book.line(all_.leg.matter).requester));
    book.each_respondent(all_.leg.matter, [&](actor_id a) { all = all || some.contains(a); });
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

std::optional<rank> growing_leg::rank_of(contact_id c) const
{
    const auto found = ranks_.find(c);
    return found != ranks_.end() ? std::optional(found->second) : std::nullopt;
}

bool growing_leg::has(contact_id c) const
{
    const auto r = rank_of(c);
    return r && all_.has(*r);
}

std::optional<entry_of_leg> growing_leg::entry_of(const view& v, rank r) const
{
    const scratch room;
    const scratch_vector<actor_id> delegates(delegates_.begin(), delegates_.end());
    const auto entries = docket(v, all_.leg.matter, {&acts_[r], 1}, delegates).entries_of(all_.leg.respondent);
    return entries.empty() ? std::nullopt : std::optional(entries.front());
}

void growing_leg::take_all(const view& v)
{
    const scratch room;
    const docket file(v, all_.leg.matter);
    delegates_ = {file.delegates().begin(), file.delegates().end()};
    const auto entries = file.entries_of(all_.leg.respondent);
    const source_filter* heard = v.sources().filter();
    // Where it is another word that counts, something else may be corrected, and replied to.
    if (worlds_.empty() || (heard != nullptr && heard->side)) return start_anew(entries);
    auto e = entries.begin();
    for (rank r = 0; r < acts_.size(); ++r) {
        const bool is_in = e != entries.end() && e->contact == acts_[r].contact;
        take(r, is_in ? std::optional(*e++) : std::nullopt);
    }
}

/// `entries` are in record order.
void growing_leg::start_anew(const scratch_vector<entry_of_leg>& entries)
{
    all_.contacts.assign(acts_.size(), std::nullopt);
    by_date_.clear();
    may_open_.clear();
    delegate_to_.clear();
    unplaced_.clear();
    history_.clear();
    for (const entry_of_leg& e : entries) {
        const rank r = ranks_.at(e.contact);
        all_.contacts[r] = e;
        by_date_.insert({e.earliest, e.latest, r});
        unplaced_.insert(r);
        may_open(r);
    }
    worlds_.start_anew();
    open();
}

void growing_leg::take(rank r, const std::optional<entry_of_leg>& now)
{
    std::optional<entry_of_leg>& here = all_.contacts[r];
    if (here == now) return;
    unplaced_.insert(r);
    const std::optional<entry_of_leg> was = std::exchange(here, now);
    if (!was) {
        by_date_.insert({now->earliest, now->latest, r});
        worlds_.come(r, orders(*now));
    } else if (!now) {
        by_date_.erase({was->earliest, was->latest, r});
        worlds_.go(r, *was, orders(*was));
    } else {
        entry_of_leg but_for_whom = *was;
        but_for_whom.actor = now->actor;
        // For whom it counts tells nothing of what is possible.
        if (but_for_whom != *now) worlds_.turn(r);
    }
    may_open(r);
    open();
}

/// Whether it may decide in which order others are though it is not in itself, or once it was in and now is not.
bool growing_leg::orders(const entry_of_leg& e) const
{
    const contact* more = read_.details(e.contact);
    return e.disputed || (more != nullptr && more->in_reply_to) || replies_.contains(e.contact);
}

/// As a reply, and where others reply to it.
void growing_leg::order_replies_anew(contact_id c)
{
    if (const auto r = rank_of(c)) order_anew(*r);
    const auto [first, last] = replies_.equal_range(c);
    for (auto r = first; r != last; ++r) order_anew(r->second);
}

/// Lets nothing stand that was told of where it goes, and of the worlds of what its date touches.
void growing_leg::order_anew(rank r)
{
    unplaced_.insert(r);
    worlds_.order_anew(read_.on(acts_[r].contact));
}

void growing_leg::may_open(rank r)
{
    may_open_.erase(r);
    delegate_to_.erase(r);
    if (!all_.has(r)) return;
    if (all_[r].opens) delegate_to_.insert(r);
    if (tells_.engine().table().at(all_[r].does.row, state_id::none).what == effect::go) may_open_.insert(r);
}

/// Another opener holds back other contacts: those that its date and that of the one before touch.
void growing_leg::open()
{
    const auto& all = delegate_to_.empty() ? may_open_ : delegate_to_;
    const auto opener = all.empty() ? std::nullopt : std::optional(*all.begin());
    if (opener == opener_) return;
    for (const auto& r : {opener_, opener}) {
        if (!r) continue;
        order_anew(*r);
        for (const rank other : worlds_.touching(read_.on(acts_[*r].contact))) unplaced_.insert(other);
    }
    opener_ = opener;
}

/// Gives those that may stand elsewhere in the history their places.
void growing_leg::place(const view& v)
{
    std::set<rank> open = unplaced_;
    for (const rank r : unplaced_)
        for (const rank with : history_.placed_with(r)) open.insert(with);
    unplaced_.clear();
    if (opener_ && leads(*opener_)) history_.lead(*opener_, all_[*opener_]);
    else history_.let_nobody_lead();
    while (!open.empty()) {
        const rank r = *open.begin();
        open.erase(open.begin());
        if (leads(r)) continue;
        if (!all_.has(r)) {
            history_.remove(r);
            continue;
        }
        const scratch room;
        auto linked = linked_with(r);
        for (const rank other : linked) open.erase(other);
        if (opener_ && leads(*opener_)) linked.insert(*opener_);
        history_.place(all_.record_of(v, linked, opener()), linked);
    }
}

/// Whether it is the opener, and replies to nothing: all that can be later goes after it, and nothing before it, so that it links none of them.
bool growing_leg::leads(rank r) const
{
    if (r != opener_) return false;
    const contact* more = read_.details(acts_[r].contact);
    return more == nullptr || !more->in_reply_to;
}

/// It and all that a rule may hold back behind one another, be it through others. Rules tell nothing where dates do not touch, nor that of equal dates where
/// no other rule is on one of that date.
std::set<rank> growing_leg::linked_with(rank r)
{
    std::set<rank> all{r};
    std::set<std::pair<instant, instant>> dates;
    std::vector<rank> open{r};
    while (!open.empty()) {
        const rank next = open.back();
        open.pop_back();
        const entry_of_leg& e = all_[next];
        const auto reach = [&](rank other) {
            if (!all_.has(other) || leads(other)) return;
            if (all_[other].earliest <= e.latest && e.earliest <= all_[other].latest && all.insert(other).second) open.push_back(other);
        };
        each_link(next, reach);
        if (!linking_.contains({e.earliest, e.latest}) || !dates.insert({e.earliest, e.latest}).second) continue;
        for (auto twin = by_date_.lower_bound({e.earliest, e.latest, 0}); twin != by_date_.end() && twin->earliest == e.earliest && twin->latest == e.latest;
             ++twin)
            reach(twin->rank);
    }
    return all;
}

/// Calls `reach(rank)` for what it may reply to, what may reply to it, and the opener, or for all where it is that.
template <class Reach>
void growing_leg::each_link(rank r, Reach reach)
{
    const contact_id c = acts_[r].contact;
    const contact* more = read_.details(c);
    if (more != nullptr && more->in_reply_to)
        for (const contact_id to : bound_up_with(more->in_reply_to))
            if (const auto found = rank_of(to)) reach(*found);
    if (!replies_.empty())
        for (const contact_id to : bound_up_with(c)) {
            const auto [first, last] = replies_.equal_range(to);
            for (auto reply = first; reply != last; ++reply) reach(reply->second);
        }
    if (r == opener_)
        for (const rank other : worlds_.touching(read_.on(c))) reach(other);
    else if (opener_) reach(*opener_);
}

terms growing_leg::stated() const
{
    const archive& book = standpoint_.book().contents();
    return book.line(all_.leg.matter).own_terms(book.dates());
}

bool growing_leg::is_there() const
{
    bool is = delegates_.contains(all_.leg.respondent);
    standpoint_.book().contents().each_respondent(all_.leg.matter, [&](actor_id a) { is = is || a == all_.leg.respondent; });
    return is;
}

bool growing_leg::delegates_to(const view& v, actor_id whom)
{
    if (!is_there()) return false;
    place(v);
    history_.tell(stated());
    return std::any_of(delegating_.begin(), delegating_.end(), [&](const recorded_act& a) { return history_.delegates_to(ranks_.at(a.contact), whom); });
}

demarche::status growing_leg::status(const view& v)
{
    place(v);
    const lifecycle& table = tells_.engine().table();
    const told shown = history_.tell(stated());
    const outcomes all = worlds_.tell(v, table, opener());
    return status_as_told(v, all_.leg, table, shown, all.possible, all.why);
}

}  // namespace demarche::inline v0::detail
