// SPDX-License-Identifier: BSL-1.0
#include <demarche/jsonl.hpp>

#include "archive.hpp"
#include "calendar.hpp"
#include "json_object.hpp"
#include "jsonl_words.hpp"
#include "type_words.hpp"

#include <algorithm>
#include <ostream>

namespace demarche::inline v0::jsonl {

namespace {

class record_writer {
public:
    record_writer(const chronicle& book, bool with_seq) : book_(book), with_seq_(with_seq) {}

    template <class T>
    void put_line(json_text& out, id<T> x) const
    {
        const T& r = book_[x];
        object_writer o(out, &r.other);
        o.string("type", detail::type_word<T>);
        if constexpr (!std::is_same_v<T, report>) o.text("key", r.key);
        fields(o, r);
        if (with_seq_) o.number("seq", book_.seq(x));
        o.end();
        out.put('\n');
    }

    /// A contact that has no more than its row: without putting the record together.
    void put_plain_line(json_text& out, contact_id x) const
    {
        const detail::archive& held = book_.contents();
        const detail::contact_row& r = held.row(x);
        object_writer o(out);
        o.string("type", detail::type_word<contact>);
        o.text("key", held.key(x));
        if (const matter_id m = held.matter_of(x)) o.text("matter", held.key(m));
        o.text("act", held.act(x).text());
        o.text("from", held[held.from(x)].key);
        if (const actor_id to = held.to(x)) o.text("to", held[to].key);
        put_date(o, "on", r.on);
        if (r.lag != detail::contact_row::not_recorded) put_date(o, "recorded", r.on + r.lag);
        if (with_seq_) o.number("seq", held.seq(x));
        o.end();
        out.put('\n');
    }

private:
    void put_date(object_writer& o, std::string_view name, detail::date_table::code on) const
    {
        if (!detail::date_table::is_day(on)) return o.string(name, book_.contents().dates()[on].text());
        const auto text = detail::day_text(detail::date_table::day_of(on));
        o.string(name, {text.data(), text.size()});
    }

    template <class T>
    std::string key(id<T> x) const
    {
        return x ? book_.key(x) : std::string();
    }
    template <class T>
    void put_keys(object_writer& o, std::string_view name, const std::vector<id<T>>& all) const
    {
        o.list(name, all, [this](json_text& out, id<T> x) { out.put_string(key(x)); });
    }
    template <class T>
    void keys(object_writer& o, std::string_view name, const std::vector<id<T>>& all) const
    {
        if (!all.empty()) put_keys(o, name, all);
    }

    void fields(object_writer& o, const actor& r) const
    {
        o.text("name", r.name);
        o.text("kind", r.kind.text());
        if (!r.ids.empty()) o.field("ids", [&r](json_text& out) { put_codes(out, r); });
        if (r.rank) o.number("rank", *r.rank);
    }

    static void put_codes(json_text& out, const actor& r)
    {
        object_writer codes(out);
        for (const auto& [scheme, code] : r.ids) codes.string(scheme, code);
        codes.end();
    }

    void fields(object_writer& o, const tie& r) const
    {
        o.text("kind", r.kind.text());
        o.text("from", key(r.from));
        o.text("to", key(r.to));
        o.text("during", r.during);
        o.text("recorded", r.recorded);
    }

    void fields(object_writer& o, const source& r) const
    {
        o.text("title", r.title);
        o.text("publisher", r.publisher);
        o.text("published", r.published);
        o.text("url", r.url);
    }

    void fields(object_writer& o, const matter& r) const
    {
        o.text("lifecycle", r.lifecycle);
        o.text("title", r.title);
        o.text("requester", key(r.requester));
        put_keys(o, "respondents", r.respondents);
        o.text("occasion", r.occasion);
        o.text("reply_by", r.reply_by);
        o.text("venue", key(r.venue));
        o.text("channel", r.channel.text());
        o.text("recorded", r.recorded);
        if (!r.exemptions.empty()) o.list("exemptions", r.exemptions, [this](json_text& out, const exemption& e) { put_exemption(out, e); });
    }

    void put_exemption(json_text& out, const exemption& e) const
    {
        object_writer o(out, &e.other);
        o.text("actor", key(e.actor));
        o.text("act", e.act.text());
        o.text("during", e.during);
        o.text("note", e.note);
        o.end();
    }

    void fields(object_writer& o, const contact& r) const
    {
        o.text("matter", key(r.matter));
        o.text("act", r.act.text());
        o.text("from", key(r.from));
        o.text("to", key(r.to));
        o.string("on", r.on.text());
        if (r.respondent.size() == 1)
            o.text("respondent", key(r.respondent.front()));
        else
            keys(o, "respondent", r.respondent);
        o.text("in_reply_to", key(r.in_reply_to));
        o.text("corrects", key(r.corrects));
        o.text("recorded", r.recorded);
        o.text("occasion", r.occasion);
        o.text("reply_by", r.reply_by);
        o.text("condition", r.condition);
        o.text("debtor", key(r.debtor));
        o.text("delegate", key(r.delegate));
        keys(o, "cites", r.cites);
        keys(o, "contests", r.contests);
        o.text("channel", r.channel.text());
        o.text("place", r.place);
        o.text("note", r.note);
        keys(o, "with", r.with);
        if (r.times != count{}) o.text("times", to_text(r.times));
    }

    void fields(object_writer& o, const report& r) const
    {
        o.text("on", std::visit([this](auto on) { return key(on); }, r.on));
        o.text("source", key(r.source));
        o.text("stance", word_of(stance_words, r.stance));
        o.text("published", r.published);
        if (r.attribution) o.text("attribution", word_of(attribution_words, *r.attribution));
        o.text("by", key(r.by));
    }

