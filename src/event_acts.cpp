// SPDX-License-Identifier: BSL-1.0
#include <demarche/event_acts.hpp>

#include <vector>

namespace demarche {

namespace {

act act_in_table(cameo_code c)
{
    const auto row = std::ranges::find(cameo_acts, c, &cameo_act::code);
    return row != cameo_acts.end() ? row->means : act(c.label());
}

std::vector<act> act_of_each()
{
    std::vector<act> acts;
    for (std::size_t i = 0; i < cameo_code::size(); ++i) acts.push_back(act_in_table(cameo_code::of_index(i)));
    return acts;
}

act act_in_table(plover_event event, std::string_view mode, std::string_view text)
{
    const auto row = std::ranges::find_if(plover_acts, [&](const plover_act& r) { return r.event == event && (r.mode.empty() || r.mode == mode); });
    return row != plover_acts.end() ? row->means : act(text);
}

}  // namespace

act act_of(cameo_code c)
{
    static const std::vector<act> acts = act_of_each();
    return acts[c.index()];
}

act act_of(old_cameo_code c)
{
    const auto now = cameo::renumbered(c);
    return now ? act_of(*now) : act(c.label());
}

act act_of(plover_event e) { return act_in_table(e, {}, e.text()); }

act act_of(plover_mode m) { return act_in_table(plover::event_of(m), plover::word_of(m), m.text()); }

}  // namespace demarche
