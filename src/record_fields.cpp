// SPDX-License-Identifier: BSL-1.0
#include "record_fields.hpp"

#include "field_values.hpp"
#include "word_finder.hpp"

#include <algorithm>

namespace demarche::inline v0::jsonl {

namespace {

// What a value is, by what the record has there.

void put(std::string& to, json_value& value, key_table&) { to = value.text(); }
void put(date& to, json_value& value, key_table&) { to = date_in(value); }
void put(std::optional<date>& to, json_value& value, key_table&) { to = date_in(value); }
void put(count& to, json_value& value, key_table&) { to = count_in(value); }
void put(std::optional<int>& to, json_value& value, key_table&) { to = rank_in(value); }
void put(std::vector<std::pair<std::string, std::string>>& to, json_value& value, key_table&) { to = codes_in(value); }
void put(stance& to, json_value& value, key_table&) { to = word_in<stance>(value, stance_words); }
void put(std::optional<attribution>& to, json_value& value, key_table&) { to = word_in<attribution>(value, attribution_words); }

template <class Vocabulary>
void put(name<Vocabulary>& to, json_value& value, key_table&)
{
    to = name<Vocabulary>(value.text());
}

template <class T>
void put(id<T>& to, json_value& value, key_table& keys)
{
    to = id<T>(keys.mention(value, bit(type_number<T>)));
}

/// While the file is read, both are numbers of keys.
void put(std::variant<contact_id, tie_id>& to, json_value& value, key_table& keys)
{
    to = contact_id(keys.mention(value, bit(type_number<contact>) | bit(type_number<tie>)));
}

template <class T>
void put(std::vector<id<T>>& to, json_value& value, key_table& keys)
{
    to.clear();
    value.each_element([&](json_value element) { put(to.emplace_back(), element, keys); });
}

void put(exemption& to, json_value& value, key_table& keys)
{
    value.each_field([&](std::string_view name, json_value field) {
        if (name == "actor") put(to.actor, field, keys);
        else if (name == "act") put(to.act, field, keys);
        else if (name == "during") put(to.during, field, keys);
        else if (name == "note") put(to.note, field, keys);
        else field.keep_spelling();
        if (const auto other = field.other_spelling()) to.other.emplace_back(name, *other);
    });
    std::sort(to.other.begin(), to.other.end());
}

void put(std::vector<exemption>& to, json_value& value, key_table& keys)
{
    to.clear();
    value.each_element([&](json_value element) { put(to.emplace_back(), element, keys); });
}

template <class T>
void put_key(T& r, json_value& value, key_table&)
{
    r.key = key_in(value);
}

/// The empty list is written too.
void put_invited(matter& r, json_value& value, key_table& keys)
{
    value.drop_spelling();
    put(r.respondents, value, keys);
}

/// A key or a list of keys.
void put_respondent(contact& r, json_value& value, key_table& keys)
{
    if (value.is_text()) {
        r.respondent.resize(1);
        return put(r.respondent.front(), value, keys);
    }
    put(r.respondent, value, keys);
    if (r.respondent.size() == 1) value.keep_spelling();
}

template <class T>
struct field {
    std::string_view name;
    void (*put_in)(T& r, json_value& value, key_table& keys);
};

template <class T, class Member>
T owner_of(Member T::*);

/// The field that is this member of the record.
template <auto Member, class T = decltype(owner_of(Member))>
consteval field<T> known(std::string_view name)
{
    return {name, [](T& r, json_value& value, key_table& keys) { put(r.*Member, value, keys); }};
}

template <class T, std::size_t Count>
class field_list {
public:
    consteval explicit field_list(const std::array<field<T>, Count>& fields) : fields_(fields), find_(names_of(fields))
    {
        static_assert(Count <= unknown_field);
        constexpr auto& required = first_fields<T>::required;
        for (std::size_t n = 0; n < required.size(); ++n)
            if (fields[n].name != required[n]) throw "what a record must have comes first";
    }

