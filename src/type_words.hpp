// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/chronicle.hpp>

#include <string>
#include <string_view>

// What each type of record is called, in errors and in the chronicle file.

namespace demarche::inline v0::detail {

template <class T>
inline constexpr std::string_view type_word = "";
template <>
inline constexpr std::string_view type_word<actor> = "actor";
template <>
inline constexpr std::string_view type_word<tie> = "tie";
template <>
inline constexpr std::string_view type_word<source> = "source";
template <>
inline constexpr std::string_view type_word<matter> = "matter";
template <>
inline constexpr std::string_view type_word<contact> = "contact";
template <>
inline constexpr std::string_view type_word<report> = "report";

/// "an actor", "a tie".
inline std::string with_article(std::string_view type) { return (type.starts_with('a') ? "an " : "a ") + std::string(type); }

/// Whether records of that type have keys.
template <class T>
inline constexpr bool keyed = !std::is_same_v<T, report>;

}  // namespace demarche::inline v0::detail
