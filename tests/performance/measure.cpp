// SPDX-License-Identifier: BSL-1.0
#include "agreement.hpp"
#include "memory_lines.hpp"
#include "table.hpp"

#include <demarche/jsonl.hpp>

#include <benchmark/benchmark.h>
#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <istream>
#include <memory>
#include <ostream>
#include <span>
#include <streambuf>
#include <string>
#include <thread>

#if defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 33)
#include <malloc.h>
#define DEMARCHE_HAS_MALLINFO2 1
#endif

// Takes the time of every operation of the workload, for demarche and beside it. The arguments are numbers of contacts, and what Google
// Benchmark takes (--benchmark_filter=…); without a number, 100 thousand and 1 million.

namespace {

using namespace performance;

constexpr double shortest_measurement = 0.3;  // seconds; an operation that takes longer is done once
constexpr std::size_t largest_written = 2'000'000;  // contacts: whole files are held in memory

/// What is allocated now; 0 where nobody tells.
std::size_t allocated()
{
#ifdef DEMARCHE_HAS_MALLINFO2
    const struct mallinfo2 now = mallinfo2();
    return now.uordblks + now.hblkhd;
#else
    return 0;
#endif
}

/// Notes times in a table, and shows on standard error how far the run has come.
class noting : public benchmark::BenchmarkReporter {
public:
    struct row {
        std::string operation;
        side by;
        std::size_t contacts;
        double per;    ///< what one iteration does, of what the row is about
        double bytes;  ///< that one iteration reads or writes, where the row is about these
    };

    explicit noting(table& into) : table_(into) {}

    std::string expect(row r)
    {
        constexpr std::array<std::string_view, 3> names{"demarche", "SQLite", "adjacency_list"};
        std::string name = fmt::format("{}|{}|{}", r.operation, names[static_cast<std::size_t>(r.by)], r.contacts);
        table_.announce(r.operation, r.contacts);
        rows_[name] = std::move(r);
        return name;
    }

    bool ReportContext(const Context&) override { return true; }
    void ReportRuns(const std::vector<Run>& runs) override
    {
        for (const Run& run : runs) {
            const row& r = rows_.at(run.run_name.function_name);
            const double seconds = run.cpu_accumulated_time / static_cast<double>(run.iterations);
            fmt::print(stderr, "{}: {} times in {:.2f} s\n", run.run_name.function_name, run.iterations, run.cpu_accumulated_time);
            if (r.bytes > 0)
                table_.note(r.operation, r.contacts, r.by, r.bytes / seconds / 1e6, unit::megabytes_a_second);
            else
                table_.note(r.operation, r.contacts, r.by, seconds * 1e9 / r.per);
        }
    }

private:
    table& table_;
    std::map<std::string, row> rows_;
};

/// Collects what is written to it.
class text_sink : public std::streambuf {
public:
    std::string text;

private:
    int_type overflow(int_type c) override
    {
        if (!traits_type::eq_int_type(c, traits_type::eof())) text.push_back(traits_type::to_char_type(c));
        return traits_type::not_eof(c);
    }
    std::streamsize xsputn(const char* s, std::streamsize n) override
    {
        text.append(s, static_cast<std::size_t>(n));
        return n;
    }
};

/// Reads what somebody else holds.
class text_source : public std::streambuf {
public:
    explicit text_source(std::string& text) { setg(text.data(), text.data(), text.data() + text.size()); }
};

struct question {
    std::uint32_t matter;
    std::uint32_t asked;  ///< the respondent of that
    std::uint32_t requester;
    std::uint32_t respondent;
    std::uint32_t actor;
    int day;
    int known;
};

/// Random, independent questions, in a number that is a power of two.
std::vector<question> make_questions(const ledger& l)
{
    dice roll(4);
    std::vector<question> all(std::size_t{1} << 16);
    for (question& q : all) {
        q.matter = static_cast<std::uint32_t>(roll.below(l.matters()));
        q.asked = l.respondent[q.matter];
        const std::uint64_t pair_of = roll.below(l.matters());
        q.requester = l.requester[pair_of];
        q.respondent = l.respondent[pair_of];
        q.actor = roll.popular_actor();
        q.day = roll.uniform(0, days_of_requests - 1);
        q.known = std::max(0, q.day + roll.uniform(-30, 9));
    }
    return all;
}

/// Every measurement over one ledger.
class measurement {
public:
    measurement(std::size_t asked, table& into) : ledger_(make_ledger(asked)), contacts_(ledger_.contacts()), table_(into), noted_(into) {}

