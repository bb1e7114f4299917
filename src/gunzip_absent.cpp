// SPDX-License-Identifier: BSL-1.0
#include "gunzip.hpp"

#include <demarche/error.hpp>

// In place of gunzip.cpp where zlib is not there.

namespace demarche::inline v0::detail {

struct gunzip::state {};

gunzip::gunzip(std::istream&, std::string, std::string file, std::uint64_t)
{
    throw error(errc::unreadable, {.file = std::move(file)}, "this is a gzip stream, and demarche was built without zlib; unpack it first, or build with zlib");
}
gunzip::gunzip(gunzip&&) noexcept = default;
gunzip::~gunzip() = default;
std::size_t gunzip::read(char*, std::size_t) { return 0; }

}  // namespace demarche::inline v0::detail
