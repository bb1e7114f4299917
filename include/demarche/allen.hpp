// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/export.hpp>
#include <demarche/date.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

// How two stretches of time lie to each other: the thirteen relations of J. F. Allen, "Maintaining Knowledge about
// Temporal Intervals", Communications of the ACM 26 (11), 1983. Of imprecise ones several relations are possible.
//
//   holds(date{"2023-05-22"}, interval_relation::during, date{"2023-05"})               // certainly
//   holds(date{"2021-01-20/2023-05"}, interval_relation::overlaps, date{"2023/2024"})   // possibly
//   allen(date{"2023-05"}, date{"2023-06"}) == interval_relation::meets                 // true

namespace demarche::inline v0 {

/// `a before b`, `a meets b`, and so on; the last six are the converses of the first six, in the same order.
enum class interval_relation : std::uint8_t {
    before,         ///< a second or more lies between the end of a and the beginning of b
    meets,          ///< b begins at the second after the last of a
    overlaps,       ///< a begins first, and ends first, within b
    starts,         ///< they begin together, and a ends first
    during,         ///< b begins first, and a ends first
    finishes,       ///< b begins first, and they end together
    equals,         ///< they begin and end together
    after,          ///< b is before a
    met_by,         ///< b meets a
    overlapped_by,  ///< b overlaps a
    started_by,     ///< b starts a
    contains,       ///< b is during a
    finished_by     ///< b finishes a
};

inline constexpr std::size_t interval_relation_count = 13;

/// The relation of b to a where that of a to b is `r`.
constexpr interval_relation converse(interval_relation r)
{
    constexpr int half = 7;
    const int n = static_cast<int>(r);
    return r == interval_relation::equals ? r : static_cast<interval_relation>(n < half ? n + half : n - half);
}

/// A set of relations, of which one holds.
class interval_relations {
public:
    constexpr interval_relations() = default;
    /// The set of that one relation, or of all of these.
    constexpr interval_relations(interval_relation r) : bits_(bit(r)) {}
    constexpr interval_relations(std::initializer_list<interval_relation> all)
    {
        for (const interval_relation r : all) bits_ |= bit(r);
    }

    /// Whether it has all of these.
    constexpr bool contains(interval_relations others) const { return (others.bits_ & ~bits_) == 0; }
    constexpr bool empty() const { return bits_ == 0; }
    constexpr std::size_t size() const { return static_cast<std::size_t>(std::popcount(bits_)); }

    friend constexpr interval_relations operator|(interval_relations a, interval_relations b) { return interval_relations(a.bits_ | b.bits_); }
    friend constexpr interval_relations operator&(interval_relations a, interval_relations b) { return interval_relations(a.bits_ & b.bits_); }
    friend constexpr bool operator==(interval_relations, interval_relations) = default;

private:
    constexpr explicit interval_relations(std::uint32_t bits) : bits_(bits) {}
    static constexpr std::uint32_t bit(interval_relation r) { return std::uint32_t{1} << static_cast<unsigned>(r); }

    std::uint32_t bits_ = 0;
};

/// The relations of b to a where those of a to b are `all`.
DEMARCHE_EXPORT interval_relations converse(interval_relations all);

/// The relations that are possible between two periods: those of all choices of their four ends, each a whole second
/// within its bounds, a period's beginning no later than its end. Exact, not approximated; constant time, never throws.
/// An open side (`..`) lies at `beginning_of_time` or `end_of_time`, so that two periods open to the same side begin, or
/// end, together, and nothing meets or comes after one that has no end. An unknown side lies anywhere.
/// Precondition: each end's earliest is no later than its latest, and the beginning's earliest no later than the end's latest.
DEMARCHE_EXPORT interval_relations allen(const period& a, const period& b) noexcept;
/// Those between the periods that two dates state, see `period_of`: a year, month, season, day or second is the whole of
/// it; an interval's ends lie anywhere within the dates that they are written as; a set, or one with digits that are
/// unspecified or not significant, is any stretch within its bounds. Linear in the texts. For the instants at which two
/// contacts happened see `before`, `after`, `simultaneous` and `within`.
DEMARCHE_EXPORT interval_relations allen(const date& a, const date& b);

/// Whether one of `which` holds between a and b: certainly, where no other is possible.
DEMARCHE_EXPORT verdict holds(const period& a, interval_relations which, const period& b) noexcept;
DEMARCHE_EXPORT verdict holds(const date& a, interval_relations which, const date& b);

/// Allen's word for a relation: "met_by".
DEMARCHE_EXPORT std::string_view to_text(interval_relation r);

}  // namespace demarche::inline v0
