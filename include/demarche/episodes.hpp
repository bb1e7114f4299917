// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/export.hpp>
#include <demarche/status.hpp>

#include <variant>

// The history of a status, on both clocks: how a leg stood and will stand if nobody moves, and how the answer for one date changed as reports came in.
//
//   for (const episode& e : episodes(today, l)) fmt::print("{}\n", e);
//   // until 2023-04-30: none, certain
//   // 2023-05-01T00:00:00Z to 2023-05-25T23:59:58Z: none, not certain: possibly none, pending or acknowledged
//   // 2023-05-25T23:59:59Z to 2023-05-28T23:59:59Z: acknowledged since 2023-05-01/2023-05-25, certain; Li Shangfu to answer; lapses after 2023-06-04
//   // 2023-05-29T00:00:00Z to 2023-05-29T23:59:58Z: acknowledged since 2023-05-01/2023-05-25, not certain: possibly acknowledged or declined; Li Shangfu to
//   //   move; lapses after 2023-06-04
//   // from 2023-05-29T23:59:59Z: declined since 2023-05-29, certain
//   for (const revision& r : beliefs(today, l)) fmt::print("{}\n", r);
//   // known until 2023-05-25T23:59:58Z: none, certain
//   // known 2023-05-25T23:59:59Z to 2023-05-26T03:46:58Z: pending since 2023-05-01/2023-05-25, certain; Li Shangfu to answer; lapses after 2023-06-04; as A
//   //   asserts asked
//   // known from 2023-05-26T03:46:59Z: acknowledged since 2023-05-01/2023-05-25, certain; Li Shangfu to answer; lapses after 2023-06-04; as B asserts asked,
//   //   B asserts concerns, B asserts no-answer

namespace demarche::inline v0 {

/// A maximal stretch of valid time throughout which a leg has one status. Both ends are included, as those of a date are.
struct episode {
    instant begin = beginning_of_time;
    instant end = end_of_time;
    demarche::status status = {};

    bool operator==(const episode&) const = default;
};

/// The episodes of a leg, by what the view knows: from the beginning to the end of time, each beginning at the second after the one before; what the clock will
/// do if nobody moves is among them. `when()` does not matter. At every instant W the status is `status(standpoint.as_of(W), of)`, whether or not `legs` shows
/// the leg. What has an open end is over at the end of time: where that moves the leg, the last episode is that instant alone.
/// Precondition: the matter's lifecycle is known. About n log n steps for n contacts, for each of the histories that overlapping dates and disputes leave open
/// at one time; from where these are `too_many`, no more than that. Throws only for lack of memory.
DEMARCHE_EXPORT std::vector<episode> episodes(const view& standpoint, leg of);

/// A maximal stretch of known time throughout which the answer was the same. Both ends are included. At `end_of_time` everything is known, and what was
/// published without a date counts too.
struct revision {
    /// A report, or a thing that has none: a contact, a tie, or the matter itself.
    using cause = std::variant<report_id, contact_id, tie_id, matter_id>;

    instant begin = beginning_of_time;
    instant end = end_of_time;
    demarche::status status = {};
    std::vector<cause> by = {};

    /// Whether it holds only once what has no date of publication counts.
    bool needs_undated() const { return begin == end_of_time; }

    bool operator==(const revision&) const = default;
};

/// How the status of a leg as of `when()` was revised as reports came in: the status is `status(standpoint.known_by(K), of)` at every K of a revision. While
/// `legs` does not show the leg, since its matter was not recorded or it was not yet delegated, there is no revision. `known()` does not matter: all
/// that the view's chronicle has is gone through, the last revision being that of everything known.
/// `by` is what came at the first instant of the revision, by kind, then by id: reports (that the choice of sources lets pass) on contacts of the leg, on
/// contacts that correct these, and on ties above an actor of the matter; and contacts, ties and the matter where the application recorded them then. Where
/// nothing of that came, it is what came for another leg of the matter. Several came together where it has several, be it that one alone had done. It is empty
/// for what was so from the beginning of time.
/// Precondition: the matter's lifecycle is known. The cost of a status, and for each contact that comes to be known, becomes disputed or is retracted that of
/// the contacts that are linked with it by a reply or by the opener, and of all of their dates (by the square), and of those after them on which it makes a
/// difference; and, while histories are enumerated, of the contacts whose dates touch its own, one touching the next (by the square of those of one date). A
/// tie, or somebody who becomes a delegate or is one no more, costs that for each contact of which it decides otherwise whose it is or for whom it counts, and
/// a look at each that names somebody concerned, or at all where a party is; the cost of a status where the choice of sources asks on whose side one speaks.
/// Throws only for lack of memory.
DEMARCHE_EXPORT std::vector<revision> beliefs(const view& standpoint, leg of);

}  // namespace demarche::inline v0
