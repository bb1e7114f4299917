// SPDX-License-Identifier: BSL-1.0
#include <demarche/status.hpp>

#include "open_leg.hpp"
#include "sort_once.hpp"

#include <algorithm>
#include <limits>

// Lists of legs, and curves of how many there are, by what the index says of when each is open.

namespace demarche::inline v0 {

namespace {

using namespace detail;

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

/// Fills a list anew, through a place that is not part of it: what is put there may be anywhere in memory, for all that the compiler knows. What the list
/// holds is written over, since clearing it and making room again would write all of it twice.
class list_filler {
public:
    explicit list_filler(std::vector<leg>& list) : list_(list)
    {
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
        list_.resize(filled < list_.capacity() ? list_.capacity() : std::max<std::size_t>(64, 2 * filled));
        next_ = list_.data() + filled;
        end_ = list_.data() + list_.size();
    }

    std::vector<leg>& list_;
    leg* next_;
    leg* end_;
};

/// Whether a leg of the matter may await an actor: a party of it, or who owes an answer by one of its contacts.
bool may_await(const archive& book, matter_id m, actor_id whom)
{
    const matter_line& l = book.line(m);
    if (book.irregular(m) || raw(whom) == l.requester || raw(whom) == l.respondent) return true;
    bool owes = false;
    book.each_entry(l, std::numeric_limits<std::uint32_t>::max(), [&](std::uint32_t c, date_table::code, entry_code code) {
        owes = owes || ((code.kind() & kind_with_details) != 0 && book.details(contact_id(c))->debtor == whom);
    });
    return owes;
}

/// Puts into `into` every leg that is unanswered, or (`AllOpen`) open in any way, and that is wanted: `by_index` asks where it stands in the index; `wanted` asks
/// its status, where that is needed. Where `whom` is somebody, only those that await it are wanted.
template <bool AllOpen, class ByIndex, class Wanted>
void open_legs(const view& standpoint, ByIndex by_index, Wanted wanted, std::vector<leg>& into, actor_id whom = {})
{
    if (!standpoint.sources().all()) {
        into.clear();
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
        const std::uint32_t number = whom ? raw(whom) : stretch_index::anybody;
        if (standpoint.known() == end_of_time) in.at(at, take, number);
        else in.at(at, standpoint.known().time_since_epoch().count(), take, number);
    };
    look(book.unanswered_stretches());
    if (AllOpen) look(book.other_stretches());
    found.finish();

    if (whom) {
        for (const matter_id m : to_ask) book.prefetch(m);
        std::erase_if(to_ask, [&](matter_id m) { return !may_await(book, m, whom); });
    }

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
    const bool listed = standpoint.known() == end_of_time && standpoint.sources().all() && book.unanswered_stretches().lists(raw(whom));
    if (!listed && book.few_parts(whom, few)) {
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
        standpoint, [=](const stretch_there& s) { return s.awaited == raw(whom) && s.shown(); }, wanted, into, whom);
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

}  // namespace demarche::inline v0
