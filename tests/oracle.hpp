// SPDX-License-Identifier: BSL-1.0
#pragma once

// The statuses of a chronicle, worked out a second time: slowly, from the text of the contract alone, and with none of the library's own
// views, folds or statuses. Each paragraph of code quotes the sentence that it follows, in the words of the meeting request, and reads them
// of any lifecycle by what its rules declare. Only records, the bounds of dates, the periods of ties, and the cells and rules of the tables
// are taken from the library.
//
//   oracle::rows({book, when}) == oracle::library_rows(book.as_of(when))       // as sets

#include <demarche/status.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace oracle {

using namespace demarche;

// Seconds since 1970, far from overflow on either side; a date's unbounded side is one of the two ends.
using second = std::int64_t;
inline constexpr second dawn = -(second{1} << 60);
inline constexpr second dusk = second{1} << 60;

inline second seconds(instant t)
{
    return std::clamp(static_cast<second>(t.time_since_epoch().count()), dawn, dusk);
}

inline std::string text_of(second t) { return to_text(t >= dusk ? end_of_time : instant{std::chrono::seconds{t}}); }

// What is asked.
struct question {
    const chronicle& book;
    instant when;
    instant known = end_of_time;
    std::optional<std::vector<source_id>> sources = {};
    std::size_t most_steps = 2'000'000;  // beyond which a leg's worlds are not enumerated
};

// A leg's status, in texts.
struct row {
    std::string matter = {}, respondent = {}, state = {};
    std::set<std::string> possible = {}, why_uncertain = {};
    std::optional<bool> unanswered = {};
    std::string awaiting = {}, since = {}, lapses = {};
    std::uint32_t attempts = 0, reminders = 0;
    std::vector<std::string> evidence = {};
    std::vector<std::pair<std::string, std::string>> diagnostics = {};
    bool enumerated = true;  // else possible, why_uncertain and unanswered are not known, but for too_many, which is not the case

    bool operator==(const row&) const = default;
    bool operator<(const row& b) const { return std::tie(matter, respondent) < std::tie(b.matter, b.respondent); }
};

// ---- 3. What a view knows ------------------------------------------------------------------------------------------------------

enum class word { unknown, disputed, asserted };

class knowledge {
public:
    explicit knowledge(const question& q) : q_(q)
    {
        const auto& book = q.book;
        for (std::size_t n = 0; n < book.all<tie>().size(); ++n) ties.push_back(word_on(tie_id{n}, book.all<tie>()[n].recorded));
        for (std::size_t n = 0; n < book.all<contact>().size(); ++n) {
            contacts.push_back(word_on(contact_id{n}, book.all<contact>()[n].recorded));
            there.push_back(is_there(contact_id{n}, book.all<contact>()[n].recorded));
        }
        for (const matter& m : book.all<matter>()) matter_there.push_back(recorded_by_known(m.recorded));
        for (std::size_t n = 0; n < book.all<contact>().size(); ++n) correctors.push_back(correctors_of(contact_id{n}));
    }

    std::vector<word> ties = {}, contacts = {};
    std::vector<bool> there = {}, matter_there = {};
    std::vector<std::vector<contact_id>> correctors = {};

    bool left_out(contact_id c) const { return !correctors[c.index()].empty(); }

private:
    bool everything_known() const { return q_.known == end_of_time; }

    // "A thing with no report in the whole chronicle … is asserted … from `latest(recorded)` on, or always where it has no `recorded`."
    bool recorded_by_known(const std::optional<date>& recorded) const { return !recorded || recorded->latest() <= q_.known; }

    // "It is published at its own `published`, or where it has none at its source's".
    std::optional<date> published(const report& r) const { return r.published ? r.published : q_.book[r.source].published; }

    template <class T>
    std::vector<report_id> reports_on(id<T> thing) const
    {
        std::vector<report_id> found;
        for (std::size_t n = 0; n < q_.book.all<report>().size(); ++n) {
            const auto about = q_.book.all<report>()[n].on;
            const auto* on = std::get_if<id<T>>(&about);
            if (on && *on == thing) found.push_back(report_id{n});
        }
        return found;
    }

    // "A report counts when its source passes P and `latest(published) <= K`"; "where neither has one it counts only when K is the default".
    bool counts(const report& r) const
    {
        if (q_.sources && std::find(q_.sources->begin(), q_.sources->end(), r.source) == q_.sources->end()) return false;
        const auto when = published(r);
        return when ? when->latest() <= q_.known : everything_known();
    }

    std::string key_of_thing(const report& r) const
    {
        if (const auto* c = std::get_if<contact_id>(&r.on)) return q_.book[*c].key;
        return q_.book[std::get<tie_id>(r.on)].key;
    }

    // "by `latest(published)`, an undated one after all dated ones, then by record order"; "Reports … among those of one `seq`, order is
    // by on, source, published, stance".
    bool stands_before(report_id a, report_id b) const
    {
        const auto place = [this](report_id x) {
            const report& r = q_.book[x];
            const auto when = published(r);
            return std::tuple(!when, when ? when->latest() : beginning_of_time, q_.book.seq(x), key_of_thing(r), q_.book.key(r.source),
                              r.published ? r.published->text() : std::string(), static_cast<int>(r.stance));
        };
        return place(a) < place(b);
    }

    // "Of one source's counting reports on one thing only the last stands"; "asserted when some standing report asserts it and none
    // denies it; disputed when some assert and some deny; unknown otherwise".
    template <class T>
    word word_on(id<T> thing, const std::optional<date>& recorded) const
    {
        const auto all = reports_on(thing);
        if (all.empty()) return recorded_by_known(recorded) ? word::asserted : word::unknown;
        std::map<source_id, report_id> standing;
        for (const report_id x : all) {
            if (!counts(q_.book[x])) continue;
            const auto [at, fresh] = standing.emplace(q_.book[x].source, x);
            if (!fresh && stands_before(at->second, x)) at->second = x;
        }
        bool asserts = false, denies = false;
        for (const auto& [source, x] : standing) {
            if (q_.book[x].stance == stance::asserts) asserts = true;
            if (q_.book[x].stance == stance::denies) denies = true;
        }
        return !asserts ? word::unknown : denies ? word::disputed : word::asserted;
    }

    // "take away every report published after K, every thing all of whose reports are thereby gone, and every unreported thing recorded
    // after K … references to what was taken away name nothing". An undated report is not published after K: it stays, and counts nothing.
    bool is_there(contact_id c, const std::optional<date>& recorded) const
    {
        const auto all = reports_on(c);
        if (all.empty()) return recorded_by_known(recorded);
        return std::any_of(all.begin(), all.end(), [this](report_id x) {
            const auto when = published(q_.book[x]);
            return !when || when->latest() <= q_.known;
        });
    }

