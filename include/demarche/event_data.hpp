// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/detail/export.hpp>
#include <demarche/chronicle.hpp>
#include <demarche/status.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The world's coded events, read as they are published, become matters with a status. Library demarche::event_data.
//
//   chronicle book;
//   const load_report read = load_events(book, "event_watch.tsv");
//   fmt::print("{} rows, {} contacts, {} matters\n", read.rows, read.contacts, read.matters);   // 29 rows, 23 contacts, 9 matters
//   const view then = book.as_of(date{"2031-05-01"});
//   for (leg l : pending(then)) fmt::print("{}\n", status(then, l));   // pending since 2031-04-02, certain; League of Isles to answer; lapses after 2031-07-01
//
// What a row becomes. A row names a day, a source, an event code and a target. Names are one actor where they are equal once U+00A0 is taken as a space, runs
// of spaces as one, and the ends trimmed: nothing fuzzier. That is the actor's key; its name is what was written first. Its codes are ids, `cameo` of GDELT and
// `wikipedia` of POLECAT, several with a space between. Where a GDELT row has no name, its code is the name.
//  1. A row that cannot be read is skipped, and so is one of an actor toward itself; each by its reason. Skipped rows name no actors.
//  2. Rows of the same day, source, code and target are one contact: those beyond the first are `merged`, and stay as reports where they name what reports. A
//     mention is such a row. A label and its code are the same.
//  3. Of one pair and day, (a, b) and (b, a) of one of 040, 041, 044, 046 are one contact, from the one whose key is less, byte by byte; and 042 (a, b) with
//     043 (b, a) is one, from the visitor: what went into another is `mirrored`. 036 both ways stays two.
// So rows = skipped + merged + mirrored + contacts. Blank lines, and a first line that is a header, are no rows.
//
// Days are written `2014-01-05`, `20140105`, or `1/5/2014`, the month first: so the file of 2017 on Dataverse has them (Events.2017.20200602.tab, "12/1/2017"; the
// R package icews reads it as %m/%d/%Y, NEWS, #57), where all other years have `2017-12-01`. No file is known that puts the day first.
//
// What matters become of them. Contacts are taken by date; within a day requests first, then rejections, then held ones, then the rest; and among these by
// the key of the source (of 043 that of the guest), the code, the key of the target, so that the order of rows in a file means nothing. `correlation` says by which rule they make
// matters.
// One that moves two matters is recorded in both: the second time as a further contact (`further`). A contact in a matter has the act that was inferred, and a
// note that says so, by which rule and of which code: "inferred: reject-125", a further one "inferred again: reject-125". Any other has its code as its act,
// since it may stand for no more than "held": "cameo:040", and "event:" before what is none. What codes mean is said in `event_acts.hpp`, row by row, and
// nowhere else.

namespace demarche::inline v0 {

namespace detail {
struct event_rows;
}

/// How a file is written.
enum class event_format {
    automatic,  ///< one of the others, by its first line
    benchmark,  ///< four columns: source, relation (a label or a code), target, date
    gdelt1,     ///< GDELT 1.0 event exports: 58 columns, or the 57 of those before 2013-04, no header
    gdelt2,     ///< GDELT 2.0 event exports: 61 columns, no header
    icews,      ///< ICEWS as on Dataverse (doi:10.7910/DVN/28075): 20 columns under a header
    polecat,    ///< POLECAT, and NGEC's output: columns by the names in the header
    mentions    ///< GDELT 2.0 mentions: 16 columns, no header; further reports of events that were read before
};
/// "icews".
DEMARCHE_EXPORT std::string_view to_text(event_format format);
DEMARCHE_EXPORT std::optional<event_format> event_format_of(std::string_view text);

/// What an event is to the default rule, by the act that it stands for in `event_acts.hpp`.
enum class event_kind : std::uint8_t {
    request,    ///< 036, 106; by option 020, 026
    rejection,  ///< 125
    held,       ///< 040, 041, 042, 043, 044, 046
    other
};

/// Whose matters: of the actors themselves, or of the sides that they are on. An event within one side makes none.
enum class correlation_level : std::uint8_t { actors, sides };

/// An event, as a rule sees it: at the level of the correlation.
struct coded_event {
    std::chrono::sys_days on;
    std::string_view code;  ///< "036"; a label, where the relation is none of CAMEO
    event_kind kind = event_kind::other;
    actor_id from = {};
    actor_id to = {};
};

/// The last matter that one asked of another, as it stands at an event: as `status` would say.
struct standing_request {
    matter_id matter = {};
    state_id state = state_id::none;
    std::chrono::sys_days opened = {};

