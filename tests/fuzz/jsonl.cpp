// SPDX-License-Identifier: BSL-1.0
#include "fuzz.hpp"

#include <demarche/demarche.hpp>
#include <demarche/jsonl.hpp>

#include <sstream>

// A chronicle file: it is refused with its line and column, or it is read as what is written again.

using namespace demarche;

namespace {

std::string written(const chronicle& book)
{
    std::ostringstream out;
    jsonl::write(out, book);
    return out.str();
}

chronicle read(const std::string& text)
{
    chronicle book;
    std::istringstream in(text);
    jsonl::read(in, book);
    return book;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::string once;
    try {
        once = written(read(fuzz::text_of(data, size)));
    } catch (const error& why) {
        fuzz::require(!why.problem().empty(), "a refusal says why");
        return 0;
    }
    const chronicle again = read(once);
    fuzz::require(written(again) == once, "what is written is read as the same");
    const view now = again.as_of(date{"2030"});
    for (const leg l : legs(now)) fuzz::require(status(now, l).possible.contains(status(now, l).state), "the shown state is possible");
    return 0;
}
