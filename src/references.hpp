// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/chronicle.hpp>

// Which fields of a record name other records: `visit` is called with the name and the id of each, whether it names something or not.

namespace demarche::detail {

template <class Record, class T>
concept record_of = std::is_same_v<std::remove_const_t<Record>, T>;

template <record_of<actor> R, class Visit>
void each_reference(R&, Visit)
{
}

template <record_of<source> R, class Visit>
void each_reference(R&, Visit)
{
}

template <record_of<tie> R, class Visit>
void each_reference(R& r, Visit visit)
{
    visit("from", r.from);
    visit("to", r.to);
}

template <record_of<matter> R, class Visit>
void each_reference(R& r, Visit visit)
{
    visit("requester", r.requester);
    visit("venue", r.venue);
    for (auto& respondent : r.respondents) visit("respondents", respondent);
    for (auto& exempt : r.exemptions) visit("exemptions", exempt.actor);
}

template <record_of<contact> R, class Visit>
void each_reference(R& r, Visit visit)
{
    visit("matter", r.matter);
    visit("from", r.from);
    visit("to", r.to);
    visit("in_reply_to", r.in_reply_to);
    visit("corrects", r.corrects);
    visit("debtor", r.debtor);
    visit("delegate", r.delegate);
    for (auto& respondent : r.respondent) visit("respondent", respondent);
    for (auto& participant : r.with) visit("with", participant);
    for (auto& measure : r.cites) visit("cites", measure);
    for (auto& measure : r.contests) visit("contests", measure);
}

template <record_of<report> R, class Visit>
void each_reference(R& r, Visit visit)
{
    std::visit([&](auto& on) { visit("on", on); }, r.on);
    visit("source", r.source);
    visit("by", r.by);
}

}  // namespace demarche::detail
