// SPDX-License-Identifier: BSL-1.0

// Who could introduce one actor to another, who sits between their sides, and who stopped talking; or a picture of each.
//
//   introduction CHRONICLE FROM TO [--when DATE] [--before DATE] [--severed KEY,KEY] [--draw WHAT]

#include "command_line.hpp"
#include "network_picture.hpp"

#include <demarche/jsonl.hpp>

#include <fmt/format.h>

using namespace demarche;

namespace {

constexpr std::string_view usage = R"(usage: introduction CHRONICLE FROM TO [--when DATE] [--before DATE] [--severed KEY,KEY] [--draw WHAT]
  --when DATE        as of that date (default: today)
  --before DATE      who talked then, and no longer does
  --severed KEY,KEY  as if these two, and their own, were not in touch
  --draw WHAT        for Graphviz: the best chain and its neighbourhood (chain), who sits between (between), who stopped talking (rifts)
)";

struct question {
    std::string file = {};
    std::string from = {};
    std::string to = {};
    standpoint seen = {};
    std::optional<date> before = {};
    std::optional<std::string> severed = {};
    std::string drawn = {};
};

question asked(command_line words)
{
    question q;
    for (std::string* word : {&q.file, &q.from, &q.to}) *word = words.value_of("introduction");
    while (!words.empty()) {
        const std::string option = words.next();
        if (option == "--before") q.before = standpoint::date_for(option, words.value_of(option));
        else if (option == "--severed") q.severed = words.value_of(option);
        else if (option == "--draw") q.drawn = words.value_of(option);
        else if (!q.seen.take(option, words)) throw wrong_usage{"there is no " + option};
    }
    return q;
}

actor_id find(const chronicle& book, const std::string& key)
{
    if (const auto a = book.find<actor>(key)) return a;
    throw wrong_usage{"the chronicle has no actor \"" + key + "\""};
}

network_options options(const chronicle& book, const question& q)
{
    if (!q.severed) return {};
    const std::size_t comma = q.severed->find(',');
    if (comma == std::string::npos) throw wrong_usage{"--severed needs two keys, with a comma between"};
    return {.severed = {{find(book, q.severed->substr(0, comma)), find(book, q.severed->substr(comma + 1))}}};
}

template <class Answer>
void tell(const std::string& question, const view& v, const std::vector<Answer>& answers)
{
    fmt::print("{}\n", question);
    for (const Answer& a : answers) fmt::print("  {}\n", to_text(v, a));
    if (answers.empty()) fmt::print("  nobody\n");
}

void tell(const view& v, const question& q)
{
    const chronicle& book = v.book();
    const actor_id from = find(book, q.from), to = find(book, q.to);
    const network_options how = options(book, q);
    tell(fmt::format("Who could introduce {} to {}, as of {}?", label(book, from), label(book, to), q.seen.when), v, introductions(v, from, to, 3, how));
    const actor_id ours = sides(v, from).front().who, theirs = sides(v, to).front().who;
    tell(fmt::format("Who sits between {} and {}?", label(book, ours), label(book, theirs)), v, go_betweens(v, ours, theirs, how));
    if (!q.before) return;
    const view then = v.as_of(*q.before);
    tell(fmt::format("Who stopped talking since {}?", *q.before), then, stopped_talking(then, v, how));
}

network_picture chain(const view& v, const question& q)
{
    const actor_id from = find(v.book(), q.from), to = find(v.book(), q.to);
    network_picture p{.seen = v, .since = v.when() - network_options{}.lately, .marked = {{from, ""}, {to, ""}}};
    for (const introduction& best : introductions(v, from, to, 1, options(v.book(), q))) {
        for (const actor_id a : best.actors) p.marked.try_emplace(a);
        for (const acquaintance& l : best.links) p.links.insert(l.last);
    }
    p.take_neighbours();
    return p;
}

network_picture between(const view& v, const question& q)
{
    const actor_id ours = sides(v, find(v.book(), q.from)).front().who, theirs = sides(v, find(v.book(), q.to)).front().who;
    network_picture p{.seen = v, .since = v.when() - network_options{}.lately};
    for (const go_between& g : go_betweens(v, ours, theirs, options(v.book(), q))) {
        p.marked.emplace(g.who, to_text(v, g));
        for (const contact_id c : g.by) {
            p.links.insert(c);
            p.others.insert({v[c].from, v[c].to});
        }
    }
    return p;
}

network_picture rifts(const view& v, const question& q)
{
    if (!q.before) throw wrong_usage{"--draw rifts needs --before"};
    const view then = v.as_of(*q.before);
    network_picture p{.seen = v, .since = then.when() - network_options{}.lately};
    for (const rift& r : stopped_talking(then, v, options(v.book(), q))) {
        p.others.insert(r.group.begin(), r.group.end());
        for (const silence& s : r.silences) p.links.insert(s.last);
    }
    return p;
}

void draw(const view& v, const question& q)
{
    if (q.drawn == "chain") return write_graphviz(std::cout, chain(v, q));
    if (q.drawn == "between") return write_graphviz(std::cout, between(v, q));
    if (q.drawn == "rifts") return write_graphviz(std::cout, rifts(v, q));
    throw wrong_usage{"--draw " + q.drawn + ": it is one of chain, between, rifts"};
}

}  // namespace

int main(int argc, char** argv)
{
    return run_program("introduction", usage, [&] {
        const question q = asked({argc, argv});
        const chronicle book = jsonl::load(q.file);
        q.drawn.empty() ? tell(q.seen.of(book), q) : draw(q.seen.of(book), q);
    });
}
