// SPDX-License-Identifier: BSL-1.0
#include "links.hpp"

#include <set>
#include <tuple>

// Who sits between two parties.

namespace demarche::inline v0 {

using namespace detail;

namespace {

/// Brandes' betweenness, of the chains from some actors to some others.
class betweenness {
public:
    betweenness(const network& in, const std::vector<actor_id>& from, const std::vector<actor_id>& to)
        : in_(in), graph_(in.whole()), wanted_(num_vertices(graph_)), through_(wanted_.size()), by_(wanted_.size())
    {
        for (const actor_id a : to) wanted_[a.index()] = 1;
        for (const actor_id a : from) take(a);
    }

    std::size_t pairs() const { return pairs_; }
    double through(actor_id a) const { return through_[a.index()]; }
    /// The contacts of the links over which these chains lead through it.
    const std::set<contact_id>& by(actor_id a) const { return by_[a.index()]; }

private:
    void take(actor_id from)
    {
        far_ = in_.distances(graph_, from);
        const std::vector<actor_id> reached = by_distance();
        std::vector<double> ways(far_.size());
        ways[from.index()] = 1;
        for (const actor_id v : reached) each_onward(v, [&](actor_id u, contact_id) { ways[u.index()] += ways[v.index()]; });
        std::vector<double> beyond(far_.size());
        for (auto v = reached.rbegin(); v != reached.rend(); ++v) add_up(*v, from, ways, beyond);
        for (const actor_id v : reached)
            if (v != from && wanted_[v.index()] != 0) ++pairs_;
    }

    /// How many of the wanted are reached beyond `v`, of each the share of its ways that lead through `v`.
    void add_up(actor_id v, actor_id from, const std::vector<double>& ways, std::vector<double>& beyond)
    {
        double& here = beyond[v.index()];
        each_onward(v, [&](actor_id u, contact_id last) {
            const double share = ways[v.index()] / ways[u.index()] * (wanted_[u.index()] + beyond[u.index()]);
            here += share;
            if (share > 0 && v != from) by_[v.index()].insert(last);
            if (beyond[u.index()] > 0) by_[u.index()].insert(last);
        });
        if (v != from) through_[v.index()] += here;
    }

    /// take(u, last contact) for each link of which the cheapest chains to `u` make use.
    template <class Take>
    void each_onward(actor_id v, Take take) const
    {
        each_neighbour(graph_, v, [&](actor_id u, const edge& e) {
            if (far_[v.index()] + in_.price_of(e.contact) == far_[u.index()]) take(u, e.contact);
        });
    }
    std::vector<actor_id> by_distance() const
    {
        std::vector<actor_id> reached;
        for (std::size_t a = 0; a < far_.size(); ++a)
            if (far_[a] != never) reached.emplace_back(a);
        std::stable_sort(reached.begin(), reached.end(), [&](actor_id a, actor_id b) { return far_[a.index()] < far_[b.index()]; });
        return reached;
    }

    const network& in_;
    part_of_network graph_;
    std::vector<double> wanted_;
    std::vector<double> through_;
    std::vector<std::set<contact_id>> by_;
    std::vector<price> far_ = {};
    std::size_t pairs_ = 0;
};

}  // namespace

std::vector<go_between> go_betweens(const view& standpoint, actor_id first, actor_id second, const network_options& options)
{
    const network in(standpoint, options);
    std::vector<go_between> found;
    if (!in.has(first) || !in.has(second) || first == second) return found;
    const parties two(standpoint, first, second);
    const std::vector<actor_id> all = in.linked();
    const members sure(all, two, verdict::certainly);
    const members possible(all, two, verdict::possibly);
    const betweenness least(in, sure.first, sure.second);
    const betweenness most(in, possible.first, possible.second);
    for (const actor_id a : all)
        if (most.through(a) > 0)
            found.push_back({.who = a,
                             .least = least.through(a),
                             .most = most.through(a),
                             .of = most.pairs(),
                             .of_first = two.of_first(a),
                             .of_second = two.of_second(a),
                             .by = {most.by(a).begin(), most.by(a).end()}});
    std::stable_sort(found.begin(), found.end(), [](const go_between& a, const go_between& b) { return std::tie(a.most, a.least) > std::tie(b.most, b.least); });
    return found;
}

}  // namespace demarche::inline v0
