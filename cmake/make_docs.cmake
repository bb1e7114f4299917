# SPDX-License-Identifier: BSL-1.0
# cmake -D ROOT=folder -D DOCS=folder -D DOXYFILE=file -D DOXYGEN=program [-D STRICT=ON] -P make_docs.cmake
# Makes the reference in DOCS and says what is amiss in it; with STRICT, fails where something is.
#
# Every type, function and alias has to have a comment. One speaks of all that follows it up to an empty line. Fields, constants and questions without arguments
# are named so that they need none; nor do operators, iterators, and what is there because Boost, fmt or the standard library look for it.
cmake_minimum_required(VERSION 3.25)

file(REMOVE_RECURSE ${DOCS})
file(MAKE_DIRECTORY ${DOCS})
file(GLOB FILES RELATIVE ${ROOT} ${ROOT}/include/demarche/*.hpp ${ROOT}/include/demarche/lifecycles/*.hpp)
list(JOIN FILES "," FILES)
set(PAGES ${DOCS}/heads.dox)
include(${CMAKE_CURRENT_LIST_DIR}/read_reference.cmake)

# The programs of the examples, each with what it says of itself, and the tables beside them.
file(GLOB examples RELATIVE ${ROOT}/examples ${ROOT}/examples/*.cpp ${ROOT}/examples/*_follow_up.tsv)
foreach(example IN LISTS examples)
  file(READ ${ROOT}/examples/${example} text)
  string(REGEX REPLACE "^// SPDX[^\n]*\n+" "" text "${text}")
  string(REGEX MATCH "^(//|#) ([A-Z][^\n]*(\n// ?[^ \n][^\n]*)*)" head "${text}")
  string(REGEX REPLACE "\n// ?" "\n" head "${CMAKE_MATCH_2}")
  file(APPEND ${PAGES} "/**\n@example ${example}\n${head}\n*/\n")
endforeach()

execute_process(COMMAND ${DOXYGEN} ${DOXYFILE} RESULT_VARIABLE result)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "${DOXYGEN} ended with ${result}.")
endif()

# In the C++ of the pages Doxygen links a name to whatever else has it.
file(GLOB pages ${DOCS}/*.html)
list(FILTER pages EXCLUDE REGEX "_source[.]html$")
foreach(page IN LISTS pages)
  file(READ ${page} text)
  string(REGEX REPLACE "<a class=\"code[^>]*>([^<]*)</a>" "\\1" text "${text}")
  file(WRITE ${page} "${text}")
endforeach()

# Whether a comment stands above line `number` of `file` without an empty line between.
function(is_spoken_of file number result)
  lines_of(${file} lines)
  math(EXPR at "${number} - 2")
  set(spoken FALSE)
  while(at GREATER 0)
    list(GET lines ${at} line)
    plain(line)
    if(line MATCHES "^ *///")
      set(spoken TRUE)
    endif()
    if(spoken OR line MATCHES "^ *(public:)?$")
      break()
    endif()
    math(EXPR at "${at} - 1")
  endwhile()
  set(${result} ${spoken} PARENT_SCOPE)
endfunction()

set(amiss "")
file(STRINGS ${DOCS}/warnings.txt warnings)
foreach(warning IN LISTS warnings)
  string(REPLACE "${ROOT}/" "" warning "${warning}")
  if(warning MATCHES "is not documented")
    if(warning MATCHES "[(](variable|enumvalue|friend)[)]|[(]typedef[)] of (class|struct)|[(][)] const|operator|iterator|(std|fmt|boost)::[a-z_]+<|::graphs::(un|graph)")
      continue()
    elseif(warning MATCHES "^([^:]+):([0-9]+):.*[(](function|typedef)[)]")
      is_spoken_of(${CMAKE_MATCH_1} ${CMAKE_MATCH_2} spoken)
      if(spoken)
        continue()
      endif()
    endif()
  endif()
  string(APPEND amiss "${warning}\n")
endforeach()

message("The reference is ${DOCS}/index.html")
if(amiss AND STRICT)
  message(FATAL_ERROR "${amiss}")
elseif(amiss)
  message("${amiss}")
endif()
