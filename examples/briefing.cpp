// SPDX-License-Identifier: BSL-1.0

// Where two parties of a chronicle stand, as a briefing note; and two pictures of it: a timeline (SVG) and a graph for Graphviz.
//
//   briefing FILE PARTY PARTY [--when DATE] [--known DATE] [--sources KEY,…] [--into FOLDER]

#include "command_line.hpp"

#include <demarche/dot.hpp>
#include <demarche/jsonl.hpp>
#include <demarche/timeline.hpp>

#include <filesystem>
#include <fstream>

using namespace demarche;

namespace {

constexpr std::string_view usage = "usage: briefing FILE PARTY PARTY [--when DATE] [--known DATE] [--sources KEY,...] [--into FOLDER]\n"
                                   "  prints the note, and writes PARTY-PARTY.svg and PARTY-PARTY.dot into the folder, by default the one that you are in\n";

struct request {
    standpoint from_where = {};
    std::filesystem::path into = ".";
    std::vector<std::string> words = {};
};

request asked(command_line words)
{
    request r;
    while (!words.empty()) {
        const std::string word = words.next();
        if (r.from_where.take(word, words)) continue;
        if (word == "--into") r.into = words.value_of(word);
        else if (word.starts_with("--")) throw wrong_usage{"unknown option " + word};
        else r.words.push_back(word);
    }
    if (r.words.size() != 3) throw wrong_usage{"which file, and which two parties?"};
    return r;
}

actor_id found(const chronicle& book, const std::string& key)
{
    const auto party = book.find<actor>(key);
    if (!party) throw wrong_usage{"the chronicle has no actor with the key " + key};
    return party;
}

void write(const std::filesystem::path& file, const std::string& picture)
{
    std::ofstream out(file, std::ios::binary);
    if (!(out << picture).flush()) throw std::runtime_error("cannot write " + file.string());
}

}  // namespace

int main(int argc, char** argv)
{
    return run_program("briefing", usage, [&] {
        const request r = asked(command_line(argc, argv));
        const chronicle book = jsonl::load(r.words[0]);
        const view v = r.from_where.of(book);
        const actor_id first = found(book, r.words[1]);
        const actor_id second = found(book, r.words[2]);
        const std::filesystem::path name = r.into / (r.words[1] + "-" + r.words[2]);
        write(std::filesystem::path(name).concat(".svg"), timeline(v, first, second));
        write(std::filesystem::path(name).concat(".dot"), dot(v, first, second));
        fmt::print("{}\n", relation(v, first, second));
    });
}
