// SPDX-License-Identifier: BSL-1.0
#include <demarche/lifecycle_file.hpp>

#include "random_chronicle.hpp"
#include "seeds.hpp"
#include "support.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

using namespace demarche;
using support::refusal;

namespace {

constexpr std::string_view follow_up_text = R"(# Something is asked for by a date, may be late, and ends.
lifecycle	follow_up

state	awaited	open	unanswered
none	nobody	no	no
asked	A	yes	yes
late	R	yes	yes
done	nobody	no	no

act	by	none	asked	late	done
ask	R	asked	=	asked	+
answer	A	done!	done	done	~
note	R|A	=	=	=	=
due	clock	=	late	=	=

rule	names
unknown_as	note
attempt_state	asked
proposes	ask
reminds	ask note
reply_clock	due
)";
constexpr lifecycle follow_up = checked_lifecycle<follow_up_text>();

lifecycle_file read(const std::string& text, const std::string& file = {})
{
    std::istringstream in(text);
    return read_lifecycle(in, file);
}

/// The text with one thing changed.
std::string with(std::string_view from, std::string_view to)
{
    std::string made(follow_up_text);
    const std::size_t at = made.find(from);
    REQUIRE(at != std::string::npos);
    return made.replace(at, from.size(), to);
}

/// The error of the text with one thing changed, as people read it.
std::string fault(std::string_view from, std::string_view to)
{
    const error why = refusal([&] { read(with(from, to), "f.tsv"); });
    CHECK(why.code() == errc::invalid_table);
    CHECK(why.where().file == "f.tsv");
    return why.what();
}

/// A file that is gone when the test is over.
struct file_of {
    std::filesystem::path path = std::filesystem::temp_directory_path() / "demarche_lifecycle_file_test.tsv";

    explicit file_of(std::string_view text) { std::ofstream(path) << text; }
    file_of(const file_of&) = delete;
    file_of& operator=(const file_of&) = delete;
    ~file_of() { std::filesystem::remove(path); }
};

}  // namespace

TEST_CASE("a file gives the lifecycle that the same text gives the compiler")
{
    const file_of written(follow_up_text);
    const lifecycle_file loaded = load_lifecycle(written.path);
    CHECK(loaded.table() == follow_up);
    CHECK(try_load_lifecycle(written.path)->table() == loaded.table());
}

TEST_CASE("the table owns its names, and stays where it is when it is copied and moved")
{
    std::string text(follow_up_text);
    lifecycle_file first = read(text);
    text.assign(text.size(), 'x');
    const lifecycle* const there = &first.table();
    const lifecycle_file copy = first;
    CHECK(&copy.table() == there);
    first = read(with("follow_up", "another"));
    CHECK(first.table().name == "another");
    const lifecycle_file moved = std::move(first);
    CHECK(moved.table().name == "another");
    CHECK(copy.table() == follow_up);
}

static_assert(!std::is_convertible_v<lifecycle_file, const lifecycle&> && std::is_convertible_v<const lifecycle_file&, const lifecycle&>,
              "what only passes by cannot be used");

TEST_CASE("matters follow it in a chronicle")
{
    const lifecycle_file file = read(std::string(follow_up_text));
    chronicle book;
    book.use(file);
    const actor_id boss = book.add(actor{.key = "boss"});
    const actor_id clerk = book.add(actor{.key = "clerk"});
    const matter_id m = book.add(matter{.key = "errand", .lifecycle = "follow_up", .requester = boss, .respondents = {clerk}, .reply_by = date{"2023-05-31"}});
    book.add(contact{.key = "k1", .matter = m, .act = act{"ask"}, .from = boss, .on = date{"2023-05-01"}});
    CHECK(support::state_text(status(book.as_of(date{"2023-05-02"}), {m, clerk})) == "asked");
    CHECK(support::state_text(status(book.as_of(date{"2023-06-01"}), {m, clerk})) == "late");
}

TEST_CASE("what is written of a lifecycle is read back as the same, text for text")
{
    std::vector<lifecycle> all(1, follow_up);
    for (const lifecycle* table : random_chronicle::every_lifecycle) all.push_back(*table);
    for (const lifecycle& table : all) {
        CAPTURE(table.name);
        const std::string text = to_text(table);
        const lifecycle_file again = read(text);
        CHECK(again.table() == table);
        CHECK(to_text(again.table()) == text);
    }
}

TEST_CASE("the built-in texts are what is written of their tables")
{
    CHECK(to_text(lifecycles::meeting_request) == lifecycles::meeting_request_text);
    CHECK(to_text(lifecycles::measure) == lifecycles::measure_text);
    CHECK(to_text(lifecycles::tenure) == lifecycles::tenure_text);
    CHECK(to_text(lifecycles::channel) == lifecycles::channel_text);
    CHECK(to_text(lifecycles::agrement) == lifecycles::agrement_text);
}

TEST_CASE("an error names the file, the line, the column and the cell")
{
    CHECK(fault("answer\tA\tdone!\tdone", "answer\tA\tdone!\t") == "f.tsv:12:16: answer in asked: a cell is missing (lifecycle follow_up)");
    CHECK(fault("done\tdone\t~", "done\tdone") == "f.tsv:12:25: answer in done: a cell is missing (lifecycle follow_up)");
    CHECK(fault("done\tdone\t~", "done\tgone\t~") == "f.tsv:12:21: answer in late: a cell names no state and is no sign (lifecycle follow_up)");
    CHECK(fault("done\tdone\t~", "done\tdone\t~\t=") == "f.tsv:12:26: answer: there are more cells than states (lifecycle follow_up)");
    CHECK(fault("late\tdone\nask", "done\tlate\nask") ==
          "f.tsv:10:19: late: the columns are not the states in their order (lifecycle follow_up)");
    CHECK(fault("asked\tA", "asked\tB") == "f.tsv:6:7: asked: awaited is none of nobody, R, A, debtor, postponer (lifecycle follow_up)");
    CHECK(fault("asked\tA\tyes", "asked\tA\tja") == "f.tsv:6:9: asked: neither yes nor no (lifecycle follow_up)");
    CHECK(fault("note\tR|A", "note\tA|R") == "f.tsv:13:6: note: by is none of R, A, R|A, W, clock (lifecycle follow_up)");
}

