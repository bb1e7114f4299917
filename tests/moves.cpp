// SPDX-License-Identifier: BSL-1.0
#include <demarche/moves.hpp>
#include <demarche/offices.hpp>

#include <demarche/format.hpp>

#include "seeds.hpp"
#include "support.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

using namespace demarche;
using namespace support;
using random_chronicle::dice;
using random_chronicle::for_every_seed;

namespace {

constexpr const lifecycle& table = lifecycles::meeting_request;
constexpr std::chrono::seconds second{1};

std::string state_name(state_id s) { return std::string(table[s].name); }

std::vector<std::string> lines_of(const std::vector<transition>& all)
{
    std::vector<std::string> lines;
    for (const transition& t : all) lines.push_back(to_text(t));
    return lines;
}

std::string text_of(const std::vector<transition>& all)
{
    std::string text;
    for (const std::string& line : lines_of(all)) text += (text.empty() ? "" : "; ") + line;
    return text;
}

/// The instants at which the clock may act in some leg.
std::vector<instant> dues_of(const chronicle& book)
{
    std::vector<instant> dues;
    const auto add = [&](const std::optional<date>& d) {
        if (d && d->latest() != end_of_time) dues.push_back(d->latest() + second);
    };
    const auto add_both = [&](const auto& record) {
        add(record.occasion);
        add(record.reply_by);
    };
    for (const matter& m : book.all<matter>()) add_both(m);
    for (const contact& c : book.all<contact>()) add_both(c);
    std::sort(dues.begin(), dues.end());
    dues.erase(std::unique(dues.begin(), dues.end()), dues.end());
    return dues;
}

bool has(const std::vector<instant>& all, instant t) { return std::binary_search(all.begin(), all.end(), t); }

bool is_of(const std::vector<diagnostic>& all, contact_id c, diagnostic_kind kind)
{
    return std::find(all.begin(), all.end(), diagnostic{c, kind}) != all.end();
}

}  // namespace

// What next.

TEST_CASE("what each side can do now, and what would come of it")
{
    talks t("2023-06-02/2023-06-04", "2023-05-30");
    t.say(t.r, acts::request, "2023-05-22");
    const prospect p = may(t.book.as_of(date{"2023-05-26"}), {t.m, t.a});
    CHECK(text_of(p.moves) ==
          "request with terms by r → pending; reiterate with terms by r → pending; revise by r → pending; withdraw by r → withdrawn; "
          "supersede by r → superseded; "
          "acknowledge by a → acknowledged; accept by a → agreed; accept_if by a → conditional; tentative by a → tentative; decline by a → declined; "
          "counter by a → countered; delegate by a → delegated; postpone by r → postponed; postpone by a → postponed; held → held");
    REQUIRE(p.clock);
    CHECK(to_text(*p.clock) == "reply_due after 2023-05-30 → lapsed");
    CHECK(p.clock->at == p.status.lapses);
    CHECK(p.clock->by == acting::clock);
    CHECK(p.otherwise.empty());
    transition accept{.book = &t.book, .table = &table, .act = acts::accept, .by = acting::respondent, .actor = t.a};
    accept.from = meeting::pending;
    accept.to = meeting::agreed;
    CHECK(p.moves[6] == accept);
}

TEST_CASE("the clock moves a leg that is not open, too")
{
    talks t("2023-06-02");
    t.say(t.r, acts::request, "2023-05-22");
    t.say(t.a, acts::accept, "2023-05-23");
    const prospect p = may(t.book.as_of(date{"2023-05-26"}), {t.m, t.a});
    CHECK_FALSE(p.status.lapses);
    REQUIRE(p.clock);
    CHECK(to_text(*p.clock) == "occasion_passed after 2023-06-02 → unreported");
    CHECK_FALSE(may(t.book.as_of(date{"2023-06-03"}), {t.m, t.a}).clock);
}

TEST_CASE("an act out of protocol that moves all the same is flagged; one that is only recorded is no move")
{
    talks t;
    t.say(t.r, acts::request, "2023-05-22");
    t.say(t.r, acts::withdraw, "2023-05-23");
    CHECK(text_of(may(t.book.as_of(date{"2023-05-26"}), {t.m, t.a}).moves) ==
          "request by r → pending; reiterate by r → pending; revise by r → pending; held → held (out of protocol)");
}

