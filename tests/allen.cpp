// SPDX-License-Identifier: BSL-1.0
#include <demarche/allen.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <tuple>
#include <vector>

using namespace demarche;
using namespace std::chrono_literals;

namespace {

using enum interval_relation;

constexpr std::array all{before, meets, overlaps, starts, during, finishes, equals, after, met_by, overlapped_by, started_by, contains, finished_by};

std::string words(interval_relations some)
{
    std::string text;
    for (const interval_relation r : all)
        if (some.contains(r)) text += (text.empty() ? "" : " ") + std::string(to_text(r));
    return text;
}

std::string between(const char* a, const char* b) { return words(allen(date{a}, date{b})); }

struct stretch {
    int begin;
    int end;  ///< its last second
};

/// Allen's definitions of 1983, on [begin, end + 1).
bool stand(stretch a, interval_relation r, stretch b)
{
    const int a_over = a.end + 1, b_over = b.end + 1;
    switch (r) {
        case before: return a_over < b.begin;
        case meets: return a_over == b.begin;
        case overlaps: return a.begin < b.begin && b.begin < a_over && a_over < b_over;
        case starts: return a.begin == b.begin && a_over < b_over;
        case during: return a.begin > b.begin && a_over < b_over;
        case finishes: return a.begin > b.begin && a_over == b_over;
        case equals: return a.begin == b.begin && a_over == b_over;
        default: return stand(b, converse(r), a);
    }
}

interval_relation relation_of(stretch a, stretch b)
{
    std::vector<interval_relation> found;
    for (const interval_relation r : all)
        if (stand(a, r, b)) found.push_back(r);
    REQUIRE(found.size() == 1);
    return found.front();
}

std::vector<stretch> stretches(int points)
{
    std::vector<stretch> found;
    for (int begin = 0; begin < points; ++begin)
        for (int end = begin; end < points; ++end) found.push_back({begin, end});
    return found;
}

/// A period by the bounds of its ends, in seconds from an origin.
struct loose {
    stretch begins;
    stretch ends;

