// SPDX-License-Identifier: BSL-1.0
#include <demarche/diff.hpp>

#include <demarche/format.hpp>

#include <algorithm>
#include <array>

namespace demarche::inline v0 {

namespace {

std::string joined(const std::vector<std::string>& phrases, std::string_view between)
{
    std::string all;
    for (const std::string& p : phrases) all += all.empty() ? p : std::string(between) + p;
    return all;
}

std::string_view word_of(belief b)
{
    constexpr std::array<std::string_view, 3> words{"unknown", "disputed", "asserted"};
    return words[static_cast<std::size_t>(b)];
}

std::string leg_text(const chronicle& book, leg l) { return book.key(l.matter) + "/" + book[l.respondent].key; }

std::string state_text(const std::optional<status>& s)
{
    if (!s) return "no leg";
    return std::string((*s->table)[s->state].name) + (s->certain() ? "" : ", not certain");
}

bool supposes(const view& v, contact_id c) { return v.supposed() != nullptr && c.index() >= v.size().contacts; }

std::string contact_text(const view& v, contact_id c)
{
    const contact what = v[c];
    return fmt::format("{} {} by {}, {}", what.key, what.act, label(v.book(), what.from), what.on);
}

/// What the later-named view has otherwise of a contact, where that is more than that it came, or happened.
std::string turn_of(const contact_change& c, const view& before, const view& after)
{
    if (!c.after) return supposes(before, c.contact) ? "no longer supposed" : "no longer in the record";
    const contact_standing none;
    const contact_standing& was = c.before ? *c.before : none;
    if (was.corrected != c.after->corrected) return c.after->corrected ? "now corrected" : "no longer corrected";
    if (!c.before && supposes(after, c.contact)) return "supposed";
    if (c.before ? was.belief != c.after->belief : c.after->belief != belief::asserted) return "now " + std::string(word_of(c.after->belief));
    if (!c.before) return {};
    if (was.in_leg != c.after->in_leg) return c.after->in_leg ? "now of this leg" : "no longer of this leg";
    if (was.happened > c.after->happened) return c.after->happened == verdict::possibly ? "perhaps not yet" : "not yet";
    if (c.after->happened == verdict::possibly) return "perhaps";
    return was.happened == c.after->happened ? "now for another side" : std::string();
}

/// Who says what on a thing, of those reports; those that count in the later-named view no longer, with that word.
std::vector<std::string> words_on(const std::variant<contact_id, tie_id>& thing, const std::vector<report_id>& reports, const view& after)
{
    constexpr std::array<std::string_view, 3> words{"reported by", "denied by", "retracted by"};
    std::vector<std::string> found;
    for (const report_id r : reports) {
        const report said = after.book()[r];
        if (said.on != thing) continue;
        const bool counts = r.index() < after.size().reports && after.counts(r);
        std::string word = fmt::format("{}{} {}", counts ? "" : "no longer ", words[static_cast<std::size_t>(said.stance)], after.book().key(said.source));
        if (std::find(found.begin(), found.end(), word) == found.end()) found.push_back(std::move(word));
    }
    return found;
}

std::string text_of(const contact_change& c, const causes& all, const view& before, const view& after)
{
    std::vector<std::string> parts{contact_text(c.after ? after : before, c.contact)};
    if (std::string turn = turn_of(c, before, after); !turn.empty()) parts.push_back(std::move(turn));
    const bool recorded = !supposes(c.after ? after : before, c.contact);
    if (recorded)
        for (std::string& w : words_on(c.contact, all.reports, after)) parts.push_back(std::move(w));
    return joined(parts, ", ");
}

std::string text_of(tie_id t, const causes& all, const view& after)
{
    const tie& what = after.book()[t];
    const belief held = t.index() < after.size().ties ? after.of(t) : belief::unknown;
    std::vector<std::string> parts{fmt::format("{}: {} {} {}", what.key, label(after.book(), what.from), what.kind, label(after.book(), what.to)),
                                   "now " + std::string(word_of(held))};
    for (std::string& w : words_on(t, all.reports, after)) parts.push_back(std::move(w));
    return joined(parts, ", ");
}

std::string text_of(const causes& all, leg l, const view& before, const view& after)
{
    std::vector<std::string> parts;
    if (all.matter) parts.push_back(after.book().key(l.matter) + (after.in_record(l.matter) ? " recorded" : " not recorded"));
    for (const contact_change& c : all.contacts) parts.push_back(text_of(c, all, before, after));
    for (const tie_id t : all.ties) parts.push_back(text_of(t, all, after));
    for (const clock_change& c : all.clock) parts.push_back(fmt::format("{}{} {}", c.after ? "" : "no ", c.act, deadline_text(c.at)));
    return joined(parts, "; ");
}

/// What a choice of sources is called: what it asks for, or "all".
std::string text_of(const perspective& p, const chronicle& book)
{
    constexpr std::array<std::string_view, 4> words{"on_record", "official", "unnamed", "machine_coded"};
    if (p.all()) return "all";
    const source_filter& which = *p.filter();
    std::vector<std::string> parts = which.publishers;
    if (which.sources && which.sources->empty()) parts.emplace_back("none");
    if (which.sources)
        for (const source_id s : *which.sources) parts.push_back(book[s].key);
    for (const attribution a : which.attributions) parts.emplace_back(words[static_cast<std::size_t>(a)]);
    if (which.side) parts.push_back(label(book, which.side));
    return joined(parts, ", ");
}

std::string standing_text(const std::optional<contact_standing>& s)
{
    if (!s) return "not in the record";
    return std::string(word_of(s->belief)) + (s->corrected ? ", corrected" : s->in_leg || s->belief == belief::unknown ? "" : ", of no leg here");
}

/// `one according to A and B; other according to C`, from what each perspective has.
template <class T, class Text>
std::string by_perspective(const std::vector<T>& each, std::span<const perspective> perspectives, const chronicle& book, Text text)
{
    std::vector<std::pair<std::string, std::vector<std::string>>> groups;
    for (std::size_t n = 0; n < each.size(); ++n) {
        const std::string what = text(each[n]);
        auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& g) { return g.first == what; });
        if (group == groups.end()) group = groups.insert(group, {what, {}});
        group->second.push_back(text_of(perspectives[n], book));
    }
    std::vector<std::string> parts;
    for (const auto& [what, who] : groups) parts.push_back(what + " according to " + joined(who, " and "));
    return joined(parts, "; ");
}

}  // namespace

