// SPDX-License-Identifier: BSL-1.0
#include "coded_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <numeric>

namespace performance {

namespace {

constexpr std::array<relation_row, 24> relations{{
    {"010", "Make statement", "CONSULT", 156, ""},
    {"040", "Consult", "CONSULT", 50, "040"},
    {"020", "Make an appeal or request", "REQUEST", 63, ""},
    {"036", "Express intent to meet or negotiate", "REQUEST/meet", 51, ""},
    {"042", "Make a visit", "CONSULT/visit", 43, "043"},
    {"173", "Arrest, detain, or charge with legal action", "COERCE/arrest", 40, ""},
    {"051", "Praise or endorse", "SUPPORT", 36, ""},
    {"111", "Criticize or denounce", "ACCUSE/disapprove", 30, ""},
    {"112", "Accuse", "ACCUSE/allege", 27, ""},
    {"180", "Use unconventional violence", "ASSAULT", 24, ""},
    {"190", "Use conventional military force", "ASSAULT/firearms", 20, ""},
    {"046", "Engage in negotiation", "CONSULT/meet", 10, "046"},
    {"030", "Express intent to cooperate", "AGREE", 16, ""},
    {"130", "Threaten", "THREATEN", 15, ""},
    {"050", "Engage in diplomatic cooperation", "COOPERATE", 14, ""},
    {"057", "Sign formal agreement", "AGREE/sign", 13, ""},
    {"090", "Investigate", "ACCUSE/investigate", 10, ""},
    {"041", "Discuss by telephone", "CONSULT/phone", 5, "041"},
    {"120", "Reject", "REJECT", 9, ""},
    {"193", "fight with small arms and light weapons", "ASSAULT/firearms", 9, ""},
    {"014", "Consider policy option", "CONSULT/other", 8, ""},
    {"141", "Demonstrate or rally", "PROTEST/demo", 6, ""},
    {"125", "Reject proposal to meet, discuss, or negotiate", "REJECT/meet", 4, ""},
    {"043", "Host a visit", "CONSULT/visit", 0, "042"},
}};

std::size_t relation_with(std::string_view code)
{
    return static_cast<std::size_t>(std::find_if(relations.begin(), relations.end(), [&](const relation_row& r) { return r.code == code; }) - relations.begin());
}

std::size_t drawn_relation(dice& roll)
{
    constexpr std::uint32_t all = std::accumulate(relations.begin(), relations.end(), 0u, [](std::uint32_t sum, const relation_row& r) { return sum + r.weight; });
    std::uint64_t left = roll.below(all);
    std::size_t n = 0;
    for (; left >= relations[n].weight; ++n) left -= relations[n].weight;
    return n;
}

/// One of the eight with whom an actor has most to do, the first ones most.
std::uint32_t usual_counterpart(std::uint32_t actor, dice& roll)
{
    std::uint64_t mixed = (std::uint64_t{actor} * 8 + roll.below(1 + roll.below(8)) + 1) * 0x9E3779B97F4A7C15u;
    mixed = (mixed ^ mixed >> 32) * 0x9E3779B97F4A7C15u;
    const double u = static_cast<double>(mixed >> 11) * 0x1p-53;
    return static_cast<std::uint32_t>(actor_count * u * u * u);
}

constexpr std::uint32_t countries = 200;
std::string country_of(std::uint32_t actor) { return fmt::format("Country {}", actor % countries); }
constexpr int days_in_all = 7305;

struct day_text {
    explicit day_text(int day) : date(first_day + std::chrono::days(day)) {}
    int year() const { return static_cast<int>(date.year()); }
    unsigned month() const { return static_cast<unsigned>(date.month()); }
    unsigned day() const { return static_cast<unsigned>(date.day()); }

