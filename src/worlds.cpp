// SPDX-License-Identifier: BSL-1.0
#include "worlds.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <unordered_set>

namespace demarche::detail {

namespace {

constexpr std::size_t most_enumerated = 12;

using std::chrono::seconds;

constexpr instant next_second(instant t) { return t == end_of_time ? t : t + seconds(1); }
constexpr instant last_second_before(instant t) { return t == beginning_of_time ? t : t - seconds(1); }

void ignore(const step&, instant) {}

/// The finalizer of MurmurHash3, which spreads every bit.
constexpr std::uint64_t mixed(std::uint64_t x)
{
    x = (x ^ x >> 33) * 0xFF51AFD7ED558CCDu;
    x = (x ^ x >> 33) * 0xC4CEB9FE1A85EC53u;
    return x ^ x >> 33;
}

/// A set of small numbers; the first 64 without allocating.
class marks {
public:
    explicit marks(std::size_t size) : rest_(size > 64 ? (size - 1) / 64 : 0) {}

    bool has(std::size_t i) const { return (word(i) >> i % 64 & 1) != 0; }
    void mark(std::size_t i) { (i < 64 ? first_ : rest_[i / 64 - 1]) |= std::uint64_t{1} << i % 64; }
    bool contains(const marks& other) const
    {
        if ((other.first_ & ~first_) != 0) return false;
        for (std::size_t w = 0; w < rest_.size(); ++w)
            if ((other.rest_[w] & ~rest_[w]) != 0) return false;
        return true;
    }
    std::uint64_t hash() const
    {
        std::uint64_t h = mixed(first_);
        for (std::uint64_t w : rest_) h = mixed(h ^ w);
        return h;
    }

    friend auto operator<=>(const marks&, const marks&) = default;

private:
    std::uint64_t word(std::size_t i) const { return i < 64 ? first_ : rest_[i / 64 - 1]; }

    std::uint64_t first_ = 0;
    std::vector<std::uint64_t> rest_;
};

/// How far a world has come: which contacts have happened, and where the leg stands.
struct stage {
    marks done;
    standing at;

    bool operator==(const stage&) const = default;
};

struct stage_hash {
    std::size_t operator()(const stage& s) const
    {
        const standing& at = s.at;
        std::uint64_t h = mixed(s.done.hash() ^ (index(at.state) << 8 | index(at.prior) << 2 | std::size_t{at.prior_reply_fell} << 1 | std::size_t{at.prior_occasion_fell}));
        for (instant t : {at.in_force.occasion, at.in_force.reply_by, at.prior_terms.occasion, at.prior_terms.reply_by})
            h = mixed(h ^ static_cast<std::uint64_t>(t.time_since_epoch().count()));
        return static_cast<std::size_t>(h);
    }
};

using stages = std::unordered_set<stage, stage_hash>;

/// The worlds of one choice of disputed contacts. Time goes stretch by stretch, between the instants at which something begins, ends or falls due:
/// within a stretch it matters only in which order contacts happen. In a stretch of fewer seconds than contacts, several share a second.
class one_choice {
public:
    one_choice(const leg_record& leg, const lifecycle& table, instant when, const std::vector<std::size_t>& in) : leg_(leg), fold_(table), when_(when)
    {
        for (std::size_t i : in) {
            instant earliest = leg.entries[i].earliest;
            instant latest = leg.entries[i].latest;
            for (std::size_t j : in) {
                if (leg.order.goes_before(j, i)) earliest = std::max(earliest, leg.entries[j].earliest);
                if (leg.order.goes_before(i, j)) latest = std::min(latest, leg.entries[j].latest);
            }
            marks before(in.size());
            for (std::size_t p = 0; p < in.size(); ++p)
                if (leg.order.goes_before(in[p], i)) before.mark(p);
            members_.push_back({i, earliest, latest, std::move(before)});
        }
    }

    state_set outcomes()
    {
        stages now{{marks(members_.size()), {.in_force = leg_.stated}}};
        const auto starts = stretch_starts();
        for (std::size_t i = 0; i < starts.size(); ++i) now = live(now, starts[i], i + 1 < starts.size() ? last_second_before(starts[i + 1]) : when_);
        state_set found;
        for (const stage& s : now) found.insert(s.at.state);
        return found;
    }

private:
    struct member {
        std::size_t entry;
        instant earliest;
        instant latest;
        marks before;  ///< the members that go before this one
    };

