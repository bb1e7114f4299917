// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <simdjson.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

// What must be known of a line of a chronicle file before it is read: to which matter it belongs, and what it names. Whether it is right
// is left to jsonl::read.

/// As what a line names a key.
enum class part { actor, source, undated_source, matter, cited, replied_to, in_group };

struct naming {
    std::string key;
    part as;
    std::size_t line;
    std::size_t column;
    std::string_view field;
};

struct record_line {
    std::string type = {};
    std::string key = {};
    std::string matter = {};  ///< to which it belongs: a matter's own key, or what a contact names
    std::vector<naming> mentions = {};
    bool understood = false;
};

namespace names_in {

struct reference {
    std::string_view field;
    part as;
};

inline constexpr reference matter[] = {{"requester", part::actor}, {"respondents", part::actor}, {"venue", part::actor}, {"exemptions", part::actor}};
inline constexpr reference contact[] = {{"matter", part::matter}, {"from", part::actor}, {"to", part::actor}, {"respondent", part::actor},
                                        {"with", part::actor}, {"debtor", part::actor}, {"delegate", part::actor}, {"in_reply_to", part::replied_to},
                                        {"corrects", part::in_group}, {"cites", part::cited}, {"contests", part::cited}};
inline constexpr reference report[] = {{"on", part::in_group}, {"source", part::source}, {"by", part::actor}};
inline constexpr reference tie[] = {{"from", part::actor}, {"to", part::actor}};

inline std::span<const reference> of_type(std::string_view type)
{
    if (type == "contact") return contact;
    if (type == "report") return report;
    if (type == "matter") return matter;
    if (type == "tie") return tie;
    return {};
}

}  // namespace names_in

class line_reader {
public:
    /// What `line` says, which has `size` characters and, behind them, the room that simdjson wants.
    const record_line& look(const std::string& line, std::size_t size, std::size_t number)
    {
        text_ = line;
        number_ = number;
        made_ = {};
        try {
            auto document = parser_.iterate(line.data(), size, line.size());
            made_.type = std::string_view(document["type"]);
            document.rewind();
            look_at(document.get_object());
            made_.understood = true;
        } catch (const simdjson::simdjson_error&) {
            // Where it is no record, jsonl::read says why.
        }
        return made_;
    }

private:
    using value = simdjson::ondemand::value;

    void look_at(simdjson::ondemand::object object)
    {
        bool dated = false;
        const auto references = names_in::of_type(made_.type);
        for (auto field : object) {
            const std::string_view name = field.unescaped_key();
            if (name == "key") made_.key = std::string_view(field.value());
            else if (name == "published") dated = true;
            for (const auto& reference : references)
                if (reference.field == name) note(field.value(), reference);
        }
        settle(dated);
    }

    /// A text, a list of such, or objects that name an actor.
    void note(value named, const names_in::reference& by)
    {
        const auto type = named.type().value();
        if (type == simdjson::ondemand::json_type::array)
            for (value element : named.get_array()) note(element, by);
        else if (type == simdjson::ondemand::json_type::object)
            note_actor_of(named, by);
        else if (type == simdjson::ondemand::json_type::string) {
            const auto column = static_cast<std::size_t>(named.raw_json_token().data() - text_.data()) + 1;
            made_.mentions.push_back({std::string(std::string_view(named)), by.as, number_, column, by.field});
        }
    }

    void note_actor_of(value exemption, const names_in::reference& by)
    {
        value actor;
        if (!exemption["actor"].get(actor)) note(actor, by);
    }

    void settle(bool dated)
    {
        if (made_.type == "matter") made_.matter = made_.key;
        for (naming& m : made_.mentions) {
            if (m.as == part::matter) made_.matter = m.key;
            if (m.as == part::source && !dated) m.as = part::undated_source;
        }
    }

    simdjson::ondemand::parser parser_;
    std::string_view text_;
    std::size_t number_ = 0;
    record_line made_;
};
