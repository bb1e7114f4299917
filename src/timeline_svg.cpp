// SPDX-License-Identifier: BSL-1.0
#include <demarche/timeline.hpp>

#include "calendar.hpp"
#include "lane_drawing.hpp"
#include "picture_words.hpp"

#include <demarche/format.hpp>

#include <algorithm>

namespace demarche::inline v0 {

namespace {

using namespace detail;
using std::chrono::seconds;

constexpr int margin = 24;
constexpr typeface title_face{18, true};
constexpr typeface bold{12, true};
constexpr time_window all_years{first_second(0, 1, 1), last_second(9999, 12, 31)};

/// The nearest instant of those years, with a second to spare.
instant within_years(instant t) { return std::clamp(t, all_years.begin + seconds(1), all_years.end - seconds(1)); }

/// What is shown is widened by what has bounds.
class span_of_dates {
public:
    void take(instant t)
    {
        if (t == beginning_of_time || t == end_of_time) return;
        const instant within = within_years(t);
        shown_ = shown_ ? time_window{std::min(shown_->begin, within), std::max(shown_->end, within)} : time_window{within, within};
    }
    void take(const std::optional<date>& d)
    {
        if (!d) return;
        take(d->earliest());
        take(d->latest());
    }
    /// Only where it is no further away from what others have than twice as long as that lasts.
    void take_near(instant t, const span_of_dates& to)
    {
        if (!to.shown_) return take(t);
        const auto length = 2 * std::max(to.shown_->end - to.shown_->begin, seconds(seconds_a_day));
        if (all_years.begin <= t && t <= all_years.end && to.shown_->begin - length <= t && t <= to.shown_->end + length) take(t);
    }
    /// With some room on both sides.
    time_window padded() const
    {
        const time_window shown = shown_.value_or(time_window{instant{}, instant{}});
        const auto length = shown.end - shown.begin;
        const auto room = length == seconds(0) ? seconds(seconds_a_day / 2) : length / 25 + seconds(1);
        return {shown.begin - room, shown.end + room};
    }

private:
    std::optional<time_window> shown_ = {};
};

time_window window_of(const view& v, const std::vector<lane>& lanes, const timeline_options& options)
{
    span_of_dates span;
    for (const lane& l : lanes) {
        for (const contact_mark& m : l.contacts) span.take(m.earliest), span.take(m.latest);
        if (l.status && l.status->lapses) span.take(*l.status->lapses);
        if (l.leg.matter) span.take(v.book()[l.leg.matter].occasion), span.take(v.book()[l.leg.matter].reply_by);
    }
    const span_of_dates happened = span;
    for (const lane& l : lanes)
        for (const publication& p : publications_of(v, l)) span.take_near(p.latest, happened);
    span.take_near(v.when(), happened);
    span.take_near(v.known(), happened);
    const time_window all = span.padded();
    const instant end = within_years(options.to ? options.to->latest() : all.end);
    const instant begin = within_years(options.from ? options.from->earliest() : std::min(all.begin, end - seconds(1)));
    return {begin, std::max(end, begin + seconds(1))};
}

bool may_meet(const time_window& shown, instant begin, instant end) { return begin <= shown.end && shown.begin <= end; }

/// Whether something happens, or is open, within the window.
bool is_active(const lane& l, const time_window& shown)
{
    const auto open = [&](const episode& e) { return (*e.status.table)[e.status.state].open && may_meet(shown, e.begin, e.end); };
    const auto happens = [&](const contact_mark& m) { return may_meet(shown, m.earliest, m.latest); };
    return std::any_of(l.contacts.begin(), l.contacts.end(), happens) || std::any_of(l.episodes.begin(), l.episodes.end(), open);
}

/// A line down through all lanes, with its name.
struct rule {
    instant at;
    std::string_view css;
    std::string text;
};

class drawing {
public:
    drawing(const view& v, time_window shown, int width, std::string title)
        : v_(v), axis_(shown, margin, width - margin), width_(width), title_(std::move(title))
    {
        const bool one = v.when() == v.known();
        take_rule({v.when(), "when", fmt::format("as of {}{}", one ? "and known by " : "", instant_text(v.when()))});
        if (!one) take_rule({v.known(), "known", "known by " + instant_text(v.known())});
    }

