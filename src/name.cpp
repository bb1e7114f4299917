// SPDX-License-Identifier: BSL-1.0
#include <demarche/name.hpp>

#include "key_index.hpp"

#include <mutex>

namespace demarche::inline v0::detail {

namespace {

/// Only what is new takes the lock. Never destroyed: names may be read while other static objects end.
class registry {
public:
    registry()
    {
        for (const std::string_view text : known_names) names_.number(text);
    }

    std::uint32_t number(std::string_view text)
    {
        if (const auto known = names_.find(text)) return *known;
        const std::lock_guard alone(adding_);
        return names_.number(text);
    }
    std::string_view text(std::uint32_t number) const noexcept { return names_.text(number); }

private:
    key_index names_;
    std::mutex adding_;
};

registry& the_registry()
{
    static registry& one = *new registry;
    return one;
}

}  // namespace

std::uint32_t intern(std::string_view text) { return the_registry().number(text); }

std::string_view interned(std::uint32_t number) noexcept
{
    if (number < known_names.size()) return known_names[number];
    return the_registry().text(number);
}

}  // namespace demarche::inline v0::detail
