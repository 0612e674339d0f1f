#include "accounts/passwords.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <cerrno>
#include <memory>
#include <new>

#include "accounts/random.hpp"

namespace robson::accounts {
namespace {

// Nothing when there was no memory to find out.
std::optional<bool> matches(const Secret& password, const Secret& hash) {
  errno = 0;
  const auto& text = password.reveal();
  if (crypto_pwhash_str_verify(hash.reveal().c_str(), text.data(), text.size()) == 0) return true;
  if (errno == ENOMEM) return {};
  return false;
}

}  // namespace

std::optional<std::string> password_fault(const Secret& password) {
  const auto size = password.reveal().size();
  if (size == 0) return "must not be empty";
  if (size < password_bytes_min) return fmt::format("must have at least {} bytes", password_bytes_min);
  if (size > password_bytes_max) return fmt::format("must have at most {} bytes", password_bytes_max);
  return {};
}

Secret hash_password(const Secret& password, const PasswordCost& cost) {
  start_sodium();
  std::array<char, crypto_pwhash_STRBYTES> text{};
  const auto& plain = password.reveal();
  if (crypto_pwhash_str_alg(text.data(), plain.data(), plain.size(), cost.passes, cost.memory_bytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw std::bad_alloc();
  }
  return Secret(text.data());
}

PasswordWorker::PasswordWorker(PasswordCost cost, std::size_t waiting)
    : cost_(cost), nobody_(hash_password(Secret(random_hex(32)), cost)), queue_(waiting) {
  thread_ = std::jthread([this] {
    while (true) {
      const auto one = queue_.take(1);
      if (one.empty()) return;
      one.front()();
    }
  });
}

PasswordWorker::~PasswordWorker() {
  queue_.close();
}

net::Task<std::optional<bool>> PasswordWorker::verify(Secret password, std::optional<Secret> hash) {
  auto answer = std::make_shared<std::optional<bool>>();
  const bool known = hash.has_value();
  std::function<void()> work = [answer, known, password = std::move(password), hash = known ? *hash : nobody_] {
    *answer = matches(password, hash);
    if (*answer) **answer = **answer && known;
  };
  const bool done = co_await perform(std::move(work));
  co_return done ? *answer : std::nullopt;
}

net::Task<std::optional<Secret>> PasswordWorker::hash(Secret password) {
  auto answer = std::make_shared<std::optional<Secret>>();
  std::function<void()> work = [answer, cost = cost_, password = std::move(password)] {
    try {
      *answer = hash_password(password, cost);
    } catch (const std::bad_alloc&) {
      answer->reset();
    }
  };
  const bool done = co_await perform(std::move(work));
  co_return done ? *answer : std::nullopt;
}

net::Task<bool> PasswordWorker::perform(std::function<void()> work) {
  auto done = std::make_shared<bool>(false);
  std::function<void(runtime::Resume)> begin = [this, done, work = std::move(work)](const runtime::Resume& resume) {
    std::function<void()> job = [done, work, resume] {
      work();
      *done = true;
      resume();
    };
    if (!queue_.try_push(job)) resume();
  };
  co_await runtime::hand_off(std::move(begin));
  co_return *done;
}

}  // namespace robson::accounts
