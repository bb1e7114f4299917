// SPDX-License-Identifier: BSL-1.0
#include <demarche/explanation.hpp>

#include <demarche/format.hpp>

#include "oracle.hpp"
#include "seeds.hpp"
#include "support.hpp"

#include <algorithm>
#include <numeric>

using namespace demarche;
using namespace support;
using random_chronicle::dice;
using random_chronicle::for_every_seed;

namespace {

explanation explained(const talks& t, std::string_view when) { return explain(t.book.as_of(date(when)), {t.m, t.a}); }

std::vector<contact_id> contacts_of(const std::vector<proof_step>& steps)
{
    std::vector<contact_id> found;
    for (const proof_step& s : steps)
        if (s.contact) found.push_back(s.contact);
    return found;
}

/// The omissions as `key:kind`.
std::string omissions_text(const explanation& e)
{
    std::vector<std::string> all;
    for (const omission& o : e.left_out) all.push_back(e.standpoint.key(o.contact) + ":" + std::string(to_text(o.kind)));
    return joined(all);
}

/// The questions as `key:date` or `key:dispute`.
std::string questions_text(const explanation& e)
{
    std::vector<std::string> all;
    for (const open_question& q : e.settled_by) all.push_back(e.standpoint.key(q.contact) + (q.of == open_question::kind::date ? ":date" : ":dispute"));
    return joined(all);
}

/// Replays steps through the table alone: the state in which they end, or what is wrong with them.
std::string replayed(const explanation& e)
{
    const lifecycle& table = *e.status.table;
    state_id now = state_id::none;
    state_id prior = state_id::none;
    for (const proof_step& s : e.steps) {
        if (s.before != now) return "a step does not begin where the one before ended";
        const cell c = table.at(table.find_act(s.folded.text()), now);
        if (c.what != s.effect) return "a step does what its cell does not say";
        const state_id to = c.what == effect::attempt ? table.attempt_state : c.what == effect::prior ? prior : names_state(c) ? c.to : now;
        if (table.with_prior.contains(to) && !table.with_prior.contains(now)) prior = now;
        if (s.after != to) return "a step does not end where its cell leads";
        now = to;
    }
    return std::string(table[now].name);
}

// ---- By the oracle, from the text of the contract alone --------------------------------------------------------------------------------

/// A leg as the oracle has it.
struct oracle_leg {
    oracle::question q;
    oracle::knowledge known{q};
    oracle::side_finder sides{q, known};
    matter_id matter;
    oracle::leg_contacts leg;
    oracle::folder how;

    oracle_leg(const oracle::question& asked, demarche::leg of)
        : q(asked), matter(of.matter), leg(oracle::leg_builder(q, known, sides, of.matter).leg_of(of.respondent)), how(q, sides, matter, leg)
    {
    }

    std::size_t size() const { return leg.members.size(); }
    date on(std::size_t n) const { return q.book[leg.members[n]].on; }

    /// Whether a world is one: within the dates, in keeping with the order.
    bool is_world(const std::vector<std::optional<instant>>& at) const
    {
        for (std::size_t n = 0; n < size(); ++n) {
            if (!at[n] && !leg.disputed[n]) return false;
            if (at[n] && (*at[n] < on(n).earliest() || *at[n] > on(n).latest())) return false;
            for (std::size_t k = 0; k < size(); ++k)
                if (at[n] && at[k] && leg.precedes[k][n] && *at[k] > *at[n]) return false;
        }
        return true;
    }

    state_id outcome(const std::vector<std::optional<instant>>& at) const
    {
        std::map<oracle::second, std::vector<std::size_t>> world;
        for (std::size_t n = 0; n < size(); ++n)
            if (at[n] && *at[n] <= q.when) world[oracle::seconds(*at[n])].push_back(n);
        oracle::standing s = how.start();
        for (const auto& [t, contacts] : world) how.step(s, contacts, t, nullptr);
        how.run_clock(s, oracle::seconds(q.when), nullptr);
        return s.state;
    }

    std::vector<std::optional<instant>> shown() const
    {
        std::vector<std::optional<instant>> at;
        for (std::size_t n = 0; n < size(); ++n) {
            instant t = on(n).latest();
            for (std::size_t k = 0; k < size(); ++k)
                if (leg.precedes[n][k]) t = std::min(t, on(k).latest());
            at.emplace_back(t);
        }
        return at;
    }