    void run()
    {
        fmt::print(stderr, "{} contacts of {} matters\n", contacts_, ledger_.matters());
        append();
        benchmark::RunSpecifiedBenchmarks(&noted_);
        benchmark::ClearRegisteredBenchmarks();

        make_sides();
        compare();
        read_memory();
        ask_of_all();
        ask_in_batches();
        ask_of_windows();
        if (contacts_ <= largest_written) files();
        const vague_leg vague;
        time("status of six vague dates", side::demarche, [&](const question&) { return vague.answer(); });
        benchmark::RunSpecifiedBenchmarks(&noted_);
        benchmark::ClearRegisteredBenchmarks();
    }

private:
    /// Takes the time of `ask`, which gets one question after the other.
    template <class Ask>
    void time(const std::string& operation, side by, Ask ask, double bytes = 0, double per = 1)
    {
        const std::string name = noted_.expect({operation, by, contacts_, per, bytes});
        const auto body = [this, ask](benchmark::State& run) {
            std::size_t n = 0;
            for (auto _ : run) benchmark::DoNotOptimize(ask(questions_[n++ & (questions_.size() - 1)]));
        };
        benchmark::RegisterBenchmark(name.c_str(), body)->MinTime(shortest_measurement);
    }

    /// The same for what fills a side: once, and for each contact.
    template <class Side, class Fill>
    void time_filling(const std::string& operation, side by, Fill fill)
    {
        const std::string name = noted_.expect({operation, by, contacts_, static_cast<double>(contacts_), 0});
        const auto body = [this, fill](benchmark::State& run) {
            for (auto _ : run) {
                run.PauseTiming();
                auto filled = std::make_unique<Side>(ledger_);
                run.ResumeTiming();
                fill(*filled);
                run.PauseTiming();
                filled.reset();
                run.ResumeTiming();
            }
        };
        benchmark::RegisterBenchmark(name.c_str(), body)->Iterations(1);
    }

    /// A list that stands until the next is asked need not be copied.
    static std::size_t answered(const std::vector<demarche::leg>& list) { return list.size(); }
    static demarche::contact_id answered(demarche::contact_id c) { return c; }

    void append()
    {
        const auto each_side = [this](const std::string& operation, const std::vector<std::uint32_t>& order) {
            const auto fill = [this, &order](auto& filled) { filled.append(ledger_, order); };
            time_filling<by_demarche>(operation, side::demarche, fill);
            time_filling<by_sqlite>(operation, side::sqlite, fill);
            time_filling<by_adjacency_list>(operation, side::adjacency_list, fill);
        };
        each_side("append, indexes kept (a contact)", in_order_);
        each_side("append, every tenth late (a contact)", late_);
        table_.remark("append, indexes kept (a contact)", contacts_, "SQLite: without its episodes");
    }

    void make_sides()
    {
        // Each side is filled with nothing else going on, so that what is allocated meanwhile is its own.
        const auto weigh = [this](side by, auto make) {
            const std::size_t before = allocated();
            auto made = make();
            if (const std::size_t after = allocated(); after > before)
                table_.note("memory, matters and keys included (a contact)", contacts_, by,
                            static_cast<double>(after - before) / static_cast<double>(contacts_), unit::bytes);
            return made;
        };
        const auto filled = [this]<class Side>(std::type_identity<Side>) {
            auto made = std::make_unique<Side>(ledger_);
            made->append(ledger_, in_order_);
            return made;
        };
        demarche_ = weigh(side::demarche, [&] { return filled(std::type_identity<by_demarche>{}); });
        weigh_parts(demarche_->book().memory());
        adjacency_list_ = weigh(side::adjacency_list, [&] { return filled(std::type_identity<by_adjacency_list>{}); });
        sqlite_ = weigh(side::sqlite, [&] {
            auto made = filled(std::type_identity<by_sqlite>{});
            made->make_episodes();
            return made;
        });
    }

    void weigh_parts(const demarche::memory_use& m)
    {
        const auto note = [&](const char* what, std::size_t bytes) {
            table_.note(what, contacts_, side::demarche, static_cast<double>(bytes) / static_cast<double>(contacts_), unit::bytes);
        };
        const std::size_t one_clock = m.contacts + m.matters + m.parts + m.pairs + m.open;
        note("memory without keys: columns and indexes", one_clock);
        note("memory without keys: and the index for both clocks", one_clock + m.known);
        note("memory: keys of matters", m.keys);
        table_.note("memory: a report", contacts_, side::demarche, bytes_a_report(), unit::bytes);
        table_.remark("memory without keys: columns and indexes", contacts_,
                      fmt::format("contacts {}, matters {}, parts {}, pairs {}, open {}", m.contacts / contacts_, m.matters / contacts_, m.parts / contacts_,
                                  m.pairs / contacts_, m.open / contacts_));
    }

