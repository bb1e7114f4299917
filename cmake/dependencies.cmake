# SPDX-License-Identifier: BSL-1.0

# A project that contains this one may have its own targets for them: those are used.
if(NOT TARGET Boost::headers)
  find_package(Boost 1.74 REQUIRED)
endif()
if(NOT TARGET fmt::fmt)
  find_package(fmt 9 REQUIRED)
endif()

set(demarche_with_jsonl OFF)
if(DEMARCHE_JSONL)
  if(NOT TARGET simdjson::simdjson)
    find_package(simdjson QUIET)
  endif()
  # simdjson's own version file refuses every other major version, so the least one is compared here.
  if(NOT TARGET simdjson::simdjson)
    set(demarche_without_jsonl "simdjson was not found")
  elseif(DEFINED simdjson_VERSION AND simdjson_VERSION VERSION_LESS 3)
    set(demarche_without_jsonl "simdjson ${simdjson_VERSION} is older than 3")
  else()
    set(demarche_with_jsonl ON)
  endif()
  if(NOT demarche_with_jsonl AND DEMARCHE_JSONL STREQUAL "AUTO")
    message(STATUS "demarche: without demarche::jsonl, since ${demarche_without_jsonl}")
  elseif(NOT demarche_with_jsonl)
    message(FATAL_ERROR "DEMARCHE_JSONL is ${DEMARCHE_JSONL}, but ${demarche_without_jsonl}. "
      "Install simdjson 3 or later (Debian: libsimdjson-dev), name its place in CMAKE_PREFIX_PATH, or set DEMARCHE_JSONL=OFF.")
  endif()
endif()
