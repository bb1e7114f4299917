// SPDX-License-Identifier: BSL-1.0
#include <demarche/event_data.hpp>
#include <demarche/event_tables.hpp>

#include <doctest/doctest.h>

#include <sstream>

using namespace demarche;

namespace {

chronicle some_events()
{
    std::istringstream in("A, B\t036\tC\t2014-01-05\nC\t036\tA, B\t2014-01-09\n"  // answered after 4 days
                          "A, B\t040\tC\t2014-01-20\nA, B\t036\tC\t2014-01-25\n"  // the first held; another, never answered
                          "A, B\t036\tD\t2014-01-02\nD\t125\tA, B\t2014-01-12\n"  // refused after 10
                          "A, B\t036\tD\t2014-02-01\nE\t010\tA, B\t2014-12-20\n");
    chronicle book;
    load_events(book, in);
    return book;
}

}  // namespace

TEST_CASE("event tables: requests by pair and month")
{
    const chronicle book = some_events();
    const view v = book.as_of(date{"2014-04-30"});
    const auto rows = requests_by_month(v);
    REQUIRE(rows.size() == 3);
    std::string text = csv_head(rows.front());
    for (const request_row& r : rows) text += to_csv(v, r);
    CHECK(text == "from,to,month,asked,open,lapsed,refused,answered,answer_rate,days_to_answer\r\n"
                  "\"A, B\",C,2014-01,2,0,1,0,1,0.500,4.0\r\n"
                  "\"A, B\",D,2014-01,1,0,0,1,1,1.000,10.0\r\n"
                  "\"A, B\",D,2014-02,1,1,0,0,0,0.000,0.0\r\n");
    CHECK(requests_by_month(book.as_of(date{"2014-01-01"})).empty());
}

TEST_CASE("event tables: pairs gone silent")
{
    const chronicle book = some_events();
    const view v = book.as_of(date{"2014-12-31"});
    const auto pairs = gone_silent(v, 3, std::chrono::days(60));
    REQUIRE(pairs.size() == 2);
    CHECK(to_csv(v, pairs[0]) == "\"A, B\",C,4,2014-01-25\r\n");
    CHECK(to_csv(v, pairs[1]) == "\"A, B\",D,3,2014-02-01\r\n");
    CHECK(gone_silent(v, 5, std::chrono::days(60)).empty());
    CHECK(gone_silent(book.as_of(date{"2014-02-15"}), 3, std::chrono::days(60)).empty());
}
