// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "ledger.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <streambuf>
#include <string>
#include <string_view>

// The workload "coded rows": 20 years of events between 10,000 named actors of skewed popularity, four in five of them between an actor and one of its usual
// counterparts; relations as often as ICEWS14 has them, those that come mirrored with their mirror, and one row in ten doubled. The same on every machine.

namespace performance {

/// How a row is written; as event_format has it.
enum class row_form { four_columns, icews, gdelt1, gdelt2, mentions, polecat };

struct coded_row {
    std::uint32_t number = 0;  ///< counted from 0; the event's, to which a mention leads
    int day = 0;
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    std::size_t relation = 0;
};

struct relation_row {
    std::string_view code;
    std::string_view label;
    std::string_view event;  ///< and mode, as PLOVER has it
    std::uint32_t weight;
    std::string_view mirror;  ///< the code of the row that says the same the other way round
};
const relation_row& relation_of(const coded_row& r);

/// The rows, one after the other, in order of their days.
class coded_rows {
public:
    explicit coded_rows(std::size_t count) : count_(count) {}

    std::optional<coded_row> next();

private:
    coded_row drawn();

    std::size_t count_;
    std::size_t given_ = 0;
    dice roll_{6};
    coded_row last_ = {};
    bool mirror_owed_ = false;
};

/// "Foreign Affairs 16 (Country 16)", "Adam 17".
std::string name_of_actor(std::uint32_t actor);
/// Puts a row behind a text, with the end of the line. `text` has a header where the form has one.
void write_header(row_form form, std::string& text);
void write_row(row_form form, const coded_row& r, std::string& text);

/// A file of such rows that nobody holds: written while it is read.
class coded_text : public std::streambuf {
public:
    coded_text(row_form form, std::size_t rows) : form_(form), rows_(rows) { write_header(form, block_); }

private:
    int_type underflow() override;

    row_form form_;
    coded_rows rows_;
    std::string block_;
    bool begun_ = false;
};

}  // namespace performance
