// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include "random_chronicle.hpp"
#include "seeds.hpp"
#include "support.hpp"

#include <demarche/demarche.hpp>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <thread>
#include <tuple>
#include <utility>

// Law 3 for what is derived: every index, and the quick path of a status, answers what folding every leg answers. A view through all sources by name means the
// same as one through every source, and has neither index nor quick path. DEMARCHE_ROUNDS and DEMARCHE_SEED are those of laws.cpp.

using namespace demarche;
using random_chronicle::dice;
using random_chronicle::for_every_seed;

namespace {

using std::chrono::days;
using std::chrono::seconds;
using std::chrono::sys_days;

// ---- Words for a failure ------------------------------------------------------------------------------------------------------------------------------------

std::string text_of(const status& s)
{
    return support::state_text(s) + " of {" + support::possible_text(s) + "} (" + support::doubts_text(s) + ") unanswered " + support::unanswered_text(s) +
           " awaiting " + support::awaiting_text(s) + " since " + since_text(s) + (s.since.contact ? " by " + s.book->key(s.since.contact) : "") + " lapses " +
           support::lapses_text(s) + " attempts " + std::to_string(s.attempts) + " reminders " + std::to_string(s.reminders);
}

std::string text_of(const chronicle& book, actor_id a) { return a ? book[a].key : "nobody"; }

std::string text_of(const chronicle& book, const contact& c)
{
    std::string text = c.key + " " + std::string(c.act.text()) + " " + text_of(book, c.from) + " > " + text_of(book, c.to) + " on " + c.on.text();
    if (c.recorded) text += " recorded " + c.recorded->text();
    if (c.occasion) text += " occasion " + c.occasion->text();
    if (c.reply_by) text += " reply_by " + c.reply_by->text();
    if (c.in_reply_to) text += " replies to " + book.key(c.in_reply_to);
    if (c.corrects) text += " corrects " + book.key(c.corrects);
    if (c.debtor) text += " debtor " + text_of(book, c.debtor);
    if (c.delegate) text += " delegate " + text_of(book, c.delegate);
    for (const actor_id a : c.respondent) text += " respondent " + text_of(book, a);
    return text;
}

std::string text_of(const chronicle& book, const report& r)
{
    constexpr std::array<const char*, 3> words{" asserts", " denies", " retracts"};
    std::string text = "    " + book.key(r.source) + words[static_cast<std::size_t>(r.stance)];
    if (r.published) text += " published " + r.published->text();
    return text;
}

// A matter and what belongs to it, a line each.
std::string text_of(const chronicle& book, matter_id of)
{
    const matter m = book[of];
    std::string text = "\n" + m.key + " (" + m.lifecycle + ") by " + text_of(book, m.requester) + " to";
    for (const actor_id a : m.respondents) text += " " + text_of(book, a);
    if (m.occasion) text += " occasion " + m.occasion->text();
    if (m.reply_by) text += " reply_by " + m.reply_by->text();
    if (m.recorded) text += " recorded " + m.recorded->text();
    for (const contact_id c : book.contacts_of(of)) {
        text += "\n  " + text_of(book, book[c]) + " seq " + std::to_string(book.seq(c));
        for (const report_id r : book.reports_on(c)) text += "\n" + text_of(book, book[r]);
    }
    return text + "\n";
}

std::string text_of(const view& v)
{
    return "when " + to_text(v.when()) + " known " + to_text(v.known()) + " contacts " + std::to_string(v.size().contacts) + " of " +
           std::to_string(v.book().size().contacts);
}

// What stands in one list alone, with the matters.
std::string difference(const chronicle& book, const char* question, std::vector<leg> asked, std::vector<leg> right)
{
    std::sort(asked.begin(), asked.end());
    std::sort(right.begin(), right.end());
    if (asked == right) return {};
    std::vector<leg> apart;
    std::set_symmetric_difference(asked.begin(), asked.end(), right.begin(), right.end(), std::back_inserter(apart));
    std::string text = std::string(question) + " has " + std::to_string(asked.size()) + " for " + std::to_string(right.size());
    for (const leg& l : apart) text += " " + text_of(book, l.respondent) + " in " + text_of(book, l.matter);
    return text;
}

// ---- The naive answers --------------------------------------------------------------------------------------------------------------------------------------

perspective every_source(const chronicle& book)
{
    std::vector<source_id> all;
    for (std::size_t n = 0; n < book.size().sources; ++n) all.emplace_back(n);
    return perspective(std::move(all));
}

std::vector<status> folded(const view& v)
{
    const view by_name = v.according_to(every_source(v.book()));
    std::vector<status> all;
    for (std::size_t m = 0; m < v.size().matters; ++m)
        for (const leg& l : legs(by_name, matter_id(m))) all.emplace_back(by_name, l);
    return all;
}

template <class Wanted>
std::vector<leg> those(const std::vector<status>& all, Wanted wanted)
{
    std::vector<leg> found;
    for (const status& s : all)
        if (wanted(s)) found.push_back(s.leg);
    return found;
}

std::vector<leg> naively_pending(const std::vector<status>& all, verdict how)
{
    return those(all, [=](const status& s) { return s.unanswered.value_or(how == verdict::possibly); });
}

using pair_and_act = std::tuple<actor_id, actor_id, act>;

pair_and_act without_direction(actor_id a, actor_id b, act how) { return {std::min(a, b), std::max(a, b), how}; }

using last_contacts = std::map<pair_and_act, contact_id>;

last_contacts scanned(const view& v)
{
    last_contacts last;
    for (std::size_t n = 0; n < v.size().contacts; ++n) {
        const contact_id x(n);
        const contact c = v.book()[x];
        if (!c.to) continue;
        contact_id& best = last[without_direction(c.from, c.to, c.act)];
        if (c.on.latest() > v.when() || v.of(x) == belief::unknown || v.corrected(x)) continue;
        if (!best || v.book()[best].on.latest() <= c.on.latest()) best = x;
    }
    return last;
}

// ---- Everything that is asked of a view ---------------------------------------------------------------------------------------------------------------------

std::string first_of(std::initializer_list<std::string> all)
{
    for (const std::string& text : all)
        if (!text.empty()) return text;
    return {};
}

std::string difference_of_statuses(const view& v, const std::vector<status>& right)
{
    std::vector<leg> all;
    for (const status& s : right) all.push_back(s.leg);
    if (std::string text = difference(v.book(), "legs", legs(v), all); !text.empty()) return text;
    std::vector<status> together(all.size());
    statuses(v, all, together);
    std::vector<status> by_matter;
    for (std::size_t m = 0; m < v.size().matters; ++m)
        for (const status& s : statuses(v, matter_id(m))) by_matter.push_back(s);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const status one(v, all[i]);
        for (const status& s : {one, together[i], by_matter[i]})
            if (!(s == right[i])) return "status\n  " + text_of(s) + "\n  " + text_of(right[i]) + text_of(v.book(), all[i].matter);
    }
    return {};
}

