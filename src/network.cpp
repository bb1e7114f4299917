// SPDX-License-Identifier: BSL-1.0
#include <demarche/network.hpp>

#include "instants.hpp"
#include "ranks.hpp"
#include "reading.hpp"
#include "sides.hpp"
#include "sort_once.hpp"

#include <demarche/boost_graph.hpp>
#include <demarche/format.hpp>

#include <boost/graph/connected_components.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <boost/graph/filtered_graph.hpp>
#include <boost/property_map/function_property_map.hpp>
#include <boost/property_map/property_map.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

namespace demarche {

using namespace detail;

namespace {

using graphs::edge;

/// In thousandths, so that sums that are equal are found equal.
using price = std::uint64_t;
constexpr price never = std::numeric_limits<price>::max();
constexpr double in_full(price p) { return static_cast<double>(p) / 1000.0; }

using pair_of_actors = std::pair<actor_id, actor_id>;
pair_of_actors in_order(actor_id a, actor_id b) { return std::minmax(a, b); }

constexpr verdict negated(verdict v) { return v == verdict::certainly ? verdict::impossibly : v == verdict::impossibly ? verdict::certainly : v; }

void check(const network_options& options)
{
    const auto refuse = [](const char* field, const char* why) { throw error(errc::invalid_value, {.field = field}, why); };
    if (options.lately.count() <= 0) refuse("lately", "contacts lately are those of a positive number of days; say how many");
    if (options.fades.count() <= 0) refuse("fades", "a contact fades in a positive number of days; say in how many");
    for (const auto& [a, b] : options.severed)
        if (!a || !b) refuse("severed", "one of a severed pair names no actor; name two of the chronicle");
}

/// The first instant after those that lie too long ago.
instant start_of(const view& v, std::chrono::days lately)
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

std::vector<status> channels_of(const view& v)
{
    std::vector<status> found;
    for (std::size_t m = 0; m < v.size().matters; ++m) {
        const lifecycle* table = v.book().lifecycle_of(matter_id(m));
        if (table == nullptr || table->name != "channel") continue;
        for (const status& s : statuses(v, matter_id(m))) found.push_back(s);
    }
    return found;
}

bool is_shut(const status& channel)
{
    state_set shut;
    for (const char* name : {"suspended", "closed"})
        if (const auto s = channel.table->find_state(name)) shut.insert(*s);
    return shut.contains(channel.possible);
}

/// The pairs whose channels all stand suspended or closed, as far as they were opened.
std::vector<pair_of_actors> without_channel(const view& v)
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

/// A chain, in the order in which chains are told.
struct chain {
    price cost = 0;
    std::vector<actor_id> actors = {};

    friend auto operator<=>(const chain&, const chain&) = default;
};

/// Yen's algorithm: the next chain is the first of those that leave one that was found for the first time at one of its actors.
class chains_in_order {
public:
    chains_in_order(const network& in, actor_id from, actor_id to) : in_(in), to_(to) { take({from}); }

    std::vector<chain> first(std::size_t most)
    {
        while (found_.size() < most && !next_.empty()) {
            found_.push_back(std::move(next_.extract(next_.begin()).value()));
            const std::vector<actor_id> last = found_.back().actors;
            for (std::size_t n = 1; n < last.size(); ++n) take({last.begin(), last.begin() + static_cast<std::ptrdiff_t>(n)});
        }
        return std::move(found_);
    }

private:
    /// The first chain that begins so and goes on as none that was found.
    void take(std::vector<actor_id> actors)
    {
        const actor_id at = actors.back();
        const std::vector<actor_id> taken = taken_after(actors);
        actors.pop_back();
        const part_of_network left = in_.without(actors, at, taken);
        const std::vector<price> far = in_.distances(left, to_);
        if (far[at.index()] == never) return;
        for (const actor_id a : in_.way_down(left, at, far)) actors.push_back(a);
        price cost = 0;
        for (const contact_id last : in_.links_of(actors)) cost += in_.price_of(last);
        next_.insert({cost, std::move(actors)});
    }
    std::vector<actor_id> taken_after(const std::vector<actor_id>& actors) const
    {
        std::vector<actor_id> taken;
        for (const chain& c : found_)
            if (c.actors.size() > actors.size() && std::equal(actors.begin(), actors.end(), c.actors.begin())) taken.push_back(c.actors[actors.size()]);
        return taken;
    }

