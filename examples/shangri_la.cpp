// SPDX-License-Identifier: BSL-1.0

// The news story with which demarche began, asked as a desk officer would ask it. Every answer comes from the chronicle.
//
//   shangri_la [CHRONICLE]

#include <demarche/demarche.hpp>
#include <demarche/jsonl.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdio>
#include <iostream>

using namespace demarche;

namespace {

struct desk {
    chronicle book;
    leg meeting{book.find<matter>("slid23"), book.find<actor>("li")};
    leg call{book.find<matter>("presidents-call"), book.find<actor>("xi")};
    actor_id us = book.find<actor>("us");
    actor_id china = book.find<actor>("china");
    source_id agency = book.find<source>("A");
};

void ask(int number, std::string_view question) { fmt::print("{:>2}. {}\n", number, question); }

template <class... Words>
void answer(fmt::format_string<Words...> text, Words&&... words)
{
    fmt::print("    {}\n", fmt::format(text, std::forward<Words>(words)...));
}

std::string yes_or_no(const std::optional<bool>& known) { return known ? (*known ? "yes" : "no") : "not certain"; }

/// On whose sides an actor is.
std::string sides_text(const view& v, actor_id who)
{
    std::vector<std::string> names;
    for (const candidate& side : sides(v, who)) names.push_back(to_text(v, side));
    return fmt::format("{}", fmt::join(names, " or "));
}

/// Who says so: each source, how it knows, and whom it quotes.
std::string said_by(const view& v, contact_id c)
{
    std::vector<std::string> voices;
    for (report_id x : v.book().reports_on(c)) {
        const report r = v.book()[x];
        std::string voice = v.book().key(r.source);
        if (r.attribution == attribution::on_record) voice += ", on the record";
        if (r.attribution == attribution::unnamed) voice += ", unnamed";
        if (r.by) voice += ", by " + label(v.book(), r.by);
        voices.push_back(std::move(voice));
    }
    return fmt::format("{}", fmt::join(voices, "; "));
}

void status_on(const desk& d, const view& v) { answer("{}", status(v, d.meeting)); }

void the_request(const desk& d)
{
    const view today = d.book.as_of(date{"2023-05-26"});
    const status now(today, d.meeting);
    ask(1, "As of 2023-05-26, what is the status of the request for a meeting of Austin and Li?");
    answer("{}", now);
    answer("still unanswered: {}", yes_or_no(now.unanswered));
    ask(2, "Whose court is the ball in?");
    answer("{}'s: {}", sides_text(today, now.awaiting), label(d.book, now.awaiting));
    ask(3, "When does it lapse if nobody moves?");
    answer("{}", now.lapses ? deadline_text(*now.lapses) : "never");
}

void two_clocks(const desk& d)
{
    const view later = d.book.as_of(date{"2023-05-30"});
    ask(4, "As of 2023-05-30, everything known?");
    status_on(d, later);
    ask(5, "As of 2023-05-30, known by 2023-05-26?");
    status_on(d, later.known_by(date{"2023-05-26"}));
    ask(6, "As of 2023-05-10?");
    status_on(d, d.book.as_of(date{"2023-05-10"}));
}

void what_stands_in_the_way(const desk& d, const view& today)
{
    ask(7, "What stands in the way, by the respondent's word?");
    for (const obstacle& o : obstacles(today, d.meeting)) answer("{}", to_text(today, o));
}

void counterparts_of_austin(const desk& d)
{
    ask(8, "Who is Austin's counterpart on 2023-05-26? On 2022-06-11?");
    for (const char* day : {"2023-05-26", "2022-06-11"}) {
        const view then = d.book.as_of(date{day});
        for (const candidate& c : counterparts(then, d.book.find<actor>("austin"))) answer("{}: {}", day, to_text(then, c));
    }
}

void contacts_of_two_sides(const desk& d, const view& today)
{
    const actor_id secretary = d.book.find<actor>("secdef");
    const actor_id minister = d.book.find<actor>("defmin");
    const contact_filter meetings{.acts = {acts::held}};
    ask(9, "When did the holders of the two offices last meet, as of 2023-05-26? According to A alone?");
    for (const view& v : {today, today.according_to({d.agency})})
        if (const auto last = last_contact(v, secretary, minister, meetings)) answer("{}", to_text(v, *last));

    ask(10, "Did the 2023-06-02 handshake hold the meeting?");
    const view after = d.book.as_of(date{"2023-06-04"});
    for (const proof_step& s : explain(after, d.meeting).steps)
        if (s.contact == d.book.find<contact>("handshake")) answer("no: a {}; the request stays {}", s.written, status(after, d.meeting));

    ask(11, "How many attempts to talk since the balloon were refused by 2023-05-26?");
    const count refused = tally(today, d.us, d.china, {.acts = {acts::decline}, .from = {d.china}, .during = date{"2023-02/2023-05-26"}});
    answer("at least {}; {}", refused.least, refused.most ? fmt::format("at most {}", *refused.most) : "the sources give no number");
}

void calls_and_talks(const desk& d, const view& today)
{
    ask(12, "Has the call of Biden and Xi taken place, as of A?");
    const view then = d.book.as_of(*d.book[d.agency].published).according_to({d.agency});
    const status call(then, d.call);
    const count asked = tally(then, {.acts = {acts::request}, .matter = d.call.matter});
    answer("{}; requests on record: {}", call.state == meeting::held ? "yes" : "no", asked);

    ask(13, "As of 2023-05-26, which contacts between the two sides were agreed or held in May 2023?");
    for (const exchange& e : contacts(today, d.us, d.china, {.acts = {acts::accept, acts::held}, .during = date{"2023-05"}}))
        answer("{}: {}", to_text(today, e), today[e.contact].note);
}

void who_says_so(const desk& d, const view& today)
{
    ask(14, "According to A alone, what is the status as of 2023-05-26?");
    status_on(d, today.according_to({d.agency}));
    ask(15, "Why is it acknowledged?");
    for (contact_id c : evidence(today, d.meeting)) {
        const contact& r = d.book[c];
        answer("{} {} by {}: {} ({})", r.on, r.act, label(d.book, r.from), r.note, said_by(today, c));
    }
}

}  // namespace

int main(int argc, char** argv)
{
    try {
        const desk d{jsonl::load(argc > 1 ? argv[1] : SHANGRI_LA_JSONL)};
        the_request(d);
        two_clocks(d);
        const view today = d.book.as_of(date{"2023-05-26"});
        what_stands_in_the_way(d, today);
        counterparts_of_austin(d);
        contacts_of_two_sides(d, today);
        calls_and_talks(d, today);
        who_says_so(d, today);
        return 0;
    } catch (const std::exception& wrong) {
        std::cerr << "shangri_la: " << wrong.what() << '\n';
        return 2;
    }
}
