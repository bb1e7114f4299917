// SPDX-License-Identifier: BSL-1.0
#include <demarche/jsonl.hpp>

#include "jsonl_words.hpp"
#include "type_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

namespace demarche::jsonl {

namespace {

/// One JSON object, written field by field. A known field that `other` spells is left to it.
class object_writer {
public:
    explicit object_writer(std::string& out, const unknown_fields* other = nullptr) : out_(out), other_(other) { out_ += '{'; }

    void raw(std::string_view name, std::string_view json)
    {
        if (other_ != nullptr && std::any_of(other_->begin(), other_->end(), [name](const auto& f) { return f.first == name; })) return;
        put(name, json);
    }
    void text(std::string_view name, std::string_view value)
    {
        if (!value.empty()) raw(name, json_string(value));
    }
    void text(std::string_view name, const std::optional<date>& value)
    {
        if (value) raw(name, json_string(value->text()));
    }
    void texts(std::string_view name, const std::vector<std::string>& values)
    {
        if (!values.empty()) raw(name, array(values));
    }
    void end()
    {
        if (other_ != nullptr)
            for (const auto& [name, json] : *other_) put(name, json);
        out_ += '}';
    }

    static std::string array(const std::vector<std::string>& values)
    {
        std::string json = "[";
        for (const auto& value : values) {
            if (json.size() > 1) json += ',';
            json += json_string(value);
        }
        json += ']';
        return json;
    }

private:
    void put(std::string_view name, std::string_view json)
    {
        if (out_.back() != '{') out_ += ',';
        out_ += json_string(name);
        out_ += ':';
        out_ += json;
    }

    std::string& out_;
    const unknown_fields* other_;
};

class record_writer {
public:
    record_writer(const chronicle& book, bool with_seq) : book_(book), with_seq_(with_seq) {}

    template <class T>
    std::string line(id<T> x) const
    {
        std::string out;
        const T& r = book_[x];
        object_writer o(out, &r.other);
        o.raw("type", json_string(detail::type_word<T>));
        if constexpr (!std::is_same_v<T, report>) o.text("key", r.key);
        fields(o, r);
        if (with_seq_) o.raw("seq", fmt::format("{}", book_.seq(x)));
        o.end();
        return out;
    }

private:
    template <class T>
    std::string key(id<T> x) const
    {
        return x ? book_[x].key : std::string();
    }
    template <class T>
    std::vector<std::string> keys(const std::vector<id<T>>& all) const
    {
        std::vector<std::string> found;
        for (id<T> x : all) found.push_back(key(x));
        return found;
    }

    void fields(object_writer& o, const actor& r) const
    {
        o.text("name", r.name);
        o.text("kind", r.kind.text());
        if (!r.ids.empty()) {
            std::string ids;
            object_writer codes(ids);
            for (const auto& [scheme, code] : r.ids) codes.raw(scheme, json_string(code));
            codes.end();
            o.raw("ids", ids);
        }
        if (r.rank) o.raw("rank", fmt::format("{}", *r.rank));
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
        o.raw("respondents", object_writer::array(keys(r.respondents)));
        o.text("occasion", r.occasion);
        o.text("reply_by", r.reply_by);
        o.text("venue", key(r.venue));
        o.text("channel", r.channel.text());
        o.text("recorded", r.recorded);
        if (!r.exemptions.empty()) o.raw("exemptions", exemptions(r));
    }

    std::string exemptions(const matter& r) const
    {
        std::string all = "[";
        for (const exemption& e : r.exemptions) {
            if (all.size() > 1) all += ',';
            object_writer o(all, &e.other);
            o.text("actor", key(e.actor));
            o.text("act", e.act.text());
            o.text("during", e.during);
            o.text("note", e.note);
            o.end();
        }
        return all + ']';
    }

