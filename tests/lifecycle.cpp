// SPDX-License-Identifier: BSL-1.0
#include "support.hpp"

#include <algorithm>
#include <array>
#include <ranges>

using namespace demarche;
using support::refusal;

// A follow-up: something is asked for by a date, may be late, and ends.
namespace {

constexpr std::string_view states_text = "# a comment\n"
                                         "state\tawaited\topen\tunanswered\n"
                                         "none\tnobody\tno\tno\n"
                                         "asked\tA\tyes\tyes\n"
                                         "late\tR\tyes\tyes\n"
                                         "over\tnobody\tno\tno\n"
                                         "done\tnobody\tno\tno\n";

constexpr std::string_view acts_text = "act\tby\tnone\tasked\tlate\tover\tdone\n"
                                       "ask\tR\tasked\t=\tasked\t+\t+\n"
                                       "answer\tA\tdone!\tdone\tdone\t~\t~\n"
                                       "note\tR|A\t=\t=\t=\t=\t=\n"
                                       "due\tclock\t=\tlate\t=\t=\t=\n"
                                       "passed\tclock\t=\tover\tover\t=\t=\n";

constexpr lifecycle_rules rules{
    .unknown_as = "note", .attempt_state = "asked", .proposes = "ask", .reminds = "ask", .reply_clock = "due", .occasion_clock = "passed"};

constexpr lifecycle follow_up = checked_lifecycle("follow_up", states_text, acts_text, rules);

static_assert(follow_up.name == "follow_up");
static_assert(follow_up.state_count == 5 && follow_up.act_count == 5);
static_assert(follow_up.states[1].name == "asked" && follow_up.states[1].open && follow_up.states[1].unanswered);
static_assert(follow_up.states[1].awaited == awaited::respondent && follow_up.states[2].awaited == awaited::requester);
static_assert(!follow_up.states[0].open && follow_up.states[0].awaited == awaited::nobody);
static_assert(follow_up.find_state("late") == state_id{2} && !follow_up.find_state("asleep"));
static_assert(follow_up.find_act("note") == 2 && follow_up.find_act("sing") == lifecycle::no_act);
static_assert(follow_up.acts[0].by == acting::requester && follow_up.acts[1].by == acting::respondent);
static_assert(follow_up.acts[2].by == acting::either && follow_up.acts[3].by == acting::clock);
static_assert(follow_up.at(0, state_id::none).what == effect::go && follow_up.at(0, state_id::none).to == state_id{1});
static_assert(follow_up.at(0, state_id{1}).what == effect::record);
static_assert(follow_up.at(0, state_id{3}).what == effect::attempt);
static_assert(follow_up.at(1, state_id::none).what == effect::go_out_of_protocol && follow_up.at(1, state_id::none).to == state_id{4});
static_assert(follow_up.at(1, state_id{4}).what == effect::stale);
static_assert(follow_up.all().size() == 5);

static_assert(names_state({effect::go}) && names_state({effect::go_out_of_protocol}) && !names_state({effect::attempt}) && !names_state({effect::prior}));
static_assert(moves({effect::attempt}) && moves({effect::prior}) && moves({effect::go}) && !moves({effect::record}) && !moves({effect::protocol}) &&
              !moves({effect::stale}));

constexpr state_set some()
{
    state_set set;
    set.insert(state_id{31});
    set.insert(state_id{0});
    set.insert(state_id{31});
    return set;
}
static_assert(some().size() == 2 && some().contains(state_id{31}) && some().contains(state_id{0}) && !some().contains(state_id{1}));
static_assert(state_set::first(32).size() == 32 && state_set{}.size() == 0);
static_assert(std::ranges::equal(some(), std::array{state_id{0}, state_id{31}}) && std::ranges::distance(state_set::first(32)) == 32);
static_assert(std::ranges::forward_range<state_set> && state_set{}.begin() == state_set{}.end());

std::string replaced(std::string_view text, std::string_view from, std::string_view to)
{
    std::string made(text);
    const std::size_t at = made.find(from);
    REQUIRE(at != std::string::npos);
    return made.replace(at, from.size(), to);
}

/// The error of a table with one thing changed; `whom` must stand in it, all of them.
error fault(std::string_view states, std::string_view acts, const lifecycle_rules& with, std::initializer_list<std::string_view> names)
{
    const error why = refusal([&] { parse_lifecycle("follow_up", states, acts, with); });
    CHECK(why.code() == errc::invalid_table);
    for (std::string_view name : names) {
        CAPTURE(name);
        CAPTURE(std::string(why.what()));
        CHECK(std::string_view(why.what()).find(name) != std::string_view::npos);
    }
    return why;
}

error acts_fault(std::string_view from, std::string_view to, std::initializer_list<std::string_view> names)
{
    return fault(states_text, replaced(acts_text, from, to), rules, names);
}
error states_fault(std::string_view from, std::string_view to, std::initializer_list<std::string_view> names)
{
    return fault(replaced(states_text, from, to), acts_text, rules, names);
}

}  // namespace

