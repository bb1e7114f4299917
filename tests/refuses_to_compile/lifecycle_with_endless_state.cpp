// refuses: unsound_lifecycle<.*"errand".*"an open state cannot end".*"asked".*4>
// SPDX-License-Identifier: BSL-1.0
#include <demarche/demarche.hpp>

namespace {

constexpr std::string_view errand_text = R"(lifecycle	errand
state	awaited	open	unanswered
none	nobody	no	no
asked	A	yes	yes
done	nobody	no	no
act	by	none	asked	done
ask	R	asked	=	=
)"
#ifdef REFUSED
    "answer\tA\tdone!\tasked\t=\n"
#else
    "answer\tA\tdone!\tdone\t=\n"
#endif
    R"(note	R|A	=	=	=
rule	names
unknown_as	note
)";

constexpr demarche::lifecycle errand = demarche::checked_lifecycle<errand_text>();

}  // namespace

static_assert(errand.state_count == 3);
