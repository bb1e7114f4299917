// SPDX-License-Identifier: BSL-1.0
#include <demarche/lifecycle.hpp>

#include <fmt/format.h>

namespace demarche::inline v0 {

namespace detail {

void this_lifecycle_table_is_not_sound(const char*) {}

}  // namespace detail

namespace {

/// What of a lifecycle is at fault: a cell, an act, a state, or what a rule names.
std::string field_of(const detail::table_fault& fault)
{
    const bool cell = !fault.act.empty() && !fault.state.empty();
    const std::string named = fmt::format("{}{}{}", fault.act, cell ? " in " : "", fault.state);
    if (fault.rule.empty()) return named;
    return named.empty() ? std::string(fault.rule) : fmt::format("{} in {}", named, fault.rule);
}

error error_of(const detail::table_fault& fault, std::string problem)
{
    return {errc::invalid_table, {.line = fault.line, .column = fault.column, .field = field_of(fault)}, std::move(problem)};
}

}  // namespace

result<lifecycle> try_parse_lifecycle(std::string_view text)
{
    detail::lifecycle_parser parser;
    parser.parse(text);
    const auto& fault = parser.fault();
    if (fault.problem == nullptr) return parser.made();
    const std::string_view name = parser.made().name;
    return error_of(fault, name.empty() ? fault.problem : fmt::format("{} (lifecycle {})", fault.problem, name));
}

lifecycle parse_lifecycle(std::string_view text) { return try_parse_lifecycle(text).value(); }

result<lifecycle> try_parse_lifecycle(std::string_view name, std::string_view states, std::string_view acts, const lifecycle_rules& rules)
{
    detail::lifecycle_parser parser(name, rules);
    parser.parse(states, acts);
    const auto& fault = parser.fault();
    if (fault.problem == nullptr) return parser.made();
    return error_of(fault, fmt::format("the {} of the lifecycle {}: {}", fault.in_states ? "states" : "acts", name, fault.problem));
}

lifecycle parse_lifecycle(std::string_view name, std::string_view states, std::string_view acts, const lifecycle_rules& rules)
{
    return try_parse_lifecycle(name, states, acts, rules).value();
}

// Writing.

namespace {

constexpr std::string_view word(awaited whom)
{
    constexpr std::string_view words[] = {"nobody", "R", "A", "debtor", "postponer"};
    return words[static_cast<int>(whom)];
}

constexpr std::string_view word(acting by)
{
    constexpr std::string_view words[] = {"R", "A", "R|A", "W", "clock"};
    return words[static_cast<int>(by)];
}

std::string text_of(const lifecycle& table, cell c)
{
    constexpr std::string_view signs[] = {"", "", "=", "~", "!", "!", "+", "<prior>"};
    return fmt::format("{}{}", names_state(c) ? table[c.to].name : "", signs[static_cast<int>(c.what)]);
}

/// The names of the rows of which that is so, with a space between.
template <class Rows, class Holds>
std::string names_where(const Rows& rows, std::size_t count, Holds holds)
{
    std::string names;
    for (std::size_t n = 0; n < count; ++n)
        if (holds(rows[n])) names += (names.empty() ? "" : " ") + std::string(rows[n].name);
    return names;
}

/// A table's rules, as their texts.
class rule_writer {
public:
    explicit rule_writer(const lifecycle& table) : table_(table) {}

    std::string text() const
    {
        using act = lifecycle::act_row;
        using state = lifecycle::state_row;
        const std::uint8_t with_terms_as = find_with_terms_as();
        return row("unknown_as", name(table_.unknown_as)) + row("attempt_state", has_attempt() ? std::string(table_[table_.attempt_state].name) : "") +
               row("proposes", acts([](const act& a) { return a.proposes; })) +
               row("with_terms", acts([](const act& a) { return a.with_terms_as != lifecycle::no_act; })) + row("with_terms_as", name(with_terms_as)) +
               row("answers_terms", acts([](const act& a) { return a.answers_terms; })) + row("takes_up", acts([](const act& a) { return a.takes_up; })) +
               row("reminds", acts([](const act& a) { return a.reminds; })) + row("delegates", acts([](const act& a) { return a.delegates; })) +
               row("delegated_as", name(table_.delegated_as)) + row("drops_occasion", states([](const state& s) { return s.drops_occasion; })) +
               row("drops_past", states([](const state& s) { return s.drops_past; })) + row("reply_clock", name(table_.reply_clock)) +
               row("occasion_clock", name(table_.occasion_clock));
    }

private:
    static std::string row(std::string_view rule, const std::string& names) { return names.empty() ? names : fmt::format("{}\t{}\n", rule, names); }

    std::string name(std::uint8_t act) const { return act == lifecycle::no_act ? std::string() : std::string(table_.acts[act].name); }
    std::string acts(auto holds) const { return names_where(table_.acts, table_.act_count, holds); }
    std::string states(auto holds) const { return names_where(table_.states, table_.state_count, holds); }

    std::uint8_t find_with_terms_as() const
    {
        std::uint8_t found = lifecycle::no_act;
        for (const auto& a : table_.acts)
            if (a.with_terms_as != lifecycle::no_act) found = a.with_terms_as;
        return found;
    }
    bool has_attempt() const
    {
        bool found = table_.attempt_state != state_id::none;
        for (const auto& row : table_.cells)
            for (const cell c : row) found = found || c.what == effect::attempt;
        return found;
    }

    const lifecycle& table_;
};

}  // namespace

std::string to_text(const lifecycle& table)
{
    std::string text = fmt::format("lifecycle\t{}\n\nstate\tawaited\topen\tunanswered\n", table.name);
    const auto yes = [](bool is) { return is ? "yes" : "no"; };
    std::string heading = "act\tby";
    for (std::size_t s = 0; s < table.state_count; ++s) {
        const auto& state = table.states[s];
        text += fmt::format("{}\t{}\t{}\t{}\n", state.name, word(state.awaited), yes(state.open), yes(state.unanswered));
        heading += fmt::format("\t{}", state.name);
    }
    text += fmt::format("\n{}\n", heading);
    for (std::size_t a = 0; a < table.act_count; ++a) {
        text += fmt::format("{}\t{}", table.acts[a].name, word(table.acts[a].by));
        for (std::size_t s = 0; s < table.state_count; ++s) text += fmt::format("\t{}", text_of(table, table.cells[a][s]));
        text += '\n';
    }
    return text + "\nrule\tnames\n" + rule_writer(table).text();
}

}  // namespace demarche::inline v0
