// SPDX-License-Identifier: BSL-1.0

// Who could introduce one actor to another, who sits between their sides, and who stopped talking; or a picture of it.
//
//   introduction CHRONICLE FROM TO [--when DATE] [--before DATE] [--severed KEY,KEY] [--dot]

#include "command_line.hpp"

#include <demarche/boost_graph.hpp>
#include <demarche/jsonl.hpp>

#include <boost/graph/filtered_graph.hpp>
#include <boost/graph/graphviz.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

using namespace demarche;

namespace {

constexpr std::string_view usage = R"(usage: introduction CHRONICLE FROM TO [--when DATE] [--before DATE] [--severed KEY,KEY] [--dot]
  --when DATE        as of that date (default: today)
  --before DATE      who talked then, and no longer does
  --severed KEY,KEY  as if these two, and their own, were not in touch
  --dot              the neighbourhood of the best chain, for Graphviz
)";

struct question {
    std::string file = {};
    std::string from = {};
    std::string to = {};
    standpoint seen = {};
    std::optional<date> before = {};
    std::optional<std::string> severed = {};
    bool drawn = false;
};

question asked(command_line words)
{
    question q;
    for (std::string* word : {&q.file, &q.from, &q.to}) *word = words.value_of("introduction");
    while (!words.empty()) {
        const std::string option = words.next();
        if (option == "--before") q.before = standpoint::date_for(option, words.value_of(option));
        else if (option == "--severed") q.severed = words.value_of(option);
        else if (option == "--dot") q.drawn = true;
        else if (!q.seen.take(option, words)) throw wrong_usage{"there is no " + option};
    }
    return q;
}

actor_id find(const chronicle& book, const std::string& key)
{
    if (const auto a = book.find<actor>(key)) return a;
    throw wrong_usage{"the chronicle has no actor \"" + key + "\""};
}

network_options options(const chronicle& book, const question& q)
{
    if (!q.severed) return {};
    const std::size_t comma = q.severed->find(',');
    if (comma == std::string::npos) throw wrong_usage{"--severed needs two keys, with a comma between"};
    return {.severed = {{find(book, q.severed->substr(0, comma)), find(book, q.severed->substr(comma + 1))}}};
}

template <class Answer>
void tell(const std::string& question, const view& v, const std::vector<Answer>& answers)
{
    fmt::print("{}\n", question);
    for (const Answer& a : answers) fmt::print("  {}\n", to_text(v, a));
    if (answers.empty()) fmt::print("  nobody\n");
}

void tell(const view& v, const question& q)
{
    const chronicle& book = v.book();
    const actor_id from = find(book, q.from), to = find(book, q.to);
    const network_options how = options(book, q);
    tell(fmt::format("Who could introduce {} to {}, as of {}?", label(book, from), label(book, to), q.seen.when), v, introductions(v, from, to, 3, how));
    const actor_id ours = sides(v, from).front().who, theirs = sides(v, to).front().who;
    tell(fmt::format("Who sits between {} and {}?", label(book, ours), label(book, theirs)), v, go_betweens(v, ours, theirs, how));
    if (!q.before) return;
    const view then = v.as_of(*q.before);
    tell(fmt::format("Who stopped talking since {}?", *q.before), then, stopped_talking(then, v, how));
}

/// The last contacts of pairs, in a graph.
std::set<contact_id> last_contacts(const graph& g)
{
    std::map<std::pair<actor_id, actor_id>, graphs::edge> last;
    for (auto [e, end] = edges(g); e != end; ++e) {
        const auto [kept, fresh] = last.try_emplace(std::minmax(e->from, e->to), *e);
        if (!fresh && get(boost::edge_weight, g, *e) < get(boost::edge_weight, g, kept->second)) kept->second = *e;
    }
    std::set<contact_id> all;
    for (const auto& [ends, e] : last) all.insert(e.contact);
    return all;
}

/// Those on the best chain, and whoever is in touch with them: in black the chain, in grey and dashed the rest.
void draw(const view& v, const question& q)
{
    const actor_id from = find(v.book(), q.from), to = find(v.book(), q.to);
    const auto found = introductions(v, from, to, 1, options(v.book(), q));
    const introduction best = found.empty() ? introduction{.actors = {from, to}} : found.front();
    const graph g(v, v.when() - network_options{}.lately);

    const std::set<actor_id> chain(best.actors.begin(), best.actors.end());
    std::set<actor_id> near = chain;
    for (const actor_id a : chain)
        for (auto [e, end] = incident_edges(a, g); e != end; ++e) near.insert(e->to);
    std::set<contact_id> links;
    for (const acquaintance& l : best.links) links.insert(l.last);

    const std::function<bool(graphs::edge)> is_last = [last = last_contacts(g)](const graphs::edge& e) { return last.contains(e.contact); };
    const std::function<bool(actor_id)> is_near = [&](actor_id a) { return near.contains(a); };
    const boost::filtered_graph picture(g, is_last, is_near);
    boost::write_graphviz(
        std::cout, picture,
        [&](std::ostream& out, actor_id a) {
            out << "[label=" << boost::escape_dot_string(label(v.book(), a)) << (chain.contains(a) ? " penwidth=2.5]" : " color=gray40]");
        },
        [&](std::ostream& out, const graphs::edge& e) {
            out << "[label=<<table border=\"0\"><tr><td bgcolor=\"white\">" << v[e].on.text() << "</td></tr></table>>";
            out << (links.contains(e) ? " penwidth=3]" : " color=gray40 style=dashed]");
        },
        [](std::ostream& out) {
            out << "graph [layout=neato overlap=false sep=\"+20\" splines=true]\nnode [shape=box style=rounded fontname=Helvetica]\n"
                   "edge [dir=none len=2.2 fontname=Helvetica fontsize=10]\n";
        });
}

}  // namespace

int main(int argc, char** argv)
{
    return run_program("introduction", usage, [&] {
        const question q = asked({argc, argv});
        const chronicle book = jsonl::load(q.file);
        q.drawn ? draw(q.seen.of(book), q) : tell(q.seen.of(book), q);
    });
}
