// SPDX-License-Identifier: BSL-1.0

// The statuses of contacts that stream by, matter after matter: a filter for `parallel --pipe`, Spark's `pipe`, Hadoop Streaming.
//
//   status_filter [--shared FILE]… [--lifecycle FILE]… [--strict] [--when DATE] [--known DATE] [--sources KEY,…] < contacts.jsonl > statuses.jsonl

#include "command_line.hpp"
#include "excerpt.hpp"
#include "record_line.hpp"

#include <demarche/demarche.hpp>
#include <demarche/jsonl.hpp>

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>

using namespace demarche;

namespace {

constexpr std::string_view usage = "usage: status_filter [--shared FILE]... [--lifecycle FILE]... [--strict] [--when DATE] [--known DATE]\n"
                                   "                     [--sources KEY,...] < CONTACTS > STATUSES\n";

constexpr std::string_view help = R"(
Reads the records of a chronicle file, grouped by matter, and prints the status of every leg as a JSON object a line, as chronicle_status --json
does. It holds one group at a time, or as many small ones as make up a block of 256 KiB, and each distinct word for an act, a kind or a channel; so
the input may be of any length and in any number of parts.

A group is the consecutive lines of one matter: its matter line, its contacts and the reports on them, in any order. It begins where a line names
another matter. Other lines belong to the group in which they stand, and what they say counts for that group alone.

What many matters share (actors, ties, sources, reports on ties; matters too) is given by --shared, a chronicle file, or by the lines before the first
group. Only the first of several parts has those lines: give --shared to each.

Within a matter, records are in order of their seq or, where they have none, of their lines.

What must be there: the matter's line, in its group or shared; what a contact corrects and a report is on, in the same group; the source of a report that
has no date of its own. What need not be: other actors and sources, matters that are cited, contacts of other matters that are replied to. No status
depends on more of them than their keys. With --strict they must be there too.

A matter whose lines are not together is an error where that is noticed: always where its own line is missing from what comes back, nearly always where
it comes back within some ten thousand matters. Elsewhere each part gets an answer of its own. Sort by matter, and keep the order within each.

--lifecycle names the file of a table that matters may follow too. Matters of a lifecycle that is not known are left out, and the first of each is told.

--sources names the sources to believe; those that a group does not have say nothing in it. An error ends the program with 2; the statuses of the groups
before it have then been printed.
)";

struct task {
    chronicle shared;
    const told_lifecycles& lifecycles;
    standpoint from;
    bool strict = false;
};

/// The lines of one matter.
struct group {
    std::string matter = {};  ///< empty for contacts of no matter
    std::size_t first_line = 0;
    std::string text = {};
    std::vector<std::string> keys = {};  ///< that its lines define
    std::vector<naming> mentions = {};
    bool reaches_out = false;            ///< has records that would count for other matters, or that are none
    std::size_t unclear_line = 0;
};

const std::string input_name = "standard input";

/// The text of some groups; before it, as many empty lines as errors are to count.
class group_text : public std::streambuf {
public:
    group_text(std::span<group> groups, std::size_t lines_before) : groups_(groups), lines_before_(lines_before) { block_.fill('\n'); }

private:
    int_type underflow() override
    {
        if (lines_before_ > 0) {
            const std::size_t some = std::min(lines_before_, block_.size());
            lines_before_ -= some;
            setg(block_.data(), block_.data(), block_.data() + some);
        } else if (!groups_.empty()) {
            std::string& text = groups_.front().text;
            groups_ = groups_.subspan(1);
            setg(text.data(), text.data(), text.data() + text.size());
        } else
            return traits_type::eof();
        return traits_type::to_int_type(*gptr());
    }

    std::span<group> groups_;
    std::size_t lines_before_;
    std::array<char, 4096> block_;
};

/// Finds what a matter of an endless stream has no more room to say: that it was there before. Keeps the last of the matters that share a place.
class recent_matters {
public:
    /// The line at which the matter began before, if that is still known; 0 where it is not.
    std::size_t note(const std::string& key, std::size_t line)
    {
        const std::size_t hash = std::hash<std::string>{}(key);
        auto& place = places_[hash % places_.size()];
        const std::size_t before = place.hash == hash ? place.line : 0;
        place = {hash, line};
        return before;
    }

private:
    struct beginning {
        std::size_t hash = 0;
        std::size_t line = 0;
    };
    std::vector<beginning> places_ = std::vector<beginning>(1 << 16);
};

