// SPDX-License-Identifier: BSL-1.0
#include <demarche/dot.hpp>

#include "seeds.hpp"
#include "support.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

using namespace demarche;
using support::talks;

namespace {

// One statement of a picture, with what stands around it.
struct statement {
    std::string cluster = {};  ///< the label of the cluster that it is in
    std::string node = {};     ///< `a0`, or of an edge `a0 -> a1`
    std::map<std::string, std::string> attributes = {};

    bool is_edge() const { return node.find("->") != std::string::npos; }
    std::string operator[](const std::string& name) const
    {
        const auto found = attributes.find(name);
        return found == attributes.end() ? std::string() : found->second;
    }
};

// The text of a quoted string at the beginning of `text`, and what is after it. Fails where it does not end, or escapes what it should not.
std::string unquoted(std::string_view& text)
{
    std::string found;
    REQUIRE(text.front() == '"');
    for (text.remove_prefix(1); !text.empty() && text.front() != '"'; text.remove_prefix(1)) {
        if (text.front() != '\\') {
            found += text.front();
            continue;
        }
        text.remove_prefix(1);
        REQUIRE(!text.empty());
        REQUIRE(std::string_view("\"\\n").find(text.front()) != std::string_view::npos);
        found += text.front() == 'n' ? '\n' : text.front();
    }
    REQUIRE(!text.empty());
    text.remove_prefix(1);
    // Graphviz reads the entities of HTML in any label.
    for (std::size_t at = 0; (at = found.find('&', at)) != std::string::npos; ++at) {
        REQUIRE(found.compare(at, 5, "&amp;") == 0);
        found.erase(at + 1, 4);
    }
    return found;
}

std::map<std::string, std::string> attributes_in(std::string_view text)
{
    std::map<std::string, std::string> found;
    while (!text.empty() && text.front() != ']') {
        const std::string name(text.substr(0, text.find('=')));
        text.remove_prefix(name.size() + 1);
        std::string value;
        if (text.front() == '"') value = unquoted(text);
        else value = text.substr(0, text.find_first_of(" ]")), text.remove_prefix(value.size());
        CHECK(found.emplace(name, value).second);
        if (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    }
    REQUIRE(text.size() >= 2);
    return found;
}

std::vector<statement> read(const std::string& picture)
{
    std::vector<statement> found;
    std::istringstream lines(picture);
    std::string cluster;
    for (std::string line; std::getline(lines, line);) {
        const std::string_view text = std::string_view(line).substr(line.find_first_not_of(' '));
        if (text.starts_with("label=")) {
            std::string_view quoted = text.substr(6);
            cluster = unquoted(quoted);
        } else if (text == "}") cluster.clear();
        else if (const auto at = text.find(" ["); at != std::string_view::npos)
            found.push_back({cluster, std::string(text.substr(0, at)), attributes_in(text.substr(at + 2))});
    }
    return found;
}

// What is labelled so; fails where nothing is.
statement labelled(const std::vector<statement>& all, const std::string& label)
{
    for (const statement& s : all)
        if (s["label"] == label) return s;
    FAIL("nothing has the label ", label);
    return {};
}

std::vector<std::string> labels(const std::vector<statement>& all, bool edges)
{
    std::vector<std::string> found;
    for (const statement& s : all)
        if (s.is_edge() == edges && s.node.starts_with("a") && s.node != "graph") found.push_back(s["label"]);
    std::sort(found.begin(), found.end());
    return found;
}

using words = std::vector<std::string>;

std::vector<statement> picture(const talks& t, const char* when) { return read(dot(t.book.as_of(date(when)), t.m)); }

bool has_dot() { return std::system("dot -V > /dev/null 2>&1") == 0; }

// Whether Graphviz takes the picture, without a word.
bool accepted(const std::string& picture)
{
    const auto folder = std::filesystem::temp_directory_path();
    const std::string file = (folder / ("demarche_dot_" + std::to_string(std::hash<std::string>{}(picture)) + ".dot")).string();
    std::ofstream(file, std::ios::binary) << picture;
    const std::string said = file + ".said";
    const bool taken = std::system(("dot -Tcanon \"" + file + "\" > /dev/null 2> \"" + said + "\"").c_str()) == 0 && std::filesystem::file_size(said) == 0;
    std::filesystem::remove(file);
    std::filesystem::remove(said);
    return taken;
}

}  // namespace

TEST_CASE("a request is dashed while it is open, and solid when it is over")
{
    talks t("2023-06-02");
    t.say(t.r, acts::request, "2023-05-01", {.to = t.a});
    t.say(t.a, acts::decline, "2023-05-20", {.to = t.r});
    const statement open = labelled(picture(t, "2023-05-10"), "pending since 2023-05-01\nlapses after 2023-06-02");
    CHECK(open.node == "a0 -> a1");
    CHECK(open["style"] == "dashed");
    const auto over = picture(t, "2023-05-21");
    CHECK(labelled(over, "declined since 2023-05-20")["style"] == "solid");
    CHECK(labelled(over, "declined since 2023-05-20")["color"] != open["color"]);
    CHECK(labelled(over, "request 2023-05-01").node == "a0 -> a1");
    CHECK(labelled(over, "decline 2023-05-20").node == "a1 -> a0");
}

TEST_CASE("what is not certain is dotted and says so")
{
    talks t;
    t.say(t.r, acts::request, "2023-05", {.to = t.a});
    t.dispute(t.say(t.a, acts::decline, "2023-05", {.to = t.r}));
    const auto p = picture(t, "2023-05-10");
    CHECK(labelled(p, "none\npossibly none, pending or\ndeclined")["style"] == "dotted");
    CHECK(labelled(p, "possibly request 2023-05")["style"] == "dotted");
    CHECK(labelled(p, "disputed: decline 2023-05")["style"] == "dotted");
    CHECK(labelled(picture(t, "2023-06-10"), "request 2023-05")["style"] == "solid");
}

TEST_CASE("the contacts of one actor toward another are one edge, by date, of which the first five are told")
{
    talks t;
    t.say(t.r, acts::request, "2023-05-02", {.to = t.a});
    for (const char* day : {"2023-05-07", "2023-05-06", "2023-05-05", "2023-05-04", "2023-05-03", "2023-06-01"}) t.say(t.r, acts::reiterate, day, {.to = t.a});
    t.book.add(contact{.key = "x", .matter = t.m, .act = acts::remark, .from = t.r, .on = date("2023-05-09"), .times = parse_count("2..")});
    const auto p = picture(t, "2023-05-10");
    CHECK(labelled(p, "request 2023-05-02\nreiterate 2023-05-03\nreiterate 2023-05-04\nreiterate 2023-05-05\nreiterate 2023-05-06\nand 1 more").node ==
          "a0 -> a1");
    const statement to_nobody = labelled(p, "remark 2023-05-09, 2 times or more");
    CHECK(to_nobody.node == "a0 -> a0");
    CHECK(to_nobody["dir"] == "none");
}

TEST_CASE("sides are clusters, as of the view")
{
    chronicle book;
    const auto someone = [&](const char* key, actor_kind kind) { return book.add(actor{.key = key, .kind = kind}); };
    const auto us = someone("us", actor_kinds::state), cn = someone("cn", actor_kinds::state), office = someone("secdef", actor_kinds::office),
               dod = someone("dod", actor_kinds::organisation);
    const auto old = someone("old", actor_kinds::person), young = someone("young", actor_kinds::person), both = someone("both", actor_kinds::person),
               perhaps = someone("perhaps", actor_kinds::person);
    const auto un = someone("un", actor_kinds::organisation);
    int n = 0;
    const auto ties = [&](tie_kind kind, actor_id from, actor_id to, const char* during) {
        book.add(tie{.key = "t" + std::to_string(n++), .kind = kind, .from = from, .to = to, .during = date(during)});
    };
    ties(tie_kinds::part_of, dod, us, "../..");
    ties(tie_kinds::part_of, office, dod, "../..");
    ties(tie_kinds::holds, old, office, "2018-01-01/2020-06-30");
    ties(tie_kinds::holds, young, office, "2020-07-15/..");
    ties(tie_kinds::part_of, both, us, "../..");
    ties(tie_kinds::part_of, both, cn, "../..");
    ties(tie_kinds::part_of, perhaps, us, "2020-01-01/");
    const auto m = book.add(matter{.key = "m", .title = "Talks", .requester = old, .respondents = {cn}});
    for (const actor_id from : {young, both, perhaps, un, old})
        book.add(contact{.key = "c" + std::to_string(from.index()), .matter = m, .act = acts::remark, .from = from, .to = cn, .on = date("2019")});

    const auto then = read(dot(book.as_of(date("2020-01-15")), m));
    CHECK(labelled(then, "old").cluster == "us");
    CHECK(labelled(then, "secdef").cluster == "us");
    CHECK(labelled(then, "young").cluster.empty());
    CHECK(labelled(then, "both").cluster.empty());
    CHECK(labelled(then, "un").cluster.empty());
    CHECK(labelled(then, "cn").cluster.empty());  // of the shown ones, it alone is surely of its side
    CHECK(labelled(then, "perhaps\n(possibly of us)").cluster == "us");
    CHECK(labelled(then, "perhaps\n(possibly of us)")["style"] == "dashed");
    CHECK(labelled(then, "secdef")["style"] == "rounded,solid");
    CHECK(labelled(then, "holds").node == "a4 -> a2");
    const auto now = read(dot(book.as_of(date("2021-01-15")), m));
    CHECK(labelled(now, "old").cluster.empty());
    CHECK(labelled(now, "young").cluster == "us");
    CHECK(labelled(now, "holds").node == "a5 -> a2");
}

TEST_CASE("a view shows who is in contact, in a window")
{
    talks t;
    const actor_id b = t.someone("b"), idle = t.someone("idle");
    t.say(t.r, acts::request, "2023-05-01", {.to = t.a});
    t.book.add(contact{.key = "n1", .act = acts::held, .from = t.a, .to = b, .on = date("2023-06-01")});
    const matter_id done = t.book.add(matter{.key = "done", .title = "Done", .requester = b, .respondents = {t.r}});
    t.book.add(contact{.key = "d1", .matter = done, .act = acts::request, .from = b, .to = t.r, .on = date("2022-01-01")});
    t.book.add(contact{.key = "d2", .matter = done, .act = acts::decline, .from = t.r, .to = b, .on = date("2022-01-02")});
    const view v = t.book.as_of(date("2023-07-01"));
    CHECK(labels(read(dot(v)), false) == words{"a", "b", "r"});
    CHECK(labels(read(dot(v)), true) == words{"Done\ndeclined since 2022-01-02", "decline 2022-01-02", "held 2023-06-01", "request 2022-01-01",
                                            "request 2023-05-01", "talks\npending since 2023-05-01"});
    CHECK(labels(read(dot(v, {.from = date("2023-05-15")})), true) == words{"held 2023-06-01", "talks\npending since 2023-05-01"});
    CHECK(labels(read(dot(v, {.to = date("2022")})), true) ==
          words{"Done\ndeclined since 2022-01-02", "decline 2022-01-02", "request 2022-01-01", "talks\npending since 2023-05-01"});
    CHECK(labels(read(dot(t.book.as_of(date("2021")))), false).empty());
    CHECK(idle);
}

TEST_CASE("names that look like markup, escapes or nothing at all are labels to the letter")
{
    chronicle book;
    const auto r = book.add(actor{.key = "r\\", .name = "<b>\"R\\N\\\"</b> &amp; & co\\"});
    const auto a = book.add(actor{.key = "a\"];\n}", .name = "A\nB\x01\xFF\xE4\xB8\xAD"});
    const auto m = book.add(matter{.key = "m", .title = "\\G \"T\" {|}\n<i>", .requester = r, .respondents = {a}});
    book.add(contact{.key = "c", .matter = m, .act = act("a\"sk\\"), .from = r, .to = a, .on = date("2023")});
    const std::string text = dot(book.as_of(date("2024")), m);
    const auto p = read(text);
    CHECK(labels(p, false) == words{"<b>\"R\\N\\\"</b> &amp; & co\\", "A B \xEF\xBF\xBD\xE4\xB8\xAD"});
    CHECK(labelled(p, "a\"sk\\ 2023").node == "a0 -> a1");
    if (has_dot()) CHECK(accepted(text));
}

TEST_CASE("a matter that is not known yet shows nothing")
{
    chronicle book;
    const auto r = book.add(actor{.key = "r", .name = "Secret"});
    const auto m = book.add(matter{.key = "m", .title = "Secret", .requester = r, .respondents = {r}, .recorded = date("2023-05-10")});
    CHECK(dot(book.as_of(date("2023-05-09")).known_by(date("2023-05-09")), m).find("Secret") == std::string::npos);
}

TEST_CASE("the same view gives the same bytes, whatever was added since; what is supposed is shown as such")
{
    talks t("2023-06-02");
    t.say(t.r, acts::request, "2023-05-01", {.to = t.a});
    const view v = t.book.as_of(date("2023-05-20"));
    const std::string one = dot(v, t.m), all = dot(v);
    t.dispute(t.say(t.a, acts::decline, "2023-05-10", {.to = t.r}));
    t.belongs("tie", t.r, t.someone("us"));
    CHECK(dot(v, t.m) == one);
    CHECK(dot(v) == all);
    const view if_so = t.book.as_of(date("2023-05-20")).with(contact{.matter = t.m, .act = acts::accept, .from = t.a, .to = t.r, .on = date("2023-05-15")});
    labelled(read(dot(if_so, t.m)), "disputed: decline 2023-05-10\naccept 2023-05-15 (supposed)");
    labelled(read(dot(if_so)), "disputed: decline 2023-05-10\naccept 2023-05-15 (supposed)");
}

TEST_CASE("pictures of chronicles at random can be read, and Graphviz takes them")
{
    const bool ask = has_dot();
    random_chronicle::for_every_seed(40, [&](random_chronicle::dice& roll, std::uint64_t seed) {
        const chronicle book(random_chronicle::make(roll, {.circles = true}));
        const view v = random_chronicle::any_standpoint(roll, book).of(book);
        const std::string all = dot(v);
        CHECK(all == dot(v));
        read(all);
        if (ask && seed % 8 == 1) CHECK(accepted(all));
        for (std::size_t i = 0; i < book.all<matter>().size(); ++i) read(dot(v, matter_id(i)));
    });
}
