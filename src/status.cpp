// SPDX-License-Identifier: BSL-1.0
#include <demarche/status.hpp>

#include "course.hpp"
#include "sort_once.hpp"
#include "worlds.hpp"

#include <algorithm>
#include <array>

namespace demarche {

namespace {

using namespace detail;

std::optional<diagnostic_kind> wrong_actor(acting by, acts_for actor)
{
    const bool any = actor.requester || actor.respondent;
    const bool right = by == acting::requester ? actor.requester : by == acting::respondent ? actor.respondent : any;
    if (by == acting::world || right) return {};
    return any ? diagnostic_kind::wrong_side : diagnostic_kind::outsider;
}

/// A leg of a matter, and its shown world. It lives in a room of its own.
struct open_leg {
    open_leg(const docket& file, actor_id respondent)
        : standpoint(file.standpoint()), tells(file.table()), record(file.record_of(respondent)), world(shown(record, tells, standpoint))
    {
    }

    const lifecycle& table() const { return tells.engine().table(); }

    const view& standpoint;
    teller tells;
    leg_record record;
    shown_world world;
};

std::vector<contact_id> evidence_of(const open_leg& l)
{
    std::vector<contact_id> found;
    for (const folded& f : l.world.history) found.push_back(l.record.entries[f.entry].contact);
    return found;
}

std::vector<diagnostic> diagnostics_of(const open_leg& l)
{
    std::vector<diagnostic> found;
    for (const folded& f : l.world.history) {
        const entry_of_leg& e = l.record.entries[f.entry];
        if (e.opens) continue;
        const effect did = f.done.did.what;
        if (e.out_of_order) found.push_back({e.contact, diagnostic_kind::impossible_order});
        if (did == effect::stale) found.push_back({e.contact, diagnostic_kind::stale});
        if (did == effect::protocol || did == effect::go_out_of_protocol) found.push_back({e.contact, diagnostic_kind::out_of_protocol});
        if (const auto kind = wrong_actor(l.table().acts[f.done.row].by, e.actor)) found.push_back({e.contact, *kind});
    }
    std::sort(found.begin(), found.end(), [&l](const diagnostic& a, const diagnostic& b) {
        const int by_key = l.standpoint.key(a.contact).compare(l.standpoint.key(b.contact));
        return by_key != 0 ? by_key < 0 : to_text(a.kind) < to_text(b.kind);
    });
    return found;
}

outcomes outcomes_of(const open_leg& l)
{
    const lifecycle& table = l.table();
    const instant when = l.standpoint.when();
    if (too_many(l.record, when)) return {.possible = table.all(), .why = {.too_many = true}};
    if (!only_one_world(l.record, when)) return worlds(l.record, table, when);
    outcomes shown_one;
    shown_one.possible.insert(l.world.at_last.at.state);
    return shown_one;
}

status status_of(const open_leg& l)
{
    const outcomes all = outcomes_of(l);
    return status_as_told(l.standpoint, l.record.leg, l.table(), l.world.at_last, all.possible, all.why);
}

account account_of(const open_leg& l) { return {.status = status_of(l), .evidence = evidence_of(l), .diagnostics = diagnostics_of(l)}; }

/// What `answer` says of one leg.
template <class Answer>
auto ask(const view& standpoint, leg of, Answer answer)
{
    const scratch room;
    const docket file(standpoint, of.matter);
    return answer(open_leg(file, of.respondent));
}

/// Whether a delegating contact of `to` is folded in the shown world of this leg, in a cell that names a state.
bool delegates_to(const open_leg& l, actor_id to)
{
    return std::any_of(l.world.history.begin(), l.world.history.end(), [&](const folded& f) {
        const entry_of_leg& e = l.record.entries[f.entry];
        const contact* more = reading(l.standpoint).details(e.contact);
        const bool delegating = !e.opens && l.table().acts[f.done.row].delegates && more != nullptr;
        return delegating && names_state(f.done.did) && more->delegate == to;
    });
}

/// Whether some other leg is delegated to `to`.
bool delegated_by_then(const docket& file, actor_id to)
{
    const auto delegates = [&](actor_id other) {
        const scratch room;
        return other != to && delegates_to(open_leg(file, other), to);
    };
    return std::any_of(file.respondents().begin(), file.respondents().end(), delegates) ||
           std::any_of(file.delegates().begin(), file.delegates().end(), delegates);
}

bool has_legs(const view& standpoint, matter_id m) { return standpoint.book().lifecycle_of(m) != nullptr && standpoint.in_record(m); }

/// Calls `take(docket, respondent)` for each leg of the matter that is shown.
template <class Take>
void each_leg(const view& standpoint, matter_id of, Take take)
{
    if (!has_legs(standpoint, of)) return;
    const scratch room;
    const docket file(standpoint, of);
    for (actor_id a : file.respondents()) take(file, a);
    for (actor_id d : file.delegates())
        if (delegated_by_then(file, d)) take(file, d);
}

/// What `answer` says of each leg of the matter.
template <class Answer>
auto ask_each(const view& standpoint, matter_id of, Answer answer)
{
    std::vector<decltype(answer(std::declval<const open_leg&>()))> found;
    each_leg(standpoint, of, [&](const docket& file, actor_id a) {
        const scratch room;
        found.push_back(answer(open_leg(file, a)));
    });
    return found;
}

/// Calls `take(status)` for each leg of the matter that is shown.
template <class Take>
void each_status(const view& standpoint, matter_id of, Take take)
{
    const archive& book = standpoint.book().contents();
    if (status s; !book.irregular(of) && standpoint.in_record(of) && status_by_course(standpoint, {of, named<actor>(book.line(of).respondent)}, s)) return take(s);
    each_leg(standpoint, of, [&](const docket& file, actor_id a) {
        const scratch room;
        take(status_of(open_leg(file, a)));
    });
}

template <class Wanted>
void take_legs(const view& standpoint, matter_id m, Wanted wanted, std::vector<leg>& into)
{
    each_status(standpoint, m, [&](const status& s) {
        if (wanted(s)) into.push_back(s.leg);
    });
}

constexpr std::int64_t to_last_second = 86399;  // of a day, from its first

/// Where a leg stands in the index of what is open, and where in that the instant of a view is.
struct stretch_there {
    std::uint32_t awaited;
    std::uint8_t kind;
    std::int64_t since;  ///< seconds since it began at the earliest
    std::int64_t left;   ///< seconds until it is over at the latest

