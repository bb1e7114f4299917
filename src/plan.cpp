// SPDX-License-Identifier: BSL-1.0
#include "course.hpp"
#include "instants.hpp"
#include "sort_once.hpp"

// What a change to a matter does to the index of what is open.

namespace demarche::inline v0::detail {

namespace {

constexpr std::int64_t count_of(instant t) { return t.time_since_epoch().count(); }
constexpr instant instant_of(std::int64_t t) { return instant(std::chrono::seconds(t)); }

constexpr std::uint64_t a_day = 86399;  // from its first second to its last

/// Why a leg stands in the index: that it is open, in whose court.
struct reason {
    bool open = false;
    bool unanswered = false;
    std::uint32_t awaited = 0;
    bool on_respondent = false;

    bool operator==(const reason&) const = default;
};

reason reason_of(const told& t, const course& c)
{
    const auto& state = c.table()[t.at.state];
    if (!is_listed(state)) return {};
    const actor_id awaited = awaited_in(t, c.table(), c.requester(), c.respondent());
    return {.open = true, .unanswered = state.unanswered, .awaited = raw(awaited), .on_respondent = awaited == c.respondent()};
}

bool may_stay_open(const course& c)
{
    const auto last = c.by(c.settled());
    if (!last) return true;
    const auto open = [&](state_id s) { return is_listed(c.table()[s]); };
    return open(last->shown.at.state) || (last->other && open(*last->other));
}

/// Until when a leg of which only a status tells may be open.
instant end_of_hull(const course& c) { return may_stay_open(c) ? end_of_time : c.settled(); }

/// Cuts the course of a leg into stretches, for one stretch of known time.
class cutter {
public:
    cutter(std::uint32_t matter, instant known_from, instant known_to, scratch_vector<stretch>& into)
        : matter_(matter), known_from_(known_from), known_to_(known_to), into_(into), begun_(into.size())
    {
    }

    /// Whether all margins were exact or a day. From where a date straddles an act of the clock, and the leg may be open, there is a hull.
    bool cut(const course& c)
    {
        told t;
        const std::size_t some = c.tell(t, [&](instant earliest, instant latest, const told& now) { turn(earliest, latest, reason_of(now, c)); });
        const instant first = some < c.size() ? c[some].earliest : end_of_time;
        turn(first, first, {});
        // Where the clock's act only counts once the contact has come, the leg stays as it is for a part of the day.
        exact_ = exact_ && (some == c.size() || c.is_moved_at(first, t));
        if (!exact_) into_.resize(begun_);
        else if (some < c.size() && c.may_open_from(some, t)) put_rest(c, some, t);
        return exact_;
    }

