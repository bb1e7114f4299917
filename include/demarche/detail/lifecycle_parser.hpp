// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/lifecycle.hpp>

// Reads a lifecycle's text, or its two tables, at compile time or at run time, and checks that it is sound.

namespace demarche::inline v0::detail {

/// The first thing that is wrong with a lifecycle, if anything is.
struct table_fault {
    const char* problem = nullptr;
    bool in_states = false;   ///< which of the two tables
    std::size_t line = 0;     ///< counted from 1; 0 where the fault is of no one line
    std::size_t column = 0;   ///< in bytes, counted from 1; 0 where it is of no one word
    std::string_view act = {};
    std::string_view state = {};
    std::string_view rule = {};
};

/// What a table, or a constant of it, that does not compile calls: the compiler shows the name and the argument.
void this_lifecycle_table_is_not_sound(const char* problem);
void no_state_has_this_name(std::string_view name);

/// A field of `lifecycle_rules`, by the name that a text gives it.
struct rule_field {
    std::string_view name;
    std::string_view lifecycle_rules::*names;
};

inline constexpr std::array<rule_field, 14> rule_fields{{{"unknown_as", &lifecycle_rules::unknown_as},
                                                         {"attempt_state", &lifecycle_rules::attempt_state},
                                                         {"proposes", &lifecycle_rules::proposes},
                                                         {"with_terms", &lifecycle_rules::with_terms},
                                                         {"with_terms_as", &lifecycle_rules::with_terms_as},
                                                         {"answers_terms", &lifecycle_rules::answers_terms},
                                                         {"takes_up", &lifecycle_rules::takes_up},
                                                         {"reminds", &lifecycle_rules::reminds},
                                                         {"delegates", &lifecycle_rules::delegates},
                                                         {"delegated_as", &lifecycle_rules::delegated_as},
                                                         {"drops_occasion", &lifecycle_rules::drops_occasion},
                                                         {"drops_past", &lifecycle_rules::drops_past},
                                                         {"reply_clock", &lifecycle_rules::reply_clock},
                                                         {"occasion_clock", &lifecycle_rules::occasion_clock}}};

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
    constexpr lifecycle_parser() = default;
    constexpr lifecycle_parser(std::string_view name, const lifecycle_rules& rules) : rules_(rules) { made_.name = name; }

    /// The one text of a lifecycle.
    constexpr void parse(std::string_view text)
    {
        each_row(text, &lifecycle_parser::text_row);
        finish();
    }

    /// Its two tables.
    constexpr void parse(std::string_view states, std::string_view acts)
    {
        part_ = part::above_states;
        each_row(states, &lifecycle_parser::table_row);
        part_ = part::above_acts;
        each_row(acts, &lifecycle_parser::table_row);
        finish();
    }

    constexpr const table_fault& fault() const { return fault_; }
    constexpr const lifecycle& made() const { return made_; }

private:
    enum class part { head, states, acts, rules, above_states, above_acts };

    constexpr void fail(const char* problem, std::string_view act = {}, std::string_view state = {})
    {
        if (fault_.problem == nullptr) fault_ = {problem, in_states_, line_, column_, act, state, rule_};
    }

    constexpr void each_row(std::string_view text, void (lifecycle_parser::*take_row)())
    {
        line_ = 0;
        while (!text.empty() && fault_.problem == nullptr) {
            row_ = take(text, '\n');
            ++line_;
            column_ = 0;
            if (row_.ends_with('\r')) row_.remove_suffix(1);
            if (row_.empty() || row_.starts_with('#')) continue;
            width_ = row_.size();
            (this->*take_row)();
        }
        line_ = column_ = 0;
    }

    constexpr std::string_view word()
    {
        column_ = width_ - row_.size() + 1;
        return take(row_, '\t');
    }

    constexpr void table_row()
    {
        in_states_ = part_ == part::above_states || part_ == part::states;
        switch (part_) {
        case part::above_states: part_ = part::states; return;
        case part::above_acts: part_ = part::acts; return acts_heading();
        case part::states: return state_row();
        default: return act_row();
        }
    }

    /// A row of the one text: a heading begins the next part.
    constexpr void text_row()
    {
        std::string_view rest = row_;
        const std::string_view first = take(rest, '\t');
        const std::string_view second = take(rest, '\t');
        in_states_ = part_ == part::states;
        if (part_ == part::head) {
            if (!made_.name.empty() && first == "state" && second == "awaited") part_ = part::states;
            else name_row();
        } else if (part_ == part::states && first == "act" && second == "by") {
            part_ = part::acts;
            acts_heading();
        } else if (part_ == part::acts && first == "rule" && second == "names") part_ = part::rules;
        else if (part_ == part::states) state_row();
        else if (part_ == part::acts) act_row();
        else rule_row();
    }

