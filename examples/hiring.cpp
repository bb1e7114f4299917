// SPDX-License-Identifier: BSL-1.0

// An opening, and who applied for it: where does each stand, what do we owe whom, what is overdue, and which offer runs out?
//
//   hiring

#include <demarche/demarche.hpp>

#include <optional>
#include <string>

using namespace demarche;

namespace {

// R is the team that hires, A the candidate. An answer has a day by which it was promised; then the clock says that it is overdue.
constexpr std::string_view hiring_text = R"(lifecycle	hiring

state	awaited	open	unanswered
none	nobody	no	no
applied	R	yes	yes
screening	R	yes	yes
interview	R	yes	yes
overdue	R	yes	yes
offer	A	yes	yes
accepted	nobody	no	no
declined	nobody	no	no
rejected	nobody	no	no
withdrawn	nobody	no	no
lapsed	nobody	no	no

act	by	none	applied	screening	interview	overdue	offer	accepted	declined	rejected	withdrawn	lapsed
apply	A	applied	=	=	=	=	=	=	+	+	+	+
screen	R	screening!	screening	screening	!	screening	!	~	~	screening	~	~
interview	R	interview!	interview	interview	interview	interview	!	~	~	interview	~	~
offer	R	offer!	offer	offer	offer	offer	offer	~	offer	offer	~	offer
accept	A	!	!	!	!	!	accepted	=	accepted!	!	~	accepted!
decline	A	!	!	!	!	!	declined	declined	=	~	~	declined
reject	R	!	rejected	rejected	rejected	rejected	rejected!	!	~	=	~	=
withdraw	A	!	withdrawn	withdrawn	withdrawn	withdrawn	declined	withdrawn	=	=	=	=
note	R|A	=	=	=	=	=	=	=	=	=	=	=
reply_due	clock	=	overdue	overdue	overdue	=	lapsed	=	=	=	=	=

rule	names
unknown_as	note
attempt_state	applied
proposes	apply screen interview offer
answers_terms	screen interview offer
reply_clock	reply_due
)";

constexpr lifecycle hiring = checked_lifecycle<hiring_text>();

}  // namespace

int main()
{
    chronicle book;
    book.use(hiring);
    const auto team = book.add(actor{.key = "team", .name = "The bridges team"});
    const auto ada = book.add(actor{.key = "ada", .name = "Ada"});
    const auto bo = book.add(actor{.key = "bo", .name = "Bo"});
    const auto cem = book.add(actor{.key = "cem", .name = "Cem"});
    const auto dora = book.add(actor{.key = "dora", .name = "Dora"});
    const auto opening = book.add(
        matter{.key = "opening", .lifecycle = "hiring", .title = "Bridge engineer", .requester = team, .respondents = {ada, bo, cem, dora}});

    const auto record = [&](actor_id from, actor_id to, const char* does, const char* on, std::optional<date> answer_by = {}) {
        const std::string key = fmt::format("c{}", book.size().contacts + 1);
        book.add(contact{.key = key, .matter = opening, .act = act{does}, .from = from, .to = to, .on = date{on}, .reply_by = answer_by});
    };
    record(ada, team, "apply", "2023-05-02", date{"2023-05-16"});
    record(bo, team, "apply", "2023-05-04", date{"2023-05-18"});
    record(cem, team, "apply", "2023-05-09", date{"2023-05-23"});
    record(team, ada, "screen", "2023-05-10");
    record(team, bo, "interview", "2023-05-17", date{"2023-06-02"});
    record(team, ada, "interview", "2023-05-24", date{"2023-06-09"});
    record(team, ada, "offer", "2023-06-07", date{"2023-06-16"});
    record(dora, team, "apply", "2023-06-08", date{"2023-06-22"});
    record(cem, team, "withdraw", "2023-06-09");

    const view today = book.as_of(date{"2023-06-12"});
    fmt::print("Where each stands on 2023-06-12\n");
    for (leg l : legs(today, opening)) fmt::print("  {}: {}\n", label(book, l.respondent), status(today, l));
    fmt::print("What the team owes, oldest first\n");
    for (const owed& o : owes(today, team)) fmt::print("  {}\n", o);
    fmt::print("Overdue\n");
    for (leg l : awaiting(today, team))
        if (status(today, l).state == hiring.state("overdue")) fmt::print("  {}\n", label(book, l.respondent));
    fmt::print("Comes to an end before 2023-06-20 if nobody moves\n");
    for (leg l : lapsing_before(today, date{"2023-06-20"})) fmt::print("  {}\n", label(book, l.respondent));
}
