// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "docket.hpp"

#include <span>

// The contacts of a leg that one choice of disputed ones has in, as they come and go.

namespace demarche::inline v0::detail {

/// A contact that is in, and when it can happen while those are in too that go before it and after it.
struct lined_up {
    std::size_t entry;
    instant earliest;
    instant latest;
    std::uint32_t slot = 0;

    bool operator==(const lined_up&) const = default;
};

/// Those of one choice, in record order. Any that can happen at one time have different slots; one that begins later changes no slot of those before it.
class line_up {
public:
    line_up(const leg_record& leg, std::span<const std::size_t> in);

    std::size_t size() const { return all_.size(); }
    const lined_up& operator[](std::size_t i) const { return all_[i]; }
    auto begin() const { return all_.begin(); }
    auto end() const { return all_.end(); }
    /// In the order in which they begin to be possible, those of one instant as recorded.
    std::span<const std::size_t> by_begin() const { return by_begin_; }
    /// How many slots there are.
    std::size_t width() const { return width_; }

private:
    void narrow(const leg_record& leg);
    void give_slots();

    scratch_vector<lined_up> all_;
    scratch_vector<std::size_t> by_begin_;
    std::size_t width_ = 0;
};

}  // namespace demarche::inline v0::detail
