// SPDX-License-Identifier: BSL-1.0
#include <demarche/demarche.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <string>
#include <string_view>
#include <vector>

// How long each question takes of one leg with many contacts, of which some are dated by no more than their year. Run by hand:
//   demarche_long_leg                              10,000 contacts, one a day, 200 of a year each, known on their day
//   demarche_long_leg 10000 200 5                  five a day, each known at an instant of its own: more histories than are enumerated
//   demarche_long_leg 10000 200 1 any-order        known in no order
//   demarche_long_leg 10000 200 1 in-order 5 20    5 of which delegate to somebody, and 20 ties come to be known meanwhile
// The last column but one is the time of the processor, which does not grow while others use the machine.

namespace {

using namespace demarche;

struct shape {
    int contacts = 10'000;
    int of_a_year = 200;
    int a_day = 1;
    bool in_order = true;
    int delegating = 0;
    int ties = 0;
};

struct long_leg {
    chronicle book = {};
    leg of = {};
    std::vector<actor_id> staff = {};
    std::chrono::sys_days last = {};
};

/// Those to whom the respondent delegates, and those of whom it comes to be known that they are part of it, or that they are not.
void add_staff(long_leg& made, const shape& like, std::chrono::sys_days first, source_id s)
{
    for (int n = 0; n < std::max(like.delegating, like.ties); ++n) made.staff.push_back(made.book.add(actor{.key = fmt::format("staff-{}", n)}));
    for (int n = 0; n < like.ties; ++n) {
        const actor_id one = made.staff[static_cast<std::size_t>(n)];
        const tie_id t = made.book.add(tie{.key = fmt::format("t{}", n), .kind = tie_kinds::part_of, .from = one, .to = made.of.respondent});
        const std::chrono::sys_days known = first + std::chrono::days((n + 1) * like.contacts / like.a_day / (like.ties + 1));
        made.book.add(report{.on = t, .source = s, .published = date(known)});
        if (n % 4 == 3) made.book.add(report{.on = t, .source = s, .stance = stance::retracts, .published = date(known + std::chrono::days(100))});
    }
}

long_leg make(const shape& like)
{
    constexpr std::array said{acts::request, acts::acknowledge, acts::accept, acts::remark, acts::withdraw, acts::request, acts::decline, acts::postpone, acts::request, acts::reiterate};
    long_leg made;
    const actor_id r = made.book.add(actor{.key = "r"});
    const actor_id a = made.book.add(actor{.key = "a"});
    const source_id s = made.book.add(source{.key = "s"});
    made.of = {made.book.add(matter{.key = "m", .requester = r, .respondents = {a}}), a};
    const std::chrono::sys_days first = std::chrono::year{1996} / 1 / 1;
    add_staff(made, like, first, s);
    const auto day = [&](int n) { return first + std::chrono::days(n / like.a_day); };
    const int every = like.of_a_year > 0 ? like.contacts / like.of_a_year : like.contacts + 1;
    const auto is_nth = [&](int n, int of) { return of > 0 && n % (like.contacts / of) == like.contacts / of / 2; };
    for (int n = 0; n < like.contacts; ++n) {
        const act what = said[static_cast<std::size_t>(n) % said.size()];
        const bool answers = what == acts::acknowledge || what == acts::accept || what == acts::decline;
        const date on = n % every == every / 2 ? date(fmt::format("{}", static_cast<int>(std::chrono::year_month_day(day(n)).year()))) : date(day(n));
        contact said_then{.key = fmt::format("c{}", n), .matter = made.of.matter, .act = what, .from = answers ? a : r, .on = on};
        if (is_nth(n, like.delegating)) {
            said_then.act = acts::delegate;
            said_then.from = a;
            said_then.delegate = made.staff[static_cast<std::size_t>(n / (like.contacts / like.delegating))];
        } else if (answers && like.ties > 0 && n % 7 == 0) {
            said_then.from = made.staff[static_cast<std::size_t>(n % like.ties)];
        }
        const contact_id c = made.book.add(said_then);
        const int known = like.in_order ? n : static_cast<int>(std::int64_t{n} * 7919 % like.contacts);
        made.book.add(report{.on = c, .source = s, .published = date(to_text(day(known) + std::chrono::seconds(known % like.a_day * (86'400 / like.a_day))))});
    }
    made.last = day(like.contacts) + std::chrono::days(366);
    return made;
}

template <class Ask>
void time(std::string_view what, Ask ask)
{
    const auto begun = std::chrono::steady_clock::now();
    const std::clock_t worked = std::clock();
    const std::size_t found = ask();
    const double work = 1000.0 * static_cast<double>(std::clock() - worked) / CLOCKS_PER_SEC;
    const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - begun;
    fmt::print("{:<36} {:>9.1f} ms {:>9.1f} ms  ({})\n", what, taken.count(), work, found);
}

void time_all(const shape& like)
{
    const long_leg l = make(like);
    const view now = l.book.as_of(date(l.last));
    const view half = l.book.as_of(date(l.last - std::chrono::days(like.contacts / like.a_day / 2)));
    time("status", [&] { return status(now, l.of).possible.size(); });
    time("status half way", [&] { return status(half, l.of).possible.size(); });
    time("status, known half way", [&] { return status(now.known_by(half.when()), l.of).possible.size(); });
    time("account", [&] { return account_of(now, l.of).evidence.size(); });
    time("explanation, as text", [&] { return fmt::format("{}", explain(now, l.of)).size(); });
    time("episodes", [&] { return episodes(now, l.of).size(); });
    time("beliefs", [&] { return beliefs(now, l.of).size(); });
    if (like.delegating > 0) time("beliefs, of the leg of a delegate", [&] { return beliefs(now, {l.of.matter, l.staff.front()}).size(); });
    time("may", [&] { return may(now, l.of).moves.size(); });
    time("why not held", [&] { return why_not(now, l.of, meeting::held).runs.size(); });
    time("what was learned in the last half", [&] { return diff(now.known_by(half.when()), now).size(); });
}

}  // namespace

int main(int argc, char** argv)
{
    shape like;
    if (argc > 1) like.contacts = std::atoi(argv[1]);
    if (argc > 2) like.of_a_year = std::atoi(argv[2]);
    if (argc > 3) like.a_day = std::atoi(argv[3]);
    like.in_order = argc <= 4 || std::string_view(argv[4]) != "any-order";
    if (argc > 5) like.delegating = std::atoi(argv[5]);
    if (argc > 6) like.ties = std::atoi(argv[6]);
    time_all(like);
}
