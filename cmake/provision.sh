# SPDX-License-Identifier: BSL-1.0
# shellcheck shell=bash
# For examples/run, tests/run and tests/performance/run, which source it and call:
#   provision examples|tests|performance  installs what is missing to build them
#   choose_build_folder                   sets $build
#   build_in FOLDER [CMAKE OPTION...]     configures where that is needed, and builds: everything, or what the array `targets` names

export DEBIAN_FRONTEND=noninteractive
least_cmake=3.25
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
toolchain=()
targets=()

say() { printf '%s: %s\n' "${0##*/}" "$*"; }
fail() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }
cores() { nproc 2>/dev/null || getconf _NPROCESSORS_ONLN; }

# Whether version $1 is at least $2; of both, the first two numbers count.
at_least() {
    local IFS=.
    # shellcheck disable=SC2206
    local a=($1) b=($2)
    ((a[0] > b[0] || (a[0] == b[0] && ${a[1]:-0} >= ${b[1]:-0})))
}

# Whether the compiler $1 is GCC 12, Clang 16, Apple's Clang 15 or later.
is_new_enough() {
    local macros
    have "$1" || return 1
    macros=$(printf '__apple_build_version__ __clang_major__ __GNUC__\n' | "$1" -E -P -x c++ - 2>/dev/null | tail -n 1) || return 1
    # shellcheck disable=SC2086
    set -- $macros
    [[ ${1:-} == __apple_build_version__ ]] || { [[ ${2:-0} -ge 15 ]]; return; }
    [[ ${2:-} == __clang_major__ ]] || { [[ ${2:-0} -ge 16 ]]; return; }
    [[ ${3:-0} =~ ^[0-9]+$ && $3 -ge 12 ]]
}

# Sets $compiler to CXX, or else to the first that is new enough; to nothing where none is.
find_compiler() {
    local candidate
    compiler=
    if [[ -n ${CXX:-} ]]; then
        is_new_enough "${CXX%% *}" || fail "CXX is $CXX, which is not GCC 12, Clang 16 or later"
        compiler=$CXX
        return
    fi
    for candidate in c++ g++ g++-15 g++-14 g++-13 g++-12 clang++ clang++-20 clang++-19 clang++-18 clang++-17 clang++-16; do
        if is_new_enough "$candidate"; then
            compiler=$candidate
            return
        fi
    done
}

has_cmake() {
    local version
    have cmake || return 1
    version=$(cmake --version | sed -n '1s/[^0-9]*//p')
    at_least "$version" $least_cmake
}

# Prints which of the headers that are needed the compiler does not find, or finds too old.
missing_headers() {
    # shellcheck disable=SC2086
    $compiler -std=c++20 -E -P -x c++ - <<'PROBE' 2>/dev/null | grep -E '^missing_' | sed 's/missing_//'
#if __has_include(<boost/version.hpp>)
#include <boost/version.hpp>
#endif
#if __has_include(<fmt/base.h>)
#include <fmt/base.h>
#elif __has_include(<fmt/core.h>)
#include <fmt/core.h>
#endif
#if !__has_include(<boost/graph/adjacency_list.hpp>) || BOOST_VERSION < 107400
missing_boost
#endif
#if !__has_include(<fmt/format.h>) || FMT_VERSION < 90000
missing_fmt
#endif
#if !__has_include(<simdjson.h>)
missing_simdjson
#endif
#if !__has_include(<zlib.h>)
missing_zlib
#endif
#if !__has_include(<doctest/doctest.h>)
missing_doctest
#endif
#if !__has_include(<sqlite3.h>)
missing_sqlite3
#endif
#if !__has_include(<benchmark/benchmark.h>)
missing_benchmark
#endif
PROBE
}

# Whether $purpose needs the library $1.
is_needed() {
    case $1 in
        doctest) [[ $purpose == tests ]] ;;
        sqlite3 | benchmark) [[ $purpose == performance ]] ;;
        *) true ;;
    esac
}

