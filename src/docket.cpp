// SPDX-License-Identifier: BSL-1.0
#include "docket.hpp"

#include "marks.hpp"
#include "numbered.hpp"

#include <algorithm>
#include <numeric>

namespace demarche::inline v0::detail {

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

/// The two bounds of a date.
struct bounds_of_date {
    instant earliest;
    instant latest;

    bool operator==(const bounds_of_date&) const = default;
    friend std::uint64_t hash_of(const bounds_of_date& b)
    {
        const auto number = [](instant t) { return static_cast<std::uint64_t>(t.time_since_epoch().count()); };
        return mixed(number(b.earliest) * 0x9E3779B97F4A7C15u + number(b.latest));
    }
};

/// Each contact goes after the one recorded before it whose date has the same two bounds.
void follow_equal_dates(const scratch_vector<entry_of_leg>& entries, scratch_vector<rule>& into)
{
    numbered<bounds_of_date> dates;
    scratch_vector<std::size_t> last;
    last.reserve(entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto on = dates.insert({entries[i].earliest, entries[i].latest});
        if (on < last.size()) into.push_back({last[on], i});
        else last.push_back(i);
        last[on] = i;
    }
}

/// The contacts of a matter, in the order of arrival.
scratch_vector<recorded_act> acts_of(const view& v, matter_id m)
{
    scratch_vector<recorded_act> all;
    reading(v).each_of(m, *v.book().contents().lifecycle_of(m), [&](contact_id c, std::uint8_t row) { all.push_back({c, row}); });
    return all;
}

}  // namespace

docket::docket(const view& v, matter_id m) : docket(v, m, acts_of(v, m)) {}

docket::docket(const view& v, matter_id m, std::span<const recorded_act> of, std::span<const actor_id> delegates)
    : view_(v), book_(&v.book().contents()), read_(v), matter_(m), requester_(named<actor>(book_->line(m).requester)), table_(book_->lifecycle_of(m)),
      delegates_(delegates.begin(), delegates.end())
{
    book_->each_respondent(m, [&](actor_id a) { add_once(respondents_, a); });
    contacts_.reserve(of.size());
    for (const auto& [c, row] : of) {
        const belief b = v.of(c);
        if (b == belief::unknown || v.corrected(c)) continue;
        contacts_.push_back(known(c, row, b));
    }
    const auto goes = [&](const known_contact& a, const known_contact& b) { return read_.recorded_before(a.id, b.id); };
    if (!std::is_sorted(contacts_.begin(), contacts_.end(), goes)) std::sort(contacts_.begin(), contacts_.end(), goes);
    for (const known_contact& k : contacts_) {
        const actor_id to = k.more != nullptr ? k.more->delegate : actor_id();
        if (to && table_->acts[k.row].delegates && to != requester_ && !has(respondents_, to)) add_once(delegates_, to);
    }
}

/// What was recorded before its lifecycle was known has no row yet.
std::uint8_t docket::row_of(contact_id c, std::uint8_t recorded) const
{
    if ((book_->line(matter_).marks.load(std::memory_order_acquire) & matter_line::untabled) == 0) return recorded;
    const std::uint8_t row = table_->find_act(read_.act(c).text());
    return row == lifecycle::no_act ? table_->unknown_as : row;
}

/// Whether the contact makes the leg of a delegate.
bool docket::delegates_to(const known_contact& k, actor_id whom) const
{
    return table_->acts[k.row].delegates && k.more != nullptr && k.more->delegate == whom && has(delegates_, whom);
}

bool docket::has_leg(const known_contact& k, actor_id x) const
{
    return x && (has(respondents_, x) || (has(delegates_, x) && (k.more == nullptr || k.more->delegate != x)));
}

bool docket::on_side(const known_contact& k, actor_id respondent) const
{
    const date_bounds on = read_.on(k.id);
    const auto acts = [&](actor_id x) { return x && parties_of(view_, x, requester_, respondent, on.earliest, on.latest).respondent; };
    return acts(read_.from(k.id)) || acts(read_.to(k.id));
}

bool docket::belongs(const known_contact& k, actor_id respondent) const
{
    const actor_id from = read_.from(k.id);
    const actor_id to = read_.to(k.id);
    const std::span<const actor_id> named_ones = k.more != nullptr ? std::span<const actor_id>(k.more->respondent) : std::span<const actor_id>();
    const bool is_named = std::find(named_ones.begin(), named_ones.end(), respondent) != named_ones.end();
    if (has(delegates_, respondent)) return is_named || from == respondent || to == respondent;
    if (std::any_of(named_ones.begin(), named_ones.end(), [&](actor_id x) { return has_leg(k, x); })) return is_named;
    if (has_leg(k, from) || has_leg(k, to)) return from == respondent || to == respondent;
    if (respondents_.size() == 1 || on_side(k, respondent)) return true;
    return std::none_of(respondents_.begin(), respondents_.end(), [&](actor_id x) { return on_side(k, x); });
}

entry_of_leg docket::entry(const known_contact& k, actor_id respondent) const
{
    const date_bounds on = read_.on(k.id);
    entry_of_leg e{.contact = k.id, .disputed = k.disputed, .earliest = on.earliest, .latest = on.latest};
    if (delegates_to(k, respondent)) {
        e.opens = true;
        e.does.row = table_->delegated_as;
        return e;
    }
    e.does.row = k.row;
    if (k.more != nullptr && k.more->occasion) {
        e.does.with_occasion = true;
        e.does.proposed.occasion = k.more->occasion->latest();
    }
    if (k.more != nullptr && k.more->reply_by) {
        e.does.with_reply_by = true;
        e.does.proposed.reply_by = k.more->reply_by->latest();
    }
    e.actor = parties_of(view_, read_.from(k.id), requester_, respondent, e.earliest, e.latest);
    return e;
}

