// SPDX-License-Identifier: BSL-1.0
#include <demarche/date.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <vector>

using namespace demarche;
using namespace std::chrono_literals;

namespace {

instant at(int year, unsigned month, unsigned day, int hour = 0, int minute = 0, int second = 0)
{
    const std::chrono::year_month_day ymd{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
    return std::chrono::sys_days(ymd) + std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second);
}

/// A bound of the tables below: a day stands for its first second, or its last; `..` is unbounded.
std::string bound(std::string_view text, bool last)
{
    if (text == ".." || text.ends_with('Z')) return std::string(text);
    return std::string(text) + (last ? "T23:59:59Z" : "T00:00:00Z");
}

struct case_of {
    std::string_view text;
    std::string_view earliest;  ///< a day from its first second, or a second
    std::string_view latest;    ///< a day to its last second, or a second
};

void check_bounds(const std::vector<case_of>& cases)
{
    for (const case_of& c : cases) {
        CAPTURE(c.text);
        const result<date> d = try_date(c.text);
        REQUIRE_MESSAGE(d, d.error().what());
        CHECK(to_text(d->earliest()) == bound(c.earliest, false));
        CHECK(to_text(d->latest()) == bound(c.latest, true));
        CHECK(d->text() == c.text);
        CHECK(d->earliest() <= d->latest());
    }
}

struct refused {
    std::string_view text;
    std::size_t column;
};

void check_refusals(const std::vector<refused>& cases)
{
    for (const refused& c : cases) {
        CAPTURE(c.text);
        const result<date> d = try_date(c.text);
        REQUIRE_FALSE(d);
        CHECK(d.error().code() == errc::invalid_date);
        CHECK(d.error().where().column == c.column);
        CHECK_FALSE(d.error().problem().empty());
        CHECK_THROWS_AS(date{c.text}, error);
    }
}

verdict held(std::string_view period, instant t) { return holds_at(period_of(date{period}), t); }

constexpr verdict never = verdict::impossibly;
constexpr verdict perhaps = verdict::possibly;
constexpr verdict surely = verdict::certainly;

}  // namespace

TEST_CASE("an instant is written as YYYY-MM-DDThh:mm:ssZ")
{
    CHECK(to_text(at(2023, 5, 22, 14, 30, 15)) == "2023-05-22T14:30:15Z");
    CHECK(to_text(at(1970, 1, 1)) == "1970-01-01T00:00:00Z");
    CHECK(to_text(at(1970, 1, 1) - 1s) == "1969-12-31T23:59:59Z");
    CHECK(to_text(at(2000, 2, 29, 23, 59, 59)) == "2000-02-29T23:59:59Z");
    CHECK(to_text(at(1600, 3, 1)) == "1600-03-01T00:00:00Z");
    CHECK(to_text(at(0, 2, 29, 12)) == "0000-02-29T12:00:00Z");
    CHECK(to_text(at(0, 1, 1) - 1s) == "-0001-12-31T23:59:59Z");
    CHECK(to_text(at(-5, 3, 1, 6)) == "-0005-03-01T06:00:00Z");
    CHECK(to_text(at(-400, 2, 29)) == "-0400-02-29T00:00:00Z");
    CHECK(to_text(beginning_of_time) == "..");
    CHECK(to_text(end_of_time) == "..");
}

TEST_CASE("every day from -9999 to 9999 reads as the instant that it was written from")
{
    std::size_t wrong = 0;
    for (auto day = std::chrono::sys_days(std::chrono::year(-9999) / 1 / 1); day <= std::chrono::sys_days(std::chrono::year(9999) / 12 / 31);
         day += std::chrono::days(17)) {
        const instant t = day + 13h + 7min + 9s;
        const date d(to_text(t));
        wrong += d.earliest() != t || d.latest() != t || to_text(d.latest()) != d.text();
        const date whole(to_text(t).substr(0, to_text(t).find('T')));
        wrong += whole.earliest() != instant(day) || whole.latest() != day + 24h - 1s;
    }
    CHECK(wrong == 0);
}

