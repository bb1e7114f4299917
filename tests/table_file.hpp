// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "conformance_data.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <string>
#include <vector>

// A published table as the conformance folder has it: a header, then rows, tab between columns.

namespace conformance {

using table_row = std::map<std::string, std::string>;

inline std::vector<std::string> columns(const std::string& line)
{
    std::vector<std::string> found{""};
    for (const char c : line)
        if (c == '\t') found.emplace_back();
        else found.back() += c;
    return found;
}

/// Its rows, by the header's names; empty without the folder, which says so.
inline std::vector<table_row> table_file(const std::string& name)
{
    const std::filesystem::path folder = data_folder();
    if (folder.empty()) return {};
    std::ifstream in(folder / name);
    REQUIRE_MESSAGE(in, name);
    std::string line;
    std::getline(in, line);
    const std::vector<std::string> header = columns(line);
    std::vector<table_row> rows;
    while (std::getline(in, line)) {
        const std::vector<std::string> fields = columns(line);
        table_row& row = rows.emplace_back();
        for (std::size_t i = 0; i < header.size(); ++i) row[header[i]] = i < fields.size() ? fields[i] : "";
    }
    REQUIRE(!rows.empty());
    return rows;
}

}  // namespace conformance