    constexpr void name_row()
    {
        if (!made_.name.empty()) return fail("the heading of the states is missing: state, awaited, open, unanswered");
        if (word() != "lifecycle") return fail("the first row is not lifecycle and its name");
        made_.name = name_in(word(), "the lifecycle has no name, or one with a space or sign");
    }

    constexpr void acts_heading()
    {
        word();
        word();
        for (std::size_t s = 0; s < made_.state_count; ++s)
            if (word() != made_.states[s].name) return fail("the columns are not the states in their order", {}, made_.states[s].name);
        if (!row_.empty()) fail("there are more columns than states");
    }

    /// A name that a rule can name, and that no cell can be mistaken for.
    constexpr std::string_view name_in(std::string_view name, const char* problem)
    {
        if (name.empty() || name.find(' ') != std::string_view::npos || name.ends_with('!') || name == "=" || name == "~" || name == "+" || name == "<prior>")
            fail(problem);
        return name;
    }

    constexpr bool yes()
    {
        const std::string_view said = word();
        if (said != "yes" && said != "no") fail("neither yes nor no", {}, made_.states[made_.state_count].name);
        return said == "yes";
    }

    constexpr awaited whom()
    {
        const std::string_view said = word();
        if (said == "nobody") return awaited::nobody;
        if (said == "R") return awaited::requester;
        if (said == "A") return awaited::respondent;
        if (said == "debtor") return awaited::debtor;
        if (said == "postponer") return awaited::postponer;
        fail("awaited is none of nobody, R, A, debtor, postponer", {}, made_.states[made_.state_count].name);
        return awaited::nobody;
    }

    constexpr acting by()
    {
        const std::string_view said = word();
        if (said == "R") return acting::requester;
        if (said == "A") return acting::respondent;
        if (said == "R|A") return acting::either;
        if (said == "W") return acting::world;
        if (said == "clock") return acting::clock;
        fail("by is none of R, A, R|A, W, clock", made_.acts[made_.act_count].name);
        return acting::either;
    }

    constexpr void state_row()
    {
        if (made_.state_count == lifecycle::max_states) return fail("there are too many states");
        auto& state = made_.states[made_.state_count];
        const std::string_view name = name_in(word(), "a state has no name, or one with a space or sign");
        if (made_.find_state(name)) return fail("a state stands twice", {}, name);
        state.name = name;
        state.awaited = whom();
        state.open = yes();
        state.unanswered = yes();
        if (!row_.empty()) fail("there are more words than awaited, open and unanswered", {}, name);
        if (state.unanswered) made_.unanswered_states.insert(static_cast<state_id>(made_.state_count));
        state_lines_[made_.state_count] = line_;
        ++made_.state_count;
    }

    constexpr cell cell_in(std::size_t column)
    {
        const std::string_view act = made_.acts[made_.act_count].name;
        const std::string_view state = made_.states[column].name;
        std::string_view said = word();
        if (said == "=") return {effect::record};
        if (said == "~") return {effect::stale};
        if (said == "!") return {effect::protocol};
        if (said == "+") return {effect::attempt};
        if (said == "<prior>") {
            made_.with_prior.insert(static_cast<state_id>(column));
            return {effect::prior};
        }
        const bool against = said.ends_with('!');
        if (against) said.remove_suffix(1);
        if (said.empty()) {
            fail("a cell is missing", act, state);
            return {};
        }
        const auto to = made_.find_state(said);
        if (!to) fail("a cell names no state and is no sign", act, state);
        return {against ? effect::go_out_of_protocol : effect::go, to.value_or(state_id::none)};
    }

    constexpr void act_row()
    {
        if (made_.act_count == lifecycle::max_acts) return fail("there are too many acts");
        const std::string_view name = name_in(word(), "an act has no name, or one with a space or sign");
        if (made_.find_act(name) != lifecycle::no_act) return fail("an act stands twice", name);
        made_.acts[made_.act_count].name = name;
        made_.acts[made_.act_count].by = by();
        for (std::size_t column = 0; column < made_.state_count; ++column) made_.cells[made_.act_count][column] = cell_in(column);
        if (!row_.empty()) fail("there are more cells than states", name);
        ++made_.act_count;
    }

