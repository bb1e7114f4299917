// SPDX-License-Identifier: BSL-1.0
#include <demarche/lifecycle.hpp>

#include <fmt/format.h>

namespace demarche {

namespace detail {

void this_lifecycle_table_is_not_sound(const char*) {}

}  // namespace detail

namespace {

std::string cell_name(const detail::table_fault& fault)
{
    if (fault.act.empty()) return std::string(fault.state);
    if (fault.state.empty()) return std::string(fault.act);
    return fmt::format("{} in {}", fault.act, fault.state);
}

}  // namespace

result<lifecycle> try_parse_lifecycle(std::string_view name, std::string_view states, std::string_view acts, const lifecycle_rules& rules)
{
    detail::lifecycle_parser parser(name, rules);
    parser.parse(states, acts);
    const auto& fault = parser.fault();
    if (fault.problem == nullptr) return parser.made();
    return error(errc::invalid_table, {.line = fault.line, .field = cell_name(fault)},
                fmt::format("the {} of the lifecycle {}: {}", fault.in_states ? "states" : "acts", name, fault.problem));
}

lifecycle parse_lifecycle(std::string_view name, std::string_view states, std::string_view acts, const lifecycle_rules& rules)
{
    return try_parse_lifecycle(name, states, acts, rules).value();
}

}  // namespace demarche
