// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "support.hpp"

#include <algorithm>
#include <deque>
#include <istream>
#include <map>
#include <sstream>

// Drives every cell of a lifecycle through a chronicle, by the text of its table as this header reads it, and none of the library's readers.
//
//   check_every_cell(written_table(lifecycles::measure_text));

namespace support {

using row = std::vector<std::string>;

inline std::vector<row> rows_of(std::istream&& in)
{
    std::vector<row> rows;
    for (std::string line; std::getline(in, line);) {
        if (line.empty() || line.starts_with('#')) continue;
        row cells;
        std::istringstream words(line);
        for (std::string cell; std::getline(words, cell, '\t');) cells.push_back(cell);
        rows.push_back(cells);
    }
    return rows;
}

/// Every cell as it is written.
struct written_table {
    std::string name = {};
    std::vector<std::string> states = {};
    std::vector<std::string> acts = {};
    std::map<std::string, std::string> by = {};                             ///< of an act
    std::map<std::pair<std::string, std::string>, std::string> cells = {};  ///< of state and act
    std::map<std::string, row> rows_of_states = {};
    std::map<std::string, std::string> rules = {};

    explicit written_table(std::string_view text)
    {
        std::string part;
        for (const row& r : rows_of(std::istringstream(std::string(text)))) {
            if (r[0] == "lifecycle") name = r.at(1);
            else if (r[0] == "state" && r[1] == "awaited") part = "states";
            else if (r[0] == "rule" && r[1] == "names") part = "rules";
            else if (r[0] == "act" && r[1] == "by") part = "acts", states.assign(r.begin() + 2, r.end());
            else if (part == "states") rows_of_states[r.at(0)] = r;
            else if (part == "rules") rules[r.at(0)] = r.at(1);
            else take_act(r);
        }
    }

    std::string cell(const std::string& state, const std::string& what) const { return cells.at({state, what}); }
    bool is_clock(const std::string& what) const { return by.at(what) == "clock"; }
    const std::string& awaited(const std::string& state) const { return rows_of_states.at(state).at(1); }
    bool open(const std::string& state) const { return rows_of_states.at(state).at(2) == "yes"; }
    bool unanswered(const std::string& state) const { return rows_of_states.at(state).at(3) == "yes"; }
    std::string rule(const std::string& of) const { return rules.contains(of) ? rules.at(of) : ""; }
    bool is_named(const std::string& rule_name, const std::string& what) const
    {
        return (" " + rule(rule_name) + " ").find(" " + what + " ") != std::string::npos;
    }

    /// Where a cell leads, but for `<prior>`; the state itself where it leads nowhere.
    std::string after(const std::string& state, const std::string& what) const
    {
        std::string word = cell(state, what);
        if (word == "+") return rule("attempt_state");
        if (word == "=" || word == "~" || word == "!" || word == "<prior>") return state;
        if (word.ends_with('!')) word.pop_back();
        return word;
    }

    /// A shortest way to every state, by acts.
    std::map<std::string, std::vector<std::string>> ways() const
    {
        std::map<std::string, std::vector<std::string>> found{{states[0], {}}};
        std::deque<std::string> open{states[0]};
        for (; !open.empty(); open.pop_front())
            for (const std::string& what : acts) {
                const std::string to = after(open.front(), what);
                if (found.contains(to)) continue;
                std::vector<std::string> way = found.at(open.front());
                way.push_back(what);
                found.emplace(to, std::move(way));
                open.push_back(to);
            }
        return found;
    }

private:
    void take_act(const row& r)
    {
        acts.push_back(r.at(0));
        by[r.at(0)] = r.at(1);
        for (std::size_t s = 0; s < states.size(); ++s) cells[{states[s], r.at(0)}] = r.at(s + 2);
    }
};

inline constexpr std::chrono::sys_days first_day = std::chrono::year(2023) / 1 / 1;
inline instant hour(std::size_t n) { return first_day + std::chrono::hours(n); }

/// Acts done one an hour; those of the clock are brought about by terms.
struct script {
    std::vector<std::string> acts;
    talks played;
    actor_id world;
    contact_id last = {};

