// SPDX-License-Identifier: BSL-1.0
#include "event_recorder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace demarche::inline v0::detail {

namespace {

constexpr std::size_t at_once = 4096;
constexpr std::int32_t last_day_of_dates = 2932896;  // 9999-12-31

std::chrono::sys_days days_of(std::int32_t day) { return std::chrono::sys_days(std::chrono::days(day)); }

std::chrono::sys_days no_later_than_dates(std::chrono::sys_days day) { return std::min(day, days_of(last_day_of_dates)); }

/// What stands in parentheses at the end of a name; empty where nothing does.
std::string_view suffix_of(std::string_view name)
{
    if (!name.ends_with(')')) return {};
    std::size_t depth = 0;
    for (std::size_t i = name.size(); i-- > 0;) {
        depth += name[i] == ')';
        if (name[i] == '(' && --depth == 0) return i == 0 ? std::string_view() : name.substr(i + 1, name.size() - i - 2);
    }
    return {};
}

/// One id a scheme: several codes with a space between, in their order.
std::vector<std::pair<std::string, std::string>> joined(std::vector<std::pair<std::string, std::string>> ids)
{
    std::sort(ids.begin(), ids.end());
    std::vector<std::pair<std::string, std::string>> found;
    for (const auto& [scheme, code] : ids) {
        if (found.empty() || found.back().first != scheme) found.emplace_back(scheme, code);
        else found.back().second += " " + code;
    }
    return found;
}

std::string rule_name(const correlation& rule, event_kind kind)
{
    if (rule.rule) return rule.name.empty() ? "own" : rule.name;
    return kind == event_kind::request ? "request" : kind == event_kind::rejection ? "reject" : "held";
}

/// Precondition: a second is known.
date date_of(published_at when)
{
    const instant midnight = days_of(when.day);
    return date(to_text(midnight + std::chrono::seconds(when.second)));
}

}  // namespace

date_table::code published_dates::operator[](published_at when)
{
    if (when.second < -1) return date_table::none;
    if (when.second < 0) return date_table::of_day(when.day);
    cell& c = cells_[mixed(std::uint64_t{static_cast<std::uint32_t>(when.day)} << 32 | static_cast<std::uint32_t>(when.second)) % cells_.size()];
    if (c.when != when) c = {when, into_.encode(date_of(when))};
    return c.on;
}

load_report event_recorder::record()
{
    const std::vector<std::uint32_t> in_order = by_key(log_.actors);
    add_actors(in_order);
    for (const event_code_entry& e : log_.entries) codes_.push_back(words_of(e));
    named_.resize(log_.threads.size());
    sources_.resize(log_.sources.size());
    event_days(log_, in_order).each([&](const event_group& g) { take(g); }, [&](const event_row& r, how_soon when) { expect(r, when); });
    flush();
    return report_;
}

event_recorder::code_words event_recorder::words_of(const event_code_entry& e) const
{
    const std::string why = fmt::format("{}-{}", rule_name(log_.options.correlation, e.kind), e.code());
    return {.plain = act(e.text),
        .by_rule = std::string(inferred) + why,
        .by_rule_again = std::string(inferred_again) + why,
        .by_thread = fmt::format("{}thread-{}", inferred, e.code())};
}

void event_recorder::add_actors(std::span<const std::uint32_t> in_order)
{
    std::vector<bool> named(log_.actors.size());
    log_.all.each([&](const event_row& r) { named[r.from] = named[r.to] = true; });
    actors_.resize(log_.actors.size());
    for (const std::uint32_t a : in_order) {
        if (!named[a]) continue;
        const actor_facts& facts = log_.facts[a];
        const std::string key(log_.actors[a]);
        actors_[a] = book_.find<actor>(key);
        if (!actors_[a]) {
            actors_[a] = book_.add(actor{.key = key, .name = facts.written.empty() ? key : facts.written, .ids = joined(facts.ids)});
        }
        ++report_.actors;
    }
    parties_ = actors_;
    if (log_.options.sides || log_.options.correlation.level == correlation_level::sides) add_sides(in_order);
}

