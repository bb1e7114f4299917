// SPDX-License-Identifier: BSL-1.0
#include <demarche/status.hpp>

#include "open_leg.hpp"

#include <algorithm>
#include <array>

namespace demarche::inline v0 {

namespace {

using namespace detail;

std::optional<diagnostic_kind> wrong_actor(acting by, acts_for actor)
{
    const bool any = actor.requester || actor.respondent;
    const bool right = by == acting::requester ? actor.requester : by == acting::respondent ? actor.respondent : any;
    if (by == acting::world || right) return {};
    return any ? diagnostic_kind::wrong_side : diagnostic_kind::outsider;
}

std::vector<contact_id> evidence_of(const open_leg& l)
{
    std::vector<contact_id> found;
    for (const folded& f : l.world.history) found.push_back(l.record.entries[f.entry].contact);
    return found;
}

std::vector<diagnostic> diagnostics_of(const open_leg& l)
{
    std::vector<diagnostic> found;
    for (const folded& f : l.world.history) {
        const entry_of_leg& e = l.record.entries[f.entry];
        if (e.opens) continue;
        const effect did = f.done.did.what;
        if (e.out_of_order) found.push_back({e.contact, diagnostic_kind::impossible_order});
        if (did == effect::stale) found.push_back({e.contact, diagnostic_kind::stale});
        if (did == effect::protocol || did == effect::go_out_of_protocol) found.push_back({e.contact, diagnostic_kind::out_of_protocol});
        if (const auto kind = wrong_actor(l.table().acts[f.done.row].by, e.actor)) found.push_back({e.contact, *kind});
    }
    std::sort(found.begin(), found.end(), [&l](const diagnostic& a, const diagnostic& b) {
        const int by_key = l.standpoint.key(a.contact).compare(l.standpoint.key(b.contact));
        return by_key != 0 ? by_key < 0 : to_text(a.kind) < to_text(b.kind);
    });
    return found;
}

account account_of(const open_leg& l) { return {.status = status_of(l), .evidence = evidence_of(l), .diagnostics = diagnostics_of(l)}; }

/// What `answer` says of one leg.
template <class Answer>
auto ask(const view& standpoint, leg of, Answer answer)
{
    const scratch room;
    const docket file(standpoint, of.matter);
    return answer(open_leg(file, of.respondent));
}

/// What `answer` says of each leg of the matter.
template <class Answer>
auto ask_each(const view& standpoint, matter_id of, Answer answer)
{
    std::vector<decltype(answer(std::declval<const open_leg&>()))> found;
    each_leg(standpoint, of, [&](const docket& file, actor_id a) {
        const scratch room;
        found.push_back(answer(open_leg(file, a)));
    });
    return found;
}

}  // namespace

std::string_view to_text(diagnostic_kind kind)
{
    constexpr std::array<std::string_view, 5> words{"impossible_order", "out_of_protocol", "outsider", "stale", "wrong_side"};
    return words[static_cast<std::size_t>(kind)];
}

status::status(const view& standpoint, demarche::leg of)
{
    if (!status_by_course(standpoint, of, *this)) *this = ask(standpoint, of, status_of);
}

std::string since_text(const status& s)
{
    if (s.since.clock) return to_text(*s.since.clock);
    if (s.since.supposed) return std::string(s.since.supposed.text());
    return s.since.contact ? (*s.book)[s.since.contact].on.text() : std::string();
}

account account_of(const view& standpoint, leg of)
{
    return ask(standpoint, of, [](const open_leg& l) { return account_of(l); });
}
std::vector<contact_id> evidence(const view& standpoint, leg of) { return ask(standpoint, of, evidence_of); }
std::vector<diagnostic> diagnostics(const view& standpoint, leg of) { return ask(standpoint, of, diagnostics_of); }

std::vector<leg> legs(const view& standpoint, matter_id of)
{
    std::vector<leg> found;
    each_leg(standpoint, of, [&](const docket&, actor_id a) { found.push_back({of, a}); });
    return found;
}

std::vector<leg> legs(const view& standpoint)
{
    std::vector<leg> found;
    for (std::size_t m = 0; m < standpoint.size().matters; ++m)
        for (leg l : legs(standpoint, matter_id(m))) found.push_back(l);
    return found;
}

std::vector<account> accounts(const view& standpoint, matter_id of)
{
    return ask_each(standpoint, of, [](const open_leg& l) { return account_of(l); });
}
std::vector<status> statuses(const view& standpoint, matter_id of)
{
    std::vector<status> found;
    each_status(standpoint, of, [&](const status& s) { found.push_back(s); });
    return found;
}

void statuses(const view& standpoint, std::span<const leg> of, std::span<status> into)
{
    // Far enough ahead that memory answers meanwhile.
    constexpr std::size_t ahead = 12;
    const archive& book = standpoint.book().contents();
    for (std::size_t i = 0; i < of.size(); ++i) {
        if (i + ahead < of.size()) book.prefetch(of[i + ahead].matter);
        into[i] = status(standpoint, of[i]);
    }
}

void statuses(const view& standpoint, std::span<const leg> of, std::span<status> into, const executor& run)
{
    constexpr std::size_t a_part = 4096;
    run((of.size() + a_part - 1) / a_part, [&](std::size_t part) {
        const std::size_t first = part * a_part;
        const std::size_t size = std::min(a_part, of.size() - first);
        statuses(standpoint, of.subspan(first, size), into.subspan(first, size));
    });
}

}  // namespace demarche::inline v0