    bool possible() const { return begins.begin <= ends.end; }
    period from(instant origin) const
    {
        const auto at = [&](int n) { return origin + std::chrono::seconds(n); };
        return {at(begins.begin), at(begins.end), at(ends.begin), at(ends.end)};
    }
    std::vector<stretch> worlds() const
    {
        std::vector<stretch> found;
        for (int begin = begins.begin; begin <= begins.end; ++begin)
            for (int end = std::max(begin, ends.begin); end <= ends.end; ++end) found.push_back({begin, end});
        return found;
    }
};

std::vector<loose> every_period(int points)
{
    std::vector<loose> found;
    for (const stretch begins : stretches(points))
        for (const stretch ends : stretches(points))
            if (const loose p{begins, ends}; p.possible()) found.push_back(p);
    return found;
}

interval_relations by_worlds(const loose& a, const loose& b)
{
    interval_relations found;
    for (const stretch x : a.worlds())
        for (const stretch y : b.worlds()) found = found | relation_of(x, y);
    return found;
}

period exactly(stretch s) { return loose{{s.begin, s.begin}, {s.end, s.end}}.from(instant{}); }

TEST_CASE("what is possible is what the worlds of the ends give, and its converse the other way round")
{
    constexpr int points = 5;
    const auto periods = every_period(points);
    std::size_t wrong = 0;
    for (const loose& a : periods) {
        for (const loose& b : periods) {
            const interval_relations expected = by_worlds(a, b);
            // The first and the last instants are as good as any.
            for (const instant origin : {instant{}, beginning_of_time, end_of_time - std::chrono::seconds(points - 1)}) {
                const interval_relations found = allen(a.from(origin), b.from(origin));
                wrong += found != expected || allen(b.from(origin), a.from(origin)) != converse(found);
            }
        }
    }
    CHECK(periods.size() == 190);
    CHECK(wrong == 0);
}

TEST_CASE("a relation is certain where it is the only one, and a set of them where it has all that are possible")
{
    const auto periods = every_period(3);
    std::size_t wrong = 0;
    for (const loose& a : periods) {
        for (const loose& b : periods) {
            const interval_relations possible = by_worlds(a, b);
            const period x = a.from(instant{}), y = b.from(instant{});
            for (const interval_relation r : all) {
                const verdict expected = !possible.contains(r) ? verdict::impossibly : possible.size() == 1 ? verdict::certainly : verdict::possibly;
                wrong += holds(x, r, y) != expected || holds(y, converse(r), x) != expected;
            }
            wrong += holds(x, possible, y) != verdict::certainly || holds(x, {}, y) != verdict::impossibly;
        }
    }
    CHECK(wrong == 0);
}

TEST_CASE("between exact stretches one relation holds, and each of the thirteen does somewhere")
{
    interval_relations seen;
    for (const stretch a : stretches(6)) {
        for (const stretch b : stretches(6)) {
            const interval_relations found = allen(exactly(a), exactly(b));
            CHECK(found == relation_of(a, b));
            CHECK(found.size() == 1);
            seen = seen | found;
        }
        CHECK(allen(exactly(a), exactly(a)) == equals);
    }
    CHECK(seen.size() == interval_relation_count);
}

// 169 pairs of relations leave 409 that the third can be, as Allen's table of 1983 has them.
TEST_CASE("the relations compose as in Allen's table")
{
    const auto every = stretches(6);
    std::set<std::tuple<interval_relation, interval_relation, interval_relation>> compositions;
    const auto relation = [](stretch a, stretch b) {
        const interval_relations one = allen(exactly(a), exactly(b));
        return *std::find_if(all.begin(), all.end(), [&](interval_relation r) { return one.contains(r); });
    };
    for (const stretch a : every)
        for (const stretch b : every)
            for (const stretch c : every) compositions.emplace(relation(a, b), relation(b, c), relation(a, c));
    CHECK(compositions.size() == 409);
    const auto composed = [&](interval_relation r, interval_relation s) {
        interval_relations found;
        for (const auto& [first, second, third] : compositions)
            if (first == r && second == s) found = found | third;
        return found;
    };
    for (const interval_relation r : all) {
        CHECK(composed(equals, r) == r);
        CHECK(composed(r, equals) == r);
        // Of a to itself, by way of another.
        CHECK(composed(r, converse(r)).contains(equals));
        for (const interval_relation s : all) CHECK(composed(converse(s), converse(r)) == converse(composed(r, s)));
    }
    for (const interval_relation r : {before, starts, during, finishes, equals}) CHECK(composed(r, r) == r);
    CHECK(composed(meets, meets) == before);
    CHECK(composed(overlaps, overlaps) == interval_relations{before, meets, overlaps});
    CHECK(composed(before, after).size() == interval_relation_count);
}

TEST_CASE("sets of relations")
{
    CHECK(interval_relations().empty());
    CHECK(interval_relations{before, meets, before}.size() == 2);
    CHECK(interval_relations{before, meets}.contains({meets}));
    CHECK_FALSE(interval_relations{before, meets}.contains({meets, after}));
    CHECK((interval_relations{before, meets} & interval_relations{meets, after}) == meets);
    CHECK(converse(interval_relations{before, equals, contains}) == interval_relations{after, equals, during});
    for (const interval_relation r : all) {
        CHECK(converse(converse(r)) == r);
        CHECK((converse(r) == r) == (r == equals));
    }
}

TEST_CASE("exact dates: the stretches that they name")
{
    CHECK(between("2023-05", "2023-06") == "meets");
    CHECK(between("2023-05", "2023-07") == "before");
    CHECK(between("2023-05-22", "2023-05") == "during");
    CHECK(between("2023-05-01", "2023-05") == "starts");
    CHECK(between("2023-05-31", "2023-05") == "finishes");
    CHECK(between("2023", "2023-05-22") == "contains");
    CHECK(between("2023-12", "2023") == "finishes");
    CHECK(between("2023", "2023-01") == "started_by");
    CHECK(between("2023", "2023-12-31") == "finished_by");
    CHECK(between("2023-21", "2023-34") == "overlaps");
    CHECK(between("2023-34", "2023-21") == "overlapped_by");
    CHECK(between("2023-33", "2023-33") == "equals");
    CHECK(between("2023-05?", "2023-05~") == "equals");
    CHECK(between("2023-05-22T09:59:59Z", "2023-05-22T10:00Z") == "meets");
    CHECK(between("2023-05-22T10:00:00+02:00", "2023-05-22T08:00:00Z") == "equals");
    CHECK(between("2023-02-28T23:59:59Z", "2023-03") == "meets");
    CHECK(between("2024-02-28", "2024-03") == "before");
    CHECK(between("-0001", "0000") == "meets");
}

TEST_CASE("an interval's ends lie anywhere in the dates that they are written as")
{
    CHECK(between("2023-05/2023-07", "2023-09") == "before");
    CHECK(between("2023-05/2023-07", "2023-08") == "before meets");
    CHECK(between("2023-05/2023-07", "2023-07") == "overlaps finished_by");
    CHECK(between("2023-05/2023-07", "2023-06") == "contains");
    CHECK(between("2023-05-22", "2023-05/2023-07") == "before meets overlaps starts during");
    CHECK(between("2021/2022", "2021/2022") == "overlaps starts during finishes equals overlapped_by started_by contains finished_by");
    CHECK(between("2023-05-22T10:00:00Z/2023-05-22T11:59:59Z", "2023-05-22T12:00:00Z/2023-05-22T13:00:00Z") == "meets");
    CHECK(between("2023-05-22T10:00:00Z/2023-05-22T12:00:00Z", "2023-05-22T12:00:00Z/2023-05-22T13:00:00Z") == "overlaps");
    CHECK(between("2023-05-01/2023-05-31", "2023-05") == "starts during finishes equals");
    // It ends within the May in which it begins, and no earlier than that.
    CHECK(between("2023-05-22/2023-05", "2023-05-22T00:00:00Z/2023-05-22T23:59:59Z").find("before") == std::string::npos);
}

TEST_CASE("a set and unspecified digits are any stretch within their bounds")
{
    CHECK(between("202X", "2030") == "before meets");
    CHECK(between("202X", "2019") == "after met_by");
    CHECK(allen(date{"202X"}, date{"2020/2029"}).size() == interval_relation_count);
    CHECK(between("2023-05-XX", "2023-05") == "starts during finishes equals");
    CHECK(between("[2021,2023]", "2025") == "before");
    CHECK(between("{2021,2023}", "2024") == "before meets");
    CHECK(between("1950S2", "2000") == "before meets");
    CHECK(holds(date{"2023-05-XX"}, {starts, during, finishes, equals}, date{"2023-05"}) == verdict::certainly);
    CHECK(holds(date{"2023-05-XX"}, during, date{"2023-05"}) == verdict::possibly);
    CHECK(holds(date{"2023-05-XX"}, before, date{"2023-05"}) == verdict::impossibly);
}

TEST_CASE("an open end is no end: nothing meets it or comes after it")
{
    CHECK(between("2021-01-22/..", "2023") == "contains");
    CHECK(between("2023", "2021/..") == "during");
    CHECK(between("../2020", "2021") == "before meets");
    CHECK(between("../2020", "2022/..") == "before");
    CHECK(between("../..", "../..") == "equals");
    CHECK(between("2023", "../..") == "during");
    CHECK(between("../2020", "../..") == "starts");
    CHECK(between("2020/..", "../..") == "finishes");
    CHECK(between("../2020", "../2022") == "starts");
    CHECK(between("../2020", "2020/..") == "before meets overlaps");
    CHECK(between("2020/..", "2021/..") == "finished_by");
    CHECK(between("2020/..", "2020/..") == "finishes equals finished_by");
}

TEST_CASE("an unknown end lies anywhere on its side")
{
    CHECK(between("2020-01-01T00:00:00Z/", "2023") == "before meets overlaps contains finished_by");
    CHECK(between("2020-01-01T00:00:00Z/", "2020") == "starts equals started_by");
    CHECK(between("2020-01-01T00:00:00Z/", "2019") == "met_by");
    CHECK(between("/2020-01-01T00:00:00Z", "2020-01-01T00:00:01Z") == "meets");
    CHECK(between("/2020", "2021/..") == "before meets");
    CHECK(between("2020-01-01T00:00:00Z/", "2020-01-01T00:00:00Z/..") == "starts equals");
    CHECK(between("/..", "../..") == "finishes equals");
    CHECK(allen(date{"/"}, date{"/"}).size() == interval_relation_count);
    // The end is possibly that of all time, so that it is no certain part of it.
    CHECK(between("/", "../..") == "starts during finishes equals");
}

TEST_CASE("the words for the relations are Allen's")
{
    CHECK(words(interval_relations{before, meets, overlaps, starts, during, finishes, equals}) == "before meets overlaps starts during finishes equals");
    CHECK(words(interval_relations{after, met_by, overlapped_by, started_by, contains, finished_by}) ==
          "after met_by overlapped_by started_by contains finished_by");
    CHECK(converse(meets) == met_by);
    CHECK(converse(during) == contains);
    CHECK(converse(finishes) == finished_by);
}

}  // namespace