/// Answers for groups: for many small ones together, so that what a chronicle costs, however small, is paid once for all of them. Groups that
/// would see one another, or that cannot be read together, are read each alone: the answers are those of each alone.
class answering {
public:
    explicit answering(const task& asked) : asked_(asked) {}

    void add(group g)
    {
        if (!fits(g)) finish();
        own(g);
        if (const naming* m = lacking(g)) refuse(*m, g.matter);
        size_ += g.text.size();
        groups_.push_back(std::move(g));
        if (size_ >= block) finish();
    }

    void finish()
    {
        std::vector<group> groups = std::exchange(groups_, {});
        size_ = 0;
        try {
            print(answers(groups));
        } catch (const error&) {
            for (group& g : groups) print(answers_alone(g));
        }
        owners_.clear();
    }

private:
    static constexpr std::size_t block = std::size_t{1} << 18;

    bool fits(const group& g) const
    {
        if (groups_.empty()) return true;
        return !g.reaches_out && !groups_.back().reaches_out && std::none_of(g.keys.begin(), g.keys.end(), [&](const std::string& key) { return owners_.contains(key); });
    }

    void own(const group& g)
    {
        for (const std::string& key : g.keys) owners_.insert_or_assign(key, groups_.size());
    }

    /// What must be there and is not. A line that was not understood may have had it, and is an error of its own.
    const naming* lacking(const group& g) const
    {
        if (g.unclear_line != 0) return nullptr;
        const auto found = std::find_if(g.mentions.begin(), g.mentions.end(), [&](const naming& m) { return lacks(m); });
        return found == g.mentions.end() ? nullptr : &*found;
    }
    bool lacks(const naming& m) const
    {
        if (m.as != part::in_group && m.as != part::matter) return false;
        const auto owner = owners_.find(m.key);
        if (owner != owners_.end() && owner->second == groups_.size()) return false;
        return m.as == part::in_group || !asked_.shared.find<matter>(m.key);
    }

    [[noreturn]] void refuse(const naming& m, const std::string& matter)
    {
        finish();
        const std::string why = m.as == part::matter
            ? fmt::format("the line of the matter \"{}\" is not among those of its contacts; sort the input by matter, or give the line by --shared", m.key)
            : fmt::format("\"{}\" is not among the lines of the matter \"{}\"; put what a contact corrects, or a report is on, in the same group", m.key, matter);
        throw error(errc::unknown_key, {.file = input_name, .line = m.line, .column = m.column, .field = std::string(m.field)}, why);
    }

    static void print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

    std::string answers_alone(group& g)
    {
        const std::span<group> alone(&g, 1);
        owners_.clear();
        own(g);
        try {
            return answers(alone);
        } catch (const error&) {
            return answers(alone, g.first_line - 1);
        }
    }

    std::string answers(std::span<group> groups, std::size_t lines_before = 0)
    {
        const chronicle book = read(groups, lines_before);
        const view v = asked_.from.of(book);
        std::string text;
        for (const group& g : groups)
            if (const matter_id m = book.find<matter>(g.matter)) {
                if (book.lifecycle_of(m) == nullptr) tell_unknown_lifecycle(book[m]);
                for (const account& a : accounts(v, m)) text.append(jsonl::to_json(v, a)) += '\n';
            }
        return text;
    }

    void tell_unknown_lifecycle(const matter& m)
    {
        if (!unknown_.insert(m.lifecycle).second) return;
        fmt::print(stderr, "status_filter: {} and its like are left out: no lifecycle {} is known; name its file with --lifecycle\n", m.key, m.lifecycle);
    }

    chronicle read(std::span<group> groups, std::size_t lines_before) const
    {
        chronicle book = background(groups);
        asked_.lifecycles.tell(book);
        group_text text(groups, lines_before);
        std::istream in(&text);
        jsonl::read(in, book, {.file = input_name});
        for (const group& g : groups)
            if (g.unclear_line != 0) throw error(errc::malformed_line, {.file = input_name, .line = g.unclear_line}, "the line has no text for its type, key or matter");
        return book;
    }

    /// What the groups name and do not bring along.
    chronicle background(std::span<const group> groups) const
    {
        excerpt shared(asked_.shared);
        for (const group& g : groups)
            for (const naming& m : g.mentions)
                if (!shared.take(m.key, m.as) && !asked_.strict && !owners_.contains(m.key)) shared.take_as_it_comes(m.key, m.as);
        return std::move(shared).made();
    }