TEST_CASE("a table read at run time is the one checked at compile time")
{
    const lifecycle read = parse_lifecycle("follow_up", states_text, acts_text, rules);
    CHECK(read.state_count == follow_up.state_count);
    CHECK(read.unknown_as == follow_up.unknown_as);
    CHECK(read.reply_clock == 3);
    CHECK(read.occasion_clock == 4);
    for (std::size_t a = 0; a < read.act_count; ++a)
        for (std::size_t s = 0; s < read.state_count; ++s) {
            const state_id state{static_cast<std::uint8_t>(s)};
            CHECK(read.at(a, state).what == follow_up.at(a, state).what);
            CHECK(read.at(a, state).to == follow_up.at(a, state).to);
        }
}

TEST_CASE("two tables and their rules are one text")
{
    const std::string text = to_text(follow_up);
    CHECK(text.starts_with("lifecycle\tfollow_up\n\nstate\tawaited\topen\tunanswered\nnone\tnobody\tno\tno\n"));
    CHECK(text.find("\n" + std::string(acts_text) + "\nrule\tnames\nunknown_as\tnote\nattempt_state\tasked\nproposes\task\n") != std::string::npos);
    CHECK(parse_lifecycle(text) == follow_up);
    CHECK(*try_parse_lifecycle(text) == follow_up);
    CHECK(refusal([] { parse_lifecycle(states_text); }).code() == errc::invalid_table);
}

TEST_CASE("lifecycles that differ in a name, a cell or a rule are others")
{
    CHECK(parse_lifecycle("follow_up", states_text, acts_text, rules) == follow_up);
    CHECK_FALSE(parse_lifecycle("follow-up", states_text, acts_text, rules) == follow_up);
    CHECK_FALSE(parse_lifecycle("follow_up", states_text, replaced(acts_text, "answer\tA\tdone!", "answer\tA\tdone"), rules) == follow_up);
    lifecycle_rules fewer = rules;
    fewer.reminds = {};
    CHECK_FALSE(parse_lifecycle("follow_up", states_text, acts_text, fewer) == follow_up);
}

TEST_CASE("the try_ form gives the table or the error")
{
    CHECK(try_parse_lifecycle("follow_up", states_text, acts_text, rules)->act_count == 5);
    const auto broken = try_parse_lifecycle("follow_up", states_text, acts_text, {});
    REQUIRE_FALSE(broken);
    CHECK(broken.error().code() == errc::invalid_table);
}

TEST_CASE("blank lines, comments, carriage returns and a missing last newline are passed over")
{
    std::string acts = "\n# who does what\n";
    for (char c : acts_text) acts += c == '\n' ? std::string("\r\n") : std::string(1, c);
    acts.resize(acts.size() - 2);
    const lifecycle read = parse_lifecycle("follow_up", states_text, acts, rules);
    CHECK(read.act_count == 5);
    CHECK(read.at(4, state_id{4}).what == effect::record);
}

TEST_CASE("a missing cell is named, with its line")
{
    const error empty = acts_fault("answer\tA\tdone!\tdone", "answer\tA\tdone!\t", {"answer", "asked", "missing"});
    CHECK(empty.where().line == 3);
    CHECK(empty.where().field == "answer in asked");
    CHECK(acts_fault("note\tR|A\t=\t=\t=\t=\t=", "note\tR|A\t=\t=", {"note", "late"}).where().line == 4);
    acts_fault("passed\tclock\t=\tover\tover\t=\t=\n", "passed\tclock\t=\tover\tover\t=", {"passed", "done"});
}

