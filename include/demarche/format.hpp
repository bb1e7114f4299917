// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/allen.hpp>
#include <demarche/status.hpp>

#include <fmt/format.h>

// fmt formatters: dates as they were written, words as words, a status as a sentence.
//
//   pending since 2023-05-22, certain; PRC Ministry of National Defense to answer; lapses after 2023-06-04

namespace demarche {

/// A status as a sentence, as above. Precondition: made from a view.
std::string to_text(const status& s);
/// What people call an actor: its name, or its key where it has none.
const std::string& label(const chronicle& book, actor_id a);
/// An instant as the end of something: the day that it ends (`after 2023-06-04` for midnight) or the second (`at …`).
std::string deadline_text(instant at);

}  // namespace demarche

template <>
struct fmt::formatter<demarche::date> : fmt::formatter<std::string_view> {
    template <class Context>
    auto format(const demarche::date& d, Context& context) const
    {
        return fmt::formatter<std::string_view>::format(d.text(), context);
    }
};

template <class Vocabulary>
struct fmt::formatter<demarche::name<Vocabulary>> : fmt::formatter<std::string_view> {
    template <class Context>
    auto format(demarche::name<Vocabulary> n, Context& context) const
    {
        return fmt::formatter<std::string_view>::format(n.text(), context);
    }
};

template <>
struct fmt::formatter<demarche::verdict> : fmt::formatter<std::string_view> {
    template <class Context>
    auto format(demarche::verdict v, Context& context) const
    {
        constexpr std::string_view words[] = {"impossibly", "possibly", "certainly"};
        return fmt::formatter<std::string_view>::format(words[static_cast<int>(v)], context);
    }
};

template <>
struct fmt::formatter<demarche::interval_relation> : fmt::formatter<std::string_view> {
    template <class Context>
    auto format(demarche::interval_relation r, Context& context) const
    {
        return fmt::formatter<std::string_view>::format(demarche::to_text(r), context);
    }
};

template <>
struct fmt::formatter<demarche::count> : fmt::formatter<std::string_view> {
    template <class Context>
    auto format(const demarche::count& n, Context& context) const
    {
        return fmt::formatter<std::string_view>::format(demarche::to_text(n), context);
    }
};

template <>
struct fmt::formatter<demarche::status> : fmt::formatter<std::string_view> {
    template <class Context>
    auto format(const demarche::status& s, Context& context) const
    {
        return fmt::formatter<std::string_view>::format(demarche::to_text(s), context);
    }
};
