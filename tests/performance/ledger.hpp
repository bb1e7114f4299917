// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <string_view>
#include <vector>

// The workload "ledger": 10,000 actors of skewed popularity who ask one another for meetings over 20 years. Plain arrays, which know
// nothing of those who are measured with them; the same for the same seed on every machine.
//
//   const performance::ledger book = performance::make_ledger(1'000'000);

namespace performance {

/// What a contact does, in the ledger's own numbers.
enum class deed : std::uint8_t { request, reiterate, withdraw, accept_counter, acknowledge, accept, decline, counter, held };
inline constexpr std::size_t deed_count = 9;
inline constexpr std::array<std::string_view, deed_count> deed_names{
    "request", "reiterate", "withdraw", "accept_counter", "acknowledge", "accept", "decline", "counter", "held"};

/// Days are counted from 1990-01-01.
inline constexpr std::chrono::sys_days first_day{std::chrono::year{1990} / 1 / 1};
inline constexpr int days_of_requests = 7300;
inline constexpr std::uint32_t actor_count = 10'000;

struct ledger {
    // By matter, in order of their requests.
    std::vector<std::uint32_t> requester;
    std::vector<std::uint32_t> respondent;
    std::vector<int> reply_by;

    // By contact, in order of date; the contacts of a matter are on different days.
    std::vector<std::uint32_t> matter;
    std::vector<deed> does;
    std::vector<std::uint32_t> from;
    std::vector<std::uint32_t> to;
    std::vector<int> day;
    std::vector<int> known;  ///< when it was published

    int last_day = 0;  ///< no day above is later

    std::size_t matters() const { return requester.size(); }
    std::size_t contacts() const { return matter.size(); }
};

/// A ledger of a third as many matters as `contacts` says; the contacts come to a few per cent less than `contacts`.
ledger make_ledger(std::size_t contacts, std::uint64_t seed = 1);

/// The numbers of the contacts in the order in which they arrive: that of their dates.
std::vector<std::uint32_t> in_order(const ledger& l);
/// The same where every tenth, by chance, arrives up to a year late.
std::vector<std::uint32_t> with_late_ones(const ledger& l, std::uint64_t seed = 2);

/// Random numbers: not by the standard distributions, which differ between libraries.
class dice {
public:
    explicit dice(std::uint64_t seed) : engine_(seed) {}

    std::uint64_t below(std::uint64_t n) { return engine_() % n; }
    /// U(least..most).
    int uniform(int least, int most) { return least + static_cast<int>(below(static_cast<std::uint64_t>(most - least + 1))); }
    bool one_in(std::uint64_t n) { return below(n) == 0; }
    /// Number ⌊10,000·u³⌋.
    std::uint32_t popular_actor();

private:
    std::mt19937_64 engine_;
};

}  // namespace performance