std::string difference_of_lists(const view& v, const std::vector<status>& right)
{
    const chronicle& book = v.book();
    std::string text = first_of({difference(book, "pending", pending(v), naively_pending(right, verdict::certainly)),
                                 difference(book, "possibly pending", pending(v, verdict::possibly), naively_pending(right, verdict::possibly))});
    for (std::size_t a = 0; a < v.size().actors && text.empty(); ++a)
        text = difference(book, "awaiting", awaiting(v, actor_id(a)), those(right, [a](const status& s) { return s.awaiting == actor_id(a); }));
    return text;
}

std::string difference_of_lapsing(const view& v, const std::vector<status>& right, const date& limit)
{
    const auto lapses = [&](const status& s) { return s.lapses && *s.lapses < limit.earliest(); };
    return difference(v.book(), ("lapsing before " + limit.text()).c_str(), lapsing_before(v, limit), those(right, lapses));
}

// An instant and some more; another date where that is of no four-digit year.
date date_at(instant t, seconds more, const date& otherwise)
{
    if (!(t > instant(sys_days{std::chrono::year{0} / 1 / 2}) && t < instant(sys_days{std::chrono::year{9999} / 11 / 1}))) return otherwise;
    return date(to_text(t + more));
}

std::string difference_of_last(const view& v)
{
    for (const auto& [asked, right] : scanned(v)) {
        const auto& [a, b, how] = asked;
        for (const contact_id found : {last_contact(v, a, b, how), last_contact(v, b, a, how)})
            if (found != right)
                return "last " + std::string(how.text()) + " of " + text_of(v.book(), a) + " and " + text_of(v.book(), b) + ": " +
                       (found ? text_of(v.book(), v.book()[found]) : "none") + " for " + (right ? text_of(v.book(), v.book()[right]) : "none");
    }
    return {};
}

// What the view answers otherwise than folding every leg would; how many are pending goes into `counts`.
std::string difference_at(const view& v, dice& roll, std::vector<std::size_t>& counts)
{
    const auto right = folded(v);
    counts.push_back(naively_pending(right, verdict::certainly).size());
    const date day("2023-05-" + std::to_string(roll.from_to(10, 31)));
    const date soon = date_at(v.when(), seconds{roll.from_to(-1, 1) + 86400 * roll.from_to(0, 20)}, day);
    return first_of({difference_of_statuses(v, right), difference_of_lists(v, right), difference_of_lapsing(v, right, day),
                     difference_of_lapsing(v, right, soon), difference_of_last(v)});
}

std::string difference_of_counts(const view& v, const std::vector<instant>& when, const std::vector<std::size_t>& right)
{
    // One by one where they are few, else in one pass.
    for (const std::size_t some : {std::min<std::size_t>(when.size(), 5), when.size()}) {
        const auto counts = pending_counts(v, std::span(when).first(some));
        for (std::size_t i = 0; i < some; ++i)
            if (counts[i] != right[i])
                return "of " + std::to_string(some) + " counts that at " + to_text(when[i]) + " is " + std::to_string(counts[i]) + " for " + std::to_string(right[i]);
    }
    return {};
}

// ---- Standpoints --------------------------------------------------------------------------------------------------------------------------------------------

bool bounded(instant t) { return t != beginning_of_time && t != end_of_time; }

void add_bounds(std::set<instant>& into, const std::optional<date>& d)
{
    if (!d) return;
    for (const instant t : {d->earliest(), d->latest()})
        if (bounded(t))
            for (const int off : {-1, 0, 1}) into.insert(t + seconds{off});
}

// Wherever something may change: at and around the bounds of what happens and of what is due.
std::set<instant> turns(const chronicle& book)
{
    std::set<instant> all{beginning_of_time, random_chronicle::base(), end_of_time - seconds{1}, end_of_time};
    for (const contact& c : book.all<contact>())
        for (const std::optional<date>& d : {std::optional(c.on), c.occasion, c.reply_by}) add_bounds(all, d);
    for (const matter& m : book.all<matter>()) {
        add_bounds(all, m.occasion);
        add_bounds(all, m.reply_by);
    }
    for (const instant t : std::set(all))
        if (bounded(t) && t < end_of_time - days{1}) all.insert(t + seconds{1});
    return all;
}

