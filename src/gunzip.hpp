// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <memory>
#include <string>

namespace demarche::inline v0::detail {

/// Unpacks a gzip stream (RFC 1952), of several members too. Built without zlib, it refuses to.
class gunzip {
public:
    /// `begun` is what was read of the stream already. Throws `error` (`unreadable`), as the next does, where it is broken or ends too early, and where it
    /// grows to more than 64 MiB and `most_expansion` times what it was.
    gunzip(std::istream& in, std::string begun, std::string file, std::uint64_t most_expansion);
    gunzip(gunzip&&) noexcept;
    ~gunzip();

    /// The next bytes, at most so many; none at the end.
    std::size_t read(char* into, std::size_t room);

private:
    struct state;
    std::unique_ptr<state> held_;
};

}  // namespace demarche::inline v0::detail
