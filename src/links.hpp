// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "instants.hpp"
#include "parties.hpp"
#include "ranks.hpp"
#include "sort_once.hpp"

#include <demarche/boost_graph.hpp>
#include <demarche/network.hpp>
#include <demarche/status.hpp>

#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <boost/graph/filtered_graph.hpp>
#include <boost/property_map/function_property_map.hpp>
#include <boost/property_map/property_map.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <unordered_map>

// Who is linked to whom, and what a link costs: what all answers of `network.hpp` go by.

namespace demarche::inline v0::detail {

using graphs::edge;

/// In thousandths, so that sums that are equal are found equal.
using price = std::uint64_t;
constexpr price never = std::numeric_limits<price>::max();
constexpr double in_full(price p) { return static_cast<double>(p) / 1000.0; }

using pair_of_actors = std::pair<actor_id, actor_id>;
inline pair_of_actors in_order(actor_id a, actor_id b) { return std::minmax(a, b); }

inline void check(const network_options& options)
{
    const auto refuse = [](const char* field, const char* why) { throw error(errc::invalid_value, {.field = field}, why); };
    if (options.lately.count() <= 0) refuse("lately", "contacts lately are those of a positive number of days; say how many");
    if (options.fades.count() <= 0) refuse("fades", "a contact fades in a positive number of days; say in how many");
    for (const auto& [a, b] : options.severed)
        if (!a || !b) refuse("severed", "one of a severed pair names no actor; name two of the chronicle");
}

/// The first instant after those that lie too long ago.
inline instant start_of(const view& v, std::chrono::days lately)
{
    constexpr auto most = std::chrono::floor<std::chrono::days>(std::chrono::seconds::max());
    const bool all = lately > most || static_cast<std::uint64_t>(lately.count()) > distance(beginning_of_time, v.when()) / 86400;
    return all ? beginning_of_time : next_second(v.when() - std::chrono::seconds(lately));
}

/// Two parties, and who is a member of one and not of the other.
class parties {
public:
    parties(const view& v, actor_id first, actor_id second)
        : view_(v), first_{first, second, negated(belongs(first, second))}, second_{second, first, negated(belongs(second, first))}
    {
    }

    verdict of_first(actor_id who) const { return is_of(who, first_); }
    verdict of_second(actor_id who) const { return is_of(who, second_); }

private:
    struct one {
        actor_id party;
        actor_id other;
        verdict apart;  ///< whether it does not itself belong to the other
    };

    verdict belongs(actor_id who, actor_id to) const { return belongs_during(view_, who, to, view_.when(), view_.when()); }
    verdict is_of(actor_id who, const one& side) const
    {
        if (who == side.party) return verdict::certainly;
        const verdict is = belongs(who, side.party);
        return is == verdict::impossibly ? is : std::min(is, negated(std::min(belongs(who, side.other), side.apart)));
    }

    const view& view_;
    one first_;
    one second_;
};

/// The members of two parties who are so at least as surely as `how`, by id.
struct members {
    members(const std::vector<actor_id>& all, const parties& two, verdict how)
    {
        for (const actor_id a : all) {
            if (two.of_first(a) >= how) first.push_back(a);
            if (two.of_second(a) >= how) second.push_back(a);
        }
    }

    std::vector<actor_id> first = {};
    std::vector<actor_id> second = {};
};

inline std::vector<status> channels_of(const view& v)
{
    std::vector<status> found;
    for (std::size_t m = 0; m < v.size().matters; ++m) {
        const lifecycle* table = v.book().lifecycle_of(matter_id(m));
        if (table == nullptr || table->name != "channel") continue;
        for (const status& s : statuses(v, matter_id(m))) found.push_back(s);
    }
    return found;
}

inline bool is_shut(const status& channel)
{
    state_set shut;
    for (const char* name : {"suspended", "closed"})
        if (const auto s = channel.table->find_state(name)) shut.insert(*s);
    return shut.contains(channel.possible);
}

/// The pairs whose channels all stand suspended or closed, as far as they were opened.
inline std::vector<pair_of_actors> without_channel(const view& v)
{
    std::map<pair_of_actors, bool> shut;
    for (const status& s : channels_of(v)) {
        if (s.possible == state_set::only(state_id::none)) continue;
        bool& all = shut.try_emplace(in_order(v.book()[s.leg.matter].requester, s.leg.respondent), true).first->second;
        all = all && is_shut(s);
    }
    std::vector<pair_of_actors> found;
    for (const auto& [pair, all] : shut)
        if (all) found.push_back(pair);
    return found;
}

/// The links that may be used: those of a network, but for some actors, and for the ways from one to some others.
struct usable {
    const std::unordered_map<contact_id, price>* prices = nullptr;
    const std::vector<actor_id>* without = nullptr;
    actor_id at = {};
    const std::vector<actor_id>* not_to = nullptr;

