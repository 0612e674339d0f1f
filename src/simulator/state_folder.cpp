#include "simulator/state_folder.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

#include "base/descriptor.hpp"

namespace robson::simulator {
namespace {

Unexpected<std::string> unusable(const std::string& path, std::string_view why) {
  return Unexpected(fmt::format("--data-dir {} cannot be used: {}", path, why));
}

}  // namespace

Result<StateFolder, std::string> StateFolder::open(const std::string& path) {
  std::error_code failed;
  if (!std::filesystem::exists(path, failed)) {
    std::filesystem::create_directories(path, failed);
    if (failed) return unusable(path, failed.message());
    if (::chmod(path.c_str(), 0700) != 0) return unusable(path, std::strerror(errno));
  }
  const int lock = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (lock < 0) return unusable(path, std::strerror(errno));
  StateFolder folder(path, lock);
  if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
    return unusable(path, errno == EWOULDBLOCK ? "another robson-sim works on it" : std::strerror(errno));
  }
  if (::access(path.c_str(), R_OK | W_OK | X_OK) != 0) return unusable(path, std::strerror(errno));
  return folder;
}

StateFolder::StateFolder(StateFolder&& other) noexcept
    : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}

StateFolder::~StateFolder() {
  if (lock_ >= 0) ::close(lock_);
}

Result<std::optional<KeptState>, std::string> StateFolder::read() const {
  const auto fault = [&](std::string_view why) {
    return Unexpected(fmt::format("{} cannot be gone on from: {}; move it away to begin anew", file(), why));
  };
  const Descriptor from(::open(file().c_str(), O_RDONLY | O_CLOEXEC));
  if (from.get() < 0 && errno == ENOENT) return std::optional<KeptState>();
  struct stat facts {};
  if (from.get() < 0 || ::fstat(from.get(), &facts) != 0) return fault(std::strerror(errno));
  if (!S_ISREG(facts.st_mode)) return fault("it is not a file");
  if (facts.st_size > static_cast<off_t>(most_bytes)) return fault("it is larger than 64 MiB");
  std::string text(static_cast<std::size_t>(facts.st_size), '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const auto got = ::read(from.get(), text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fault(std::strerror(errno));
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  text.resize(size);
  auto state = kept_state_of(text);
  if (!state) return fault(state.error());
  return std::optional<KeptState>(std::move(*state));
}

// Not flushed to the disk: a killed program loses nothing by that, and a power cut that leaves half a file is told by
// its checksum; the loop does not wait for a disk once a second.
Result<void, std::string> StateFolder::write(const KeptState& state) const {
  const std::string text = text_of(state);
  const std::string fresh = path_ + "/state.new";
  const auto fault = [&](std::string_view why) {
    return Unexpected(fmt::format("{} cannot be written: {}", file(), why));
  };
  if (text.size() > most_bytes) return fault("it would be larger than 64 MiB");
  {
    ::unlink(fresh.c_str());  // one that was killed left it
    const Descriptor into(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (into.get() < 0 || !write_all(into.get(), text)) return fault(std::strerror(errno));
  }
  if (::rename(fresh.c_str(), file().c_str()) != 0) return fault(std::strerror(errno));
  return {};
}

}  // namespace robson::simulator
