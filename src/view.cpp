// SPDX-License-Identifier: BSL-1.0
#include <demarche/view.hpp>

#include "archive.hpp"

namespace demarche {

perspective::perspective(std::vector<source_id> sources)
{
    std::sort(sources.begin(), sources.end());
    sources_ = std::make_shared<const std::vector<source_id>>(std::move(sources));
}

view::view(const chronicle& book, instant when) : book_(&book), when_(when), size_(book.size()) {}

view view::as_of(instant when) const
{
    view other = *this;
    other.when_ = when;
    return other;
}

view view::known_by(instant known) const
{
    view limited = *this;
    limited.known_ = known;
    return limited;
}

view view::according_to(perspective sources) const
{
    view chosen = *this;
    chosen.sources_ = std::move(sources);
    return chosen;
}

template <class T>
belief view::belief_of(id<T> thing) const
{
    const detail::archive& book = book_->contents();
    struct word {
        source_id from;
        instant at;
        bool dated;
        report_id is;
    };
    const detail::scratch room;
    detail::scratch_vector<word> standing;
    bool reported = false;
    book.each_report(thing, size_.reports, [&](report_id x) {
        reported = true;
        const source_id from = book[x].source;
        const auto at = book.published(x);
        if (!sources_.includes(from) || at.value_or(end_of_time) > known_) return;
        const word one{from, at.value_or(end_of_time), at.has_value(), x};
        const auto other = std::find_if(standing.begin(), standing.end(), [&](const word& w) { return w.from == from; });
        if (other == standing.end())
            standing.push_back(one);
        else {
            const bool stands = other->dated != one.dated ? other->dated : other->at != one.at ? other->at < one.at : book_->recorded_before(other->is, one.is);
            if (stands) *other = one;
        }
    });
    if (!reported) return book.recorded(thing) <= known_ ? belief::asserted : belief::unknown;
    const auto says = [&](stance s) { return std::any_of(standing.begin(), standing.end(), [&](const word& w) { return book[w.is].stance == s; }); };
    if (!says(stance::asserts)) return belief::unknown;
    return says(stance::denies) ? belief::disputed : belief::asserted;
}

belief view::of(contact_id c) const { return belief_of(c); }
belief view::of(tie_id t) const { return belief_of(t); }

bool view::corrected(contact_id c) const
{
    bool found = false;
    book_->contents().each_correction(c, size_.contacts, [&](contact_id by) { found = found || of(by) != belief::unknown; });
    return found;
}

bool view::in_record(contact_id c) const
{
    const detail::archive& book = book_->contents();
    bool reported = false;
    bool told = false;
    book.each_report(c, size_.reports, [&](report_id x) {
        reported = true;
        told = told || book.published(x).value_or(beginning_of_time) <= known_;
    });
    return reported ? told : book.recorded(c) <= known_;
}

bool view::in_record(matter_id m) const { return m.index() < size_.matters && book_->contents().recorded(m) <= known_; }

}  // namespace demarche
