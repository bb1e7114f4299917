# SPDX-License-Identifier: BSL-1.0
# cmake -D EXPECTED=file -D PRINTED=file [-D INPUT=file] -P run_and_compare.cmake -- program [arguments]
# Fails unless the program exits with 0 and its standard output is what EXPECTED has. PRINTED is written where they differ.
# INPUT is given to it as its standard input.
cmake_minimum_required(VERSION 3.25)

set(command "")
set(after_dashes FALSE)
math(EXPR last "${CMAKE_ARGC} - 1")
foreach(i RANGE ${last})
  if(after_dashes)
    list(APPEND command "${CMAKE_ARGV${i}}")
  elseif(CMAKE_ARGV${i} STREQUAL "--")
    set(after_dashes TRUE)
  endif()
endforeach()

if(INPUT)
  set(input INPUT_FILE "${INPUT}")
endif()
execute_process(COMMAND ${command} ${input} OUTPUT_VARIABLE printed RESULT_VARIABLE result)
if(NOT result EQUAL 0)
  message("${printed}")
  string(JOIN " " command ${command})
  message(FATAL_ERROR "${command} ended with ${result}.")
endif()

file(READ "${EXPECTED}" expected)
string(REPLACE "\r\n" "\n" printed "${printed}")
string(REPLACE "\r\n" "\n" expected "${expected}")
if(printed STREQUAL expected)
  return()
endif()

file(WRITE "${PRINTED}" "${printed}")
find_program(DIFF diff)
if(DIFF)
  execute_process(COMMAND ${DIFF} -u --label expected --label printed "${EXPECTED}" "${PRINTED}" OUTPUT_VARIABLE difference)
else()
  set(difference "expected:\n${expected}\nprinted:\n${printed}")
endif()
message("${difference}")
message(FATAL_ERROR "The output, kept in ${PRINTED}, is not that of ${EXPECTED}.")
