// SPDX-License-Identifier: BSL-1.0
#include <demarche/diff.hpp>

#include "sightings.hpp"

#include "docket.hpp"
#include "sort_once.hpp"

#include <algorithm>
#include <array>

namespace demarche::inline v0 {

namespace {

using namespace detail;

/// Whether two views differ in `when()` alone, if in anything.
bool same_but_when(const view& a, const view& b)
{
    return a.known() == b.known() && a.size() == b.size() && a.supposed() == b.supposed() && a.sources() == b.sources();
}

/// Whether, as far as dates and terms tell, nothing happens in the matter, or falls due, after `after` and up to `until`.
bool quiet(const view& v, matter_id m, instant after, instant until)
{
    const archive& book = v.book().contents();
    const reading read(v);
    const auto falls = [&](instant last) { return after <= last && last < until; };
    const terms own = book.line(m).own_terms(book.dates());
    bool any = falls(own.occasion) || falls(own.reply_by);
    const scratch room;
    read.each_of(m, *book.lifecycle_of(m), [&](contact_id c, std::uint8_t) {
        const date_bounds on = read.on(c);
        any = any || (after < on.latest && on.earliest <= until);
        if (const contact* more = read.details(c))
            for (const auto* term : {&more->occasion, &more->reply_by}) any = any || (*term && falls((*term)->latest()));
    });
    return !any;
}

/// Whether the matter has one leg in any view, that of its respondent.
bool has_one_leg(const view& v, matter_id m)
{
    return !v.book().contents().irregular(m) && !reading(v).touches(m);
}

/// Whether it is plain that the views agree on the matter: they all show its one leg, and say the same of it.
bool plainly_agreed(std::span<const view> views, matter_id m)
{
    const leg only{m, named<actor>(views.front().book().contents().line(m).respondent)};
    if (!std::all_of(views.begin(), views.end(), [&](const view& v) { return has_one_leg(v, m) && v.in_record(m); })) return false;
    const status first(views.front(), only);
    return std::all_of(views.begin() + 1, views.end(), [&](const view& v) { return demarche::same_answer(first, status(v, only)); });
}

struct outcome {
    demarche::leg leg;
    std::vector<std::optional<status>> by_view;
};

/// How the legs of a matter stand in some views, those of the first view first.
std::vector<outcome> outcomes_of(std::span<const view> views, matter_id m)
{
    std::vector<outcome> found;
    for (std::size_t n = 0; n < views.size(); ++n)
        for (const status& s : statuses(views[n], m)) {
            auto of = std::find_if(found.begin(), found.end(), [&](const outcome& o) { return o.leg == s.leg; });
            if (of == found.end()) of = found.insert(of, outcome{.leg = s.leg, .by_view = std::vector<std::optional<status>>(views.size())});
            of->by_view[n] = s;
        }
    return found;
}

bool same_answer(const std::optional<status>& a, const std::optional<status>& b) { return a && b ? demarche::same_answer(*a, *b) : !a && !b; }

bool agreed(const outcome& o)
{
    return std::all_of(o.by_view.begin(), o.by_view.end(), [&](const auto& s) { return same_answer(s, o.by_view.front()); });
}

bool shown_by_all(const outcome& o)
{
    return std::all_of(o.by_view.begin(), o.by_view.end(), [](const auto& s) { return s.has_value(); });
}

/// Every actor that has a leg of the matter in some view, be it not shown.
std::vector<actor_id> everybody(std::span<const view> views, matter_id m)
{
    std::vector<actor_id> all;
    for (const view& v : views) {
        const scratch room;
        const docket file(v, m);
        all.insert(all.end(), file.respondents().begin(), file.respondents().end());
        all.insert(all.end(), file.delegates().begin(), file.delegates().end());
    }
    sort_once(all);
    return all;
}

/// What views differ in: of a contact, as the sightings that were taken first have it.
struct differences {
    void take(const sightings& seen)
    {
        contacts.merge(seen.contacts());
        strikes.merge(seen.strikes());
        take_ties(seen.ties());
    }
    void take(differences more)
    {
        contacts.merge(more.contacts);
        strikes.merge(more.strikes);
        take_ties(more.ties);
    }

    sightings::contested contacts = {};
    std::vector<tie_id> ties = {};
    std::map<seen_strike, std::vector<bool>> strikes = {};

private:
    void take_ties(const std::vector<tie_id>& more)
    {
        ties.insert(ties.end(), more.begin(), more.end());
        sort_once(ties);
    }
};

/// What some views see of legs, matter by matter.
class sight {
public:
    explicit sight(std::span<const view> views) : views_(views) {}

    /// What they differ in about the leg, of which `own` is seen, and, where some do not show it, about the other legs of its matter.
    differences differences_of(const outcome& o, const sightings& own)
    {
        differences all;
        all.take(own);
        if (!shown_by_all(o)) all.take(differences_of(o.leg.matter));
        return all;
    }
    /// Calls `take(sightings)` for the leg, of which `own` is seen, and, where some do not show it, for the other legs of its matter.
    template <class Take>
    void each(const outcome& o, const sightings& own, Take take) const
    {
        take(own);
        if (shown_by_all(o)) return;
        for (const actor_id a : everybody(views_, o.leg.matter))
            if (a != o.leg.respondent) take(sightings(views_, {o.leg.matter, a}));
    }

private:
    const differences& differences_of(matter_id m)
    {
        if (m == matter_) return of_all_;
        matter_ = m;
        of_all_ = {};
        for (const actor_id a : everybody(views_, m)) of_all_.take(sightings(views_, {m, a}));
        return of_all_;
    }