    constexpr void rule_row()
    {
        const std::string_view name = word();
        for (std::size_t r = 0; r < rule_fields.size(); ++r) {
            if (rule_fields[r].name != name) continue;
            rule_ = name;
            if (rule_lines_[r] != 0) fail("a rule stands twice");
            rules_.*rule_fields[r].names = word();
            if ((rules_.*rule_fields[r].names).empty()) fail("a rule names nothing");
            if (!row_.empty()) fail("there are more words than the rule and its names");
            rule_lines_[r] = line_;
            rule_columns_[r] = column_;
            rule_ = {};
            return;
        }
        rule_ = name;
        fail("there is no such rule");
    }

    constexpr void finish()
    {
        if (fault_.problem == nullptr) read_rules();
        if (fault_.problem == nullptr) check_rules();
        if (fault_.problem == nullptr) check_ends_and_reach();
    }

    /// Calls `take_name` for each name of a rule, as what is wrong with it is a fault of that rule.
    template <class TakeName>
    constexpr void each_named(std::string_view lifecycle_rules::*of, TakeName take_name)
    {
        std::size_t r = 0;
        while (rule_fields[r].names != of) ++r;
        rule_ = rule_fields[r].name;
        line_ = rule_lines_[r];
        const std::string_view all = rules_.*of;
        for (std::string_view names = all; !names.empty();) {
            if (line_ != 0) column_ = rule_columns_[r] + all.size() - names.size();
            take_name(take(names, ' '));
        }
        rule_ = {};
        line_ = column_ = 0;
    }

    constexpr void each_act(std::string_view lifecycle_rules::*of, auto take_act)
    {
        each_named(of, [&](std::string_view name) {
            const std::uint8_t act = made_.find_act(name);
            if (act == lifecycle::no_act) fail("a rule names an act that is not in the table", name);
            else take_act(act);
        });
    }

    constexpr void each_state(std::string_view lifecycle_rules::*of, auto take_state)
    {
        each_named(of, [&](std::string_view name) {
            const auto state = made_.find_state(name);
            if (!state) fail("a rule names a state that is not in the table", {}, name);
            else take_state(*state);
        });
    }

    constexpr void flag_acts(std::string_view lifecycle_rules::*of, bool lifecycle::act_row::*trait)
    {
        each_act(of, [&](std::uint8_t act) { made_.acts[act].*trait = true; });
    }

    constexpr void flag_states(std::string_view lifecycle_rules::*of, bool lifecycle::state_row::*trait)
    {
        each_state(of, [&](state_id s) { made_.states[index(s)].*trait = true; });
    }

    constexpr std::uint8_t one_act(std::string_view lifecycle_rules::*of)
    {
        std::uint8_t found = lifecycle::no_act;
        each_act(of, [&](std::uint8_t act) {
            if (found != lifecycle::no_act) fail("a rule names more than one act");
            found = act;
        });
        return found;
    }

    constexpr void read_rules()
    {
        in_states_ = false;
        flag_acts(&lifecycle_rules::proposes, &lifecycle::act_row::proposes);
        flag_acts(&lifecycle_rules::answers_terms, &lifecycle::act_row::answers_terms);
        flag_acts(&lifecycle_rules::takes_up, &lifecycle::act_row::takes_up);
        flag_acts(&lifecycle_rules::reminds, &lifecycle::act_row::reminds);
        flag_acts(&lifecycle_rules::delegates, &lifecycle::act_row::delegates);
        const std::uint8_t with_terms_as = one_act(&lifecycle_rules::with_terms_as);
        each_act(&lifecycle_rules::with_terms, [&](std::uint8_t act) { made_.acts[act].with_terms_as = with_terms_as; });
        flag_states(&lifecycle_rules::drops_occasion, &lifecycle::state_row::drops_occasion);
        flag_states(&lifecycle_rules::drops_past, &lifecycle::state_row::drops_past);
        each_state(&lifecycle_rules::attempt_state, [&](state_id s) { made_.attempt_state = s; });
        made_.unknown_as = one_act(&lifecycle_rules::unknown_as);
        made_.delegated_as = one_act(&lifecycle_rules::delegated_as);
        made_.reply_clock = one_act(&lifecycle_rules::reply_clock);
        made_.occasion_clock = one_act(&lifecycle_rules::occasion_clock);
    }

