// SPDX-License-Identifier: BSL-1.0
#include "picture_words.hpp"

#include "picture_text.hpp"
#include "reading.hpp"
#include "time_axis.hpp"

#include <demarche/format.hpp>

#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace demarche::inline v0::detail {

namespace {

constexpr std::array<std::string_view, 3> stances{"asserts", "denies", "retracts"};
constexpr std::array<std::string_view, 4> attributions{"on the record", "official", "unnamed", "machine-coded"};

/// The keys of the sources whose standing word is that.
std::vector<std::string> sources_saying(const view& v, contact_id c, stance word)
{
    std::vector<std::string> keys;
    for (const report_id r : v.standing_on(c))
        if (v.book().contents().stance_of(r) == word) keys.push_back(v.book().key(v.book().contents().source_of(r)));
    return keys;
}

std::string reported(const view& v, contact_id c)
{
    if (reading(v).supposed(c) != nullptr) return " (supposed)";
    const auto asserting = sources_saying(v, c, stance::asserts);
    const auto denying = sources_saying(v, c, stance::denies);
    if (asserting.empty() && denying.empty()) return {};
    if (denying.empty()) return fmt::format(" ({})", fmt::join(asserting, ", "));
    return fmt::format(" ({}; denied by {})", fmt::join(asserting, ", "), fmt::join(denying, ", "));
}

std::string testimony_words(const view& v, report_id r)
{
    const report said = v.book()[r];
    std::string text = fmt::format(" {} {}", v.book().key(said.source), stances[static_cast<std::size_t>(said.stance)]);
    if (said.attribution) text += fmt::format(", {}", attributions[static_cast<std::size_t>(*said.attribution)]);
    if (said.by) text += fmt::format(", {}", label(v.book(), said.by));
    return text + '.';
}


/// The choice of sources in words.
std::string heard(const view& v)
{
    const source_filter* choice = v.sources().filter();
    if (choice == nullptr) return {};
    std::vector<std::string> words;
    if (choice->sources)
        for (const source_id s : *choice->sources) words.push_back(v.book().key(s));
    words.insert(words.end(), choice->publishers.begin(), choice->publishers.end());
    if (choice->side) words.push_back("the side of " + label(v.book(), choice->side));
    if (!choice->attributions.empty() || words.empty()) words.emplace_back("a choice of reports");
    return fmt::format("according to {} alone", fmt::join(words, ", "));
}

}  // namespace

std::string how_often(const contact& c)
{
    if (c.times == count{}) return {};
    if (c.times.most == c.times.least) return fmt::format(", {} times", c.times.least);
    return c.times.most ? fmt::format(", {} to {} times", c.times.least, *c.times.most) : fmt::format(", {} times or more", c.times.least);
}

std::string brief_words(const view& v, contact_id c, bool both)
{
    const contact what = v[c];
    const std::string doubt = v.of(c) == belief::disputed ? "disputed: " : "";
    const std::string& from = label(v.book(), what.from);
    const std::string who = both && what.to ? fmt::format(": {} → {}", from, label(v.book(), what.to)) : " by " + from;
    return fmt::format("{}{}{}{}, {}{}", doubt, spoken_word(what.act.text()), who, how_often(what), what.on.text(), reported(v, c));
}

std::string full_words(const view& v, contact_id c)
{
    const contact what = v[c];
    std::string text = fmt::format("{}: {} by {}", v.key(c), spoken_word(what.act.text()), label(v.book(), what.from));
    if (what.to) text += fmt::format(" to {}", label(v.book(), what.to));
    text += fmt::format(", {}{}.", what.on.text(), how_often(what));
    if (!what.place.empty()) text += fmt::format(" At {}.", what.place);
    if (!what.note.empty()) text += fmt::format(" {}.", what.note);
    for (const report_id r : v.standing_on(c)) text += testimony_words(v, r);
    return text;
}

std::string standpoint_words(const view& v)
{
    std::vector<std::string> words{v.when() == end_of_time ? "in the end" : "as of " + instant_text(v.when())};
    if (v.known() != end_of_time) words.push_back("known by " + instant_text(v.known()));
    if (v.sources().filter() != nullptr) words.push_back(heard(v));
    if (const auto supposed = v.supposed_contacts().size()) words.push_back(fmt::format("supposing {} {}", supposed, supposed == 1 ? "contact" : "contacts"));
    return fmt::format("{}", fmt::join(words, ", "));
}

std::vector<std::string> possible_names(const status& s)
{
    std::vector<std::string> names;
    for (const state_id x : s.possible) names.emplace_back((*s.table)[x].name);
    return names;
}

std::string state_words(const status& s)
{
    if (s.possible == s.table->all()) return "any state";
    const auto names = possible_names(s);
    std::string text = spoken_word(names.front());
    for (std::size_t i = 1; i < names.size(); ++i) text += (i + 1 < names.size() ? ", " : " or ") + spoken_word(names[i]);
    return text;
}

}  // namespace demarche::inline v0::detail
