// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/export.hpp>
#include <demarche/error.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

// A lifecycle is a table, states × acts, and a few declared rules: what each act does in each state, who is awaited,
// which acts propose terms. The engine that folds contacts through it has no constant of any one lifecycle.
//
//   constexpr std::string_view follow_up_text = R"(lifecycle	follow_up
//   state	awaited	open	unanswered
//   none	nobody	no	no
//   asked	A	yes	yes
//   done	nobody	no	no
//   act	by	none	asked	done
//   ask	R	asked	=	=
//   answer	A	done!	done	~
//   note	R|A	=	=	=
//   rule	names
//   unknown_as	note)";
//   constexpr lifecycle follow_up = checked_lifecycle<follow_up_text>();
//
//   book.use(follow_up);
//   const matter_id call = book.add(matter{.key = "call-back", .lifecycle = "follow_up", .requester = dod, .respondents = {mnd}});
//   book.add(contact{.key = "asked-again", .matter = call, .act = act("ask"), .from = dod, .to = mnd, .on = date{"2023-05-24"}});
//   fmt::print("{}\n", status(book.as_of(date{"2023-05-26"}), {call, mnd}));   // asked since 2023-05-24, certain; PRC Ministry of National Defense to answer
//
// The text is rows of words with a tab between, in four parts, each but the first under a heading of its own:
//   lifecycle  name
//   state      awaited  open  unanswered   then a row for each state, that before any act first
//   act        by       state…             then a row for each act, with a cell for each state
//   rule       names                       then a row for each field of `lifecycle_rules` that says something, with a space between names
// Blank lines and those that begin with `#` are passed over. R is the requester of a matter, A the respondent of a leg. A state says
//   awaited     in whose court the ball is: nobody, R, A, debtor (who can meet the condition, else R), or postponer (who put it off)
//   open        yes while it is not over, and may lapse; from each such state some way leads to one that is not open
//   unanswered  yes where people would say "still pending": what `pending` lists
// An act is by R, A, R|A (either), W (the world: nobody's) or clock (the clock's alone: an error in a contact). Its cells say what it does in each state:
//   STATE    goes there               STATE!   goes there, with the diagnostic out_of_protocol
//   =        recorded, no change      !        the same, with that diagnostic
//   +        a new attempt            ~        the same as =, with the diagnostic stale: it answers something already over
//   <prior>  back to the state from which this one was last entered
// The page "The lifecycles" takes a table apart, rule by rule.
//
// The form is that of RFC 6121, appendix A: every cell is filled. A table with a gap does not compile. One that is known only when the
// program runs is a file of the same text: `lifecycle_file.hpp`.

namespace demarche::inline v0 {

/// The number of a state in its lifecycle, in the table's order. Number 0 is the state before any act.
enum class state_id : std::uint8_t { none = 0 };

/// Its place in the table.
constexpr std::size_t index(state_id s) { return static_cast<std::size_t>(s); }

/// A set of states of one lifecycle; a value of four bytes.
class state_set {
public:
    constexpr state_set() = default;

    /// The set of that one state.
    static constexpr state_set only(state_id s) { return state_set(std::uint64_t{1} << index(s)); }
    /// The first `count` states of a lifecycle.
    static constexpr state_set first(std::size_t count) { return state_set((std::uint64_t{1} << count) - 1); }

    /// Puts a state, or all of a set, into this one.
    constexpr void insert(state_id s) { bits_ |= std::uint32_t{1} << index(s); }
    constexpr void insert(state_set all) { bits_ |= all.bits_; }
    /// Whether it has all of these; one of these; this one.
    constexpr bool contains(state_set all) const { return (all.bits_ & ~bits_) == 0; }
    constexpr bool meets(state_set other) const { return (other.bits_ & bits_) != 0; }
    constexpr bool contains(state_id s) const { return (bits_ >> index(s) & 1) != 0; }
    constexpr std::size_t size() const { return static_cast<std::size_t>(std::popcount(bits_)); }

    /// A forward iterator over its states, in the table's order.
    class iterator {
    public:
        using iterator_category = std::forward_iterator_tag;
        using value_type = state_id;
        using reference = state_id;
        using pointer = void;
        using difference_type = std::ptrdiff_t;

