// SPDX-License-Identifier: BSL-1.0
#include <demarche/format.hpp>
#include <demarche/network.hpp>

namespace demarche::inline v0 {

namespace {

std::string names(const view& v, const std::vector<actor_id>& all)
{
    std::string text;
    for (const actor_id a : all) text += (text.empty() ? "" : ", ") + label(v.book(), a);
    return text;
}

}  // namespace

std::string to_text(const view& standpoint, const introduction& i)
{
    std::string text = label(standpoint.book(), i.actors.front());
    for (std::size_t n = 0; n < i.links.size(); ++n)
        text += fmt::format(" – {} ({})", label(standpoint.book(), i.actors[n + 1]), standpoint[i.links[n].last].on);
    return text + fmt::format(": {} {}, cost {:.2f}", i.links.size(), i.links.size() == 1 ? "step" : "steps", i.cost);
}

std::string to_text(const view& standpoint, const go_between& g)
{
    std::string text = label(standpoint.book(), g.who);
    for (const auto& [how, which] : {std::pair(g.of_first, "first"), std::pair(g.of_second, "second")})
        if (how != verdict::impossibly) text += fmt::format(" ({}of the {})", how == verdict::possibly ? "perhaps " : "", which);
    const std::string pairs = g.least == g.most ? fmt::format("{:.3g}", g.most) : fmt::format("{:.3g} to {:.3g}", g.least, g.most);
    return text + fmt::format(": between {} of {} {}", pairs, g.of, g.of == 1 ? "pair" : "pairs");
}

std::string to_text(const view& before, const rift& r)
{
    std::string parts;
    for (const auto& part : r.parts) parts += (parts.empty() ? "" : " | ") + names(before, part);
    std::string silences;
    for (const silence& s : r.silences)
        silences += fmt::format("{}{} – {} ({})", silences.empty() ? "" : ", ", label(before.book(), s.a), label(before.book(), s.b), before[s.last].on);
    return fmt::format("{}; last between them: {}", parts, silences);
}

}  // namespace demarche::inline v0
