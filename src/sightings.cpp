// SPDX-License-Identifier: BSL-1.0
#include "sightings.hpp"

#include "shown.hpp"

#include <algorithm>

namespace demarche::inline v0::detail {

namespace {

bool is_leg(const docket& file, actor_id a)
{
    const auto has = [a](const auto& all) { return std::find(all.begin(), all.end(), a) != all.end(); };
    return has(file.respondents()) || has(file.delegates());
}

contact_standing standing_in_leg(const entry_of_leg& e, instant when)
{
    return {.belief = e.disputed ? belief::disputed : belief::asserted,
            .in_leg = true,
            .happened = e.latest <= when ? verdict::certainly : e.earliest <= when ? verdict::possibly : verdict::impossibly,
            .for_requester = e.actor.requester,
            .for_respondent = e.actor.respondent};
}

template <class T>
bool all_alike(const std::vector<T>& list)
{
    return std::adjacent_find(list.begin(), list.end(), std::not_equal_to<>()) == list.end();
}

}  // namespace

sightings::sightings(std::span<const view> views, leg of) : views_(views), leg_(of)
{
    for (std::size_t n = 0; n < views_.size(); ++n) look(n);
    add_related();
    for (auto& [c, standings] : all_)
        for (std::size_t n = 0; n < views_.size(); ++n)
            if (!standings[n] && has(n, c) && views_[n].in_record(c.id))
                standings[n] = contact_standing{.belief = views_[n].of(c.id), .corrected = views_[n].corrected(c.id)};
}

void sightings::look(std::size_t n)
{
    const view& v = views_[n];
    const scratch room;
    const docket file(v, leg_.matter);
    if (!is_leg(file, leg_.respondent)) return;
    const lifecycle& table = file.table();
    const leg_record record = file.record_of(leg_.respondent);
    look_for_terms(table.reply_clock, table.occasion_clock, record.stated.reply_by, record.stated.occasion);
    for (const entry_of_leg& e : record.entries) {
        all_.try_emplace(seen(n, e.contact), views_.size()).first->second[n] = standing_in_leg(e, v.when());
        look_for_terms(table.reply_clock, table.occasion_clock, e.does.proposed.reply_by, e.does.proposed.occasion);
    }
    const teller tells(table);
    const auto quietly = [](std::size_t, const step&, state_id, instant) {};
    replay(record, tells.engine(), shown(record, tells, v), v.when(), quietly,
           [&](const step& did, instant at) { struck_.try_emplace({at, did.row}, views_.size()).first->second[n] = true; });
}

void sightings::look_for_terms(std::uint8_t reply_clock, std::uint8_t occasion_clock, instant reply_by, instant occasion)
{
    const auto add = [this](std::uint8_t row, instant last) {
        if (row != lifecycle::no_act && last != end_of_time) dues_.insert({last + std::chrono::seconds(1), row});
    };
    add(reply_clock, reply_by);
    add(occasion_clock, occasion);
}

/// What decides about the leg without belonging to it: contacts that delegate, that are replied to, that correct and that are corrected.
void sightings::add_related()
{
    std::vector<seen_contact> open;
    for (const auto& [c, standings] : all_) open.push_back(c);
    const std::vector<seen_contact> of_leg = open;
    for (std::size_t n = 0; n < views_.size(); ++n) {
        const reading read(views_[n]);
        for (const seen_contact& c : of_leg)
            if (const contact* more = has(n, c) ? read.details(c.id) : nullptr) note(n, more->in_reply_to, open);
        read.each_of(leg_.matter, *views_[n].book().lifecycle_of(leg_.matter), [&](contact_id c, std::uint8_t) {
            if (const contact* more = read.details(c); more != nullptr && more->delegate) note(n, c, open);
        });
    }
    for (std::size_t i = 0; i < open.size(); ++i)
        for (std::size_t n = 0; n < views_.size(); ++n)
            if (const seen_contact c = open[i]; has(n, c)) note_corrections(n, c.id, open);
}

void sightings::note(std::size_t n, contact_id c, std::vector<seen_contact>& open)
{
    if (!c || !reading(views_[n]).has(c)) return;
    if (const seen_contact s = seen(n, c); all_.try_emplace(s, views_.size()).second) open.push_back(s);
}

void sightings::note_corrections(std::size_t n, contact_id c, std::vector<seen_contact>& open)
{
    const reading read(views_[n]);
    if (const contact* more = read.details(c)) note(n, more->corrects, open);
    read.each_correction(c, [&](contact_id by) { note(n, by, open); });
}

bool sightings::has(std::size_t n, const seen_contact& c) const { return reading(views_[n]).has(c.id) && seen(n, c.id) == c; }

/// Precondition: view `n` has it.
seen_contact sightings::seen(std::size_t n, contact_id c) const
{
    const contact* supposed = reading(views_[n]).supposed(c);
    if (supposed == nullptr) return {c};
    for (std::size_t i = 0; i < n; ++i) {
        const reading other(views_[i]);
        const contact* its = other.has(c) ? other.supposed(c) : nullptr;
        if (its == supposed || (its != nullptr && *its == *supposed)) return {c, i};
    }
    return {c, n};
}

sightings::contested sightings::contacts() const
{
    contested found;
    for (const auto& [c, standings] : all_)
        if (!all_alike(standings)) found.emplace(c, standings);
    return found;
}

bool sightings::sides_differ() const
{
    const auto alike = [](const std::optional<contact_standing>& a, const std::optional<contact_standing>& b) {
        const contact_standing none;
        const contact_standing& x = a ? *a : none;
        const contact_standing& y = b ? *b : none;
        return x.in_leg == y.in_leg && x.for_requester == y.for_requester && x.for_respondent == y.for_respondent;
    };
    return std::any_of(all_.begin(), all_.end(), [&](const auto& c) {
        return !std::all_of(c.second.begin(), c.second.end(), [&](const auto& s) { return alike(s, c.second.front()); });
    });
}

std::vector<tie_id> sightings::ties() const
{
    if (!sides_differ()) return {};
    const archive& book = views_.front().book().contents();
    std::vector<actor_id> reached{named<actor>(book.line(leg_.matter).requester)};
    const auto reach = [&](actor_id a) {
        if (a && std::find(reached.begin(), reached.end(), a) == reached.end()) reached.push_back(a);
    };
    // A contact may be of another leg, since its actor is on the side of another respondent.
    reach(leg_.respondent);
    book.each_respondent(leg_.matter, reach);
    for (const auto& [c, standings] : all_)
        for (std::size_t n = 0; n < views_.size(); ++n)
            if (has(n, c)) {
                reach(reading(views_[n]).from(c.id));
                reach(reading(views_[n]).to(c.id));
            }
    std::vector<tie_id> found;
    const auto held = [](const view& v, tie_id t) { return t.index() < v.size().ties ? v.of(t) : belief::unknown; };
    std::uint32_t most = 0;
    for (const view& v : views_) most = std::max(most, v.size().ties);
    for (std::size_t i = 0; i < reached.size(); ++i)
        book.each_tie_upward(reached[i], most, [&](tie_id t) {
            reach(book[t].to);
            if (!std::all_of(views_.begin(), views_.end(), [&](const view& v) { return held(v, t) == held(views_.front(), t); })) found.push_back(t);
        });
    std::sort(found.begin(), found.end());
    return found;
}

template <class Thing>
void sightings::add_reports(Thing on, std::vector<report_id>& into) const
{
    const auto counts = [](const view& v, report_id r) { return r.index() < v.size().reports && v.counts(r); };
    std::uint32_t most = 0;
    for (const view& v : views_) most = std::max(most, v.size().reports);
    views_.front().book().contents().each_report(on, most, [&](report_id r) {
        if (!std::all_of(views_.begin(), views_.end(), [&](const view& v) { return counts(v, r) == counts(views_.front(), r); })) into.push_back(r);
    });
}

std::vector<report_id> sightings::reports(const seen_contact& on) const
{
    std::vector<report_id> found;
    if (on.supposed_by == seen_contact::nobody) add_reports(on.id, found);
    return found;
}

std::vector<report_id> sightings::reports(tie_id on) const
{
    std::vector<report_id> found;
    add_reports(on, found);
    return found;
}

std::map<seen_strike, std::vector<bool>> sightings::strikes() const
{
    auto found = struck_;
    std::erase_if(found, [](const auto& s) { return all_alike(s.second); });
    return found;
}

sightings::contested sightings::contacts_within(instant after, instant until) const
{
    contested found;
    for (const auto& [c, standings] : all_) {
        const auto it = std::find_if(standings.begin(), standings.end(), [](const auto& s) { return s && s->in_leg; });
        if (it == standings.end()) continue;
        const date_bounds on = reading(views_[static_cast<std::size_t>(it - standings.begin())]).on(c.id);
        if (after < on.latest && on.earliest <= until) found.emplace(c, standings);
    }
    return found;
}

std::vector<seen_strike> sightings::dues_within(instant after, instant until) const
{
    std::vector<seen_strike> found(dues_.begin(), dues_.end());
    std::erase_if(found, [&](const seen_strike& s) { return s.at <= after || until < s.at; });
    return found;
}

}  // namespace demarche::inline v0::detail
