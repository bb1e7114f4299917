// SPDX-License-Identifier: BSL-1.0
#include "lane_drawing.hpp"

#include "calendar.hpp"
#include "picture_words.hpp"
#include "tone.hpp"

#include <demarche/format.hpp>

#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>

namespace demarche::inline v0::detail {

namespace {

using std::chrono::seconds;

constexpr typeface heading{13, true};
constexpr int band_height = 22;
constexpr int row_height = 20;
constexpr int source_height = 15;
constexpr int most_rows = 12;
constexpr int gap = 6;          ///< between things in a row
constexpr int narrow_bar = 16;  ///< bars are that wide at least
constexpr int day_as_bar = 72;  ///< a day that has so many pixels is drawn as a bar

constexpr int thin = 3;         ///< a band that is no wider has no room for an outline or a name

/// Whether that is all within as long as a day lasts.
bool within_a_day(instant earliest, instant latest)
{
    constexpr seconds day(seconds_a_day);
    return earliest > end_of_time - day || latest < earliest + day;
}

constexpr std::array<std::string_view, 6> tones{"before", "asked", "moving", "settled", "refused", "over"};

std::string band_data(const episode& e)
{
    const std::string states = fmt::format("{}", fmt::join(possible_names(e.status), " "));
    return svg::data("begin", to_text(e.begin)) + svg::data("end", to_text(e.end)) + svg::data("states", states);
}

/// Stretches in which what is possible is the same: a picture tells nothing else apart.
std::vector<episode> by_state(const std::vector<episode>& all)
{
    std::vector<episode> found;
    for (const episode& e : all) {
        if (!found.empty() && found.back().status.possible == e.status.possible) found.back().end = e.end;
        else found.push_back(e);
    }
    return found;
}

/// Whether an uncertain stretch is no more than one state giving way to the next at some instant in it.
bool is_transition(const episode& e, const episode* previous, const episode* next)
{
    if (e.status.certain() || previous == nullptr || next == nullptr) return false;
    state_set both = previous->status.possible;
    both.insert(next->status.possible);
    return both.contains(e.status.possible);
}

/// Whether nothing has happened, for sure.
bool is_before(const status& s) { return s.certain() && s.state == state_id::none; }

}  // namespace

std::string form_of(for_whom actor, int x, int y)
{
    if (actor == for_whom::first) return fmt::format("M{} {}a5 5 0 1 1 10 0a5 5 0 1 1 -10 0z", x - 5, y);
    if (actor == for_whom::second) return fmt::format("M{} {}h9v9h-9z", x - 5, y - 5);
    return fmt::format("M{} {}l6 6l-6 6l-6 -6z", x, y - 6);
}

int lane_drawing::draw(const lane& l, int top, bool titled)
{
    y_ = top;
    hanging_.clear();
    const std::string data = (l.leg.matter ? svg::data("matter", v_.book().key(l.leg.matter)) : std::string()) +
                             (l.leg.respondent ? svg::data("respondent", v_.book().key(l.leg.respondent)) : std::string());
    to_.back.open("bands", data);
    to_.front.open("lane", data);
    draw_heading(l, titled);
    if (!l.episodes.empty()) draw_bands(l);
    draw_contacts(l);
    draw_sources(l);
    to_.back.close();
    to_.front.close();
    return y_;
}

std::string lane_drawing::asker(const lane& l) const
{
    const matter about = v_.book()[l.leg.matter];
    std::vector<std::string> asked;
    if (l.leg.respondent) asked.push_back(label(v_.book(), l.leg.respondent));
    else for (const actor_id a : about.respondents) asked.push_back(label(v_.book(), a));
    return fmt::format("{} → {}", label(v_.book(), about.requester), fmt::join(asked, ", "));
}

void lane_drawing::draw_heading(const lane& l, bool titled)
{
    std::string text = "Contacts outside of these matters";
    if (l.leg.matter) {
        const matter about = v_.book()[l.leg.matter];
        text = titled ? fmt::format("{}: {}", about.title.empty() ? about.key : about.title, asker(l)) : asker(l);
    }
    const int room = axis_.right() - axis_.left();
    y_ += 14;
    to_.front.text("heading free", axis_.left(), y_, shortened(one_line(text), room, heading), text);
    if (l.status) {
        const std::string standing = to_text(*l.status);
        y_ += 17;
        to_.front.text("muted free", axis_.left(), y_, shortened(one_line(standing), room, plain), standing);
    }
    y_ += 8;
}

void lane_drawing::draw_bands(const lane& l)
{
    drawn_to_ = axis_.left();
    const auto all = by_state(l.episodes);
    const auto at = [&](std::size_t i) { return i < all.size() ? &all[i] : nullptr; };
    for (std::size_t i = 0; i < all.size(); ++i)
        if (all[i].begin <= axis_.shown().end && axis_.shown().begin <= all[i].end) draw_band(all[i], i > 0 ? at(i - 1) : nullptr, at(i + 1));
    draw_lapse(l);
    y_ += band_height;
    draw_hanging();
    y_ += 6;
}

void lane_drawing::draw_band(const episode& e, const episode* previous, const episode* next)
{
    const int x = std::max(axis_.x(e.begin), drawn_to_);
    const int width = std::max(axis_.x(e.begin) + 1, axis_.x(e.end < axis_.shown().end ? e.end + seconds(1) : e.end)) - x;
    if (width <= 0) return;
    drawn_to_ = x + width;
    const std::string words = state_words(e.status);
    const std::string tooltip = fmt::format("{} to {}: {}", instant_text(e.begin), instant_text(e.end), words);
    if (is_before(e.status)) return to_.back.rect("before", x, y_ + band_height - 3, width, 2, tooltip, band_data(e));
    const std::string_view css = e.status.certain() ? tones[static_cast<std::size_t>(tone_of(*e.status.table, e.status.state))] : "unsure";
    to_.back.rect(fmt::format("{} {}", width <= thin ? "band thin" : "band", css), x, y_, width, band_height, tooltip, band_data(e));
    const bool named = draw_state(words, x, x + width, e.status.certain(), tooltip);
    if (!named && width > thin && !is_transition(e, previous, next)) hanging_.push_back({x + std::min(width / 2, 4), words, tooltip});
}

/// The name of a state in its band, where it has room; if it can, clear of the lines.
bool lane_drawing::draw_state(const std::string& words, int begin, int end, bool sure, const std::string& tooltip)
{
    const int width = width_of(words, plain);
    int x = begin + gap;
    if (x + width + gap > end) return false;
    for (const int line : lines_)
        if (x <= line && line <= x + width && line + 2 * gap + width <= end) x = line + gap;
    to_.front.text(sure ? "state" : "unsure-state", x, y_ + 15, words, tooltip);
    return true;
}

void lane_drawing::draw_lapse(const lane& l)
{
    if (!l.status || !l.status->lapses || !axis_.shows(*l.status->lapses)) return;
    const int x = axis_.x(*l.status->lapses);
    to_.front.line("lapse", x, y_ - 3, x, y_ + band_height + 3);
    const std::string text = fmt::format("lapses {}", deadline_text(*l.status->lapses));
    std::erase_if(hanging_, [x](const hanging& h) { return x <= h.x && h.x < x + 2 * gap; });
    hanging_.push_back({x, text, text + ", if nobody moves"});
}

/// From right to left, so that no line crosses a text.
void lane_drawing::draw_hanging()
{
    shelf rows(axis_.left(), axis_.right(), 4);
    std::sort(hanging_.begin(), hanging_.end(), [](const hanging& a, const hanging& b) { return a.x > b.x; });
    for (const hanging& h : hanging_) {
        const std::string text = shortened(one_line(h.text), 320, small);
        const int width = width_of(text, small) + 6;
        const int begin = std::max(axis_.left(), std::min(h.x, axis_.right() - width));
        const auto row = rows.hang(h.x, begin - 1, begin + width);
        if (!row) continue;
        to_.front.line("leader", h.x, y_, h.x, y_ + 5 + *row * source_height);
        to_.front.text("small free", begin, y_ + 15 + *row * source_height, text, h.tooltip);
    }
    y_ += rows.rows() * source_height + (rows.rows() > 0 ? 4 : 0);
}

lane_drawing::placed_text lane_drawing::placed(const std::string& text, int begin, int end, int lead, typeface in) const
{
    const int width = width_of(text, in);
    if (begin + lead + width + gap <= end) return {text, begin + lead, svg::anchor::start, begin, end};
    const int right = axis_.right() - end - gap;
    const int left = begin - gap - axis_.left();
    const int inside = end - begin - lead - gap;
    if (width <= right || (right >= left && right >= inside)) {
        const std::string kept = shortened(text, right, in);
        return {kept, end + gap, svg::anchor::start, begin, end + gap + width_of(kept, in)};
    }
    if (width <= left || left >= inside) {
        const std::string kept = shortened(text, left, in);
        return {kept, begin - gap, svg::anchor::end, begin - gap - width_of(kept, in), end};
    }
    return {shortened(text, inside, in), begin + lead, svg::anchor::start, begin, end};
}

void lane_drawing::draw_contacts(const lane& l)
{
    shelf rows(axis_.left() - 8, axis_.right() + 8, most_rows);
    std::vector<contact_mark> left;
    draw_terms(l, rows);
    for (const contact_mark& m : l.contacts)
        if (m.earliest <= axis_.shown().end && axis_.shown().begin <= m.latest && !draw_contact(m, !l.leg.matter, rows)) left.push_back(m);
    y_ += rows.rows() * row_height;
    if (!left.empty()) draw_crowd(left);
}

/// The matter's own terms.
void lane_drawing::draw_terms(const lane& l, shelf& rows)
{
    if (!l.leg.matter) return;
    const matter about = v_.book()[l.leg.matter];
    const auto take = [&](const std::optional<date>& d, std::string_view what) {
        if (!d || d->latest() < axis_.shown().begin || axis_.shown().end < d->earliest()) return;
        const int begin = axis_.x(d->earliest());
        const int end = std::max(axis_.x(d->latest()), begin + 4);
        const std::string words = fmt::format("{} {}", what, d->text());
        const placed_text p = placed(one_line(words), begin, end, gap, plain);
        const auto row = rows.place(p.begin - gap, p.end + gap);
        if (!row) return;
        const int y = y_ + *row * row_height;
        to_.front.rect("occasion", begin, y + 3, end - begin, 14, words);
        to_.front.text("muted free", p.x, y + 14, p.text, words, p.at);
    };
    take(about.occasion, "occasion");
    take(about.reply_by, "reply by");
}

void lane_drawing::draw_bar(const contact_mark& m, int y, std::string_view css, const std::string& tooltip)
{
    const bool goes_on_left = m.earliest < axis_.shown().begin;
    const bool goes_on_right = m.latest > axis_.shown().end;
    const int x = axis_.x(m.earliest);
    const int end = axis_.x(m.latest);
    const std::string left = goes_on_left ? fmt::format("M{} {}l6 -7", x, y) : fmt::format("M{} {}", x, y - 7);
    const std::string right = goes_on_right ? fmt::format("H{}l6 7l-6 7", end - 6) : fmt::format("H{}v14", end);
    to_.front.path(fmt::format("bar{}", css), fmt::format("{}{}H{}z", left, right, goes_on_left ? x + 6 : x), tooltip);
}

/// Whether it has room.
bool lane_drawing::draw_contact(const contact_mark& m, bool both, shelf& rows)
{
    const extent_of_mark e = extent_of(m);
    const placed_text words = placed(one_line(brief_words(v_, m.contact, both)), e.bar ? e.begin : e.middle - 6, e.bar ? e.end : e.middle + 6, 21, plain);
    const auto row = rows.place(words.begin - gap, words.end + gap);
    if (row) draw_mark(m, e, words, y_ + *row * row_height + 10);
    return row.has_value();
}

lane_drawing::extent_of_mark lane_drawing::extent_of(const contact_mark& m) const
{
    const bool of_a_day = within_a_day(m.earliest, m.latest) && axis_.width(seconds_a_day) < day_as_bar;
    const int begin = axis_.x(m.earliest);
    const int end = axis_.x(m.latest);
    return {begin, end, (begin + end) / 2, !of_a_day && end - begin >= narrow_bar, of_a_day};
}

void lane_drawing::draw_mark(const contact_mark& m, const extent_of_mark& e, const placed_text& words, int y)
{
    const std::string tooltip = full_words(v_, m.contact);
    const std::string css = m.contact.index() >= v_.size().contacts ? " supposed" : m.disputed ? " disputed" : "";
    const bool inside = e.bar && e.begin < words.x && words.x < e.end;
    to_.front.open("contact" + css, svg::data("contact", v_.key(m.contact)));
    if (e.bar) draw_bar(m, y, css, tooltip);
    else if (!e.of_a_day && e.begin < e.end) to_.front.line("leader", e.begin, y, e.end, y);
    to_.front.path("mark" + css, form_of(m.actor, e.bar ? e.begin + 10 : e.middle, y), tooltip);
    to_.front.text(inside ? "in-bar" : "free", words.x, y + 4, words.text, tooltip, words.at);
    to_.front.close();
}

/// One tick for each pixel, so that the picture stays small.
void lane_drawing::draw_crowd(const std::vector<contact_mark>& left)
{
    std::map<int, std::vector<contact_id>> by_pixel;
    for (const contact_mark& m : left) by_pixel[(axis_.x(m.earliest) + axis_.x(m.latest)) / 2 & ~1].push_back(m.contact);
    y_ += 4;
    to_.front.open("crowd", svg::data("contacts", std::to_string(left.size())));
    for (const auto& [x, contacts] : by_pixel) {
        const std::string more = contacts.size() > 1 ? fmt::format(" And {} more.", contacts.size() - 1) : std::string();
        to_.front.rect("tick", x, y_, 1, 8, full_words(v_, contacts.front()) + more);
    }
    to_.front.close();
    y_ += 22;
    to_.front.text("muted small free", axis_.left(), y_, fmt::format("and {} more contacts, as strokes", left.size()));
    y_ += 6;
}

void lane_drawing::draw_sources(const lane& l)
{
    const auto found = publications_of(v_, l);
    if (found.empty()) return;
    y_ += 6;
    shelf rows(axis_.left() - 8, axis_.right() + 8, 4);
    const std::string caption = "published:";
    rows.place(axis_.left(), axis_.left() + width_of(caption, small) + gap);
    to_.front.text("muted small free", axis_.left(), y_ + 11, caption);
    for (const publication& p : found) draw_publication(p, rows);
    y_ += rows.rows() * source_height + 2;
}

/// The key of the source; of what was published before or after what is shown, also when.
std::string lane_drawing::source_words(const publication& p) const
{
    const std::string key = one_line(v_.book().key(p.source));
    if (p.latest < axis_.shown().begin) return fmt::format("← {}, {}", key, instant_text(p.latest));
    if (p.earliest > axis_.shown().end) return fmt::format("{}, {} →", key, instant_text(p.earliest));
    return key;
}

void lane_drawing::draw_publication(const publication& p, shelf& rows)
{
    const int begin = axis_.x(p.earliest);
    const int end = axis_.x(p.latest);
    const bool short_one = end - begin < narrow_bar || within_a_day(p.earliest, p.latest);
    const int middle = (begin + end) / 2;
    const placed_text t = placed(source_words(p), short_one ? middle - 4 : begin, short_one ? middle + 4 : end, axis_.right(), small);
    const auto row = rows.place(t.begin - 2, t.end + gap);
    const int y = y_ + row.value_or(rows.rows() - 1) * source_height;
    std::vector<std::string> keys;
    for (const contact_id c : p.contacts) keys.push_back(v_.key(c));
    const std::string source = v_.book().key(p.source);
    const std::string tooltip = fmt::format("{}, {} to {}: {}", source, instant_text(p.earliest), instant_text(p.latest), fmt::join(keys, ", "));
    to_.front.open("report", svg::data("source", source));
    if (short_one) to_.front.path("tick", fmt::format("M{} {}l4 7h-8z", middle, y + 3), tooltip);
    else to_.front.path("tick", fmt::format("M{} {}v7m0 -4H{}m0 -3v7m0 -3H{}z", begin, y + 3, end, begin), tooltip);
    if (row) to_.front.text("muted small free", t.x, y + 11, t.text, tooltip, t.at);
    to_.front.close();
}

}  // namespace demarche::inline v0::detail
