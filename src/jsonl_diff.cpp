// SPDX-License-Identifier: BSL-1.0
#include <demarche/jsonl.hpp>

#include "json_object.hpp"
#include "jsonl_words.hpp"

namespace demarche::inline v0::jsonl {

namespace {

/// A status, or null where the leg is not shown.
void put(json_text& out, const std::optional<status>& s)
{
    if (!s) return out.put("null");
    object_writer o(out);
    put_status(o, *s);
    o.end();
}

void put(json_text& out, const std::optional<contact_standing>& s)
{
    if (!s) return out.put("null");
    object_writer o(out);
    o.string("belief", word_of(belief_words, s->belief));
    o.flag("corrected", s->corrected);
    o.flag("in_leg", s->in_leg);
    o.string("happened", word_of(verdict_words, s->happened));
    o.flag("for_requester", s->for_requester);
    o.flag("for_respondent", s->for_respondent);
    o.end();
}

template <class T>
void put_field(object_writer& o, std::string_view name, const std::optional<T>& value)
{
    o.field(name, [&](json_text& out) { put(out, value); });
}

void put_report(json_text& out, const chronicle& book, report_id r)
{
    const report said = book[r];
    const auto& published = said.published ? said.published : book[said.source].published;
    object_writer o(out);
    o.string("on", std::visit([&](auto on) { return book.key(on); }, said.on));
    o.string("source", book.key(said.source));
    o.string("stance", word_of(stance_words, said.stance));
    if (published) o.string("published", published->text());
    else o.raw("published", "null");
    o.end();
}

void put_reports(object_writer& o, std::string_view name, const chronicle& book, const std::vector<report_id>& all)
{
    o.list(name, all, [&](json_text& out, report_id r) { put_report(out, book, r); });
}

void put_ties(object_writer& o, const chronicle& book, const std::vector<tie_id>& all)
{
    o.list("ties", all, [&](json_text& out, tie_id t) { out.put_string(book[t].key); });
}

void put_leg(object_writer& o, const chronicle& book, leg l)
{
    o.string("matter", book.key(l.matter));
    o.string("respondent", book[l.respondent].key);
}

}  // namespace

std::string to_json(const view& before, const view& after, const change& of)
{
    const chronicle& book = after.book();
    json_text out;
    object_writer o(out);
    put_leg(o, book, of.leg);
    put_field(o, "before", of.before);
    put_field(o, "after", of.after);
    o.flag("matter_recorded", of.because.matter);
    o.list("contacts", of.because.contacts, [&](json_text& to, const contact_change& c) {
        object_writer one(to);
        one.string("contact", (c.after ? after : before).key(c.contact));
        put_field(one, "before", c.before);
        put_field(one, "after", c.after);
        one.end();
    });
    put_ties(o, book, of.because.ties);
    put_reports(o, "reports", book, of.because.reports);
    o.list("clock", of.because.clock, [](json_text& to, const clock_change& c) {
        object_writer one(to);
        one.string("act", c.act.text());
        one.string("at", to_text(c.at));
        one.string("in", c.after ? "after" : "before");
        one.end();
    });
    o.end();
    return std::string(out.view());
}

std::string to_json(const view& standpoint, const disagreement& of)
{
    const chronicle& book = standpoint.book();
    const auto put_each = [](json_text& to, const auto& one) { put(to, one); };
    json_text out;
    object_writer o(out);
    put_leg(o, book, of.leg);
    o.list("statuses", of.statuses, put_each);
    o.list("contacts", of.contacts, [&](json_text& to, const contested_contact& c) {
        object_writer one(to);
        one.string("contact", standpoint.key(c.contact));
        one.list("standings", c.standings, put_each);
        put_reports(one, "reports", book, c.reports);
        one.end();
    });
    put_ties(o, book, of.ties);
    put_reports(o, "reports_on_ties", book, of.reports_on_ties);
    o.end();
    return std::string(out.view());
}

}  // namespace demarche::inline v0::jsonl
