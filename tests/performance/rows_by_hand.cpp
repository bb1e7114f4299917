// SPDX-License-Identifier: BSL-1.0
#include "rows_by_hand.hpp"

#include <utility>

namespace performance {

namespace {

/// Calls `take` for each part between two separators.
template <class Take>
void each_part(std::string_view text, char separator, Take take)
{
    for (;;) {
        const std::size_t length = text.find(separator);
        take(text.substr(0, length));
        if (length == std::string_view::npos) return;
        text.remove_prefix(length + 1);
    }
}

template <class Take>
void each_line(std::string_view text, Take take)
{
    each_part(text, '\n', [&](std::string_view line) {
        if (!line.empty()) take(line);
    });
}

bool is_told_twice(std::string_view code)
{
    for (const char* one : {"040", "041", "044", "046", "Consult", "Discuss by telephone", "Engage in negotiation"})
        if (code == one) return true;
    return code.starts_with("CONSULT");
}

bool is_hosting(std::string_view code) { return code == "043" || code == "Host a visit"; }
std::string_view visit_for(std::string_view hosting) { return hosting == "043" ? "042" : "Make a visit"; }

}  // namespace

std::size_t cells_in(std::string_view text)
{
    std::size_t cells = 0;
    each_line(text, [&](std::string_view line) { each_part(line, '\t', [&](std::string_view) { ++cells; }); });
    return cells;
}

std::size_t rows_by_hand::hash::operator()(const contact& c) const
{
    std::size_t all = 0;
    for (const std::uint32_t part : {c.day, c.from, c.code, c.to}) all = (all ^ part) * 0x9E3779B97F4A7C15u ^ all >> 32;
    return all;
}

void rows_by_hand::read(std::string_view text)
{
    each_line(text, [this](std::string_view line) { take(line); });
}

void rows_by_hand::take(std::string_view line)
{
    std::array<std::string_view, 64> cells;
    std::size_t count = 0;
    each_part(line, '\t', [&](std::string_view cell) { cells[count++] = cell; });
    std::string code(cells[at_.code]);
    if (at_.mode != 0 && !cells[at_.mode].empty()) code.append("/").append(cells[at_.mode]);
    const contact row{number_of(cells[at_.date]), number_of(cells[at_.from]), number_of(code), number_of(cells[at_.to])};
    const contact kept = is_hosting(code) ? contact{row.day, row.to, number_of(visit_for(code)), row.from} : settled(row, code);
    ++rows_;
    std::uint8_t& told_by = contacts_[kept];
    const std::uint8_t by = kept == row ? 1 : 2;
    if (told_by == 0) of_pair_[std::uint64_t{kept.from} << 32 | kept.to].push_back(kept.day);
    told_ += (told_by & by) == 0;
    told_by |= by;
}

std::uint32_t rows_by_hand::number_of(std::string_view text)
{
    const auto [known, added] = numbers_.try_emplace(std::string(text), static_cast<std::uint32_t>(texts_.size()));
    if (added) texts_.emplace_back(text);
    return known->second;
}

rows_by_hand::contact rows_by_hand::settled(const contact& c, std::string_view code) const
{
    const bool turned = is_told_twice(code) && texts_[c.to] < texts_[c.from];
    return turned ? contact{c.day, c.to, c.code, c.from} : c;
}

}  // namespace performance
