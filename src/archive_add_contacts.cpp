// SPDX-License-Identifier: BSL-1.0
#include "archive_adding.hpp"

#include "course.hpp"

#include <limits>

// How contacts come into an archive, which keep its indexes as they do.

namespace demarche::inline v0::detail {

namespace {

/// Whether a contact has no more than its row and its parties can hold, and a note.
bool is_plain(const contact& r)
{
    return r.respondent.empty() && !r.in_reply_to && !r.corrects && !r.occasion && !r.reply_by && r.condition.empty() && !r.debtor && !r.delegate && r.cites.empty() &&
           r.contests.empty() && !r.channel && r.place.empty() && r.with.empty() && r.times == count{} && r.other.empty() &&
           short_number(r.act) != rare_act;
}

/// The days from a whole day to another, where they are few and not less than none.
std::optional<std::uint8_t> few_days(date_table::code from, date_table::code to)
{
    if (to == date_table::none) return contact_row::not_recorded;
    if (!date_table::is_day(from) || !date_table::is_day(to) || to < from || to - from >= contact_row::not_recorded) return {};
    return static_cast<std::uint8_t>(to - from);
}

}  // namespace

void shared_notes::add(std::uint32_t contact, std::uint32_t number) noexcept
{
    const std::uint32_t rows = count_.load(std::memory_order_relaxed);
    rows_[rows] = {contact, number};
    count_.store(rows + 1, std::memory_order_release);
}

struct archive::packed {
    std::uint32_t matter = 0;
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    date_table::code on = 0;
    date_table::code recorded = 0;
    demarche::act act = {};
    std::uint32_t key = 0;                        ///< the number of its own, counted from 1
    std::uint32_t note = 0;                       ///< the number of its note, where it has no details
    std::unique_ptr<const contact> details = {};  ///< where it has more than this

