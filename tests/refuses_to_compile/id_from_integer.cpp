// refuses: conversion from .*int.* to .*actor|no viable conversion from 'int'|cannot convert from 'int'
// SPDX-License-Identifier: BSL-1.0
#include <demarche/demarche.hpp>

const demarche::actor_id someone{0};

#ifdef REFUSED
const demarche::actor_id someone_else = 1;
#endif
