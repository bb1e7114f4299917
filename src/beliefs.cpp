// SPDX-License-Identifier: BSL-1.0
#include <demarche/episodes.hpp>

#include "growing_leg.hpp"

#include <algorithm>
#include <list>
#include <set>

namespace demarche::inline v0 {

namespace {

using namespace detail;
using std::chrono::seconds;

/// Something that was published or recorded, and when.
struct arrival {
    instant at;
    revision::cause what;

    auto operator<=>(const arrival&) const = default;
};

/// All that may bear on the legs of a matter, whatever is known: the reports and records on its contacts, on contacts that these reply to, correct or are
/// corrected by, and on the ties above all of their actors, and whoever is quoted where the choice of sources asks on whose side that is.
class all_that_bears {
public:
    all_that_bears(const view& v, matter_id m) : view_(v), book_(v.book().contents()), read_(v)
    {
        take(m, book_.recorded(m));
        reach(named<actor>(book_.line(m).requester));
        book_.each_respondent(m, [&](actor_id a) { reach(a); });
        read_.each_of(m, *book_.lifecycle_of(m), [&](contact_id c, std::uint8_t) { reach(c); });
        for (std::size_t i = 0; i < contacts_.size(); ++i) follow(contacts_[i], m);
        if (const source_filter* which = v.sources().filter()) reach(which->side);
        for (std::size_t i = 0; i < actors_.size(); ++i)
            book_.each_tie_upward(actors_[i], v.size().ties, [&](tie_id t) {
                reach(book_[t].to);
                take_with_reports(t);
            });
    }

    /// What came, in the order of time, and of one instant by kind.
    std::vector<arrival> arrivals()
    {
        std::sort(all_.begin(), all_.end());
        return std::move(all_);
    }

private:
    void reach(actor_id a)
    {
        if (a && seen_actors_.insert(a).second) actors_.push_back(a);
    }
    void reach(contact_id c)
    {
        if (c && read_.has(c) && seen_contacts_.insert(c).second) contacts_.push_back(c);
    }

    void follow(contact_id c, matter_id m)
    {
        if (read_.matter_of(c) == m) {
            reach(read_.from(c));
            reach(read_.to(c));
        }
        if (const contact* more = read_.details(c)) {
            if (read_.matter_of(c) == m) reach(more->in_reply_to);
            reach(more->corrects);
        }
        read_.each_correction(c, [this](contact_id by) { reach(by); });
        if (read_.supposed(c) == nullptr) take_with_reports(c);
    }

    template <class T>
    void take_with_reports(id<T> thing)
    {
        bool reported = false;
        book_.each_report(thing, view_.size().reports, [&](report_id r) {
            reported = true;
            take(r, book_.published(r).value_or(end_of_time));
            if (view_.sources().filter() != nullptr) reach(book_.quoted_in(r));
        });
        if (!reported) take(thing, book_.recorded(thing));
    }

    void take(revision::cause what, instant at) { all_.push_back({at, what}); }

    const view& view_;
    const archive& book_;
    reading read_;
    std::vector<contact_id> contacts_;
    std::vector<actor_id> actors_;
    std::set<contact_id> seen_contacts_;
    std::set<actor_id> seen_actors_;
    std::vector<arrival> all_;
};

/// How a leg's answer was revised.
class revisions_of_leg {
public:
    revisions_of_leg(const view& standpoint, leg of) : standpoint_(standpoint), leg_(of), read_(standpoint), leg_then_(standpoint, of)
    {
        std::set<actor_id> others;
        standpoint.book().contents().each_respondent(of.matter, [&](actor_id a) { others.insert(a); });
        listed_ = others.contains(of.respondent);
        if (listed_) return;
        read_.each_of(of.matter, *standpoint.book().lifecycle_of(of.matter), [&](contact_id c, std::uint8_t) {
            const contact* more = read_.details(c);
            if (more == nullptr || more->delegate != of.respondent) return;
            others.insert({read_.from(c), read_.to(c)});
            others.insert(more->respondent.begin(), more->respondent.end());
        });
        for (const actor_id a : others)
            if (a && a != of.respondent) others_then_.emplace_back(standpoint, leg{of.matter, a});
    }

