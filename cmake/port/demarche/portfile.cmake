# DEMARCHE_SOURCE in the environment names what to build: a folder, or a release archive. Without it that is the tree, or unpacked release, that has this port.
# vcpkg does not see what changes there: after a change install with --no-binarycaching.
set(SOURCE_PATH "${CURRENT_PORT_DIR}/../../..")
if(DEFINED ENV{DEMARCHE_SOURCE})
    set(SOURCE_PATH "$ENV{DEMARCHE_SOURCE}")
endif()
if(NOT IS_DIRECTORY "${SOURCE_PATH}")
    vcpkg_extract_source_archive(SOURCE_PATH ARCHIVE "${SOURCE_PATH}")
endif()

vcpkg_check_features(OUT_FEATURE_OPTIONS FEATURE_OPTIONS
    FEATURES
        event-data DEMARCHE_EVENT_DATA
        jsonl      DEMARCHE_JSONL
)

vcpkg_cmake_configure(
    SOURCE_PATH "${SOURCE_PATH}"
    OPTIONS
        ${FEATURE_OPTIONS}
        -DDEMARCHE_BUILD_EXAMPLES=OFF
        -DDEMARCHE_BUILD_TESTS=OFF
        -DDEMARCHE_INSTALL=ON
)
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(CONFIG_PATH lib/cmake/demarche)
vcpkg_fixup_pkgconfig()

file(REMOVE_RECURSE
    "${CURRENT_PACKAGES_DIR}/debug/include"
    "${CURRENT_PACKAGES_DIR}/debug/share"
    "${CURRENT_PACKAGES_DIR}/share/doc"
    "${CURRENT_PACKAGES_DIR}/share/licenses"
)
file(INSTALL "${CMAKE_CURRENT_LIST_DIR}/usage" DESTINATION "${CURRENT_PACKAGES_DIR}/share/${PORT}")
vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE")