    void compare()
    {
        fmt::print(stderr, "comparing the answers\n");
        compare_answers(ledger_, {*demarche_, *sqlite_, *adjacency_list_}, {.points = 20'000, .lists = std::clamp<std::size_t>(2'000'000 / contacts_, 1, 20)});
        compare_windows(ledger_, *demarche_, first_of_window);
        fmt::print(stderr, "all sides agree; taking the time\n");
    }

    /// One operation by every side: `ask` is called with a side and a question.
    template <class Ask>
    void time_all(const std::string& operation, Ask ask)
    {
        time(operation, side::demarche, [this, ask](const question& q) { return answered(ask(*demarche_, q)); });
        time(operation, side::sqlite, [this, ask](const question& q) { return ask(*sqlite_, q); });
        time(operation, side::adjacency_list, [this, ask](const question& q) { return ask(*adjacency_list_, q); });
    }

    /// The same for what lists answers, with how many these are.
    template <class Ask>
    void time_lists(const std::string& operation, Ask ask)
    {
        time_all(operation, ask);
        const std::size_t asked = 20;
        std::size_t answers = 0;
        for (std::size_t n = 0; n < asked; ++n) answers += ask(*sqlite_, questions_[n]).size();
        table_.remark(operation, contacts_, fmt::format("{} answers", answers / asked));
    }

    void read_memory()
    {
        auto lines = std::make_shared<memory_lines>(ledger_.matters());
        time("the machine: a line of memory, waited for", side::demarche, [lines](const question&) { return lines->follow(); });
        time("the machine: a line of memory, independent", side::demarche, [lines](const question& q) { return lines->read(q.matter); });
        table_.remark("the machine: a line of memory, waited for", contacts_, "as many lines as matters");
    }

    void ask_of_all()
    {
        const std::string state = "state of a leg";
        time(state, side::demarche, [this](const question& q) { return demarche_->state_of(q.matter, q.asked, q.day); });
        time(state, side::sqlite, [this](const question& q) { return sqlite_->state_of(q.matter, q.day); });
        time(state, side::adjacency_list, [this](const question& q) { return adjacency_list_->state_of(q.matter, q.day); });
        time_lists("list all pending", [](auto& of, const question& q) { return of.pending(q.day); });
        time_lists("list all pending, known by a date", [](auto& of, const question& q) { return of.pending(q.day, q.known); });
        time_all("last held contact of a pair", [](auto& of, const question& q) { return of.last_held(q.requester, q.respondent, q.day); });
        time_lists("list what awaits one actor", [](auto& of, const question& q) { return of.awaiting(q.actor, q.day); });
    }

    void ask_in_batches()
    {
        for (const question& q : questions_) legs_.push_back({demarche::matter_id(q.matter), demarche::actor_id(q.asked)});
        const auto states = [this](const question& q) {
            demarche::statuses(demarche_->as_of(q.day), std::span(legs_).subspan(batch_of(q), answers_.size()), answers_);
            return answers_.front().state;
        };
        const auto one_after_the_other = [this](auto& of, const question& q) {
            for (std::size_t i = 0; i < answers_.size(); ++i) benchmark::DoNotOptimize(of.state_of(questions_[batch_of(q) + i].matter, q.day));
            return answers_.size();
        };
        const std::string operation = "state of a leg, 1024 at once";
        const auto of_each = static_cast<double>(answers_.size());
        time(operation, side::demarche, states, 0, of_each);
        time(operation, side::sqlite, [this, one_after_the_other](const question& q) { return one_after_the_other(*sqlite_, q); }, 0, of_each);
        time(operation, side::adjacency_list, [this, one_after_the_other](const question& q) { return one_after_the_other(*adjacency_list_, q); }, 0, of_each);

        for (int day = 30; day < days_of_requests; day += 30) {
            month_ends_.push_back(demarche::instant(first_day + std::chrono::days(day + 1)) - std::chrono::seconds(1));
            months_.push_back(day);
        }
        const std::string curve = "how many pending, by month over 20 years";
        const auto one_by_one = [this](auto& of) {
            std::size_t sum = 0;
            for (const int day : months_) sum += of.pending(day).size();
            return sum;
        };
        const auto at_once = [this] {
            std::size_t sum = 0;
            for (const std::size_t n : demarche::pending_counts(demarche_->as_of(0), month_ends_)) sum += n;
            return sum;
        };
        if (at_once() != one_by_one(*sqlite_)) throw std::runtime_error("the curve is not that of the lists");
        time(curve, side::demarche, [at_once](const question&) { return at_once(); });
        time(curve, side::sqlite, [this, one_by_one](const question&) { return one_by_one(*sqlite_); });
        if (contacts_ <= largest_written) ask_beside_a_writer();
    }

    /// Where a batch begins: another for each question.
    std::size_t batch_of(const question& q) const { return static_cast<std::size_t>(&q - questions_.data()) * answers_.size() & (questions_.size() - 1); }

    /// The same questions while another thread appends to the same chronicle.
    void ask_beside_a_writer()
    {
        beside_ = std::make_unique<by_demarche>(ledger_);
        beside_->append(ledger_, in_order_);
        const auto state = [this](const question& q) { return beside_->state_of(q.matter, q.asked, q.day); };
        const auto pending = [this](const question& q) { return beside_->pending(q.day).size(); };
        const auto with_writer = [this](auto ask) {
            return [this, ask](const question& q) {
                if (!writer_.joinable()) writer_ = std::jthread([this](const std::stop_token& stop) { write_on(stop); });
                return ask(q);
            };
        };
        time("state of a leg, nobody writes", side::demarche, state);
        time("list all pending, nobody writes", side::demarche, pending);
        time("state of a leg, another thread appends", side::demarche, with_writer(state));
        time("list all pending, another thread appends", side::demarche, with_writer(pending));
    }
    void write_on(const std::stop_token& stop)
    {
        while (!stop.stop_requested()) beside_->append_one_more();
    }

    void ask_of_windows()
    {
        directed_ = window_of<window_graph>(ledger_, first_of_window, first_of_window + 364);
        undirected_ = window_of<undirected_window_graph>(ledger_, first_of_window, first_of_window + 364);
        const auto window = [this] { return demarche_->window(first_of_window, first_of_window + 364); };
        time("graph of a year, made", side::demarche, [window](const question&) { return window(); });
        time("graph of a year, made", side::adjacency_list, [this](const question&) { return window_of<window_graph>(ledger_, first_of_window, first_of_window + 364); });
        const demarche::graph year = window();
        time("breadth-first search in a year", side::demarche, [year](const question& q) { return steps_from(q.actor, year); });
        time("breadth-first search in a year", side::adjacency_list, [this](const question& q) { return steps_from(q.actor, directed_); });
        time("connected components in a year", side::demarche, [g = demarche::undirected_graph(year)](const question&) { return components(g); });
        time("connected components in a year", side::adjacency_list, [this](const question&) { return components(undirected_); });
        table_.remark("breadth-first search in a year", contacts_, fmt::format("{} contacts; made beforehand", num_edges(directed_)));
    }

    void files()
    {
        const auto write = [this] {
            text_sink sink;
            sink.text.reserve(file_.size());
            std::ostream out(&sink);
            demarche::jsonl::write(out, demarche_->book());
            return std::move(sink.text);
        };
        const auto read = [this] {
            text_source source(file_);
            std::istream in(&source);
            demarche::chronicle book;
            demarche::jsonl::read(in, book);
            return book.size().contacts;
        };
        file_ = write();
        if (read() != contacts_) throw std::runtime_error("demarche reads other than it writes");
        time("write JSON Lines", side::demarche, [write](const question&) { return write(); }, static_cast<double>(file_.size()));
        time("load JSON Lines", side::demarche, [read](const question&) { return read(); }, static_cast<double>(file_.size()));
    }

    static constexpr int first_of_window = days_of_requests / 2;

    ledger ledger_;
    std::size_t contacts_;
    table& table_;
    noting noted_;
    std::vector<std::uint32_t> in_order_ = in_order(ledger_);
    std::vector<std::uint32_t> late_ = with_late_ones(ledger_);
    std::vector<question> questions_ = make_questions(ledger_);
    std::vector<demarche::leg> legs_;  ///< one a question
    std::vector<demarche::status> answers_ = std::vector<demarche::status>(1024);
    std::vector<demarche::instant> month_ends_;
    std::vector<int> months_;
    std::unique_ptr<by_demarche> demarche_;
    std::unique_ptr<by_demarche> beside_;
    std::unique_ptr<by_sqlite> sqlite_;
    std::unique_ptr<by_adjacency_list> adjacency_list_;
    window_graph directed_;
    undirected_window_graph undirected_;
    std::string file_;
    std::jthread writer_;  ///< the last, so that it ends first
};

std::vector<std::size_t> numbers_in(int argc, char** argv)
{
    std::vector<std::size_t> found;
    for (int n = 1; n < argc; ++n) {
        char* end = nullptr;
        found.push_back(std::strtoull(argv[n], &end, 10));
        if (*end != '\0' || found.back() < 1000) throw std::runtime_error(fmt::format("{} is no number of contacts of 1000 or more", argv[n]));
    }
    if (found.empty()) found = {100'000, 1'000'000};
    return found;
}

}  // namespace

int main(int argc, char** argv)
{
    try {
        benchmark::Initialize(&argc, argv);
        table all;
        for (std::size_t contacts : numbers_in(argc, argv)) measurement(contacts, all).run();
        fmt::print("{}", all.text());
        return EXIT_SUCCESS;
    } catch (const std::exception& why) {
        fmt::print(stderr, "{}\n", why.what());
        return EXIT_FAILURE;
    }
}
