// refuses: deleted
// SPDX-License-Identifier: BSL-1.0
#include <demarche/demarche.hpp>

void use(demarche::chronicle& book, const demarche::lifecycle_file& table) { book.use(table); }

#ifdef REFUSED
void use(demarche::chronicle& book) { book.use(demarche::load_lifecycle("table.tsv")); }
#endif