TEST_CASE("years, months and days last from their first second to their last")
{
    check_bounds({{"2023", "2023-01-01", "2023-12-31"}, {"2023-05", "2023-05-01", "2023-05-31"}, {"2023-04", "2023-04-01", "2023-04-30"},
        {"2023-02", "2023-02-01", "2023-02-28"}, {"2024-02", "2024-02-01", "2024-02-29"}, {"1900-02", "1900-02-01", "1900-02-28"},
        {"2000-02", "2000-02-01", "2000-02-29"}, {"2023-12", "2023-12-01", "2023-12-31"}, {"2023-05-22", "2023-05-22", "2023-05-22"},
        {"2024-02-29", "2024-02-29", "2024-02-29"}, {"0000", "0000-01-01", "0000-12-31"}, {"0000-02", "0000-02-01", "0000-02-29"},
        {"9999-12-31", "9999-12-31", "9999-12-31"}});
    CHECK(date{"2023-05"}.earliest() == at(2023, 5, 1));
    CHECK(date{"2023-05"}.latest() == at(2023, 5, 31, 23, 59, 59));
}

TEST_CASE("negative years run forward, and the year before 0000 is -0001")
{
    check_bounds({{"-0001", "-0001-01-01", "-0001-12-31"}, {"-0004-02", "-0004-02-01", "-0004-02-29"}, {"-0100-02", "-0100-02-01", "-0100-02-28"},
        {"-0400-02-29", "-0400-02-29", "-0400-02-29"}, {"-9999-12", "-9999-12-01", "-9999-12-31"}});
    CHECK(date{"-0001"}.latest() + 1s == date{"0000"}.earliest());
    CHECK(before(date{"-0500"}, date{"-0400"}) == surely);
}

TEST_CASE("years beyond four digits")
{
    CHECK(date{"Y20000"}.earliest() == at(20000, 1, 1));
    CHECK(date{"Y20000"}.latest() == at(20000, 12, 31, 23, 59, 59));
    CHECK(date{"Y-20000"}.earliest() == at(-20000, 1, 1));
    CHECK(date{"Y-20000"}.latest() == at(-20000, 12, 31, 23, 59, 59));
    CHECK(date{"Y10000"}.earliest() == date{"9999"}.latest() + 1s);
    CHECK(date{"Y170000002"}.text() == "Y170000002");
    CHECK(date{"Y170000004"}.latest() - date{"Y170000004"}.earliest() + 1s == std::chrono::days(366));
    CHECK(date{"Y-170000002"}.latest() - date{"Y-170000002"}.earliest() + 1s == std::chrono::days(365));
    CHECK(before(date{"Y-170000002"}, date{"Y170000002"}) == surely);
    CHECK(date{"Y12345?"}.latest() == date{"Y12345"}.latest());
    CHECK(date{"Y100000/.."}.latest() == end_of_time);
}

TEST_CASE("date-times to the minute last the minute, to the second are one instant")
{
    check_bounds({{"2023-05-22T14:30Z", "2023-05-22T14:30:00Z", "2023-05-22T14:30:59Z"}, {"2023-05-22T14:30", "2023-05-22T14:30:00Z", "2023-05-22T14:30:59Z"},
        {"2023-05-22T14:30:15Z", "2023-05-22T14:30:15Z", "2023-05-22T14:30:15Z"}, {"2023-05-22T14:30:15", "2023-05-22T14:30:15Z", "2023-05-22T14:30:15Z"},
        {"2023-05-22T00:00:00Z", "2023-05-22T00:00:00Z", "2023-05-22T00:00:00Z"}, {"2023-05-22T23:59Z", "2023-05-22T23:59:00Z", "2023-05-22T23:59:59Z"},
        {"-0001-12-31T23:59:59Z", "-0001-12-31T23:59:59Z", "-0001-12-31T23:59:59Z"}});
}

