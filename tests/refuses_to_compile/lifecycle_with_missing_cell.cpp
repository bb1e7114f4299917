// refuses: unsound_lifecycle<.*"broken".*"a cell is missing".*"answer".*"asked".*8>
// SPDX-License-Identifier: BSL-1.0
#include <demarche/demarche.hpp>

using namespace demarche;

namespace {

constexpr std::string_view errand_text = R"(lifecycle	errand
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

constexpr lifecycle errand = checked_lifecycle<errand_text>();

#ifdef REFUSED
constexpr std::string_view broken_text = R"(lifecycle	broken
state	awaited	open	unanswered
none	nobody	no	no
asked	A	yes	yes
done	nobody	no	no
act	by	none	asked	done
ask	R	asked	=	=
answer	A	done!		=
note	R|A	=	=	=
rule	names
unknown_as	note
)";

constexpr lifecycle broken = checked_lifecycle<broken_text>();
#endif

}  // namespace

static_assert(errand.state_count == 3);
