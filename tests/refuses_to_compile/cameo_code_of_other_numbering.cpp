// refuses: conversion from .*old_events.* to .*cameo::events|no viable conversion from .*old_cameo_code|cannot convert
// SPDX-License-Identifier: BSL-1.0
#include <demarche/cameo.hpp>

#include <optional>

constexpr auto reject_meeting = demarche::old_cameo_code::known("124");
constexpr std::optional<demarche::cameo_code> by_name = demarche::cameo::renumbered(reject_meeting);

#ifdef REFUSED
constexpr demarche::cameo_code refuse_to_yield = reject_meeting;
#endif
