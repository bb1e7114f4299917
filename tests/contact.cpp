// SPDX-License-Identifier: BSL-1.0
#include "support.hpp"

#include <demarche/chronicle.hpp>

#include <string>
#include <type_traits>
#include <vector>

using namespace demarche;
using support::refusal;

static_assert(!std::is_default_constructible_v<contact>, "a contact without a date does not compile");

TEST_CASE("a contact happened once unless it says otherwise")
{
    const contact c{.key = "c", .on = date{"2023"}};
    CHECK(c.times == count{});
    CHECK(count{}.least == 1);
    CHECK(count{}.most == 1u);
}

TEST_CASE("contacts differ in what they name")
{
    const contact c{.key = "c", .act = acts::request, .from = actor_id{0}, .to = actor_id{1}, .on = date{"2023-05"}};
    const auto differs = [&c](auto change) {
        contact other = c;
        CHECK(other == c);
        change(other);
        return other != c;
    };
    CHECK(differs([](contact& x) { std::swap(x.from, x.to); }));
    CHECK(differs([](contact& x) { x.on = date{"2023-05?"}; }));
    CHECK(differs([](contact& x) { x.respondent = {actor_id{1}}; }));
    CHECK(differs([](contact& x) { x.corrects = contact_id{0}; }));
    CHECK(differs([](contact& x) { x.in_reply_to = contact_id{0}; }));
    CHECK(differs([](contact& x) { x.times = parse_count("1.."); }));
    CHECK(differs([](contact& x) { x.with = {actor_id{1}}; }));
    CHECK(differs([](contact& x) { x.cites = {matter_id{0}}; }));
    CHECK(differs([](contact& x) { x.contests = {matter_id{0}}; }));
    CHECK(differs([](contact& x) { x.delegate = actor_id{1}; }));
    CHECK(differs([](contact& x) { x.debtor = actor_id{1}; }));
    CHECK(differs([](contact& x) { x.channel = channels::letter; }));
}

TEST_CASE("how often: exactly, at least, from and to")
{
    CHECK(parse_count("3") == count{3, 3});
    CHECK(parse_count("2..") == count{2, std::nullopt});
    CHECK(parse_count("2..4") == count{2, 4});
    CHECK(parse_count("1") == count{});
    CHECK(parse_count("5..5") == count{5, 5});
    CHECK(parse_count("18446744073709551615").least == 18446744073709551615u);
}

TEST_CASE("what is no count is refused at its column")
{
    struct wrong {
        std::string_view text;
        std::size_t column;
    };
    for (const auto& [text, column] :
        {wrong{"", 1}, wrong{"x", 1}, wrong{"-1", 1}, wrong{" 2", 1}, wrong{"+2", 1}, wrong{"2x", 2}, wrong{"2.", 2}, wrong{"2.4", 2}, wrong{"2 ", 2},
            wrong{"2...4", 4}, wrong{"2..x", 4}, wrong{"4..2", 4}, wrong{"2..4 ", 5}, wrong{"..4", 1}, wrong{"18446744073709551616", 1}}) {
        CAPTURE(text);
        const error why = refusal([&text = text] { parse_count(text); });
        CHECK(why.code() == errc::invalid_value);
        CHECK(why.where().column == column);
        CHECK(try_parse_count(text).error().where() == why.where());
    }
    CHECK(*try_parse_count("2..4") == count{2, 4});
}

TEST_CASE("a count is written as it is read")
{
    for (const char* text : {"0", "1", "3", "2..", "2..4", "0..1"}) CHECK(to_text(parse_count(text)) == text);
    CHECK(to_text(count{7, 7}) == "7");
    CHECK(to_text(count{1, std::nullopt}) == "1..");
}

TEST_CASE("a note is kept, whether others have it too or not")
{
    chronicle book;
    const actor_id a = book.add(actor{.key = "a"});
    const actor_id b = book.add(actor{.key = "b"});
    const matter_id m = book.add(matter{.key = "m", .requester = a, .respondents = {b}});
    std::vector<contact> all;
    for (int i = 0; i < 40; ++i) {
        contact c{.key = "c" + std::to_string(i), .matter = i % 3 == 0 ? m : matter_id(), .act = acts::request, .from = a, .to = b, .on = date{"2023-05-01"}};
        if (i % 2 == 0) c.note = i % 4 == 0 ? "as others" : "of its own " + std::to_string(i);
        if (i % 5 == 0) c.place = "Geneva";
        all.push_back(c);
        book.add(c);
    }
    for (std::size_t i = 0; i < all.size(); ++i) CHECK(book[contact_id(i)] == all[i]);
    CHECK(book.add(all[2]) == contact_id(2));
    all[2].note = "another";
    CHECK_THROWS_AS(book.add(all[2]), error);
    CHECK(chronicle(book)[contact_id(2)].note == "of its own 2");
}
