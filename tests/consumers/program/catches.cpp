// SPDX-License-Identifier: BSL-1.0
#include "refuses.hpp"
#include "talks.hpp"

/// The answer, where the refusal is caught by its type.
int main()
{
    try {
        take_date("the day before yesterday");
    } catch (const demarche::error& refused) {
        if (refused.code() != demarche::errc::invalid_date) return 1;
        const demarche::chronicle book = talks();
        const demarche::view today = book.as_of(demarche::date{"2023-05-26"});
        for (const demarche::leg leg : demarche::pending(today)) fmt::print("{}\n", demarche::status(today, leg));
    }
}
