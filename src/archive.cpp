// SPDX-License-Identifier: BSL-1.0
#include "archive.hpp"

#include "course.hpp"

#include <demarche/lifecycles/agrement.hpp>
#include <demarche/lifecycles/channel.hpp>
#include <demarche/lifecycles/measure.hpp>
#include <demarche/lifecycles/meeting_request.hpp>
#include <demarche/lifecycles/tenure.hpp>

#include <fmt/format.h>

#include <limits>

namespace demarche::inline v0::detail {

std::string_view shared_notes::operator[](std::size_t contact) const
{
    return text(rows_[last_up_to(contact, count_.load(std::memory_order_acquire), [this](std::size_t i) { return rows_[i].contact; })].number);
}

namespace {

// What stands elsewhere than in the record itself.

std::size_t bytes_apart(const std::string& text) { return text.capacity() > std::string().capacity() ? text.capacity() + 1 : 0; }
std::size_t bytes_apart(const std::optional<date>& d) { return d ? bytes_apart(d->text()) : 0; }
std::size_t bytes_apart(const unknown_fields& pairs)
{
    std::size_t bytes = pairs.capacity() * sizeof(pairs[0]);
    for (const auto& [name, value] : pairs) bytes += bytes_apart(name) + bytes_apart(value);
    return bytes;
}
std::size_t bytes_apart(const actor& a) { return bytes_apart(a.key) + bytes_apart(a.name) + bytes_apart(a.ids) + bytes_apart(a.other); }
std::size_t bytes_apart(const tie& t) { return bytes_apart(t.key) + bytes_apart(t.during) + bytes_apart(t.recorded) + bytes_apart(t.other); }
std::size_t bytes_apart(const report_rest& r) { return bytes_apart(r.other); }
std::size_t bytes_apart(const source_rest& s) { return bytes_apart(s.title) + bytes_apart(s.url) + bytes_apart(s.other); }

template <class Records>
std::size_t bytes_apart_of(const Records& all, std::uint32_t count)
{
    std::size_t bytes = 0;
    for (std::uint32_t n = 0; n < count; ++n) bytes += bytes_apart(all[n]);
    return bytes;
}

constexpr std::array<const lifecycle*, 5> built_in{&lifecycles::meeting_request, &lifecycles::measure, &lifecycles::tenure, &lifecycles::channel, &lifecycles::agrement};

}  // namespace

archive::archive()
{
    for (const lifecycle* table : built_in) use(*table);
}

contact archive::record(contact_id c) const
{
    const contact_row& r = row(c);
    const contact* more = details(c);
    contact made = more != nullptr ? *more : contact{.on = dates_[r.on]};
    if (more == nullptr) {
        made.matter = matter_of(c);
        made.act = act(c);
        made.from = from(c);
        made.to = to(c);
        if (r.lag != contact_row::not_recorded) made.recorded = dates_[r.on + r.lag];
        if (is_noted(c)) made.note = notes_[c.index()];
    }
    made.key = key(c);
    return made;
}

matter archive::record(matter_id m) const
{
    const matter_line& l = line(m);
    matter made;
    if (const matter* more = details(m))
        made = *more;
    else {
        made.lifecycle = lifecycle_of(l)->name;
        made.requester = named<actor>(l.requester);
        made.respondents = {named<actor>(l.respondent)};
        if (l.occasion != date_table::none) made.occasion = dates_[l.occasion];
        if (l.reply_by != date_table::none) made.reply_by = dates_[l.reply_by];
    }
    made.key = key(m);
    return made;
}

source archive::record(source_id x) const
{
    const source_row& r = sources_[x.index()];
    source made{.key = std::string(key(x)), .publisher = std::string(publisher(x))};
    if (r.published != date_table::none) made.published = dates_[r.published];
    if (r.rest != 0) {
        const source_rest& rest = rests_of_sources_[r.rest - 1];
        made.title = rest.title;
        made.url = rest.url;
        made.other = rest.other;
    }
    if (r.url_is_key) made.url = made.key;
    return made;
}

report archive::record(report_id x) const
{
    const report_row& r = row(x);
    report made{.source = source_of(x), .stance = r.stance, .attribution = attribution_of(x)};
    if (r.on_tie) made.on = tie_id(r.on);
    else made.on = contact_id(r.on);
    if (r.published != date_table::none) made.published = dates_[r.published];
    if (r.rest != 0) {
        const report_rest& rest = rests_of_reports_[r.rest - 1];
        made.by = rest.by;
        made.other = rest.other;
    }
    return made;
}

std::string archive::key(contact_id c) const
{
    if ((row(c).marks & contact_row::keyed) == 0) return made_key(c.index());
    return std::string(keys_.text(contact_keys_[c.index()] - 1));
}

matter_id archive::matter_of(contact_id c) const
{
    const contact_row& r = row(c);
    if ((r.marks & contact_row::apart) != 0) return {};
    if ((r.marks & contact_row::detailed) != 0) return details_[r.where]->matter;
    return named<matter>((r.marks & contact_row::parted) != 0 ? parties_[r.where].matter : r.where);
}

actor_id archive::from(contact_id c) const { return end_of(c, &contact::from, &parties_row::from, &apart_row::from, contact_row::reversed); }
actor_id archive::to(contact_id c) const { return end_of(c, &contact::to, &parties_row::to, &apart_row::to, 0); }

/// One end of a contact: a field of its details, of its parties or of its row apart, or, between the parties of its matter, the respondent where its marks are
/// `of_respondent`.
actor_id archive::end_of(contact_id c, actor_id contact::*in_details, std::uint32_t parties_row::*in_parties, std::uint32_t apart_row::*in_apart, unsigned of_respondent) const
{
    const contact_row& r = row(c);
    if ((r.marks & contact_row::apart) != 0) return named<actor>(apart_[r.where].*in_apart);
    if ((r.marks & contact_row::detailed) != 0) return (*details_[r.where]).*in_details;
    if ((r.marks & contact_row::parted) != 0) return named<actor>(parties_[r.where].*in_parties);
    const matter_line& l = lines_[r.where - 1];
    return named<actor>((r.marks & contact_row::reversed) == of_respondent ? l.respondent : l.requester);
}

instant archive::recorded(contact_id c) const
{
    const contact_row& r = row(c);
    if (const contact* more = details(c)) return more->recorded ? more->recorded->latest() : beginning_of_time;
    return r.lag == contact_row::not_recorded ? beginning_of_time : dates_.latest(r.on + r.lag);
}

instant archive::recorded(matter_id m) const
{
    const matter* more = details(m);
    return more != nullptr && more->recorded ? more->recorded->latest() : beginning_of_time;
}

instant archive::recorded(tie_id t) const
{
    const auto& stated = ties_[t.index()].recorded;
    return stated ? stated->latest() : beginning_of_time;
}

std::optional<attribution> archive::attribution_of(report_id r) const
{
    const std::uint8_t stated = row(r).attribution;
    return stated != report_row::no_attribution ? std::optional(static_cast<attribution>(stated)) : std::nullopt;
}

std::optional<date_bounds> archive::published_within(const report_row& r) const
{
    if (r.published != date_table::none) return dates_.bounds(r.published);
    const date_table::code of_source = sources_[r.source].published;
    return of_source != date_table::none ? std::optional(dates_.bounds(of_source)) : std::nullopt;
}

instant archive::known_from(contact_id c, std::uint32_t reports) const
{
    bool reported = false;
    instant first = end_of_time;
    each_report(c, reports, [&](report_id r) {
        reported = true;
        first = std::min(first, published(r).value_or(end_of_time));
    });
    return reported ? first : recorded(c);
}

bool archive::few_parts(actor_id a, scratch_vector<matter_id>& into) const
{
    constexpr std::size_t few = 256;
    std::uint32_t x = head(&heads_of_actors_[a.index()].parts);
    for (std::size_t n = 0; x != 0 && n < few; ++n) {
        const chain_cell part = part_of(a, x);
        const matter_id m = (part.what & contact_part) != 0 ? matter_of(contact_id(part.what & ~contact_part)) : matter_id(part.what);
        if (m) into.push_back(m);
        x = part.next;
    }
    return x == 0;
}

// Keys.

std::string archive::made_key(std::size_t n)
{
    const fmt::format_int number(n + 1);
    return std::string("#c").append(number.data(), number.size());
}

/// 0, unless the key that would be made from the number of the next contact is somebody else's own: then the number of one that is free, counted from 1.
std::uint32_t archive::find_free_key()
{
    std::string key = made_key(next_number<contact>());
    if (find(key).index() == 0) return 0;
    while (find(key).index() != 0) key += '\'';
    return reserve_key(key) + 1;
}

/// What has that made key: `#c17` is the 17th contact, where that has no key of its own.
contact_id archive::find_made(std::string_view key) const
{
    if (key.size() < 3 || !key.starts_with("#c") || key[2] == '0') return {};
    std::uint64_t n = 0;
    for (const char digit : key.substr(2)) {
        if (digit < '0' || digit > '9' || n > count<contact>()) return {};
        n = n * 10 + static_cast<std::uint64_t>(digit - '0');
    }
    if (n > count<contact>() || (row(contact_id(n - 1)).marks & contact_row::keyed) != 0) return {};
    return contact_id(n - 1);
}

archive::any_id archive::find(std::string_view key) const
{
    const auto number = keys_.find(key);
    if (number)
        if (const any_id found = find_number(*number); found.index() != 0) return found;
    if (const contact_id made = find_made(key)) return made;
    return {};
}

archive::any_id archive::find_number(std::uint32_t key) const
{
    const std::atomic<std::uint64_t>* known = definitions_.find(key);
    const std::uint64_t what = known != nullptr ? known->load(std::memory_order_acquire) : 0;
    const std::size_t n = static_cast<std::uint32_t>(what);
    switch (what >> 32) {
    case 1: return actor_id(n);
    case 2: return tie_id(n);
    case 3: return source_id(n);
    case 4: return matter_id(n);
    case 5: return contact_id(n);
    default: return {};
    }
}

std::uint32_t archive::reserve_key(std::string_view key)
{
    const std::uint32_t number = keys_.number(key);
    definitions_.reserve(number);
    made_like_ = made_like_ || key.starts_with("#c");
    return number;
}

// Lifecycles.

const lifecycle* archive::find_lifecycle(std::string_view name) const
{
    const auto found = std::find_if(lifecycles_.begin(), lifecycles_.end(), [name](const lifecycle* l) { return l->name == name; });
    return found == lifecycles_.end() ? nullptr : *found;
}

void archive::use(const lifecycle& table)
{
    const std::size_t n = lifecycles_.size();
    if (n == std::numeric_limits<std::uint8_t>::max()) throw error(errc::invalid_value, {.field = "lifecycle"}, "a chronicle knows at most 255 lifecycles");
    lifecycles_.reserve(n + 1);
    for (const lifecycle::act_row& a : std::span(table.acts).first(table.act_count))
        if (a.by == acting::clock) acts_of_clock_ |= bit_of(demarche::act(a.name));
    rows_of_acts_.emplace_back();
    tables_[n + 1] = &table;
    lifecycles_.push_back(&table);
    for (std::uint32_t m = 0; m < next_number<matter>(); ++m)
        if (lines_[m].lifecycle.load(std::memory_order_relaxed) == 0 && matter_details_[rests_[m].details - 1]->lifecycle == table.name) {
            const scratch room;
            const stretch_changes changes = plan_hull(m, nullptr);
            reserve(changes.added);
            lines_[m].lifecycle.store(static_cast<std::uint8_t>(n + 1), std::memory_order_release);
            change(m, changes);
        }
}

std::uint8_t archive::find_row(std::uint8_t lifecycle_number, demarche::act a)
{
    const lifecycle* const table = tables_[lifecycle_number];
    std::vector<std::uint8_t>& rows = rows_of_acts_[lifecycle_number - 1u];
    if (a.number() >= 4096) return table->find_act(a.text());
    if (a.number() >= rows.size()) rows.resize(a.number() + 64, untried);
    return rows[a.number()] = table->find_act(a.text());
}

memory_use archive::memory() const
{
    memory_use m;
    m.contacts = rows_.bytes() + parties_.bytes() + apart_.bytes() + details_.bytes() + details_count_ * sizeof(contact) + blocks_.bytes() + contact_seqs_.bytes() + zones_.bytes() +
                 dates_.bytes() + notes_.bytes();
    m.matters = lines_.bytes() + rests_.bytes() + matter_details_.bytes() + matter_details_count_ * sizeof(matter) + matter_seqs_.bytes();
    m.parts = part_cells_.bytes() + heads_of_actors_.bytes();
    m.pairs = pairs_.bytes();
    for (const stretch_index& i : stretches_) {
        m.known += i.bytes_for_known();
        m.open += i.bytes() - i.bytes_for_known();
    }
    m.keys = keys_.bytes() + definitions_.bytes() + contact_keys_.bytes() + matter_keys_.bytes();
    m.reports = reports_.bytes() + rests_of_reports_.bytes() + bytes_apart_of(rests_of_reports_, report_rest_count_) + next_report_.bytes() + reports_on_contact_.bytes() + reports_on_tie_.bytes() + seqs_[type_position<report>].bytes();
    m.others = actors_.bytes() + ties_.bytes() + sources_.bytes() + rests_of_sources_.bytes() + publishers_.bytes() + periods_.bytes() + next_tie_.bytes() + tie_cells_.bytes() + corrections_.bytes() + correction_cells_.bytes() +
               contests_.bytes() + contest_cells_.bytes() + company_.bytes() + company_cells_.bytes() + bytes_apart_of(actors_, count<actor>()) +
               bytes_apart_of(ties_, count<tie>()) + bytes_apart_of(rests_of_sources_, source_rest_count_);
    return m;
}

}  // namespace demarche::inline v0::detail
