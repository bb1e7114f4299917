// SPDX-License-Identifier: BSL-1.0
#include "told_history.hpp"

#include "open_leg.hpp"

#include <algorithm>
#include <iterator>

namespace demarche::inline v0::detail {

namespace {

/// The turn of a contact that does not lead.
std::uint64_t turn_of(rank r) { return std::uint64_t{r} + 1; }

}  // namespace

void told_history::place(const leg_record& linked, const std::set<rank>& ranks)
{
    const auto leads = [this](rank r) { return leader_ && leader_->rank == r; };
    const std::vector<rank> of(ranks.begin(), ranks.end());
    std::vector<rank> bunch;
    for (std::size_t i = 0; i < of.size(); ++i) {
        if (leads(of[i])) continue;
        const instant at = linked.order.latest(i);
        placed p{.rank = of[i], .entry = linked.entries[i]};
        moment_of when{at, turn_of(of[i])};
        linked.order.each_before(i, [&](std::size_t first) {
            if (first < i || linked.order.latest(first) != at || leads(of[first])) return;
            p.waits_for.push_back(of[first]);
            when.turn = std::max(when.turn, turn_of(of[first]));
        });
        if (const auto found = places_.find(of[i]); found != places_.end()) bunches_.erase(found->second.bunch);
        place(p, when);
        places_[of[i]] = {when, next_bunch_};
        bunch.push_back(of[i]);
    }
    if (bunch.size() > 1) bunches_.emplace(next_bunch_, std::move(bunch));
    ++next_bunch_;
}

void told_history::lead(rank r, const entry_of_leg& e)
{
    if (leader_ && leader_->rank != r) let_nobody_lead();
    leader_ = {.rank = r, .entry = e};
}

void told_history::let_nobody_lead()
{
    if (leader_) remove(leader_->rank);
    leader_.reset();
}

/// As late as its date and the first that goes after it allow.
void told_history::place_leader()
{
    if (!leader_) return;
    auto first = moments_.lower_bound({leader_->entry.earliest, 0});
    if (first != moments_.end() && first->first.turn == 0) ++first;
    const instant latest = leader_->entry.latest;
    const moment_of when{first != moments_.end() ? std::min(first->first.at, latest) : latest, 0};
    place(*leader_, when);
    places_[leader_->rank] = {when, next_bunch_++};
}

void told_history::place(const placed& p, moment_of when)
{
    const auto found = places_.find(p.rank);
    if (found != places_.end()) {
        const auto& there = moments_.at(found->second.when).contacts;
        if (found->second.when == when && std::find(there.begin(), there.end(), p) != there.end()) return;
        take_out(p.rank, found->second.when);
    }
    const auto m = moments_.try_emplace(when).first;
    m->second.contacts.push_back(p);
    touch(m);
}

void told_history::remove(rank r)
{
    const auto found = places_.find(r);
    if (found == places_.end()) return;
    take_out(r, found->second.when);
    const auto bunch = bunches_.find(found->second.bunch);
    if (bunch != bunches_.end()) std::erase(bunch->second, r);
    places_.erase(found);
}

void told_history::take_out(rank r, moment_of when)
{
    const auto m = moments_.find(when);
    std::erase_if(m->second.contacts, [r](const placed& p) { return p.rank == r; });
    touch(m);
    if (!m->second.contacts.empty()) return;
    attempts_ -= m->second.attempts;
    moments_.erase(m);
}

std::vector<rank> told_history::placed_with(rank r) const
{
    const auto found = places_.find(r);
    if (found == places_.end()) return {};
    const auto bunch = bunches_.find(found->second.bunch);
    return bunch != bunches_.end() ? bunch->second : std::vector{r};
}

void told_history::clear()
{
    moments_.clear();
    places_.clear();
    bunches_.clear();
    leader_.reset();
    touched_.clear();
    attempts_ = 0;
}

void told_history::touch(moments::iterator m)
{
    m->second.before.reset();
    touched_.insert(m->first);
}

/// As recorded, but that each goes after those that it waits for.
void told_history::put_in_order(std::vector<placed>& contacts)
{
    std::sort(contacts.begin(), contacts.end(), [](const placed& a, const placed& b) { return a.rank < b.rank; });
    for (auto next = contacts.begin(); next != contacts.end(); ++next) {
        const auto is_to_come = [&](rank r) { return std::any_of(next, contacts.end(), [r](const placed& p) { return p.rank == r; }); };
        const auto waits = [&](const placed& p) { return std::any_of(p.waits_for.begin(), p.waits_for.end(), is_to_come); };
        const auto first = std::find_if_not(next, contacts.end(), waits);
        std::rotate(next, first, first + 1);
    }
}

told told_history::tell(const terms& stated)
{
    const told start{.at = {.in_force = stated}};
    place_leader();
    while (!touched_.empty() && *touched_.begin() <= moment_of::last(standpoint_.when())) tell_from(moments_.lower_bound(*touched_.begin()), start);
    const auto end = moments_.upper_bound(moment_of::last(standpoint_.when()));
    told now = end == moments_.begin() ? start : std::prev(end)->second.after;
    const instant from = end == moments_.begin() ? beginning_of_time : std::prev(end)->first.at;
    now.attempts = attempts_;
    now.reminders = reminders_until(end);
    tells_.pass(now, from, standpoint_.when(), [](instant) {});
    return now;
}

/// Tells moments until one stands as it stood, and those after it with it.
void told_history::tell_from(moments::iterator m, const told& start)
{
    const moment_of last = moment_of::last(standpoint_.when());
    for (; m != moments_.end() && m->first <= last; ++m) {
        const told now = before(m, start);
        if (m->second.before == now) break;
        tell(m->second, m->first.at, now);
    }
    touched_.erase(touched_.begin(), touched_.upper_bound(m != moments_.end() ? std::min(m->first, last) : last));
}

/// How the leg stands just before a moment, if those before it are told.
told told_history::before(moments::iterator m, const told& start) const
{
    const bool first = m == moments_.begin();
    told now = first ? start : std::prev(m)->second.after;
    const instant from = first ? beginning_of_time : std::prev(m)->first.at;
    if (from < m->first.at) tells_.pass(now, from, m->first.at - std::chrono::seconds(1), [](instant) {});
    return now;
}

void told_history::tell(moment& m, instant at, const told& before)
{
    attempts_ -= m.attempts;
    m.delegates.clear();
    m.after = before;
    put_in_order(m.contacts);
    for (const placed& p : m.contacts) {
        const step done = happen(m.after, leg_, p.entry, at, tells_, standpoint_);
        if (const actor_id to = delegate_of(p.entry, done, tells_.engine().table(), standpoint_)) m.delegates.push_back(to);
    }
    m.attempts = m.after.attempts - before.attempts;
    m.reminders = m.after.reminders;
    attempts_ += m.attempts;
    m.after.attempts = std::min<std::uint32_t>(m.after.attempts, 1);
    m.after.reminders = 0;
    m.before = before;
}

/// Those since the last attempt.
std::uint32_t told_history::reminders_until(moments::const_iterator end) const
{
    std::uint32_t all = 0;
    for (auto m = end; m != moments_.begin();) {
        --m;
        all += m->second.reminders;
        if (m->second.attempts > 0) break;
    }
    return all;
}

bool told_history::delegates_to(rank by, actor_id whom) const
{
    const auto found = places_.find(by);
    if (found == places_.end() || found->second.when.at > standpoint_.when()) return false;
    const auto& delegates = moments_.at(found->second.when).delegates;
    return std::find(delegates.begin(), delegates.end(), whom) != delegates.end();
}

}  // namespace demarche::inline v0::detail
