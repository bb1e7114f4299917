// SPDX-License-Identifier: BSL-1.0
#include <demarche/event_data.hpp>
#include <demarche/jsonl.hpp>

#include "conformance_data.hpp"

#include <doctest/doctest.h>

#include <sstream>
#include <string>
#include <vector>

using namespace demarche;

namespace {

/// As `chronicle_status --json` prints it, of every leg.
std::vector<std::string> accounts_of(const chronicle& book, std::string_view when)
{
    const view v = book.as_of(date{when});
    std::vector<std::string> lines;
    for (leg l : legs(v)) lines.push_back(jsonl::to_json(v, account_of(v, l)));
    return lines;
}

void survives_writing(const chronicle& book, std::string_view when)
{
    std::stringstream file;
    jsonl::write(file, book);
    chronicle again;
    jsonl::read(file, again);
    CHECK(again.size() == book.size());
    CHECK(accounts_of(again, when) == accounts_of(book, when));
    CHECK(total(again.as_of(date{when})) == total(book.as_of(date{when})));
}

}  // namespace

TEST_CASE("event data: what is written as a chronicle file is read as the same")
{
    std::istringstream in(
        "A (X)\t036\tB\xC2\xA0 \"Y\"\t2014-01-01\nA (X)\t036\tB \"Y\"\t2014-01-09\nB \"Y\"\t125\tA (X)\t2014-02-01\nA (X)\t010\t#c1\t2014-02-01\n");
    chronicle book;
    load_events(book, in, {.correlation = {.level = correlation_level::sides}});
    survives_writing(book, "2014-03-01");
}

TEST_CASE("event data: so are real files")
{
    const std::filesystem::path data = conformance::data_folder();
    if (data.empty()) return;
    for (const char* file : {"icews/icews14.tsv", "icews/dataverse_2018_sample.tab", "gdelt/georgia_201301.export.tsv"}) {
        chronicle book;
        load_events(book, data / file);
        survives_writing(book, "2014-10-01");
    }
}