    /// Whether a contact would be the leg's if it were known and not corrected.
    bool concerns(contact_id c, actor_id respondent) const
    {
        if (q.book[c].matter != matter) return false;
        oracle::knowledge better = known;
        better.contacts[c.index()] = oracle::word::asserted;
        better.correctors[c.index()].clear();
        const auto members = oracle::leg_builder(q, better, sides, matter).leg_of(respondent).members;
        return std::find(members.begin(), members.end(), c) != members.end();
    }
};

std::vector<std::optional<instant>> instants_of(const witness& w)
{
    std::vector<std::optional<instant>> at;
    for (const placement& p : w.contacts) at.push_back(p.at);
    return at;
}

std::size_t differences(const std::vector<std::optional<instant>>& a, const std::vector<std::optional<instant>>& b)
{
    std::size_t found = 0;
    for (std::size_t n = 0; n < a.size(); ++n) found += a[n] != b[n];
    return found;
}

void check_steps(const explanation& e, const account& told)
{
    CHECK(e.status == told.status);
    CHECK(replayed(e) == state_text(told.status));
    CHECK(contacts_of(e.steps) == told.evidence);
    std::vector<diagnostic> odd;
    for (const proof_step& s : e.steps)
        for (const diagnostic_kind kind : s.diagnostics) odd.push_back({s.contact, kind});
    CHECK(odd.size() == told.diagnostics.size());
    for (const diagnostic& d : told.diagnostics) CHECK(std::find(odd.begin(), odd.end(), d) != odd.end());
    CHECK(std::is_sorted(e.steps.begin(), e.steps.end(), [](const proof_step& a, const proof_step& b) { return a.at < b.at; }));
    for (const proof_step& s : e.steps) {
        const auto denies = [](const testimony& t) { return t.stance == stance::denies; };
        CHECK(s.disputed == std::any_of(s.rests_on.begin(), s.rests_on.end(), denies));
        CHECK(s.at <= e.standpoint.when());
    }
}

void check_omissions(const explanation& e, const oracle_leg& as)
{
    const auto folded = contacts_of(e.steps);
    std::vector<contact_id> all = folded;
    for (const omission& o : e.left_out) {
        const bool is_step = std::find(folded.begin(), folded.end(), o.contact) != folded.end();
        CHECK(is_step == (o.kind == omission_kind::stale || o.kind == omission_kind::out_of_protocol));
        CHECK((o.kind == omission_kind::corrected) == !o.corrected_by.empty());
        if (!is_step) all.push_back(o.contact);
    }
    std::vector<contact_id> concerned;
    for (std::size_t n = 0; n < as.q.book.all<contact>().size(); ++n)
        if (as.concerns(contact_id{n}, e.status.leg.respondent)) concerned.push_back(contact_id{n});
    std::sort(all.begin(), all.end());
    CHECK(all == concerned);
}

void check_witnesses(const explanation& e, const oracle_leg& as)
{
    if (e.status.certain() || e.status.why_uncertain.too_many) {
        CHECK(e.witnesses.empty());
        return;
    }
    state_set seen;
    for (const witness& w : e.witnesses) {
        seen.insert(w.outcome);
        REQUIRE(w.contacts.size() == as.size());
        const auto shown = as.shown();
        for (std::size_t n = 0; n < as.size(); ++n) {
            CHECK(w.contacts[n].contact == as.leg.members[n]);
            CHECK(w.contacts[n].as_shown == (w.contacts[n].at == shown[n]));
        }
        CHECK(as.is_world(instants_of(w)));
        CHECK(as.outcome(instants_of(w)) == w.outcome);
        if (w.outcome == e.status.state) CHECK(differences(instants_of(w), shown) == 0);
    }
    CHECK(e.status.possible.contains(seen));
    if (e.all_witnesses) CHECK(seen == e.status.possible);
}

// ---- All worlds of tiny legs --------------------------------------------------------------------------------------------------------------

instant second(int n) { return random_chronicle::base() + std::chrono::seconds{n}; }

date seconds_from(int first, int last)
{
    return date{first == last ? to_text(second(first)) : to_text(second(first)) + "/" + to_text(second(last))};
}

/// A leg of a few contacts within as few seconds, some of them disputed.
talks tiny(dice& roll)
{
    static const std::array<const char*, 16> acts_of{"request", "request", "reiterate", "revise",  "withdraw", "accept",   "accept",  "decline",
                                                     "counter", "counter", "postpone",  "remark",  "decline_counter", "supersede", "tentative", "held"};
    const auto some = [&](int percent) { return roll.chance(percent) ? to_text(second(roll.from_to(-1, 5))) : std::string(); };
    talks t(some(40), some(40));
    std::vector<contact_id> all;
    for (int left = roll.from_to(2, 4); left > 0; --left) {
        const int first = roll.from_to(0, 4);
        const act does{all.empty() && roll.chance(70) ? "request" : roll.one_of(acts_of)};
        const contact_id reply = !all.empty() && roll.chance(30) ? roll.one_of(all) : contact_id();
        const std::string occasion = some(15), reply_by = some(15);
        const std::string on = seconds_from(first, first + roll.from_to(0, 2)).text();
        all.push_back(t.say(roll.chance(50) ? t.r : t.a, does, on, {.occasion = occasion, .reply_by = reply_by, .in_reply_to = reply}));
        if (roll.chance(25)) t.dispute(all.back());
    }
    return t;
}

struct whole_world {
    std::vector<std::optional<instant>> at;
    state_id outcome;
};

void add_worlds(const oracle_leg& as, std::vector<std::optional<instant>>& at, std::vector<whole_world>& into)
{
    const std::size_t n = at.size();
    if (n == as.size()) {
        if (as.is_world(at)) into.push_back({at, as.outcome(at)});
        return;
    }
    at.emplace_back();
    if (as.leg.disputed[n]) add_worlds(as, at, into);
    for (instant t = as.on(n).earliest(); t <= as.on(n).latest(); t += std::chrono::seconds{1}) {
        at[n] = t;
        add_worlds(as, at, into);
    }
    at.pop_back();
}

std::vector<whole_world> worlds_of(const oracle_leg& as)
{
    std::vector<whole_world> found;
    std::vector<std::optional<instant>> at;
    add_worlds(as, at, found);
    return found;
}

/// An answer to a question: an instant, or whether it happened at all.
struct answer {
    std::size_t member;
    std::optional<instant> at;
    bool happened;

