#pragma once
// Passwords are kept as argon2id hashes in libsodium's text form. One hash takes tens of milliseconds and 64 MiB on
// purpose, so they are made one at a time on a thread of their own; a few may wait, and when the queue is full the
// caller is told so at once.
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <thread>

#include "base/bounded_queue.hpp"
#include "base/secret.hpp"
#include "runtime/handoff.hpp"

namespace robson::accounts {

// libsodium's "interactive" limits: about 45 ms on the machines that we measured.
struct PasswordCost {
  unsigned long long passes = 2;
  std::size_t memory_bytes = 64 << 20;
};

inline constexpr std::size_t password_bytes_min = 8;
inline constexpr std::size_t password_bytes_max = 128;

// What is wrong with a new password, as the end of a sentence; nothing when it is fine.
std::optional<std::string> password_fault(const Secret& password);

// Blocks for the whole hash. Throws std::bad_alloc when there is no memory for it.
Secret hash_password(const Secret& password, const PasswordCost& cost);

class PasswordWorker {
 public:
  explicit PasswordWorker(PasswordCost cost, std::size_t waiting = 8);
  ~PasswordWorker();
  PasswordWorker(const PasswordWorker&) = delete;
  PasswordWorker& operator=(const PasswordWorker&) = delete;

  // Whether `password` is the one of `hash`. Without a hash (there is no such user) it is false, after the same time.
  // Nothing: no room in the queue, or no memory.
  net::Task<std::optional<bool>> verify(Secret password, std::optional<Secret> hash);
  net::Task<std::optional<Secret>> hash(Secret password);

 private:
  // Runs `work` on the worker while the task waits; false when there is no room.
  net::Task<bool> perform(std::function<void()> work);

  const PasswordCost cost_;
  const Secret nobody_;  // the hash of a password that nobody knows
  BoundedQueue<std::function<void()>> queue_;
  std::jthread thread_;
};

}  // namespace robson::accounts
