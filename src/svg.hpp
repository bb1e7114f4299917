// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

// Elements of an SVG, each on a line of its own. Coordinates are whole pixels; `css` names classes; a tooltip is left out where it is empty.

namespace demarche::inline v0::detail::svg {

/// Whether a text begins or ends where it is said to be.
enum class anchor { start, end };

/// Appends elements to a text.
class pen {
public:
    void rect(std::string_view css, int x, int y, int width, int height, std::string_view tooltip = {}, std::string_view data = {});
    void line(std::string_view css, int x1, int y1, int x2, int y2);
    void path(std::string_view css, std::string_view steps, std::string_view tooltip = {});
    void text(std::string_view css, int x, int y, std::string_view content, std::string_view tooltip = {}, anchor at = anchor::start);
    /// `data` are attributes as `data` makes them.
    void open(std::string_view css, std::string_view data = {});
    void close() { out_ += "</g>\n"; }

    const std::string& written() const { return out_; }

private:
    void end(std::string_view element, std::string_view tooltip);

    std::string out_;
};

/// An attribute with a space before it: ` data-states="pending"`.
std::string data(std::string_view name, std::string_view value);

/// What goes before the elements: the size, title and description, colours, light and dark, and the hatching.
std::string head(int width, int height, std::string_view title, std::string_view description);
inline constexpr std::string_view foot = "</svg>\n";

}  // namespace demarche::inline v0::detail::svg