TEST_CASE("what was before it was countered is what comes back, and what fell due of that")
{
    talks t({}, "2023-05-26");
    t.say(t.r, acts::request, "2023-05-22");
    t.say(t.a, acts::counter, "2023-05-23");
    const auto back = [&](const char* when) {
        const prospect p = may(t.book.as_of(date{when}), {t.m, t.a});
        const auto found = std::find_if(p.moves.begin(), p.moves.end(), [](const transition& m) { return m.act == acts::decline_counter; });
        REQUIRE(found != p.moves.end());
        CHECK(found->what == effect::prior);
        CHECK_FALSE(p.clock);
        return to_text(*found);
    };
    CHECK(back("2023-05-24") == "decline_counter by r → pending");
    CHECK(back("2023-05-27") == "decline_counter by r → lapsed");
}

TEST_CASE("where it is not certain how a leg stands, what could be done in each state that is possible")
{
    talks t;
    t.say(t.r, acts::request, "2023-05-01");
    t.say(t.a, acts::counter, "2023-05-10/2023-05-20");
    const prospect p = may(t.book.as_of(date{"2023-05-15"}), {t.m, t.a});
    CHECK(state_text(p.status) == "pending");
    const auto lines = lines_of(p.otherwise);
    const auto said = [&](const char* line) { return std::find(lines.begin(), lines.end(), line) != lines.end(); };
    CHECK(said("accept_counter by r → agreed"));
    CHECK(said("decline_counter by r → what it was before"));
    CHECK_FALSE(said("acknowledge by a → acknowledged"));
    CHECK(std::all_of(p.otherwise.begin(), p.otherwise.end(), [](const transition& m) { return m.from == meeting::countered; }));
    CHECK(to_text(p).find("\nif countered: accept_counter by r → agreed\n") != std::string::npos);
}

TEST_CASE("a delegate's leg is the delegate's to answer")
{
    talks t;
    const actor_id d = t.someone("d");
    t.say(t.r, acts::request, "2023-05-01");
    t.say(t.a, acts::delegate, "2023-05-02", {.delegate = d});
    const prospect p = may(t.book.as_of(date{"2023-05-03"}), {t.m, d});
    const auto accept = std::find_if(p.moves.begin(), p.moves.end(), [](const transition& m) { return m.act == acts::accept; });
    REQUIRE(accept != p.moves.end());
    CHECK(accept->actor == d);
}

namespace {

/// A contact that might come next in a leg.
contact next_contact(const prospect& p, std::size_t row, acting by, bool with_terms, instant on)
{
    const actor_id r = (*p.status.book)[p.status.leg.matter].requester;
    contact c{.key = "next", .matter = p.status.leg.matter, .act = act(p.status.table->acts[row].name), .on = date{to_text(on)}};
    c.from = by == acting::respondent ? p.status.leg.respondent : r;
    c.respondent = {p.status.leg.respondent};
    if (with_terms) c.occasion = date{"2050"};
    return c;
}

const transition* find_move(const prospect& p, act what, acting by, bool with_terms)
{
    const auto is = [&](const transition& t, bool terms) { return t.act == what && t.by == by && t.with_terms == terms; };
    const auto with = std::find_if(p.moves.begin(), p.moves.end(), [&](const transition& t) { return is(t, true); });
    if (with_terms && with != p.moves.end()) return &*with;
    const auto found = std::find_if(p.moves.begin(), p.moves.end(), [&](const transition& t) { return is(t, false); });
    return found == p.moves.end() ? nullptr : &*found;
}

std::vector<acting> parties_of(const lifecycle& of, std::size_t row)
{
    const acting by = of.acts[row].by;
    return by == acting::either ? std::vector{acting::requester, acting::respondent} : by == acting::clock ? std::vector<acting>() : std::vector{by};
}

/// What became of one contact more is what `may` said.
void check_next(const view& now, const prospect& p, std::size_t row, acting by, bool with_terms)
{
    const instant then = now.when() + second;
    const contact c = next_contact(p, row, by, with_terms, then);
    INFO("act " << c.act.text() << " by " << static_cast<int>(by) << (with_terms ? " with terms" : "") << " at " << to_text(then));
    const view after = now.as_of(then).with(c);
    const contact_id id = after.supposed_contacts()[0];
    const account found = account_of(after, p.status.leg);
    const transition* move = find_move(p, c.act, by, with_terms);
    if (move == nullptr) {
        CHECK(found.status.state == p.status.state);
        CHECK(found.status.since == p.status.since);
        CHECK(found.status.attempts == p.status.attempts);
        return;
    }
    CHECK(move->from == p.status.state);
    CHECK(move->to == found.status.state);
    CHECK(move->actor == (by == acting::world ? actor_id() : c.from));
    CHECK(move->out_of_protocol() == is_of(found.diagnostics, id, diagnostic_kind::out_of_protocol));
    CHECK((move->what == effect::attempt) == (p.status.attempts > 0 && found.status.attempts == p.status.attempts + 1));
    if (found.status.state != state_id::none) CHECK((found.status.since.contact == id || (move->what == effect::prior && found.status.since.clock == then)));
}

/// Whether a contact right after comes after all others, and before the clock acts again.
bool is_next(const view& now, leg l, const contact& c)
{
    auto before = evidence(now, l);
    const view after = now.as_of(now.when() + second).with(c);
    before.push_back(after.supposed_contacts()[0]);
    return evidence(after, l) == before;
}

}  // namespace

