#pragma once
// robson signed in at a fake server whose answers a test sets.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fake_world.hpp"
#include "support/client/fake_robsond.hpp"

namespace robson::cli {

struct SignedIn : testing::Test {
  fake::Robsond robsond{};
  Machine robson{};
  std::mutex mutex{};

  void SetUp() override {
    robson.environment["ROBSON_API_BASE_URL"] = robsond.url();
    robson.input = "secret\n";
    ASSERT_EQ(robson({"login", "--username", "admin", "--password-stdin"}).exit, 0);
  }
  // One answer a call, the last one for good.
  void keep(const std::string& path, std::vector<std::pair<int, std::string>> answers) {
    auto next = std::make_shared<std::size_t>(0);
    robsond.replace(path, [this, answers, next](const net::Request& request) {
      const std::lock_guard lock(mutex);
      note(request);
      const auto& [status, body] = answers[std::min((*next)++, answers.size() - 1)];
      net::Response response{.status = status, .body = body};
      if (status >= 400) response.content_type = "application/problem+json";
      return response;
    });
  }
  void keep(const std::string& path, std::string body, int status = 200) { keep(path, {{status, std::move(body)}}); }

 protected:
  // What came to a path that is kept. Under the mutex.
  virtual void note(const net::Request& request) = 0;
};

}  // namespace robson::cli