    bool kept_by(const whole_world& w) const { return at ? !w.at[member] || w.at[member] == at : w.at[member].has_value() == happened; }
};

std::vector<answer> answers_to(const open_question& q, const oracle_leg& as)
{
    const auto n = static_cast<std::size_t>(std::find(as.leg.members.begin(), as.leg.members.end(), q.contact) - as.leg.members.begin());
    if (q.of == open_question::kind::dispute) return {{n, {}, true}, {n, {}, false}};
    std::vector<answer> found;
    for (instant t = as.on(n).earliest(); t <= as.on(n).latest(); t += std::chrono::seconds{1}) found.push_back({n, t, true});
    return found;
}

/// Whether, whatever the answers to the questions from the `next`-th on, the worlds that keep to all have one outcome.
bool settles(const std::vector<open_question>& questions, std::size_t next, const std::vector<whole_world>& worlds, const oracle_leg& as)
{
    if (next == questions.size())
        return std::all_of(worlds.begin(), worlds.end(), [&](const whole_world& w) { return w.outcome == worlds.front().outcome; });
    for (const answer& a : answers_to(questions[next], as)) {
        std::vector<whole_world> left;
        std::copy_if(worlds.begin(), worlds.end(), std::back_inserter(left), [&](const whole_world& w) { return a.kept_by(w); });
        if (!settles(questions, next + 1, left, as)) return false;
    }
    return true;
}

/// The first of the smallest sets of questions that settle the leg.
std::vector<open_question> least_settling(const std::vector<whole_world>& worlds, const oracle_leg& as)
{
    std::vector<open_question> all;
    for (std::size_t n = 0; n < as.size(); ++n) {
        if (as.leg.disputed[n]) all.push_back({as.leg.members[n], open_question::kind::dispute});
        if (as.on(n).earliest() != as.on(n).latest()) all.push_back({as.leg.members[n], open_question::kind::date});
    }
    for (std::size_t size = 0;; ++size) {
        std::vector<bool> chosen(all.size());
        std::fill_n(chosen.begin(), size, true);
        do {
            std::vector<open_question> some;
            for (std::size_t n = 0; n < all.size(); ++n)
                if (chosen[n]) some.push_back(all[n]);
            if (settles(some, 0, worlds, as)) return some;
        } while (std::prev_permutation(chosen.begin(), chosen.end()));
    }
}

}  // namespace

