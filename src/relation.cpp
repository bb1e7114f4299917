// SPDX-License-Identifier: BSL-1.0
#include <demarche/relation.hpp>

#include <demarche/cameo.hpp>

#include "answers.hpp"
#include "parties.hpp"
#include "sort_once.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

namespace demarche::inline v0 {

namespace {

using namespace detail;
using std::chrono::seconds;

/// The request that a leg is, which is impossible where it was not made by the one's own of the other's own.
request_made request_in(const open_leg& l, actor_id requester, actor_id by, actor_id of)
{
    const state_set unanswered = l.table().unanswered_states;
    const request_and_answer found = request_and_answer_in(
        l, [&](const deed_done& d) { return unanswered.contains(d.before) && !unanswered.contains(d.after) && d.is_of_respondent(); });
    request_made made{.how = verdict::impossibly};
    if (found.asked == nullptr) return made;
    const instant begin = found.asked->earliest;
    const instant end = found.asked->latest;
    const verdict between = std::min(is_of(l.standpoint, requester, by, of, begin, end), is_of(l.standpoint, l.record.leg.respondent, of, by, begin, end));
    if (between == verdict::impossibly) return made;
    made = {.status = status_of(l), .asked = found.asked->contact, .how = between};
    if (!made.status.certain() && made.status.possible.contains(state_id::none)) made.how = verdict::possibly;
    if (found.answered == nullptr) return made;
    made.answered = found.answered->contact;
    made.to_answer = time_between(found);
    return made;
}

void take_requests(const view& v, matter_id m, actor_id by, actor_id of, std::vector<request_made>& into)
{
    const actor_id requester = named<actor>(v.book().contents().line(m).requester);
    each_leg(v, m, [&](const docket& file, actor_id respondent) {
        const scratch room;
        if (request_made made = request_in(open_leg(file, respondent), requester, by, of); made.how != verdict::impossibly) into.push_back(std::move(made));
    });
}

/// Of what some exchanges are, those by which the other party answered.
tallied tally_of(const view& v, const std::vector<exchange>& all, std::initializer_list<act> acts, verdict exchange::*by)
{
    tallied sum;
    for (const exchange& e : all) {
        const contact c = v[e.contact];
        const verdict how = std::min(e.how, e.*by);
        if (how == verdict::impossibly || std::find(acts.begin(), acts.end(), c.act) == acts.end()) continue;
        add_up(sum.times, c.times, how);
        sum.contacts.push_back(e.contact);
    }
    return sum;
}

std::vector<measure> in_force_between(const view& v, actor_id by, actor_id on)
{
    std::vector<measure> all = measures_between(v, by, on);
    std::erase_if(all, [](const measure& m) { return m.in_force.value_or(verdict::possibly) == verdict::impossibly; });
    return all;
}

/// The last of each channel, as far as any says by which it was.
std::vector<last_by_channel> last_by_channels(const view& v, actor_id first, actor_id second, const std::vector<exchange>& all)
{
    std::vector<last_by_channel> found;
    for (const exchange& e : all) {
        const channel by = channel_of(v, v[e.contact]);
        if (by && std::ranges::none_of(found, [by](const last_by_channel& l) { return l.channel == by; })) found.push_back({.channel = by});
    }
    std::ranges::sort(found, {}, [](const last_by_channel& l) { return l.channel.text(); });
    for (last_by_channel& l : found) l.last = *last_contact(v, first, second, {.channels = {l.channel}});
    return found;
}

std::vector<last_by_level> last_by_levels(const view& v, actor_id first, actor_id second, const std::vector<exchange>& all)
{
    std::vector<int> levels;
    for (const exchange& e : all)
        for (const auto& rank : {e.level.highest, e.level.lowest})
            if (rank) levels.push_back(*rank);
    sort_once(levels);
    std::vector<last_by_level> found;
    for (const int level : levels) {
        const auto last = last_contact(v, first, second, {.level = level});
        if (last && (found.empty() || found.back().last != *last)) found.push_back({level, *last});
    }
    return found;
}

/// The shown ones, by the month of their latest instants.
std::vector<month_of_contacts> months_of(const view& v, const std::vector<exchange>& all, const contact_scale& scale)
{
    std::vector<month_of_contacts> found;
    for (const exchange& e : all) {
        const contact c = v[e.contact];
        if (c.on.latest() > v.when()) continue;
        const auto value = scale(c);
        if (!value) continue;
        const std::chrono::year_month month = month_of(c.on.latest());
        if (found.empty() || found.back().month != month) found.push_back({.month = month});
        found.back().sum += *value * static_cast<double>(c.times.least);
        found.back().number += c.times.least;
        found.back().contacts.push_back(e.contact);
    }
    return found;
}

/// The mean value of a contact from one month on, up to before another.
std::optional<double> mean(const std::vector<month_of_contacts>& months, std::chrono::year_month from, std::chrono::year_month before)
{
    double sum = 0;
    std::uint64_t number = 0;
    for (const month_of_contacts& m : months)
        if (from <= m.month && m.month < before) {
            sum += m.sum;
            number += m.number;
        }
    return number != 0 ? std::optional(sum / static_cast<double>(number)) : std::nullopt;
}

}  // namespace

std::optional<double> goldstein(const contact& c)
{
    struct event {
        act of;
        cameo_code is;
    };
    constexpr auto appeal = cameo_code::known("026"), agree = cameo_code::known("036"), reject = cameo_code::known("125");
    static constexpr std::array events{
        event{acts::request, appeal},        event{acts::reiterate, appeal},       event{acts::accept, agree},
        event{acts::accept_counter, agree},  event{acts::decline, reject},         event{acts::decline_counter, reject},
        event{acts::held, cameo_code::known("040")}, event{acts::impose, cameo_code::known("163")}, event{acts::lift, cameo_code::known("085")}};
    const auto found = std::ranges::find(events, c.act, &event::of);
    return found != events.end() ? goldstein(found->is, goldstein_by::icews) : std::nullopt;
}

std::vector<status> one_way::open() const
{
    std::vector<status> found;
    for (const request_made& r : requests)
        if (std::ranges::any_of(r.status.possible, [&r](state_id x) { return (*r.status.table)[x].open; })) found.push_back(r.status);
    return found;
}

count one_way::asked() const
{
    const auto sure = std::ranges::count_if(requests, [](const request_made& r) { return r.how == verdict::certainly; });
    return {.least = static_cast<std::uint64_t>(sure), .most = requests.size()};
}

count one_way::answered() const
{
    count n{.least = 0, .most = 0};
    for (const request_made& r : requests) {
        const bool sure = r.how == verdict::certainly && r.status.certain();
        if (sure && r.answered) ++n.least;
        if (!sure || r.answered) ++*n.most;
    }
    return n;
}

std::optional<time_bounds> one_way::median_to_answer() const
{
    std::vector<time_bounds> times;
    for (const request_made& r : requests)
        if (r.to_answer) times.push_back(*r.to_answer);
    return median_of(times);
}

std::optional<time_bounds> detail::median_of(const std::vector<time_bounds>& times)
{
    if (times.empty()) return {};
    const auto sorted = [&](seconds time_bounds::*bound) {
        std::vector<seconds> found;
        for (const time_bounds& t : times) found.push_back(t.*bound);
        std::ranges::sort(found);
        return found;
    };
    return time_bounds{.least = sorted(&time_bounds::least)[(times.size() - 1) / 2], .most = sorted(&time_bounds::most)[times.size() / 2]};
}

relation::relation(const view& v, actor_id one, actor_id other, const relation_options& options) : standpoint(v), first(one), second(other)
{
    const archive& book = v.book().contents();
    const auto in_order = [&](const request_made& a, const request_made& b) {
        const instant x = reading(v).on(a.asked).latest;
        const instant y = reading(v).on(b.asked).latest;
        return x != y ? x < y : a.asked != b.asked ? reading(v).recorded_before(a.asked, b.asked) : a.status.leg < b.status.leg;
    };
    for (const matter_id m : matters_of_lesser(v, first, second)) {
        const lifecycle* const table = book.lifecycle_of(m);
        if (table == nullptr || !v.in_record(m) || table->unanswered_states == state_set()) continue;
        take_requests(v, m, first, second, of_first.requests);
        take_requests(v, m, second, first, of_second.requests);
    }
    for (const leg l : legs_between(v, first, second))
        if (book.lifecycle_of(l.matter)->name == "channel") channels.emplace_back(v, l);
    std::ranges::sort(of_first.requests, in_order);
    std::ranges::sort(of_second.requests, in_order);

    const std::vector<exchange> all = contacts(v, first, second);
    of_first.accepted = tally_of(v, all, {acts::accept, acts::accept_counter}, &exchange::by_second);
    of_first.refused = tally_of(v, all, {acts::decline, acts::decline_counter}, &exchange::by_second);
    of_second.accepted = tally_of(v, all, {acts::accept, acts::accept_counter}, &exchange::by_first);
    of_second.refused = tally_of(v, all, {acts::decline, acts::decline_counter}, &exchange::by_first);
    of_first.measures = in_force_between(v, first, second);
    of_second.measures = in_force_between(v, second, first);
    last = last_contact(v, first, second);
    by_channel = last_by_channels(v, first, second, all);
    by_level = last_by_levels(v, first, second, all);
    months = months_of(v, all, options.scale);
    const std::chrono::year_month next = month_of(v.when()) + std::chrono::months(1);
    tone = mean(months, next - options.window, next);
    tone_before = mean(months, next - 2 * options.window, next - options.window);
}

time_bounds age(const view& standpoint, contact_id c)
{
    const date_bounds on = reading(standpoint).on(c);
    return {.least = passed(on.latest, standpoint.when()), .most = passed(on.earliest, standpoint.when())};
}

}  // namespace demarche::inline v0
