// SPDX-License-Identifier: BSL-1.0
#include <demarche/format.hpp>

namespace demarche {

const std::string& label(const chronicle& book, actor_id a)
{
    const actor& who = book[a];
    return who.name.empty() ? who.key : who.name;
}

std::string deadline_text(instant at)
{
    const std::string end = to_text(at);
    if (!end.ends_with("T00:00:00Z")) return "at " + end;
    const std::string last = to_text(at - std::chrono::seconds(1));
    return "after " + last.substr(0, last.find('T'));
}

std::string to_text(const status& s)
{
    std::string text((*s.table)[s.state].name);
    if (s.since) text += " since " + since_text(s);
    if (s.certain())
        text += ", certain";
    else if (s.why_uncertain.too_many)
        text += ", not certain: too many histories fit";
    else {
        text += ", not certain: possibly ";
        std::size_t left = s.possible.size();
        for (std::size_t i = 0; i < s.table->state_count; ++i) {
            if (!s.possible.contains(static_cast<state_id>(i))) continue;
            text += s.table->states[i].name;
            --left;
            text += left > 1 ? ", " : left == 1 ? " or " : "";
        }
    }
    if (s.awaiting) text += fmt::format("; {} to {}", label(*s.book, s.awaiting), s.unanswered == true ? "answer" : "move");
    if (s.lapses) text += "; lapses " + deadline_text(*s.lapses);
    return text;
}

}  // namespace demarche