        constexpr iterator() = default;

        constexpr state_id operator*() const { return static_cast<state_id>(std::countr_zero(left_)); }
        constexpr iterator& operator++()
        {
            left_ &= left_ - 1;
            return *this;
        }
        constexpr iterator operator++(int)
        {
            const iterator before = *this;
            ++*this;
            return before;
        }
        friend constexpr bool operator==(iterator, iterator) = default;

    private:
        friend class state_set;
        constexpr explicit iterator(std::uint32_t left) : left_(left) {}

        std::uint32_t left_ = 0;
    };
    constexpr iterator begin() const { return iterator(bits_); }
    constexpr iterator end() const { return {}; }

    friend constexpr bool operator==(state_set, state_set) = default;

private:
    constexpr explicit state_set(std::uint64_t bits) : bits_(static_cast<std::uint32_t>(bits)) {}

    std::uint32_t bits_ = 0;
};

/// In whose court the ball is in a state.
enum class awaited : std::uint8_t { nobody, requester, respondent, debtor, postponer };
/// Whose act it is.
enum class acting : std::uint8_t { requester, respondent, either, world, clock };

/// What an act does in a state.
enum class effect : std::uint8_t {
    unfilled,           ///< no cell: never in a checked table
    go,                 ///< `STATE`: go there
    record,             ///< `=`: recorded, no change
    stale,              ///< `~`: an answer to something already over; recorded, no change, with that diagnostic
    protocol,           ///< `!`: out of protocol; recorded, no change, with that diagnostic
    go_out_of_protocol, ///< `STATE!`: go there, with that diagnostic
    attempt,            ///< `+`: a new attempt
    prior               ///< `<prior>`: back to the state from which this one was last entered
};

/// A cell of the table; `to` says something where `names_state`.
struct cell {
    effect what = effect::unfilled;
    state_id to = state_id::none;

    bool operator==(const cell&) const = default;
};

/// Whether the cell names a state.
constexpr bool names_state(cell c) { return c.what == effect::go || c.what == effect::go_out_of_protocol; }
/// Whether folding the cell moves the leg, be it back into the same state.
constexpr bool moves(cell c) { return names_state(c) || c.what == effect::attempt || c.what == effect::prior; }

/// What a lifecycle says beside its table: its `rule` part. Each field names acts or states of the table, several with a space between.
struct lifecycle_rules {
    std::string_view unknown_as = {};      ///< the act as which an act is folded that the table does not know: required
    std::string_view attempt_state = {};   ///< the state to which `+` goes
    std::string_view proposes = {};        ///< acts that propose terms, where their cell moves the leg
    std::string_view with_terms = {};      ///< acts that, carrying terms in an open state, are folded as `with_terms_as`
    std::string_view with_terms_as = {};
    std::string_view answers_terms = {};   ///< proposals that, without a reply_by of their own, end the one before
    std::string_view takes_up = {};        ///< acts that take up the terms that `<prior>` would bring back
    std::string_view reminds = {};         ///< acts that are reminders
    std::string_view delegates = {};       ///< acts that pass the leg to another actor
    std::string_view delegated_as = {};    ///< the act as which those are folded in that actor's leg
    std::string_view drops_occasion = {};  ///< states that drop the occasion when entered
    std::string_view drops_past = {};      ///< states whose leaving drops the terms that are past
    std::string_view reply_clock = {};     ///< the clock's act at the instant after the reply_by
    std::string_view occasion_clock = {};  ///< the clock's act at the instant after the occasion
};

/// A lifecycle: a literal type of fixed size, made by `checked_lifecycle` or `parse_lifecycle`. Its names are views into the texts
/// that it was made from, which must outlive it.
struct lifecycle {
    static constexpr std::size_t max_states = 32;
    static constexpr std::size_t max_acts = 64;
    static constexpr std::uint8_t no_act = 255;

    /// What is declared of a state.
    struct state_row {
        std::string_view name = {};
        demarche::awaited awaited = awaited::nobody;
        bool open = false;
        bool unanswered = false;
        bool drops_occasion = false;
        bool drops_past = false;