std::vector<instant> known_turns(const chronicle& book)
{
    std::set<instant> all;
    const auto add = [&](const std::optional<date>& d) {
        if (d && bounded(d->latest())) all.insert({d->latest(), d->latest() - seconds{1}});
    };
    for (const contact& c : book.all<contact>()) add(c.recorded);
    for (const matter& m : book.all<matter>()) add(m.recorded);
    for (const tie& t : book.all<tie>()) add(t.recorded);
    for (const source& s : book.all<source>()) add(s.published);
    for (const report& r : book.all<report>()) add(r.published);
    return {all.begin(), all.end()};
}

template <class T>
std::vector<T> some_of(dice& roll, std::vector<T> all, std::size_t most)
{
    roll.shuffle(all);
    if (all.size() > most) all.resize(most, all.front());
    std::sort(all.begin(), all.end());
    return all;
}

std::vector<instant> some_turns(dice& roll, const chronicle& book, std::size_t most)
{
    const auto all = turns(book);
    return some_of(roll, std::vector<instant>(all.begin(), all.end()), most);
}

void check_view_at(const view& standpoint, dice& roll, const std::vector<instant>& when)
{
    std::vector<std::size_t> counts;
    for (const instant w : when) {
        const view v = standpoint.as_of(w);
        INFO(text_of(v));
        const std::string different = difference_at(v, roll, counts);
        CHECK(different == "");
        if (!different.empty()) return;
    }
    INFO(text_of(standpoint));
    CHECK(difference_of_counts(standpoint, when, counts) == "");
}

void check_everywhere(const chronicle& book, dice& roll, std::size_t whens, std::size_t knowns)
{
    auto known = some_of(roll, known_turns(book), knowns);
    known.push_back(end_of_time);
    for (const instant k : known) check_view_at(book.as_of(end_of_time).known_by(k), roll, some_turns(roll, book, whens));
}

// ---- Plain matters ------------------------------------------------------------------------------------------------------------------------------------------

constexpr lifecycle yes_or_no =
    checked_lifecycle("yes_or_no", "state\tawaited\topen\tunanswered\nnone\tnobody\tno\tno\nasked\tA\tyes\tyes\ndone\tnobody\tno\tno\n",
                      "act\tby\tnone\tasked\tdone\nask\tR\tasked\t=\t+\nsay\tA\t!\tdone\t~\n", {.unknown_as = "ask", .attempt_state = "asked"});

// The clock moves it from one open state to the next, and what is unanswered may be closed.
constexpr lifecycle relay = checked_lifecycle(
    "relay",
    "state\tawaited\topen\tunanswered\nnone\tnobody\tno\tno\nasked\tA\tyes\tyes\nwaiting\tR\tyes\tno\nchased\tdebtor\tyes\tyes\n"
    "quiet\tnobody\tno\tyes\ndone\tnobody\tno\tno\n",
    "act\tby\tnone\tasked\twaiting\tchased\tquiet\tdone\nask\tR\tasked\t=\tasked\tasked\t+\t+\nsay\tA\twaiting!\twaiting\tdone\tdone\tdone\t~\n"
    "nudge\tR|A\t=\t=\tchased\t=\tasked\t=\nreply_due\tclock\t=\tchased\tasked\tquiet\t=\t=\noccasion_passed\tclock\t=\tquiet\tquiet\tdone\tdone\t=\n",
    {.unknown_as = "nudge", .attempt_state = "asked", .proposes = "ask", .reminds = "nudge", .drops_past = "done", .reply_clock = "reply_due",
     .occasion_clock = "occasion_passed"});

constexpr std::array meeting_acts{
    acts::request,   acts::request,     acts::request,        acts::reiterate,       acts::reiterate,     acts::reiterate, acts::revise,
    acts::withdraw,  acts::acknowledge, acts::acknowledge,    acts::accept,          acts::accept,        acts::accept_if, acts::tentative,
    acts::decline,   acts::counter,     acts::counter,        acts::accept_counter,  acts::decline_counter, acts::remark,  acts::condition_met,
    acts::held,      acts::no_show,     acts::condition_failed, acts::supersede};

/// How the contacts of a matter are: in percent, but for `recorded`.
struct temper {
    int late = 0;       ///< come after later ones
    int same_day = 0;   ///< on the day of the one before
    int near_due = 0;   ///< on a day around the matter's terms
    int worded = 0;     ///< have a text
    int with_terms = 0;
    int replying = 0;
    int vague = 0;      ///< no whole days
    int others = 0;     ///< by or to others than the parties
    int odd = 0;        ///< postpone, delegate, correct, or name respondents
    int recorded = 0;   ///< 0 never, 1 on the day, 2 within twenty days, 3 any of these, 4 in the order of arrival
};

temper any_temper(dice& roll)
{
    temper t{.recorded = roll.from_to(0, 4)};
    t.same_day = roll.one_of(std::array{0, 10, 30});
    t.near_due = roll.one_of(std::array{10, 30, 60});
    if (roll.chance(35)) return t;
    t.late = roll.one_of(std::array{0, 10, 30});
    t.worded = roll.one_of(std::array{0, 20, 60});
    t.with_terms = roll.one_of(std::array{0, 0, 30});
    t.replying = roll.one_of(std::array{0, 0, 20});
    t.vague = roll.one_of(std::array{0, 0, 10, 40});
    t.others = roll.one_of(std::array{0, 0, 15});
    t.odd = roll.one_of(std::array{0, 0, 0, 10});
    return t;
}

