#pragma once
// Small files that only their owner may read: keys.
#include <filesystem>
#include <string>

#include "base/result.hpp"
#include "base/secret.hpp"

namespace robson {

// At most 4096 bytes of it. Refuses a link, and a file that its group or others may read. The error is why, without
// the file's name: "others than its owner may read it; ...".
Result<Secret, std::string> read_private(const std::filesystem::path& file);

// All or nothing: a new file (0600) beside the old one takes its name once it is on the disk.
Result<void, std::string> write_private(const std::filesystem::path& file, const Secret& text);

}  // namespace robson
