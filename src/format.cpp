// SPDX-License-Identifier: BSL-1.0
#include <demarche/format.hpp>

#include <array>

namespace demarche::inline v0 {

const std::string& label(const chronicle& book, actor_id a)
{
    const actor& who = book[a];
    return who.name.empty() ? who.key : who.name;
}

std::string deadline_text(instant at)
{
    const std::string end = to_text(at);
    if (!end.ends_with("T00:00:00Z")) return "at " + end;
    const std::string last = to_text(at - std::chrono::seconds(1));
    return "after " + last.substr(0, last.find('T'));
}

std::string to_text(const status& s)
{
    std::string text(s.state_name());
    if (s.since) text += " since " + since_text(s);
    if (s.certain())
        text += ", certain";
    else if (s.why_uncertain.too_many)
        text += ", not certain: too many histories fit";
    else {
        text += ", not certain: possibly ";
        std::size_t left = s.possible.size();
        for (const state_id x : s.possible) {
            text += (*s.table)[x].name;
            --left;
            text += left > 1 ? ", " : left == 1 ? " or " : "";
        }
    }
    if (s.awaiting) text += fmt::format("; {} to {}", label(*s.book, s.awaiting), s.unanswered == true ? "answer" : "move");
    if (s.lapses) text += "; lapses " + deadline_text(*s.lapses);
    return text;
}

namespace {

using std::chrono::seconds;

bool begins_day(instant t) { return t == beginning_of_time || to_text(t).ends_with("T00:00:00Z"); }

/// From `begin` to `end`, in days where these are whole. The last second before the end of time is as good as that.
std::string period_text(instant begin, instant end)
{
    const bool for_good = end >= end_of_time - seconds(1);
    const bool days = begins_day(begin) && (for_good || begins_day(end + seconds(1)));
    const auto text = [days](instant t) { return days ? to_text(t).substr(0, to_text(t).find('T')) : to_text(t); };
    if (begin == beginning_of_time) return for_good ? "always" : "until " + text(end);
    if (for_good) return "from " + text(begin);
    if (begin == end) return "at " + text(end);
    return text(begin) == text(end) ? text(begin) : text(begin) + " to " + text(end);
}

struct cause_text {
    const chronicle& book;

    template <class T>
    std::string operator()(id<T> thing) const
    {
        return book.key(thing) + " is recorded";
    }
    std::string operator()(report_id x) const
    {
        constexpr std::array<std::string_view, 3> words{"asserts", "denies", "retracts"};
        const report r = book[x];
        const std::string on = std::visit([this](auto thing) { return book.key(thing); }, r.on);
        return fmt::format("{} {} {}", book.key(r.source), words[static_cast<std::size_t>(r.stance)], on);
    }
};

}  // namespace

std::string to_text(const episode& e)
{
    return fmt::format("{}: {}", e.begin == end_of_time ? "at the end of time" : period_text(e.begin, e.end), to_text(e.status));
}

std::string to_text(const revision& r)
{
    std::string text = fmt::format("known {}: {}", r.needs_undated() ? "without a date" : period_text(r.begin, r.end), to_text(r.status));
    for (const revision::cause& c : r.by) text += (c == r.by.front() ? "; as " : ", ") + std::visit(cause_text{*r.status.book}, c);
    return text;
}

}  // namespace demarche::inline v0
