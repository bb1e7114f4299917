// SPDX-License-Identifier: BSL-1.0

// Prints a page, with the tables in it as the library has them.
//
//   lifecycle_tables PAGE
//
// A table stands between `<!-- states of NAME -->` or `<!-- acts of NAME -->` and `<!-- end -->`.

#include <demarche/lifecycles/agrement.hpp>
#include <demarche/lifecycles/channel.hpp>
#include <demarche/lifecycles/measure.hpp>
#include <demarche/lifecycles/meeting_request.hpp>
#include <demarche/lifecycles/tenure.hpp>

#include <array>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>

using namespace demarche;

namespace {

constexpr std::array all{&lifecycles::meeting_request, &lifecycles::measure, &lifecycles::tenure, &lifecycles::channel, &lifecycles::agrement};

struct meaning {
    std::string_view state;
    std::string_view words;
    std::string_view itip;
};

/// What the states of the meeting request mean, and what iTIP (RFC 5546) has for them.
constexpr std::array meanings{
    meaning{"none", "no act so far", "–"},
    meaning{"pending", "asked, without a word in return", "NEEDS-ACTION"},
    meaning{"acknowledged", "received, or talked around, without an answer", "NEEDS-ACTION + COMMENT"},
    meaning{"tentative", "perhaps", "TENTATIVE"},
    meaning{"countered", "other terms proposed", "COUNTER outstanding"},
    meaning{"conditional", "yes, if …", "TENTATIVE + COMMENT"},
    meaning{"postponed", "put off without a new date, before or after agreement", "– (EventPostponed in schema.org)"},
    meaning{"agreed", "yes; the occasion is to come", "ACCEPTED"},
    meaning{"declined", "no", "DECLINED"},
    meaning{"withdrawn", "taken back by the requester before agreement", "CANCEL"},
    meaning{"cancelled", "called off by the requester after agreement", "CANCEL"},
    meaning{"reneged", "called off by the respondent after agreement", "DECLINED, later"},
    meaning{"lapsed", "its time ran out without an answer", "–"},
    meaning{"superseded", "another matter replaced it", "–"},
    meaning{"delegated", "this leg passed to another actor", "DELEGATED"},
    meaning{"held", "it took place", "–"},
    meaning{"not_held", "agreed, and it did not take place", "–"},
    meaning{"unreported", "agreed, the occasion is over, and no source says whether it took place", "–"},
};

const meaning& meaning_of(std::size_t i, std::string_view state)
{
    if (i >= meanings.size() || meanings[i].state != state) throw std::runtime_error("the meanings are not in the table's order");
    return meanings[i];
}

const lifecycle& lifecycle_named(std::string_view name)
{
    for (const lifecycle* table : all)
        if (table->name == name) return *table;
    throw std::runtime_error("no lifecycle is named " + std::string(name));
}

constexpr std::string_view court_of(awaited who)
{
    switch (who) {
    case awaited::requester: return "R";
    case awaited::respondent: return "A";
    case awaited::debtor: return "who can meet the condition (`debtor`), else R";
    case awaited::postponer: return "who postponed";
    case awaited::nobody: break;
    }
    return "nobody";
}

constexpr std::string_view word_for(acting by)
{
    constexpr std::string_view words[] = {"R", "A", "R or A", "W", "clock"};
    return words[static_cast<std::size_t>(by)];
}

std::string text_of(const lifecycle& table, cell c)
{
    switch (c.what) {
    case effect::go: return std::string(table[c.to].name);
    case effect::go_out_of_protocol: return std::string(table[c.to].name) + "`!`";
    case effect::record: return "`=`";
    case effect::stale: return "`~`";
    case effect::protocol: return "`!`";
    case effect::attempt: return "`+`";
    case effect::prior: return "`<prior>`";
    case effect::unfilled: break;
    }
    throw std::runtime_error("a cell is missing in " + std::string(table.name));
}

std::string_view yes_or_no(bool so) { return so ? "yes" : "no"; }

void print_states(const lifecycle& table)
{
    const bool explained = table.name == lifecycles::meeting_request.name;
    std::cout << (explained ? "\n| state | means | in whose court | open | unanswered | in iTIP |\n|---|---|---|---|---|---|\n"
                            : "\n| state | in whose court | open | unanswered |\n|---|---|---|---|\n");
    for (std::size_t i = 0; i < table.state_count; ++i) {
        const lifecycle::state_row& s = table.states[i];
        std::cout << "| " << s.name;
        if (explained) std::cout << " | " << meaning_of(i, s.name).words;
        std::cout << " | " << court_of(s.awaited) << " | " << yes_or_no(s.open) << " | " << yes_or_no(s.unanswered) << " |";
        if (explained) std::cout << ' ' << meaning_of(i, s.name).itip << " |";
        std::cout << '\n';
    }
    std::cout << '\n';
}

void print_acts(const lifecycle& table)
{
    std::cout << "\n| act | by |";
    for (std::size_t i = 0; i < table.state_count; ++i) std::cout << ' ' << table.states[i].name << " |";
    std::cout << "\n|---|---|";
    for (std::size_t i = 0; i < table.state_count; ++i) std::cout << "---|";
    std::cout << '\n';
    for (std::size_t row = 0; row < table.act_count; ++row) {
        std::cout << "| " << table.acts[row].name << " | " << word_for(table.acts[row].by) << " |";
        for (std::size_t i = 0; i < table.state_count; ++i) std::cout << ' ' << text_of(table, table.at(row, static_cast<state_id>(i))) << " |";
        std::cout << '\n';
    }
    std::cout << '\n';
}

/// The name in a line `<!-- what NAME -->`; empty in any other.
std::string named_by(const std::string& line, const std::string& what)
{
    const std::string begin = "<!-- " + what + " ";
    const std::string end = " -->";
    if (!line.starts_with(begin) || !line.ends_with(end)) return {};
    return line.substr(begin.size(), line.size() - begin.size() - end.size());
}

void print_page(std::istream& page)
{
    bool in_table = false;
    for (std::string line; std::getline(page, line);) {
        in_table = in_table && line != "<!-- end -->";
        if (in_table) continue;
        std::cout << line << '\n';
        const std::string states = named_by(line, "states of");
        const std::string acts = named_by(line, "acts of");
        if (!states.empty()) print_states(lifecycle_named(states));
        if (!acts.empty()) print_acts(lifecycle_named(acts));
        in_table = !states.empty() || !acts.empty();
    }
}

}  // namespace

int main(int argc, char** argv)
try {
    std::ifstream page(argc == 2 ? argv[1] : "");
    if (!page) throw std::runtime_error("usage: lifecycle_tables PAGE");
    print_page(page);
} catch (const std::exception& e) {
    std::cerr << e.what() << '\n';
    return 1;
}
