# SPDX-License-Identifier: BSL-1.0

# What demarche asks of itself and not of those who use it.
if(PROJECT_IS_TOP_LEVEL)
  add_library(demarche_developer INTERFACE)
  target_compile_options(demarche_developer INTERFACE
    $<$<CXX_COMPILER_ID:GNU,Clang,AppleClang>:-Wall;-Wextra;-Wpedantic;-Wconversion;-Wshadow>
    $<$<CXX_COMPILER_ID:MSVC>:/W4>)
  if(DEMARCHE_WERROR)
    target_compile_options(demarche_developer INTERFACE
      $<$<CXX_COMPILER_ID:GNU,Clang,AppleClang>:-Werror>
      $<$<CXX_COMPILER_ID:MSVC>:/WX>)
  endif()
endif()

# For every library, example and test here.
function(demarche_develop target)
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)
  if(TARGET demarche_developer)
    target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:demarche_developer>)
  endif()
endfunction()

function(demarche_library target)
  target_compile_features(${target} PUBLIC cxx_std_20)
  set_target_properties(${target} PROPERTIES
    CXX_VISIBILITY_PRESET hidden
    VISIBILITY_INLINES_HIDDEN ON
    WINDOWS_EXPORT_ALL_SYMBOLS ON
    VERSION ${PROJECT_VERSION}
    SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
  demarche_develop(${target})
endfunction()

# Fuzzers see what the libraries do only where these are built for it.
if(DEMARCHE_BUILD_FUZZERS)
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()
