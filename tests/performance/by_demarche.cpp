// SPDX-License-Identifier: BSL-1.0
#include "by_demarche.hpp"

#include <demarche/contacts.hpp>

#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/connected_components.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace performance {

using namespace demarche;

namespace {

constexpr std::array<demarche::act, deed_count> deeds{acts::request, acts::reiterate, acts::withdraw, acts::accept_counter, acts::acknowledge,
                                                      acts::accept,  acts::decline,   acts::counter,  acts::held};

std::string key_of(char type, std::size_t n)
{
    std::string key(1, type);
    return key.append(fmt::format_int(n).c_str());
}

int day_of(instant t) { return static_cast<int>((std::chrono::floor<std::chrono::days>(t) - first_day).count()); }

state plain_state(const lifecycle& table, state_id s)
{
    const auto found = std::find(state_names.begin(), state_names.end(), table[s].name);
    if (found == state_names.end()) throw std::runtime_error("demarche answers " + std::string(table[s].name) + ", to which no contact of the ledger leads");
    return static_cast<state>(found - state_names.begin());
}

}  // namespace

by_demarche::by_demarche(const ledger& l) : last_day_(l.last_day)
{
    for (std::size_t a = 0; a < actor_count; ++a) book_.add(actor{.key = key_of('a', a)});
    for (std::size_t m = 0; m < l.matters(); ++m)
        book_.add(matter{.key = key_of('m', m),
                         .requester = actor_id(l.requester[m]),
                         .respondents = {actor_id(l.respondent[m])},
                         .reply_by = date(first_day + std::chrono::days(l.reply_by[m]))});
}

void by_demarche::append(const ledger& l, std::span<const std::uint32_t> order)
{
    constexpr std::size_t at_once = 1024;
    std::vector<plain_contact> some;
    some.reserve(at_once);
    for (std::uint32_t c : order) {
        some.push_back({.matter = matter_id(l.matter[c]),
                        .act = deeds[static_cast<std::size_t>(l.does[c])],
                        .from = actor_id(l.from[c]),
                        .to = actor_id(l.to[c]),
                        .on = first_day + std::chrono::days(l.day[c]),
                        .recorded = first_day + std::chrono::days(l.known[c])});
        if (some.size() < at_once) continue;
        book_.add(some);
        some.clear();
    }
    book_.add(some);
}

void by_demarche::append_one_more()
{
    const std::uint32_t n = more_++;
    const actor_id from(n * 7919u % actor_count);
    const actor_id to((n * 104729u + 1) % actor_count);
    const auto day = first_day + std::chrono::days(last_day_ + static_cast<int>(n / 1000 % 10'000));
    const matter_id m = book_.add(matter{.key = key_of('n', n), .requester = from, .respondents = {to}, .reply_by = date(day + std::chrono::days(60))});
    const std::array<plain_contact, 3> some{plain_contact{.matter = m, .act = acts::request, .from = from, .to = to, .on = day},
                                            plain_contact{.matter = m, .act = acts::reiterate, .from = from, .to = to, .on = day + std::chrono::days(5)},
                                            plain_contact{.matter = m, .act = acts::decline, .from = to, .to = from, .on = day + std::chrono::days(9)}};
    book_.add(some);
}

status by_demarche::state_of(std::uint32_t m, std::uint32_t respondent, int day) const { return {as_of(day), {matter_id(m), actor_id(respondent)}}; }

const std::vector<leg>& by_demarche::pending(int day) const
{
    demarche::pending(as_of(day), found_);
    return found_;
}
const std::vector<leg>& by_demarche::pending(int day, int known) const
{
    demarche::pending(as_of(day).known_by(end_of(known)), found_);
    return found_;
}
contact_id by_demarche::last_held(std::uint32_t a, std::uint32_t b, int day) const { return last_contact(as_of(day), actor_id(a), actor_id(b), acts::held); }
const std::vector<leg>& by_demarche::awaiting(std::uint32_t whom, int day) const
{
    demarche::awaiting(as_of(day), actor_id(whom), found_);
    return found_;
}

standing by_demarche::plain(const status& s) const
{
    standing found{.now = plain_state(*s.table, s.state), .possible = 0};
    for (std::size_t i = 0; i < s.table->state_count; ++i) {
        const auto each = static_cast<state_id>(i);
        if (s.possible.contains(each)) found.possible = static_cast<std::uint16_t>(found.possible | bit(plain_state(*s.table, each)));
    }
    if (s.since) found.since = s.since.clock ? day_of(*s.since.clock) : day_of(book_[s.since.contact].on.earliest());
    found.by_clock = s.since.clock.has_value();
    return found;
}

std::vector<std::uint32_t> by_demarche::plain(const std::vector<leg>& legs) const
{
    std::vector<std::uint32_t> found;
    for (leg l : legs) found.push_back(static_cast<std::uint32_t>(l.matter.index()));
    return found;
}

int by_demarche::plain(contact_id c) const { return c ? day_of(book_[c].on.earliest()) : no_day; }

double bytes_a_report()
{
    constexpr std::size_t reports = 100'000;
    chronicle book;
    const actor_id from = book.add(actor{.key = "from"});
    const actor_id to = book.add(actor{.key = "to"});
    const source_id paper = book.add(demarche::source{.key = "paper"});
    for (std::size_t n = 0; n < reports; ++n) {
        const auto day = first_day + std::chrono::days(n % 7000);
        const contact_id c = book.add(plain_contact{.act = acts::request, .from = from, .to = to, .on = day});
        book.add(report{.on = c, .source = paper, .published = date(day + std::chrono::days(3)), .attribution = attribution::machine_coded});
    }
    return static_cast<double>(book.memory().reports) / static_cast<double>(reports);
}

std::vector<int> steps_from(std::uint32_t actor, const graph& g)
{
    std::vector<int> steps(num_vertices(g), no_day);
    steps[actor] = 0;
    const auto by_actor = boost::make_iterator_property_map(steps.begin(), get(boost::vertex_index, g));
    boost::breadth_first_search(g, actor_id(actor), boost::visitor(boost::make_bfs_visitor(boost::record_distances(by_actor, boost::on_tree_edge()))));
    return steps;
}

std::vector<int> components(const undirected_graph& g)
{
    std::vector<int> number(num_vertices(g));
    boost::connected_components(g, boost::make_iterator_property_map(number.begin(), get(boost::vertex_index, g)));
    return number;
}

vague_leg::vague_leg()
{
    const actor_id asker = book_.add(actor{.key = "asker"});
    const actor_id asked = book_.add(actor{.key = "asked"});
    const matter_id talks = book_.add(matter{.key = "talks", .requester = asker, .respondents = {asked}, .occasion = date{"2023-06-20"}});
    const auto put = [&](const char* key, demarche::act does, actor_id from, actor_id to, const char* on) {
        book_.add(contact{.key = key, .matter = talks, .act = does, .from = from, .to = to, .on = date{on}});
    };
    put("c1", acts::request, asker, asked, "2023-03/2023-06");
    put("c2", acts::acknowledge, asked, asker, "2023-04/2023-06");
    put("c3", acts::reiterate, asker, asked, "2023-04-15/2023-07-10");
    put("c4", acts::counter, asked, asker, "2023-05/2023-06");
    put("c5", acts::accept, asked, asker, "2023-05/2023-07");
    put("c6", acts::decline, asked, asker, "2023-05-15/2023-07-20");
    leg_ = {talks, asked};
    when_ = date{"2023-07-31"}.latest();
}

}  // namespace performance