    // "where the correcting one is not unknown, the corrected one is left out … A contact that is itself left out still corrects."
    std::vector<contact_id> correctors_of(contact_id c) const
    {
        std::vector<contact_id> found;
        for (std::size_t n = 0; n < q_.book.all<contact>().size(); ++n)
            if (q_.book.all<contact>()[n].corrects == c && contacts[n] != word::unknown) found.push_back(contact_id{n});
        return found;
    }

    const question& q_;
};

// ---- 6. Sides ------------------------------------------------------------------------------------------------------------------

// The ties that lead upward, at one instant: those that hold for certain, and those that may or may not.
struct ties_at {
    std::vector<std::pair<actor_id, actor_id>> certain = {}, uncertain = {};
};

class side_finder {
public:
    side_finder(const question& q, const knowledge& known) : q_(q), known_(known) {}

    // "An actor is possibly on a side when, at some instant of the date, some way of settling the uncertain ties puts it there".
    // "neither of a leg's two parties (R and its A) is on the other's side". The party itself acts for the party.
    bool possibly_on_side(actor_id who, actor_id party, actor_id other, const date& on) const
    {
        if (who == party) return true;
        if (!who || who == other) return false;
        const auto relevant = ties_above({who, party, other});
        for (const second t : instants_of(on, relevant)) {
            const ties_at now = settle(relevant, t);
            for (std::size_t choice = 0; choice < std::size_t{1} << now.uncertain.size(); ++choice) {
                auto held = now.certain;
                for (std::size_t n = 0; n < now.uncertain.size(); ++n)
                    if (choice >> n & 1) held.push_back(now.uncertain[n]);
                if (on_side(who, party, other, held)) return true;
            }
        }
        return false;
    }

private:
    using held_ties = std::vector<std::pair<actor_id, actor_id>>;

    static std::set<actor_id> reached_from(actor_id who, const held_ties& held)
    {
        std::set<actor_id> found;
        std::vector<actor_id> open{who};
        while (!open.empty()) {
            const actor_id a = open.back();
            open.pop_back();
            for (const auto& [from, to] : held)
                if (from == a && found.insert(to).second) open.push_back(to);
        }
        return found;
    }

    // Where uncertain ties are settled into a circle, none in it is strictly above another.
    static bool strictly_above(actor_id z, actor_id who, const held_ties& held)
    {
        return reached_from(who, held).contains(z) && !reached_from(z, held).contains(who);
    }

    // "An actor is on a party's side when some actor is at or above both, or the one is at or above the other — but … an actor strictly
    // above both of them [the two parties] puts nobody, itself included, on either side."
    static bool on_side(actor_id who, actor_id party, actor_id other, const held_ties& held)
    {
        auto above_who = reached_from(who, held), above_party = reached_from(party, held);
        const auto strictly_above_both = [&](actor_id z) { return strictly_above(z, party, held) && strictly_above(z, other, held); };
        above_who.insert(who);
        above_party.insert(party);
        return !strictly_above_both(who) && std::any_of(above_who.begin(), above_who.end(), [&](actor_id z) {
            return above_party.contains(z) && !strictly_above_both(z);
        });
    }

    // Every tie over which one may come from these actors upward, at any date.
    std::vector<tie_id> ties_above(std::set<actor_id> reached) const
    {
        std::set<tie_id> found;
        for (bool grown = true; grown;) {
            grown = false;
            for (std::size_t n = 0; n < q_.book.all<tie>().size(); ++n) {
                const tie& t = q_.book.all<tie>()[n];
                // "`holds` and `part_of` both lead upward."
                if (t.kind != tie_kinds::part_of && t.kind != tie_kinds::holds) continue;
                if (known_.ties[n] == word::unknown || !reached.contains(t.from) || !found.insert(tie_id{n}).second) continue;
                reached.insert(t.to);
                grown = true;
            }
        }
        return {found.begin(), found.end()};
    }

    // Instants of the date between which no tie changes.
    std::set<second> instants_of(const date& on, const std::vector<tie_id>& ties) const
    {
        const second first = seconds(on.earliest()), last = seconds(on.latest());
        std::set<second> found{first};
        for (const tie_id x : ties) {
            const period& p = q_.book.period_of(x);
            for (const second t : {seconds(p.begin_earliest), seconds(p.begin_latest), seconds(p.end_earliest) + 1, seconds(p.end_latest) + 1})
                if (first < t && t <= last) found.insert(t);
        }
        return found;
    }

    // "a tie is uncertain within an imprecise end (a day is imprecise), towards an empty end, and where disputed."
    ties_at settle(const std::vector<tie_id>& ties, second t) const
    {
        ties_at now;
        for (const tie_id x : ties) {
            const period& p = q_.book.period_of(x);
            if (t < seconds(p.begin_earliest) || t > seconds(p.end_latest)) continue;
            const bool surely = seconds(p.begin_latest) <= t && t <= seconds(p.end_earliest) && known_.ties[x.index()] == word::asserted;
            (surely ? now.certain : now.uncertain).emplace_back(q_.book[x].from, q_.book[x].to);
        }
        return now;
    }

    const question& q_;
    const knowledge& known_;
};

// ---- 4. Whose contact, and the order -----------------------------------------------------------------------------------------------

// Whether a contact is one of the delegating acts of its matter's lifecycle.
inline bool is_delegation(const lifecycle& table, const contact& c)
{
    const auto a = table.find_act(c.act.text());
    return a != lifecycle::no_act && table.acts[a].delegates;
}

// One leg: its contacts that are neither unknown nor corrected, in record order, and the order that stands on them.
struct leg_contacts {
    actor_id requester = {}, respondent = {};
    bool of_delegate = false;
    std::vector<contact_id> members = {};
    std::vector<bool> disputed = {};
    std::vector<std::vector<bool>> precedes = {};  // [a][b]: a goes before b
    std::set<contact_id> impossible = {};          // held back by a void rule
};

