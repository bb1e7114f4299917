// SPDX-License-Identifier: BSL-1.0
#include "by_adjacency_list.hpp"

#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/connected_components.hpp>

#include <algorithm>

namespace performance {

by_adjacency_list::by_adjacency_list(const ledger& l) : graph_(actor_count)
{
    matters_.reserve(l.matters());
    for (std::size_t m = 0; m < l.matters(); ++m) matters_.push_back({l.requester[m], l.respondent[m], l.reply_by[m], {}});
}

void by_adjacency_list::append(const ledger& l, std::span<const std::uint32_t> order)
{
    for (std::uint32_t c : order) {
        const contact_edge record{l.matter[c], static_cast<std::uint16_t>(l.day[c]), static_cast<std::uint16_t>(l.known[c]), l.does[c]};
        const edge e = add_edge(l.from[c], l.to[c], record, graph_).first;
        auto& contacts = matters_[record.matter].contacts;
        auto place = contacts.end();
        while (place != contacts.begin() && graph_[place[-1]].day > record.day) --place;
        contacts.insert(place, e);
    }
}

standing by_adjacency_list::fold(const matter_record& m, int day, int known) const
{
    // As `standing_after`, without copying the contacts together first.
    hand_fold shown(m.reply_by);
    bool either = false;
    for (edge e : m.contacts) {
        const contact_edge& c = graph_[e];
        if (c.day > day) break;
        if (c.known > known) continue;
        either = either || c.day == m.reply_by + 1;
        shown.apply({c.does, c.day});
    }
    shown.pass(day);
    standing s = shown.as_shown();
    if (!either) return s;
    hand_fold other(m.reply_by);
    for (edge e : m.contacts) {
        const contact_edge& c = graph_[e];
        if (c.day <= day && c.known <= known) other.apply_at_midnight({c.does, c.day});
    }
    other.pass(day);
    s.possible = static_cast<std::uint16_t>(s.possible | bit(other.now()));
    return s;
}

standing by_adjacency_list::state_of(std::uint32_t matter, int day) const { return fold(matters_[matter], day, never); }

std::vector<std::uint32_t> by_adjacency_list::pending(int day) const { return pending(day, never); }

std::vector<std::uint32_t> by_adjacency_list::pending(int day, int known) const
{
    std::vector<std::uint32_t> found;
    for (std::uint32_t m = 0; m < matters_.size(); ++m)
        if (fold(matters_[m], day, known).unanswered()) found.push_back(m);
    return found;
}

int by_adjacency_list::last_held_from(std::uint32_t a, std::uint32_t b, int day) const
{
    int last = no_day;
    const auto note = [&](edge e) {
        const contact_edge& c = graph_[e];
        if (c.does == deed::held && c.day <= day) last = std::max<int>(last, c.day);
    };
    if (out_degree(a, graph_) <= in_degree(b, graph_)) {
        for (auto [e, end] = out_edges(a, graph_); e != end; ++e)
            if (target(*e, graph_) == b) note(*e);
    } else {
        for (auto [e, end] = in_edges(b, graph_); e != end; ++e)
            if (source(*e, graph_) == a) note(*e);
    }
    return last;
}

int by_adjacency_list::last_held(std::uint32_t a, std::uint32_t b, int day) const { return std::max(last_held_from(a, b, day), last_held_from(b, a, day)); }

std::vector<std::uint32_t> by_adjacency_list::awaiting(std::uint32_t actor, int day) const
{
    std::vector<std::uint32_t> found;
    for (auto [e, end] = in_edges(actor, graph_); e != end; ++e)
        if (graph_[*e].does == deed::request && graph_[*e].day <= day) {
            const state now = state_of(graph_[*e].matter, day).now;
            if ((bit(now) & unanswered_states) != 0) found.push_back(graph_[*e].matter);
        }
    for (auto [e, end] = out_edges(actor, graph_); e != end; ++e)
        if (graph_[*e].does == deed::request && graph_[*e].day <= day && state_of(graph_[*e].matter, day).now == state::countered)
            found.push_back(graph_[*e].matter);
    std::sort(found.begin(), found.end());
    return found;
}

std::vector<int> steps_from(std::uint32_t actor, const window_graph& g)
{
    std::vector<int> steps(num_vertices(g), no_day);
    steps[actor] = 0;
    boost::breadth_first_search(g, actor, boost::visitor(boost::make_bfs_visitor(boost::record_distances(steps.data(), boost::on_tree_edge()))));
    return steps;
}

std::vector<int> components(const undirected_window_graph& g)
{
    std::vector<int> number(num_vertices(g));
    boost::connected_components(g, number.data());
    return number;
}

}  // namespace performance