TEST_CASE("a cell that names no state is named")
{
    acts_fault("answer\tA\tdone!\tdone", "answer\tA\tdone!\tfinished", {"answer", "asked", "state"});
    acts_fault("answer\tA\tdone!", "answer\tA\tdone!!", {"answer", "none"});
    acts_fault("answer\tA\tdone!", "answer\tA\tdone ", {"answer", "none"});
    acts_fault("answer\tA\tdone!", "answer\tA\t<Prior>", {"answer", "none"});
    acts_fault("answer\tA\tdone!", "answer\tA\t++", {"answer", "none"});
}

TEST_CASE("more cells or columns than states are refused")
{
    CHECK(acts_fault("note\tR|A\t=\t=\t=\t=\t=", "note\tR|A\t=\t=\t=\t=\t=\t=", {"note"}).where().line == 4);
    acts_fault("over\tdone\n", "over\tdone\tgone\n", {"columns"});
    acts_fault("over\tdone\n", "done\tover\n", {"over"});
    acts_fault("late\tover\tdone\n", "late\tover\n", {"done"});
}

TEST_CASE("a state that nothing leads to is named")
{
    const std::string states = std::string(states_text) + "forgotten\tnobody\tno\tno\n";
    std::string acts;
    for (char c : acts_text) acts += c == '\n' ? std::string("\t=\n") : std::string(1, c);
    acts = replaced(acts, "done\t=\n", "done\tforgotten\n");
    fault(states, acts, rules, {"forgotten", "reached"});
}

TEST_CASE("a state that only an unreachable state leads to is not reached")
{
    const std::string states = std::string(states_text) + "island\tnobody\tno\tno\nisle\tnobody\tno\tno\n";
    std::string acts;
    std::size_t row = 0;
    for (char c : acts_text) {
        if (c == '\n') acts += row == 0 ? "\tisland\tisle" : row == 1 ? "\tisle\tisland" : "\t=\t=";
        row += c == '\n';
        acts += c;
    }
    fault(states, acts, rules, {"island"});
}

TEST_CASE("an open state that cannot end is named")
{
    std::string acts = replaced(acts_text, "answer\tA\tdone!\tdone\tdone", "answer\tA\tdone!\tdone\tlate");
    acts = replaced(acts, "ask\tR\tasked\t=\tasked", "ask\tR\tasked\t=\tlate");
    fault(states_text, replaced(acts, "passed\tclock\t=\tover\tover", "passed\tclock\t=\tover\tlate"), rules, {"late", "end"});

    SUBCASE("nor do two that only lead to one another")
    {
        std::string circle = replaced(acts_text, "answer\tA\tdone!\tdone\tdone", "answer\tA\tdone!\t=\t=");
        fault(states_text, replaced(circle, "passed\tclock\t=\tover\tover", "passed\tclock\tover\t=\t="), rules, {"asked", "end"});
    }
}

TEST_CASE("a new attempt is a way on: a state that + leads to is reached")
{
    const lifecycle read = parse_lifecycle("again", "state\tawaited\topen\tunanswered\nnone\tnobody\tno\tno\nshut\tnobody\tno\tno\nasked\tA\tyes\tyes\n",
        "act\tby\tnone\tshut\tasked\nknock\tR\tshut\t+\tshut\n", {.unknown_as = "knock", .attempt_state = "asked"});
    CHECK(read.attempt_state == state_id{2});
}

TEST_CASE("words of the columns are checked")
{
    CHECK(states_fault("late\tR\tyes", "late\tB\tyes", {"late", "awaited"}).where().line == 5);
    states_fault("late\tR\tyes", "late\tR\tmaybe", {"late"});
    states_fault("late\tR\tyes\tyes", "late\tR\tyes", {"late"});
    states_fault("late\tR", "asked\tR", {"asked", "twice"});
    CHECK(acts_fault("note\tR|A", "note\tX", {"note", "by"}).where().line == 4);
    acts_fault("note\tR|A", "answer\tR|A", {"answer", "twice"});
}