class leg_builder {
public:
    leg_builder(const question& q, const knowledge& known, const side_finder& sides, matter_id m)
        : q_(q), known_(known), sides_(sides), m_(m), table_(*q.book.lifecycle_of(m))
    {
        for (std::size_t n = 0; n < q.book.all<contact>().size(); ++n) {
            const contact_id c{n};
            if (q.book[c].matter == m && known.contacts[n] != word::unknown && !known.left_out(c)) contacts_.push_back(c);
        }
        // "Record order is by `seq` (an integer), then by key".
        std::sort(contacts_.begin(), contacts_.end(), [&q](contact_id a, contact_id b) {
            return std::pair(q.book.seq(a), q.book[a].key) < std::pair(q.book.seq(b), q.book[b].key);
        });
        // "A *delegate* of a matter in a view is an actor that a contact with act delegate, neither unknown nor corrected, names in
        // `delegate`, and that is neither the requester nor among the respondents."
        for (const contact_id c : contacts_) {
            const actor_id d = q.book[c].delegate;
            if (is_delegation(table_, q.book[c]) && d && d != q.book[m].requester && !listed(d)) delegates.insert(d);
        }
    }

    std::set<actor_id> delegates = {};

    bool delegates_to(contact_id c, actor_id d) const { return is_delegation(table_, q_.book[c]) && q_.book[c].delegate == d; }

    leg_contacts leg_of(actor_id respondent) const
    {
        leg_contacts leg{.requester = q_.book[m_].requester, .respondent = respondent, .of_delegate = !listed(respondent)};
        for (const contact_id c : contacts_)
            if (leg.of_delegate ? in_delegates_leg(c, respondent) : legs_of(c).contains(respondent)) {
                leg.members.push_back(c);
                leg.disputed.push_back(known_.contacts[c.index()] == word::disputed);
            }
        put_in_order(leg);
        return leg;
    }

private:
    bool listed(actor_id a) const
    {
        const auto& all = q_.book[m_].respondents;
        return std::find(all.begin(), all.end(), a) != all.end();
    }

    // "Its leg's contacts are every such delegating contact and those that name it in `respondent`, `from` or `to`, even where
    // `respondent` names another, whatever W and the fold".
    bool in_delegates_leg(contact_id x, actor_id d) const
    {
        const contact& c = q_.book[x];
        return delegates_to(x, d) || c.from == d || c.to == d || std::find(c.respondent.begin(), c.respondent.end(), d) != c.respondent.end();
    }

    // "Here a delegate counts as a respondent with a leg, except in a contact whose own `delegate` it is."
    bool has_leg(const contact& c, actor_id a) const { return a && (listed(a) || (delegates.contains(a) && c.delegate != a)); }

    std::set<actor_id> legs_of(contact_id x) const
    {
        const contact& c = q_.book[x];
        const matter& m = q_.book[m_];
        std::set<actor_id> found;
        // "A contact of a matter belongs to the legs of the respondents that its `respondent` field … names".
        for (const actor_id a : c.respondent)
            if (has_leg(c, a)) found.insert(a);
        if (!found.empty()) return found;
        // "without one, or where it names nobody with a leg, to those that its `from` or `to` names".
        for (const actor_id a : {c.from, c.to})
            if (has_leg(c, a)) found.insert(a);
        if (!found.empty()) return found;
        // "where these name none, to those whose side (section 6) `from` or `to` possibly is on at its date"; a delegate's leg
        // "by side … gets none".
        for (const actor_id a : m.respondents)
            for (const actor_id end : {c.from, c.to})
                if (sides_.possibly_on_side(end, a, m.requester, c.on)) found.insert(a);
        if (!found.empty()) return found;
        // "where there are none, to every leg listed in the matter."
        return {m.respondents.begin(), m.respondents.end()};
    }

    // "a reply to the corrected one counts as a reply to the correcting one (to each, where several correct one; corrections chain)".
    // "A reply to itself, or to one that it corrects, makes no rule."
    std::set<contact_id> replied_to(contact_id reply) const
    {
        const contact_id first = q_.book[reply].in_reply_to;
        std::set<contact_id> found, seen;
        std::vector<contact_id> open;
        if (first && known_.there[first.index()]) open.push_back(first);
        while (!open.empty()) {
            const contact_id x = open.back();
            open.pop_back();
            if (x == reply) return {};
            if (!seen.insert(x).second) continue;
            const auto& by = known_.correctors[x.index()];
            if (by.empty()) found.insert(x);
            open.insert(open.end(), by.begin(), by.end());
        }
        return found;
    }

    void put_in_order(leg_contacts& leg) const
    {
        const std::size_t n = leg.members.size();
        leg.precedes.assign(n, std::vector<bool>(n, false));
        const auto& of = leg.members;
        // "1. each goes after the one that it replies to (`in_reply_to`)", "by the contact held back (the reply …), in record order, then
        // by the other."
        for (std::size_t late = 0; late < n; ++late) {
            const auto targets = replied_to(of[late]);
            for (std::size_t early = 0; early < n; ++early)
                if (targets.contains(of[early])) rule(leg, early, late);
        }
        // "2. each goes after the leg's opening one".
        if (const auto opener = opening_one(leg))
            for (std::size_t late = 0; late < n; ++late)
                if (late != *opener) rule(leg, *opener, late);
        // "3. each goes before the next recorded one whose date has the same two bounds."
        for (std::size_t late = 0; late < n; ++late)
            for (std::size_t early = late; early-- > 0;)
                if (same_bounds(of[early], of[late])) {
                    rule(leg, early, late);
                    break;
                }
    }

    bool same_bounds(contact_id a, contact_id b) const
    {
        return q_.book[a].on.earliest() == q_.book[b].on.earliest() && q_.book[a].on.latest() == q_.book[b].on.latest();
    }

    // "the first recorded whose cell in `none` is a state without a diagnostic; in a delegate's leg, the first recorded delegating contact".
    std::optional<std::size_t> opening_one(const leg_contacts& leg) const
    {
        for (std::size_t n = 0; n < leg.members.size(); ++n) {
            const contact_id c = leg.members[n];
            if (leg.of_delegate) {
                if (delegates_to(c, leg.respondent)) return n;
                continue;
            }
            const auto a = table_.find_act(q_.book[c].act.text());
            if (a != lifecycle::no_act && table_.at(a, state_id::none).what == effect::go) return n;
        }
        return {};
    }