TEST_CASE("an act moves a leg as was said, and no other does")
{
    std::size_t compared = 0, passed_over = 0, listed = 0;
    for_every_seed(60, [&](dice& roll) {
        const chronicle book(random_chronicle::make(roll, {.every_lifecycle = roll.chance(40)}));
        const auto dues = dues_of(book);
        for (int n = 0; n < 3; ++n) {
            const auto at = random_chronicle::any_standpoint(roll, book);
            const view now = at.of(book);
            INFO("when " << to_text(at.when) << " known " << to_text(at.known));
            for (const leg l : legs(now)) {
                const prospect p = may(now, l);
                if (at.when == end_of_time || has(dues, at.when + second)) continue;
                listed += p.moves.size();
                for (std::size_t row = 0; row < p.status.table->act_count; ++row)
                    for (const acting by : parties_of(*p.status.table, row))
                        for (const bool with_terms : {false, true}) {
                            const bool next = is_next(now, l, next_contact(p, row, by, with_terms, at.when + second));
                            ++(next ? compared : passed_over);
                            if (next) check_next(now, p, row, by, with_terms);
                        }
            }
        }
    });
    MESSAGE(compared << " compared, " << passed_over << " passed over, " << listed << " moves");
    CHECK(compared > 2 * passed_over);
}

TEST_CASE("the clock moves a leg next when and where was said")
{
    std::size_t moved = 0, compared = 0;
    for_every_seed(400, [&](dice& roll) {
        const chronicle book(random_chronicle::make(roll, {.every_lifecycle = roll.chance(40)}));
        const auto dues = dues_of(book);
        const auto at = random_chronicle::any_standpoint(roll, book);
        const view now = at.of(book);
        INFO("when " << to_text(at.when) << " known " << to_text(at.known));
        for (const leg l : legs(now)) {
            const prospect p = may(now, l);
            CHECK(p.status == status(now, l));
            if (p.status.lapses) CHECK((p.clock && p.clock->at == p.status.lapses));
            if (p.clock && (*p.status.table)[p.status.state].open) CHECK(p.status.lapses == p.clock->at);
            for (const instant due : dues) {
                if (due <= at.when) continue;
                if (evidence(now.as_of(due), l) != evidence(now, l)) break;
                const status s(now.as_of(due), l);
                ++compared;
                if (p.clock && due >= *p.clock->at) {
                    REQUIRE(due == *p.clock->at);
                    CHECK(s.state == p.clock->to);
                    CHECK(s.since.clock == p.clock->at);
                    ++moved;
                    break;
                }
                CHECK(s.state == p.status.state);
                CHECK(s.since == p.status.since);
            }
        }
    });
    MESSAGE(compared << " instants compared, " << moved << " moves");
    CHECK(moved > 20);
}

// Why not.