    std::size_t take(T& r, std::string_view name, json_value& value, key_table& keys) const
    {
        const std::size_t found = find_(name);
        if (found == Count) return unknown_field;
        fields_[found].put_in(r, value, keys);
        return found;
    }

private:
    static consteval std::array<std::string_view, Count> names_of(const std::array<field<T>, Count>& fields)
    {
        std::array<std::string_view, Count> names;
        std::transform(fields.begin(), fields.end(), names.begin(), [](const auto& f) { return f.name; });
        return names;
    }

    std::array<field<T>, Count> fields_;
    word_finder<Count> find_;
};

constexpr field_list of_actors(std::array{
    field<actor>{"key", put_key},
    known<&actor::name>("name"),
    known<&actor::kind>("kind"),
    known<&actor::ids>("ids"),
    known<&actor::rank>("rank")});

constexpr field_list of_ties(std::array{
    field<tie>{"key", put_key},
    known<&tie::kind>("kind"),
    known<&tie::from>("from"),
    known<&tie::to>("to"),
    known<&tie::during>("during"),
    known<&tie::recorded>("recorded")});

constexpr field_list of_sources(std::array{
    field<source>{"key", put_key},
    known<&source::title>("title"),
    known<&source::publisher>("publisher"),
    known<&source::published>("published"),
    known<&source::url>("url")});

constexpr field_list of_matters(std::array{
    field<matter>{"key", put_key},
    known<&matter::lifecycle>("lifecycle"),
    known<&matter::requester>("requester"),
    field<matter>{"respondents", put_invited},
    known<&matter::title>("title"),
    known<&matter::occasion>("occasion"),
    known<&matter::reply_by>("reply_by"),
    known<&matter::venue>("venue"),
    known<&matter::channel>("channel"),
    known<&matter::recorded>("recorded"),
    known<&matter::exemptions>("exemptions")});

constexpr field_list of_contacts(std::array{
    field<contact>{"key", put_key},
    known<&contact::act>("act"),
    known<&contact::from>("from"),
    known<&contact::on>("on"),
    known<&contact::matter>("matter"),
    known<&contact::to>("to"),
    field<contact>{"respondent", put_respondent},
    known<&contact::in_reply_to>("in_reply_to"),
    known<&contact::corrects>("corrects"),
    known<&contact::recorded>("recorded"),
    known<&contact::occasion>("occasion"),
    known<&contact::reply_by>("reply_by"),
    known<&contact::condition>("condition"),
    known<&contact::debtor>("debtor"),
    known<&contact::delegate>("delegate"),
    known<&contact::cites>("cites"),
    known<&contact::contests>("contests"),
    known<&contact::channel>("channel"),
    known<&contact::place>("place"),
    known<&contact::note>("note"),
    known<&contact::with>("with"),
    known<&contact::times>("times")});

constexpr field_list of_reports(std::array{
    known<&report::on>("on"),
    known<&report::source>("source"),
    known<&report::stance>("stance"),
    known<&report::published>("published"),
    known<&report::attribution>("attribution"),
    known<&report::by>("by")});

}  // namespace

std::size_t take_field(actor& r, std::string_view name, json_value& value, key_table& keys) { return of_actors.take(r, name, value, keys); }
std::size_t take_field(tie& r, std::string_view name, json_value& value, key_table& keys) { return of_ties.take(r, name, value, keys); }
std::size_t take_field(source& r, std::string_view name, json_value& value, key_table& keys) { return of_sources.take(r, name, value, keys); }
std::size_t take_field(matter& r, std::string_view name, json_value& value, key_table& keys) { return of_matters.take(r, name, value, keys); }
std::size_t take_field(contact& r, std::string_view name, json_value& value, key_table& keys) { return of_contacts.take(r, name, value, keys); }
std::size_t take_field(report& r, std::string_view name, json_value& value, key_table& keys) { return of_reports.take(r, name, value, keys); }

}  // namespace demarche::inline v0::jsonl
