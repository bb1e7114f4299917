// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace demarche {

/// The number of one `T` in one chronicle: given by `chronicle::add`, counting from 0 in the order of arrival.
/// Ids of different types do not convert into one another, nor to or from integers. A default-made id names
/// nothing and is false. An id means nothing in another chronicle (asserted in debug builds).
template <class T>
class id {
public:
    constexpr id() = default;
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

using actor_id = id<actor>;
using tie_id = id<tie>;
using source_id = id<source>;
using matter_id = id<matter>;
using contact_id = id<contact>;
using report_id = id<report>;

}  // namespace demarche

template <class T>
struct std::hash<demarche::id<T>> {
    std::size_t operator()(demarche::id<T> x) const noexcept { return x ? x.index() + 1 : 0; }
};