TEST_CASE("the steps of a proof are its contacts and the clock's acts, each with what it did and who says so")
{
    chronicle book;
    const actor_id dod = book.add(actor{.key = "dod", .name = "US Department of Defense"});
    const actor_id mnd = book.add(actor{.key = "mnd", .name = "PRC Ministry of National Defense"});
    const actor_id ratner = book.add(actor{.key = "ratner", .name = "Ely Ratner"});
    const source_id sheet = book.add(source{.key = "fs-0526", .published = date{"2023-05-26"}});
    const matter_id m = book.add(matter{.key = "slid23", .requester = dod, .respondents = {mnd}, .occasion = date{"2023-06-02/2023-06-04"}});
    const contact_id asked = book.add(contact{.key = "c1", .matter = m, .act = acts::request, .from = dod, .to = mnd, .on = date{"2023-05-22"}});
    const contact_id again =
        book.add(contact{.key = "c2", .matter = m, .act = acts::reiterate, .from = dod, .on = date{"2023-05-24"}, .reply_by = date{"2023-05-30"}});
    const report_id said = book.add(report{.on = asked, .source = sheet, .attribution = attribution::on_record, .by = ratner});

    const explanation e = explain(book.as_of(date{"2023-06-05"}), {m, mnd});
    REQUIRE(e.steps.size() == 3);
    CHECK(e.steps[0] == proof_step{.contact = asked,
                                   .written = acts::request,
                                   .folded = acts::request,
                                   .actor = dod,
                                   .on = date{"2023-05-22"},
                                   .at = date{"2023-05-22"}.latest(),
                                   .before = meeting::none,
                                   .after = meeting::pending,
                                   .effect = effect::go,
                                   .rests_on = {{said, sheet, stance::asserts, attribution::on_record, ratner}}});
    CHECK(e.steps[1].contact == again);
    CHECK(e.steps[1].written == acts::reiterate);
    CHECK(e.steps[1].folded == acts::revise);
    CHECK(e.steps[1].rests_on.empty());
    CHECK(e.steps[2] == proof_step{.written = acts::reply_due,
                                   .folded = acts::reply_due,
                                   .at = date{"2023-05-31"}.earliest(),
                                   .before = meeting::pending,
                                   .after = meeting::lapsed,
                                   .effect = effect::go});
    CHECK(e.left_out.empty());
    CHECK(e.witnesses.empty());
    CHECK(e.settled_by.empty());
    CHECK(fmt::format("{}", e) == R"(lapsed since 2023-05-31T00:00:00Z, certain
2023-05-22  request by US Department of Defense: none → pending (on the record, Ely Ratner: fs-0526)
2023-05-24  reiterate (as revise) by US Department of Defense: pending → pending (own record)
2023-05-31T00:00:00Z  reply due: pending → lapsed)");
}

TEST_CASE("what falls due of terms that come back is a step after the contact that brings them back")
{
    talks t("", "2023-05-10");
    t.say(t.r, acts::request, "2023-05-01");
    t.say(t.a, acts::counter, "2023-05-05");
    t.say(t.r, acts::decline_counter, "2023-05-20T12:00:00Z");
    const explanation e = explained(t, "2023-05-21");
    REQUIRE(e.steps.size() == 4);
    CHECK(e.steps[2].effect == effect::prior);
    CHECK(e.steps[2].after == meeting::pending);
    CHECK(e.steps[3].folded == acts::reply_due);
    CHECK(e.steps[3].at == e.steps[2].at);
    CHECK(replayed(e) == "lapsed");
}

