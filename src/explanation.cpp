// SPDX-License-Identifier: BSL-1.0
#include <demarche/explanation.hpp>

#include "questions.hpp"
#include "shown.hpp"
#include "witnesses.hpp"

#include <algorithm>
#include <array>

namespace demarche::inline v0 {

namespace {

using namespace detail;

act act_of(const lifecycle& table, std::uint8_t row) { return act(table.acts[row].name); }

std::vector<testimony> testimonies(const view& v, contact_id c)
{
    std::vector<testimony> found;
    for (const report_id x : v.standing_on(c)) {
        const report said = v.book()[x];
        found.push_back({x, said.source, said.stance, said.attribution, said.by});
    }
    return found;
}

/// Diagnostics by contact.
class oddities {
public:
    explicit oddities(std::vector<diagnostic> all) : all_(std::move(all)) { std::stable_sort(all_.begin(), all_.end(), before); }

    std::vector<diagnostic_kind> of(contact_id c) const
    {
        std::vector<diagnostic_kind> found;
        const auto [first, last] = std::equal_range(all_.begin(), all_.end(), diagnostic{c, {}}, before);
        std::transform(first, last, std::back_inserter(found), [](const diagnostic& d) { return d.kind; });
        return found;
    }

private:
    static bool before(const diagnostic& a, const diagnostic& b) { return a.contact < b.contact; }

    std::vector<diagnostic> all_;
};

/// The shown world of a leg step by step.
std::vector<proof_step> steps_of(const view& v, const leg_record& record, const lifecycle& table, const shown_world& world, const oddities& odd)
{
    const reading read(v);
    std::vector<proof_step> found;
    found.reserve(world.history.size());
    const auto happened = [&](std::size_t i, const step& done, state_id after, instant t) {
        const entry_of_leg& e = record.entries[i];
        found.push_back({.contact = e.contact,
                         .written = read.act(e.contact),
                         .folded = act_of(table, done.row),
                         .actor = read.from(e.contact),
                         .on = v[e.contact].on,
                         .at = t,
                         .before = done.before,
                         .after = after,
                         .effect = done.did.what,
                         .disputed = e.disputed,
                         .diagnostics = odd.of(e.contact),
                         .rests_on = testimonies(v, e.contact)});
    };
    const auto struck = [&](const step& done, instant at) {
        const act does = act_of(table, done.row);
        found.push_back({.written = does, .folded = does, .at = at, .before = done.before, .after = done.did.to, .effect = done.did.what});
    };
    replay(record, fold(table), world, v.when(), happened, struck);
    return found;
}

/// What does not bear on the state of a leg, and why.
class omissions {
public:
    omissions(const view& v, const leg_record& record, const shown_world& world) : view_(v), read_(v), record_(record), world_(world) {}

    std::vector<omission> all(const scratch_vector<contact_id>& missing)
    {
        for (const contact_id c : missing) leave_out(c, why_missing(c));
        for (const folded& f : world_.history) {
            if (f.done.did.what == effect::stale) leave_out(record_.entries[f.entry].contact, omission_kind::stale);
            if (f.done.did.what == effect::protocol) leave_out(record_.entries[f.entry].contact, omission_kind::out_of_protocol);
        }
        for (std::size_t i = 0; i < record_.entries.size(); ++i)
            if (record_.order.latest(i) > view_.when())
                leave_out(record_.entries[i].contact, certainly_later(i) ? omission_kind::not_yet_happened : omission_kind::perhaps_later);
        std::sort(found_.begin(), found_.end(), [this](const omission& a, const omission& b) { return read_.recorded_before(a.contact, b.contact); });
        return std::move(found_);
    }

private:
    void leave_out(contact_id c, omission_kind why)
    {
        found_.push_back({.contact = c, .kind = why, .rests_on = testimonies(view_, c)});
        if (why == omission_kind::corrected) found_.back().corrected_by = correctors_of(c);
    }

    omission_kind why_missing(contact_id c) const
    {
        if (!view_.in_record(c)) return omission_kind::not_yet_known;
        if (view_.corrected(c)) return omission_kind::corrected;
        const auto standing = view_.standing_on(c);
        if (standing.empty()) return published(c) ? omission_kind::not_heard : omission_kind::not_yet_known;
        const auto retracts = [this](report_id x) { return view_.book().contents().stance_of(x) == stance::retracts; };
        return std::any_of(standing.begin(), standing.end(), retracts) ? omission_kind::retracted : omission_kind::denied;
    }

    /// Whether a report would count if all sources were heard.
    bool published(contact_id c) const { return !view_.according_to({}).standing_on(c).empty(); }

    std::vector<contact_id> correctors_of(contact_id c) const
    {
        std::vector<contact_id> found;
        read_.each_correction(c, [&](contact_id by) {
            if (view_.of(by) != belief::unknown) found.push_back(by);
        });
        std::sort(found.begin(), found.end());
        return found;
    }

    /// In every world it is later than the view's instant: by its date, or that of one that it goes after.
    bool certainly_later(std::size_t i) const
    {
        if (record_.entries[i].earliest > view_.when()) return true;
        if (record_.order.earliest(i) <= view_.when()) return false;
        for (std::size_t f = 0; f < record_.entries.size(); ++f)
            if (!record_.entries[f].disputed && record_.entries[f].earliest > view_.when() && record_.order.goes_before(f, i)) return true;
        return false;
    }

    const view& view_;
    reading read_;
    const leg_record& record_;
    const shown_world& world_;
    std::vector<omission> found_ = {};
};

/// The worlds of an uncertain leg, and what would settle it.
void settle(explanation& of, const leg_record& record)
{
    const demarche::status& s = of.status;
    if (s.certain()) return;
    if (s.why_uncertain.too_many) {
        of.all_witnesses = of.settling_known = false;
        return;
    }
    auto worlds = find_witnesses(record, *s.table, of.standpoint.when(), s.possible, explanation::most_tried);
    of.all_witnesses = worlds.size() == s.possible.size();
    of.witnesses = std::move(worlds);
    auto questions = find_questions(record, *s.table, of.standpoint.when(), explanation::most_tried);
    of.settling_known = questions.has_value();
    if (questions) of.settled_by = std::move(*questions);
}

}  // namespace

std::string_view to_text(omission_kind kind)
{
    constexpr std::array<std::string_view, 9> words{"not_yet_known",    "corrected",     "not_heard", "retracted",      "denied",
                                                    "not_yet_happened", "perhaps_later", "stale",     "out_of_protocol"};
    return words[static_cast<std::size_t>(kind)];
}

explanation explain(const view& standpoint, leg of)
{
    account told = account_of(standpoint, of);
    explanation found{.standpoint = standpoint, .status = told.status};
    const scratch room;
    const docket file(standpoint, of.matter);
    const leg_record record = file.record_of(of.respondent);
    const shown_world world = shown(record, teller(file.table()), standpoint);
    found.steps = steps_of(standpoint, record, file.table(), world, oddities(std::move(told.diagnostics)));
    found.left_out = omissions(standpoint, record, world).all(file.missing_from(of.respondent));
    settle(found, record);
    return found;
}

}  // namespace demarche::inline v0
