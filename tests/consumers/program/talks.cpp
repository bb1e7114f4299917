// SPDX-License-Identifier: BSL-1.0
#include "talks.hpp"

#include <demarche/boost_graph.hpp>

using namespace demarche;

chronicle talks()
{
    chronicle book;
    const auto dod = book.add(actor{.key = "dod", .name = "US Department of Defense", .kind = actor_kinds::organisation});
    const auto mnd = book.add(actor{.key = "mnd", .name = "PRC Ministry of National Defense", .kind = actor_kinds::organisation});
    const auto meeting = book.add(matter{
        .key = "slid23", .title = "Austin and Li in Singapore", .requester = dod, .respondents = {mnd}, .occasion = date{"2023-06-02/2023-06-04"}});
    book.add(contact{.key = "c1", .matter = meeting, .act = acts::request, .from = dod, .to = mnd, .on = date{"2023-05-22"}});
    return book;
}