    bool open() const { return lifecycles::meeting_request[state].open; }
    bool agreed() const { return state == meeting::agreed; }
    bool live() const { return open() || agreed(); }
};

/// What an event does: an act in the matter that its sender asked, in the one that its receiver asked, or in both.
class inferences {
public:
    /// One act, in the matter that the sender asked or else in the one that the receiver asked.
    struct one {
        demarche::act act = {};
        bool of_sender = true;
        std::optional<std::chrono::sys_days> reply_by = {};
    };

    /// The act `request` opens another matter where this one is not live; any other act asks for one that there is.
    void in_senders(act what, std::optional<std::chrono::sys_days> reply_by = {}) { put({what, true, reply_by}); }
    void in_receivers(act what) { put({what, false, {}}); }

    const one* begin() const { return of_.data(); }
    const one* end() const { return of_.data() + size_; }

private:
    void put(one what)
    {
        if (size_ < of_.size()) of_[size_++] = what;
    }

    std::array<one, 2> of_ = {};
    std::size_t size_ = 0;
};

/// A rule of one's own: what the event does, where this is what its sender asked of its receiver, and that the other way round.
///
///   correlation mine{.rule = [](const coded_event& e, const standing_request& asked, const standing_request& owed) {
///       inferences so;
///       if (e.code == "022" && !asked.live()) so.in_senders(acts::request, e.on + std::chrono::days(30));
///       if (e.code == "057" && owed.open()) so.in_receivers(acts::accept);
///       return so;
///   }, .name = "agreements"};
using correlation_rule = std::function<inferences(const coded_event& e, const standing_request& asked, const standing_request& owed)>;

/// How events make matters. With `x→y` for the matter that x asked of y, the default rule is:
/// - request from a to b: if b→a is open, and was opened on an earlier day, it accepts b→a; else if a→b is open or agreed, it reiterates a→b; else it opens a
///   new a→b. It lapses `days` days after the day of its last request or reiteration: `reply_by` is that day.
/// - rejection from a to b: declines b→a where that is open or agreed, and withdraws a→b where that is open or agreed.
/// - held: holds both a→b and b→a where they are open or agreed.
/// - All else changes nothing. A matter that has closed stays closed; the next request opens another.
struct correlation {
    bool none = false;  ///< contacts alone
    int days = 90;
    bool appeals = false;  ///< 020 and 026 are requests too
    correlation_level level = correlation_level::actors;
    correlation_rule rule = {};  ///< in place of the default one
    std::string name = {};       ///< of that rule, in the evidence; the default one's are "request", "reject" and "held"
};

/// How to read, and what to make of what is read.
struct event_options {
    event_format format = event_format::automatic;
    demarche::correlation correlation = {};
    /// Whether who is on whose side becomes `part_of` ties: by a "(Country)" at the end of a name, the country of an ICEWS row, the country code of a GDELT
    /// row. Always at the level of sides. Where these would put a side above itself, the actor whose key is the greatest goes without (`load_report::circular`).
    bool sides = false;
    /// The sides of actors, by name, in place of what the data say; one that is its own side is on no other. None may be above itself by it.
    std::vector<std::pair<std::string, std::string>> side_table = {};
    /// The column, counted from 1, that has an explicit thread id: a matter is then what has one id, whoever acts; 0 is none. In the benchmark form it may be
    /// a fifth column.
    std::size_t thread_column = 0;
    bool reports = true;                                    ///< whether what a row says of its source (publisher, story, sentence, address) becomes a report
    bool strict = false;                                    ///< a row that cannot be read is an error
    std::size_t longest_line = std::size_t{1} << 20;        ///< in bytes; a longer line is skipped
    std::uint64_t most_expansion = 250;                     ///< to how many times its size a gzip file may grow, beyond its first 64 MiB
    std::function<void(std::uint64_t rows)> progress = {};  ///< called now and then while rows are read
};

/// Why a row was skipped.
enum class skip_reason : std::uint8_t { wrong_columns, invalid_date, no_source, no_target, no_code, self, not_text, too_long, too_many_codes, no_event };
inline constexpr std::size_t skip_reasons = 10;
/// "wrong number of columns".
DEMARCHE_EXPORT std::string_view to_text(skip_reason why);

/// What became of the rows. rows = contacts + merged + mirrored + skipped().
struct DEMARCHE_EXPORT load_report {
    /// What was skipped for one reason.
    struct skips {
        std::uint64_t rows = 0;
        std::vector<place> first = {};  ///< the first five: file, line, column

