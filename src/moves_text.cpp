// SPDX-License-Identifier: BSL-1.0
#include <demarche/format.hpp>
#include <demarche/moves.hpp>

#include <algorithm>

// Moves as people say them.

namespace demarche::inline v0 {

namespace {

std::string_view name_of(const lifecycle& table, state_id s) { return table[s].name; }

/// From which instant on, or of the clock, after which.
std::string time_text(const transition& t)
{
    if (!t.at) return {};
    return t.by == acting::clock ? " " + deadline_text(*t.at) : " from " + to_text(*t.at);
}

/// Puts lines below one another.
void add_line(std::string& text, std::string_view line)
{
    if (!text.empty()) text += '\n';
    text += line;
}

std::string age_text(std::chrono::seconds age)
{
    const auto days = std::chrono::duration_cast<std::chrono::days>(age).count();
    return days == 0 ? "less than a day" : days == 1 ? "1 day" : fmt::format("{} days", days);
}

}  // namespace

std::string to_text(const transition& t)
{
    std::string text(t.act.text());
    if (t.with_terms) text += " with terms";
    if (t.actor) text += " by " + label(*t.book, t.actor);
    text += time_text(t) + " → ";
    text += t.what == effect::prior && t.to == t.from ? "what it was before" : name_of(*t.table, t.to);
    if (t.out_of_protocol()) text += " (out of protocol)";
    return text;
}

std::string to_text(const run& r)
{
    if (r.empty()) return "nothing";
    std::string text;
    for (const transition& t : r) text += (text.empty() ? "" : ", ") + to_text(t);
    return text;
}

std::string to_text(const prospect& p)
{
    std::string text;
    for (const transition& t : p.moves) add_line(text, to_text(t));
    if (p.clock) add_line(text, to_text(*p.clock));
    for (const transition& t : p.otherwise) add_line(text, fmt::format("if {}: {}", name_of(*t.table, t.from), to_text(t)));
    return text;
}

std::string to_text(const shortcoming& s)
{
    const std::string_view wanted = name_of(*s.status.table, s.wanted);
    if (s.reached()) return fmt::format("it is {}", wanted);
    if (s.runs.empty()) return fmt::format("nothing {}leads to {}", s.complete ? "" : "as short as was looked for ", wanted);
    std::string text;
    for (const run& r : s.runs) add_line(text, to_text(r));
    if (!s.complete) add_line(text, "and perhaps others");
    return text;
}

std::string to_text(const owed& o)
{
    const matter& m = (*o.status.book)[o.status.leg.matter];
    const std::string& who = label(*o.status.book, o.status.leg.respondent);
    const std::string as = o.office ? fmt::format("; {}as {}", o.how == verdict::certainly ? "" : "perhaps ", label(*o.status.book, o.office)) : std::string();
    return fmt::format("{}, {}: {}; for {}{}", m.title.empty() ? m.key : m.title, who, to_text(o.status), age_text(o.age), as);
}

}  // namespace demarche::inline v0