    /// From where a date straddles an act of the clock: how the leg stands in both worlds, but for the dates that bring a change and for what comes after
    /// another such date.
    void put_rest(const course& c, std::size_t from, const told& t)
    {
        reason one;
        reason two;
        instant begun = c[from].earliest;
        const std::size_t some = c.tell_both(from, t, [&](instant earliest, instant latest, const told& shown, const told& other) {
            const reason in_shown = reason_of(shown, c);
            const reason in_other = reason_of(other, c);
            const bool parts = latest == c[from].latest;
            if (!parts && in_shown == one && in_other == two) return;
            put_both(begun, earliest, one, two);
            if (begun < latest && earliest < latest) put_hull(std::max(begun, earliest), latest);
            begun = std::max(begun, latest);
            one = in_shown;
            two = in_other;
        });
        const instant told_until = some < c.size() ? c[some].earliest : end_of_time;
        put_both(begun, told_until, one, two);
        if (some < c.size()) put_hull(std::max(begun, told_until), end_of_hull(c));
    }
    void put_both(instant begin, instant end, const reason& shown, const reason& other)
    {
        if (begin >= end || (!shown.open && !other.open)) return;
        unsigned kind = shown.unanswered || other.unanswered ? unsigned{archive::unanswered} : 0u;
        if (shown.unanswered != other.unanswered) kind |= archive::in_some;
        if (shown.on_respondent) kind |= archive::on_respondent;
        put(begin, end, kind, shown.awaited);
    }
    void put_hull(instant begin, instant end) { put(begin, end, archive::unsure, stretch_index::anybody); }

private:
    void turn(instant earliest, instant latest, const reason& now)
    {
        if (now == why_) return;
        // From unanswered to unanswered it is so throughout, whoever is awaited meanwhile, unless the same date brings more.
        exact_ = exact_ && latest != throughout_;
        if (why_.unanswered && now.unanswered && earliest != latest) earliest = throughout_ = latest;
        if (why_.open && earliest_ < latest) {
            const std::uint64_t before = distance(earliest_, latest_);
            const std::uint64_t behind = distance(earliest, latest);
            exact_ = exact_ && (before == 0 || before == a_day) && (behind == 0 || behind == a_day);
            unsigned kind = why_.unanswered ? unsigned{archive::unanswered} : 0u;
            if (why_.on_respondent) kind |= archive::on_respondent;
            if (before != 0) kind |= archive::vague_begin;
            if (behind != 0) kind |= archive::vague_end;
            put(earliest_, latest, kind, why_.awaited);
            if (why_.unanswered) unanswered_until_ = latest;
        }
        why_ = now;
        // Within the date that ended the stretch before, that one still stands.
        earliest_ = now.unanswered && earliest < unanswered_until_ ? latest : earliest;
        latest_ = latest;
    }
    void put(instant begin, instant end, unsigned kind, std::uint32_t awaited)
    {
        into_.push_back({.matter = matter_,
                         .awaited = awaited,
                         .kind = static_cast<std::uint8_t>(kind),
                         .begin = count_of(begin),
                         .end = count_of(end),
                         .known_from = count_of(known_from_),
                         .known_to = count_of(known_to_)});
    }

    std::uint32_t matter_;
    instant known_from_;
    instant known_to_;
    scratch_vector<stretch>& into_;
    std::size_t begun_;
    reason why_ = {};
    instant earliest_ = beginning_of_time;
    instant latest_ = beginning_of_time;
    instant unanswered_until_ = beginning_of_time;
    instant throughout_ = beginning_of_time;
    bool exact_ = true;
};

instant first_of(const course& c)
{
    instant first = end_of_time;
    for (std::size_t i = 0; i < c.size(); ++i) first = std::min(first, c[i].earliest);
    return first;
}

/// The stretches of what is known from one instant to another.
void cut(course& c, std::uint32_t matter, instant known_from, instant known_to, scratch_vector<stretch>& into)
{
    if (c.size() == 0) return;
    cutter cuts(matter, known_from, known_to, into);
    if (!c.put_in_order()) return cuts.put_hull(first_of(c), end_of_time);
    if (!cuts.cut(c)) cuts.put_hull(first_of(c), end_of_hull(c));
}

bool same_but_for_known(const stretch& a, const stretch& b)
{
    return a.begin == b.begin && a.end == b.end && a.kind == b.kind && a.awaited == b.awaited;
}

/// Joins stretches that differ in nothing but known times that touch. Those of one known time stand together.
void join_known(scratch_vector<stretch>& all)
{
    std::size_t kept = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto end = all.begin() + static_cast<std::ptrdiff_t>(kept);
        const auto before = std::find_if(all.begin(), end, [&](const stretch& s) { return s.known_to == all[i].known_from && same_but_for_known(s, all[i]); });
        if (before != end) before->known_to = all[i].known_to;
        else all[kept++] = all[i];
    }
    all.resize(kept);
}

}  // namespace

/// The stretches of a leg by what is known from `known` on.
void archive::cut_all(const course& all, std::uint32_t matter, instant known, scratch_vector<stretch>& into) const
{
    scratch_vector<instant> turns{known};
    for (std::size_t i = 0; i < all.size(); ++i)
        if (all[i].known > known) turns.push_back(all[i].known);
    sort_once(turns);
    for (std::size_t i = 0; i < turns.size(); ++i) {
        course some(all, [&](const course_entry& e) { return e.known <= turns[i]; });
        cut(some, matter, turns[i], i + 1 < turns.size() ? turns[i + 1] : end_of_time, into);
    }
    if (turns.size() > 1) join_known(into);
}