TEST_CASE("who would have to do what, so that it is held")
{
    talks t("2023-06-02/2023-06-04", "2023-05-30");
    t.say(t.r, acts::request, "2023-05-22");
    const view now = t.book.as_of(date{"2023-05-26"});
    const leg l{t.m, t.a};
    CHECK(to_text(why_not(now, l, meeting::agreed)) == "accept by a → agreed");
    CHECK(to_text(why_not(now, l, meeting::not_held)) == "accept by a → agreed, no_show → not_held");
    CHECK(to_text(why_not(now, l, meeting::lapsed)) == "reply_due after 2023-05-30 → lapsed");
    CHECK(to_text(why_not(now, l, meeting::unreported)) == "accept by a → agreed, occasion_passed after 2023-06-04 → unreported");
    CHECK(to_text(why_not(now, l, meeting::reneged)) == "accept by a → agreed, decline by a → reneged");
    CHECK(to_text(why_not(now, l, meeting::pending)) == "it is pending");
    const shortcoming there = why_not(now, l, meeting::pending);
    CHECK(there.reached());
    CHECK(there.runs == std::vector<run>{{}});
    CHECK(there.complete);
}

TEST_CASE("every run that is as short, in the order of the table")
{
    talks t;
    const shortcoming s = why_not(t.book.as_of(date{"2023-05-26"}), {t.m, t.a}, meeting::agreed);
    CHECK(to_text(s) ==
          "request by r → pending, accept by a → agreed\n"
          "reiterate by r → pending, accept by a → agreed\n"
          "revise by r → pending, accept by a → agreed");
    CHECK(s.complete);
}

TEST_CASE("nothing leads where the table does not, nor the clock without terms")
{
    talks t;
    t.say(t.r, acts::request, "2023-05-22");
    for (const state_id wanted : {meeting::none, meeting::lapsed, meeting::unreported}) {
        const shortcoming s = why_not(t.book.as_of(date{"2023-05-26"}), {t.m, t.a}, wanted);
        CHECK(s.impossible());
        CHECK(to_text(s) == "nothing leads to " + state_name(wanted));
    }
}

TEST_CASE("acts out of protocol serve where no run does without")
{
    talks t;
    const view now = t.book.as_of(date{"2023-05-26"});
    CHECK(why_not(now, {t.m, t.a}, meeting::held).runs[0].size() == 2);  // though the world can do it at once
    t.say(t.a, acts::counter, "2023-05-23");                             // before any request
    const shortcoming s = why_not(t.book.as_of(date{"2023-05-26"}), {t.m, t.a}, meeting::none);
    CHECK(to_text(s) == "decline_counter by r → none");
    t.say(t.r, acts::decline_counter, "2023-05-24");
    CHECK(to_text(why_not(t.book.as_of(date{"2023-05-26"}), {t.m, t.a}, meeting::none)) == "it is none");
    // From none, lapsed by terms: the clock needs a request first.
    constexpr const char* states = "state\tawaited\topen\tunanswered\nnone\tnobody\tno\tno\nasked\tA\tyes\tyes\ndone\tnobody\tno\tno\n";
    constexpr const char* cells = "act\tby\tnone\tasked\tdone\nask\tR\tasked\t=\t=\nanswer\tA\t!\tdone!\t=\n";
    const lifecycle strict = parse_lifecycle("strict", states, cells, {.unknown_as = "answer"});
    chronicle book;
    book.use(strict);
    const actor_id r = book.add(actor{.key = "r"});
    const actor_id a = book.add(actor{.key = "a"});
    const matter_id m = book.add(matter{.key = "m", .lifecycle = "strict", .requester = r, .respondents = {a}});
    const view v = book.as_of(date{"2023"});
    CHECK(to_text(why_not(v, {m, a}, *strict.find_state("done"))) == "ask by r → asked, answer by a → done (out of protocol)");
    book.add(contact{.key = "c1", .matter = m, .act = act("ask"), .from = r, .on = date{"2023-01-01"}});
    book.add(contact{.key = "c2", .matter = m, .act = act("answer"), .from = a, .on = date{"2023-01-02"}});
    for (const char* gone : {"none", "asked"}) CHECK(why_not(book.as_of(date{"2023"}), {m, a}, *strict.find_state(gone)).impossible());
    CHECK(may(book.as_of(date{"2023"}), {m, a}).moves.empty());
}

