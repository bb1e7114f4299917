// SPDX-License-Identifier: BSL-1.0
#include "questions.hpp"

#include "cheapest_first.hpp"
#include "timeline.hpp"

#include <algorithm>
#include <bit>

namespace demarche::inline v0::detail {

namespace {

using number = timeline::number;
using question_set = std::uint64_t;  ///< a bit for each

constexpr std::size_t most_questions = 64;

/// The questions that one can ask about a leg, in record order, disputes before dates.
class asked {
public:
    asked(const leg_record& leg, const timeline& line, instant when)
    {
        for (const timeline::member& m : line.members()) {
            const contact_id c = leg.entries[m.entry].contact;
            disputes_.push_back(m.disputed ? take({c, open_question::kind::dispute}) : 0);
            dates_.push_back(!m.dated() && m.earliest <= when ? take({c, open_question::kind::date}) : 0);
        }
    }

    bool too_many() const { return all_.size() > most_questions; }
    /// The question whether the contact happened, or when; none where that is known.
    question_set dispute(number m) const { return disputes_[m]; }
    question_set date(number m) const { return dates_[m]; }

    std::vector<open_question> in(question_set set) const
    {
        std::vector<open_question> found;
        for (; set != 0; set &= set - 1) found.push_back(all_[static_cast<std::size_t>(std::countr_zero(set))]);
        return found;
    }

private:
    question_set take(open_question q)
    {
        all_.push_back(q);
        return all_.size() > most_questions ? 0 : question_set{1} << (all_.size() - 1);
    }

    std::vector<open_question> all_ = {};
    std::vector<question_set> disputes_ = {};
    std::vector<question_set> dates_ = {};
};

/// Two worlds, as far as they have come together. In every second first the one acts, then the other.
struct pair_of_worlds {
    enum class phase { first_acts, second_acts, over };
    std::size_t stretch = 0;
    phase now = phase::first_acts;
    partial_world first;
    partial_world second;

    bool operator==(const pair_of_worlds&) const = default;
    friend std::uint64_t hash_of(const pair_of_worlds& p)
    {
        return mixed(hash_of(p.first) * 0x9E3779B97F4A7C15u + hash_of(p.second) + p.stretch * 4 + static_cast<std::uint64_t>(p.now));
    }
};

/// Searches for two worlds with two outcomes that some questions do not tell apart.
class rival_search {
public:
    rival_search(timeline& line, const asked& questions, question_set answered, std::size_t most)
        : line_(line), questions_(questions), answered_(answered), search_(most)
    {
    }

    /// The fewest questions that tell two such worlds apart; empty where there are no two, or it has given up.
    std::optional<question_set> find()
    {
        search_.reach({.first = line_.start(), .second = line_.start()}, 0, 0);
        while (const auto at = search_.next()) {
            const pair_of_worlds now = search_[*at];
            apart_ = search_.how(*at);
            if (now.now == pair_of_worlds::phase::over) return apart_;
            if (now.stretch == line_.stretches().size()) finish(now);
            else if (now.now == pair_of_worlds::phase::first_acts) let_first_act(now);
            else let_second_act(now);
        }
        return {};
    }
    bool gave_up() const { return search_.gave_up(); }
    std::size_t tried() const { return search_.tried(); }

private:
    using phase = pair_of_worlds::phase;

    const timeline::stretch& stretch_of(const pair_of_worlds& p) const { return line_.stretches()[p.stretch]; }

    void reach(const pair_of_worlds& next, question_set more = 0)
    {
        if ((more & answered_) != 0) return;
        const question_set apart = apart_ | more;
        search_.reach(next, static_cast<std::size_t>(std::popcount(apart)), apart);
    }

    void let_first_act(const pair_of_worlds& now)
    {
        act(now, &pair_of_worlds::first, &pair_of_worlds::second);
        pair_of_worlds next = now;
        next.now = phase::second_acts;
        reach(next);
        if (now.first.here.empty() && now.second.here.empty()) end_stretch(now);
    }

    void let_second_act(const pair_of_worlds& now)
    {
        act(now, &pair_of_worlds::second, &pair_of_worlds::first);
        if (!can_be_told_apart(now.first, now.second) || !can_be_told_apart(now.second, now.first)) return;
        if (stretch_of(now).one_second()) return end_stretch(now);
        pair_of_worlds next = now;
        next.first.here.clear();
        next.second.here.clear();
        reach(in_order(std::move(next)));
    }