stretch_changes archive::plan_hull(std::uint32_t matter, const course_entry* added) const
{
    stretch_changes changes;
    instant covered = end_of_time;
    each_stretch(matter, [&](std::size_t i, stretch_index::handle h, const stretch& s) {
        const bool hull = s.kind == unsure && s.known_from == count_of(beginning_of_time) && s.known_to == count_of(end_of_time) && s.end == count_of(end_of_time);
        if (hull) covered = std::min(covered, instant_of(s.begin));
        else if (s.known_from < s.known_to) changes.closed.push_back({i, h, s.known_from});
    });
    instant first = added != nullptr ? added->earliest : end_of_time;
    // One that is irregular has a hull of all that came before, where it has one.
    if (!irregular(matter_id(matter)) || covered == end_of_time)
        each_entry(lines_[matter], std::numeric_limits<std::uint32_t>::max(), [&](std::uint32_t, date_table::code on, entry_code) { first = std::min(first, dates_.earliest(on)); });
    if (first < covered)
        changes.added.push_back({matter, stretch_index::anybody, unsure, count_of(first), count_of(end_of_time), count_of(beginning_of_time), count_of(end_of_time)});
    return changes;
}

stretch_changes archive::plan(matter_id m, const lifecycle& table, bool irregular, const course_entry* added, std::pair<contact_id, instant> known_now, instant known) const
{
    const matter_line& l = lines_[m.index()];
    const auto matter = static_cast<std::uint32_t>(m.index());
    course all(*this, l, table);
    constexpr auto every = std::numeric_limits<std::uint32_t>::max();
    bool told_by_course = !irregular && all.gather(every, every, true) && all.size() + (added != nullptr) <= course::longest;
    if (told_by_course) {
        if (added != nullptr) all.add(*added);
        all.set_known(known_now.first, known_now.second);
    }
    // What nobody dates is known where everything is, and at no instant.
    for (std::size_t i = 0; i < all.size(); ++i) told_by_course = told_by_course && all[i].known != end_of_time;
    if (!told_by_course) {
        stretch_changes changes = plan_hull(matter, added);
        changes.irregular = true;
        return changes;
    }

    stretch_changes changes;
    cut_all(all, matter, known, changes.added);
    each_stretch(matter, [&](std::size_t i, stretch_index::handle h, const stretch& s) {
        if (s.known_from >= s.known_to || s.known_to <= count_of(known)) return;
        const auto same = std::find_if(changes.added.begin(), changes.added.end(), [&](const stretch& n) {
            return same_but_for_known(n, s) && n.known_from == count_of(known) && n.known_to == s.known_to && s.known_from <= n.known_from;
        });
        if (same != changes.added.end()) changes.added.erase(same);
        else changes.closed.push_back({i, h, std::max(s.known_from, count_of(known))});
    });
    return changes;
}

