// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "event_days.hpp"
#include "event_threads.hpp"

#include <string>
#include <vector>

namespace demarche::detail {

/// Puts what a log has into a chronicle.
class event_recorder {
public:
    event_recorder(const event_rows& log, chronicle& book) : log_(log), book_(book), report_(log.so_far) {}

    load_report record();

private:
    /// A matter by an explicit id, and who asked whom in it.
    struct named_thread {
        event_thread thread;
        actor_id requester = {};
        actor_id respondent = {};
    };
    /// What is recorded of a group once: in which matter, as what.
    struct finding {
        event_thread* thread;
        actor_id requester;
        actor_id respondent;
        inferences::one does;
    };

    void add_actors();
    void add_sides();
    std::string side_of(std::uint32_t actor) const;
    actor_id actor_named(const std::string& name);
    void add_tie(actor_id member, actor_id side);
    actor_id top(actor_id a) const;

    void take(const event_group& g);
    bool take_thread(const event_group& g);
    bool correlate(const event_group& g);
    bool correlate_between(const event_group& g, actor_id from, actor_id to);
    coded_event event_of(const event_group& g, actor_id from, actor_id to) const;
    void open(const finding& f, const std::string& key, std::int32_t day);
    void add_inferred(const event_group& g, const finding& f, std::string_view rule, bool first);
    void add_plain(const event_group& g);
    void add_reports(contact_id c, std::span<const std::uint32_t> rows);
    source_id source_of(std::uint32_t number);
    std::string free_key(std::string wanted) const;
    /// The key, where a record of the type has it or none has; else a free one.
    template <class T>
    std::string key_of(const std::string& wanted) const
    {
        return book_.find<T>(wanted) ? wanted : free_key(wanted);
    }
    void flush();

    const event_rows& log_;
    chronicle& book_;
    load_report report_;
    std::vector<actor_id> actors_;   ///< by number
    std::vector<actor_id> parties_;  ///< at the level of the correlation
    std::vector<actor_id> above_;    ///< by actor's index: the side that it was given
    std::vector<act> acts_;          ///< by number of code
    std::vector<source_id> sources_;
    event_threads threads_;
    std::vector<named_thread> named_;
    std::vector<plain_contact> plain_;
    std::vector<std::vector<std::uint32_t>> plain_rows_;  ///< those of each that have reports
};

}  // namespace demarche::detail
