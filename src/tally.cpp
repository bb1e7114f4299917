// SPDX-License-Identifier: BSL-1.0
#include <demarche/status.hpp>

#include "reading.hpp"
#include "sort_once.hpp"

#include <algorithm>

// Answers about contacts themselves, whatever legs they belong to.

namespace demarche {

using namespace detail;

namespace {

/// Of those that were recorded.
contact_id last_recorded(const view& standpoint, actor_id a, actor_id b, act how)
{
    const archive& book = standpoint.book().contents();
    const auto when = [&](std::uint32_t c) { return book.latest(contact_id(c)).time_since_epoch().count(); };
    const auto believed = [&](std::uint32_t c) { return standpoint.of(contact_id(c)) != belief::unknown && !standpoint.corrected(contact_id(c)); };
    const std::int64_t at = standpoint.when().time_since_epoch().count();
    const auto last = [&](const pair_index::expected& of) { return book.pairs().last(of, at, standpoint.size().contacts, when, believed); };
    const pair_index::expected forth = book.pairs().expect(raw(a), raw(b), how.number());
    const std::uint32_t back = a == b ? pair_index::no_contact : last(book.pairs().expect(raw(b), raw(a), how.number()));
    const std::uint32_t there = last(forth);
    if (there == pair_index::no_contact) return back == pair_index::no_contact ? contact_id() : contact_id(back);
    if (back == pair_index::no_contact) return contact_id(there);
    return contact_id(std::pair(when(there), there) < std::pair(when(back), back) ? back : there);
}

}  // namespace

contact_id last_contact(const view& standpoint, actor_id a, actor_id b, act how)
{
    const reading read(standpoint);
    contact_id last = last_recorded(standpoint, a, b, how);
    read.each_supposed([&](contact_id c, const contact& s) {
        const bool theirs = s.act == how && ((s.from == a && s.to == b) || (s.from == b && s.to == a));
        if (!theirs || s.on.latest() > standpoint.when() || standpoint.corrected(c)) return;
        if (!last || read.on(last).latest <= s.on.latest()) last = c;
    });
    return last;
}

namespace {

/// The contacts among which those that fit must be.
std::vector<contact_id> candidates(const view& standpoint, const contact_filter& which)
{
    const chronicle& book = standpoint.book();
    std::vector<contact_id> found;
    const auto take = [&](const std::vector<contact_id>& some) { found.insert(found.end(), some.begin(), some.end()); };
    if (which.matter)
        take(book.contacts_of(which.matter));
    else if (!which.from.empty())
        for (actor_id a : which.from) take(book.contacts_from(a));
    else if (!which.to.empty())
        for (actor_id a : which.to) take(book.contacts_to(a));
    else
        for (std::size_t c = 0; c < standpoint.size().contacts; ++c) found.emplace_back(c);
    sort_once(found);
    std::erase_if(found, [&](contact_id c) { return c.index() >= standpoint.size().contacts; });
    reading(standpoint).each_supposed([&](contact_id c, const contact&) { found.push_back(c); });
    return found;
}

template <class T>
bool fits(const std::vector<T>& any_of, T x)
{
    return any_of.empty() || std::find(any_of.begin(), any_of.end(), x) != any_of.end();
}

}  // namespace

count tally(const view& standpoint, const contact_filter& which)
{
    count sum{.least = 0, .most = 0};
    for (contact_id x : candidates(standpoint, which)) {
        const contact c = standpoint[x];
        if (!fits(which.acts, c.act) || !fits(which.from, c.from) || !fits(which.to, c.to)) continue;
        if (which.matter && (c.matter != which.matter || !standpoint.in_record(which.matter))) continue;
        const verdict in_period = which.during ? within(c.on, *which.during) : verdict::certainly;
        const belief known = standpoint.of(x);
        if (c.on.earliest() > standpoint.when() || in_period == verdict::impossibly || known == belief::unknown || standpoint.corrected(x)) continue;
        if (in_period == verdict::certainly && known == belief::asserted && c.on.latest() <= standpoint.when()) sum.least += c.times.least;
        sum.most = sum.most && c.times.most ? std::optional(*sum.most + *c.times.most) : std::nullopt;
    }
    return sum;
}

}  // namespace demarche
