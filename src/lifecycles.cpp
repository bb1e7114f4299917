// SPDX-License-Identifier: BSL-1.0
#include <demarche/contact.hpp>
#include <demarche/lifecycles/agrement.hpp>
#include <demarche/lifecycles/channel.hpp>
#include <demarche/lifecycles/measure.hpp>
#include <demarche/lifecycles/meeting_request.hpp>
#include <demarche/lifecycles/tenure.hpp>

// The tables that come with the library, checked here once, and not again in each program that includes them.

namespace demarche::inline v0::lifecycles {

constexpr lifecycle agrement = checked_lifecycle<agrement_text>();
constexpr lifecycle channel = checked_lifecycle<channel_text>();
constexpr lifecycle measure = checked_lifecycle<measure_text>();
constexpr lifecycle meeting_request = checked_lifecycle<meeting_request_text>();
constexpr lifecycle tenure = checked_lifecycle<tenure_text>();

namespace {

/// Whether the table's acts of the clock are those that no contact may have, be it of no matter.
constexpr bool has_known_clock(const lifecycle& table)
{
    const auto is = [&](std::uint8_t clock, act known) { return clock == lifecycle::no_act || table.acts[clock].name == detail::known_names[known.number()]; };
    return is(table.reply_clock, acts::reply_due) && is(table.occasion_clock, acts::occasion_passed);
}
static_assert(has_known_clock(agrement) && has_known_clock(channel) && has_known_clock(measure) && has_known_clock(meeting_request) && has_known_clock(tenure));

}  // namespace

}  // namespace demarche::inline v0::lifecycles