    // "A rule that the dates, or the rules already taken, make impossible is void, with the diagnostic `impossible_order` on the contact
    // that it would hold back." "The order is what is left and all that follows from it".
    void rule(leg_contacts& leg, std::size_t early, std::size_t late) const
    {
        const std::size_t n = leg.members.size();
        std::vector<std::size_t> firsts{early}, lasts{late};
        for (std::size_t k = 0; k < n; ++k) {
            if (leg.precedes[k][early]) firsts.push_back(k);
            if (leg.precedes[late][k]) lasts.push_back(k);
        }
        for (const std::size_t a : firsts)
            for (const std::size_t b : lasts)
                if (a == b || leg.precedes[b][a] || q_.book[leg.members[a]].on.earliest() > q_.book[leg.members[b]].on.latest()) {
                    leg.impossible.insert(leg.members[late]);
                    return;
                }
        for (const std::size_t a : firsts)
            for (const std::size_t b : lasts) leg.precedes[a][b] = true;
    }

    const question& q_;
    const knowledge& known_;
    const side_finder& sides_;
    matter_id m_;
    const lifecycle& table_;
    std::vector<contact_id> contacts_ = {};
};

// ---- 5. The fold -------------------------------------------------------------------------------------------------------------------

// The last instants of the terms in force, where they have them.
struct terms {
    std::optional<second> occasion = {}, reply_by = {};
    auto operator<=>(const terms&) const = default;
};

// What folding leaves. Two histories that leave the same go on alike.
struct standing {
    state_id state = state_id::none;
    terms in_force = {};
    actor_id debtor = {}, postponer = {};
    second last = dawn;  // the instant up to which contacts are folded

    // "`<prior>` back to the state from which countered was last entered (never countered itself), with its terms, debtor and postponer."
    state_id prior_state = state_id::none;
    terms prior_terms = {};
    actor_id prior_debtor = {}, prior_postponer = {};
    second countered_at = dawn;

    auto operator<=>(const standing&) const = default;
};

// What only the shown world is asked for.
struct trail {
    std::string since = {};
    std::uint32_t attempts = 0, reminders = 0;
    std::vector<std::pair<contact_id, bool>> folded = {};  // and whether its cell named a state
    std::set<std::pair<std::string, std::string>> diagnostics = {};
};

class folder {
public:
    folder(const question& q, const side_finder& sides, matter_id m, const leg_contacts& leg)
        : q_(q), sides_(sides), m_(m), leg_(leg), table_(*q.book.lifecycle_of(m))
    {
    }

    // "The terms in force are the matter's own until a proposal".
    standing start() const
    {
        return {.in_force = {.occasion = last_of(q_.book[m_].occasion), .reply_by = last_of(q_.book[m_].reply_by)}};
    }

    static std::optional<second> last_of(const std::optional<date>& d)
    {
        return d ? std::optional(seconds(d->latest())) : std::nullopt;
    }

    // "The clock acts `reply_due` at the instant after `latest(reply_by)`, and `occasion_passed` at the instant after `latest(occasion)`".
    static std::optional<second> due(const std::optional<second>& latest)
    {
        return latest && *latest < dusk ? std::optional(*latest + 1) : std::nullopt;
    }

    // Lets the clock act from the last folded instant on (where contacts came first) up to `until`: "only when the terms that set it are in
    // force at that instant … At one instant contacts come first, then reply_due, then occasion_passed."
    void run_clock(standing& s, second until, trail* shown) const
    {
        const auto reply = due(s.in_force.reply_by), occasion = due(s.in_force.occasion);
        const auto falls = [&](const std::optional<second>& x) { return x && s.last <= *x && *x <= until; };
        if (falls(occasion) && falls(reply) && *occasion < *reply) {
            clock_act(s, table_.occasion_clock, *occasion, shown);
            clock_act(s, table_.reply_clock, *reply, shown);
            return;
        }
        if (falls(reply)) clock_act(s, table_.reply_clock, *reply, shown);
        if (falls(occasion)) clock_act(s, table_.occasion_clock, *occasion, shown);
    }

    // "`lapses` is, in an open state, the instant … of the earliest clock act later than W, of the terms in force, whose cell is not `=`".
    std::optional<second> lapses(const standing& s, second when) const
    {
        std::optional<second> earliest;
        if (!table_[s.state].open) return earliest;
        for (const auto& [a, x] : {std::pair(table_.reply_clock, due(s.in_force.reply_by)), {table_.occasion_clock, due(s.in_force.occasion)}})
            if (a != lifecycle::no_act && x && *x > when && table_.at(a, s.state).what != effect::record && (!earliest || *x < *earliest)) earliest = x;
        return earliest;
    }