TEST_CASE("a rule that names what is not in the table is refused")
{
    const auto with = [](auto change) {
        lifecycle_rules changed = rules;
        change(changed);
        return changed;
    };
    const auto refused = [&](auto change, std::string_view name) { fault(states_text, acts_text, with(change), {name}); };
    refused([](lifecycle_rules& r) { r.unknown_as = "hum"; }, "hum");
    refused([](lifecycle_rules& r) { r.unknown_as = {}; }, "unknown_as");
    refused([](lifecycle_rules& r) { r.proposes = "ask demand"; }, "demand");
    refused([](lifecycle_rules& r) { r.answers_terms = "shrug"; }, "shrug");
    refused([](lifecycle_rules& r) { r.takes_up = "shrug"; }, "shrug");
    refused([](lifecycle_rules& r) { r.reminds = "nudge"; }, "nudge");
    refused([](lifecycle_rules& r) { r.reply_clock = "gong"; }, "gong");
    refused([](lifecycle_rules& r) { r.occasion_clock = "gong"; }, "gong");
    refused([](lifecycle_rules& r) { r.attempt_state = "adrift"; }, "adrift");
    refused([](lifecycle_rules& r) { r.attempt_state = {}; }, "attempt_state");
    refused([](lifecycle_rules& r) { r.drops_occasion = "adrift"; }, "adrift");
    refused([](lifecycle_rules& r) { r.drops_past = "late adrift"; }, "adrift");
    refused([](lifecycle_rules& r) { r.delegates = "pass_on"; }, "pass_on");
    refused([](lifecycle_rules& r) { r.delegates = "answer"; }, "delegated_as");
    refused([](lifecycle_rules& r) { r.delegates = "answer", r.delegated_as = "beg"; }, "beg");
    refused([](lifecycle_rules& r) { r.with_terms = "ask"; }, "with_terms_as");
    refused([](lifecycle_rules& r) { r.with_terms = "beg", r.with_terms_as = "ask"; }, "beg");
    refused([](lifecycle_rules& r) { r.with_terms = "ask", r.with_terms_as = "beg"; }, "beg");
}

TEST_CASE("the clock's acts and the clock's rules are the same")
{
    fault(states_text, acts_text, {.unknown_as = "note", .attempt_state = "asked", .reply_clock = "due"}, {"passed"});
    fault(states_text, acts_text, {.unknown_as = "note", .attempt_state = "asked", .reply_clock = "answer", .occasion_clock = "passed"}, {"clock"});
}

TEST_CASE("a table has at most 32 states and 64 acts")
{
    const auto table = [](std::size_t states, std::size_t acts) {
        std::string s = "state\tawaited\topen\tunanswered\n";
        std::string a = "act\tby";
        for (std::size_t i = 0; i < states; ++i) {
            s += "s" + std::to_string(i) + "\tnobody\tno\tno\n";
            a += "\ts" + std::to_string(i);
        }
        for (std::size_t j = 0; j < acts; ++j) {
            a += "\na" + std::to_string(j) + "\tR|A";
            for (std::size_t i = 0; i < states; ++i) a += "\ts" + std::to_string((i + 1) % states);
        }
        return std::pair(s, a);
    };
    const auto [s, a] = table(lifecycle::max_states, lifecycle::max_acts);
    const lifecycle widest = parse_lifecycle("widest", s, a, {.unknown_as = "a63"});
    CHECK(widest.all().size() == 32);
    CHECK(widest.all().contains(state_id{31}));
    const auto [s33, a33] = table(33, 1);
    fault(s33, a33, {.unknown_as = "a0"}, {"states"});
    const auto [s2, a65] = table(2, 65);
    fault(s2, a65, {.unknown_as = "a0"}, {"acts"});
}

TEST_CASE("an empty table is none")
{
    CHECK(refusal([] { parse_lifecycle("nothing", "", "", {.unknown_as = "x"}); }).code() == errc::invalid_table);
}

// The user's own lifecycle, through a chronicle.

namespace {

struct errand {
    chronicle book = {};
    actor_id boss = book.add(actor{.key = "boss"});
    actor_id clerk = book.add(actor{.key = "clerk"});
    matter_id m = {};

    errand()
    {
        book.use(follow_up);
        m = book.add(matter{
            .key = "errand", .lifecycle = "follow_up", .requester = boss, .respondents = {clerk}, .occasion = date{"2023-06"}, .reply_by = date{"2023-05-31"}});
        book.add(contact{.key = "k1", .matter = m, .act = act{"ask"}, .from = boss, .to = clerk, .on = date{"2023-05-01"}});
    }
    account look(const char* when) const { return account_of(book.as_of(date{when}), {m, clerk}); }
};

}  // namespace

