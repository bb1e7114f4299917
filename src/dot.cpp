// SPDX-License-Identifier: BSL-1.0
#include <demarche/dot.hpp>

#include "parties.hpp"
#include "picture_text.hpp"
#include "picture_words.hpp"
#include "tie_times.hpp"
#include "tone.hpp"

#include <demarche/contacts.hpp>
#include <demarche/format.hpp>
#include <demarche/offices.hpp>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace demarche::inline v0 {

namespace {

using namespace detail;

constexpr std::array<std::string_view, 6> colours{"#57606a", "#9a6700", "#0550ae", "#1a7f37", "#b3261e", "#57606a"};
constexpr int widest_line = 190;
constexpr std::size_t most_lines = 5;

/// Breaks a text at its spaces into lines of which each has room where its words have.
std::string broken(std::string_view text)
{
    std::string lines;
    std::string line;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(' ', begin), text.size());
        const std::string word(text.substr(begin, end - begin));
        const bool fits = line.empty() || width_of(line + ' ' + word, plain) <= widest_line;
        if (!fits) lines += std::exchange(line, {}) + '\n';
        line += (line.empty() ? "" : " ") + word;
        begin = end + 1;
    }
    return lines + line;
}

/// The shape by which kinds of actor are told apart; an office is a rounded box.
std::string_view shape_of(actor_kind kind)
{
    if (kind == actor_kinds::person) return "ellipse";
    if (kind == actor_kinds::state) return "box peripheries=2";
    if (kind == actor_kinds::forum) return "hexagon";
    if (kind == actor_kinds::group) return "octagon";
    return "box";
}

struct shown_contact {
    contact_id contact;
    date_bounds on;
    bool sure;  ///< nobody disputes it, and it has happened
};

class graph_drawing {
public:
    graph_drawing(const view& v, const dot_options& options, bool of_one_matter)
        : v_(v), read_(v), of_one_matter_(of_one_matter), begin_(options.from ? options.from->earliest() : beginning_of_time),
          end_(std::min(v.when(), options.to ? options.to->latest() : end_of_time))
    {
    }

    void take(contact_id c)
    {
        const belief known = v_.of(c);
        const date_bounds on = read_.on(c);
        if (known == belief::unknown || v_.corrected(c) || on.earliest > end_ || on.latest < begin_) return;
        const actor_id from = read_.from(c);
        const actor_id to = read_.to(c) ? read_.to(c) : from;
        take(from);
        take(to);
        if (read_.matter_of(c)) touched_.insert(read_.matter_of(c));
        contacts_[{from, to}].push_back({c, on, known == belief::asserted && on.latest <= v_.when()});
    }
    void take(actor_id a) { actors_.insert(a); }
    void take(leg l)
    {
        legs_.emplace_back(v_, l);
        take(v_.book()[l.matter].requester);
        take(l.respondent);
    }
    /// A leg that is open or has contacts here.
    void take_if_alive(leg l)
    {
        const status s(v_, l);
        if (s.certain() && s.state == state_id::none && touched_.count(l.matter) == 0) return;
        if (touched_.count(l.matter) != 0 || may_be_open(s)) take(l);
    }
    void take_offices()
    {
        const auto persons = actors_;
        for (const actor_id a : persons)
            for (const candidate& office : offices_of(v_, a)) take(office.who);
    }

    std::string draw(const std::string& title)
    {
        put("digraph demarche {{\n  graph [rankdir=LR newrank=true nodesep=0.6 ranksep=1.6 fontname=\"Helvetica\" fontsize=14 labelloc=t label={}];\n",
            dot_text(title + '\n' + standpoint_words(v_)));
        put("  node [fontname=\"Helvetica\" fontsize=12];\n  edge [fontname=\"Helvetica\" fontsize=10];\n");
        draw_actors();
        draw_ties();
        for (const status& s : legs_) draw_leg(s);
        for (auto& [ends, contacts] : contacts_) draw_contacts(ends, contacts);
        put("}}\n");
        return std::move(out_);
    }

private:
    template <class... Args>
    void put(fmt::format_string<Args...> form, Args&&... args)
    {
        fmt::format_to(std::back_inserter(out_), form, std::forward<Args>(args)...);
    }

