// SPDX-License-Identifier: BSL-1.0
#include <demarche/format.hpp>

#include <fmt/ranges.h>

#include <algorithm>

namespace demarche::inline v0 {

namespace {

/// A word of a table as people write it: "occasion passed".
std::string spoken(std::string_view word)
{
    std::string text(word);
    std::replace(text.begin(), text.end(), '_', ' ');
    return text;
}

std::string listed(const std::vector<std::string>& all, std::string_view between)
{
    return fmt::format("{}", fmt::join(all, between));
}

/// An instant as the end of something: its day, where it is the last second of one.
std::string until_text(instant t)
{
    const std::string text = to_text(t);
    return text.ends_with("T23:59:59Z") ? text.substr(0, text.find('T')) : text;
}

std::string how(const testimony& t)
{
    if (t.stance == stance::denies) return "denied";
    if (t.stance == stance::retracts) return "retracted";
    if (!t.attribution) return "reported";
    constexpr std::string_view words[] = {"on the record", "official", "unnamed", "machine-coded"};
    return std::string(words[static_cast<std::size_t>(*t.attribution)]);
}

/// The lines of an explanation.
class teller_of_proof {
public:
    explicit teller_of_proof(const explanation& e) : e_(e), book_(e.standpoint.book()) {}

    std::string text() const
    {
        std::vector<std::string> lines{to_text(e_.status)};
        for (const proof_step& s : e_.steps) lines.push_back(line(s));
        for (const omission& o : e_.left_out)
            if (o.kind != omission_kind::stale && o.kind != omission_kind::out_of_protocol) lines.push_back(line(o));
        for (const witness& w : e_.witnesses) lines.push_back(line(w));
        if (!e_.all_witnesses) lines.emplace_back("too many histories fit to show one for each state");
        if (!e_.settled_by.empty()) lines.push_back("settled by: " + questions());
        if (!e_.settling_known) lines.emplace_back("too many histories fit to say what would settle it");
        return listed(lines, "\n");
    }

private:
    std::string_view name(state_id s) const { return (*e_.status.table)[s].name; }

    std::string line(const proof_step& s) const
    {
        if (!s.contact) return fmt::format("{}  {}: {} → {}", to_text(s.at), spoken(s.written.text()), name(s.before), name(s.after));
        const std::string as = s.written == s.folded ? std::string() : fmt::format(" (as {})", spoken(s.folded.text()));
        return fmt::format("{}  {}{} by {}: {}{} ({})", s.on->text(), spoken(s.written.text()), as, label(book_, s.actor), outcome(s), oddities(s),
                           sources(s.contact, s.rests_on));
    }

    std::string outcome(const proof_step& s) const
    {
        const bool moved = moves(cell{s.effect, {}});
        const std::string change = moved ? fmt::format("{} → {}", name(s.before), name(s.after)) : fmt::format("stays {}", name(s.after));
        if (s.effect == effect::stale) return "stale, " + change;
        return s.effect == effect::protocol || s.effect == effect::go_out_of_protocol ? "out of protocol, " + change : change;
    }

    /// What the outcome does not say yet.
    static std::string oddities(const proof_step& s)
    {
        std::string text = s.disputed ? "; disputed" : "";
        for (const diagnostic_kind kind : s.diagnostics)
            if (kind != diagnostic_kind::stale && kind != diagnostic_kind::out_of_protocol) text += "; " + spoken(to_text(kind));
        return text;
    }

    /// Who says so, by how they do.
    std::string sources(contact_id c, const std::vector<testimony>& all) const
    {
        if (c.index() >= e_.standpoint.size().contacts) return "supposed";
        if (all.empty()) return "own record";
        std::vector<std::string> texts;
        for (const testimony& t : all) {
            const std::string quoted = t.by ? fmt::format(", {}", label(book_, t.by)) : std::string();
            texts.push_back(fmt::format("{}{}: {}", how(t), quoted, book_.key(t.source)));
        }
        return listed(texts, "; ");
    }

    /// A contact by its key and act.
    std::string called(contact_id c) const { return fmt::format("{} {}", e_.standpoint.key(c), spoken(e_.standpoint[c].act.text())); }

    std::string line(const omission& o) const { return fmt::format("left out: {} {}, {}", called(o.contact), e_.standpoint[o.contact].on.text(), why(o)); }

    std::string why(const omission& o) const
    {
        switch (o.kind) {
        case omission_kind::not_yet_known: return "not yet known on " + until_text(e_.standpoint.known());
        case omission_kind::corrected: return "corrected by " + keys(o.corrected_by);
        case omission_kind::not_heard: return "said by none of the sources heard";
        case omission_kind::not_yet_happened: return "not yet happened on " + until_text(e_.standpoint.when());
        case omission_kind::perhaps_later: return "perhaps later than " + until_text(e_.standpoint.when());
        case omission_kind::retracted:
        case omission_kind::denied: return sources(o.contact, o.rests_on);
        default: return spoken(to_text(o.kind));
        }
    }

    std::string keys(const std::vector<contact_id>& all) const
    {
        std::vector<std::string> texts;
        for (const contact_id c : all) texts.push_back(e_.standpoint.key(c));
        return listed(texts, " and ");
    }

    std::string line(const witness& w) const
    {
        std::vector<std::string> texts;
        for (const placement& p : w.contacts)
            if (!p.as_shown) texts.push_back(called(p.contact) + (p.at ? " happened at " + to_text(*p.at) : " did not happen"));
        return texts.empty() ? fmt::format("{} as shown", name(w.outcome)) : fmt::format("{} if {}", name(w.outcome), listed(texts, " and "));
    }

    std::string questions() const
    {
        std::vector<std::string> texts;
        for (const open_question& q : e_.settled_by)
            texts.push_back((q.of == open_question::kind::date ? "the date of " : "the dispute over ") + called(q.contact));
        return listed(texts, " and ");
    }

    const explanation& e_;
    const chronicle& book_;
};

}  // namespace

std::string to_text(const explanation& e) { return teller_of_proof(e).text(); }

}  // namespace demarche::inline v0
