// SPDX-License-Identifier: BSL-1.0
#include "agreement.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <stdexcept>

namespace performance {

namespace {

using matters = std::vector<std::uint32_t>;

std::string shown(int day) { return day == no_day ? "never" : fmt::format("day {}", day); }

std::string shown(const standing& s)
{
    std::vector<std::string_view> possible;
    for (std::size_t i = 0; i < state_count; ++i)
        if ((s.possible >> i & 1) != 0) possible.push_back(state_names[i]);
    return fmt::format("{} since {}{}; possibly {}", state_names[static_cast<std::size_t>(s.now)], shown(s.since), s.by_clock ? ", by the clock" : "",
                       fmt::join(possible, ", "));
}

/// A matter as the ledger has it.
std::string course_of(const ledger& l, std::uint32_t matter)
{
    std::string text = fmt::format("  matter {}, reply by day {}:\n", matter, l.reply_by[matter]);
    for (std::size_t c = 0; c < l.contacts(); ++c)
        if (l.matter[c] == matter)
            text += fmt::format("    day {}, known on day {}: {}\n", l.day[c], l.known[c], deed_names[static_cast<std::size_t>(l.does[c])]);
    return text;
}

[[noreturn]] void disagree(std::string_view question, const std::string& answers, const std::string& matter)
{
    throw std::runtime_error(fmt::format("the sides disagree: {}\n{}{}", question, answers, matter));
}

std::string in_words(std::string_view demarche, std::string_view sqlite, std::string_view adjacency_list)
{
    return fmt::format("  demarche:       {}\n  SQLite:         {}\n  adjacency_list: {}\n", demarche, sqlite, adjacency_list);
}

template <class Answer>
void require_same(std::string_view question, const Answer& demarche, const Answer& sqlite, const Answer& adjacency_list, const std::string& matter)
{
    if (demarche == sqlite && demarche == adjacency_list) return;
    disagree(question, in_words(shown(demarche), shown(sqlite), shown(adjacency_list)), matter);
}

/// What one side lists and another does not.
matters only_in(const matters& one, const matters& other)
{
    matters found;
    std::set_difference(one.begin(), one.end(), other.begin(), other.end(), std::back_inserter(found));
    return found;
}

std::string beside(const matters& some, const matters& most)
{
    matters more = only_in(some, most);
    matters less = only_in(most, some);
    more.resize(std::min<std::size_t>(more.size(), 10));
    less.resize(std::min<std::size_t>(less.size(), 10));
    return fmt::format("{} matters; beside demarche more {}, less {}", some.size(), more, less);
}

void require_same_list(const ledger& l, std::string_view question, matters demarche, matters sqlite, matters adjacency_list)
{
    std::sort(demarche.begin(), demarche.end());
    std::sort(sqlite.begin(), sqlite.end());
    std::sort(adjacency_list.begin(), adjacency_list.end());
    if (demarche == sqlite && demarche == adjacency_list) return;
    matters odd;
    for (const matters& other : {sqlite, adjacency_list}) {
        const matters more = only_in(other, demarche);
        const matters less = only_in(demarche, other);
        odd.insert(odd.end(), more.begin(), more.end());
        odd.insert(odd.end(), less.begin(), less.end());
    }
    const std::string one = odd.empty() ? std::string("  one of them lists a matter twice\n") : course_of(l, odd.front());
    disagree(question, in_words(fmt::format("{} matters", demarche.size()), beside(sqlite, demarche), beside(adjacency_list, demarche)), one);
}

class comparison {
public:
    comparison(const ledger& l, sides all) : ledger_(l), all_(all) {}

    void state_of_a_leg()
    {
        const auto m = static_cast<std::uint32_t>(roll_.below(ledger_.matters()));
        same_state(m, any_day());
        // About the day on which the clock acts, where most can go wrong.
        same_state(m, std::max(0, ledger_.reply_by[m] + roll_.uniform(-1, 2)));
    }

    void last_held()
    {
        const std::uint64_t m = roll_.below(ledger_.matters());
        const std::uint32_t a = ledger_.requester[m];
        const std::uint32_t b = ledger_.respondent[m];
        const int day = any_day();
        require_same(fmt::format("when did the actors {} and {} last meet, as of day {}?", a, b, day), all_.demarche.plain(all_.demarche.last_held(a, b, day)),
                     all_.sqlite.last_held(a, b, day), all_.adjacency_list.last_held(a, b, day), {});
    }

    void pending()
    {
        const int day = any_day();
        require_same_list(ledger_, fmt::format("what was pending as of day {}?", day), all_.demarche.plain(all_.demarche.pending(day)),
                          all_.sqlite.pending(day), all_.adjacency_list.pending(day));
    }

    void pending_known()
    {
        const int day = any_day();
        const int known = std::max(0, day + roll_.uniform(-30, 9));
        require_same_list(ledger_, fmt::format("what was pending as of day {}, known by day {}?", day, known),
                          all_.demarche.plain(all_.demarche.pending(day, known)), all_.sqlite.pending(day, known), all_.adjacency_list.pending(day, known));
    }

    void awaiting()
    {
        const std::uint32_t actor = roll_.popular_actor();
        const int day = any_day();
        require_same_list(ledger_, fmt::format("what awaited actor {} as of day {}?", actor, day), all_.demarche.plain(all_.demarche.awaiting(actor, day)),
                          all_.sqlite.awaiting(actor, day), all_.adjacency_list.awaiting(actor, day));
    }

private:
    int any_day() { return roll_.uniform(0, ledger_.last_day); }

    void same_state(std::uint32_t m, int day)
    {
        const standing d = all_.demarche.plain(all_.demarche.state_of(m, ledger_.respondent[m], day));
        const standing s = all_.sqlite.state_of(m, day);
        const standing g = all_.adjacency_list.state_of(m, day);
        if (d == s && d == g) return;
        require_same(fmt::format("how did the leg of matter {} stand as of day {}?", m, day), d, s, g, course_of(ledger_, m));
    }

    const ledger& ledger_;
    sides all_;
    dice roll_{3};
};

}  // namespace

void compare_answers(const ledger& l, sides all, how_many questions)
{
    comparison ask(l, all);
    for (std::size_t n = 0; n < questions.points; ++n) {
        ask.state_of_a_leg();
        ask.last_held();
    }
    for (std::size_t n = 0; n < questions.lists; ++n) {
        ask.pending();
        ask.pending_known();
        ask.awaiting();
    }
}

void compare_windows(const ledger& l, const by_demarche& demarche, int first)
{
    const int last = first + 364;
    const auto window = demarche.window(first, last);
    if (steps_from(0, window) != steps_from(0, window_of<window_graph>(l, first, last)))
        throw std::runtime_error("the sides disagree: how many steps is each actor from actor 0?");
    if (components(::demarche::undirected_graph(window)) != components(window_of<undirected_window_graph>(l, first, last)))
        throw std::runtime_error("the sides disagree: which actors are in contact with one another, be it through others?");
}

}  // namespace performance
