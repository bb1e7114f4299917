# SPDX-License-Identifier: BSL-1.0
# Fails unless CHANGELOG.md and the vcpkg manifests are of the version that version.hpp gives, and every header and source in the inline namespace of the ABI.
cmake_minimum_required(VERSION 3.25)

file(READ CHANGELOG.md changes)
if(NOT changes MATCHES "\n## \\[${VERSION}\\]")
  message(SEND_ERROR "CHANGELOG.md has no [${VERSION}]")
endif()

foreach(manifest IN ITEMS vcpkg.json cmake/port/demarche/vcpkg.json)
  file(READ ${manifest} content)
  string(JSON version GET "${content}" version)
  if(NOT version STREQUAL VERSION)
    message(SEND_ERROR "${manifest} is of version ${version}, and version.hpp of ${VERSION}")
  endif()
endforeach()

file(GLOB_RECURSE sources include/*.hpp src/*.hpp src/*.cpp)
foreach(file IN LISTS sources)
  file(STRINGS ${file} outside REGEX "^namespace demarche( {|::[^i])")
  if(outside)
    message(SEND_ERROR "${file} is outside of the inline namespace: write `namespace demarche::inline v0 {`, or `namespace demarche::inline v0::detail {`")
  endif()
endforeach()
