// SPDX-License-Identifier: BSL-1.0
#include <demarche/jsonl.hpp>

#include "support.hpp"

#include <chrono>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <streambuf>

using namespace demarche;
using namespace support;

namespace {

const std::string actors = R"({"type":"actor","key":"r"})"
                           "\n"
                           R"({"type":"actor","key":"a"})"
                           "\n";
const std::string matter_line = R"({"type":"matter","key":"talks","lifecycle":"meeting_request","requester":"r","respondents":["a"]})"
                                "\n";

chronicle book_of(const std::string& text)
{
    std::istringstream in(text);
    chronicle book;
    jsonl::read(in, book);
    return book;
}

std::string written(const chronicle& book)
{
    std::ostringstream out;
    jsonl::write(out, book);
    return out.str();
}

/// What comes out again of what is read.
std::string again(const std::string& text) { return written(book_of(text)); }

/// Where `part` begins in the last line of `text`, as a column; `skip` further.
std::size_t column(const std::string& text, const std::string& part, std::size_t skip = 0)
{
    const std::size_t last = text.find_last_of('\n', text.size() - 2);
    const std::size_t start = last == std::string::npos ? 0 : last + 1;
    const std::size_t at = text.find(part, start);
    REQUIRE(at != std::string::npos);
    return at - start + 1 + skip;
}

/// The error of a text, read into an empty chronicle and into one that has records; neither may change.
error refused(const std::string& text, const jsonl::read_options& options = {.file = "talks.jsonl"})
{
    chronicle empty;
    std::istringstream in(text);
    const error why = refusal([&] { jsonl::read(in, empty, options); });
    CHECK(empty.size() == extent{});
    CHECK(empty.last_seq() == 0);

    chronicle book = book_of(R"({"type":"actor","key":"other","name":"Other"})"
                             "\n"
                             R"({"type":"matter","key":"before","lifecycle":"meeting_request","requester":"other","respondents":[]})"
                             "\n");
    const std::string before = written(book);
    const actor* const there = &book[actor_id{0}];
    std::istringstream second(text);
    const auto same = jsonl::try_read(second, book, options);
    REQUIRE(same);
    CHECK(same->code() == why.code());
    CHECK(written(book) == before);
    CHECK(&book[actor_id{0}] == there);
    return why;
}

/// Checks the place as well.
void check_refused(const std::string& text, errc code, std::size_t line, std::size_t col, const std::string& field)
{
    CAPTURE(text);
    const error why = refused(text);
    CAPTURE(std::string(why.what()));
    CHECK(why.code() == code);
    CHECK(why.where().file == "talks.jsonl");
    CHECK(why.where().line == line);
    CHECK(why.where().column == col);
    CHECK(why.where().field == field);
    CHECK_FALSE(why.problem().empty());
}

/// A line alone, and the column of the part of it that is wrong.
void check_line(const std::string& line, errc code, const std::string& part, const std::string& field, std::size_t skip = 0)
{
    check_refused(line + "\n", code, 1, column(line + "\n", part, skip), field);
}

std::string with_contact(const std::string& fields)
{
    return actors + matter_line + R"({"type":"contact","key":"c1","act":"request","from":"r","on":"2023-05-22")" + fields + "}\n";
}

}  // namespace

// Reading.

TEST_CASE("every type of record is read")
{
    const chronicle book = book_of(
        R"({"type":"actor","key":"dod","name":"US Department of Defense","kind":"organisation","ids":{"cameo":"USAMIL","cow":"2"}}
{"type":"actor","key":"secdef","kind":"office","rank":2}
{"type":"actor","key":"austin","kind":"person"}
{"type":"tie","key":"t1","kind":"holds","from":"austin","to":"secdef","during":"2021-01-22/..","recorded":"2021-01-23"}
{"type":"source","key":"fs","title":"Fact sheet","publisher":"DoD","published":"2023-05-26","url":"https://example.org/"}
{"type":"matter","key":"slid23","lifecycle":"meeting_request","title":"Talks","requester":"austin","respondents":["dod","secdef"],)"
        R"("occasion":"2023-06-02/2023-06-04","reply_by":"2023-05-31","venue":"dod","channel":"in_person","recorded":"2023",)"
        R"("exemptions":[{"actor":"dod","act":"request","during":"2023","note":"n","more":1}]}
{"type":"contact","key":"c1","matter":"slid23","act":"request","from":"dod","to":"secdef","on":"2023-05","respondent":["dod","secdef"],)"
        R"("recorded":"2023-06","occasion":"2023-06-03","reply_by":"2023-06-01","condition":"if","debtor":"dod",)"
        R"("delegate":"austin","cites":["slid23"],"contests":["slid23"],)"
        R"("channel":"letter","place":"Singapore","note":"a note","with":["austin"],"times":"2..4"}
{"type":"contact","key":"c2","act":"remark","from":"dod","on":"2023-05","in_reply_to":"c1","corrects":"c1"}
{"type":"report","on":"c1","source":"fs","stance":"denies","published":"2023-05-27","attribution":"machine_coded","by":"austin"}
{"type":"report","on":"t1","source":"fs","stance":"retracts"}
)");
    const auto who = [&book](const char* key) { return book.find<actor>(key); };
    const contact_id c1 = book.find<contact>("c1");
    const matter_id m = book.find<matter>("slid23");
    CHECK(book[who("dod")] ==
          actor{.key = "dod", .name = "US Department of Defense", .kind = actor_kinds::organisation, .ids = {{"cameo", "USAMIL"}, {"cow", "2"}}});
    CHECK(book[who("secdef")].rank == 2);
    CHECK(book[book.find<tie>("t1")] == tie{.key = "t1",
                                            .kind = tie_kinds::holds,
                                            .from = who("austin"),
                                            .to = who("secdef"),
                                            .during = date{"2021-01-22/.."},
                                            .recorded = date{"2021-01-23"}});
    CHECK(book[book.find<source>("fs")] ==
          source{.key = "fs", .title = "Fact sheet", .publisher = "DoD", .published = date{"2023-05-26"}, .url = "https://example.org/"});
    CHECK(book[m] == matter{.key = "slid23",
                         .title = "Talks",
                         .requester = who("austin"),
                         .respondents = {who("dod"), who("secdef")},
                         .occasion = date{"2023-06-02/2023-06-04"},
                         .reply_by = date{"2023-05-31"},
                         .venue = who("dod"),
                         .channel = channels::in_person,
                         .recorded = date{"2023"},
                         .exemptions = {{.actor = who("dod"), .act = acts::request, .during = date{"2023"}, .note = "n", .other = {{"more", "1"}}}}});
    CHECK(book[c1] == contact{.key = "c1",
                          .matter = m,
                          .act = acts::request,
                          .from = who("dod"),
                          .to = who("secdef"),
                          .on = date{"2023-05"},
                          .respondent = {who("dod"), who("secdef")},
                          .recorded = date{"2023-06"},
                          .occasion = date{"2023-06-03"},
                          .reply_by = date{"2023-06-01"},
                          .condition = "if",
                          .debtor = who("dod"),
                          .delegate = who("austin"),
                          .cites = {m},
                          .contests = {m},
                          .channel = channels::letter,
                          .place = "Singapore",
                          .note = "a note",
                          .with = {who("austin")},
                          .times = {2, 4}});
    CHECK(book[book.find<contact>("c2")].in_reply_to == c1);
    CHECK(book[book.find<contact>("c2")].corrects == c1);
    CHECK(book[report_id{0}] == report{.on = c1,
                                    .source = source_id{0},
                                    .stance = stance::denies,
                                    .published = date{"2023-05-27"},
                                    .attribution = attribution::machine_coded,
                                    .by = who("austin")});
    CHECK(book[report_id{1}] == report{.on = book.find<tie>("t1"), .source = source_id{0}, .stance = stance::retracts});
    CHECK(written(book_of(written(book))) == written(book));
}

TEST_CASE("an empty file is an empty chronicle")
{
    CHECK(book_of("").size() == extent{});
    CHECK(book_of("\n\n  \r\n\t\n").size() == extent{});
    CHECK(written(chronicle()).empty());
}

TEST_CASE("a record may come before what it names")
{
    const chronicle book = book_of(R"({"type":"report","on":"t","source":"s","stance":"asserts","by":"a"}
{"type":"contact","key":"c2","act":"remark","matter":"m","from":"a","on":"2023","in_reply_to":"c1"}
{"type":"contact","key":"c1","act":"remark","from":"r","on":"2023","cites":["m"]}
{"type":"matter","key":"m","lifecycle":"meeting_request","requester":"r","respondents":["a"]}
{"type":"tie","key":"t","kind":"part_of","from":"a","to":"r"}
{"type":"source","key":"s"}
)" + actors);
    CHECK(book[book[book.find<contact>("c2")].in_reply_to].key == "c1");
    CHECK(book.contacts_of(book.find<matter>("m")).size() == 1);
    CHECK(book.reports_on(book.find<tie>("t")).size() == 1);
    CHECK(book.seq(book.find<contact>("c2")) == 2);
}

