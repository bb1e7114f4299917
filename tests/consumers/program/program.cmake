# SPDX-License-Identifier: BSL-1.0

# The same program for each consumer: two translation units, and another program where there is demarche::jsonl.
set(program ${CMAKE_CURRENT_LIST_DIR})
add_executable(consumer ${program}/main.cpp ${program}/talks.cpp)
target_link_libraries(consumer PRIVATE demarche::demarche)
if(TARGET demarche::jsonl)
  add_executable(consumer_jsonl ${program}/jsonl.cpp ${program}/talks.cpp)
  target_link_libraries(consumer_jsonl PRIVATE demarche::jsonl)
endif()
