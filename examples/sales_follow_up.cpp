// SPDX-License-Identifier: BSL-1.0

// Whom must the seller call today, about what, and since when? By a lifecycle that is a file, like the chronicle.
//
//   sales_follow_up TABLE CHRONICLE SELLER DATE

#include <demarche/demarche.hpp>
#include <demarche/jsonl.hpp>

#include <cstdio>

using namespace demarche;

int main(int argc, char** argv)
{
    if (argc != 5) return std::fputs("usage: sales_follow_up TABLE CHRONICLE SELLER DATE\n", stderr), 2;
    try {
        const lifecycle_file follow_up = load_lifecycle(argv[1]);
        chronicle book = jsonl::load(argv[2]);
        book.use(follow_up);

        const view today = book.as_of(date{argv[4]});
        for (leg l : awaiting(today, book.find<actor>(argv[3])))
            fmt::print("{}, {}: {}\n", label(book, l.respondent), book[l.matter].title, status(today, l));
    } catch (const error& wrong) {
        return fmt::print(stderr, "sales_follow_up: {}\n", wrong.what()), 2;
    }
}