TEST_CASE("an offset is turned into UTC for the bounds, and shown as it was written")
{
    check_bounds({{"2023-05-22T14:30:15+08:00", "2023-05-22T06:30:15Z", "2023-05-22T06:30:15Z"},
        {"2023-05-22T01:30+08:00", "2023-05-21T17:30:00Z", "2023-05-21T17:30:59Z"},
        {"2023-12-31T23:30:00-05:00", "2024-01-01T04:30:00Z", "2024-01-01T04:30:00Z"},
        {"2024-03-01T00:10:00+05:30", "2024-02-29T18:40:00Z", "2024-02-29T18:40:00Z"},
        {"2023-05-22T14:30:15-04", "2023-05-22T18:30:15Z", "2023-05-22T18:30:15Z"},
        {"2023-05-22T14:30:15+14:00", "2023-05-22T00:30:15Z", "2023-05-22T00:30:15Z"},
        {"2023-05-22T10:30:15-12:00", "2023-05-22T22:30:15Z", "2023-05-22T22:30:15Z"},
        {"2023-05-22T14:30:15+00:00", "2023-05-22T14:30:15Z", "2023-05-22T14:30:15Z"}});
    CHECK(simultaneous(date{"2023-05-22T14:30:15+08:00"}, date{"2023-05-22T06:30:15Z"}) == surely);
}

TEST_CASE("seasons have the bounds of their months")
{
    check_bounds({{"2023-21", "2023-03-01", "2023-05-31"}, {"2023-22", "2023-06-01", "2023-08-31"}, {"2023-23", "2023-09-01", "2023-11-30"},
        {"2023-24", "2023-12-01", "2024-02-29"}, {"2022-24", "2022-12-01", "2023-02-28"}, {"-0001-24", "-0001-12-01", "0000-02-29"},
        // of the northern hemisphere
        {"2023-25", "2023-03-01", "2023-05-31"}, {"2023-26", "2023-06-01", "2023-08-31"}, {"2023-27", "2023-09-01", "2023-11-30"},
        {"2023-28", "2023-12-01", "2024-02-29"},
        // of the southern hemisphere
        {"2023-29", "2023-09-01", "2023-11-30"}, {"2023-30", "2023-12-01", "2024-02-29"}, {"2023-31", "2023-03-01", "2023-05-31"},
        {"2023-32", "2023-06-01", "2023-08-31"},
        // quarters, quadrimesters, semesters
        {"2023-33", "2023-01-01", "2023-03-31"}, {"2023-34", "2023-04-01", "2023-06-30"}, {"2023-35", "2023-07-01", "2023-09-30"},
        {"2023-36", "2023-10-01", "2023-12-31"}, {"2023-37", "2023-01-01", "2023-04-30"}, {"2023-38", "2023-05-01", "2023-08-31"},
        {"2023-39", "2023-09-01", "2023-12-31"}, {"2023-40", "2023-01-01", "2023-06-30"}, {"2023-41", "2023-07-01", "2023-12-31"},
        {"2023-21?", "2023-03-01", "2023-05-31"}, {"2023-21/2023-23", "2023-03-01", "2023-11-30"}, {"202X-21", "2020-03-01", "2029-05-31"},
        {"201X-24", "2010-12-01", "2020-02-29"}});
}

