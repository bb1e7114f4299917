// SPDX-License-Identifier: BSL-1.0
#include <demarche/measures.hpp>
