// SPDX-License-Identifier: BSL-1.0
#include <demarche/event_tables.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>

namespace demarche {

namespace {

std::chrono::sys_days day_of(instant t) { return std::chrono::floor<std::chrono::days>(t); }

std::chrono::sys_days day_of(const view& v, contact_id c) { return day_of(v[c].on.latest()); }

bool answers(act what) { return what == acts::accept || what == acts::decline || what == acts::held; }

/// When it was answered, if it was.
std::optional<std::chrono::sys_days> answered_on(const view& v, const std::vector<contact_id>& evidence)
{
    const auto found = std::find_if(evidence.begin(), evidence.end(), [&](contact_id c) { return answers(v[c].act); });
    return found == evidence.end() ? std::nullopt : std::optional(day_of(v, *found));
}

void add_up(const view& v, const account& a, std::chrono::sys_days opened, request_row& row)
{
    const status& s = a.status;
    ++row.asked;
    row.open += (*s.table)[s.state].open;
    row.lapsed += s.state == meeting::lapsed;
    row.refused += s.state == meeting::declined || s.state == meeting::reneged;
    const auto answered = answered_on(v, a.evidence);
    if (!answered) return;
    ++row.answered;
    row.days += static_cast<std::uint64_t>(std::max<std::int64_t>(0, (*answered - opened).count()));
}

std::string quoted(const std::string& text)
{
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string all = "\"";
    for (const char c : text) all.append(c == '"' ? 2 : 1, c);
    return all + "\"";
}

}  // namespace

std::vector<request_row> requests_by_month(const view& standpoint)
{
    const chronicle& book = standpoint.book();
    std::map<std::tuple<std::string, std::string, std::chrono::year_month>, request_row> rows;
    for (leg l : legs(standpoint)) {
        const account a = account_of(standpoint, l);
        if (a.status.state == state_id::none || a.status.table->name != lifecycles::meeting_request.name) continue;
        const actor_id from = book[l.matter].requester;
        const std::chrono::sys_days opened = day_of(standpoint, a.evidence.front());
        const std::chrono::year_month_day date(opened);
        request_row& row = rows[{book.key(from), book.key(l.respondent), date.year() / date.month()}];
        row.from = from;
        row.to = l.respondent;
        row.month = date.year() / date.month();
        add_up(standpoint, a, opened, row);
    }
    std::vector<request_row> found;
    for (const auto& [key, row] : rows) found.push_back(row);
    return found;
}

std::vector<silent_pair> gone_silent(const view& standpoint, std::uint64_t least, std::chrono::days quiet)
{
    const chronicle& book = standpoint.book();
    std::map<std::pair<actor_id, actor_id>, silent_pair> pairs;
    for (std::size_t n = 0; n < standpoint.size().contacts; ++n) {
        const contact_id c(n);
        const contact r = standpoint[c];
        if (!r.to || r.on.latest() > standpoint.when() || standpoint.of(c) == belief::unknown || standpoint.corrected(c)) continue;
        silent_pair& p = pairs[std::minmax(r.from, r.to)];
        ++p.contacts;
        p.last = std::max(p.last, day_of(r.on.latest()));
    }
    std::vector<silent_pair> found;
    for (auto& [who, p] : pairs) {
        if (p.contacts < least || p.last + quiet >= day_of(standpoint.when())) continue;
        const bool turned = book.key(who.second) < book.key(who.first);
        p.one = turned ? who.second : who.first;
        p.other = turned ? who.first : who.second;
        found.push_back(p);
    }
    std::sort(found.begin(), found.end(), [&](const silent_pair& a, const silent_pair& b) {
        return std::tuple(a.last, book.key(a.one), book.key(a.other)) < std::tuple(b.last, book.key(b.one), book.key(b.other));
    });
    return found;
}

std::string csv_head(const request_row&) { return "from,to,month,asked,open,lapsed,refused,answered,answer_rate,days_to_answer\r\n"; }

std::string csv_head(const silent_pair&) { return "one,other,contacts,last\r\n"; }

std::string to_csv(const view& standpoint, const request_row& row)
{
    const chronicle& book = standpoint.book();
    return fmt::format("{},{},{:04}-{:02},{},{},{},{},{},{:.3f},{:.1f}\r\n", quoted(book.key(row.from)), quoted(book.key(row.to)),
        static_cast<int>(row.month.year()), static_cast<unsigned>(row.month.month()), row.asked, row.open, row.lapsed, row.refused, row.answered,
        row.answer_rate(), row.days_to_answer());
}

std::string to_csv(const view& standpoint, const silent_pair& row)
{
    const chronicle& book = standpoint.book();
    return fmt::format("{},{},{},{}\r\n", quoted(book.key(row.one)), quoted(book.key(row.other)), row.contacts, date(row.last).text());
}

}  // namespace demarche