    std::vector<instant> stretch_starts() const
    {
        std::set<instant> starts{beginning_of_time};
        const auto cut = [&](instant t) {
            if (t <= when_) starts.insert(t);
        };
        const auto cut_out = [&](instant t) {
            if (t == end_of_time) return;
            cut(next_second(t));
            cut(next_second(next_second(t)));
        };
        const auto cut_terms = [&](const terms& t) {
            cut_out(t.occasion);
            cut_out(t.reply_by);
        };
        cut_terms(leg_.stated);
        for (const member& m : members_) {
            cut(m.earliest);
            if (m.latest != end_of_time) cut(next_second(m.latest));
            cut_terms(leg_.entries[m.entry].does.proposed);
        }
        return {starts.begin(), starts.end()};
    }

    /// All that can happen from `first` to `last`.
    stages live(const stages& before, instant first, instant last)
    {
        std::vector<std::size_t> able;
        for (std::size_t m = 0; m < members_.size(); ++m)
            if (members_[m].earliest <= first && members_[m].latest >= last) able.push_back(m);
        const std::uint64_t length = static_cast<std::uint64_t>(last.time_since_epoch().count()) - static_cast<std::uint64_t>(first.time_since_epoch().count()) + 1;
        stages all = length == 0 || length >= able.size() ? in_any_order(before, able, first) : second_by_second(before, able, first, length);
        stages after;
        for (stage s : all) {
            if (overdue(s, able, last)) continue;
            fold_.pass(s.at, first, last, ignore);
            after.insert(std::move(s));
        }
        return after;
    }

    bool overdue(const stage& s, const std::vector<std::size_t>& able, instant last) const
    {
        return std::any_of(able.begin(), able.end(), [&](std::size_t m) { return members_[m].latest == last && !s.done.has(m); });
    }

    bool ready(const marks& done, std::size_t m) const { return done.contains(members_[m].before); }

    stage with(stage s, std::size_t m, instant t) const
    {
        s.done.mark(m);
        const step done = fold_.apply(s.at, leg_.entries[members_[m].entry].does, t);
        if (done.did.what == effect::prior) fold_.catch_up(s.at, t, ignore);
        return s;
    }

    stages in_any_order(const stages& before, const std::vector<std::size_t>& able, instant t) const
    {
        stages all = before;
        std::vector<stage> open(before.begin(), before.end());
        while (!open.empty()) {
            const stage s = std::move(open.back());
            open.pop_back();
            for (std::size_t m : able)
                if (!s.done.has(m) && ready(s.done, m)) {
                    stage next = with(s, m, t);
                    if (all.insert(next).second) open.push_back(std::move(next));
                }
        }
        return all;
    }

    stages second_by_second(const stages& before, const std::vector<std::size_t>& able, instant t, std::uint64_t length) const
    {
        stages now = before;
        for (std::uint64_t second = 0; second < length; ++second) {
            stages next;
            for (const stage& s : now) choose(s, s.done, in_keeping(able), 0, {}, t, next);
            now = std::move(next);
        }
        return now;
    }

    /// Every set of contacts that can share one second, each folded in its order. `able` keeps `leg_.order`.
    void choose(const stage& s, const marks& done, const std::vector<std::size_t>& able, std::size_t from, std::vector<std::size_t> chosen, instant t, stages& into) const
    {
        while (from < able.size() && (done.has(able[from]) || !ready(done, able[from]))) ++from;
        if (from == able.size()) {
            into.insert(together(s, std::move(chosen), t));
            return;
        }
        choose(s, done, able, from + 1, chosen, t, into);
        marks with_it = done;
        with_it.mark(able[from]);
        chosen.push_back(able[from]);
        choose(s, with_it, able, from + 1, std::move(chosen), t, into);
    }

    std::vector<std::size_t> in_keeping(std::vector<std::size_t> able) const
    {
        std::vector<std::size_t> sorted;
        while (!able.empty()) {
            const auto first = std::find_if(able.begin(), able.end(), [&](std::size_t m) {
                return std::none_of(able.begin(), able.end(), [&](std::size_t p) { return members_[m].before.has(p); });
            });
            sorted.push_back(*first);
            able.erase(first);
        }
        return sorted;
    }

    stage together(stage s, std::vector<std::size_t> chosen, instant t) const
    {
        std::sort(chosen.begin(), chosen.end());
        for (std::size_t m : in_keeping(std::move(chosen))) s = with(std::move(s), m, t);
        return s;
    }