TEST_CASE("a chronicle answers by the user's own table")
{
    errand e;
    CHECK(support::state_text(e.look("2023-04-30").status) == "none");
    CHECK(e.look("2023-04-30").status.since == since{});
    const status asked = e.look("2023-05-02").status;
    CHECK(support::state_text(asked) == "asked");
    CHECK(asked.awaiting == e.clerk);
    CHECK(asked.unanswered == true);
    CHECK(support::lapses_text(asked) == "2023-06-01T00:00:00Z");
    const status late = e.look("2023-06-01").status;
    CHECK(support::state_text(late) == "late");
    CHECK(late.awaiting == e.boss);
    CHECK(since_text(late) == "2023-06-01T00:00:00Z");
    CHECK(support::lapses_text(late) == "2023-07-01T00:00:00Z");
    CHECK(support::state_text(e.look("2023-07-01").status) == "over");
    CHECK(support::lapses_text(e.look("2023-07-01").status) == "null");
}

TEST_CASE("the table's signs are the user's: reminders, stale answers, attempts, unknown acts")
{
    errand e;
    e.book.add(contact{.key = "k2", .matter = e.m, .act = act{"ask"}, .from = e.boss, .on = date{"2023-05-03"}});
    e.book.add(contact{.key = "k3", .matter = e.m, .act = act{"whistle"}, .from = e.clerk, .on = date{"2023-05-04"}});
    e.book.add(contact{.key = "k4", .matter = e.m, .act = act{"answer"}, .from = e.clerk, .on = date{"2023-05-05"}});
    e.book.add(contact{.key = "k5", .matter = e.m, .act = act{"answer"}, .from = e.clerk, .on = date{"2023-05-06"}});
    const account before = e.look("2023-05-31");
    CHECK(support::state_text(before.status) == "done");
    CHECK(since_text(before.status) == "2023-05-05");
    CHECK(before.status.reminders == 1);
    CHECK(support::evidence_text(before) == "k1 k2 k3 k4 k5");
    CHECK(support::diagnostics_text(before) == "k5:stale");
    e.book.add(contact{.key = "k6", .matter = e.m, .act = act{"ask"}, .from = e.boss, .on = date{"2023-06-10"}});
    const status again = e.look("2023-06-10").status;
    CHECK(support::state_text(again) == "asked");
    CHECK(again.attempts == 2);
    CHECK(again.reminders == 0);
    CHECK_MESSAGE(support::lapses_text(again) == "2023-07-01T00:00:00Z", "the reply_by was past and is dropped, the occasion is not");
}

TEST_CASE("at one instant reply_due goes before occasion_passed")
{
    errand e;
    const matter_id both = e.book.add(matter{
        .key = "both", .lifecycle = "follow_up", .requester = e.boss, .respondents = {e.clerk}, .occasion = date{"2023-05"}, .reply_by = date{"2023-05-31"}});
    e.book.add(contact{.key = "b1", .matter = both, .act = act{"ask"}, .from = e.boss, .on = date{"2023-05-01"}});
    e.book.add(contact{.key = "b2", .matter = both, .act = act{"note"}, .from = e.boss, .on = date{"2023-06-02"}});
    const status s = status(e.book.as_of(date{"2023-06-03"}), {both, e.clerk});
    CHECK_MESSAGE(support::state_text(s) == "over", "asked, late and over at one instant");
    CHECK(s.certain());
    CHECK(since_text(s) == "2023-06-01T00:00:00Z");
}

TEST_CASE("the clock's acts of the user's table are errors in contacts, those of others are remarks")
{
    errand e;
    const error why = refusal([&e] { e.book.add(contact{.key = "k2", .matter = e.m, .act = act{"due"}, .from = e.boss, .on = date{"2023-05-03"}}); });
    CHECK(why.code() == errc::clock_act);
    e.book.add(contact{.key = "k2", .matter = e.m, .act = acts::accept, .from = e.clerk, .on = date{"2023-05-03"}});
    CHECK(support::state_text(e.look("2023-05-04").status) == "asked");
    CHECK(support::diagnostics_text(e.look("2023-05-04")).empty());
}
