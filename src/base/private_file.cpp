#include "base/private_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/descriptor.hpp"

namespace robson {

Result<Secret, std::string> read_private(const std::filesystem::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (file.get() < 0) return Unexpected(std::string(std::strerror(errno)));
  struct stat status {};
  if (fstat(file.get(), &status) != 0) return Unexpected(std::string(std::strerror(errno)));
  if ((status.st_mode & 077) != 0) {
    return Unexpected(
        std::string("others than its owner may read it; run chmod 600 on it, and replace it if they did"));
  }
  std::string text(4096, '\0');
  const auto size = read(file.get(), text.data(), text.size());
  if (size < 0) return Unexpected(std::string(std::strerror(errno)));
  text.resize(static_cast<std::size_t>(size));
  return Secret(std::move(text));
}

// All or nothing: a new file beside the old one takes its name once it is on the disk.
Result<void, std::string> write_private(const std::filesystem::path& path, const Secret& text) {
  auto beside = path;
  beside += ".new";
  unlink(beside.c_str());
  {
    const Descriptor file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (file.get() < 0 || !write_all(file.get(), text.reveal()) || fsync(file.get()) != 0) {
      return Unexpected(std::string(std::strerror(errno)));
    }
  }
  if (rename(beside.c_str(), path.c_str()) != 0) return Unexpected(std::string(std::strerror(errno)));
  const auto parent = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  const Descriptor directory(::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.get() < 0 || fsync(directory.get()) != 0) return Unexpected(std::string(std::strerror(errno)));
  return {};
}

}  // namespace robson
