// SPDX-License-Identifier: BSL-1.0
#pragma once

// Chronicles at random, the same for the same seed on every machine. They are small, and crowded in time: contacts at the same or
// neighbouring seconds, dates that overlap, terms that run out next to other contacts, so that little orders decide much.
//
//   random_chronicle::dice roll{seed};
//   const batch records = random_chronicle::make(roll, {});

#include <demarche/chronicle.hpp>
#include <demarche/lifecycles/agrement.hpp>
#include <demarche/lifecycles/channel.hpp>
#include <demarche/lifecycles/measure.hpp>
#include <demarche/lifecycles/meeting_request.hpp>
#include <demarche/lifecycles/tenure.hpp>
#include <demarche/view.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace random_chronicle {

using namespace demarche;

// Random numbers: not by the standard distributions, which differ between libraries.
class dice {
public:
    explicit dice(std::uint64_t seed) : engine_(seed) {}

    std::size_t below(std::size_t n) { return static_cast<std::size_t>(engine_() % n); }
    int from_to(int least, int most) { return least + static_cast<int>(below(static_cast<std::size_t>(most - least + 1))); }
    bool chance(int percent) { return from_to(1, 100) <= percent; }
    template <class List>
    decltype(auto) one_of(const List& list)
    {
        return list[below(std::size(list))];
    }
    template <class T>
    void shuffle(std::vector<T>& list)
    {
        for (std::size_t n = list.size(); n > 1; --n) std::swap(list[n - 1], list[below(n)]);
    }

private:
    std::mt19937_64 engine_;
};

struct shape {
    bool backward = false;       // records name only earlier ones, seqs count from 1: they can be added one by one
    bool distinct_dates = false; // every contact and every publication at a second of its own
    bool crowded = false;        // legs of many contacts at few dates, many of them disputed: about as many as are enumerated, or too many
    bool circles = false;        // ties that may close a circle, in an uncertain time
    bool own_leg = false;        // a requester among the respondents
    bool measures = false;       // some matters are measures, and contacts cite and contest matters
    bool every_lifecycle = false;  // matters of each lifecycle that comes with the library, else meeting requests
    int most_matters = 2;
    int most_contacts = 7;       // for each respondent
};

inline constexpr std::array every_lifecycle{&lifecycles::meeting_request, &lifecycles::measure, &lifecycles::tenure, &lifecycles::channel, &lifecycles::agrement};

inline instant base() { return std::chrono::sys_days{std::chrono::year{2023} / 5 / 1}; }

inline std::string text_of(instant t) { return to_text(t); }
inline std::string day_of(instant t) { return to_text(t).substr(0, 10); }

class maker {
public:
    maker(dice& roll, shape like) : roll_(roll), like_(like)
    {
        const int weeks = roll.from_to(1, 3);
        for (int n = 0; n < 4; ++n) hot_.push_back(base() + std::chrono::days{roll.from_to(0, 7 * weeks)} + std::chrono::hours{roll.from_to(0, 23)});
        hot_.push_back(base() + std::chrono::days{roll.from_to(0, 7 * weeks)});
        exact_only_ = roll.chance(15);
        if (like.crowded) {
            exact_only_ = false;
            for (int n = roll.from_to(1, 4); n > 0; --n) crowd_.push_back(any_date());
        }
    }

    batch make()
    {
        make_actors();
        make_sources();
        make_ties();
        for (int left = roll_.from_to(1, like_.most_matters); left > 0; --left) make_matter();
        make_contacts();
        if (like_.measures) make_measures();
        number();
        return std::move(made_);
    }

private:
    actor_id any_actor() { return actor_id{roll_.below(made_.actors.size())}; }

    // A second that others are likely to be at, or next to.
    instant hot_second() { return roll_.one_of(hot_) + std::chrono::seconds{roll_.chance(50) ? 0 : roll_.from_to(-2, 2)}; }

    date hot_date() { return date{text_of(hot_second())}; }