TEST_CASE("unspecified digits leave the bounds of all that fits")
{
    check_bounds({{"201X", "2010-01-01", "2019-12-31"}, {"20XX", "2000-01-01", "2099-12-31"}, {"XXXX", "0000-01-01", "9999-12-31"},
        {"2X23", "2023-01-01", "2923-12-31"}, {"2004-XX", "2004-01-01", "2004-12-31"}, {"1985-04-XX", "1985-04-01", "1985-04-30"},
        {"1985-XX-XX", "1985-01-01", "1985-12-31"}, {"156X-12-25", "1560-12-25", "1569-12-25"}, {"15XX-12-XX", "1500-12-01", "1599-12-31"},
        {"1XXX-12", "1000-12-01", "1999-12-31"}, {"1984-1X", "1984-10-01", "1984-12-31"}, {"2023-0X", "2023-01-01", "2023-09-30"},
        {"2023-X1", "2023-01-01", "2023-11-30"}, {"2023-X2", "2023-02-01", "2023-12-31"}, {"2023-XX-31", "2023-01-31", "2023-12-31"},
        {"2023-XX-30", "2023-01-30", "2023-12-30"}, {"2023-1X-31", "2023-10-31", "2023-12-31"}, {"2023-05-1X", "2023-05-10", "2023-05-19"},
        {"2023-05-X2", "2023-05-02", "2023-05-22"}, {"2023-05-3X", "2023-05-30", "2023-05-31"}, {"2023-04-3X", "2023-04-30", "2023-04-30"},
        {"-000X", "-0009-01-01", "-0001-12-31"}, {"-010X-02-29", "-0108-02-29", "-0104-02-29"}, {"-001X", "-0019-01-01", "-0010-12-31"}});
}

TEST_CASE("unspecified digits know the leap years")
{
    check_bounds({{"2023-02-2X", "2023-02-20", "2023-02-28"}, {"2024-02-2X", "2024-02-20", "2024-02-29"}, {"2023-02-XX", "2023-02-01", "2023-02-28"},
        {"202X-02-29", "2020-02-29", "2028-02-29"}, {"20XX-02-29", "2000-02-29", "2096-02-29"}, {"19XX-02-29", "1904-02-29", "1996-02-29"},
        {"190X-02-29", "1904-02-29", "1908-02-29"}, {"XXX0-02-29", "0000-02-29", "9980-02-29"}, {"XX00-02-29", "0000-02-29", "9600-02-29"},
        {"202X-02", "2020-02-01", "2029-02-28"}, {"201X-02-XX", "2010-02-01", "2019-02-28"}, {"202X-0X-29", "2020-01-29", "2029-09-29"}});
    check_refusals({{"1XX1-02-29", 9}, {"190X-02-30", 9}, {"2023-02-3X", 9}, {"2023-0X-32", 9}, {"2023-05-4X", 9}});
}

TEST_CASE("qualifiers are kept and never move a bound")
{
    check_bounds({{"2023?", "2023-01-01", "2023-12-31"}, {"2023~", "2023-01-01", "2023-12-31"}, {"2023%", "2023-01-01", "2023-12-31"},
        {"2023-05~", "2023-05-01", "2023-05-31"}, {"2023-05-22%", "2023-05-22", "2023-05-22"}, {"?2023-05-22", "2023-05-22", "2023-05-22"},
        {"2023-~05-22", "2023-05-22", "2023-05-22"}, {"2023-05-%22", "2023-05-22", "2023-05-22"}, {"2023?-05-22", "2023-05-22", "2023-05-22"},
        {"2023?-05~-22%", "2023-05-22", "2023-05-22"}, {"%-0004-02", "-0004-02-01", "-0004-02-29"}, {"201X?", "2010-01-01", "2019-12-31"},
        {"2023-05?/2023-06~", "2023-05-01", "2023-06-30"}, {"[2023?,2024~]", "2023-01-01", "2024-12-31"}});
    CHECK(date{"2023?"} != date{"2023"});
    CHECK(date{"2023?"} != date{"2023~"});
}

