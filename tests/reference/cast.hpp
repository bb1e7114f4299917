// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <demarche/boost_graph.hpp>
#include <demarche/cameo.hpp>
#include <demarche/cameo_actors.hpp>
#include <demarche/demarche.hpp>
#include <demarche/event_acts.hpp>
#include <demarche/event_data.hpp>
#include <demarche/event_tables.hpp>
#include <demarche/jsonl.hpp>
#include <demarche/plover.hpp>

#include <boost/graph/breadth_first_search.hpp>
#include <fmt/ostream.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>

using namespace demarche;

// What the examples of the reference are spoken by: the case of the README, as of 2023-05-26. Each example has one of its own.

/// What an example shows of a value: a truth, what has a formatter, a code with its label, or what an optional has.
template <class T>
void show(const T& value)
{
    if constexpr (std::same_as<T, bool>) {
        fmt::print("{}\n", value);
    } else if constexpr (requires { value.has_value(); }) {
        if (value) show(*value);
        else fmt::print("nothing\n");
    } else if constexpr (requires { value.label(); }) {
        fmt::print("{}, {}\n", value.text(), value.label());
    } else {
        fmt::print("{}\n", value);
    }
}

struct cast {
    chronicle book = jsonl::load("shangri_la.jsonl");
    actor_id us = book.find<actor>("us");
    actor_id china = book.find<actor>("china");
    actor_id dod = book.find<actor>("dod");
    actor_id mnd = book.find<actor>("mnd");
    actor_id secdef = book.find<actor>("secdef");
    actor_id minister = book.find<actor>("defmin");
    actor_id austin = book.find<actor>("austin");
    actor_id li = book.find<actor>("li");
    matter_id meeting = book.find<matter>("slid23");
    leg l{meeting, li};
    contact_id asked = book.find<contact>("asked");
    source_id agency = book.find<demarche::source>("A");
    source_id newspaper = book.find<demarche::source>("B");
    source_id record = book.find<demarche::source>("P");
    view today = book.as_of(date{"2023-05-26"});
};
