// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/chronicle.hpp>

// Which fields of a record name other records: `visit` is called with each such id, whether it names something or not.

namespace demarche::inline v0::detail {

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
    visit(r.from);
    visit(r.to);
}

template <record_of<matter> R, class Visit>
void each_reference(R& r, Visit visit)
{
    visit(r.requester);
    visit(r.venue);
    for (auto& respondent : r.respondents) visit(respondent);
    for (auto& exempt : r.exemptions) visit(exempt.actor);
}

template <record_of<contact> R, class Visit>
void each_reference(R& r, Visit visit)
{
    visit(r.matter);
    visit(r.from);
    visit(r.to);
    visit(r.in_reply_to);
    visit(r.corrects);
    visit(r.debtor);
    visit(r.delegate);
    for (auto& respondent : r.respondent) visit(respondent);
    for (auto& participant : r.with) visit(participant);
    for (auto& measure : r.cites) visit(measure);
    for (auto& measure : r.contests) visit(measure);
}

template <record_of<report> R, class Visit>
void each_reference(R& r, Visit visit)
{
    std::visit(visit, r.on);
    visit(r.source);
    visit(r.by);
}

}  // namespace demarche::inline v0::detail