TEST_CASE("what is left out says why")
{
    talks t;
    const source_id paper = t.source_of("paper", "2023-05-03"), agency = t.source_of("agency", "2023-05-04"), late = t.source_of("late", "2023-07-01");
    t.say(t.r, acts::request, "2023-05-01");
    const contact_id retracted = t.say(t.a, acts::accept, "2023-05-02");
    t.report_on(retracted, paper, stance::asserts, "2023-05-03");
    t.report_on(retracted, paper, stance::retracts, "2023-05-05");
    const contact_id denied = t.say(t.a, acts::accept, "2023-05-02");
    t.report_on(denied, agency, stance::denies);
    t.report_on(denied, late, stance::asserts);
    const contact_id wrong = t.say(t.a, acts::decline, "2023-05-06");
    const contact_id right = t.say(t.a, acts::acknowledge, "2023-05-06", {.corrects = wrong});
    const contact_id unknown = t.say(t.a, acts::decline, "2023-05-07");
    t.report_on(unknown, late, stance::asserts);
    t.say(t.a, acts::decline, "2023-05-08", {.recorded = "2023-07"});
    t.say(t.r, acts::accept_counter, "2023-05-08");
    t.say(t.a, acts::tentative, "2023-05-09/2023-06-09");
    t.say(t.r, acts::withdraw, "2023-06-10");
    const contact_id elsewhere = t.say(t.a, acts::decline, "2023-05-02");
    t.report_on(elsewhere, agency, stance::asserts);
    t.book.add(contact{.key = "other", .act = acts::decline, .from = t.a, .on = date{"2023-05-02"}});

    const view v = t.book.as_of(date{"2023-06-01"}).known_by(date{"2023-06-01"}).according_to({paper});
    const explanation e = explain(v, {t.m, t.a});
    CHECK(omissions_text(e) == "c2:retracted c3:not_heard c4:corrected c6:not_yet_known c7:not_yet_known c8:out_of_protocol "
                                "c9:perhaps_later c10:not_yet_happened c11:not_heard");
    CHECK(e.left_out[2].corrected_by == std::vector{right});
    CHECK(omissions_text(explain(v.according_to({}), {t.m, t.a})).find("c3:denied") != std::string::npos);
    const std::string text = to_text(e);
    CHECK(text.find("left out: c2 accept 2023-05-02, retracted: paper\n") != std::string::npos);
    CHECK(text.find("left out: c4 decline 2023-05-06, corrected by c5\n") != std::string::npos);
    CHECK(text.find("left out: c6 decline 2023-05-07, not yet known on 2023-06-01\n") != std::string::npos);
    CHECK(text.find("left out: c9 tentative 2023-05-09/2023-06-09, perhaps later than 2023-06-01\n") != std::string::npos);
    CHECK(text.find("left out: c10 withdraw 2023-06-10, not yet happened on 2023-06-01") != std::string::npos);
    CHECK(text.find("left out: c8") == std::string::npos);
    CHECK(text.find("2023-05-08  accept counter by r: out of protocol, stays acknowledged (own record)\n") != std::string::npos);
}

TEST_CASE("a stale answer is a step without effect, and left out")
{
    talks t;
    t.say(t.r, acts::request, "2023-05-01");
    t.say(t.r, acts::withdraw, "2023-05-02");
    t.say(t.a, acts::accept, "2023-05-03");
    const explanation e = explained(t, "2023-05-03");
    CHECK(omissions_text(e) == "c3:stale");
    CHECK(e.steps.back().effect == effect::stale);
    CHECK(to_text(e).find("2023-05-03  accept by a: stale, stays withdrawn (own record)") != std::string::npos);
}

TEST_CASE("a contact is certainly later where it goes after one that is, and perhaps later where that one is disputed")
{
    talks t;
    t.say(t.r, acts::request, "2023-05-01");
    const contact_id counter = t.say(t.a, acts::counter, "2023-05-20");
    t.say(t.r, acts::accept_counter, "2023-05", {.in_reply_to = counter});
    CHECK(omissions_text(explained(t, "2023-05-15")) == "c2:not_yet_happened c3:not_yet_happened");
    t.dispute(counter);
    CHECK(omissions_text(explained(t, "2023-05-15")) == "c2:not_yet_happened c3:perhaps_later");
}

TEST_CASE("where a status is uncertain, each possible state has a world, and there is something to find out")
{
    talks t;
    t.say(t.r, acts::request, "2023-05-01");
    const contact_id accepted = t.say(t.a, acts::accept, "2023-05-10/2023-05-20");
    const explanation e = explained(t, "2023-05-15");
    REQUIRE(e.witnesses.size() == 2);
    CHECK(e.witnesses[0].outcome == meeting::pending);
    CHECK(e.witnesses[1].outcome == meeting::agreed);
    CHECK(e.witnesses[1].contacts[1] == placement{accepted, date{"2023-05-15"}.latest(), false});
    CHECK(questions_text(e) == "c2:date");
    const std::string text = to_text(e);
    CHECK(text.find("\npending as shown\nagreed if c2 accept happened at 2023-05-15T23:59:59Z\nsettled by: the date of c2 accept") != std::string::npos);

    t.dispute(accepted);
    CHECK(questions_text(explained(t, "2023-05-15")) == "c2:dispute c2:date");
    CHECK(questions_text(explained(t, "2023-05-20")) == "c2:dispute");
    CHECK(to_text(explained(t, "2023-05-20")).find("\npending if c2 accept did not happen\n") != std::string::npos);
}