    std::chrono::year_month_day date;
};

using out = std::back_insert_iterator<std::string>;

void write_four_columns(const coded_row& r, out to)
{
    const day_text on(r.day);
    fmt::format_to(to, "{}\t{}\t{}\t{:04}-{:02}-{:02}\n", name_of_actor(r.from), relation_of(r).label, name_of_actor(r.to), on.year(), on.month(), on.day());
}

void write_icews(const coded_row& r, out to)
{
    const day_text on(r.day);
    fmt::format_to(to, "{0}\t{1:04}-{2:02}-{3:02}\t{4}\tExecutive,Government\t{5}\t{6}\t{7}\t-1.0\t{8}\tMilitary,Government\t{9}\t{10}\t{11}\tAgency {12}\tCity\tNA\tNA\t{5}\t21.0\t105.8\n",
        r.number, on.year(), on.month(), on.day(), name_of_actor(r.from), country_of(r.from), relation_of(r).label, relation_of(r).code, name_of_actor(r.to),
        country_of(r.to), r.number / 3, r.number % 6 + 1, r.number / 3 % 100);
}

/// Columns 1 to 56 are alike in both editions but for five of geography, which nobody reads here.
void write_gdelt(const coded_row& r, out to, bool second)
{
    const day_text on(r.day);
    const std::string blank_tail(second ? 33 : 30, '\t');
    fmt::format_to(to, "{0}\t{1:04}{2:02}{3:02}\t{1:04}{2:02}\t{1:04}\t{1:04}.5\tA{4}\t{5}\tC{6}\t\t\t\t\t\t\t\tA{7}\t{8}\tC{9}\t\t\t\t\t\t\t\t1\t{10}{11}{1:04}{2:02}{3:02}{12}\thttps://example.org/{13}\n",
        r.number, on.year(), on.month(), on.day(), r.from, name_of_actor(r.from), r.from % countries, r.to, name_of_actor(r.to), r.to % countries,
        relation_of(r).code, blank_tail, second ? "001500" : "", r.number / 3);
}

void write_mention(const coded_row& r, out to)
{
    const day_text on(r.day);
    fmt::format_to(to, "{0}\t{1:04}{2:02}{3:02}001500\t{1:04}{2:02}{3:02}003000\t1\tpaper{4}.example\thttps://paper{4}.example/{5}\t{6}\t-1\t10\t20\t1\t50\t2000\t-1.5\t\t\n", r.number,
        on.year(), on.month(), on.day(), r.number % 100, r.number / 2, r.number % 9 + 1);
}

void write_polecat(const coded_row& r, out to)
{
    const day_text on(r.day);
    const std::string_view event = relation_of(r).event;
    const std::size_t slash = event.find('/');
    fmt::format_to(to, "{0}\t{1:04}-{2:02}-{3:02}\t{4}\t{5}\t{6}\t{7}\t{8}\t{9}\t{10}\t{11}\tAgency {12}\t{1:04}-{2:02}-{3:02}\n", r.number, on.year(), on.month(), on.day(),
        name_of_actor(r.from), country_of(r.from), r.from, event.substr(0, slash), slash == std::string_view::npos ? "" : event.substr(slash + 1), name_of_actor(r.to),
        country_of(r.to), r.to, r.number % 100);
}

}  // namespace

const relation_row& relation_of(const coded_row& r) { return relations[r.relation]; }

std::optional<coded_row> coded_rows::next()
{
    if (given_ == count_) return {};
    const bool doubled = given_ != 0 && !mirror_owed_ && roll_.one_in(10);
    if (mirror_owed_) {
        std::swap(last_.from, last_.to);
        last_.relation = relation_with(relation_of(last_).mirror);
        mirror_owed_ = false;
    } else if (!doubled) {
        last_ = drawn();
        mirror_owed_ = !relation_of(last_).mirror.empty();
    }
    last_.number = static_cast<std::uint32_t>(given_++);
    return last_;
}

coded_row coded_rows::drawn()
{
    coded_row r{.day = static_cast<int>(given_ * days_in_all / count_), .from = roll_.popular_actor(), .relation = drawn_relation(roll_)};
    r.to = roll_.one_in(5) ? roll_.popular_actor() : usual_counterpart(r.from, roll_);
    if (r.to == r.from) r.to = (r.to + 1) % actor_count;
    return r;
}

std::string name_of_actor(std::uint32_t actor)
{
    constexpr std::array<std::string_view, 4> offices{"Foreign Affairs", "Citizen", "Ministry", "Police"};
    constexpr std::array<std::string_view, 4> persons{"Adam", "Benazir", "Chiara", "Dmitri"};
    const std::size_t n = actor / 2 % offices.size();
    return actor % 2 == 0 ? fmt::format("{} {} ({})", offices[n], actor, country_of(actor)) : fmt::format("{} {}", persons[n], actor);
}

void write_header(row_form form, std::string& text)
{
    if (form == row_form::icews)
        text += "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\t"
                "Story ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\n";
    if (form == row_form::polecat)
        text += "Event ID\tEvent Date\tActor Name\tActor Country\tWikipedia Actor ID\tEvent Type\tEvent Mode\tRecipient Name\tRecipient Country\t"
                "Wikipedia Recipient ID\tSource\tPublication Date\n";
}

void write_row(row_form form, const coded_row& r, std::string& text)
{
    const out to(text);
    switch (form) {
    case row_form::four_columns: return write_four_columns(r, to);
    case row_form::icews: return write_icews(r, to);
    case row_form::gdelt1: return write_gdelt(r, to, false);
    case row_form::gdelt2: return write_gdelt(r, to, true);
    case row_form::mentions: return write_mention(r, to);
    case row_form::polecat: return write_polecat(r, to);
    }
}

coded_text::int_type coded_text::underflow()
{
    constexpr std::size_t block_size = std::size_t{1} << 16;
    if (begun_) block_.clear();
    begun_ = true;
    while (block_.size() < block_size) {
        const auto r = rows_.next();
        if (!r) break;
        write_row(form_, *r, block_);
    }
    if (block_.empty()) return traits_type::eof();
    setg(block_.data(), block_.data(), block_.data() + block_.size());
    return traits_type::to_int_type(*gptr());
}

}  // namespace performance