TEST_CASE("a bound that was hit is said")
{
    talks t;
    const view now = t.book.as_of(date{"2023-05-26"});
    const shortcoming few = why_not(now, {t.m, t.a}, meeting::agreed, {.runs = 2});
    CHECK(few.runs.size() == 2);
    CHECK_FALSE(few.complete);
    CHECK(to_text(few).ends_with("\nand perhaps others"));
    CHECK(why_not(now, {t.m, t.a}, meeting::agreed, {.runs = 3}).complete);
    const shortcoming bent = why_not(now, {t.m, t.a}, meeting::held, {.length = 1});
    CHECK_MESSAGE(!bent.complete, "a longer run keeps to protocol");
    CHECK(to_text(bent) == "held → held (out of protocol)\nand perhaps others");

    t.say(t.r, acts::request, "2023-05-22");
    const view asked = t.book.as_of(date{"2023-05-26"});
    const shortcoming shorter = why_not(asked, {t.m, t.a}, meeting::reneged, {.length = 1});
    CHECK(shorter.runs.empty());
    CHECK_FALSE(shorter.complete);
    CHECK_FALSE(shorter.impossible());
    CHECK(to_text(shorter) == "nothing as short as was looked for leads to reneged");
    CHECK(why_not(asked, {t.m, t.a}, meeting::reneged, {.length = 2}).complete);
    CHECK_FALSE(why_not(asked, {t.m, t.a}, meeting::agreed, {.length = 0}).complete);
}

TEST_CASE("time may have to pass before an act leads there")
{
    talks t({}, "2023-05-26");
    t.say(t.r, acts::request, "2023-05-22");
    t.say(t.a, acts::counter, "2023-05-23");
    const shortcoming s = why_not(t.book.as_of(date{"2023-05-24"}), {t.m, t.a}, meeting::lapsed);
    CHECK(to_text(s) == "decline_counter by r from 2023-05-27T00:00:01Z → lapsed");
    CHECK(to_text(why_not(t.book.as_of(date{"2023-05-27"}), {t.m, t.a}, meeting::lapsed)) == "decline_counter by r → lapsed");
    CHECK(to_text(why_not(t.book.as_of(date{"2023-05-27"}), {t.m, t.a}, meeting::pending)) ==
          "request by r → pending\nreiterate by r → pending\nrevise by r → pending");
}

namespace {

/// A leg with a history, at random: exact instants, and terms of which some have passed and some are to come.
talks random_talks(dice& roll, std::size_t most)
{
    const auto day = [&] { return "2023-05-" + std::to_string(roll.from_to(10, 25)); };
    const auto maybe_day = [&](int percent) { return roll.chance(percent) ? day() : std::string(); };
    talks t(maybe_day(60), maybe_day(60));
    std::size_t left = roll.below(most + 1);
    for (int d = 8; left > 0; --left) {
        d = std::min(d + roll.from_to(0, 2), 14);
        const std::size_t row = roll.chance(70) ? table.find_act(roll.one_of(std::array{"request", "counter"})) : roll.below(table.act_count - 2);
        const std::string occasion = maybe_day(20), reply_by = maybe_day(20);
        const std::string on = (d < 10 ? "2023-05-0" : "2023-05-") + std::to_string(d) + "T12:00:00Z";
        t.say(table.acts[row].by == acting::respondent ? t.a : t.r, act(table.acts[row].name), on, {.occasion = occasion, .reply_by = reply_by});
    }
    return t;
}

const view at_noon(const chronicle& book, int day) { return book.as_of(date{"2023-05-" + std::to_string(day) + "T15:00:00Z"}); }

std::string label_of(const transition& t)
{
    const std::string who = t.by == acting::clock ? "clock" : std::string(t.act.text()) + "/" + std::to_string(static_cast<int>(t.by));
    return who + ">" + state_name(t.to);
}

std::string label_of(const run& r)
{
    std::string text;
    for (const transition& t : r) text += label_of(t) + " ";
    return text;
}

/// The contacts of a run, and the instant at which it has been run.
std::pair<std::vector<contact>, instant> contacts_of(const run& r, const view& now, leg l)
{
    std::pair<std::vector<contact>, instant> made{{}, now.when()};
    instant next = now.when() + second;
    for (const transition& t : r) {
        next = t.at.value_or(next);
        made.second = next;
        if (t.by == acting::clock) {
            next += second;
            continue;
        }
        contact c{.key = "next" + std::to_string(made.first.size()), .matter = l.matter, .act = t.act, .from = t.actor, .on = date{to_text(next)}};
        if (!c.from) c.from = now.book()[l.matter].requester;
        made.first.push_back(c);
    }
    return made;
}

/// The shortest ways to each state, by trying all: every act at every time that differs, through views that suppose it.
class attempts {
public:
    attempts(const view& now, leg l, std::size_t most, bool out_of_protocol)
        : leg_(l), most_(most), out_of_protocol_(out_of_protocol), dues_(dues_of(now.book()))
    {
        go_on(now, status(now, l), now.when() + second, {}, 0);
    }

