// SPDX-License-Identifier: BSL-1.0
#include <demarche/view.hpp>

#include "scratch.hpp"

namespace demarche {

namespace {

template <class T>
std::span<const id<T>> up_to(std::span<const id<T>> ids, std::uint32_t count)
{
    const auto end = std::partition_point(ids.begin(), ids.end(), [count](id<T> x) { return x.index() < count; });
    return ids.first(static_cast<std::size_t>(end - ids.begin()));
}

std::optional<instant> published(const chronicle& book, const report& r)
{
    const auto& own = r.published;
    const auto& stated = own ? own : book[r.source].published;
    return stated ? std::optional(stated->latest()) : std::nullopt;
}

std::optional<instant> recorded(const std::optional<date>& d) { return d ? std::optional(d->latest()) : std::nullopt; }

}  // namespace

perspective::perspective(std::vector<source_id> sources)
{
    std::sort(sources.begin(), sources.end());
    sources_ = std::make_shared<const std::vector<source_id>>(std::move(sources));
}

view::view(const chronicle& book, instant when) : book_(&book), when_(when), size_(book.size()) {}

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
    const auto reports = up_to(book_->reports_on(thing), size_.reports);
    if (reports.empty()) return recorded((*book_)[thing].recorded).value_or(beginning_of_time) <= known_ ? belief::asserted : belief::unknown;

    struct word {
        source_id from;
        instant at;
        bool dated;
        report_id is;
    };
    const detail::scratch room;
    detail::scratch_vector<word> standing;
    for (report_id x : reports) {
        const report& r = (*book_)[x];
        const auto at = published(*book_, r);
        if (!sources_.includes(r.source) || at.value_or(end_of_time) > known_) continue;
        const word later{r.source, at.value_or(end_of_time), at.has_value(), x};
        const auto earlier = std::find_if(standing.begin(), standing.end(), [&](const word& w) { return w.from == r.source; });
        if (earlier == standing.end())
            standing.push_back(later);
        else {
            const bool stands = earlier->dated != later.dated ? earlier->dated : earlier->at != later.at ? earlier->at < later.at : book_->recorded_before(earlier->is, later.is);
            if (stands) *earlier = later;
        }
    }
    const auto says = [&](stance s) { return std::any_of(standing.begin(), standing.end(), [&](const word& w) { return (*book_)[w.is].stance == s; }); };
    if (!says(stance::asserts)) return belief::unknown;
    return says(stance::denies) ? belief::disputed : belief::asserted;
}

belief view::of(contact_id c) const { return belief_of(c); }
belief view::of(tie_id t) const { return belief_of(t); }

bool view::corrected(contact_id c) const
{
    const auto corrections = up_to(book_->corrections_of(c), size_.contacts);
    return std::any_of(corrections.begin(), corrections.end(), [this](contact_id by) { return of(by) != belief::unknown; });
}

bool view::in_record(contact_id c) const
{
    const auto reports = up_to(book_->reports_on(c), size_.reports);
    if (reports.empty()) return recorded((*book_)[c].recorded).value_or(beginning_of_time) <= known_;
    return std::any_of(reports.begin(), reports.end(), [this](report_id x) { return published(*book_, (*book_)[x]).value_or(beginning_of_time) <= known_; });
}

bool view::in_record(matter_id m) const { return m.index() < size_.matters && recorded((*book_)[m].recorded).value_or(beginning_of_time) <= known_; }

}  // namespace demarche
