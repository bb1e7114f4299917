// SPDX-License-Identifier: BSL-1.0

// Whom to call today: a small CRM that lists overdue follow-ups. Customers and talks go into a chronicle as they come; the list is asked of a view.
//
//   follow_up [DATE]

#include <demarche/demarche.hpp>

#include <chrono>
#include <cstdio>

using namespace demarche;

namespace {

struct crm {
    chronicle book = {};
    actor_id us = book.add(actor{.key = "us", .name = "Ines"});

    actor_id customer(const char* key, const char* name) { return book.add(actor{.key = key, .name = name}); }
    /// What one asks of the other: a quote, a demonstration, a signature.
    matter_id asked(const char* key, const char* title, actor_id by, actor_id of, const char* on)
    {
        const matter_id about = book.add(matter{.key = key, .title = title, .requester = by, .respondents = {of}});
        said(about, acts::request, by, on);
        return about;
    }
    void said(matter_id about, act what, actor_id by, const char* on)
    {
        const std::string key = fmt::format("{}/{}", book[about].key, book.contacts_of(about).size() + 1);
        book.add(contact{.key = key, .matter = about, .act = what, .from = by, .on = date{on}});
    }
};

crm filled()
{
    crm desk;
    const actor_id nordwind = desk.customer("nordwind", "Nordwind Boats"), lumen = desk.customer("lumen", "Atelier Lumen"), kestrel = desk.customer("kestrel", "Kestrel Optics");
    const matter_id demo = desk.asked("demo", "a demonstration in May", desk.us, nordwind, "2024-04-02");
    desk.said(demo, acts::acknowledge, nordwind, "2024-04-04");
    const matter_id renewal = desk.asked("renewal", "the renewal of the contract", desk.us, lumen, "2024-03-01");
    desk.said(renewal, acts::reiterate, desk.us, "2024-03-20");
    desk.asked("quote", "a quote for forty lenses", kestrel, desk.us, "2024-04-1X");  // written down from memory: in the second third of April
    const matter_id visit = desk.asked("visit", "a visit to the yard", nordwind, desk.us, "2024-04-20");
    desk.said(visit, acts::counter, desk.us, "2024-04-21");
    const matter_id signature = desk.asked("signature", "a signature", desk.us, kestrel, "2024-03-11");
    desk.said(signature, acts::accept, kestrel, "2024-03-12");
    return desk;
}

/// What `whom` has left unanswered for longer than `patience`, the longest first.
void list(const crm& desk, const view& today, const char* head, actor_id whom, std::chrono::days patience)
{
    for (const owed& o : owes(today, whom)) {
        if (o.age <= patience) continue;
        const matter about = desk.book[o.status.leg.matter];
        const actor_id customer = about.requester == desk.us ? o.status.leg.respondent : about.requester;
        fmt::print("{} {}: {}, {} since {}, {} days\n", head, label(desk.book, customer), about.title, o.status.state_name(), since_text(o.status),
            std::chrono::floor<std::chrono::days>(o.age).count());
    }
}

}  // namespace

int main(int argc, char** argv)
{
    try {
        const crm desk = filled();
        const view today = desk.book.as_of(date{argc > 1 ? argv[1] : "2024-04-26"});
        list(desk, today, "answer", desk.us, std::chrono::days(3));
        for (const actor& a : desk.book.all<actor>())
            if (const actor_id who = desk.book.find<actor>(a.key); who != desk.us) list(desk, today, "remind", who, std::chrono::days(14));
    } catch (const error& wrong) {
        return fmt::print(stderr, "follow_up: {}\n", wrong.what()), 2;
    }
}