    bool operator()(const edge& e) const
    {
        return prices->contains(e.contact) && !barred(e.from, e.to) && !barred(e.to, e.from);
    }
    bool barred(actor_id u, actor_id v) const { return without != nullptr && (is_in(*without, u) || (u == at && is_in(*not_to, v))); }
    static bool is_in(const std::vector<actor_id>& some, actor_id a) { return std::find(some.begin(), some.end(), a) != some.end(); }
};

using part_of_network = boost::filtered_graph<undirected_graph, usable>;

/// Calls `take(u, e)` for each link at `v`, to `u`.
template <class Take>
void each_neighbour(const part_of_network& g, actor_id v, Take take)
{
    for (auto [e, end] = out_edges(v, g); e != end; ++e) take(target(*e, g), *e);
}

/// Who is linked to whom, in a view.
class network {
public:
    network(const view& v, const network_options& options)
        : graph_((check(options), graph(v, start_of(v, options.lately))))
    {
        find_links();
        take_out_severed(options);
        for (const auto& [ends, last] : links_) prices_.emplace(last, price_of(ends, last, options.fades));
    }

    const view& standpoint() const { return graph_.directed().standpoint(); }
    bool has(actor_id a) const { return a && a.index() < num_vertices(graph_); }
    const std::map<pair_of_actors, contact_id>& links() const { return links_; }
    std::vector<actor_id> linked() const
    {
        std::vector<actor_id> all;
        for (const auto& [ends, last] : links_) all.insert(all.end(), {ends.first, ends.second});
        sort_once(all);
        return all;
    }
    part_of_network whole() const { return {graph_, {.prices = &prices_}}; }
    part_of_network without(const std::vector<actor_id>& some, actor_id at, const std::vector<actor_id>& not_to) const
    {
        return {graph_, {.prices = &prices_, .without = &some, .at = at, .not_to = &not_to}};
    }
    price price_of(contact_id last) const { return prices_.at(last); }

    std::vector<price> distances(const part_of_network& g, actor_id from) const
    {
        std::vector<price> far(num_vertices(g), never);
        const auto weight = boost::make_function_property_map<edge>([this](const edge& e) { return price_of(e.contact); });
        const auto distance = boost::make_iterator_property_map(far.begin(), get(boost::vertex_index, g));
        boost::dijkstra_shortest_paths(g, from, boost::weight_map(weight).distance_map(distance));
        return far;
    }

    /// The chain from `from` to where distances are counted from that is the cheapest and the first by ids. Precondition: there is one.
    std::vector<actor_id> way_down(const part_of_network& g, actor_id from, const std::vector<price>& far) const
    {
        std::vector<actor_id> way{from};
        while (far[way.back().index()] != 0) {
            actor_id next;
            each_neighbour(g, way.back(), [&](actor_id u, const edge& e) {
                const price from_there = far[u.index()];
                if (from_there != never && from_there + price_of(e.contact) == far[way.back().index()] && (!next || u < next)) next = u;
            });
            way.push_back(next);
        }
        return way;
    }

    std::vector<contact_id> links_of(const std::vector<actor_id>& chain) const
    {
        std::vector<contact_id> all;
        for (std::size_t n = 1; n < chain.size(); ++n) all.push_back(links_.at(in_order(chain[n - 1], chain[n])));
        return all;
    }
    acquaintance tell(contact_id last) const
    {
        return {.last = last, .age = get(boost::edge_weight, graph_.directed(), last), .cost = in_full(price_of(last))};
    }

private:
    void find_links()
    {
        const reading read(standpoint());
        const auto goes_before = [&](contact_id a, contact_id b) {
            return read.on(a).latest != read.on(b).latest ? read.on(a).latest < read.on(b).latest : read.recorded_before(a, b);
        };
        for (auto [e, end] = edges(graph_.directed()); e != end; ++e) {
            const edge found = *e;
            if (found.from == found.to) continue;
            contact_id& last = links_[in_order(found.from, found.to)];
            if (!last || goes_before(last, found.contact)) last = found.contact;
        }
    }

    void take_out_severed(const network_options& options)
    {
        std::vector<pair_of_actors> severed = without_channel(standpoint());
        severed.insert(severed.end(), options.severed.begin(), options.severed.end());
        const std::vector<actor_id> all = linked();
        for (const auto& [a, b] : severed) sever(members(all, parties(standpoint(), a, b), verdict::certainly));
    }
    void sever(const members& of)
    {
        const auto across = [&](actor_id u, actor_id v) {
            return std::binary_search(of.first.begin(), of.first.end(), u) && std::binary_search(of.second.begin(), of.second.end(), v);
        };
        std::erase_if(links_, [&](const auto& link) { return across(link.first.first, link.first.second) || across(link.first.second, link.first.first); });
    }

    price price_of(const pair_of_actors& ends, contact_id last, std::chrono::days fades) const
    {
        const date_bounds on = reading(standpoint()).on(last);
        const auto ranks = [&](actor_id who) { return ranks_during(standpoint(), who, on.earliest, on.latest); };
        const auto n = level(ranks(ends.first), ranks(ends.second)).lowest;
        const double age = static_cast<double>(distance(on.latest, standpoint().when()));
        const double fade = static_cast<double>(std::chrono::seconds(fades).count());
        return static_cast<price>(std::llround(1000.0 * (fade + age) * (n ? *n : 1.0) / (fade * (n ? *n + 1.0 : 1.0))));
    }

    undirected_graph graph_;
    std::map<pair_of_actors, contact_id> links_ = {};
    std::unordered_map<contact_id, price> prices_ = {};
};

}  // namespace demarche::inline v0::detail
