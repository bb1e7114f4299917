// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/export.hpp>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>

// What goes wrong, in three kinds. A broken precondition (an id of another chronicle) is asserted in debug
// builds. What the domain cannot take is an `error`, below. A contact that breaks protocol is no error at all:
// it is recorded, and the status carries a diagnostic.
//
//   const result<date> parsed = try_date("2023-02-30");
//   if (!parsed) fmt::print("{}\n", parsed.error().what());   // column 9: "2023-02-30" is no EDTF date: there is no such day in the calendar

namespace demarche::inline v0 {

/// The kind of an error, for programs; `error::what()` is for people.
enum class errc {
    invalid_date,       ///< the text is no EDTF date that demarche takes
    invalid_value,      ///< a field has a value that it cannot have
    missing_field,      ///< a required field is absent
    wrong_type,         ///< a field has the wrong JSON type, or names a record of another type
    unknown_key,        ///< a field names a key that the chronicle does not have
    duplicate_key,      ///< one key with two contents
    cycle,              ///< `part_of` and `holds` ties would lead from an actor to itself
    clock_act,          ///< a contact with an act that belongs to the clock
    invalid_table,      ///< a lifecycle's table is not complete or not sound
    malformed_line,     ///< a line is no JSON object
    invalid_utf8,       ///< a line is not UTF-8
    line_too_long,      ///< a line is longer than the caller allows
    unreadable          ///< a file or stream cannot be read or written
};

/// Where the input was wrong; what is not known is empty or 0. Lines and columns count from 1, columns in bytes.
struct place {
    std::string file = {};
    std::size_t line = 0;
    std::size_t column = 0;
    std::string field = {};

    bool operator==(const place&) const = default;
};

/// Input that the domain cannot take. Whatever throws it has changed nothing (the strong guarantee).
class DEMARCHE_EXPORT error : public std::runtime_error {
public:
    /// `problem` says in a sentence what is wrong and what to do about it.
    error(errc code, place where, std::string problem);

    /// What is wrong, for programs, and where.
    errc code() const noexcept { return code_; }
    const place& where() const noexcept { return where_; }
    /// The sentence without the place; `what()` has both, as `file:line:column: field: problem`.
    const std::string& problem() const noexcept { return problem_; }

private:
    errc code_;
    place where_;
    std::string problem_;
};

/// Either a value or the error that stood in its way: what the `try_` form of a parsing function returns.
template <class T>
class result {
public:
    /// Converts from a value, and from an error.
    result(T value) : either_(std::move(value)) {}
    result(demarche::error why) : either_(std::move(why)) {}

    /// Whether there is a value.
    explicit operator bool() const noexcept { return either_.index() == 0; }
    /// The value. Precondition: `*this` is true.
    const T& operator*() const& { return std::get<0>(either_); }
    T&& operator*() && { return std::get<0>(std::move(either_)); }
    const T* operator->() const { return &std::get<0>(either_); }
    /// The error. Precondition: `*this` is false.
    const demarche::error& error() const { return std::get<1>(either_); }
    /// The value, or throws the error.
    T value() &&
    {
        if (!*this) throw std::get<1>(either_);
        return std::get<0>(std::move(either_));
    }

private:
    std::variant<T, demarche::error> either_;
};

}  // namespace demarche::inline v0