/// Grows a chronicle of few parties and a few days, so that pairs repeat and contacts fall where terms end.
class grower {
public:
    /// What a view answers of a matter changes once its lifecycle is known: so `tables_first` for views that are kept.
    grower(dice& roll, chronicle& book, bool tables_first) : roll_(roll), book_(book)
    {
        if (roll.chance(70) || tables_first) use_tables();
        start_ = roll.chance(92) ? sys_days{std::chrono::year{2023} / 5 / 1} : roll.one_of(far_days);
        for (int left = roll.from_to(2, 5); left > 0; --left) add_actor();
        for (int left = roll.from_to(0, 3); left > 0; --left) add_source();
        reported_ = roll.one_of(std::array{0, 0, 5, 25});
        tied_ = roll.one_of(std::array{0, 0, 0, 5});
        most_ = static_cast<std::size_t>(roll.from_to(1, 30));
        if (roll.chance(40)) give_many_parts();
        add_matter();
    }

    /// Appends a record, or a few contacts at once.
    void grow()
    {
        if (roll_.chance(6) && files_.size() < 6) return add_matter();
        if (roll_.chance(1)) return roll_.chance(50) ? add_actor() : add_source();
        if (roll_.chance(1)) return use_tables();
        if (roll_.chance(1) && !std::exchange(listed_, true)) return give_many_matters();
        if (roll_.chance(tied_)) return add_tie();
        if (roll_.chance(reported_) && book_.size().contacts > 0 && book_.size().sources > 0) return add_report();
        if (roll_.chance(4)) return add_some();
        add_contact(any_file());
    }

private:
    struct file {
        matter_id id;
        temper like;
        int day;
    };

    static constexpr std::array far_days{sys_days{std::chrono::year{0} / 1 / 1}, sys_days{std::chrono::year{1969} / 12 / 20},
                                         sys_days{std::chrono::year{9999} / 11 / 10}, sys_days{std::chrono::year{1899} / 12 / 20},
                                         sys_days{std::chrono::year{2100} / 2 / 20}};

    std::string next_key(const char* prefix, std::uint32_t count) { return prefix + std::to_string(count + 1); }
    file& any_file() { return files_[roll_.below(files_.size())]; }
    actor_id any_actor() { return actor_id(roll_.below(book_.size().actors)); }
    sys_days day_at(int n) const { return std::min(start_ + days{std::max(n, 0)}, sys_days{std::chrono::year{9999} / 12 / 31}); }
    date date_at(int n) const { return date(day_at(n)); }

    void use_tables()
    {
        book_.use(yes_or_no);
        book_.use(relay);
    }
    void add_actor() { book_.add(actor{.key = next_key("a", book_.size().actors)}); }
    /// Two actors with so many parts that whom they owe is looked for among all that is open.
    void give_many_parts()
    {
        const plain_contact one{.matter = {}, .act = acts::remark, .from = actor_id(0), .to = actor_id(1), .on = start_};
        book_.add(std::vector<plain_contact>(260, one));
    }
    /// Two actors of so many matters that from then on what awaits them is listed.
    void give_many_matters()
    {
        for (int n = 0; n < 64; ++n) book_.add(matter{.key = next_key("m", book_.size().matters), .requester = actor_id(0), .respondents = {actor_id(1)}});
    }
    void add_source()
    {
        book_.add(source{.key = next_key("s", book_.size().sources), .published = roll_.chance(70) ? std::optional(date_at(roll_.from_to(0, 25))) : std::nullopt});
    }
    void add_tie()
    {
        const std::size_t from = roll_.below(book_.size().actors - 1);
        book_.add(tie{.key = next_key("t", book_.size().ties),
                      .kind = tie_kinds::part_of,
                      .from = actor_id(from),
                      .to = actor_id(from + 1),
                      .during = roll_.chance(50) ? std::optional(date(date_at(roll_.from_to(0, 20)).text() + "/..")) : std::nullopt});
    }

    date due_date()
    {
        const int day = roll_.from_to(0, 30);
        if (roll_.chance(85)) return date_at(day);
        if (roll_.chance(70)) return date(date_at(day).text() + roll_.one_of(std::array{"T00:00:00Z", "T12:00:00Z", "T23:59:59Z", "T23:59:58Z"}));
        return roll_.chance(50) ? date(date_at(day).text().substr(0, 7)) : date(date_at(day).text() + "/..");
    }

    void add_matter()
    {
        matter m{.key = next_key("m", book_.size().matters), .requester = any_actor()};
        do m.respondents = {any_actor()};
        while (m.respondents[0] == m.requester && !roll_.chance(2));
        if (roll_.chance(5)) m.respondents.push_back(any_actor());
        if (m.respondents.size() == 2 && m.respondents[0] == m.respondents[1]) m.respondents.pop_back();
        if (roll_.chance(15)) m.lifecycle = roll_.chance(30) ? "yes_or_no" : "relay";
        else if (roll_.chance(20)) m.lifecycle = roll_.one_of(random_chronicle::every_lifecycle)->name;
        if (roll_.chance(60)) m.occasion = due_date();
        if (roll_.chance(60)) m.reply_by = due_date();
        if (roll_.chance(4)) m.recorded = date_at(roll_.from_to(0, 20));
        if (roll_.chance(30)) m.title = "talks";
        files_.push_back({book_.add(m), any_temper(roll_), roll_.from_to(0, 10)});
    }

