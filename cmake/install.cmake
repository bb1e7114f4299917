# SPDX-License-Identifier: BSL-1.0
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(demarche_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/demarche)

install(TARGETS demarche EXPORT demarcheTargets FILE_SET HEADERS)
install(EXPORT demarcheTargets NAMESPACE demarche:: DESTINATION ${demarche_package_dir})

set(demarche_jsonl_needs "")
if(TARGET demarche_jsonl)
  install(TARGETS demarche_jsonl EXPORT demarche_jsonlTargets FILE_SET HEADERS)
  install(EXPORT demarche_jsonlTargets NAMESPACE demarche:: DESTINATION ${demarche_package_dir})
  # A shared library has simdjson within; a static one leaves it to the final link.
  get_target_property(demarche_jsonl_type demarche_jsonl TYPE)
  if(demarche_jsonl_type STREQUAL "STATIC_LIBRARY")
    set(demarche_jsonl_needs simdjson)
  endif()
endif()

set(demarche_event_data_needs "")
set(demarche_event_data_pc_needs "")
if(TARGET demarche_event_data)
  install(TARGETS demarche_event_data EXPORT demarche_event_dataTargets FILE_SET HEADERS)
  install(EXPORT demarche_event_dataTargets NAMESPACE demarche:: DESTINATION ${demarche_package_dir})
  get_target_property(demarche_event_data_type demarche_event_data TYPE)
  if(demarche_event_data_type STREQUAL "STATIC_LIBRARY" AND demarche_with_zlib)
    set(demarche_event_data_needs ZLIB)
    set(demarche_event_data_pc_needs zlib)
  endif()
endif()

configure_package_config_file(cmake/demarcheConfig.cmake.in demarcheConfig.cmake
  INSTALL_DESTINATION ${demarche_package_dir}
  NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(demarcheConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES
  ${PROJECT_BINARY_DIR}/demarcheConfig.cmake
  ${PROJECT_BINARY_DIR}/demarcheConfigVersion.cmake
  DESTINATION ${demarche_package_dir})

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
configure_file(cmake/demarche.pc.in demarche.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/demarche.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
if(TARGET demarche_jsonl)
  configure_file(cmake/demarche_jsonl.pc.in demarche_jsonl.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/demarche_jsonl.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endif()
if(TARGET demarche_event_data)
  configure_file(cmake/demarche_event_data.pc.in demarche_event_data.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/demarche_event_data.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endif()

install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/licenses/demarche)
