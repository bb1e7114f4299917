// SPDX-License-Identifier: BSL-1.0
#include "links.hpp"

#include <boost/graph/connected_components.hpp>

// Who stopped talking.

namespace demarche::inline v0 {

using namespace detail;

namespace {

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

}  // namespace

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

}  // namespace demarche::inline v0