    act any_act(const matter& m, const temper& like)
    {
        const bool of_the_users = m.lifecycle == "yes_or_no" || m.lifecycle == "relay";  // which the chronicle may not know yet
        if (of_the_users && roll_.chance(95)) return act{roll_.one_of(std::array{"ask", "ask", "say", "say", "nudge"})};
        if (!of_the_users && m.lifecycle != "meeting_request" && roll_.chance(95)) return act_of(*book_.lifecycle_of(book_.find<matter>(m.key)));
        if (roll_.chance(1)) return act{"shrug"};
        if (roll_.chance(like.odd)) return roll_.chance(30) ? acts::delegate : acts::postpone;
        if (roll_.chance(2)) return acts::postpone;
        return roll_.one_of(meeting_acts);
    }

    act act_of(const lifecycle& table)
    {
        for (;;)
            if (const auto& row = table.acts[roll_.below(table.act_count)]; row.by != acting::clock) return act{row.name};
    }

    bool by_requester(const matter& m, act does)
    {
        const lifecycle* table = book_.lifecycle_of(book_.find<matter>(m.key));
        const std::uint8_t row = table ? table->find_act(does.text()) : lifecycle::no_act;
        const bool its = row != lifecycle::no_act && (table->acts[row].by == acting::requester || (table->acts[row].by != acting::respondent && roll_.chance(50)));
        return roll_.chance(94) ? its : !its;
    }

    int near_due(const matter& m)
    {
        const std::optional<date>& due = m.reply_by && (!m.occasion || roll_.chance(60)) ? m.reply_by : m.occasion;
        if (!due || !bounded(due->latest())) return -1;
        return static_cast<int>((std::chrono::floor<days>(due->latest()) - start_).count()) + roll_.from_to(-1, 2);
    }

    int any_day(file& f, const matter& m)
    {
        if (roll_.chance(f.like.late)) return roll_.from_to(0, f.day);
        if (const int due = near_due(m); due >= f.day && roll_.chance(f.like.near_due)) return f.day = due;
        if (!roll_.chance(f.like.same_day)) f.day += roll_.from_to(1, roll_.chance(80) ? 3 : 9);
        return f.day;
    }

    std::optional<int> recorded_day(const file& f, int day)
    {
        switch (f.like.recorded == 3 ? roll_.from_to(0, 4) : f.like.recorded) {
        case 1: return day;
        case 2: return roll_.chance(4) ? day + roll_.one_of(std::array{-1, 253, 254, 255, 256, 300}) : day + roll_.from_to(0, 20);
        case 4: return latest_record_ = std::max(latest_record_ + roll_.from_to(0, 1), day);
        default: return {};
        }
    }

    plain_contact plain(file& f)
    {
        const matter m = book_[f.id];
        const act does = any_act(m, f.like);
        const bool forth = by_requester(m, does);
        plain_contact c{.matter = f.id, .act = does, .from = {}, .to = {}, .on = {}};
        c.from = forth ? m.requester : m.respondents[roll_.below(m.respondents.size())];
        c.to = forth ? m.respondents[roll_.below(m.respondents.size())] : m.requester;
        if (roll_.chance(f.like.others)) (roll_.chance(50) ? c.from : c.to) = any_actor();
        const int day = any_day(f, m);
        c.on = day_at(day);
        if (const auto recorded = recorded_day(f, day)) c.recorded = day_at(*recorded);
        return c;
    }

    date vague_date(sys_days day)
    {
        const std::string text = date(day).text();
        switch (roll_.below(8)) {
        case 0: return date(text.substr(0, 7));
        case 1: return date(text + "/" + date(std::min(day + days{roll_.from_to(1, 4)}, day_at(1 << 30))).text());
        case 2: return date(text + "?");
        case 3: return date(text + "T00:00:00Z");
        case 4: return date(text + "T23:59:59Z");
        case 5: return date(text + (roll_.chance(50) ? "T00:00:01Z" : "T12:00"));
        case 6: return date(text + "T00:00:00Z/" + text + "T23:59:59Z");
        default: return date(text + "T12:00:00Z");
        }
    }

    void make_odd(contact& c, const file& f)
    {
        const auto before = book_.contacts_of(f.id);
        if (c.act == acts::delegate && roll_.chance(80)) c.delegate = any_actor();
        if (roll_.chance(25) && !before.empty()) c.corrects = roll_.one_of(before);
        else if (roll_.chance(5) && book_.size().contacts > 0) c.corrects = contact_id(roll_.below(book_.size().contacts));
        if (roll_.chance(10)) c.respondent = {any_actor()};
    }

    contact worded(file& f)
    {
        const plain_contact p = plain(f);
        contact c{.key = "c" + std::to_string(book_.size().contacts + 1), .matter = p.matter, .act = p.act, .from = p.from, .to = p.to, .on = date(p.on)};
        if (roll_.chance(20)) c.key = "k" + std::to_string(roll_.below(1000)) + "." + c.key;
        if (p.recorded) c.recorded = roll_.chance(f.like.vague / 4) ? vague_date(*p.recorded) : date(*p.recorded);
        if (roll_.chance(f.like.vague)) c.on = vague_date(p.on);
        if (roll_.chance(40)) c.note = "as they say";
        if (roll_.chance(f.like.others)) c.to = {};
        if (roll_.chance(f.like.with_terms)) c.occasion = due_date();
        if (roll_.chance(f.like.with_terms)) c.reply_by = due_date();
        if (c.act == acts::accept_if || c.act == act{"nudge"})
            if (roll_.chance(50)) c.debtor = any_actor();
        const auto before = book_.contacts_of(f.id);
        if (roll_.chance(f.like.replying) && !before.empty()) c.in_reply_to = roll_.one_of(before);
        if (roll_.chance(f.like.odd)) make_odd(c, f);
        return c;
    }