void event_recorder::add_sides(std::span<const std::uint32_t> in_order)
{
    std::vector<said_side> sides(actors_.size());
    for (const std::uint32_t a : in_order) {
        if (actors_[a]) sides[a] = side_of(a);
        if (sides[a].key == log_.actors[a]) sides[a].key.clear();
    }
    for (const bool by_table : {true, false})
        for (const std::uint32_t a : in_order)
            if (!sides[a].key.empty() && (sides[a].by == nullptr) == by_table) add_side(actors_[a], sides[a]);
    if (log_.options.correlation.level != correlation_level::sides) return;
    for (actor_id& party : parties_) party = top(party);
}

/// By the table, the data, or the name: in this order.
event_recorder::said_side event_recorder::side_of(std::uint32_t actor) const
{
    std::string room;
    std::string other_room;
    for (const auto& [name, side] : log_.options.side_table)
        if (normalised(name, room) == log_.actors[actor]) return {std::string(normalised(side, other_room)), nullptr};
    const actor_facts& facts = log_.facts[actor];
    if (!facts.side.empty()) return {std::string(normalised(facts.side, room)), &facts.sided};
    return {std::string(normalised(suffix_of(log_.actors[actor]), room)), &facts.named};
}

/// What rows say gives way to what is known.
void event_recorder::add_side(actor_id member, const said_side& said)
{
    try {
        add_tie(member, actor_named(said.key));
    } catch (const error& why) {
        if (why.code() != errc::cycle || said.by == nullptr) throw;
        load_report::left_out& those = report_.circular;
        ++those.ties;
        if (those.first.size() < most_places) those.first.push_back({.file = log_.files[said.by->file], .line = said.by->line});
    }
}

actor_id event_recorder::actor_named(const std::string& name)
{
    const actor_id known = book_.find<actor>(name);
    return known ? known : book_.add(actor{.key = name, .name = name});
}

void event_recorder::add_tie(actor_id member, actor_id side)
{
    const std::size_t before = book_.size().ties;
    const std::string key = key_of<tie>(book_.key(member) + " part_of " + book_.key(side));
    book_.add(tie{.key = key, .kind = tie_kinds::part_of, .from = member, .to = side});
    report_.ties += book_.size().ties - before;
    if (above_.size() <= member.index()) above_.resize(member.index() + 1);
    above_[member.index()] = side;
}

/// The side on which one is that is on no other.
actor_id event_recorder::top(actor_id a) const
{
    while (a && a.index() < above_.size() && above_[a.index()]) a = above_[a.index()];
    return a;
}

void event_recorder::take(const event_group& g)
{
    ++report_.contacts;
    report_.mirrored += g.mirrored;
    report_.merged += g.rows.size() - 1 - g.mirrored;
    if (std::exchange(day_, g.day) != g.day) flush();
    if (g.thread != 0 ? take_thread(g) : !log_.options.correlation.none && correlate(g)) return;
    add_plain(g);
}

/// Starts to fetch what correlating that row will read.
void event_recorder::expect(const event_row& r, how_soon when) const
{
    if (when == how_soon::later && r.report != 0) expect_source(log_.reports[r.report - 1].source);
    const actor_id from = parties_[r.from];
    const actor_id to = parties_[r.to];
    if (from == to || log_.entries[r.code].kind == event_kind::other) return;
    if (when == how_soon::later) threads_.prefetch(from, to);
    else threads_.prefetch_threads(from, to);
}

void event_recorder::expect_source(std::uint32_t number) const
{
    if (!sources_[number]) into_.contents().keys().prefetch_slot(log_.sources[number]);
}

bool event_recorder::correlate(const event_group& g)
{
    const actor_id from = parties_[g.from];
    const actor_id to = parties_[g.to];
    const correlation& how = log_.options.correlation;
    const event_kind kind = log_.entries[g.code].kind;
    if (from == to || (!how.rule && (kind == event_kind::other || (kind != event_kind::request && !threads_.knows(from, to))))) return false;
    return correlate_between(g, from, to);
}

