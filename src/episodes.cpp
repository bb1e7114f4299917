// SPDX-License-Identifier: BSL-1.0
#include <demarche/episodes.hpp>

#include "shown.hpp"
#include "worlds.hpp"

// As of which instants a status can be another. What is shown changes when a contact of the shown world happens and when the clock acts in it; what the clock
// does next changes with these. What is possible changes where a date begins or is over, where terms are over in some world, and, within such bounds, second by
// second until as many seconds have passed as it takes to tell every order of what can happen (`one_choice::live_in_time`). The engines that tell worlds
// give these instants as they go, so that nothing is sampled.

namespace demarche::inline v0 {

namespace {

using namespace detail;

class episodes_of_leg {
public:
    episodes_of_leg(const view& standpoint, const leg_record& record, const lifecycle& table) : standpoint_(standpoint), record_(record), table_(table) {}

    std::vector<episode> tell()
    {
        const teller tells(table_);
        const auto shown = shown_in_time(record_, tells, standpoint_);
        const auto worlds = worlds_in_time(record_, table_);
        for (std::size_t s = 0, w = 0; s < shown.size() && w < worlds.size();) {
            take(std::max(shown[s].at, worlds[w].at), shown[s].told, worlds[w].found);
            const bool last_shown = s + 1 == shown.size();
            const bool last_worlds = w + 1 == worlds.size();
            if (last_shown && last_worlds) break;
            const instant next = last_shown ? worlds[w + 1].at : last_worlds ? shown[s + 1].at : std::min(shown[s + 1].at, worlds[w + 1].at);
            if (!last_shown && shown[s + 1].at == next) ++s;
            if (!last_worlds && worlds[w + 1].at == next) ++w;
        }
        return std::move(found_);
    }

private:
    void take(instant at, const told& shown, const outcomes& all)
    {
        const status now = status_as_told(standpoint_.as_of(at), record_.leg, table_, shown, all.possible, all.why);
        if (!found_.empty() && found_.back().status == now) return;
        if (!found_.empty()) found_.back().end = at - std::chrono::seconds(1);
        found_.push_back({.begin = at, .status = now});
    }

    const view& standpoint_;
    const leg_record& record_;
    const lifecycle& table_;
    std::vector<episode> found_;
};

}  // namespace

std::vector<episode> episodes(const view& standpoint, leg of)
{
    const scratch room;
    const docket file(standpoint, of.matter);
    return episodes_of_leg(standpoint, file.record_of(of.respondent), file.table()).tell();
}

}  // namespace demarche::inline v0
