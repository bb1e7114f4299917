// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "fold.hpp"

#include <cstdint>
#include <optional>

// A contact in its leg, in four bytes: how to fold it and, where contacts came in the order of their dates, how the leg stands once it is folded.

namespace demarche::inline v0::detail {

/// What it takes to fold a contact.
inline constexpr std::uint8_t kind_with_details = 1;  ///< terms or a debtor, in its whole record
inline constexpr std::uint8_t kind_replies = 2;       ///< it says to what it replies
inline constexpr std::uint8_t kind_reversed = 4;      ///< the requester does not act

/// Which of the matter's own terms the clock acts upon.
enum class due_of : std::uint8_t { neither, reply_by, occasion };

/// How a leg stands once a contact is folded, by the matter's own terms.
struct entry_outcome {
    state_id state = state_id::none;
    std::uint8_t since_back = 0;  ///< how many contacts before this one brought the state
    std::uint8_t attempts = 0;
    std::uint8_t reminders = 0;
    due_of due = due_of::neither;      ///< of which terms the clock acts next
    state_id after = state_id::none;   ///< where it then leads
};

class entry_code {
public:
    static constexpr std::uint8_t most_back = 15;
    static constexpr std::uint8_t most_counted = 7;

    entry_code() = default;
    entry_code(std::uint8_t row, std::uint8_t kind) : bits_((std::uint32_t{row} & 63u) | std::uint32_t{kind} << 6) {}
    /// Preconditions: no count is above its most.
    entry_code(std::uint8_t row, std::uint8_t kind, const entry_outcome& o)
        : bits_(entry_code(row, kind).bits_ | static_cast<std::uint32_t>(index(o.state)) << 9 | std::uint32_t{o.since_back} << 14 | std::uint32_t{o.attempts} << 18 |
                std::uint32_t{o.reminders} << 21 | static_cast<std::uint32_t>(o.due) << 24 | static_cast<std::uint32_t>(index(o.after)) << 26)
    {
    }

    std::uint8_t row() const { return part(0, 6); }
    std::uint8_t kind() const { return part(6, 3); }
    state_id state() const { return static_cast<state_id>(part(9, 5)); }
    std::uint8_t since_back() const { return part(14, 4); }
    std::uint8_t attempts() const { return part(18, 3); }
    std::uint8_t reminders() const { return part(21, 3); }
    due_of due() const { return static_cast<due_of>(part(24, 2)); }
    state_id after() const { return static_cast<state_id>(part(26, 5)); }

    /// This one, or that of no contact; without a branch.
    entry_code only(bool is) const
    {
        entry_code found;
        found.bits_ = bits_ & -std::uint32_t{is};
        return found;
    }

private:
    std::uint8_t part(unsigned at, unsigned size) const { return static_cast<std::uint8_t>(bits_ >> at & ((1u << size) - 1)); }

    std::uint32_t bits_ = 0;
};

/// What a standing has beside its state, where all terms are the matter's own or none; in two bytes.
class terms_code {
public:
    terms_code() : terms_code(0x3) {}
    explicit terms_code(const standing& s)
        : bits_(static_cast<std::uint16_t>((s.in_force.occasion != end_of_time) << 0 | (s.in_force.reply_by != end_of_time) << 1 |
                                           (s.prior_terms.occasion != end_of_time) << 2 | (s.prior_terms.reply_by != end_of_time) << 3 | s.prior_occasion_fell << 4 |
                                           s.prior_reply_fell << 5 | static_cast<int>(index(s.prior)) << 6))
    {
    }

    std::uint16_t bits() const { return bits_; }
    friend bool operator==(terms_code, terms_code) = default;

    standing with(state_id state, const terms& own) const
    {
        const auto has = [this](unsigned bit) { return (bits_ >> bit & 1u) != 0; };
        return {.state = state,
                .in_force = {.occasion = has(0) ? own.occasion : end_of_time, .reply_by = has(1) ? own.reply_by : end_of_time},
                .prior = static_cast<state_id>(bits_ >> 6),
                .prior_reply_fell = has(5),
                .prior_occasion_fell = has(4),
                .prior_terms = {.occasion = has(2) ? own.occasion : end_of_time, .reply_by = has(3) ? own.reply_by : end_of_time}};
    }

private:
    explicit terms_code(std::uint16_t bits) : bits_(bits) {}

    std::uint16_t bits_;
};

}  // namespace demarche::inline v0::detail
