// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/view.hpp>

#include <optional>

// What is asked of contacts by all who count them.

namespace demarche::detail {

/// Its own channel, or that of its matter, where the view knows this.
inline channel channel_of(const view& v, const contact& c)
{
    return c.channel || !c.matter || !v.in_record(c.matter) ? c.channel : v.book()[c.matter].channel;
}

/// Adds what a contact stands for to bounds, where it counts so surely.
inline void add_up(count& sum, const count& times, verdict how)
{
    if (how == verdict::certainly) sum.least += times.least;
    sum.most = sum.most && times.most ? std::optional(*sum.most + *times.most) : std::nullopt;
}

}  // namespace demarche::detail