    static bool may_be_open(const status& s)
    {
        return std::ranges::any_of(s.possible, [&s](state_id x) { return (*s.table)[x].open; });
    }

    /// Who is certainly of one side stands in its cluster, and so does who is possibly of one, or alone; who is of several, or certainly alone, stands in none.
    void draw_actors()
    {
        std::map<actor_id, std::vector<std::pair<actor_id, verdict>>> sides;
        std::vector<actor_id> outside;
        for (const actor_id a : actors_) {
            auto tops = demarche::sides(v_, a);
            if (tops.size() == 2) std::erase_if(tops, [&](const candidate& s) { return s.who == a; });
            if (tops.size() == 1) sides[tops.front().who].emplace_back(a, tops.front().how);
            else outside.push_back(a);
        }
        for (const auto& [top, members] : sides) {
            if (members.size() == 1 && members.front().first == top) outside.push_back(top);
            else {
                draw_side(top, members);
                tops_.insert(top);
            }
        }
        std::sort(outside.begin(), outside.end());
        for (const actor_id a : outside) draw_actor(a, "  ", "");
    }

    void draw_side(actor_id top, const std::vector<std::pair<actor_id, verdict>>& members)
    {
        put("  subgraph cluster_{} {{\n    label={} style=rounded color=\"#8c959f\" fontsize=13;\n", top.index(), dot_text(label(v_.book(), top)));
        for (const auto& [a, how] : members) draw_actor(a, "    ", how == verdict::certainly ? "" : "possibly of " + label(v_.book(), top));
        put("  }}\n");
    }

    void draw_actor(actor_id a, std::string_view indent, const std::string& doubt)
    {
        const actor& who = v_.book()[a];
        const std::string name = broken(one_line(label(v_.book(), a))) + (doubt.empty() ? "" : "\n(" + broken(one_line(doubt)) + ")");
        const std::string_view corners = who.kind == actor_kinds::office ? "rounded," : "";
        const std::string_view line = doubt.empty() ? "solid" : "dashed";
        put("{}a{} [label={} shape={} style=\"{}{}\" tooltip={}];\n", indent, a.index(), dot_text(name), shape_of(who.kind), corners, line, dot_text(who.key));
    }

    /// But for those that the clusters tell.
    void draw_ties()
    {
        for (const actor_id a : actors_)
            v_.book().contents().each_tie_upward(a, v_.size().ties, [&](tie_id x) {
                const tie& t = v_.book()[x];
                const verdict how = holds_at(v_, x, v_.when());
                const bool sure = how == verdict::certainly;
                if (how == verdict::impossibly || actors_.count(t.to) == 0 || (sure && t.kind == tie_kinds::part_of && tops_.count(t.to) != 0)) return;
                put("  a{} -> a{} [label={} style={} arrowhead=onormal color=\"#8c959f\" fontcolor=\"#57606a\"];\n", a.index(), t.to.index(),
                    dot_text(spoken_word(t.kind.text()) + (sure ? "" : "?")), sure ? "solid" : "dotted");
            });
    }

    std::string leg_words(const status& s) const
    {
        const matter about = v_.book()[s.leg.matter];
        std::string text = of_one_matter_ ? std::string() : broken(one_line(about.title.empty() ? about.key : about.title)) + '\n';
        text += spoken_word(s.state_name());
        if (s.since) text += " since " + since_text(s);
        if (!s.certain()) text += '\n' + broken("possibly " + state_words(s));
        if (s.lapses) text += "\nlapses " + deadline_text(*s.lapses);
        return text;
    }
    void draw_leg(const status& s)
    {
        const std::string_view colour = colours[static_cast<std::size_t>(tone_of(*s.table, s.state))];
        const std::string_view style = !s.certain() ? "dotted" : may_be_open(s) ? "dashed" : "solid";
        const actor_id asker = v_.book()[s.leg.matter].requester;
        put("  a{} -> a{} [label={} style={} penwidth=2.5 color=\"{}\" fontcolor=\"{}\"];\n", asker.index(), s.leg.respondent.index(), dot_text(leg_words(s)),
            style, colour, colour);
    }