    const task& asked_;
    std::vector<group> groups_ = {};
    std::unordered_map<std::string, std::size_t> owners_ = {};  ///< by key, which of the groups defines it
    std::size_t size_ = 0;
    std::set<std::string> unknown_ = {};  ///< lifecycles
};

/// Cuts a stream of lines into groups.
class grouping {
public:
    explicit grouping(task& asked) : asked_(asked), answering_(asked) {}

    void read(std::istream& in)
    {
        for (std::string line; std::getline(in, line); line.clear()) take(line);
        if (in.bad()) throw error(errc::unreadable, {.file = input_name, .line = number_ + 1}, "the input cannot be read further");
        close();
        answering_.finish();
    }

private:
    void take(std::string& line)
    {
        if (++number_ == 1 && line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
        const std::size_t size = line.size();
        line.append(simdjson::SIMDJSON_PADDING, ' ');
        const bool blank = line.find_first_not_of(" \t\r") == std::string::npos;
        if (!blank) place(reader_.look(line, size, number_));
        group_.text.append(line, 0, size) += '\n';
    }

    void place(const record_line& line)
    {
        const bool names_another = !line.matter.empty() && line.matter != group_.matter;
        if (names_another || (line.type == "contact" && !begun_)) begin(line.matter);
        if (!line.understood) group_.unclear_line = number_;
        group_.reaches_out |= !line.understood || line.type == "actor" || line.type == "tie" || line.type == "source";
        if (!line.key.empty()) group_.keys.push_back(line.key);
        group_.mentions.insert(group_.mentions.end(), line.mentions.begin(), line.mentions.end());
    }

    void begin(const std::string& matter)
    {
        close();
        begun_ = true;
        group_ = {.matter = matter, .first_line = number_};
        if (const std::size_t before = recent_.note(matter, number_)) refuse_return(before);
    }

    [[noreturn]] void refuse_return(std::size_t before)
    {
        answering_.finish();
        throw error(errc::duplicate_key, {.file = input_name, .line = number_},
                    fmt::format("the matter \"{}\" was there before, from line {} on; sort the input by matter, so that its lines are together", group_.matter, before));
    }

    void close()
    {
        if (begun_) answering_.add(std::move(group_));
        else read_shared(std::move(group_.text));
    }

    void read_shared(std::string text)
    {
        std::istringstream in(std::move(text));
        jsonl::read(in, asked_.shared, {.file = input_name});
    }

    task& asked_;
    answering answering_;
    line_reader reader_ = {};
    recent_matters recent_ = {};
    group group_ = {};
    bool begun_ = false;
    std::size_t number_ = 0;
};

void take_shared(chronicle& book, const std::string& file)
{
    std::ifstream in(file, std::ios::binary);
    if (!in) throw error(errc::unreadable, {.file = file}, "the file cannot be opened; does it exist?");
    jsonl::read(in, book, {.file = file});
    if (book.size().contacts > 0) throw error(errc::invalid_value, {.file = file}, "it has contacts; they belong on the standard input, in the group of their matter");
}

struct options {
    std::vector<std::string> shared;
    told_lifecycles lifecycles;
    standpoint from;
    bool strict = false;
    bool help = false;
};

options read_options(command_line words)
{
    options asked;
    while (!words.empty()) {
        const std::string word = words.next();
        if (asked.from.take(word, words) || asked.lifecycles.take(word, words)) continue;
        if (word == "--shared") asked.shared.push_back(words.value_of(word));
        else if (word == "--strict") asked.strict = true;
        else if (word == "--help") asked.help = true;
        else throw wrong_usage{(word.starts_with("--") ? "there is no option " : "the contacts come on the standard input, not from ") + word};
    }
    return asked;
}

void answer(const options& asked)
{
    task given{.shared = {}, .lifecycles = asked.lifecycles, .from = asked.from, .strict = asked.strict};
    for (const std::string& file : asked.shared) take_shared(given.shared, file);
    std::ios::sync_with_stdio(false);
    grouping(given).read(std::cin);
    if (std::fflush(stdout) != 0 || std::ferror(stdout)) throw error(errc::unreadable, {.file = "standard output"}, "the statuses cannot be written");
}

}  // namespace

int main(int argc, char** argv)
{
    return run_program("status_filter", usage, [&] {
        const options asked = read_options({argc, argv});
        if (asked.help) fmt::print("{}{}", usage, help);
        else answer(asked);
    });
}
