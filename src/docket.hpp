// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "fold.hpp"
#include "order.hpp"
#include "reading.hpp"
#include "sides.hpp"

// What a view knows of one matter, and whose leg each contact belongs to: SEMANTICS section 4, "Whose contact".

namespace demarche::inline v0::detail {

/// A contact as a leg sees it.
struct entry_of_leg {
    contact_id contact = {};
    deed does = {};
    acts_for actor = {};
    bool disputed = false;
    bool opens = false;         ///< a delegating contact in the leg that it opens
    bool out_of_order = false;  ///< a rule would hold it back, and is void
    instant earliest = {};
    instant latest = {};

    bool operator==(const entry_of_leg&) const = default;
};

/// The contacts of a leg that are neither unknown nor corrected, in record order, and the order that stands on them.
struct leg_record {
    demarche::leg leg = {};
    terms stated = {};  ///< the matter's own
    scratch_vector<entry_of_leg> entries = {};
    demarche::detail::order order = {};
};

/// A contact, and the row of its act as it was recorded.
struct recorded_act {
    contact_id contact;
    std::uint8_t row;
};

/// Lives in a scratch room, and does not grow once it is made: its answers may have rooms of their own.
class docket {
public:
    /// Precondition: the matter's lifecycle is known. The view must outlive it.
    docket(const view& v, matter_id m);
    /// Of some of the matter's contacts alone. The matter has those delegates, whether or not one of these delegates to them.
    docket(const view& v, matter_id m, std::span<const recorded_act> of, std::span<const actor_id> delegates = {});
    docket(const docket&) = delete;
    docket& operator=(const docket&) = delete;

    const view& standpoint() const { return view_; }
    const lifecycle& table() const { return *table_; }
    /// Actors to whom a leg is delegated, whether or not it is shown.
    const scratch_vector<actor_id>& delegates() const { return delegates_; }
    /// The matter's respondents, each once.
    const scratch_vector<actor_id>& respondents() const { return respondents_; }
    leg_record record_of(actor_id respondent) const;
    /// Some entries of a leg, in record order, by themselves. `opener` is that of the whole leg, if it has one.
    leg_record record_of(actor_id respondent, std::span<const entry_of_leg> entries, contact_id opener) const;
    /// The leg's contacts, in record order.
    scratch_vector<entry_of_leg> entries_of(actor_id respondent) const;
    /// The contact that all others of the leg go after, if any.
    contact_id opener(std::span<const entry_of_leg> entries) const;
    /// The contacts that are unknown or corrected, and that would belong to the leg if they were not, in record order.
    scratch_vector<contact_id> missing_from(actor_id respondent) const;

private:
    struct known_contact {
        contact_id id;
        bool disputed;
        std::uint8_t row;
        const contact* more;  ///< its details, where it has any
    };

    std::uint8_t row_of(contact_id c, std::uint8_t recorded) const;
    known_contact known(contact_id c, std::uint8_t row, belief b) const { return {c, b == belief::disputed, row_of(c, row), read_.details(c)}; }
    bool belongs(const known_contact& k, actor_id respondent) const;
    bool delegates_to(const known_contact& k, actor_id whom) const;
    bool has_leg(const known_contact& k, actor_id x) const;
    bool on_side(const known_contact& k, actor_id respondent) const;
    entry_of_leg entry(const known_contact& k, actor_id respondent) const;
    void put_in_order(leg_record& record, contact_id opener) const;
    scratch_vector<rule> rules(const scratch_vector<entry_of_leg>& entries, contact_id opener) const;
    void follow_replies(const scratch_vector<entry_of_leg>& entries, scratch_vector<rule>& into) const;
    scratch_vector<contact_id> replied_to(contact_id from, contact_id named) const;
    void follow_corrections(contact_id c, scratch_vector<contact_id>& to, scratch_vector<contact_id>& seen) const;
    bool corrects(contact_id from, contact_id other) const;

    const view& view_;
    const archive* book_;
    reading read_;
    matter_id matter_;
    actor_id requester_;
    const lifecycle* table_;
    scratch_vector<known_contact> contacts_;
    scratch_vector<actor_id> respondents_;
    scratch_vector<actor_id> delegates_;
};

}  // namespace demarche::inline v0::detail