TEST_CASE("the last line may go without its newline, lines may end in CRLF, blank ones count")
{
    const chronicle book = book_of("\xEF\xBB\xBF{\"type\":\"actor\",\"key\":\"r\"}\r\n\r\n   \n\t{\"type\":\"actor\",\"key\":\"a\"}  ");
    CHECK(book.size().actors == 2);
    CHECK(book.seq(book.find<actor>("r")) == 1);
    CHECK(book.seq(book.find<actor>("a")) == 4);
}

TEST_CASE("a byte order mark is none but at the beginning") { CHECK(refused(actors + "\xEF\xBB\xBF" + matter_line).where().line == 3); }

TEST_CASE("reading into a chronicle goes on after what it has")
{
    chronicle book = book_of(actors);
    std::istringstream more(matter_line + R"({"type":"actor","key":"r"})" + "\n" + R"({"type":"actor","key":"x"})");
    jsonl::read(more, book);
    CHECK(book.size() == extent{.actors = 3, .matters = 1});
    CHECK(book.find<actor>("r") == actor_id{0});
    CHECK(book.seq(actor_id{0}) == 1);
    CHECK(book.seq(matter_id{0}) == 3);
    CHECK(book.seq(book.find<actor>("x")) == 5);
    CHECK(book[matter_id{0}].requester == actor_id{0});
}

TEST_CASE("reading keeps the tables that a chronicle knows")
{
    static constexpr lifecycle wait =
        checked_lifecycle("wait", "state\tawaited\topen\tunanswered\nnone\tnobody\tno\tno\n", "act\tby\tnone\nsay\tR|A\t=\n", {.unknown_as = "say"});
    chronicle book;
    book.use(wait);
    std::istringstream in(actors + R"({"type":"matter","key":"m","lifecycle":"wait","requester":"r","respondents":["a"]})" + R"(
{"type":"matter","key":"n","lifecycle":"unheard_of","requester":"r","respondents":["a"]})");
    jsonl::read(in, book);
    CHECK(book.lifecycle_of(matter_id{0}) == &wait);
    CHECK(book.lifecycle_of(matter_id{1}) == nullptr);
}

TEST_CASE("a repeated record is one, with the lesser seq")
{
    const chronicle book = book_of(R"({"type":"actor","key":"r","name":"R","seq":9}
{"seq":4,"name":"R","key":"r","type":"actor"}
{"type":"actor","key":"a","seq":5}
{"type":"source","key":"s","seq":6}
{"type":"contact","key":"c","act":"remark","from":"r","on":"2023","seq":8}
{"type":"report","on":"c","source":"s","stance":"asserts","seq":12}
{"type":"report","on":"c","source":"s","stance":"asserts","seq":11}
{"type":"contact","key":"c","act":"remark","from":"r","on":"2023","seq":7}
)");
    CHECK(book.size() == extent{.actors = 2, .sources = 1, .contacts = 1, .reports = 1});
    CHECK(book.seq(book.find<actor>("r")) == 4);
    CHECK(book.seq(contact_id{0}) == 7);
    CHECK(book.seq(report_id{0}) == 11);
}

TEST_CASE("record order is by seq, wherever the line stands")
{
    const chronicle book = book_of(R"({"type":"actor","key":"r","seq":1}
{"type":"actor","key":"a","seq":2}
{"type":"matter","key":"m","lifecycle":"meeting_request","requester":"r","respondents":["a"],"seq":3}
{"type":"contact","key":"c3","matter":"m","act":"withdraw","from":"r","on":"2023-05","seq":9}
{"type":"contact","key":"c2","matter":"m","act":"accept","from":"a","on":"2023-05","seq":8}
{"type":"contact","key":"c1","matter":"m","act":"request","from":"r","on":"2023-05","seq":-4}
)");
    const account found = account_of(book.as_of(date{"2023-06"}), {matter_id{0}, book.find<actor>("a")});
    CHECK(evidence_text(found) == "c1 c2 c3");
    CHECK(state_text(found.status) == "cancelled");
}

// Refusals: code, line, column and field.

TEST_CASE("malformed_line: what is no JSON object")
{
    const auto alone = [](const std::string& line, std::size_t col) { check_refused(line + "\n", errc::malformed_line, 1, col, ""); };
    alone("hello", 1);
    alone("[1,2]", 1);
    alone("  3", 3);
    alone("\"text\"", 1);
    alone("null", 1);
    check_refused(actors + "}", errc::malformed_line, 3, 1, "");
}

TEST_CASE("malformed_line: something inside is wrong")
{
    for (const std::string line : {R"({"type":"actor","key":})", R"({"type":"actor" "key":"a"})", R"({"type":"actor","key":"a",})",
             R"({"type":"actor",,"key":"a"})", R"({type:"actor"})", R"({"type":"actor","key":"a","x":nul})", R"({"type":"actor","key":"a","x":nulll})",
             R"({"type":"actor","key":"a","x":tru})", R"({"type":"actor","key":"a","x":truee})", R"({"type":"actor","key":"a","x":01})",
             R"({"type":"actor","key":"a","x":1.})", R"({"type":"actor","key":"a","x":+1})", R"({"type":"actor","key":"a","x":NaN})",
             R"({"type":"actor","key":"a","x":[1,]})", R"({"type":"actor","key":"a","x":[1 2]})", R"({"type":"actor","key":"a","x":{"y"}})",
             R"({"type":"actor","key":"a","x":1e})", R"({"type":"actor","key":"\x"})", R"({"type":"actor","key":"\u12"})",
             R"({"type":"actor","key":"a","x":"\ud800"})", R"({'type':'actor'})", R"({"type":"actor","key":"a"]})", R"({"type":"actor","key":"a","x":[}])",
             R"({"type":"actor","key":"a","x":-})", R"({"type":"actor","key":"a" /**/})"}) {
        CAPTURE(line);
        const error why = refused(actors + line + "\n");
        CHECK(why.code() == errc::malformed_line);
        CHECK(why.where().line == 3);
        CHECK(why.where().column > 1);
        CHECK(why.where().column <= line.size() + 1);
    }
}

TEST_CASE("malformed_line: the column of what is no value or one too many")
{
    check_line(R"({"type":"actor","key":"a","x":01})", errc::malformed_line, "01", "");
    check_line(R"({"type":"actor","key":"a","x":nulll})", errc::malformed_line, "nulll", "");
    check_line("{\"type\":\"actor\",\"key\":\"a\tb\"}", errc::malformed_line, "\t", "");
    check_line(std::string("{\"type\":\"actor\",\"key\":\"a\0b\"}", 29), errc::malformed_line, std::string(1, '\0'), "");
}

TEST_CASE("malformed_line: more on a line than its record")
{
    const std::string record = R"({"type":"actor","key":"r"})";
    for (const std::string_view rest : {" x", "{\"type\":\"actor\",\"key\":\"a\"}", ",", "}", "]", " null", "\""}) {
        CAPTURE(rest);
        const error why = refused(record + std::string(rest));
        CHECK(why.code() == errc::malformed_line);
        CHECK(why.where().line == 1);
        CHECK(why.where().column > record.size());
        CHECK(why.where().column <= record.size() + rest.size() + 1);
    }
}

TEST_CASE("malformed_line: wherever the last line is cut off")
{
    const std::string line = R"({"type":"contact","key":"c1","act":"remark","from":"r","on":"2023","x":[1,{"y":true}]})";
    CHECK(book_of(actors + line).size().contacts == 1);
    for (std::size_t size = 1; size < line.size(); ++size) {
        CAPTURE(size);
        const error why = refused(actors + line.substr(0, size));
        CHECK(why.code() == errc::malformed_line);
        CHECK(why.where().line == 3);
    }
    check_refused(actors + line.substr(0, 20), errc::malformed_line, 3, 21, "");
}

TEST_CASE("malformed_line: values nested very deeply are refused, and do no harm")
{
    for (const std::size_t depth : {2'000u, 200'000u})
        for (const char* open : {"[", "{\"x\":"}) {
            std::string line = R"({"type":"actor","key":"a","x":)";
            for (std::size_t i = 0; i < depth; ++i) line += open;
            const error cut = refused(line);
            CHECK(cut.code() == errc::malformed_line);
            line += "0";
            line.append(depth, *open == '[' ? ']' : '}');
            CHECK(refused(line + "}").code() == errc::malformed_line);
        }
    std::string fine = R"({"type":"actor","key":"a","x":)" + std::string(200, '[') + std::string(200, ']') + "}";
    CHECK(book_of(fine).size().actors == 1);
}

