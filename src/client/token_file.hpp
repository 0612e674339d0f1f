#pragma once
// Where a person's sessions are kept between two calls: one JSON file, readable by its owner only, with one entry for
// each profile.
//
//   {"sessions":[{"profile":"default","url":"http://127.0.0.1:8080","username":"admin",
//                 "access_token":"...","refresh_token":"...","expires_at":"2026-01-02T03:04:05.000Z"}]}
//
// It is replaced in one step (written beside, synced, renamed), so that a reader sees the old file or the new one. A
// refresh token may be spent once: who renews a session holds the lock, a second file, while it reads, asks and writes.
// An entry belongs to one server; its tokens are never handed out for another address.
#include <optional>
#include <string>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "base/timestamp.hpp"
#include "client/error.hpp"

namespace robson::client {

struct Tokens {
  Secret access{};
  Secret refresh{};
  std::string url{};  // of the server that gave them, as parsed and written again by the client
  std::string username{};
  Timestamp expires_at{};  // of the access token, by this machine's clock
  Secret api_key{};        // of a program, in place of a person's session; then the others but url are empty
};

// Held by one process at a time; given back when it dies.
class FileLock {
 public:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&&) = delete;
  ~FileLock();

 private:
  int descriptor_;
};

class TokenFile {
 public:
  TokenFile(std::string path, std::string profile) : path_(std::move(path)), profile_(std::move(profile)) {}

  // The profile's entry; nothing when there is no file or no entry. A file that others can read, that is not ours or
  // that is damaged is an error which says what to do.
  Result<std::optional<Tokens>, Error> load() const;
  // Adds or replaces the profile's entry; the folder is made (0700) when missing. Call it with the lock held.
  Result<void, Error> save(const Tokens& tokens) const;
  // Removes the profile's entry. Call it with the lock held.
  Result<void, Error> forget() const;
  // The lock, or nothing while another process holds it.
  Result<std::optional<FileLock>, Error> try_lock() const;

  const std::string& path() const { return path_; }
  const std::string& profile() const { return profile_; }

 private:
  std::string path_;
  std::string profile_;
};

}  // namespace robson::client
