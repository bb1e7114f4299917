// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdlib>
#include <filesystem>
#include <iostream>

// What others say that the library should answer lies outside this repository, in the folder that DEMARCHE_CONFORMANCE_DIR names.

namespace conformance {

/// That folder; empty, and said to be skipped, where none is named.
inline std::filesystem::path data_folder()
{
    const char* folder = std::getenv("DEMARCHE_CONFORMANCE_DIR");
    if (folder && *folder) return folder;
    std::cout << "SKIPPED: DEMARCHE_CONFORMANCE_DIR is not set\n";
    return {};
}

}  // namespace conformance
