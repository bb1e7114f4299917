// SPDX-License-Identifier: BSL-1.0
#pragma once

// Everything that needs no optional dependency. `boost_graph.hpp`, the published lists of event codes (`cameo.hpp`, `plover.hpp`, `event_acts.hpp`) and the
// headers of the optional libraries are included by name.
//
//   for (leg l : awaiting(today, li)) fmt::print("{}\n", status(today, l));
//   // acknowledged since 2023-05-01/2023-05-25, certain; Li Shangfu to answer; lapses after 2023-06-04

#include <demarche/fwd.hpp>

#include <demarche/actor.hpp>
#include <demarche/allen.hpp>
#include <demarche/chronicle.hpp>
#include <demarche/contact.hpp>
#include <demarche/contacts.hpp>
#include <demarche/date.hpp>
#include <demarche/diff.hpp>
#include <demarche/dot.hpp>
#include <demarche/episodes.hpp>
#include <demarche/error.hpp>
#include <demarche/explanation.hpp>
#include <demarche/format.hpp>
#include <demarche/id.hpp>
#include <demarche/lifecycle.hpp>
#include <demarche/lifecycle_file.hpp>
#include <demarche/lifecycles/agrement.hpp>
#include <demarche/lifecycles/channel.hpp>
#include <demarche/lifecycles/measure.hpp>
#include <demarche/lifecycles/meeting_request.hpp>
#include <demarche/lifecycles/tenure.hpp>
#include <demarche/matter.hpp>
#include <demarche/measures.hpp>
#include <demarche/moves.hpp>
#include <demarche/name.hpp>
#include <demarche/network.hpp>
#include <demarche/offices.hpp>
#include <demarche/relation.hpp>
#include <demarche/source.hpp>
#include <demarche/status.hpp>
#include <demarche/tie.hpp>
#include <demarche/timeline.hpp>
#include <demarche/version.hpp>
#include <demarche/view.hpp>
#include <demarche/watch.hpp>