    const network& in_;
    actor_id to_;
    std::vector<chain> found_ = {};
    std::set<chain> next_ = {};
};

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

/// The number of each actor's component; a number of its own for one that the view does not have.
std::vector<std::size_t> components(const network& of, std::size_t actors)
{
    const part_of_network g = of.whole();
    std::vector<std::size_t> numbers(num_vertices(g));
    std::size_t count = boost::connected_components(g, boost::make_iterator_property_map(numbers.begin(), get(boost::vertex_index, g)));
    while (numbers.size() < actors) numbers.push_back(count++);
    return numbers;
}

std::vector<std::vector<actor_id>> parted(const std::vector<actor_id>& group, const std::vector<std::size_t>& numbers)
{
    std::map<std::size_t, std::vector<actor_id>> by_number;
    for (const actor_id a : group) by_number[numbers[a.index()]].push_back(a);
    std::vector<std::vector<actor_id>> parts;
    for (auto& [number, part] : by_number) parts.push_back(std::move(part));
    std::sort(parts.begin(), parts.end());
    return parts;
}

std::string names(const view& v, const std::vector<actor_id>& all)
{
    std::string text;
    for (const actor_id a : all) text += (text.empty() ? "" : ", ") + label(v.book(), a);
    return text;
}

}  // namespace

std::vector<introduction> introductions(const view& standpoint, actor_id from, actor_id to, std::size_t most, const network_options& options)
{
    const network in(standpoint, options);
    std::vector<introduction> found;
    if (!in.has(from) || !in.has(to)) return found;
    for (const chain& c : chains_in_order(in, from, to).first(most)) {
        introduction& i = found.emplace_back(introduction{.actors = c.actors, .cost = in_full(c.cost)});
        for (const contact_id last : in.links_of(c.actors)) i.links.push_back(in.tell(last));
    }
    return found;
}

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

std::vector<rift> stopped_talking(const view& before, const view& after, const network_options& options)
{
    const network then(before, options);
    const network now(after, options);
    const std::size_t actors = std::max(before.size().actors, after.size().actors);
    const std::vector<std::size_t> was = components(then, actors);
    const std::vector<std::size_t> is = components(now, actors);
    std::map<std::size_t, rift> fallen;
    for (const auto& [ends, last] : then.links()) {
        const auto& [a, b] = ends;
        if (is[a.index()] != is[b.index()]) fallen[was[a.index()]].silences.push_back({.a = a, .b = b, .last = last});
    }
    for (const actor_id a : then.linked())
        if (const auto of = fallen.find(was[a.index()]); of != fallen.end()) of->second.group.push_back(a);
    std::vector<rift> found;
    for (auto& [number, r] : fallen) {
        r.parts = parted(r.group, is);
        found.push_back(std::move(r));
    }
    return found;
}

std::string to_text(const view& standpoint, const introduction& i)
{
    std::string text = label(standpoint.book(), i.actors.front());
    for (std::size_t n = 0; n < i.links.size(); ++n)
        text += fmt::format(" – {} ({})", label(standpoint.book(), i.actors[n + 1]), standpoint[i.links[n].last].on);
    return text + fmt::format(": {} {}, cost {:.2f}", i.links.size(), i.links.size() == 1 ? "step" : "steps", i.cost);
}

std::string to_text(const view& standpoint, const go_between& g)
{
    std::string text = label(standpoint.book(), g.who);
    for (const auto& [how, which] : {std::pair(g.of_first, "first"), std::pair(g.of_second, "second")})
        if (how != verdict::impossibly) text += fmt::format(" ({}of the {})", how == verdict::possibly ? "perhaps " : "", which);
    const std::string pairs = g.least == g.most ? fmt::format("{:.3g}", g.most) : fmt::format("{:.3g} to {:.3g}", g.least, g.most);
    return text + fmt::format(": between {} of {} {}", pairs, g.of, g.of == 1 ? "pair" : "pairs");
}

std::string to_text(const view& before, const rift& r)
{
    std::string parts;
    for (const auto& part : r.parts) parts += (parts.empty() ? "" : " | ") + names(before, part);
    std::string silences;
    for (const silence& s : r.silences)
        silences += fmt::format("{}{} – {} ({})", silences.empty() ? "" : ", ", label(before.book(), s.a), label(before.book(), s.b), before[s.last].on);
    return fmt::format("{}; last between them: {}", parts, silences);
}

}  // namespace demarche
