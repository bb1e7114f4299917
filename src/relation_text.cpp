// SPDX-License-Identifier: BSL-1.0
#include "parties.hpp"

#include <demarche/format.hpp>
#include <demarche/relation.hpp>

#include <fmt/ranges.h>

// A relation as a briefing note.

namespace demarche::inline v0 {

namespace {

std::string title(const chronicle& book, matter_id m)
{
    const matter of = book[m];
    return of.title.empty() ? of.key : of.title;
}

std::string days_text(std::chrono::seconds t) { return fmt::format("{}", std::chrono::floor<std::chrono::days>(t).count()); }

/// The day that ends there, or the second.
std::string day_text(instant t)
{
    const std::string text = to_text(t);
    return text.ends_with("T23:59:59Z") ? text.substr(0, text.find('T')) : text;
}

/// "4 days", "3 to 27 days".
std::string days_text(const time_bounds& t)
{
    const std::string least = days_text(t.least);
    const std::string most = days_text(t.most);
    return (least == most ? least : least + " to " + most) + (most == "1" ? " day" : " days");
}

std::string count_text(const count& n)
{
    if (!n.most) return fmt::format("at least {}", n.least);
    return n.least == *n.most ? fmt::format("{}", n.least) : fmt::format("{} to {}", n.least, *n.most);
}

std::string keys_text(const view& v, const std::vector<contact_id>& contacts)
{
    std::vector<std::string> keys;
    for (const contact_id c : contacts) keys.push_back(v.key(c));
    return keys.empty() ? "" : fmt::format(" ({})", fmt::join(keys, ", "));
}

std::string tallied_text(const view& v, std::string_view what, const tallied& of) { return fmt::format("{} {}{}", what, count_text(of.times), keys_text(v, of.contacts)); }

/// What one party asked of the other.
struct one_way_text {
    const view& standpoint;
    std::string one;
    std::string other;
    const one_way& way;

    std::string requests() const
    {
        if (way.requests.empty()) return fmt::format("{} asked nothing of {}", one, other);
        std::string text = fmt::format("{} asked {}, answered {}", one, count_text(way.asked()), count_text(way.answered()));
        if (const auto median = way.median_to_answer()) text += fmt::format(" (median after {})", days_text(*median));
        return text + "; " + tallied_text(standpoint, "accepted", way.accepted) + "; " + tallied_text(standpoint, "refused", way.refused);
    }
    std::string open() const
    {
        std::vector<std::string> all;
        for (const status& s : way.open()) all.push_back(fmt::format("{}: {}", title(*s.book, s.leg.matter), s));
        return fmt::format("open, asked by {}: {}", one, all.empty() ? "nothing" : fmt::format("{}", fmt::join(all, "; ")));
    }
    std::string measures() const
    {
        std::vector<std::string> all;
        for (const measure& m : way.measures) all.push_back(to_text(standpoint, m));
        return fmt::format("measures of {} on {}: {}", one, other, all.empty() ? "none" : fmt::format("{}", fmt::join(all, "; ")));
    }
};

std::string last_text(const relation& r)
{
    if (!r.last) return "no contact on record";
    return fmt::format("last contact: {}{}, {} ago", detail::perhaps(r.last->how), to_text(r.standpoint, *r.last), days_text(age(r.standpoint, r.last->contact)));
}

std::string exchange_text(const relation& r, const exchange& e)
{
    return fmt::format("{}{} {}, {} ago", detail::perhaps(e.how), r.standpoint[e.contact].on, r.standpoint[e.contact].act, days_text(age(r.standpoint, e.contact)));
}

std::string by_channel_text(const relation& r)
{
    std::vector<std::string> all;
    for (const last_by_channel& l : r.by_channel) all.push_back(fmt::format("{} {}", l.channel, exchange_text(r, l.last)));
    return fmt::format("by channel: {}", all.empty() ? "none is said" : fmt::format("{}", fmt::join(all, "; ")));
}

std::string by_level_text(const relation& r)
{
    std::vector<std::string> all;
    for (const last_by_level& l : r.by_level) all.push_back(fmt::format("{} {}", l.level, exchange_text(r, l.last)));
    return fmt::format("by rank: {}", all.empty() ? "none is known" : fmt::format("{}", fmt::join(all, "; ")));
}

std::string channels_text(const relation& r)
{
    std::vector<std::string> all;
    for (const status& s : r.channels) all.push_back(fmt::format("{}: {}", title(*s.book, s.leg.matter), s));
    return fmt::format("channels: {}", all.empty() ? "none on record" : fmt::format("{}", fmt::join(all, "; ")));
}

std::string tone_text(const relation& r)
{
    if (!r.tone) return "tone: no contact in the last months says anything of it";
    std::string text = fmt::format("tone: {:+.1f} a contact in the last months", *r.tone);
    if (!r.tone_before) return text + ", unknown before";
    const double change = *r.tone - *r.tone_before;
    return text + fmt::format(", {:+.1f} before: {}", *r.tone_before, change > 0 ? "rising" : change < 0 ? "falling" : "steady");
}

}  // namespace

std::string to_text(const relation& r)
{
    const chronicle& book = r.standpoint.book();
    const std::string first = label(book, r.first);
    const std::string second = label(book, r.second);
    const one_way_text forth{r.standpoint, first, second, r.of_first};
    const one_way_text back{r.standpoint, second, first, r.of_second};
    const std::vector<std::string> lines{fmt::format("{} and {} as of {}", first, second, day_text(r.standpoint.when())),
                                         forth.open(), back.open(), forth.requests(), back.requests(), last_text(r), by_channel_text(r), by_level_text(r), channels_text(r),
                                         forth.measures(), back.measures(), tone_text(r)};
    return fmt::format("{}", fmt::join(lines, "\n"));
}

}  // namespace demarche::inline v0
