# SPDX-License-Identifier: BSL-1.0
cmake_minimum_required(VERSION 3.25)

execute_process(
  COMMAND ${CMAKE_COMMAND} --build ${BUILD} --config "${CONFIG}" --target ${TARGET}
  RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)

if(FORM STREQUAL "as_is")
  if(NOT result EQUAL 0)
    message("${output}")
    message(FATAL_ERROR "${SOURCE} does not compile, even without what should be refused.")
  endif()
  return()
endif()

file(STRINGS "${SOURCE}" line LIMIT_COUNT 1)
if(NOT line MATCHES "^// refuses: (.+)$")
  message(FATAL_ERROR "${SOURCE} does not begin with `// refuses: regex`.")
endif()
set(reason "${CMAKE_MATCH_1}")
if(result EQUAL 0)
  message(FATAL_ERROR "${SOURCE} compiles with what should be refused.")
elseif(NOT output MATCHES "${reason}")
  message("${output}")
  message(FATAL_ERROR "${SOURCE} is refused for another reason than ${reason}.")
endif()
