// SPDX-License-Identifier: BSL-1.0

// The news comes in: the case's reports one by one, in the order in which they were published, and what each of them changed.
//
//   newsroom [CHRONICLE]

#include <demarche/demarche.hpp>
#include <demarche/jsonl.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <iostream>

using namespace demarche;

namespace {

/// The records of a chronicle, without its reports. What has reports is embargoed: nobody asserts it yet, and one source takes it back.
chronicle embargoed(const chronicle& whole)
{
    batch made;
    const auto copy = [&whole]<class T>(std::vector<entry<T>>& into) {
        for (const T& record : whole.all<T>()) into.push_back({.record = record, .seq = whole.seq(id<T>(into.size()))});
    };
    copy(made.actors);
    copy(made.ties);
    copy(made.sources);
    copy(made.matters);
    copy(made.contacts);
    const source_id desk(made.sources.size());
    made.sources.push_back({.record = {.key = "the news desk"}});
    for (const report& r : whole.all<report>()) made.reports.push_back({.record = {.on = r.on, .source = desk, .stance = stance::retracts}});
    return chronicle(std::move(made));
}

std::optional<date> published(const chronicle& book, const report& r) { return r.published ? r.published : book[r.source].published; }

/// In the order of publication, what has no date last.
std::vector<report> in_order(const chronicle& book)
{
    std::vector<report> all(book.all<report>().begin(), book.all<report>().end());
    const auto when = [&](const report& r) {
        const auto d = published(book, r);
        return d ? d->latest() : end_of_time;
    };
    std::stable_sort(all.begin(), all.end(), [&](const report& a, const report& b) { return when(a) < when(b); });
    return all;
}

std::string headline(const chronicle& book, const report& r)
{
    constexpr std::string_view does[] = {"asserts", "denies", "retracts"};
    const auto d = published(book, r);
    std::string text = fmt::format("{} {} {} ", d ? d->text() : "undated", book.key(r.source), does[static_cast<int>(r.stance)]);
    if (const auto* c = std::get_if<contact_id>(&r.on))
        text += fmt::format("{}: {} by {}, {}", book.key(*c), book[*c].act, label(book, book[*c].from), book[*c].on);
    else
        text += book.key(std::get<tie_id>(r.on));
    return text;
}

void tell(const status_change& c)
{
    const chronicle& book = c.after ? *c.after->book : *c.before->book;
    const auto stood = [](const std::optional<status>& s) { return s ? std::string((*s->table)[s->state].name) : "no such leg"; };
    const bool by_time = std::holds_alternative<clock_act>(c.cause);
    fmt::print("    {}{}, {}: {} → {}\n", by_time ? to_text(std::get<clock_act>(c.cause).at) + " " : "", book.key(c.leg.matter), label(book, c.leg.respondent), stood(c.before),
               c.after ? to_text(*c.after) : stood(c.after));
}

void follow(const chronicle& whole)
{
    chronicle book = embargoed(whole);
    const std::vector<report> news = in_order(whole);
    watcher told(book, beginning_of_time);
    told.watch({}, tell);
    for (const report& r : news) {
        const auto d = published(whole, r);
        if (d && d->latest() != end_of_time) told.advance(std::max(told.now(), d->latest()));
        fmt::print("{}\n", headline(whole, r));
        told.add(r);
    }
}

}  // namespace

int main(int argc, char** argv)
{
    try {
        follow(jsonl::load(argc > 1 ? argv[1] : SHANGRI_LA_JSONL));
        return 0;
    } catch (const std::exception& wrong) {
        std::cerr << "newsroom: " << wrong.what() << '\n';
        return 2;
    }
}
