// SPDX-License-Identifier: BSL-1.0
#include <demarche/boost_graph.hpp>

#include "reading.hpp"

namespace demarche::inline v0::detail {

namespace {

struct found_edge {
    actor_id from;
    actor_id to;
    contact_id contact;
};

/// Calls `take(contact_id)` for each contact of a view of which the date lies within two instants.
template <class Take>
void each_within(const view& v, instant since, Take take)
{
    const archive& book = v.book().contents();
    const std::size_t count = v.size().contacts;
    for (std::size_t first = 0; first < count; first += archive::zone_size) {
        const archive::zone& z = book.zone_of(first / archive::zone_size);
        if (z.latest.load(std::memory_order_relaxed) < since.time_since_epoch().count()) continue;
        if (z.earliest.load(std::memory_order_relaxed) > v.when().time_since_epoch().count()) continue;
        for (std::size_t c = first; c < std::min(first + archive::zone_size, count); ++c) {
            const date_bounds on = book.on(contact_id(c));
            if (on.earliest >= since && on.latest <= v.when()) take(contact_id(c));
        }
    }
}

std::vector<found_edge> edges_of(const view& v, instant since)
{
    const archive& book = v.book().contents();
    std::vector<found_edge> found;
    each_within(v, since, [&](contact_id c) {
        const actor_id to = book.to(c);
        if (to && v.of(c) != belief::unknown && !v.corrected(c)) found.push_back({book.from(c), to, c});
    });
    reading(v).each_supposed([&](contact_id c, const contact& s) {
        if (s.to && s.on.earliest() >= since && s.on.latest() <= v.when() && !v.corrected(c)) found.push_back({s.from, s.to, c});
    });
    return found;
}

}  // namespace

std::shared_ptr<const edge_table> tabulate(const view& v, instant since)
{
    const auto found = edges_of(v, since);
    const std::size_t vertices = v.size().actors;
    auto table = std::make_shared<edge_table>();
    table->edges = found.size();
    table->halves.resize(2 * found.size());
    table->begins.resize(vertices + 1);
    table->middles.resize(vertices);
    std::vector<std::uint32_t> in(vertices);
    for (const found_edge& e : found) {
        ++table->begins[e.from.index()];
        ++in[e.to.index()];
    }
    std::uint32_t at = 0;
    for (std::size_t u = 0; u < vertices; ++u) {
        const std::uint32_t out = std::exchange(table->begins[u], at);
        table->middles[u] = at + out;
        at += out + in[u];
    }
    table->begins[vertices] = at;
    std::vector<std::uint32_t> next_out(table->begins.begin(), table->begins.end() - 1);
    std::vector<std::uint32_t> next_in = table->middles;
    for (const found_edge& e : found) {
        table->halves[next_out[e.from.index()]++] = {e.to, e.contact};
        table->halves[next_in[e.to.index()]++] = {e.from, e.contact};
    }
    return table;
}

act act_of(const view& v, contact_id c) { return reading(v).act(c); }
instant latest_of(const view& v, contact_id c) { return reading(v).on(c).latest; }

}  // namespace demarche::inline v0::detail

namespace demarche::inline v0::graphs {

actor_id source(contact_id c, const graph& g) { return detail::reading(g.standpoint()).from(c); }
actor_id target(contact_id c, const graph& g) { return detail::reading(g.standpoint()).to(c); }

}  // namespace demarche::inline v0::graphs
