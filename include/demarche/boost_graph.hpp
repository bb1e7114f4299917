// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/export.hpp>
#include <demarche/view.hpp>

#include <boost/graph/graph_traits.hpp>
#include <boost/graph/properties.hpp>
#include <boost/iterator/counting_iterator.hpp>
#include <boost/iterator/iterator_facade.hpp>
#include <boost/iterator/transform_iterator.hpp>

#include <memory>
#include <utility>
#include <vector>

// A view as a Boost.Graph: actors are the vertices, the contacts that it holds to have happened are the edges.
//
//   const graph g(book.as_of(date{"2023-05-26"}));
//   for (auto [e, last] = out_edges(austin, g); e != last; ++e) fmt::print("{} {}\n", get(contact_act, g, *e), get(contact_date, g, *e));
//   // held 2022-06
//   // held 2022-11-22
//   boost::breadth_first_search(g, austin, boost::visitor(boost::default_bfs_visitor{}));
//
// Models: VertexListGraph, EdgeListGraph, BidirectionalGraph (`graph`), VertexListGraph, IncidenceGraph (`undirected_graph`); a multigraph, which may have loops.
// Vertices are actor_ids, edges are contact_ids with both their ends. An edge is a contact toward somebody (`to`) that is neither unknown nor corrected and whose
// date has passed: its latest instant is not after when(). Which these are is tabulated once, when the graph is made; copies share the table.
// Complexity: making one is linear in the contacts around its window (those recorded among contacts of that time) and in the actors; all else is constant.
// Iterators stay valid while the graph or a copy lives; the chronicle may grow, and the graph does not.

namespace demarche::inline v0 {

/// Property tags beside Boost's vertex_index and edge_weight: `get(contact_act, g, e)`.
inline constexpr struct contact_act_t {} contact_act;    ///< the act of an edge
inline constexpr struct contact_date_t {} contact_date;  ///< the date of an edge
inline constexpr struct actor_record_t {} actor_record;  ///< the actor of a vertex

namespace detail {

/// The edges of a graph, by vertex: those out of it, then those into it.
struct edge_table {
    /// An edge as seen from one of its ends.
    struct half {
        actor_id other;
        contact_id contact;
    };
    std::vector<half> halves = {};
    std::vector<std::uint32_t> begins = {};   ///< by vertex, and one more: where its edges begin
    std::vector<std::uint32_t> middles = {};  ///< by vertex: where those into it begin
    std::size_t edges = 0;
};

/// The contacts that had happened, and that began no earlier than `since`.
DEMARCHE_EXPORT std::shared_ptr<const edge_table> tabulate(const view& v, instant since);

template <class T>
struct id_of_index {
    id<T> operator()(std::size_t i) const { return id<T>(i); }
};
template <class T>
using every_id = boost::transform_iterator<id_of_index<T>, boost::counting_iterator<std::size_t>, id<T>, id<T>>;
template <class T>
every_id<T> id_iterator(std::size_t i)
{
    return every_id<T>(boost::counting_iterator<std::size_t>(i), {});
}

/// A readable property map: what `Read` finds in a view for a key.
template <class Key, class Read>
class view_property_map {
public:
    using key_type = Key;
    using reference = std::invoke_result_t<Read, const view&, const Key&>;
    using value_type = std::remove_cvref_t<reference>;
    using category = boost::readable_property_map_tag;

    view_property_map() = default;
    explicit view_property_map(const view* v) : view_(v) {}

    reference operator[](const Key& k) const { return Read{}(*view_, k); }
    friend reference get(const view_property_map& map, const Key& k) { return map[k]; }

private:
    const view* view_ = nullptr;
};

DEMARCHE_EXPORT act act_of(const view& v, contact_id c);
DEMARCHE_EXPORT instant latest_of(const view& v, contact_id c);

struct read_index {
    std::size_t operator()(const view&, actor_id a) const { return a.index(); }
};
struct read_actor {
    const actor& operator()(const view& v, actor_id a) const { return v.book()[a]; }
};
struct read_act {
    act operator()(const view& v, contact_id c) const { return act_of(v, c); }
};
struct read_date {
    date operator()(const view& v, contact_id c) const { return v[c].on; }
};
struct read_age {
    double operator()(const view& v, contact_id c) const { return static_cast<double>((v.when() - latest_of(v, c)).count()) / 86400.0; }
};

/// The reader for a property tag.
template <class Tag>
struct reader;
template <>
struct reader<boost::vertex_index_t> {
    using type = view_property_map<actor_id, read_index>;
};
template <>
struct reader<boost::edge_weight_t> {
    using type = view_property_map<contact_id, read_age>;
};
template <>
struct reader<contact_act_t> {
    using type = view_property_map<contact_id, read_act>;
};
template <>
struct reader<contact_date_t> {
    using type = view_property_map<contact_id, read_date>;
};
template <>
struct reader<actor_record_t> {
    using type = view_property_map<actor_id, read_actor>;
};

}  // namespace detail

/// The property maps of both graphs; boost::edge_weight is the age of a contact at when(), in days.
template <class Tag>
using graph_property = typename detail::reader<Tag>::type;

// The graphs have a namespace of their own, where Boost finds what it calls: `source` is a record in demarche and a function here.
// Beside `using namespace demarche`, write graphs::source(e, g).
namespace graphs {

/// A contact, from one actor to another. It converts to the contact's id.
struct edge {
    contact_id contact = {};
    actor_id from = {};
    actor_id to = {};

