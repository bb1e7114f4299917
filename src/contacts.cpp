// SPDX-License-Identifier: BSL-1.0
#include <demarche/contacts.hpp>

#include "dealings.hpp"
#include "parties.hpp"
#include "ranks.hpp"
#include "sort_once.hpp"

#include <demarche/format.hpp>

#include <algorithm>
#include <climits>

// Answers about contacts themselves, whatever legs they belong to.

namespace demarche::inline v0 {

using namespace detail;

namespace {

/// Of those that were recorded.
contact_id last_recorded(const view& standpoint, actor_id a, actor_id b, act how)
{
    const archive& book = standpoint.book().contents();
    const auto when = [&](std::uint32_t c) { return book.latest(contact_id(c)).time_since_epoch().count(); };
    const std::uint16_t code = short_number(how);
    const auto believed = [&](std::uint32_t n) {
        const contact_id c(n);
        return standpoint.of(c) != belief::unknown && !standpoint.corrected(c) && (code != rare_act || book.act(c) == how);
    };
    const std::int64_t at = standpoint.when().time_since_epoch().count();
    // Which side of the instant a contact is on, those of its zone mostly tell, who are few enough to be at hand: its row need not be waited for.
    const auto side = [&](std::uint32_t c) {
        const archive::zone& about = book.zone_of(c / archive::zone_size);
        if (const std::int64_t latest = about.latest.load(std::memory_order_relaxed); latest <= at) return latest;
        const std::int64_t earliest = about.earliest.load(std::memory_order_relaxed);
        return earliest > at ? earliest : when(c);
    };
    const auto last = [&](const pair_index::expected& of) { return book.pairs().last(of, at, standpoint.size().contacts, side, believed); };
    const pair_index::expected forth = book.pairs().expect(raw(a), raw(b), code);
    const std::uint32_t back = a == b ? pair_index::no_contact : last(book.pairs().expect(raw(b), raw(a), code));
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

template <class T>
bool fits(const std::vector<T>& any_of, const T& x)
{
    return any_of.empty() || std::find(any_of.begin(), any_of.end(), x) != any_of.end();
}

/// Those that were recorded when the view was made, each once, and what it supposes.
std::vector<contact_id> with_supposed(const view& v, std::vector<contact_id> found)
{
    sort_once(found);
    std::erase_if(found, [&](contact_id c) { return c.index() >= v.size().contacts; });
    reading(v).each_supposed([&](contact_id c, const contact&) { found.push_back(c); });
    return found;
}

/// The contacts among which those that fit must be.
std::vector<contact_id> candidates(const view& v, const contact_filter& which)
{
    const chronicle& book = v.book();
    std::vector<contact_id> found;
    const auto take = [&](const std::vector<contact_id>& some) { found.insert(found.end(), some.begin(), some.end()); };
    if (which.matter)
        take(book.contacts_of(which.matter));
    else if (!which.from.empty())
        for (actor_id a : all_own(v, which.from)) take(book.contacts_from(a));
    else if (!which.to.empty())
        for (actor_id a : all_own(v, which.to)) take(book.contacts_to(a));
    else
        for (std::size_t c = 0; c < v.size().contacts; ++c) found.emplace_back(c);
    return with_supposed(v, std::move(found));
}

/// The contacts in which any of some actors has a part.
std::vector<contact_id> contacts_of_any(const view& v, const std::vector<actor_id>& actors)
{
    const archive& book = v.book().contents();
    const scratch room;
    std::vector<contact_id> found;
    for (const actor_id a : actors) {
        const auto take = [&](contact_id c) { found.push_back(c); };
        book.each_part(
            a, [&](matter_id m) { book.each_entry(book.line(m), v.size().contacts, [&](std::uint32_t c, date_table::code, entry_code) { take(contact_id(c)); }); }, take);
        book.each_company(a, v.size().contacts, take);
    }
    return with_supposed(v, std::move(found));
}

/// A contact that some people may have had, as far as nothing but its participants is asked.
class occasion_of_contact {
public:
    occasion_of_contact(const view& v, contact_id c) : view_(v), id_(c), record_(v[c])
    {
        if (record_.matter && !v.in_record(record_.matter)) record_.matter = {};
    }

    const contact& record() const { return record_; }
    contact_id id() const { return id_; }

    /// Whether it happened by then and is not left out, and fits, but for the level.
    verdict fits(const contact_filter& which) const
    {
        if (!demarche::fits(which.acts, record_.act) || !demarche::fits(which.channels, channel_of(view_, record_)) || !demarche::fits(which.places, record_.place)) return verdict::impossibly;
        if (which.matter && record_.matter != which.matter) return verdict::impossibly;
        if (record_.on.earliest() > view_.when()) return verdict::impossibly;
        const verdict in_period = which.during ? within(record_.on, *which.during) : verdict::certainly;
        if (in_period == verdict::impossibly) return in_period;
        const belief known = view_.of(id_);
        if (known == belief::unknown || view_.corrected(id_)) return verdict::impossibly;
        const verdict happened = known == belief::asserted && record_.on.latest() <= view_.when() ? verdict::certainly : verdict::possibly;
        return std::min({in_period, happened, belongs_to_any(record_.from, which.from), belongs_to_any(record_.to, which.to)});
    }

    verdict is_of(actor_id who, actor_id party, actor_id other) const { return detail::is_of(view_, who, party, other, record_.on.earliest(), record_.on.latest()); }
    rank_bounds ranks(actor_id who) const { return ranks_during(view_, who, record_.on.earliest(), record_.on.latest()); }

    /// Its actor, whom it acted toward, and those with them.
    std::vector<actor_id> participants() const
    {
        std::vector<actor_id> all{record_.from};
        if (record_.to) all.push_back(record_.to);
        else if (record_.matter) take_other_parties(all);
        all.insert(all.end(), record_.with.begin(), record_.with.end());
        sort_once(all);
        std::erase(all, actor_id());
        return all;
    }

private:
    verdict belongs_to_any(actor_id who, const std::vector<actor_id>& any) const
    {
        verdict best = any.empty() ? verdict::certainly : verdict::impossibly;
        for (const actor_id a : any) best = std::max(best, is_of(who, a, a));
        return best;
    }
    void take_other_parties(std::vector<actor_id>& into) const
    {
        const archive& book = view_.book().contents();
        const actor_id requester = named<actor>(book.line(record_.matter).requester);
        book.each_respondent(record_.matter, [&](actor_id respondent) {
            const acts_for actor = parties_of(view_, record_.from, requester, respondent, record_.on.earliest(), record_.on.latest());
            if (actor.requester) into.push_back(respondent);
            if (actor.respondent) into.push_back(requester);
        });
    }

    const view& view_;
    contact_id id_;
    contact record_;
};

/// One of the two ends of a contact: who of its participants is of a party, and how surely.
class end_of_contact {
public:
    end_of_contact(const occasion_of_contact& c, const std::vector<actor_id>& participants, actor_id party, actor_id other)
    {
        for (const actor_id who : participants)
            if (const verdict is = c.is_of(who, party, other); is != verdict::impossibly) of_party_.push_back({who, is, c.ranks(who)});
    }

    verdict has(actor_id who) const
    {
        for (const member& m : of_party_)
            if (m.who == who) return m.how;
        return verdict::impossibly;
    }
    /// As high as its highest.
    rank_bounds ranks() const
    {
        rank_bounds best;
        for (const member& m : of_party_) {
            if (m.ranks.highest) best.highest = std::min(best.highest.value_or(*m.ranks.highest), *m.ranks.highest);
            if (m.ranks.lowest && m.how == verdict::certainly) best.lowest = std::min(best.lowest.value_or(*m.ranks.lowest), *m.ranks.lowest);
        }
        return best;
    }
    /// Whether one of these and another of those are there.
    friend verdict face(const end_of_contact& a, const end_of_contact& b)
    {
        verdict best = verdict::impossibly;
        for (const member& x : a.of_party_)
            for (const member& y : b.of_party_)
                if (x.who != y.who) best = std::max(best, std::min(x.how, y.how));
        return best;
    }

private:
    struct member {
        actor_id who;
        verdict how;
        rank_bounds ranks;
    };

    std::vector<member> of_party_;
};

/// Whether something of that level is of rank `n` or a higher one.
verdict ranks_as_high(const rank_bounds& level, int n)
{
    if (level.lowest && *level.lowest <= n) return verdict::certainly;
    return level.highest && *level.highest <= n ? verdict::possibly : verdict::impossibly;
}

/// `how` is impossible where it is none of these two.
exchange exchange_of(const view& v, contact_id id, actor_id first, actor_id second, const contact_filter& which)
{
    const occasion_of_contact c(v, id);
    exchange e{.contact = id, .how = c.fits(which)};
    if (e.how == verdict::impossibly) return e;
    const std::vector<actor_id> participants = c.participants();
    const end_of_contact here(c, participants, first, second);
    const end_of_contact there(c, participants, second, first);
    e.how = std::min(e.how, face(here, there));
    e.by_first = here.has(c.record().from);
    e.by_second = there.has(c.record().from);
    e.level = level(here.ranks(), there.ranks());
    if (which.level) e.how = std::min(e.how, ranks_as_high(e.level, *which.level));
    return e;
}

instant latest(const view& v, const exchange& e) { return reading(v).on(e.contact).latest; }
instant earliest(const view& v, const exchange& e) { return reading(v).on(e.contact).earliest; }

bool goes_before(const view& v, const exchange& a, const exchange& b)
{
    if (latest(v, a) != latest(v, b)) return latest(v, a) < latest(v, b);
    return reading(v).recorded_before(a.contact, b.contact);
}

/// The last of some, in their order, which are all that there may be.
std::optional<exchange> last_of(const view& v, const std::vector<exchange>& all)
{
    std::optional<exchange> last;
    for (const exchange& e : all)
        if (latest(v, e) <= v.when()) last = e;
    if (!last)
        for (const exchange& e : all)
            if (!last || earliest(v, *last) <= earliest(v, e)) last = e;
    if (!last) return last;
    const bool is_last = std::ranges::all_of(all, [&](const exchange& e) { return e.contact == last->contact || latest(v, e) <= earliest(v, *last); });
    if (!is_last) last->how = verdict::possibly;
    return last;
}

}  // namespace

count tally(const view& standpoint, const contact_filter& which)
{
    count sum{.least = 0, .most = 0};
    for (contact_id x : candidates(standpoint, which)) {
        const occasion_of_contact c(standpoint, x);
        if (const verdict how = c.fits(which); how != verdict::impossibly) add_up(sum, c.record().times, how);
    }
    return sum;
}

std::vector<exchange> contacts(const view& standpoint, actor_id first, actor_id second, const contact_filter& which)
{
    std::vector<exchange> found;
    for (const contact_id c : contacts_of_any(standpoint, all_own_of_lesser(standpoint, first, second)))
        if (const exchange e = exchange_of(standpoint, c, first, second, which); e.how != verdict::impossibly) found.push_back(e);
    std::sort(found.begin(), found.end(), [&](const exchange& a, const exchange& b) { return goes_before(standpoint, a, b); });
    return found;
}

count tally(const view& standpoint, actor_id first, actor_id second, const contact_filter& which)
{
    count sum{.least = 0, .most = 0};
    for (const exchange& e : contacts(standpoint, first, second, which)) add_up(sum, standpoint[e.contact].times, e.how);
    return sum;
}

std::optional<exchange> last_contact(const view& standpoint, actor_id first, actor_id second, const contact_filter& which)
{
    return last_of(standpoint, contacts(standpoint, first, second, which));
}

std::vector<exchange> most_senior(const view& standpoint, actor_id first, actor_id second, const contact_filter& which)
{
    const std::vector<exchange> all = contacts(standpoint, first, second, which);
    std::vector<exchange> found;
    for (exchange e : all) {
        const auto is_as_high_as = [&](const exchange& o) { return !o.level.highest || (e.level.lowest && *e.level.lowest <= *o.level.highest); };
        const auto may_be_as_high_as = [&](const exchange& o) { return o.how != verdict::certainly || !o.level.lowest || (e.level.highest && *e.level.highest <= *o.level.lowest); };
        if (!e.level.highest || !std::ranges::all_of(all, may_be_as_high_as)) continue;
        if (!e.level.lowest || !std::ranges::all_of(all, [&](const exchange& o) { return o.contact == e.contact || is_as_high_as(o); })) e.how = verdict::possibly;
        found.push_back(e);
    }
    return found;
}

std::optional<exchange> last_as_senior(const view& standpoint, actor_id first, actor_id second, contact_id than, const contact_filter& which)
{
    const exchange it = exchange_of(standpoint, than, first, second, {});
    if (it.how == verdict::impossibly || !it.level.highest) return {};
    std::vector<exchange> before;
    for (exchange e : contacts(standpoint, first, second, which)) {
        if (e.contact == than || !goes_before(standpoint, e, it)) continue;
        const verdict as_high = std::max(ranks_as_high(e.level, *it.level.highest), std::min(ranks_as_high(e.level, it.level.lowest.value_or(INT_MAX)), verdict::possibly));
        e.how = std::min({e.how, as_high, latest(standpoint, e) < earliest(standpoint, it) ? verdict::certainly : verdict::possibly});
        if (e.how != verdict::impossibly) before.push_back(e);
    }
    return last_of(standpoint, before);
}

std::vector<contact_id> disputed_contacts(const view& standpoint)
{
    std::vector<contact_id> found;
    for (std::size_t n = 0; n < standpoint.size().reports; ++n) {
        const detail::archive& book = standpoint.book().contents();
        const contact_id on = book.contact_of(report_id(n));
        if (!on || book.stance_of(report_id(n)) != stance::denies) continue;
        if (standpoint.of(on) == belief::disputed && !standpoint.corrected(on)) found.push_back(on);
    }
    detail::sort_once(found);
    return found;
}

std::string to_text(const view& standpoint, const exchange& e)
{
    const occasion_of_contact c(standpoint, e.contact);
    const view then = standpoint.as_of(c.record().on);
    std::string people;
    const auto take = [&](actor_id who) {
        people += (people.empty() ? "" : ", ") + label(standpoint.book(), who);
        std::string offices;
        for (const candidate& office : offices_of(then, who)) offices += (offices.empty() ? "" : ", ") + to_text(then, office);
        if (!offices.empty()) people += " (" + offices + ")";
    };
    for (const actor_id who : c.participants()) take(who);
    std::string text = fmt::format("{} {}: {}", c.record().on, c.record().act, people);
    if (c.record().channel) text += fmt::format("; {}", c.record().channel);
    if (!c.record().place.empty()) text += fmt::format("{} {}", c.record().channel ? "," : ";", c.record().place);
    return text;
}

}  // namespace demarche::inline v0
