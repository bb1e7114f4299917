// SPDX-License-Identifier: BSL-1.0
#include <demarche/offices.hpp>
