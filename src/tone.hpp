// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/lifecycle.hpp>

// How pictures tell states apart at a glance. They are always named as well.

namespace demarche::inline v0::detail {

enum class tone { before, asked, moving, settled, refused, over };

/// Before any act; unanswered; otherwise open. Of a state that is over, what its name says where it is one of the usual words, such as "agreed" or "declined".
tone tone_of(const lifecycle& table, state_id s);

}  // namespace demarche::inline v0::detail
