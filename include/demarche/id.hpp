// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/language.hpp>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

// Strong ids: the number of a record in its chronicle. The id of an actor is none of a matter.
//
//   const actor_id who = book.find<actor>("austin");
//   fmt::print("{} is actor number {}\n", book[who].name, who.index());   // Lloyd Austin is actor number 19
//   bool(book.find<actor>("nobody"))                                      // false

namespace demarche::inline v0 {

/// The number of one `T` in one chronicle: given by `chronicle::add`, counting from 0 in the order of arrival.
/// Ids of different types do not convert into one another, nor to or from integers. A default-made id names
/// nothing and is false. An id means nothing in another chronicle (asserted in debug builds).
template <class T>
class id {
public:
    constexpr id() = default;
    /// The record of that number, counted from 0.
    constexpr explicit id(std::size_t index) : raw_(static_cast<std::uint32_t>(index) + 1) {}

    /// Precondition: `*this` names something.
    constexpr std::size_t index() const { return raw_ - std::size_t{1}; }
    constexpr explicit operator bool() const { return raw_ != 0; }

    friend constexpr auto operator<=>(id, id) = default;

private:
    std::uint32_t raw_ = 0;
};

struct actor;
struct tie;
struct source;
struct matter;
struct contact;
struct report;

/// The id of each type of record.
using actor_id = id<actor>;
using tie_id = id<tie>;
using source_id = id<source>;
using matter_id = id<matter>;
using contact_id = id<contact>;
using report_id = id<report>;

}  // namespace demarche::inline v0

template <class T>
struct std::hash<demarche::id<T>> {
    std::size_t operator()(demarche::id<T> x) const noexcept { return x ? x.index() + 1 : 0; }
};
