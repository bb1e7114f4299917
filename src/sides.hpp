// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/view.hpp>

// Who belongs to whom: SEMANTICS section 6, as far as deciding on whose side an actor is.

namespace demarche::inline v0::detail {

/// For whom an actor acts in a leg.
struct acts_for {
    bool requester = false;
    bool respondent = false;

    bool operator==(const acts_for&) const = default;
};

/// For whom `who` acts at some instant of `[begin, end]`, in the leg of these two parties: it is the party, or possibly on its side.
/// Linear in the ties above the three, for each stretch in which none of these changes.
acts_for parties_of(const view& v, actor_id who, actor_id requester, actor_id respondent, instant begin, instant end);

/// Whether an actor is that party, or possibly on its side at some instant of `[begin, end]`, whatever other party there is. The same cost.
bool may_be_on_side(const view& v, actor_id who, actor_id party, instant begin, instant end);

// Over a span of instants, such as those of a date: certainly, where it is so at every one of them whichever way the uncertain ties are settled, by ties that
// are certain then; possibly, where at some one of them some ties that are possible then make it so. Precondition: `begin <= end`. The same cost.

/// Whether an actor is that party, or on its side, whatever other party there is.
verdict on_side_during(const view& v, actor_id who, actor_id party, instant begin, instant end);
/// Whether an actor is on the side of `party` in the leg of these two.
verdict acts_for_during(const view& v, actor_id who, actor_id party, actor_id other, instant begin, instant end);
/// Whether an actor is the other, or below it: holds it, or belongs to it, be it through others.
verdict belongs_during(const view& v, actor_id who, actor_id to, instant begin, instant end);

}  // namespace demarche::inline v0::detail
