// SPDX-License-Identifier: BSL-1.0
#include <demarche/demarche.hpp>
#include <demarche/event_data.hpp>

#include <sstream>

int main()
{
    std::istringstream rows("US Department of Defense\tExpress intent to meet or negotiate\tPRC Ministry of National Defense\t2023-05-22\n");
    demarche::chronicle book;
    demarche::load_events(book, rows, {.correlation = {.days = 13}});
    const demarche::view today = book.as_of(demarche::date{"2023-05-26"});
    for (const demarche::leg leg : demarche::pending(today)) fmt::print("{}\n", demarche::status(today, leg));
}
