// SPDX-License-Identifier: BSL-1.0
#include "sides.hpp"

#include "ways_up.hpp"

namespace demarche::inline v0::detail {

namespace {

/// An actor above both parties puts nobody on a side. So a way over some common actor counts only if the other party need not reach that
/// actor too (or, where certainty is asked for, cannot): it does as soon as it reaches any actor on the way.
bool on_side_of_leg(const ways_up& ways, std::size_t who, std::size_t party, std::size_t other, instant at, verdict how)
{
    const scratch room;
    const marks over_who = ways.above(who, at, how);
    if (over_who.has(party)) return true;
    if (over_who.has(other) && ways.above(party, at, how).has(other)) return true;
    const marks barred = ways.above(other, at, how == verdict::certainly ? verdict::possibly : verdict::certainly);
    return ways.above(who, at, how, barred).meets(ways.above(party, at, how, barred));
}

/// Whether some actor is at or above both.
bool share(const ways_up& ways, std::size_t who, std::size_t party, instant at, verdict how)
{
    const scratch room;
    return ways.above(who, at, how).meets(ways.above(party, at, how));
}

/// What `is(at, how)` comes to over all stretches.
template <class Is>
verdict throughout(const ways_up& ways, Is is)
{
    const auto starts = ways.stretches();
    const auto at_least = [&](verdict how) { return [&is, how](instant t) { return is(t, how); }; };
    if (std::none_of(starts.begin(), starts.end(), at_least(verdict::possibly))) return verdict::impossibly;
    return std::all_of(starts.begin(), starts.end(), at_least(verdict::certainly)) ? verdict::certainly : verdict::possibly;
}

}  // namespace

acts_for parties_of(const view& v, actor_id who, actor_id requester, actor_id respondent, instant begin, instant end)
{
    acts_for found{who == requester, who == respondent};
    if (found.requester || found.respondent) return found;
    const scratch room;
    ways_up ways(v, {who, requester, respondent}, begin, end);
    if (ways.all().empty()) return found;
    const std::size_t asked = ways.number_of(who);
    const std::size_t r = ways.number_of(requester);
    const std::size_t a = ways.number_of(respondent);
    for (instant t : ways.stretches()) {
        found.requester = found.requester || on_side_of_leg(ways, asked, r, a, t, verdict::possibly);
        found.respondent = found.respondent || on_side_of_leg(ways, asked, a, r, t, verdict::possibly);
        if (found.requester && found.respondent) break;
    }
    return found;
}

bool may_be_on_side(const view& v, actor_id who, actor_id party, instant begin, instant end)
{
    return on_side_during(v, who, party, begin, end) != verdict::impossibly;
}

verdict on_side_during(const view& v, actor_id who, actor_id party, instant begin, instant end)
{
    if (who == party) return verdict::certainly;
    const scratch room;
    ways_up ways(v, {who, party}, begin, end);
    const std::size_t asked = ways.number_of(who);
    const std::size_t of = ways.number_of(party);
    return throughout(ways, [&](instant t, verdict how) { return share(ways, asked, of, t, how); });
}

verdict acts_for_during(const view& v, actor_id who, actor_id party, actor_id other, instant begin, instant end)
{
    if (who == party) return verdict::certainly;
    if (who == other) return verdict::impossibly;
    const scratch room;
    ways_up ways(v, {who, party, other}, begin, end);
    const std::size_t asked = ways.number_of(who);
    const std::size_t of = ways.number_of(party);
    const std::size_t against = ways.number_of(other);
    return throughout(ways, [&](instant t, verdict how) { return on_side_of_leg(ways, asked, of, against, t, how); });
}

verdict belongs_during(const view& v, actor_id who, actor_id to, instant begin, instant end)
{
    if (who == to) return verdict::certainly;
    const scratch room;
    ways_up ways(v, {who, to}, begin, end);
    const std::size_t asked = ways.number_of(who);
    const std::size_t of = ways.number_of(to);
    return throughout(ways, [&](instant t, verdict how) {
        const scratch here;
        return ways.above(asked, t, how).has(of);
    });
}

}  // namespace demarche::inline v0::detail
