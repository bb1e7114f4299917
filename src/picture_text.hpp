// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

// Text in pictures: what can be shown of it, and how wide it is at most.

namespace demarche::inline v0::detail {

/// A way of writing: the height of an em in pixels, and whether it is bold.
struct typeface {
    int size = 12;
    bool bold = false;
};

inline constexpr typeface plain{12};
inline constexpr typeface small{11};

/// `text` as one line of valid UTF-8: each control character, line break and mark that turns the direction of writing is a space, what is not UTF-8 is U+FFFD.
std::string one_line(std::string_view text);
/// How wide `text` is at most, in pixels: as a wide sans-serif (DejaVu Sans) has it, which few exceed. Precondition: it is UTF-8.
int width_of(std::string_view text, typeface in);
/// `text`, or as much of its beginning as has room, and `…`; empty where less than two letters have. Precondition: it is UTF-8.
std::string shortened(const std::string& text, int width, typeface in);

/// `text` on one line, as XML has it, in elements and in attributes.
std::string xml_text(std::string_view text);
/// `text` between quotation marks, as Graphviz has labels: its line feeds are kept, and nothing else in it has a meaning.
std::string dot_text(std::string_view text);

/// A word of a table as people write it: "occasion passed".
std::string spoken_word(std::string_view word);

}  // namespace demarche::inline v0::detail
