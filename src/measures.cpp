// SPDX-License-Identifier: BSL-1.0
#include <demarche/measures.hpp>

#include "open_leg.hpp"
#include "parties.hpp"
#include "ways_up.hpp"

#include <demarche/format.hpp>
#include <demarche/offices.hpp>

#include <algorithm>
#include <tuple>

namespace demarche::inline v0 {

namespace {

using namespace detail;

constexpr std::string_view in_force_state = "in_force";

/// Whether it is one, as far as its lifecycle tells; `otherwise` where that has no known table and another name.
bool is_measure(const view& v, matter_id m, bool otherwise)
{
    if (!v.in_record(m)) return false;
    const lifecycle* table = v.book().lifecycle_of(m);
    if (table == nullptr) return otherwise || v.book()[m].lifecycle == "measure";
    return table->name == "measure" || table->find_state(in_force_state);
}

verdict in_force(const status& s)
{
    const auto state = s.table->find_state(in_force_state);
    if (!state || !s.possible.contains(*state)) return verdict::impossibly;
    return s.certain() ? verdict::certainly : verdict::possibly;
}

measure measure_of(const view& v, leg of, verdict reaches)
{
    if (v.book().lifecycle_of(of.matter) == nullptr) return {.leg = of, .reaches = reaches};
    const status s(v, of);
    return {.leg = of, .status = s, .in_force = in_force(s), .reaches = reaches};
}

/// The legs of a measure, also where its lifecycle has no known table.
std::vector<leg> legs_of_measure(const view& v, matter_id m)
{
    std::vector<leg> found = legs(v, m);
    if (v.book().lifecycle_of(m) == nullptr)
        for (const actor_id a : v.book()[m].respondents) found.push_back({m, a});
    sort_once(found);
    return found;
}

}  // namespace

std::vector<measure> measures_between(const view& standpoint, actor_id by, actor_id on)
{
    const archive& book = standpoint.book().contents();
    const instant now = standpoint.when();
    std::vector<measure> found;
    for (const matter_id m : matters_of_lesser(standpoint, by, on)) {
        if (!is_measure(standpoint, m, false)) continue;
        const verdict imposed = is_of(standpoint, named<actor>(book.line(m).requester), by, on, now, now);
        if (imposed == verdict::impossibly) continue;
        for (const leg l : legs_of_measure(standpoint, m))
            if (const verdict reaches = std::min(imposed, is_of(standpoint, l.respondent, on, by, now, now)); reaches != verdict::impossibly)
                found.push_back(measure_of(standpoint, l, reaches));
    }
    return found;
}

std::vector<measure> measures_on(const view& standpoint, actor_id whom)
{
    std::vector<measure> found;
    const scratch room;
    const instant now = standpoint.when();
    const ways_up ways(standpoint, {whom}, now, now);
    const marks certain = ways.above(0, now, verdict::certainly);
    for (std::size_t n = 0; n < ways.reached().size(); ++n)
        for (const matter_id m : standpoint.book().matters_of(ways.reached()[n])) {
            if (!is_measure(standpoint, m, false)) continue;
            for (const leg l : legs_of_measure(standpoint, m))
                if (l.respondent == ways.reached()[n]) found.push_back(measure_of(standpoint, l, certain.has(n) ? verdict::certainly : verdict::possibly));
        }
    std::sort(found.begin(), found.end(), [](const measure& a, const measure& b) { return a.leg < b.leg; });
    return found;
}

// Obstacles.

namespace {

/// Whether something of that date happened by `when()`.
verdict happened(const view& v, const date_bounds& on)
{
    return on.latest <= v.when() ? verdict::certainly : on.earliest <= v.when() ? verdict::possibly : verdict::impossibly;
}

/// Whether a date lies in a period, of whose ends only those that are unknown leave any doubt.
verdict lies_in(const date_bounds& d, const period& p)
{
    const instant begin = p.begin_earliest == beginning_of_time ? p.begin_latest : p.begin_earliest;
    const instant end = p.end_latest == end_of_time ? p.end_earliest : p.end_latest;
    if (begin <= d.earliest && d.latest <= end) return verdict::certainly;
    return p.begin_earliest <= d.latest && d.earliest <= p.end_latest ? verdict::possibly : verdict::impossibly;
}

/// What tells of the obstacles to one request.
class request {
public:
    request(const view& v, leg of)
        : view_(v), read_(v), of_(of), requester_(named<actor>(v.book().contents().line(of.matter).requester)), file_(v, of.matter), leg_(file_, of.respondent)
    {
    }