        bool operator==(const skips&) const = default;
    };
    /// Ties that were left out.
    struct left_out {
        std::uint64_t ties = 0;
        std::vector<place> first = {};  ///< the rows that first say so of five of them: file, line

        bool operator==(const left_out&) const = default;
    };

    std::uint64_t rows = 0;
    std::uint64_t contacts = 0;
    std::uint64_t merged = 0;
    std::uint64_t mirrored = 0;
    std::uint64_t further = 0;  ///< contacts recorded once more, in a second matter
    std::uint64_t actors = 0;   ///< those whom contacts name
    std::uint64_t matters = 0;
    std::uint64_t reports = 0;
    std::uint64_t ties = 0;
    left_out circular = {};  ///< that would have put a side above itself
    std::array<skips, skip_reasons> by_reason = {};

    std::uint64_t skipped() const
    {
        std::uint64_t all = 0;
        for (const skips& s : by_reason) all += s.rows;
        return all;
    }
    /// Adds up what was read.
    void take_in(const load_report& other);
    bool operator==(const load_report&) const = default;
};

/// Rows that were read, from any number of files in any order, and are not recorded yet: 24 bytes a row, 16 more where it has a report, 16 of GDELT, and the
/// names.
///
/// Parts are the whole: whoever reads the parts of a file into one log, or into a log each and merges these in their order, records what the whole would have
/// become, record by record (mentions in the part of their events, or after it into the same log; what was skipped is counted by the lines of its part). That
/// is the way to load in parts. Chronicles into which parts were recorded are something else: whether an event is an answer, and which rows are one contact, is
/// decided by the rows of both. So `merge` of two such chronicles is refused, for their contacts have no keys of their own.
class DEMARCHE_EXPORT event_log {
public:
    /// An empty log, which takes rows as the options say.
    explicit event_log(event_options options = {});
    event_log(event_log&&) noexcept;
    event_log& operator=(event_log&&) noexcept;
    ~event_log();

    /// Reads on; linear in the text. `file` is the name that reports and errors give. Text may be gzip where the library was built with zlib.
    /// Throws `error` and leaves the log as it was: `unreadable` where a stream fails, a gzip stream is broken or grows beyond the limit, or the format cannot
    /// be told; with `strict`, at the first row that cannot be read.
    void read(std::istream& in, const std::string& file = {});
    void read(const std::filesystem::path& file);
    /// Takes in what another has read, after what this one has; its options do not matter. Linear in the other. Throws `error` (`invalid_value`), and changes
    /// nothing, where the two have more than 65,536 codes. Precondition: it is another.
    void merge(const event_log& other);

    /// Records it all. n·log n in the rows of a day. Throws `error` as `chronicle::add` does (`duplicate_key` where another record has the key of an actor,
    /// `cycle` where the table of sides puts one above itself); then what was added before it is there.
    load_report record(chronicle& book) const;

private:
    std::unique_ptr<detail::event_rows> held_;
};

/// Reads and records.
DEMARCHE_EXPORT load_report load_events(chronicle& book, std::istream& in, const event_options& options = {});
DEMARCHE_EXPORT load_report load_events(chronicle& book, const std::filesystem::path& file, const event_options& options = {});
DEMARCHE_EXPORT load_report load_events(chronicle& book, std::span<const std::filesystem::path> files, const event_options& options = {});

/// How many matters were opened by `when()`, by their state: the others add up to `matters`.
struct matter_totals {
    std::uint64_t matters = 0;
    std::uint64_t held = 0;
    std::uint64_t declined = 0;
    std::uint64_t withdrawn = 0;
    std::uint64_t lapsed = 0;
    std::uint64_t open = 0;
    std::uint64_t agreed = 0;
    std::uint64_t other = 0;  ///< cancelled, reneged, and what else a table has

    bool operator==(const matter_totals&) const = default;
};
/// Of statuses: those of meeting requests that were opened.
DEMARCHE_EXPORT matter_totals total(std::span<const status> of);
/// Of all legs of a view. A status for each.
DEMARCHE_EXPORT matter_totals total(const view& standpoint);

}  // namespace demarche::inline v0
