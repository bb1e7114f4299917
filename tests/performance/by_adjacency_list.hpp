// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "hand_fold.hpp"

#include <boost/graph/adjacency_list.hpp>

// The ledger as a user of Boost.Graph would keep it by hand: contacts are edges with bundled properties, and each matter has a vector of its
// edges, in order of date.

namespace performance {

class by_adjacency_list {
public:
    struct contact_edge {
        std::uint32_t matter;
        std::uint16_t day;
        std::uint16_t known;
        deed does;
    };
    using graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS, boost::no_property, contact_edge>;
    using edge = graph::edge_descriptor;

    /// The actors and matters, without a contact.
    explicit by_adjacency_list(const ledger& l);
    // A copied graph has edges of its own, of which the matters would not know.
    by_adjacency_list(const by_adjacency_list&) = delete;
    by_adjacency_list& operator=(const by_adjacency_list&) = delete;

    void append(const ledger& l, std::span<const std::uint32_t> order);

    standing state_of(std::uint32_t matter, int day) const;
    std::vector<std::uint32_t> pending(int day) const;
    std::vector<std::uint32_t> pending(int day, int known) const;
    /// The day on which two actors last met; `no_day` where they had not.
    int last_held(std::uint32_t a, std::uint32_t b, int day) const;
    std::vector<std::uint32_t> awaiting(std::uint32_t actor, int day) const;

private:
    struct matter_record {
        std::uint32_t requester;
        std::uint32_t respondent;
        int reply_by;
        std::vector<edge> contacts;
    };

    standing fold(const matter_record& m, int day, int known) const;
    int last_held_from(std::uint32_t a, std::uint32_t b, int day) const;

    graph graph_;
    std::vector<matter_record> matters_;
};

/// Just the contacts of a window of time: what breadth-first search and components are compared with.
using window_graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS>;
using undirected_window_graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS>;

template <class Graph>
Graph window_of(const ledger& l, int first, int last)
{
    Graph g(actor_count);
    for (std::size_t c = 0; c < l.contacts(); ++c)
        if (first <= l.day[c] && l.day[c] <= last) add_edge(l.from[c], l.to[c], g);
    return g;
}

/// Steps from an actor, by actor; `no_day` where none lead there.
std::vector<int> steps_from(std::uint32_t actor, const window_graph& g);
/// The number of the component, by actor.
std::vector<int> components(const undirected_window_graph& g);

}  // namespace performance
