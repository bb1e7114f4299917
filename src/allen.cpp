// SPDX-License-Identifier: BSL-1.0
#include <demarche/allen.hpp>

#include <algorithm>
#include <array>
#include <functional>
#include <limits>

namespace demarche::inline v0 {

namespace {

using second = std::int64_t;
constexpr second first_of_all = std::numeric_limits<second>::min();
constexpr second last_of_all = std::numeric_limits<second>::max();

enum end_point : std::uint8_t { a_begins, a_ends, b_begins, b_ends };
using ends = std::array<second, 4>;

/// `later >= earlier + gap`.
struct at_least {
    end_point later;
    end_point earlier;
    int gap;
};

constexpr std::array<at_least, 2> always{{{a_ends, a_begins, 0}, {b_ends, b_begins, 0}}};

/// What the first seven relations ask of the ends; an equation is two rules. A rule that asks nothing fills the row.
constexpr at_least nothing{a_begins, a_begins, 0};
constexpr std::array<std::array<at_least, 4>, 7> rules{{
    {{{b_begins, a_ends, 2}, nothing, nothing, nothing}},                                                                 // before
    {{{b_begins, a_ends, 1}, {a_ends, b_begins, -1}, nothing, nothing}},                                                  // meets
    {{{b_begins, a_begins, 1}, {a_ends, b_begins, 0}, {b_ends, a_ends, 1}, nothing}},                                     // overlaps
    {{{a_begins, b_begins, 0}, {b_begins, a_begins, 0}, {b_ends, a_ends, 1}, nothing}},                                   // starts
    {{{a_begins, b_begins, 1}, {b_ends, a_ends, 1}, nothing, nothing}},                                                   // during
    {{{a_begins, b_begins, 1}, {a_ends, b_ends, 0}, {b_ends, a_ends, 0}, nothing}},                                       // finishes
    {{{a_begins, b_begins, 0}, {b_begins, a_begins, 0}, {a_ends, b_ends, 0}, {b_ends, a_ends, 0}}},                       // equals
}};

/// Moves the later end up to where the rule allows it; false where no second is left for it.
constexpr bool raise(ends& least, const at_least& rule)
{
    const second from = least[rule.earlier];
    if (rule.gap > 0 && from > last_of_all - rule.gap) return false;
    const second to = rule.gap < 0 && from < first_of_all - rule.gap ? first_of_all : from + rule.gap;
    least[rule.later] = std::max(least[rule.later], to);
    return true;
}

/// Whether the ends can be chosen from `least` to `most` so that every rule holds. Difference constraints: the least choice
/// that keeps them is reached after as many rounds as the longest chain of ends has steps (Bellman and Ford), since no row
/// of `rules` has a cycle that asks for a gap; where that choice is too late, every other is.
bool can_hold(const std::array<at_least, 4>& relation, ends least, const ends& most)
{
    constexpr int longest_chain = 3;
    for (int round = 0; round < longest_chain; ++round) {
        const auto keep = [&](const at_least& rule) { return raise(least, rule); };
        if (!std::all_of(always.begin(), always.end(), keep) || !std::all_of(relation.begin(), relation.end(), keep)) return false;
    }
    return std::equal(least.begin(), least.end(), most.begin(), std::less_equal<>());
}

constexpr second second_of(instant t) { return t.time_since_epoch().count(); }

/// The first seven relations that are possible.
interval_relations forward(const period& a, const period& b)
{
    const ends least{second_of(a.begin_earliest), second_of(a.end_earliest), second_of(b.begin_earliest), second_of(b.end_earliest)};
    const ends most{second_of(a.begin_latest), second_of(a.end_latest), second_of(b.begin_latest), second_of(b.end_latest)};
    interval_relations found;
    for (std::size_t i = 0; i < rules.size(); ++i)
        if (can_hold(rules[i], least, most)) found = found | static_cast<interval_relation>(i);
    return found;
}

}  // namespace

interval_relations converse(interval_relations all)
{
    interval_relations found;
    for (std::size_t i = 0; i < interval_relation_count; ++i)
        if (const auto r = static_cast<interval_relation>(i); all.contains(r)) found = found | converse(r);
    return found;
}

interval_relations allen(const period& a, const period& b) noexcept { return forward(a, b) | converse(forward(b, a)); }
interval_relations allen(const date& a, const date& b) { return allen(period_of(a), period_of(b)); }

verdict holds(const period& a, interval_relations which, const period& b) noexcept
{
    const interval_relations possible = allen(a, b);
    if ((possible & which).empty()) return verdict::impossibly;
    return which.contains(possible) ? verdict::certainly : verdict::possibly;
}

verdict holds(const date& a, interval_relations which, const date& b) { return holds(period_of(a), which, period_of(b)); }

std::string_view to_text(interval_relation r)
{
    constexpr std::array<std::string_view, interval_relation_count> words{"before", "meets",  "overlaps",      "starts",     "during",   "finishes",   "equals",
                                                                          "after",  "met_by", "overlapped_by", "started_by", "contains", "finished_by"};
    return words[static_cast<std::size_t>(r)];
}

}  // namespace demarche::inline v0
