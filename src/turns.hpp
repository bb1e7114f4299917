// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "archive.hpp"
#include "fold.hpp"
#include "instants.hpp"
#include "scratch.hpp"

#include <algorithm>
#include <limits>
#include <optional>

// When the clock has to look at a matter.

namespace demarche::inline v0::detail {

/// The instants at which legs of a matter can come to stand otherwise, whatever one believes: where a date or a term begins or ends, and as many seconds on as
/// it takes for what may happen then to happen in any order, one a second.
class turns {
public:
    turns(const archive& book, matter_id m)
    {
        const matter_line& l = book.line(m);
        add(l.own_terms(book.dates()));
        book.each_entry(l, std::numeric_limits<std::uint32_t>::max(), [&](std::uint32_t c, date_table::code on, entry_code) {
            dates_.push_back(book.dates().bounds(on));
            const contact* more = book.details(contact_id(c));
            if (more == nullptr) return;
            add({.occasion = more->occasion ? more->occasion->latest() : end_of_time, .reply_by = more->reply_by ? more->reply_by->latest() : end_of_time});
        });
    }

    /// The first one after `now`.
    std::optional<instant> after(instant now) const
    {
        std::optional<instant> first;
        const auto take = [&](instant turn, bool alone) {
            const instant last = turn > now ? turn : last_from(turn, now);
            const instant next = std::max(turn, next_second(now));
            if (now < next && next <= last && (!first || next < *first) && (alone || may_happen(turn) > 0)) first = next;
        };
        for (const date_bounds& d : dates_) {
            take(d.earliest, true);
            take(d.latest, true);
            take(next_second(d.latest), false);
        }
        for (const instant due : dues_) {
            take(due, true);
            take(next_second(due), false);
        }
        return first;
    }

private:
    void add(const terms& t)
    {
        each_due(t, [this](instant due) { dues_.push_back(due); });
    }
    /// How many contacts may happen then, or at another time.
    std::ptrdiff_t may_happen(instant then) const
    {
        const auto may = [=](const date_bounds& d) { return d.earliest <= then && then <= d.latest && d.earliest < d.latest; };
        return std::count_if(dates_.begin(), dates_.end(), may);
    }
    /// The last of the seconds that matter from `turn` on, where that may be after `now`.
    instant last_from(instant turn, instant now) const
    {
        if (turn == end_of_time || turn + std::chrono::seconds(dates_.size()) < now) return turn;
        return turn + std::chrono::seconds(std::max<std::ptrdiff_t>(may_happen(turn), 1) - 1);
    }

    scratch_vector<date_bounds> dates_ = {};
    scratch_vector<instant> dues_ = {};
};

}  // namespace demarche::inline v0::detail
