// SPDX-License-Identifier: BSL-1.0
#include <demarche/lifecycle_file.hpp>

#include <fstream>
#include <iterator>

namespace demarche::inline v0 {

result<lifecycle_file> try_read_lifecycle(std::istream& in, const std::string& file)
{
    auto held = std::make_shared<lifecycle_file::owned>();
    held->text.assign(std::istreambuf_iterator<char>(in), {});
    if (in.bad()) return error(errc::unreadable, {.file = file}, "the table cannot be read further");
    auto made = try_parse_lifecycle(held->text);
    if (!made) {
        place where = made.error().where();
        where.file = file;
        return error(made.error().code(), std::move(where), made.error().problem());
    }
    held->table = *made;
    return lifecycle_file(std::move(held));
}

result<lifecycle_file> try_load_lifecycle(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    if (!in) return error(errc::unreadable, {.file = file.string()}, "the file cannot be opened; does it exist?");
    return try_read_lifecycle(in, file.string());
}

lifecycle_file read_lifecycle(std::istream& in, const std::string& file) { return try_read_lifecycle(in, file).value(); }
lifecycle_file load_lifecycle(const std::filesystem::path& file) { return try_load_lifecycle(file).value(); }

}  // namespace demarche::inline v0