    date any_date()
    {
        const instant a = hot_second();
        const instant b = a + std::chrono::hours{roll_.from_to(1, 120)};
        if (exact_only_) return date{text_of(a)};
        if (!crowd_.empty() && roll_.chance(85)) return roll_.one_of(crowd_);
        switch (roll_.below(18)) {
        case 0:
        case 1:
        case 2: return date{text_of(a)};
        case 3: return date{text_of(a) + "/" + text_of(a + std::chrono::seconds{roll_.from_to(1, 3)})};
        case 4:
        case 5: return date{day_of(a)};
        case 6: return date{day_of(a) + (roll_.chance(50) ? "?" : "~")};
        case 7: return date{day_of(a).substr(0, 7)};
        case 8: return date{day_of(a) + "/" + day_of(b)};
        case 9: return date{text_of(a) + "/" + text_of(b)};
        case 10: return date{"[" + day_of(a) + "," + day_of(b) + "]"};
        case 11: return date{day_of(a) + (roll_.chance(50) ? "/.." : "/")};
        case 12: return date{(roll_.chance(50) ? "../" : "/") + day_of(a)};
        case 13: return date{text_of(a).substr(0, 19) + (roll_.chance(50) ? "+02:00" : "-05:00")};
        case 14: return date{text_of(a).substr(0, 19)};
        case 15: return date{day_of(a).substr(0, 9) + "X"};
        case 16: return date{text_of(a) + "/.."};
        default: return date{"2023-XX-1X"};
        }
    }

    std::optional<date> maybe(int percent) { return roll_.chance(percent) ? std::optional(roll_.chance(50) ? hot_date() : any_date()) : std::nullopt; }

    // Keys in an order of their own.
    std::string key(const char* prefix)
    {
        for (;;) {
            const auto k = prefix + std::to_string(roll_.from_to(10, 999));
            if (keys_.insert(k).second) return k;
        }
    }

    void make_actors()
    {
        for (int left = roll_.from_to(3, 7); left > 0; --left) {
            actor a{.key = key("a")};
            a.kind = roll_.one_of(std::array{actor_kinds::person, actor_kinds::office, actor_kinds::organisation});
            if (roll_.chance(10)) a.other.emplace_back("colour", "\"green\"");
            made_.actors.push_back({.record = a});
        }
    }

    void make_sources()
    {
        for (int left = roll_.from_to(0, 3); left > 0; --left)
            made_.sources.push_back({.record = source{.key = key("s"), .published = roll_.chance(75) ? std::optional(published()) : std::nullopt}});
    }

    date published()
    {
        if (!like_.distinct_dates) return roll_.chance(60) ? date{day_of(hot_second())} : any_date();
        return date{text_of(base() + std::chrono::hours{1000 + ++publications_})};
    }

    // Upward from an earlier actor to a later one, so that no circle closes; now and then of a kind that does not lead upward.
    void make_ties()
    {
        for (int left = roll_.from_to(0, 5); left > 0; --left) {
            const std::size_t from = roll_.below(made_.actors.size() - 1);
            const std::size_t to = from + 1 + roll_.below(made_.actors.size() - from - 1);
            const bool upward = roll_.chance(90);
            tie t{.key = key("t"), .kind = !upward ? tie_kinds::counterpart_of : roll_.chance(50) ? tie_kinds::holds : tie_kinds::part_of};
            t.from = actor_id{from};
            t.to = actor_id{to};
            if (roll_.chance(75)) t.during = any_period();
            if (roll_.chance(15)) t.recorded = hot_date();
            if (like_.circles && roll_.chance(40)) {
                std::swap(t.from, t.to);
                t.during = date{roll_.chance(50) ? "2023-05-0X" : "2023-05-XX"};
            }
            made_.ties.push_back({.record = t});
            if (roll_.chance(30)) report_on(tie_id{made_.ties.size() - 1});
        }
    }

    date any_period()
    {
        const instant a = hot_second();
        switch (roll_.below(8)) {
        case 0: return date{day_of(a) + "/.."};
        case 1: return date{"../" + day_of(a)};
        case 2: return date{day_of(a) + "/"};
        case 3: return date{"/" + text_of(a)};
        case 4: return date{text_of(a) + "/.."};
        case 5: return date{"../" + text_of(a)};
        case 6: return date{"2022/2023-05"};
        default: return any_date();
        }
    }

