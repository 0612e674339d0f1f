#pragma once
// The keys that the bot holds: its own admin key, and that of its account at the venues.
#include <filesystem>

#include "base/private_file.hpp"

namespace robson::reference_bot {

// The key in that file; a file that is not there is made, with a random key, for its owner alone. The error is a
// sentence that names the file.
Result<Secret, std::string> admin_key_in(const std::filesystem::path& file);

// A key that must be there: 8 to 256 printable characters, the line's end apart.
Result<Secret, std::string> key_in_file(const std::filesystem::path& file);

// Lower-case hex of that many random bytes of the system.
std::string random_hex(std::size_t bytes);

}  // namespace robson::reference_bot
