// SPDX-License-Identifier: BSL-1.0
#include "ledger.hpp"

#include <algorithm>
#include <numeric>

namespace performance {

namespace {

struct drawn {
    std::uint32_t matter;
    int day;
    int known;
    deed does;
};

struct asked {
    std::uint32_t requester;
    std::uint32_t respondent;
    int reply_by;
};

/// The contacts of one matter, each after the one before.
class course {
public:
    course(dice& roll, std::uint32_t matter, std::vector<drawn>& into) : roll_(roll), matter_(matter), into_(into) {}

    int request()
    {
        day_ = roll_.uniform(0, days_of_requests - 1);
        put(deed::request);
        return day_ + 14 + roll_.uniform(0, 179);
    }

    void answer()
    {
        while (roll_.one_in(3)) later(deed::reiterate, 19);
        if (roll_.one_in(4)) later(deed::acknowledge, 9);
        switch (roll_.below(8)) {
        case 0:
        case 1: return;
        case 2: return later(deed::decline, 29);
        case 3: return later(deed::withdraw, 29);
        case 4:
            later(deed::counter, 19);
            if (roll_.one_in(2)) later(deed::accept_counter, 9);
            return;
        default:
            later(deed::accept, 19);
            if (!roll_.one_in(4)) later(deed::held, 29);
        }
    }

private:
    /// 1 + U(0..most) days on.
    void later(deed does, int most)
    {
        day_ += 1 + roll_.uniform(0, most);
        put(does);
    }
    void put(deed does) { into_.push_back({matter_, day_, day_ + roll_.uniform(0, 9), does}); }

    dice& roll_;
    std::uint32_t matter_;
    std::vector<drawn>& into_;
    int day_ = 0;
};

bool is_reply(deed does) { return does == deed::acknowledge || does == deed::accept || does == deed::decline || does == deed::counter; }

/// Numbers the matters anew, in order of their requests, of which each has one.
void put_matters(ledger& l, const std::vector<asked>& matters, std::vector<drawn>& contacts)
{
    std::vector<std::uint32_t> number(matters.size());
    for (drawn& c : contacts) {
        if (c.does == deed::request) {
            const asked& m = matters[c.matter];
            number[c.matter] = static_cast<std::uint32_t>(l.matters());
            l.requester.push_back(m.requester);
            l.respondent.push_back(m.respondent);
            l.reply_by.push_back(m.reply_by);
            l.last_day = std::max(l.last_day, m.reply_by + 1);
        }
        c.matter = number[c.matter];
    }
}

void put_contacts(ledger& l, const std::vector<drawn>& contacts)
{
    l.matter.reserve(contacts.size());
    l.does.reserve(contacts.size());
    l.from.reserve(contacts.size());
    l.to.reserve(contacts.size());
    l.day.reserve(contacts.size());
    l.known.reserve(contacts.size());
    for (const drawn& c : contacts) {
        const std::uint32_t requester = l.requester[c.matter];
        const std::uint32_t respondent = l.respondent[c.matter];
        l.matter.push_back(c.matter);
        l.does.push_back(c.does);
        l.from.push_back(is_reply(c.does) ? respondent : requester);
        l.to.push_back(is_reply(c.does) ? requester : respondent);
        l.day.push_back(c.day);
        l.known.push_back(c.known);
        l.last_day = std::max(l.last_day, c.known);
    }
}

}  // namespace

std::uint32_t dice::popular_actor()
{
    const double u = static_cast<double>(engine_() >> 11) * 0x1p-53;
    return static_cast<std::uint32_t>(actor_count * (u * u * u));
}

ledger make_ledger(std::size_t contacts, std::uint64_t seed)
{
    dice roll(seed);
    std::vector<drawn> all;
    std::vector<asked> matters;
    all.reserve(contacts);
    matters.reserve(contacts / 3);
    for (std::uint32_t m = 0; m < contacts / 3; ++m) {
        const std::uint32_t from = roll.popular_actor();
        const std::uint32_t to = roll.popular_actor();
        course run(roll, m, all);
        matters.push_back({from, to != from ? to : (to + 1) % actor_count, run.request()});
        run.answer();
    }
    std::stable_sort(all.begin(), all.end(), [](const drawn& a, const drawn& b) { return a.day < b.day; });
    ledger l;
    put_matters(l, matters, all);
    put_contacts(l, all);
    return l;
}

std::vector<std::uint32_t> in_order(const ledger& l)
{
    std::vector<std::uint32_t> order(l.contacts());
    std::iota(order.begin(), order.end(), 0u);
    return order;
}

std::vector<std::uint32_t> with_late_ones(const ledger& l, std::uint64_t seed)
{
    dice roll(seed);
    std::vector<int> arrival = l.day;
    for (int& day : arrival)
        if (roll.one_in(10)) day += 1 + roll.uniform(0, 364);
    std::vector<std::uint32_t> order = in_order(l);
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return arrival[a] < arrival[b]; });
    return order;
}

}  // namespace performance
