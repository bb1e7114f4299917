// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/boost_graph.hpp>
#include <demarche/demarche.hpp>

#include <boost/graph/filtered_graph.hpp>
#include <boost/graph/graphviz.hpp>

#include <algorithm>
#include <functional>
#include <map>
#include <ostream>
#include <set>
#include <string>
#include <utility>

// A picture of who is in touch with whom, written by Boost.Graph for Graphviz: what an answer names in black, the rest in grey.
// A line is the last contact of two actors; dashed, where that was too long ago to be a link.

/// The last contacts of pairs, in a graph.
inline std::set<demarche::contact_id> last_contacts(const demarche::graph& g)
{
    std::map<std::pair<demarche::actor_id, demarche::actor_id>, demarche::graphs::edge> last;
    for (auto [e, end] = edges(g); e != end; ++e) {
        const auto [kept, fresh] = last.try_emplace(std::minmax(e->from, e->to), *e);
        if (!fresh && get(boost::edge_weight, g, *e) < get(boost::edge_weight, g, kept->second)) kept->second = *e;
    }
    std::set<demarche::contact_id> all;
    for (const auto& [ends, e] : last) all.insert(e.contact);
    return all;
}

struct network_picture {
    demarche::view seen;
    demarche::instant since;                                ///< no contact before it is drawn
    std::map<demarche::actor_id, std::string> marked = {};  ///< what is said of these in place of their names, if anything
    std::set<demarche::contact_id> links = {};              ///< drawn thick
    std::set<demarche::actor_id> others = {};               ///< drawn too

    demarche::graph contacts() const { return demarche::graph(seen, since); }

    /// Draws whoever is in touch with those who are marked.
    void take_neighbours()
    {
        const demarche::graph g = contacts();
        for (const auto& [a, text] : marked)
            for (auto [e, end] = incident_edges(a, g); e != end; ++e) others.insert(e->to);
    }

    std::string words(demarche::actor_id a) const
    {
        const auto found = marked.find(a);
        return found == marked.end() || found->second.empty() ? label(seen.book(), a) : found->second;
    }
};

inline void write_graphviz(std::ostream& out, const network_picture& p)
{
    using namespace demarche;
    const graph g = p.contacts();
    const auto live = last_contacts(graph(p.seen, p.seen.when() - network_options{}.lately));
    const std::function<bool(graphs::edge)> is_last = [last = last_contacts(g)](const graphs::edge& e) { return last.contains(e.contact); };
    const std::function<bool(actor_id)> is_drawn = [&p](actor_id a) { return p.marked.contains(a) || p.others.contains(a); };
    boost::write_graphviz(
        out, boost::filtered_graph(g, is_last, is_drawn),
        [&p](std::ostream& to, actor_id a) { to << "[label=" << boost::escape_dot_string(p.words(a)) << (p.marked.contains(a) ? " penwidth=2.5]" : " color=gray40]"); },
        [&](std::ostream& to, const graphs::edge& e) {
            to << "[label=<<table border=\"0\"><tr><td bgcolor=\"white\">" << p.seen[e].on.text() << "</td></tr></table>>";
            to << (live.contains(e) ? "" : " style=dashed") << (p.links.contains(e) ? " penwidth=3]" : " color=gray40]");
        },
        [](std::ostream& to) {
            to << "graph [layout=neato overlap=false sep=\"+20\" splines=true]\nnode [shape=box style=rounded fontname=Helvetica]\n"
                  "edge [dir=none len=2.2 fontname=Helvetica fontsize=10]\n";
        });
}
