#pragma once
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <latch>
#include <thread>

#include "accounts/accounts.hpp"
#include "storage/clients.hpp"
#include "storage/database.hpp"
#include "support/fake_clock.hpp"
#include "support/run_task.hpp"
#include "support/temporary_directory.hpp"

namespace robson::accounts {

// The cheapest hash that libsodium makes: the tests are not about its cost.
inline constexpr PasswordCost cheap{.passes = 1, .memory_bytes = 8192};

// Keeps the database's writer busy for as long as it lives.
class HeldWriter {
 public:
  explicit HeldWriter(storage::Database& database)
      : thread_([this, &database] {
          const auto done = database.write_now([this](storage::Session&) {
            held_.count_down();
            let_go_.wait();
          });
          EXPECT_TRUE(done);
        }) {
    held_.wait();
  }
  HeldWriter(const HeldWriter&) = delete;
  HeldWriter& operator=(const HeldWriter&) = delete;
  ~HeldWriter() { let_go_.count_down(); }

 private:
  std::latch held_{1};
  std::latch let_go_{1};
  std::jthread thread_;
};

// Two clients, each with a user: ada (operator, client one) and bob (viewer, client two). Both have the password
// "correct horse".
class AccountsTest : public testing::Test {
 protected:
  AccountsTest() {
    open_database();
    one = create_client(*database, clock, "One Ltd").value();
    two = create_client(*database, clock, "Two Ltd").value();
    ada = add_user(one, "ada", Role::operator_);
    bob = add_user(two, "bob", Role::viewer);
    open();
  }

  void open_database() { database = storage::Database::open(directory.path(), clock).value(); }
  void open(AccountsOptions options = {}) {
    options.password = cheap;
    accounts = Accounts::open(context, clock, *database, options).value();
  }
  // As a restart of the program would.
  void restart(AccountsOptions options = {}) {
    accounts.reset();
    database.reset();
    open_database();
    open(options);
  }
  UserId add_user(TenantId client, const std::string& name, Role role) {
    const storage::User user{
        .name = name, .password_hash = hash_password(Secret("correct horse"), cheap), .role = role};
    return database
        ->write_now([&](storage::Session& s) { return storage::insert_user(s, storage::Tenant(client), user); })
        .value();
  }

  template <class T>
  T run(net::Task<T> task) {
    return support::run_task(context, std::move(task));
  }
  Result<Tokens, AuthFailure> login(const std::string& user, const std::string& password = "correct horse",
                                    const std::string& address = "10.0.0.1") {
    return run(accounts->login(user, Secret(password), address));
  }
  Result<Tokens, AuthFailure> refresh(const Tokens& tokens) { return run(accounts->refresh(tokens.refresh)); }
  // Until nothing happens any more, though tasks may wait.
  void run_until_quiet() {
    context.restart();
    while (context.run_one_for(std::chrono::seconds(1)) > 0) {
    }
  }
  // The error of an access token, or nothing when it is good.
  std::optional<AuthError> trouble(const Tokens& tokens) { return trouble(tokens.access.reveal()); }
  std::optional<AuthError> trouble(const std::string& access) {
    const auto caller = accounts->authenticate(access);
    return caller ? std::nullopt : std::optional(caller.error());
  }

  support::TemporaryDirectory directory;
  support::FakeClock clock;
  net::Context context{1};
  std::unique_ptr<storage::Database> database;
  std::unique_ptr<Accounts> accounts;
  TenantId one{};
  TenantId two{};
  UserId ada{};
  UserId bob{};
};

}  // namespace robson::accounts