# Sets $missing to what is not there, in words.
find_missing() {
    local library libraries
    missing=()
    find_compiler
    [[ -n $compiler ]] || missing+=(compiler)
    has_cmake || missing+=(cmake)
    have ninja || have make || missing+=(ninja)
    [[ $purpose != tests ]] || have pkg-config || have pkgconf || missing+=(pkg-config)
    libraries="boost fmt simdjson zlib doctest sqlite3 benchmark"
    [[ -z $compiler ]] || libraries=$(missing_headers) || true
    for library in $libraries; do
        ! is_needed "$library" || missing+=("$library")
    done
}

as_root() {
    if [[ $(id -u) -eq 0 ]]; then
        "$@"
    else
        sudo env DEBIAN_FRONTEND=noninteractive "$@"
    fi
}

# Runs a command; shows what it printed only if it fails.
quietly() {
    local printed status=0
    printed=$("$@" 2>&1 </dev/null) || status=$?
    [[ $status -eq 0 ]] || printf '%s\n' "$printed" >&2
    return "$status"
}

install_by_apt() {
    local apt=(apt-get -q -y -o DPkg::Lock::Timeout=300)
    if [[ $(id -u) -ne 0 ]] && ! have sudo; then
        fail "run this as root, then try again: apt-get update && apt-get install $(debian_packages)"
    fi
    say "apt-get update"
    quietly as_root "${apt[@]}" update || say "apt-get update did not succeed; going on with what apt knows"
    say "apt-get install $(debian_packages)"
    # shellcheck disable=SC2046
    quietly as_root "${apt[@]}" install --no-install-recommends $(debian_packages) || fail "apt-get could not install them"
}

# Prints the packages that have what is missing.
debian_packages() {
    local name packages=()
    for name in "${missing[@]}"; do
        case $name in
            compiler) packages+=("$(debian_compiler)") ;;
            ninja) packages+=(ninja-build) ;;
            boost) packages+=(libboost-graph-dev) ;;
            fmt | simdjson | sqlite3 | benchmark) packages+=("lib$name-dev") ;;
            doctest) packages+=(doctest-dev) ;;
            zlib) packages+=(zlib1g-dev) ;;
            *) packages+=("$name") ;;
        esac
    done
    echo "${packages[*]}"
}

# The package of the distribution's own compiler, or of GCC 12 where that one is older.
debian_compiler() {
    local version
    version=$(apt-cache policy g++ | sed -n 's/^ *Candidate: *\([0-9]*:\)\{0,1\}//p')
    if ! at_least "${version%%-*}" 12.0 && apt-cache show g++-12 >/dev/null 2>&1; then
        echo g++-12
    else
        echo g++
    fi
}

install_by_homebrew() {
    local name packages=()
    for name in "${missing[@]}"; do
        case $name in
            compiler) packages+=(llvm) ;;
            pkg-config) packages+=(pkgconf) ;;
            sqlite3) packages+=(sqlite) ;;
            benchmark) packages+=(google-benchmark) ;;
            *) packages+=("$name") ;;
        esac
    done
    say "brew install ${packages[*]}"
    brew install "${packages[@]}" </dev/null >&2
}

# Homebrew's headers are not on the compiler's own path.
look_in_homebrew() {
    local prefix
    prefix=$(brew --prefix)
    export CPATH="$prefix/include${CPATH:+:$CPATH}"
    export CMAKE_PREFIX_PATH="$prefix${CMAKE_PREFIX_PATH:+:$CMAKE_PREFIX_PATH}"
    PATH="$PATH:$prefix/opt/llvm/bin"
}

# vcpkg.json names the libraries; vcpkg brings them when CMake configures. The tools must be there.
use_vcpkg() {
    local name
    for name in "${missing[@]}"; do
        case $name in
            compiler | cmake | ninja | sqlite3 | benchmark) return 1 ;;
        esac
    done
    say "the libraries come from vcpkg in $VCPKG_ROOT"
    toolchain=("-DCMAKE_TOOLCHAIN_FILE=$VCPKG_ROOT/scripts/buildsystems/vcpkg.cmake")
    [[ $purpose != tests ]] || toolchain+=(-DVCPKG_MANIFEST_FEATURES=tests)
    missing=()
}

