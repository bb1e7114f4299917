// SPDX-License-Identifier: BSL-1.0
#include "coded_rows.hpp"
#include "rows_by_hand.hpp"

#include <demarche/event_data.hpp>

#include <fmt/format.h>

#ifdef DEMARCHE_WITH_ZLIB
#include <zlib.h>
#endif

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <filesystem>
#include <istream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

// How fast rows of event data become contacts and matters, a row for each format. The argument is the number of rows; without one, 1 million. What is counted
// is compared with rows_by_hand before the time of demarche is taken. What follows the number are the names of the rows to be shown, by default all:
//   demarche_event_loading 3000000 "four columns"
// Or the arguments are files, each of which is loaded as it is.

namespace {

using namespace performance;

constexpr int times_each = 3;  // of which the fastest counts

struct workload {
    std::string name;
    demarche::event_format format;
    row_form form;
    row_columns columns;
    bool packed = false;
};

const std::vector<workload>& workloads()
{
    static const std::vector<workload> all{
        {"four columns", demarche::event_format::benchmark, row_form::four_columns, {3, 0, 1, 2}},
#ifdef DEMARCHE_WITH_ZLIB
        {"four columns, gzip", demarche::event_format::benchmark, row_form::four_columns, {3, 0, 1, 2}, true},
#endif
        {"ICEWS", demarche::event_format::icews, row_form::icews, {1, 2, 6, 8}},
        {"GDELT 1.0", demarche::event_format::gdelt1, row_form::gdelt1, {1, 6, 26, 16}},
        {"GDELT 2.0", demarche::event_format::gdelt2, row_form::gdelt2, {1, 6, 26, 16}},
        {"POLECAT", demarche::event_format::polecat, row_form::polecat, {1, 2, 5, 7, 6}},
    };
    return all;
}

/// Reads what somebody else holds.
class held_text : public std::streambuf {
public:
    explicit held_text(std::string& text) { setg(text.data(), text.data(), text.data() + text.size()); }
};

std::string written(row_form form, std::size_t rows)
{
    coded_text text(form, rows);
    return {std::istreambuf_iterator<char>(&text), {}};
}

#ifdef DEMARCHE_WITH_ZLIB
std::string packed(std::string text)
{
    z_stream z = {};
    if (deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) throw std::runtime_error("zlib cannot be started");
    std::string into(deflateBound(&z, static_cast<uLong>(text.size())), '\0');
    z.next_in = reinterpret_cast<Bytef*>(text.data());
    z.avail_in = static_cast<uInt>(text.size());
    z.next_out = reinterpret_cast<Bytef*>(into.data());
    z.avail_out = static_cast<uInt>(into.size());
    deflate(&z, Z_FINISH);
    into.resize(z.total_out);
    deflateEnd(&z);
    return into;
}
#else
std::string packed(std::string text) { return text; }
#endif

/// The fastest of several times, in seconds of the processor.
template <class Do>
double seconds(Do once, int times = times_each)
{
    double least = 0;
    for (int i = 0; i < times; ++i) {
        const std::clock_t begun = std::clock();
        once();
        const double taken = static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC;
        if (i == 0 || taken < least) least = taken;
    }
    return least;
}

struct loaded {
    demarche::load_report report;
    demarche::memory_use memory;
    std::size_t contacts = 0;
};

loaded load(std::vector<std::string>& files, const demarche::event_options& options)
{
    demarche::event_log log(options);
    for (std::string& file : files) {
        held_text text(file);
        std::istream in(&text);
        log.read(in);
    }
    demarche::chronicle book;
    const demarche::load_report report = log.record(book);
    return {report, book.memory(), book.size().contacts};
}

void compare(const std::string& what, std::uint64_t found, std::uint64_t expected)
{
    if (found != expected) throw std::runtime_error(fmt::format("{}: demarche counts {}, by hand there are {}", what, found, expected));
}

void compare(const workload& w, const demarche::load_report& found, const rows_by_hand& expected)
{
    compare(w.name + ": rows", found.rows, expected.rows());
    compare(w.name + ": contacts", found.contacts, expected.contacts());
    compare(w.name + ": mirrored", found.mirrored, expected.mirrored());
    compare(w.name + ": merged", found.merged, expected.merged());
}

constexpr std::string_view layout = "{:<24} {:>10} {:>10} {:>10} {:>10} {:>9} {:>10} {:>10} {:>9}\n";

std::string millions(double rows, double seconds) { return fmt::format("{:.2f} M/s", rows / seconds * 1e-6); }

void say_head()
{
    fmt::print(layout, "", "rows", "demarche", "by hand", "splitting", "x by hand", "B/contact", "B/report", "matters");
}

void say(const std::string& name, const loaded& l, double taken, const std::string& by_hand, const std::string& splitting, const std::string& times)
{
    const auto each = [](std::size_t bytes, std::uint64_t of) { return of == 0 ? std::string("-") : fmt::format("{:.0f}", static_cast<double>(bytes) / static_cast<double>(of)); };
    fmt::print(layout, name, l.report.rows, millions(static_cast<double>(l.report.rows), taken), by_hand, splitting, times,
        each(l.memory.total() - l.memory.reports, l.contacts), each(l.memory.reports, l.report.reports), l.report.matters);
}

void measure(const workload& w, std::size_t rows)
{
    std::string text = written(w.form, rows);
    std::string head;
    write_header(w.form, head);
    const std::string_view body = std::string_view(text).substr(head.size());
    rows_by_hand expected(w.columns);
    const double by_hand = seconds([&] { expected.read(body); }, 1);
    std::vector<std::string> files{w.packed ? packed(text) : text};
    const demarche::event_options options{.format = w.format};
    const loaded found = load(files, options);
    compare(w, found.report, expected);
    std::size_t cells = 0;
    const double ours = seconds([&] { load(files, options); });
    const double splitting = seconds([&] { cells += cells_in(body); });
    const auto count = static_cast<double>(rows);
    say(w.name, found, ours, millions(count, by_hand), cells != 0 ? millions(count, splitting) : "-", fmt::format("{:.2f}", by_hand / ours));
}

const std::string with_mentions = "GDELT 2.0 and mentions";

/// Mentions, each of an event that was read before.
void measure_mentions(std::size_t rows)
{
    std::vector<std::string> files{written(row_form::gdelt2, rows), written(row_form::mentions, rows)};
    const loaded found = load(files, {});
    rows_by_hand events({1, 6, 26, 16});
    events.read(files.front());
    compare("mentions: contacts", found.report.contacts, events.contacts());
    compare("mentions: merged", found.report.merged, events.merged() + rows);
    const double taken = seconds([&] { load(files, {}); });
    say(with_mentions, found, taken, "-", "-", "-");
}

void measure_file(const std::filesystem::path& file)
{
    const auto load_it = [&] {
        demarche::chronicle book;
        const demarche::load_report report = demarche::load_events(book, file);
        return loaded{report, book.memory(), book.size().contacts};
    };
    const double taken = seconds([&] { load_it(); });
    say(file.filename().string(), load_it(), taken, "-", "-", "-");
}

std::size_t number_in(const char* text)
{
    char* end = nullptr;
    const std::size_t n = std::strtoull(text, &end, 10);
    if (*end != '\0' || n < 1000) throw std::runtime_error(fmt::format("{} is neither a file nor a number of rows of 1000 or more", text));
    return n;
}

}  // namespace

int main(int argc, char** argv)
{
    try {
        const bool files = argc > 1 && std::filesystem::exists(argv[1]);
        const std::size_t rows = argc > 1 && !files ? number_in(argv[1]) : 1'000'000;
        say_head();
        if (files) {
            std::for_each(argv + 1, argv + argc, measure_file);
            return EXIT_SUCCESS;
        }
        const std::vector<std::string> names(argv + std::min(argc, 2), argv + argc);
        const auto is_asked = [&](const std::string& name) { return names.empty() || std::find(names.begin(), names.end(), name) != names.end(); };
        for (const workload& w : workloads())
            if (is_asked(w.name)) measure(w, rows);
        if (is_asked(with_mentions)) measure_mentions(rows);
        return EXIT_SUCCESS;
    } catch (const std::exception& why) {
        fmt::print(stderr, "{}\n", why.what());
        return EXIT_FAILURE;
    }
}