    void add_contact(file& f)
    {
        if (book_.contacts_of(f.id).size() >= most_) return;
        if (roll_.chance(2)) return add_elsewhere(f);
        if (roll_.chance(f.like.worded) || roll_.chance(f.like.vague)) book_.add(worded(f));
        else book_.add(plain(f));
    }

    /// Of no matter.
    void add_elsewhere(file& f)
    {
        contact c{.key = "e" + std::to_string(book_.size().contacts + 1), .act = acts::request, .from = any_actor(), .to = any_actor(), .on = date_at(f.day)};
        if (roll_.chance(30) && book_.size().contacts > 0) c.corrects = contact_id(roll_.below(book_.size().contacts));
        book_.add(c);
    }

    void add_some()
    {
        std::vector<plain_contact> some;
        for (int left = roll_.from_to(0, 4); left > 0; --left) some.push_back(plain(any_file()));
        book_.add(some);
    }

    void add_report()
    {
        const std::size_t count = book_.size().contacts;
        const std::size_t at = roll_.chance(50) ? count - 1 - roll_.below(std::min<std::size_t>(count, 4)) : roll_.below(count);
        report r{.on = contact_id(at), .source = source_id(roll_.below(book_.size().sources))};
        if (roll_.chance(10)) r.stance = roll_.chance(50) ? stance::denies : stance::retracts;
        if (roll_.chance(60)) r.published = date_at(roll_.from_to(0, 40));
        book_.add(r);
    }

    dice& roll_;
    chronicle& book_;
    sys_days start_ = {};
    std::vector<file> files_ = {};
    std::size_t most_ = 30;
    int reported_ = 0;
    int tied_ = 0;
    bool listed_ = false;
    int latest_record_ = 0;
};

void grow(chronicle& book, dice& roll)
{
    grower more(roll, book, false);
    for (int left = roll.from_to(5, 90); left > 0; --left) more.grow();
}

// ---- Views that are kept ------------------------------------------------------------------------------------------------------------------------------------

std::vector<leg> sorted(std::vector<leg> all)
{
    std::sort(all.begin(), all.end());
    return all;
}

/// Everything that a view answers, to be asked again.
struct answers {
    std::vector<status> statuses;
    std::vector<std::vector<leg>> lists;
    std::vector<std::size_t> counts;
    std::vector<contact_id> last;

    /// The first question that has another answer; empty where none has.
    std::string difference(const answers& other) const
    {
        if (statuses.size() != other.statuses.size()) return "legs";
        for (std::size_t i = 0; i < statuses.size(); ++i)
            if (!(statuses[i] == other.statuses[i])) return "status of leg " + std::to_string(i);
        for (std::size_t i = 0; i < lists.size(); ++i)
            if (lists[i] != other.lists[i]) return "list " + std::to_string(i) + " of " + std::to_string(lists[i].size()) + " and " + std::to_string(other.lists[i].size());
        return counts != other.counts ? "counts" : last != other.last ? "last contacts" : "";
    }
};

answers asked(const view& v, const std::vector<instant>& when, std::size_t contacts)
{
    answers found;
    for (const leg& l : legs(v)) found.statuses.emplace_back(v, l);
    for (status& s : found.statuses) s.book = nullptr;
    found.lists = {sorted(pending(v)), sorted(pending(v, verdict::possibly)), sorted(lapsing_before(v, date{"2023-05-20"}))};
    for (std::size_t a = 0; a < v.size().actors; ++a) found.lists.push_back(sorted(awaiting(v, actor_id(a))));
    found.counts = pending_counts(v, when);
    for (std::size_t n = 0; n < contacts; ++n) {
        const contact c = v.book()[contact_id(n)];
        if (c.to) found.last.push_back(last_contact(v, c.from, c.to, c.act));
    }
    return found;
}

struct kept_view {
    view at;
    std::vector<instant> when;
    answers then;

    kept_view(const view& v, std::vector<instant> instants) : at(v), when(std::move(instants)), then(asked(at, when, at.size().contacts)) {}
    std::string difference(const chronicle& book) const
    {
        return then.difference(asked(book.as_of(at.when()).known_by(at.known()), when, at.size().contacts));
    }
    std::string difference() const { return then.difference(asked(at, when, at.size().contacts)); }
};

kept_view any_kept(const chronicle& book, dice& roll)
{
    const auto known = known_turns(book);
    const auto when = some_turns(roll, book, 20);
    const view v = book.as_of(roll.one_of(when));
    return {known.empty() || roll.chance(60) ? v : v.known_by(roll.one_of(known)), when};
}

}  // namespace

TEST_CASE("law 3: statuses and lists are what folding every leg gives, of crowded records")
{
    for_every_seed(60, [](dice& roll) {
        const chronicle book(random_chronicle::make(roll, {.crowded = roll.chance(10), .every_lifecycle = roll.chance(30), .most_matters = 4}));
        check_everywhere(book, roll, 24, 3);
    });
}

TEST_CASE("law 3: statuses and lists are what folding every leg gives, of plain matters")
{
    for_every_seed(60, [](dice& roll) {
        chronicle book;
        grow(book, roll);
        check_everywhere(book, roll, 40, 4);
    });
}

