#include "client/token_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/descriptor.hpp"
#include "json/read.hpp"
#include "json/write.hpp"

namespace robson::client {
namespace {

struct StoredSession {
  std::string profile{};
  std::string url{};
  std::string username{};
  std::string access_token{};
  std::string refresh_token{};
  Timestamp expires_at{};
  std::optional<std::string> api_key{};
};
BOOST_DESCRIBE_STRUCT(StoredSession, (), (profile, url, username, access_token, refresh_token, expires_at, api_key))
struct StoredSessions {
  std::vector<StoredSession> sessions{};
};
BOOST_DESCRIBE_STRUCT(StoredSessions, (), (sessions))

constexpr std::size_t largest_file = 1 << 20;

Unexpected<Error> trouble(std::string_view what, const std::string& path, std::string_view why) {
  return Unexpected(Error{
      .cause = Cause::failed, .text = fmt::format("cannot {} {}: {}", what, path, why), .code = "CREDENTIALS_FILE"});
}
Unexpected<Error> system_trouble(std::string_view what, const std::string& path) {
  return trouble(what, path, std::strerror(errno));
}

// Whoever else can read the file may have the tokens already, so it is not used until its owner has looked at it.
std::optional<std::string> why_not_private(int file) {
  struct stat about {};
  if (::fstat(file, &about) != 0) return std::strerror(errno);
  if (!S_ISREG(about.st_mode)) return "it is not a regular file";
  if (about.st_uid != ::geteuid()) return "it belongs to another user";
  if ((about.st_mode & 077U) != 0) {
    return fmt::format("others can read it (mode {:04o}); make it private with chmod 600, then sign in again",
                       about.st_mode & 07777U);
  }
  return std::nullopt;
}

Result<std::string, Error> read_all(int file, const std::string& path) {
  std::string text;
  std::array<char, 4096> part{};
  for (;;) {
    const auto count = ::read(file, part.data(), part.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return system_trouble("read", path);
    if (count == 0) return text;
    text.append(part.data(), static_cast<std::size_t>(count));
    if (text.size() > largest_file) return trouble("read", path, "it is too large");
  }
}

Result<StoredSessions, Error> read_sessions(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0 && errno == ENOENT) return StoredSessions{};
  if (file.get() < 0) return system_trouble("read", path);
  if (const auto why = why_not_private(file.get())) return trouble("use", path, *why);
  auto text = read_all(file.get(), path);
  if (!text) return Unexpected(std::move(text).error());
  auto sessions = json::read<StoredSessions>(*text, json::Unknown::ignored);
  // The fault's own words would quote the file, and the file is secret.
  if (!sessions) return trouble("use", path, "it is damaged; remove it and sign in again");
  return std::move(*sessions);
}

// Makes the file's folder, for its owner only when it is new.
Result<void, Error> make_folder(const std::string& path) {
  const auto folder = std::filesystem::path(path).parent_path();
  std::error_code failed;
  if (folder.empty() || std::filesystem::exists(folder, failed)) return {};
  std::filesystem::create_directories(folder, failed);
  if (failed) return trouble("make", folder.string(), failed.message());
  ::chmod(folder.c_str(), 0700);
  return {};
}

Result<void, Error> replace(const std::string& path, const StoredSessions& sessions) {
  if (auto made = make_folder(path); !made) return made;
  const std::string fresh = fmt::format("{}.{}.new", path, ::getpid());
  ::unlink(fresh.c_str());
  const Descriptor file(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (file.get() < 0) return system_trouble("write", fresh);
  const bool written = write_all(file.get(), json::text_of(sessions) + '\n') && ::fsync(file.get()) == 0 &&
                       ::rename(fresh.c_str(), path.c_str()) == 0;
  if (written) return {};
  auto failure = system_trouble("write", path);
  ::unlink(fresh.c_str());
  return failure;
}

}  // namespace

FileLock::FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
FileLock::~FileLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<std::optional<Tokens>, Error> TokenFile::load() const {
  const auto stored = read_sessions(path_);
  if (!stored) return Unexpected(stored.error());
  for (const StoredSession& session : stored->sessions) {
    if (session.profile != profile_) continue;
    return std::optional(Tokens{.access = Secret(session.access_token),
                                .refresh = Secret(session.refresh_token),
                                .url = session.url,
                                .username = session.username,
                                .expires_at = session.expires_at,
                                .api_key = Secret(session.api_key.value_or(""))});
  }
  return std::optional<Tokens>{};
}

Result<void, Error> TokenFile::save(const Tokens& tokens) const {
  auto stored = read_sessions(path_);
  if (!stored) return Unexpected(std::move(stored).error());
  std::erase_if(stored->sessions, [this](const StoredSession& session) { return session.profile == profile_; });
  std::optional<std::string> key;
  if (!tokens.api_key.empty()) key = tokens.api_key.reveal();
  stored->sessions.push_back({.profile = profile_,
                              .url = tokens.url,
                              .username = tokens.username,
                              .access_token = tokens.access.reveal(),
                              .refresh_token = tokens.refresh.reveal(),
                              .expires_at = tokens.expires_at,
                              .api_key = std::move(key)});
  return replace(path_, *stored);
}

Result<void, Error> TokenFile::forget() const {
  auto stored = read_sessions(path_);
  if (!stored) return Unexpected(std::move(stored).error());
  const auto removed =
      std::erase_if(stored->sessions, [this](const StoredSession& session) { return session.profile == profile_; });
  if (removed == 0) return {};
  return replace(path_, *stored);
}

Result<std::optional<FileLock>, Error> TokenFile::try_lock() const {
  if (auto made = make_folder(path_); !made) return Unexpected(std::move(made).error());
  const std::string path = path_ + ".lock";
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return system_trouble("lock", path);
  FileLock lock(file);
  if (::flock(file, LOCK_EX | LOCK_NB) == 0) return std::optional<FileLock>(std::move(lock));
  if (errno == EWOULDBLOCK || errno == EINTR) return std::optional<FileLock>{};
  return system_trouble("lock", path);
}

}  // namespace robson::client
