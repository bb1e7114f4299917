// SPDX-License-Identifier: BSL-1.0
#include "docket.hpp"

#include <algorithm>
#include <numeric>

namespace demarche::detail {

namespace {

template <class T, class Memory>
bool has(const std::vector<T, Memory>& all, T x)
{
    return std::find(all.begin(), all.end(), x) != all.end();
}

template <class T>
void add_once(scratch_vector<T>& all, T x)
{
    if (!has(all, x)) all.push_back(x);
}

/// Whether every world has both, and `a` at an earlier instant.
bool certainly_before(const entry_of_leg& a, const entry_of_leg& b) { return !a.disputed && !b.disputed && a.latest < b.earliest; }

/// The contacts, by id, and where each stands.
scratch_vector<std::pair<contact_id, std::size_t>> places_of(const scratch_vector<entry_of_leg>& entries)
{
    scratch_vector<std::pair<contact_id, std::size_t>> places;
    places.reserve(entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) places.emplace_back(entries[i].contact, i);
    std::sort(places.begin(), places.end());
    return places;
}

/// Each contact goes before the next recorded one whose date has the same two bounds.
void follow_equal_dates(const scratch_vector<entry_of_leg>& entries, scratch_vector<rule>& into)
{
    const auto bounds = [&](std::size_t i) { return std::pair(entries[i].earliest, entries[i].latest); };
    const auto goes = [&](std::size_t a, std::size_t b) { return bounds(a) != bounds(b) ? bounds(a) < bounds(b) : a < b; };
    scratch_vector<std::size_t> by_date(entries.size());
    std::iota(by_date.begin(), by_date.end(), std::size_t{0});
    if (!std::is_sorted(by_date.begin(), by_date.end(), goes)) std::sort(by_date.begin(), by_date.end(), goes);
    const auto start = static_cast<std::ptrdiff_t>(into.size());
    for (std::size_t i = 1; i < by_date.size(); ++i)
        if (bounds(by_date[i - 1]) == bounds(by_date[i])) into.push_back({by_date[i - 1], by_date[i]});
    std::sort(into.begin() + start, into.end(), [](const rule& a, const rule& b) { return a.held_back < b.held_back; });
}

}  // namespace

docket::docket(const view& v, matter_id m) : view_(v), book_(&v.book()), matter_(m), table_(v.book().lifecycle_of(m))
{
    const matter& asked = (*book_)[m];
    for (actor_id a : asked.respondents) add_once(respondents_, a);
    for (contact_id c : book_->contacts_of(m)) {
        if (c.index() >= v.size().contacts) break;
        const belief b = v.of(c);
        if (b == belief::unknown || v.corrected(c)) continue;
        const std::uint8_t row = table_->find_act((*book_)[c].act.text());
        contacts_.push_back({c, b == belief::disputed, row == lifecycle::no_act ? table_->unknown_as : row});
    }
    const auto goes = [this](const known_contact& a, const known_contact& b) { return book_->recorded_before(a.id, b.id); };
    if (!std::is_sorted(contacts_.begin(), contacts_.end(), goes)) std::sort(contacts_.begin(), contacts_.end(), goes);
    for (const known_contact& k : contacts_) {
        const actor_id to = (*book_)[k.id].delegate;
        if (to && table_->acts[k.row].delegates && to != asked.requester && !has(respondents_, to)) add_once(delegates_, to);
    }
}

/// Whether the contact makes the leg of a delegate.
bool docket::delegates_to(const known_contact& k, actor_id whom) const
{
    return table_->acts[k.row].delegates && (*book_)[k.id].delegate == whom && has(delegates_, whom);
}

bool docket::has_leg(const contact& c, actor_id x) const { return x && (has(respondents_, x) || (has(delegates_, x) && c.delegate != x)); }

bool docket::on_side(const contact& c, actor_id respondent) const
{
    const actor_id requester = (*book_)[matter_].requester;
    const auto acts = [&](actor_id x) { return x && parties_of(view_, x, requester, respondent, c.on.earliest(), c.on.latest()).respondent; };
    return acts(c.from) || acts(c.to);
}

bool docket::belongs(const contact& c, actor_id respondent) const
{
    if (has(delegates_, respondent)) return has(c.respondent, respondent) || c.from == respondent || c.to == respondent;
    if (std::any_of(c.respondent.begin(), c.respondent.end(), [&](actor_id x) { return has_leg(c, x); })) return has(c.respondent, respondent);
    if (has_leg(c, c.from) || has_leg(c, c.to)) return c.from == respondent || c.to == respondent;
    if (on_side(c, respondent)) return true;
    return std::none_of(respondents_.begin(), respondents_.end(), [&](actor_id x) { return on_side(c, x); });
}

entry_of_leg docket::entry(const known_contact& k, actor_id respondent) const
{
    const contact& c = (*book_)[k.id];
    entry_of_leg e{.contact = k.id, .disputed = k.disputed, .earliest = c.on.earliest(), .latest = c.on.latest()};
    if (delegates_to(k, respondent)) {
        e.opens = true;
        e.does.row = table_->delegated_as;
        return e;
    }
    e.does = {.row = k.row, .with_occasion = c.occasion.has_value(), .with_reply_by = c.reply_by.has_value()};
    if (c.occasion) e.does.proposed.occasion = c.occasion->latest();
    if (c.reply_by) e.does.proposed.reply_by = c.reply_by->latest();
    e.actor = parties_of(view_, c.from, (*book_)[matter_].requester, respondent, e.earliest, e.latest);
    return e;
}

leg_record docket::record_of(actor_id respondent) const
{
    const matter& asked = (*book_)[matter_];
    leg_record found{.leg = {matter_, respondent}};
    if (asked.occasion) found.stated.occasion = asked.occasion->latest();
    if (asked.reply_by) found.stated.reply_by = asked.reply_by->latest();
    found.entries.reserve(contacts_.size());
    for (const known_contact& k : contacts_)
        if (delegates_to(k, respondent) || belongs((*book_)[k.id], respondent)) found.entries.push_back(entry(k, respondent));
    put_in_order(found);
    return found;
}

void docket::put_in_order(leg_record& record) const
{
    auto& entries = record.entries;
    scratch_vector<instant> earliest(entries.size());
    scratch_vector<instant> latest(entries.size());
    std::transform(entries.begin(), entries.end(), earliest.begin(), [](const entry_of_leg& e) { return e.earliest; });
    std::transform(entries.begin(), entries.end(), latest.begin(), [](const entry_of_leg& e) { return e.latest; });
    record.order = order(std::move(earliest), std::move(latest));
    for (const rule& r : rules(entries)) {
        // Dates that say so in every world need no rule: nothing follows from it that does not follow from them.
        if (certainly_before(entries[r.first], entries[r.held_back])) continue;
        if (!record.order.take(r)) entries[r.held_back].out_of_order = true;
    }
}

scratch_vector<rule> docket::rules(const scratch_vector<entry_of_leg>& entries) const
{
    scratch_vector<rule> all;
    all.reserve(2 * entries.size());
    follow_replies(entries, all);
    if (const auto first = opener(entries))
        for (std::size_t i = 0; i < entries.size(); ++i)
            if (i != *first) all.push_back({*first, i});
    follow_equal_dates(entries, all);
    return all;
}

void docket::follow_replies(const scratch_vector<entry_of_leg>& entries, scratch_vector<rule>& into) const
{
    scratch_vector<std::pair<contact_id, std::size_t>> places;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const contact& c = (*book_)[entries[i].contact];
        if (!c.in_reply_to) continue;
        if (places.empty()) places = places_of(entries);
        const std::size_t start = into.size();
        for (contact_id to : replied_to(c)) {
            const auto at = std::lower_bound(places.begin(), places.end(), std::pair(to, std::size_t{0}));
            if (at != places.end() && at->first == to && at->second != i) into.push_back({at->second, i});
        }
        std::sort(into.begin() + static_cast<std::ptrdiff_t>(start), into.end(), [](const rule& a, const rule& b) { return a.first < b.first; });
    }
}