TEST_CASE("what decides nothing is not asked")
{
    talks t;
    t.say(t.r, acts::request, "2023-05-01");
    t.say(t.a, acts::remark, "2023-05");
    t.dispute(t.say(t.a, acts::acknowledge, "2023-05-02"));
    t.say(t.a, acts::decline, "2023-05");
    const contact_id noon = t.say(t.a, acts::accept, "2023-05-15T12:00:00Z");
    CHECK(questions_text(explained(t, "2023-05-31")) == "c4:date");
    // Within one day the two would still have an order.
    t.say(t.a, acts::accept, "2023-05-15", {.corrects = noon});
    CHECK(questions_text(explained(t, "2023-05-31")) == "c4:date c6:date");
}

TEST_CASE("a disputed contact to come may hold back what replies to it")
{
    talks t;
    t.say(t.r, acts::request, "2023-05-01");
    const contact_id counter = t.say(t.a, acts::counter, "2023-05-20");
    t.dispute(counter);
    t.say(t.r, acts::withdraw, "2023-05-10/2023-05-25", {.in_reply_to = counter});
    const explanation e = explained(t, "2023-05-15");
    REQUIRE(e.witnesses.size() == 2);
    CHECK(to_text(e).find("withdrawn if c2 counter did not happen and c3 withdraw happened at 2023-05-15T23:59:59Z") != std::string::npos);
    CHECK(questions_text(e) == "c3:date");
}

TEST_CASE("where too many histories fit there are neither worlds nor questions, and it says so")
{
    talks t;
    t.say(t.r, acts::request, "2023-05-01");
    for (int i = 1; i <= 13; ++i) t.say(t.a, i % 2 == 0 ? acts::accept : acts::decline, fmt::format("2023-05-{:02}/2023-06", i));
    const explanation e = explained(t, "2023-05-15");
    CHECK(e.status.why_uncertain.too_many);
    CHECK(e.witnesses.empty());
    CHECK(e.settled_by.empty());
    CHECK_FALSE(e.all_witnesses);
    CHECK_FALSE(e.settling_known);
    CHECK(e.steps.size() == 1);
    CHECK(to_text(e).ends_with("\ntoo many histories fit to show one for each state\ntoo many histories fit to say what would settle it"));
}

TEST_CASE("worlds and questions are found over long stretches in which all is exact")
{
    talks t;
    const auto hour = [](int n) { return to_text(random_chronicle::base() + std::chrono::hours{n}); };
    t.say(t.r, acts::request, hour(0));
    const contact_id accepted = t.say(t.a, acts::accept, hour(1) + "/" + hour(100));
    for (int n = 2; n < 200; ++n) t.say(t.a, n == 50 ? acts::decline : acts::remark, hour(n));
    const contact_id vague = t.say(t.a, acts::remark, hour(3) + "/" + hour(90));
    const explanation e = explain(t.book.as_of(date{hour(150)}), {t.m, t.a});
    CHECK(possible_text(e.status) == "agreed reneged");
    REQUIRE(e.witnesses.size() == 2);
    CHECK(questions_text(e) == "c2:date");
    for (const placement& p : e.witnesses[1].contacts) CHECK(p.as_shown == (p.contact != accepted));
    // At that very instant it still goes first, as recorded.
    CHECK(e.witnesses[1].contacts[1].at == date{hour(50)}.earliest());
    CHECK(e.witnesses[1].contacts.back() == placement{vague, date{hour(90)}.earliest(), true});
}

TEST_CASE("the search for questions gives up where it would take too long, and says so; the worlds are there")
{
    talks t;
    t.say(t.r, acts::request, "2023-04");
    const act many[]{acts::accept,   acts::decline,        acts::counter, acts::tentative, acts::withdraw,
                     acts::postpone, acts::accept_counter, acts::revise,  acts::supersede, acts::held};
    for (int n = 0; n < 10; ++n) t.say(n % 2 == 0 ? t.a : t.r, many[n], fmt::format("2023-05-{:02}/2023-05-31", n + 1));
    const explanation e = explained(t, "2023-05-20");
    CHECK(e.all_witnesses);
    CHECK(e.witnesses.size() == e.status.possible.size());
    CHECK_FALSE(e.settling_known);
    CHECK(e.settled_by.empty());
    CHECK(to_text(e).ends_with("\ntoo many histories fit to say what would settle it"));
}

