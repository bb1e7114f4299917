// SPDX-License-Identifier: BSL-1.0
#include "everything_in.hpp"

#include "references.hpp"
#include "type_words.hpp"

#include <algorithm>

// Chronicles made from the records of others.

namespace demarche::inline v0 {

namespace detail {

batch everything_in(const chronicle& book)
{
    batch all;
    all.lifecycles.assign(book.lifecycles().begin(), book.lifecycles().end());
    const auto take = [&]<class T>(std::vector<entry<T>>& into) {
        into.reserve(book.all<T>().size());
        for (std::size_t n = 0; n < book.all<T>().size(); ++n) into.push_back({book[id<T>(n)], book.seq(id<T>(n))});
    };
    take(all.actors);
    take(all.ties);
    take(all.sources);
    take(all.matters);
    take(all.contacts);
    take(all.reports);
    return all;
}

}  // namespace detail

namespace {

using detail::keyed;

/// Where the records of one chronicle stand in another.
struct id_maps {
    std::tuple<std::vector<actor_id>, std::vector<tie_id>, std::vector<source_id>, std::vector<matter_id>, std::vector<contact_id>> ids;

    template <class T>
    std::vector<id<T>>& of()
    {
        return std::get<std::vector<id<T>>>(ids);
    }
    template <class T>
    const std::vector<id<T>>& of() const
    {
        return std::get<std::vector<id<T>>>(ids);
    }

    template <class Record>
    Record translated(Record r) const
    {
        detail::each_reference(r, [&]<class T>(id<T>& x) {
            if (x) x = of<T>()[x.index()];
        });
        return r;
    }
};

/// Joins what another chronicle has of one type to what is there. Ids are those of the other's records in the union.
template <class T>
void join(std::vector<entry<T>>& all, const chronicle& a, const chronicle& b, const id_maps& maps)
{
    for (std::size_t n = 0; n < b.all<T>().size(); ++n) {
        entry<T> e{maps.translated(b[id<T>(n)]), b.seq(id<T>(n))};
        if constexpr (keyed<T>) {
            const std::size_t at = maps.of<T>()[n].index();
            // Where contents differ, both stay, and the chronicle that is made of them says so.
            if (at < a.all<T>().size() && a[id<T>(at)] == e.record) {
                all[at].seq = std::min(all[at].seq, e.seq);
                continue;
            }
        }
        all.push_back(std::move(e));
    }
}

}  // namespace

chronicle merge(const chronicle& a, const chronicle& b)
{
    batch both = detail::everything_in(a);
    for (const lifecycle* table : b.lifecycles())
        if (std::find(both.lifecycles.begin(), both.lifecycles.end(), table) == both.lifecycles.end()) both.lifecycles.push_back(table);
    id_maps maps;
    const auto place = [&]<class T>(std::type_identity<T>) {
        std::size_t next = a.all<T>().size();
        for (std::size_t n = 0; n < b.all<T>().size(); ++n) {
            const id<T> known = a.find<T>(b.key(id<T>(n)));
            maps.of<T>().push_back(known ? known : id<T>(next++));
        }
    };
    place(std::type_identity<actor>{});
    place(std::type_identity<tie>{});
    place(std::type_identity<source>{});
    place(std::type_identity<matter>{});
    place(std::type_identity<contact>{});
    join(both.actors, a, b, maps);
    join(both.ties, a, b, maps);
    join(both.sources, a, b, maps);
    join(both.matters, a, b, maps);
    join(both.contacts, a, b, maps);
    join(both.reports, a, b, maps);
    return chronicle(std::move(both));
}

}  // namespace demarche::inline v0
