// SPDX-License-Identifier: BSL-1.0
#include "parties.hpp"

#include "sort_once.hpp"

#include <algorithm>

namespace demarche::detail {

namespace {

verdict negated(verdict v) { return v == verdict::certainly ? verdict::impossibly : v == verdict::impossibly ? verdict::certainly : v; }

}  // namespace

verdict is_of(const view& v, actor_id who, actor_id party, actor_id other, instant begin, instant end)
{
    if (!who) return verdict::impossibly;
    const verdict is = belongs_during(v, who, party, begin, end);
    if (is == verdict::impossibly || other == party) return is;
    const verdict encloses = belongs_during(v, other, party, begin, end);
    if (encloses == verdict::impossibly) return is;
    return std::min(is, negated(std::min(encloses, belongs_during(v, who, other, begin, end))));
}

std::vector<actor_id> all_own(const view& v, std::vector<actor_id> of)
{
    const archive& book = v.book().contents();
    sort_once(of);
    for (std::size_t i = 0; i < of.size(); ++i)
        book.each_other_tie(of[i], v.size().ties, [&](tie_id t) {
            const actor_id member = book[t].from;
            if (leads_upward(book[t].kind) && std::find(of.begin(), of.end(), member) == of.end()) of.push_back(member);
        });
    return of;
}

std::vector<actor_id> all_own_of_lesser(const view& v, actor_id a, actor_id b)
{
    std::vector<actor_id> these = all_own(v, {a});
    std::vector<actor_id> those = all_own(v, {b});
    return these.size() <= those.size() ? these : those;
}

}  // namespace demarche::detail