TEST_CASE("what a view supposes is explained too")
{
    talks t;
    t.say(t.r, acts::request, "2023-05-01");
    const view v = t.book.as_of(date{"2023-05-15"}).with(contact{.matter = t.m, .act = acts::accept, .from = t.a, .on = date{"2023-05-02"}});
    const explanation e = explain(v, {t.m, t.a});
    CHECK(replayed(e) == "agreed");
    CHECK(e.steps[1].contact == v.supposed_contacts().front());
    CHECK(to_text(e).find("2023-05-02  accept by a: pending → agreed (supposed)") != std::string::npos);
}

TEST_CASE("a leg of ten thousand contacts, two hundred of them undated beyond the year, is explained")
{
    talks t;
    for (int n = 0; n < 10000; ++n) {
        const std::string day = to_text(random_chronicle::base() + std::chrono::hours{n}).substr(0, 20);
        t.say(n % 2 == 0 ? t.r : t.a, n % 2 == 0 ? acts::reiterate : acts::acknowledge, n % 50 == 49 ? std::string("2023") : day);
    }
    const explanation e = explained(t, "2023-12");
    CHECK(e.status.why_uncertain.too_many);
    CHECK(contacts_of(e.steps).size() + e.left_out.size() == 10000);
    CHECK(replayed(e) == state_text(e.status));
}

TEST_CASE("explanations of random legs agree with the table, the status and the oracle")
{
    std::size_t worlds = 0, settled = 0, hard = 0;
    const auto check = [&](dice& roll, random_chronicle::shape like) {
        like.every_lifecycle = roll.chance(30);
        const chronicle book(random_chronicle::make(roll, like));
        const auto at = random_chronicle::any_standpoint(roll, book);
        const view v = at.of(book);
        for (const leg& l : legs(v)) {
            const explanation e = explain(v, l);
            check_steps(e, account_of(v, l));
            const oracle_leg as({.book = book, .when = at.when, .known = at.known, .sources = at.sources}, l);
            check_omissions(e, as);
            // The oracle has no seconds next to the end of time.
            if (at.when != end_of_time) check_witnesses(e, as);
            worlds += e.witnesses.size();
            settled += e.settled_by.size();
            hard += !e.status.certain() && !e.status.why_uncertain.too_many && !(e.all_witnesses && e.settling_known);
        }
    };
    for_every_seed(300, [&](dice& roll) { check(roll, {}); });
    for_every_seed(60, [&](dice& roll) { check(roll, {.crowded = true, .most_matters = 1}); });
    MESSAGE(worlds << " worlds, " << settled << " questions, " << hard << " legs given up");
    CHECK(worlds > 100);
    CHECK(settled > 50);
}

TEST_CASE("of tiny legs, every world agrees: each state has the nearest world, and the fewest questions settle it")
{
    std::size_t uncertain = 0;
    for_every_seed(1500, [&](dice& roll) {
        const talks t = tiny(roll);
        const view v = t.book.as_of(second(roll.from_to(-1, 7)));
        const explanation e = explain(v, {t.m, t.a});
        const oracle_leg as({.book = t.book, .when = v.when()}, {t.m, t.a});
        const auto worlds = worlds_of(as);
        std::map<state_id, std::size_t> nearest;
        for (const whole_world& w : worlds) {
            const auto [found, fresh] = nearest.try_emplace(w.outcome, differences(w.at, as.shown()));
            if (!fresh) found->second = std::min(found->second, differences(w.at, as.shown()));
        }
        REQUIRE(nearest.size() == e.status.possible.size());
        check_steps(e, account_of(v, {t.m, t.a}));
        check_witnesses(e, as);
        if (e.status.certain()) {
            CHECK(e.settled_by.empty());
            return;
        }
        ++uncertain;
        CHECK(e.all_witnesses);
        CHECK(e.settling_known);
        for (const witness& w : e.witnesses) CHECK(differences(instants_of(w), as.shown()) == nearest[w.outcome]);
        CHECK(e.settled_by == least_settling(worlds, as));
    });
    CHECK(uncertain > 100);
}
