// SPDX-License-Identifier: BSL-1.0
#include <demarche/error.hpp>

#include <fmt/format.h>

namespace demarche::inline v0 {

namespace {

std::string sentence(const place& where, const std::string& problem)
{
    std::string text = where.file;
    const auto add = [&text](const std::string& part) { text += (text.empty() ? "" : ":") + part; };
    if (where.line != 0) add(fmt::format("{}{}", where.file.empty() ? "line " : "", where.line));
    if (where.column != 0) add(fmt::format("{}{}", where.line == 0 ? "column " : "", where.column));
    if (!where.field.empty()) text += (text.empty() ? "" : ": ") + where.field;
    return text.empty() ? problem : text + ": " + problem;
}

}  // namespace

error::error(errc code, place where, std::string problem)
    : std::runtime_error(sentence(where, problem)), code_(code), where_(std::move(where)), problem_(std::move(problem))
{
}

}  // namespace demarche::inline v0
