// SPDX-License-Identifier: BSL-1.0

// Chronicles whose lines stand together by matter, as examples/status_filter wants them: first what all matters share, then the matters.
//
//   grouped random SEED COUNT    COUNT random chronicles in one, every record with its seq
//   grouped regroup FILE         the records of a chronicle file; ends with 3 where a contact corrects one of another matter

#include "../../examples/record_line.hpp"
#include "../random_chronicle.hpp"

#include <demarche/jsonl.hpp>

#include <fmt/format.h>

#include <iostream>
#include <sstream>

using namespace demarche;

namespace {

/// The matter with whose lines a contact of none stands.
matter_id group_of(const contact& c) { return c.matter ? c.matter : matter_id(0); }

bool leaves_group(const chronicle& book, const contact& c) { return c.corrects && group_of(book[c.corrects]) != group_of(c); }

std::vector<std::string> lines_of(const chronicle& book)
{
    std::stringstream text;
    jsonl::write(text, book);
    std::vector<std::string> lines;
    for (std::string line; std::getline(text, line);) lines.push_back(line);
    return lines;
}

/// A chronicle's lines: those that its matters share, and those of each matter, its own first, the others in any order where they have a seq.
class sorted_lines {
public:
    sorted_lines(const chronicle& book, random_chronicle::dice roll) : book_(book), groups_(book.size().matters)
    {
        for (std::string& line : lines_of(book)) place(std::move(line));
        for (auto& lines : groups_)
            if (lines.front().find("\"seq\":") != std::string::npos) shuffle_after_first(lines, roll);
    }

    const std::vector<std::string>& shared() const { return shared_; }
    const std::vector<std::vector<std::string>>& groups() const { return groups_; }

private:
    void place(std::string line)
    {
        const std::size_t size = line.size();
        const record_line says = reader_.look(line.append(simdjson::SIMDJSON_PADDING, ' '), size, 1);
        line.resize(size);
        const auto m = group_of(says);
        if (!m) shared_.push_back(std::move(line));
        else if (says.type == "matter") groups_[m.index()].insert(groups_[m.index()].begin(), std::move(line));
        else groups_[m.index()].push_back(std::move(line));
    }

    matter_id group_of(const record_line& says) const
    {
        if (says.type == "matter") return book_.find<matter>(says.key);
        std::string of = says.type == "contact" ? says.key : std::string();
        if (says.type == "report")
            for (const naming& m : says.mentions)
                if (m.field == "on") of = m.key;
        const contact_id c = book_.find<contact>(of);
        return c ? ::group_of(book_[c]) : matter_id();
    }

    static void shuffle_after_first(std::vector<std::string>& lines, random_chronicle::dice& roll)
    {
        std::vector<std::string> rest(lines.begin() + 1, lines.end());
        roll.shuffle(rest);
        std::move(rest.begin(), rest.end(), lines.begin() + 1);
    }

    const chronicle& book_;
    line_reader reader_ = {};
    std::vector<std::string> shared_ = {};
    std::vector<std::vector<std::string>> groups_;
};

template <class T>
void prefix_keys(std::vector<entry<T>>& list, const std::string& prefix)
{
    for (auto& e : list) e.record.key = prefix + e.record.key;
}

void prefix_keys(batch& records, const std::string& prefix)
{
    prefix_keys(records.actors, prefix);
    prefix_keys(records.ties, prefix);
    prefix_keys(records.sources, prefix);
    prefix_keys(records.matters, prefix);
    prefix_keys(records.contacts, prefix);
}

void keep_corrections_together(std::vector<entry<contact>>& contacts)
{
    for (auto& e : contacts)
        if (e.record.corrects && group_of(contacts[e.record.corrects.index()].record) != group_of(e.record)) e.record.corrects = {};
}

chronicle random_book(random_chronicle::dice& roll, int number)
{
    random_chronicle::shape like;
    like.crowded = roll.chance(20);
    like.own_leg = roll.chance(20);
    like.circles = roll.chance(20);
    like.most_matters = 4;
    batch records = random_chronicle::make(roll, like);
    keep_corrections_together(records.contacts);
    // Seqs are written only where they differ from the lines' numbers.
    records.actors.push_back({.record = actor{.key = "last"}, .seq = 1'000'000});
    prefix_keys(records, fmt::format("{}.", number));
    return chronicle(std::move(records));
}

void print(const std::vector<std::string>& lines)
{
    for (const std::string& line : lines) std::cout << line << '\n';
}

void print_random(std::uint64_t seed, int count)
{
    random_chronicle::dice roll(seed);
    std::vector<std::vector<std::string>> groups;
    for (int n = 0; n < count; ++n) {
        const chronicle book = random_book(roll, n);
        const sorted_lines sorted(book, roll);
        print(sorted.shared());
        groups.insert(groups.end(), sorted.groups().begin(), sorted.groups().end());
    }
    for (const auto& lines : groups) print(lines);
}

int regroup(const std::string& file)
{
    const chronicle book = jsonl::load(file);
    const auto& contacts = book.all<contact>();
    if (std::any_of(contacts.begin(), contacts.end(), [&](const contact& c) { return leaves_group(book, c); })) return 3;
    const sorted_lines sorted(book, random_chronicle::dice(1));
    print(sorted.shared());
    for (const auto& lines : sorted.groups()) print(lines);
    return 0;
}

}  // namespace

int main(int argc, char** argv)
{
    const std::vector<std::string> words(argv + 1, argv + argc);
    if (words.size() == 2 && words[0] == "regroup") return regroup(words[1]);
    if (words.size() != 3 || words[0] != "random") return 2;
    print_random(std::stoull(words[1]), std::stoi(words[2]));
}
