// SPDX-License-Identifier: BSL-1.0
#include <demarche/jsonl.hpp>

#include "json_object.hpp"
#include "jsonl_words.hpp"

namespace demarche::inline v0::jsonl {

namespace {

constexpr std::array<std::string_view, 8> effect_words{"unfilled", "go", "record", "stale", "out_of_protocol", "go_out_of_protocol", "attempt", "prior"};

void text_or_null(object_writer& o, std::string_view name, std::string_view text)
{
    if (text.empty()) o.raw(name, "null");
    else o.string(name, text);
}

class explanation_writer {
public:
    explanation_writer(json_text& out, const view& standpoint, const explanation& of) : out_(out), view_(standpoint), of_(of) {}

    void put() const
    {
        object_writer o(out_);
        put_status(o, of_.status);
        list(o, "steps", of_.steps, [this](object_writer& each, const proof_step& s) { fill(each, s); });
        list(o, "left_out", of_.left_out, [this](object_writer& each, const omission& x) { fill(each, x); });
        list(o, "witnesses", of_.witnesses, [this](object_writer& each, const witness& w) { fill(each, w); });
        o.flag("all_witnesses", of_.all_witnesses);
        list(o, "settled_by", of_.settled_by, [this](object_writer& each, const open_question& q) { fill(each, q); });
        o.flag("settling_known", of_.settling_known);
        o.end();
    }

private:
    /// A list of objects, of which `fill` writes the fields.
    template <class T, class Fill>
    void list(object_writer& o, std::string_view name, const std::vector<T>& all, Fill fill_each) const
    {
        o.list(name, all, [&](json_text& out, const T& x) {
            object_writer each(out);
            fill_each(each, x);
            each.end();
        });
    }

    std::string_view name(state_id s) const { return (*of_.status.table)[s].name; }
    std::string key_or_none(actor_id a) const { return a ? view_.book().key(a) : std::string(); }

    void reports(object_writer& o, const std::vector<testimony>& all) const
    {
        list(o, "reports", all, [this](object_writer& each, const testimony& t) {
            each.string("source", view_.book().key(t.source));
            each.string("stance", word_of(stance_words, t.stance));
            text_or_null(each, "attribution", t.attribution ? word_of(attribution_words, *t.attribution) : std::string_view());
            text_or_null(each, "by", key_or_none(t.by));
        });
    }

    void fill(object_writer& o, const proof_step& s) const
    {
        text_or_null(o, "contact", s.contact ? view_.key(s.contact) : std::string());
        o.string("act", s.written.text());
        o.string("folded_as", s.folded.text());
        text_or_null(o, "actor", key_or_none(s.actor));
        text_or_null(o, "on", s.on ? s.on->text() : std::string());
        o.string("at", to_text(s.at));
        o.string("before", name(s.before));
        o.string("after", name(s.after));
        o.string("effect", word_of(effect_words, s.effect));
        o.flag("disputed", s.disputed);
        o.list("diagnostics", s.diagnostics, [](json_text& out, diagnostic_kind kind) { out.put_string(to_text(kind)); });
        reports(o, s.rests_on);
    }

    void fill(object_writer& o, const omission& x) const
    {
        const contact what = view_[x.contact];
        o.string("contact", view_.key(x.contact));
        o.string("act", what.act.text());
        o.string("actor", key_or_none(what.from));
        o.string("on", what.on.text());
        o.string("why", to_text(x.kind));
        o.list("corrected_by", x.corrected_by, [this](json_text& out, contact_id c) { out.put_string(view_.key(c)); });
        reports(o, x.rests_on);
    }

    void fill(object_writer& o, const witness& w) const
    {
        o.string("state", name(w.outcome));
        list(o, "contacts", w.contacts, [this](object_writer& each, const placement& p) {
            each.string("contact", view_.key(p.contact));
            text_or_null(each, "at", p.at ? to_text(*p.at) : std::string());
            each.flag("as_shown", p.as_shown);
        });
    }

    void fill(object_writer& o, const open_question& q) const
    {
        o.string("contact", view_.key(q.contact));
        o.string("question", q.of == open_question::kind::date ? "date" : "dispute");
    }

    json_text& out_;
    const view& view_;
    const explanation& of_;
};

}  // namespace

std::string to_json(const view& standpoint, const explanation& of)
{
    json_text out;
    explanation_writer(out, standpoint, of).put();
    return std::string(out.view());
}

}  // namespace demarche::inline v0::jsonl
