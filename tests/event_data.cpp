// SPDX-License-Identifier: BSL-1.0
#include <demarche/event_data.hpp>

#include <doctest/doctest.h>

TEST_CASE("event data: nothing is read from nothing") { CHECK(demarche::event_log().record(*std::make_unique<demarche::chronicle>()).rows == 0); }
