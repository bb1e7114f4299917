// SPDX-License-Identifier: BSL-1.0
#include <demarche/jsonl.hpp>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <sstream>
#include <string>
#include <utility>
#include <vector>

// Most lines are gone through once from the left; what is nested deeply is left to simdjson. Both read the same.

using namespace demarche;

namespace {

/// What is nested too deeply for the quick way.
std::string deep() { return std::string(100, '[') + std::string(100, ']'); }

result<chronicle> read_text(const std::string& text)
{
    std::istringstream in(text);
    chronicle book;
    if (const auto why = jsonl::try_read(in, book)) return *why;
    return book;
}

std::string actor_line(const std::string& fields) { return R"({"type":"actor","key":"a")" + fields + "}\n"; }

/// The only actor of a line with these fields, without what makes the line unusual.
result<actor> read_actor(const std::string& fields)
{
    const auto book = read_text(actor_line(fields));
    if (!book) return book.error();
    actor a = book->all<actor>().front();
    std::erase_if(a.other, [](const auto& field) { return field.first == "deep"; });
    return a;
}

}  // namespace

TEST_CASE("escapes in a text")
{
    const std::vector<std::pair<std::string, std::string>> texts{
        {R"(\"\\\/\b\f\n\r\t)", "\"\\/\b\f\n\r\t"},
        {R"(a\nb and no more)", "a\nb and no more"},
        {R"(\u0041\u00e9\u20AC\uD83D\uDE00)", "A\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"},
        {R"(\uFFFF\uD800\uDC00\uDBFF\uDFFF)", "\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF"},
        {R"(\u007f\u0080\u07ff\u0800)", "\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80"},
        {R"(x\u0000y)", std::string("x\0y", 3)}};
    for (const auto& [written, said] : texts) {
        CAPTURE(written);
        const auto quick = read_actor(R"(,"name":")" + written + '"');
        const auto slow = read_actor(R"(,"deep":)" + deep() + R"(,"name":")" + written + '"');
        REQUIRE(quick);
        REQUIRE(slow);
        CHECK(quick->name == said);
        CHECK(*slow == *quick);
    }
}

TEST_CASE("escapes that JSON does not have are refused either way")
{
    for (const std::string written : {R"(\x)", R"(\u12)", R"(\u12g4)", R"(\u 123)", R"(\ )", R"(\U0041)"}) {
        CAPTURE(written);
        const std::string field = R"(,"name":")" + written + '"';
        const auto quick = read_text(actor_line(field));
        const auto slow = read_text(actor_line(field + R"(,"deep":)" + deep()));
        REQUIRE_FALSE(quick);
        REQUIRE_FALSE(slow);
        CHECK(quick.error().code() == errc::malformed_line);
        CHECK(std::string(quick.error().what()) == slow.error().what());
    }
}

TEST_CASE("escaped names are the fields that they say")
{
    const auto a = read_actor(R"(,"na\u006de":"N","\u006fdd\n":1)");
    REQUIRE(a);
    CHECK(a->name == "N");
    CHECK(a->other == unknown_fields{{"odd\n", "1"}});
    const auto twice = read_text(actor_line(R"(,"name":"N","na\u006de":"M")"));
    REQUIRE_FALSE(twice);
    CHECK(twice.error().code() == errc::invalid_value);
}

TEST_CASE("unknown values are kept as they are written, either way")
{
    for (const std::string value : {"0", "-0.5e+10", "1E5", "12345678901234567890123", "true", "false", "null", "{}", "[]", R"({ "a" : [ 1 , {"b":null} ] , "c":"\u00e9" })", R"("x\ty")"}) {
        CAPTURE(value);
        const auto quick = read_actor(R"(, "odd" : )" + value + ' ');
        const auto slow = read_actor(R"(,"odd":)" + value + R"(,"deep":)" + deep());
        REQUIRE(quick);
        REQUIRE(slow);
        CHECK(quick->other == unknown_fields{{"odd", value}});
        CHECK(*slow == *quick);
    }
}

TEST_CASE("a field that stands twice is told before what is wrong in a value")
{
    for (const std::string fields : {R"(,"rank":0,"rank":1)", R"(,"rank":0,"odd":1,"odd":2)", R"(,"rank":0,"type":"actor")", R"(,"seq":1,"rank":"x","seq":2)"}) {
        CAPTURE(fields);
        const auto book = read_text(actor_line(fields));
        REQUIRE_FALSE(book);
        CHECK(book.error().problem().find("stands twice") != std::string::npos);
    }
}

