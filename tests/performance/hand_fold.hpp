// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "ledger.hpp"

#include <limits>

// What stands in a meeting request, as someone would write it by hand who needs no more than the ledger's nine acts on whole days.
// The sides that are not demarche fold with it; it is thereby also a second opinion on what demarche answers.

namespace performance {

enum class state : std::uint8_t { none, pending, acknowledged, countered, agreed, declined, withdrawn, cancelled, reneged, lapsed, held };
inline constexpr std::size_t state_count = 11;
inline constexpr std::array<std::string_view, state_count> state_names{
    "none", "pending", "acknowledged", "countered", "agreed", "declined", "withdrawn", "cancelled", "reneged", "lapsed", "held"};

inline constexpr std::uint16_t bit(state s) { return static_cast<std::uint16_t>(1u << static_cast<unsigned>(s)); }
inline constexpr std::uint16_t unanswered_states = bit(state::pending) | bit(state::acknowledged);

inline constexpr int no_day = -1;
inline constexpr int never = std::numeric_limits<int>::max();

/// The status of a leg: the shown state, every possible one, and the day of the contact or of the clock's act that brought the shown one.
struct standing {
    state now = state::none;
    std::uint16_t possible = bit(state::none);
    int since = no_day;
    bool by_clock = false;

    /// Unanswered in all histories.
    bool unanswered() const { return (possible & ~unanswered_states) == 0; }
    bool operator==(const standing&) const = default;
};

/// What a contact does, and when.
struct dated_deed {
    deed does;
    int day;
};

/// One history of a leg. The clock acts at the first second of the day after the reply_by.
class hand_fold {
public:
    explicit hand_fold(int reply_by) : due_(reply_by + 1) {}

    /// The clock acts before a contact of its day.
    void apply(dated_deed d)
    {
        pass(d.day);
        fold(d);
    }
    /// The contact comes in the first second of its day: before the clock.
    void apply_at_midnight(dated_deed d)
    {
        pass(d.day - 1);
        fold(d);
    }
    void pass(int day)
    {
        if (due_ > day) return;
        if ((bit(now_) & unanswered_states) != 0) {
            now_ = state::lapsed;
            since_ = due_;
            by_clock_ = true;
        }
        due_ = never;
    }

    state now() const { return now_; }
    standing as_shown() const { return {now_, bit(now_), since_, by_clock_}; }

private:
    void fold(dated_deed d)
    {
        const char to = cells[static_cast<std::size_t>(d.does)][static_cast<std::size_t>(now_)];
        if (to == '=') return;
        if (d.does == deed::counter) due_ = never;
        now_ = state_of(to);
        since_ = d.day;
        by_clock_ = false;
    }
    static constexpr state state_of(char letter)
    {
        constexpr std::string_view letters = "-pkcadwxrlh";
        return static_cast<state>(letters.find(letter));
    }

    // Columns as in `state`; `=` is no change, of whichever kind.
    static constexpr std::array<std::string_view, deed_count> cells{
        "p==p=pppppp",   // request
        "p==p=pppppp",   // reiterate
        "wwwwx======",   // withdraw
        "===a=======",   // accept_counter
        "kk=========",   // acknowledge
        "aaaa=a==aa=",   // accept
        "ddddr====d=",   // decline
        "cccccc==cc=",   // counter
        "hhhhhhhhhh="};  // held

    state now_ = state::none;
    int due_;
    int since_ = no_day;
    bool by_clock_ = false;
};

/// The standing at the end of `day` after contacts in order of date, none of them later. At most one is on the day on which the clock
/// acts: it may have come in its first second, before the clock, or later.
inline standing standing_after(std::span<const dated_deed> contacts, int reply_by, int day)
{
    hand_fold shown(reply_by);
    bool either = false;
    for (const dated_deed& d : contacts) {
        either = either || d.day == reply_by + 1;
        shown.apply(d);
    }
    shown.pass(day);
    standing s = shown.as_shown();
    if (!either) return s;
    hand_fold other(reply_by);
    for (const dated_deed& d : contacts) other.apply_at_midnight(d);
    other.pass(day);
    s.possible = static_cast<std::uint16_t>(s.possible | bit(other.now()));
    return s;
}

}  // namespace performance
