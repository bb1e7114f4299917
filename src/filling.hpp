// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "archive.hpp"

#include <demarche/chronicle.hpp>

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

namespace demarche::inline v0::detail {

/// Fills a new chronicle as its constructor does from a batch, without looking for keys again that are numbered. Ids are of that chronicle, or, but for
/// those of a report, will be. Each throws as `chronicle::add` does.
class filling {
public:
    /// The number of no key: a contact with it has the key that is made from its place.
    static constexpr std::uint32_t no_key = 0xFFFFFFFF;

    explicit filling(chronicle& book) : book_(book) {}

    archive& contents() const { return *book_.held_; }

    template <class T>
    void append(entry<T> e) const
    {
        book_.append(std::move(e));
    }
    /// Precondition: nothing that it needs is missing, and it is none that is there.
    report_id append(const report_row& r, report_rest rest, std::int64_t seq) const { return contents().add(r, std::move(rest), seq); }
    /// Precondition: the key is nothing else's.
    source_id append(const source_row& r, source_rest rest, std::int64_t seq) const { return contents().add(r, std::move(rest), seq); }
    // Preconditions: the key has that number, and is nothing else's; no required field is empty.
    matter_id append(matter&& r, std::int64_t seq, std::uint32_t key) const { return contents().add(std::move(r), seq, key + 1); }
    contact_id append(const plain_contact& e, std::int64_t seq, std::uint32_t key, std::string_view note = {}) const
    {
        try {
            book_.check_act(e.matter, e.act, "");
        } catch (const error&) {
            book_.check_act(e.matter, e.act, key != no_key ? contents().keys().text(key) : std::string_view(made_key(contents().count<contact>())));
            throw;
        }
        return contents().add(e, seq, key + 1, note);
    }
    /// One without a key.
    contact_id append(contact r, std::int64_t seq) const
    {
        r.key = made_key(contents().count<contact>());
        book_.check(r);
        r.key.clear();
        return contents().add(std::move(r), seq);
    }

    static std::string made_key(std::size_t n) { return fmt::format("#c{}", n + 1); }

private:
    chronicle& book_;
};

}  // namespace demarche::inline v0::detail
