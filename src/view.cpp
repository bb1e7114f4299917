// SPDX-License-Identifier: BSL-1.0
#include <demarche/view.hpp>

#include "reading.hpp"
#include "sides.hpp"
#include "sort_once.hpp"

#include <fmt/format.h>

namespace demarche::inline v0 {

perspective::perspective(source_filter which)
{
    if (which == source_filter{}) return;
    if (which.sources) std::sort(which.sources->begin(), which.sources->end());
    which_ = std::make_shared<const source_filter>(std::move(which));
}

view::view(const chronicle& book, instant when) : view(book, when, book.contents().size()) {}
view::view(const chronicle& book, instant when, const extent& size) : book_(&book), when_(when), size_(size) {}

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

namespace {

using detail::reading;
using detail::supposition;

void check_key(const view& standpoint, const std::string& key)
{
    const auto has_it = [&](contact_id c) { return standpoint.key(c) == key; };
    if (key.empty() || (standpoint.book().type_of(key).empty() && std::ranges::none_of(standpoint.supposed_contacts(), has_it))) return;
    throw error(errc::duplicate_key, {.field = "key"}, fmt::format("\"{}\" is there already; give the supposed contact another key, or none", key));
}

/// The matters of a contact that a view supposes: its own, and that of each contact that it corrects.
void touch(const reading& read, const contact& r, std::vector<matter_id>& into)
{
    if (r.matter) into.push_back(r.matter);
    if (r.corrects && read.has(r.corrects))
        if (const matter_id m = read.matter_of(r.corrects)) into.push_back(m);
}

}  // namespace

view view::with(contact supposed) const { return with(std::vector<contact>{std::move(supposed)}); }

view view::with(std::vector<contact> supposed) const
{
    view other = *this;
    for (contact& c : supposed) {
        book_->check(c);
        check_key(other, c.key);
        auto more = other.supposed_ != nullptr ? *other.supposed_ : supposition{.first = size_.contacts};
        touch(reading(other), c, more.touched);
        detail::sort_once(more.touched);
        more.contacts.push_back(std::move(c));
        other.supposed_ = std::make_shared<const supposition>(std::move(more));
    }
    return other;
}

std::vector<contact_id> view::supposed_contacts() const
{
    std::vector<contact_id> all;
    reading(*this).each_supposed([&](contact_id c, const contact&) { all.push_back(c); });
    return all;
}

contact view::operator[](contact_id c) const
{
    const contact* s = reading(*this).supposed(c);
    if (s == nullptr) return (*book_)[c];
    contact made = *s;
    made.key = key(c);
    return made;
}

std::string view::key(contact_id c) const
{
    const contact* s = reading(*this).supposed(c);
    return s == nullptr ? book_->key(c) : s->key.empty() ? fmt::format("#c{}", c.index() + 1) : s->key;
}

bool view::passes(report_id r) const
{
    const source_filter* which = sources_.filter();
    if (which == nullptr) return true;
    const auto any = [](const auto& of, const auto& x) { return of.empty() || std::find(of.begin(), of.end(), x) != of.end(); };
    const detail::archive& book = book_->contents();
    const source_id from = book.source_of(r);
    if (!sources_.includes(from) || !any(which->publishers, book.publisher(from))) return false;
    const auto how = book.attribution_of(r);
    if (!which->attributions.empty() && (!how || !any(which->attributions, *how))) return false;
    if (!which->side) return true;
    const actor_id by = book.quoted_in(r);
    if (!by) return false;
    const auto [earliest, latest] = book.published_within(r).value_or(detail::date_bounds{beginning_of_time, end_of_time});
    view everyone = *this;
    everyone.sources_ = {};
    return detail::may_be_on_side(everyone, by, which->side, earliest, latest);
}

bool view::counts(report_id r) const { return book_->contents().published(r).value_or(end_of_time) <= known_ && passes(r); }

namespace {

/// A report that may stand.
struct last_word {
    source_id from;
    instant at;
    bool dated;
    report_id is;
};

/// The last counting word of each source on a thing; whether anything was reported on it in the whole chronicle.
template <class T>
bool find_standing(const view& v, id<T> thing, detail::scratch_vector<last_word>& standing)
{
    const detail::archive& book = v.book().contents();
    bool reported = false;
    book.each_report(thing, v.size().reports, [&](report_id x) {
        reported = true;
        const source_id from = book.source_of(x);
        const auto at = book.published(x);
        if (!v.counts(x)) return;
        const last_word one{from, at.value_or(end_of_time), at.has_value(), x};
        const auto other = std::find_if(standing.begin(), standing.end(), [&](const last_word& w) { return w.from == from; });
        if (other == standing.end())
            standing.push_back(one);
        else {
            const bool stands = other->dated != one.dated ? other->dated : other->at != one.at ? other->at < one.at : v.book().recorded_before(other->is, one.is);
            if (stands) *other = one;
        }
    });
    return reported;
}

template <class T>
std::vector<report_id> standing_reports(const view& v, id<T> thing)
{
    const detail::scratch room;
    detail::scratch_vector<last_word> standing;
    find_standing(v, thing, standing);
    std::vector<report_id> found;
    for (const last_word& w : standing) found.push_back(w.is);
    std::sort(found.begin(), found.end());
    return found;
}

}  // namespace

template <class T>
belief view::belief_of(id<T> thing) const
{
    const detail::archive& book = book_->contents();
    const detail::scratch room;
    detail::scratch_vector<last_word> standing;
    if (!find_standing(*this, thing, standing)) return known_ == end_of_time || book.recorded(thing) <= known_ ? belief::asserted : belief::unknown;
    const auto says = [&](stance s) { return std::any_of(standing.begin(), standing.end(), [&](const last_word& w) { return book.stance_of(w.is) == s; }); };
    if (!says(stance::asserts)) return belief::unknown;
    return says(stance::denies) ? belief::disputed : belief::asserted;
}

std::vector<report_id> view::standing_on(contact_id c) const
{
    return supposed_ != nullptr && c.index() >= size_.contacts ? std::vector<report_id>() : standing_reports(*this, c);
}
std::vector<report_id> view::standing_on(tie_id t) const { return standing_reports(*this, t); }

belief view::of(contact_id c) const
{
    // What is supposed is taken as everybody's word.
    return supposed_ != nullptr && c.index() >= size_.contacts ? belief::asserted : belief_of(c);
}
belief view::of(tie_id t) const { return belief_of(t); }

bool view::corrected(contact_id c) const
{
    bool found = false;
    reading(*this).each_correction(c, [&](contact_id by) { found = found || of(by) != belief::unknown; });
    return found;
}

bool view::in_record(contact_id c) const
{
    if (supposed_ != nullptr && c.index() >= size_.contacts) return true;
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

}  // namespace demarche::inline v0