    operator contact_id() const { return contact; }
    friend bool operator==(const edge& a, const edge& b) { return a.contact == b.contact; }
    friend bool operator<(const edge& a, const edge& b) { return a.contact < b.contact; }
};

/// Goes through edges at one vertex: as out of it or, `Incoming`, into it.
template <bool Incoming>
class incident_iterator
    : public boost::iterator_facade<incident_iterator<Incoming>, edge, boost::random_access_traversal_tag, edge> {
public:
    incident_iterator() = default;
    incident_iterator(const detail::edge_table::half* at, actor_id vertex) : at_(at), vertex_(vertex) {}

private:
    friend class boost::iterator_core_access;
    edge dereference() const { return Incoming ? edge{at_->contact, at_->other, vertex_} : edge{at_->contact, vertex_, at_->other}; }
    bool equal(const incident_iterator& other) const { return at_ == other.at_; }
    void increment() { ++at_; }
    void decrement() { --at_; }
    void advance(std::ptrdiff_t n) { at_ += n; }
    std::ptrdiff_t distance_to(const incident_iterator& other) const { return other.at_ - at_; }

    const detail::edge_table::half* at_ = nullptr;
    actor_id vertex_;
};

/// Who turned to whom.
class graph {
public:
    using vertex_descriptor = actor_id;
    using edge_descriptor = edge;
    using directed_category = boost::bidirectional_tag;
    using edge_parallel_category = boost::allow_parallel_edge_tag;
    struct traversal_category : boost::bidirectional_graph_tag, boost::vertex_list_graph_tag, boost::edge_list_graph_tag {};
    using vertices_size_type = std::size_t;
    using edges_size_type = std::size_t;
    using degree_size_type = std::size_t;
    using vertex_iterator = detail::every_id<actor>;
    using out_edge_iterator = incident_iterator<false>;
    using in_edge_iterator = incident_iterator<true>;
    using adjacency_iterator = void;

    static vertex_descriptor null_vertex() { return {}; }

    explicit graph(view standpoint) : graph(std::move(standpoint), beginning_of_time) {}
    /// The contacts that began no earlier than the earliest instant of `since` alone.
    graph(view standpoint, const date& since) : graph(std::move(standpoint), since.earliest()) {}
    graph(view standpoint, instant since) : view_(std::move(standpoint)), table_(detail::tabulate(view_, since)) {}

    /// The view of which it is the graph.
    const view& standpoint() const { return view_; }

    /// Goes through the vertices, and the edges out of each.
    class edge_iterator : public boost::iterator_facade<edge_iterator, edge, boost::forward_traversal_tag, edge> {
    public:
        edge_iterator() = default;
        edge_iterator(const detail::edge_table* table, std::size_t vertex) : table_(table), vertex_(vertex), at_(table->begins[vertex]) { settle(); }

    private:
        friend class boost::iterator_core_access;
        edge dereference() const { return {table_->halves[at_].contact, actor_id(vertex_), table_->halves[at_].other}; }
        bool equal(const edge_iterator& other) const { return vertex_ == other.vertex_ && at_ == other.at_; }
        void increment()
        {
            ++at_;
            settle();
        }
        void settle()
        {
            while (vertex_ < table_->middles.size() && at_ == table_->middles[vertex_]) at_ = table_->begins[++vertex_];
        }

        const detail::edge_table* table_ = nullptr;
        std::size_t vertex_ = 0;
        std::size_t at_ = 0;
    };

    friend std::pair<vertex_iterator, vertex_iterator> vertices(const graph& g)
    {
        return {detail::id_iterator<actor>(0), detail::id_iterator<actor>(num_vertices(g))};
    }
    friend vertices_size_type num_vertices(const graph& g) { return g.table_->middles.size(); }
    friend std::pair<edge_iterator, edge_iterator> edges(const graph& g)
    {
        return {edge_iterator(g.table_.get(), 0), edge_iterator(g.table_.get(), num_vertices(g))};
    }
    friend edges_size_type num_edges(const graph& g) { return g.table_->edges; }

