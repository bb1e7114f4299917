// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace demarche::inline v0::jsonl {

enum class json_kind : std::uint8_t { text, number, boolean, null, array, object };

/// A value in a line, which is a list of them: each is followed by those inside of it.
struct json_node {
    json_kind kind = json_kind::null;
    std::string_view name = {};
    std::string_view text = {};  ///< of a text what it says, of a number its token
    std::string_view raw = {};
    std::size_t end = 0;  ///< the number of the node after this one and all below it
};

}  // namespace demarche::inline v0::jsonl
