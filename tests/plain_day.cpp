// SPDX-License-Identifier: BSL-1.0
#include <demarche/date.hpp>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <string_view>

using namespace demarche;
using namespace std::chrono_literals;

// With a qualifier it is read as all other dates are, and means the same.
TEST_CASE("a plain day means what it means among the other dates, and is refused where they are")
{
    const auto check_day = [](int year, int month, int day) {
        std::string text = fmt::format("{:04}-{:02}-{:02}", year, month, day);
        CAPTURE(text);
        const result<date> plain = try_date(text);
        const result<date> qualified = try_date(text + '?');
        REQUIRE(bool(plain) == bool(qualified));
        if (!plain) {
            REQUIRE(plain.error().where() == qualified.error().where());
            return;
        }
        REQUIRE(plain->text() == text);
        REQUIRE(plain->earliest() == qualified->earliest());
        REQUIRE(plain->latest() == qualified->latest());
        REQUIRE(plain->latest() - plain->earliest() == 24h - 1s);
    };
    for (const int century : {0, 1500, 1800, 1900, 2000, 9900})
        for (int year = century; year < century + 100; ++year)
            for (int month = 0; month <= 14; ++month)
                for (int day = 0; day <= 32; ++day) check_day(year, month, day);
}

TEST_CASE("what only looks like a plain day is none")
{
    for (const std::string_view text : {"2023-05-2a", "2023-05-2/", "202:-05-22", "2023-0:-22", "2023-05-:2", "2023/05-22", "2023-05/22", "2023-05- 2", "+023-05-22", "2023-+5-22",
                                        "2023-05-22 ", "2023-5-022", "2023-05-\xB2\xB2"}) {
        CAPTURE(text);
        CHECK_FALSE(try_date(text));
    }
    CHECK(date("2023-05-XX").latest() == date("2023-05-31").latest());
    CHECK(date("-0001-01-1X").earliest() < date("0000-01-01").earliest());
}
