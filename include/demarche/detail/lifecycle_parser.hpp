// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/lifecycle.hpp>

// Reads a lifecycle's two tables, at compile time or at run time, and checks that they are sound.

namespace demarche::detail {

/// The first thing that is wrong with a table, if anything is.
struct table_fault {
    const char* problem = nullptr;
    bool in_states = false;     ///< which of the two tables
    std::size_t line = 0;       ///< counted from 1; 0 where the fault is of no one line
    std::string_view act = {};
    std::string_view state = {};
};

/// What a table that does not compile calls: the compiler shows the name and the argument.
void this_lifecycle_table_is_not_sound(const char* problem);

/// Takes the text before the next `separator` off the front of `rest`.
constexpr std::string_view take(std::string_view& rest, char separator)
{
    const std::size_t end = rest.find(separator);
    const std::string_view token = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    return token;
}

class lifecycle_parser {
public:
    constexpr lifecycle_parser(std::string_view name, const lifecycle_rules& rules) : rules_(rules) { made_.name = name; }

    constexpr void parse(std::string_view states, std::string_view acts)
    {
        each_row(states, true, &lifecycle_parser::state_row);
        each_row(acts, false, &lifecycle_parser::act_row);
        if (fault_.problem == nullptr) read_rules();
        if (fault_.problem == nullptr) check_ends_and_reach();
    }

    constexpr const table_fault& fault() const { return fault_; }
    constexpr const lifecycle& made() const { return made_; }

private:
    constexpr void fail(const char* problem, std::string_view act = {}, std::string_view state = {})
    {
        if (fault_.problem == nullptr) fault_ = {problem, in_states_, line_, act, state};
    }

    constexpr void each_row(std::string_view text, bool in_states, void (lifecycle_parser::*row)(std::string_view))
    {
        in_states_ = in_states;
        line_ = 0;
        bool header = true;
        while (!text.empty() && fault_.problem == nullptr) {
            std::string_view line = take(text, '\n');
            ++line_;
            if (line.ends_with('\r')) line.remove_suffix(1);
            if (line.empty() || line.starts_with('#')) continue;
            if (header && !in_states) check_header(line);
            if (!header) (this->*row)(line);
            header = false;
        }
        line_ = 0;
    }

    constexpr void check_header(std::string_view line)
    {
        take(line, '\t');
        take(line, '\t');
        for (std::size_t s = 0; s < made_.state_count; ++s)
            if (take(line, '\t') != made_.states[s].name) return fail("the columns are not the states in their order", {}, made_.states[s].name);
        if (!line.empty()) fail("there are more columns than states");
    }

    constexpr bool yes(std::string_view word)
    {
        if (word != "yes" && word != "no") fail("neither yes nor no", {}, made_.states[made_.state_count].name);
        return word == "yes";
    }

    constexpr awaited awaited_of(std::string_view word)
    {
        if (word == "nobody") return awaited::nobody;
        if (word == "R") return awaited::requester;
        if (word == "A") return awaited::respondent;
        if (word == "debtor") return awaited::debtor;
        if (word == "postponer") return awaited::postponer;
        fail("awaited is none of nobody, R, A, debtor, postponer", {}, made_.states[made_.state_count].name);
        return awaited::nobody;
    }

    constexpr acting acting_of(std::string_view word)
    {
        if (word == "R") return acting::requester;
        if (word == "A") return acting::respondent;
        if (word == "R|A") return acting::either;
        if (word == "W") return acting::world;
        if (word == "clock") return acting::clock;
        fail("by is none of R, A, R|A, W, clock", made_.acts[made_.act_count].name);
        return acting::either;
    }

    constexpr void state_row(std::string_view row)
    {
        if (made_.state_count == lifecycle::max_states) return fail("there are too many states");
        auto& state = made_.states[made_.state_count];
        const std::string_view name = take(row, '\t');
        if (made_.find_state(name)) return fail("a state stands twice", {}, name);
        state.name = name;
        state.awaited = awaited_of(take(row, '\t'));
        state.open = yes(take(row, '\t'));
        state.unanswered = yes(take(row, '\t'));
        if (state.unanswered) made_.unanswered_states.insert(static_cast<state_id>(made_.state_count));
        ++made_.state_count;
    }

    constexpr cell cell_of(std::string_view word, std::size_t column)
    {
        const std::string_view act = made_.acts[made_.act_count].name;
        const std::string_view state = made_.states[column].name;
        if (word == "=") return {effect::record};
        if (word == "~") return {effect::stale};
        if (word == "!") return {effect::protocol};
        if (word == "+") return {effect::attempt};
        if (word == "<prior>") {
            made_.with_prior.insert(static_cast<state_id>(column));
            return {effect::prior};
        }
        const bool against = word.ends_with('!');
        if (against) word.remove_suffix(1);
        if (word.empty()) {
            fail("a cell is missing", act, state);
            return {};
        }
        const auto to = made_.find_state(word);
        if (!to) fail("a cell names no state and is no sign", act, state);
        return {against ? effect::go_out_of_protocol : effect::go, to.value_or(state_id::none)};
    }

    constexpr void act_row(std::string_view row)
    {
        if (made_.act_count == lifecycle::max_acts) return fail("there are too many acts");
        const std::string_view name = take(row, '\t');
        if (made_.find_act(name) != lifecycle::no_act) return fail("an act stands twice", name);
        made_.acts[made_.act_count].name = name;
        made_.acts[made_.act_count].by = acting_of(take(row, '\t'));
        for (std::size_t column = 0; column < made_.state_count; ++column) made_.cells[made_.act_count][column] = cell_of(take(row, '\t'), column);
        if (!row.empty()) fail("there are more cells than states", name);
        ++made_.act_count;
    }

