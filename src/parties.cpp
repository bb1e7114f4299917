// SPDX-License-Identifier: BSL-1.0
#include "parties.hpp"

#include "sort_once.hpp"

#include <demarche/status.hpp>

#include <algorithm>

namespace demarche::inline v0::detail {

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

std::vector<matter_id> matters_of_lesser(const view& v, actor_id a, actor_id b)
{
    std::vector<matter_id> found;
    for (const actor_id own : all_own_of_lesser(v, a, b))
        for (const matter_id m : v.book().matters_of(own))
            if (m.index() < v.size().matters) found.push_back(m);
    if (const supposition* more = v.supposed()) found.insert(found.end(), more->touched.begin(), more->touched.end());
    sort_once(found);
    return found;
}

std::vector<leg> legs_between(const view& v, actor_id a, actor_id b)
{
    std::vector<leg> found;
    for (const matter_id m : matters_of_lesser(v, a, b)) {
        const actor_id requester = named<actor>(v.book().contents().line(m).requester);
        const auto faces = [&](actor_id one, actor_id other, actor_id respondent) {
            return is_of(v, requester, one, other, v.when(), v.when()) != verdict::impossibly && is_of(v, respondent, other, one, v.when(), v.when()) != verdict::impossibly;
        };
        for (const leg l : legs(v, m))
            if (faces(a, b, l.respondent) || faces(b, a, l.respondent)) found.push_back(l);
    }
    return found;
}

}  // namespace demarche::inline v0::detail
