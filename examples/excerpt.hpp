// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "record_line.hpp"

#include <demarche/demarche.hpp>

#include <unordered_map>
#include <unordered_set>

// The part of a chronicle on which the statuses of some matters rest: the actors, sources and matters that they name, and all that stands
// above those actors. A few records of perhaps millions, so that a group of lines costs what it holds and not what all groups share.

class excerpt {
public:
    explicit excerpt(const demarche::chronicle& whole) : whole_(whole) { made_.lifecycles.assign(whole.lifecycles().begin(), whole.lifecycles().end()); }

    /// Takes the record of a key, and what it rests on. Whether there is one of the type that is named.
    bool take(const std::string& key, part as)
    {
        switch (as) {
        case part::actor: return take(whole_.find<demarche::actor>(key));
        case part::source:
        case part::undated_source: return take(whole_.find<demarche::source>(key));
        case part::matter:
        case part::cited: return take(whole_.find<demarche::matter>(key));
        default: return false;
        }
    }

    /// Takes a key of which nothing else is known, for what it is named as.
    void take_as_it_comes(const std::string& key, part as)
    {
        if (!unknown_.insert(key).second) return;
        if (as == part::actor) put(made_.actors, demarche::actor{.key = key});
        if (as == part::source) put(made_.sources, demarche::source{.key = key});
        if (as == part::cited) put(made_.matters, demarche::matter{.key = key, .requester = somebody()});
        if (as == part::replied_to) put(made_.contacts, demarche::contact{.key = key, .act = demarche::acts::remark, .from = somebody(), .on = demarche::date("2000")});
    }

    demarche::chronicle made() &&
    {
        for (std::size_t next = 0; next < actors_in_order_.size(); ++next) take_ties_above(actors_in_order_[next]);
        return demarche::chronicle(std::move(made_));
    }

private:
    template <class T>
    using id_map = std::unordered_map<demarche::id<T>, demarche::id<T>>;

    template <class T>
    static demarche::id<T> put(std::vector<demarche::entry<T>>& list, T record, std::int64_t seq = 0)
    {
        list.push_back({.record = std::move(record), .seq = seq});
        return demarche::id<T>(list.size() - 1);
    }

    template <class T>
    bool take(demarche::id<T> x)
    {
        if (x) taken(x);
        return static_cast<bool>(x);
    }

    demarche::actor_id taken(demarche::actor_id x)
    {
        if (!x) return x;
        const auto [known, fresh] = actors_.try_emplace(x, made_.actors.size());
        if (!fresh) return known->second;
        actors_in_order_.push_back(x);
        return put(made_.actors, whole_[x], whole_.seq(x));
    }

    demarche::source_id taken(demarche::source_id x)
    {
        const auto [known, fresh] = sources_.try_emplace(x, made_.sources.size());
        return fresh ? put(made_.sources, whole_[x], whole_.seq(x)) : known->second;
    }

    void taken(demarche::matter_id x)
    {
        if (!matters_.insert(x).second) return;
        demarche::matter m = whole_[x];
        m.requester = taken(m.requester);
        m.venue = taken(m.venue);
        for (auto& a : m.respondents) a = taken(a);
        for (auto& e : m.exemptions) e.actor = taken(e.actor);
        put(made_.matters, std::move(m), whole_.seq(x));
    }

    void take_ties_above(demarche::actor_id a)
    {
        for (demarche::tie_id x : whole_.ties_upward(a)) {
            demarche::tie t = whole_[x];
            t.from = taken(t.from);
            t.to = taken(t.to);
            take_reports(x, put(made_.ties, std::move(t), whole_.seq(x)));
        }
    }

    void take_reports(demarche::tie_id x, demarche::tie_id here)
    {
        for (demarche::report_id y : whole_.reports_on(x)) {
            demarche::report r = whole_[y];
            r.on = here;
            r.source = taken(r.source);
            r.by = taken(r.by);
            put(made_.reports, std::move(r), whole_.seq(y));
        }
    }

    /// Stands where a record must name an actor, and no answer depends on which.
    demarche::actor_id somebody()
    {
        if (!somebody_) somebody_ = put(made_.actors, demarche::actor{.key = "\x1a somebody"});
        return somebody_;
    }

    const demarche::chronicle& whole_;
    demarche::batch made_;
    id_map<demarche::actor> actors_;
    id_map<demarche::source> sources_;
    std::unordered_set<demarche::matter_id> matters_;
    std::unordered_set<std::string> unknown_;
    std::vector<demarche::actor_id> actors_in_order_;
    demarche::actor_id somebody_ = {};
};