    // Folds one contact at `t`; the clock has run until just before.
    void fold(standing& s, contact_id x, second t, trail* shown) const
    {
        const contact& c = q_.book[x];
        const bool delegating = leg_.of_delegate && is_delegation(table_, c) && c.delegate == leg_.respondent;

        // "In the delegate's leg it is folded as a request without terms". "An act that the table does not know is folded as a remark."
        const auto known = table_.find_act(c.act.text());
        const auto act = delegating ? table_.delegated_as : known == lifecycle::no_act ? table_.unknown_as : known;
        const terms own = delegating ? terms{} : terms{.occasion = last_of(c.occasion), .reply_by = last_of(c.reply_by)};

        // "A request or reiterate that carries `occasion` or `reply_by` is folded, in an open state, as revise".
        const bool as_revise = table_.acts[act].with_terms_as != lifecycle::no_act && (own.occasion || own.reply_by) && table_[s.state].open;
        const auto row = as_revise ? table_.acts[act].with_terms_as : act;
        const cell what = table_.at(row, s.state);
        const bool names = what.what == effect::go || what.what == effect::go_out_of_protocol;
        const bool again = what.what == effect::attempt, back = what.what == effect::prior;
        const state_id old_state = s.state;
        const terms old_terms = s.in_force;
        const bool in_countered = can_lead_back(old_state);

        if (shown) diagnose(c, x, delegating, act, what, *shown);

        // "In countered … accept, accept_if and tentative take those terms up again."
        if (in_countered && table_.acts[row].takes_up) s.in_force = s.prior_terms;

        // "a *proposal* is a request, reiterate, revise or counter whose cell names a state or is `+`": "its `occasion`, or where it has none
        // the one before; its `reply_by`, or where it has none the one before — but none for a counter without one". "In countered, "the
        // one before" of a proposal of R's is what `<prior>` would bring back".
        if (table_.acts[row].proposes && (names || again)) {
            const terms before = in_countered && table_.acts[row].by == acting::requester ? s.prior_terms : old_terms;
            s.in_force.occasion = own.occasion ? own.occasion : before.occasion;
            s.in_force.reply_by = own.reply_by ? own.reply_by : table_.acts[row].answers_terms ? std::nullopt : before.reply_by;
        }

        if (names) {
            if (can_lead_back(what.to) && !in_countered) {
                s.prior_state = old_state;
                s.prior_terms = old_terms;
                s.prior_debtor = s.debtor;
                s.prior_postponer = s.postponer;
                s.countered_at = t;
            }
            s.state = what.to;
            // "Debtor and postponer are those of the last contact whose cell named that state."
            if (table_[what.to].awaited == awaited::debtor) s.debtor = c.debtor;
            if (table_[what.to].awaited == awaited::postponer) s.postponer = postponer_of(c);
            // "A move into postponed drops the occasion".
            if (table_[what.to].drops_occasion) s.in_force.occasion = {};
        }
        // "`+` a new attempt: go to pending".
        if (again) s.state = table_.attempt_state;
        if (back) {
            s.state = s.prior_state;
            s.in_force = s.prior_terms;
            s.debtor = s.prior_debtor;
            s.postponer = s.prior_postponer;
        }
        // "`+`, and a move out of lapsed, drop, of the terms then in force, the contact's own included, what has its latest before the
        // contact's instant."
        if (again || (table_[old_state].drops_past && names && s.state != old_state)) {
            if (s.in_force.occasion && *s.in_force.occasion < t) s.in_force.occasion = {};
            if (s.in_force.reply_by && *s.in_force.reply_by < t) s.in_force.reply_by = {};
        }

        if (shown) {
            shown->folded.emplace_back(x, names);
            // "`since` is the date of the contact whose cell last named a state, even the present one, or was `+` or `<prior>`".
            if (names || again || back) shown->since = c.on.text();
            // "`attempts` is 1 from the first move out of none, and one more for every `+`. `reminders` counts the reiterations folded in
            // this attempt, not one that began it."
            const bool begins = again || (shown->attempts == 0 && s.state != state_id::none);
            if (begins) {
                ++shown->attempts;
                shown->reminders = 0;
            } else if (shown->attempts > 0 && table_.acts[act].reminds) {
                ++shown->reminders;
            }
        }

        // "only where the cell is `<prior>`, what fell due while countered of the terms that it brings back happens at the instant of that
        // contact, right after it". What falls due at that very instant is the clock's as ever, after the contacts.
        if (back) {
            const auto fell_due = [&](const std::optional<second>& at) { return at && s.countered_at <= *at && *at < t; };
            if (fell_due(due(s.in_force.reply_by))) clock_act(s, table_.reply_clock, t, shown);
            if (fell_due(due(s.in_force.occasion))) clock_act(s, table_.occasion_clock, t, shown);
        }
        s.last = t;
        // What no later contact can ask for is forgotten, so that equal futures compare equal.
        if (!can_lead_back(s.state)) {
            s.prior_state = state_id::none;
            s.prior_terms = {};
            s.prior_debtor = s.prior_postponer = {};
            s.countered_at = dawn;
        }
    }

    // "At one instant, contacts go in record order except where the order says otherwise: again and again the first recorded whose
    // predecessors at that instant have gone."
    std::vector<std::size_t> in_order(std::vector<std::size_t> at_one_instant) const
    {
        std::vector<std::size_t> gone;
        std::sort(at_one_instant.begin(), at_one_instant.end());
        while (!at_one_instant.empty()) {
            const auto next = std::find_if(at_one_instant.begin(), at_one_instant.end(), [&](std::size_t n) {
                return std::none_of(at_one_instant.begin(), at_one_instant.end(), [&](std::size_t k) { return leg_.precedes[k][n]; });
            });
            gone.push_back(*next);
            at_one_instant.erase(next);
        }
        return gone;
    }

    // Folds what happened at one instant, after the clock's acts up to then.
    void step(standing& s, const std::vector<std::size_t>& at_one_instant, second t, trail* shown) const
    {
        run_clock(s, t - 1, shown);
        for (const std::size_t n : in_order(at_one_instant)) fold(s, leg_.members[n], t, shown);
    }

private:
    // Whether the state is one as countered is: with a `<prior>` cell.
    bool can_lead_back(state_id s) const { return table_.with_prior.contains(s); }

    void clock_act(standing& s, std::uint8_t row, second at, trail* shown) const
    {
        const cell what = row == lifecycle::no_act ? cell{effect::record} : table_.at(row, s.state);
        if (what.what != effect::go && what.what != effect::go_out_of_protocol) return;
        const state_id old_state = std::exchange(s.state, what.to);
        // "A move into postponed drops the occasion", and one out of lapsed what is past, by the clock too.
        if (table_[s.state].drops_occasion) s.in_force.occasion = {};
        if (table_[old_state].drops_past && s.state != old_state) {
            if (s.in_force.occasion && *s.in_force.occasion < at) s.in_force.occasion = {};
            if (s.in_force.reply_by && *s.in_force.reply_by < at) s.in_force.reply_by = {};
        }
        // "for the clock, its instant as `YYYY-MM-DDThh:mm:ssZ`".
        if (shown) shown->since = text_of(at);
    }

    // "the party on whose side the postponing contact's actor is, or that actor where it is on both or neither."
    actor_id postponer_of(const contact& c) const
    {
        const bool on_requesters = acts_for(c, leg_.requester, leg_.respondent), on_respondents = acts_for(c, leg_.respondent, leg_.requester);
        return on_requesters == on_respondents ? c.from : on_requesters ? leg_.requester : leg_.respondent;
    }

    // "An actor acts for a party when it is the party, or possibly on its side (section 6) at some instant of the contact's date."
    bool acts_for(const contact& c, actor_id party, actor_id other) const { return sides_.possibly_on_side(c.from, party, other, c.on); }

    // The diagnostics of one folded contact; "gets no diagnostic" in the leg to which it delegates.
    void diagnose(const contact& c, contact_id x, bool delegating, std::uint8_t act, cell what, trail& shown) const
    {
        if (delegating) return;
        const auto odd = [&](const char* kind) { shown.diagnostics.emplace(c.key, kind); };
        // "`~` stale …, with the diagnostic `stale` · `!` out of protocol …, with the diagnostic `out_of_protocol` · `STATE!` go there,
        // with that diagnostic".
        if (what.what == effect::stale) odd("stale");
        if (what.what == effect::protocol || what.what == effect::go_out_of_protocol) odd("out_of_protocol");
        if (leg_.impossible.contains(x)) odd("impossible_order");
        // "A contact of R's or A's acts whose actor is on neither side is folded all the same, with the diagnostic `outsider` …; one whose
        // actor is on the other side and not on the one that `by` names, with `wrong_side`. Acts of the world are nobody's".
        const acting by = table_.acts[act].by;
        if (by == acting::world || by == acting::clock) return;
        const bool for_requester = acts_for(c, leg_.requester, leg_.respondent), for_respondent = acts_for(c, leg_.respondent, leg_.requester);
        if (!for_requester && !for_respondent) odd("outsider");
        if (by == acting::requester && !for_requester && for_respondent) odd("wrong_side");
        if (by == acting::respondent && !for_respondent && for_requester) odd("wrong_side");
    }