    std::vector<revision> tell(const std::vector<arrival>& all)
    {
        const view nothing_yet = standpoint_.known_by(beginning_of_time);
        leg_then_.take_all(nothing_yet);
        for (growing_leg& other : others_then_) other.take_all(nothing_yet);
        revise(nothing_yet, {});
        auto next = std::find_if(all.begin(), all.end(), [](const arrival& a) { return a.at != beginning_of_time; });
        while (next != all.end()) {
            const instant known = next->at;
            std::vector<revision::cause> came;
            for (; next != all.end() && next->at == known; ++next) came.push_back(next->what);
            look(standpoint_.known_by(known), came);
        }
        return std::move(found_);
    }

private:
    void look(const view& v, const std::vector<revision::cause>& came)
    {
        std::vector<revision::cause> close;
        const auto take_close = [&] {
            for (const revision::cause& c : came)
                if (came.size() == 1 || is_close(c)) close.push_back(c);
        };
        take_close();
        leg_then_.take(v, came);
        for (growing_leg& other : others_then_) other.take(v, came);
        take_close();
        std::sort(close.begin(), close.end());
        revise(v, causes(v, came, close));
    }

    void revise(const view& v, std::vector<revision::cause> by)
    {
        const std::optional<status> now = is_shown(v) ? std::optional(leg_then_.status(v)) : std::nullopt;
        if (now == now_) return;
        if (now_) found_.back().end = v.known() - seconds(1);
        if (now) found_.push_back({.begin = v.known(), .status = *now, .by = std::move(by)});
        now_ = now;
    }

    bool is_shown(const view& v)
    {
        if (!v.in_record(leg_.matter) || !leg_then_.is_there()) return false;
        return listed_ || std::ranges::any_of(others_then_, [&](growing_leg& other) { return other.delegates_to(v, leg_.respondent); });
    }

    /// What came that bears on this leg; all of it, where what bears on it does so by way of another leg.
    std::vector<revision::cause> causes(const view& v, std::vector<revision::cause> all, const std::vector<revision::cause>& close) const
    {
        const auto is_heard = [&v](const revision::cause& c) {
            const auto* r = std::get_if<report_id>(&c);
            return r == nullptr || v.counts(*r);
        };
        // What nobody hears may still bring into the record what others answer.
        if (std::ranges::any_of(all, is_heard)) std::erase_if(all, [&](const revision::cause& c) { return !is_heard(c); });
        const auto is_close = [&](const revision::cause& c) { return std::ranges::binary_search(close, c); };
        if (std::ranges::any_of(all, is_close)) std::erase_if(all, [&](const revision::cause& c) { return !is_close(c); });
        return all;
    }

    /// Whether it is no contact, or one of the leg, or one that corrects one of the leg.
    bool is_close(const revision::cause& what) const
    {
        contact_id c;
        if (const auto* itself = std::get_if<contact_id>(&what)) c = *itself;
        if (const auto* r = std::get_if<report_id>(&what)) c = standpoint_.book().contents().contact_of(*r);
        if (!c) return true;
        std::set<contact_id> seen;
        for (contact_id x = c; x && read_.has(x) && seen.insert(x).second;) {
            if (leg_then_.has(x)) return true;
            const contact* more = read_.details(x);
            x = more != nullptr ? more->corrects : contact_id();
        }
        return false;
    }

    const view& standpoint_;
    leg leg_;
    reading read_;
    growing_leg leg_then_;
    std::list<growing_leg> others_then_;  ///< where the leg is not listed, those that may be passed to it
    bool listed_ = false;
    std::optional<status> now_;
    std::vector<revision> found_;
};

}  // namespace

std::vector<revision> beliefs(const view& standpoint, leg of)
{
    return revisions_of_leg(standpoint, of).tell(all_that_bears(standpoint, of.matter).arrivals());
}

}  // namespace demarche::inline v0
