// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/export.hpp>
#include <demarche/chronicle.hpp>

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

// A view is a standpoint: the chronicle as it stood when the view was made, as of an instant W, as known by an instant K,
// according to a choice of sources, perhaps with contacts that are only supposed. Every answer is a function of a view.
//
//   const view late = book.as_of(date{"2023-05-30"});
//   status(late, l)   // declined since 2023-05-29, certain
//   status(late.known_by(date{"2023-05-26"}), l)
//   // acknowledged since 2023-05-01/2023-05-25, certain; Li Shangfu to answer; lapses after 2023-06-04
//   status(today.according_to({agency}), l)
//   // pending since 2023-05-01/2023-05-25, certain; Li Shangfu to answer; lapses after 2023-06-04
//
// As of a past day a view has hindsight: what had happened by then, from all that has been learned since. How it looked on that day takes both clocks:
//
//   const view then = book.as_of(date{"2023-05-25"});
//   status(then, l)   // acknowledged since 2023-05-01/2023-05-25, certain; Li Shangfu to answer; lapses after 2023-06-04
//   status(then.known_by(date{"2023-05-25"}), l)   // pending since 2023-05-01/2023-05-25, certain; Li Shangfu to answer; lapses after 2023-06-04

namespace demarche::inline v0 {

namespace detail {
struct supposition;
}

/// Which reports to heed: each field that is set must fit.
struct source_filter {
    std::optional<std::vector<source_id>> sources = {};  ///< any of these, or without: of any source
    std::vector<std::string> publishers = {};            ///< the source's, any of these
    std::vector<attribution> attributions = {};          ///< any of these
    /// Who is quoted is that actor, or possibly on its side (someone is at or above both, or the one at or above the other) when the report was published.
    actor_id side = {};

    bool operator==(const source_filter&) const = default;
};

/// A choice of sources, and of what they say. A default-made one is everything. Copying shares the choice.
class DEMARCHE_EXPORT perspective {
public:
    perspective() = default;
    /// What the filter lets pass, or all of some sources.
    explicit perspective(source_filter which);
    explicit perspective(std::vector<source_id> sources) : perspective(source_filter{.sources = std::move(sources)}) {}
    perspective(std::initializer_list<source_id> sources) : perspective(std::vector<source_id>(sources)) {}

    /// Whether it is everything.
    bool all() const { return !which_; }
    /// Whether a report of that source may be heeded, as far as the choice is one of sources.
    bool includes(source_id s) const { return !which_ || !which_->sources || std::binary_search(which_->sources->begin(), which_->sources->end(), s); }
    /// Null where it is everything. The sources in it ascend.
    const source_filter* filter() const { return which_.get(); }

    /// Whether both choose the same.
    friend bool operator==(const perspective& a, const perspective& b) { return a.which_ == b.which_ || (a.which_ && b.which_ && *a.which_ == *b.which_); }

private:
    std::shared_ptr<const source_filter> which_;
};

/// What the standing reports say of a contact or tie, taken together.
enum class belief {
    unknown,   ///< none asserts it
    disputed,  ///< some assert it and some deny it
    asserted   ///< some assert it and none denies it, or the application itself recorded it
};

/// A small value to pass around; making or copying one copies no record. The chronicle must outlive it.
class DEMARCHE_EXPORT view {
public:
    /// Everything that `book` has now, as of `when`.
    view(const chronicle& book, instant when);
    /// What `book` had when it was of that size. Precondition: it once was.
    view(const chronicle& book, instant when, const extent& size);

    /// This view, as of another instant.
    view as_of(const date& when) const { return as_of(when.latest()); }
    view as_of(instant when) const;
    /// This view, limited to what was published by the latest instant of `known`.
    view known_by(const date& known) const { return known_by(known.latest()); }
    view known_by(instant known) const;
    /// This view through those sources alone.
    view according_to(perspective sources) const;
    /// This view as if these contacts were recorded, after all others, and known to all sources: "if Beijing accepts, then …". Nothing is stored, and what
    /// they would have in `recorded` says nothing. They have the ids `supposed_contacts()`; the later ones may name the earlier, be they from an earlier call.
    /// Throws `error` as `chronicle::add` does; `duplicate_key` where a contact has the key of any record that the chronicle has. Linear in what is supposed.
    view with(contact supposed) const;
    view with(std::vector<contact> supposed) const;

    /// What it looks at, and as of when.
    const chronicle& book() const { return *book_; }
    instant when() const { return when_; }
    /// `end_of_time` where everything is known.
    instant known() const { return known_; }
    const perspective& sources() const { return sources_; }
    /// The records that the view sees: those that the chronicle had when the view was made.
    const extent& size() const { return size_; }
    /// The ids of the contacts that it supposes.
    std::vector<contact_id> supposed_contacts() const;
    /// A contact that it sees, or supposes.
    contact operator[](contact_id c) const;
    /// The key of a contact that it sees, or supposes: its own, or `#c` and its number, counted from 1.
    std::string key(contact_id c) const;

    /// What the view believes of a contact or tie. Linear in its reports.
    belief of(contact_id c) const;
    belief of(tie_id t) const;
    /// The reports on a contact or tie that stand: of each source the last that counts, by id. Linear in its reports.
    std::vector<report_id> standing_on(contact_id c) const;
    std::vector<report_id> standing_on(tie_id t) const;
    /// Whether a contact that the view does not hold unknown corrects this one. Linear in its corrections.
    bool corrected(contact_id c) const;
    /// Whether anything of the contact had been published, or recorded, by `known()`, whoever the source. What had not is as if it were not there.
    bool in_record(contact_id c) const;
    /// Whether the matter was recorded by `known()`.
    bool in_record(matter_id m) const;
    /// Whether a report counts: it passes the choice of sources, and was published by `known()`. Constant time; of a side, linear in the ties above.
    bool counts(report_id r) const;

    /// What it supposes, for the rest of the library; null where that is nothing.
    const detail::supposition* supposed() const { return supposed_.get(); }

private:
    template <class T>
    belief belief_of(id<T> thing) const;
    bool passes(report_id r) const;

    const chronicle* book_;
    instant when_;
    instant known_ = end_of_time;
    perspective sources_;
    std::shared_ptr<const detail::supposition> supposed_;
    extent size_;
};

}  // namespace demarche::inline v0
