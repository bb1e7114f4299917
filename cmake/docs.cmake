# SPDX-License-Identifier: BSL-1.0

# The target `docs`: the reference as HTML, in the folder `reference` of the build folder. Its test fails where something is amiss; with another Doxygen than
# the one that it was written with, which may warn of other things, only where there is no reference.
find_package(Doxygen QUIET)
if(NOT DOXYGEN_FOUND)
  message(STATUS "demarche: without the target docs, since Doxygen was not found (Debian: doxygen)")
  return()
endif()

set(demarche_docs ${PROJECT_BINARY_DIR}/reference)
configure_file(cmake/Doxyfile.in Doxyfile @ONLY)
function(demarche_make_docs strict command)
  set(${command} ${CMAKE_COMMAND} -D ROOT=${PROJECT_SOURCE_DIR} -D DOCS=${demarche_docs} -D DOXYFILE=${PROJECT_BINARY_DIR}/Doxyfile -D DOXYGEN=${DOXYGEN_EXECUTABLE}
    -D STRICT=${strict} -P ${PROJECT_SOURCE_DIR}/cmake/make_docs.cmake PARENT_SCOPE)
endfunction()

demarche_make_docs(OFF command)
add_custom_target(docs COMMAND ${command} VERBATIM)
if(DEMARCHE_BUILD_TESTS)
  string(COMPARE EQUAL "${DOXYGEN_VERSION}" 1.9.4 strict)
  demarche_make_docs(${strict} command)
  add_test(NAME docs COMMAND ${command})
endif()
