// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/status.hpp>

#include <doctest/doctest.h>

#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace support {

using namespace demarche;

/// The error that `run` throws; the test fails where it throws none.
template <class Run>
error refusal(Run run)
{
    try {
        run();
    } catch (const error& why) {
        return why;
    }
    FAIL("nothing was refused");
    std::abort();
}

inline std::string joined(const std::vector<std::string>& words)
{
    std::string all;
    for (const std::string& word : words) all += (all.empty() ? "" : " ") + word;
    return all;
}

inline std::string state_text(const status& s) { return std::string(s.state_name()); }

/// The possible states, in the table's order.
inline std::string possible_text(const status& s)
{
    std::vector<std::string> names;
    for (const state_id x : s.possible) names.emplace_back((*s.table)[x].name);
    return joined(names);
}

inline std::string doubts_text(const status& s)
{
    std::vector<std::string> names;
    if (s.why_uncertain.dispute) names.emplace_back("dispute");
    if (s.why_uncertain.imprecise_date) names.emplace_back("imprecise_date");
    if (s.why_uncertain.too_many) names.emplace_back("too_many");
    return joined(names);
}

inline std::string lapses_text(const status& s) { return s.lapses ? to_text(*s.lapses) : "null"; }

inline std::string unanswered_text(const status& s) { return !s.unanswered ? "null" : *s.unanswered ? "true" : "false"; }

inline std::string awaiting_text(const status& s) { return s.awaiting ? (*s.book)[s.awaiting].key : "null"; }

template <class T>
std::string keys_text(const chronicle& book, const std::vector<id<T>>& ids)
{
    std::vector<std::string> keys;
    for (id<T> x : ids) keys.push_back(book[x].key);
    return joined(keys);
}

inline std::string evidence_text(const account& of) { return keys_text(*of.status.book, of.evidence); }

/// Each diagnostic as `contact:kind`.
inline std::string diagnostics_text(const account& of)
{
    std::vector<std::string> all;
    for (const diagnostic& d : of.diagnostics) all.push_back((*of.status.book)[d.contact].key + ":" + std::string(to_text(d.kind)));
    return joined(all);
}

/// The legs as `matter/respondent`.
inline std::string legs_text(const chronicle& book, const std::vector<leg>& legs)
{
    std::vector<std::string> all;
    for (const leg& l : legs) all.push_back(book[l.matter].key + "/" + book[l.respondent].key);
    return joined(all);
}

inline std::optional<date> maybe(std::string_view text) { return text.empty() ? std::nullopt : std::optional(date(text)); }

/// What a contact may have beside its act, actor and date.
struct more {
    actor_id to = {};
    std::vector<actor_id> respondent = {};
    std::string_view occasion = {};
    std::string_view reply_by = {};
    actor_id debtor = {};
    actor_id delegate = {};
    contact_id in_reply_to = {};
    contact_id corrects = {};
    std::string_view recorded = {};
};

/// A chronicle with one matter, "talks", in which r asks a. Its contacts have the keys c1, c2, …
struct talks {
    chronicle book = {};
    actor_id r = book.add(actor{.key = "r"});
    actor_id a = book.add(actor{.key = "a"});
    matter_id m = {};

    explicit talks(std::string_view occasion = {}, std::string_view reply_by = {}, std::string_view lifecycle = "meeting_request")
        : m(book.add(matter{.key = "talks",
                            .lifecycle = std::string(lifecycle),
                            .requester = r,
                            .respondents = {a},
                            .occasion = maybe(occasion),
                            .reply_by = maybe(reply_by)}))
    {
    }

    actor_id someone(std::string key) { return book.add(actor{.key = std::move(key)}); }
    source_id source_of(std::string key, std::string_view published = {}) { return book.add(source{.key = std::move(key), .published = maybe(published)}); }
    tie_id belongs(std::string key, actor_id member, actor_id to, std::string_view during = {})
    {
        return book.add(tie{.key = std::move(key), .kind = tie_kinds::part_of, .from = member, .to = to, .during = maybe(during)});
    }

    contact_id say(actor_id from, act what, std::string_view on, const more& rest = {})
    {
        return book.add(contact{.key = "c" + std::to_string(book.all<contact>().size() + 1),
                                .matter = m,
                                .act = what,
                                .from = from,
                                .to = rest.to,
                                .on = date(on),
                                .respondent = rest.respondent,
                                .in_reply_to = rest.in_reply_to,
                                .corrects = rest.corrects,
                                .recorded = maybe(rest.recorded),
                                .occasion = maybe(rest.occasion),
                                .reply_by = maybe(rest.reply_by),
                                .debtor = rest.debtor,
                                .delegate = rest.delegate});
    }

    void report_on(contact_id c, source_id by, stance says, std::string_view published = {})
    {
        book.add(report{.on = c, .source = by, .stance = says, .published = maybe(published)});
    }
    /// Lets two sources of its own disagree about `c`.
    void dispute(contact_id c)
    {
        const std::string key = book[c].key;
        report_on(c, source_of("for_" + key), stance::asserts);
        report_on(c, source_of("against_" + key), stance::denies);
    }

    /// What is known of the leg of `a`, or of `whom`, as of `when`.
    account look(std::string_view when) const { return look(when, a); }
    account look(std::string_view when, actor_id whom) const { return account_of(book.as_of(date(when)), {m, whom}); }
    status at(std::string_view when) const { return look(when).status; }
    status at(std::string_view when, actor_id whom) const { return look(when, whom).status; }
};

}  // namespace support
