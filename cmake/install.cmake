# SPDX-License-Identifier: BSL-1.0
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(demarche_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/demarche)
get_target_property(demarche_kind demarche TYPE)
string(REPLACE "_LIBRARY" "" demarche_kind ${demarche_kind})
string(TOLOWER ${demarche_kind} demarche_kind)

# `from_pc` becomes the way from the folder of the .pc files to `dir`, so that the installed tree can be moved.
function(demarche_from_pc dir from_pc)
  if(IS_ABSOLUTE ${dir})
    set(${from_pc} ${dir} PARENT_SCOPE)
  elseif(IS_ABSOLUTE ${CMAKE_INSTALL_LIBDIR})
    set(${from_pc} ${CMAKE_INSTALL_PREFIX}/${dir} PARENT_SCOPE)
  else()
    file(RELATIVE_PATH way /${CMAKE_INSTALL_LIBDIR}/pkgconfig /${dir})
    string(REGEX REPLACE "/$" "" way "${way}")
    set(${from_pc} "\${pcfiledir}/${way}" PARENT_SCOPE)
  endif()
endfunction()

demarche_from_pc(${CMAKE_INSTALL_LIBDIR} demarche_pc_libdir)
demarche_from_pc(${CMAKE_INSTALL_INCLUDEDIR} demarche_pc_includedir)

# Installs a library with what find_package and pkg-config know of it. A shared and a static one may be installed beside each other.
# `requires` are the pkg-config modules that its users need; `links` those that a shared one has within.
function(demarche_install library description requires links)
  install(TARGETS ${library} EXPORT ${library} FILE_SET HEADERS)
  install(EXPORT ${library} NAMESPACE demarche:: DESTINATION ${demarche_package_dir} FILE ${library}_${demarche_kind}-targets.cmake)
  set(requires_private ${links})
  if(demarche_kind STREQUAL "static")
    string(APPEND requires " ${links}")
    set(requires_private "")
  endif()
  configure_file(cmake/demarche.pc.in ${library}.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/${library}.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endfunction()

demarche_install(demarche "${PROJECT_DESCRIPTION}" "fmt >= 9" "")
if(TARGET demarche_jsonl)
  demarche_install(demarche_jsonl "demarche's reader and writer of chronicle files (JSON Lines)" "demarche = ${PROJECT_VERSION}" simdjson)
endif()
if(TARGET demarche_event_data)
  set(demarche_event_data_needs "")
  if(demarche_with_zlib)
    set(demarche_event_data_needs ZLIB)
  endif()
  string(TOLOWER "${demarche_event_data_needs}" demarche_zlib)
  demarche_install(demarche_event_data "demarche's reader of coded event data (GDELT, ICEWS, POLECAT)" "demarche = ${PROJECT_VERSION}" "${demarche_zlib}")
endif()

configure_package_config_file(cmake/demarcheConfig.cmake.in demarcheConfig.cmake
  INSTALL_DESTINATION ${demarche_package_dir}
  NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(demarcheConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES
  ${PROJECT_BINARY_DIR}/demarcheConfig.cmake
  ${PROJECT_BINARY_DIR}/demarcheConfigVersion.cmake
  DESTINATION ${demarche_package_dir})

install(DIRECTORY examples DESTINATION ${CMAKE_INSTALL_DOCDIR} FILES_MATCHING PATTERN *.?pp PATTERN *.tsv PATTERN *.jsonl)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/licenses/demarche)
