# SPDX-License-Identifier: BSL-1.0

# The target `docs`: the reference, as HTML in `reference` of the build folder. The test `docs` fails where Doxygen warns.
find_package(Doxygen QUIET)
if(NOT DOXYGEN_FOUND)
  message(STATUS "demarche: without the target docs, since Doxygen was not found (Debian: doxygen)")
  return()
endif()

set(demarche_docs ${PROJECT_BINARY_DIR}/reference)
configure_file(cmake/Doxyfile.in Doxyfile @ONLY)
demarche_reference_files(demarche_headers)
list(FILTER demarche_headers INCLUDE REGEX "[.]hpp$")
list(JOIN demarche_headers "," demarche_headers)
set(demarche_make_docs ${CMAKE_COMMAND}
  -D ROOT=${PROJECT_SOURCE_DIR} -D HEADERS=${demarche_headers} -D DOCS=${demarche_docs} -D DOXYFILE=${PROJECT_BINARY_DIR}/Doxyfile
  -D DOXYGEN=${DOXYGEN_EXECUTABLE} -P ${PROJECT_SOURCE_DIR}/cmake/make_docs.cmake)
add_custom_target(docs COMMAND ${demarche_make_docs} VERBATIM)