    /// Who the first and the second are, for the legend.
    void name_forms(const std::string& first, const std::string& second)
    {
        first_words_ = shortened(one_line("for " + first), 260, small);
        second_words_ = shortened(one_line("for " + second), 260, small);
    }

    std::string draw(const std::vector<lane>& lanes, bool titled)
    {
        draw_title();
        draw_rule_names();
        top_ = y_;
        std::vector<int> lines;
        for (const rule& r : rules_) lines.push_back(axis_.x(r.at));
        for (const lane& l : lanes) {
            y_ = lane_drawing(v_, axis_, lines, layers_).draw(l, y_ + 10, titled) + 12;
            if (&l != &lanes.back()) layers_.back.line("rule", axis_.left(), y_, axis_.right(), y_);
        }
        if (lanes.empty()) draw_nothing();
        bottom_ = y_;
        draw_axis();
        if (!lanes.empty()) draw_legend(lanes);
        return assembled();
    }

private:
    void take_rule(const rule& r)
    {
        if (axis_.shows(r.at)) rules_.push_back(r);
    }

    void draw_title()
    {
        const int room = axis_.right() - axis_.left();
        layers_.front.text("title", axis_.left(), 34, shortened(one_line(title_), room, title_face), title_);
        layers_.front.text("muted", axis_.left(), 54, shortened(one_line(standpoint_words(v_)), room, plain), standpoint_words(v_));
        y_ = 68;
    }

    /// Of two, the later is nearer to the lanes, so that the line of the earlier passes by its name.
    void draw_rule_names()
    {
        std::stable_sort(rules_.begin(), rules_.end(), [](const rule& a, const rule& b) { return a.at < b.at; });
        for (const rule& r : rules_) {
            const int x = axis_.x(r.at);
            y_ += 16;
            const bool fits = x + 6 + width_of(r.text, bold) <= axis_.right();
            const std::string css = fmt::format("{}-text free", r.css);
            layers_.front.text(css, fits ? x + 5 : x - 5, y_ - 3, r.text, {}, fits ? svg::anchor::start : svg::anchor::end);
            starts_.push_back(y_ - 13);
        }
    }

    void draw_nothing()
    {
        y_ += 30;
        layers_.front.text("muted", axis_.left(), y_, "Nothing of this is in the view's record.");
        y_ += 12;
    }

    void draw_axis()
    {
        layers_.front.line("axis", axis_.left(), bottom_, axis_.right(), bottom_);
        int free_from = axis_.left();
        for (const time_axis::tick& t : axis_.ticks()) {
            const int x = axis_.x(t.at);
            grid_.line(t.label.empty() ? "lesser" : "grid", x, t.label.empty() ? bottom_ : top_, x, t.label.empty() ? bottom_ + 4 : bottom_ + 7);
            const int width = width_of(t.label, small);
            const int begin = free_from == axis_.left() ? std::min(x + 4, axis_.right() - width) : x + 4;
            if (t.label.empty() || begin < free_from || begin + width > axis_.right() + margin / 2) continue;
            layers_.front.text("muted small", begin, bottom_ + 16, t.label);
            free_from = begin + width + 6;
        }
        y_ = bottom_ + 20;
    }