    void make_matter()
    {
        matter m{.key = key("m")};
        std::vector<std::size_t> order(made_.actors.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        roll_.shuffle(order);
        m.requester = actor_id{order[0]};
        if (like_.every_lifecycle) m.lifecycle = roll_.one_of(every_lifecycle)->name;
        const std::size_t respondents = 1 + roll_.below(std::min<std::size_t>(3, order.size() - 1));
        for (std::size_t n = 1; n <= (roll_.chance(60) ? 1 : respondents); ++n) m.respondents.push_back(actor_id{order[n]});
        if (like_.own_leg && roll_.chance(30)) add_distinct(m.respondents, m.requester);
        m.occasion = maybe(50);
        m.reply_by = maybe(40);
        if (roll_.chance(10)) m.recorded = hot_date();
        made_.matters.push_back({.record = m});
    }

    static const lifecycle& table_of(const matter& m)
    {
        return **std::find_if(every_lifecycle.begin(), every_lifecycle.end(), [&m](const lifecycle* l) { return l->name == m.lifecycle; });
    }

    // Of another lifecycle than the meeting request every act is as likely, but for the clock's.
    act any_act(const matter& of)
    {
        const lifecycle& table = table_of(of);
        if (&table == &lifecycles::meeting_request) return any_act();
        if (roll_.chance(2)) return act{"shrug"};
        for (;;)
            if (const auto& row = table.acts[roll_.below(table.act_count)]; row.by != acting::clock) return act{row.name};
    }

    act any_act()
    {
        static const std::array<const char*, 30> texts{
            "request", "request", "request", "reiterate", "reiterate", "revise", "withdraw", "accept_counter", "decline_counter", "decline_counter",
            "supersede", "acknowledge", "accept", "accept", "accept_if", "tentative", "decline", "counter", "counter", "counter",
            "delegate", "delegate", "postpone", "postpone", "remark", "condition_met", "condition_failed", "held", "no_show", "shrug"};
        return act{roll_.one_of(texts)};
    }

    void make_contacts()
    {
        for (std::size_t n = 0; n < made_.matters.size(); ++n) {
            const std::size_t most = static_cast<std::size_t>(like_.most_contacts) * made_.matters[n].record.respondents.size();
            for (std::size_t left = (like_.crowded ? most / 2 : 1) + roll_.below(most); left > 0; --left) make_contact(matter_id{n});
        }
        for (std::size_t n = 0; n < made_.contacts.size(); ++n) refer(n);
        for (std::size_t n = 0; n < made_.contacts.size(); ++n)
            if (like_.crowded && made_.sources.size() > 1 && roll_.chance(25)) dispute(contact_id{n});
            else if (!made_.sources.empty() && roll_.chance(30)) report_on(contact_id{n});
    }

    void make_contact(matter_id m)
    {
        const matter& of = made_.matters[m.index()].record;
        contact c{.key = key("c"), .act = any_act(of), .on = any_date()};
        if (like_.distinct_dates) c.on = date{text_of(base() + std::chrono::hours{7 * ++contacts_})};
        if (roll_.chance(97)) c.matter = m;
        const actor_id a = roll_.one_of(of.respondents);
        const bool requesters = requesters_act(of, c.act);
        c.from = roll_.chance(25) ? any_actor() : requesters ? of.requester : a;
        if (roll_.chance(85)) c.to = roll_.chance(25) ? any_actor() : requesters ? a : of.requester;
        if (roll_.chance(15))
            for (int left = roll_.from_to(1, 2); left > 0; --left) add_distinct(c.respondent, roll_.chance(60) ? roll_.one_of(of.respondents) : any_actor());
        c.occasion = maybe(25);
        c.reply_by = maybe(25);
        if (roll_.chance(c.act == acts::accept_if ? 50 : 5)) c.debtor = any_actor();
        if (roll_.chance(c.act == acts::delegate ? 90 : 4)) c.delegate = any_actor();
        if (roll_.chance(12)) c.recorded = hot_date();
        if (roll_.chance(10)) c.with.push_back(any_actor());
        if (roll_.chance(10)) c.note = "as \"they\" say\n\u00fc\u4e2d";
        if (roll_.chance(10)) c.other.emplace_back("mood", R"({"calm":[1,2.50,null]})");
        made_.contacts.push_back({.record = c});
    }

    bool requesters_act(const matter& of, act a)
    {
        const lifecycle& table = table_of(of);
        const auto row = table.find_act(a.text());
        const acting by = row == lifecycle::no_act ? acting::respondent : table.acts[row].by;
        if (&table != &lifecycles::meeting_request && by == acting::either) return roll_.chance(50);
        return by == acting::requester;
    }

    static void add_distinct(std::vector<actor_id>& list, actor_id a)
    {
        for (const actor_id b : list)
            if (a == b) return;
        list.push_back(a);
    }

    void make_measures()
    {
        for (auto& m : made_.matters)
            if (roll_.chance(40)) m.record.lifecycle = "measure";
        const auto any = [&] { return matter_id{roll_.below(made_.matters.size())}; };
        for (auto& e : made_.contacts) {
            contact& c = e.record;
            const bool of_measure = c.matter && made_.matters[c.matter.index()].record.lifecycle == "measure";
            if (of_measure) c.act = act{roll_.one_of(std::array{"announce", "impose", "suspend", "lift", "remark"})};
            if (roll_.chance(40)) c.cites.push_back(any());
            if (roll_.chance(40)) c.contests.push_back(any());
        }
        for (auto& m : made_.matters)
            if (roll_.chance(50)) m.record.exemptions.push_back(any_exemption());
    }

    exemption any_exemption()
    {
        return {.actor = roll_.chance(50) ? any_actor() : actor_id{}, .act = roll_.chance(30) ? acts::request : act{}, .during = maybe(30)};
    }

    // Replies and corrections, to earlier contacts alone where one by one is to be added.
    void refer(std::size_t n)
    {
        const std::size_t of = like_.backward ? n : made_.contacts.size();
        if (of == 0) return;
        const auto near = [&] { return contact_id{roll_.chance(50) && n > 0 ? n - 1 - roll_.below(std::min<std::size_t>(n, 3)) : roll_.below(of)}; };
        contact& c = made_.contacts[n].record;
        if (roll_.chance(30)) c.in_reply_to = near();
        if (roll_.chance(12)) c.corrects = near();
    }

    template <class T>
    void report_on(id<T> thing)
    {
        if (made_.sources.empty()) return;
        for (int left = roll_.from_to(1, 3); left > 0; --left) {
            report r{.on = thing, .source = source_id{roll_.below(made_.sources.size())}};
            r.stance = roll_.one_of(std::array{stance::asserts, stance::asserts, stance::asserts, stance::denies, stance::retracts});
            if (like_.distinct_dates || roll_.chance(40)) r.published = published();
            made_.reports.push_back({.record = r});
        }
    }

    void dispute(contact_id c)
    {
        made_.reports.push_back({.record = report{.on = c, .source = source_id{0}}});
        made_.reports.push_back({.record = report{.on = c, .source = source_id{1}, .stance = stance::denies}});
    }

    // One seq for each record, in the order of arrival; or any, with some alike.
    void number()
    {
        std::int64_t next = 0;
        const auto each = [&](auto& list) {
            for (auto& e : list) e.seq = ++next;
        };
        each(made_.actors);
        each(made_.sources);
        each(made_.ties);
        each(made_.matters);
        each(made_.contacts);
        each(made_.reports);
        if (like_.backward || roll_.chance(40)) return;
        const int most = roll_.chance(50) ? static_cast<int>(next) * 4 : static_cast<int>(next) / 3 + 1;
        const auto renumber = [&](auto& list) {
            for (auto& e : list) e.seq = roll_.from_to(1, most);
        };
        renumber(made_.contacts);
        renumber(made_.reports);
        renumber(made_.matters);
    }

    dice& roll_;
    shape like_;
    batch made_ = {};
    std::set<std::string> keys_ = {};
    std::vector<instant> hot_ = {};
    std::vector<date> crowd_ = {};
    bool exact_only_ = false;
    int publications_ = 0;
    int contacts_ = 0;
};

inline batch make(dice& roll, shape like) { return maker(roll, like).make(); }

// A standpoint: W, K, and which sources.
struct standpoint {
    instant when = end_of_time;
    instant known = end_of_time;
    std::optional<std::vector<source_id>> sources = {};

