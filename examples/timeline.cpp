// SPDX-License-Identifier: BSL-1.0

// The picture of a matter in this file, or of two actors: a timeline (SVG), or a graph for Graphviz.
//
//   timeline FILE MATTER | FILE ACTOR ACTOR [--when DATE] [--known DATE] [--sources KEY,…] [--from DATE] [--to DATE] [--dot]

#include "command_line.hpp"

#include <demarche/dot.hpp>
#include <demarche/jsonl.hpp>
#include <demarche/timeline.hpp>

#include <iostream>
#include <string>
#include <vector>

using namespace demarche;

namespace {

constexpr std::string_view usage = "usage: timeline FILE MATTER [options]         the timeline of a matter, as SVG\n"
                                   "       timeline FILE ACTOR ACTOR [options]    that of two actors\n"
                                   "       timeline FILE [MATTER] --dot [options] the graph of everything, or about a matter, for Graphviz\n"
                                   "  options: --when DATE  --known DATE  --sources KEY,...  --from DATE  --to DATE\n";

struct request {
    standpoint from_where = {};
    std::vector<std::string> names = {};
    std::optional<date> from = {};
    std::optional<date> to = {};
    bool dot = false;
};

request asked(command_line words)
{
    request r;
    while (!words.empty()) {
        const std::string word = words.next();
        if (r.from_where.take(word, words)) continue;
        if (word == "--dot") r.dot = true;
        else if (word == "--from") r.from = standpoint::date_for(word, words.value_of(word));
        else if (word == "--to") r.to = standpoint::date_for(word, words.value_of(word));
        else if (word.starts_with("--")) throw wrong_usage{"unknown option " + word};
        else r.names.push_back(word);
    }
    if (r.names.empty() || r.names.size() > (r.dot ? 2 : 3) || (r.names.size() == 1 && !r.dot)) throw wrong_usage{"which matter, or which two actors?"};
    return r;
}

template <class T>
id<T> found(const chronicle& book, const std::string& key)
{
    const auto x = book.find<T>(key);
    if (!x) throw wrong_usage{"the chronicle has nothing of that kind with the key " + key};
    return x;
}

std::string picture(const chronicle& book, const request& r)
{
    const view v = r.from_where.of(book);
    if (r.dot && r.names.size() == 1) return dot(v, {.from = r.from, .to = r.to});
    if (r.dot) return dot(v, found<matter>(book, r.names[1]), {.from = r.from, .to = r.to});
    if (r.names.size() == 2) return timeline(v, found<matter>(book, r.names[1]), {.from = r.from, .to = r.to});
    return timeline(v, found<actor>(book, r.names[1]), found<actor>(book, r.names[2]), {.from = r.from, .to = r.to});
}

}  // namespace

int main(int argc, char** argv)
{
    return run_program("timeline", usage, [&] {
        const request r = asked(command_line(argc, argv));
        const chronicle book = jsonl::load(r.names.front());
        std::cout << picture(book, r);
    });
}
