// SPDX-License-Identifier: BSL-1.0
#include <demarche/demarche.hpp>

#include <cstdio>

using namespace demarche;

int main()
{
    chronicle book;
    const auto ana = book.add(actor{.key = "ana", .name = "Ana"});
    const auto ben = book.add(actor{.key = "ben", .name = "Ben"});
    const auto lunch = book.add(matter{.key = "lunch", .requester = ana, .respondents = {ben}, .reply_by = date{"2023-06-02"}});
    book.add(contact{.key = "c1", .matter = lunch, .act = acts::request, .from = ana, .to = ben, .on = date{"2023-05-22"}});
    book.add(contact{.key = "c2", .matter = lunch, .act = acts::accept, .from = ben, .to = ana, .on = date{"2023-05-30"}});

    for (const char* day : {"2023-05-21", "2023-05-26", "2023-05-31"}) fmt::print("{}: {}\n", day, status(book.as_of(date{day}), {lunch, ben}));
    for (leg l : pending(book.as_of(date{"2023-05-26"}))) fmt::print("pending on 2023-05-26: {}\n", book[l.matter].key);
}
