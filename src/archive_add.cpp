// SPDX-License-Identifier: BSL-1.0
#include "archive_adding.hpp"

#include <limits>

// How records other than contacts come into an archive.

namespace demarche::inline v0::detail {

namespace {

bool is_plain(const matter& r)
{
    return r.title.empty() && r.respondents.size() == 1 && !r.venue && !r.channel && !r.recorded && r.exemptions.empty() && r.other.empty();
}

}  // namespace

actor_id archive::add(actor r, std::int64_t seq)
{
    const std::uint32_t n = next_number<actor>();
    const std::uint32_t key = reserve_key(r.key);
    actors_.reserve(n);
    heads_of_actors_.reserve(n);
    seqs_[type_position<actor>].reserve(n);
    actors_[n] = std::move(r);
    seqs_[type_position<actor>][n] = seq;
    define(key, actor_id(n));
    publish<actor>(n, seq);
    return actor_id(n);
}

tie_id archive::add(tie r, std::int64_t seq)
{
    const std::uint32_t n = next_number<tie>();
    const std::uint32_t key = reserve_key(r.key);
    ties_.reserve(n);
    periods_.reserve(n);
    next_tie_.reserve(n);
    tie_cells_.reserve(tie_cell_count_ + 1);
    seqs_[type_position<tie>].reserve(n);
    periods_[n] = r.during ? demarche::period_of(*r.during) : period{};
    seqs_[type_position<tie>][n] = seq;
    ties_[n] = std::move(r);
    const tie& added = ties_[n];
    actor_heads& from = heads_of_actors_[added.from.index()];
    const bool upward = leads_upward(added.kind);
    if (upward) {
        next_tie_[n] = from.ties.load(std::memory_order_relaxed);
        from.ties.store(n + 1, std::memory_order_release);
    } else
        push(n, from.other_ties, tie_cells_, tie_cell_count_);
    if (upward || added.from != added.to) push(n, heads_of_actors_[added.to.index()].other_ties, tie_cells_, tie_cell_count_);
    define(key, tie_id(n));
    publish<tie>(n, seq);
    return tie_id(n);
}

source_id archive::add(source r, std::int64_t seq)
{
    const source_row row{.key = reserve_key(r.key), .published = dates_.encode(r.published), .publisher = publisher_number(r.publisher), .url_is_key = r.url == r.key};
    source_rest rest{.title = std::move(r.title), .other = std::move(r.other)};
    if (!row.url_is_key) rest.url = std::move(r.url);
    return add(row, std::move(rest), seq);
}

source_id archive::add(source_row r, source_rest rest, std::int64_t seq)
{
    const std::uint32_t n = next_number<source>();
    const bool has_rest = !rest.title.empty() || !rest.url.empty() || !rest.other.empty();
    sources_.reserve(n);
    if (has_rest) rests_of_sources_.reserve(source_rest_count_);
    seqs_[type_position<source>].reserve(n);
    if (has_rest) {
        rests_of_sources_[source_rest_count_] = std::move(rest);
        r.rest = ++source_rest_count_;
    }
    sources_[n] = r;
    seqs_[type_position<source>][n] = seq;
    define(r.key, source_id(n));
    publish<source>(n, seq);
    return source_id(n);
}

matter_id archive::add(matter&& r, std::int64_t seq, std::uint32_t numbered)
{
    const std::uint32_t n = next_number<matter>();
    const std::uint32_t key = numbered != 0 ? numbered - 1 : reserve_key(r.key);
    const auto table = std::find_if(lifecycles_.begin(), lifecycles_.end(), [&](const lifecycle* l) { return l->name == r.lifecycle; });
    const bool whole = !is_plain(r) || table == lifecycles_.end();
    const date_table::code occasion = dates_.encode(r.occasion);
    const date_table::code reply_by = dates_.encode(r.reply_by);
    lines_.reserve(n);
    rests_.reserve(n);
    matter_keys_.reserve(n);
    matter_seqs_.reserve(1);
    part_cells_.reserve(part_count_ + r.respondents.size() + 1);
    std::unique_ptr<matter> details;
    if (whole) {
        matter_details_.reserve(matter_details_count_);
        details = std::make_unique<matter>(std::move(r));
        details->key.clear();
    }
    const matter& asked = whole ? *details : r;

    matter_line& l = lines_[n];
    l.requester = raw(asked.requester);
    l.respondent = asked.respondents.empty() ? 0 : raw(asked.respondents.front());
    l.occasion = occasion;
    l.reply_by = reply_by;
    for (auto& c : l.contacts) c = pair_index::no_contact;
    unsigned marks = 0;
    if (asked.respondents.size() != 1) marks |= matter_line::several;
    if (asked.respondents.size() != 1 || asked.recorded || table == lifecycles_.end() || asked.respondents.front() == asked.requester) marks |= matter_line::irregular;
    if (table == lifecycles_.end()) marks |= matter_line::untabled;
    l.marks.store(static_cast<std::uint8_t>(marks), std::memory_order_relaxed);
    l.last = terms_code();
    if (table != lifecycles_.end()) l.lifecycle.store(static_cast<std::uint8_t>(table - lifecycles_.begin() + 1), std::memory_order_relaxed);
    take_part(l.requester, n);
    list_what_awaits(l.requester);
    for (const actor_id a : asked.respondents) {
        take_part(raw(a), n);
        list_what_awaits(raw(a));
    }
    if (whole) {
        matter_details_[matter_details_count_] = std::move(details);
        rests_[n].details = ++matter_details_count_;
    }
    matter_seqs_.add(n, seq);
    matter_keys_[n] = key;
    define(key, matter_id(n));
    publish<matter>(n, seq);
    return matter_id(n);
}

void archive::take_part(std::uint32_t actor, std::uint32_t what) noexcept
{
    if (actor == 0) return;
    auto& head = heads_of_actors_[actor - 1].parts;
    const std::uint32_t newest = head.load(std::memory_order_relaxed);
    if (newest == 0 || part_of(actor_id(actor - 1), newest).what != what) push(what, head, part_cells_, part_count_);
}

report_id archive::add(report r, std::int64_t seq)
{
    const auto* c = std::get_if<contact_id>(&r.on);
    const report_row row{.on = static_cast<std::uint32_t>(c != nullptr ? c->index() : std::get<tie_id>(r.on).index()),
        .source = static_cast<std::uint32_t>(r.source.index()),
        .published = dates_.encode(r.published),
        .stance = r.stance,
        .attribution = r.attribution ? static_cast<std::uint8_t>(*r.attribution) : report_row::no_attribution,
        .on_tie = c == nullptr};
    return add(row, {r.by, std::move(r.other)}, seq);
}

report_id archive::add(report_row r, report_rest rest, std::int64_t seq)
{
    const std::uint32_t n = next_number<report>();
    const report_id x(n);
    const bool has_rest = rest.by || !rest.other.empty();
    reports_.reserve(n);
    if (has_rest) rests_of_reports_.reserve(report_rest_count_);
    next_report_.reserve(n);
    seqs_[type_position<report>].reserve(n);
    const contact_id c = r.on_tie ? contact_id() : contact_id(r.on);
    std::atomic<std::uint32_t>& head = c ? reports_on_contact_.make(r.on) : reports_on_tie_.make(r.on);
    const matter_id m = c ? matter_of(c) : matter_id();
    const bool believed = r.stance == stance::asserts;
    const scratch room;
    stretch_changes changes;
    if (m) {
        const auto published = published_within(r);
        const instant told = published ? published->latest : end_of_time;
        const instant known = has_reports(c) ? std::min(told, known_from(c, n)) : told;
        matter_line& l = lines_[m.index()];
        const bool irregular = !believed || (l.marks.load(std::memory_order_relaxed) & matter_line::irregular) != 0;
        if (const lifecycle* table = lifecycle_of(m)) changes = plan(m, *table, irregular, nullptr, {c, known}, beginning_of_time);
        reserve(changes.added);
    }

    if (has_rest) {
        rests_of_reports_[report_rest_count_] = std::move(rest);
        r.rest = ++report_rest_count_;
    }
    reports_[n] = r;
    seqs_[type_position<report>][n] = seq;
    next_report_[n] = head.load(std::memory_order_relaxed);
    begun_reports_.store(n + 1, std::memory_order_release);
    head.store(n + 1, std::memory_order_release);
    // From now on its contacts are not known in the order of their own dates.
    if (m) rests_[m.index()].known = std::numeric_limits<date_table::code>::max();
    if (m && !believed) mark(lines_[m.index()], matter_line::irregular);
    if (m) change(m.index(), changes);
    publish<report>(n, seq);
    return x;
}

}  // namespace demarche::inline v0::detail