    const chronicle& book_;
    bool with_seq_;
};

/// A record's place in the file, and how to write it.
struct place_in_order {
    std::int64_t seq;
    std::variant<actor_id, tie_id, source_id, matter_id, contact_id, report_id> record;
};

bool before(const place_in_order& a, const place_in_order& b, const chronicle& book)
{
    if (a.seq != b.seq) return a.seq < b.seq;
    const auto* x = std::get_if<report_id>(&a.record);
    const auto* y = std::get_if<report_id>(&b.record);
    if (x != nullptr && y != nullptr) return book.recorded_before(*x, *y);
    if (x != nullptr || y != nullptr) return y != nullptr;
    const auto key = [&](const place_in_order& p) {
        return std::visit(
            [&]<class T>(id<T> r) {
                if constexpr (std::is_same_v<T, report>) return std::string();
                else return book.key(r);
            },
            p.record);
    };
    return key(a) < key(b);
}

template <class T>
void add_places(std::vector<place_in_order>& all, const chronicle& book)
{
    const auto middle = static_cast<std::ptrdiff_t>(all.size());
    for (std::size_t i = 0; i < book.all<T>().size(); ++i) {
        all.push_back({book.seq(id<T>(i)), id<T>(i)});
    }
    // The records of one type came in order, as a rule.
    const auto by_order = [&book](const place_in_order& a, const place_in_order& b) { return before(a, b, book); };
    if (!std::is_sorted(all.begin() + middle, all.end(), by_order)) std::sort(all.begin() + middle, all.end(), by_order);
    std::inplace_merge(all.begin(), all.begin() + middle, all.end(), by_order);
}

std::vector<place_in_order> in_record_order(const chronicle& book)
{
    const extent size = book.size();
    std::vector<place_in_order> all;
    all.reserve(std::size_t{size.actors} + size.ties + size.sources + size.matters + size.contacts + size.reports);
    add_places<actor>(all, book);
    add_places<tie>(all, book);
    add_places<source>(all, book);
    add_places<matter>(all, book);
    add_places<contact>(all, book);
    add_places<report>(all, book);
    return all;
}

std::vector<std::string_view> possible_states(const status& s)
{
    std::vector<std::string_view> possible;
    for (const state_id x : s.possible) possible.push_back((*s.table)[x].name);
    std::sort(possible.begin(), possible.end());
    return possible;
}

std::vector<std::string_view> why_uncertain(const status& s)
{
    std::vector<std::string_view> why;
    if (s.why_uncertain.dispute) why.emplace_back("dispute");
    if (s.why_uncertain.imprecise_date) why.emplace_back("imprecise_date");
    if (s.why_uncertain.too_many) why.emplace_back("too_many");
    return why;
}

void put_diagnostic(json_text& out, const diagnostic& d, const view& standpoint)
{
    object_writer o(out);
    o.text("contact", standpoint.key(d.contact));
    o.text("kind", to_text(d.kind));
    o.end();
}

constexpr std::size_t block_size = std::size_t{1} << 18;

void pass_on(std::ostream& out, json_text& block)
{
    out.write(block.view().data(), static_cast<std::streamsize>(block.size()));
    block.clear();
}

}  // namespace

void write(std::ostream& out, const chronicle& book)
{
    const auto all = in_record_order(book);
    bool by_line = true;
    for (std::size_t i = 0; i < all.size(); ++i) by_line = by_line && all[i].seq == static_cast<std::int64_t>(i) + 1;
    const record_writer writer(book, !by_line);
    json_text block;
    for (const place_in_order& p : all) {
        const auto* c = std::get_if<contact_id>(&p.record);
        if (c != nullptr && book.contents().details(*c) == nullptr && !book.contents().is_noted(*c)) writer.put_plain_line(block, *c);
        else std::visit([&](auto x) { writer.put_line(block, x); }, p.record);
        if (block.size() >= block_size) pass_on(out, block);
    }
    pass_on(out, block);
    if (!out.flush()) throw error(errc::unreadable, {}, "the chronicle cannot be written; is the disk full?");
}

std::string json_string(std::string_view text)
{
    json_text out;
    out.put_string(text);
    return std::string(out.view());
}

void put_status(object_writer& o, const status& s)
{
    const chronicle& book = *s.book;
    const auto word = [](bool b) { return b ? "true" : "false"; };
    const auto put_string = [](json_text& out, std::string_view text) { out.put_string(text); };
    const auto text_or_null = [&o](std::string_view name, std::string_view text) {
        if (text.empty()) o.raw(name, "null");
        else o.string(name, text);
    };
    o.text("matter", book.key(s.leg.matter));
    o.text("respondent", book[s.leg.respondent].key);
    o.text("state", s.state_name());
    o.raw("certain", word(s.certain()));
    o.list("possible", possible_states(s), put_string);
    o.list("why_uncertain", why_uncertain(s), put_string);
    o.raw("unanswered", s.unanswered ? word(*s.unanswered) : "null");
    text_or_null("awaiting", s.awaiting ? std::string_view(book[s.awaiting].key) : std::string_view());
    text_or_null("since", since_text(s));
    text_or_null("lapses", s.lapses ? to_text(*s.lapses) : std::string());
    o.number("attempts", std::int64_t{s.attempts});
    o.number("reminders", std::int64_t{s.reminders});
}

std::string to_json(const view& standpoint, const account& of)
{
    json_text out;
    object_writer o(out);
    put_status(o, of.status);
    o.list("evidence", of.evidence, [&](json_text& to, contact_id c) { to.put_string(standpoint.key(c)); });
    o.list("diagnostics", of.diagnostics, [&](json_text& to, const diagnostic& d) { put_diagnostic(to, d, standpoint); });
    o.end();
    return std::string(out.view());
}

}  // namespace demarche::inline v0::jsonl
