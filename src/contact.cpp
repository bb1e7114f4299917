// SPDX-License-Identifier: BSL-1.0
#include <demarche/contact.hpp>

#include <fmt/format.h>

#include <charconv>

namespace demarche::inline v0 {

namespace {

[[noreturn]] void no_count(std::string_view text, std::size_t at)
{
    throw error(errc::invalid_value, {.column = at + 1}, fmt::format("\"{}\" is no count; write 3, 2.. (at least two) or 2..4", text));
}

std::uint64_t number_at(std::string_view text, std::size_t& at)
{
    std::uint64_t number = 0;
    const auto [end, problem] = std::from_chars(text.data() + at, text.data() + text.size(), number);
    if (problem != std::errc{}) no_count(text, at);
    at = static_cast<std::size_t>(end - text.data());
    return number;
}

}  // namespace

count parse_count(std::string_view text)
{
    std::size_t at = 0;
    const std::uint64_t least = number_at(text, at);
    if (at == text.size()) return {least, least};
    if (text.substr(at, 2) != "..") no_count(text, at);
    at += 2;
    if (at == text.size()) return {least, std::nullopt};
    const std::size_t second = at;
    const std::uint64_t most = number_at(text, at);
    if (at != text.size()) no_count(text, at);
    if (most < least) no_count(text, second);
    return {least, most};
}

result<count> try_parse_count(std::string_view text)
{
    try {
        return parse_count(text);
    } catch (const error& why) {
        return why;
    }
}

std::string to_text(const count& n)
{
    if (!n.most) return fmt::format("{}..", n.least);
    return *n.most == n.least ? fmt::format("{}", n.least) : fmt::format("{}..{}", n.least, *n.most);
}

}  // namespace demarche::inline v0