    std::map<std::size_t, std::pair<std::size_t, std::set<std::string>>> shortest = {};

private:
    void go_on(const view& v, const status& s, instant next, const std::string& done, std::size_t length)
    {
        auto& best = shortest.try_emplace(index(s.state), length, std::set<std::string>()).first->second;
        if (length < best.first) best = {length, {}};
        if (length == best.first) best.second.insert(done);
        if (length == most_) return;
        for (std::size_t row = 0; row < table.act_count; ++row)
            for (const acting by : parties_of(table, row)) act(v, s, row, by, next, done, length);
        wait(v, s, next, done, length);
    }
    void act(const view& v, const status& s, std::size_t row, acting by, instant next, const std::string& done, std::size_t length)
    {
        contact c{.matter = leg_.matter, .act = demarche::act(table.acts[row].name), .on = date{to_text(next)}};
        c.key = "next" + std::to_string(v.supposed_contacts().size());
        c.from = by == acting::respondent ? leg_.respondent : v.book()[leg_.matter].requester;
        const view after = v.as_of(next).with(c);
        const contact_id id = after.supposed_contacts().back();
        const account found = account_of(after, leg_);
        if (found.status.since == s.since) return;
        if (!out_of_protocol_ && is_of(found.diagnostics, id, diagnostic_kind::out_of_protocol)) return;
        const std::string did = std::string(c.act.text()) + "/" + std::to_string(static_cast<int>(by)) + ">" + state_name(found.status.state);
        go_on(after, found.status, next, done + did + " ", length + 1);
    }
    void wait(const view& v, const status& s, instant next, const std::string& done, std::size_t length)
    {
        const auto due = std::lower_bound(dues_.begin(), dues_.end(), next);
        if (due == dues_.end()) return;
        const view later = v.as_of(*due);
        const status then(later, leg_);
        const bool moved = then.since != s.since;
        go_on(later, then, *due + second, moved ? done + "clock>" + state_name(then.state) + " " : done, length + (moved ? 1 : 0));
    }

    leg leg_;
    std::size_t most_;
    bool out_of_protocol_;
    std::vector<instant> dues_;
};

std::set<std::string> labels_of(const std::vector<run>& runs)
{
    std::set<std::string> found;
    for (const run& r : runs) found.insert(label_of(r));
    return found;
}

bool bends(const run& r)
{
    return std::any_of(r.begin(), r.end(), [](const transition& t) { return t.out_of_protocol(); });
}

void check_against(const attempts& all, std::size_t most, const shortcoming& s)
{
    const auto found = all.shortest.find(index(s.wanted));
    INFO("to " << state_name(s.wanted) << ": " << to_text(s));
    if (found == all.shortest.end()) {
        CHECK((s.runs.empty() || s.runs[0].size() > most));
        return;
    }
    REQUIRE_FALSE(s.runs.empty());
    CHECK(s.runs[0].size() == found->second.first);
    CHECK(labels_of(s.runs) == found->second.second);
    CHECK(labels_of(s.runs).size() == s.runs.size());
}

}  // namespace