    script(const written_table& table, std::vector<std::string> done)
        : acts(std::move(done)), played(due(table, "occasion_clock"), due(table, "reply_clock"), table.name)
    {
        world = played.someone("world");
        for (std::size_t i = 0; i < acts.size(); ++i)
            if (!table.is_clock(acts[i])) last = play(table, i);
    }
    account look() const { return account_of(played.book.as_of(hour(acts.size())), {played.m, played.a}); }

private:
    std::string due(const written_table& table, const char* clock) const
    {
        const auto at = std::find(acts.begin(), acts.end(), table.rule(clock));
        return at == acts.end() ? std::string() : to_text(hour(static_cast<std::size_t>(at - acts.begin())) - std::chrono::seconds(1));
    }
    contact_id play(const written_table& table, std::size_t i)
    {
        const std::string& by = table.by.at(acts[i]);
        // A counter ends the reply_by of the terms before, so it brings its own.
        const std::string reply_by = table.is_named("answers_terms", acts[i]) ? due(table, "reply_clock") : std::string();
        return played.say(by == "A" ? played.a : by == "W" ? world : played.r, act{acts[i]}, to_text(hour(i)), {.reply_by = reply_by});
    }
};

inline std::string kinds_of(const account& of, contact_id c)
{
    std::vector<std::string> kinds;
    for (const diagnostic& d : of.diagnostics)
        if (d.contact == c) kinds.emplace_back(to_text(d.kind));
    return joined(kinds);
}

inline std::vector<std::string> plus(std::vector<std::string> way, std::initializer_list<std::string> more_acts)
{
    way.insert(way.end(), more_acts);
    return way;
}

inline void check_every_state(const written_table& table)
{
    const auto ways = table.ways();
    for (const std::string& state : table.states) {
        CAPTURE(state);
        REQUIRE(ways.contains(state));
        const script there(table, ways.at(state));
        CHECK(state_text(there.look().status) == state);
    }
}

/// The cell of an act in a state to which a way leads: what a status says afterwards.
inline void check_cell(const written_table& table, const std::vector<std::string>& way, const std::string& state, const std::string& what)
{
    const std::string word = table.cell(state, what);
    CAPTURE(state);
    CAPTURE(what);
    CAPTURE(word);
    const script way_there(table, way);
    const account before = way_there.look();
    const script played(table, plus(way, {what}));
    const account found = played.look();
    const status& s = found.status;
    const std::string& none = table.states[0];
    const std::string expected = word == "<prior>" ? none : table.after(state, what);  // a shortest way to such a state is from the first
    CHECK(state_text(s) == expected);
    CHECK(s.certain());
    CHECK(doubts_text(s).empty());
    CHECK(unanswered_text(s) == (table.unanswered(expected) ? "true" : "false"));
    const std::string court = table.awaited(expected);
    CHECK(awaiting_text(s) == (court == "nobody" ? "null" : court == "A" ? "a" : "r"));

    const std::uint32_t attempts = before.status.attempts;
    CHECK(s.attempts == attempts + (word == "+" ? 1 : attempts == 0 && expected != none ? 1 : 0));

    const bool clock = table.is_clock(what);
    const bool moved = word != "=" && word != "~" && word != "!";
    const std::string now = to_text(hour(way.size()));
    CHECK(since_text(s) == (expected == none ? "" : moved ? now : since_text(before.status)));
    if (clock) {
        CHECK(s.since.clock.has_value() == (moved || before.status.since.clock));
        CHECK(evidence_text(found) == evidence_text(before));
    } else {
        CHECK(kinds_of(found, played.last) == (word == "~" ? "stale" : word.ends_with('!') ? "out_of_protocol" : ""));
        CHECK(found.evidence.back() == played.last);
    }
}

inline void check_every_cell(const written_table& table)
{
    const auto ways = table.ways();
    for (const std::string& state : table.states)
        for (const std::string& what : table.acts) {
            const auto& way = ways.at(state);
            const bool spent = table.is_clock(what) && std::find(way.begin(), way.end(), what) != way.end();  // the terms on which it acts
            if (!spent) check_cell(table, way, state, what);
        }
}

}  // namespace support