    /// Whether it has begun in the shown world, in which it is not over yet.
    bool shown() const { return (kind & archive::vague_begin) == 0 || since >= to_last_second; }
    bool certain() const { return shown() && (kind & archive::in_some) == 0 && ((kind & archive::vague_end) == 0 || left > to_last_second); }
    bool unanswered() const { return (kind & archive::unanswered) != 0; }
};

/// Fills a list from its front, through a place that is not part of it: what is put there may be anywhere in memory, for all that the compiler knows.
class list_filler {
public:
    explicit list_filler(std::vector<leg>& list) : list_(list)
    {
        list_.resize(list_.capacity());
        next_ = list_.data();
        end_ = next_ + list_.size();
    }
    void put(leg l)
    {
        if (next_ == end_) grow();
        *next_++ = l;
    }
    void finish() { list_.resize(size()); }

private:
    std::size_t size() const { return static_cast<std::size_t>(next_ - list_.data()); }
    void grow()
    {
        const std::size_t filled = size();
        list_.resize(std::max<std::size_t>(64, 2 * filled));
        next_ = list_.data() + filled;
        end_ = list_.data() + list_.size();
    }

    std::vector<leg>& list_;
    leg* next_;
    leg* end_;
};

/// Puts into `into` every leg that is unanswered, or (`AllOpen`) open in any way, and that is wanted: `by_index` asks where it stands in the index; `wanted` asks
/// its status, where that is needed.
template <bool AllOpen, class ByIndex, class Wanted>
void open_legs(const view& standpoint, ByIndex by_index, Wanted wanted, std::vector<leg>& into)
{
    into.clear();
    if (!standpoint.sources().all()) {
        for (std::size_t m = 0; m < standpoint.size().matters; ++m) take_legs(standpoint, matter_id(m), wanted, into);
        return;
    }
    const archive& book = standpoint.book().contents();
    const scratch room;
    scratch_vector<matter_id> to_ask;
    list_filler found(into);
    const auto take = [&](std::uint32_t m, std::uint32_t awaited, std::uint8_t kind, std::int64_t since, std::int64_t left) {
        if ((kind & archive::unsure) != 0)
            to_ask.push_back(matter_id(m));
        else if (by_index(stretch_there{awaited, kind, since, left}))
            found.put({matter_id(m), named<actor>((kind & archive::on_respondent) != 0 ? awaited : book.line(matter_id(m)).respondent)});
    };
    const std::int64_t at = std::min(standpoint.when(), end_of_time - std::chrono::seconds(1)).time_since_epoch().count();
    const auto look = [&](const stretch_index& in) {
        if (standpoint.known() == end_of_time) in.at(at, take);
        else in.at(at, standpoint.known().time_since_epoch().count(), take);
    };
    look(book.unanswered_stretches());
    if (AllOpen) look(book.other_stretches());
    found.finish();

    // The index tells of now. What was added since the view was made is asked anew.
    const std::size_t unsure = to_ask.size();
    book.each_touched(standpoint.size(), [&](matter_id m) { to_ask.push_back(m); });
    if (standpoint.supposed() != nullptr) to_ask.insert(to_ask.end(), standpoint.supposed()->touched.begin(), standpoint.supposed()->touched.end());
    if (unsure != to_ask.size()) {
        sort_once(to_ask);
        std::erase_if(into, [&](leg l) { return std::binary_search(to_ask.begin(), to_ask.end(), l.matter); });
    } else
        sort_once(to_ask);
    for (const matter_id m : to_ask)
        if (m.index() < standpoint.size().matters) {
            const scratch asking;
            take_legs(standpoint, m, wanted, into);
        }
}

}  // namespace

std::string_view to_text(diagnostic_kind kind)
{
    constexpr std::array<std::string_view, 5> words{"impossible_order", "out_of_protocol", "outsider", "stale", "wrong_side"};
    return words[static_cast<std::size_t>(kind)];
}

status::status(const view& standpoint, demarche::leg of)
{
    if (!status_by_course(standpoint, of, *this)) *this = ask(standpoint, of, status_of);
}

std::string since_text(const status& s)
{
    if (s.since.clock) return to_text(*s.since.clock);
    if (s.since.supposed) return std::string(s.since.supposed.text());
    return s.since.contact ? (*s.book)[s.since.contact].on.text() : std::string();
}

account account_of(const view& standpoint, leg of)
{
    return ask(standpoint, of, [](const open_leg& l) { return account_of(l); });
}
std::vector<contact_id> evidence(const view& standpoint, leg of) { return ask(standpoint, of, evidence_of); }
std::vector<diagnostic> diagnostics(const view& standpoint, leg of) { return ask(standpoint, of, diagnostics_of); }

std::vector<leg> legs(const view& standpoint, matter_id of)
{
    std::vector<leg> found;
    each_leg(standpoint, of, [&](const docket&, actor_id a) { found.push_back({of, a}); });
    return found;
}

std::vector<leg> legs(const view& standpoint)
{
    std::vector<leg> found;
    for (std::size_t m = 0; m < standpoint.size().matters; ++m)
        for (leg l : legs(standpoint, matter_id(m))) found.push_back(l);
    return found;
}

std::vector<account> accounts(const view& standpoint, matter_id of)
{
    return ask_each(standpoint, of, [](const open_leg& l) { return account_of(l); });
}
std::vector<status> statuses(const view& standpoint, matter_id of)
{
    std::vector<status> found;
    each_status(standpoint, of, [&](const status& s) { found.push_back(s); });
    return found;
}

void statuses(const view& standpoint, std::span<const leg> of, std::span<status> into)
{
    // Far enough ahead that memory answers meanwhile.
    constexpr std::size_t ahead = 12;
    const archive& book = standpoint.book().contents();
    for (std::size_t i = 0; i < of.size(); ++i) {
        if (i + ahead < of.size()) book.prefetch(of[i + ahead].matter);
        into[i] = status(standpoint, of[i]);
    }
}

void statuses(const view& standpoint, std::span<const leg> of, std::span<status> into, const executor& run)
{
    constexpr std::size_t a_part = 4096;
    run((of.size() + a_part - 1) / a_part, [&](std::size_t part) {
        const std::size_t first = part * a_part;
        const std::size_t size = std::min(a_part, of.size() - first);
        statuses(standpoint, of.subspan(first, size), into.subspan(first, size));
    });
}

void pending(const view& standpoint, std::vector<leg>& into, verdict how)
{
    const bool certainly = how == verdict::certainly;
    open_legs<false>(
        standpoint, [=](const stretch_there& s) { return s.unanswered() && (!certainly || s.certain()); },
        [=](const status& s) { return s.unanswered.value_or(!certainly); }, into);
}

std::vector<leg> pending(const view& standpoint, verdict how)
{
    std::vector<leg> found;
    pending(standpoint, found, how);
    return found;
}

void awaiting(const view& standpoint, actor_id whom, std::vector<leg>& into)
{
    into.clear();
    if (!whom) return;
    const auto wanted = [=](const status& s) { return s.awaiting == whom; };
    const archive& book = standpoint.book().contents();
    const scratch room;
    scratch_vector<matter_id> few;
    if (book.few_parts(whom, few)) {
        if (standpoint.supposed() != nullptr) few.insert(few.end(), standpoint.supposed()->touched.begin(), standpoint.supposed()->touched.end());
        sort_once(few);
        for (const matter_id m : few)
            if (m.index() < standpoint.size().matters) {
                const scratch asking;
                take_legs(standpoint, m, wanted, into);
            }
        return;
    }
    open_legs<true>(
        standpoint, [=](const stretch_there& s) { return s.awaited == raw(whom) && s.shown(); }, wanted, into);
}

std::vector<leg> awaiting(const view& standpoint, actor_id whom)
{
    std::vector<leg> found;
    awaiting(standpoint, whom, found);
    return found;
}

std::vector<leg> lapsing_before(const view& standpoint, const date& limit)
{
    const auto wanted = [&limit](const status& s) { return s.lapses && *s.lapses < limit.earliest(); };
    std::vector<leg> open;
    open_legs<true>(
        standpoint, [](const stretch_there& s) { return s.shown(); }, [](const status& s) { return (*s.table)[s.state].open; }, open);
    std::erase_if(open, [&](leg l) { return !wanted(status(standpoint, l)); });
    return open;
}

namespace {

/// How many stretches begin and end before which of some instants, that ascend.
class curve {
public:
    explicit curve(std::span<const instant> when) : when_(when), changes_(when.size() + 1) {}