    const leg_record& leg_;
    fold fold_;
    instant when_;
    std::vector<member> members_;
};

/// The sets of contacts that the disputed ones to come can hold back beyond `when`: each goes after one of them.
std::set<marks> held_beyond(const leg_record& leg, instant when)
{
    const std::size_t size = leg.entries.size();
    marks always(size);
    std::vector<marks> perhaps;
    for (std::size_t f = 0; f < size; ++f) {
        if (leg.entries[f].earliest <= when) continue;
        marks held(size);
        for (std::size_t i = 0; i < size; ++i)
            if (leg.order.goes_before(f, i)) (leg.entries[f].disputed ? held : always).mark(i);
        if (leg.entries[f].disputed) perhaps.push_back(std::move(held));
    }
    std::set<marks> unions{always};
    for (const marks& held : perhaps) {
        std::set<marks> more = unions;
        for (marks u : unions) {
            for (std::size_t i = 0; i < size; ++i)
                if (held.has(i)) u.mark(i);
            more.insert(std::move(u));
        }
        unions = std::move(more);
    }
    return unions;
}

}  // namespace

std::vector<std::size_t> sequence(const leg_record& leg, const std::vector<std::size_t>& members, const std::vector<instant>& at)
{
    std::vector<std::size_t> open(members.size());
    for (std::size_t i = 0; i < open.size(); ++i) open[i] = i;
    std::stable_sort(open.begin(), open.end(), [&](std::size_t a, std::size_t b) { return at[a] < at[b]; });
    std::vector<std::size_t> sorted;
    for (auto group = open.begin(); group != open.end();) {
        auto end = std::find_if(group, open.end(), [&](std::size_t i) { return at[i] != at[*group]; });
        for (; group != end; ++group) {
            const auto first = std::find_if(group, end, [&](std::size_t m) {
                return std::none_of(group, end, [&](std::size_t p) { return leg.order.goes_before(members[p], members[m]); });
            });
            sorted.push_back(members[*first]);
            std::rotate(group, first, first + 1);
        }
    }
    return sorted;
}

bool too_many(const leg_record& leg, instant when)
{
    std::size_t disputed = 0;
    std::map<instant, std::vector<std::pair<std::pair<instant, instant>, bool>>> changes;
    for (const entry_of_leg& e : leg.entries) {
        if (e.earliest > when) continue;
        disputed += e.disputed;
        const std::pair bounds(e.earliest, e.latest);
        changes[e.earliest].push_back({bounds, true});
        if (e.latest != end_of_time) changes[next_second(e.latest)].push_back({bounds, false});
    }
    std::map<std::pair<instant, instant>, std::size_t> here;
    std::size_t sharing = 0;
    std::size_t most = 0;
    for (const auto& [t, those] : changes) {
        for (const auto& [bounds, begins] : those) {
            sharing = begins ? sharing + 1 : sharing - 1;
            std::size_t& same = here[bounds];
            same = begins ? same + 1 : same - 1;
            if (same == 0) here.erase(bounds);
        }
        if (here.size() > 1) most = std::max(most, sharing);
    }
    return disputed + most > most_enumerated;
}

bool only_one_world(const leg_record& leg, instant when)
{
    for (std::size_t i = 0; i < leg.entries.size(); ++i) {
        const bool open = leg.entries[i].earliest <= when && leg.order.earliest(i) != leg.order.latest(i);
        if (open || leg.entries[i].disputed) return false;
    }
    return true;
}

outcomes worlds(const leg_record& leg, const lifecycle& table, instant when)
{
    if (too_many(leg, when)) return {.possible = table.all(), .why = {.too_many = true}};
    std::vector<std::size_t> disputed;
    for (std::size_t i = 0; i < leg.entries.size(); ++i)
        if (leg.entries[i].disputed && leg.entries[i].earliest <= when) disputed.push_back(i);

    outcomes found;
    std::optional<state_set> other;
    for (const marks& beyond : held_beyond(leg, when))
        for (std::uint64_t out = 0; out >> disputed.size() == 0; ++out) {
            marks away = beyond;
            for (std::size_t d = 0; d < disputed.size(); ++d)
                if ((out >> d & 1) != 0) away.mark(disputed[d]);
            std::vector<std::size_t> in;
            for (std::size_t i = 0; i < leg.entries.size(); ++i)
                if (leg.entries[i].earliest <= when && !away.has(i)) in.push_back(i);
            const state_set possible = one_choice(leg, table, when, in).outcomes();
            found.possible.insert(possible);
            found.why.imprecise_date = found.why.imprecise_date || possible.size() > 1;
            found.why.dispute = found.why.dispute || (other && *other != possible);
            other = possible;
        }
    return found;
}

}  // namespace demarche::detail