TEST_CASE("an interval runs from the first second of its first end to the last of its last")
{
    check_bounds({{"2023-05/2023-06", "2023-05-01", "2023-06-30"}, {"2023/2023", "2023-01-01", "2023-12-31"}, {"2004-02-01/2005", "2004-02-01", "2005-12-31"},
        {"2004-06-XX/2004-07-03", "2004-06-01", "2004-07-03"}, {"2023-05-22/2023-05", "2023-05-22", "2023-05-31"}, {"-0010/0010", "-0010-01-01", "0010-12-31"},
        {"2023-06-02/2023-06-04", "2023-06-02", "2023-06-04"}, {"2023-05-22T10:00Z/2023-05-22T12:30Z", "2023-05-22T10:00:00Z", "2023-05-22T12:30:59Z"},
        {"2023-05-22T10:00:01Z/2023-05-23", "2023-05-22T10:00:01Z", "2023-05-23"},
        {"2023-05-22T10:00:00+08:00/2023-05-22T10:00:00Z", "2023-05-22T02:00:00Z", "2023-05-22T10:00:00Z"}});
}

TEST_CASE("open and unknown ends leave a side unbounded, and differ")
{
    check_bounds({{"2023/..", "2023-01-01", ".."}, {"../2023", "..", "2023-12-31"}, {"2023/", "2023-01-01", ".."}, {"/2023", "..", "2023-12-31"},
        {"../..", "..", ".."}, {"2023-05-22?/..", "2023-05-22", ".."}});
    CHECK(date{"2023/.."}.latest() == end_of_time);
    CHECK(date{"/2023"}.earliest() == beginning_of_time);
    CHECK(date{"2023/.."} != date{"2023/"});
    CHECK(period_of(date{"2023/.."}) != period_of(date{"2023/"}));
}

TEST_CASE("a set has the least earliest and the greatest latest of its members")
{
    check_bounds({{"[1667,1668,1670..1672]", "1667-01-01", "1672-12-31"}, {"{1667,1668-12}", "1667-01-01", "1668-12-31"},
        {"[2023-05-22,2023-05-19]", "2023-05-19", "2023-05-22"}, {"{2023-05-22}", "2023-05-22", "2023-05-22"},
        {"[2023-05,2023-05-10]", "2023-05-01", "2023-05-31"}, {"[..1760-12-03]", "..", "1760-12-03"}, {"[1760-12..]", "1760-12-01", ".."},
        {"[1760-01,1760-02,1760-12..]", "1760-01-01", ".."}, {"{..1983,1985}", "..", "1985-12-31"}, {"[..2023-05,2020..]", "..", ".."},
        {"[2023-05-01..2023-05-10]", "2023-05-01", "2023-05-10"}, {"[202X,2031]", "2020-01-01", "2031-12-31"}, {"[-0002,0001]", "-0002-01-01", "0001-12-31"}});
}

TEST_CASE("half a set is refused where it breaks off")
{
    check_refusals({{"[2023", 6}, {"{2023,", 7}, {"[2023,]", 7}, {"[]", 2}, {"{2023]", 6}, {"[2023}", 6}, {"2023]", 5}, {"[2023]x", 7}, {"[2023..2021]", 2},
        {"[", 2}, {"[..]", 4}, {"[2023/2024]", 6}, {"[2023..2024..2025]", 12}, {"[2023][2024]", 7}, {"[2023-02-30]", 10}, {"[2020,2023-13]", 12}});
}

TEST_CASE("days and months that are not in the calendar are refused at their column")
{
    check_refusals({{"2023-02-30", 9}, {"2023-02-29", 9}, {"1900-02-29", 9}, {"2023-04-31", 9}, {"2023-05-00", 9}, {"2023-05-32", 9}, {"2023-13", 6},
        {"2023-00", 6}, {"2023-20", 6}, {"2023-42", 6}, {"2023-13-01", 6}, {"2023/2023-02-30", 14}, {"2023-02-30/2024", 9}});
}

