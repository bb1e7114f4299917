// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/view.hpp>

#include <unordered_map>

// Who belongs to whom: SEMANTICS section 6, as far as deciding on whose side an actor is.

namespace demarche::detail {

/// For whom an actor acts in a leg.
struct acts_for {
    bool requester = false;
    bool respondent = false;
};

class sides {
public:
    explicit sides(const view& v) : view_(v) {}

    /// For whom `who` acts at some instant of `[begin, end]`, in the leg of these two parties: it is the party, or possibly on its side.
    acts_for of(actor_id who, actor_id requester, actor_id respondent, instant begin, instant end);

private:
    using actors = std::vector<actor_id>;

    /// How sure it is that the tie holds at `t`, as far as the view knows.
    verdict holds(tie_id t, instant at);
    belief of(tie_id t);
    /// The first instants in `[begin, end]` of the stretches between which no tie above these actors changes; empty without any such tie.
    std::vector<instant> stretches(const actors& from, instant begin, instant end);
    /// The actors at or above `from` at `at`, over ties that hold at least `how`, not through any of `barred`.
    actors above(actor_id from, instant at, verdict how, const actors& barred = {});
    bool on_side(actor_id who, actor_id party, actor_id other, instant at);

    const view& view_;
    std::unordered_map<tie_id, belief> beliefs_;
};

}  // namespace demarche::detail
