# SPDX-License-Identifier: BSL-1.0
# Fails where a preprocessor of C++17 does not say of a header that it needs C++20.
cmake_minimum_required(VERSION 3.25)

file(GLOB headers RELATIVE "${INCLUDE}" "${INCLUDE}/demarche/*.hpp" "${INCLUDE}/demarche/lifecycles/*.hpp")
list(TRANSFORM FOLDERS PREPEND -I)
foreach(header IN LISTS headers)
  file(WRITE "${UNIT}" "#include <${header}>\n")
  execute_process(COMMAND ${COMPILER} -std=c++17 -E "-I${INCLUDE}" ${FOLDERS} "${UNIT}" OUTPUT_QUIET ERROR_VARIABLE said)
  string(REGEX MATCH "error:[^\n]*" first "${said}")
  if(NOT first MATCHES "demarche needs C[+][+]20")
    message(SEND_ERROR "${header}, read as C++17: ${first}")
  endif()
endforeach()
