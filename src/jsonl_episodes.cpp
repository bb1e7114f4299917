// SPDX-License-Identifier: BSL-1.0
#include <demarche/jsonl.hpp>

#include "json_object.hpp"
#include "jsonl_words.hpp"
#include "type_words.hpp"

namespace demarche::inline v0::jsonl {

namespace {

/// The ends of a stretch; the last second before the end of time has no name of its own.
void put_period(object_writer& o, instant begin, instant end)
{
    o.string("begin", to_text(begin));
    o.string("end", end >= end_of_time - std::chrono::seconds(1) ? to_text(end_of_time) : to_text(end));
}

class cause_writer {
public:
    cause_writer(json_text& out, const chronicle& book) : out_(out), book_(book) {}

    template <class T>
    void operator()(id<T> thing) const
    {
        object_writer o(out_);
        o.string("type", detail::type_word<T>);
        o.string("key", book_.key(thing));
        o.end();
    }
    void operator()(report_id x) const
    {
        const report r = book_[x];
        const auto& published = r.published ? r.published : book_[r.source].published;
        object_writer o(out_);
        o.string("type", detail::type_word<report>);
        o.string("on", std::visit([this](auto on) { return book_.key(on); }, r.on));
        o.string("source", book_.key(r.source));
        o.string("stance", word_of(stance_words, r.stance));
        if (published) o.string("published", published->text());
        else o.raw("published", "null");
        o.end();
    }

private:
    json_text& out_;
    const chronicle& book_;
};

}  // namespace

std::string to_json(const view&, const episode& of)
{
    json_text out;
    object_writer o(out);
    put_period(o, of.begin, of.end);
    o.flag("at_end_of_time", of.begin == end_of_time);
    put_status(o, of.status);
    o.end();
    return std::string(out.view());
}

std::string to_json(const view& standpoint, const revision& of)
{
    json_text out;
    object_writer o(out);
    put_period(o, of.begin, of.end);
    o.flag("needs_undated", of.needs_undated());
    o.list("by", of.by, [&](json_text& to, const revision::cause& c) { std::visit(cause_writer(to, standpoint.book()), c); });
    put_status(o, of.status);
    o.end();
    return std::string(out.view());
}

}  // namespace demarche::inline v0::jsonl