TEST_CASE("invalid_utf8: the column of the first byte that is wrong")
{
    const std::string good = "{\"type\":\"actor\",\"key\":\"a\",\"name\":\"\xC3\xA9";
    for (const std::string bad : {"\xFF", "\xC3(", "\xC0\x80", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\x80", "\xE2\x82"}) {
        CAPTURE(bad);
        check_refused(actors + good + bad + "\"}\n", errc::invalid_utf8, 3, good.size() + 1, "");
    }
    check_refused("\xFE{}\n", errc::invalid_utf8, 1, 1, "");
    CHECK(book_of(good + "\xE2\x82\xAC\xF0\x9F\xA4\x9D\"}").all<actor>()[0].name == "\xC3\xA9\xE2\x82\xAC\xF0\x9F\xA4\x9D");
}

TEST_CASE("line_too_long: beyond what the caller allows")
{
    const std::string line = R"({"type":"actor","key":"a"})";
    const jsonl::read_options exact{.longest_line = line.size(), .file = "f"};
    std::istringstream in(line + "\n" + line + "\n" + line);
    chronicle book;
    CHECK_FALSE(jsonl::try_read(in, book, exact));
    CHECK(book.size().actors == 1);

    for (const std::string& last : {std::string("\n"), std::string()}) {
        const error why = refused(line + "\n" + line + " " + last, exact);
        CHECK(why.code() == errc::line_too_long);
        CHECK(why.where() == place{.file = "f", .line = 2, .column = line.size() + 1});
    }
    const error blank = refused(std::string(100, ' '), {.longest_line = 50});
    CHECK(blank.code() == errc::line_too_long);
}

TEST_CASE("line_too_long: 16 MiB unless the caller says otherwise, and lines longer than a block")
{
    const auto padded = [](std::size_t size) {
        std::string line = R"({"type":"actor","key":"a","note":")";
        line.append(size - line.size() - 2, 'x');
        return line + "\"}";
    };
    const std::size_t limit = std::size_t{16} << 20;
    CHECK(book_of(padded(limit)).size().actors == 1);
    std::istringstream in(padded(limit + 1));
    chronicle book;
    const auto why = jsonl::try_read(in, book);
    REQUIRE(why);
    CHECK(why->code() == errc::line_too_long);
    CHECK(why->where().line == 1);
    CHECK(why->where().column == limit + 1);
    CHECK(book_of(padded((std::size_t{1} << 18) + 3) + "\n" + matter_line.substr(0, 0) + R"({"type":"actor","key":"b"})").size().actors == 2);
}

TEST_CASE("missing_field: what a record needs")
{
    const auto lacks = [](const std::string& line, const std::string& field) { check_refused(actors + line + "\n", errc::missing_field, 3, 1, field); };
    lacks(R"({"key":"x"})", "type");
    lacks("{}", "type");
    lacks(R"({"type":"actor","name":"x"})", "key");
    lacks(R"({"type":"source","title":"x"})", "key");
    lacks(R"({"type":"tie","key":"t","from":"r","to":"a"})", "kind");
    lacks(R"({"type":"tie","key":"t","kind":"holds","to":"a"})", "from");
    lacks(R"({"type":"tie","key":"t","kind":"holds","from":"a"})", "to");
    lacks(R"({"type":"matter","key":"m","requester":"r","respondents":["a"]})", "lifecycle");
    lacks(R"({"type":"matter","key":"m","lifecycle":"x","respondents":["a"]})", "requester");
    lacks(R"({"type":"matter","key":"m","lifecycle":"x","requester":"r"})", "respondents");
    lacks(R"({"type":"contact","key":"c","from":"r","on":"2023"})", "act");
    lacks(R"({"type":"contact","key":"c","act":"x","on":"2023"})", "from");
    lacks(R"({"type":"contact","key":"c","act":"x","from":"r"})", "on");
    lacks(R"({"type":"contact","act":"x","from":"r","on":"2023"})", "key");
    lacks(R"({"type":"report","source":"s","stance":"asserts"})", "on");
    lacks(R"({"type":"report","on":"c","stance":"asserts"})", "source");
    lacks(R"({"type":"report","on":"c","source":"s"})", "stance");
    check_line(R"({"type":"actor","key":""})", errc::missing_field, "\"\"", "key");
    const std::string misspelt = actors + R"({"type":"contact","key":"c","act":"x","form":"r","on":"2023"})" + "\n";
    CHECK(refused(misspelt).problem() == "a contact needs from (in the contact \"c\")");
}

TEST_CASE("missing_field: a record without anything that its type needs, empty though it stands there")
{
    CHECK(refused(actors + R"({"type":"tie","key":"t","kind":"","from":"r","to":"a"})").code() == errc::missing_field);
    CHECK(refused(actors + R"({"type":"contact","key":"c","act":"","from":"r","on":"2023"})").code() == errc::missing_field);
    CHECK(refused(actors + R"({"type":"matter","key":"m","lifecycle":"","requester":"r","respondents":[]})").where().line == 3);
}

TEST_CASE("missing_field: every record has a seq, or none")
{
    check_refused(actors + R"({"type":"actor","key":"x","seq":3})" + "\n", errc::missing_field, 3,
        column(R"({"type":"actor","key":"x","seq":3})"
               "\n",
            "3}"),
        "seq");
    check_refused(R"({"type":"actor","key":"x","seq":3})"
                  "\n" +
                      actors,
        errc::missing_field, 2, 1, "seq");
}

TEST_CASE("wrong_type: the JSON type of a value")
{
    const auto odd = [](const std::string& line, const std::string& part, const std::string& field) {
        check_refused(actors + line + "\n", errc::wrong_type, 3, column(actors + line + "\n", part), field);
    };
    odd(R"({"type":7,"key":"x"})", "7", "type");
    odd(R"({"type":"actor","key":7})", "7", "key");
    odd(R"({"type":"actor","key":"x","name":null})", "null", "name");
    odd(R"({"type":"actor","key":"x","name":["y"]})", "[", "name");
    odd(R"({"type":"actor","key":"x","kind":true})", "true", "kind");
    odd(R"({"type":"actor","key":"x","rank":"1"})", "\"1\"", "rank");
    odd(R"({"type":"actor","key":"x","rank":1.5})", "1.5", "rank");
    odd(R"({"type":"actor","key":"x","ids":["y"]})", "[", "ids");
    odd(R"({"type":"actor","key":"x","ids":{"cow":2}})", "2}", "cow");
    odd(R"({"type":"source","key":"s","published":2023})", "2023", "published");
    odd(R"({"type":"matter","key":"m","lifecycle":"l","requester":"r","respondents":"a"})", "\"a\"}", "respondents");
    odd(R"({"type":"matter","key":"m","lifecycle":"l","requester":"r","respondents":["a",1]})", "1]", "respondents");
    odd(R"({"type":"matter","key":"m","lifecycle":"l","requester":"r","respondents":[],"exemptions":{}})", "{}", "exemptions");
    odd(R"({"type":"contact","key":"c","act":"x","from":"r","on":"2023","with":"a"})", "\"a\"", "with");
    odd(R"({"type":"contact","key":"c","act":"x","from":"r","on":"2023","respondent":5})", "5", "respondent");
    odd(R"({"type":"contact","key":"c","act":"x","from":"r","on":"2023","times":[1]})", "[1]", "times");
    odd(R"({"type":"contact","key":"c","act":"x","from":["r"],"on":"2023"})", "[", "from");
}

TEST_CASE("wrong_type: seq is an integer")
{
    check_line(R"({"type":"actor","key":"x","seq":"1"})", errc::wrong_type, "\"1\"", "seq");
    check_line(R"({"type":"actor","key":"x","seq":1.5})", errc::wrong_type, "1.5", "seq");
    check_line(R"({"type":"actor","key":"x","seq":9223372036854775808})", errc::wrong_type, "9223", "seq");
    check_line(R"({"type":"actor","key":"x","seq":null})", errc::wrong_type, "null", "seq");
    CHECK(book_of(R"({"type":"actor","key":"x","seq":9223372036854775806})").last_seq() == 9223372036854775806);
}

TEST_CASE("wrong_type: a key of a record of another type")
{
    const auto odd = [](const std::string& fields, const std::string& part, const std::string& field) {
        const std::string text = with_contact(fields);
        check_refused(text, errc::wrong_type, 4, column(text, part), field);
    };
    odd(R"(,"to":"talks")", "\"talks\"", "to");
    odd(R"(,"matter":"a")", "\"a\"", "matter");
    odd(R"(,"in_reply_to":"a")", "\"a\"", "in_reply_to");
    odd(R"(,"corrects":"talks")", "\"talks\"", "corrects");
    odd(R"(,"cites":["a"])", "\"a\"", "cites");
    odd(R"(,"with":["a","talks"])", "\"talks\"", "with");
    odd(R"(,"respondent":"talks")", "\"talks\"", "respondent");
    odd(R"(,"respondent":["a","c1"])", "\"c1\"]", "respondent");
    const std::string report = with_contact("") + R"({"type":"report","on":"talks","source":"a","stance":"asserts"})"
                                                  "\n";
    check_refused(report, errc::wrong_type, 5, column(report, "\"talks\""), "on");
    CHECK(refused(report).problem() == "\"talks\" is of type matter; a contact or tie is expected here");
    CHECK(refused(with_contact(R"(,"to":"talks")")).problem() == "\"talks\" is of type matter; an actor is expected here");
}

