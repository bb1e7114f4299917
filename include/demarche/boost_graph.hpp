// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/view.hpp>

#include <boost/graph/graph_traits.hpp>
#include <boost/graph/properties.hpp>
#include <boost/iterator/counting_iterator.hpp>
#include <boost/iterator/filter_iterator.hpp>
#include <boost/iterator/iterator_facade.hpp>
#include <boost/iterator/transform_iterator.hpp>

#include <utility>

// A view as a Boost.Graph: actors are the vertices, the contacts that it holds to have happened are the edges.
//
//   graph g(book.as_of(date{"2023-05-26"}));
//   boost::breadth_first_search(g, austin, boost::visitor(…));
//
// Models: VertexListGraph, EdgeListGraph, BidirectionalGraph (`graph`), IncidenceGraph (`undirected_graph`); a multigraph, which may have loops.
// Vertices are actor_ids, edges are contact_ids. An edge is a contact toward somebody (`to`) that is neither unknown nor corrected and whose
// date has passed: its latest instant is not after when(). Nothing is copied: an edge is looked up when an iterator comes to it.
// Complexity: vertices, source, target in constant time; out_edges and in_edges linear in the contacts from or to the actor, past and future;
// edges and num_edges linear in all contacts; num_vertices constant.
// Iterators stay valid while the graph lives; the chronicle may grow.

namespace demarche {

/// Property tags beside Boost's vertex_index and edge_weight: `get(contact_act, g, e)`.
inline constexpr struct contact_act_t {} contact_act;    ///< the act of an edge
inline constexpr struct contact_date_t {} contact_date;  ///< the date of an edge
inline constexpr struct actor_record_t {} actor_record;  ///< the actor of a vertex

namespace detail {

/// The contacts that are edges.
class happened {
public:
    happened() = default;
    happened(const view* v, instant since) : view_(v), since_(since) {}

    bool operator()(contact_id c) const
    {
        if (c.index() >= view_->size().contacts) return false;
        const contact& r = view_->book()[c];
        const bool in_time = r.to && r.on.latest() <= view_->when() && r.on.earliest() >= since_;
        return in_time && view_->of(c) != belief::unknown && !view_->corrected(c);
    }

private:
    const view* view_ = nullptr;
    instant since_ = beginning_of_time;
};

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

struct read_index {
    std::size_t operator()(const view&, actor_id a) const { return a.index(); }
};
struct read_actor {
    const actor& operator()(const view& v, actor_id a) const { return v.book()[a]; }
};
struct read_act {
    act operator()(const view& v, contact_id c) const { return v.book()[c].act; }
};
struct read_date {
    const date& operator()(const view& v, contact_id c) const { return v.book()[c].on; }
};
struct read_age {
    double operator()(const view& v, contact_id c) const { return static_cast<double>((v.when() - v.book()[c].on.latest()).count()) / 86400.0; }
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

/// Who turned to whom.
class graph {
public:
    using vertex_descriptor = actor_id;
    using edge_descriptor = contact_id;
    using directed_category = boost::bidirectional_tag;
    using edge_parallel_category = boost::allow_parallel_edge_tag;
    struct traversal_category : boost::bidirectional_graph_tag, boost::vertex_list_graph_tag, boost::edge_list_graph_tag {};
    using vertices_size_type = std::size_t;
    using edges_size_type = std::size_t;
    using degree_size_type = std::size_t;
    using vertex_iterator = detail::every_id<actor>;
    using edge_iterator = boost::filter_iterator<detail::happened, detail::every_id<contact>>;
    using out_edge_iterator = boost::filter_iterator<detail::happened, const contact_id*>;
    using in_edge_iterator = out_edge_iterator;
    using adjacency_iterator = void;

    static vertex_descriptor null_vertex() { return {}; }

    explicit graph(view standpoint) : view_(std::move(standpoint)) {}
    /// The contacts that began no earlier than the earliest instant of `since` alone.
    graph(view standpoint, const date& since) : view_(std::move(standpoint)), since_(since.earliest()) {}

    const view& standpoint() const { return view_; }

    friend std::pair<vertex_iterator, vertex_iterator> vertices(const graph& g)
    {
        return {detail::id_iterator<actor>(0), detail::id_iterator<actor>(g.view_.size().actors)};
    }
    friend vertices_size_type num_vertices(const graph& g) { return g.view_.size().actors; }

    friend std::pair<edge_iterator, edge_iterator> edges(const graph& g)
    {
        const auto end = detail::id_iterator<contact>(g.view_.size().contacts);
        return {{g.keep(), detail::id_iterator<contact>(0), end}, {g.keep(), end, end}};
    }
    friend edges_size_type num_edges(const graph& g) { return distance(edges(g)); }