TEST_CASE("an error names the state that cannot be reached or left, and its line")
{
    CHECK(fault("=\tlate\t=\t=", "=\t=\t=\t=") == "f.tsv:7: late: a state cannot be reached (lifecycle follow_up)");
    std::string text = with("asked\t=\tasked", "asked\t=\tlate");
    text.replace(text.find("done!\tdone\tdone"), 15, "done!\tdone\tlate");
    const error why = refusal([&] { read(text, "f.tsv"); });
    CHECK(std::string(why.what()) == "f.tsv:7: late: an open state cannot end (lifecycle follow_up)");
}

TEST_CASE("an error of a rule names the rule, its line, and what it names")
{
    CHECK(fault("reminds\task note", "reminds\task nudge") ==
          "f.tsv:20:13: nudge in reminds: a rule names an act that is not in the table (lifecycle follow_up)");
    CHECK(fault("attempt_state\tasked", "attempt_state\tadrift") ==
          "f.tsv:18:15: adrift in attempt_state: a rule names a state that is not in the table (lifecycle follow_up)");
    CHECK(fault("proposes\task", "propose\task") == "f.tsv:19:1: propose: there is no such rule (lifecycle follow_up)");
    CHECK(fault("proposes\task", "reply_clock\tdue") == "f.tsv:21:1: reply_clock: a rule stands twice (lifecycle follow_up)");
    CHECK(fault("proposes\task", "proposes") == "f.tsv:19:9: proposes: a rule names nothing (lifecycle follow_up)");
    CHECK(fault("unknown_as\tnote\n", "").find("unknown_as") != std::string::npos);
    CHECK(fault("unknown_as\tnote\n", "unknown_as\tnote ask\n") == "f.tsv:17:17: unknown_as: a rule names more than one act (lifecycle follow_up)");
}

TEST_CASE("an error of the parts says which is missing")
{
    CHECK(fault("lifecycle\tfollow_up\n", "") == "f.tsv:3:1: the first row is not lifecycle and its name");
    CHECK(fault("lifecycle\tfollow_up", "lifecycle\t").find("f.tsv:2:11: the lifecycle has no name") == 0);
    CHECK(fault("state\tawaited", "status\tawaited") ==
          "f.tsv:4: the heading of the states is missing: state, awaited, open, unanswered (lifecycle follow_up)");
    CHECK(fault("act\tby", "acts\tby").find("f.tsv:10:") == 0);
    CHECK(refusal([] { read("", "f.tsv"); }).code() == errc::invalid_table);
}

TEST_CASE("a name that a rule could not name, or that reads as a sign, is none")
{
    CHECK(fault("late\tR\tyes", "too late\tR\tyes").find("f.tsv:7:1: a state has no name") == 0);
    CHECK(fault("late\tR\tyes", "late!\tR\tyes").find("f.tsv:7:1: a state has no name") == 0);
    CHECK(fault("note\tR|A", "\tR|A").find("f.tsv:13:1: an act has no name") == 0);
}

TEST_CASE("carriage returns, comments and blank lines are passed over")
{
    std::string text = "\n# a comment\n";
    for (const char c : follow_up_text) text += c == '\n' ? std::string("\r\n") : std::string(1, c);
    const lifecycle_file found = read(text);
    CHECK(found.table() == follow_up);
}

TEST_CASE("a text that is spoilt is read as what it now says, or refused with its line")
{
    std::size_t read_all_the_same = 0, refused = 0;
    random_chronicle::for_every_seed(2'000, [&](random_chronicle::dice& roll) {
        std::string text = to_text(*roll.one_of(random_chronicle::every_lifecycle));
        for (int left = roll.from_to(1, 3); left > 0; --left) {
            const std::size_t at = roll.below(text.size());
            const std::size_t sign = text.find('=', at);
            if (sign != std::string::npos && roll.chance(50)) text[sign] = roll.one_of(std::string_view("~!+"));
            else if (roll.chance(40)) text.erase(at, static_cast<std::size_t>(roll.from_to(1, 12)));
            else if (roll.chance(50)) text.insert(at, 1, roll.one_of(std::string_view("\t\n =~!+x#")));
            else text.insert(at, text.substr(roll.below(text.size()), roll.below(40)));
        }
        const auto made = try_parse_lifecycle(text);
        ++(made ? read_all_the_same : refused);
        if (made) CHECK(parse_lifecycle(to_text(*made)) == *made);
        else CHECK(made.error().where().line <= static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1);
        if (!made) CHECK(made.error().code() == errc::invalid_table);
    });
    MESSAGE(read_all_the_same << " read, " << refused << " refused");
    CHECK(std::min(read_all_the_same, refused) > 50);
}

TEST_CASE("a file that is not there cannot be read")
{
    const auto missing = try_load_lifecycle("no such folder/no such table.tsv");
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code() == errc::unreadable);
    CHECK(missing.error().where().file == "no such folder/no such table.tsv");
    CHECK(refusal([] { load_lifecycle("no such folder/no such table.tsv"); }).code() == errc::unreadable);
}
