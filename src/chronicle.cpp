// SPDX-License-Identifier: BSL-1.0
#include <demarche/chronicle.hpp>

#include <demarche/view.hpp>

#include "archive.hpp"
#include "everything_in.hpp"
#include "references.hpp"
#include "sort_once.hpp"
#include "type_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

namespace demarche::inline v0 {

namespace {

using detail::type_word;

[[noreturn]] void missing(std::string_view type, std::string_view key, std::string field)
{
    throw error(errc::missing_field, {.field = field}, fmt::format("the {} \"{}\" needs its {}", type, key, field));
}

std::string_view text_of(const std::optional<date>& d) { return d ? std::string_view(d->text()) : std::string_view(); }

}  // namespace

chronicle::chronicle() : held_(std::make_unique<detail::archive>()) {}
chronicle::chronicle(chronicle&&) noexcept = default;
chronicle& chronicle::operator=(chronicle other) noexcept
{
    held_ = std::move(other.held_);
    return *this;
}
chronicle::~chronicle() = default;

chronicle::chronicle(const chronicle& other) : chronicle(detail::everything_in(other)) {}

chronicle::chronicle(batch records) : chronicle()
{
    for (const lifecycle* table : records.lifecycles) use(*table);
    append_all(records.actors);
    append_all(records.ties);
    append_all(records.sources);
    append_all(records.matters);
    append_all(records.contacts);
    append_all(records.reports);
}

template <class T>
void chronicle::append_all(std::vector<entry<T>>& entries)
{
    for (auto& e : entries) {
        const std::size_t line = e.line;
        const std::size_t column = e.column;
        try {
            append(std::move(e));
        } catch (const error& why) {
            throw error(why.code(), {.line = line, .column = column, .field = why.where().field}, why.problem());
        }
    }
}

std::span<const lifecycle* const> chronicle::lifecycles() const { return held_->lifecycles(); }

void chronicle::use(const lifecycle& table)
{
    const lifecycle* known = held_->find_lifecycle(table.name);
    if (known != nullptr && known != &table) throw error(errc::duplicate_key, {.field = "lifecycle"}, fmt::format("another lifecycle is known by the name {}", table.name));
    if (known == nullptr) held_->use(table);
}

actor_id chronicle::add(actor record) { return add_next(std::move(record)); }
tie_id chronicle::add(tie record) { return add_next(std::move(record)); }
source_id chronicle::add(source record) { return add_next(std::move(record)); }
matter_id chronicle::add(matter record) { return add_next(std::move(record)); }
contact_id chronicle::add(contact record) { return add_next(std::move(record)); }
report_id chronicle::add(report record) { return add_next(std::move(record)); }

contact_id chronicle::add(const plain_contact& record)
{
    check(record);
    return held_->add(record, last_seq() + 1);
}

void chronicle::add(std::span<const plain_contact> records)
{
    // Far enough ahead that memory answers meanwhile.
    constexpr std::size_t far = 16;
    constexpr std::size_t soon = 6;
    for (const plain_contact& r : records) check(r);
    for (const plain_contact& first : records.first(std::min(far, records.size()))) held_->expect(first);
    for (std::size_t i = 0; i < records.size(); ++i) {
        if (i + far < records.size()) held_->expect(records[i + far]);
        if (i + soon < records.size()) held_->expect_soon(records[i + soon]);
        held_->add(records[i], last_seq() + 1);
    }
}

void chronicle::check(const plain_contact& r) const
{
    if (!r.act) missing("contact", "", "act");
    if (!r.from) missing("contact", "", "from");
    check_act(r.matter, r.act, "");
}

const actor& chronicle::operator[](actor_id x) const { return (*held_)[x]; }
const tie& chronicle::operator[](tie_id x) const { return (*held_)[x]; }

matter chronicle::operator[](matter_id x) const { return held_->record(x); }
contact chronicle::operator[](contact_id x) const { return held_->record(x); }
report chronicle::operator[](report_id x) const { return held_->record(x); }
source chronicle::operator[](source_id x) const { return held_->record(x); }

template <class T>
records<T> chronicle::all() const
{
    return {*this, held_->count<T>()};
}
template records<actor> chronicle::all() const;
template records<tie> chronicle::all() const;
template records<source> chronicle::all() const;
template records<matter> chronicle::all() const;
template records<contact> chronicle::all() const;
template records<report> chronicle::all() const;

std::string chronicle::key(actor_id x) const { return (*held_)[x].key; }
std::string chronicle::key(tie_id x) const { return (*held_)[x].key; }
std::string chronicle::key(source_id x) const { return std::string(held_->key(x)); }
std::string chronicle::key(matter_id x) const { return std::string(held_->key(x)); }
std::string chronicle::key(contact_id x) const { return held_->key(x); }

template <class T>
std::int64_t chronicle::seq(id<T> x) const
{
    return held_->seq(x);
}
template std::int64_t chronicle::seq(actor_id) const;
template std::int64_t chronicle::seq(tie_id) const;
template std::int64_t chronicle::seq(source_id) const;
template std::int64_t chronicle::seq(matter_id) const;
template std::int64_t chronicle::seq(contact_id) const;
template std::int64_t chronicle::seq(report_id) const;

template <class T>
id<T> chronicle::find(std::string_view key) const
{
    const auto found = held_->find(key);
    const auto* x = std::get_if<id<T>>(&found);
    return x != nullptr ? *x : id<T>();
}
template actor_id chronicle::find(std::string_view) const;
template tie_id chronicle::find(std::string_view) const;
template source_id chronicle::find(std::string_view) const;
template matter_id chronicle::find(std::string_view) const;
template contact_id chronicle::find(std::string_view) const;

template <class T>
id<T> chronicle::at(std::string_view key) const
{
    if (const auto x = find<T>(key)) return x;
    const std::string_view there = type_of(key);
    if (there.empty()) throw error(errc::unknown_key, {}, fmt::format("\"{}\" names nothing in the chronicle; add its record, or mend the key", key));
    throw error(errc::wrong_type, {}, fmt::format("\"{}\" is of type {}; {} is expected here", key, there, detail::with_article(type_word<T>)));
}
template actor_id chronicle::at(std::string_view) const;
template tie_id chronicle::at(std::string_view) const;
template source_id chronicle::at(std::string_view) const;
template matter_id chronicle::at(std::string_view) const;
template contact_id chronicle::at(std::string_view) const;

std::int64_t chronicle::last_seq() const { return held_->last_seq(); }
memory_use chronicle::memory() const { return held_->memory(); }

namespace {

/// What a call of `each` takes, from the oldest: it goes from the newest.
template <class T, class Each>
std::vector<id<T>> oldest_first(Each each)
{
    std::vector<id<T>> found;
    each([&](id<T> x) { found.push_back(x); });
    std::reverse(found.begin(), found.end());
    return found;
}

constexpr std::uint32_t every = 0xFFFFFFFF;

template <class Fits>
std::vector<contact_id> contacts_where(const detail::archive& book, actor_id a, Fits fits)
{
    const detail::scratch room;
    std::vector<contact_id> found;
    const auto take = [&](contact_id c) {
        if (fits(c)) found.push_back(c);
    };
    book.each_part(a, [&](matter_id m) { book.each_entry(book.line(m), every, [&](std::uint32_t c, auto, auto) { take(contact_id(c)); }); }, take);
    detail::sort_once(found);
    return found;
}

}  // namespace

std::vector<contact_id> chronicle::contacts_of(matter_id m) const
{
    const detail::scratch room;
    std::vector<contact_id> found;
    held_->each_entry(held_->line(m), every, [&](std::uint32_t c, auto, auto) { found.emplace_back(c); });
    return found;
}
std::vector<contact_id> chronicle::contacts_from(actor_id a) const
{
    return contacts_where(*held_, a, [&](contact_id c) { return held_->from(c) == a; });
}
std::vector<contact_id> chronicle::contacts_to(actor_id a) const
{
    return contacts_where(*held_, a, [&](contact_id c) { return held_->to(c) == a; });
}
std::vector<contact_id> chronicle::corrections_of(contact_id c) const
{
    return oldest_first<contact>([&](auto take) { held_->each_correction(c, every, take); });
}
std::vector<matter_id> chronicle::matters_of(actor_id a) const
{
    std::vector<matter_id> found;
    const auto take = [&](matter_id m) {
        if (m) found.push_back(m);
    };
    held_->each_part(a, take, [&](contact_id c) { take(held_->matter_of(c)); });
    detail::sort_once(found);
    return found;
}
std::vector<report_id> chronicle::reports_on(contact_id c) const
{
    return oldest_first<report>([&](auto take) { held_->each_report(c, every, take); });
}
std::vector<report_id> chronicle::reports_on(tie_id t) const
{
    return oldest_first<report>([&](auto take) { held_->each_report(t, every, take); });
}
std::vector<tie_id> chronicle::ties_upward(actor_id a) const
{
    return oldest_first<tie>([&](auto take) { held_->each_tie_upward(a, every, take); });
}
const period& chronicle::period_of(tie_id t) const { return held_->period_of(t); }
const lifecycle* chronicle::lifecycle_of(matter_id m) const { return held_->lifecycle_of(m); }

template <class T>
id<T> chronicle::add_next(T record)
{
    if constexpr (detail::keyed<T>) {
        if (const auto known = find<T>(record.key); known && (*this)[known] == record) return known;
    }
    return append(entry<T>{std::move(record), last_seq() + 1});
}

template <class T>
id<T> chronicle::append(entry<T> e)
{
    if constexpr (detail::keyed<T>)
        check_keyed(e);
    else if (const auto known = same_report(e.record)) {
        held_->lower_seq(known, e.seq);
        return known;
    }
    check(e.record);
    return held_->add(std::move(e.record), e.seq);
}
template actor_id chronicle::append(entry<actor>);
template tie_id chronicle::append(entry<tie>);
template source_id chronicle::append(entry<source>);
template matter_id chronicle::append(entry<matter>);
template contact_id chronicle::append(entry<contact>);
template report_id chronicle::append(entry<report>);

template <class T>
void chronicle::check_keyed(const entry<T>& e) const
{
    const std::string& key = e.record.key;
    if (key.empty()) missing(type_word<T>, key, "key");
    const auto known = held_->find(key);
    if (known.index() == 0) return;
    const std::int64_t seq_there = std::visit(
        [this](auto x) -> std::int64_t {
            if constexpr (std::is_same_v<decltype(x), std::monostate>) return 0;
            else return this->seq(x);
        },
        known);
    throw error(errc::duplicate_key, {.field = "key"},
                fmt::format("the {} \"{}\" (seq {}) is there already with other content than this {} \"{}\" (seq {}); give one of them another key", type_of(key), key,
                            seq_there, type_word<T>, key, e.seq));
}

void chronicle::check(const actor& r) const
{
    if (r.rank && *r.rank < 1) throw error(errc::invalid_value, {.field = "rank"}, fmt::format("the rank of \"{}\" is {}; 1 is the highest", r.key, *r.rank));
}

void chronicle::check(const tie& r) const
{
    if (!r.kind) missing("tie", r.key, "kind");
    if (!r.from) missing("tie", r.key, "from");
    if (!r.to) missing("tie", r.key, "to");
    if (r.kind == tie_kinds::counterpart_of && r.from == r.to)
        throw error(errc::invalid_value, {.field = "to"}, fmt::format("the tie \"{}\" would make \"{}\" its own counterpart; name another actor", r.key, (*this)[r.to].key));
    if (leads_upward(r.kind)) check_no_circle(r);
}

void chronicle::check_no_circle(const tie& r) const
{
    const period held = r.during ? demarche::period_of(*r.during) : period{};
    const instant begin = held.begin_latest;
    const instant end = held.end_earliest;
    if (end < begin) return;
    std::vector<instant> beginnings{begin};
    const auto reaches = [&](auto&& follow) {
        std::vector<actor_id> open{r.to};
        std::unordered_set<actor_id> seen{r.to};
        while (!open.empty()) {
            const actor_id here = open.back();
            open.pop_back();
            held_->each_tie_upward(here, every, [&](tie_id up) {
                if (follow(period_of(up)) && seen.insert((*this)[up].to).second) open.push_back((*this)[up].to);
            });
        }
        return seen.contains(r.from);
    };
    // Where the ties of a circle hold together, one of them has just begun.
    const auto at_some_time = [&](const period& p) {
        if (begin < p.begin_latest && p.begin_latest <= end) beginnings.push_back(p.begin_latest);
        return true;
    };
    if (!reaches(at_some_time)) return;
    for (instant t : beginnings)
        if (reaches([t](const period& p) { return holds_at(p, t) == verdict::certainly; }))
            throw error(errc::cycle, {.field = "to"},
                        fmt::format("the tie \"{}\" would put \"{}\" above itself from {} on; end the tie that leads back, or this one", r.key, (*this)[r.from].key, to_text(t)));
}

void chronicle::check(const source&) const {}

void chronicle::check(const matter& r) const
{
    if (r.lifecycle.empty()) missing("matter", r.key, "lifecycle");
    if (!r.requester) missing("matter", r.key, "requester");
    if (std::find(r.respondents.begin(), r.respondents.end(), actor_id{}) != r.respondents.end())
        throw error(errc::missing_field, {.field = "respondents"}, fmt::format("a respondent of the matter \"{}\" names nobody", r.key));
}

void chronicle::check(const contact& r) const
{
    if (!r.act) missing("contact", r.key, "act");
    if (!r.from) missing("contact", r.key, "from");
    if (!r.matter && detail::archive::is_of_clock(r.act)) refuse_clock(r.act, r.key);
    const lifecycle* const table = r.matter ? lifecycle_of(r.matter) : nullptr;
    const std::uint8_t row = table != nullptr ? table->find_act(r.act.text()) : lifecycle::no_act;
    if (row != lifecycle::no_act && table->acts[row].by == acting::clock) refuse_clock(r.act, r.key);
}

/// The adding thread's: it remembers the rows of acts.
void chronicle::check_act(matter_id m, act does, std::string_view key) const
{
    if (held_->is_of_clock(m, does)) refuse_clock(does, key);
}

void chronicle::refuse_clock(act does, std::string_view key)
{
    throw error(errc::clock_act, {.field = "act"}, fmt::format("{} is the clock's act, and the library's to find; the contact \"{}\" must have another", does.text(), key));
}

void chronicle::check(const report& r) const
{
    if (!std::visit([](auto on) { return static_cast<bool>(on); }, r.on)) throw error(errc::missing_field, {.field = "on"}, "the report needs a contact or tie that it is on");
    if (!r.source) throw error(errc::missing_field, {.field = "source"}, "the report needs a source");
}

report_id chronicle::same_report(const report& r) const
{
    report_id found;
    const auto look = [&](report_id x) {
        if (held_->record(x) == r) found = x;
    };
    std::visit(
        [&](auto on) {
            if (on) held_->each_report(on, every, look);
        },
        r.on);
    return found;
}

bool chronicle::recorded_before(contact_id a, contact_id b) const
{
    const std::int64_t before = seq(a);
    const std::int64_t behind = seq(b);
    return before != behind ? before < behind : key(a) < key(b);
}

bool chronicle::recorded_before(report_id a, report_id b) const
{
    if (seq(a) != seq(b)) return seq(a) < seq(b);
    const report first = (*this)[a];
    const report second = (*this)[b];
    const auto rank = [this](const report& r) {
        const std::string on = std::visit([this](auto thing) { return key(thing); }, r.on);
        const std::string_view by = r.by ? std::string_view((*this)[r.by].key) : std::string_view();
        return std::tuple(on, held_->key(r.source), text_of(r.published), r.stance,  // stances stand in the order of their words
                          r.attribution ? static_cast<int>(*r.attribution) : -1, by);
    };
    const auto before = rank(first);
    const auto behind = rank(second);
    return before != behind ? before < behind : first.other < second.other;
}

std::string_view chronicle::type_of(std::string_view key) const
{
    return std::visit(
        []<class Id>(Id) -> std::string_view {
            if constexpr (std::is_same_v<Id, std::monostate>) return {};
            else return []<class T>(std::type_identity<id<T>>) { return type_word<T>; }(std::type_identity<Id>{});
        },
        held_->find(key));
}

extent chronicle::size() const { return held_->size(); }

view chronicle::as_of(const date& when) const { return as_of(when.latest()); }
view chronicle::as_of(instant when) const { return view(*this, when); }

}  // namespace demarche::inline v0