    /// The next act that `names` names.
    constexpr std::uint8_t take_act(std::string_view& names)
    {
        const std::string_view name = take(names, ' ');
        const std::uint8_t act = made_.find_act(name);
        if (act == lifecycle::no_act) fail("a rule names an act that is not in the table", name);
        return act;
    }

    constexpr std::uint8_t one_act(std::string_view name) { return name.empty() ? lifecycle::no_act : take_act(name); }

    constexpr state_set states_named(std::string_view names)
    {
        state_set found;
        while (!names.empty()) {
            const std::string_view name = take(names, ' ');
            const auto state = made_.find_state(name);
            if (!state) fail("a rule names a state that is not in the table", {}, name);
            found.insert(state.value_or(state_id::none));
        }
        return found;
    }

    constexpr void flag(std::string_view names, bool lifecycle::act_row::*trait)
    {
        while (!names.empty()) {
            const std::uint8_t act = take_act(names);
            if (act != lifecycle::no_act) made_.acts[act].*trait = true;
        }
    }

    constexpr void read_rules()
    {
        flag(rules_.proposes, &lifecycle::act_row::proposes);
        flag(rules_.answers_terms, &lifecycle::act_row::answers_terms);
        flag(rules_.takes_up, &lifecycle::act_row::takes_up);
        flag(rules_.reminds, &lifecycle::act_row::reminds);
        flag(rules_.delegates, &lifecycle::act_row::delegates);
        const std::uint8_t with_terms_as = one_act(rules_.with_terms_as);
        for (std::string_view names = rules_.with_terms; !names.empty();) {
            const std::uint8_t act = take_act(names);
            if (act != lifecycle::no_act) made_.acts[act].with_terms_as = with_terms_as;
        }
        const state_set drops_occasion = states_named(rules_.drops_occasion);
        const state_set drops_past = states_named(rules_.drops_past);
        for (std::size_t s = 0; s < made_.state_count; ++s) {
            made_.states[s].drops_occasion = drops_occasion.contains(static_cast<state_id>(s));
            made_.states[s].drops_past = drops_past.contains(static_cast<state_id>(s));
        }
        states_named(rules_.attempt_state);
        made_.attempt_state = made_.find_state(rules_.attempt_state).value_or(state_id::none);
        made_.unknown_as = one_act(rules_.unknown_as);
        made_.delegated_as = one_act(rules_.delegated_as);
        made_.reply_clock = one_act(rules_.reply_clock);
        made_.occasion_clock = one_act(rules_.occasion_clock);
        check_rules();
    }

    constexpr void check_rules()
    {
        if (made_.unknown_as == lifecycle::no_act) fail("no act is declared as which unknown acts are folded (unknown_as)");
        if (!rules_.delegates.empty() && made_.delegated_as == lifecycle::no_act) fail("delegates is declared without delegated_as");
        if (!rules_.with_terms.empty() && rules_.with_terms_as.empty()) fail("with_terms is declared without with_terms_as");
        for (std::size_t a = 0; a < made_.act_count; ++a) {
            const bool clock = a == made_.reply_clock || a == made_.occasion_clock;
            if ((made_.acts[a].by == acting::clock) != clock) fail("the clock's acts are not those declared as reply_clock and occasion_clock", made_.acts[a].name);
            for (std::size_t s = 0; s < made_.state_count; ++s)
                if (made_.cells[a][s].what == effect::attempt && rules_.attempt_state.empty()) fail("a cell is + and no attempt_state is declared", made_.acts[a].name, made_.states[s].name);
        }
    }

    /// The states that one act can lead to from `s`.
    constexpr state_set next(state_id s) const
    {
        state_set to;
        for (std::size_t a = 0; a < made_.act_count; ++a) {
            const cell c = made_.at(a, s);
            if (names_state(c)) to.insert(c.to);
            if (c.what == effect::attempt) to.insert(made_.attempt_state);
        }
        return to;
    }

    constexpr void check_ends_and_reach()
    {
        state_set reached;
        reached.insert(state_id::none);
        state_set ending;
        for (std::size_t s = 0; s < made_.state_count; ++s)
            if (!made_.states[s].open) ending.insert(static_cast<state_id>(s));
        for (std::size_t round = 0; round < made_.state_count; ++round)
            for (std::size_t s = 0; s < made_.state_count; ++s) {
                const state_set to = next(static_cast<state_id>(s));
                if (reached.contains(static_cast<state_id>(s))) reached.insert(to);
                for (std::size_t t = 0; t < made_.state_count; ++t)
                    if (to.contains(static_cast<state_id>(t)) && ending.contains(static_cast<state_id>(t))) ending.insert(static_cast<state_id>(s));
            }
        for (std::size_t s = 0; s < made_.state_count; ++s) {
            if (!reached.contains(static_cast<state_id>(s))) fail("a state cannot be reached", {}, made_.states[s].name);
            if (!ending.contains(static_cast<state_id>(s))) fail("an open state cannot end", {}, made_.states[s].name);
        }
    }

    lifecycle_rules rules_;
    lifecycle made_ = {};
    table_fault fault_ = {};
    std::size_t line_ = 0;
    bool in_states_ = true;
};

}  // namespace demarche::detail

namespace demarche {

consteval lifecycle checked_lifecycle(std::string_view name, std::string_view states, std::string_view acts, const lifecycle_rules& rules)
{
    detail::lifecycle_parser parser(name, rules);
    parser.parse(states, acts);
    if (parser.fault().problem != nullptr) detail::this_lifecycle_table_is_not_sound(parser.fault().problem);
    return parser.made();
}

}  // namespace demarche