std::optional<std::size_t> docket::opener(const scratch_vector<entry_of_leg>& entries) const
{
    const bool delegated = !entries.empty() && std::any_of(entries.begin(), entries.end(), [](const entry_of_leg& e) { return e.opens; });
    const auto opens = [&](const entry_of_leg& e) { return delegated ? e.opens : table_->at(e.does.row, state_id::none).what == effect::go; };
    const auto found = std::find_if(entries.begin(), entries.end(), opens);
    return found == entries.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - entries.begin()));
}

/// The contacts to which `c` counts as a reply: the one that it names or, where that is corrected, those that correct it.
scratch_vector<contact_id> docket::replied_to(const contact& c) const
{
    const contact_id named = c.in_reply_to;
    if (!named || named.index() >= view_.size().contacts || !view_.in_record(named) || corrects(c, named)) return {};
    scratch_vector<contact_id> to;
    scratch_vector<contact_id> seen;
    follow_corrections(named, to, seen);
    return to;
}

void docket::follow_corrections(contact_id c, scratch_vector<contact_id>& to, scratch_vector<contact_id>& seen) const
{
    if (has(seen, c)) return;
    seen.push_back(c);
    if (!view_.corrected(c)) return add_once(to, c);
    for (contact_id by : book_->corrections_of(c))
        if (by.index() < view_.size().contacts && view_.of(by) != belief::unknown) follow_corrections(by, to, seen);
}

/// Whether `c` corrects `other`, be it through others.
bool docket::corrects(const contact& c, contact_id other) const
{
    scratch_vector<contact_id> seen;
    for (contact_id x = c.corrects; x && !has(seen, x); x = (*book_)[x].corrects) {
        if (x == other) return true;
        if (x.index() >= view_.size().contacts || view_.of(x) == belief::unknown) return false;
        seen.push_back(x);
    }
    return false;
}

}  // namespace demarche::detail
