// SPDX-License-Identifier: BSL-1.0
#include "talks.hpp"

#include <demarche/jsonl.hpp>

#include <sstream>

int main()
{
    std::stringstream file;
    demarche::jsonl::write(file, talks());
    demarche::chronicle book;
    demarche::jsonl::read(file, book);
    const demarche::view today = book.as_of(demarche::date{"2023-05-26"});
    for (const demarche::leg leg : demarche::pending(today)) fmt::print("{}\n", demarche::status(today, leg));
}
