#include "accounts/private_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace robson::accounts {
namespace {

// An open file, closed at the end of the scope.
struct File {
  explicit File(int opened) : number(opened) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (number >= 0) close(number);
  }
  int number;
};

}  // namespace

Result<Secret, std::string> read_private(const std::filesystem::path& path) {
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (file.number < 0) return Unexpected(std::string(std::strerror(errno)));
  struct stat status {};
  if (fstat(file.number, &status) != 0) return Unexpected(std::string(std::strerror(errno)));
  if ((status.st_mode & 077) != 0) {
    return Unexpected(
        std::string("others than its owner may read it; run chmod 600 on it, and replace it if they did"));
  }
  std::string text(4096, '\0');
  const auto size = read(file.number, text.data(), text.size());
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
    const File file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    const auto& bytes = text.reveal();
    if (file.number < 0 || write(file.number, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()) ||
        fsync(file.number) != 0) {
      return Unexpected(std::string(std::strerror(errno)));
    }
  }
  if (rename(beside.c_str(), path.c_str()) != 0) return Unexpected(std::string(std::strerror(errno)));
  const File directory(::open(path.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.number < 0 || fsync(directory.number) != 0) return Unexpected(std::string(std::strerror(errno)));
  return {};
}

}  // namespace robson::accounts