    std::uint16_t short_act() const { return short_number(act); }
    std::optional<std::uint8_t> lag() const { return few_days(on, recorded); }
};

/// As `take_part` of what the actor has no part in yet.
void archive::put_part(std::uint32_t actor, std::uint32_t what) noexcept
{
    if (actor != 0) push(what, heads_of_actors_[actor - 1].parts, part_cells_, part_count_);
}

/// Of a new contact of no matter: it is a part of both at once.
void archive::put_apart(std::uint32_t n, const packed& p) noexcept
{
    auto& parts_of_from = heads_of_actors_[p.from - 1].parts;
    auto* const parts_of_to = p.to != 0 && p.to != p.from ? &heads_of_actors_[p.to - 1].parts : nullptr;
    apart_[apart_count_] = {n, p.from, p.to, parts_of_from.load(std::memory_order_relaxed), parts_of_to != nullptr ? parts_of_to->load(std::memory_order_relaxed) : 0};
    const std::uint32_t part = apart_part | apart_count_++;
    parts_of_from.store(part, std::memory_order_release);
    if (parts_of_to != nullptr) parts_of_to->store(part, std::memory_order_release);
}

/// Of a new contact that is not between the parties of its matter.
void archive::put_ends(std::uint32_t n, const packed& p) noexcept
{
    put_part(p.from, contact_part | n);
    if (p.to != p.from) put_part(p.to, contact_part | n);
}

contact_id archive::add(const plain_contact& e, std::int64_t seq, std::uint32_t key, std::string_view note)
{
    packed p{.matter = raw(e.matter), .from = raw(e.from), .to = raw(e.to), .on = date_table::of_day(e.on.time_since_epoch().count()), .act = e.act};
    if (e.recorded) p.recorded = date_table::of_day(e.recorded->time_since_epoch().count());
    p.key = key != 0 ? key : number_of_free_key();
    p.note = notes_.number(note);
    const bool whole = p.short_act() == rare_act || !p.lag();
    if (!e.matter && !whole) return add_apart(p, seq);
    if (const contact_id added = add_last(p, seq)) return added;
    if (whole) {
        p.details = std::make_unique<contact>(contact{.matter = e.matter,
                                                      .act = e.act,
                                                      .from = e.from,
                                                      .to = e.to,
                                                      .on = date(e.on),
                                                      .recorded = e.recorded ? std::optional(date(*e.recorded)) : std::nullopt,
                                                      .note = std::string(note)});
        p.note = 0;
    }
    return add(std::move(p), seq);
}

void archive::expect(const plain_contact& e)
{
    pairs_.prefetch(raw(e.from), raw(e.to), short_number(e.act));
    if (e.matter) {
        lines_.prefetch(e.matter.index());
        rests_.prefetch(e.matter.index());
    } else {
        heads_of_actors_.prefetch(e.from.index());
        if (e.to) heads_of_actors_.prefetch(e.to.index());
    }
}

void archive::expect_soon(const plain_contact& e)
{
    pairs_.prefetch_list(raw(e.from), raw(e.to), short_number(e.act));
    if (e.matter) stretches_[0].prefetch(rests_[e.matter.index()].stretches[0]);
}

contact_id archive::add(contact r, std::int64_t seq)
{
    packed p{.matter = raw(r.matter), .from = raw(r.from), .to = raw(r.to), .on = dates_.encode(r.on), .recorded = dates_.encode(r.recorded), .act = r.act};
    p.key = r.key.empty() ? number_of_free_key() : reserve_key(r.key) + 1;
    const bool plain = is_plain(r) && p.lag();
    if (plain) {
        p.note = notes_.number(r.note);
        if (const contact_id added = add_last(p, seq)) return added;
    } else {
        r.key.clear();
        p.details = std::make_unique<contact>(std::move(r));
    }
    return add(std::move(p), seq);
}

namespace {

/// Whether a contact asks more of its matter than its course tells.
bool beyond_course(const contact& r, const lifecycle::act_row& act) { return !r.respondent.empty() || r.delegate || r.corrects || act.delegates; }

/// Whether folding the act may ask for whom its actor acts.
bool may_postpone(const lifecycle& table, std::uint8_t row)
{
    for (std::size_t s = 0; s < table.state_count; ++s)
        if (const cell c = table.at(row, static_cast<state_id>(s)); names_state(c) && table[c.to].awaited == awaited::postponer) return true;
    return false;
}

}  // namespace

/// Adds a contact that comes after all others of its matter, in every sense, is between its two parties and of which transitions tell: most are so.
/// Nothing where it is another.
contact_id archive::add_last(const packed& p, std::int64_t seq)
{
    const std::uint32_t n = next_number<contact>();
    if (p.matter == 0 || seq <= last_seq_.load(std::memory_order_relaxed) || (correction_count_ != 0 && head(corrections_.find(n)) != 0)) return {};
    matter_line& l = lines_[p.matter - 1];
    const bool forth = p.from == l.requester && p.to == l.respondent;
    const bool back = p.from == l.respondent && p.to == l.requester;
    const std::uint8_t number = l.lifecycle.load(std::memory_order_relaxed);
    if ((!forth && !back) || number == 0 || (l.marks.load(std::memory_order_relaxed) & (matter_line::irregular | matter_line::unordered)) != 0) return {};
    matter_rest& rest = rests_[p.matter - 1];
    const std::optional<std::uint8_t> lag = p.lag();
    if (!lag || p.recorded < rest.known || p.short_act() == rare_act) return {};
    const lifecycle& table = *lifecycle_of_number(number);
    const std::uint8_t known_row = row_of(number, p.act);
    const std::uint8_t row = known_row == lifecycle::no_act ? table.unknown_as : known_row;
    const std::optional<next_standing> next = next_in_course(*this, l, row, p.on, transitions_);
    if (!next) return {};
    reserve_row(n, p);
    const last_stretch_changes changes = plan_next(p.matter - 1, table, p.on, p.recorded, next->by);
    if (changes.added_count != 0) reserve(changes.to_add());

    // From here on nothing throws.
    const std::uint8_t turned = contact_row::reversed;
    put_row(n, {p.matter, p.on, p.short_act(), *lag, forth ? std::uint8_t{0} : turned}, p, seq);
    put_in_pairs(n, p);
    l.last = next->by.terms;
    rest.known = p.recorded;
    put_entry(l, n, p.on, entry_code(row, forth ? std::uint8_t{0} : kind_reversed, next->outcome));
    change(rest, changes.to_add(), changes.to_close());
    if (p.key != 0) define(p.key - 1, contact_id(n));
    publish<contact>(n, seq);
    return contact_id(n);
}

/// Adds a contact of no matter that has no details.
contact_id archive::add_apart(const packed& p, std::int64_t seq)
{
    const std::uint32_t n = next_number<contact>();
    reserve_row(n, p);
    apart_.reserve(apart_count_);

    // From here on nothing throws.
    put_row(n, {apart_count_, p.on, p.short_act(), *p.lag(), contact_row::apart}, p, seq);
    put_apart(n, p);
    put_in_pairs(n, p);
    if (p.key != 0) define(p.key - 1, contact_id(n));
    publish<contact>(n, seq);
    return contact_id(n);
}

void archive::reserve_row(std::uint32_t n, const packed& p)
{
    if (n >= rows_end_) reserve_rows(n);
    if (p.key != 0) contact_keys_.reserve(1);
    if (p.note != 0) notes_.reserve_one();
    pairs_.reserve_one();
}

/// Several at once, so that most need not ask.
void archive::reserve_rows(std::uint32_t n)
{
    constexpr std::uint32_t some = 32;
    rows_.reserve(n + some - 1);
    zones_.reserve((n + some - 1) / zone_size);
    contact_seqs_.reserve(some);
    blocks_.reserve(block_count_ + some - 1);
    rows_end_ = n + some;
}

void archive::put_row(std::uint32_t n, contact_row row, const packed& p, std::int64_t seq) noexcept
{
    if (p.key != 0) {
        row.marks |= contact_row::keyed;
        contact_keys_.add(n, p.key);
    }
    if (p.note != 0) {
        row.marks |= contact_row::noted;
        notes_.add(n, p.note);
    }
    rows_[n] = row;
    contact_seqs_.add(n, seq);
    if (n % zone_size == 0 || row.on < days_of_zone_[0] || row.on > days_of_zone_[1]) widen_zone(n, row.on);
}

void archive::widen_zone(std::uint32_t n, date_table::code on_code) noexcept
{
    if (n % zone_size == 0) days_of_zone_ = {std::numeric_limits<date_table::code>::max(), date_table::none};
    if (date_table::is_day(on_code)) days_of_zone_ = {std::min(days_of_zone_[0], on_code), std::max(days_of_zone_[1], on_code)};
    const date_bounds on = dates_.bounds(on_code);
    zone& z = zones_[n / zone_size];
    z.earliest.store(std::min(z.earliest.load(std::memory_order_relaxed), on.earliest.time_since_epoch().count()), std::memory_order_relaxed);
    z.latest.store(std::max(z.latest.load(std::memory_order_relaxed), on.latest.time_since_epoch().count()), std::memory_order_relaxed);
}

/// Whoever sees of an index what follows can see the row too.
void archive::put_in_pairs(std::uint32_t n, const packed& p) noexcept
{
    begun_contacts_.store(n + 1, std::memory_order_release);
    const auto when = [this](std::uint32_t c) { return latest(contact_id(c)).time_since_epoch().count(); };
    pairs_.add(p.from, p.to, p.short_act(), n, dates_.latest(p.on).time_since_epoch().count(), when);
}

contact_id archive::add(packed p, std::int64_t seq)
{
    if (p.matter == 0 && p.details == nullptr) return add_apart(p, seq);
    const std::uint32_t n = next_number<contact>();
    const contact_id x(n);
    matter_line* const l = p.matter != 0 ? &lines_[p.matter - 1] : nullptr;
    const contact* const more = p.details.get();
    const bool forth = l != nullptr && p.from == l->requester && p.to == l->respondent && p.to != 0;
    const bool back = l != nullptr && p.from == l->respondent && p.to == l->requester && p.to != 0;
    const bool parted = more == nullptr && !forth && !back;
    const std::uint8_t number = l != nullptr ? l->lifecycle.load(std::memory_order_relaxed) : std::uint8_t{0};
    const lifecycle* const table = lifecycle_of_number(number);
    const std::uint8_t known_row = row_of(number, p.act);
    const std::uint8_t row = known_row == lifecycle::no_act && table != nullptr ? table->unknown_as : known_row;

    reserve_row(n, p);
    if (more != nullptr) details_.reserve(details_count_);
    if (parted) parties_.reserve(parties_count_);
    part_cells_.reserve(part_count_ + 4);
    if (more != nullptr) reserve_named(*more);

    const date_bounds on = dates_.bounds(p.on);
    std::uint8_t kind = 0;
    if (more != nullptr && (more->occasion || more->reply_by || more->debtor)) kind |= kind_with_details;
    if (more != nullptr && more->in_reply_to) kind |= kind_replies;
    if (l != nullptr && p.from != l->requester) kind |= kind_reversed;
    const scratch room;
    stretch_changes changes;
    stretch_changes of_corrected;
    matter_id corrected;
    std::optional<next_standing> next;
    if (table != nullptr) {
        const bool from_requester = p.from == l->requester;
        const bool odd = (more != nullptr && beyond_course(*more, table->acts[row])) ||
                         (from_requester == (p.from == l->respondent) && may_postpone(*table, row)) ||
                         !goes_last(*l, seq) || (correction_count_ != 0 && head(corrections_.find(n)) != 0);
        const unsigned marks = l->marks.load(std::memory_order_relaxed);
        const bool irregular = odd || (marks & matter_line::irregular) != 0;
        if (!irregular && (marks & matter_line::unordered) == 0 && (kind & (kind_with_details | kind_replies)) == 0)
            next = next_in_course(*this, *l, row, p.on, transitions_);
        const course_entry e{.earliest = on.earliest,
                             .latest = on.latest,
                             .known = dates_.latest_or(p.recorded, beginning_of_time),
                             .details = (kind & kind_with_details) != 0 ? more : nullptr,
                             .id = x,
                             .row = row,
                             .kind = kind,
                             .from_requester = from_requester,
                             .whole_day = date_table::is_day(p.on)};
        changes = plan(named<matter>(p.matter), *table, irregular, &e, {}, e.known);
    }
    // Of a batch, the corrected one may be still to come, and will see the correction.
    if (more != nullptr && more->corrects && more->corrects < x) {
        corrected = matter_of(more->corrects);
        const lifecycle* other = corrected && corrected != more->matter ? lifecycle_of(corrected) : nullptr;
        if (other != nullptr) of_corrected = plan(corrected, *other, true, nullptr, {}, beginning_of_time);
    }
    scratch_vector<stretch> added = changes.added;
    added.insert(added.end(), of_corrected.added.begin(), of_corrected.added.end());
    reserve(added);

    // From here on nothing throws.
    contact_row r{p.matter, p.on, p.short_act(), p.lag().value_or(contact_row::not_recorded), 0};
    if (more != nullptr) {
        r.marks |= contact_row::detailed;
        r.where = details_count_;
        details_[details_count_++] = std::move(p.details);
    } else if (parted) {
        r.marks |= contact_row::parted;
        r.where = parties_count_;
        parties_[parties_count_++] = {p.matter, p.from, p.to};
    } else if (!forth)
        r.marks |= contact_row::reversed;
    put_row(n, r, p, seq);
    if (!forth && !back) put_ends(n, p);
    if (more != nullptr)
        for (const actor_id a : {more->debtor, more->delegate}) take_part(raw(a), contact_part | n);

    put_in_pairs(n, p);
    if (more != nullptr) put_named(*more, n);
    if (l != nullptr) {
        matter_rest& rest = rests_[p.matter - 1];
        if (next) l->last = next->by.terms;
        else mark(*l, matter_line::unordered);
        if (!next || p.recorded > rest.known) rest.known = next ? p.recorded : date_table::none;
        put_entry(*l, n, p.on, next ? entry_code(row, kind, next->outcome) : entry_code(row, kind));
        change(p.matter - 1, changes);
    }
    if (corrected) change(corrected.index(), of_corrected);
    if (p.key != 0) define(p.key - 1, x);
    publish<contact>(n, seq);
    return x;
}

bool archive::follows_all(const matter_line& l, std::int64_t seq) const
{
    const std::uint32_t count = l.count.load(std::memory_order_relaxed);
    if (count == 0) return true;
    if (count <= matter_line::first_ones) return contact_seqs_[l.contacts[count - 1]] < seq;
    const entry_block& newest = blocks_[l.more.load(std::memory_order_relaxed) - 1];
    return contact_seqs_[newest.contacts[count - 1 - newest.first]] < seq;
}

void archive::put_entry(matter_line& l, std::uint32_t contact, date_table::code on, entry_code code) noexcept
{
    const std::uint32_t count = l.count.load(std::memory_order_relaxed);
    const auto put = [&](auto& cells, std::size_t i) {
        cells.contacts[i] = contact;
        cells.on[i] = on;
        cells.codes[i] = code;
    };
    if (count < matter_line::first_ones)
        put(l, count);
    else if (const std::uint32_t at = (count - matter_line::first_ones) % entry_block::size; at != 0)
        put(blocks_[l.more.load(std::memory_order_relaxed) - 1], at);
    else {
        entry_block& b = blocks_[block_count_];
        b.before = l.more.load(std::memory_order_relaxed);
        b.first = count;
        for (auto& c : b.contacts) c = pair_index::no_contact;
        put(b, 0);
        l.more.store(++block_count_, std::memory_order_release);
    }
    l.count.store(count + 1, std::memory_order_release);
}

void archive::mark(matter_line& l, unsigned marks) noexcept
{
    l.marks.store(static_cast<std::uint8_t>(l.marks.load(std::memory_order_relaxed) | marks), std::memory_order_release);
}

void archive::reserve_named(const contact& c)
{
    if (c.corrects) corrections_.make(c.corrects.index());
    correction_cells_.reserve(correction_count_);
    for (const matter_id m : c.contests)
        if (m) contests_.make(m.index());
    contest_cells_.reserve(contest_count_ + c.contests.size());
    for (const actor_id a : c.with)
        if (a) company_.make(a.index());
    company_cells_.reserve(company_count_ + c.with.size());
}

void archive::put_named(const contact& c, std::uint32_t n) noexcept
{
    if (c.corrects) push(n, corrections_[c.corrects.index()], correction_cells_, correction_count_);
    for (const matter_id m : c.contests)
        if (m) push(n, contests_[m.index()], contest_cells_, contest_count_);
    for (const actor_id a : c.with)
        if (a) push(n, company_[a.index()], company_cells_, company_count_);
}

}  // namespace demarche::inline v0::detail
