// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/export.hpp>
#include <demarche/status.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

// Being told when a leg comes to stand otherwise: by a contact, a correction, a report however late, a tie, or because time passes.
//
//   watcher told(book, date{"2023-05-31"}.latest());
//   told.watch({.requesters = {austin}}, [](const status_change& c) { fmt::print("{}\n", *c.after); });
//   told.add(contact{.key = "again", .matter = meeting, .act = acts::request, .from = dod, .to = mnd, .on = date{"2023-05-31"}});
//   // pending since 2023-05-31, certain; Li Shangfu to answer; lapses after 2023-06-04
//   told.advance(date{"2023-06-30"}.latest());
//   // lapsed since 2023-06-05T00:00:00Z, certain

namespace demarche::inline v0 {

/// What the passing of time did.
struct clock_act {
    instant at;
    demarche::act act = {};  ///< the clock's last act then, where it moved the leg; else the date of a contact began or was over

    bool operator==(const clock_act&) const = default;
};

/// Why a status changed: the record that was added, or time.
using cause = std::variant<matter_id, tie_id, contact_id, report_id, clock_act>;

/// A leg that stands otherwise than before. One of the two is there, and they differ.
struct status_change {
    demarche::leg leg;
    std::optional<status> before;  ///< empty where the leg was not shown
    std::optional<status> after;   ///< empty where it is not shown any more
    demarche::cause cause;

    bool operator==(const status_change&) const = default;
};

/// Which changes to be told of, and how to look: each field that is set must fit.
struct change_filter {
    std::vector<matter_id> matters = {};       ///< any of these, as in all lists below
    std::vector<actor_id> requesters = {};
    std::vector<actor_id> respondents = {};    ///< the leg's: a delegate too
    std::vector<std::string> lifecycles = {};  ///< by name
    std::vector<std::string> left = {};        ///< a state, by name, in which the leg was and is no more
    std::vector<std::string> entered = {};     ///< a state, by name, in which the leg is and was not
    std::vector<actor_id> awaiting = {};       ///< an actor who is awaited and was not
    bool certain = false;                      ///< whether the status has to be certain, before and after
    perspective sources = {};                  ///< through which the watch looks
    instant known = end_of_time;               ///< by when it knows
};

/// The number of a watch in its watcher.
using watch_id = id<struct watch_number>;

/// Tells how legs come to stand otherwise, from the standpoint of each watch: the clock that it owns, and what is known through the watch's sources.
/// The chronicle knows nothing of it, so that an append is as quick as without. What is appended through the watcher is told at once, and what is appended
/// to the chronicle itself at the next `catch_up`, in either case record by record.
///
/// Each change is told once to each watch that was there before the record, in this order: records as they were added; for each record the legs, by matter,
/// then by respondent, as these arrived; for each leg the watches, as they were made. When the clock is moved: instant by instant, and for each instant as
/// for a record.
///
/// A callback may call any function of the watcher, and append to the chronicle. What it appends is recorded at once, and told when all that the present
/// record or instant changed has been told; so is what `advance` in it brings about. A callback that throws is not called again for that change. The
/// exception reaches the caller of `add`, `catch_up` or `advance`, what was recorded stays recorded, and the next such call first tells what was left, and
/// takes the clock where it was going.
///
/// Invalidated by what invalidates views. Thread safety: it is used by the thread that adds.
class DEMARCHE_EXPORT watcher {
public:
    using callback = std::function<void(const status_change&)>;

    /// A watcher of what is appended from now on. The chronicle must outlive it.
    watcher(chronicle& book, instant now) : book_(&book), now_(now), goal_(now), told_(book.size()) {}
    watcher(const watcher&) = delete;
    watcher& operator=(const watcher&) = delete;

    /// What it watches, and the time by the clock that it was given.
    const chronicle& book() const { return *book_; }
    instant now() const { return now_; }

