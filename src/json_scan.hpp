// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "json_node.hpp"

#include <string>
#include <vector>

// One line of JSON, gone through once from the left. It takes nothing that is not JSON, and leaves aside what is not, or is unusual.

namespace demarche::inline v0::jsonl {

/// Whether the text is a number by the grammar of RFC 8259, however large.
bool is_number(std::string_view text);

class json_scan {
public:
    /// Fills `nodes`; texts that have escapes are put into `unescaped`. Behind the text stands a control character, and `json_padding` bytes.
    json_scan(std::string_view text, std::vector<json_node>& nodes, std::string& unescaped);

    /// Whether the line is an object, all of which is in the nodes.
    bool whole();

private:
    // Each takes where something begins, and gives where it ends; null where it is not that, or unusual.
    const char* fields(const char* at, std::size_t depth);
    const char* elements(const char* at, std::string_view name, std::size_t depth);
    const char* value(const char* at, std::string_view name, std::size_t depth);
    const char* inside(const char* at, std::size_t here, std::size_t depth);
    const char* string(const char* at, std::string_view& said);
    const char* unescape(const char* start, const char* at, std::string_view& said);
    const char* escape(const char* at);
    const char* code_point(const char* at);
    const char* to_special(const char* at);

    std::string_view text_;
    std::vector<json_node>& nodes_;
    std::string& unescaped_;
    std::uint64_t beyond_ascii_ = 0;
};

}  // namespace demarche::inline v0::jsonl
