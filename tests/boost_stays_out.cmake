# SPDX-License-Identifier: BSL-1.0
# Fails where a header other than boost_graph.hpp includes anything of Boost.
cmake_minimum_required(VERSION 3.25)

file(GLOB_RECURSE headers RELATIVE "${INCLUDE}" "${INCLUDE}/demarche/*.hpp")
list(REMOVE_ITEM headers demarche/boost_graph.hpp)
list(TRANSFORM headers REPLACE "(.+)" "#include <\\1>\n")
list(JOIN headers "" headers)
file(WRITE "${UNIT}" "${headers}")

list(TRANSFORM FOLDERS PREPEND -I)
execute_process(COMMAND ${COMPILER} -std=c++20 -M "-I${INCLUDE}" ${FOLDERS} "${UNIT}" OUTPUT_VARIABLE includes COMMAND_ERROR_IS_FATAL ANY)
if(includes MATCHES "[^ ]*/boost/[^ ]*")
  message(FATAL_ERROR "A header other than boost_graph.hpp includes ${CMAKE_MATCH_0}")
endif()
