// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/export.hpp>
#include <demarche/view.hpp>

#include <optional>
#include <string>

// A picture of a view as a graph, in the language of Graphviz (https://graphviz.org/doc/info/lang.html).
//
//   std::ofstream("slid23.dot") << dot(today, meeting);   // then: dot -Tsvg slid23.dot
//
// Sides are clusters: the topmost actors over the ties that lead upward, as of `when()`; who is on two sides, or alone, stands outside of them. A thick edge
// is a leg, from requester to respondent, dashed while it is open, and tells its status; a thin one the contacts of one actor toward another, with their
// dates; one with a hollow arrow a tie. What is dotted, or says `possibly` or `?`, is not certain. Nothing is told by colour alone. The same view gives the
// same bytes.
// Boost's write_graphviz knows neither clusters without its own type of subgraph, nor escapes; so this is not written by it.

namespace demarche::inline v0 {

/// Which contacts to draw, beside those that the view leaves out.
struct dot_options {
    std::optional<date> from = {};  ///< only contacts that may have happened since its earliest instant; all, without
    std::optional<date> to = {};    ///< and until its latest
};

/// Everybody who is in contact by `when()`, certainly or possibly, with the contacts that the view believes and nothing corrects; and the legs that are open,
/// or of which there is such a contact. Costs a status for each leg, and is linear in the view's contacts. Throws only for lack of memory.
DEMARCHE_EXPORT std::string dot(const view& standpoint, const dot_options& options = {});
/// The neighbourhood of a matter: its parties, everyone who acts in its contacts, and the offices that these hold. Without anybody where the matter is not in
/// the view's record. Costs a status for each of its legs, and is linear in its contacts.
DEMARCHE_EXPORT std::string dot(const view& standpoint, matter_id of, const dot_options& options = {});
/// Two parties, whoever of theirs is in contact with the other's, and the legs between them that are open or of which there is such a contact. Costs as
/// `contacts` (in contacts.hpp), and a status for each leg.
DEMARCHE_EXPORT std::string dot(const view& standpoint, actor_id first, actor_id second, const dot_options& options = {});

}  // namespace demarche::inline v0