    const question& q_;
    const side_finder& sides_;
    matter_id m_;
    const leg_contacts& leg_;
    const lifecycle& table_;
};

// ---- 4. Worlds ---------------------------------------------------------------------------------------------------------------------

class worlds {
public:
    worlds(const question& q, matter_id m, const leg_contacts& leg, const folder& how) : q_(q), m_(m), leg_(leg), how_(how), when_(seconds(q.when))
    {
        for (const contact_id c : leg.members) {
            earliest_.push_back(seconds(q.book[c].on.earliest()));
            latest_.push_back(seconds(q.book[c].on.latest()));
        }
        make_stretches();
    }

    // "every disputed contact is in, and each contact happens as late as its date and the rules allow (at the least of its own latest
    // instant and those of all that must follow it)."
    standing shown(trail& t) const
    {
        std::map<second, std::vector<std::size_t>> world;
        for (std::size_t n = 0; n < size(); ++n) {
            second at = latest_[n];
            for (std::size_t k = 0; k < size(); ++k)
                if (leg_.precedes[n][k]) at = std::min(at, latest_[k]);
            world[at].push_back(n);
        }
        return play(world, &t);
    }

    // "Of the contacts with `earliest <= W`, count the disputed ones, and the most whose dates share an instant, leaving out the instants
    // where all have the same bounds. A leg where the two counts together pass 12 is not enumerated".
    bool too_many() const
    {
        std::size_t disputed = 0, most = 0;
        for (std::size_t n = 0; n < size(); ++n) {
            if (earliest_[n] > when_) continue;
            if (leg_.disputed[n]) ++disputed;
            std::size_t sharing = 0;
            bool all_alike = true;
            const second t = earliest_[n];  // the dates that share any instant share the last of their first ones
            std::optional<std::pair<second, second>> bounds;
            for (std::size_t k = 0; k < size(); ++k) {
                if (earliest_[k] > when_ || t < earliest_[k] || latest_[k] < t) continue;
                ++sharing;
                if (bounds && *bounds != std::pair(earliest_[k], latest_[k])) all_alike = false;
                bounds = std::pair(earliest_[k], latest_[k]);
            }
            if (!all_alike) most = std::max(most, sharing);
        }
        return disputed + most > 12;
    }

    // The outcomes of each choice of disputed contacts, or nothing where it takes too long. Walks through time, from one instant that may
    // matter to the next, and tries every set of contacts there; what led to the same standing is not walked twice.
    std::optional<std::set<std::set<state_id>>> by_walking() const
    {
        std::set<std::set<state_id>> found;
        std::size_t steps = 0;
        for (const std::size_t in : choices()) {
            std::set<std::tuple<std::size_t, second, std::size_t, standing>> walked;
            std::set<state_id> outcomes;
            if (!walk(in, 0, 0, 0, how_.start(), walked, outcomes, steps)) return {};
            found.insert(outcomes);
        }
        return found;
    }

    // The same, world by world: an instant for each contact, the order checked, the whole history folded. Nothing where there are more
    // than `most` worlds to look at.
    std::optional<std::set<std::set<state_id>>> one_by_one(double most) const
    {
        std::vector<std::vector<second>> instants(size());
        double count = static_cast<double>(choices().size());
        for (std::size_t n = 0; n < size(); ++n) {
            for (const auto& [first, last] : stretches_)
                for (second t = first; t <= last && t < first + static_cast<second>(size()); ++t)
                    if (earliest_[n] <= t && t <= latest_[n]) instants[n].push_back(t);
            count *= static_cast<double>(instants[n].size());
        }
        if (count > most) return {};
        std::set<std::set<state_id>> found;
        for (const std::size_t in : choices()) {
            std::set<state_id> outcomes;
            std::vector<second> at(size(), 0);
            pick(in, 0, instants, at, outcomes);
            found.insert(outcomes);
        }
        return found;
    }

private:
    std::size_t size() const { return leg_.members.size(); }

    // "if it is disputed: in or out".
    std::vector<std::size_t> choices() const
    {
        std::vector<std::size_t> found{0};
        for (std::size_t n = 0; n < size(); ++n) {
            const std::size_t so_far = found.size();
            for (std::size_t k = 0; k < so_far; ++k) {
                if (leg_.disputed[n]) found.push_back(found[k] | std::size_t{1} << n);
                else found[k] |= std::size_t{1} << n;
            }
        }
        return found;
    }

    // Time, cut wherever a date begins or ends, a clock may act, or the view stands: within a stretch only the order of contacts matters.
    void make_stretches()
    {
        std::set<second> cuts{dawn, when_ + 1};
        const auto cut_at_term = [&cuts](const std::optional<date>& d) {
            if (const auto x = folder::due(folder::last_of(d))) cuts.insert({*x, *x + 1});
        };
        cut_at_term(q_.book[m_].occasion);
        cut_at_term(q_.book[m_].reply_by);
        for (std::size_t n = 0; n < size(); ++n) {
            cuts.insert({earliest_[n], latest_[n] + 1});
            cut_at_term(q_.book[leg_.members[n]].occasion);
            cut_at_term(q_.book[leg_.members[n]].reply_by);
        }
        for (auto at = cuts.begin(); at != cuts.end(); ++at)
            stretches_.emplace_back(*at, std::next(at) == cuts.end() ? dusk + 1 : *std::next(at) - 1);
    }

    // "the state after folding, in that order, every contact that is in with `t <= W` …, with the clock's acts … at their own instants."
    standing play(const std::map<second, std::vector<std::size_t>>& world, trail* t) const
    {
        standing s = how_.start();
        for (const auto& [at, contacts] : world)
            if (at <= when_) how_.step(s, contacts, at, t);
        how_.run_clock(s, when_, t);
        return s;
    }

