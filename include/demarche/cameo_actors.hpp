// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/code.hpp>
#include <demarche/detail/cameo_actor_codes.hpp>

// The three-letter codes of which CAMEO makes those of actors, such as CHNMIL: a country, then roles. Their tables, and where they are from, are in
// `detail/cameo_actor_codes.hpp`.
//
//   cameo_country::known("CHN")           // CHN, China
//   cameo_country::labelled("Georgia")    // GEO, Georgia
//   cameo_actor_type::find("MIL")         // MIL, Military
//   cameo_actor_type::find("mil")         // nothing
//
// Letters count as they are: ethnic groups are in small ones. They are not ISO's codes of countries, though many are the same.

namespace demarche::inline v0 {

namespace cameo {

/// The list of `cameo_country`.
struct countries {
    static constexpr const auto& rows = detail::cameo_countries;
};

/// The list of `cameo_actor_type`.
struct actor_types {
    static constexpr const auto& rows = detail::cameo_actor_types;
};

/// The list of `cameo_known_group`.
struct known_groups {
    static constexpr const auto& rows = detail::cameo_known_groups;
};

/// The list of `cameo_religion`.
struct religions {
    static constexpr const auto& rows = detail::cameo_religions;
};

/// The list of `cameo_ethnic_group`.
struct ethnic_groups {
    static constexpr const auto& rows = detail::cameo_ethnic_groups;
};

}  // namespace cameo

using cameo_country = code_of<cameo::countries>;         ///< also parts of some, and regions such as AFR
using cameo_actor_type = code_of<cameo::actor_types>;    ///< roles, such as GOV
using cameo_known_group = code_of<cameo::known_groups>;  ///< international organisations and movements
using cameo_religion = code_of<cameo::religions>;
using cameo_ethnic_group = code_of<cameo::ethnic_groups>;  ///< a dozen labels stand at two codes

}  // namespace demarche::inline v0
