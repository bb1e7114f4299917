// SPDX-License-Identifier: BSL-1.0
#include "docket.hpp"

#include <algorithm>
#include <map>

namespace demarche::detail {

namespace {

template <class T>
bool has(const std::vector<T>& all, T x)
{
    return std::find(all.begin(), all.end(), x) != all.end();
}

template <class T>
void add_once(std::vector<T>& all, T x)
{
    if (!has(all, x)) all.push_back(x);
}

}  // namespace

docket::docket(const view& v, matter_id m) : view_(v), book_(&v.book()), matter_(m), table_(v.book().lifecycle_of(m)), sides_(view_)
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
    std::sort(contacts_.begin(), contacts_.end(), [this](const known_contact& a, const known_contact& b) { return book_->recorded_before(a.id, b.id); });
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

bool docket::on_side(const contact& c, actor_id respondent)
{
    const actor_id requester = (*book_)[matter_].requester;
    const auto acts = [&](actor_id x) { return x && sides_.of(x, requester, respondent, c.on.earliest(), c.on.latest()).respondent; };
    return acts(c.from) || acts(c.to);
}

bool docket::belongs(const contact& c, actor_id respondent)
{
    if (has(delegates_, respondent)) return has(c.respondent, respondent) || c.from == respondent || c.to == respondent;
    if (std::any_of(c.respondent.begin(), c.respondent.end(), [&](actor_id x) { return has_leg(c, x); })) return has(c.respondent, respondent);
    if (has_leg(c, c.from) || has_leg(c, c.to)) return c.from == respondent || c.to == respondent;
    if (on_side(c, respondent)) return true;
    return std::none_of(respondents_.begin(), respondents_.end(), [&](actor_id x) { return on_side(c, x); });
}

entry_of_leg docket::entry(const known_contact& k, actor_id respondent)
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
    e.actor = sides_.of(c.from, (*book_)[matter_].requester, respondent, e.earliest, e.latest);
    return e;
}

leg_record docket::record_of(actor_id respondent)
{
    const matter& asked = (*book_)[matter_];
    leg_record found{.leg = {matter_, respondent}};
    if (asked.occasion) found.stated.occasion = asked.occasion->latest();
    if (asked.reply_by) found.stated.reply_by = asked.reply_by->latest();
    std::vector<instant> earliest;
    std::vector<instant> latest;
    for (const known_contact& k : contacts_)
        if (delegates_to(k, respondent) || belongs((*book_)[k.id], respondent)) {
            found.entries.push_back(entry(k, respondent));
            earliest.push_back(found.entries.back().earliest);
            latest.push_back(found.entries.back().latest);
        }
    found.order = order(std::move(earliest), std::move(latest));
    for (const rule& r : rules(found.entries))
        if (!found.order.take(r)) found.entries[r.held_back].out_of_order = true;
    return found;
}

std::vector<rule> docket::rules(const std::vector<entry_of_leg>& entries) const
{
    std::vector<rule> all;
    std::unordered_map<contact_id, std::size_t> place;
    for (std::size_t i = 0; i < entries.size(); ++i) place.emplace(entries[i].contact, i);

    for (std::size_t i = 0; i < entries.size(); ++i) {
        std::vector<std::size_t> firsts;
        for (contact_id c : replied_to((*book_)[entries[i].contact]))
            if (const auto at = place.find(c); at != place.end() && at->second != i) firsts.push_back(at->second);
        std::sort(firsts.begin(), firsts.end());
        for (std::size_t first : firsts) all.push_back({first, i});
    }
    if (const auto first = opener(entries))
        for (std::size_t i = 0; i < entries.size(); ++i)
            if (i != *first) all.push_back({*first, i});
    std::map<std::pair<instant, instant>, std::size_t> last;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto [same, fresh] = last.try_emplace({entries[i].earliest, entries[i].latest}, i);
        if (!fresh) all.push_back({std::exchange(same->second, i), i});
    }
    return all;
}

std::optional<std::size_t> docket::opener(const std::vector<entry_of_leg>& entries) const
{
    const bool delegated = !entries.empty() && std::any_of(entries.begin(), entries.end(), [](const entry_of_leg& e) { return e.opens; });
    const auto opens = [&](const entry_of_leg& e) { return delegated ? e.opens : table_->at(e.does.row, state_id::none).what == effect::go; };
    const auto found = std::find_if(entries.begin(), entries.end(), opens);
    return found == entries.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - entries.begin()));
}

/// The contacts to which `c` counts as a reply: the one that it names or, where that is corrected, those that correct it.
std::vector<contact_id> docket::replied_to(const contact& c) const
{
    const contact_id named = c.in_reply_to;
    if (!named || named.index() >= view_.size().contacts || !view_.in_record(named) || corrects(c, named)) return {};
    std::vector<contact_id> to;
    std::vector<contact_id> seen;
    follow_corrections(named, to, seen);
    return to;
}

void docket::follow_corrections(contact_id c, std::vector<contact_id>& to, std::vector<contact_id>& seen) const
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
    std::vector<contact_id> seen;
    for (contact_id x = c.corrects; x && !has(seen, x); x = (*book_)[x].corrects) {
        if (x == other) return true;
        if (x.index() >= view_.size().contacts || view_.of(x) == belief::unknown) return false;
        seen.push_back(x);
    }
    return false;
}

}  // namespace demarche::detail
