// SPDX-License-Identifier: BSL-1.0
#include <demarche/chronicle.hpp>

#include <demarche/lifecycles/meeting_request.hpp>
#include <demarche/view.hpp>

#include "references.hpp"
#include "type_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

namespace demarche {

namespace {

using detail::type_word;

template <class T>
constexpr bool keyed = !std::is_same_v<T, report>;

[[noreturn]] void missing(std::string_view type, std::string_view key, std::string field)
{
    throw error(errc::missing_field, {.field = field}, fmt::format("the {} \"{}\" needs a {}", type, key, field));
}

template <class T>
void take_back(std::vector<id<T>>& ids, id<T> x)
{
    if (!ids.empty() && ids.back() == x) ids.pop_back();
}

std::string_view text_of(const std::optional<date>& d) { return d ? std::string_view(d->text()) : std::string_view(); }

}  // namespace

namespace detail {

/// Where the records of one chronicle stand in another.
struct id_maps {
    std::tuple<std::vector<actor_id>, std::vector<tie_id>, std::vector<source_id>, std::vector<matter_id>, std::vector<contact_id>> ids;

    template <class T>
    std::vector<id<T>>& of()
    {
        return std::get<std::vector<id<T>>>(ids);
    }
    template <class T>
    const std::vector<id<T>>& of() const
    {
        return std::get<std::vector<id<T>>>(ids);
    }