TEST_CASE("no field of a record goes into the next one")
{
    const auto book = read_text(R"({"type":"actor","key":"a","name":"N","kind":"office","rank":1,"ids":{"x":"1"},"odd":1})"
                                "\n"
                                R"({"type":"actor","key":"b"})"
                                "\n"
                                R"({"type":"contact","key":"c","act":"remark","from":"a","to":"b","on":"2023","recorded":"2024","note":"n","with":["a","b"],"times":2,"odd":1})"
                                "\n"
                                R"({"type":"contact","key":"d","act":"remark","from":"b","on":"2022"})"
                                "\n");
    REQUIRE(book);
    CHECK(book->all<actor>()[1] == actor{.key = "b"});
    CHECK(book->all<contact>()[1] == contact{.key = "d", .act = acts::remark, .from = actor_id(1), .on = date("2022")});
}

// The blocks of the source are 64 KiB: with lines of every length, their ends fall everywhere.
TEST_CASE("lines lie across blocks, and are longer than they")
{
    std::string text;
    std::vector<std::string> names;
    for (std::size_t size = 1; size < 1500; ++size) {
        names.emplace_back(size == 700 ? 200'000 : size, 'x');
        names.back() += size % 3 == 0 ? "\xC3\xA9" : "y";
        text += fmt::format(R"({{"type":"actor","key":"a{}","name":"{}"}})", size, names.back());
        text += size % 7 == 0 ? "\r\n" : size % 11 == 0 ? "\n \t\n" : "\n";
    }
    text.pop_back();
    const auto book = read_text(text);
    REQUIRE_MESSAGE(book, book.error().what());
    REQUIRE(book->size().actors == names.size());
    for (std::size_t n = 0; n < names.size(); ++n) REQUIRE(book->all<actor>()[n].name == names[n]);
}

// Contacts and matters of which a line says no more than most are read without their records. An escape makes a line another one.

namespace {

const std::string parties = R"({"type":"actor","key":"a"}
{"type":"actor","key":"b"}
)";
const std::string talks = R"({"type":"matter","key":"m","lifecycle":"meeting_request","requester":"a","respondents":["b"],"reply_by":"2023-02-01"})"
                          "\n";

std::string contact_line(const std::string& key, const std::string& fields = "")
{
    return R"({"type":"contact","key":")" + key + R"(","matter":"m","act":"remark","from":"a","to":"b","on":"2023-01-02")" + fields + "}\n";
}

std::string with_escape(std::string line)
{
    const std::size_t at = line.find(R"("a")");
    return line.replace(at, 3, R"("\u0061")");
}

}  // namespace

TEST_CASE("plain lines say what others do")
{
    for (const std::string more : {"", R"(,"recorded":"2023-01-03")", R"(,"recorded":"2023-01-01")", R"(,"recorded":"2024-12-31")", R"(,"recorded":"2023")", R"( , "recorded" : "9999-12-31" )"}) {
        CAPTURE(more);
        const auto plain = read_text(parties + talks + contact_line("c", more));
        const auto other = read_text(parties + with_escape(talks) + with_escape(contact_line("c", more)));
        REQUIRE(plain);
        REQUIRE(other);
        CHECK(plain->all<contact>() == other->all<contact>());
        CHECK(plain->all<matter>() == other->all<matter>());
        CHECK(plain->all<matter>()[0] == matter{.key = "m", .requester = actor_id(0), .respondents = {actor_id(1)}, .reply_by = date("2023-02-01")});
    }
}

