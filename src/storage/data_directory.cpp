#include "storage/data_directory.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>

namespace robson::storage {
namespace {

StorageError unwritable(const std::filesystem::path& path, const std::string& why) {
  return {StorageErrorKind::unwritable, fmt::format("the data directory {} cannot be used: {}", path.string(), why)};
}

// The process that wrote its number into the lock file; 0 when it left none.
long holder(int lock) {
  std::array<char, 20> text{};
  const auto size = pread(lock, text.data(), text.size(), 0);
  long id = 0;
  if (size > 0) std::from_chars(text.data(), text.data() + size, id);
  return id;
}

void write_holder(int lock) {
  const std::string text = std::to_string(getpid()) + "\n";
  // Only for people; the lock holds without it.
  if (ftruncate(lock, 0) == 0 && pwrite(lock, text.data(), text.size(), 0) < 0) return;
}

}  // namespace

Result<DataDirectory, StorageError> DataDirectory::open(const std::filesystem::path& path) {
  std::error_code failed;
  if (!std::filesystem::exists(path, failed)) {
    std::filesystem::create_directories(path, failed);
    if (failed) return Unexpected(unwritable(path, failed.message()));
    if (chmod(path.c_str(), 0700) != 0) return Unexpected(unwritable(path, std::strerror(errno)));
  }
  if (!std::filesystem::is_directory(path, failed)) return Unexpected(unwritable(path, "it is not a directory"));
  if (access(path.c_str(), R_OK | W_OK | X_OK) != 0) return Unexpected(unwritable(path, std::strerror(errno)));
  const int lock = ::open((path / "robsond.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0) return Unexpected(unwritable(path, std::strerror(errno)));
  DataDirectory directory(path, lock);
  if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return Unexpected(unwritable(path, std::strerror(errno)));
    const long other = holder(lock);
    return Unexpected(
        StorageError{StorageErrorKind::locked,
                     fmt::format("another robsond{} works on the data directory {}",
                                 other > 0 ? fmt::format(" (process {})", other) : std::string(), path.string())});
  }
  write_holder(lock);
  return directory;
}

DataDirectory::DataDirectory(DataDirectory&& other) noexcept
    : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}

DataDirectory::~DataDirectory() {
  if (lock_ >= 0) close(lock_);
}

}  // namespace robson::storage
