// SPDX-License-Identifier: BSL-1.0
#include <demarche/format.hpp>

#include "support.hpp"

using namespace demarche;
using namespace support;

TEST_CASE("a status is a sentence")
{
    chronicle book;
    const actor_id dod = book.add(actor{.key = "dod", .name = "US Department of Defense", .kind = actor_kinds::organisation});
    const actor_id mnd = book.add(actor{.key = "mnd", .name = "PRC Ministry of National Defense", .kind = actor_kinds::organisation});
    const matter_id meeting = book.add(
        matter{.key = "slid23", .title = "Austin and Li in Singapore", .requester = dod, .respondents = {mnd}, .occasion = date{"2023-06-02/2023-06-04"}});
    book.add(contact{.key = "c1", .matter = meeting, .act = acts::request, .from = dod, .to = mnd, .on = date{"2023-05-22"}});

    const status s(book.as_of(date{"2023-05-26"}), {meeting, mnd});
    const std::string sentence = "pending since 2023-05-22, certain; PRC Ministry of National Defense to answer; lapses after 2023-06-04";
    CHECK(fmt::format("{}", s) == sentence);
    CHECK(to_text(s) == sentence);

    const status before(book.as_of(date{"2023-05-21"}), {meeting, mnd});
    CHECK(to_text(before) == "none, certain");
    const status after(book.as_of(date{"2023-06-05"}), {meeting, mnd});
    CHECK(to_text(after) == "lapsed since 2023-06-05T00:00:00Z, certain");
}

TEST_CASE("a sentence that is not certain says what else is possible")
{
    talks t;
    t.say(t.r, acts::request, "2023-05-01");
    t.say(t.a, acts::accept, "2023-05-10/2023-05-20");
    const std::string two = to_text(t.at("2023-05-15"));
    CHECK(two.starts_with("pending since 2023-05-01, not certain"));
    CHECK(two.find("pending or agreed") != std::string::npos);
    CHECK(two.find("; a to ") != std::string::npos);
    for (int i = 1; i <= 13; ++i) t.say(t.a, acts::remark, fmt::format("2023-05-{:02}/2023-06", i));
    const std::string many = to_text(t.at("2023-05-15"));
    CHECK(many.find("too many") != std::string::npos);
    CHECK(many.find("superseded") == std::string::npos);
}

TEST_CASE("the sentence names who has to move, whoever that is")
{
    talks t;
    t.say(t.r, acts::request, "2023-05-01");
    t.say(t.a, acts::counter, "2023-05-02");
    CHECK(to_text(t.at("2023-05-02")).find("; r to ") != std::string::npos);
    t.say(t.r, acts::withdraw, "2023-05-03");
    CHECK(to_text(t.at("2023-05-03")) == "withdrawn since 2023-05-03, certain");
}

TEST_CASE("people call an actor by its name, or its key where it has none")
{
    chronicle book;
    const actor_id named = book.add(actor{.key = "k", .name = "Name"});
    const actor_id bare = book.add(actor{.key = "bare"});
    CHECK(label(book, named) == "Name");
    CHECK(label(book, bare) == "bare");
}

TEST_CASE("a deadline is the day that it ends, or the second")
{
    CHECK(deadline_text(date{"2023-06-04"}.latest() + std::chrono::seconds(1)) == "after 2023-06-04");
    CHECK(deadline_text(date{"2023"}.latest() + std::chrono::seconds(1)) == "after 2023-12-31");
    CHECK(deadline_text(date{"2024-03-01"}.earliest()) == "after 2024-02-29");
    CHECK(deadline_text(date{"2023-06-04T12:30:01Z"}.earliest()) == "at 2023-06-04T12:30:01Z");
    CHECK(deadline_text(date{"0000-01-01"}.earliest()) == "after -0001-12-31");
}

TEST_CASE("dates, names, verdicts, relations and counts are written as they are")
{
    CHECK(fmt::format("{}", date{"2023-05~"}) == "2023-05~");
    CHECK(fmt::format("[{:>8}]", date{"2023-05"}) == "[ 2023-05]");
    CHECK(fmt::format("{}", acts::condition_met) == "condition_met");
    CHECK(fmt::format("{:-<6}", channels::email) == "email-");
    CHECK(fmt::format("{}{}", actor_kinds::person, tie_kinds::holds) == "personholds");
    CHECK(fmt::format("{} {} {}", verdict::impossibly, verdict::possibly, verdict::certainly) == "impossibly possibly certainly");
    CHECK(fmt::format("{} {:>10}", interval_relation::met_by, interval_relation::during) == "met_by     during");
    CHECK(fmt::format("{} {} {}", count{3, 3}, count{2, 4}, count{2, std::nullopt}) == "3 2..4 2..");
    CHECK(fmt::format("{:.4}", date{"2023-05-22"}) == "2023");
}