TEST_CASE("invalid_date: the column within the text of the field")
{
    const auto odd = [](const std::string& fields, const std::string& part, std::size_t skip, const std::string& field) {
        const std::string text = with_contact(fields);
        check_refused(text, errc::invalid_date, 4, column(text, part, skip), field);
    };
    odd(R"(,"recorded":"2023-02-30")", "30\"", 0, "recorded");
    odd(R"(,"occasion":"2023-06-02/2023-13")", "13\"", 0, "occasion");
    odd(R"(,"reply_by":"")", "\"\"", 1, "reply_by");
    odd(R"(,"reply_by":" 2023")", " 2023", 0, "reply_by");
    check_line(R"({"type":"source","key":"s","published":"May 2023"})", errc::invalid_date, " 2023", "published");
    const std::string tie = actors + R"({"type":"tie","key":"t","kind":"holds","from":"a","to":"r","during":"2023/2022"})"
                                     "\n";
    check_refused(tie, errc::invalid_date, 3, column(tie, "2022"), "during");
    const std::string nested = actors + R"({"type":"matter","key":"m","lifecycle":"x","requester":"r","respondents":[],"exemptions":[{"during":"2023-00"}]})"
                                        "\n";
    check_refused(nested, errc::invalid_date, 3, column(nested, "00\""), "during");
}

TEST_CASE("invalid_value: words, counts and ranks")
{
    check_line(R"({"type":"acter","key":"x"})", errc::invalid_value, "\"acter\"", "type");
    check_line(R"({"type":"Actor","key":"x"})", errc::invalid_value, "\"Actor\"", "type");
    check_line(R"({"type":"report","on":"c","source":"s","stance":"says"})", errc::invalid_value, "\"says\"", "stance");
    check_line(R"({"type":"report","on":"c","source":"s","stance":"asserts","attribution":"rumour"})", errc::invalid_value, "\"rumour\"", "attribution");
    check_line(R"({"type":"actor","key":"x","rank":0})", errc::invalid_value, "0}", "rank");
    check_line(R"({"type":"actor","key":"x","rank":-1})", errc::invalid_value, "-1", "rank");
    for (const std::string times : {"\"\"", "\"x\"", "\"4..2\"", "\"2...3\"", "-1", "1.5", "\"99999999999999999999\""}) {
        CAPTURE(times);
        const error why = refused(with_contact(",\"times\":" + times));
        CHECK(why.code() == errc::invalid_value);
        CHECK(why.where().line == 4);
        CHECK(why.where().field == "times");
        CHECK(why.where().column >= column(with_contact(",\"times\":" + times), "\"times\":", 8));
    }
    const std::string text = with_contact(R"(,"times":"4..2")");
    check_refused(text, errc::invalid_value, 4, column(text, "4..2", 3), "times");
}

TEST_CASE("invalid_value: a field that stands twice")
{
    check_line(R"({"type":"actor","key":"x","name":"one","name":"two"})", errc::invalid_value, "\"two\"", "name");
    check_line(R"({"type":"actor","key":"x","key":"x"})", errc::invalid_value, "\"x\"}", "key");
    check_line(R"({"type":"actor","key":"x","more":1,"less":2,"more":3})", errc::invalid_value, "3}", "more");
    check_line(R"({"type":"actor","key":"x","type":"actor"})", errc::invalid_value, "\"actor\"}", "type");
    check_line(R"({"type":"actor","key":"x","na\u006de":1,"name":"two"})", errc::invalid_value, "\"two\"", "name");
}

TEST_CASE("unknown_key: what a record names must exist when the load ends")
{
    const auto odd = [](const std::string& fields, const std::string& field) {
        const std::string text = with_contact(fields);
        check_refused(text + R"({"type":"actor","key":"later"})"
                             "\n",
            errc::unknown_key, 4, column(text, "\"zz\""), field);
    };
    odd(R"(,"to":"zz")", "to");
    odd(R"(,"matter":"zz")", "matter");
    odd(R"(,"respondent":"zz")", "respondent");
    odd(R"(,"respondent":["a","zz"])", "respondent");
    odd(R"(,"in_reply_to":"zz")", "in_reply_to");
    odd(R"(,"corrects":"zz")", "corrects");
    odd(R"(,"debtor":"zz")", "debtor");
    odd(R"(,"delegate":"zz")", "delegate");
    odd(R"(,"cites":["talks","zz"])", "cites");
    odd(R"(,"contests":["zz"])", "contests");
    odd(R"(,"with":["zz"])", "with");
    const auto alone = [](const std::string& line, const std::string& field) {
        check_refused(actors + line + "\n", errc::unknown_key, 3, column(actors + line + "\n", "\"zz\""), field);
    };
    alone(R"({"type":"tie","key":"t","kind":"holds","from":"zz","to":"a"})", "from");
    alone(R"({"type":"matter","key":"m","lifecycle":"x","requester":"zz","respondents":[]})", "requester");
    alone(R"({"type":"matter","key":"m","lifecycle":"x","requester":"r","respondents":["a","zz"]})", "respondents");
    alone(R"({"type":"matter","key":"m","lifecycle":"x","requester":"r","respondents":[],"venue":"zz"})", "venue");
    alone(R"({"type":"report","on":"zz","source":"s","stance":"asserts"})", "on");
    alone(R"({"type":"matter","key":"m","lifecycle":"x","requester":"r","respondents":[],"exemptions":[{"actor":"zz"}]})", "actor");
    const std::string source = with_contact("") + R"({"type":"report","on":"c1","source":"zz","stance":"asserts"})"
                                                  "\n";
    check_refused(source, errc::unknown_key, 5, column(source, "\"zz\""), "source");
}

TEST_CASE("unknown_key: an empty reference names nothing") { CHECK(refused(with_contact(R"(,"to":"")")).code() == errc::unknown_key); }

TEST_CASE("duplicate_key: one key with two contents, in one file or across")
{
    const std::string text = actors + R"({"name":"other","type":"actor","key":"r"})"
                                      "\n";
    check_refused(text, errc::duplicate_key, 3, column(text, "\"r\""), "key");
    const std::string what = refused(text).what();
    CHECK_MESSAGE(what.find("line 1") != std::string::npos, "both are named");
    const std::string other_type = actors + R"({"type":"source","key":"a"})"
                                            "\n";
    check_refused(other_type, errc::duplicate_key, 3, column(other_type, "\"a\""), "key");
    const std::string reference = actors + matter_line +
                                  R"({"type":"matter","key":"talks","lifecycle":"meeting_request","requester":"a","respondents":["a"]})"
                                  "\n";
    check_refused(reference, errc::duplicate_key, 4, column(reference, "\"talks\""), "key");
    const std::string unknown = actors + R"({"type":"actor","key":"r","more":1})"
                                         "\n";
    check_refused(unknown, errc::duplicate_key, 3, column(unknown, "\"r\""), "key");

    chronicle book = book_of(actors);
    std::istringstream in(R"({"type":"actor","key":"a","name":"other"})");
    const auto why = jsonl::try_read(in, book);
    REQUIRE(why);
    CHECK(why->code() == errc::duplicate_key);
    CHECK(why->where().line == 1);
    CHECK(why->where().field == "key");
    CHECK(book.size().actors == 2);
}

TEST_CASE("cycle: the tie that closes the circle")
{
    const std::string text = actors +
                             R"({"type":"tie","key":"t1","kind":"part_of","from":"a","to":"r"})"
                             "\n" +
                             R"({"type":"tie","key":"t2","kind":"holds","from":"r","to":"a"})"
                             "\n";
    const error why = refused(text);
    CHECK(why.code() == errc::cycle);
    CHECK(why.where().line == 4);
    CHECK(why.where().column > 1);
    CHECK(why.where().file == "talks.jsonl");
    CHECK_FALSE(why.where().field.empty());
    const std::string apart = actors +
                              R"({"type":"tie","key":"t1","kind":"part_of","from":"a","to":"r","during":"2020"})"
                              "\n" +
                              R"({"type":"tie","key":"t2","kind":"holds","from":"r","to":"a","during":"2021"})"
                              "\n";
    CHECK(book_of(apart).size().ties == 2);
}

