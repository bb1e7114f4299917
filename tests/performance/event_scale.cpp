// SPDX-License-Identifier: BSL-1.0
#include "coded_rows.hpp"

#include <demarche/event_data.hpp>

#include <fmt/format.h>

#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <exception>
#include <istream>
#include <string>

// Whether 20 years of ICEWS load on one machine: reads as many rows as it is told, of a file that is written while it is read. Run by hand:
//   demarche_event_scale 20000000             rows of ICEWS, a report each
//   demarche_event_scale 20000000 no-reports

namespace {

using namespace performance;

double processor_seconds()
{
    rusage used = {};
    getrusage(RUSAGE_SELF, &used);
    return static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) + static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec) * 1e-6;
}

double peak_gigabytes()
{
    rusage used = {};
    getrusage(RUSAGE_SELF, &used);
    return static_cast<double>(used.ru_maxrss) * 1024e-9;
}

double seconds_to_write(std::size_t rows)
{
    const double begun = processor_seconds();
    coded_text text(row_form::icews, rows);
    std::string room(std::size_t{1} << 16, '\0');
    while (text.sgetn(room.data(), static_cast<std::streamsize>(room.size())) > 0) {}
    return processor_seconds() - begun;
}

void say_memory(const demarche::memory_use& m, double contacts)
{
    const auto each = [contacts](std::size_t bytes) { return static_cast<double>(bytes) / contacts; };
    fmt::print("bytes a contact: contacts {:.1f}, matters {:.1f}, parts {:.1f}, pairs {:.1f}, open {:.1f}, by known time {:.1f}, keys {:.1f}, reports {:.1f}, others {:.1f}; "
               "{:.1f} without reports, {:.1f} in all, {:.2f} GB\n",
        each(m.contacts), each(m.matters), each(m.parts), each(m.pairs), each(m.open), each(m.known), each(m.keys), each(m.reports), each(m.others),
        each(m.total() - m.reports), each(m.total()), static_cast<double>(m.total()) * 1e-9);
}

void run(std::size_t rows, bool reports)
{
    const double writing = seconds_to_write(rows);
    const double begun = processor_seconds();
    demarche::event_log log({.format = demarche::event_format::icews, .reports = reports});
    coded_text text(row_form::icews, rows);
    std::istream in(&text);
    log.read(in);
    const double read = processor_seconds() - begun - writing;
    fmt::print("{} rows read in {:.1f} s of the processor, beside {:.1f} s to write them; peak {:.2f} GB\n", rows, read, writing, peak_gigabytes());
    demarche::chronicle book;
    const demarche::load_report r = log.record(book);
    const double recorded = processor_seconds() - begun - writing - read;
    fmt::print("recorded in {:.1f} s: {} contacts, {} merged, {} mirrored, {} actors, {} matters, {} reports; peak {:.2f} GB\n", recorded, r.contacts, r.merged,
        r.mirrored, r.actors, r.matters, r.reports, peak_gigabytes());
    fmt::print("{:.2f} million rows a second\n", static_cast<double>(rows) / (read + recorded) * 1e-6);
    say_memory(book.memory(), static_cast<double>(book.size().contacts));
}

}  // namespace

int main(int argc, char** argv)
{
    try {
        run(argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 20'000'000, argc <= 2);
        return EXIT_SUCCESS;
    } catch (const std::exception& why) {
        fmt::print(stderr, "{}\n", why.what());
        return EXIT_FAILURE;
    }
}
