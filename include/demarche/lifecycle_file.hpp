// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/export.hpp>
#include <demarche/lifecycle.hpp>

#include <filesystem>
#include <iosfwd>
#include <memory>

// A lifecycle that is known only when the program runs: the text that `parse_lifecycle` reads, in a file of its own.
//
//   const lifecycle_file follow_up = load_lifecycle("sales_follow_up.tsv");
//   book.use(follow_up);
//   follow_up.table().name   // sales_follow_up

namespace demarche::inline v0 {

/// A lifecycle with the text that its names are views into. A copy is the same table, which lives as long as the last of the copies: one of
/// them must outlive every chronicle that uses it, so that what only passes by cannot be used.
class lifecycle_file {
public:
    const lifecycle& table() const& { return held_->table; }
    const lifecycle& table() const&& = delete;
    operator const lifecycle&() const& { return table(); }
    operator const lifecycle&() const&& = delete;

private:
    struct owned {
        std::string text;
        lifecycle table;
    };

    explicit lifecycle_file(std::shared_ptr<const owned> held) : held_(std::move(held)) {}

    std::shared_ptr<const owned> held_;

    friend result<lifecycle_file> try_read_lifecycle(std::istream& in, const std::string& file);
};

/// The lifecycle of a file. Throws `error`: `errc::unreadable`, or `errc::invalid_table` with file, line, column, and the cell as the field:
/// `follow_up.tsv:12:20: answer in asked: a cell is missing (lifecycle follow_up)`.
DEMARCHE_EXPORT lifecycle_file load_lifecycle(const std::filesystem::path& file);
DEMARCHE_EXPORT result<lifecycle_file> try_load_lifecycle(const std::filesystem::path& file);
/// The lifecycle that a stream has until its end; `file` is the name that errors give.
DEMARCHE_EXPORT lifecycle_file read_lifecycle(std::istream& in, const std::string& file = {});
DEMARCHE_EXPORT result<lifecycle_file> try_read_lifecycle(std::istream& in, const std::string& file = {});

}  // namespace demarche::inline v0