std::string to_text(const view& before, const view& after, const change& c)
{
    const std::string was = state_text(c.before);
    const std::string is = state_text(c.after);
    const bool in_full = was == is && c.before && c.after;
    return fmt::format("{}: {} → {} ({})", leg_text(after.book(), c.leg), in_full ? to_text(*c.before) : was, in_full ? to_text(*c.after) : is,
                       text_of(c.because, c.leg, before, after));
}

std::string to_text(const view& standpoint, std::span<const perspective> perspectives, const disagreement& d)
{
    const chronicle& book = standpoint.book();
    std::string text = leg_text(book, d.leg) + ": " + by_perspective(d.statuses, perspectives, book, state_text);
    const auto say = [&](const std::variant<contact_id, tie_id>& thing, const std::vector<report_id>& reports) {
        if (const auto words = words_on(thing, reports, standpoint.according_to({})); !words.empty()) text += " (" + joined(words, ", ") + ")";
    };
    for (const contested_contact& c : d.contacts) {
        text += fmt::format("\n  {}: {}", contact_text(standpoint, c.contact), by_perspective(c.standings, perspectives, book, standing_text));
        say(c.contact, c.reports);
    }
    for (const tie_id t : d.ties) {
        text += fmt::format("\n  {}: {} {} {}", book[t].key, label(book, book[t].from), book[t].kind, label(book, book[t].to));
        say(t, d.reports_on_ties);
    }
    return text;
}

}  // namespace demarche::inline v0
