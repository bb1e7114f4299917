// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

// What was measured, by operation, number of contacts and side; printed as one table.

namespace performance {

enum class side : std::size_t { demarche, sqlite, adjacency_list };
enum class unit { nanoseconds, bytes, megabytes_a_second };

class table {
public:
    /// Operations are shown in the order in which they were first announced or noted.
    void announce(const std::string& operation, std::size_t contacts) { at(operation, contacts); }
    void note(const std::string& operation, std::size_t contacts, side by, double value, unit in = unit::nanoseconds);
    /// What else there is to say of an operation: "2901 answers".
    void remark(const std::string& operation, std::size_t contacts, std::string text);

    /// Times are shown beside how many times faster demarche is than each other side, and beside the growth of demarche's own since
    /// the row above.
    std::string text() const;

private:
    struct row {
        std::array<std::optional<double>, 3> values = {};
        unit in = unit::nanoseconds;
        std::string remark = {};
    };
    using rows_by_contacts = std::map<std::size_t, row>;

    row& at(const std::string& operation, std::size_t contacts);
    static std::string line(const std::string& operation, std::size_t contacts, const row& r, const row* before);

    std::vector<std::string> operations_;
    std::map<std::string, rows_by_contacts> rows_;
};

}  // namespace performance