TEST_CASE("law 3: a view keeps answering while records are added, whatever it is asked")
{
    for_every_seed(40, [](dice& roll) {
        chronicle book;
        grower more(roll, book, true);
        std::vector<kept_view> kept;
        for (int left = roll.from_to(5, 60); left > 0; --left) {
            more.grow();
            if (roll.chance(15)) {
                kept.push_back(any_kept(book, roll));
                std::vector<std::size_t> counts;
                INFO(text_of(kept.back().at));
                CHECK(difference_at(kept.back().at, roll, counts) == "");
            }
            for (const kept_view& k : kept) {
                INFO(text_of(k.at));
                const std::string different = k.difference();
                CHECK(different == "");
                if (!different.empty()) return;
            }
        }
        // What is asked of an older view for the first time.
        for (const kept_view& k : kept) check_view_at(k.at, roll, some_turns(roll, book, 10));
    });
}

TEST_CASE("law 3: copies, and merges with what was before, answer alike")
{
    for_every_seed(40, [](dice& roll) {
        chronicle before;
        grower more(roll, before, true);
        for (int left = roll.from_to(5, 40); left > 0; --left) more.grow();
        chronicle book(before);
        const kept_view then = any_kept(before, roll);
        CHECK(then.difference(book) == "");
        for (int left = roll.from_to(1, 40); left > 0; --left) more.grow();
        const kept_view now = any_kept(before, roll);
        CHECK(now.difference(chronicle(before)) == "");
        CHECK(now.difference(merge(before, book)) == "");
        CHECK(now.difference(merge(book, before)) == "");
        CHECK(then.difference(book) == "");
        CHECK(then.difference() == "");
        check_everywhere(merge(book, before), roll, 10, 1);
    });
}

namespace {

/// Runs parts from both ends, the last first, on two threads.
void backward_on_two(std::size_t parts, const std::function<void(std::size_t)>& part)
{
    const auto every_other = [&](std::size_t first) {
        for (std::size_t n = parts; n-- > 0;)
            if (n % 2 == first) part(n);
    };
    std::thread other(every_other, 0);
    every_other(1);
    other.join();
}

}  // namespace

TEST_CASE("the statuses of many legs are those of each, however the work is spread")
{
    for_every_seed(8, [](dice& roll) {
        chronicle book;
        grow(book, roll);
        const view v = any_kept(book, roll).at;
        const auto once = legs(v);
        if (once.empty()) return;
        std::vector<leg> many;
        while (many.size() < 9000) many.push_back(roll.one_of(once));
        std::map<leg, status> right;
        for (const leg& l : once) right.emplace(l, status(v.according_to(every_source(book)), l));
        const auto check = [&](const std::vector<status>& found) {
            bool same = true;
            for (std::size_t i = 0; i < many.size(); ++i) same = same && found[i] == right.at(many[i]);
            CHECK(same);
        };
        std::vector<status> found(many.size());
        statuses(v, many, found);
        check(found);
        std::vector<status> spread(many.size());
        statuses(v, many, spread, backward_on_two);
        check(spread);
        statuses(v, std::span(many).first(0), std::span(found).first(0), backward_on_two);
    });
}

// ---- What such chronicles have found ------------------------------------------------------------------------------------------------------------------------

namespace {

std::size_t count_of(const std::vector<leg>& all, leg l) { return static_cast<std::size_t>(std::count(all.begin(), all.end(), l)); }

void check_all_turns(const chronicle& book)
{
    dice roll{1};
    check_everywhere(book, roll, 1000, 1000);
}

}  // namespace

TEST_CASE("a leg that is closed and opened again on one day is listed once")
{
    support::talks t;
    t.say(t.r, acts::request, "2023-05-01");
    t.say(t.a, acts::decline, "2023-05-05");
    t.say(t.r, acts::request, "2023-05-05");
    const view within = t.book.as_of(date{"2023-05-05"}.earliest());
    CHECK(count_of(pending(within, verdict::possibly), {t.m, t.a}) == 1);
    check_all_turns(t.book);
}

TEST_CASE("a leg is open until the day is over on which it is closed, though a reply was due before that day")
{
    support::talks t("", "2023-05-19");
    t.say(t.a, acts::tentative, "2023-05-11");
    t.say(t.r, acts::supersede, "2023-05-20");
    for (int n = 0; n < 300; ++n) t.book.add(plain_contact{.matter = {}, .act = acts::remark, .from = t.a, .to = t.r, .on = sys_days{std::chrono::year{2023} / 4 / 1}});
    CHECK(count_of(awaiting(t.book.as_of(date{"2023-05-20T12:00:00Z"}), t.a), {t.m, t.a}) == 1);
    check_all_turns(t.book);
}

TEST_CASE("so is one whose occasion would lapse")
{
    support::talks t("2023-05-29", "2023-05-19");
    t.say(t.a, acts::counter, "2023-05-11");
    t.say(t.r, acts::supersede, "2023-05-20");
    CHECK(count_of(lapsing_before(t.book.as_of(date{"2023-05-20T12:00:00Z"}), date{"2023-06-08"}), {t.m, t.a}) == 1);
    check_all_turns(t.book);
}