        bool operator==(const state_row&) const = default;
    };
    /// What is declared of an act.
    struct act_row {
        std::string_view name = {};
        acting by = acting::either;
        std::uint8_t with_terms_as = no_act;
        bool proposes = false;
        bool answers_terms = false;
        bool takes_up = false;
        bool reminds = false;
        bool delegates = false;

        bool operator==(const act_row&) const = default;
    };

    std::string_view name = {};
    std::size_t state_count = 0;
    std::size_t act_count = 0;
    std::array<state_row, max_states> states = {};
    std::array<act_row, max_acts> acts = {};
    std::array<std::array<cell, max_states>, max_acts> cells = {};
    std::uint8_t unknown_as = no_act;
    std::uint8_t delegated_as = no_act;
    std::uint8_t reply_clock = no_act;
    std::uint8_t occasion_clock = no_act;
    state_id attempt_state = state_id::none;
    state_set with_prior = {};         ///< states with a `<prior>` cell
    state_set unanswered_states = {};  ///< states in which the request is unanswered

    /// The row of a state, and the cell of the act in row `row`. Precondition: the lifecycle has them.
    constexpr const state_row& operator[](state_id s) const { return states[index(s)]; }
    constexpr cell at(std::size_t row, state_id s) const { return cells[row][index(s)]; }
    /// The number of the state or act of that name; linear in their number.
    constexpr std::optional<state_id> find_state(std::string_view text) const
    {
        for (std::size_t s = 0; s < state_count; ++s)
            if (states[s].name == text) return static_cast<state_id>(s);
        return {};
    }
    constexpr std::uint8_t find_act(std::string_view text) const
    {
        for (std::size_t a = 0; a < act_count; ++a)
            if (acts[a].name == text) return static_cast<std::uint8_t>(a);
        return no_act;
    }
    /// A state by its name, for a constant of it: a name that no state has does not compile.
    consteval state_id state(std::string_view text) const { return find_state(text).value(); }
    /// Every state of the lifecycle.
    constexpr state_set all() const { return state_set::first(state_count); }

    /// Names, table and rules alike.
    bool operator==(const lifecycle&) const = default;
};

/// The lifecycle that a text describes, as the head of `lifecycle.hpp` says. Throws `error` (`errc::invalid_table`), which names line, column and cell,
/// where a cell is missing or unreadable, a state cannot be reached from the first, or an open state cannot end.
DEMARCHE_EXPORT lifecycle parse_lifecycle(std::string_view text);
DEMARCHE_EXPORT result<lifecycle> try_parse_lifecycle(std::string_view text);
/// The text from which `parse_lifecycle` makes that lifecycle again.
DEMARCHE_EXPORT std::string to_text(const lifecycle& table);

/// The same at compile time, of a constant of the namespace: what is not sound does not compile, and the compiler shows a type
/// `unsound_lifecycle<"lifecycle", "problem", "act", "state", line>`.
template <const std::string_view& text>
consteval lifecycle checked_lifecycle();

/// The number of a state in such a text, for a constant of it: a name that no state has does not compile. It costs the compiler far less
/// than the lifecycle, and does not tell whether that is sound.
consteval state_id state_in(std::string_view text, std::string_view name);

/// The lifecycle that two tab-separated tables and `rules` describe. `states` has the columns state, awaited, open, unanswered; `acts` has
/// act, by, and one column for each state, in the same order. Otherwise as above.
DEMARCHE_EXPORT lifecycle parse_lifecycle(std::string_view name, std::string_view states, std::string_view acts, const lifecycle_rules& rules);
DEMARCHE_EXPORT result<lifecycle> try_parse_lifecycle(std::string_view name, std::string_view states, std::string_view acts, const lifecycle_rules& rules);

/// The same at compile time; the compiler names the reason where it cannot show the cell.
consteval lifecycle checked_lifecycle(std::string_view name, std::string_view states, std::string_view acts, const lifecycle_rules& rules);

}  // namespace demarche::inline v0

#include <demarche/detail/lifecycle_parser.hpp>
