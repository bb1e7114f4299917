// SPDX-License-Identifier: BSL-1.0
#include <demarche/explanation.hpp>

#include <demarche/format.hpp>

#include "support.hpp"

#include <iostream>

using namespace demarche;
using namespace support;

TEST_CASE("x")
{
    talks t("2023-06-02/2023-06-04");
    const contact_id c1 = t.say(t.r, acts::request, "2023-05-22");
    t.say(t.a, acts::accept, "2023-05-25/2023-05-29");
    t.say(t.a, acts::decline, "2023-05");
    t.dispute(c1);
    std::cout << to_text(explain(t.book.as_of(date("2023-05-26")), {t.m, t.a})) << '\n';
    std::cout << to_text(explain(t.book.as_of(date("2023-06-26")), {t.m, t.a})) << '\n';
}