TEST_CASE("cycle: periods whose ends are imprecise, in the part that is certain")
{
    const auto pair = [](const std::string& back) {
        return actors +
               R"({"type":"tie","key":"t1","kind":"part_of","from":"a","to":"r","during":"2020/2022"})"
               "\n" +
               R"({"type":"tie","key":"t2","kind":"part_of","from":"r","to":"a","during":")" +
               back + "\"}\n";
    };
    const error why = refused(pair("2021/2023"));
    CHECK(why.code() == errc::cycle);
    CHECK(why.where().line == 4);
    CHECK(why.problem().find("\"t2\" would put \"r\" above itself from 2021-12-31T23:59:59Z on") != std::string::npos);
    CHECK(book_of(pair("2022/2023")).size().ties == 2);
    CHECK(book_of(pair("/2023")).size().ties == 2);
}

TEST_CASE("invalid_value: nobody is its own counterpart")
{
    const std::string text = actors + R"({"type":"tie","key":"t","kind":"counterpart_of","from":"a","to":"a"})"
                                      "\n";
    check_refused(text, errc::invalid_value, 3, column(text, "\"a\"}"), "to");
    CHECK(refused(text).problem() == "the tie \"t\" would make \"a\" its own counterpart; name another actor");
}

TEST_CASE("what is wrong with a value names the record that it stands in")
{
    const std::string backwards = R"({"type":"tie","during":"2023-05/2022-01","key":"t","kind":"part_of","from":"a","to":"r"})";
    CHECK(refused(actors + backwards + "\n").problem() == "\"2023-05/2022-01\" is no EDTF date: the interval ends before it begins (in the tie \"t\")");
    CHECK(refused(actors + R"({"type":"actor","key":"x","rank":"high"})" + "\n").problem() == "a text stands here; an integer is expected (in the actor \"x\")");
    const std::string nameless = R"({"type":"report","on":"t","source":"s","stance":"maybe"})";
    CHECK(refused(actors + nameless + "\n").problem().find(" (in the ") == std::string::npos);
    CHECK(refused(R"({"type":"actor","key":7})"
                  "\n")
              .problem() == "a number stands here; a text is expected");
}

TEST_CASE("clock_act: the clock's acts are not for files")
{
    const std::string text = actors + matter_line +
                             R"({"type":"contact","key":"c","matter":"talks","act":"reply_due","from":"r","on":"2023"})"
                             "\n";
    check_refused(text, errc::clock_act, 4, column(text, "\"reply_due\""), "act");
}

namespace {

/// Gives some bytes, then breaks.
class broken_pipe : public std::streambuf {
public:
    explicit broken_pipe(std::string text) : text_(std::move(text)) { setg(text_.data(), text_.data(), text_.data() + text_.size()); }

protected:
    int_type underflow() override { throw std::runtime_error("the line is dead"); }
    int_type overflow(int_type) override { throw std::runtime_error("the line is dead"); }

private:
    std::string text_;
};

/// Takes some bytes, then none.
class full_disk : public std::streambuf {
public:
    explicit full_disk(std::size_t room) : room_(room) {}

protected:
    int_type overflow(int_type c) override { return room_-- > 0 ? c : traits_type::eof(); }
    int sync() override { return room_ > 0 ? 0 : -1; }

private:
    std::size_t room_;
};

}  // namespace

TEST_CASE("unreadable: a stream that breaks, a file that is not there, a disk that is full")
{
    broken_pipe pipe(actors);
    std::istream in(&pipe);
    chronicle book;
    const auto why = jsonl::try_read(in, book, {.file = "pipe"});
    REQUIRE(why);
    CHECK(why->code() == errc::unreadable);
    CHECK(why->where().file == "pipe");
    CHECK(book.size() == extent{});

    const error missing = refusal([] { jsonl::load("no/such/file.jsonl"); });
    CHECK(missing.code() == errc::unreadable);
    CHECK(missing.where().file == "no/such/file.jsonl");
    CHECK(jsonl::try_load("no/such/file.jsonl").error().code() == errc::unreadable);

    const chronicle there = book_of(actors);
    for (const std::size_t room : {std::size_t{0}, std::size_t{10}}) {
        full_disk disk(room);
        std::ostream out(&disk);
        CHECK(refusal([&] { jsonl::write(out, there); }).code() == errc::unreadable);
    }
}

TEST_CASE("unreadable: a folder is no file")
{
    const auto folder = std::filesystem::temp_directory_path();
    CHECK_THROWS_AS(jsonl::load(folder), error);
}

TEST_CASE("load names its file in errors and gives the chronicle")
{
    const auto stamp = std::chrono::steady_clock::now().time_since_epoch().count();
    const auto file = std::filesystem::temp_directory_path() / ("demarche_jsonl_" + std::to_string(stamp) + ".jsonl");
    std::ofstream(file, std::ios::binary) << actors << matter_line;
    CHECK(jsonl::load(file).size() == extent{.actors = 2, .matters = 1});
    CHECK(jsonl::try_load(file)->size().matters == 1);
    std::ofstream(file, std::ios::binary | std::ios::app) << "{\"type\":\"actor\"";
    const auto broken = jsonl::try_load(file);
    REQUIRE_FALSE(broken);
    CHECK(broken.error().where().file == file.string());
    CHECK(broken.error().where().line == 4);
    std::filesystem::remove(file);
}

// Nothing is lost.

TEST_CASE("a file in the writer's own spelling comes back byte for byte")
{
    const std::string text =
        R"({"type":"actor","key":"dod","name":"US Department of Defense","kind":"organisation","ids":{"cameo":"USAMIL","a":"b"},"rank":3}
{"type":"actor","key":"mnd"}
{"type":"tie","key":"t1","kind":"holds","from":"mnd","to":"dod","during":"2021-01-22/..","recorded":"2021"}
{"type":"source","key":"fs","title":"T","publisher":"P","published":"2023-05-26","url":"u"}
{"type":"matter","key":"m","lifecycle":"meeting_request","title":"T","requester":"dod","respondents":["mnd"],)"
        R"("occasion":"2023-06","reply_by":"2023-05","venue":"dod","channel":"video","recorded":"2023",)"
        R"("exemptions":[{"actor":"dod","act":"request","during":"2023","note":"n"}]}
{"type":"contact","key":"c1","matter":"m","act":"request","from":"dod","to":"mnd","on":"2023-05~","respondent":"mnd","times":"2.."}
{"type":"contact","key":"c2","act":"remark","from":"mnd","on":"2023-05","respondent":["mnd","dod"],"in_reply_to":"c1","cites":["m"],"with":["dod"],"times":"3"}
{"type":"report","on":"c1","source":"fs","stance":"asserts","published":"2023-05-27","attribution":"on_record","by":"dod"}
)";
    CHECK(again(text) == text);
}

TEST_CASE("unknown fields are kept as they were written, and written back")
{
    const std::string fields =
        R"("a":{ "b" : [1, 2.50, -0, 1e400, 123456789012345678901234567890, null, true],"c":{}},"empty":"","title":[],"\u00fc":"\u00e9\n\/","xx":"é")";
    const chronicle book = book_of(R"({"type":"actor",)" + fields + R"(,"key":"x"})");
    const unknown_fields& other = book[actor_id{0}].other;
    REQUIRE(other.size() == 5);
    const auto value = [&other](const std::string& name) {
        for (const auto& [field, json] : other)
            if (field == name) return json;
        return std::string("absent");
    };
    CHECK(value("a") == R"({ "b" : [1, 2.50, -0, 1e400, 123456789012345678901234567890, null, true],"c":{}})");
    CHECK(value("empty") == "\"\"");
    CHECK(value("title") == "[]");
    CHECK(value("\xC3\xBC") == R"("\u00e9\n\/")");
    CHECK(value("xx") == "\"\xC3\xA9\"");
    const chronicle back = book_of(written(book));
    CHECK(back[actor_id{0}] == book[actor_id{0}]);
    CHECK(written(back) == written(book));
}

TEST_CASE("unknown fields of every type of record survive, in exemptions too")
{
    const std::string text = with_contact(R"(,"u":1)") + R"({"type":"source","key":"s","u":[2]}
{"type":"tie","key":"t","kind":"k","from":"a","to":"r","u":"3"}
{"type":"report","on":"c1","source":"s","stance":"asserts","u":null}
{"type":"matter","key":"m2","lifecycle":"l","requester":"r","respondents":[],"exemptions":[{"note":"n","u":{"v":5}}],"u":false}
)";
    const chronicle book = book_of(text);
    const chronicle back = book_of(written(book));
    CHECK(back.all<contact>() == book.all<contact>());
    CHECK(back.all<source>() == book.all<source>());
    CHECK(back.all<tie>() == book.all<tie>());
    CHECK(back.all<report>() == book.all<report>());
    CHECK(back.all<matter>() == book.all<matter>());
    CHECK(book[contact_id{0}].other == unknown_fields{{"u", "1"}});
    CHECK(book[matter_id{1}].exemptions[0].other == unknown_fields{{"u", "{\"v\":5}"}});
    CHECK(written(book).find(R"("u":{"v":5})") != std::string::npos);
}