bool event_recorder::correlate_between(const event_group& g, actor_id from, actor_id to)
{
    const correlation& how = log_.options.correlation;
    const auto [asked, owed] = threads_.between(from, to);
    pass_to(asked, g.day);
    pass_to(owed, g.day);
    const coded_event e = event_of(g, from, to);
    const inferences so = how.rule ? how.rule(e, asked.as_seen(), owed.as_seen()) : infer(e, asked.as_seen(), owed.as_seen(), std::chrono::days(how.days));
    bool found = false;
    for (const inferences::one& does : so) {
        const finding f = does.of_sender ? finding{&asked, from, to, does} : finding{&owed, to, from, does};
        const bool opens = does.of_sender && does.act == acts::request && !asked.as_seen().live();
        if (opens) open(f, fmt::format("{}>{}/{}", book_[from].key, book_[to].key, date(days_of(g.day)).text()), g.day);
        if (!f.thread->matter) continue;
        finding as = f;
        if (opens) as.does.reply_by = {};
        add_inferred(g, as, found ? codes_[g.code].by_rule_again : codes_[g.code].by_rule, !found);
        found = true;
    }
    return found;
}

coded_event event_recorder::event_of(const event_group& g, actor_id from, actor_id to) const
{
    const event_code_entry& e = log_.entries[g.code];
    return {.on = days_of(g.day), .code = e.code(), .kind = e.kind, .from = from, .to = to};
}

/// With that key, or where it is another record's, one like it.
void event_recorder::open(const finding& f, std::string key, std::int32_t day)
{
    matter opened{.requester = f.requester, .respondents = {f.respondent}};
    *f.thread = {.opened = day, .passed = day};
    if (f.does.reply_by) {
        const std::chrono::sys_days last = no_later_than_dates(*f.does.reply_by);
        opened.reply_by = date(last);
        f.thread->at.in_force.reply_by = end_of_day(static_cast<std::int32_t>(last.time_since_epoch().count()));
    }
    f.thread->matter = into_.append(std::move(opened), book_.last_seq() + 1, number_of_free_key(std::move(key)));
    ++report_.matters;
}

/// The key, or where a record has it already one that none has.
std::string event_recorder::free_key(std::string wanted) const
{
    const auto is_free = [&](const std::string& key) { return into_.contents().find(key).index() == 0; };
    if (is_free(wanted)) return wanted;
    for (std::size_t n = 2;; ++n)
        if (std::string other = fmt::format("{}#{}", wanted, n); is_free(other)) return other;
}

/// The number of that key, of which one look-up tells whether it is free, unless it may be one that is made from a number.
std::uint32_t event_recorder::number_of_free_key(std::string wanted) const
{
    const std::uint32_t number = into_.contents().reserve_key(wanted);
    if (!wanted.starts_with('#') && into_.contents().find_number(number).index() == 0) return number;
    return into_.contents().reserve_key(free_key(std::move(wanted)));
}

void event_recorder::add_inferred(const event_group& g, const finding& f, const std::string& note, bool first)
{
    const plain_contact what{.matter = f.thread->matter, .act = f.does.act, .from = actors_[g.from], .to = actors_[g.to], .on = days_of(g.day)};
    std::optional<std::chrono::sys_days> reply_by;
    if (f.does.reply_by) reply_by = no_later_than_dates(*f.does.reply_by);
    fold_into(*f.thread, what.act, g.day, reply_by);
    const contact_id added = add_contact(what, reply_by, note);
    told_.clear();
    tell(g.rows, told_);
    for (const row_report* r : told_) add_report(added, *r);
    report_.further += !first;
}

contact_id event_recorder::add_contact(const plain_contact& what, std::optional<std::chrono::sys_days> reply_by, const std::string& note)
{
    const std::int64_t seq = book_.last_seq() + 1;
    if (!reply_by) return into_.append(what, seq, filling::no_key, note);
    return into_.append(
        contact{.matter = what.matter, .act = what.act, .from = what.from, .to = what.to, .on = date(what.on), .reply_by = date(*reply_by), .note = note}, seq);
}