scratch_vector<entry_of_leg> docket::entries_of(actor_id respondent) const
{
    scratch_vector<entry_of_leg> found;
    found.reserve(contacts_.size());
    for (const known_contact& k : contacts_)
        if (delegates_to(k, respondent) || belongs(k, respondent)) found.push_back(entry(k, respondent));
    return found;
}

leg_record docket::record_of(actor_id respondent) const
{
    const auto entries = entries_of(respondent);
    return record_of(respondent, entries, opener(entries));
}

leg_record docket::record_of(actor_id respondent, std::span<const entry_of_leg> entries, contact_id opener) const
{
    leg_record found{.leg = {matter_, respondent}, .stated = book_->line(matter_).own_terms(book_->dates())};
    found.entries.assign(entries.begin(), entries.end());
    put_in_order(found, opener);
    return found;
}

scratch_vector<contact_id> docket::missing_from(actor_id respondent) const
{
    scratch_vector<contact_id> found;
    read_.each_of(matter_, *table_, [&](contact_id c, std::uint8_t row) {
        const belief b = view_.of(c);
        if (b != belief::unknown && !view_.corrected(c)) return;
        const known_contact k = known(c, row, b);
        if (delegates_to(k, respondent) || belongs(k, respondent)) found.push_back(c);
    });
    std::sort(found.begin(), found.end(), [&](contact_id a, contact_id b) { return read_.recorded_before(a, b); });
    return found;
}

void docket::put_in_order(leg_record& record, contact_id opener) const
{
    auto& entries = record.entries;
    scratch_vector<instant> earliest(entries.size());
    scratch_vector<instant> latest(entries.size());
    std::transform(entries.begin(), entries.end(), earliest.begin(), [](const entry_of_leg& e) { return e.earliest; });
    std::transform(entries.begin(), entries.end(), latest.begin(), [](const entry_of_leg& e) { return e.latest; });
    record.order = order(std::move(earliest), std::move(latest));
    auto all = rules(entries, opener);
    // Dates that say so in every world need no rule: nothing follows from it that does not follow from them.
    std::erase_if(all, [&](const rule& r) { return certainly_before(entries[r.first], entries[r.held_back]); });
    record.order.take(all, [&](const rule& left) { entries[left.held_back].out_of_order = true; });
}

scratch_vector<rule> docket::rules(const scratch_vector<entry_of_leg>& entries, contact_id opener) const
{
    scratch_vector<rule> all;
    all.reserve(2 * entries.size());
    follow_replies(entries, all);
    const auto is_opener = [&](const entry_of_leg& e) { return e.contact == opener; };
    const std::size_t first = static_cast<std::size_t>(std::find_if(entries.begin(), entries.end(), is_opener) - entries.begin());
    if (first != entries.size())
        for (std::size_t i = 0; i < entries.size(); ++i)
            if (i != first) all.push_back({first, i});
    follow_equal_dates(entries, all);
    return all;
}

void docket::follow_replies(const scratch_vector<entry_of_leg>& entries, scratch_vector<rule>& into) const
{
    scratch_vector<std::pair<contact_id, std::size_t>> places;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const contact* more = read_.details(entries[i].contact);
        if (more == nullptr || !more->in_reply_to) continue;
        if (places.empty()) places = places_of(entries);
        const std::size_t start = into.size();
        for (contact_id to : replied_to(entries[i].contact, more->in_reply_to)) {
            const auto at = std::lower_bound(places.begin(), places.end(), std::pair(to, std::size_t{0}));
            if (at != places.end() && at->first == to && at->second != i) into.push_back({at->second, i});
        }
        std::sort(into.begin() + static_cast<std::ptrdiff_t>(start), into.end(), [](const rule& a, const rule& b) { return a.first < b.first; });
    }
}

contact_id docket::opener(std::span<const entry_of_leg> entries) const
{
    const bool delegated = std::any_of(entries.begin(), entries.end(), [](const entry_of_leg& e) { return e.opens; });
    const auto opens = [&](const entry_of_leg& e) { return delegated ? e.opens : table_->at(e.does.row, state_id::none).what == effect::go; };
    const auto found = std::find_if(entries.begin(), entries.end(), opens);
    return found == entries.end() ? contact_id() : found->contact;
}

/// The contacts to which `from` counts as a reply: the one that it names or, where that is corrected, those that correct it.
scratch_vector<contact_id> docket::replied_to(contact_id from, contact_id named) const
{
    if (!read_.has(named) || !view_.in_record(named) || corrects(from, named)) return {};
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
    read_.each_correction(c, [&](contact_id by) {
        if (view_.of(by) != belief::unknown) follow_corrections(by, to, seen);
    });
}

/// Whether `from` corrects `other`, be it through others.
bool docket::corrects(contact_id from, contact_id other) const
{
    const auto corrected_by = [&](contact_id c) {
        const contact* more = read_.details(c);
        return more != nullptr ? more->corrects : contact_id();
    };
    scratch_vector<contact_id> seen;
    for (contact_id x = corrected_by(from); x && !has(seen, x); x = corrected_by(x)) {
        if (x == other) return true;
        if (!read_.has(x) || view_.of(x) == belief::unknown) return false;
        seen.push_back(x);
    }
    return false;
}

}  // namespace demarche::inline v0::detail
