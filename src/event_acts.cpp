// SPDX-License-Identifier: BSL-1.0
#include <demarche/event_acts.hpp>

#include "event_codes.hpp"

#include <string>
#include <vector>

namespace demarche::inline v0 {

namespace {

constexpr std::string_view cameo_scheme = "cameo:";

act own_act(std::string_view scheme, std::string_view code) { return act(std::string(scheme).append(code)); }

std::vector<act> act_of_each()
{
    std::vector<act> acts;
    for (std::size_t i = 0; i < cameo_code::size(); ++i) {
        const cameo_code c = cameo_code::of_index(i);
        const cameo_act* const row = row_of(c);
        acts.push_back(row != nullptr ? row->means : own_act(cameo_scheme, c.text()));
    }
    return acts;
}

act act_in_table(plover_event event, std::string_view mode, std::string_view text)
{
    const plover_act* const row = row_of(event, mode);
    return row != nullptr ? row->means : own_act("plover:", text);
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
    return now ? act_of(*now) : own_act("cameo-0.9:", c.text());
}

act act_of(plover_event e) { return act_in_table(e, {}, e.text()); }

act act_of(plover_mode m) { return act_in_table(plover::event_of(m), plover::word_of(m), m.text()); }

std::optional<cameo_code> cameo_code_of(act a)
{
    const std::string_view text = a.text();
    return text.starts_with(cameo_scheme) ? cameo_code::find(text.substr(cameo_scheme.size())) : std::nullopt;
}

std::string event_code(const contact& c)
{
    const std::string_view note = c.note;
    if (note.starts_with(detail::inferred) || is_further(c)) return note.find('-') == std::string_view::npos ? std::string() : std::string(note.substr(note.rfind('-') + 1));
    const std::string_view does = c.act.text();
    for (const std::string_view scheme : {"cameo:", "event:", "plover:"})
        if (does.starts_with(scheme)) return std::string(does.substr(scheme.size()));
    return {};
}

act event_act(const contact& c)
{
    const std::string text = event_code(c);
    if (const auto code = cameo_code::find(text))
        if (const cameo_act* const row = row_of(*code)) return row->means;
    if (const plover_act* const row = detail::plover_row_of(text)) return row->means;
    return c.act;
}

bool is_further(const contact& c) { return c.note.starts_with(detail::inferred_again); }

}  // namespace demarche::inline v0
