// SPDX-License-Identifier: BSL-1.0
#include "event_threads.hpp"

namespace demarche::inline v0::detail {

namespace {

constexpr const lifecycle& meeting_request = lifecycles::meeting_request;

std::uint8_t row_of(act what)
{
    const std::uint8_t row = meeting_request.find_act(what.text());
    return row == lifecycle::no_act ? meeting_request.unknown_as : row;
}

}  // namespace

void pass_to(event_thread& t, std::int32_t day)
{
    if (!t.matter || t.passed >= day) return;
    fold(meeting_request).pass(t.at, end_of_day(t.passed), end_of_day(day) - std::chrono::seconds(1), [](const step&, instant) {});
    t.passed = day;
}

void fold_into(event_thread& t, act what, std::int32_t day, std::optional<std::chrono::sys_days> reply_by)
{
    deed d{.row = row_of(what), .with_reply_by = reply_by.has_value()};
    if (reply_by) d.proposed.reply_by = end_of_day(static_cast<std::int32_t>(reply_by->time_since_epoch().count()));
    const fold engine(meeting_request);
    if (engine.apply(t.at, d, end_of_day(day)).did.what == effect::prior) engine.catch_up(t.at, end_of_day(day), [](const step&, instant) {});
}

event_threads::seen_from_sender event_threads::between(actor_id from, actor_id to)
{
    const std::uint64_t key = key_of(from, to);
    std::size_t at = slot_of(key);
    if (slots_[at].key == 0) {
        if (2 * (pairs_.size() + 1) > slots_.size()) grow();
        at = slot_of(key);
        pairs_.emplace_back();
        slots_[at] = {key, pairs_.size() - 1};
    }
    thread_pair& p = pairs_[slots_[at].number];
    return from < to ? seen_from_sender{p.of_less, p.of_greater} : seen_from_sender{p.of_greater, p.of_less};
}

void event_threads::grow()
{
    long_vector<slot> before(2 * slots_.size());
    before.swap(slots_);
    for (const slot& s : before)
        if (s.key != 0) slots_[slot_of(s.key)] = s;
}

inferences infer(const coded_event& e, const standing_request& asked, const standing_request& owed, std::chrono::days until_reply)
{
    inferences so;
    switch (e.kind) {
    case event_kind::request:
        if (owed.open() && owed.opened < e.on) so.in_receivers(acts::accept);
        else so.in_senders(asked.live() ? acts::reiterate : acts::request, e.on + until_reply);
        break;
    case event_kind::rejection:
        if (owed.live()) so.in_receivers(acts::decline);
        if (asked.live()) so.in_senders(acts::withdraw);
        break;
    case event_kind::held:
        if (asked.live()) so.in_senders(acts::held);
        if (owed.live()) so.in_receivers(acts::held);
        break;
    case event_kind::other: break;
    }
    return so;
}

}  // namespace demarche::inline v0::detail
