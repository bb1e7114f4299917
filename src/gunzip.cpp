// SPDX-License-Identifier: BSL-1.0
#include "gunzip.hpp"

#include <demarche/error.hpp>

#include <fmt/format.h>

#include <zlib.h>

#include <algorithm>

#include <istream>
#include <limits>

namespace demarche::inline v0::detail {

namespace {

constexpr std::size_t packed_size = std::size_t{1} << 16;
constexpr std::uint64_t always_allowed = std::uint64_t{64} << 20;
constexpr int gzip_window = 15 + 16;

}  // namespace

struct gunzip::state {
    state(std::istream& stream, std::string begun, std::string name, std::uint64_t most)
        : in(stream), packed(std::move(begun)), file(std::move(name)), most_expansion(most)
    {
        offer();
        if (inflateInit2(&z, gzip_window) != Z_OK) fail("zlib cannot be started");
    }
    state(const state&) = delete;
    state& operator=(const state&) = delete;
    ~state() { inflateEnd(&z); }

    [[noreturn]] void fail(std::string problem) const { throw error(errc::unreadable, {.file = file}, std::move(problem)); }

    void offer()
    {
        taken += packed.size();
        z.next_in = reinterpret_cast<Bytef*>(packed.data());
        z.avail_in = static_cast<uInt>(packed.size());
    }

    /// Whether there is more to unpack.
    bool refill()
    {
        if (z.avail_in > 0) return true;
        packed.resize(packed_size);
        in.read(packed.data(), static_cast<std::streamsize>(packed.size()));
        if (in.bad()) fail("the input cannot be read further");
        packed.resize(static_cast<std::size_t>(in.gcount()));
        offer();
        return !packed.empty();
    }

    void check_growth(std::size_t more)
    {
        made += more;
        if (made > always_allowed && made / most_expansion > taken)
            fail(fmt::format("the gzip stream grows to more than {} times its size; raise event_options::most_expansion if it is meant to", most_expansion));
    }

    std::istream& in;
    std::string packed;
    std::string file;
    std::uint64_t most_expansion;
    std::uint64_t taken = 0;
    std::uint64_t made = 0;
    bool ended = false;  ///< a member has ended, and no other begun
    z_stream z = {};
};

gunzip::gunzip(std::istream& in, std::string begun, std::string file, std::uint64_t most_expansion)
    : held_(std::make_unique<state>(in, std::move(begun), std::move(file), std::max<std::uint64_t>(most_expansion, 1)))
{
}
gunzip::gunzip(gunzip&&) noexcept = default;
gunzip::~gunzip() = default;

std::size_t gunzip::read(char* into, std::size_t room)
{
    state& s = *held_;
    s.z.next_out = reinterpret_cast<Bytef*>(into);
    s.z.avail_out = static_cast<uInt>(std::min<std::size_t>(room, std::numeric_limits<uInt>::max()));
    const uInt offered = s.z.avail_out;
    while (s.z.avail_out == offered) {
        if (!s.refill()) {
            if (s.ended) return 0;
            s.fail("the gzip stream ends too early; get the file anew");
        }
        if (s.ended && inflateReset(&s.z) != Z_OK) s.fail("zlib cannot be started again");
        const int how = inflate(&s.z, Z_NO_FLUSH);
        s.ended = how == Z_STREAM_END;
        if (how != Z_OK && how != Z_STREAM_END && how != Z_BUF_ERROR) s.fail("the gzip stream is broken; get the file anew");
    }
    s.check_growth(offered - s.z.avail_out);
    return offered - s.z.avail_out;
}

}  // namespace demarche::inline v0::detail