/// By an explicit id: who began it asked, unless it began with a refusal.
bool event_recorder::take_thread(const event_group& g)
{
    named_thread& t = named_[g.thread - 1];
    const event_kind kind = log_.entries[g.code].kind;
    const actor_id from = parties_[g.from];
    const actor_id to = parties_[g.to];
    if (from == to) return false;
    if (!t.thread.matter) {
        const bool refused = kind == event_kind::rejection;
        t.requester = refused ? to : from;
        t.respondent = refused ? from : to;
        const auto reply_by = days_of(g.day) + std::chrono::days(log_.options.correlation.days);
        open({&t.thread, t.requester, t.respondent, {.act = acts::request, .reply_by = reply_by}}, std::string(log_.threads[g.thread - 1]), g.day);
    }
    pass_to(t.thread, g.day);
    const bool by_requester = from == t.requester;
    const bool begun = t.thread.at.state != state_id::none;
    inferences::one does{.act = codes_[g.code].plain};
    if (kind == event_kind::held) does.act = acts::held;
    if (kind == event_kind::rejection) does.act = by_requester ? acts::withdraw : acts::decline;
    if (kind == event_kind::request) does.act = !by_requester ? acts::accept : begun ? acts::reiterate : acts::request;
    if (does.act == acts::reiterate) does.reply_by = days_of(g.day) + std::chrono::days(log_.options.correlation.days);
    add_inferred(g, {&t.thread, t.requester, t.respondent, does}, codes_[g.code].by_thread, true);
    return true;
}

void event_recorder::add_plain(const event_group& g)
{
    plain_.push_back({.act = codes_[g.code].plain, .from = actors_[g.from], .to = actors_[g.to], .on = days_of(g.day)});
    if (!log_.reports.empty()) {
        tell(g.rows, told_of_plain_);
        ends_of_told_.push_back(told_of_plain_.size());
    }
    if (plain_.size() == at_once) flush();
}

/// Contacts come in the order of their dates, as the chronicle likes them best.
void event_recorder::flush()
{
    const std::size_t first = book_.size().contacts;
    book_.add(plain_);
    for (std::size_t i = 0, r = 0; i < ends_of_told_.size(); ++i)
        for (; r < ends_of_told_[i]; ++r) add_report(contact_id(first + i), *told_of_plain_[r]);
    plain_.clear();
    told_of_plain_.clear();
    ends_of_told_.clear();
}

/// Puts what rows say of their sources behind `into`. They are of one contact, whose reports of equal content are one.
void event_recorder::tell(std::span<const placed_row> rows, std::vector<const row_report*>& into) const
{
    const auto begin = static_cast<std::ptrdiff_t>(into.size());
    for (const placed_row& row : rows)
        if (const std::uint32_t report = log_.all[row.row()].report; report != 0) into.push_back(&log_.reports[report - 1]);
    std::sort(into.begin() + begin, into.end(), [&](const row_report* a, const row_report* b) {
        return std::tuple(log_.sources[a->source], a->published, a->sentence) < std::tuple(log_.sources[b->source], b->published, b->sentence);
    });
    into.erase(std::unique(into.begin() + begin, into.end(), [](const row_report* a, const row_report* b) { return *a == *b; }), into.end());
}

void event_recorder::add_report(contact_id c, const row_report& r)
{
    const report_row told{.on = static_cast<std::uint32_t>(c.index()),
        .source = static_cast<std::uint32_t>(source_of(r.source).index()),
        .published = dates_[r.published],
        .stance = stance::asserts,
        .attribution = static_cast<std::uint8_t>(attribution::machine_coded),
        .on_tie = false};
    report_rest rest;
    if (r.sentence != 0) rest.other.emplace_back("sentence", std::to_string(r.sentence));
    into_.append(told, std::move(rest), book_.last_seq() + 1);
    ++report_.reports;
}

source_id event_recorder::source_of(std::uint32_t number)
{
    source_id& known = sources_[number];
    if (known) return known;
    const std::string_view key = log_.sources[number];
    std::uint32_t own = into_.contents().reserve_key(key);
    const archive::any_id there = into_.contents().find_number(own);
    if (const auto* same = std::get_if<source_id>(&there)) return known = *same;
    if (there.index() != 0 || key.starts_with('#')) own = number_of_free_key(std::string(key));
    const source_facts& facts = log_.facts_of_sources[number];
    const bool has_own = into_.contents().keys().text(own) == key;
    const source_row told{
        .key = own, .publisher = into_.contents().publisher_number(log_.publishers[facts.publisher]), .url_is_key = facts.at_key && has_own};
    return known = into_.append(told, {.url = std::string(facts.at_key && !has_own ? key : std::string_view())}, book_.last_seq() + 1);
}

}  // namespace demarche::inline v0::detail