    std::vector<obstacle> obstacles() const
    {
        std::vector<obstacle> found;
        for (const entry_of_leg& e : leg_.record.entries)
            if (const contact* more = read_.details(e.contact))
                for (const matter_id m : more->cites) take_cited(m, e.contact, found);
        for (obstacle& o : found) complete(o);
        std::sort(found.begin(), found.end(), [](const obstacle& a, const obstacle& b) { return a.what < b.what; });
        return found;
    }

private:
    /// A contact as one of a side; nothing where it is unknown or corrected, did not happen, or its actor is not on that side.
    std::optional<mention> mention_by(actor_id party, contact_id c) const
    {
        const date_bounds on = read_.on(c);
        const belief known = view_.of(c);
        mention found{.contact = c, .by = read_.from(c), .how = with_dispute(happened(view_, on), known == belief::disputed)};
        if (found.how == verdict::impossibly || known == belief::unknown || view_.corrected(c)) return {};
        found.side = acts_for_during(view_, found.by, party, party == requester_ ? of_.respondent : requester_, on.earliest, on.latest);
        return found.side == verdict::impossibly ? std::nullopt : std::optional(found);
    }

    void take_cited(matter_id m, contact_id c, std::vector<obstacle>& into) const
    {
        const std::optional<mention> by = mention_by(of_.respondent, c);
        if (!m || !by || !is_measure(view_, m, true)) return;
        auto found = std::find_if(into.begin(), into.end(), [=](const obstacle& o) { return o.what == m; });
        if (found == into.end()) found = into.insert(found, obstacle{.what = m});
        if (found->cited.empty() || found->cited.back().contact != c) found->cited.push_back(*by);
    }

    void complete(obstacle& o) const
    {
        take_legs(o);
        take_exemptions(o);
        take_contests(o);
        put_in_order(o.cited);
        put_in_order(o.contested);
    }

    void take_legs(obstacle& o) const
    {
        std::optional<verdict> of_any;
        for (const leg l : legs_of_measure(view_, o.what)) {
            const measure m = measure_of(view_, l, std::max(belongs(of_.respondent, l.respondent), belongs(requester_, l.respondent)));
            if (m.in_force) of_any = std::max(of_any.value_or(*m.in_force), *m.in_force);
            if (m.in_force && m.reaches != verdict::impossibly)
                o.in_force = std::max(o.in_force.value_or(verdict::impossibly), std::min(*m.in_force, m.reaches));
            o.legs.push_back(m);
        }
        if (!o.in_force) o.in_force = of_any;
    }

    void take_contests(obstacle& o) const
    {
        std::vector<contact_id> all;
        view_.book().contents().each_contest(o.what, view_.size().contacts, [&](contact_id c) { all.push_back(c); });
        read_.each_supposed([&](contact_id c, const contact& s) {
            if (std::find(s.contests.begin(), s.contests.end(), o.what) != s.contests.end()) all.push_back(c);
        });
        sort_once(all);
        for (const contact_id c : all)
            if (const auto m = mention_by(requester_, c)) o.contested.push_back(*m);
    }

    void put_in_order(std::vector<mention>& all) const
    {
        std::sort(all.begin(), all.end(), [&](const mention& a, const mention& b) {
            const date_bounds x = read_.on(a.contact);
            const date_bounds y = read_.on(b.contact);
            if (x.earliest != y.earliest) return x.earliest < y.earliest;
            return x.latest != y.latest ? x.latest < y.latest : read_.recorded_before(a.contact, b.contact);
        });
    }

    void take_exemptions(obstacle& o) const
    {
        const matter what = view_.book()[o.what];
        for (std::size_t n = 0; n < what.exemptions.size(); ++n) {
            const verdict how = covers(what.exemptions[n]);
            if (how != verdict::impossibly) o.exemptions.push_back({n, how});
            o.exempt = std::max(o.exempt, how);
        }
    }

    verdict covers(const exemption& e) const
    {
        if (!e.actor && !e.act && !e.during) return verdict::possibly;
        verdict how = verdict::certainly;
        if (e.actor) how = std::min(how, std::max(reaches(e.actor, requester_), reaches(e.actor, of_.respondent)));
        if (e.act) how = std::min(how, asked_by(e.act));
        if (e.during) how = std::min(how, is_during(period_of(*e.during)));
        return how;
    }

    verdict belongs(actor_id who, actor_id to) const { return belongs_during(view_, who, to, view_.when(), view_.when()); }

    /// Whether an actor is that party, or above it, or holds it.
    verdict reaches(actor_id a, actor_id party) const
    {
        verdict how = belongs(party, a);
        for (const candidate& office : offices_of(view_, a))
            if (office.who == party) how = std::max(how, office.how);
        return how;
    }

    /// Calls `take(mention)` for each contact of the requester's side that makes or changes the request.
    template <class Take>
    void each_asking(Take take) const
    {
        const lifecycle& table = leg_.table();
        for (const entry_of_leg& e : leg_.record.entries) {
            const bool asks = table.acts[e.does.row].proposes || table.at(e.does.row, state_id::none).what == effect::go;
            if (!asks) continue;
            if (const auto m = mention_by(requester_, e.contact)) take(*m);
        }
    }
    verdict asked_by(act how) const
    {
        verdict found = verdict::impossibly;
        each_asking([&](const mention& m) {
            if (read_.act(m.contact) == how) found = std::max(found, std::min(m.how, m.side));
        });
        return found;
    }