TEST_CASE("what is not EDTF is refused at the character that cannot stand there")
{
    check_refusals({{"2023-5-1", 7}, {"2023-05-1", 10}, {"23", 3}, {"202", 4}, {"abcd", 1}, {"20230522", 5}, {"12345", 5}, {"22.05.2023", 3}, {"2023-", 6},
        {"2023-05-", 9}, {"2023/05/22", 8}, {"2023-05-22t10:00Z", 11}, {"2023-21-01", 8}, {"+2023", 1}, {"2023-05-22Z", 11}, {"..", 1}, {"2023..", 5},
        {"201x", 4}, {"2023-05-22-01", 11}, {"May 2023", 4}, {std::string_view("2023\0", 5), 5}, {"\xEF\xBC\x92\xEF\xBC\x90", 1}, {"2023//2024", 6},
        {"2023/2024/", 10}});
}

TEST_CASE("a space is refused wherever it stands")
{
    check_refusals({{" 2023", 1}, {"2023 ", 5}, {"2023 -05", 5}, {"2023/ 2024", 6}, {"2023 /2024", 5}, {"[2023, 2024]", 7}, {"[ 2023]", 2}, {"\t2023", 1},
        {"2023\n", 5}, {"2023\r", 5}, {"2023-05-22T10:00 Z", 17}, {"2023-05-22 10:00Z", 11}, {" ", 1}, {"2023? ", 6}});
}

TEST_CASE("the empty text is refused; an unknown date is a field left out") { check_refusals({{"", 1}}); }

TEST_CASE("an interval that ends before it begins is refused at its end")
{
    check_refusals({{"2023-06/2023-05", 9}, {"2023-05-22/2023-05-21", 12}, {"0001/-0001", 6}, {"2023-05-22T10:00:00Z/2023-05-22T09:59:59Z", 22},
        {"2023-05-22T10:00:00-05:00/2023-05-22T14:00:00Z", 27}});
}

TEST_CASE("the year -0000 does not exist")
{
    const error why = try_date("-0000").error();
    CHECK(why.code() == errc::invalid_date);
    CHECK(why.where().column <= 2);
    CHECK_FALSE(try_date("-0000-05"));
    CHECK_FALSE(try_date("2023/-0000"));
}

TEST_CASE("the Y of a long year is for long years")
{
    for (const std::string_view text : {"Y2023", "Y", "Y-", "Y02023", "Y1E5", "Y-2023", "Y12345-05", "Y123456789012345678901234567890", "y12345", "Y1234X"}) {
        CAPTURE(text);
        CHECK_FALSE(try_date(text));
    }
    check_refusals({{"Y12345-05", 7}, {"Y1234X", 2}});
}

TEST_CASE("a part is qualified once") { check_refusals({{"2023??", 6}, {"?2023?", 6}, {"2023-05?~", 9}, {"2023-~05?", 9}, {"?", 2}, {"2023-05-?22%", 12}}); }

TEST_CASE("times that no clock shows are refused")
{
    check_refusals({{"2023-05-22T24:00:00Z", 12}, {"2023-05-22T23:60Z", 15}, {"2023-05-22T23:59:60Z", 18}, {"2023-05-22T10", 14}, {"2023-05-22T1:00Z", 13},
        {"2023-05T10:00Z", 8}, {"2023T10:00Z", 5}, {"2023-05-2XT10:00Z", 11}, {"2023-05-22T1X:00Z", 12}, {"2023-05-22T", 12}, {"2023-05-22T10:00:", 18},
        {"2023-05-22T10:00:00.5Z", 20}});
}

TEST_CASE("offsets lie between -12:00 and +14:00")
{
    for (const std::string_view text : {"2023-05-22T10:00:00+15:00", "2023-05-22T10:00:00+14:01", "2023-05-22T10:00:00-12:01", "2023-05-22T10:00:00-13",
             "2023-05-22T10:00:00+09:60", "2023-05-22T10:00:00+24:00", "2023-05-22T10:00:00+99:99", "2023-05-22T10:00:00+1", "2023-05-22T10:00:00-00:00",
             "2023-05-22T10:00:00ZZ", "2023-05-22T10:00:00Z+01:00", "2023-05-22T10:00:00+05:", "2023-05-22T10:00:00+05:3"}) {
        CAPTURE(text);
        const result<date> d = try_date(text);
        REQUIRE_FALSE(d);
        CHECK(d.error().where().column >= 20);
    }
}

