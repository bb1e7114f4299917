// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

// What becomes of rows in the four-column form, followed naively from the rules as they are written: with maps, and nothing of the library's.

namespace event_oracle {

using answer = std::map<std::string, std::uint64_t>;
using event = std::tuple<int, std::string, std::string, std::string>;  // day, from, code, to

inline std::string matched(const std::string& text)
{
    std::istringstream words([&] {
        std::string spaced = text;
        for (std::size_t at; (at = spaced.find("\xC2\xA0")) != std::string::npos;) spaced.replace(at, 2, " ");
        return spaced;
    }());
    std::string all;
    for (std::string word; std::getline(words, word, ' ');)
        if (!word.empty()) all += (all.empty() ? "" : " ") + word;
    return all;
}

inline std::string code_of(const std::string& relation)
{
    static const std::map<std::string, std::string> labels{{"Express intent to meet or negotiate", "036"}, {"Demand meeting, negotiation", "106"},
        {"Reject proposal to meet, discuss, or negotiate", "125"}, {"Consult", "040"}, {"Discuss by telephone", "041"}, {"Make a visit", "042"},
        {"Host a visit", "043"}, {"Meet at a 'third' location", "044"}, {"Engage in negotiation", "046"}};
    const auto known = labels.find(matched(relation));
    return known == labels.end() ? matched(relation) : known->second;
}

inline std::optional<int> day_of(const std::string& text)
{
    int y = 0;
    unsigned m = 0;
    unsigned d = 0;
    char more = 0;
    if (text.size() != 10 || std::sscanf(text.c_str(), "%4d-%2u-%2u%c", &y, &m, &d, &more) != 3) return {};
    const std::chrono::year_month_day date{std::chrono::year(y), std::chrono::month(m), std::chrono::day(d)};
    if (!date.ok()) return {};
    return static_cast<int>(std::chrono::sys_days(date).time_since_epoch().count());
}

inline std::string side_of(const std::string& name)
{
    const std::size_t open = name.rfind('(');
    return name.empty() || name.back() != ')' || open == std::string::npos || open == 0 ? name : name.substr(open + 1, name.size() - open - 2);
}

inline int kind_of(const std::string& code)
{
    if (code == "036" || code == "106") return 0;
    if (code == "125") return 1;
    for (const char* held : {"040", "041", "042", "043", "044", "046"})
        if (code == held) return 2;
    return 3;
}

inline std::string mirror_of(const std::string& code)
{
    if (code == "042") return "043";
    if (code == "043") return "042";
    return kind_of(code) == 2 ? code : "";
}

struct request {
    std::string state = "open";
    int opened = 0;
    int last = 0;
};

inline answer follow(const std::string& text, const std::string& when, int days, bool by_side)
{
    answer n{{"rows", 0}, {"contacts", 0}, {"merged", 0}, {"mirrored", 0}, {"skipped", 0}, {"actors", 0}, {"matters", 0}, {"held", 0}, {"declined", 0},
        {"withdrawn", 0}, {"lapsed", 0}, {"open", 0}, {"agreed", 0}, {"other", 0}};
    std::set<event> once;
    std::set<std::string> actors;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        ++n["rows"];
        std::vector<std::string> cells;
        std::istringstream columns(line);
        for (std::string cell; std::getline(columns, cell, '\t');) cells.push_back(cell);
        const auto day = cells.size() == 4 ? day_of(cells[3]) : std::nullopt;
        if (!day || matched(cells[0]).empty() || matched(cells[2]).empty() || matched(cells[0]) == matched(cells[2])) {
            ++n["skipped"];
            continue;
        }
        if (!once.insert({*day, matched(cells[0]), code_of(cells[1]), matched(cells[2])}).second) ++n["merged"];
        actors.insert(matched(cells[0]));
        actors.insert(matched(cells[2]));
    }
    n["actors"] = actors.size();
    std::set<std::tuple<int, int, std::string, std::string, std::string>> events;
    for (const auto& [day, from, code, to] : once) {
        if (events.contains({day, kind_of(code), to, mirror_of(code), from})) ++n["mirrored"];
        else events.insert({day, kind_of(code), from, code, to});
    }
    n["contacts"] = events.size();

    const int last_day = *day_of(when);
    std::vector<request> all;
    std::map<std::pair<std::string, std::string>, std::size_t> of;
    const auto asked = [&](const std::string& x, const std::string& y, int day) -> request* {
        const auto found = of.find({x, y});
        if (found == of.end()) return nullptr;
        request& r = all[found->second];
        if (r.state == "open" && day > r.last + days) r.state = "lapsed";
        return &r;
    };
    const auto is = [](const request* r, bool or_agreed) { return r != nullptr && (r->state == "open" || (or_agreed && r->state == "agreed")); };
    for (const auto& [day, kind, from, code, to] : events) {
        if (day > last_day || kind == 3) continue;
        const std::string a = by_side ? side_of(from) : from;
        const std::string b = by_side ? side_of(to) : to;
        if (a == b) continue;
        request* const ab = asked(a, b, day);
        request* const ba = asked(b, a, day);
        if (kind == 0) {
            if (is(ba, false) && ba->opened < day) ba->state = "agreed";
            else if (is(ab, true)) ab->last = day;
            else {
                of[{a, b}] = all.size();
                all.push_back({"open", day, day});
            }
        } else if (kind == 1) {
            if (is(ba, true)) ba->state = ba->state == "open" ? "declined" : "reneged";
            if (is(ab, true)) ab->state = ab->state == "open" ? "withdrawn" : "cancelled";
        } else
            for (request* r : {ab, ba})
                if (is(r, true)) r->state = "held";
    }
    for (request& r : all) {
        if (r.state == "open" && last_day > r.last + days) r.state = "lapsed";
        ++n["matters"];
        ++n[r.state == "reneged" || r.state == "cancelled" ? "other" : r.state];
    }
    return n;
}

}  // namespace event_oracle