in_words() {
    case $1 in
        compiler) echo "GCC 12, Clang 16 or later (Debian: g++)" ;;
        cmake) echo "CMake $least_cmake or later (Debian: cmake; a newer one than the distribution's: https://cmake.org/download)" ;;
        ninja) echo "Ninja or make (Debian: ninja-build)" ;;
        boost) echo "Boost 1.74 or later, the headers of Boost.Graph (Debian: libboost-graph-dev)" ;;
        fmt) echo "fmt 9 or later (Debian: libfmt-dev)" ;;
        simdjson) echo "simdjson 3 or later (Debian: libsimdjson-dev)" ;;
        zlib) echo "zlib (Debian: zlib1g-dev)" ;;
        doctest) echo "doctest 2.4 or later (Debian: doctest-dev)" ;;
        sqlite3) echo "SQLite 3 (Debian: libsqlite3-dev)" ;;
        benchmark) echo "Google Benchmark (Debian: libbenchmark-dev)" ;;
        *) echo "$1" ;;
    esac
}

say_what_to_install() {
    local name
    printf '%s: these are missing, or too old, and could not be installed here:\n' "${0##*/}"
    for name in "${missing[@]}"; do
        printf '  %s\n' "$(in_words "$name")"
    done
    printf 'Debian 12 and Ubuntu 24.04 or later have all of them. Elsewhere install them by hand,\n'
    printf 'or install the tools and set VCPKG_ROOT to a copy of https://github.com/microsoft/vcpkg, which brings the libraries.\n'
}

provision() {
    purpose=$1
    ! have brew || look_in_homebrew
    find_missing
    if ((${#missing[@]} > 0)); then
        # Wherever something is installed, Doxygen is too, for the test of the reference. Without it the others run.
        [[ $purpose != tests ]] || have doxygen || missing+=(doxygen)
        say "missing: ${missing[*]}"
        if have apt-get; then
            install_by_apt
        elif have brew; then
            install_by_homebrew
        fi
        hash -r
        find_missing
    fi
    if ((${#missing[@]} > 0)) && [[ -n ${VCPKG_ROOT:-} ]]; then
        use_vcpkg || true
    fi
    if ((${#missing[@]} > 0)); then
        say_what_to_install >&2
        exit 1
    fi
}

can_write_in() { mkdir -p -- "$1" 2>/dev/null && [[ -w $1 ]]; }

choose_build_folder() {
    local cache
    cache=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/demarche/$(printf '%s' "$root" | cksum | cut -d ' ' -f 1)
    if [[ -n ${DEMARCHE_BUILD_DIR:-} ]]; then
        build=$DEMARCHE_BUILD_DIR
        can_write_in "$build" || fail "DEMARCHE_BUILD_DIR is $build, where nothing can be written"
    elif can_write_in "$root/build/run"; then
        build=$root/build/run
    elif can_write_in "$cache"; then
        build=$cache
    else
        build=$(mktemp -d "${TMPDIR:-/tmp}/demarche.XXXXXX")
    fi
    build=$(CDPATH='' cd -- "$build" && pwd -P)
    if have ccache && ! can_write_in "${CCACHE_DIR:-${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/ccache}"; then
        export CCACHE_DIR=$build/ccache
    fi
}

build_in() {
    local folder=$1 options settings
    shift
    options=(-S "$root" -B "$folder" "-DCMAKE_CXX_COMPILER=$compiler" "$@" ${toolchain[@]+"${toolchain[@]}"})
    ! have ninja || options+=(-G Ninja)
    ! have ccache || options+=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
    settings=$(printf '%s\n' "${options[@]}" && cmake --version && $compiler --version)
    if [[ ! -f $folder/configured || $(<"$folder/configured") != "$settings" ]]; then
        say "configuring in $folder"
        rm -f "$folder/configured"
        cmake --fresh "${options[@]}"
        printf '%s\n' "$settings" >"$folder/configured"
    fi
    say "building in $folder"
    cmake --build "$folder" --parallel "$(cores)" ${targets[@]+--target "${targets[@]}"}
}