    std::string line(const shown_contact& c) const
    {
        const contact what = v_[c.contact];
        const std::string_view doubt = v_.of(c.contact) == belief::disputed ? "disputed: " : c.sure ? "" : "possibly ";
        std::string text = fmt::format("{}{} {}", doubt, spoken_word(what.act.text()), what.on.text());
        text += how_often(what);
        if (read_.supposed(c.contact) != nullptr) text += " (supposed)";
        return one_line(text);
    }

    /// The contacts of one actor toward another, by date.
    void draw_contacts(std::pair<actor_id, actor_id> ends, std::vector<shown_contact>& contacts)
    {
        const auto key = [](const shown_contact& c) { return std::tuple(c.on.earliest, c.on.latest, c.contact); };
        std::sort(contacts.begin(), contacts.end(), [&](const shown_contact& a, const shown_contact& b) { return key(a) < key(b); });
        std::string text;
        for (std::size_t i = 0; i < contacts.size() && i < most_lines; ++i) text += (i > 0 ? "\n" : "") + line(contacts[i]);
        if (contacts.size() > most_lines) text += fmt::format("\nand {} more", contacts.size() - most_lines);
        const bool sure = std::any_of(contacts.begin(), contacts.end(), [](const shown_contact& c) { return c.sure; });
        const std::string_view form = ends.first == ends.second ? " dir=none" : "";
        put("  a{} -> a{} [label={} style={}{}];\n", ends.first.index(), ends.second.index(), dot_text(text), sure ? "solid" : "dotted", form);
    }

    const view& v_;
    reading read_;
    bool of_one_matter_;
    instant begin_;
    instant end_;
    std::set<actor_id> actors_ = {};
    std::set<actor_id> tops_ = {};  ///< of clusters
    std::set<matter_id> touched_ = {};
    std::map<std::pair<actor_id, actor_id>, std::vector<shown_contact>> contacts_ = {};
    std::vector<status> legs_ = {};
    std::string out_ = {};
};

std::string title_of(const view& v, matter_id m)
{
    const matter about = v.book()[m];
    return v.in_record(m) && !about.title.empty() ? about.title : about.key;
}

}  // namespace

std::string dot(const view& standpoint, const dot_options& options)
{
    graph_drawing picture(standpoint, options, false);
    const std::size_t contacts = standpoint.size().contacts + standpoint.supposed_contacts().size();
    for (std::size_t i = 0; i < contacts; ++i) picture.take(contact_id(i));
    for (const leg l : legs(standpoint)) picture.take_if_alive(l);
    return picture.draw("Who is in contact with whom");
}

std::string dot(const view& standpoint, matter_id of, const dot_options& options)
{
    graph_drawing picture(standpoint, options, true);
    if (standpoint.in_record(of)) {
        const matter about = standpoint.book()[of];
        picture.take(about.requester);
        for (const actor_id a : about.respondents) picture.take(a);
        for (const leg l : legs(standpoint, of)) picture.take(l);
        for (const contact_id c : standpoint.book().contacts_of(of))
            if (c.index() < standpoint.size().contacts) picture.take(c);
        for (const contact_id c : standpoint.supposed_contacts())
            if (standpoint[c].matter == of) picture.take(c);
        picture.take_offices();
    }
    return picture.draw(title_of(standpoint, of));
}

std::string dot(const view& standpoint, actor_id first, actor_id second, const dot_options& options)
{
    graph_drawing picture(standpoint, options, false);
    picture.take(first);
    picture.take(second);
    for (const exchange& e : contacts(standpoint, first, second)) picture.take(e.contact);
    for (const leg l : legs_between(standpoint, first, second)) picture.take_if_alive(l);
    return picture.draw(label(standpoint.book(), first) + " and " + label(standpoint.book(), second));
}

}  // namespace demarche::inline v0
