// SPDX-License-Identifier: BSL-1.0
#include "fuzz.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

// Puts every file of some folders to a fuzz target, without a fuzzer.

int main(int argc, char** argv)
{
    std::size_t files = 0;
    for (int i = 1; i < argc; ++i)
        for (const auto& found : std::filesystem::directory_iterator(argv[i])) {
            std::ifstream in(found.path(), std::ios::binary);
            const std::string bytes{std::istreambuf_iterator<char>(in), {}};
            LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
            ++files;
        }
    std::printf("%zu inputs\n", files);
    return files == 0 ? 1 : 0;
}