TEST_CASE("a run leads there, when it is run")
{
    std::size_t runs = 0, of_clock = 0, waiting = 0;
    for_every_seed(150, [&](dice& roll) {
        const talks t = random_talks(roll, 6);
        const view now = at_noon(t.book, roll.from_to(14, 17));
        const leg l{t.m, t.a};
        for (std::size_t i = 0; i < table.state_count; ++i) {
            const shortcoming s = why_not(now, l, static_cast<state_id>(i), {.runs = 10'000});
            CHECK(s.complete);
            for (const run& r : s.runs) {
                INFO("from " << state_text(s.status) << ": " << to_text(r));
                const auto [contacts, then] = contacts_of(r, now, l);
                CHECK(status(now.as_of(then).with(contacts), l).state == s.wanted);
                CHECK((r.empty() ? s.status.state : r.back().to) == s.wanted);
                for (std::size_t n = 0; n < r.size(); ++n) CHECK(r[n].from == (n == 0 ? s.status.state : r[n - 1].to));
                ++runs;
                of_clock += std::any_of(r.begin(), r.end(), [](const transition& m) { return m.by == acting::clock; }) ? 1 : 0;
                waiting += std::any_of(r.begin(), r.end(), [](const transition& m) { return m.by != acting::clock && m.at; }) ? 1 : 0;
            }
        }
    });
    MESSAGE(runs << " runs, " << of_clock << " of the clock's, " << waiting << " that wait");
    CHECK(of_clock > 0);
    CHECK(waiting > 5);
}

TEST_CASE("no run is shorter, and none as short is missing, for all that trying everything finds")
{
    constexpr std::size_t most = 2;
    for_every_seed(25, [&](dice& roll) {
        const talks t = random_talks(roll, 5);
        const view now = at_noon(t.book, roll.from_to(14, 17));
        const leg l{t.m, t.a};
        INFO("from " << state_text(status(now, l)));
        const attempts strict(now, l, most, false);
        const attempts any(now, l, most, true);
        for (std::size_t i = 0; i < table.state_count; ++i) {
            const shortcoming s = why_not(now, l, static_cast<state_id>(i));
            const bool bent = !s.runs.empty() && bends(s.runs[0]);
            if (bent) CHECK(!strict.shortest.contains(i));
            check_against(bent ? any : strict, most, s);
        }
    });
}

TEST_CASE("from every state of the meeting request to every other there is a run, or none exists")
{
    for (std::size_t from = 0; from < table.state_count; ++from) {
        talks t("2023-06-02", "2023-05-30");
        const leg l{t.m, t.a};
        const view start = t.book.as_of(date{"2023-05-01"});
        const shortcoming there = why_not(start, l, static_cast<state_id>(from));
        REQUIRE_FALSE(there.runs.empty());
        const auto [contacts, then] = contacts_of(there.runs[0], start, l);
        const view now = start.as_of(then).with(contacts);
        REQUIRE(state_text(status(now, l)) == state_name(static_cast<state_id>(from)));
        for (std::size_t to = 0; to < table.state_count; ++to) {
            const shortcoming s = why_not(now, l, static_cast<state_id>(to));
            INFO("from " << state_name(static_cast<state_id>(from)) << " to " << state_name(static_cast<state_id>(to)) << ": " << to_text(s));
            CHECK(s.complete);
            CHECK(s.reached() == (from == to));
            // Once their time has passed, the clock acts by terms no more; and no act undoes the first.
            const bool past = then > date{"2023-06-02"}.latest();
            const bool gone = s.wanted == meeting::none || (past && (s.wanted == meeting::lapsed || s.wanted == meeting::unreported)) ||
                              (s.wanted == meeting::unreported && s.status.state == meeting::postponed);
            CHECK(s.impossible() == (gone && from != to));
            if (!s.runs.empty()) CHECK(to_text(s.runs[0]) != "");
        }
    }
}

// What an actor owes.

TEST_CASE("what is owed, the oldest first, with its age")
{
    chronicle book;
    const actor_id dod = book.add(actor{.key = "dod", .name = "US Department of Defense"});
    const actor_id mnd = book.add(actor{.key = "mnd", .name = "PRC Ministry of National Defense"});
    const auto ask = [&](const char* key, const char* title, const char* on) {
        const matter_id m = book.add(matter{.key = key, .title = title, .requester = dod, .respondents = {mnd}});
        book.add(contact{.key = std::string(key) + "_1", .matter = m, .act = acts::request, .from = dod, .to = mnd, .on = date{on}});
        return m;
    };
    const matter_id later = ask("slid23", "Austin and Li in Singapore", "2023-05-22");
    const matter_id older = ask("call", "", "2023-02-04");
    const view now = book.as_of(date{"2023-05-26"});
    const auto owing = owes(now, mnd);
    REQUIRE(owing.size() == 2);
    CHECK(owing[0].status.leg == leg{older, mnd});
    CHECK(owing[1].status.leg == leg{later, mnd});
    CHECK(owing[1].since == date{"2023-05-22"}.latest());
    CHECK(owing[1].age == std::chrono::days(4));
    CHECK(fmt::format("{}", owing[1]) ==
          "Austin and Li in Singapore, PRC Ministry of National Defense: pending since 2023-05-22, certain; "
          "PRC Ministry of National Defense to answer; for 4 days");
    CHECK(to_text(owing[0]).starts_with("call, PRC"));
    CHECK(owes(now, dod).empty());
    CHECK(owes(now, {}).empty());
}

TEST_CASE("the age goes from when it came to stand so in the shown world")
{
    talks t;
    t.say(t.r, acts::request, "2023-05");
    t.say(t.a, acts::remark, "2023-05-10T12:00:00Z");  // after what it is about
    const auto owing = owes(t.book.as_of(date{"2023-05-20"}), t.a);
    REQUIRE(owing.size() == 1);
    CHECK(owing[0].since == date{"2023-05-10T12:00:00Z"}.latest());
    CHECK(to_text(owing[0]).ends_with("; for 10 days"));
    CHECK(owes(t.book.as_of(date{"2023-05-10T12:00:00Z"}), t.a)[0].age == std::chrono::seconds(0));
    CHECK(owes(t.book.as_of(end_of_time), t.a)[0].age > std::chrono::years(1'000'000));
}

TEST_CASE("what is owed is what all statuses say is awaited")
{
    std::size_t owing = 0;
    for_every_seed(150, [&](dice& roll) {
        const chronicle book(random_chronicle::make(roll, {.every_lifecycle = roll.chance(40)}));
        const auto at = random_chronicle::any_standpoint(roll, book);
        const view now = at.of(book);
        INFO("when " << to_text(at.when) << " known " << to_text(at.known));
        std::vector<status> all;
        for (const leg l : legs(now)) all.emplace_back(now, l);
        for (std::size_t a = 0; a < book.size().actors; ++a) {
            const auto found = owes(now, actor_id(a));
            std::set<leg> expected, listed;
            const auto held = offices_of(now, actor_id(a));
            const auto through = [&](actor_id awaited) { return std::find_if(held.begin(), held.end(), [=](const candidate& c) { return c.who == awaited; }); };
            for (const status& s : all)
                if (s.awaiting == actor_id(a) || (s.awaiting && through(s.awaiting) != held.end())) expected.insert(s.leg);
            for (const owed& o : found) {
                listed.insert(o.status.leg);
                CHECK(o.status == status(now, o.status.leg));
                CHECK(o.status.awaiting == (o.office ? o.office : actor_id(a)));
                CHECK(o.how == (o.office ? through(o.office)->how : verdict::certainly));
                CHECK(o.since <= now.when());
                if (at.when != end_of_time) CHECK(o.since + o.age == now.when());
                // It stands so from then on.
                CHECK(status(now.as_of(o.since), o.status.leg).since == o.status.since);
                CHECK(status(now.as_of(o.since - second), o.status.leg).since != o.status.since);
            }
            CHECK(listed == expected);
            CHECK(listed.size() == found.size());
            const auto goes = [](const owed& x, const owed& y) { return std::pair(x.since, x.status.leg) < std::pair(y.since, y.status.leg); };
            CHECK(std::is_sorted(found.begin(), found.end(), goes));
            owing += found.size();
        }
    });
    CHECK(owing > 50);
}

TEST_CASE("moves, runs and prospects are said as people say them")
{
    talks t;
    t.say(t.r, acts::request, "2023-05-22");
    const view now = t.book.as_of(date{"2023-05-26"});
    const prospect p = may(now, {t.m, t.a});
    CHECK(fmt::format("{}", p.moves[6]) == "accept by a → agreed");
    CHECK(fmt::format("{}", p).find("accept by a → agreed\naccept_if by a → conditional\n") != std::string::npos);
    CHECK(fmt::format("{}", why_not(now, {t.m, t.a}, meeting::agreed)) == "accept by a → agreed");
    CHECK(to_text(run{}) == "nothing");
}
