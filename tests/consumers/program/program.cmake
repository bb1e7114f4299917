# SPDX-License-Identifier: BSL-1.0

# The same program for each consumer: two translation units, and another program for each other part that there is.
set(program ${CMAKE_CURRENT_LIST_DIR})
add_executable(consumer ${program}/main.cpp ${program}/talks.cpp)
target_link_libraries(consumer PRIVATE demarche::demarche)
if(TARGET demarche::jsonl)
  add_executable(consumer_jsonl ${program}/jsonl.cpp ${program}/talks.cpp)
  target_link_libraries(consumer_jsonl PRIVATE demarche::jsonl)
endif()
if(TARGET demarche::event_data)
  add_executable(consumer_event_data ${program}/event_data.cpp)
  target_link_libraries(consumer_event_data PRIVATE demarche::event_data)
endif()
