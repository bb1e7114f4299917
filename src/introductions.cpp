// SPDX-License-Identifier: BSL-1.0
#include "links.hpp"

#include <set>

// Who could introduce somebody.

namespace demarche::inline v0 {

using namespace detail;

namespace {

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

}  // namespace demarche::inline v0
