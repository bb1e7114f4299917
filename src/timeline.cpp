// SPDX-License-Identifier: BSL-1.0
#include "timeline.hpp"

#include "sort_once.hpp"

#include <algorithm>
#include <numeric>

namespace demarche::inline v0::detail {

namespace {

using std::chrono::seconds;


/// The instants at which terms of these fall due.
std::vector<instant> dues_of(const terms& stated, const leg_record& leg, const std::vector<timeline::member>& members)
{
    std::vector<instant> found;
    const auto take = [&](instant due) { found.push_back(due); };
    each_due(stated, take);
    for (const auto& m : members) each_due(leg.entries[m.entry].does.proposed, take);
    sort_once(found);
    return found;
}

bool any_within(const std::vector<instant>& sorted, instant first, instant last)
{
    const auto at = std::lower_bound(sorted.begin(), sorted.end(), first);
    return at != sorted.end() && *at <= last;
}

/// For each entry whether the date of another meets its own.
std::vector<bool> meeting_others(const leg_record& leg)
{
    std::vector<std::size_t> by_begin(leg.entries.size());
    std::iota(by_begin.begin(), by_begin.end(), std::size_t{0});
    std::sort(by_begin.begin(), by_begin.end(), [&](std::size_t a, std::size_t b) { return leg.entries[a].earliest < leg.entries[b].earliest; });
    std::vector<bool> meets(leg.entries.size());
    for (std::size_t n = 1, longest = 0; n < by_begin.size(); ++n) {
        const auto& reaching = leg.entries[by_begin[longest]];
        if (leg.entries[by_begin[n]].earliest <= reaching.latest) meets[by_begin[longest]] = meets[by_begin[n]] = true;
        if (leg.entries[by_begin[n]].latest > reaching.latest) longest = n;
    }
    return meets;
}

}  // namespace

timeline::timeline(const leg_record& leg, const lifecycle& table, instant when, cut how) : leg_(leg), fold_(table), stated_(leg.stated)
{
    find_members(when);
    find_before();
    find_stretches(when, how);
}

/// Beside those that can happen by `when`, the disputed ones that hold such a one back as long as they are in.
void timeline::find_members(instant when)
{
    const auto& entries = leg_.entries;
    std::vector<std::size_t> later;
    for (std::size_t i = 0; i < entries.size(); ++i)
        if (entries[i].earliest > when) later.push_back(i);
    const auto holds = [&](std::size_t f, std::size_t i) { return leg_.order.goes_before(f, i); };
    const auto held = [&](std::size_t i) {
        return std::any_of(later.begin(), later.end(), [&](std::size_t f) { return !entries[f].disputed && holds(f, i); });
    };
    std::vector<bool> in(entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) in[i] = entries[i].earliest <= when && (leg_.order.earliest(i) <= when || !held(i));
    for (const std::size_t f : later)
        for (std::size_t i = 0; i < entries.size() && entries[f].disputed && !in[f]; ++i) in[f] = entries[i].earliest <= when && in[i] && holds(f, i);
    for (std::size_t i = 0; i < entries.size(); ++i)
        if (in[i]) members_.push_back({i, entries[i].earliest, entries[i].latest, entries[i].disputed});

    // A date that meets nothing else is as good as its last instant.
    const auto meets = meeting_others(leg_);
    const auto dues = dues_of(stated_, leg_, members_);
    for (member& m : members_)
        if (!meets[m.entry] && !any_within(dues, m.earliest, m.latest) && (m.latest <= when || m.earliest > when)) m.earliest = m.latest;
}

void timeline::find_before()
{
    std::vector<number> by_begin(members_.size());
    std::iota(by_begin.begin(), by_begin.end(), number{0});
    std::sort(by_begin.begin(), by_begin.end(), [this](number a, number b) { return members_[a].earliest < members_[b].earliest; });
    std::vector<number> open;
    for (const number n : by_begin) {
        std::erase_if(open, [&](number o) { return members_[o].latest < members_[n].earliest; });
        for (const number o : open) {
            if (leg_.order.goes_before(members_[o].entry, members_[n].entry)) members_[n].before.push_back(o);
            if (leg_.order.goes_before(members_[n].entry, members_[o].entry)) members_[o].before.push_back(n);
        }
        open.push_back(n);
    }
}

void timeline::find_stretches(instant when, cut how)
{
    const auto dues = dues_of(stated_, leg_, members_);
    std::vector<instant> starts;
    const auto cut_out = [&](instant first, instant last) {
        if (first <= when) starts.push_back(first);
        if (last < when) starts.push_back(next_second(last));
    };
    for (const member& m : members_) {
        cut_out(m.earliest, m.latest);
        if (how == cut::nearest) cut_out(leg_.order.latest(m.entry), leg_.order.latest(m.entry));
    }
    for (const instant due : dues) cut_out(due, due);
    sort_once(starts);
    std::vector<number> to_come(members_.size());
    std::iota(to_come.begin(), to_come.end(), number{0});
    std::sort(to_come.begin(), to_come.end(), [this](number a, number b) { return members_[a].earliest > members_[b].earliest; });
    std::vector<number> able;
    for (std::size_t i = 0; i < starts.size(); ++i) {
        std::erase_if(able, [&](number m) { return members_[m].latest < starts[i]; });
        for (; !to_come.empty() && members_[to_come.back()].earliest <= starts[i]; to_come.pop_back())
            able.insert(std::lower_bound(able.begin(), able.end(), to_come.back()), to_come.back());
        add({.first = starts[i],
             .last = i + 1 < starts.size() ? starts[i + 1] - seconds(1) : when,
             .due = std::binary_search(dues.begin(), dues.end(), starts[i]),
             .able = able},
            how);
    }
}

/// Whether the order holds none of them back behind one recorded later, so that at one instant all go as recorded.
bool timeline::recorded_as_they_go(const std::vector<number>& able) const
{
    return std::none_of(able.begin(), able.end(), [&](number m) {
        const auto& before = members_[m].before;
        return std::any_of(before.begin(), before.end(), [&](number p) { return p > m && std::binary_search(able.begin(), able.end(), p); });
    });
}

void timeline::add(stretch s, cut how)
{
    if (s.able.empty() && !s.due) return;
    for (const number m : s.able) {
        if (members_[m].disputed) s.deniable.push_back(m);
        std::copy_if(members_[m].before.begin(), members_[m].before.end(), std::back_inserter(s.deniable), [this](number p) { return members_[p].disputed; });
    }
    sort_once(s.deniable);
    const std::uint64_t length = distance(s.first, s.last) + 1;
    const std::uint64_t wanted = (how == cut::pairs ? 2 : 1) * s.able.size();
    if (length == 0 || length >= wanted) {
        s.shared = s.one_second() || (how == cut::pairs && !recorded_as_they_go(s.able));
        stretches_.push_back(std::move(s));
        return;
    }
    s.shared = true;
    for (std::uint64_t n = 0; n < length; ++n) {
        stretch second = s;
        second.first = second.last = s.first + seconds(n);
        stretches_.push_back(std::move(second));
    }
}

bool timeline::can_happen(const partial_world& w, const stretch& in, number m) const
{
    if (settled(w, m)) return false;
    const auto& before = members_[m].before;
    if (!std::all_of(before.begin(), before.end(), [&](number p) { return members_[p].latest < in.first || settled(w, p); })) return false;
    // At one instant the first recorded goes whose predecessors there have gone: those that went since these had were recorded earlier.
    for (auto other = w.here.rbegin(); in.shared && other != w.here.rend(); ++other) {
        if (std::find(before.begin(), before.end(), number{*other}) != before.end()) return true;
        if (*other > m) return false;
    }
    return true;
}

void timeline::happen(partial_world& w, const stretch& in, number m)
{
    standing s = standings_[w.at];
    const step done = fold_.apply(s, leg_.entries[members_[m].entry].does, in.first);
    if (done.did.what == effect::prior) fold_.catch_up(s, in.first, [](const step&, instant) {});
    w.at = standings_.insert(s);
    settle(w, 2 * m);
    w.here.push_back(m);
}

bool timeline::end(partial_world& w, const stretch& of)
{
    w.here.clear();
    for (const number m : of.able)
        if (members_[m].latest == of.last && !settled(w, m)) return false;
    std::erase_if(w.settled, [&](char32_t code) { return members_[code / 2].latest <= of.last; });
    if (of.due) {
        standing s = standings_[w.at];
        fold_.pass(s, of.first, of.first, [](const step&, instant) {});
        w.at = standings_.insert(s);
    }
    return true;
}

bool timeline::forced(const partial_world& w, std::size_t n) const
{
    if (n == stretches_.size() || n % 16 == 0) return false;
    const stretch& in = stretches_[n];
    const auto open = [&](number m) { return !settled(w, m); };
    if (std::any_of(in.deniable.begin(), in.deniable.end(), open)) return false;
    const auto first = std::find_if(in.able.begin(), in.able.end(), open);
    return first == in.able.end() || (members_[*first].dated() && std::none_of(first + 1, in.able.end(), open));
}

bool timeline::pass(partial_world& w, std::size_t n)
{
    const stretch& in = stretches_[n];
    for (const number m : in.able)
        if (can_happen(w, in, m)) happen(w, in, m);
    return end(w, in);
}

}  // namespace demarche::inline v0::detail
