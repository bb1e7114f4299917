// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "event_days.hpp"
#include "event_threads.hpp"
#include "filling.hpp"

#include <optional>
#include <string>
#include <vector>

namespace demarche::inline v0::detail {

/// The codes of when rows were published, of which many share one: those that were asked for last are not made again.
class published_dates {
public:
    explicit published_dates(archive& into) : into_(into) {}

    date_table::code operator[](published_at when);

private:
    struct cell {
        published_at when = {};
        date_table::code on = date_table::none;
    };
    archive& into_;
    std::vector<cell> cells_ = std::vector<cell>(256);
};

/// Puts what a log has into a chronicle.
class event_recorder {
public:
    event_recorder(const event_rows& log, chronicle& book) : log_(log), book_(book), into_(book), report_(log.so_far) {}

    load_report record();

private:
    /// A matter by an explicit id, and who asked whom in it.
    struct named_thread {
        event_thread thread;
        actor_id requester = {};
        actor_id respondent = {};
    };
    /// What contacts of a code have: where no act is inferred, and where one is.
    struct code_words {
        act plain;
        std::string by_rule;        ///< the note
        std::string by_rule_again;  ///< that of one more in a second matter
        std::string by_thread;      ///< that in a matter by an explicit id
    };
    /// What is recorded of a group once: in which matter, as what.
    struct finding {
        event_thread* thread;
        actor_id requester;
        actor_id respondent;
        inferences::one does;
    };

    /// The key of a side, and the row that says it: none where the table does.
    struct said_side {
        std::string key = {};
        const row_place* by = nullptr;
    };

    code_words words_of(const event_code_entry& e) const;
    void add_actors(std::span<const std::uint32_t> in_order);
    void add_sides(std::span<const std::uint32_t> in_order);
    said_side side_of(std::uint32_t actor) const;
    void add_side(actor_id member, const said_side& said);
    actor_id actor_named(const std::string& name);
    void add_tie(actor_id member, actor_id side);
    actor_id top(actor_id a) const;

    void take(const event_group& g);
    void expect(const event_row& r, how_soon when) const;
    void expect_source(std::uint32_t number) const;
    bool take_thread(const event_group& g);
    bool correlate(const event_group& g);
    bool correlate_between(const event_group& g, actor_id from, actor_id to);
    coded_event event_of(const event_group& g, actor_id from, actor_id to) const;
    void open(const finding& f, std::string key, std::int32_t day);
    void add_inferred(const event_group& g, const finding& f, const std::string& note, bool first);
    contact_id add_contact(const plain_contact& what, std::optional<std::chrono::sys_days> reply_by, const std::string& note);
    void add_plain(const event_group& g);
    void tell(std::span<const placed_row> rows, std::vector<const row_report*>& into) const;
    void add_report(contact_id c, const row_report& r);
    source_id source_of(std::uint32_t number);
    std::string free_key(std::string wanted) const;
    std::uint32_t number_of_free_key(std::string wanted) const;
    /// The key, where a record of the type has it or none has; else a free one.
    template <class T>
    std::string key_of(const std::string& wanted) const
    {
        return book_.find<T>(wanted) ? wanted : free_key(wanted);
    }
    void flush();

    const event_rows& log_;
    chronicle& book_;
    filling into_;
    load_report report_;
    std::vector<actor_id> actors_;   ///< by number
    std::vector<actor_id> parties_;  ///< at the level of the correlation
    std::vector<actor_id> above_;    ///< by actor's index: the side that it was given
    std::vector<code_words> codes_;  ///< by number
    std::vector<source_id> sources_;
    event_threads threads_;
    std::vector<named_thread> named_;
    std::vector<plain_contact> plain_;            ///< of that day
    std::int32_t day_ = 0;
    std::vector<const row_report*> told_of_plain_;  ///< what is said of all these
    std::vector<std::size_t> ends_of_told_;         ///< of each of them, where there are reports
    std::vector<const row_report*> told_;
    published_dates dates_{into_.contents()};
};

}  // namespace demarche::inline v0::detail
