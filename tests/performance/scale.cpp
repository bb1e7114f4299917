// SPDX-License-Identifier: BSL-1.0
#include "by_demarche.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <exception>

// How far one machine goes: fills a chronicle with as many contacts of the ledger as it is told, and says what they take. Run by hand:
//   demarche_scale 100000000

namespace {

using namespace performance;

class stopwatch {
public:
    double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun_).count(); }

private:
    std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
};

void say_memory(const demarche::memory_use& m, std::size_t contacts)
{
    const auto each = [contacts](std::size_t bytes) { return static_cast<double>(bytes) / static_cast<double>(contacts); };
    fmt::print("bytes a contact: contacts {:.1f}, matters {:.1f}, parts {:.1f}, pairs {:.1f}, open {:.1f}, by known time {:.1f}, keys of matters {:.1f}; {:.1f} GB in all\n",
               each(m.contacts), each(m.matters), each(m.parts), each(m.pairs), each(m.open), each(m.known), each(m.keys), static_cast<double>(m.total()) * 1e-9);
}

template <class Ask>
void say_time(const char* what, std::size_t times, Ask ask)
{
    dice roll(4);
    std::size_t answers = 0;
    const stopwatch taken;
    for (std::size_t i = 0; i < times; ++i) answers += ask(roll);
    fmt::print("{}: {:.2f} us each, {} answers each\n", what, taken.seconds() * 1e6 / static_cast<double>(times), answers / times);
}

void run(std::size_t contacts)
{
    const ledger l = make_ledger(contacts);
    by_demarche book(l);
    const auto order = in_order(l);
    const stopwatch filling;
    book.append(l, order);
    fmt::print("{} contacts of {} matters, appended in {:.0f} s\n", l.contacts(), l.matters(), filling.seconds());
    say_memory(book.book().memory(), l.contacts());
    say_time("state of a leg", 1'000'000, [&](dice& roll) {
        const auto m = static_cast<std::uint32_t>(roll.below(l.matters()));
        return book.state_of(m, l.respondent[m], roll.uniform(0, days_of_requests - 1)).possible.size();
    });
    say_time("list all pending", 100, [&](dice& roll) { return book.pending(roll.uniform(0, days_of_requests - 1)).size(); });
}

}  // namespace

int main(int argc, char** argv)
{
    try {
        run(argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 100'000'000);
        return EXIT_SUCCESS;
    } catch (const std::exception& why) {
        fmt::print(stderr, "{}\n", why.what());
        return EXIT_FAILURE;
    }
}