    view of(const chronicle& book) const
    {
        view v = book.as_of(when).known_by(known);
        return sources ? v.according_to(perspective(*sources)) : v;
    }
};

// At or next to an instant at which an answer may change.
inline standpoint any_standpoint(dice& roll, const chronicle& book)
{
    std::vector<instant> happens{base()}, known;
    const auto add = [](std::vector<instant>& list, const std::optional<date>& d) {
        if (!d) return;
        for (const instant t : {d->earliest(), d->latest()})
            if (t != beginning_of_time && t != end_of_time) list.push_back(t);
    };
    for (const contact& c : book.all<contact>()) {
        for (const std::optional<date>& d : {std::optional(c.on), c.occasion, c.reply_by}) add(happens, d);
        add(known, c.recorded);
    }
    for (const matter& m : book.all<matter>()) {
        add(happens, m.occasion);
        add(happens, m.reply_by);
        add(known, m.recorded);
    }
    for (const tie& t : book.all<tie>()) add(known, t.recorded);
    for (const source& s : book.all<source>()) add(known, s.published);
    for (const report& r : book.all<report>()) add(known, r.published);
    standpoint at;
    if (roll.chance(92)) at.when = roll.one_of(happens) + std::chrono::seconds{roll.from_to(-1, 2)};
    if (roll.chance(40) && !known.empty()) at.known = roll.one_of(known) + std::chrono::seconds{roll.from_to(-1, 1)};
    if (roll.chance(25)) {
        at.sources.emplace();
        for (std::size_t n = 0; n < book.all<source>().size(); ++n)
            if (roll.chance(50)) at.sources->push_back(source_id{n});
    }
    return at;
}

}  // namespace random_chronicle