    /// Calls `tell` for each change that fits, until `unwatch`. Linear in the matters of the filter, without any in all matters.
    /// Throws `error` (`missing_field`) where `tell` is empty. Precondition: the ids in `which` are of this chronicle.
    watch_id watch(change_filter which, callback tell);
    /// No call of it begins any more. What no longer watches, or never did, is passed over.
    void unwatch(watch_id which);

    /// Appends as the chronicle does, and tells. Beyond the chronicle's cost: near nothing where no watch is concerned, else a status or two for each leg of
    /// the matter, for each standpoint of a watch. A contact or report concerns the matters of its contact, and of all that this corrects and that correct it.
    /// A tie or a report on one concerns all matters in which an actor has a part that is at or below its lower end; and, as long as anyone watches through
    /// sources chosen by side, all.
    actor_id add(actor record) { return tell_of(book_->add(std::move(record))); }
    tie_id add(tie record) { return tell_of(book_->add(std::move(record))); }
    source_id add(source record) { return tell_of(book_->add(std::move(record))); }
    matter_id add(matter record) { return tell_of(book_->add(std::move(record))); }
    contact_id add(contact record) { return tell_of(book_->add(std::move(record))); }
    report_id add(report record) { return tell_of(book_->add(std::move(record))); }
    contact_id add(const plain_contact& record) { return tell_of(book_->add(record)); }
    void add(std::span<const plain_contact> records)
    {
        book_->add(records);
        catch_up();
    }
    /// Tells of what was appended to the chronicle otherwise.
    void catch_up();

    /// Moves the clock. Logarithmic, and a status or two for each leg of each matter in which a date or term begins or ends meanwhile; what is open costs
    /// nothing. Throws `error` (`invalid_value`), and changes nothing, where that is before the instant that the clock has, or where it is going.
    void advance(instant to);

    /// At how many legs it has looked so far: what its cost is measured by.
    std::size_t looked_at() const { return looked_at_; }

private:
    struct watching {
        change_filter which;
        callback tell;
        extent there;  ///< what was there before it
    };
    struct telling {
        watch_id to;
        status_change what;
    };
    using watches = std::map<watch_id, std::shared_ptr<const watching>>;
    using concerned = std::vector<watches::const_iterator>;

    template <class T>
    id<T> tell_of(id<T> added)
    {
        catch_up();
        return added;
    }
    bool is_due() const { return !due_.empty() && due_.begin()->first <= goal_; }
    void tell_one();
    void take_record(const extent& all);
    template <class T>
    void take(id<T> record, const extent& with_it);
    void take_instant();
    std::vector<telling> compare(matter_id m, const concerned& who, const view& before, const view& after, const cause& why);
    void put(std::vector<telling> found);
    concerned concerned_by(matter_id m, const extent* with_it) const;
    void expect(matter_id m);
    template <class Take>
    void each_touched(matter_id m, Take take);
    template <class Take>
    void each_touched(contact_id c, Take take);
    template <class Take>
    void each_touched(report_id r, Take take);
    template <class Take>
    void each_touched(tie_id t, Take take);
    std::vector<actor_id> at_or_below(actor_id top);

    chronicle* book_;
    instant now_;
    instant goal_;      ///< where the clock is going
    extent told_;       ///< of what was told, or is in `tellings_`
    watches watches_ = {};
    std::unordered_map<matter_id, std::set<watch_id>> of_matter_ = {};  ///< watches of some matters
    std::set<watch_id> of_any_ = {};                                    ///< the others
    std::set<std::pair<instant, matter_id>> due_ = {};                  ///< when to look at which matter next
    std::vector<telling> tellings_ = {};                                ///< what is still to be told of one record or instant, the last first
    std::vector<std::vector<actor_id>> below_ = {};                     ///< by actor, the lower ends of its ties, of the first `ties_below_`
    std::uint32_t ties_below_ = 0;
    std::size_t made_ = 0;
    std::size_t looked_at_ = 0;
    bool telling_ = false;
};

}  // namespace demarche::inline v0