    // "if it is in: an instant t with `earliest <= t <= latest`, in keeping with the order among the contacts that are in."
    void pick(std::size_t in, std::size_t n, const std::vector<std::vector<second>>& instants, std::vector<second>& at,
              std::set<state_id>& outcomes) const
    {
        if (n == size()) {
            std::map<second, std::vector<std::size_t>> world;
            for (std::size_t k = 0; k < size(); ++k)
                if (in >> k & 1) world[at[k]].push_back(k);
            outcomes.insert(play(world, nullptr).state);
            return;
        }
        if ((in >> n & 1) == 0) return pick(in, n + 1, instants, at, outcomes);
        for (const second t : instants[n]) {
            bool fits = true;
            for (std::size_t k = 0; k < n; ++k) {
                if ((in >> k & 1) == 0) continue;
                if (leg_.precedes[k][n] && at[k] > t) fits = false;
                if (leg_.precedes[n][k] && t > at[k]) fits = false;
            }
            at[n] = t;
            if (fits) pick(in, n + 1, instants, at, outcomes);
        }
    }

    // Stands at the `offset`-th second of a stretch, with the contacts `placed` folded. Within a stretch no second is left out before one
    // that is used, since only the order matters there.
    bool walk(std::size_t in, std::size_t stretch, second offset, std::size_t placed, const standing& s,
              std::set<std::tuple<std::size_t, second, std::size_t, standing>>& walked, std::set<state_id>& outcomes, std::size_t& steps) const
    {
        if (!walked.emplace(stretch, offset, placed, s).second) return true;
        if (++steps > q_.most_steps) return false;
        if (stretch == stretches_.size() || stretches_[stretch].first > when_) {
            for (std::size_t n = 0; n < size(); ++n)
                if ((in & ~placed) >> n & 1 && latest_[n] <= when_) return true;  // it happened by W, but has found no place
            standing end = s;
            how_.run_clock(end, when_, nullptr);
            outcomes.insert(end.state);
            return true;
        }
        const auto& [first, last] = stretches_[stretch];
        const second t = first + offset;
        std::vector<std::size_t> may;
        for (std::size_t n = 0; n < size(); ++n) {
            if (((in & ~placed) >> n & 1) == 0) continue;
            if (latest_[n] < t) return true;  // its date is over, and it has found no place
            if (earliest_[n] <= t) may.push_back(n);
        }
        if (!walk(in, stretch + 1, 0, placed, s, walked, outcomes, steps)) return false;
        if (t > last) return true;
        for (std::size_t set = 1; set < std::size_t{1} << may.size(); ++set) {
            std::vector<std::size_t> here;
            std::size_t then = placed;
            for (std::size_t k = 0; k < may.size(); ++k)
                if (set >> k & 1) {
                    here.push_back(may[k]);
                    then |= std::size_t{1} << may[k];
                }
            const bool fits = std::all_of(here.begin(), here.end(), [&](std::size_t n) {
                for (std::size_t k = 0; k < size(); ++k)
                    if ((in & ~then) >> k & 1 && leg_.precedes[k][n]) return false;
                return true;
            });
            if (!fits) continue;
            if (++steps > q_.most_steps) return false;
            standing next = s;
            how_.step(next, here, t, nullptr);
            next.debtor = next.postponer = next.prior_debtor = next.prior_postponer = {};  // they decide no outcome
            if (!walk(in, stretch, offset + 1, then, next, walked, outcomes, steps)) return false;
        }
        return true;
    }

    const question& q_;
    matter_id m_;
    const leg_contacts& leg_;
    const folder& how_;
    second when_;
    std::vector<second> earliest_ = {}, latest_ = {};
    std::vector<std::pair<second, second>> stretches_ = {};
};

// ---- The rows ----------------------------------------------------------------------------------------------------------------------

class answers {
public:
    explicit answers(const question& q) : q_(q), known_(q), sides_(q, known_) {}

    std::vector<row> rows() const
    {
        std::vector<row> found;
        for (std::size_t n = 0; n < q_.book.all<matter>().size(); ++n)
            if (known_.matter_there[n] && q_.book.lifecycle_of(matter_id{n}) != nullptr) add_rows(matter_id{n}, found);
        return found;
    }

    /// How many legs were checked a second time, world by world; and what did not agree.
    mutable std::size_t twice = 0;
    mutable std::vector<std::string> disagreements = {};
    double most_worlds = 0;

private:
    struct told_leg {
        leg_contacts leg = {};
        standing end = {};
        trail shown = {};
    };

    void add_rows(matter_id m, std::vector<row>& found) const
    {
        const leg_builder builder(q_, known_, sides_, m);
        std::vector<actor_id> respondents = q_.book[m].respondents;
        const std::size_t listed = respondents.size();
        respondents.insert(respondents.end(), builder.delegates.begin(), builder.delegates.end());
        std::vector<told_leg> legs;
        for (const actor_id a : respondents) {
            told_leg x{.leg = builder.leg_of(a)};
            const folder how(q_, sides_, m, x.leg);
            x.end = worlds(q_, m, x.leg, how).shown(x.shown);
            legs.push_back(x);
        }
        for (std::size_t n = 0; n < legs.size(); ++n)
            if (n < listed || delegated(builder, legs, respondents[n])) found.push_back(row_of(m, legs[n]));
    }

    // "The leg is shown once a delegating contact is folded by W, in the shown world of any other leg to which it belongs (itself shown or
    // not), in a cell that names a state."
    static bool delegated(const leg_builder& builder, const std::vector<told_leg>& legs, actor_id d)
    {
        for (const told_leg& other : legs)
            for (const auto& [c, named] : other.shown.folded)
                if (other.leg.respondent != d && named && builder.delegates_to(c, d)) return true;
        return false;
    }

    row row_of(matter_id m, const told_leg& told) const
    {
        const auto key_of = [this](actor_id a) { return a ? q_.book[a].key : std::string(); };
        const lifecycle& table = *q_.book.lifecycle_of(m);
        row r{.matter = q_.book[m].key, .respondent = key_of(told.leg.respondent), .state = std::string(table[told.end.state].name)};

        // "`awaiting` is the party as the matter names it, or the `debtor`, or the postponer".
        switch (table[told.end.state].awaited) {
        case awaited::nobody: break;
        case awaited::requester: r.awaiting = key_of(told.leg.requester); break;
        case awaited::respondent: r.awaiting = key_of(told.leg.respondent); break;
        case awaited::debtor: r.awaiting = key_of(told.end.debtor ? told.end.debtor : told.leg.requester); break;
        case awaited::postponer: r.awaiting = key_of(told.end.postponer); break;
        }
        // "Null in none."
        if (told.end.state != state_id::none) r.since = told.shown.since;
        if (const auto t = folder(q_, sides_, m, told.leg).lapses(told.end, seconds(q_.when))) r.lapses = text_of(*t);
        r.attempts = told.shown.attempts;
        r.reminders = told.shown.reminders;
        for (const auto& [c, named] : told.shown.folded) r.evidence.push_back(q_.book[c].key);
        r.diagnostics.assign(told.shown.diagnostics.begin(), told.shown.diagnostics.end());
        add_possible(m, told, r);
        return r;
    }