    void add(std::int64_t begin, std::int64_t end)
    {
        if (begin >= end) return;
        ++changes_[first_from(begin)];
        --changes_[first_from(end)];
    }
    std::vector<std::size_t> counts() const
    {
        std::vector<std::size_t> all(when_.size());
        std::ptrdiff_t now = 0;
        for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::size_t>(now += changes_[i]);
        return all;
    }

private:
    std::size_t first_from(std::int64_t t) const
    {
        const auto found = std::lower_bound(when_.begin(), when_.end(), t, [](instant w, std::int64_t at) { return w.time_since_epoch().count() < at; });
        return static_cast<std::size_t>(found - when_.begin());
    }

    std::span<const instant> when_;
    std::vector<std::ptrdiff_t> changes_;
};

std::vector<std::size_t> counts_of_lists(const view& standpoint, std::span<const instant> when)
{
    std::vector<std::size_t> counts(when.size());
    std::vector<leg> legs;
    for (std::size_t i = 0; i < when.size(); ++i) {
        pending(standpoint.as_of(when[i]), legs);
        counts[i] = legs.size();
    }
    return counts;
}

/// Adds the legs of which only a status tells, at the instants at which they may be unanswered.
void count_unsure(const view& standpoint, std::span<const instant> when, const std::vector<stretch>& hulls, std::vector<std::size_t>& counts)
{
    std::vector<leg> legs;
    for (std::size_t i = 0; i < when.size(); ++i) {
        const std::int64_t at = when[i].time_since_epoch().count();
        const scratch room;
        scratch_vector<matter_id> here;
        for (const stretch& s : hulls)
            if (s.begin <= at && at < s.end) here.emplace_back(s.matter);
        sort_once(here);
        for (const matter_id m : here) {
            const scratch asking;
            legs.clear();
            take_legs(standpoint.as_of(when[i]), m, [](const status& s) { return s.unanswered.value_or(false); }, legs);
            counts[i] += legs.size();
        }
    }
}

}  // namespace

std::vector<std::size_t> pending_counts(const view& standpoint, std::span<const instant> when)
{
    const archive& book = standpoint.book().contents();
    const bool now = standpoint.known() == end_of_time && standpoint.sources().all() && (when.empty() || when.back() < end_of_time);
    // Where few are asked, lists are less than a pass over all that ever was open.
    if (!now || when.size() < 16) return counts_of_lists(standpoint, when);
    curve all(when);
    std::vector<stretch> hulls;
    book.unanswered_stretches().each_current([&](const stretch& s) {
        if ((s.kind & archive::unsure) != 0) hulls.push_back(s);
        else if ((s.kind & archive::in_some) == 0)
            all.add((s.kind & archive::vague_begin) != 0 ? s.begin + to_last_second : s.begin, (s.kind & archive::vague_end) != 0 ? s.end - to_last_second : s.end);
    });
    bool touched = false;
    book.each_touched(standpoint.size(), [&](matter_id) { touched = true; });
    if (touched || standpoint.supposed() != nullptr) return counts_of_lists(standpoint, when);
    auto counts = all.counts();
    count_unsure(standpoint, when, hulls, counts);
    return counts;
}

}  // namespace demarche
