// SPDX-License-Identifier: BSL-1.0
#include <demarche/boost_graph.hpp>
#include <demarche/demarche.hpp>

#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/connected_components.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <boost/graph/graph_concepts.hpp>
#include <boost/graph/iteration_macros.hpp>
#include <boost/property_map/function_property_map.hpp>
#include <boost/property_map/property_map.hpp>

#include <doctest/doctest.h>

#include <limits>
#include <map>
#include <set>
#include <string>

using namespace demarche;

BOOST_CONCEPT_ASSERT((boost::VertexListGraphConcept<graph>));
BOOST_CONCEPT_ASSERT((boost::EdgeListGraphConcept<graph>));
BOOST_CONCEPT_ASSERT((boost::BidirectionalGraphConcept<graph>));
BOOST_CONCEPT_ASSERT((boost::IncidenceGraphConcept<undirected_graph>));
BOOST_CONCEPT_ASSERT((boost::VertexListGraphConcept<undirected_graph>));
BOOST_CONCEPT_ASSERT((boost::ReadablePropertyGraphConcept<graph, actor_id, boost::vertex_index_t>));
BOOST_CONCEPT_ASSERT((boost::ReadablePropertyMapConcept<graph_property<contact_act_t>, contact_id>));
BOOST_CONCEPT_ASSERT((boost::ReadablePropertyMapConcept<graph_property<contact_date_t>, contact_id>));
BOOST_CONCEPT_ASSERT((boost::ReadablePropertyMapConcept<graph_property<actor_record_t>, actor_id>));

namespace {

/// a → b in 2020, b → c in 2021, d → c in 2022, a → c in 2023, and nobody talks to e.
struct network {
    chronicle book;
    actor_id a = book.add(actor{.key = "a"});
    actor_id b = book.add(actor{.key = "b"});
    actor_id c = book.add(actor{.key = "c"});
    actor_id d = book.add(actor{.key = "d"});
    actor_id e = book.add(actor{.key = "e"});
    contact_id ab = add("ab", a, b, "2020-06-01");
    contact_id bc = add("bc", b, c, "2021-06-01");
    contact_id dc = add("dc", d, c, "2022-06-01");
    contact_id ac = add("ac", a, c, "2023-06");

    contact_id add(const char* key, actor_id from, actor_id to, const char* on)
    {
        return book.add(contact{.key = key, .act = acts::remark, .from = from, .to = to, .on = date{on}});
    }
};

std::set<std::string> reached(const graph& g, actor_id from)
{
    struct noting : boost::default_bfs_visitor {
        explicit noting(std::set<std::string>& into) : keys(&into) {}
        void discover_vertex(actor_id v, const graph& in) const { keys->insert(get(actor_record, in, v).key); }
        std::set<std::string>* keys;
    };
    std::set<std::string> keys;
    boost::breadth_first_search(g, from, boost::visitor(noting(keys)));
    return keys;
}

int components(const view& v)
{
    const undirected_graph g(v);
    std::vector<int> number(num_vertices(g));
    return boost::connected_components(g, boost::make_iterator_property_map(number.begin(), get(boost::vertex_index, g)));
}

double distance_in_days(const graph& g, actor_id from, actor_id to)
{
    std::vector<double> days(num_vertices(g));
    const auto index_of = get(boost::vertex_index, g);
    boost::dijkstra_shortest_paths(g, from, boost::distance_map(boost::make_iterator_property_map(days.begin(), index_of)));
    return days[to.index()];
}

}  // namespace

TEST_CASE("breadth_first_search follows what had happened as of a date")
{
    network n;
    CHECK(reached(graph(n.book.as_of(date{"2020-12-31"})), n.a) == std::set<std::string>{"a", "b"});
    CHECK(reached(graph(n.book.as_of(date{"2021-12-31"})), n.a) == std::set<std::string>{"a", "b", "c"});
    CHECK(reached(graph(n.book.as_of(date{"2019-12-31"})), n.a) == std::set<std::string>{"a"});
    CHECK(reached(graph(n.book.as_of(date{"2021-12-31"}), date{"2021"}), n.a) == std::set<std::string>{"a"});
}

TEST_CASE("connected_components joins whoever was in contact, in either direction")
{
    network n;
    CHECK(components(n.book.as_of(date{"2019-12-31"})) == 5);
    CHECK(components(n.book.as_of(date{"2020-12-31"})) == 4);
    CHECK(components(n.book.as_of(date{"2021-12-31"})) == 3);
    CHECK(components(n.book.as_of(date{"2022-12-31"})) == 2);
}

TEST_CASE("dijkstra_shortest_paths weighs a contact by its age unless told otherwise")
{
    network n;
    const double none = std::numeric_limits<double>::max();
    const graph then(n.book.as_of(date{"2021-06-11T23:59:59Z"}));
    CHECK(distance_in_days(then, n.b, n.c) == doctest::Approx(10.0));
    CHECK(distance_in_days(then, n.a, n.c) == doctest::Approx(10.0 + 375.0));
    CHECK(distance_in_days(then, n.c, n.a) == none);
    const graph later(n.book.as_of(date{"2023-07-01T23:59:59Z"}));
    CHECK(distance_in_days(later, n.a, n.c) == doctest::Approx(1.0));
}

TEST_CASE("edges are the contacts that the view holds to have happened")
{
    network n;
    const graph g(n.book.as_of(date{"2023-06-15"}));
    CHECK(num_vertices(g) == 5);
    CHECK(num_edges(g) == 3);  // a → c is in June, perhaps later than the 15th
    CHECK(out_degree(n.a, g) == 1);
    CHECK(in_degree(n.c, g) == 2);
    CHECK(degree(n.b, g) == 2);
    CHECK(graphs::source(n.bc, g) == n.b);
    CHECK(graphs::target(n.bc, g) == n.c);
    CHECK(get(contact_act, g, n.ab) == acts::remark);
    CHECK(get(contact_date, g, n.ac).text() == "2023-06");
    CHECK(num_edges(graph(n.book.as_of(date{"2023-06-30"}))) == 4);
}

TEST_CASE("corrected, retracted and unpublished contacts are no edges, and a graph does not see what came after its view")
{
    network n;
    const view before = n.book.as_of(date{"2024"});
    const auto paper = n.book.add(source{.key = "paper", .published = date{"2024-03-01"}});
    n.book.add(report{.on = n.ab, .source = paper, .stance = stance::retracts});
    n.book.add(contact{.key = "db", .act = acts::remark, .from = n.d, .to = n.b, .on = date{"2022-06-02"}, .corrects = n.dc});
    const view after = n.book.as_of(date{"2024"});
    CHECK(num_edges(graph(before)) == 4);
    CHECK(num_edges(graph(after)) == 3);
    CHECK(in_degree(n.c, graph(after)) == 2);
    CHECK(in_degree(n.b, graph(after)) == 1);
}

TEST_CASE("loops and parallel edges are kept")
{
    network n;
    n.add("aa", n.a, n.a, "2020-07-01");
    n.add("ab2", n.a, n.b, "2020-08-01");
    const graph g(n.book.as_of(date{"2020"}));
    CHECK(out_degree(n.a, g) == 3);
    CHECK(in_degree(n.a, g) == 1);
    CHECK(components(n.book.as_of(date{"2020"})) == 4);
}
