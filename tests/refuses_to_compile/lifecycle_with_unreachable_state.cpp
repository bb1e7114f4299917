// refuses: unsound_lifecycle<.*"broken".*"a state cannot be reached".*"done".*5>
// SPDX-License-Identifier: BSL-1.0
#include <demarche/demarche.hpp>

namespace {

constexpr std::string_view whole_text = R"(lifecycle	whole
state	awaited	open	unanswered
none	nobody	no	no
asked	A	yes	yes
done	nobody	no	no
act	by	none	asked	done
ask	R	asked	=	=
answer	A	done!	done	=
note	R|A	=	=	=
rule	names
unknown_as	note
)";

constexpr demarche::lifecycle whole = demarche::checked_lifecycle<whole_text>();

#ifdef REFUSED
constexpr std::string_view broken_text = R"(lifecycle	broken
state	awaited	open	unanswered
none	nobody	no	no
asked	A	yes	yes
done	nobody	no	no
act	by	none	asked	done
ask	R	asked	=	=
answer	A	!	none	=
note	R|A	=	=	=
rule	names
unknown_as	note
)";

constexpr demarche::lifecycle broken = demarche::checked_lifecycle<broken_text>();
#endif

}  // namespace

static_assert(whole.state_count == 3);
