// SPDX-License-Identifier: BSL-1.0
#include "lanes.hpp"

#include "docket.hpp"
#include "sides.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>

namespace demarche::inline v0::detail {

namespace {

void put_in_order(std::vector<contact_mark>& marks)
{
    const auto key = [](const contact_mark& m) { return std::tuple(m.earliest, m.latest, m.contact); };
    std::sort(marks.begin(), marks.end(), [&](const contact_mark& a, const contact_mark& b) { return key(a) < key(b); });
}

for_whom whom(bool first, bool second) { return first == second ? for_whom::other : first ? for_whom::first : for_whom::second; }

lane lane_of(const view& v, leg l)
{
    lane found{.leg = l, .episodes = episodes(v, l), .status = status(v, l)};
    const scratch room;
    const docket file(v, l.matter);
    for (const entry_of_leg& e : file.record_of(l.respondent).entries)
        found.contacts.push_back({e.contact, e.earliest, e.latest, whom(e.actor.requester, e.actor.respondent), e.disputed});
    put_in_order(found.contacts);
    return found;
}

/// Calls take(contact_id, belief) for each contact that the view believes and nothing corrects.
template <class Take>
void each_believed(const view& v, Take take)
{
    const std::size_t count = v.size().contacts + v.supposed_contacts().size();
    for (std::size_t i = 0; i < count; ++i) {
        const contact_id c(i);
        const belief known = v.of(c);
        if (known != belief::unknown && !v.corrected(c)) take(c, known);
    }
}

contact_mark mark_of(const reading& read, contact_id c, belief known, for_whom actor)
{
    const date_bounds on = read.on(c);
    return {c, on.earliest, on.latest, actor, known == belief::disputed};
}

/// The lane of a matter of which the states are not known.
lane lane_without_states(const view& v, matter_id m)
{
    const reading read(v);
    const matter about = v.book()[m];
    lane found{.leg = {m, {}}};
    const auto take = [&](contact_id c) {
        const belief known = v.of(c);
        if (known == belief::unknown || v.corrected(c)) return;
        const bool answers = std::find(about.respondents.begin(), about.respondents.end(), read.from(c)) != about.respondents.end();
        found.contacts.push_back(mark_of(read, c, known, whom(read.from(c) == about.requester, answers)));
    };
    for (const contact_id c : v.book().contacts_of(m))
        if (c.index() < v.size().contacts) take(c);
    read.each_supposed([&](contact_id c, const contact& s) {
        if (s.matter == m) take(c);
    });
    put_in_order(found.contacts);
    return found;
}

/// Who is of the one of two actors, and who of the other.
class two_sides {
public:
    two_sides(const view& v, actor_id a, actor_id b) : v_(v), a_(a), b_(b) {}

    for_whom of(actor_id who, instant begin, instant end) const { return whom(belongs(who, a_, begin, end), belongs(who, b_, begin, end)); }
    bool are(actor_id x, actor_id y, instant begin, instant end) const
    {
        const auto meet = [&](actor_id one, actor_id other) { return belongs(one, a_, begin, end) && belongs(other, b_, begin, end); };
        return meet(x, y) || meet(y, x);
    }
    bool are_in(matter_id m) const
    {
        const matter about = v_.book()[m];
        return std::any_of(about.respondents.begin(), about.respondents.end(),
                           [&](actor_id x) { return are(about.requester, x, beginning_of_time, end_of_time); });
    }
    /// Turns a lane round where its requester is of the other.
    void turn(lane& l) const
    {
        if (of(v_.book()[l.leg.matter].requester, beginning_of_time, end_of_time) != for_whom::second) return;
        for (contact_mark& m : l.contacts)
            if (m.actor != for_whom::other) m.actor = m.actor == for_whom::first ? for_whom::second : for_whom::first;
    }
    bool are_in(leg l) const { return !l.respondent || are(v_.book()[l.matter].requester, l.respondent, beginning_of_time, end_of_time); }

private:
    bool belongs(actor_id who, actor_id top, instant begin, instant end) const { return who && belongs_during(v_, who, top, begin, end) != verdict::impossibly; }

    const view& v_;
    actor_id a_;
    actor_id b_;
};

lane contacts_elsewhere(const view& v, const two_sides& both, const std::set<contact_id>& shown)
{
    const reading read(v);
    lane found;
    each_believed(v, [&](contact_id c, belief known) {
        const date_bounds on = read.on(c);
        if (shown.count(c) == 0 && both.are(read.from(c), read.to(c), on.earliest, on.latest))
            found.contacts.push_back(mark_of(read, c, known, both.of(read.from(c), on.earliest, on.latest)));
    });
    put_in_order(found.contacts);
    return found;
}

instant first_date(const lane& l) { return l.contacts.empty() ? end_of_time : l.contacts.front().latest; }

}  // namespace

std::vector<publication> publications_of(const view& v, const lane& l)
{
    std::map<std::tuple<instant, instant, std::string>, publication> found;
    for (const contact_mark& m : l.contacts)
        for (const report_id r : v.standing_on(m.contact)) {
            const report said = v.book()[r];
            const auto& on = said.published ? said.published : v.book()[said.source].published;
            if (!on) continue;
            publication& p = found[{on->earliest(), on->latest(), v.book().key(said.source)}];
            p.source = said.source;
            p.contacts.push_back(m.contact);
        }
    std::vector<publication> all;
    for (auto& [key, p] : found) all.push_back({std::get<0>(key), std::get<1>(key), p.source, std::move(p.contacts)});
    return all;
}

std::vector<lane> lanes_of(const view& v, matter_id m)
{
    std::vector<lane> found;
    if (!v.in_record(m)) return found;
    if (v.book().lifecycle_of(m) == nullptr) return {lane_without_states(v, m)};
    for (const leg l : legs(v, m)) found.push_back(lane_of(v, l));
    return found;
}

std::vector<lane> lanes_between(const view& v, actor_id a, actor_id b)
{
    const two_sides both(v, a, b);
    std::vector<lane> found;
    for (std::size_t i = 0; i < v.size().matters; ++i) {
        if (!v.in_record(matter_id(i)) || !both.are_in(matter_id(i))) continue;
        for (lane& l : lanes_of(v, matter_id(i))) {
            if (!both.are_in(l.leg)) continue;
            both.turn(l);
            found.push_back(std::move(l));
        }
    }
    std::stable_sort(found.begin(), found.end(), [](const lane& x, const lane& y) { return first_date(x) < first_date(y); });
    std::set<contact_id> shown;
    for (const lane& l : found)
        for (const contact_mark& m : l.contacts) shown.insert(m.contact);
    lane others = contacts_elsewhere(v, both, shown);
    if (!others.contacts.empty()) found.push_back(std::move(others));
    return found;
}

}  // namespace demarche::inline v0::detail