    constexpr void check_rules()
    {
        if (made_.unknown_as == lifecycle::no_act) fail("no act is declared as which unknown acts are folded (unknown_as)");
        if (!rules_.delegates.empty() && made_.delegated_as == lifecycle::no_act) fail("delegates is declared without delegated_as");
        if (!rules_.with_terms.empty() && rules_.with_terms_as.empty()) fail("with_terms is declared without with_terms_as");
        for (std::size_t a = 0; a < made_.act_count; ++a) {
            const bool clock = a == made_.reply_clock || a == made_.occasion_clock;
            const std::string_view act = made_.acts[a].name;
            if ((made_.acts[a].by == acting::clock) != clock) fail("the clock's acts are not those declared as reply_clock and occasion_clock", act);
            for (std::size_t s = 0; s < made_.state_count; ++s)
                if (made_.cells[a][s].what == effect::attempt && rules_.attempt_state.empty()) fail("a cell is + and no attempt_state is declared", act, made_.states[s].name);
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
        std::array<state_set, lifecycle::max_states> to = {};
        state_set reached = state_set::only(state_id::none);
        state_set ending;
        for (std::size_t s = 0; s < made_.state_count; ++s) {
            to[s] = next(static_cast<state_id>(s));
            if (!made_.states[s].open) ending.insert(static_cast<state_id>(s));
        }
        for (std::size_t known = 0; known != reached.size() + ending.size();) {
            known = reached.size() + ending.size();
            for (std::size_t s = 0; s < made_.state_count; ++s) {
                if (reached.contains(static_cast<state_id>(s))) reached.insert(to[s]);
                if (to[s].meets(ending)) ending.insert(static_cast<state_id>(s));
            }
        }
        in_states_ = true;
        for (std::size_t s = 0; s < made_.state_count; ++s) {
            line_ = state_lines_[s];
            if (!reached.contains(static_cast<state_id>(s))) fail("a state cannot be reached", {}, made_.states[s].name);
            if (!ending.contains(static_cast<state_id>(s))) fail("an open state cannot end", {}, made_.states[s].name);
        }
    }

    lifecycle_rules rules_ = {};
    lifecycle made_ = {};
    table_fault fault_ = {};
    part part_ = part::head;
    bool in_states_ = true;
    std::size_t line_ = 0;
    std::size_t column_ = 0;
    std::size_t width_ = 0;       ///< of the row, of which `row_` is still to be read
    std::string_view row_ = {};
    std::string_view rule_ = {};  ///< the one that is read
    std::array<std::size_t, lifecycle::max_states> state_lines_ = {};
    std::array<std::size_t, rule_fields.size()> rule_lines_ = {};  ///< 0 where the text has no such rule
    std::array<std::size_t, rule_fields.size()> rule_columns_ = {};
};

/// A text as the compiler shows it.
template <std::size_t N>
struct said {
    char text[N];
};

template <auto text>
constexpr auto shown()
{
    said<text().size() + 1> made{};
    for (std::size_t i = 0; i < text().size(); ++i) made.text[i] = text()[i];
    return made;
}

/// Is not defined: what the compiler says where a lifecycle is not sound.
template <said lifecycle, said problem, said act, said state, std::size_t line>
struct unsound_lifecycle;

template <const std::string_view& text>
inline constexpr lifecycle_parser parsed = [] {
    lifecycle_parser parser;
    parser.parse(text);
    return parser;
}();

template <const std::string_view& text>
consteval void show_fault()
{
    constexpr const table_fault& fault = parsed<text>.fault();
    constexpr auto lifecycle = shown<[] { return parsed<text>.made().name; }>();
    constexpr auto problem = shown<[] { return std::string_view(parsed<text>.fault().problem); }>();
    constexpr auto act = shown<[] { return parsed<text>.fault().act; }>();
    constexpr auto state = shown<[] { return parsed<text>.fault().state; }>();
    static_assert(sizeof(unsound_lifecycle<lifecycle, problem, act, state, fault.line>) != 0);
}

}  // namespace demarche::inline v0::detail

namespace demarche::inline v0 {

template <const std::string_view& text>
consteval lifecycle checked_lifecycle()
{
    if constexpr (detail::parsed<text>.fault().problem != nullptr) detail::show_fault<text>();
    return detail::parsed<text>.made();
}

consteval state_id state_in(std::string_view text, std::string_view name)
{
    std::string_view rows = text.substr(text.find("\nstate\t") + 1);
    rows = rows.substr(0, rows.find("\nact\t"));
    detail::take(rows, '\n');
    for (std::size_t s = 0; !rows.empty();) {
        std::string_view row = detail::take(rows, '\n');
        if (row.empty() || row.starts_with('#')) continue;
        if (detail::take(row, '\t') == name) return static_cast<state_id>(s);
        ++s;
    }
    detail::no_state_has_this_name(name);
    return state_id::none;
}

consteval lifecycle checked_lifecycle(std::string_view name, std::string_view states, std::string_view acts, const lifecycle_rules& rules)
{
    detail::lifecycle_parser parser(name, rules);
    parser.parse(states, acts);
    if (parser.fault().problem != nullptr) detail::this_lifecycle_table_is_not_sound(parser.fault().problem);
    return parser.made();
}

}  // namespace demarche::inline v0
