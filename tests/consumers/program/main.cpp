// SPDX-License-Identifier: BSL-1.0
#include "talks.hpp"

#include <demarche/demarche.hpp>

int main()
{
    const demarche::chronicle book = talks();
    const demarche::view today = book.as_of(demarche::date{"2023-05-26"});
    for (const demarche::leg leg : demarche::pending(today)) fmt::print("{}\n", demarche::status(today, leg));
}