TEST_CASE("the order of unknown fields is no content")
{
    CHECK(book_of(R"({"type":"actor","key":"x","p":1,"q":2})"
                  "\n"
                  R"({"type":"actor","q":2,"key":"x","p":1})")
              .size()
              .actors == 1);
}

TEST_CASE("known fields that are written otherwise than the writer would come back as they were")
{
    const auto survives = [](const std::string& field) {
        CAPTURE(field);
        const std::string text = with_contact("," + field);
        const std::string out = again(text);
        CHECK(out.find(field) != std::string::npos);
        CHECK(out.find(field) == out.rfind(field.substr(0, field.find(':') + 1)));
        CHECK(again(out) == out);
        CHECK(book_of(out).all<contact>() == book_of(text).all<contact>());
    };
    survives(R"("respondent":[])");
    survives(R"("respondent":["a"])");
    survives(R"("respondent":"a")");
    survives(R"("respondent":["a","r"])");
    survives(R"("times":3)");
    survives(R"("times":"3")");
    survives(R"("times":1)");
    survives(R"("times":"1")");
    survives(R"("times":"1..1")");
    survives(R"("times":"03")");
    survives(R"("note":"")");
    survives(R"("place":"")");
    survives(R"("condition":"")");
    survives(R"("channel":"")");
    survives(R"("with":[])");
    survives(R"("cites":[])");
    survives(R"("contests":[])");
}

TEST_CASE("empty fields of the other records come back too")
{
    const std::string text = R"({"type":"actor","key":"r","name":"","kind":"","ids":{}}
{"type":"source","key":"s","title":"","publisher":"","url":""}
{"type":"matter","key":"m","lifecycle":"l","requester":"r","respondents":[],"title":"","channel":"","exemptions":[]}
{"type":"matter","key":"m2","lifecycle":"l","requester":"r","respondents":[],"exemptions":[{}]}
)";
    const std::string out = again(text);
    for (const std::string_view field : {R"("name":"")", R"("kind":"")", R"("ids":{})", R"("title":"")", R"("publisher":"")", R"("url":"")",
             R"("respondents":[])", R"("channel":"")", R"("exemptions":[])", R"("exemptions":[{}])"}) {
        CAPTURE(field);
        CHECK(out.find(field) != std::string::npos);
    }
    CHECK(again(out) == out);
}

TEST_CASE("an empty note inside an exemption comes back")
{
    const std::string text = R"({"type":"actor","key":"r"}
{"type":"matter","key":"m","lifecycle":"l","requester":"r","respondents":[],"exemptions":[{"note":"","act":""}]}
)";
    const std::string out = again(text);
    CHECK(out.find(R"("note":"")") != std::string::npos);
    CHECK(out.find(R"("act":"")") != std::string::npos);
}

TEST_CASE("what a respondent's spelling was changes nothing about the contact")
{
    const std::string list = with_contact(R"(,"respondent":["a"])");
    const std::string one = with_contact(R"(,"respondent":"a")");
    CHECK(book_of(list)[contact_id{0}].respondent == book_of(one)[contact_id{0}].respondent);
    CHECK(book_of(with_contact(R"(,"times":3)"))[contact_id{0}].times == count{3, 3});
}

TEST_CASE("texts come back whatever they hold")
{
    const chronicle book = book_of(R"({"type":"actor","key":"a\u0000\"\\\/\b\f\n\r\t\u001f\u007f","name":"\u00e9\ud83e\udd1d日本"})");
    const actor& odd = book[actor_id{0}];
    CHECK(odd.key == std::string("a\0\"\\/\b\f\n\r\t\x1f\x7f", 12));
    CHECK(odd.name == "\xC3\xA9\xF0\x9F\xA4\x9D\xE6\x97\xA5\xE6\x9C\xAC");
    CHECK(book_of(written(book))[actor_id{0}] == odd);
    CHECK(written(book).find('\n') == written(book).size() - 1);
}

TEST_CASE("what is built in code is written and read back the same")
{
    chronicle book;
    const actor_id r = book.add(actor{.key = "r", .name = "R \"quoted\"", .ids = {{"x", ""}, {"", "y"}}});
    const actor_id a = book.add(actor{.key = "a", .rank = 1});
    const tie_id t = book.add(tie{.key = "t", .kind = tie_kind{"odd kind"}, .from = a, .to = r, .during = date{"/2020"}});
    const source_id s = book.add(source{.key = "s"});
    const matter_id m = book.add(matter{.key = "m", .requester = r, .respondents = {a, a}, .exemptions = {{.actor = a}, {}}});
    const contact_id c = book.add(
        contact{.key = "c", .matter = m, .act = act{"own act"}, .from = r, .on = date{"[2020,2021..]"}, .respondent = {a}, .times = {0, std::nullopt}});
    book.add(report{.on = c, .source = s, .stance = stance::retracts, .attribution = attribution::unnamed, .by = a});
    book.add(report{.on = t, .source = s});
    const chronicle back = book_of(written(book));
    CHECK(back.all<actor>() == book.all<actor>());
    CHECK(back.all<tie>() == book.all<tie>());
    CHECK(back.all<source>() == book.all<source>());
    CHECK(back.all<matter>() == book.all<matter>());
    CHECK(back.all<contact>() == book.all<contact>());
    CHECK(back.all<report>() == book.all<report>());
    CHECK(back.last_seq() == book.last_seq());
    CHECK(written(back) == written(book));
}

// seq in writing.

TEST_CASE("seq is not written where it is the line's number")
{
    CHECK(again(actors + matter_line).find("seq") == std::string::npos);
    CHECK(again(R"({"type":"actor","key":"r","seq":1}
{"type":"actor","key":"a","seq":2}
)") == actors);
}

TEST_CASE("seq is written, everywhere, where it is not")
{
    const std::string spaced = R"({"type":"actor","key":"r"})"
                               "\n\n"
                               R"({"type":"actor","key":"a"})";
    const std::string out = again(spaced);
    CHECK(out == "{\"type\":\"actor\",\"key\":\"r\",\"seq\":1}\n{\"type\":\"actor\",\"key\":\"a\",\"seq\":3}\n");
    CHECK(book_of(out).seq(actor_id{1}) == 3);
    const chronicle merged = merge(book_of(actors), book_of(R"({"type":"actor","key":"x"})"));
    CHECK(written(merged).find("\"key\":\"x\",\"seq\":1") != std::string::npos);
    CHECK(written(merged).find("\"key\":\"a\",\"seq\":2") != std::string::npos);
}

TEST_CASE("records are written in record order: by seq, then by key")
{
    CHECK(again(R"({"type":"actor","key":"b","seq":7}
{"type":"actor","key":"c","seq":-2}
{"type":"actor","key":"a","seq":7}
)") == "{\"type\":\"actor\",\"key\":\"c\",\"seq\":-2}\n{\"type\":\"actor\",\"key\":\"a\",\"seq\":7}\n{\"type\":\"actor\",\"key\":\"b\",\"seq\":7}\n");
}

TEST_CASE("merging what is read is commutative in what is written")
{
    const chronicle a = book_of(with_contact(R"(,"to":"a")") + R"({"type":"source","key":"s"}
{"type":"report","on":"c1","source":"s","stance":"asserts"}
)");
    const chronicle b = book_of(R"({"type":"source","key":"s"}
{"type":"actor","key":"z"}
{"type":"actor","key":"a"}
{"type":"report","on":"c9","source":"s","stance":"denies"}
{"type":"contact","key":"c9","act":"remark","from":"z","on":"2023"}
)");
    CHECK(written(merge(a, b)) == written(merge(b, a)));
    CHECK(written(merge(a, a)) == written(a));
    CHECK(again(written(merge(a, b))) == written(merge(a, b)));
}

// JSON out.

TEST_CASE("a text as a JSON string")
{
    CHECK(jsonl::json_string("") == "\"\"");
    CHECK(jsonl::json_string("a\"b\\c/") == R"("a\"b\\c/")");
    CHECK(jsonl::json_string("\n\r\t") == R"("\n\r\t")");
    CHECK(jsonl::json_string(std::string_view("\0\x1f", 2)) == R"("\u0000\u001f")");
    CHECK(jsonl::json_string("\xC3\xA9\x7f") == "\"\xC3\xA9\x7f\"");
    // Wherever it stands in a text of any length.
    for (std::size_t size = 1; size <= 40; ++size)
        for (std::size_t at = 0; at < size; ++at)
            for (const auto& [odd, escaped] : {std::pair{'"', "\\\""}, {'\\', "\\\\"}, {'\x1f', "\\u001f"}, {'\0', "\\u0000"}, {' ', " "}, {'\x7f', "\x7f"}, {'\xff', "\xff"}}) {
                std::string text(size, 'x');
                text[at] = odd;
                CHECK(jsonl::json_string(text) == "\"" + std::string(at, 'x') + escaped + std::string(size - 1 - at, 'x') + "\"");
            }
}

TEST_CASE("names of fields are escaped, and separated, as texts are")
{
    const actor a{.key = "a", .ids = {{"", "1"}, {"\"quoted\"", "2"}, {"abcd", "3"}, {"a longer one than sixteen", "4"}}, .other = {{"new\nline", "5"}, {"x", "6"}}};
    chronicle book;
    book.add(a);
    CHECK(written(book) == R"({"type":"actor","key":"a","ids":{"":"1","\"quoted\"":"2","abcd":"3","a longer one than sixteen":"4"},"new\nline":5,"x":6})" "\n");
}