    /// All that one of the two can do next in this second. In a stretch of many seconds every contact may have one of its own.
    void act(const pair_of_worlds& now, partial_world pair_of_worlds::*who, partial_world pair_of_worlds::*other)
    {
        const auto& in = stretch_of(now);
        for (const number m : in.able) {
            if ((!in.shared && !(now.*who).here.empty()) || !line_.can_happen(now.*who, in, m)) continue;
            pair_of_worlds next = now;
            line_.happen(next.*who, in, m);
            reach(next, line_.denied(now.*other, m) ? questions_.dispute(m) : happened_before(now.*other, m) ? questions_.date(m) : 0);
        }
        for (const number m : in.deniable) {
            if (line_.settled(now.*who, m)) continue;
            pair_of_worlds next = now;
            timeline::deny(next.*who, m);
            reach(next, line_.happened(now.*other, m) ? questions_.dispute(m) : 0);
        }
    }

    bool happened_before(const partial_world& w, number m) const { return line_.happened(w, m) && w.here.find(char32_t{m}) == std::u32string::npos; }

    /// Whether an unanswered question is left for every contact that happened in this second in one of the two alone.
    bool can_be_told_apart(const partial_world& one, const partial_world& other) const
    {
        return std::all_of(one.here.begin(), one.here.end(), [&](number m) {
            return line_.settled(other, m) || (questions_.date(m) & ~answered_) != 0 || (questions_.dispute(m) & ~answered_) != 0;
        });
    }

    void end_stretch(pair_of_worlds next)
    {
        const auto& in = stretch_of(next);
        if (!line_.end(next.first, in) || !line_.end(next.second, in)) return;
        ++next.stretch;
        for (; line_.forced(next.first, next.stretch) && line_.forced(next.second, next.stretch); ++next.stretch)
            if (!line_.pass(next.first, next.stretch) || !line_.pass(next.second, next.stretch)) return;
        reach(in_order(std::move(next)));
    }

    /// The two in an order of their own, and without what no longer matters: how a contact was settled that is settled in both.
    pair_of_worlds in_order(pair_of_worlds p) const
    {
        for (char32_t& code : p.first.settled)
            if (line_.settled(p.second, code / 2)) code &= ~char32_t{1};
        for (char32_t& code : p.second.settled)
            if (line_.settled(p.first, code / 2)) code &= ~char32_t{1};
        if (p.second < p.first) std::swap(p.first, p.second);
        p.now = phase::first_acts;
        return p;
    }

    /// What one of the two has settled and the other has not happens in that later than the view's instant.
    void finish(const pair_of_worlds& now)
    {
        if (line_.state(now.first) == line_.state(now.second)) return;
        pair_of_worlds end = now;
        end.now = phase::over;
        const question_set more = left_open(now.first, now.second) | left_open(now.second, now.first);
        reach(end, more);
    }

    question_set left_open(const partial_world& one, const partial_world& other) const
    {
        question_set found = 0;
        for (const char32_t code : one.settled)
            if (!line_.settled(other, code / 2)) found |= (code & 1) != 0 ? questions_.dispute(code / 2) : questions_.date(code / 2);
        return found;
    }

    timeline& line_;
    const asked& questions_;
    question_set answered_;
    question_set apart_ = 0;  ///< what tells the pair apart from which the search goes on
    cheapest_first<pair_of_worlds, question_set> search_;
};

/// Sets of questions, and the fewest that hit each of them.
class hitting_set {
public:
    void add(question_set s) { sets_.push_back(s); }

    /// The first of the smallest sets that do: by its least number, then by the next.
    question_set least() const
    {
        for (int size = 0;; ++size)
            if (const auto found = with(0, 0, size)) return *found;
    }

private:
    /// `chosen` and `left` more, numbered `from` or higher.
    std::optional<question_set> with(question_set chosen, int from, int left) const
    {
        question_set useful = 0;
        int last = most_questions - 1;
        for (const question_set s : sets_) {
            if ((s & chosen) != 0) continue;
            useful |= s;
            last = std::min(last, static_cast<int>(most_questions) - 1 - std::countl_zero(s));
        }
        if (useful == 0) return chosen;
        if (left == 0) return {};
        for (int q = from; q <= last; ++q)
            if ((useful >> q & 1) != 0)
                if (const auto found = with(chosen | question_set{1} << q, q + 1, left - 1)) return found;
        return {};
    }

    std::vector<question_set> sets_ = {};
};

}  // namespace

std::optional<std::vector<open_question>> find_questions(const leg_record& leg, const lifecycle& table, instant when, std::size_t most)
{
    timeline line(leg, table, when, timeline::cut::pairs);
    const asked questions(leg, line, when);
    if (questions.too_many()) return {};
    hitting_set found;
    for (;;) {
        const question_set next = found.least();
        rival_search search(line, questions, next, most);
        const auto rivals = search.find();
        if (!rivals) return search.gave_up() ? std::nullopt : std::optional(questions.in(next));
        found.add(*rivals);
        most -= std::min(most, search.tried());
    }
}

}  // namespace demarche::inline v0::detail