TEST_CASE("dates are equal when their texts are")
{
    CHECK(date{"2023-05"} == date{"2023-05"});
    CHECK(date{"2023-05"} != date{"2023-05-01/2023-05-31"});
    CHECK(date{"2023-05-22T00:00:00Z"} != date{"2023-05-22T00:00:00"});
    CHECK(date{"../.."} != date{"/.."});
}

TEST_CASE("before and after")
{
    const auto ask = [](const char* a, const char* b) {
        CHECK(after(date{b}, date{a}) == before(date{a}, date{b}));
        return before(date{a}, date{b});
    };
    CHECK(ask("2023-05", "2023-06") == surely);
    CHECK(ask("2023-06", "2023-05") == never);
    CHECK(ask("2023-05", "2023-05-26") == perhaps);
    CHECK(ask("2023-05-26", "2023-05") == perhaps);
    CHECK(ask("2023-05-22", "2023-05-22") == perhaps);
    CHECK(ask("2023-05-22T10:00:00Z", "2023-05-22T10:00:00Z") == never);
    CHECK(ask("2023-05-22T10:00:00Z", "2023-05-22T10:00:01Z") == surely);
    // The month's last second: nothing of the month comes after it, its own instant is not before itself.
    CHECK(ask("2023-05-31T23:59:59Z", "2023-05") == never);
    CHECK(ask("2023-05", "2023-05-31T23:59:59Z") == perhaps);
    CHECK(ask("2023-05-01T00:00:00Z", "2023-05") == perhaps);
    CHECK(ask("2023-05", "2023-05-01T00:00:00Z") == never);
    CHECK(ask("../2023", "2024") == surely);
    CHECK(ask("../2023", "2020") == perhaps);
    CHECK(ask("2023/..", "2022") == never);
    CHECK(ask("2023/..", "2024") == perhaps);
    CHECK(ask("../2023", "../2020") == perhaps);
    CHECK(ask("2023?", "2024~") == surely);
}

TEST_CASE("simultaneous")
{
    const auto ask = [](const char* a, const char* b) {
        CHECK(simultaneous(date{b}, date{a}) == simultaneous(date{a}, date{b}));
        return simultaneous(date{a}, date{b});
    };
    CHECK(ask("2023-05-22T10:00:00Z", "2023-05-22T12:00:00+02:00") == surely);
    CHECK(ask("2023-05-22T10:00:00Z", "2023-05-22T10:00:01Z") == never);
    CHECK(ask("2023-05-22", "2023-05-22") == perhaps);
    CHECK(ask("2023-05", "2023-05-31T23:59:59Z") == perhaps);
    CHECK(ask("2023-05", "2023-06") == never);
    CHECK(ask("2023/..", "../2023") == perhaps);
}

TEST_CASE("within")
{
    const auto ask = [](const char* a, const char* span) { return within(date{a}, date{span}); };
    CHECK(ask("2023-05-22", "2023-05") == surely);
    CHECK(ask("2023-05", "2023-05") == surely);
    CHECK(ask("2023-05", "2023-05-22") == perhaps);
    CHECK(ask("2023-05", "2023-05-15/2023-06") == perhaps);
    CHECK(ask("2023-04", "2023-05") == never);
    CHECK(ask("2023-05-31T23:59:59Z", "2023-05") == surely);
    CHECK(ask("2023-06-01T00:00:00Z", "2023-05") == never);
    CHECK(ask("2023-05-22", "2023/..") == surely);
    CHECK(ask("2023/..", "2023-05/..") == perhaps);
    CHECK(ask("../2023", "../2024") == surely);
}