    void fields(object_writer& o, const contact& r) const
    {
        o.text("matter", key(r.matter));
        o.text("act", r.act.text());
        o.text("from", key(r.from));
        o.text("to", key(r.to));
        o.text("on", std::optional(r.on));
        if (r.respondent.size() == 1)
            o.text("respondent", key(r.respondent.front()));
        else
            o.texts("respondent", keys(r.respondent));
        o.text("in_reply_to", key(r.in_reply_to));
        o.text("corrects", key(r.corrects));
        o.text("recorded", r.recorded);
        o.text("occasion", r.occasion);
        o.text("reply_by", r.reply_by);
        o.text("condition", r.condition);
        o.text("debtor", key(r.debtor));
        o.text("delegate", key(r.delegate));
        o.texts("cites", keys(r.cites));
        o.texts("contests", keys(r.contests));
        o.text("channel", r.channel.text());
        o.text("place", r.place);
        o.text("note", r.note);
        o.texts("with", keys(r.with));
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
    std::string_view key;
    std::variant<actor_id, tie_id, source_id, matter_id, contact_id, report_id> record;
};

template <class T>
void add_places(std::vector<place_in_order>& all, const chronicle& book)
{
    for (std::size_t i = 0; i < book.all<T>().size(); ++i) {
        std::string_view key;
        if constexpr (!std::is_same_v<T, report>) key = book.all<T>()[i].key;
        all.push_back({book.seq(id<T>(i)), key, id<T>(i)});
    }
}

std::vector<place_in_order> in_record_order(const chronicle& book)
{
    std::vector<place_in_order> all;
    add_places<actor>(all, book);
    add_places<tie>(all, book);
    add_places<source>(all, book);
    add_places<matter>(all, book);
    add_places<contact>(all, book);
    add_places<report>(all, book);
    std::sort(all.begin(), all.end(), [&book](const place_in_order& a, const place_in_order& b) {
        if (a.seq != b.seq) return a.seq < b.seq;
        const auto* x = std::get_if<report_id>(&a.record);
        const auto* y = std::get_if<report_id>(&b.record);
        if (x != nullptr && y != nullptr) return book.recorded_before(*x, *y);
        return x == nullptr && y == nullptr ? a.key < b.key : y != nullptr;
    });
    return all;
}

}  // namespace

void write(std::ostream& out, const chronicle& book)
{
    const auto all = in_record_order(book);
    bool by_line = true;
    for (std::size_t i = 0; i < all.size(); ++i) by_line = by_line && all[i].seq == static_cast<std::int64_t>(i) + 1;
    const record_writer writer(book, !by_line);
    for (const place_in_order& p : all) out << std::visit([&writer](auto x) { return writer.line(x); }, p.record) << '\n';
    if (!out.flush()) throw error(errc::unreadable, {}, "the chronicle cannot be written; is the disk full?");
}

std::string json_string(std::string_view text)
{
    std::string json = "\"";
    for (const char c : text) {
        switch (c) {
        case '"': json += "\\\""; break;
        case '\\': json += "\\\\"; break;
        case '\n': json += "\\n"; break;
        case '\r': json += "\\r"; break;
        case '\t': json += "\\t"; break;
        default:
            if (static_cast<unsigned char>(c) < 0x20)
                json += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
            else
                json += c;
        }
    }
    return json + '"';
}

std::string to_json(const account& of)
{
    const status& s = of.status;
    const chronicle& book = *s.book;
    const auto word = [](bool b) { return b ? "true" : "false"; };
    const auto text_or_null = [](const std::string& text) { return text.empty() ? std::string("null") : json_string(text); };

    std::vector<std::string> possible;
    for (std::size_t i = 0; i < s.table->state_count; ++i)
        if (s.possible.contains(static_cast<state_id>(i))) possible.emplace_back(s.table->states[i].name);
    std::sort(possible.begin(), possible.end());
    std::vector<std::string> why;
    if (s.why_uncertain.dispute) why.emplace_back("dispute");
    if (s.why_uncertain.imprecise_date) why.emplace_back("imprecise_date");
    if (s.why_uncertain.too_many) why.emplace_back("too_many");
    std::vector<std::string> evidence;
    for (contact_id c : of.evidence) evidence.push_back(book[c].key);
    std::string diagnostics = "[";
    for (const diagnostic& d : of.diagnostics) {
        if (diagnostics.size() > 1) diagnostics += ',';
        object_writer o(diagnostics);
        o.text("contact", book[d.contact].key);
        o.text("kind", to_text(d.kind));
        o.end();
    }

    std::string out;
    object_writer o(out);
    o.text("matter", book[s.leg.matter].key);
    o.text("respondent", book[s.leg.respondent].key);
    o.text("state", (*s.table)[s.state].name);
    o.raw("certain", word(s.certain()));
    o.raw("possible", object_writer::array(possible));
    o.raw("why_uncertain", object_writer::array(why));
    o.raw("unanswered", s.unanswered ? word(*s.unanswered) : "null");
    o.raw("awaiting", s.awaiting ? json_string(book[s.awaiting].key) : "null");
    o.raw("since", text_or_null(since_text(s)));
    o.raw("lapses", s.lapses ? json_string(to_text(*s.lapses)) : "null");
    o.raw("attempts", fmt::format("{}", s.attempts));
    o.raw("reminders", fmt::format("{}", s.reminders));
    o.raw("evidence", object_writer::array(evidence));
    o.raw("diagnostics", diagnostics + ']');
    o.end();
    return out;
}

}  // namespace demarche::jsonl
