// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "docket.hpp"
#include "numbered.hpp"
#include "standings.hpp"

#include <string>
#include <vector>

// The worlds of a leg, walked one act after the other: time is cut into stretches within which it matters only in which order contacts happen.

namespace demarche::inline v0::detail {

/// A world as far as it has come within a stretch. Contacts that had to be settled before the stretch are, and are not named.
struct partial_world {
    std::u32string settled = {};  ///< those that happened, twice their number, and those that did not, one more; ascending
    std::u32string here = {};     ///< those that happened in this second, in order
    std::uint32_t at = 0;         ///< where the leg stands

    auto operator<=>(const partial_world&) const = default;
    friend std::uint64_t hash_of(const partial_world& w)
    {
        const std::hash<std::u32string> of;
        return mixed((of(w.settled) * 31 + of(w.here)) * 31 + w.at);
    }
};

/// The contacts of a leg that some world has by `when`, or that may hold such a one back, and when each can happen.
class timeline {
public:
    using number = std::uint32_t;

    struct member {
        std::size_t entry;
        instant earliest;
        instant latest;
        bool disputed;
        std::vector<number> before = {};  ///< those that go before it and may come as late

        bool dated() const { return earliest == latest; }
    };
    struct stretch {
        instant first;
        instant last;
        bool due = false;              ///< something falls due; then it is one second
        bool shared = false;           ///< contacts in it may have to share a second
        std::vector<number> able = {};
        std::vector<number> deniable = {};  ///< disputed, and able or before one that is

        bool one_second() const { return first == last; }
    };

    /// Cuts time so finely that a stretch of several seconds has `seconds_each` for each contact that can happen in it; and, where it is for the
    /// `nearest` to the shown world, so that every contact's shown instant is a stretch.
    enum class cut { nearest, pairs };
    timeline(const leg_record& leg, const lifecycle& table, instant when, cut how);

    const std::vector<member>& members() const { return members_; }
    const std::vector<stretch>& stretches() const { return stretches_; }
    state_id state(const partial_world& w) const { return standings_[w.at].state; }

    partial_world start() { return {.at = standings_.insert({.in_force = stated_})}; }
    bool settled(const partial_world& w, number m) const { return happened(w, m) || denied(w, m); }
    bool happened(const partial_world& w, number m) const { return std::binary_search(w.settled.begin(), w.settled.end(), char32_t{2 * m}); }
    bool denied(const partial_world& w, number m) const { return std::binary_search(w.settled.begin(), w.settled.end(), char32_t{2 * m + 1}); }
    /// Whether `m` can happen next, in this second of the stretch.
    bool can_happen(const partial_world& w, const stretch& in, number m) const;
    void happen(partial_world& w, const stretch& in, number m);
    static void deny(partial_world& w, number m) { settle(w, 2 * m + 1); }
    /// Ends the stretch; whether all is settled that had to be.
    bool end(partial_world& w, const stretch& of);
    /// Whether there is just one way through the `n`-th stretch: what is not settled is at most one contact, undisputed, that can happen at no other instant.
    /// A search that passes such stretches in one go does not see that others have come there too: so in every 16th, and after the last, there is not.
    bool forced(const partial_world& w, std::size_t n) const;
    /// Goes that way; whether it leads on.
    bool pass(partial_world& w, std::size_t n);

private:
    static void settle(partial_world& w, number code) { w.settled.insert(std::lower_bound(w.settled.begin(), w.settled.end(), char32_t{code}), code); }
    void find_members(instant when);
    void find_before();
    void find_stretches(instant when, cut how);
    bool recorded_as_they_go(const std::vector<number>& able) const;
    void add(stretch s, cut how);

    const leg_record& leg_;
    fold fold_;
    terms stated_;
    std::vector<member> members_ = {};
    std::vector<stretch> stretches_ = {};
    numbered<standing> standings_ = {};
};

}  // namespace demarche::inline v0::detail
