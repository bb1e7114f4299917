// refuses: conversion from .*actor.* to .*matter|no viable conversion from .*actor|cannot convert from .*actor
// SPDX-License-Identifier: BSL-1.0
#include <demarche/demarche.hpp>

const demarche::actor_id someone{0};

#ifdef REFUSED
const demarche::matter_id something = someone;
#endif