    template <class Record>
    Record translated(Record r) const
    {
        each_reference(r, [&]<class T>(id<T>& x) {
            if (x) x = of<T>()[x.index()];
        });
        return r;
    }
};

}  // namespace detail

chronicle::chronicle() : lifecycles_{&lifecycles::meeting_request} {}

chronicle::chronicle(batch records) : chronicle()
{
    for (const lifecycle* table : records.lifecycles) use(*table);
    const auto append_all = [this]<class T>(std::vector<entry<T>>& entries) {
        for (auto& e : entries) {
            const std::size_t line = e.line;
            const std::size_t column = e.column;
            try {
                append(std::move(e));
            } catch (const error& why) {
                throw error(why.code(), {.line = line, .column = column, .field = why.where().field}, why.problem());
            }
        }
    };
    append_all(records.actors);
    append_all(records.ties);
    append_all(records.sources);
    append_all(records.matters);
    append_all(records.contacts);
    append_all(records.reports);
}

void chronicle::use(const lifecycle& table)
{
    const lifecycle* known = find_lifecycle(table.name);
    if (known != nullptr && known != &table) throw error(errc::duplicate_key, {.field = "lifecycle"}, fmt::format("another lifecycle is known by the name {}", table.name));
    if (known != nullptr) return;
    lifecycles_.push_back(&table);
    for (std::size_t m = 0; m < lifecycle_of_.size(); ++m)
        if (all<matter>()[m].lifecycle == table.name) lifecycle_of_[m] = &table;
}

actor_id chronicle::add(actor record) { return add_next(std::move(record)); }
tie_id chronicle::add(tie record) { return add_next(std::move(record)); }
source_id chronicle::add(source record) { return add_next(std::move(record)); }
matter_id chronicle::add(matter record) { return add_next(std::move(record)); }
contact_id chronicle::add(contact record) { return add_next(std::move(record)); }
report_id chronicle::add(report record) { return add_next(std::move(record)); }

template <class T>
id<T> chronicle::add_next(T record)
{
    if constexpr (keyed<T>) {
        if (const auto known = find<T>(record.key); known && (*this)[known] == record) return known;
    } else {
        if (const auto known = same_report(record)) return known;
    }
    return append(entry<T>{std::move(record), last_seq_ + 1});
}

template <class T>
id<T> chronicle::append(entry<T> e)
{
    if constexpr (keyed<T>)
        check_keyed(e);
    else if (const auto known = same_report(e.record)) {
        auto& seq = shelf_of<T>().seqs[known.index()];
        seq = std::min(seq, e.seq);
        return known;
    }
    check(e.record);

    // From here on nothing is refused; what lack of memory leaves half done is undone.
    auto& [records, seqs] = shelf_of<T>();
    const id<T> x(records.size());
    auto key = keys_.end();
    if constexpr (keyed<T>) key = keys_.emplace(e.record.key, x).first;
    try {
        records.push_back(std::move(e.record));
        seqs.push_back(e.seq);
        index(x);
    } catch (...) {
        if (records.size() > x.index()) unindex(x);
        while (records.size() > x.index()) records.pop_back();
        while (seqs.size() > x.index()) seqs.pop_back();
        if (key != keys_.end()) keys_.erase(key);
        throw;
    }
    last_seq_ = std::max(last_seq_, e.seq);
    return x;
}

template <class T>
void chronicle::check_keyed(const entry<T>& e) const
{
    const std::string& key = e.record.key;
    if (key.empty()) missing(type_word<T>, key, "key");
    const auto known = keys_.find(key);
    if (known == keys_.end()) return;
    const std::int64_t seq_there = std::visit([this](auto x) { return this->seq(x); }, known->second);
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
            for (tie_id up : ties_upward(here))
                if (follow(period_of(up)) && seen.insert((*this)[up].to).second) open.push_back((*this)[up].to);
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
    const lifecycle* table = r.matter ? lifecycle_of(r.matter) : &lifecycles::meeting_request;
    const std::uint8_t row = table != nullptr ? table->find_act(r.act.text()) : lifecycle::no_act;
    if (row != lifecycle::no_act && table->acts[row].by == acting::clock)
        throw error(errc::clock_act, {.field = "act"}, fmt::format("{} is the clock's act, and the library's to find; the contact \"{}\" must have another", r.act.text(), r.key));
}

void chronicle::check(const report& r) const
{
    if (!std::visit([](auto on) { return static_cast<bool>(on); }, r.on)) throw error(errc::missing_field, {.field = "on"}, "the report needs a contact or tie that it is on");
    if (!r.source) throw error(errc::missing_field, {.field = "source"}, "the report needs a source");
}

void chronicle::index(actor_id)
{
    contacts_from_.emplace_back();
    contacts_to_.emplace_back();
    ties_upward_.emplace_back();
    matters_of_.emplace_back();
}

void chronicle::index(tie_id x)
{
    const tie& r = (*this)[x];
    periods_.push_back(r.during ? demarche::period_of(*r.during) : period{});
    reports_on_tie_.emplace_back();
    if (leads_upward(r.kind)) ties_upward_[r.from.index()].push_back(x);
}

void chronicle::index(source_id) {}

void chronicle::index(matter_id x)
{
    const matter& r = (*this)[x];
    lifecycle_of_.push_back(find_lifecycle(r.lifecycle));
    contacts_of_.emplace_back();
    take_part(r.requester, x);
    for (actor_id a : r.respondents) take_part(a, x);
}

void chronicle::take_part(actor_id a, matter_id m)
{
    if (!a || !m) return;
    auto& matters = matters_of_[a.index()];
    if (matters.empty() || matters.back() != m) matters.push_back(m);
}

void chronicle::index(contact_id x)
{
    const contact& r = (*this)[x];
    reports_on_contact_.emplace_back();
    if (r.matter) contacts_of_[r.matter.index()].push_back(x);
    contacts_from_[r.from.index()].push_back(x);
    if (r.to) contacts_to_[r.to.index()].push_back(x);
    if (r.corrects) corrections_[r.corrects].push_back(x);
    for (actor_id a : {r.from, r.debtor, r.delegate}) take_part(a, r.matter);
}

void chronicle::index(report_id x)
{
    const report& r = (*this)[x];
    if (const auto* c = std::get_if<contact_id>(&r.on))
        reports_on_contact_[c->index()].push_back(x);
    else
        reports_on_tie_[std::get<tie_id>(r.on).index()].push_back(x);
}

// Each undoes what its `index` did, as far as that came.

void chronicle::unindex(actor_id x)
{
    if (contacts_from_.size() > x.index()) contacts_from_.resize(x.index());
    if (contacts_to_.size() > x.index()) contacts_to_.resize(x.index());
    if (ties_upward_.size() > x.index()) ties_upward_.resize(x.index());
    if (matters_of_.size() > x.index()) matters_of_.resize(x.index());
}

void chronicle::unindex(tie_id x)
{
    if (periods_.size() > x.index()) periods_.resize(x.index());
    if (reports_on_tie_.size() > x.index()) reports_on_tie_.resize(x.index());
    take_back(ties_upward_[(*this)[x].from.index()], x);
}

void chronicle::unindex(source_id) {}

void chronicle::unindex(matter_id x)
{
    const matter& r = (*this)[x];
    if (lifecycle_of_.size() > x.index()) lifecycle_of_.resize(x.index());
    if (contacts_of_.size() > x.index()) contacts_of_.resize(x.index());
    take_back(matters_of_[r.requester.index()], x);
    for (actor_id a : r.respondents) take_back(matters_of_[a.index()], x);
}

void chronicle::unindex(contact_id x)
{
    const contact& r = (*this)[x];
    if (reports_on_contact_.size() > x.index()) reports_on_contact_.resize(x.index());
    if (r.matter) take_back(contacts_of_[r.matter.index()], x);
    take_back(contacts_from_[r.from.index()], x);
    if (r.to) take_back(contacts_to_[r.to.index()], x);
    if (const auto found = corrections_.find(r.corrects); found != corrections_.end()) take_back(found->second, x);
}

void chronicle::unindex(report_id) {}

const std::vector<report_id>& chronicle::reports_beside(const report& r) const
{
    const auto* c = std::get_if<contact_id>(&r.on);
    return c ? reports_on_contact_[c->index()] : reports_on_tie_[std::get<tie_id>(r.on).index()];
}

report_id chronicle::same_report(const report& r) const
{
    if (!std::visit([](auto on) { return static_cast<bool>(on); }, r.on)) return {};
    for (report_id x : reports_beside(r))
        if ((*this)[x] == r) return x;
    return {};
}

const lifecycle* chronicle::find_lifecycle(std::string_view name) const
{
    const auto found = std::find_if(lifecycles_.begin(), lifecycles_.end(), [name](const lifecycle* l) { return l->name == name; });
    return found == lifecycles_.end() ? nullptr : *found;
}

bool chronicle::recorded_before(contact_id a, contact_id b) const
{
    if (seq(a) != seq(b)) return seq(a) < seq(b);
    return (*this)[a].key < (*this)[b].key;
}

bool chronicle::recorded_before(report_id a, report_id b) const
{
    const auto rank = [this](report_id x) {
        const report& r = (*this)[x];
        const std::string& on = std::visit([this](auto thing) -> const std::string& { return (*this)[thing].key; }, r.on);
        const std::string_view by = r.by ? std::string_view((*this)[r.by].key) : std::string_view();
        return std::tuple(seq(x), std::string_view(on), std::string_view((*this)[r.source].key), text_of(r.published), r.stance,  // stances stand in the order of their words
                          r.attribution ? static_cast<int>(*r.attribution) : -1, by, std::cref(r.other));
    };
    const auto [s1, on1, source1, published1, stance1, how1, by1, other1] = rank(a);
    const auto [s2, on2, source2, published2, stance2, how2, by2, other2] = rank(b);
    return std::tie(s1, on1, source1, published1, stance1, how1, by1, other1.get()) < std::tie(s2, on2, source2, published2, stance2, how2, by2, other2.get());
}

std::string_view chronicle::type_of(std::string_view key) const
{
    const auto found = keys_.find(key);
    if (found == keys_.end()) return {};
    return std::visit([]<class T>(id<T>) { return type_word<T>; }, found->second);
}

extent chronicle::size() const
{
    const auto number = [this]<class T>(std::type_identity<T>) { return static_cast<std::uint32_t>(all<T>().size()); };
    return {.actors = number(std::type_identity<actor>{}),
            .ties = number(std::type_identity<tie>{}),
            .sources = number(std::type_identity<source>{}),
            .matters = number(std::type_identity<matter>{}),
            .contacts = number(std::type_identity<contact>{}),
            .reports = number(std::type_identity<report>{})};
}

std::span<const contact_id> chronicle::corrections_of(contact_id c) const
{
    const auto found = corrections_.find(c);
    return found == corrections_.end() ? std::span<const contact_id>() : std::span<const contact_id>(found->second);
}

view chronicle::as_of(const date& when) const { return as_of(when.latest()); }
view chronicle::as_of(instant when) const { return view(*this, when); }

template <class T>
void chronicle::take_in(const chronicle& other, const std::vector<id<T>>& ids, const detail::id_maps& maps)
{
    for (std::size_t i = 0; i < ids.size(); ++i) {
        entry<T> e{maps.translated(other.all<T>()[i]), other.seq(id<T>(i))};
        if (ids[i].index() < all<T>().size() && (*this)[ids[i]] == e.record) {
            auto& seq = shelf_of<T>().seqs[ids[i].index()];
            seq = std::min(seq, e.seq);
        } else
            append(std::move(e));
    }
}

chronicle merge(const chronicle& a, const chronicle& b)
{
    chronicle both = a;
    for (const lifecycle* table : b.lifecycles_) both.use(*table);
    detail::id_maps maps;
    const auto place = [&]<class T>(std::type_identity<T>) {
        std::size_t next = a.all<T>().size();
        for (const T& record : b.all<T>()) {
            const id<T> known = a.find<T>(record.key);
            maps.of<T>().push_back(known ? known : id<T>(next++));
        }
    };
    place(std::type_identity<actor>{});
    place(std::type_identity<tie>{});
    place(std::type_identity<source>{});
    place(std::type_identity<matter>{});
    place(std::type_identity<contact>{});
    both.take_in(b, maps.of<actor>(), maps);
    both.take_in(b, maps.of<tie>(), maps);
    both.take_in(b, maps.of<source>(), maps);
    both.take_in(b, maps.of<matter>(), maps);
    both.take_in(b, maps.of<contact>(), maps);
    for (std::size_t i = 0; i < b.all<report>().size(); ++i) both.append(entry<report>{maps.translated(b.all<report>()[i]), b.seq(report_id(i))});
    return both;
}

}  // namespace demarche
