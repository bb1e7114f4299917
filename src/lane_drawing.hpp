// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "lanes.hpp"
#include "picture_text.hpp"
#include "shelf.hpp"
#include "svg.hpp"
#include "time_axis.hpp"

#include <string>
#include <vector>

// How one lane of a timeline is drawn.

namespace demarche::inline v0::detail {

/// What is drawn in two layers, the bands behind.
struct layers {
    svg::pen back = {};
    svg::pen front = {};
};

/// The forms by which actors are told apart: the steps of a path around a point.
std::string form_of(for_whom actor, int x, int y);

class lane_drawing {
public:
    /// `lines` are the pixels of lines that go down through the lanes, which the names of states keep clear of.
    lane_drawing(const view& v, const time_axis& axis, std::vector<int> lines, layers& to) : v_(v), axis_(axis), lines_(std::move(lines)), to_(to) {}

    /// Draws a lane from `top` on, and tells where it ends. `titled`: whether its heading tells of which matter it is.
    int draw(const lane& l, int top, bool titled);

private:
    /// A text as near to something from `begin` to `end` as it has room: in it, right of it, or left of it.
    struct placed_text {
        std::string text = {};
        int x = 0;
        svg::anchor at = svg::anchor::start;
        int begin = 0;  ///< the pixels of both
        int end = 0;
    };

    /// The pixels of a contact, and whether it is a bar, or no longer than a day.
    struct extent_of_mark {
        int begin;
        int end;
        int middle;
        bool bar;
        bool of_a_day;
    };
    /// What hangs under the bands.
    struct hanging {
        int x;
        std::string text;
        std::string tooltip;
    };

    void draw_heading(const lane& l, bool titled);
    void draw_bands(const lane& l);
    void draw_band(const episode& e, const episode* previous, const episode* next);
    bool draw_state(const std::string& words, int begin, int end, bool sure, const std::string& tooltip);
    void draw_lapse(const lane& l);
    void draw_hanging();
    void draw_contacts(const lane& l);
    void draw_terms(const lane& l, shelf& rows);
    bool draw_contact(const contact_mark& m, bool both, shelf& rows);
    extent_of_mark extent_of(const contact_mark& m) const;
    void draw_mark(const contact_mark& m, const extent_of_mark& e, const placed_text& words, int y);
    void draw_bar(const contact_mark& m, int y, std::string_view css, const std::string& tooltip);
    void draw_crowd(const std::vector<contact_mark>& left);
    void draw_sources(const lane& l);
    std::string source_words(const publication& p) const;
    void draw_publication(const publication& p, shelf& rows);
    placed_text placed(const std::string& text, int begin, int end, int lead, typeface in) const;
    std::string asker(const lane& l) const;

    const view& v_;
    const time_axis& axis_;
    std::vector<int> lines_;
    layers& to_;
    int y_ = 0;
    int drawn_to_ = 0;  ///< where the next band can begin: each pixel has one
    std::vector<hanging> hanging_ = {};
};

}  // namespace demarche::inline v0::detail
