// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/export.hpp>
#include <demarche/allen.hpp>
#include <demarche/code.hpp>
#include <demarche/episodes.hpp>
#include <demarche/explanation.hpp>
#include <demarche/moves.hpp>
#include <demarche/relation.hpp>
#include <demarche/status.hpp>

#include <fmt/format.h>

#include <concepts>

// fmt formatters: dates as they were written, words as words, a status as a sentence.
//
//   fmt::print("{}\n", status(today, l));   // acknowledged since 2023-05-01/2023-05-25, certain; Li Shangfu to answer; lapses after 2023-06-04
//   fmt::print("{}, {}, {}\n", date{"2023-05"}, acts::request, verdict::possibly);   // 2023-05, request, possibly

namespace demarche::inline v0 {

/// A status as a sentence, as above. The one that is awaited is "to answer" where the state is unanswered, in all histories, and "to move" in any other, whether
/// it is the one that was asked or the one that asks. Precondition: made from a view.
DEMARCHE_EXPORT std::string to_text(const status& s);
/// An episode as a line: `2023-05-22 to 2023-06-04: pending since 2023-05-22, certain; …`. Days where it begins and ends with one, else seconds.
DEMARCHE_EXPORT std::string to_text(const episode& e);
/// A revision as a line: `known from 2023-05-26: pending since 2023-05-22, certain; …; as fs-0526 asserts c1`.
DEMARCHE_EXPORT std::string to_text(const revision& r);
/// An explanation as lines that a person would quote: the status, a line for each step, for each contact that was left out without being a step, for each
/// witness, and for what would settle it.
DEMARCHE_EXPORT std::string to_text(const explanation& e);
/// What people call an actor: its name, or its key where it has none.
DEMARCHE_EXPORT const std::string& label(const chronicle& book, actor_id a);
/// An instant as the end of something: the day that it ends (`after 2023-06-04` for midnight) or the second (`at …`).
DEMARCHE_EXPORT std::string deadline_text(instant at);

namespace detail {
template <class T, class... Of>
concept one_of = (std::same_as<T, Of> || ...);
}

}  // namespace demarche::inline v0

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

template <class List>
struct fmt::formatter<demarche::code_of<List>> : fmt::formatter<std::string_view> {
    template <class Context>
    auto format(demarche::code_of<List> c, Context& context) const
    {
        return fmt::formatter<std::string_view>::format(c.text(), context);
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

/// What `to_text` says.
template <demarche::detail::one_of<demarche::count, demarche::interval_relation, demarche::status, demarche::transition, demarche::prospect, demarche::shortcoming, demarche::owed,
                                   demarche::episode, demarche::revision, demarche::explanation, demarche::relation>
              T>
struct fmt::formatter<T> : fmt::formatter<std::string_view> {
    template <class Context>
    auto format(const T& x, Context& context) const
    {
        return fmt::formatter<std::string_view>::format(demarche::to_text(x), context);
    }
};