namespace {

std::string json_of_account(const view& v, leg of) { return jsonl::to_json(v, account_of(v, of)); }

std::string json_of(const talks& t, const char* when) { return jsonl::to_json(t.book.as_of(date(when)), t.look(when)); }

}  // namespace

TEST_CASE("an account as a JSON object")
{
    talks t("2023-06-02/2023-06-04");
    CHECK(json_of(t, "2023-05-01") ==
          R"({"matter":"talks","respondent":"a","state":"none","certain":true,"possible":["none"],"why_uncertain":[],"unanswered":false,)"
          R"("awaiting":null,"since":null,)"
          R"("lapses":null,"attempts":0,"reminders":0,"evidence":[],"diagnostics":[]})");
    t.say(t.r, acts::request, "2023-05-22");
    t.say(t.r, acts::reiterate, "2023-05-23");
    CHECK(json_of(t, "2023-05-26") ==
          R"({"matter":"talks","respondent":"a","state":"pending","certain":true,"possible":["pending"],"why_uncertain":[],"unanswered":true,"awaiting":"a",)"
          R"("since":"2023-05-22","lapses":"2023-06-05T00:00:00Z","attempts":1,"reminders":1,"evidence":["c1","c2"],"diagnostics":[]})");
    t.say(t.someone("x"), acts::withdraw, "2023-05-24/2023-05-28");
    t.dispute(t.say(t.a, acts::accept, "2023-05-26"));
    CHECK(json_of(t, "2023-05-31") == R"({"matter":"talks","respondent":"a","state":"cancelled","certain":false,)"
                                                  R"("possible":["cancelled","withdrawn"],"why_uncertain":["dispute","imprecise_date"],)"
                                                  R"("unanswered":false,"awaiting":null,"since":"2023-05-24/2023-05-28",)"
                                                  R"("lapses":null,"attempts":1,"reminders":1,"evidence":["c1","c2","c4","c3"],)"
                                                  R"("diagnostics":[{"contact":"c3","kind":"outsider"}]})");
}

TEST_CASE("possible is sorted by name, and unanswered may be null")
{
    talks t;
    t.say(t.r, acts::request, "2023-05");
    const std::string json = json_of(t, "2023-05-10");
    CHECK(json.find(R"("possible":["none","pending"],"why_uncertain":["imprecise_date"],"unanswered":null)") != std::string::npos);
}

// One contact.

