// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/demarche.hpp>

#include <chrono>
#include <iostream>
#include <string>
#include <vector>

// How the programs here are asked: where the asker stands (--when, --known, --sources), what tables there are (--lifecycle), and what becomes of what is wrong.

struct wrong_usage {
    std::string why;
};

/// The words of a command line, one after another.
class command_line {
public:
    command_line(int argc, char** argv) : left_(argv + 1, argv + argc) {}

    bool empty() const { return at_ == left_.size(); }
    std::string next() { return left_[at_++]; }
    std::string value_of(const std::string& option)
    {
        if (empty()) throw wrong_usage{option + " needs a value"};
        return next();
    }

private:
    std::vector<std::string> left_;
    std::size_t at_ = 0;
};

struct standpoint {
    demarche::date when{today()};
    std::optional<demarche::date> known = {};
    std::optional<std::vector<std::string>> sources = {};

    /// Takes the option and its value, if it is one of the three.
    bool take(const std::string& option, command_line& words)
    {
        if (option == "--when") when = date_for(option, words.value_of(option));
        else if (option == "--known") known = date_for(option, words.value_of(option));
        else if (option == "--sources") sources = keys_in(words.value_of(option));
        else return false;
        return true;
    }

    /// The chronicle seen from there. Sources that it does not have say nothing.
    demarche::view of(const demarche::chronicle& book) const
    {
        const demarche::view v = known ? book.as_of(when).known_by(*known) : book.as_of(when);
        return sources ? v.according_to(chosen(book)) : v;
    }

    static demarche::date date_for(const std::string& option, const std::string& text)
    {
        auto parsed = demarche::try_date(text);
        if (!parsed) throw wrong_usage{option + ": " + parsed.error().problem()};
        return std::move(parsed).value();
    }

private:
    static std::string today() { return demarche::to_text(std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now())).substr(0, 10); }

    static std::vector<std::string> keys_in(const std::string& list)
    {
        std::vector<std::string> keys;
        for (std::size_t at = 0; at <= list.size(); at += keys.back().size() + 1) keys.push_back(list.substr(at, list.find(',', at) - at));
        return keys;
    }

    demarche::perspective chosen(const demarche::chronicle& book) const
    {
        std::vector<demarche::source_id> found;
        for (const std::string& key : *sources)
            if (const auto x = book.find<demarche::source>(key)) found.push_back(x);
        return demarche::perspective(std::move(found));
    }
};

/// The tables that matters may follow beside those that come with the library.
class told_lifecycles {
public:
    /// Takes the option and its value, if it is that.
    bool take(const std::string& option, command_line& words)
    {
        if (option != "--lifecycle") return false;
        tables_.push_back(demarche::load_lifecycle(words.value_of(option)));
        return true;
    }
    /// They must outlive the chronicle.
    void tell(demarche::chronicle& book) const
    {
        for (const demarche::lifecycle_file& table : tables_) book.use(table);
    }

private:
    std::vector<demarche::lifecycle_file> tables_ = {};
};

/// Runs a program: its exit status is 2 where what it throws says that it was asked wrongly, or that the input is wrong.
template <class Program>
int run_program(std::string_view name, std::string_view usage, Program program)
{
    try {
        program();
        return 0;
    } catch (const wrong_usage& wrong) {
        std::cerr << name << ": " << wrong.why << '\n' << usage;
    } catch (const std::exception& wrong) {
        std::cerr << name << ": " << wrong.what() << '\n';
    }
    return 2;
}
