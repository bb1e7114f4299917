// SPDX-License-Identifier: BSL-1.0
#include "field_values.hpp"

namespace demarche::inline v0::jsonl {

date date_in(const json_value& value)
{
    const std::string_view text = value.text();
    try {
        return date(text);
    } catch (const error& why) {
        value.fail_within(why);
    }
}

count count_in(json_value& value)
{
    const std::string_view text = value.is_text() ? value.text() : value.number_text();
    try {
        const count n = parse_count(text);
        if (!value.is_text() || n == count{} || to_text(n) != text) value.keep_spelling();
        return n;
    } catch (const error& why) {
        value.fail_within(why);
    }
}

std::string_view key_in(const json_value& value)
{
    const std::string_view key = value.text();
    if (key.empty()) value.fail(errc::missing_field, "a key must not be empty");
    return key;
}

int rank_in(const json_value& value)
{
    const std::int64_t rank = value.integer();
    if (rank < 1 || rank > 1'000'000) value.fail(errc::invalid_value, "a rank is 1 (the highest) or more");
    return static_cast<int>(rank);
}

std::vector<std::pair<std::string, std::string>> codes_in(const json_value& value)
{
    std::vector<std::pair<std::string, std::string>> codes;
    value.each_field([&codes](std::string_view scheme, json_value code) { codes.emplace_back(scheme, code.text()); });
    return codes;
}

}  // namespace demarche::inline v0::jsonl