    verdict is_during(const period& p) const
    {
        const auto occasion = occasion_in_force();
        return occasion ? lies_in(*occasion, p) : asked_during(p);
    }
    /// Of those contacts that may be the last; possibly so without one.
    verdict asked_during(const period& p) const
    {
        std::vector<mention> asked;
        each_asking([&](const mention& m) { asked.push_back(m); });
        std::optional<instant> certain;  // by when the last that is certain began
        for (const mention& m : asked)
            if (std::min(m.how, m.side) == verdict::certainly) certain = std::max(certain.value_or(beginning_of_time), read_.on(m.contact).earliest);
        std::optional<verdict> least, most;
        for (const mention& m : asked) {
            if (certain && read_.on(m.contact).latest < *certain) continue;
            const verdict how = lies_in(read_.on(m.contact), p);
            least = std::min(least.value_or(how), how);
            most = std::max(most.value_or(how), how);
        }
        return least == most ? least.value_or(verdict::possibly) : verdict::possibly;
    }

    /// The date of the occasion that ends when the one in force does: the matter's own or, where contacts propose one, of these the last that was folded.
    std::optional<date_bounds> occasion_in_force() const
    {
        const instant end = leg_.world.at_last.at.in_force.occasion;
        if (end == end_of_time) return {};
        const auto bounds = [](const date& d) { return date_bounds{d.earliest(), d.latest()}; };
        for (auto f = leg_.world.history.rbegin(); f != leg_.world.history.rend(); ++f)
            if (const contact* c = read_.details(leg_.record.entries[f->entry].contact); c != nullptr && c->occasion && c->occasion->latest() == end)
                return bounds(*c->occasion);
        const auto own = view_.book()[of_.matter].occasion;
        return own ? std::optional(bounds(*own)) : std::nullopt;
    }

    const view& view_;
    reading read_;
    leg of_;
    actor_id requester_;
    docket file_;
    open_leg leg_;
};

}  // namespace

std::vector<obstacle> obstacles(const view& standpoint, leg of)
{
    const scratch room;
    return request(standpoint, of).obstacles();
}

// As people say it.

namespace {

std::string name_of(const chronicle& book, matter_id m)
{
    const matter what = book[m];
    return what.title.empty() ? book.key(m) : what.title;
}

std::string standing_text(const measure& m)
{
    if (!m.status) return "unknown";
    if (m.status->certain() || m.in_force == verdict::impossibly) {
        std::string text((*m.status->table)[m.status->state].name);
        std::replace(text.begin(), text.end(), '_', ' ');
        return (m.status->certain() ? text : "perhaps " + text) + (m.status->since ? " since " + since_text(*m.status) : "");
    }
    return "perhaps in force";
}

std::string text_of(const view& v, const std::vector<mention>& all)
{
    std::string text;
    for (const mention& m : all)
        text += fmt::format("{}{}{} {}", text.empty() ? " by " : ", ", perhaps(m.how), label(v.book(), m.by), v[m.contact].on);
    return text;
}

std::string text_of(const view& v, const exemption& e)
{
    std::string text = e.actor ? label(v.book(), e.actor) : std::string();
    const auto add = [&](const std::string& more) { text += (text.empty() || more.empty() ? "" : " ") + more; };
    add(std::string(e.act.text()));
    if (e.during) add("during " + e.during->text());
    if (text.empty()) return e.note.empty() ? "anything" : e.note;
    if (!e.note.empty()) add("(" + e.note + ")");
    return text;
}

std::string exemption_text(const view& v, const obstacle& o)
{
    if (o.exemptions.empty()) return "not exempt";
    const std::vector<exemption> all = v.book()[o.what].exemptions;
    std::string text;
    for (const cover& c : o.exemptions) text += fmt::format("{}{}{}", text.empty() ? "exempt: " : ", ", perhaps(c.how), text_of(v, all[c.which]));
    return text;
}

/// The leg that is said of a measure: the one in force as surely as it is, if possible on the request's respondent.
const measure* told_of(const obstacle& o)
{
    const auto better = [](const measure& a, const measure& b) {
        return std::tuple(a.reaches, a.in_force.value_or(verdict::impossibly)) < std::tuple(b.reaches, b.in_force.value_or(verdict::impossibly));
    };
    const auto found = std::max_element(o.legs.begin(), o.legs.end(), better);
    return found == o.legs.end() ? nullptr : &*found;
}

}  // namespace

std::string to_text(const view& standpoint, const measure& m)
{
    return fmt::format("{}, {}: {}", name_of(standpoint.book(), m.leg.matter), label(standpoint.book(), m.leg.respondent), standing_text(m));
}

std::string to_text(const view& standpoint, const obstacle& o)
{
    const measure* of = told_of(o);
    std::string text = fmt::format("{}: {}", name_of(standpoint.book(), o.what), of != nullptr ? standing_text(*of) : "on nobody");
    text += "; cited" + text_of(standpoint, o.cited) + "; " + exemption_text(standpoint, o);
    return o.contested.empty() ? text : text + "; contested" + text_of(standpoint, o.contested);
}

}  // namespace demarche::inline v0