TEST_CASE("plain lines are refused as others are, in the same place")
{
    for (const auto& [was, is] : std::vector<std::pair<std::string, std::string>>{
             {"2023-01-02", "2023-02-29"}, {"2023-01-02", "2023-13-01"}, {"2023-01-02", "2023-01-00"}, {"2023-01-02", ""}, {"remark", "reply_due"}, {"remark", ""},
             {R"("to":"b")", R"("to":"m")"}, {R"("to":"b")", R"("to":"x")"}, {R"("to":"b")", R"("to":"")"}, {R"("to":"b")", R"("from":"b")"}, {R"("key":"c",)", ""},
             {R"("key":"c")", R"("key":"m")"}, {R"("key":"c")", R"("key":"c","seq":1)"}, {"remark", "rem\xE9rk"}}) {
        CAPTURE(is);
        std::string line = contact_line("c");
        line.replace(line.find(was), was.size(), is);
        const auto plain = read_text(parties + talks + line);
        const auto other = read_text(parties + with_escape(talks) + line.insert(line.size() - 2, " "));
        REQUIRE_FALSE(plain);
        REQUIRE_FALSE(other);
        CHECK(std::string(plain.error().what()).substr(0, 12) == std::string(other.error().what()).substr(0, 12));
        CHECK(plain.error().code() == other.error().code());
        CHECK(plain.error().where().line == 4);
    }
    std::string clock = contact_line("#c1");
    clock.replace(clock.find("remark"), 6, "reply_due");
    const auto refused = read_text(parties + talks + clock);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code() == errc::clock_act);
    CHECK(refused.error().where() == place{.line = 4, .column = clock.find(R"("reply_due")") + 1, .field = "act"});
    CHECK(refused.error().problem().find(R"("#c1")") != std::string::npos);
}

TEST_CASE("plain lines that stand twice are one record, with the lesser seq")
{
    for (const std::string key : {"c", "#c1"}) {
        CAPTURE(key);
        const std::string first = R"({"seq":1,"type":"actor","key":"a"}
{"seq":2,"type":"actor","key":"b"}
{"seq":9,"type":"matter","key":"m","lifecycle":"meeting_request","requester":"a","respondents":["b"]}
{"seq":4,"type":"matter","key":"m","lifecycle":"meeting_request","requester":"a","respondents":["b"]}
)";
        const auto book = read_text(first + contact_line(key, R"(,"seq":8)") + contact_line(key, R"(,"seq":5)") + contact_line(key, R"(,"seq":7)"));
        REQUIRE_MESSAGE(book, book.error().what());
        CHECK(book->size().contacts == 1);
        CHECK(book->seq(contact_id(0)) == 5);
        CHECK(book->seq(matter_id(0)) == 4);
        const auto two = read_text(first + contact_line(key, R"(,"seq":8)") + contact_line(key, R"(,"recorded":"2023-01-02","seq":5)"));
        REQUIRE_FALSE(two);
        CHECK(two.error().code() == errc::duplicate_key);
        CHECK(two.error().where().line == 6);
    }
}

TEST_CASE("keys that are written like made ones name what they should")
{
    const auto reply = [](const std::string& key, const std::string& to) { return contact_line(key, R"(,"in_reply_to":")" + to + '"'); };
    const auto book = read_text(parties + talks + contact_line("#c1") + contact_line("#c2") + reply("#c3", "#c2") + contact_line("#c4") + contact_line("#c6") + reply("c", "#c6") +
                                contact_line("#c7"));
    REQUIRE_MESSAGE(book, book.error().what());
    const std::vector<std::string> keys{"#c1", "#c2", "#c3", "#c4", "#c6", "c", "#c7"};
    REQUIRE(book->size().contacts == keys.size());
    for (std::size_t n = 0; n < keys.size(); ++n) {
        CHECK(book->key(contact_id(n)) == keys[n]);
        CHECK(book->find<contact>(keys[n]) == contact_id(n));
    }
    CHECK(book->all<contact>()[2].in_reply_to == contact_id(1));
    CHECK(book->all<contact>()[5].in_reply_to == contact_id(4));
    CHECK_FALSE(book->find<contact>("#c5"));
    CHECK(read_text(parties + talks + reply("#c1", "#c2") + contact_line("#c2")));
    for (const std::string other : {R"({"type":"source","key":"#c1"})", R"({"type":"actor","key":"#c1"})"}) {
        const auto after = read_text(parties + talks + contact_line("#c1") + other);
        REQUIRE_FALSE(after);
        CHECK(after.error().code() == errc::duplicate_key);
        CHECK(after.error().problem().find("in line 4") != std::string::npos);
        const auto before = read_text(parties + talks + other + '\n' + contact_line("#c1"));
        REQUIRE_FALSE(before);
        CHECK(before.error().code() == errc::duplicate_key);
    }
}

TEST_CASE("a book whose contacts have made keys takes no more when it is read back")
{
    const auto once = read_text(parties + talks + contact_line("#c1") + contact_line("#c2"));
    const auto own = read_text(parties + talks + contact_line("a long key of its own: 1") + contact_line("a long key of its own: 2"));
    REQUIRE(once);
    REQUIRE(own);
    CHECK(once->memory().keys < own->memory().keys);
}