/// For a contact that comes after all others, in every sense.
last_stretch_changes archive::plan_next(std::uint32_t matter, const lifecycle& table, date_table::code on, date_table::code known, const leg_transition& by) const
{
    const matter_line& l = lines_[matter];
    const auto reason_in = [&](state_id s, awaited whom) {
        const auto& state = table[s];
        if (!is_listed(state)) return reason{};
        return reason{.open = true,
                      .unanswered = state.unanswered,
                      .awaited = whom == awaited::respondent ? l.respondent : whom == awaited::requester ? l.requester : 0,
                      .on_respondent = whom == awaited::respondent};
    };
    const auto due_at = [&](due_of due) {
        return due == due_of::neither ? count_of(end_of_time) : count_of(dates_.latest(due == due_of::reply_by ? l.reply_by : l.occasion)) + 1;
    };
    const reason before = reason_in(by.before, by.awaits_before);
    const reason after = reason_in(by.state, by.awaits);
    last_stretch_changes changes;
    if (before == after && due_at(by.due_before) == due_at(by.due)) return changes;
    const std::int64_t earliest = count_of(dates_.earliest(on));
    const std::int64_t latest = count_of(dates_.latest(on));
    const std::int64_t known_from = count_of(dates_.latest_or(known, beginning_of_time));
    // From unanswered to unanswered it is so throughout, whoever is awaited meanwhile.
    const bool vague = !(before.unanswered && after.unanswered);
    const auto put = [&](std::int64_t begin, std::int64_t end, unsigned kind, const reason& why) {
        if (why.unanswered) kind |= unanswered;
        if (why.on_respondent) kind |= on_respondent;
        if (begin < end)
            changes.added[changes.added_count++] = {matter, why.awaited, static_cast<std::uint8_t>(kind), begin, end, known_from, count_of(end_of_time)};
    };
    std::int64_t begin = vague ? earliest : latest;
    unsigned kind = vague ? unsigned{vague_begin} : 0u;
    const std::size_t in = before.unanswered ? 0 : 1;
    for (stretch_index::handle h = before.open ? rests_[matter].stretches[in] : 0; h != 0; h = stretches_[in].next(h)) {
        const stretch s = stretches_[in][h];
        if (s.known_to != count_of(end_of_time) || s.end <= earliest) continue;
        changes.closed[changes.closed_count++] = {in, h, std::max(s.known_from, known_from)};
        if (before == after) {
            begin = s.begin;
            kind = s.kind & vague_begin;
        } else
            put(s.begin, latest, (s.kind & vague_begin) | (vague ? unsigned{vague_end} : 0u), before);
        break;
    }
    if (after.open) put(begin, due_at(by.due), kind, after);
    return changes;
}

/// Counts one more matter of an actor; from many on, what awaits it is listed. Where there is no memory for that, it is found otherwise.
void archive::list_what_awaits(std::uint32_t actor) noexcept
try {
    constexpr std::uint32_t many = 64;
    if (actor == 0 || ++heads_of_actors_[actor - 1].matters != many) return;
    const scratch room;
    scratch_vector<matter_id> all;
    const auto take = [&all](matter_id m) {
        if (m) all.push_back(m);
    };
    each_part(actor_id(actor - 1), take, [&](contact_id c) { take(matter_of(c)); });
    sort_once(all);
    std::array<scratch_vector<awaited_index::entry>, 2> now;
    for (const matter_id m : all)
        each_stretch(static_cast<std::uint32_t>(m.index()), [&](std::size_t i, stretch_index::handle h, const stretch& s) {
            if (s.awaited == actor && s.known_to == stretch_index::latest) now[i].push_back({h, s.begin, s.end});
        });
    for (std::size_t i = 0; i < stretches_.size(); ++i) stretches_[i].list_awaiting(actor, now[i]);
} catch (const std::bad_alloc&) {
}

void archive::reserve(std::span<const stretch> added)
{
    std::array<std::size_t, 2> each = {};
    for (const stretch& s : added) ++each[index_of(s.kind)];
    for (std::size_t i = 0; i < each.size(); ++i)
        if (each[i] != 0) stretches_[i].reserve(each[i]);
}

void archive::change(matter_rest& rest, std::span<const stretch> added, std::span<const stretch_changes::closing> closed) noexcept
{
    for (const auto& [index, which, known_to] : closed) stretches_[index].close(which, known_to);
    for (const stretch& s : added) {
        auto& newest = rest.stretches[index_of(s.kind)];
        newest = stretches_[index_of(s.kind)].add(s, newest);
    }
}

void archive::change(std::size_t matter, const stretch_changes& changes) noexcept
{
    change(rests_[matter], changes.added, changes.closed);
    if (changes.irregular) mark(lines_[matter], matter_line::irregular | matter_line::unordered);
}

}  // namespace demarche::inline v0::detail
