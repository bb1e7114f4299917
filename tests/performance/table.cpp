// SPDX-License-Identifier: BSL-1.0
#include "table.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace performance {

namespace {

constexpr std::string_view layout = "{:<47} {:>10} {:>10} {:>10} {:>10}  {:>9} {:>9} {:>8}  {}";

std::string with_three_digits(double x) { return x < 10 ? fmt::format("{:.2f}", x) : x < 100 ? fmt::format("{:.1f}", x) : fmt::format("{:.0f}", x); }

std::string time_text(double ns)
{
    if (ns < 1e3) return with_three_digits(ns) + " ns";
    if (ns < 1e6) return with_three_digits(ns / 1e3) + " us";
    if (ns < 1e9) return with_three_digits(ns / 1e6) + " ms";
    return with_three_digits(ns / 1e9) + " s";
}

std::string text_of(const std::optional<double>& value, unit in)
{
    if (!value) return "-";
    switch (in) {
    case unit::nanoseconds: return time_text(*value);
    case unit::bytes: return with_three_digits(*value) + " B";
    case unit::megabytes_a_second: return with_three_digits(*value) + " MB/s";
    }
    return {};
}

std::string ratio(const std::optional<double>& a, const std::optional<double>& b)
{
    if (!a || !b) return "-";
    const double times = *a / *b;
    return times < 0.1 ? fmt::format("{:.2g}", times) : with_three_digits(times);
}

}  // namespace

void table::note(const std::string& operation, std::size_t contacts, side by, double value, unit in)
{
    row& r = at(operation, contacts);
    r.values[static_cast<std::size_t>(by)] = value;
    r.in = in;
}

void table::remark(const std::string& operation, std::size_t contacts, std::string text) { at(operation, contacts).remark = std::move(text); }

table::row& table::at(const std::string& operation, std::size_t contacts)
{
    if (std::find(operations_.begin(), operations_.end(), operation) == operations_.end()) operations_.push_back(operation);
    return rows_[operation][contacts];
}

std::string table::line(const std::string& operation, std::size_t contacts, const row& r, const row* before)
{
    const auto [ours, sqlite, adjacency_list] = r.values;
    const std::string growth = before != nullptr ? ratio(ours, before->values[0]) : "-";
    return fmt::format(layout, operation, contacts, text_of(ours, r.in), text_of(sqlite, r.in), text_of(adjacency_list, r.in), ratio(sqlite, ours),
                       ratio(adjacency_list, ours), growth, r.remark);
}

std::string table::text() const
{
    std::string all = fmt::format(layout, "", "contacts", "demarche", "SQLite", "adj_list", "x SQLite", "x adj", "growth", "note") + '\n';
    for (const std::string& operation : operations_) {
        const row* before = nullptr;
        for (const auto& [contacts, r] : rows_.at(operation)) {
            std::string text = line(operation, contacts, r, before);
            text.erase(text.find_last_not_of(' ') + 1);
            all += text + '\n';
            before = &r;
        }
    }
    return all + "x: how many times faster (or smaller) demarche is than the other. growth: demarche's figure by that of its row above.\n";
}

}  // namespace performance
