// refuses: a_cell|not_sound|is_not_sound
// SPDX-License-Identifier: BSL-1.0
#include <demarche/demarche.hpp>

namespace {

constexpr std::string_view states =
R"(state	awaited	open	unanswered
none	nobody	no	no
asked	A	yes	yes
done	nobody	no	no
)";

constexpr std::string_view acts =
R"(act	by	none	asked	done
ask	R	asked	=	=
answer	A	!	done	=
note	R|A	=	=	=
)";

constexpr demarche::lifecycle whole = demarche::checked_lifecycle("whole", states, acts, {.unknown_as = "note"});

#ifdef REFUSED
constexpr std::string_view gap =
R"(act	by	none	asked	done
ask	R	asked	=	=
answer	A	!	done
note	R|A	=	=	=
)";

constexpr demarche::lifecycle broken = demarche::checked_lifecycle("broken", states, gap, {.unknown_as = "note"});
#endif

}  // namespace

static_assert(whole.state_count == 3);