    friend std::pair<out_edge_iterator, out_edge_iterator> out_edges(vertex_descriptor u, const graph& g)
    {
        return g.between<out_edge_iterator>(u, g.table_->begins[u.index()], g.table_->middles[u.index()]);
    }
    friend std::pair<in_edge_iterator, in_edge_iterator> in_edges(vertex_descriptor u, const graph& g)
    {
        return g.between<in_edge_iterator>(u, g.table_->middles[u.index()], g.table_->begins[u.index() + 1]);
    }
    /// Those out of `u`, then those into it, each as out of it.
    friend std::pair<out_edge_iterator, out_edge_iterator> incident_edges(vertex_descriptor u, const graph& g)
    {
        return g.between<out_edge_iterator>(u, g.table_->begins[u.index()], g.table_->begins[u.index() + 1]);
    }
    friend degree_size_type out_degree(vertex_descriptor u, const graph& g) { return g.table_->middles[u.index()] - g.table_->begins[u.index()]; }
    friend degree_size_type in_degree(vertex_descriptor u, const graph& g) { return g.table_->begins[u.index() + 1] - g.table_->middles[u.index()]; }
    friend degree_size_type degree(vertex_descriptor u, const graph& g) { return g.table_->begins[u.index() + 1] - g.table_->begins[u.index()]; }

    template <class Tag>
    friend graph_property<Tag> get(Tag, const graph& g)
    {
        return graph_property<Tag>(&g.view_);
    }
    template <class Tag, class Key>
    friend decltype(auto) get(Tag tag, const graph& g, const Key& k)
    {
        return get(tag, g)[k];
    }

private:
    template <class Iterator>
    std::pair<Iterator, Iterator> between(actor_id u, std::size_t begin, std::size_t end) const
    {
        const auto* const first = table_->halves.data();
        return {Iterator(first + begin, u), Iterator(first + end, u)};
    }

    view view_;
    std::shared_ptr<const detail::edge_table> table_;
};

/// Who was in contact with whom, whoever began: for connected_components. An edge is seen as out of the end at which it was found.
class undirected_graph {
public:
    using edge_descriptor = edge;
    using vertex_descriptor = actor_id;
    using directed_category = boost::undirected_tag;
    using edge_parallel_category = boost::allow_parallel_edge_tag;
    struct traversal_category : boost::incidence_graph_tag, boost::vertex_list_graph_tag {};
    using vertices_size_type = std::size_t;
    using edges_size_type = std::size_t;
    using degree_size_type = std::size_t;
    using vertex_iterator = graph::vertex_iterator;
    using out_edge_iterator = graph::out_edge_iterator;
    using edge_iterator = void;
    using in_edge_iterator = void;
    using adjacency_iterator = void;

    static vertex_descriptor null_vertex() { return {}; }

    explicit undirected_graph(graph directed) : graph_(std::move(directed)) {}
    explicit undirected_graph(view standpoint) : graph_(std::move(standpoint)) {}

    const graph& directed() const { return graph_; }

    friend std::pair<vertex_iterator, vertex_iterator> vertices(const undirected_graph& g) { return vertices(g.graph_); }
    friend vertices_size_type num_vertices(const undirected_graph& g) { return num_vertices(g.graph_); }
    friend std::pair<out_edge_iterator, out_edge_iterator> out_edges(vertex_descriptor u, const undirected_graph& g) { return incident_edges(u, g.graph_); }
    friend degree_size_type out_degree(vertex_descriptor u, const undirected_graph& g) { return degree(u, g.graph_); }
    friend graph_property<boost::vertex_index_t> get(boost::vertex_index_t tag, const undirected_graph& g) { return get(tag, g.graph_); }
    friend std::size_t get(boost::vertex_index_t, const undirected_graph&, actor_id a) { return a.index(); }

private:
    graph graph_;
};

/// The ends of an edge, as Boost calls them: from whom, and to whom.
inline actor_id source(const edge& e, const graph&) { return e.from; }
inline actor_id target(const edge& e, const graph&) { return e.to; }
/// The ends of a contact of which only the id is at hand. Constant time.
DEMARCHE_EXPORT actor_id source(contact_id c, const graph& g);
DEMARCHE_EXPORT actor_id target(contact_id c, const graph& g);
inline actor_id source(const edge& e, const undirected_graph&) { return e.from; }
inline actor_id target(const edge& e, const undirected_graph&) { return e.to; }

}  // namespace graphs

using graphs::graph;
using graphs::undirected_graph;

}  // namespace demarche::inline v0

namespace boost {

template <class Tag>
struct property_map<demarche::graph, Tag> {
    using type = demarche::graph_property<Tag>;
    using const_type = type;
};
template <>
struct property_map<demarche::undirected_graph, vertex_index_t> {
    using type = demarche::graph_property<vertex_index_t>;
    using const_type = type;
};

}  // namespace boost
