// SPDX-License-Identifier: BSL-1.0
#include "svg.hpp"

#include "picture_text.hpp"

#include <fmt/format.h>

#include <iterator>

namespace demarche::inline v0::detail::svg {

namespace {

/// Ink on paper contrasts at least 7 to 1, in the bands too, what is muted at least 4.5 to 1.
constexpr std::string_view style = R"css(<style>
.demarche text{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;font-size:12px;fill:#1b1f24}
.demarche .title{font-size:18px;font-weight:600}
.demarche .heading{font-size:13px;font-weight:600}
.demarche .muted{fill:#57606a}
.demarche .small{font-size:11px}
.demarche .free,.demarche .unsure-state{paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}
.demarche .paper{fill:#fff}
.demarche .later{fill:#e2e8f0;fill-opacity:.62}
.demarche .grid{stroke:#e4e8ec}
.demarche .lesser,.demarche .axis,.demarche .leader{stroke:#8c959f}
.demarche .rule{stroke:#d0d7de}
.demarche .when{stroke:#0a3069;stroke-width:2px}
.demarche .known{stroke:#6639ba;stroke-width:2px;stroke-dasharray:5 3}
.demarche text.when-text{fill:#0a3069;font-weight:600}
.demarche text.known-text{fill:#6639ba;font-weight:600}
.demarche .lapse{stroke:#1b1f24;stroke-width:2px;stroke-dasharray:2 2}
.demarche .band{stroke:#57606a;stroke-width:1px}
.demarche .thin{stroke:none}
.demarche .before{fill:#c4cbd3}
.demarche .asked{fill:#ffe08a}
.demarche .moving{fill:#bfdcff}
.demarche .settled{fill:#b4e6bf}
.demarche .refused{fill:#ffc9c4}
.demarche .over{fill:#dde1e6}
.demarche .unsure{fill:url(#demarche-hatch)}
.demarche .hatch-paper{fill:#fff}
.demarche .hatch-line{stroke:#c3b3e6;stroke-width:2px}
.demarche .bar{fill:#e9edf1;stroke:#6e7781}
.demarche .mark{fill:#1b1f24;stroke:#1b1f24;stroke-width:1.5px}
.demarche .occasion{fill:none;stroke:#57606a;stroke-dasharray:1 2}
.demarche .disputed,.demarche .supposed{fill:#fff;stroke-dasharray:3 2}
.demarche .tick{fill:#57606a;stroke:#57606a}
@media (prefers-color-scheme:dark){
.demarche text{fill:#e6edf3}
.demarche .muted{fill:#9da7b3}
.demarche .free,.demarche .unsure-state{stroke:#0d1117}
.demarche .paper,.demarche .hatch-paper{fill:#0d1117}
.demarche .later{fill:#222b38}
.demarche .before{fill:#3d444d}
.demarche .grid{stroke:#21262d}
.demarche .lesser,.demarche .axis,.demarche .leader{stroke:#6e7681}
.demarche .rule{stroke:#30363d}
.demarche .when{stroke:#79c0ff}
.demarche .known{stroke:#d2a8ff}
.demarche text.when-text{fill:#79c0ff}
.demarche text.known-text{fill:#d2a8ff}
.demarche .lapse{stroke:#e6edf3}
.demarche .band{stroke:#8b949e}
.demarche .asked{fill:#5c4700}
.demarche .moving{fill:#0f3d70}
.demarche .settled{fill:#14502a}
.demarche .refused{fill:#6e2420}
.demarche .over{fill:#3a414a}
.demarche .hatch-line{stroke:#4c3b73}
.demarche .bar{fill:#262c36;stroke:#8b949e}
.demarche .mark{fill:#e6edf3;stroke:#e6edf3}
.demarche .occasion{stroke:#9da7b3}
.demarche .disputed,.demarche .supposed{fill:#0d1117}
.demarche .tick{fill:#9da7b3;stroke:#9da7b3}
}
</style>
<defs><pattern id="demarche-hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
<rect class="hatch-paper" width="8" height="8"/><line class="hatch-line" x1="2" y1="0" x2="2" y2="8"/></pattern></defs>
)css";

}  // namespace

void pen::end(std::string_view element, std::string_view tooltip)
{
    out_ += tooltip.empty() ? "/>\n" : fmt::format("><title>{}</title></{}>\n", xml_text(tooltip), element);
}

void pen::rect(std::string_view css, int x, int y, int width, int height, std::string_view tooltip, std::string_view data)
{
    fmt::format_to(std::back_inserter(out_), R"(<rect class="{}" x="{}" y="{}" width="{}" height="{}"{})", css, x, y, width, height, data);
    end("rect", tooltip);
}

void pen::line(std::string_view css, int x1, int y1, int x2, int y2)
{
    fmt::format_to(std::back_inserter(out_), R"(<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>)" "\n", css, x1, y1, x2, y2);
}

void pen::path(std::string_view css, std::string_view steps, std::string_view tooltip)
{
    fmt::format_to(std::back_inserter(out_), R"(<path class="{}" d="{}")", css, steps);
    end("path", tooltip);
}

void pen::text(std::string_view css, int x, int y, std::string_view content, std::string_view tooltip, anchor at)
{
    const std::string hover = tooltip.empty() ? std::string() : fmt::format("<title>{}</title>", xml_text(tooltip));
    const std::string_view ends = at == anchor::end ? R"( text-anchor="end")" : "";
    fmt::format_to(std::back_inserter(out_), R"(<text class="{}" x="{}" y="{}"{}>{}{}</text>)" "\n", css, x, y, ends, hover, xml_text(content));
}

void pen::open(std::string_view css, std::string_view data) { fmt::format_to(std::back_inserter(out_), "<g class=\"{}\"{}>\n", css, data); }

std::string data(std::string_view name, std::string_view value) { return fmt::format(R"( data-{}="{}")", name, xml_text(value)); }

std::string head(int width, int height, std::string_view title, std::string_view description)
{
    return fmt::format(R"(<svg xmlns="http://www.w3.org/2000/svg" class="demarche" width="{0}" height="{1}" viewBox="0 0 {0} {1}" role="img">)"
                       "\n<title>{2}</title>\n<desc>{3}</desc>\n{4}",
                       width, height, xml_text(title), xml_text(description), style);
}

}  // namespace demarche::inline v0::detail::svg
