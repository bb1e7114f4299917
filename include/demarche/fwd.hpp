// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/language.hpp>

#include <cstdint>

// Every public name, in reading order: for headers that only mention them.
//
//   struct desk { const chronicle* book; };   // needs no more than <demarche/fwd.hpp>

namespace demarche::inline v0 {

// Errors: what the domain cannot take, and where it stood.
enum class errc;
struct place;
class error;
template <class T> class result;

// Words: strong ids, interned names, dates.
template <class T> class id;
template <class Vocabulary> class name;
enum class verdict;
class date;
struct period;
enum class interval_relation : std::uint8_t;
class interval_relations;
struct count;

// Records: what a chronicle holds.
struct actor;
struct tie;
struct source;
enum class stance;
enum class attribution;
struct report;
struct exemption;
struct matter;
struct leg;
struct contact;
struct plain_contact;

// Lifecycles: what each act does in each state.
enum class state_id : std::uint8_t;
class state_set;
enum class awaited : std::uint8_t;
enum class acting : std::uint8_t;
enum class effect : std::uint8_t;
struct cell;
struct lifecycle_rules;
struct lifecycle;
class lifecycle_file;

// The record, and standpoints on it.
struct extent;
template <class T> struct entry;
struct batch;
struct memory_use;
class chronicle;
template <class T> class records;
struct source_filter;
class perspective;
enum class belief;
class view;

// Answers.
struct doubts;
enum class diagnostic_kind;
struct diagnostic;
struct since;
struct status;
struct account;
struct testimony;
struct proof_step;
enum class omission_kind;
struct omission;
struct placement;
struct witness;
struct open_question;
struct explanation;
struct transition;
struct prospect;
struct run_bounds;
struct shortcoming;
struct owed;
struct candidate;
enum class occupancy;
struct holding;
struct tenure;
struct rank_bounds;
struct measure;
struct mention;
struct cover;
struct obstacle;
struct contact_standing;
struct contact_change;
struct clock_change;
struct causes;
struct change;
struct contested_contact;
struct disagreement;
struct episode;
struct revision;

// Contacts of two parties.
struct contact_filter;
struct exchange;

// Where two parties stand.
struct time_bounds;
struct request_made;
struct tallied;
struct one_way;
struct last_by_channel;
struct last_by_level;
struct month_of_contacts;
struct relation_options;
struct relation;

// Who is in touch with whom.
struct network_options;
struct acquaintance;
struct introduction;
struct go_between;
struct silence;
struct rift;

// Events that others have coded: the published lists.
template <class List> class code_of;
enum class goldstein_by;
enum class quad_class;
struct plover_reading;

// Being told.
struct clock_act;
struct status_change;
struct change_filter;
class watcher;

// Pictures.
struct dot_options;
struct timeline_options;

// A view as a Boost.Graph.
namespace graphs {
class graph;
class undirected_graph;
}  // namespace graphs

// Event data.
enum class event_format;
enum class event_kind : std::uint8_t;
enum class correlation_level : std::uint8_t;
struct coded_event;
struct standing_request;
class inferences;
struct correlation;
struct event_options;
enum class skip_reason : std::uint8_t;
struct load_report;
class event_log;
struct matter_totals;

// The chronicle file.
namespace jsonl {
struct read_options;
}

}  // namespace demarche::inline v0
