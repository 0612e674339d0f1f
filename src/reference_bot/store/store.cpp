#include "reference_bot/store/store.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "base/descriptor.hpp"

namespace robson::reference_bot {
namespace {

Unexpected<std::string> fault(const std::filesystem::path& file, std::string_view why) {
  return Unexpected(fmt::format("{} cannot be used: {}", file.string(), why));
}
Unexpected<std::string> fault(const std::filesystem::path& file) {
  return fault(file, std::strerror(errno));
}

// Empty when there is no such file.
Result<std::string, std::string> read_file(const std::filesystem::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (file.get() < 0 && errno == ENOENT) return std::string();
  struct stat facts {};
  if (file.get() < 0 || ::fstat(file.get(), &facts) != 0) return fault(path);
  if (!S_ISREG(facts.st_mode)) return fault(path, "it is not a file");
  if (static_cast<std::uint64_t>(facts.st_size) > Store::most_bytes) return fault(path, "it is too large");
  std::string text(static_cast<std::size_t>(facts.st_size), '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const auto got = ::read(file.get(), text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fault(path);
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  text.resize(size);
  return text;
}

Result<void, std::string> replace_file(const std::filesystem::path& path, std::string_view text, int directory) {
  auto beside = path;
  beside += ".new";
  ::unlink(beside.c_str());  // one that was killed left it
  {
    const Descriptor file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (file.get() < 0 || !write_all(file.get(), text) || ::fsync(file.get()) != 0) return fault(beside);
  }
  if (::rename(beside.c_str(), path.c_str()) != 0 || ::fsync(directory) != 0) return fault(path);
  return {};
}

}  // namespace

Result<Store, std::string> Store::open(const std::filesystem::path& directory) {
  std::error_code failed;
  if (!std::filesystem::exists(directory, failed)) {
    std::filesystem::create_directories(directory, failed);
    if (failed) return fault(directory, failed.message());
    if (::chmod(directory.c_str(), 0700) != 0) return fault(directory);
  }
  const int lock = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (lock < 0) return fault(directory);
  Store store(directory, lock);
  if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
    return fault(directory, errno == EWOULDBLOCK ? "another robson-bot works on it" : std::strerror(errno));
  }
  if (auto read = store.read(); !read) return Unexpected(read.error());
  if (auto begun = store.begin_anew(); !begun) return Unexpected(begun.error());
  return store;
}

Store::Store(Store&& other) noexcept
    : directory_(std::move(other.directory_)),
      lock_(std::exchange(other.lock_, -1)),
      journal_(std::exchange(other.journal_, -1)),
      written_(other.written_),
      damaged_(other.damaged_),
      kept_(std::move(other.kept_)) {}

Store::~Store() {
  if (journal_ >= 0) ::close(journal_);
  if (lock_ >= 0) ::close(lock_);
}

Result<void, std::string> Store::read() {
  const auto snapshot = read_file(directory_ / "snapshot");
  if (!snapshot) return Unexpected(snapshot.error());
  const auto journal = read_file(directory_ / "journal");
  if (!journal) return Unexpected(journal.error());
  Recovered recovered = recover(*snapshot, *journal);
  damaged_ = recovered.damaged;
  if (damaged_ > 0) {
    for (const auto& [name, text] :
         {std::pair{"snapshot.damaged", &*snapshot}, std::pair{"journal.damaged", &*journal}}) {
      if (auto kept = replace_file(directory_ / name, *text, lock_); !kept) return kept;
    }
  }
  // Empty, or with a first line that was cut, is a beginning. Anything else without a state is a loss, and no
  // beginning.
  if (!recovered.kept.state() && (damaged_ > 0 || recovered.kept.number() > 0)) {
    return fault(directory_, "no sound state is left in it; close what stands at the venues by hand and move it away");
  }
  kept_ = std::move(recovered.kept);
  return {};
}

Result<void, std::string> Store::begin_anew() {
  if (journal_ >= 0) ::close(std::exchange(journal_, -1));
  if (kept_.number() > 0) {
    if (auto put = replace_file(directory_ / "snapshot", kept_.lines(), lock_); !put) return put;
  }
  const auto path = directory_ / "journal";
  Descriptor journal(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (journal.get() < 0 || ::ftruncate(journal.get(), 0) != 0 || ::fsync(journal.get()) != 0 || ::fsync(lock_) != 0) {
    return fault(path);
  }
  journal_ = journal.release();
  written_ = 0;
  return {};
}

Result<void, std::string> Store::write_line(const std::string& line) {
  if (journal_ < 0) {
    if (auto begun = begin_anew(); !begun) return begun;
  }
  if (!write_all(journal_, line) || ::fdatasync(journal_) != 0) {
    const auto why = fault(directory_ / "journal");
    // Part of the line may stand there: a snapshot without it, and an empty journal, come before anything else.
    ::close(std::exchange(journal_, -1));
    return why;
  }
  written_ += line.size();
  return {};
}

Result<void, std::string> Store::append(Record record) {
  record.number = kept_.number() + 1;
  if (auto written = write_line(line_of(record)); !written) return written;
  kept_.take(record);
  // The record is in force whatever becomes of the snapshot: a failed one is tried again at the next append.
  if (written_ > journal_bytes) static_cast<void>(begin_anew());
  return {};
}

}  // namespace robson::reference_bot
