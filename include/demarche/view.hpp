// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/chronicle.hpp>

#include <algorithm>
#include <initializer_list>
#include <memory>

// A view is a standpoint: the chronicle as it stood when the view was made, as of an instant W, as known by an instant K,
// according to a choice of sources. Every answer is a function of a view.
//
//   view then = book.as_of(date{"2023-05-30"}).known_by(date{"2023-05-26"});

namespace demarche {

/// A choice of sources. A default-made one is every source. Copying shares the choice.
class perspective {
public:
    perspective() = default;
    explicit perspective(std::vector<source_id> sources);
    perspective(std::initializer_list<source_id> sources) : perspective(std::vector<source_id>(sources)) {}

    /// Whether it is every source.
    bool all() const { return !sources_; }
    bool includes(source_id s) const { return !sources_ || std::binary_search(sources_->begin(), sources_->end(), s); }

private:
    std::shared_ptr<const std::vector<source_id>> sources_;
};

/// What the standing reports say of a contact or tie, taken together.
enum class belief {
    unknown,   ///< none asserts it
    disputed,  ///< some assert it and some deny it
    asserted   ///< some assert it and none denies it, or the application itself recorded it
};

/// A small value to pass around; making or copying one copies no record. The chronicle must outlive it.
class view {
public:
    /// Everything that `book` has now, as of `when`.
    view(const chronicle& book, instant when);

    /// This view, as of another instant.
    view as_of(const date& when) const { return as_of(when.latest()); }
    view as_of(instant when) const;
    /// This view, limited to what was published by the latest instant of `known`.
    view known_by(const date& known) const { return known_by(known.latest()); }
    view known_by(instant known) const;
    /// This view through those sources alone.
    view according_to(perspective sources) const;

    const chronicle& book() const { return *book_; }
    instant when() const { return when_; }
    /// `end_of_time` where everything is known.
    instant known() const { return known_; }
    const perspective& sources() const { return sources_; }
    /// The records that the view sees: those that the chronicle had when the view was made.
    const extent& size() const { return size_; }

    /// What the view believes of a contact or tie. Linear in its reports.
    belief of(contact_id c) const;
    belief of(tie_id t) const;
    /// Whether a contact that the view does not hold unknown corrects this one. Linear in its corrections.
    bool corrected(contact_id c) const;
    /// Whether anything of the contact had been published, or recorded, by `known()`, whoever the source. What had not is as if it were not there.
    bool in_record(contact_id c) const;
    /// Whether the matter was recorded by `known()`.
    bool in_record(matter_id m) const;

private:
    template <class T>
    belief belief_of(id<T> thing) const;

    const chronicle* book_;
    instant when_;
    instant known_ = end_of_time;
    perspective sources_;
    extent size_;
};

}  // namespace demarche