TEST_CASE("a tie's period: each end is as imprecise as it is written")
{
    CHECK(period_of(date{"2021-01-22/.."}) == period{at(2021, 1, 22), at(2021, 1, 22, 23, 59, 59), end_of_time, end_of_time});
    CHECK(period_of(date{"../2023"}) == period{beginning_of_time, beginning_of_time, at(2023, 1, 1), at(2023, 12, 31, 23, 59, 59)});
    CHECK(period_of(date{"2021/2023-05"}) == period{at(2021, 1, 1), at(2021, 12, 31, 23, 59, 59), at(2023, 5, 1), at(2023, 5, 31, 23, 59, 59)});
    CHECK(period_of(date{"../.."}) == period{});
    CHECK(period_of(date{"2021?/2023%"}) == period_of(date{"2021/2023"}));
}

TEST_CASE("holds_at: certainly between the ends, possibly within them")
{
    CHECK(held("2021-01-22/2023-10", at(2021, 1, 21, 23, 59, 59)) == never);
    CHECK(held("2021-01-22/2023-10", at(2021, 1, 22)) == perhaps);
    CHECK(held("2021-01-22/2023-10", at(2021, 1, 22, 23, 59, 58)) == perhaps);
    CHECK(held("2021-01-22/2023-10", at(2021, 1, 22, 23, 59, 59)) == surely);
    CHECK(held("2021-01-22/2023-10", at(2023, 10, 1)) == surely);
    CHECK(held("2021-01-22/2023-10", at(2023, 10, 1, 0, 0, 1)) == perhaps);
    CHECK(held("2021-01-22/2023-10", at(2023, 10, 31, 23, 59, 59)) == perhaps);
    CHECK(held("2021-01-22/2023-10", at(2023, 11, 1)) == never);
    CHECK(held("2021/..", at(2999, 1, 1)) == surely);
    CHECK(held("../2021", at(-2000, 1, 1)) == surely);
}

TEST_CASE("a tie is uncertain towards an unknown end")
{
    CHECK(held("2020/", at(2019, 12, 31)) == never);
    CHECK(held("2020/", at(2021, 1, 1)) == perhaps);
    CHECK(held("2020/", at(2999, 1, 1)) == perhaps);
    CHECK(held("/2020", at(1000, 1, 1)) == perhaps);
    CHECK(held("/2020", at(2019, 12, 31)) == perhaps);
    CHECK(held("/2020", at(2021, 1, 1)) == never);
    CHECK(held("2020/..", at(2021, 1, 1)) == surely);
}

TEST_CASE("exact ends hold at both")
{
    const char* const meeting = "2023-05-22T10:00:00Z/2023-05-22T12:00:00Z";
    CHECK(held(meeting, at(2023, 5, 22, 9, 59, 59)) == never);
    CHECK(held(meeting, at(2023, 5, 22, 10)) == surely);
    CHECK(held(meeting, at(2023, 5, 22, 12)) == surely);
    CHECK(held(meeting, at(2023, 5, 22, 12, 0, 1)) == never);
}

TEST_CASE("a date that is no interval lasts throughout, unless it leaves open which")
{
    for (const std::string_view text : {"2023", "2023?", "2023-21", "2023-05-22", "2023-05"}) {
        CAPTURE(text);
        const date d(text);
        CHECK(held(text, d.earliest()) == surely);
        CHECK(held(text, d.latest()) == surely);
        CHECK(held(text, d.earliest() - 1s) == never);
        CHECK(held(text, d.latest() + 1s) == never);
    }
    for (const std::string_view text : {"202X", "2023-0X", "2023-05-XX", "[2021,2023]", "{2021,2023}", "[2021..2023]", "202X-21", "2023-05-22/2023-05-22"}) {
        CAPTURE(text);
        const date d(text);
        CHECK(held(text, d.earliest()) == perhaps);
        CHECK(held(text, d.earliest() + (d.latest() - d.earliest()) / 2) == perhaps);
        CHECK(held(text, d.latest()) == perhaps);
        CHECK(held(text, d.latest() + 1s) == never);
    }
}
