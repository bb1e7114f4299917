// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "archive.hpp"

#include <demarche/view.hpp>

#include <algorithm>
#include <vector>

// Contacts as a view has them: those that were recorded when it was made, and after them those that it supposes.

namespace demarche::inline v0::detail {

/// Contacts that a view takes as recorded and known. They are numbered on from those that were recorded when it was made.
struct supposition {
    std::uint32_t first = 0;  ///< the number of the first
    std::vector<contact> contacts = {};
    std::vector<matter_id> touched = {};  ///< the matters of which a leg may stand otherwise by them, each once, in order
};

/// Precondition: the view outlives it, and contacts are of that view.
class reading {
public:
    explicit reading(const view& v) : chronicle_(&v.book()), book_(&v.book().contents()), supposed_(v.supposed()), recorded_(v.size().contacts) {}

    /// Null where it was recorded.
    const contact* supposed(contact_id c) const { return c.index() < recorded_ ? nullptr : &supposed_->contacts[c.index() - recorded_]; }
    bool has(contact_id c) const { return c.index() < recorded_ + count(); }
    /// Null where the next five are all there is.
    const contact* details(contact_id c) const
    {
        const contact* s = supposed(c);
        return s != nullptr ? s : book_->details(c);
    }
    matter_id matter_of(contact_id c) const
    {
        const contact* s = supposed(c);
        return s != nullptr ? s->matter : book_->matter_of(c);
    }
    actor_id from(contact_id c) const
    {
        const contact* s = supposed(c);
        return s != nullptr ? s->from : book_->from(c);
    }
    actor_id to(contact_id c) const
    {
        const contact* s = supposed(c);
        return s != nullptr ? s->to : book_->to(c);
    }
    demarche::act act(contact_id c) const
    {
        const contact* s = supposed(c);
        return s != nullptr ? s->act : book_->act(c);
    }
    date_bounds on(contact_id c) const
    {
        const contact* s = supposed(c);
        return s != nullptr ? date_bounds{s->on.earliest(), s->on.latest()} : book_->on(c);
    }
    bool recorded_before(contact_id a, contact_id b) const
    {
        if (supposed(a) != nullptr || supposed(b) != nullptr) return a < b;
        return chronicle_->recorded_before(a, b);
    }

    /// Those of a matter, in the order of arrival: take(contact_id, row), with the row of a recorded one as the record has it.
    template <class Take>
    void each_of(matter_id m, const lifecycle& table, Take take) const
    {
        book_->each_entry(book_->line(m), recorded_, [&](std::uint32_t c, date_table::code, entry_code code) { take(contact_id(c), code.row()); });
        each_supposed([&](contact_id c, const contact& s) {
            if (s.matter != m) return;
            const std::uint8_t row = table.find_act(s.act.text());
            take(c, row == lifecycle::no_act ? table.unknown_as : row);
        });
    }
    template <class Take>
    void each_correction(contact_id c, Take take) const
    {
        if (c.index() < recorded_) book_->each_correction(c, recorded_, take);
        each_supposed([&](contact_id by, const contact& s) {
            if (s.corrects == c) take(by);
        });
    }
    /// take(contact_id, const contact&)
    template <class Take>
    void each_supposed(Take take) const
    {
        for (std::size_t i = 0; i < count(); ++i) take(contact_id(recorded_ + i), supposed_->contacts[i]);
    }
    /// Whether a leg of the matter may stand otherwise by what is supposed.
    bool touches(matter_id m) const { return supposed_ != nullptr && std::binary_search(supposed_->touched.begin(), supposed_->touched.end(), m); }

private:
    std::size_t count() const { return supposed_ != nullptr ? supposed_->contacts.size() : 0; }

    const chronicle* chronicle_;
    const archive* book_;
    const supposition* supposed_;
    std::uint32_t recorded_;
};

}  // namespace demarche::inline v0::detail
