// SPDX-License-Identifier: BSL-1.0
#include "by_demarche.hpp"

#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/connected_components.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace performance {

using namespace demarche;

namespace {

std::vector<date> all_days(int last)
{
    std::vector<date> all;
    for (int day = 0; day <= last; ++day) all.emplace_back(to_text(instant(first_day + std::chrono::days(day))).substr(0, 10));
    return all;
}

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

// demarche has no question of its own for the last contact of a pair. This asks the accessors of the chronicle and the view; when the library
// learns to answer it, this is the place to put the library's answer in.
contact_id last_held_from(const view& standpoint, actor_id a, actor_id b)
{
    const chronicle& book = standpoint.book();
    const auto from = book.contacts_from(a);
    const auto to = book.contacts_to(b);
    contact_id last;
    for (contact_id x : from.size() <= to.size() ? from : to) {
        const contact& c = book[x];
        if (c.act != acts::held || c.from != a || c.to != b || c.on.latest() > standpoint.when()) continue;
        if (x.index() >= standpoint.size().contacts || standpoint.of(x) == belief::unknown || standpoint.corrected(x)) continue;
        if (!last || book[last].on.latest() <= c.on.latest()) last = x;
    }
    return last;
}

contact_id last_held_of(const view& standpoint, actor_id a, actor_id b)
{
    const contact_id there = last_held_from(standpoint, a, b);
    const contact_id back = last_held_from(standpoint, b, a);
    if (!there || !back) return there ? there : back;
    return standpoint.book()[there].on.latest() < standpoint.book()[back].on.latest() ? back : there;
}

}  // namespace

by_demarche::by_demarche(const ledger& l) : days_(all_days(l.last_day))
{
    for (std::size_t a = 0; a < actor_count; ++a) book_.add(actor{.key = key_of('a', a)});
    for (std::size_t m = 0; m < l.matters(); ++m)
        book_.add(matter{.key = key_of('m', m),
                         .requester = actor_id(l.requester[m]),
                         .respondents = {actor_id(l.respondent[m])},
                         .reply_by = days_[static_cast<std::size_t>(l.reply_by[m])]});
}

void by_demarche::append(const ledger& l, std::span<const std::uint32_t> order)
{
    for (std::uint32_t c : order)
        book_.add(contact{.key = key_of('c', c),
                          .matter = matter_id(l.matter[c]),
                          .act = deeds[static_cast<std::size_t>(l.does[c])],
                          .from = actor_id(l.from[c]),
                          .to = actor_id(l.to[c]),
                          .on = days_[static_cast<std::size_t>(l.day[c])],
                          .recorded = days_[static_cast<std::size_t>(l.known[c])]});
}

status by_demarche::state_of(std::uint32_t m, int day) const
{
    const matter_id asked(m);
    return {as_of(day), {asked, book_[asked].respondents.front()}};
}

std::vector<leg> by_demarche::pending(int day) const { return demarche::pending(as_of(day)); }
std::vector<leg> by_demarche::pending(int day, int known) const { return demarche::pending(as_of(day).known_by(end_of(known))); }
contact_id by_demarche::last_held(std::uint32_t a, std::uint32_t b, int day) const { return last_held_of(as_of(day), actor_id(a), actor_id(b)); }
std::vector<leg> by_demarche::awaiting(std::uint32_t whom, int day) const { return demarche::awaiting(as_of(day), actor_id(whom)); }

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