    std::span<const view> views_;
    matter_id matter_ = {};
    differences of_all_ = {};  ///< about the legs of that matter, all together
};

std::vector<report_id> reports_on(const std::vector<tie_id>& ties, const sightings& from)
{
    std::vector<report_id> found;
    for (const tie_id t : ties) {
        const auto more = from.reports(t);
        found.insert(found.end(), more.begin(), more.end());
    }
    sort_once(found);
    return found;
}

act act_of(const view& v, matter_id m, const seen_strike& s) { return act(v.book().lifecycle_of(m)->acts[s.row].name); }

/// What time alone does between two views.
void add_time(const view& before, const view& after, const sightings& seen, matter_id m, causes& into)
{
    const instant from = std::min(before.when(), after.when());
    const instant until = std::max(before.when(), after.when());
    for (const auto& [c, standings] : seen.contacts_within(from, until)) into.contacts.push_back({c.id, standings[0], standings[1]});
    for (const seen_strike& s : seen.dues_within(from, until)) into.clock.push_back({act_of(after, m, s), s.at, s.at <= after.when()});
}

causes causes_of(std::span<const view> views, const outcome& o, sight& of)
{
    const matter_id m = o.leg.matter;
    const sightings own(views, o.leg);
    differences all = of.differences_of(o, own);
    causes found{.matter = views[0].in_record(m) != views[1].in_record(m), .ties = std::move(all.ties)};
    found.reports = reports_on(found.ties, own);
    for (const auto& [c, standings] : all.contacts) {
        found.contacts.push_back({c.id, standings[0], standings[1]});
        const auto reports = own.reports(c);
        found.reports.insert(found.reports.end(), reports.begin(), reports.end());
    }
    sort_once(found.reports);
    for (const auto& [s, struck] : all.strikes) found.clock.push_back({act_of(views[0], m, s), s.at, struck[1]});
    if (found.empty()) of.each(o, own, [&](const sightings& seen) { add_time(views[0], views[1], seen, m, found); });
    return found;
}

disagreement disagreement_of(std::span<const view> views, outcome o, sight& of)
{
    const sightings own(views, o.leg);
    differences all = of.differences_of(o, own);
    disagreement found{.leg = o.leg, .statuses = std::move(o.by_view), .ties = std::move(all.ties)};
    found.reports_on_ties = reports_on(found.ties, own);
    for (auto& [c, standings] : all.contacts) {
        auto reports = own.reports(c);
        sort_once(reports);
        found.contacts.push_back({c.id, std::move(standings), std::move(reports)});
    }
    return found;
}

/// Calls `take(outcome)` for each leg on which the views differ.
template <class Quiet, class Take>
void each_difference(std::span<const view> views, Quiet quiet, Take take)
{
    constexpr std::size_t ahead = 12;  // far enough that memory answers meanwhile
    const archive& book = views.front().book().contents();
    std::size_t matters = 0;
    for (const view& v : views) matters = std::max<std::size_t>(matters, v.size().matters);
    for (std::size_t i = 0; i < matters; ++i) {
        const matter_id m(i);
        if (i + ahead < matters) book.prefetch(matter_id(i + ahead));
        if (book.lifecycle_of(m) == nullptr || quiet(m) || plainly_agreed(views, m)) continue;
        for (outcome& o : outcomes_of(views, m))
            if (!agreed(o)) take(std::move(o));
    }
}

/// Whether any report is on a tie.
bool ties_are_reported(const view& v)
{
    bool any = false;
    for (std::size_t t = 0; t < v.size().ties && !any; ++t) v.book().contents().each_report(tie_id(t), v.size().reports, [&](report_id) { any = true; });
    return any;
}

/// Whether nobody's word bears on the matter, but that of the application. Precondition: no tie is reported.
bool undisputed(const view& v, matter_id m)
{
    if (!has_one_leg(v, m)) return false;
    const scratch room;
    bool reported = false;
    const archive& book = v.book().contents();
    reading(v).each_of(m, *book.lifecycle_of(m), [&](contact_id c, std::uint8_t) { reported = reported || book.has_reports(c) || book.details(c) != nullptr; });
    return !reported;
}

}  // namespace

bool same_answer(const status& a, const status& b)
{
    const bool since = a.since.clock == b.since.clock && a.since.supposed == b.since.supposed &&
                       (a.since.supposed ? a.since.contact && b.since.contact : a.since.contact == b.since.contact);
    return since && a.leg == b.leg && a.state == b.state && a.possible == b.possible && a.why_uncertain == b.why_uncertain && a.unanswered == b.unanswered &&
           a.awaiting == b.awaiting && a.lapses == b.lapses && a.attempts == b.attempts && a.reminders == b.reminders;
}

std::vector<change> diff(const view& before, const view& after)
{
    const std::array views{before, after};
    const bool only_when = same_but_when(before, after);
    const instant from = std::min(before.when(), after.when());
    const instant until = std::max(before.when(), after.when());
    sight of(views);
    std::vector<change> found;
    const auto cannot = [&](matter_id m) { return only_when && quiet(after, m, from, until); };
    each_difference(views, cannot, [&](const outcome& o) {
        found.push_back({.leg = o.leg, .before = o.by_view[0], .after = o.by_view[1], .because = causes_of(views, o, of)});
    });
    return found;
}

std::vector<disagreement> compare(const view& standpoint, std::span<const perspective> perspectives)
{
    std::vector<view> views;
    for (const perspective& p : perspectives) views.push_back(standpoint.according_to(p));
    std::vector<disagreement> found;
    if (views.size() < 2) return found;
    sight of(views);
    const bool by_ties = ties_are_reported(standpoint);
    const auto cannot = [&](matter_id m) { return !by_ties && undisputed(standpoint, m); };
    each_difference(views, cannot, [&](outcome o) { found.push_back(disagreement_of(views, std::move(o), of)); });
    return found;
}

}  // namespace demarche::inline v0