    /// Where an item of the legend has room: on its line, or at the beginning of the next.
    int legend_place(int& x, std::string_view words)
    {
        const int width = 24 + width_of(words, small) + 18;
        if (x > axis_.left() && x + width > axis_.right() + 18) {
            x = axis_.left();
            y_ += 18;
        }
        return std::exchange(x, x + width);
    }
    bool any(const std::vector<lane>& lanes, bool (*which)(const view&, const contact_mark&)) const
    {
        return std::any_of(lanes.begin(), lanes.end(), [&](const lane& l) {
            return std::any_of(l.contacts.begin(), l.contacts.end(), [&](const contact_mark& m) { return which(v_, m); });
        });
    }
    /// Only of what there is.
    void draw_legend(const std::vector<lane>& lanes)
    {
        int x = axis_.left();
        y_ += 18;
        const auto item = [&](std::string_view words, auto sign) {
            const int at = legend_place(x, words);
            sign(at);
            layers_.front.text("muted small", at + 22, y_ + 4, words);
        };
        layers_.front.open("legend");
        item(first_words_, [&](int at) { layers_.front.path("mark", form_of(for_whom::first, at + 8, y_)); });
        item(second_words_, [&](int at) { layers_.front.path("mark", form_of(for_whom::second, at + 8, y_)); });
        if (any(lanes, [](const view&, const contact_mark& m) { return m.actor == for_whom::other; }))
            item("others", [&](int at) { layers_.front.path("mark", form_of(for_whom::other, at + 8, y_)); });
        item("some time within", [&](int at) { layers_.front.rect("bar", at, y_ - 6, 16, 12); });
        item("not certain: one of the states named", [&](int at) { layers_.front.rect("band unsure", at, y_ - 6, 16, 12); });
        if (any(lanes, [](const view& v, const contact_mark& m) { return m.disputed || m.contact.index() >= v.size().contacts; }))
            item("disputed or supposed", [&](int at) { layers_.front.path("mark disputed", form_of(for_whom::second, at + 8, y_)); });
        if (axis_.shows(v_.when()) && v_.when() < axis_.shown().end)
            item("after the date of the view: as recorded, or if nobody moves", [&](int at) { layers_.front.rect("later", at, y_ - 6, 16, 12); });
        layers_.front.close();
        y_ += 20;
    }

    std::string assembled() const
    {
        svg::pen paper;
        svg::pen over;
        paper.rect("paper", 0, 0, width_, y_);
        const int x = axis_.x(v_.when());
        if (v_.when() < axis_.shown().end) over.rect("later", x, top_, axis_.right() - x, bottom_ - top_);
        for (std::size_t i = 0; i < rules_.size(); ++i) over.line(rules_[i].css, axis_.x(rules_[i].at), starts_[i], axis_.x(rules_[i].at), bottom_);
        std::string picture = svg::head(width_, y_, title_, title_ + ", " + standpoint_words(v_));
        for (const auto& layer : {paper, grid_, layers_.back, over, layers_.front}) picture += layer.written();
        return picture.append(svg::foot);
    }

    const view& v_;
    time_axis axis_;
    int width_;
    std::string title_;
    std::string first_words_ = {};
    std::string second_words_ = {};
    std::vector<rule> rules_ = {};
    std::vector<int> starts_ = {};
    layers layers_ = {};
    svg::pen grid_ = {};
    int y_ = 0;
    int top_ = 0;
    int bottom_ = 0;
};

int width_from(const timeline_options& options) { return std::clamp(options.width, 480, 16384); }

}  // namespace

std::string timeline(const view& standpoint, matter_id of, const timeline_options& options)
{
    const auto lanes = lanes_of(standpoint, of);
    const matter about = standpoint.book()[of];
    const bool seen = standpoint.in_record(of);
    drawing picture(standpoint, window_of(standpoint, lanes, options), width_from(options), seen && !about.title.empty() ? about.title : about.key);
    const std::string answers = lanes.size() == 1 ? label(standpoint.book(), about.respondents.front()) : "the respondent";
    picture.name_forms(label(standpoint.book(), about.requester), answers);
    return picture.draw(lanes, false);
}

std::string timeline(const view& standpoint, actor_id a, actor_id b, const timeline_options& options)
{
    auto lanes = lanes_between(standpoint, a, b);
    const time_window shown = window_of(standpoint, lanes, options);
    std::erase_if(lanes, [&](const lane& l) { return !is_active(l, shown); });
    const std::string& one = label(standpoint.book(), a);
    const std::string& other = label(standpoint.book(), b);
    drawing picture(standpoint, shown, width_from(options), fmt::format("{} and {}", one, other));
    picture.name_forms(one, other);
    return picture.draw(lanes, true);
}

}  // namespace demarche::inline v0