    friend std::pair<out_edge_iterator, out_edge_iterator> out_edges(vertex_descriptor u, const graph& g) { return g.kept(g.view_.book().contacts_from(u)); }
    friend std::pair<in_edge_iterator, in_edge_iterator> in_edges(vertex_descriptor u, const graph& g) { return g.kept(g.view_.book().contacts_to(u)); }
    friend degree_size_type out_degree(vertex_descriptor u, const graph& g) { return distance(out_edges(u, g)); }
    friend degree_size_type in_degree(vertex_descriptor u, const graph& g) { return distance(in_edges(u, g)); }
    friend degree_size_type degree(vertex_descriptor u, const graph& g) { return out_degree(u, g) + in_degree(u, g); }

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
    template <class Iterators>
    static std::size_t distance(const Iterators& range)
    {
        return static_cast<std::size_t>(std::distance(range.first, range.second));
    }
    detail::happened keep() const { return {&view_, since_}; }
    std::pair<out_edge_iterator, out_edge_iterator> kept(std::span<const contact_id> all) const
    {
        const contact_id* const end = all.data() + all.size();
        return {{keep(), all.data(), end}, {keep(), end, end}};
    }

    view view_;
    instant since_ = beginning_of_time;
};

/// Who was in contact with whom, whoever began: for connected_components. An edge as seen from one of its ends.
class undirected_graph {
public:
    struct edge_descriptor {
        contact_id contact = {};
        bool reversed = false;

        friend bool operator==(edge_descriptor a, edge_descriptor b) { return a.contact == b.contact; }
    };
    using vertex_descriptor = actor_id;
    using directed_category = boost::undirected_tag;
    using edge_parallel_category = boost::allow_parallel_edge_tag;
    struct traversal_category : boost::incidence_graph_tag, boost::vertex_list_graph_tag {};
    using vertices_size_type = std::size_t;
    using edges_size_type = std::size_t;
    using degree_size_type = std::size_t;
    using vertex_iterator = graph::vertex_iterator;
    using edge_iterator = void;
    using in_edge_iterator = void;
    using adjacency_iterator = void;

    /// Goes through the contacts from an actor, then those toward it.
    class out_edge_iterator
        : public boost::iterator_facade<out_edge_iterator, edge_descriptor, boost::forward_traversal_tag, edge_descriptor> {
    public:
        out_edge_iterator() = default;
        out_edge_iterator(graph::out_edge_iterator from, graph::out_edge_iterator from_end, graph::out_edge_iterator to)
            : from_(from), from_end_(from_end), to_(to)
        {
        }

    private:
        friend class boost::iterator_core_access;
        edge_descriptor dereference() const { return from_ != from_end_ ? edge_descriptor{*from_, false} : edge_descriptor{*to_, true}; }
        bool equal(const out_edge_iterator& other) const { return from_ == other.from_ && to_ == other.to_; }
        void increment() { from_ != from_end_ ? ++from_ : ++to_; }

        graph::out_edge_iterator from_;
        graph::out_edge_iterator from_end_;
        graph::out_edge_iterator to_;
    };

    static vertex_descriptor null_vertex() { return {}; }

    explicit undirected_graph(graph directed) : graph_(std::move(directed)) {}
    explicit undirected_graph(view standpoint) : graph_(std::move(standpoint)) {}

    const graph& directed() const { return graph_; }

    friend std::pair<vertex_iterator, vertex_iterator> vertices(const undirected_graph& g) { return vertices(g.graph_); }
    friend vertices_size_type num_vertices(const undirected_graph& g) { return num_vertices(g.graph_); }
    friend std::pair<out_edge_iterator, out_edge_iterator> out_edges(vertex_descriptor u, const undirected_graph& g)
    {
        const auto [from, from_end] = out_edges(u, g.graph_);
        const auto [to, to_end] = in_edges(u, g.graph_);
        return {{from, from_end, to}, {from_end, from_end, to_end}};
    }
    friend degree_size_type out_degree(vertex_descriptor u, const undirected_graph& g) { return degree(u, g.graph_); }
    friend graph_property<boost::vertex_index_t> get(boost::vertex_index_t tag, const undirected_graph& g) { return get(tag, g.graph_); }
    friend std::size_t get(boost::vertex_index_t, const undirected_graph&, actor_id a) { return a.index(); }

private:
    graph graph_;
};

inline graph::vertex_descriptor source(graph::edge_descriptor e, const graph& g) { return g.standpoint().book()[e].from; }
inline graph::vertex_descriptor target(graph::edge_descriptor e, const graph& g) { return g.standpoint().book()[e].to; }

inline undirected_graph::vertex_descriptor source(undirected_graph::edge_descriptor e, const undirected_graph& g)
{
    return e.reversed ? target(e.contact, g.directed()) : source(e.contact, g.directed());
}
inline undirected_graph::vertex_descriptor target(undirected_graph::edge_descriptor e, const undirected_graph& g)
{
    return e.reversed ? source(e.contact, g.directed()) : target(e.contact, g.directed());
}

}  // namespace graphs

using graphs::graph;
using graphs::undirected_graph;

}  // namespace demarche

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