TEST_CASE("a denial leaves what was known before it")
{
    support::talks t("2023-05-07");
    t.say(t.r, acts::reiterate, "2023-05-05/");
    const contact_id asked = t.say(t.r, acts::request, "2023-05-01");
    const source_id s = t.source_of("s");
    t.report_on(asked, s, stance::asserts, "2023-05-01");
    t.report_on(asked, s, stance::denies, "2023-05-04");
    CHECK(count_of(pending(t.book.as_of(date{"2023-05-01"}).known_by(date{"2023-05-01"}), verdict::possibly), {t.m, t.a}) == 1);
    check_all_turns(t.book);
}

TEST_CASE("what is known by a report alone is known later than what comes after it")
{
    support::talks t;
    const contact_id first = t.say(t.r, acts::withdraw, "2023-05-10", {.to = t.a});
    t.report_on(first, t.source_of("s"), stance::asserts, "2023-05-26");
    t.say(t.a, acts::acknowledge, "2023-05-11", {.to = t.r});
    CHECK(count_of(pending(t.book.as_of(date{"2023-05-12"}).known_by(date{"2023-05-20"})), {t.m, t.a}) == 1);
    check_all_turns(t.book);
}

TEST_CASE("of a lifecycle: a closed state may be unanswered, and the clock may lead there")
{
    chronicle book;
    book.use(relay);
    const actor_id r = book.add(actor{.key = "r"});
    const actor_id a = book.add(actor{.key = "a"});
    const matter_id m = book.add(matter{.key = "m", .lifecycle = "relay", .requester = r, .respondents = {a}, .occasion = date{"2023-05-13"}});
    book.add(plain_contact{.matter = m, .act = act{"ask"}, .from = r, .to = a, .on = sys_days{std::chrono::year{2023} / 5 / 13}});
    book.add(plain_contact{.matter = m, .act = act{"say"}, .from = a, .to = r, .on = sys_days{std::chrono::year{2023} / 5 / 16}});
    CHECK(count_of(pending(book.as_of(date{"2023-05-14"})), {m, a}) == 1);
    check_all_turns(book);
}

TEST_CASE("a leg is listed as it may stand after a day that straddles a term, though more comes after it")
{
    support::talks t("", "2023-05-19");
    t.say(t.a, acts::acknowledge, "2023-05-20");
    t.say(t.r, acts::reiterate, "2023-05-22");
    t.say(t.a, acts::decline, "2023-05-25");
    CHECK(count_of(pending(t.book.as_of(date{"2023-05-24"}), verdict::possibly), {t.m, t.a}) == 1);
    CHECK(count_of(pending(t.book.as_of(date{"2023-05-26"}), verdict::possibly), {t.m, t.a}) == 0);
    check_all_turns(t.book);
}

TEST_CASE("of a lifecycle: so it is until another day straddles a term")
{
    chronicle book;
    book.use(relay);
    const actor_id r = book.add(actor{.key = "r"});
    const actor_id a = book.add(actor{.key = "a"});
    const matter_id m = book.add(matter{.key = "m", .lifecycle = "relay", .requester = r, .respondents = {a}, .occasion = date{"2023-05-20"}, .reply_by = date{"2023-05-12"}});
    const auto say = [&](const char* what, actor_id from, actor_id to, unsigned day) {
        const sys_days on = std::chrono::year{2023} / 5 / day;
        book.add(plain_contact{.matter = m, .act = act{what}, .from = from, .to = to, .on = on, .recorded = on + days(2)});
        check_all_turns(book);
    };
    say("ask", r, a, 10);
    say("nudge", a, r, 13);
    say("nudge", r, a, 13);
    say("ask", r, a, 16);
    say("say", a, r, 21);
    say("nudge", r, a, 25);
}

TEST_CASE("of a lifecycle: a leg that stays unanswered is so for certain while its court changes")
{
    chronicle book;
    book.use(relay);
    const actor_id r = book.add(actor{.key = "r"});
    const actor_id a = book.add(actor{.key = "a"});
    const matter_id m = book.add(matter{.key = "m", .lifecycle = "relay", .requester = r, .respondents = {a}, .reply_by = date{"2023-05-12"}});
    book.add(plain_contact{.matter = m, .act = act{"ask"}, .from = r, .to = a, .on = sys_days{std::chrono::year{2023} / 5 / 11}});
    book.add(plain_contact{.matter = m, .act = act{"ask"}, .from = r, .to = a, .on = sys_days{std::chrono::year{2023} / 5 / 14}});
    CHECK(count_of(pending(book.as_of(date{"2023-05-14T00:00:00Z"})), {m, a}) == 1);
    CHECK(count_of(pending(book.as_of(date{"2023-05-14T00:00:00Z"}), verdict::possibly), {m, a}) == 1);
    check_all_turns(book);
}

TEST_CASE("of a lifecycle: … but not where it is answered on the day on which its court changes")
{
    chronicle book;
    book.use(relay);
    const actor_id r = book.add(actor{.key = "r"});
    const actor_id a = book.add(actor{.key = "a"});
    const matter_id m = book.add(matter{.key = "m", .lifecycle = "relay", .requester = r, .respondents = {a}, .occasion = date{"2023-05-29"}});
    const auto say = [&](const char* what, actor_id from, actor_id to, unsigned day) {
        book.add(plain_contact{.matter = m, .act = act{what}, .from = from, .to = to, .on = sys_days{std::chrono::year{2023} / 5 / day}});
    };
    say("ask", r, a, 15);
    say("nudge", r, a, 31);
    say("say", a, r, 31);
    CHECK(count_of(pending(book.as_of(date{"2023-05-31T00:00:00Z"})), {m, a}) == 0);
    check_all_turns(book);
}
