# SPDX-License-Identifier: BSL-1.0
# cmake -D FOLDER=folder -D BIN=folder -P readme_runs.cmake, in the top folder
# Does what README.md tells a reader to do with files, in FOLDER, by the programs chronicle_status, event_watch and status_filter of the folder BIN, and fails where
# it comes out otherwise. What needs data that are not in the repository is done where DEMARCHE_CONFORMANCE_DIR names them.
cmake_minimum_required(VERSION 3.25)

file(READ README.md readme)
set(examples ${CMAKE_CURRENT_SOURCE_DIR}/examples)
file(REMOVE_RECURSE ${FOLDER})
file(MAKE_DIRECTORY ${FOLDER})
set(ENV{PATH} "${BIN}:$ENV{PATH}")

# The text from `begin` to before `end`.
function(text_from begin end result)
  string(FIND "${readme}" "${begin}" at)
  if(at EQUAL -1)
    message(FATAL_ERROR "README.md does not have ${begin}")
  endif()
  string(SUBSTRING "${readme}" ${at} -1 rest)
  string(FIND "${rest}" "${end}" length)
  string(SUBSTRING "${rest}" 0 ${length} text)
  set(${result} "${text}" PARENT_SCOPE)
endfunction()

# Runs a command in FOLDER; what it printed, errors too, must have `expected` in it.
function(must_print expected)
  execute_process(COMMAND ${ARGN} WORKING_DIRECTORY ${FOLDER} OUTPUT_VARIABLE printed ERROR_VARIABLE printed)
  string(FIND "${printed}" "${expected}" at)
  if(at EQUAL -1)
    message(SEND_ERROR "${ARGN} should have printed\n${expected}\nand printed\n${printed}")
  endif()
endfunction()

# The file.
text_from("{\"type\":\"actor\",\"key\":\"ana\"" "```" lunch)
file(WRITE ${FOLDER}/lunch.jsonl "${lunch}")
text_from("pending since 2023-05-22" "\n" status)
must_print("${status}" chronicle_status lunch.jsonl --when 2023-05-26 --explain)

# A lifecycle in a file, with a cell that is missing.
text_from("lifecycle\terrand" ")\";" errand)
file(WRITE ${FOLDER}/errand.tsv "${errand}")
must_print("${status}" chronicle_status lunch.jsonl --when 2023-05-26 --explain --lifecycle errand.tsv)
string(REPLACE "answer\tA\tdone!\tdone\t" "answer\tA\tdone!\t\t" errand "${errand}")
file(WRITE ${FOLDER}/errand.tsv "${errand}")
text_from("errand.tsv:8" "`" problem)
must_print("${problem}" chronicle_status lunch.jsonl --lifecycle errand.tsv)

# Splitting a job: the matters of a chronicle put together, and one process.
if(UNIX)
  file(COPY_FILE ${examples}/shangri_la.jsonl ${FOLDER}/talks.jsonl)
  text_from("cat > by_matter.awk" "```" by_matter)
  text_from("status_filter --shared shared.jsonl --when" "\n" one_process)
  file(WRITE ${FOLDER}/split.sh "set -e\n${by_matter}${one_process}
chronicle_status talks.jsonl --when 2023-08-01 --json | LC_ALL=C sort > whole
LC_ALL=C sort statuses.jsonl | diff whole - && echo 'the same'\n")
  must_print("the same" sh split.sh)
endif()

# The benchmark's file.
if(EXISTS "$ENV{DEMARCHE_CONFORMANCE_DIR}/icews/icews14.tsv")
  file(CREATE_LINK $ENV{DEMARCHE_CONFORMANCE_DIR}/icews/icews14.tsv ${FOLDER}/icews14.tsv COPY_ON_ERROR SYMBOLIC)
  text_from("{\"rows\":90730" "\n" totals)
  must_print("${totals}" event_watch icews14.tsv --when 2014-12-31 --json)
endif()
