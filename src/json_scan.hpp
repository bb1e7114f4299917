// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "json_node.hpp"

#include <string>
#include <vector>

// One line of JSON, gone through once from the left. It takes nothing that is not JSON, and leaves aside what is not, or is unusual.

namespace demarche::jsonl {

/// Whether the text is a number by the grammar of RFC 8259, however large.
bool is_number(std::string_view text);

class json_scan {
public:
    /// Fills `nodes`; texts that have escapes are put into `unescaped`. Behind the text stands a control character, and `json_padding` bytes.
    json_scan(std::string_view text, std::vector<json_node>& nodes, std::string& unescaped);

    /// Whether the line is an object, all of which is in the nodes.
    bool whole();

private:
    bool fields(std::size_t depth);
    bool elements(std::string_view name, std::size_t depth);
    bool value(std::string_view name, std::size_t depth);
    bool inside(std::size_t here, std::size_t depth);
    bool plain_token(json_node& node);
    bool string(std::string_view& said);
    bool unescape(const char* start, std::string_view& said);
    bool put_escape();
    bool put_code_point();
    bool take_hex(unsigned& unit);
    void to_special();
    void skip_space();
    bool take(char c);
    std::string_view since(const char* start) const { return {start, static_cast<std::size_t>(at_ - start)}; }

    std::string_view text_;
    const char* at_;
    std::vector<json_node>& nodes_;
    std::string& unescaped_;
    bool ascii_ = true;
};

}  // namespace demarche::jsonl