TEST_CASE("a contact by itself, for a view to suppose")
{
    talks t;
    t.say(t.r, acts::request, "2023-05-22");
    const view today = t.book.as_of(date{"2023-05-26"});
    const contact yes = jsonl::parse_contact(today, R"({"act":"accept","matter":"talks","from":"a","on":"2023-05-2X","in_reply_to":"c1","mood":1})");
    CHECK(yes == contact{.matter = t.m, .act = acts::accept, .from = t.a, .on = date{"2023-05-2X"}, .in_reply_to = contact_id(0), .other = {{"mood", "1"}}});
    const view then = today.with(jsonl::parse_contact(today, R"({"type":"contact","key":"x","act":"accept","matter":"talks","from":"a","on":"2023-05-23"})"));
    CHECK(state_text(status(then, {t.m, t.a})) == "agreed");
    const contact no = jsonl::parse_contact(then, R"({"act":"decline","matter":"talks","from":"a","on":"2023-05-24","corrects":"x"})");
    CHECK(state_text(status(then.with(no), {t.m, t.a})) == "declined");
    CHECK(json_of_account(then.with(no), {t.m, t.a}).find(R"("evidence":["c1","#c3"])") != std::string::npos);
}

TEST_CASE("what is wrong with a contact by itself is said, and where")
{
    talks t;
    const view today = t.book.as_of(date{"2023-05-26"});
    t.say(t.r, acts::request, "2023-05-22");
    const auto refuse = [&](const char* text) { return refusal([&] { jsonl::parse_contact(today, text); }); };
    CHECK(refuse("yes").code() == errc::malformed_line);
    CHECK(refuse(R"({"act":"accept","on":"2023"})").where().field == "from");
    CHECK(refuse(R"({"type":"actor","key":"x"})").where().field == "type");
    CHECK(refuse(R"({"act":"accept","from":"b","on":"2023"})").code() == errc::unknown_key);
    CHECK(refuse(R"({"act":"accept","from":"b","on":"2023"})").where().column == 24);
    CHECK(refuse(R"({"act":"accept","from":"talks","on":"2023"})").code() == errc::wrong_type);
    CHECK(refuse(R"({"act":"accept","from":"a","on":"2023-13"})").code() == errc::invalid_date);
    CHECK(refuse(R"({"act":"accept","from":"a","on":"2023","corrects":"c1"})").code() == errc::unknown_key);
    CHECK_FALSE(jsonl::try_parse_contact(today, "{}"));
}

TEST_CASE("a change as a JSON object")
{
    talks t("2023-06-02/2023-06-04");
    t.say(t.r, acts::request, "2023-05-22");
    const source_id agency = t.source_of("agency", "2023-05-31");
    t.report_on(t.say(t.a, acts::decline, "2023-05-29"), agency, stance::asserts);
    const view now = t.book.as_of(date("2023-06-01"));
    const view monday = now.known_by(date("2023-05-30"));
    const auto found = diff(monday, now);
    REQUIRE(found.size() == 1);
    CHECK(jsonl::to_json(monday, now, found.front()) ==
          R"({"matter":"talks","respondent":"a",)"
          R"("before":{"matter":"talks","respondent":"a","state":"pending","certain":true,"possible":["pending"],"why_uncertain":[],"unanswered":true,)"
          R"("awaiting":"a","since":"2023-05-22","lapses":"2023-06-05T00:00:00Z","attempts":1,"reminders":0},)"
          R"("after":{"matter":"talks","respondent":"a","state":"declined","certain":true,"possible":["declined"],"why_uncertain":[],"unanswered":false,)"
          R"("awaiting":null,"since":"2023-05-29","lapses":null,"attempts":1,"reminders":0},)"
          R"("matter_recorded":false,"contacts":[{"contact":"c2","before":null,"after":{"belief":"asserted","corrected":false,"in_leg":true,)"
          R"("happened":"certainly","for_requester":false,"for_respondent":true}}],"ties":[],)"
          R"("reports":[{"on":"c2","source":"agency","stance":"asserts","published":"2023-05-31"}],"clock":[]})");

    const view over = monday.as_of(date("2023-06-05"));
    const auto lapsed = diff(monday, over);
    REQUIRE(lapsed.size() == 1);
    CHECK(jsonl::to_json(monday, over, lapsed.front())
              .ends_with(R"("contacts":[],"ties":[],"reports":[],)"
                         R"("clock":[{"act":"occasion_passed","at":"2023-06-05T00:00:00Z","in":"after"}]})"));
}

TEST_CASE("a disagreement as a JSON object")
{
    talks t;
    t.say(t.r, acts::request, "2023-05-22");
    const contact_id c = t.say(t.a, acts::decline, "2023-05-29");
    const source_id ours = t.source_of("ours");
    const source_id theirs = t.source_of("theirs", "2023-05-31");
    t.report_on(c, ours, stance::asserts);
    t.report_on(c, theirs, stance::denies);
    const view now = t.book.as_of(date("2023-06-01"));
    const std::vector<perspective> sides{perspective{ours}, perspective{theirs}};
    const auto found = compare(now, sides);
    REQUIRE(found.size() == 1);
    const std::string json = jsonl::to_json(now, found.front());
    CHECK(json.starts_with(R"({"matter":"talks","respondent":"a","statuses":[{"matter":"talks","respondent":"a","state":"declined",)"));
    CHECK(json.find(R"({"matter":"talks","respondent":"a","state":"pending",)") != std::string::npos);
    CHECK(json.ends_with(
        R"("contacts":[{"contact":"c2","standings":[{"belief":"asserted","corrected":false,"in_leg":true,)"
        R"("happened":"certainly","for_requester":false,"for_respondent":true},)"
        R"({"belief":"unknown","corrected":false,"in_leg":false,"happened":"impossibly","for_requester":false,"for_respondent":false}],)"
        R"("reports":[{"on":"c2","source":"ours","stance":"asserts","published":null},)"
        R"({"on":"c2","source":"theirs","stance":"denies","published":"2023-05-31"}]}],)"
        R"("ties":[],"reports_on_ties":[]})"));
}

TEST_CASE("episodes and revisions are objects of their period and their status")
{
    talks t("2023-06-02/2023-06-04");
    const contact_id c = t.say(t.r, acts::request, "2023-05-22T10:00:00Z");
    t.report_on(c, t.source_of("s"), stance::asserts, "2023-05-26");
    t.report_on(t.say(t.a, acts::acknowledge, "2023-05-23T10:00:00Z"), t.source_of("undated"), stance::asserts);
    const view v = t.book.as_of(date{"2023-05-23"});
    const leg l{t.m, t.a};
    const std::string pending = R"("matter":"talks","respondent":"a","state":"pending","certain":true,"possible":["pending"],"why_uncertain":[],)"
                                R"("unanswered":true,"awaiting":"a","since":"2023-05-22T10:00:00Z","lapses":"2023-06-05T00:00:00Z","attempts":1,"reminders":0})";
    const auto told = episodes(v, l);
    REQUIRE(told.size() == 4);
    CHECK(jsonl::to_json(v, told[0]).starts_with(R"({"begin":"..","end":"2023-05-22T09:59:59Z","at_end_of_time":false,"matter":"talks","respondent":"a","state":"none",)"));
    CHECK(jsonl::to_json(v, told[1]) == R"({"begin":"2023-05-22T10:00:00Z","end":"2023-05-23T09:59:59Z","at_end_of_time":false,)" + pending);
    CHECK(jsonl::to_json(v, told[3]).starts_with(R"({"begin":"2023-06-05T00:00:00Z","end":"..","at_end_of_time":false,)"));
    const auto revised = beliefs(v, l);
    REQUIRE(revised.size() == 3);
    CHECK(jsonl::to_json(v, revised[0]).starts_with(R"({"begin":"..","end":"2023-05-26T23:59:58Z","needs_undated":false,"by":[],"matter":"talks",)"));
    CHECK(jsonl::to_json(v, revised[1]) == R"({"begin":"2023-05-26T23:59:59Z","end":"..","needs_undated":false,"by":[{"type":"report","on":"c1","source":"s","stance":"asserts","published":"2023-05-26"}],)" + pending);
    CHECK(jsonl::to_json(v, revised[2]).starts_with(R"({"begin":"..","end":"..","needs_undated":true,"by":[{"type":"report","on":"c2","source":"undated","stance":"asserts","published":null}],)"));

    talks recorded;
    recorded.say(recorded.r, acts::request, "2023-05-22T10:00:00Z", {.recorded = "2023-05-23T00:00:00Z"});
    const view w = recorded.book.as_of(date{"2023-06"});
    CHECK(jsonl::to_json(w, beliefs(w, {recorded.m, recorded.a}).back()).starts_with(R"({"begin":"2023-05-23T00:00:00Z","end":"..","needs_undated":false,"by":[{"type":"contact","key":"c1"}],)"));
}

TEST_CASE("an explanation as a JSON object")
{
    talks t;
    const contact_id asked = t.say(t.r, acts::request, "2023-05-01");
    t.book.add(report{.on = asked, .source = t.source_of("paper", "2023-05-02"), .attribution = attribution::unnamed, .by = t.r});
    t.say(t.r, acts::reiterate, "2023-05-02", {.reply_by = "2023-05-04"});
    const contact_id wrong = t.say(t.a, acts::accept, "2023-05-03");
    t.say(t.a, acts::decline, "2023-05-03/2023-05-06", {.corrects = wrong});
    const view v = t.book.as_of(date{"2023-05-05"});
    CHECK(jsonl::to_json(v, explain(v, {t.m, t.a})) ==
          R"({"matter":"talks","respondent":"a","state":"lapsed","certain":false,"possible":["declined","lapsed"],"why_uncertain":["imprecise_date"],)"
          R"("unanswered":false,"awaiting":null,"since":"2023-05-05T00:00:00Z","lapses":null,"attempts":1,"reminders":1,"steps":[)"
          R"({"contact":"c1","act":"request","folded_as":"request","actor":"r","on":"2023-05-01","at":"2023-05-01T23:59:59Z","before":"none",)"
          R"("after":"pending","effect":"go","disputed":false,"diagnostics":[],"reports":[{"source":"paper","stance":"asserts","attribution":"unnamed","by":"r"}]},)"
          R"({"contact":"c2","act":"reiterate","folded_as":"revise","actor":"r","on":"2023-05-02","at":"2023-05-02T23:59:59Z","before":"pending",)"
          R"("after":"pending","effect":"go","disputed":false,"diagnostics":[],"reports":[]},)"
          R"({"contact":null,"act":"reply_due","folded_as":"reply_due","actor":null,"on":null,"at":"2023-05-05T00:00:00Z","before":"pending","after":"lapsed",)"
          R"("effect":"go","disputed":false,"diagnostics":[],"reports":[]}],"left_out":[)"
          R"({"contact":"c3","act":"accept","actor":"a","on":"2023-05-03","why":"corrected","corrected_by":["c4"],"reports":[]},)"
          R"({"contact":"c4","act":"decline","actor":"a","on":"2023-05-03/2023-05-06","why":"perhaps_later","corrected_by":[],"reports":[]}],"witnesses":[)"
          R"({"state":"declined","contacts":[{"contact":"c1","at":"2023-05-01T23:59:59Z","as_shown":true},)"
          R"({"contact":"c2","at":"2023-05-02T23:59:59Z","as_shown":true},{"contact":"c4","at":"2023-05-04T23:59:59Z","as_shown":false}]},)"
          R"({"state":"lapsed","contacts":[{"contact":"c1","at":"2023-05-01T23:59:59Z","as_shown":true},)"
          R"({"contact":"c2","at":"2023-05-02T23:59:59Z","as_shown":true},{"contact":"c4","at":"2023-05-06T23:59:59Z","as_shown":true}]}],)"
          R"("all_witnesses":true,"settled_by":[{"contact":"c4","question":"date"}],"settling_known":true})");
}

TEST_CASE("holders, measures and obstacles as JSON")
{
    static constexpr lifecycle ban = checked_lifecycle("ban",
                                                       "state\tawaited\topen\tunanswered\nnone\tnobody\tno\tno\nin_force\tnobody\tyes\tno\nover\tnobody\tno\tno\n",
                                                       "act\tby\tnone\tin_force\tover\nimpose\tR\tin_force\t=\t=\nlift\tR\t=\tover\t=\nremark\tR|A\t=\t=\t=\n",
                                                       {.unknown_as = "remark"});
    chronicle book;
    book.use(ban);
    std::istringstream in(actors + matter_line +
                          R"({"type":"actor","key":"boss"}
{"type":"tie","key":"t","kind":"holds","from":"a","to":"boss","during":"2023-05-01/2023-05"}
{"type":"matter","key":"b","lifecycle":"ban","requester":"r","respondents":["a"],"exemptions":[{"note":"as licensed"}]}
{"type":"contact","key":"b1","matter":"b","act":"impose","from":"r","to":"a","on":"2020"}
{"type":"matter","key":"x","lifecycle":"unheard_of","requester":"r","respondents":["a"]}
{"type":"contact","key":"c1","matter":"talks","act":"decline","from":"a","to":"r","on":"2023-05-02","cites":["b","x"]}
{"type":"contact","key":"c2","act":"remark","from":"r","on":"2023-05","contests":["b"]}
)");
    jsonl::read(in, book);
    const view now = book.as_of(date{"2023-05-20"});
    CHECK(jsonl::to_json(now, holder(now, book.find<actor>("boss"))) == R"({"what":"unknown","who":[{"actor":"a","how":"possibly","by":["t"]}]})");
    CHECK(jsonl::to_json(now, offices_of(now, book.find<actor>("a"))[0]) == R"({"actor":"boss","how":"possibly","by":["t"]})");
    const auto found = obstacles(now, {book.find<matter>("talks"), book.find<actor>("a")});
    REQUIRE(found.size() == 2);
    CHECK(jsonl::to_json(now, found[0]) ==
          R"({"matter":"b","in_force":"certainly","exempt":"possibly","legs":[{"matter":"b","respondent":"a","in_force":"certainly","reaches":"certainly",)"
          R"("status":{"matter":"b","respondent":"a","state":"in_force","certain":true,"possible":["in_force"],"why_uncertain":[],"unanswered":false,"awaiting":null,)"
          R"("since":"2020","lapses":null,"attempts":1,"reminders":0}}],"exemptions":[{"number":0,"how":"possibly"}],)"
          R"("cited":[{"contact":"c1","by":"a","on":"2023-05-02","how":"certainly","side":"certainly"}],)"
          R"("contested":[{"contact":"c2","by":"r","on":"2023-05","how":"possibly","side":"certainly"}]})");
    CHECK(jsonl::to_json(now, found[1].legs[0]) == R"({"matter":"x","respondent":"a","in_force":null,"reaches":"certainly","status":null})");
}
