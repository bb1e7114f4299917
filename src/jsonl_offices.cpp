// SPDX-License-Identifier: BSL-1.0
#include <demarche/jsonl.hpp>

#include "json_object.hpp"
#include "jsonl_words.hpp"

// Who holds an office, and which measures stand in the way.

namespace demarche::inline v0::jsonl {

namespace {

constexpr std::array<std::string_view, 4> occupancy_words{"held", "vacant", "several", "unknown"};

void put(json_text& out, const chronicle& book, const candidate& c)
{
    object_writer o(out);
    o.string("actor", book[c.who].key);
    o.string("how", word_of(verdict_words, c.how));
    o.list("by", c.by, [&](json_text& to, tie_id t) { to.put_string(book[t].key); });
    o.end();
}

void put_verdict(object_writer& o, std::string_view name, const std::optional<verdict>& v)
{
    if (v) o.string(name, word_of(verdict_words, *v));
    else o.raw(name, "null");
}

void put(json_text& out, const chronicle& book, const measure& m)
{
    object_writer o(out);
    o.string("matter", book.key(m.leg.matter));
    o.string("respondent", book[m.leg.respondent].key);
    put_verdict(o, "in_force", m.in_force);
    put_verdict(o, "reaches", m.reaches);
    if (!m.status) o.raw("status", "null");
    else
        o.field("status", [&](json_text& to) {
            object_writer inner(to);
            put_status(inner, *m.status);
            inner.end();
        });
    o.end();
}

void put_mentions(object_writer& o, std::string_view name, const view& standpoint, const std::vector<mention>& all)
{
    o.list(name, all, [&](json_text& out, const mention& m) {
        object_writer one(out);
        one.string("contact", standpoint.key(m.contact));
        one.string("by", standpoint.book()[m.by].key);
        one.string("on", standpoint[m.contact].on.text());
        one.string("how", word_of(verdict_words, m.how));
        one.string("side", word_of(verdict_words, m.side));
        one.end();
    });
}

}  // namespace

std::string to_json(const view& standpoint, const candidate& of)
{
    json_text out;
    put(out, standpoint.book(), of);
    return std::string(out.view());
}

std::string to_json(const view& standpoint, const holding& of)
{
    json_text out;
    object_writer o(out);
    o.string("what", word_of(occupancy_words, of.what));
    o.list("who", of.who, [&](json_text& to, const candidate& c) { put(to, standpoint.book(), c); });
    o.end();
    return std::string(out.view());
}

std::string to_json(const view& standpoint, const measure& of)
{
    json_text out;
    put(out, standpoint.book(), of);
    return std::string(out.view());
}

std::string to_json(const view& standpoint, const obstacle& of)
{
    const chronicle& book = standpoint.book();
    json_text out;
    object_writer o(out);
    o.string("matter", book.key(of.what));
    put_verdict(o, "in_force", of.in_force);
    put_verdict(o, "exempt", of.exempt);
    o.list("legs", of.legs, [&](json_text& to, const measure& m) { put(to, book, m); });
    o.list("exemptions", of.exemptions, [](json_text& to, const cover& c) {
        object_writer one(to);
        one.number("number", static_cast<std::int64_t>(c.which));
        one.string("how", word_of(verdict_words, c.how));
        one.end();
    });
    put_mentions(o, "cited", standpoint, of.cited);
    put_mentions(o, "contested", standpoint, of.contested);
    o.end();
    return std::string(out.view());
}

}  // namespace demarche::inline v0::jsonl
