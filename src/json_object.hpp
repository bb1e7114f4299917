// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "json_text.hpp"

#include <demarche/status.hpp>

#include <algorithm>

// Records and answers as JSON objects.

namespace demarche::inline v0::jsonl {

/// One JSON object, written field by field. A known field that `other` spells is left to it.
class object_writer {
public:
    explicit object_writer(json_text& out, const unknown_fields* other = nullptr) : out_(out), other_(other != nullptr && !other->empty() ? other : nullptr) { out_.put('{'); }

    /// Writes a field whose value `put` writes.
    template <class Put>
    void field(std::string_view name, Put put)
    {
        if (other_ != nullptr && std::any_of(other_->begin(), other_->end(), [name](const auto& f) { return f.first == name; })) return;
        out_.put_name(name);
        put(out_);
    }
    void raw(std::string_view name, std::string_view json)
    {
        field(name, [json](json_text& out) { out.put(json); });
    }
    void string(std::string_view name, std::string_view value)
    {
        field(name, [value](json_text& out) { out.put_string(value); });
    }
    void number(std::string_view name, std::int64_t value)
    {
        field(name, [value](json_text& out) { out.put_number(value); });
    }
    void flag(std::string_view name, bool value) { raw(name, value ? "true" : "false"); }
    /// A list, of whose elements `put_element` writes each.
    template <class T, class Put>
    void list(std::string_view name, const std::vector<T>& values, Put put_element)
    {
        field(name, [&](json_text& out) {
            out.put('[');
            for (const T& value : values) {
                if (out.last() != '[') out.put(',');
                put_element(out, value);
            }
            out.put(']');
        });
    }
    // What is empty is left out.
    void text(std::string_view name, std::string_view value)
    {
        if (!value.empty()) string(name, value);
    }
    void text(std::string_view name, const std::optional<date>& value)
    {
        if (value) string(name, value->text());
    }
    void end()
    {
        if (other_ != nullptr)
            for (const auto& [name, json] : *other_) {
                out_.put_name(name);
                out_.put(json);
            }
        out_.put('}');
    }

private:
    json_text& out_;
    const unknown_fields* other_;
};

/// The fields of a status, from `matter` to `reminders`.
void put_status(object_writer& o, const status& s);

}  // namespace demarche::inline v0::jsonl