    void add_possible(matter_id m, const told_leg& told, row& r) const
    {
        const lifecycle& table = *q_.book.lifecycle_of(m);
        const folder how(q_, sides_, m, told.leg);
        const worlds all(q_, m, told.leg, how);
        if (all.too_many()) {
            // "`possible` is then every state of the lifecycle, and `why_uncertain` names `too_many` alone."
            std::set<state_id> every;
            for (std::size_t s = 0; s < table.state_count; ++s) every.insert(static_cast<state_id>(s));
            r.why_uncertain = {"too_many"};
            return hold_possible(every, table, r);
        }
        const auto outcomes = all.by_walking();
        r.enumerated = outcomes.has_value();
        if (!outcomes) return;
        if (const auto again = most_worlds > 0 ? all.one_by_one(most_worlds) : std::nullopt) {
            ++twice;
            if (*again != *outcomes) disagreements.push_back(r.matter + " " + r.respondent);
        }
        // "`why_uncertain` names `imprecise_date` where for some choice of disputed contacts the worlds have more than one outcome, and
        // `dispute` where the outcome sets of two choices differ."
        std::set<state_id> possible;
        for (const auto& choice : *outcomes) {
            if (choice.size() > 1) r.why_uncertain.insert("imprecise_date");
            possible.insert(choice.begin(), choice.end());
        }
        if (outcomes->size() > 1) r.why_uncertain.insert("dispute");
        hold_possible(possible, table, r);
    }

    static void hold_possible(const std::set<state_id>& possible, const lifecycle& table, row& r)
    {
        std::size_t unanswered = 0;
        for (const state_id s : possible) {
            r.possible.insert(std::string(table[s].name));
            if (table[s].unanswered) ++unanswered;
        }
        // "`unanswered` is true or false where every possible state agrees, otherwise null."
        if (unanswered == 0) r.unanswered = false;
        else if (unanswered == possible.size()) r.unanswered = true;
    }

    const question& q_;
    knowledge known_;
    side_finder sides_;
};

inline std::vector<row> rows(const question& q)
{
    auto found = answers(q).rows();
    std::sort(found.begin(), found.end());
    return found;
}

// ---- The library's answers, and how they differ ------------------------------------------------------------------------------------------

inline row library_row(const view& v, const account& of)
{
    const status& s = of.status;
    const chronicle& book = *s.book;
    const auto key_of = [&book](actor_id a) { return a ? book[a].key : std::string(); };
    row r{.matter = book[s.leg.matter].key, .respondent = key_of(s.leg.respondent), .state = std::string((*s.table)[s.state].name)};
    for (std::size_t n = 0; n < s.table->state_count; ++n)
        if (s.possible.contains(static_cast<state_id>(n))) r.possible.insert(std::string(s.table->states[n].name));
    if (s.why_uncertain.imprecise_date) r.why_uncertain.insert("imprecise_date");
    if (s.why_uncertain.dispute) r.why_uncertain.insert("dispute");
    if (s.why_uncertain.too_many) r.why_uncertain.insert("too_many");
    r.unanswered = s.unanswered;
    r.awaiting = key_of(s.awaiting);
    r.since = since_text(s);
    if (s.lapses) r.lapses = to_text(*s.lapses);
    r.attempts = s.attempts;
    r.reminders = s.reminders;
    for (const contact_id c : of.evidence) r.evidence.push_back(v.key(c));
    for (const diagnostic& d : of.diagnostics) r.diagnostics.emplace_back(v.key(d.contact), std::string(to_text(d.kind)));
    return r;
}

inline std::vector<row> library_rows(const view& v)
{
    std::vector<row> found;
    for (std::size_t n = 0; n < v.size().matters; ++n)
        for (const account& a : accounts(v, matter_id{n})) found.push_back(library_row(v, a));
    std::sort(found.begin(), found.end());
    return found;
}

inline std::string text_of(const std::set<std::string>& words)
{
    std::string text;
    for (const auto& w : words) text += (text.empty() ? "" : " ") + w;
    return text;
}

// What differs between two rows, a line each; empty where nothing does. What one of them has not enumerated is not compared.
inline std::string difference(const row& a, const row& b)
{
    std::string text;
    const auto field = [&](const char* name, const std::string& x, const std::string& y) {
        if (x != y) text += a.matter + "/" + a.respondent + " " + name + ": " + x + " | " + y + "\n";
    };
    const auto tri = [](const std::optional<bool>& x) { return std::string(!x ? "null" : *x ? "true" : "false"); };
    const auto list = [](const auto& all, auto&& word) {
        std::string joined;
        for (const auto& x : all) joined += (joined.empty() ? "" : " ") + word(x);
        return joined;
    };
    field("leg", a.matter + "/" + a.respondent, b.matter + "/" + b.respondent);
    field("state", a.state, b.state);
    if (!a.enumerated) field("too_many", "no", b.why_uncertain.contains("too_many") ? "yes" : "no");
    if (a.enumerated) {
        field("possible", text_of(a.possible), text_of(b.possible));
        field("why_uncertain", text_of(a.why_uncertain), text_of(b.why_uncertain));
        field("unanswered", tri(a.unanswered), tri(b.unanswered));
    }
    field("awaiting", a.awaiting, b.awaiting);
    field("since", a.since, b.since);
    field("lapses", a.lapses, b.lapses);
    field("attempts", std::to_string(a.attempts), std::to_string(b.attempts));
    field("reminders", std::to_string(a.reminders), std::to_string(b.reminders));
    const auto same = [](const std::string& x) { return x; };
    const auto both = [](const std::pair<std::string, std::string>& x) { return x.first + ":" + x.second; };
    field("evidence", list(a.evidence, same), list(b.evidence, same));
    field("diagnostics", list(a.diagnostics, both), list(b.diagnostics, both));
    return text;
}

// Two answers to one view, both sorted.
inline std::string difference(const std::vector<row>& a, const std::vector<row>& b)
{
    std::string text;
    if (a.size() != b.size()) text += std::to_string(a.size()) + " legs | " + std::to_string(b.size()) + " legs\n";
    for (std::size_t n = 0; n < a.size() && n < b.size(); ++n) text += difference(a[n], b[n]);
    return text;
}

}  // namespace oracle
