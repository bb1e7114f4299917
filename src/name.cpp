// SPDX-License-Identifier: BSL-1.0
#include <demarche/name.hpp>

#include <deque>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <unordered_map>

namespace demarche::detail {

namespace {

// Never destroyed: names may be read while other static objects end.
struct registry {
    registry()
    {
        for (std::string_view text : known_names) enter(text);
    }

    std::uint32_t enter(std::string_view text)
    {
        const auto number = static_cast<std::uint32_t>(texts.size());
        numbers.emplace(texts.emplace_back(text), number);
        return number;
    }

    std::shared_mutex guard;
    std::deque<std::string> texts;
    std::unordered_map<std::string_view, std::uint32_t> numbers;
};

registry& the_registry()
{
    static registry& one = *new registry;
    return one;
}

}  // namespace

std::uint32_t intern(std::string_view text)
{
    registry& names = the_registry();
    {
        const std::shared_lock reading(names.guard);
        if (const auto found = names.numbers.find(text); found != names.numbers.end()) return found->second;
    }
    const std::unique_lock writing(names.guard);
    const auto found = names.numbers.find(text);
    return found != names.numbers.end() ? found->second : names.enter(text);
}

std::string_view interned(std::uint32_t number) noexcept
{
    if (number < known_names.size()) return known_names[number];
    registry& names = the_registry();
    const std::shared_lock reading(names.guard);
    return names.texts[number];
}

}  // namespace demarche::detail
