#pragma once
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/clients.hpp"
#include "storage/database.hpp"
#include "storage/operations.hpp"
#include "storage/users.hpp"
#include "support/fake_clock.hpp"
#include "support/operation_one.hpp"
#include "support/temporary_directory.hpp"

namespace robson::storage {

inline constexpr Installation installation{};

// A database of its own for each test, with two clients in it.
class StorageTest : public testing::Test {
 protected:
  StorageTest() { reopen(); }

  // Closes the database and opens it again.
  void reopen(DatabaseOptions options = {}) {
    database_.reset();
    auto opened = Database::open(directory_.path(), clock_, options);
    if (!opened) throw std::runtime_error(opened.error().text);
    database_ = std::move(*opened);
  }
  template <class Job>
  auto write(Job job) {
    return database_->write_now(std::move(job));
  }
  template <class Job>
  auto read(Job job) {
    return database_->read_now(std::move(job));
  }
  Tenant new_client(const std::string& name) {
    return Tenant(write([&](Session& s) { return insert_client(s, installation, name, clock_.now()); }).value());
  }

  support::TemporaryDirectory directory_;
  support::FakeClock clock_;
  std::unique_ptr<Database> database_;
};

// Operation #1 of the requirements, as it is before it has a number and a tenant.
inline Operation operation_one() {
  Operation one = support::operation_one();
  one.id = {};
  one.tenant = {};
  one.opened_at = Timestamp::from_seconds(1'767'000'000);
  one.strategy = "Mean Reversion";
  return one;
}

inline User new_user(const std::string& name, Role role = Role::viewer) {
  return {.name = name, .password_hash = Secret("hash of " + name), .role = role};
}

}  // namespace robson::storage
